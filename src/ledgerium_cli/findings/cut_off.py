"""Where a recording was cut off while a case was worked on: what was done in it after that is not known, so what was
not seen may have been done there."""

from __future__ import annotations

from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.steps.model import Activity, Step


class CutOff(Struct, frozen=True):
    activity: Activity
    """Of the last step that is known of the recording."""
    at: Evidence
    is_in_it: bool
    """Whether it was cut off before the step was complete, or before its last input was answered; else after it."""


def cut_off_at(step: Step) -> CutOff:
    return CutOff(step.activity, evidence_of(step), step.shape.cut_short or step.answer_lost)


def cut_off_in(case: Case, *, since_ms: int, until_ms: int) -> CutOff | None:
    """The last time that a recording was cut off in a step of the case, UTC milliseconds, both included, or right after
    one, before the second of them. Where it is not known which of its steps came first, the times do not tell either,
    so any of them counts."""
    found = [
        timed.step
        for timed in case.steps
        if timed.step.shape.lost_after
        and (not case.is_ordered or _is_between(timed.step, since_ms, until_ms))
    ]
    return cut_off_at(found[-1]) if found else None


def _is_between(step: Step, since_ms: int, until_ms: int) -> bool:
    last = step.last_ms
    return since_ms <= last < until_ms or (step.shape.cut_short and last == until_ms)
