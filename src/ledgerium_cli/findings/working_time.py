"""The times of the report in working hours, where the workflow file declares a calendar. They stand beside the
elapsed ones and never take their place."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ledgerium_cli.cases.model import WAITS, Case, Hold, Part
from ledgerium_cli.findings.metrics import Interval, Span
from ledgerium_cli.findings.statistics import Summary, known, summarise
from ledgerium_cli.workflow.calendar import Calendars, WorkingTime
from ledgerium_cli.workflow.wire import Workflow


class WorkingTimes(Struct, frozen=True):
    """Milliseconds of working time by the calendar of the organisation."""

    zone: str
    cycle: Summary
    """Over the cases of the elapsed cycle time."""
    wait: Summary
    """System wait, idle and between-step wait of each of the same cases, where it is known."""
    time_to_release: Summary
    intervals: tuple[tuple[str, Summary], ...]
    """By the id of the metric."""
    cases: tuple[WorkingCase, ...]
    """All of them, open ones included, in the order of the cases."""


class WorkingCase(Struct, frozen=True):
    case: str
    cycle_ms: int
    wait_ms: int | None
    holds_ms: tuple[int | None, ...]
    """Of each of its holds; None while it is open."""


def find_working_times(
    cases: Sequence[Case],
    intervals: Sequence[Interval],
    workflow: Workflow | None,
    calendars: Calendars | None,
) -> WorkingTimes | None:
    """None where no calendar is declared."""
    if calendars is None or workflow is None:
        return None
    hours = calendars.general
    found = tuple(_case(case, hours) for case in cases)
    counted = [one for one, case in zip(found, cases, strict=True) if case.complete is not False]
    by_id = {case.id: case for case in cases}
    parts = {metric.id: metric.counts for metric in workflow.metrics}
    return WorkingTimes(
        zone=hours.zone.key,
        cycle=summarise(one.cycle_ms for one in counted),
        wait=summarise(known(one.wait_ms for one in counted)),
        time_to_release=summarise(known(held for one in found for held in one.holds_ms)),
        intervals=tuple(
            (
                interval.id,
                summarise(
                    _span(by_id[span.case], span, parts[interval.id], hours)
                    for span in interval.spans
                    if span.finished and span.counted_ms is not None
                ),
            )
            for interval in intervals
        ),
        cases=found,
    )


def _case(case: Case, hours: WorkingTime) -> WorkingCase:
    waits = [piece for piece in case.slices if piece.part in WAITS]
    knows = set(WAITS) & set(case.known)
    return WorkingCase(
        case=case.id,
        cycle_ms=hours.between(case.start_ms, case.end_ms),
        wait_ms=sum(hours.between(one.start_ms, one.end_ms) for one in waits) if knows else None,
        holds_ms=tuple(_held(hold, hours) for hold in case.holds),
    )


def _held(hold: Hold, hours: WorkingTime) -> int | None:
    return hours.between(hold.start_ms, hold.end_ms) if hold.end_ms is not None else None


def _span(case: Case, span: Span, parts: Sequence[Part], hours: WorkingTime) -> int:
    if not set(parts) & set(case.known):  # all parts together, of a case whose parts nobody knows
        return hours.between(span.since_ms, min(span.until_ms, case.end_ms))
    return sum(
        hours.between(max(piece.start_ms, span.since_ms), min(piece.end_ms, span.until_ms))
        for piece in case.slices
        if piece.part in parts
    )
