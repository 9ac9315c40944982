"""What an actor was busy with, looked up in sums: how much of any stretch of time, and with work enabled by when."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate, pairwise

from ledgerium_cli.workflow.calendar import WorkingTime

Stretch = tuple[int, int]
"""UTC milliseconds, from and to."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which an actor was busy with the same work. UTC milliseconds."""

    start_ms: int
    end_ms: int
    enabled_ms: int
    """When that work could have begun."""
    begins_case: bool = False


def apart(work: Iterable[Segment]) -> Iterator[Segment]:
    """The same work in order and without overlap: where several go on at once, the one that was enabled first."""
    pieces = sorted((one for one in work if one.end_ms > one.start_ms), key=lambda one: one.start_ms)
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


class Sums:
    """Segments in order and apart, of which any stretch can be summed up at once."""

    def __init__(self, segments: Sequence[Segment], hours: WorkingTime | None) -> None:
        self._segments = segments
        self._hours = hours
        self._starts = [one.start_ms for one in segments]
        self._ends = [one.end_ms for one in segments]
        self._lengths = [0, *accumulate(one.end_ms - one.start_ms for one in segments)]
        opened = (open_in(hours, one.start_ms, one.end_ms) for one in segments)
        self._open = self._lengths if hours is None else [0, *accumulate(opened)]

    def within(self, since: int, until: int) -> int:
        first, last = self._touched(since, until)
        if first >= last:
            return 0
        beyond = max(0, since - self._starts[first]) + max(0, self._ends[last - 1] - until)
        return self._lengths[last] - self._lengths[first] - beyond

    def open_within(self, since: int, until: int) -> int:
        """Of it, what was in working hours."""
        first, last = self._touched(since, until)
        if first >= last:
            return 0
        beyond = (
            open_in(self._hours, min(since, self._starts[first]), since) if since > self._starts[first] else 0
        )
        if self._ends[last - 1] > until:
            beyond += open_in(self._hours, until, self._ends[last - 1])
        return self._open[last] - self._open[first] - beyond

    def _touched(self, since: int, until: int) -> tuple[int, int]:
        """Places of the segments that overlap a stretch."""
        return bisect_right(self._ends, since), bisect_left(self._starts, until)

    def enabled_by(self, asked: Sequence[tuple[int, int, int]]) -> list[int]:
        """For each instant and stretch, what of the segments in the stretch had been enabled by the instant. One pass
        by the instant, over a tree of partial sums (Fenwick 1994)."""
        found = [0] * len(asked)
        coming = sorted(range(len(self._segments)), key=lambda at: self._segments[at].enabled_ms)
        tree, taken = [0] * (len(coming) + 1), 0
        for place in sorted(range(len(asked)), key=lambda at: asked[at][0]):
            instant, since, until = asked[place]
            while taken < len(coming) and self._segments[coming[taken]].enabled_ms <= instant:
                _add(tree, coming[taken] + 1, self._ends[coming[taken]] - self._starts[coming[taken]])
                taken += 1
            first, last = self._touched(since, until)
            if first < last and since < until:
                found[place] = _sum(tree, last) - _sum(tree, first) - self._beyond(first, last, asked[place])
        return found

    def _beyond(self, first: int, last: int, asked: tuple[int, int, int]) -> int:
        """What of the outermost segments lies outside the stretch."""
        instant, since, until = asked
        before = max(0, since - self._starts[first]) if self._segments[first].enabled_ms <= instant else 0
        after = max(0, self._ends[last - 1] - until) if self._segments[last - 1].enabled_ms <= instant else 0
        return before + after


def _add(tree: list[int], at: int, length: int) -> None:
    while at < len(tree):
        tree[at] += length
        at += at & -at


def _sum(tree: Sequence[int], until: int) -> int:
    found = 0
    while until:
        found += tree[until]
        until -= until & -until
    return found
