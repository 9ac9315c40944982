"""The rows of the tables: what one row is made of, and all rows in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, repeat

from ledgerium_cli.cases.model import Case, Hold, TimedStep
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.causes import Causes
from ledgerium_cli.findings.rework import Again, repeats_of
from ledgerium_cli.findings.working_time import WorkingCase
from ledgerium_cli.recording.model import Event, Recording
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.calendar import date_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What the tables are made from."""

    analysis: Analysis
    recordings: Callable[[], Iterable[Recording]]
    """Reads the recordings of the analysis again, with their events, which an analysis does not keep."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    case: Case
    variant: int
    working: WorkingCase | None
    """In working hours; None when no calendar is declared."""
    started: date
    """In the time zone of the analysis."""
    ended: date


@dataclass(frozen=True, slots=True)
class StepRow:
    case: Case
    place: int | None
    """None where it is not known which step of the case came first."""
    timed: TimedStep
    wait_ms: int | None
    outcome: str | None
    causes: Causes | None
    """None when nothing is known about the wait."""
    again: Again | None
    """The earlier performance, if the activity was performed before in the case."""
    title: str
    """Of the activity, as all its steps have it."""

    @property
    def step(self) -> Step:
        return self.timed.step


@dataclass(frozen=True, slots=True)
class EventRow:
    step: Step
    event: Event
    source_row: int | None


@dataclass(frozen=True, slots=True)
class HoldRow:
    case: Case
    hold: Hold
    working_ms: int | None


@dataclass(frozen=True, slots=True)
class PassageRow:
    case: Case
    before: TimedStep
    after: TimedStep


def case_rows(asked: Asked) -> Iterator[CaseRow]:
    zone = asked.analysis.zone
    rank = {one.way: number for number, one in enumerate(asked.analysis.variants, start=1)}
    return (
        CaseRow(case, rank[case.way], working, date_of(case.start_ms, zone), date_of(case.end_ms, zone))
        for case, working in zip(asked.analysis.cases, _working(asked), strict=True)
    )


def _working(asked: Asked) -> Iterable[WorkingCase | None]:
    """In the order of the cases."""
    found = asked.analysis.working
    return found.cases if found is not None else repeat(None, len(asked.analysis.cases))


def step_rows(asked: Asked) -> Iterator[StepRow]:
    waiting, firsts = asked.analysis.waiting, asked.analysis.order.firsts
    titles = {one.activity.id: one.activity.title for one in asked.analysis.activities}
    for first, case in zip(firsts, asked.analysis.cases, strict=False):
        waits = asked.analysis.enabling.waits(case)
        known = waiting is not None and "between_step_wait" in case.known
        no_wait = Causes(unavailability=0 if waiting is not None and waiting.zone is not None else None)
        again = {one.again.step.key: one for one in repeats_of(case)}
        for place, (timed, wait) in enumerate(zip(case.steps, waits, strict=True)):
            seen = timed.step.shape.outcome
            causes = waiting.by_step.get(first + place) if waiting is not None else None
            yield StepRow(
                case=case,
                place=place + 1 if case.is_ordered else None,
                timed=timed,
                wait_ms=wait,
                outcome=seen.name if seen else None,
                causes=(causes or no_wait) if known else None,
                again=again.get(timed.step.key),
                title=titles[timed.step.activity.id],
            )


def event_rows(asked: Asked) -> Iterator[EventRow]:
    steps: dict[str, list[Step]] = defaultdict(list)
    for case in asked.analysis.cases:
        for timed in case.steps:
            steps[timed.step.recording].append(timed.step)
    for recording in asked.recordings():
        step_of = {number: step for step in steps[recording.id] for number in step.numbers}
        rows: Iterable[int | None] = recording.source_rows or repeat(None)
        for event, row in zip(recording.events, rows, strict=False):
            if (step := step_of.get(event.seq)) is not None:
                yield EventRow(step, event, row)


def hold_rows(asked: Asked) -> Iterator[HoldRow]:
    for case, working in zip(asked.analysis.cases, _working(asked), strict=True):
        held = working.holds_ms if working is not None else [None] * len(case.holds)
        yield from (HoldRow(case, *row) for row in zip(case.holds, held, strict=True))


def passage_rows(asked: Asked) -> Iterator[PassageRow]:
    return (
        PassageRow(case, *pair)
        for case in asked.analysis.cases
        if case.is_ordered
        for pair in pairwise(case.steps)
    )
