"""Process health: the mean of what can be measured, and nothing for what cannot."""

import json

import pytest

from ledgerium_cli.workflow.given import given
from ledgerium_cli.workflow.load import parse_workflow

from .make import Did, case, health, workflow

FLOW = workflow()
RIGHT = (
    Did("enter", 0, 1), Did("validate", 2, 3), Did("credit", 4, 5), Did("confirm", 6, 7), Did("ship", 8, 9),
)  # fmt: skip
HELD = (*RIGHT[:2], Did("credit", 4, 5, "on hold"), Did("release", 5.2, 5.5, "released"), *RIGHT[3:])
CYCLE_8 = '[[targets]]\nmetric = "cycle"\nminutes = 8\n'


def test_health_is_the_mean_of_the_shares_each_with_its_n() -> None:
    cases = [
        case("SO-1", *RIGHT, flow=FLOW),
        case("SO-2", *HELD, flow=FLOW),
        case("SO-3", *RIGHT[2:], flow=FLOW),
        case("SO-4", *RIGHT, flow=FLOW),
        case("SO-5", *RIGHT, flow=FLOW),
    ]
    found = health(cases, FLOW)
    assert [(share.name, share.met, share.n) for share in found.shares] == [
        ("First-time-right", 4, 5),
        ("Conformance rate", 4, 5),
        ("Not held", 4, 5),
        ("Within target", None, 0),
    ]
    assert found.score == pytest.approx(80)
    few = health(cases[:4], FLOW)
    assert few.score is None, "of four cases the shares say it all"
    assert few.shares[0].met == 3


def test_of_cases_of_which_none_is_complete_there_is_no_score() -> None:
    found = health([case(f"SO-{n}", Did("enter", 0, 1), flow=FLOW) for n in range(6)], FLOW)
    assert found.score is None
    assert found.shares[0].n == 6


def test_where_nothing_could_tell_whether_cases_were_held_nothing_is_first_time_right_or_wrong() -> None:
    found = health([case("SO-1", *RIGHT), case("SO-2", Did("enter", 0, 1), Did("enter", 2, 3))], None)
    assert [share.value for share in found.shares] == [None, None, None, None]
    assert found.score is None


def test_nothing_to_measure_is_no_health() -> None:
    assert health([], None).score is None


def test_a_step_besides_the_declared_activities_leaves_them_where_nothing_is_required() -> None:
    flow = parse_workflow("""
        format = 1
        name = "Orders"
        case = { pattern = 'SO-\\d+' }
        [[activities]]
        id = "enter"
        title = "Enter the order"
        required = false
    """, "workflow.toml")  # fmt: skip
    fax = case("SO-2", Did("enter", 0, 1), Did("fax", 2, 3), flow=flow)
    found = health([case("SO-1", Did("enter", 0, 1), flow=flow), fax], flow)
    assert [(one.met, one.n) for one in found.shares if one.name == "Conformance rate"] == [(1, 2)]
    assert (found.steps.met, found.steps.n) == (2, 3)


def test_a_target_is_met_up_to_its_last_millisecond() -> None:
    flow = workflow(CYCLE_8)
    on_time = case("SO-1", Did("enter", 0, 1), Did("ship", 7, 8), flow=flow)
    late = case("SO-2", Did("enter", 0, 1), Did("ship", 7, 8.001), flow=flow)
    (target,) = health([on_time, late], flow).targets
    assert (target.met, target.n, target.missed) == (1, 2, ("SO-2",))


def test_a_target_may_be_a_fraction_of_a_minute() -> None:
    flow = workflow(CYCLE_8.replace("8", "0.5"))
    on_time = case("SO-1", Did("enter", 0, 0.2), Did("ship", 0.3, 0.5), flow=flow)
    late = case("SO-2", Did("enter", 0, 0.2), Did("ship", 0.3, 0.6), flow=flow)
    (target,) = health([on_time, late], flow).targets
    assert (target.minutes, target.met, target.n, target.missed) == (0.5, 1, 2, ("SO-2",))


def test_whole_minutes_are_the_same_whether_written_with_a_point_or_not() -> None:
    """Otherwise a build would make a new version of an SOP of which nothing changed."""
    whole, pointed = (workflow(CYCLE_8.replace("8", written)) for written in ("8", "8.0"))
    assert json.dumps(given(whole)) == json.dumps(given(pointed))
    assert '"minutes": 8}' in json.dumps(given(whole))


def test_an_open_case_counts_once_it_is_past_its_target() -> None:
    flow = workflow(CYCLE_8)
    in_time, past = case("SO-1", Did("enter", 8, 9), flow=flow), case("SO-2", Did("enter", 0, 9), flow=flow)
    (target,) = health([in_time, past], flow).targets
    assert (target.met, target.n, target.missed, target.still_open) == (0, 1, ("SO-2",), 1)


def test_a_target_of_a_wait_is_about_that_wait() -> None:
    flow = workflow('[[targets]]\nmetric = "credit_check_wait"\nminutes = 2\n')
    quick = case("SO-1", *RIGHT, flow=flow)
    slow = case("SO-2", *RIGHT[:3], Did("confirm", 60, 61), flow=flow)
    (target,) = health([quick, slow], flow).targets
    assert (target.met, target.n, target.missed) == (1, 2, ("SO-2",))


def test_a_case_that_ended_before_it_came_to_the_second_point_is_late_for_nothing() -> None:
    flow = workflow('[[targets]]\nmetric = "credit_check_wait"\nminutes = 2\n')
    steps = Did("confirm", 1, 2), Did("credit", 3, 4), Did("ship", 10, 11)
    complete = case("SO-1", Did("enter", 0, 1), *steps, flow=flow)
    on_time = case(
        "SO-2", Did("enter", 99, 100), Did("credit", 101, 102), Did("confirm", 102, 103), flow=flow
    )
    (target,) = health([complete, on_time], flow).targets
    assert (target.met, target.n, target.missed, target.still_open) == (1, 1, (), 0)


@pytest.mark.parametrize(("share", "met"), [(0.5, 1), (0.4, 0)])
def test_a_target_of_a_rate_is_an_upper_bound(share: float, met: int) -> None:
    flow = workflow(f'[[targets]]\nmetric = "hold_rate"\nshare = {share}\n')
    (target,) = health([case("SO-1", *RIGHT, flow=flow), case("SO-2", *HELD, flow=flow)], flow).targets
    assert (target.met, target.n) == (met, 1)
