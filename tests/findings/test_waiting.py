"""Waits of cases by cause, and times in working hours, in cases that fit on a line."""

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.analysis import Analysis, Around, find
from ledgerium_cli.findings.waiting import Waiting
from ledgerium_cli.recording.model import RecordingFacts

from .make import DAWN, MINUTE, Did, case, workflow

FLOW = workflow()
OFFICE = workflow('[calendar]\nzone = "UTC"\nhours = ["Mon-Fri 09:00-10:00"]\n')
"""Monday's hour begins at `DAWN`."""


def recorded(actor: str, start: float, end: float) -> RecordingFacts:
    since, until = DAWN + round(start * MINUTE), DAWN + round(end * MINUTE)
    name = f"{actor}-{start}"
    return RecordingFacts(name, actor, "", "UTC", since, since, until, None, False, "0" * 64, 1)


EVERYBODY = [recorded(actor, 0, 600) for actor in ("Ana", "Ben")]


def found(*cases: Case, recordings: list[RecordingFacts] = EVERYBODY, office: bool = False) -> Analysis:
    return find(recordings, cases, OFFICE if office else FLOW)


def waiting(analysis: Analysis) -> Waiting:
    assert analysis.waiting is not None
    return analysis.waiting


WAITS = case(
    "SO-1",
    Did("enter", 0, 4),
    Did("credit", 30, 32, actor="Ben"),
    Did("ship", 32, 34, actor="Ben"),
    flow=FLOW,
)
MEANWHILE = case("SO-2", Did("credit", 2, 14, actor="Ben"), Did("confirm", 20, 24, actor="Ben"), flow=FLOW)


def test_what_the_one_who_did_the_step_did_on_other_cases_explains_the_wait() -> None:
    """4 to 30: Ben was on SO-2 until 14, enabled at 2, and from 20 to 24, enabled at 14."""
    one = waiting(found(WAITS, MEANWHILE))
    enter_credit = next(passage for passage in one.passages if passage.source == "enter")
    assert (enter_credit.target, enter_credit.count, enter_credit.cases) == ("credit", 1, ("SO-1",))
    causes = enter_credit.causes
    assert [causes.contention, causes.prioritisation, causes.extraneous] == [
        10 * MINUTE,
        4 * MINUTE,
        12 * MINUTE,
    ]
    assert (causes.unavailability, causes.not_identifiable, one.zone) == (None, 0, None)


def test_causes_sum_to_the_between_step_wait_of_the_cases() -> None:
    analysis = found(WAITS, MEANWHILE)
    waited = sum(one.parts.between_step_wait or 0 for one in analysis.cases)
    assert waiting(analysis).causes.total == waited == 32 * MINUTE
    assert sum(causes.total for causes in waiting(analysis).by_step.values()) == waited


def test_a_filter_does_not_hide_what_people_were_busy_with() -> None:
    alone = find(EVERYBODY, (WAITS,), FLOW, around=Around(EVERYBODY, (WAITS, MEANWHILE)))
    assert waiting(alone).causes.contention == 10 * MINUTE
    assert waiting(alone).cases == 1


def test_who_did_not_record_leaves_the_wait_not_identifiable() -> None:
    ben = [recorded("Ana", 0, 600), recorded("Ben", 20, 40)]
    causes = waiting(found(WAITS, recordings=ben)).causes
    assert (causes.not_identifiable, causes.extraneous) == (16 * MINUTE, 10 * MINUTE)


def test_who_was_on_a_case_without_times_did_nothing_else_but_why_is_not_identifiable() -> None:
    """Ben was on SO-3 from 10 to 20; Ana did the rest of it without times. That she did names nobody a log of all."""
    mixed = case("SO-3", Did("credit", 10, 20, actor="Ben"), Did("ship", 0, 0, timed=False), flow=FLOW)
    causes = waiting(found(WAITS, mixed)).causes
    assert (causes.not_identifiable, causes.extraneous, causes.contention) == (10 * MINUTE, 16 * MINUTE, 0)
    late = [recorded("Ana", 0, 600), recorded("Ben", 20, 40)]
    causes = waiting(found(WAITS, mixed, recordings=late)).causes
    assert (causes.not_identifiable, causes.extraneous) == (16 * MINUTE, 10 * MINUTE)


def test_of_steps_of_one_instant_the_first_one_of_the_case_was_waited_for_and_nothing_is_batching() -> None:
    """Of what begins at 300 the release was recorded first, so it stands before the confirmation."""
    one = case("SO-1", Did("enter", 0, 60), Did("release", 300, 300), Did("confirm", 300, 360), flow=FLOW)
    assert one.variant == ("enter", "release", "confirm")
    assert [timed.parts.between_step_wait for timed in one.steps] == [0, 240 * MINUTE, 0]
    [passage] = waiting(found(one)).passages
    assert (passage.source, passage.target) == ("enter", "release")
    assert passage.causes.extraneous == passage.causes.total == 240 * MINUTE


def test_impact_is_the_efficiency_without_the_wait_of_the_cause() -> None:
    """Of SO-1, which alone reached its end: 8 of 34 minutes are work, 10 contention."""
    one = waiting(found(WAITS, MEANWHILE))
    assert one.efficiency == 8 / 34
    assert dict(one.impact) == {"contention": 8 / 24, "prioritisation": 8 / 30, "extraneous": 8 / 22}


def test_times_stand_in_working_hours_beside_the_elapsed_ones() -> None:
    """Nine to ten is working time: of the credit check at 100 minutes, 56 of the 96 minutes before it."""
    late = case(
        "SO-3", Did("enter", 0, 4), Did("credit", 100, 102, "on hold"), Did("release", 110, 111, "released"),
        Did("confirm", 120, 121), Did("ship", 121, 122), flow=OFFICE,
    )  # fmt: skip
    analysis = found(late, office=True)
    working = analysis.working
    assert working is not None
    assert (working.zone, working.cycle.values, working.wait.values) == (
        "UTC",
        (60 * MINUTE,),
        (56 * MINUTE,),
    )
    assert working.time_to_release.values == (0,)
    assert dict(working.intervals)["credit_check_wait"].values == (56 * MINUTE,)
    assert analysis.metrics.cycle.values == (122 * MINUTE,)
    assert waiting(analysis).causes.unavailability == 40 * MINUTE + 8 * MINUTE + 9 * MINUTE


def test_without_a_calendar_nothing_is_said_of_working_hours() -> None:
    assert found(WAITS).working is None
