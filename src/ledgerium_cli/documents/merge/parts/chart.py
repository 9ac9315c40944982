"""Three-way merge of a flowchart, line by line: people's direction, styles and labels with the paths of now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ledgerium_cli.documents.merge.parts.words import merge_tokens

CHART = "```mermaid\n"
_DIRECTION = re.compile(r"(?:flowchart|graph)\b.*")
_STYLE = re.compile(r"(?:classDef|class|style|linkStyle|direction)\s.*|%%.*")
_NODE = re.compile(r"(\w+)(?:\[|\(|\{|>)+\"?(.*?)\"?(?:\]|\)|\})+(?::::\w+)?;?")
_EDGE = re.compile(r"(\w+)\s+[-=.<ox~]+>?(?:\|[^|]*\|)?\s*(\w+);?")
_GONE = "_gone"
"""Behind the number of a step that is gone, while it merges."""
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
    before, own, now = (_by_key(one) for one in (_renumbered(base, steps), _renumbered(theirs, steps), new))
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
    lines = [*_with_added(merged, own, before)]
    return "\n".join([CHART.strip(), *lines, "```"])


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
