"""Merges three versions of a sequence: what only one of two branches changed is taken from it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Generic, Literal, TypeVar

from msgspec import Struct

T = TypeVar("T")
Who = Literal["ours", "theirs"]


class Clash(Struct, Generic[T], frozen=True):
    """What both branches changed, each otherwise."""

    ancestor: Sequence[T]
    ours: Sequence[T]
    theirs: Sequence[T]

    def of(self, who: Who) -> Sequence[T]:
        return self.ours if who == "ours" else self.theirs


class _Edit(Struct, Generic[T], frozen=True):
    """What stands in one branch in place of the items of the ancestor from `start` up to `end`."""

    start: int
    end: int
    who: Who
    items: Sequence[T]


def picked(ancestor: T, ours: T, theirs: T) -> T | None:
    """The value of the branch that changed it; None where both did, each otherwise."""
    if ours in (ancestor, theirs):
        return theirs
    return ours if theirs == ancestor else None


def three_way(
    ancestor: Sequence[T], ours: Sequence[T], theirs: Sequence[T], key: Callable[[T], Hashable]
) -> Iterator[T | Clash[T]]:
    """The items in order. Two are the same when their keys are equal; of these the changed one is taken. Changes that
    only touch do not clash, and of what both added at one place that of `ours` comes first."""
    edits, same = list[_Edit[T]](), dict[Who, dict[int, T]]()
    versions: tuple[tuple[Who, Sequence[T]], ...] = (("ours", ours), ("theirs", theirs))
    for who, items in versions:
        same[who] = {}
        for tag, start, end, at, to in _opcodes([*map(key, ancestor)], [*map(key, items)]):
            if tag == "equal":
                same[who] |= zip(range(start, end), items[at:to], strict=True)
            else:
                edits.append(_Edit(start, end, who, items[at:to]))

    def unchanged(at: int) -> T:
        own = same["ours"].get(at, ancestor[at])
        return own if own != ancestor[at] else same["theirs"].get(at, own)

    def side(who: Who, some: Sequence[_Edit[T]], start: int, end: int) -> Iterator[T]:
        for one in some:
            if one.who == who:
                yield from (same[who][at] for at in range(start, one.start))
                yield from one.items
                start = one.end
        yield from (same[who][at] for at in range(start, end))

    done = 0
    for some in _together(sorted(edits, key=lambda one: (one.start, one.end, one.who))):
        start, end = some[0].start, max(one.end for one in some)
        yield from map(unchanged, range(done, start))
        done = end
        own, other = ([*side(who, some, start, end)] for who in same)
        authors = {one.who for one in some}
        if len(authors) == 1:
            yield from own if authors == {"ours"} else other
        elif start == end:
            keys = {*map(key, own)}
            yield from (*own, *(one for one in other if key(one) not in keys))
        elif [*map(key, own)] == [*map(key, other)]:
            yield from own
        else:
            yield Clash(ancestor[start:end], own, other)
    yield from map(unchanged, range(done, len(ancestor)))


def _opcodes(
    ancestor: Sequence[Hashable], items: Sequence[Hashable]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Those of the standard library; where as many items stand in place of several, each is in place of one."""
    for tag, start, end, at, to in SequenceMatcher(None, ancestor, items, autojunk=False).get_opcodes():
        if tag == "replace" and end - start == to - at:
            yield from ((tag, start + n, start + n + 1, at + n, at + n + 1) for n in range(end - start))
        else:
            yield tag, start, end, at, to


def _together(edits: Sequence[_Edit[T]]) -> Iterator[list[_Edit[T]]]:
    """The edits that overlap, and those that only add something at one place."""
    found = list[_Edit[T]]()
    for one in edits:
        until = max((other.end for other in found), default=-1)
        is_at_one_place = bool(found) and found[0].start == until == one.start == one.end
        if found and not (one.start < until or is_at_one_place):
            yield found
            found = []
        found.append(one)
    if found:
        yield found
