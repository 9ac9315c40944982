"""A case may end in several ways: what is declared so is neither open nor late, and misses no other end."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case
from ledgerium_cli.engine.operations import cases_of
from ledgerium_cli.findings.deviating import find_deviations
from ledgerium_cli.recording.model import Event, Shown
from ledgerium_cli.workflow.wire import Workflow

from ..steps.story import Story, named
from .make import ORDERS, Did, case, measured, workflow

DECLINE = """
[[activities]]
id = "decline"
title = "Decline the order"
"""


def with_ends(ends: str, more: str = "") -> Workflow:
    """`more` comes before the holds."""
    base = ORDERS.replace('"ship"', ends, 1).replace("[[holds]]", f"{more}[[holds]]", 1)
    return workflow(base=base)


SHIP, BOTH = with_ends('"ship"', DECLINE), with_ends('["ship", "decline"]', DECLINE)
ON_BREACH = with_ends('["ship", "credit: Breached"]')


def shipped(flow: Workflow) -> Case:
    done = ("enter", "validate", "credit", "confirm", "ship")
    return case("SO-1", *(Did(one, at, at + 1) for at, one in enumerate(done)), flow=flow)


def declined(flow: Workflow, last: str = "decline", says: str | None = None) -> Case:
    first = (Did(one, at, at + 1) for at, one in enumerate(("enter", "validate", "credit")))
    return case("SO-2", *first, Did(last, 9, 10, says), flow=flow)


def test_a_case_that_ends_otherwise_is_complete_and_counts() -> None:
    """Else every declined order is open for ever, and late by its age."""
    only = [shipped(SHIP), declined(SHIP)]
    assert [*measured(only, SHIP).open_cases.cases] == ["SO-2"]
    both = [shipped(BOTH), declined(BOTH)]
    assert not measured(both, BOTH).open_cases.cases
    assert measured(both, BOTH).cycle.n == 2


@pytest.mark.parametrize(("says", "complete"), [("over the limit", True), ("approved", False)])
def test_an_outcome_ends_a_case_where_it_is_declared_so(says: str, complete: bool) -> None:
    assert declined(ON_BREACH, "credit", says).complete is complete


def test_a_case_that_ended_in_one_way_misses_none_of_the_others() -> None:
    """Else `check` fails for each order that was declined."""
    missed = [(one.case, one.activity) for one in find_deviations([shipped(BOTH), declined(BOTH)], BOTH)]
    assert missed == [("SO-2", "confirm")], "what only some ways need is declared with required = false"


def test_an_outcome_that_ends_a_case_leaves_its_activity_required() -> None:
    steps = (Did(one, at, at + 1) for at, one in enumerate(("enter", "validate", "confirm", "ship")))
    missed = find_deviations([case("SO-3", *steps, flow=ON_BREACH)], ON_BREACH)
    assert [one.activity for one in missed] == ["credit"]


@pytest.mark.parametrize(("other", "ended"), [((9.5, 12), True), ((10.5, 12), False)])
def test_a_mark_ends_a_case_unless_another_step_begins_after_it(
    other: tuple[float, float], ended: bool
) -> None:
    """A colleague may have it open at that moment, and leave it later."""
    steps = Did("enter", 0, 1), Did("validate", 9, 10, mark="end"), Did("enter", *other, actor="Ben")
    assert case("SO-1", *steps, flow=SHIP).ended is ended


def test_work_that_goes_on_in_the_step_behind_the_mark_does_not_move_the_mark() -> None:
    marked = Story().open("/orders/SO-1001").press("Check").add("mark", mark="end", case="SO-1001")
    marked.add("field_changed", wait=100, element=named("textbox", "Remark", None, field="text"))
    ben = Story([Event(1, 30_000, Shown("tab_shown"))]).open("/orders/SO-1001").press("Confirm").recording()
    [found] = cases_of([marked.recording(), replace(ben, id="b", actor="Ben", start_ms=30_000)], None)
    assert not found.ended
