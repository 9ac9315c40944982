"""Puts three versions of one sequence into one order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")


class Place(Struct, frozen=True):
    """The index of one passage in each version; None where it is missing."""

    base: int | None
    theirs: int | None
    new: int | None

    def of(
        self, base: Sequence[T], theirs: Sequence[T], new: Sequence[T]
    ) -> tuple[T | None, T | None, T | None]:
        """The items at this place in each version; None where missing."""
        return (
            base[self.base] if self.base is not None else None,
            theirs[self.theirs] if self.theirs is not None else None,
            new[self.new] if self.new is not None else None,
        )


def places(
    sizes: tuple[int, int, int],
    to_theirs: Mapping[int, int],
    to_new: Mapping[int, int],
    added: Mapping[int, int],
    *,
    known: bool = True,
    back: Collection[int] = (),
    moved: Collection[int] = (),
    out: Collection[int] = (),
    instead: Collection[int] = (),
    chapters: Mapping[int, int] = MappingProxyType({}),
) -> list[Place]:
    """Every passage once, in the order of the merged sequence.

    `sizes` are those of base, theirs and new; `to_theirs` and `to_new` map indexes of base to these, and `added`
    maps theirs to new for passages not in base. The order is that of new, except that passages which a person added
    or moved stay behind their predecessor in theirs. If new equals base the result has the order of theirs; without
    edits, that of new. Where it is not `known` who moved a passage that both have, theirs stays where it is. Of
    those whose index in base is given, `back` are where new has them and `moved` where theirs has them; in place of
    those taken `out` stand those of which the index in theirs is given, `instead`. What nobody has yet stands in its
    chapter, also where that was moved: `chapters` gives that of it, both by index in new.
    """
    base_of_theirs = {theirs: base for base, theirs in to_theirs.items()}
    base_of_new = {new: base for base, new in to_new.items()}
    theirs_of_new = {new: theirs for theirs, new in added.items()}
    in_order = (base_of_theirs[theirs] for theirs in sorted(base_of_theirs))
    stayed = ascending([base for base in in_order if base not in back and base not in moved]) | {*back}
    in_turn = ascending([added[theirs] for theirs in sorted(added)]) if not known else {*added.values()}
    away = {to_new[base] for base in to_theirs if base in to_new and base not in stayed}
    ordered, joining = list[Place](), list[int]()
    for new in range(sizes[2]):
        base = base_of_new.get(new)
        theirs = to_theirs.get(base) if base is not None else theirs_of_new.get(new)
        if base is None and theirs is not None and new not in in_turn:
            continue
        if base is None and theirs is None and chapters.get(new) in away:
            joining.append(new)
        elif base is None or theirs is None or base in stayed:
            ordered.append(Place(base, theirs, new))
    before: Place | None = None
    by_theirs = {place.theirs: place for place in ordered if place.theirs is not None}
    for theirs in range(sizes[1]):
        if (place := by_theirs.get(theirs)) is None:
            base = base_of_theirs.get(theirs)
            place = Place(base, theirs, to_new.get(base) if base is not None else added.get(theirs))
            at = ordered.index(before) + 1 if before is not None else 0
            ordered.insert(at + (_taken_out(before, ordered[at:], out) if theirs in instead else 0), place)
        before = place
    for new in joining:
        ordered.insert(_behind_those_before(new, chapters[new], ordered), Place(None, None, new))
    gone = (base for base in range(sizes[0]) if base not in to_theirs and base not in to_new)
    return [*ordered, *(Place(base, None, None) for base in gone)]


def _behind_those_before(new: int, chapter: int, ordered: Sequence[Place]) -> int:
    """The index behind the last of those that stand before it in its chapter and that people have, or nobody yet."""
    there = {
        place.new: at
        for at, place in enumerate(ordered, start=1)
        if place.new is not None and (place.theirs is not None or place.base is None)
    }
    return there[max(one for one in there if chapter <= one < new)]


def _taken_out(above: Place | None, behind: Sequence[Place], out: Collection[int]) -> int:
    """How many of the places `behind` lead to the last of those that people took `out` right behind what stands
    above."""
    base = above.base if above is not None else -1
    found = 0
    for at, place in enumerate(takewhile(lambda one: one.theirs is None, behind), start=1):
        if base is not None and place.base == base + 1 and place.base in out:
            base, found = place.base, at
    return found


def ascending(numbers: Sequence[int]) -> set[int]:
    """A longest ascending subsequence of distinct numbers (patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int | None] = []
    for place, number in enumerate(numbers):
        pile = bisect_left(ends, number)
        ends[pile : pile + 1] = [number]
        at[pile : pile + 1] = [place]
        previous.append(at[pile - 1] if pile else None)
    kept = set()
    place_or_none = at[-1] if at else None
    while place_or_none is not None:
        kept.add(numbers[place_or_none])
        place_or_none = previous[place_or_none]
    return kept
