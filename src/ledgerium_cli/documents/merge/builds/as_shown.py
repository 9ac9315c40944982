"""The base as `sop.md` shows it: who merges branches, or copies from an older version, may have kept sentences there
that an earlier build generated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from ledgerium_cli.documents.merge.builds.before import (
    FENCE,
    Line,
    in_parts,
    kind_of,
    passages,
)
from ledgerium_cli.documents.merge.builds.earlier import Earlier, parts_of, unversioned
from ledgerium_cli.documents.merge.text.citations import are_numbered_anew, unnumbered
from ledgerium_cli.documents.merge.text.counted import (
    counts_anew,
    counts_others,
    told_counts,
    uncounted,
)
from ledgerium_cli.documents.merge.text.likeness import ALIKE, align, label_of, likeness, passage
from ledgerium_cli.documents.merge.text.wording import EDITED

Placed = tuple[int, Line]
"""The index of a line, and the line."""


def counted_as(lines: Sequence[str], shown: Sequence[str], earlier: Earlier) -> list[str]:
    """The lines, those of `shown` in place of ones that only counted otherwise or that an earlier build generated,
    first of the same part of the document. Only counts of another total, or events of recordings with other numbers,
    can be of another build than these lines; and all of which it is known. Numbers that are declared are no counts."""
    shown = _with_entries(shown, lines)
    pairs, left, free = _paired(lines, shown)
    older = {at for at, (_, line) in pairs if line != lines[at] and _is_of_earlier(line, earlier)}
    put_back = _most_alike(left, [one for one in free if _is_of_earlier(one[1], earlier)])
    told = _counted_otherwise(lines, pairs, older) | {at: line for at, (_, line) in put_back}
    return _with_code([told.get(at, line) for at, line in enumerate(lines)], shown, earlier)


def _is_of_earlier(line: str, earlier: Earlier) -> bool:
    """Whether an earlier build generated it, and nobody changed it: what stands below it may be of people."""
    return EDITED not in line and earlier.generated(line)


def _counted_otherwise(lines: Sequence[str], pairs: Iterable[Placed], older: Set[int]) -> dict[int, str]:
    """By their places the lines shown that only count otherwise than those of the base: those that are `older`, or
    cannot be of the same build."""
    return {
        at: line
        for at, (_, line) in pairs
        if counts_anew(*map(unversioned, (line, lines[at])))
        and (
            at in older
            or unversioned(line) == unversioned(lines[at])
            or counts_others(line, lines[at])
            or are_numbered_anew(line, lines[at])
        )
    }


def _with_entries(shown: Sequence[str], lines: Sequence[str]) -> list[str]:
    """The lines of `shown`, rows that people made of entries such as “Version: …” in `lines` as these."""
    labels = {(part, label) for part, line in in_parts(lines) if (label := label_of(line.removeprefix("- ")))}
    return [_as_entry(part, line, labels) for part, line in in_parts(shown)]


def _as_entry(part: str, line: str, labels: Set[Line]) -> str:
    cells = parts_of(line) if line.startswith("|") else ()
    return f"- {cells[0]}: {cells[1]}" if len(cells) == 2 and (part, cells[0]) in labels else line


def _paired(lines: Sequence[str], shown: Sequence[str]) -> tuple[list[Placed], list[Placed], list[Line]]:
    """(the place of each line that says the same as one of `shown`, with that; those left; what is left of `shown`)."""
    pairs: list[Placed] = []
    left, free = [*enumerate(in_parts(lines))], [*in_parts(shown)]
    keys: tuple[Callable[[Line], object], ...] = (
        lambda one: one,
        lambda one: (one[0], unnumbered(unversioned(one[1]))),
        lambda one: (one[0], uncounted(unversioned(one[1]))),
        lambda one: one[1],
        lambda one: uncounted(unversioned(one[1])),
    )
    for key in keys:
        by_key: dict[object, list[Line]] = {}
        for one in free:
            by_key.setdefault(key(one), []).append(one)
        # A copy elsewhere that counts otherwise is not what people changed where it is.
        changed = {at for at, _ in _most_alike(left, free)} if key is keys[-1] else set()
        changed |= {at for at, one in left if _has_its_numbers(one, free)} if key is keys[2] else set()
        here = (one for one in left if one[0] not in changed)
        found = {at: by_key[of].pop(0) for at, one in here if by_key.get(of := key(one))}
        pairs += found.items()
        left = [one for one in left if one[0] not in found]
        free = [one for some in by_key.values() for one in some]
    return pairs, left, free


def _with_code(lines: Sequence[str], shown: Sequence[str], earlier: Earlier) -> list[str]:
    """The lines, with blocks of code of `shown` that an earlier build generated in place of those of the same part."""
    own = {(part, kind_of(told)): told for part, told in passages(shown) if told.startswith(FENCE)}
    found: list[str] = []
    for part, told in passages(lines):
        is_code, theirs = told.startswith(FENCE), own.get((part, kind_of(told)), told)
        is_earlier = is_code and (unversioned(theirs) == unversioned(told) or earlier.generated(theirs))
        found += (theirs if is_earlier else told).split("\n")
    return found


def _has_its_numbers(made: Line, free: Iterable[Line]) -> bool:
    """Whether people made a line of its part of it, with all that is counted in it."""
    counted, was = told_counts(made[1]), passage("line", made[1])
    return bool(counted) and any(
        part == made[0] and counted <= told_counts(line) and likeness(was, passage("line", line)) >= ALIKE
        for part, line in free
    )


def _most_alike(left: Sequence[Placed], free: Sequence[Line]) -> Iterator[Placed]:
    """For the place of a line the one of the same part with which it has most words in common."""
    for part in dict.fromkeys(part for _, (part, _) in left):
        made, own = [one for one in left if one[1][0] == part], [one for one in free if one[0] == part]
        pairs = align(
            [passage("line", one[1]) for _, one in made], [passage("line", line) for _, line in own]
        )
        yield from ((made[at][0], own[place]) for at, place in pairs.items())
