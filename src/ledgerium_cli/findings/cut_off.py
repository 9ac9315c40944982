"""Where a recording was cut off while a case was worked on: what was done in it after that is not known, so what was
not seen may have been done there."""

from __future__ import annotations

from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.steps.model import Activity


class CutOff(Struct, frozen=True):
    activity: Activity
    """Of the step in which the recording was cut off."""
    at: Evidence


def cut_off_in(case: Case, *, since_ms: int, until_ms: int) -> CutOff | None:
    """The last time that a recording was cut off in a step of the case, UTC milliseconds, both included. Where it is
    not known which of its steps came first, the times do not tell either, so any of them counts."""
    found = [
        timed.step
        for timed in case.steps
        if timed.step.shape.cut_short
        and (not case.is_ordered or since_ms <= timed.step.times[-1] <= until_ms)
    ]
    return CutOff(found[-1].activity, evidence_of(found[-1])) if found else None
