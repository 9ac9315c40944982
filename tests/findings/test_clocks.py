"""Clocks of two people that disagree are named; a process that is done otherwise now and then is not blamed on them."""

import pytest

from ledgerium_cli.findings.clocks import ClockFold
from ledgerium_cli.findings.order import walk

from .make import MINUTE, Did, case, workflow

FLOW = workflow()
KEPT = (Did("enter", 0, 1), Did("credit", 5, 6, "approved", actor="Ben"), Did("confirm", 8, 9))
AHEAD = (Did("enter", 30, 31), Did("credit", 5, 6, "approved", actor="Ben"), Did("confirm", 38, 39))
"""Ana's clock is half an hour ahead of Ben's."""


def found(*cases, flow=FLOW):
    fold = ClockFold(flow)
    walk([case(f"SO-{number}", *steps, flow=FLOW) for number, steps in enumerate(cases, start=1)], fold)
    return fold.conclude()


def test_steps_that_are_over_before_what_comes_first_wherever_two_people_meet_put_clocks_in_doubt():
    (doubt,) = found(AHEAD, AHEAD, AHEAD)
    assert (doubt.earlier, doubt.later, doubt.cases) == ("Ana", "Ben", ("SO-1", "SO-2", "SO-3"))
    assert doubt.at_least_ms == 24 * MINUTE
    assert doubt.recording == "SO-1-Ben"


@pytest.mark.parametrize(
    "cases",
    [
        (KEPT, KEPT, KEPT),
        (AHEAD, AHEAD),  # chance
        (AHEAD, AHEAD, AHEAD, KEPT),  # the order was kept once: the clocks agree
        (
            AHEAD,
            AHEAD,
            (*AHEAD, Did("credit", 50, 51, actor="Ben")),
        ),  # which of the two was meant is not known
    ],
)
def test_anything_less_does_not(cases):
    assert found(*cases) == ()


def test_an_attempt_that_was_refused_too_early_is_no_sign_of_a_clock():
    check = Did("credit", 5, 6, "approved", actor="Ben")
    assert len(found(*[(Did("confirm", 2, 3), check)] * 3)) == 1
    assert found(*[(Did("confirm", 2, 3, "not confirmed"), check)] * 3) == ()


def test_without_a_declared_order_nothing_is_said():
    assert found(*[AHEAD] * 4, flow=None) == ()
    assert found(*[AHEAD] * 4, flow=workflow(base=FLOW_TEXT)) == ()


FLOW_TEXT = """
format = 1
name = "Orders"
ordered = false
case = { pattern = 'SO-\\\\d+' }
activities = [{ id = "enter", title = "Enter" }, { id = "credit", title = "Credit" }]
"""
