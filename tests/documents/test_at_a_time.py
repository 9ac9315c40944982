"""What two people do to an order at a time, and what only looks as if something was done to it."""

import pytest
from msgspec.structs import replace as changed

from ledgerium_cli.documents.opportunities.render import render_opportunities
from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.sop.views import view_for
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.workflow.load import parse_workflow

from .make import A, B, Take, analysed

ORDERS = """
format = 1
name = "Orders"
ends_with = "ship"
case = { pattern = '\\bSO-\\d+\\b' }
ordered = true
[[activities]]
id = "enter"
title = "Enter"
belongs = [{ element = '^Enter' }]
completed_by = [{ element = '^Enter$' }]
[[activities]]
id = "check"
title = "Check"
check = true
belongs = [{ element = '^Check' }]
completed_by = [{ element = '^Check$' }]
outcomes = [
    { name = "ok", result = "passed", when = { message = '^credit ok' } },
    { name = "bad", result = "breached", when = { message = '^on hold' } },
]
[[activities]]
id = "confirm"
title = "Confirm"
belongs = [{ element = '^Confirm' }]
completed_by = [{ element = '^Confirm$' }]
outcomes = [{ name = "confirmed", result = "passed", when = { message = '^confirmed' } }]
[[activities]]
id = "ship"
title = "Ship"
belongs = [{ element = '^Ship' }]
completed_by = [{ element = '^Ship$' }]
[[holds]]
kind = "credit"
activity = "check"
begins = [{ message = '^on hold' }]
ends = [{ message = '^released' }]
[[never]]
activity = "confirm"
condition = "check_breached"
why = "It is over its limit."
"""
TARGET = """
[[metrics]]
id = "to_ship"
title = "From entry to shipping"
since = { activity = "enter", point = "complete" }
until = { activity = "ship", point = "start" }
[[targets]]
metric = "to_ship"
minutes = 1
"""
WORKFLOW = parse_workflow(ORDERS, "t")


def ana() -> Take:
    return Take("ana", "Ana").page(0, A).press(5, A, "Enter", "saved")


def deviations(*takes: Take) -> list[str]:
    return [one.kind for one in analysed(*takes, workflow=WORKFLOW).deviations]


@pytest.mark.parametrize(
    ("results", "found"),
    [(["on hold"], ["forbidden combination"]), (["credit ok"], []), (["on hold", "credit ok"], [])],
)
def test_a_check_counts_by_what_it_had_shown_when_the_step_went_through_whoever_had_it_open_then(
    results: list[str], found: list[str]
) -> None:
    ben = Take("ben", "Ben", start=20).page(20, A)
    for at, said in enumerate(results):
        ben.press(30 + 20 * at, A, "Check", said)
    opened = ana().fill(12, A, "Confirm by").press(100, A, "Confirm", "confirmed")
    assert deviations(opened.press(120, A, "Ship", "shipped"), ben) == found


def test_what_was_only_begun_before_the_check_and_done_after_it_is_in_order() -> None:
    take = ana().fill(20, A, "Confirm by").press(40, A, "Check", "credit ok")
    take.fill(60, A, "Confirm by").press(70, A, "Confirm", "confirmed").press(90, A, "Ship", "shipped")
    assert deviations(take) == []


def test_who_marks_a_hand_off_in_a_step_that_was_only_begun_did_not_go_through_with_it() -> None:
    take = ana().press(20, A, "Check", "on hold").fill(40, A, "Confirm by")
    assert "forbidden combination" not in deviations(take.mark(50, A, "hand_off"))


def test_a_mark_by_itself_is_no_step_that_nobody_declared() -> None:
    take = ana().press(20, A, "Check", "credit ok").press(40, A, "Confirm", "confirmed")
    take.press(60, A, "Ship", "shipped")
    ben = Take("ben", "Ben", start=90_000).mark(90_000, A, "hold")
    assert deviations(take, ben) == []


def test_who_only_saw_that_an_order_had_been_released_did_not_release_it() -> None:
    take = ana().press(20, A, "Check", "on hold").page(5000, A).message(5001, A, "released")
    take.press(5060, A, "Confirm", "confirmed").press(5090, A, "Ship", "shipped")
    found = analysed(take, workflow=WORKFLOW)
    assert "Released by somebody who was not recorded after 1 h 23 min" in render_sop(View(found))
    assert "| not known | (R1: " in render_report(View(found))


def test_a_message_about_another_order_shows_nothing_of_this_one() -> None:
    take = ana().message(8, A, f"on hold: {B}").press(20, A, "Check", "credit ok")
    assert not any(case.holds for case in analysed(take, workflow=WORKFLOW).cases)
    take = ana().press(20, A, "Check", f"on hold: {A}")
    assert all(case.holds for case in analysed(take, workflow=WORKFLOW).cases)


def test_where_another_recorder_kept_no_messages_holds_and_results_are_not_known() -> None:
    take = ana().press(20, A, "Confirm")
    imported = [changed(one, shown=changed(one.shown, message=None)) for one in take.events]
    recording = changed(take.recording(), source="log.csv", events=tuple(imported))
    found = analysed(recording, workflow=WORKFLOW)
    assert "Whether a case was held is not known" in render_report(View(found))
    assert "what pages said was not recorded" in render_sop(View(found))


def test_what_a_person_wrote_with_a_mark_stands_in_the_sop() -> None:
    take = ana().press(20, A, "Check", "credit ok").mark(30, A, "hold")
    *others, mark = take.events
    take.events = [*others, changed(mark, shown=changed(mark.shown, text="No VAT id yet"))]
    assert "“No VAT id yet”: noted by Ana at “Check” on 1 case (SO-1001)" in render_sop(
        View(analysed(take, workflow=WORKFLOW))
    )


def test_the_case_that_is_late_by_its_age_alone_is_shown_as_well() -> None:
    timed = parse_workflow(f"{ORDERS}{TARGET}", "t")
    takes = [
        Take(f"r{place}", "Ana", start=1000 * place).page(1000 * place, f"SO-{place}") for place in range(3)
    ]
    for place, take in enumerate(takes):
        at = 1000 * place
        take.press(at + 5, f"SO-{place}", "Enter", "saved")
        if place:
            take.press(at + 400, f"SO-{place}", "Ship", "shipped")
    told = render_opportunities(View(analysed(*takes, workflow=timed)))
    [why] = [line for line in told.split("\n") if "late by its age alone" in line]
    assert "SO-0" in why
    assert "(R1: " in why


def test_the_guide_names_who_is_to_do_a_step_where_others_did_it_too() -> None:
    roles = '[[roles]]\nname = "Reviewer"\nactors = ["Ben"]\n'
    text = ORDERS.replace('title = "Check"', 'title = "Check"\nrole = "Reviewer"')
    workflow = parse_workflow(f"{text}{roles}", "t")
    ben = (
        Take("ben", "Ben", start=200)
        .page(200, B)
        .press(205, B, "Enter", "saved")
        .press(220, B, "Check", "credit ok")
    )
    found = analysed(ana().press(20, A, "Check", "credit ok"), ben, workflow=workflow)
    guide = view_for("quick", render_sop(View(found)), found)
    assert "2. Check · Reviewer *(declared)* in erp.example.com" in guide


def test_what_is_done_in_a_frame_that_names_no_order_is_done_to_that_of_the_page_around_it() -> None:
    """The recorder tells of no frame that it was shown."""
    take = Take("ana", "Ana")
    for at, order in ((0, A), (100, B)):
        take.page(at, order).press(at + 5, order, "Enter", "saved").press(
            at + 20, "frame", "Check", "credit ok"
        )
    cases = analysed(take, workflow=WORKFLOW).cases
    assert {case.id: case.variant for case in cases} == {A: ("enter", "check"), B: ("enter", "check")}


def test_a_release_ends_the_hold_that_it_is_of_and_what_began_with_it() -> None:
    def still_open(take: Take) -> list[str]:
        [case] = analysed(take, workflow=WORKFLOW).cases
        return [hold.kind for hold in case.holds if hold.is_open]

    asked = ana().mark(8, A, "hold").press(20, A, "Check", "on hold")
    assert still_open(asked.mark(40, A, "release")) == ["credit"]
    assert still_open(asked.message(50, A, "released")) == []
    both = ana().mark(8, A, "hold").press(20, A, "Check", "on hold").page(40, A)
    assert still_open(both.message(41, A, "released")) == ["marked"]
    marked_too = ana().press(20, A, "Check", "on hold").mark(25, A, "hold").page(40, A)
    assert still_open(marked_too.message(41, A, "released")) == []


def test_what_came_after_a_breach_that_was_settled_is_not_called_against_the_rules() -> None:
    take = ana().press(20, A, "Check", "on hold").page(30, A).message(31, A, "released")
    take.press(40, A, "Confirm", "confirmed").press(60, A, "Ship", "shipped")
    sop = render_sop(View(analysed(take, workflow=WORKFLOW)))
    assert "Then nothing else was seen; once it was settled: “Confirm” (1)." in sop
    assert '"once_settled": {"bad": ["confirm"]}' in sop
    assert "against “Rules that must hold”" not in sop
