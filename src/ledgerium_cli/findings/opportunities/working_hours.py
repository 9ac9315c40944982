"""The wait that somebody could have ended: where working hours are declared, what lies in them."""

from __future__ import annotations

from ledgerium_cli.cases.model import Case
from ledgerium_cli.workflow.calendar import Calendars


def in_working_hours(case: Case, place: int, since: int, until: int, calendars: Calendars | None) -> int:
    """Milliseconds between two instants in the working hours of the person who did the step at an index at last; all
    of them without `calendars`."""
    if calendars is None:
        return until - since
    return calendars.of(case.steps[place].step.actor).between(since, until)


def within(calendars: Calendars | None) -> str:
    return " in working hours" if calendars is not None else ""


def left_out(calendars: Calendars | None, why: str) -> tuple[str, ...]:
    """The assumption that goes with it; none without `calendars`."""
    told = f"What a case waited outside the declared working hours is left out: {why}."
    return (told,) if calendars is not None else ()
