"""What an actor was busy with, looked up in sums: how much of any stretch of time, and with work enabled by when."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import accumulate, pairwise

import msgspec

from ledgerium_cli.workflow.calendar import WorkingTime

Stretch = tuple[int, int]
"""UTC milliseconds, from and to."""


class Segment(msgspec.Struct, frozen=True, gc=False):
    """A stretch in which an actor was busy with the same work. UTC milliseconds."""

    start_ms: int
    end_ms: int
    enabled_ms: int
    """When that work could have begun."""
    begins_case: bool = False


def apart(work: Iterable[Segment]) -> Iterator[Segment]:
    """The same work in order and without overlap: where several go on at once, the one that was enabled first."""
    pieces = sorted((one for one in work if one.end_ms > one.start_ms), key=lambda one: one.start_ms)
    if all(before.end_ms <= after.start_ms for before, after in pairwise(pieces)):
        yield from pieces
        return
    bounds = sorted({bound for one in pieces for bound in (one.start_ms, one.end_ms)})
    going: list[tuple[int, bool, int]] = []
    taken = 0
    for since, until in pairwise(bounds):
        while taken < len(pieces) and pieces[taken].start_ms <= since:
            one = pieces[taken]
            heappush(going, (one.enabled_ms, one.begins_case, one.end_ms))
            taken += 1
        while going and going[0][2] <= since:
            heappop(going)
        if going:
            yield Segment(since, until, going[0][0], going[0][1])


def union(stretches: Iterable[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for since, until in sorted(stretches):
        if found and since <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((since, until))
    return found


def open_in(hours: WorkingTime | None, since: int, until: int) -> int:
    """Milliseconds in working hours; all, where nothing says when these are."""
    return until - since if hours is None else hours.between(since, until)


class Busy(msgspec.Struct, frozen=True, gc=False):
    """What a stretch of time held of the segments. Milliseconds."""

    worked: int
    open: int
    """In working hours."""
    new: int
    """On work that began a case."""
    earlier: int
    """On work that had been enabled by the instant asked for."""
    earlier_new: int
    """On such work that began a case."""


class Asked(msgspec.Struct, frozen=True, gc=False):
    """A stretch of time, and the instant by which work is to have been enabled."""

    since: int
    until: int
    enabled_by: int


class Sums:
    """Segments in order and apart, of which any stretch can be summed up at once."""

    def __init__(self, segments: Sequence[Segment], hours: WorkingTime | None) -> None:
        self._segments = segments
        self._hours = hours
        self._starts = [one.start_ms for one in segments]
        self._ends = [one.end_ms for one in segments]
        lengths = [one.end_ms - one.start_ms for one in segments]
        self._worked = [0, *accumulate(lengths)]
        self._new = [
            0,
            *accumulate(ms if one.begins_case else 0 for one, ms in zip(segments, lengths, strict=True)),
        ]
        opened = (open_in(hours, one.start_ms, one.end_ms) for one in segments)
        self._open = self._worked if hours is None else [0, *accumulate(opened)]

    def open_within(self, since: int, until: int) -> int:
        """Milliseconds of the segments in a stretch that were in working hours."""
        first, last = bisect_right(self._ends, since), bisect_left(self._starts, until)
        return self._open_between(first, last, since, until) if first < last else 0

    def _open_between(self, first: int, last: int, since: int, until: int) -> int:
        found = self._open[last] - self._open[first]
        if since > self._starts[first]:
            found -= open_in(self._hours, self._starts[first], since)
        if until < self._ends[last - 1]:
            found -= open_in(self._hours, until, self._ends[last - 1])
        return found

    def look_up(self, asked: Sequence[Asked]) -> list[Busy]:
        """For each stretch what it held. One pass by the instant by which work is to have been enabled, over trees of
        partial sums (Fenwick 1994)."""
        found = [Busy(0, 0, 0, 0, 0)] * len(asked)
        coming = sorted(range(len(self._segments)), key=lambda at: self._segments[at].enabled_ms)
        every, new = [0] * (len(coming) + 1), [0] * (len(coming) + 1)
        enabled = [self._segments[at].enabled_ms for at in coming]
        taken = 0
        for place in sorted(range(len(asked)), key=lambda at: asked[at].enabled_by):
            one = asked[place]
            while taken < len(coming) and enabled[taken] <= one.enabled_by:
                segment = self._segments[coming[taken]]
                length = segment.end_ms - segment.start_ms
                _add(every, coming[taken] + 1, length)
                if segment.begins_case:
                    _add(new, coming[taken] + 1, length)
                taken += 1
            first, last = bisect_right(self._ends, one.since), bisect_left(self._starts, one.until)
            if first < last and one.since < one.until:
                found[place] = self._busy(
                    one, first, last, (_between(every, first, last), _between(new, first, last))
                )
        return found

    def _busy(self, asked: Asked, first: int, last: int, earlier: tuple[int, int]) -> Busy:
        """`earlier` is of whole segments, of which the outermost may lie outside the stretch in part."""
        one, other = self._segments[first], self._segments[last - 1]
        before, after = max(0, asked.since - one.start_ms), max(0, other.end_ms - asked.until)
        new = before * one.begins_case + after * other.begins_case
        early_before = before * (one.enabled_ms <= asked.enabled_by)
        early_after = after * (other.enabled_ms <= asked.enabled_by)
        return Busy(
            worked=self._worked[last] - self._worked[first] - before - after,
            open=self._open_between(first, last, asked.since, asked.until),
            new=self._new[last] - self._new[first] - new,
            earlier=earlier[0] - early_before - early_after,
            earlier_new=earlier[1] - early_before * one.begins_case - early_after * other.begins_case,
        )


def _add(tree: list[int], at: int, length: int) -> None:
    while at < len(tree):
        tree[at] += length
        at += at & -at


def _between(tree: Sequence[int], first: int, last: int) -> int:
    found = 0
    while last > first:
        found += tree[last]
        last -= last & -last
    while first > last:
        found -= tree[first]
        first -= first & -first
    return found
