"""Cycle time, the credit-check wait and the hold rate, in minutes, from cases that fit on a line."""

import pytest

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.metrics import Interval

from .make import MINUTE, Did, case, measured, minutes, workflow

FLOW = workflow()


def credit_wait(*cases: Case) -> Interval:
    (interval,) = measured(cases, FLOW).intervals
    return interval


def test_cycle_time_runs_from_the_first_event_to_the_last_and_adds_up() -> None:
    one = case("SO-1", Did("enter", 0, 4), Did("credit", 10, 13), Did("ship", 20, 21), flow=FLOW)
    metrics = measured([one], FLOW)
    assert metrics.cycle.values == (21 * MINUTE,)
    assert (minutes(metrics.parts.work), minutes(metrics.parts.between_step_wait)) == (8, 13)
    assert metrics.efficiency == pytest.approx(8 / 21)


def test_a_case_that_did_not_reach_the_declared_end_stands_apart() -> None:
    done = case("SO-1", Did("enter", 0, 4), Did("ship", 6, 10), flow=FLOW)
    begun = case("SO-2", Did("enter", 0, 30), flow=FLOW)
    metrics = measured([done, begun], FLOW)
    assert metrics.cycle.values == (10 * MINUTE,)
    assert metrics.open_cases == (("SO-2", 30 * MINUTE),)


def test_without_a_declared_end_every_case_counts() -> None:
    metrics = measured([case("SO-1", Did("enter", 0, 4))], None)
    assert (metrics.end_declared, metrics.cycle.values, metrics.open_cases) == (False, (4 * MINUTE,), ())


def test_credit_check_wait_begins_when_the_step_before_the_check_is_complete() -> None:
    """4 to 20 without the three minutes of the check itself."""
    one = case("SO-1", Did("enter", 0, 4), Did("credit", 10, 13), Did("confirm", 20, 21), flow=FLOW)
    assert credit_wait(one).by_case == (("SO-1", 13 * MINUTE),)


def test_work_and_pauses_on_the_way_are_no_credit_check_wait() -> None:
    """4 to 40 without 3 of the check, 5 of the decision and 6 paused."""
    steps = Did("enter", 0, 4), Did("credit", 10, 13), Did("release", 20, 25), Did("confirm", 40, 41)
    one = case("SO-1", *steps, flow=FLOW, paused=[(30, 36)])
    assert credit_wait(one).by_case == (("SO-1", 22 * MINUTE),)


def test_credit_check_wait_reaches_over_a_second_check_to_the_confirmation() -> None:
    steps = Did("enter", 0, 4), Did("credit", 10, 13), Did("credit", 20, 22), Did("confirm", 30, 31)
    assert credit_wait(case("SO-1", *steps, flow=FLOW)).by_case == (("SO-1", 21 * MINUTE),)


REFUSED = Did("confirm", 14, 15, "not confirmed")


def test_credit_check_wait_goes_on_over_a_confirmation_that_was_refused() -> None:
    """4 to 30 without 3 of the check and 1 of the attempt."""
    steps = Did("enter", 0, 4), Did("credit", 10, 13), REFUSED, Did("confirm", 30, 31)
    assert credit_wait(case("SO-1", *steps, flow=FLOW)).by_case == (("SO-1", 22 * MINUTE),)
    only_tried = credit_wait(case("SO-2", *steps[:3], flow=FLOW))
    assert (only_tried.by_case, only_tried.unfinished) == ((), ("SO-2",))


@pytest.mark.parametrize(
    ("point", "length"), [("arrive", 40 - 4 - 2), ("start", 40 - 14 - 2), ("complete", 40 - 31)]
)
def test_an_attempt_that_was_refused_begins_and_does_not_complete(point: str, length: int) -> None:
    """4 entered, 14 to 15 tried, 30 to 31 confirmed, 40 handed off; without the work between."""
    declared = f"""
    [[metrics]]
    id = "m"
    title = "From the confirmation to the hand-off"
    since = {{ activity = "confirm", point = "{point}" }}
    until = {{ activity = "ship", point = "start" }}
    """
    flow = workflow(declared)
    steps = Did("enter", 0, 4), REFUSED, Did("confirm", 30, 31), Did("ship", 40, 41)
    _, interval = measured([case("SO-1", *steps, flow=flow)], flow).intervals
    assert interval.by_case == (("SO-1", length * MINUTE),)


def test_a_point_is_first_reached_by_whoever_reaches_it_first() -> None:
    """Ana enters from 0 to 40, Ben from 1 to 2; it is handed off at 20 and at 50."""
    declared = """
    [[metrics]]
    id = "m"
    title = "From entry to the hand-off"
    since = { activity = "enter", point = "complete" }
    until = { activity = "ship", point = "start" }
    counts = ["work", "system_wait", "idle", "between_step_wait", "paused"]
    """
    flow = workflow(declared)
    steps = Did("enter", 0, 40), Did("enter", 1, 2, actor="Ben"), Did("ship", 20, 21, actor="Cem")
    one = case("SO-1", *steps, Did("ship", 50, 51, actor="Cem"), flow=flow)
    _, interval = measured([one], flow).intervals
    assert interval.by_case == (("SO-1", 18 * MINUTE),)


def test_cases_without_a_check_or_a_confirmation_are_left_out_and_named() -> None:
    skipped = case("SO-1", Did("enter", 0, 4), Did("confirm", 10, 11), flow=FLOW)
    waiting = case("SO-2", Did("enter", 0, 4), Did("credit", 10, 11), flow=FLOW)
    too_late = case("SO-3", Did("enter", 0, 4), Did("confirm", 5, 6), Did("credit", 10, 11), flow=FLOW)
    found = credit_wait(skipped, waiting, too_late)
    assert (found.times.n, found.by_case) == (0, ())
    assert (found.without, found.unfinished) == (("SO-1",), ("SO-2", "SO-3"))


def test_who_confirms_before_the_check_does_not_meet_its_target_in_no_time() -> None:
    """The confirmation is itself the arrival at the check: of one instant, as in a log with one time for each row."""
    unchecked = case("SO-1", Did("enter", 0, 0), Did("confirm", 5, 5), Did("credit", 11, 11), flow=FLOW)
    at_once = case("SO-2", Did("enter", 0, 4), Did("credit", 4, 4), Did("confirm", 4, 6), flow=FLOW)
    found = credit_wait(unchecked, at_once)
    assert (found.by_case, found.unfinished) == ((("SO-2", 0),), ("SO-1",))


def held(name: str, release: float | None) -> Case:
    steps = [Did("enter", 0, 4), Did("credit", 10, 13, "Over the limit: on hold")]
    if release is not None:
        steps.append(Did("release", release - 1, release, "Hold released"))
    return case(name, *steps, flow=FLOW)


def test_hold_rate_is_over_the_cases_that_reached_where_a_hold_can_begin() -> None:
    passed = case("SO-1", Did("enter", 0, 4), Did("credit", 10, 13, "approved"), flow=FLOW)
    not_there_yet = case("SO-2", Did("enter", 0, 4), flow=FLOW)
    rate = measured([passed, not_there_yet, held("SO-3", 43)], FLOW).hold_rate
    assert (rate.held, rate.n, rate.rate, rate.all_cases) == (1, 2, 0.5, 3)
    assert [(one.kind, one.activity, one.cases, one.reached, one.rate) for one in rate.by_kind] == [
        ("credit", "credit", 1, 2, 0.5)
    ]
    assert (rate.closed, rate.re_held) == (1, ())
    assert rate.time_to_release.values == (30 * MINUTE,)


def test_a_case_that_is_held_twice_counts_once() -> None:
    twice = (
        Did("credit", 0, 1, "on hold"), Did("release", 5, 6, "released"),
        Did("credit", 7, 8, "on hold"), Did("release", 9, 10, "released"),
    )  # fmt: skip
    rate = measured([case("SO-1", *twice, flow=FLOW)], FLOW).hold_rate
    assert (rate.held, rate.n, rate.closed, rate.re_held) == (1, 1, 2, ("SO-1",))
    assert [(one.cases, one.closed, one.open) for one in rate.by_kind] == [(1, 2, 0)]
    assert rate.time_to_release.values == (2 * MINUTE, 5 * MINUTE)


def test_an_open_hold_has_no_time_to_release() -> None:
    rate = measured([held("SO-1", None)], FLOW).hold_rate
    assert (rate.held, rate.open_holds, rate.time_to_release.n) == (1, ("SO-1",), 0)


RELEASED = case("SO-1", Did("credit", 0, 1), Did("release", 5, 6, "Hold released"), flow=FLOW)


def test_a_release_without_a_recorded_hold_is_counted_apart_and_proves_nothing() -> None:
    rate = measured([RELEASED, held("SO-2", 43)], FLOW).hold_rate
    assert (rate.held, rate.n, rate.releases_without_hold) == (1, 2, 1)
    assert (rate.never_begun, rate.only_released) == ((), ())


def test_where_holds_were_released_and_none_was_seen_to_begin_it_is_not_known_which_cases_were_held() -> None:
    """The page may say by other words than those declared that an order is on hold."""
    passed = case("SO-2", Did("enter", 0, 4), Did("credit", 10, 13, "approved"), flow=FLOW)
    found = measured([RELEASED, passed], FLOW)
    assert (found.hold_rate.held, found.hold_rate.only_released) == (None, ("credit",))
    assert found.first_time_right == (None, 2)
    held_before = case("SO-3", Did("release", 5, 6, "Hold released"), flow=FLOW)
    found = measured([held_before, passed], FLOW)
    assert (found.hold_rate.held, found.hold_rate.n) == (0, 1), "the hold began before the recordings did"
    assert (found.hold_rate.never_begun, found.hold_rate.only_released) == (("credit",), ())


def test_a_release_without_a_recorded_hold_proves_one_where_the_team_says_so() -> None:
    flow = workflow("[settings]\nrelease_proves_hold = true\n")
    one = case("SO-1", Did("credit", 0, 1), Did("release", 5, 6, "Hold released"), flow=flow)
    assert measured([one], flow).hold_rate.rate == 1


def test_where_no_hold_is_declared_there_is_no_rate() -> None:
    rate = measured([case("SO-1", Did("enter", 0, 4))], None).hold_rate
    assert (rate.n, rate.held, rate.rate) == (None, None, None)


def test_first_time_right_is_without_rework_and_without_hold() -> None:
    right = case("SO-1", Did("enter", 0, 4), Did("credit", 5, 6, "approved"), flow=FLOW)
    again = case("SO-2", Did("enter", 0, 4), Did("enter", 6, 7), flow=FLOW)
    assert measured([right, again, held("SO-3", 20)], FLOW).first_time_right == (1, 3)


def test_a_release_that_proves_a_hold_puts_the_case_among_those_that_reached_it() -> None:
    flow = workflow("[settings]\nrelease_proves_hold = true\n")
    released = case("SO-1", Did("release", 5, 6, "Hold released"), flow=flow)
    checked = case("SO-2", Did("credit", 0, 1, "approved"), flow=flow)
    rate = measured([released, checked], flow).hold_rate
    assert (rate.held, rate.n) == (1, 2)
