"""The metrics of the report: cycle time, interval metrics, hold rate, first-time-right."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from functools import lru_cache, partial

from msgspec import Struct, field

from ledgerium_cli.cases.model import PARTS, Case, Part, Parts, PartsSum, chain_of
from ledgerium_cli.findings.done import decided_in, only_tried
from ledgerium_cli.findings.enabling import Enabling
from ledgerium_cli.findings.order import CaseIds, CaseTimes, Order, Taken
from ledgerium_cli.findings.rates import HoldRate, RateFold
from ledgerium_cli.findings.statistics import Summary, summarise
from ledgerium_cli.workflow.wire import IntervalMetric, Point, Workflow


class Span(Struct, frozen=True, gc=False):
    """The value of an interval metric in one case."""

    case: int
    """The number of the case."""
    since_ms: int
    until_ms: int
    """When the second point was reached; if it was not, when the last case was last seen, or the case was over."""
    counted_ms: int | None
    """The time that counts; None when the parts of time of the case are not known, or when the case was over before the
    second point: it is late for nothing."""
    finished: bool


NOT_KNOWN = -1
"""Stands for None in columns of lengths."""


def length_of(found: int) -> int | None:
    """A length from such a column."""
    return found if found != NOT_KNOWN else None


class Spans(Struct):
    """The spans of one metric, in the order of the cases, in columns of about thirty bytes each."""

    cases: array[int] = field(default_factory=partial(array, "I"))
    since: array[int] = field(default_factory=partial(array, "q"))
    until: array[int] = field(default_factory=partial(array, "q"))
    counted: array[int] = field(default_factory=partial(array, "q"))
    """`NOT_KNOWN` when unknown."""
    finished: bytearray = field(default_factory=bytearray)

    def add(self, case: int, since: int, until: int, counted: int | None, *, finished: bool) -> None:
        self.cases.append(case)
        self.since.append(since)
        self.until.append(until)
        self.counted.append(counted if counted is not None else NOT_KNOWN)
        self.finished.append(finished)

    def __len__(self) -> int:
        return len(self.cases)

    def __iter__(self) -> Iterator[Span]:
        return map(self._at, range(len(self)))

    def of(self, case: int) -> Span | None:
        """The span of a case, by its number; None when the case did not reach the first point."""
        at = bisect_left(self.cases, case)
        return self._at(at) if at < len(self) and self.cases[at] == case else None

    def _at(self, at: int) -> Span:
        return Span(
            self.cases[at],
            self.since[at],
            self.until[at],
            length_of(self.counted[at]),
            bool(self.finished[at]),
        )

    def those(self, *, finished: bool, known: bool | None = None) -> array[int]:
        """Indexes of the spans that are finished or not and, if `known` is given, whose time is known or not."""
        rows = enumerate(zip(self.finished, self.counted, strict=True))
        return array(
            "I",
            [
                at
                for at, (is_finished, counted) in rows
                if is_finished == finished and known in (None, counted != NOT_KNOWN)
            ],
        )


class Interval(Struct, frozen=True):
    """One interval metric over all cases."""

    id: str
    title: str
    times: Summary
    """Over the cases in which both points were reached."""
    spans: Spans
    """Spans of every case that reached the first point, by the start of the case."""
    ids: Sequence[str]
    """The ids of all cases."""
    without: CaseIds
    """Cases that never reached the first point."""

    @property
    def by_case(self) -> CaseTimes:
        """(case id, milliseconds) where both points were reached and the time is known."""
        places = self.spans.those(finished=True, known=True)
        lengths = array("q", [self.spans.counted[at] for at in places])
        return CaseTimes(self._named(places), lengths)

    @property
    def unknown(self) -> CaseIds:
        """Cases that reached both points but whose parts of time are not known."""
        return self._named(self.spans.those(finished=True, known=False))

    @property
    def unfinished(self) -> CaseIds:
        """Cases that reached the first point but not the second one after it."""
        return self._named(self.spans.those(finished=False))

    def _named(self, places: Iterable[int]) -> CaseIds:
        return CaseIds(self.ids, array("I", [self.spans.cases[at] for at in places]))


class Metrics(Struct, frozen=True):
    cycle: Summary
    """Over the cases that reached the declared end; over all cases when no end is declared."""
    counted: int
    """The number of these cases, those of which no time is known included."""
    end_declared: bool
    known: int
    """How many of them have known parts of time."""
    parts: Parts
    """Sum over these, of the parts that are known."""
    efficiency: float | None
    """Work ÷ cycle, over those of the same cases whose work is known."""
    open_cases: CaseTimes
    """Cases that have not reached the declared end, with their age in milliseconds when the last case was last seen."""
    cycles: Spans
    """The cycle time of each case, for open cases their age; empty unless there is a target for it."""
    intervals: tuple[Interval, ...]
    hold_rate: HoldRate
    first_time_right: tuple[int | None, int]
    """(cases without rework and without hold, all cases); the first is None when it is unknown for some case whether
    it was held."""

    def spans_of(self, metric: str) -> Spans:
        """The spans of an interval metric; of the cycle time if `metric` is `cycle` and a target is set for it."""
        if metric == "cycle":
            return self.cycles
        return next((one.spans for one in self.intervals if one.id == metric), Spans())


class MetricsFold:
    def __init__(
        self, workflow: Workflow | None, seen_until: int, enabling: Enabling, begun: Collection[str] = ()
    ) -> None:
        """`seen_until` is when the last case was last seen, in UTC milliseconds; `begun` are kinds of holds that were
        seen to begin in any case."""
        self._seen_until = seen_until
        self._aimed = workflow is not None and any(one.metric == "cycle" for one in workflow.targets)
        self._end_declared = False
        self._cycle, self._parts, self._cycles = array("q"), PartsSum(), Spans()
        self._counted = self._known = 0
        self._open, self._ages = array("I"), array("q")
        metrics = workflow.metrics if workflow is not None else ()
        self._intervals = [_Measured(one, seen_until, enabling) for one in metrics]
        self._decides = decided_in(workflow) if workflow is not None else ()
        self._rates = RateFold(workflow, begun)

    def add(self, case: Case, place: int, first: int) -> None:
        length = case.cycle_ms
        self._end_declared = self._end_declared or case.complete is not None
        if case.is_open:
            length = self._seen_until - case.start_ms if case.timed else None
            self._open.append(place)
            self._ages.append(length if length is not None else NOT_KNOWN)
        elif case.is_counted:
            self._counted += 1
            self._known += bool(case.known)
            if length is not None:
                self._cycle.append(length)
            self._parts.add(case.parts)
        if self._aimed and (case.is_open or case.is_counted):
            self._cycles.add(place, case.start_ms, case.end_ms, length, finished=case.is_counted)
        tried = only_tried(case, self._decides) if self._intervals else ()
        for one in self._intervals:
            one.add(case, place, tried)
        self._rates.add(case, place, first)

    def conclude(self, order: Order, taken: Taken) -> Metrics:
        parts = self._parts.total
        return Metrics(
            cycle=summarise(self._cycle),
            counted=self._counted,
            end_declared=self._end_declared,
            known=self._known,
            parts=parts,
            efficiency=parts.work / parts.total if parts.total and parts.work is not None else None,
            open_cases=CaseTimes(order.named(self._open), self._ages),
            cycles=self._cycles,
            intervals=tuple(one.interval(order) for one in self._intervals),
            hold_rate=self._rates.conclude(order, taken),
            first_time_right=(self._rates.first_time_right, len(order.ids)),
        )


class _Measured:
    """Collects the spans of one interval metric."""

    def __init__(self, metric: IntervalMetric, seen_until: int, enabling: Enabling) -> None:
        self._metric = metric
        self._seen_until = seen_until
        self._enabling = enabling
        self._spans, self._without = Spans(), array("I")

    def add(self, case: Case, place: int, tried: Container[int]) -> None:
        """`tried` are indexes of refused or aborted attempts. They do not complete an activity, so a point `complete`,
        or a second point, needs a performance that was neither; but they do start an activity, and the case had
        arrived at it."""
        metric, seen_until = self._metric, self._seen_until
        begun = tried if metric.since.point == "complete" else ()
        first = _reached(case, metric.since, None, self._enabling, begun)
        if first is None:
            self._without.append(place)
            return
        ended = () if metric.until.point == "arrive" else tried
        second = _reached(case, metric.until, first, self._enabling, ended)
        since, reached = first[1], second[1] if second is not None else None
        if reached is None and not case.may_go_on:
            self._spans.add(place, since, case.end_ms, None, finished=False)
            return
        until = reached if reached is not None else seen_until
        counted = time_within(case, since, until, metric.counts)
        if reached is None and counted is not None and "between_step_wait" in metric.counts:
            counted += seen_until - case.end_ms  # unobserved since, so it is between-step wait
        self._spans.add(place, since, until, counted, finished=reached is not None)

    def interval(self, order: Order) -> Interval:
        spans = self._spans
        times = summarise([spans.counted[at] for at in spans.those(finished=True, known=True)])
        without = order.named(self._without)
        return Interval(self._metric.id, self._metric.title, times, spans, order.ids, without)


_Moment = tuple[int, int, int]
"""(index of the step, time at the point, index from which on steps at the same instant are later). The step whose
completion is the arrival at another is not later than this arrival."""


def _reached(
    case: Case, point: Point, after: _Moment | None, enabling: Enabling, left_out: Container[int]
) -> _Moment | None:
    """The first moment, not before `after`, at which a case reaches a point by a step whose index is not in
    `left_out`."""
    reached = (
        one
        for one in _moments(case, point, enabling)
        if one[0] not in left_out and (after is None or _may_follow(case, after, one))
    )
    if not case.timed:
        return next(reached, None)
    # Of performances at once the one that began later may be completed first.
    return min(reached, key=lambda one: (one[1], one[0]), default=None)


def _may_follow(case: Case, one: _Moment, other: _Moment) -> bool:
    """Whether the other is not earlier; of two at the same instant the places of their steps tell it. Without times
    these alone do, and between two chains nothing does."""
    if case.timed:
        return (other[1], other[0]) >= (one[1], one[2])
    first, second = (chain_of(case.steps[at].step.recording, case.untimed) for at, *_ in (one, other))
    return first != second or other[0] >= one[0]


def _moments(case: Case, point: Point, enabling: Enabling) -> Iterator[_Moment]:
    """For each performance of the activity."""
    if point.activity not in case.variant:
        return
    predecessors = enabling.places(case) if point.point == "arrive" else ()
    for place, activity in enumerate(case.variant):
        if activity == point.activity:
            timed = case.steps[place]
            if not predecessors:
                yield place, timed.start_ms if point.point == "start" else timed.complete_ms, place
            elif (before := predecessors[place]) is None:
                yield place, case.start_ms, 0
            else:
                yield place, case.steps[before].complete_ms, before + 1


def time_within(case: Case, since: int, until: int, parts: tuple[Part, ...]) -> int | None:
    """Milliseconds of a case's time between two instants that are in the given parts; None when none of these parts
    is known. The sum of all parts is known wherever times are."""
    if not case.timed:
        return None
    if not parts or (case.known != PARTS and not set(parts) & set(case.known)):
        return max(0, min(until, case.end_ms) - since) if set(parts) == set(PARTS) else None
    counted, found = _places(parts), 0
    for begins, ends, part, _ in case.timeline.stretches():
        if part in counted and begins < until and ends > since:
            found += (ends if ends < until else until) - (begins if begins > since else since)
    return found


@lru_cache(maxsize=64)
def _places(parts: tuple[Part, ...]) -> frozenset[int]:
    """Indexes in `PARTS`."""
    return frozenset(map(PARTS.index, parts))
