"""What a sentence or a cell enumerates (`Enter the order (13); Validate the order (12)`) in the order that people gave
it, so that each count goes with its entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set

from ledgerium_cli.documents.merge.markdown.parse import said_of
from ledgerium_cli.documents.merge.text.counted import CITED, meaning_of, quoted_in
from ledgerium_cli.documents.merge.text.likeness import Passage, align
from ledgerium_cli.documents.merge.text.typography import depth_behind, in_usual_quotes, split_marks

_BETWEEN = re.compile(
    r"\s*(?:<br ?/?>|(?<!\\)\|)\s*|[.;,:!?]\s+(?:and\s+|or\s+)?|\s+(?:and|or|und|oder|et|ou|&)\s+|[.;:!?]+$"
)
_MARK = re.compile(r"\s*(?:[-*+|]|\d+[.)])\s+")
"""Of a list or a table, before the first entry."""
_NUMBER = re.compile(r"\d+")


def in_order_of(theirs: str, base: str, new: str) -> tuple[str, str]:
    """Two generated versions, which enumerate the same, with the entries in the order of people's version and what it
    has between them. As they are where it is not sure which entry is which."""
    versions = [split_marks(text) for text in (theirs, base, new)]
    (own, between), (made, _), (now, _) = (_parted(words) for words, _ in versions)
    of = _same(own, made)
    if (
        of is None
        or len(made) != len(now)
        or ([*of.values()] == sorted(of.values()) and "<" not in "".join(between))
    ):
        return base, new
    rest = [at for at in range(len(made)) if at not in of.values()]
    was, then = (
        " ".join(["".join(f"{entries[of[at]]}{between[at]}" for at in of), *(entries[at] for at in rest)])
        for entries in (made, now)
    )
    return f"{was}{versions[1][1]}", f"{then}{versions[2][1]}"


def is_moved_out(base: Iterable[str], new: Iterable[str], own: Set[str]) -> bool:
    """Whether an entry of generated lines that has another number now stands among the `own` ones of people."""
    return bool(own) and not own.isdisjoint(counted_in(base) - counted_in(new))


def counted_in(lines: Iterable[str]) -> set[str]:
    """The entries with numbers in some lines; those of a code are none."""
    entries = (entry for line in lines for entry in _parted(split_marks(_MARK.sub("", line, count=1))[0])[0])
    return {said_of(split_marks(entry)[0]) for entry in entries if "`" not in entry and _numbers(entry)}


def _parted(text: str) -> tuple[list[str], list[str]]:
    """The entries, and what stands behind each, outside of brackets and quotation marks."""
    entries, between, quoted = [], [], in_usual_quotes(text)
    begins = depth = at = 0
    is_quoted = False
    while at < len(text):
        found = _BETWEEN.match(text, at) if not (depth or is_quoted) and at > begins else None
        if found is not None and found[0]:
            entries.append(text[begins:at])
            between.append(found[0])
            begins = at = found.end()
            continue
        depth = depth_behind(quoted[at], depth)
        is_quoted ^= text[at] == '"'
        at += 1
    return ([*entries, text[begins:]], [*between, ""]) if begins < len(text) else (entries, between)


def _same(own: Sequence[str], made: Sequence[str]) -> dict[int, int] | None:
    """For each entry of people's, in order, the index of the generated one; None if, by its numbers, one may be of
    another."""
    mine, generated = (_passages(entries) for entries in (own, made))
    numbers = [[*map(_numbers, entries)] for entries in (own, made)]
    found = align(mine, generated)
    left = [at for at in range(len(own)) if at not in found and numbers[0][at]]
    free = [at for at in range(len(made)) if at not in found.values() and numbers[1][at]]
    if len(left) == len(free) == 1:
        found[left[0]] = free[0]
    elif left and free:
        return None
    if any(numbers[0][at] != numbers[1][to] for at, to in found.items()):
        return None
    return dict(sorted(found.items()))


def _passages(entries: Sequence[str]) -> list[Passage]:
    """An entry is known by the names in quotation marks, of which no other entry has the same, or else its words."""
    said = [*map(said_of, entries)]
    names = [quoted_in(one) for one in said]
    times = Counter(names)
    return [
        Passage("entry", one, its if its and times[its] == 1 else meaning_of(one))
        for one, its in zip(said, names, strict=True)
    ]


def _numbers(entry: str) -> list[str]:
    return _NUMBER.findall(CITED.sub("", entry))
