"""Three-way merge of a flowchart, line by line: people's direction, styles and labels with the paths of now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ledgerium_cli.documents.merge.parts.words import merge_tokens

CHART = "```mermaid\n"
_DIRECTION = re.compile(r"(?:flowchart|graph)\b.*")
_STYLE = re.compile(r"(?:classDef|class|style|linkStyle|direction)\s.*|%%.*")
_NODE = re.compile(r"(\w+)(?:\[|\(|\{|>)+\"?(.*?)\"?(?:\]|\)|\})+(?::::\w+)?;?")
_EDGE = re.compile(r"(\w+)\s+[-=.<ox~]+>?(?:\|[^|]*\|)?\s*(\w+);?")
_LABEL = re.compile(r"\"[^\"]*\"|\|[^|]*\||\[[^\]]*\]|\([^)]*\)|\{[^}]*\}")
_LINK = re.compile(r"(?:--|==|-\.)\s[^|>]*?\s(?:--+|==+|\.+-)[>ox]?|[<ox]?(?:--+|==+|-\.+-|~~~+)[>ox]?")
"""As Mermaid knows them, with words in it or without."""
_OF_PATHS = re.compile(r"linkStyle\s+(\S+)(\s.*)")
_PATH = re.compile(r"<([^<>]*)>")
_GONE = "_gone"
"""Behind the number of a step or the name of a path that is gone, while it merges."""
_NAMED = re.compile(r"(\"[^\"]*\"|\|[^|]*\|)|\bs\d+\b")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def is_chart(source: str) -> bool:
    return source.startswith(CHART) and source.rstrip().endswith("\n```")


def without_layout(source: str) -> str:
    """The chart without its direction, styles and comments."""
    lines = _lines(source)
    return "\n".join(one for one in lines if not (_DIRECTION.fullmatch(one) or _STYLE.fullmatch(one)))


def merge_chart(base: str, theirs: str, new: str) -> str | None:
    """The chart as people left it, with the nodes, paths and counts of now; None where people changed a line that now
    reads otherwise or is gone, and where what they wrote is about a step that is gone."""
    steps = _steps(base, new)
    versions = _renumbered(base, steps), _renumbered(theirs, steps), new
    before, own, now = (_by_key(_named_paths(one)) for one in versions)
    if any(_is_lost(line, before.get(key), steps) for key, line in own.items() if key not in now):
        return None
    merged = dict[str, str]()
    for key, line in now.items():
        if key in before and key not in own:
            continue  # people took it out
        found = merge_tokens(
            *(_TOKEN.findall(one) for one in (before.get(key, line), own.get(key, line), line))
        )
        if found is None or (key in own and key not in before and own[key] != line):
            return None
        merged[key] = found
    lines = _with_numbers([*_with_added(merged, own, before)])
    return "\n".join([CHART.strip(), *lines, "```"]) if lines is not None else None


def _is_lost(line: str, before: str | None, steps: Mapping[str, str]) -> bool:
    """Whether a line of people that the build has not would be lost, or be about another step."""
    return line != before if before is not None else _GONE in _NAMED.sub("", line)


def _with_added(
    merged: Mapping[str, str], own: Mapping[str, str], before: Mapping[str, str]
) -> Iterator[str]:
    """The lines, those that people added behind what they stand behind."""
    behind, last = dict[str, list[str]](), ""
    for key, line in own.items():
        if key in merged:
            last = key
        elif key not in before:
            behind.setdefault(last, []).append(line)
    yield from behind.get("", ())
    for key, line in merged.items():
        yield line if _DIRECTION.fullmatch(line) else f"  {line}"
        yield from (f"  {one}" for one in behind.get(key, ()))


def _named_paths(source: str) -> str:
    """With the name of the path in place of its number in what people say of how it looks: the number is another one
    when a path comes before it."""
    names = _paths(_lines(source))

    def named(one: re.Match[str]) -> str:
        told = (names[int(at)] if at.isdigit() and int(at) < len(names) else at for at in one[1].split(","))
        return f"linkStyle {','.join(told)}{one[2]}"

    return _OF_PATHS.sub(named, source)


def _with_numbers(lines: Sequence[str]) -> list[str] | None:
    """The lines with the numbers that the paths have now; None where one of them is gone."""
    numbers = {name: str(at) for at, name in enumerate(_paths([line.strip() for line in lines]))}
    found = [
        _OF_PATHS.sub(lambda one: _PATH.sub(lambda path: numbers.get(path[0], _GONE), one[0]), line)
        for line in lines
    ]
    return None if any(_OF_PATHS.search(one) and _GONE in one for one in found) else found


def _paths(lines: Sequence[str]) -> list[str]:
    """A name for each path in turn, as Mermaid numbers them: what its line is about, and which of that it is."""
    counts, found = Counter[str](), list[str]()
    for line in lines:
        key = re.sub(r"[\s,<>]+", "_", _key(line))
        for _ in range(_number_of_paths(line)):
            counts[key] += 1
            found.append(f"<{key}_{counts[key]}>")
    return found


def _number_of_paths(line: str) -> int:
    """How many paths a line draws: each of `a & b --> c` and of `a --> b --> c` is two."""
    if _DIRECTION.fullmatch(line) or _STYLE.fullmatch(line):
        return 0
    ends = [one.count("&") + 1 for one in _LINK.split(_LABEL.sub("", line))]
    return sum(one * other for one, other in pairwise(ends))


def _by_key(source: str) -> dict[str, str]:
    """Each line by what it is about, which stays when its look, label or count changes."""
    counts, found = Counter[str](), dict[str, str]()
    for line in _lines(source):
        key = _key(line)
        counts[key] += 1
        found[f"{key} {counts[key]}"] = line
    return found


def _key(line: str) -> str:
    if _DIRECTION.fullmatch(line):
        return "direction"
    if edge := _EDGE.fullmatch(line):
        return f"{edge[1]} to {edge[2]}"
    node = _NODE.fullmatch(line)
    return node[1] if node is not None else line


def _lines(source: str) -> Sequence[str]:
    _, *lines = source.rstrip().removesuffix("```").split("\n")
    return [line for one in lines if (line := one.strip())]


def _steps(base: str, new: str) -> dict[str, str]:
    """The number of each step in the new chart by that in the last one: by its label, and the rest in order where no
    step came or went."""
    before, now = (
        {one[1]: one[2] for one in map(_NODE.fullmatch, _lines(text)) if one} for text in (base, new)
    )
    of_now = {label: name for name, label in now.items()}
    found = {name: of_now[label] for name, label in before.items() if label in of_now}
    left, free = (
        [one for one in some if one not in known]
        for some, known in ((before, found), (now, [*found.values()]))
    )
    return found | (dict(zip(left, free, strict=True)) if len(left) == len(free) else {})


def _renumbered(source: str, steps: Mapping[str, str]) -> str:
    """With the numbers of now; a step that is gone has one that no step has."""
    return _NAMED.sub(lambda one: one[0] if one[1] else steps.get(one[0], f"{one[0]}{_GONE}"), source)
