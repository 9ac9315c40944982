"""Matches steps of two versions of a document by their ids, also where people swapped the lines that give these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from ledgerium_cli.documents.merge.markdown.model import Section


def by_step(one: Sequence[Section], other: Sequence[Section]) -> dict[int, int]:
    """Pairs with the same step id; of several copies of a step the one with the same title, else the first."""
    of, also = places_of_ids(one), places_of_ids(other)
    pairs = (product(of[step], also[step]) for step in of if step in also)
    found = dict(min(each, key=lambda pair: one[pair[0]].said != other[pair[1]].said) for each in pairs)
    return found | _with_ids_swapped(found, one, other)


def _with_ids_swapped(
    found: Mapping[int, int], one: Sequence[Section], other: Sequence[Section]
) -> dict[int, int]:
    """Pairs of steps of which only the lines with their ids were swapped: each goes on below its own title, and says
    more of itself than of the step of which it has the id."""
    titled = {other[to].said: to for to in found.values()}
    pairs = {at: titled.get(one[at].said, to) for at, to in found.items()}
    swapped = {
        at: to
        for at, to in pairs.items()
        if to != found[at] and _shared(one[at], other[to]) > _shared(one[at], other[found[at]])
    }
    return swapped if {*swapped.values()} == {found[at] for at in swapped} else {}


def _shared(one: Section, other: Section) -> int:
    """How many passages two sections have in common."""
    return len({block.said for block in one.blocks} & {block.said for block in other.blocks})


def places_of_ids(sections: Sequence[Section]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, section in enumerate(sections):
        if section.step is not None:
            places.setdefault(section.step, []).append(place)
    return places
