"""The times of the report in working hours, when the workflow file declares a calendar. They are shown beside the
elapsed times and never replace them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ledgerium_cli.cases.model import PARTS, WAITS, Case, Hold, Part
from ledgerium_cli.findings.metrics import NOT_KNOWN, Metrics, Span, length_of
from ledgerium_cli.findings.order import Order
from ledgerium_cli.findings.statistics import Summary, summarise
from ledgerium_cli.workflow.calendar import Calendars, WorkingTime
from ledgerium_cli.workflow.wire import Workflow


class WorkingTimes(Struct, frozen=True):
    """Milliseconds of working time by the calendar of the organisation."""

    zone: str
    cycle: Summary
    """Over the cases in cycle time statistics."""
    wait: Summary
    """System wait, idle and between-step wait of the same cases, where known."""
    time_to_release: Summary
    intervals: tuple[tuple[str, Summary], ...]
    """By the id of the metric."""
    cases: WorkingCases
    """All cases, open ones included, in order."""


class WorkingCase(Struct, frozen=True):
    case: str
    cycle_ms: int | None
    wait_ms: int | None
    holds_ms: tuple[int | None, ...]
    """For each of its holds; None while the hold is open."""


class WorkingCases(Struct):
    """The working times of all cases, in columns."""

    ids: Sequence[str]
    cycles: array[int]
    """`NOT_KNOWN` when unknown."""
    waits: array[int]
    """`NOT_KNOWN` when unknown."""
    holds: array[int]
    """`NOT_KNOWN` while a hold is open."""
    first_holds: array[int]
    """For each case the index of its first hold; at the end the number of all holds."""

    def __len__(self) -> int:
        return len(self.cycles)

    def __iter__(self) -> Iterator[WorkingCase]:
        for place, (case, cycle, wait) in enumerate(zip(self.ids, self.cycles, self.waits, strict=True)):
            holds = self.holds[self.first_holds[place] : self.first_holds[place + 1]]
            yield WorkingCase(case, length_of(cycle), length_of(wait), tuple(map(length_of, holds)))


class WorkingFold:
    """Finds nothing when no calendar is declared."""

    def __init__(self, metrics: Metrics, workflow: Workflow | None, calendars: Calendars | None) -> None:
        self._hours = calendars.general if calendars is not None else None
        parts = {metric.id: metric.counts for metric in (workflow.metrics if workflow is not None else ())}
        self._intervals = [(one, parts[one.id], array("q")) for one in metrics.intervals]
        self._cycles, self._waits, self._holds = array("q"), array("q"), array("q")
        self._first_holds = array("Q", [0])
        self._cycle, self._wait = array("q"), array("q")
        """Over the cases in cycle time statistics."""

    def add(self, case: Case, place: int, first: int) -> None:
        if (hours := self._hours) is None:
            return
        cycle = hours.between(case.start_ms, case.end_ms) if case.timed else NOT_KNOWN
        wait = _wait(case, hours)
        self._cycles.append(cycle)
        self._waits.append(wait if wait is not None else NOT_KNOWN)
        self._holds.extend(_hold_length(hold, hours) for hold in case.holds)
        self._first_holds.append(len(self._holds))
        if case.is_counted:
            if cycle != NOT_KNOWN:
                self._cycle.append(cycle)
            if wait is not None:
                self._wait.append(wait)
        for interval, parts, times in self._intervals:
            span = interval.spans.of(place)
            if span is not None and span.finished and span.counted_ms is not None:
                times.append(_span(case, span, parts, hours))

    def conclude(self, order: Order) -> WorkingTimes | None:
        if self._hours is None:
            return None
        return WorkingTimes(
            zone=self._hours.zone.key,
            cycle=summarise(self._cycle),
            wait=summarise(self._wait),
            time_to_release=summarise(one for one in self._holds if one != NOT_KNOWN),
            intervals=tuple((interval.id, summarise(times)) for interval, _, times in self._intervals),
            cases=WorkingCases(order.ids, self._cycles, self._waits, self._holds, self._first_holds),
        )


def _wait(case: Case, hours: WorkingTime) -> int | None:
    if not set(WAITS) & set(case.known):
        return None
    waits = [(since, until) for since, until, part, _ in case.timeline.stretches() if PARTS[part] in WAITS]
    return sum(hours.between(since, until) for since, until in waits)


def _hold_length(hold: Hold, hours: WorkingTime) -> int:
    since, until = hold.known_start_ms, hold.known_end_ms
    return hours.between(since, until) if since is not None and until is not None else NOT_KNOWN


def _span(case: Case, span: Span, parts: Sequence[Part], hours: WorkingTime) -> int:
    if not set(parts) & set(case.known):  # counted only when all parts together are asked for
        return hours.between(span.since_ms, min(span.until_ms, case.end_ms))
    return sum(
        hours.between(max(since, span.since_ms), min(until, span.until_ms))
        for since, until, part, _ in case.timeline.stretches()
        if PARTS[part] in parts
    )
