"""Looks up what an actor was busy with: how much of any stretch of time, and how much on work enabled by a given
instant.

Data are held in columns, since there may be millions of stretches.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import accumulate, islice, pairwise
from operator import le, sub

import msgspec

from ledgerium_cli.workflow.calendar import WorkingTime

Stretch = tuple[int, int]
"""Start and end, UTC milliseconds."""
FEW_SEGMENTS = 32
"""Up to this many segments are added up one by one; more are looked up in partial sums."""


class Segments:
    """Stretches in which an actor was busy with one piece of work, in columns. UTC milliseconds."""

    __slots__ = ("begin_case", "enabled", "ends", "starts")

    def __init__(self) -> None:
        self.starts, self.ends = array("q"), array("q")
        self.enabled = array("q")
        """When the work was enabled."""
        self.begin_case = bytearray()
        """1 if the work was the first of its case."""

    def add(self, start: int, end: int, enabled: int, begins_case: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.enabled.append(enabled)
        self.begin_case.append(begins_case)

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def lengths(self) -> Iterable[int]:
        return map(sub, self.ends, self.starts)


def segments_of(stretches: Iterable[Stretch]) -> Segments:
    """Segments from stretches whose work is unknown."""
    found = Segments()
    for since, until in stretches:
        found.add(since, until, 0, 0)
    return found


def apart(work: Segments) -> Segments:
    """The same work sorted and without overlap; where several overlap, the one that was enabled first wins."""
    order = sorted(range(len(work)), key=work.starts.__getitem__)
    found = Segments()
    for name in ("starts", "ends", "enabled", "begin_case"):
        getattr(found, name).extend(map(getattr(work, name).__getitem__, order))
    if all(map(le, found.ends, islice(found.starts, 1, None))):
        return found
    return _first_enabled(found)


def _first_enabled(work: Segments) -> Segments:
    bounds = sorted({*work.starts, *work.ends})
    going: list[tuple[int, int, int]] = []
    taken, found = 0, Segments()
    for since, until in pairwise(bounds):
        while taken < len(work) and work.starts[taken] <= since:
            heappush(going, (work.enabled[taken], work.begin_case[taken], work.ends[taken]))
            taken += 1
        while going and going[0][2] <= since:
            heappop(going)
        if going:
            found.add(since, until, going[0][0], going[0][1])
    return found


def union(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches sorted, those that overlap or touch as one."""
    found: list[Stretch] = []
    for since, until in sorted(stretches):
        if found and since <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((since, until))
    return found


def without(stretches: Iterable[Stretch], taken: Iterable[Stretch]) -> list[Stretch]:
    """The stretches, joined, less those that are taken."""
    left = union(stretches)
    for since, until in taken:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, since)), (max(start, until), end))
            if part[0] < part[1]
        ]
    return left


def open_in(hours: WorkingTime | None, since: int, until: int) -> int:
    """Milliseconds in working hours; the whole stretch when no calendar is declared."""
    return until - since if hours is None else hours.between(since, until)


class Busy(msgspec.Struct, frozen=True, gc=False):
    """How an actor spent a stretch of time. Milliseconds."""

    worked: int
    open: int
    """Within working hours."""
    new: int
    """On work that began a case."""
    earlier: int
    """On work that was enabled by the instant asked for."""
    earlier_new: int
    """The part of `earlier` that began a case."""


NOTHING = Busy(0, 0, 0, 0, 0)


class Asked:
    """Queries in columns: stretches of time, each with the instant by which work counts as enabled earlier."""

    __slots__ = ("enabled_by", "since", "until")

    def __init__(self) -> None:
        self.since, self.until, self.enabled_by = array("q"), array("q"), array("q")

    def add(self, since: int, until: int, enabled_by: int) -> None:
        self.since.append(since)
        self.until.append(until)
        self.enabled_by.append(enabled_by)


class Sums:
    """Sorted, disjoint segments with partial sums, so that any stretch can be summed up quickly."""

    def __init__(self, segments: Segments, hours: WorkingTime | None) -> None:
        self._segments = segments
        self._hours = hours
        self._starts, self._ends = segments.starts, segments.ends
        self._open = array("q", [0])
        opened = (open_in(hours, *one) for one in zip(self._starts, self._ends, strict=True))
        self._open.extend(accumulate(segments.lengths if hours is None else opened))

    def open_within(self, since: int, until: int) -> int:
        """Milliseconds of the segments within a stretch that lie in working hours."""
        first, last = bisect_right(self._ends, since), bisect_left(self._starts, until)
        return self._open_between(first, last, since, until) if first < last else 0

    def _open_between(self, first: int, last: int, since: int, until: int) -> int:
        found = self._open[last] - self._open[first]
        if since > self._starts[first]:
            found -= open_in(self._hours, self._starts[first], since)
        if until < self._ends[last - 1]:
            found -= open_in(self._hours, until, self._ends[last - 1])
        return found

    def look_up(self, asked: Asked) -> Iterator[Busy]:
        """The answer to each query, in order."""
        firsts = array("I", [bisect_right(self._ends, since) for since in asked.since])
        lasts = array("I", [bisect_left(self._starts, until) for until in asked.until])
        long = [at for at, last in enumerate(lasts) if last - firsts[at] > FEW_SEGMENTS]
        summed = Enabled(self._segments).look_up(asked, firsts, lasts, long) if long else {}
        for place, (since, until, by, first, last) in enumerate(
            zip(asked.since, asked.until, asked.enabled_by, firsts, lasts, strict=True)
        ):
            if first >= last or since >= until:
                yield NOTHING
                continue
            found = summed[place] if place in summed else self._held(since, until, by, range(first, last))
            yield (
                found
                if self._hours is None
                else msgspec.structs.replace(found, open=self._open_between(first, last, since, until))
            )

    def _held(self, since: int, until: int, enabled_by: int, places: Iterable[int]) -> Busy:
        worked = new = earlier = earlier_new = 0
        segments = self._segments
        for at in places:
            length = min(segments.ends[at], until) - max(segments.starts[at], since)
            begins_case = segments.begin_case[at]
            worked += length
            new += length * begins_case
            if segments.enabled[at] <= enabled_by:
                earlier += length
                earlier_new += length * begins_case
        return Busy(worked, worked, new, earlier, earlier_new)


class Enabled:
    """Sums, for many stretches at once, the segments that were enabled by an instant: one pass by that instant over
    binary indexed trees (Fenwick 1994)."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._worked = array("q", [0, *accumulate(segments.lengths)])
        new = (ms * begins for ms, begins in zip(segments.lengths, segments.begin_case, strict=True))
        self._new = array("q", [0, *accumulate(new)])

    def look_up(
        self, asked: Asked, firsts: Sequence[int], lasts: Sequence[int], places: Iterable[int]
    ) -> Mapping[int, Busy]:
        """The answers by index of the query, with all time counted as working hours."""
        segments, found = self._segments, {}
        coming = sorted(range(len(segments)), key=segments.enabled.__getitem__)
        every, new = (array("q", bytes(8 * (len(coming) + 1))) for _ in range(2))
        taken = 0
        for place in sorted(places, key=asked.enabled_by.__getitem__):
            by, first, last = asked.enabled_by[place], firsts[place], lasts[place]
            while taken < len(coming) and segments.enabled[at := coming[taken]] <= by:
                length = segments.ends[at] - segments.starts[at]
                _add(every, at + 1, length)
                if segments.begin_case[at]:
                    _add(new, at + 1, length)
                taken += 1
            whole = _between(every, first, last), _between(new, first, last)
            found[place] = self._busy(asked.since[place], asked.until[place], by, first, last - 1, whole)
        return found

    def _busy(
        self, since: int, until: int, enabled_by: int, first: int, last: int, earlier: tuple[int, int]
    ) -> Busy:
        """`earlier` sums whole segments; the parts of the first and last that lie outside the stretch are subtracted
        here."""
        own = self._segments
        before, after = max(0, since - own.starts[first]), max(0, own.ends[last] - until)
        new_before, new_after = before * own.begin_case[first], after * own.begin_case[last]
        early_before = own.enabled[first] <= enabled_by
        early_after = own.enabled[last] <= enabled_by
        worked = self._worked[last + 1] - self._worked[first] - before - after
        return Busy(
            worked=worked,
            open=worked,
            new=self._new[last + 1] - self._new[first] - new_before - new_after,
            earlier=earlier[0] - before * early_before - after * early_after,
            earlier_new=earlier[1] - new_before * early_before - new_after * early_after,
        )


def _add(tree: array[int], at: int, length: int) -> None:
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
