"""Which sections people moved: the fewest that would have to go back, where a chapter goes with its steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from ledgerium_cli.documents.merge.markdown.model import CHAPTER, Section
from ledgerium_cli.documents.merge.text.order import ascending


def moved_in(pairs: Mapping[int, int], made: Sequence[Section]) -> set[int]:
    """The sections that were moved, by index in `made`, from which `pairs` lead to the places that people gave them. Of
    a chapter that was moved with its steps only the chapter, unless fewer sections were moved one by one."""
    order = sorted(pairs, key=pairs.__getitem__)
    one_by_one = {*order} - ascending(order)
    by_chapters = {*order} - {*_stayed_by_chapters(order, made)}
    return by_chapters if len(by_chapters) < len(one_by_one) else one_by_one


def _stayed_by_chapters(order: Sequence[int], made: Sequence[Section]) -> Iterator[int]:
    """The chapters that stayed where they were, and the steps that stayed in theirs."""
    chapters = [at for at in order if made[at].level <= CHAPTER]
    yield from ascending(chapters)
    own, below = _below(order, made), defaultdict[int | None, list[int]](list)
    for at, chapter in _below(sorted(order), made).items():
        if own[at] == chapter:
            below[chapter].append(at)
    for steps in below.values():
        there = {*steps}
        yield from ascending([at for at in order if at in there])


def _below(order: Sequence[int], made: Sequence[Section]) -> dict[int, int | None]:
    """For each step the chapter below which it stands in an order."""
    found, chapter = dict[int, int | None](), None
    for at in order:
        if made[at].level <= CHAPTER:
            chapter = at
        else:
            found[at] = chapter
    return found


def chapters_of(sections: Sequence[Section]) -> dict[int, int]:
    """The chapter of each step, both by index."""
    below = _below(range(len(sections)), sections)
    return {at: chapter for at, chapter in below.items() if chapter is not None}


def with_steps(moved: Collection[int], made: Sequence[Section]) -> set[int]:
    """Moved sections with the steps that stand below them in `made`."""
    return {*moved, *(at for at, chapter in chapters_of(made).items() if chapter in moved)}
