"""What git merged: its conflicts in `sop.md` and in the base, and lines of the base of which `sop.md` tells what an
earlier build generated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from ledgerium_cli.documents.merge.builds.before import Line, in_parts
from ledgerium_cli.documents.merge.text.wording import EARLIER, PEOPLE, SAID, STEP, WHOLE

_NUMBERED = re.compile(r"#+ +(?:\d+\. +)?")
_OURS, _MIDDLE, _THEIRS, _BASE = "<<<<<<< ", "=======", ">>>>>>> ", "||||||| "


def conflict_of_git(lines: Sequence[str]) -> int | None:
    """The line, from 1, of the first marker of a git merge conflict, whole or half settled."""
    numbered = [*enumerate(lines, 1)]
    markers = {
        number
        for number, line in numbered
        if line.startswith((_OURS, _THEIRS)) or (line.startswith(_BASE) and not line.rstrip().endswith("|"))
    }  # a line that ends with a bar is a row of a table
    if middles := {number for number, line in numbered if line.rstrip() == _MIDDLE}:
        from ledgerium_cli.documents.merge.markdown.parse import underlines

        markers |= middles - underlines("\n".join(lines))
    return min(markers, default=None)


def resolved(lines: Sequence[str], shown: Sequence[str]) -> list[str]:
    """The lines with each git merge conflict resolved, line by line where both sides have counterparts, to the side
    that is in `shown`; where neither is, to the side that has more lines there, or more words in common with what
    people made of it there, or the first; to both, in the order of `shown`, if all their lines are there."""
    places = {one: place for place, one in reversed([*enumerate(_by_step(shown))]) if one[1].strip()}
    kept: list[str] = []
    for sides in _in_conflict(lines):
        of = [[*_by_step([*kept, *side])][len(kept) :] for side in sides]
        kept += [line for _, line in (_resolved(of[0], of[1], places) if len(of) == 2 else of[0])]
    return kept


def _by_step(lines: Iterable[str]) -> Iterator[Line]:
    """Each line behind the one with the id of its step, since steps say the same; people give chapters other
    headings."""
    return ((part if part.startswith(STEP) else "", line) for part, line in in_parts(lines))


def _resolved(ours: Sequence[Line], theirs: Sequence[Line], places: Mapping[Line, int]) -> Iterator[Line]:
    """`places` has the lines that people kept."""
    _, *rest, _ = _around(ours, theirs)
    told = [[places.get(one, -1) for one in side if one[1].strip() and not _is_digest(one)] for side in rest]
    if all(one and min(one) >= 0 for one in told) and told[0] != told[1]:
        for part in _around(*((ours, theirs) if told[0] < told[1] else (theirs, ours))):
            yield from part
        return
    sides = ours, theirs
    better = _kept_in(theirs, places) > _kept_in(ours, places)
    for tag, start, end, first_of, last_of in SequenceMatcher(None, *sides, autojunk=False).get_opcodes():
        parts = ours[start:end], theirs[first_of:last_of]
        pairs = [*zip(([one] for one in parts[0]), ([one] for one in parts[1]), strict=False)]
        for pair in pairs if tag == "replace" and len(parts[0]) == len(parts[1]) else [parts]:
            kept = [_kept_in(one, places) for one in pair]
            if kept[0] == kept[1] and not better:
                kept = [_in_common(one, places) for one in pair]
            yield from pair[better if kept[0] == kept[1] else kept[1] > kept[0]]


def _around(
    one: Sequence[Line], other: Sequence[Line]
) -> tuple[list[Line], list[Line], list[Line], list[Line]]:
    """(what both sides begin with, the rest of one, that of the other, what both end with). By their digests, which
    are left in the beginning, the base has a conflict around more lines than `sop.md`."""
    head, left, right = list[Line](), [*one], [*other]
    while True:
        digest = next((side for side in (left, right) if side and _is_digest(side[0])), None)
        if digest is None and (not left or left[:1] != right[:1]):
            break
        head.append((digest or left).pop(0))
        if digest is None:
            del right[0]
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left[::-1], right[::-1], strict=False))
    )
    return head, left[: len(left) - same], right[: len(right) - same], left[len(left) - same :]


def _is_digest(line: Line) -> bool:
    return line[1].startswith((WHOLE, SAID, PEOPLE, EARLIER))


def named_as(lines: Sequence[str], shown: Sequence[str]) -> list[str]:
    """The lines, those of `shown` in place of ones that only call a step as people do now: a build of the other branch
    did not know their name of it."""
    made, own = _titles(lines), _titles(shown)
    names = [(own[step], title) for step, title in made.items() if own.get(step, title) != title]
    kept = {*_by_step(shown)}
    found = [*lines]
    for at, (step, line) in enumerate(_by_step(lines)):
        before = line
        for now, was in names:
            before = before.replace(f"“{now}”", f"“{was}”")
        if before != line and (step, line) not in kept and (step, before) in kept:
            found[at] = before
    return found


def _titles(lines: Sequence[str]) -> dict[str, str]:
    """The titles of the steps, without their numbers, by the lines with their ids."""
    titles: dict[str, str] = {}
    title = ""
    for line in lines:
        title = line if line.startswith("#") else title
        if line.startswith(STEP):
            titles.setdefault(line, _NUMBERED.sub("", title))
    return titles


def is_ours(line: str) -> bool:
    return line.startswith(_OURS)


def _kept_in(lines: Sequence[tuple[str, str]], places: Mapping[tuple[str, str], int]) -> int:
    return sum(line in places for line in lines)


def _in_common(lines: Iterable[Line], places: Iterable[Line]) -> int:
    """How many words each line has in common with the line of its part that has most of them."""
    return sum(
        max(
            ((Counter(line.split()) & Counter(own.split())).total() for of, own in places if of == part),
            default=0,
        )
        for part, line in lines
    )


def sides_of(lines: Sequence[str]) -> list[list[str]]:
    """The lines of each branch; a single list if there is no conflict."""
    parts = [*_in_conflict(lines)]
    sides = [[line for part in parts for line in part[at]] for at in (0, -1)]
    return sides if sides[0] != sides[1] else sides[:1]


def _in_conflict(lines: Sequence[str]) -> Iterator[list[list[str]]]:
    """The lines in runs: each outside of conflicts as one list, each git merge conflict as the lists of both sides.

    A rebase of several builds leaves conflicts in conflicts. They count as one, between the branch that was rebased
    onto and the last build; what stands behind the end of an inner one belongs to the side that ends there."""
    sides: list[list[str]] = [[]]
    behind: list[str] | None = None
    depth = 0
    for line in lines:
        is_end = depth > 0 and line.startswith(_THEIRS)
        is_middle = depth > 0 and (line.rstrip() == _MIDDLE or line.startswith(_BASE))
        if behind is not None and (is_end or is_middle):
            sides[-1 if is_end else 0] += behind
            behind = None
        if is_ours(line) and depth > 0 and len(sides) == 1:
            depth += 1
        elif is_ours(line):
            yield sides if len(sides) == 1 else [[line for side in sides for line in side]]
            sides, behind = [[]], None
            depth = 1
        elif is_middle:
            sides.append([])
        elif is_end and depth > 1:
            depth -= 1
            behind = []
        elif is_end:
            yield [sides[0], sides[-1]]
            sides, depth = [[]], 0
        else:
            (sides[-1] if behind is None else behind).append(line)
    yield [[line for side in [*sides, behind or []] for line in side]]
