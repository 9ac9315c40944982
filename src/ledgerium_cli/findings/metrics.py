"""The numbers of the report: cycle time, interval metrics, hold rate, targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ledgerium_cli.cases.model import PARTS, Case, Hold, Part, Parts, TimedStep, total
from ledgerium_cli.findings.enabling import Enabling
from ledgerium_cli.findings.statistics import Summary, known, summarise
from ledgerium_cli.workflow.wire import IntervalMetric, Point, Workflow


@dataclass(frozen=True, slots=True)
class Span:
    """An interval metric in one case."""

    case: str
    since_ms: int
    until_ms: int
    """When the second point was reached; where it was not, when the last case was last seen."""
    counted_ms: int | None
    """The parts of time that count; None where the record of the case does not tell them apart."""
    finished: bool


@dataclass(frozen=True, slots=True)
class Interval:
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


@dataclass(frozen=True, slots=True)
class HoldKind:
    """Holds of one kind that began at one activity."""

    kind: str
    activity: str | None
    cases: int
    """Held in this way; each counts once."""
    reached: int
    """Cases that came to the activity, or were held there."""
    closed: int
    open: int
    time_to_release: Summary
    """Closed holds only."""

    @property
    def rate(self) -> float | None:
        return self.cases / self.reached if self.reached else None


@dataclass(frozen=True, slots=True)
class HoldRate:
    """Cases with at least one hold among those that reached a step where a hold can begin."""

    n: int | None
    """None where no step is declared at which a hold can begin."""
    held: int | None
    """None where nothing could tell."""
    all_cases: int
    by_kind: tuple[HoldKind, ...]
    closed: int
    """Holds, not cases."""
    re_held: tuple[str, ...]
    """Cases held again after a release."""
    time_to_release: Summary
    """Closed holds only."""
    open_holds: tuple[str, ...]
    """Cases with a hold that nobody was seen to release."""
    releases_without_hold: int
    guessed: bool

    @property
    def rate(self) -> float | None:
        return None if not self.n or self.held is None else self.held / self.n


@dataclass(frozen=True, slots=True)
class Metrics:
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
        hold_rate=_hold_rate(cases, workflow),
        first_time_right=(_first_time_right(cases), len(cases)),
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
    if point.point == "arrive":
        yield from (since for timed, since in enabling.since(case) if _is(timed, point))
    else:
        own = (timed for timed in case.steps if _is(timed, point))
        yield from (timed.start_ms if point.point == "start" else timed.complete_ms for timed in own)


def _is(timed: TimedStep, point: Point) -> bool:
    return timed.step.activity.id == point.activity


def time_within(case: Case, since: int, until: int, parts: Sequence[Part]) -> int | None:
    """Milliseconds of the given parts of a case's time between two instants; None where the record of the case shows
    none of these parts. All parts together are always known."""
    if not set(parts) & set(case.known):
        return max(0, min(until, case.end_ms) - since) if set(parts) == set(PARTS) else None
    return sum(
        max(0, min(piece.end_ms, until) - max(piece.start_ms, since))
        for piece in case.slices
        if piece.part in parts
    )


def _hold_rate(cases: Sequence[Case], workflow: Workflow | None) -> HoldRate:
    where = {rule.activity for rule in workflow.holds} if workflow is not None else set()
    reached = [case for case in cases if where & set(case.variant) or case.held]
    told = [case for case in cases if case.held is not None]
    return HoldRate(
        n=len(reached) if where else None,
        held=sum(bool(case.held) for case in cases) if told else None,
        all_cases=len(cases),
        by_kind=_by_kind(cases),
        closed=sum(hold.end_ms is not None for case in cases for hold in case.holds),
        re_held=tuple(case.id for case in cases if _held_again(case)),
        time_to_release=_to_release(hold for case in cases for hold in case.holds),
        open_holds=tuple(case.id for case in cases if any(hold.end_ms is None for hold in case.holds)),
        releases_without_hold=sum(case.releases_without_hold for case in cases),
        guessed=any(hold.guessed for case in cases for hold in case.holds),
    )


def _by_kind(cases: Sequence[Case]) -> tuple[HoldKind, ...]:
    found: dict[tuple[str, str | None], list[tuple[str, Hold]]] = defaultdict(list)
    reached: dict[str | None, set[str]] = defaultdict(set)
    for case in cases:
        for hold in case.holds:
            found[hold.kind, hold.activity].append((case.id, hold))
            reached[hold.activity].add(case.id)
        for activity in case.variant:
            reached[activity].add(case.id)
    return tuple(
        HoldKind(
            kind=kind,
            activity=activity,
            cases=len({case for case, _ in own}),
            reached=len(reached[activity]),
            closed=sum(hold.end_ms is not None for _, hold in own),
            open=sum(hold.end_ms is None for _, hold in own),
            time_to_release=_to_release(hold for _, hold in own),
        )
        for (kind, activity), own in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    )


def _to_release(holds: Iterable[Hold]) -> Summary:
    return summarise(hold.end_ms - hold.start_ms for hold in holds if hold.end_ms is not None)


def _held_again(case: Case) -> bool:
    """By their beginning, so that the one that was released comes first."""
    return any(
        earlier.end_ms is not None and later.start_ms >= earlier.end_ms
        for earlier, later in combinations(case.holds, 2)
    )


def _first_time_right(cases: Sequence[Case]) -> int | None:
    if any(case.held is None for case in cases):
        return None
    return sum(len(set(case.variant)) == len(case.variant) and not case.held for case in cases)
