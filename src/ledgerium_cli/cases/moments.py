"""Which of two events of a case came first, as far as anything tells."""

from __future__ import annotations

from typing import NamedTuple

from ledgerium_cli.cases.model import Case, Hold
from ledgerium_cli.steps.model import Step, StepKey


class Moment(NamedTuple):
    """When an event was, UTC milliseconds, and of which step."""

    ms: int
    step: Step
    at: int
    """The index of the event in its step."""


def turn_of(step: Step, ms: int) -> tuple[bool, int]:
    """The place of a row of a log among those of the same time, as far as the log tells it: what was under way comes
    before what just begins, and that stands as a column tells, if one does. The order of the rows tells nothing."""
    return (True, step.shape.turn) if step.first_input_ms == ms else (False, 0)


def is_before(one: Moment, other: Moment) -> bool | None:
    """None where nothing tells: rows of logs that have the same time. Events of one recording come in its order; of
    events of two recordings that have the same time neither is before the other."""
    if one.ms != other.ms:
        return one.ms < other.ms
    numbers = one.step.numbers[one.at], other.step.numbers[other.at]
    if one.step.key == other.step.key:  # a row that tells both start and completion shows them at once
        return one.at < other.at and numbers[0] != numbers[1]
    same = one.step.recording == other.step.recording
    if one.step.shape.is_of_log and other.step.shape.is_of_log:
        turns = turn_of(one.step, one.ms), turn_of(other.step, other.ms)
        return turns[0] < turns[1] if same and turns[0] != turns[1] else None
    return same and numbers[0] < numbers[1]


def begin_of(hold: Hold, case: Case) -> Moment:
    return _moment(case, hold.begun_by, hold.begun_event, hold.start_ms)


def end_of(hold: Hold, case: Case) -> Moment | None:
    """None where no release of it is known."""
    if hold.end_ms is None or hold.ended_by is None or hold.ended_event is None:
        return None
    return _moment(case, hold.ended_by, hold.ended_event, hold.end_ms)


def _moment(case: Case, key: StepKey, event: int, ms: int) -> Moment:
    step = next(one.step for one in case.steps if one.step.key == key)
    rows = zip(step.numbers, step.times, strict=True)
    return Moment(ms, step, next(at for at, row in enumerate(rows) if row == (event, ms)))
