"""The numbers of the report: cycle time, interval metrics, hold rate, targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from ledgerium_cli.cases.model import PARTS, Case, Part, Parts, total
from ledgerium_cli.findings.enabling import Enabling
from ledgerium_cli.findings.rates import HoldRate, count_right, find_hold_rate
from ledgerium_cli.findings.statistics import Summary, known, summarise
from ledgerium_cli.workflow.wire import IntervalMetric, Point, Workflow


class Span(Struct, frozen=True):
    """An interval metric in one case."""

    case: str
    since_ms: int
    until_ms: int
    """When the second point was reached; where it was not, when the last case was last seen."""
    counted_ms: int | None
    """The parts of time that count; None where the record of the case does not tell them apart."""
    finished: bool


class Interval(Struct, frozen=True):
    """One interval metric."""

    id: str
    title: str
    times: Summary
    """Over the cases in which both points were reached."""
    spans: tuple[Span, ...]
    """Of every case that reached the first point, by the start of the case."""
    without: tuple[str, ...]
    """Cases that never reached the first point."""

    @property
    def by_case(self) -> tuple[tuple[str, int], ...]:
        """Case id and milliseconds, where both points were reached and the time is known."""
        return tuple(
            (span.case, span.counted_ms)
            for span in self.spans
            if span.finished and span.counted_ms is not None
        )

    @property
    def unknown(self) -> tuple[str, ...]:
        """Cases that reached both points, but whose record does not tell the parts of time apart."""
        return tuple(span.case for span in self.spans if span.finished and span.counted_ms is None)

    @property
    def unfinished(self) -> tuple[str, ...]:
        """Cases that reached the first point but not the second after it."""
        return tuple(span.case for span in self.spans if not span.finished)


class Metrics(Struct, frozen=True):
    cycle: Summary
    """Over the cases that reached the declared end; over all cases where no end is declared."""
    end_declared: bool
    parts: Parts
    """Sum over the same cases, of what is known."""
    efficiency: float | None
    """Work ÷ cycle over those of the same cases whose work is known."""
    open_cases: tuple[tuple[str, int], ...]
    """Cases that did not reach the declared end, with their age when the last case was last seen."""
    intervals: tuple[Interval, ...]
    hold_rate: HoldRate
    first_time_right: tuple[int | None, int]
    """Cases without rework and without hold (None where for a case nothing could tell whether it was held),
    and the cases it is counted over."""


def measure(cases: Sequence[Case], workflow: Workflow | None, seen_until: int, enabling: Enabling) -> Metrics:
    """`seen_until` is when the last case was last seen, in UTC milliseconds."""
    counted = [case for case in cases if case.complete is not False]
    parts = total(case.parts for case in counted)
    return Metrics(
        cycle=summarise(case.cycle_ms for case in counted),
        end_declared=any(case.complete is not None for case in cases),
        parts=parts,
        efficiency=parts.work / parts.total if parts.total and parts.work is not None else None,
        open_cases=tuple((case.id, seen_until - case.start_ms) for case in cases if case.complete is False),
        intervals=tuple(
            _interval(metric, cases, seen_until, enabling)
            for metric in (workflow.metrics if workflow is not None else ())
        ),
        hold_rate=find_hold_rate(cases, workflow),
        first_time_right=(count_right(cases), len(cases)),
    )


def _interval(metric: IntervalMetric, cases: Sequence[Case], seen_until: int, enabling: Enabling) -> Interval:
    spans, without = [], []
    for case in cases:
        since = _reached(case, metric.since, case.start_ms, enabling)
        if since is None:
            without.append(case.id)
            continue
        reached = _reached(case, metric.until, since, enabling)
        until = reached if reached is not None else seen_until
        counted = time_within(case, since, until, metric.counts)
        if reached is None and counted is not None and "between_step_wait" in metric.counts:
            counted += seen_until - case.end_ms  # nobody was seen on the case since
        spans.append(Span(case.id, since, until, counted, finished=reached is not None))
    times = summarise(known(span.counted_ms for span in spans if span.finished))
    return Interval(metric.id, metric.title, times, tuple(spans), tuple(without))


def _reached(case: Case, point: Point, after: int, enabling: Enabling) -> int | None:
    """The first time, at or after a moment, that a case reaches a point."""
    return next((time for time in _moments(case, point, enabling) if time >= after), None)


def _moments(case: Case, point: Point, enabling: Enabling) -> Iterator[int]:
    if point.activity not in case.variant:
        return
    arrived = [since for _, since in enabling.since(case)] if point.point == "arrive" else ()
    for place, activity in enumerate(case.variant):
        if activity == point.activity:
            timed = case.steps[place]
            yield (
                arrived[place] if arrived else timed.start_ms if point.point == "start" else timed.complete_ms
            )


def time_within(case: Case, since: int, until: int, parts: Sequence[Part]) -> int | None:
    """Milliseconds of the given parts of a case's time between two instants; None where the record of the case shows
    none of these parts. All parts together are always known."""
    if not set(parts) & set(case.known):
        return max(0, min(until, case.end_ms) - since) if set(parts) == set(PARTS) else None
    counted = [PARTS.index(part) for part in parts]
    found = 0
    for begins, ends, part, _ in case.timeline.stretches():
        if part in counted and begins < until and ends > since:
            found += min(ends, until) - max(begins, since)
    return found
