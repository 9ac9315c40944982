"""The workflow intelligence report: its numbers, its honesty about few of them, and text that stays text."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ledgerium_cli.cases.model import WAITS
from ledgerium_cli.documents.map.dot import render_dot
from ledgerium_cli.documents.report import render
from ledgerium_cli.documents.report.stands_out import of_each_kind
from ledgerium_cli.documents.report.waits import MOST_WAITS
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import duration
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.output.text import MOST_ROWS
from ledgerium_cli.workflow.load import parse_workflow, template_text

from .make import (
    EPOCH,
    HOSTILE,
    HOUR,
    MINUTE,
    A,
    B,
    Take,
    analysed,
    hostile_takes,
    hostile_workflow,
    nine_orders,
    record,
    sales_order,
    sections,
    tables,
    tokens,
    unescaped_columns,
    worked_example,
)  # fmt: skip

TARGETS = """
[[targets]]
metric = "cycle"
minutes = 110
[[targets]]
metric = "credit_check_wait"
minutes = 120
[[targets]]
metric = "hold_rate"
share = 0.1
"""


NO_BREAK, DAY = "\u00a0", 24 * HOUR


def render_report(view: View) -> str:
    """With plain spaces, so that a test can be written by hand."""
    return render.render_report(view).replace(NO_BREAK, " ")


@pytest.fixture(scope="module")
def nine() -> str:
    return render_report(View(analysed(*nine_orders(), workflow=sales_order(TARGETS))))


def value(text: str, name: str) -> str:
    return record(text, "The numbers", name)["Value"]


def test_a_target_of_half_a_minute_is_told_in_seconds() -> None:
    half = '[[targets]]\nmetric = "cycle"\nminutes = 0.5\n'
    assert "Target: at most 30 s *(declared)*; " in render_report(
        View(analysed(*nine_orders(), workflow=sales_order(half)))
    )


def test_a_target_of_a_share_is_told_as_declared_and_missed_by_a_number_that_misses_it() -> None:
    """Two of eight are held: 25 %."""
    for declared, told in [
        ("0.125", "Target: at most 12.5 % *(declared)*; not met."),
        ("0.2505", "Target: at most 25.05 % *(declared)*; met."),
    ]:
        workflow = sales_order(TARGETS.replace("share = 0.1", f"share = {declared}"))
        assert told in render_report(View(analysed(*nine_orders(), workflow=workflow)))


def test_a_report_of_other_work_has_no_words_of_sales_orders_in_it() -> None:
    text = render_report(
        View(analysed(Take("a", "Ana").page(0, "T-1").press(5, "T-1", "Resolve").page(6, "T-1")))
    )
    assert "No workflow file declares one (`metrics`)" in text
    assert "credit" not in text.lower()


def test_the_worked_example_shows_the_parts_of_each_case() -> None:
    text = render_report(View(analysed(*worked_example(), workflow=sales_order())))
    assert record(text, "Time per case", A) == {
        "Case": A, "State": "complete", "Cycle": "15 min 01 s", "Work": "1 min 40 s", "System wait": "7.0 s",
        "Idle": "0", "Between-step wait": "13 min 14 s", "Paused": "0", "Held": "no", "Steps": "4",
        "Evidence": "(R1: 1–4, 6–7; R2: 1–5)",
    }  # fmt: skip
    other = record(text, "Time per case", B)
    assert (other["State"], other["Cycle"], other["Work"]) == ("open", "1 min 30 s", "49 s")
    assert other["Between-step wait"] == "41 s"


def test_the_longest_wait_of_the_worked_example_names_who_had_it_and_where_to_look() -> None:
    text = render_report(View(analysed(*worked_example(), workflow=sales_order())))
    row = record(text, "Where cases wait", "6 min 39 s")
    assert (row["Case"], row["Step"], row["Who had it"]) == (A, "Run the credit check", "Ana, then Ben")
    assert (row["From (UTC)"], row["Evidence"]) == ("2026-03-02 09:01:41", "(R1: 7; R2: 1)")


def test_a_wait_during_which_its_actor_was_on_another_case_says_so() -> None:
    text = render_report(View(analysed(*worked_example(), workflow=sales_order())))
    assert record(text, "Where cases wait", "41 s")["Seen meanwhile"] == f"41 s on {A}"


def test_waits_too_short_for_a_row_are_counted_in_a_sentence(nine: str) -> None:
    section = sections(nine)["Where cases wait"]
    waits = [
        piece.length_ms
        for case in analysed(*nine_orders(), workflow=sales_order()).cases
        for piece in case.slices
        if piece.part in WAITS
    ]
    shown = sorted((wait for wait in waits if wait * 100 >= sum(waits)), reverse=True)[:MOST_WAITS]
    assert 1 < len(tables(section)[0]) - 1 == len(shown) < len(waits)
    rest = len(waits) - len(shown), duration(sum(waits) - sum(shown))
    assert f"{rest[0]} more, {rest[1]} together (" in section


def test_the_longest_waits_are_named_however_many_there_are() -> None:
    takes = [
        Take(f"r{number}", "Ana", start=number * 3 * HOUR)
        .press(number * 3 * HOUR, f"SO-{1000 + number}", "Save order", "Order saved")
        .press(number * 3 * HOUR + HOUR + number * MINUTE, f"SO-{1000 + number}", "Validate order", "Done")
        for number in range(120)
    ]
    section = sections(render_report(View(analysed(*takes))))["Where cases wait"]
    assert "The 10 longest stretches of wait of 360 in 120 cases, 9 d 23 h in sum.\n" in section, (
        "of any ten it is so"
    )
    assert [row[1] for row in tables(section)[0][1:]] == [f"SO-{1119 - place}" for place in range(10)]


def test_the_evidence_of_a_wait_says_why_it_may_be_shorter_than_the_time_between_its_events(
    nine: str,
) -> None:
    assert "ends where the work towards the event after it begins" in sections(nine)["Where cases wait"]


def test_open_cases_stay_out_of_cycle_statistics_and_stand_with_their_age() -> None:
    text = render_report(View(analysed(*worked_example(), workflow=sales_order())))
    assert value(text, "Cases") == "2: 1 complete, 1 open"
    assert value(text, "Cycle time") == "15 min 01 s (n = 1)"
    (row,) = tables(sections(text)["Open cases"])[0][1:]
    assert row[:5] == [B, "14 min 01 s", "Enter the order", "", "Ana"]
    assert [row[4] for row in tables(sections(text)["Variants"])[0][1:]] == [
        "15 min 01 s (n = 1)",
        "none complete",
    ]


def test_only_where_an_end_is_declared_can_cases_be_left_out_as_open(nine: str) -> None:
    assert "Cycle time is of cases that reached the declared end." in sections(nine)["Variants"]
    assert "Cycle time is of cases" not in sections(render_report(View(analysed(*nine_orders()))))["Variants"]


def test_the_parts_in_sum_are_the_cycle_times_in_sum(nine: str) -> None:
    analysis = analysed(*nine_orders(), workflow=sales_order())
    parts = analysis.metrics.parts
    assert parts.total == sum(case.cycle_ms for case in analysis.cases if case.complete)
    assert f"In sum over the 7 complete cases: {duration(parts.total)} = {duration(parts.work)} work" in nine


def test_the_headline_counts_what_was_recorded(nine: str) -> None:
    assert value(nine, "Cases") == "9: 7 complete, 2 open"
    assert value(nine, "Hold rate") == "25 % (2 of 8 orders); 1 still open"
    assert value(nine, "First-time-right (no rework, no hold)") == "67 % (6 of 9 orders)"
    assert value(nine, "Skipped checks") == "1, in 1 of 9 orders"
    assert value(nine, "Cycle time").endswith("(n = 7)")


def test_the_headline_is_short_and_ends_with_the_health(nine: str) -> None:
    more = "".join(
        f'[[metrics]]\nid = "more_{n}"\ntitle = "More {n}"\n'
        'since = { activity = "enter-order", point = "start" }\n'
        'until = { activity = "confirm-order", point = "start" }\n'
        for n in range(5)
    )
    for text in (nine, render_report(View(analysed(*nine_orders(), workflow=sales_order(more))))):
        names = [row[0] for row in tables(sections(text)["The numbers"])[0][1:]]
        assert len(names) <= 10
        assert {"Cycle time", "Credit-check wait", "Hold rate", "Skipped checks"} <= {*names}
        assert (names[0], names[-1]) == ("Cases", "Process health")


def test_that_nothing_was_waited_for_is_said_but_pauses_that_are_nothing_have_no_row() -> None:
    """Cycle time is told as work and wait: without either of them it would not add up for who reads it."""
    text = render_report(View(analysed(Take("r", "Ana").page(0, A).press(10, A, "Save order"))))
    names = {row[0] for row in tables(sections(text)["The numbers"])[0][1:]}
    assert not names & {"Paused per case", "Most wait at one step"}
    assert value(text, "Wait per case") == "0 s (n = 1)"


def test_a_recording_that_holds_no_case_is_not_counted_and_is_named_once() -> None:
    done = Take("r1", "Ana").page(0, A).press(10, A, "Save order")
    text = render_report(View(analysed(done, Take("r2", "Ben", start=86_400).page(86_400, B))))
    head = text.partition("## ")[0]
    assert "1 case in 1 recording, 2026-03-02." in head
    assert "**Without a case:** 1 more recording (R2). Nothing was done in it that belongs to a case" in head
    assert text.count("Without a case") == 1
    assert "Without a case" not in render_report(View(analysed(done)))


def test_every_number_of_the_headline_names_a_section_that_is_there(nine: str) -> None:
    head, *rows = tables(sections(nine)["The numbers"])[0]
    named = {name for row in rows for name in row[head.index("Shown in section")].split("; ")}
    assert named <= set(sections(nine))


def test_fewer_than_five_cases_are_shown_themselves() -> None:
    ana, ben = worked_example()
    text = render_report(View(analysed(ana, ben)))
    assert value(text, "Cycle time") == "1 min 30 s, 15 min 01 s (n = 2)"
    assert value(text, "Work per case") == "49 s, 1 min 40 s (n = 2)"
    assert "median" not in text.split("## How the numbers are defined")[0]
    assert "mean " not in sections(text)["Time per case"]


def test_five_cases_have_a_median_and_an_interval_of_the_mean(nine: str) -> None:
    assert re.search(
        r"Cycle time: median .* \(n = 7\); shortest .*, longest .*, mean .* \(95 % interval", nine
    )


def test_credit_check_wait_counts_cases_without_the_check_and_unfinished_ones(nine: str) -> None:
    section = sections(nine)["Interval metrics"]
    assert len(tables(section)[0]) == 1 + 6
    assert (
        "2 orders (SO-1046 and SO-1049) that never came to the arrival at “Run the credit check”" in section
    )
    assert "1 order (SO-1047) that came there but not to the start of “Confirm the order”" in section
    assert "Target: at most 2 h 00 min *(declared)*; met in 100 % (6 of 6 orders)." in section


def test_every_number_of_the_headline_says_of_which_cases_it_is(nine: str) -> None:
    [head, *rows] = tables(sections(nine)["The numbers"])[0]
    of = {row[0]: row[head.index("Of")] for row in rows}
    complete = {"Cycle time", "Work per case", "Wait per case", "Cycle-time efficiency"}
    assert {of[name] for name in complete} == {"7 complete orders"}
    assert of["First-time-right (no rework, no hold)"] == of["Skipped checks"] == of["Cases"] == "9 orders"
    assert of["Hold rate"] == "8 orders that came where a hold can begin"
    assert of["Credit-check wait"] == "6 orders that came to both points"
    for section in ("Where cases wait", "Why cases wait between steps"):
        assert "9 orders, open ones included" in sections(nine)[section]


def test_open_cases_are_said_to_be_left_out_only_where_there_are_some(nine: str) -> None:
    assert "Left out: open ones; “Time per case” shows all." in nine
    done = (
        Take("a", "Ana")
        .press(9, A, "Save order")
        .press(20, A, "Hand over to warehouse", "Released to fulfilment")
    )
    of_one = render_report(View(analysed(done, workflow=sales_order())))
    assert "those of the 1 order that reached the declared end" in of_one
    assert "Left out: open" not in of_one


def test_where_no_end_is_declared_all_cases_are_meant(nine: str) -> None:
    text = render_report(View(analysed(*nine_orders())))
    assert {row[2] for row in tables(sections(text)["The numbers"])[0][1:5]} == {"9 cases"}
    assert "open ones included" not in text


def test_holds_show_who_released_them_and_which_are_open(nine: str) -> None:
    released = record(nine, "Holds", "SO-1043")
    assert (released["Time to release"], released["Released by"]) == (
        "40 min 13 s",
        "Ben: Decide on the hold",
    )
    assert released["Evidence"] == "(R1: 27; R2: 3)"
    assert "Held, over all cases: 22 % (2 of 9 orders)." in nine
    assert "Target: at most 10 % *(declared)*; not met." in nine


def test_an_open_hold_has_lasted_at_least_until_the_recordings_end(nine: str) -> None:
    """Not only until its own case was last seen: nobody released it in the meantime either."""
    still = record(nine, "Holds", "SO-1047")
    assert (still["To (UTC)"], still["Released by"]) == ("open", "nobody")
    analysis = analysed(*nine_orders(), workflow=sales_order())
    begun = next(case.holds[0].start_ms for case in analysis.cases if case.id == "SO-1047")
    lasted = duration(max(case.end_ms for case in analysis.cases) - begun)
    assert still["Time to release"] == f"at least {lasted}"
    assert f"1 order (SO-1047), for at least {lasted} at the end of the recordings." in nine


def test_held_is_not_counted_over_cases_of_which_nothing_is_known() -> None:
    text = render_report(View(analysed(*nine_orders())))
    assert "Seen held: 2 of 9 cases; for 7 not known." in text
    absent = "absent: for 7 of 9 cases nothing could tell whether they were held; 1 had rework"
    assert value(text, "First-time-right (no rework, no hold)") == absent
    assert f"First-time-right (no rework, no hold): {absent}." in sections(text)["Rework"]
    assert record(text, "Process health", "First-time-right (no rework, no hold)")["Value"] == absent


def test_a_release_without_a_recorded_hold_is_counted_apart() -> None:
    take = Take("r", "Ben").page(0, A).press(10, A, "Release hold", "Hold released")
    text = render_report(View(analysed(take, workflow=sales_order())))
    assert f"Releases without a recorded hold: 1, in {A}. They do not count as holds." in text
    assert value(text, "Hold rate") == "absent: no case reached a step at which a hold can begin"


def test_cases_that_a_person_ended_by_a_mark_are_told_though_no_end_is_declared() -> None:
    take = Take("r", "Ana")
    for at, order in enumerate((A, "SO-1002", "SO-1003")):
        take.page(100 * at, order).press(100 * at + 10, order, "Save", "Saved")
    told = value(render_report(View(analysed(take.mark(300, A, "end")))), "Cases")
    assert told.startswith(
        "3: 1 was ended by a mark of the person recording, the others cannot be called complete"
    )


def test_a_case_that_went_on_after_a_person_had_marked_its_end_has_not_ended() -> None:
    ana = Take("a", "Ana").page(0, A).press(10, A, "Save order", "Order saved").mark(20, A, "end")
    assert "ended by a person" in render_report(View(analysed(ana, workflow=sales_order())))
    ben = Take("b", "Ben", start=100).page(100, A).press(110, A, "Validate order", "Order validated")
    assert "ended by a person" not in render_report(View(analysed(ana, ben, workflow=sales_order())))


def test_marked_and_guessed_holds_say_so() -> None:
    take = (
        Take("r", "Ana")
        .page(0, A)
        .press(10, A, "Check credit", "The order was placed on hold")
        .mark(20, A, "hold")
    )
    kinds = [row[0] for row in tables(sections(render_report(View(analysed(take))))["Holds"])[0][1:]]
    assert kinds == ["(guessed from a message)", "marked by a person"]


def test_rework_hand_offs_and_switches_are_listed_with_evidence(nine: str) -> None:
    types, again = tables(sections(nine)["Rework"])
    assert {row[1] for row in again[1:]} == {"Enter the order", "Validate the order"}
    assert sum(int(row[2]) for row in types[1:]) == len(again) - 1
    assert ["Run the credit check", "Decide on the hold", "Ana", "Ben", "1", "1", "(R2: 1)"] in tables(
        sections(nine)["Hand-offs and system switches"]
    )[0]


def test_a_system_switch_is_a_change_of_system_by_the_same_person() -> None:
    crm = Take("r", "Ana").page(0, A).press(10, A, "Save order")
    crm.host = "erp-2.example.com"
    text = render_report(
        View(analysed(crm.page(15, A).press(20, A, "Validate order"), workflow=sales_order()))
    )
    section = sections(text)["Hand-offs and system switches"]
    assert (
        "between two steps of a case, not counting those inside a step. Seen: 1, in 1 of 1 order, at most 1 in one."
        in section
    )
    assert "somebody else. Seen: 0." in section
    assert tables(section)[0][1][2:4] == ["erp.example.com", "erp-2.example.com"]


def test_a_skipped_check_stands_before_other_deviations(nine: str) -> None:
    section = sections(nine)["Skipped checks and other deviations"]
    assert "**1 skipped check**" in section
    assert "**0 other deviations**" in section
    assert record(nine, "Skipped checks and other deviations", "SO-1046")["Step"] == "Run the credit check"


def test_without_a_declared_check_none_can_be_called_skipped() -> None:
    workflow = sales_order(**{"check = true": "check = false"})
    text = render_report(View(analysed(*nine_orders(), workflow=workflow)))
    assert value(text, "Skipped checks") == "absent: no activity is declared as a check"
    assert "0 skipped checks" not in text
    assert "`check = true`" in sections(text)["What could not be measured"]


# Rules that must hold

CONFIRMED_ON_HOLD = (
    Take("r", "Ana")
    .page(0, A)
    .press(10, A, "Save order", "Order saved")
    .press(20, A, "Validate order", "Validation passed")
    .press(40, A, "Run credit check", "On hold: over the limit")
    .press(60, A, "Confirm order", "Order confirmed")
)


def rule(text: str, begins: str) -> list[str]:
    return next(
        row
        for row in tables(sections(text)["Skipped checks and other deviations"])[0]
        if row[0].startswith(begins)
    )


def test_a_rule_says_to_how_many_cases_it_applied_and_which_broke_it() -> None:
    text = render_report(View(analysed(CONFIRMED_ON_HOLD, workflow=sales_order())))
    says, applied, by = rule(text, "“Confirm the order” never goes through while a hold is open: ")
    assert says.endswith(" (declared)")
    assert (applied, by) == ("1", f"{A} (R1: 7–9)")
    assert rule(text, "“Hand off to fulfilment” never")[1:] == ["0", "none"]


def test_a_rule_that_nobody_broke_is_listed_too(nine: str) -> None:
    assert rule(nine, "“Confirm the order” never goes through while a hold is open")[1:] == ["7", "none"]


def test_a_rule_broken_after_a_breached_check_is_not_put_down_to_the_one_about_holds() -> None:
    workflow = sales_order(**{r"'^on hold\b|placed on hold'": "'^stopped'"})
    text = render_report(View(analysed(CONFIRMED_ON_HOLD, workflow=workflow)))
    assert rule(text, "“Confirm the order” never goes through while")[2] == "none"
    after = "“Confirm the order” never goes through while a breached check is not settled"
    assert rule(text, after)[2].startswith(f"{A} (R1: ")
    assert outstanding(text)[0].startswith(
        "“Confirm the order” went through while a breached check was not settled in 1 of 1 order"
    )


def test_whether_a_rule_about_holds_was_broken_is_not_known_where_holds_are_not() -> None:
    declared = template_text("sales-order")
    holds = re.sub(r"(?ms)^\[\[holds\]\].*?(?=^\[\[(?!holds))", "", declared)
    text = render_report(View(analysed(*nine_orders(), workflow=parse_workflow(holds, "t"))))
    by = rule(text, "“Confirm the order” never goes through while a hold is open")[2]
    assert by == "none seen; for 6 orders a hold could not be told"


# What stands out


def outstanding(text: str) -> list[str]:
    return re.findall(r"(?m)^- (.*)", sections(text)["What stands out"])


def orders(*ways):
    """An order for each way, a day apart: what was pressed, in turn."""
    takes = []
    for number, way in enumerate(ways):
        case, at = f"SO-{1001 + number}", 86_400.0 * number
        take = Take(f"r{number:02}", "Ana", at).page(at, case)
        for n, button in enumerate(way.split(), 1):
            take.press(at + 60 * n, case, button, f"{button} done")
        takes.append(take)
    return outstanding(render_report(View(analysed(*takes))))


def test_a_step_that_few_cases_left_out_stands_out_where_nothing_declares_it():
    told = orders(*["Enter Check Pay"] * 10, "Enter Pay", "Enter")
    assert told[0] == (
        "1 of 11 cases that came to “Pay” did so without “Check”, which all others had: SO-1011 (R11: 1–5)."
    )
    assert not [one for one in orders(*["Enter Check Pay"] * 8, "Enter Pay", "Enter Pay") if "without" in one]


def test_who_came_to_it_only_afterwards_is_told_apart_from_who_had_it_before():
    told = orders(*["Enter Check Pay"] * 8, *["Enter Pay Check"] * 2, "Enter Pay")
    assert told[0] == (
        "1 of 11 cases that came to “Pay” did so without “Check”: SO-1011 (R11: 1–5). All others had it, 2 of them "
        "only afterwards: SO-1009 and SO-1010 (R9: 4–7; R10: 4–5; 1 more)."
    )


def test_cases_that_end_before_what_most_end_with_stand_out_with_what_they_do_to_the_median():
    told = orders(*["Enter Check Pay"] * 3, *["Enter Check Ship Pay"] * 3, *["Enter Check"] * 3, "Enter")
    assert told[0] == (
        "4 of 10 cases ended before “Pay”, which 6 end with: 3 after “Check” and 1 after “Enter” (SO-1007, SO-1008, "
        "SO-1009 and 1 more); no end is declared, so they count as complete, and the median cycle time is 3 min 01 s, "
        "without them 3 min 31 s (R7: 4–5; R10: 1–3)."
    )


def test_another_end_of_its_own_and_the_odd_case_do_not_stand_out_as_ended_early():
    for others in (["Enter Check Reject"] * 4, ["Enter Check"]):
        told = orders(*["Enter Check Pay"] * 10, *others)
        assert not [one for one in told if "ended before" in one]


def test_a_step_that_many_cases_did_again_stands_out():
    told = orders(
        *["Enter Check Pay"] * 4, "Enter Check Amend Check Pay", "Enter Check Amend Check Amend Check Pay"
    )
    assert told[0] == (
        "“Check” was done again in 2 of 6 cases, 3 times, after “Amend”: SO-1005 and SO-1006 (R5: 8–9; R6: 8–9)."
    )
    assert len([one for one in told if "again" in one]) == 1, "the loop is told once"


def test_rework_that_the_usual_way_has_is_told_last_and_not_called_nothing():
    told = orders(*["Enter Check Enter Pay"] * 4, "Enter Check Pay Pay", "Enter Check Pay Pay")
    assert (
        told[0]
        == "“Pay” was done again in 2 of 6 cases, once each, at once: SO-1005 and SO-1006 (R5: 8–9; R6: 8–9)."
    )
    assert told[-1] == (
        "“Enter” was done again in 4 of 6 cases, once each, after “Check”, as on the usual way: SO-1001, SO-1002, "
        "SO-1003 and 1 more (R1: 6–7; R2: 6–7; R3: 6–7)."
    )


def test_a_step_that_every_case_did_out_of_the_declared_order_stands_out():
    shipped = [
        Take(f"r{n}", "Ana", DAY * n)
        .press(DAY * n, f"SO-100{n}", "Hand over to warehouse", "Released to fulfilment")
        .press(DAY * n + 60, f"SO-100{n}", "Confirm order", "Order confirmed")
        .press(DAY * n + 120, f"SO-100{n}", "Archive", "Order archived")
        for n in range(3)
    ]
    told = outstanding(render_report(View(analysed(*shipped, workflow=sales_order()))))
    (found,) = (one for one in told if "only after" in one)
    assert found.startswith(
        "In 3 of 3 orders “Confirm the order” came only after “Hand off to fulfilment”: SO-1000, "
    )
    assert found.endswith(" Also “Archive *(guessed name)*” was done, which no workflow file declares (3).")


def test_what_stands_out_comes_first_by_its_weight_with_evidence_and_the_map(nine: str) -> None:
    assert next(iter(sections(nine))) == "What stands out"
    skipped, held, still, mostly, wait, work = outstanding(nine)
    assert still.startswith(
        "2 of 9 orders were still open at the end of the recordings, the oldest SO-1047 (1 h 54 min)"
    )
    assert skipped == (
        "1 of 9 orders went on to “Confirm the order” without “Run the credit check”: SO-1046 (R1: 113–116)."
    )
    assert held == "SO-1047 was put on hold and never seen to be released (R1: 66)."
    assert re.fullmatch(r"\d\d % of the time of 9 orders is wait: .* of .* \(R1: .*\)\.", mostly)
    assert re.fullmatch(r"“Confirm the order” has \d+ % of the wait, .* of .* \(R1: .*\)\.", wait)
    assert re.fullmatch(r"“Enter the order” takes \d+ % of the work of .*, .* of .* \(R1: .*\)\.", work)
    assert "![Process map](map.svg)" in sections(nine)["What stands out"]


def test_a_broken_rule_stands_before_everything_else() -> None:
    first, second, *_ = outstanding(render_report(View(analysed(CONFIRMED_ON_HOLD, workflow=sales_order()))))
    assert first == f"“Confirm the order” went through while a hold was open in 1 of 1 order: {A} (R1: 7–9)."
    assert second == f"{A} was put on hold and never seen to be released (R1: 7)."


def test_how_long_a_hold_lasted_is_not_known_of_a_case_that_nothing_calls_open() -> None:
    held = Take("a", "Ana").press(0, A, "Check", "On hold: a question").press(2 * HOUR, A, "Pay", "Paid")
    later = Take("b", "Ben", start=90 * HOUR).page(90 * HOUR, B).press(90 * HOUR, B, "Check", "Checked")
    recordings = held.recording(), later.recording()
    text = render_report(View(analysed(*recordings)))
    assert (
        "Open holds, never seen to be released: 1 case (SO-1001); how long is not known where the case is not known to "
        "be open."
    ) in text
    assert "| open | not known; 2 h 00 min to the last event of its case | nobody |" in text
    sop, dot = render_sop(View(analysed(*recordings))), render_dot(View(analysed(*recordings)))
    assert "Not released to the last event of the case: SO-1001 (2 h 00 min)." in sop.replace(NO_BREAK, " ")
    assert "held in 1 of 2 (guessed), 1 not seen released" in dot


def test_an_open_hold_tells_of_cases_that_reached_the_end_all_the_same() -> None:
    take = (
        Take("a", "Ana")
        .press(0, A, "Run credit check", "On hold: credit limit exceeded")
        .press(9, A, "Hand over to warehouse", "Released to fulfilment")
    )
    [held] = [
        line
        for line in outstanding(render_report(View(analysed(take, workflow=sales_order()))))
        if "put on hold" in line
    ]
    assert "never seen to be released; it came to “Hand off to fulfilment” all the same (R1: " in held


def test_an_open_hold_tells_only_the_end_that_the_case_came_to() -> None:
    take = (
        Take("a", "Ana")
        .press(0, A, "Run credit check", "On hold: credit limit exceeded")
        .press(9, A, "Hand over to warehouse", "Released to fulfilment")
    )
    ends = {'ends_with = "hand-off"': 'ends_with = ["hand-off", "confirm-order: Confirmation refused"]'}
    told = outstanding(render_report(View(analysed(take, workflow=sales_order(**ends)))))
    assert "; it came to “Hand off to fulfilment” all the same (R1: " in " ".join(told)


def test_a_sentence_that_begins_with_a_share_begins_with_a_capital() -> None:
    take = Take("a", "Ana").page(0, A).press(1, A, "Save order", "Order saved")
    take.press(300 * HOUR, A, "Release to fulfilment", "Released to fulfilment")
    told = outstanding(render_report(View(analysed(take))))
    assert [one for one in told if one.startswith("Over 99 % of the time of ")], told


def test_a_case_that_an_interval_leaves_out_is_told_to_have_been_at_its_end_before() -> None:
    take = (
        Take("a", "Ana")
        .press(0, A, "Confirm order", "Order confirmed")
        .press(9, A, "Run credit check", "Credit approved")
    )
    text = render_report(View(analysed(take, workflow=sales_order())))
    assert f"1 order ({A}) that came to the arrival at “Run the credit check” but not to " in text
    assert f"the start of “Confirm the order” after that; {A} was there before." in text


def test_a_line_of_each_kind_stands_out_before_a_second_one_of_any() -> None:
    kinds = [["rule", "skip", "late", "more"], ["hold", "open"], ["wait"], ["again"], ["change"]]
    assert of_each_kind(kinds) == ["rule", "skip", "hold", "open", "wait", "again", "change"]


def test_many_open_orders_stand_out_and_are_listed_oldest_first_with_their_hold() -> None:
    takes = [
        Take("r0", "Ana").page(0, "SO-3001").press(5, "SO-3001", "Save order", "Order saved"),
        Take("r1", "Ben", 100)
        .page(100, "SO-3000")
        .press(110, "SO-3000", "Run credit check", "On hold: credit limit exceeded"),
    ]
    text = render_report(View(analysed(*takes, workflow=sales_order())))
    assert [row[:5] for row in tables(sections(text)["Open cases"])[0][1:]] == [
        ["SO-3001", "1 min 51 s", "Enter the order", "", "Ana"],
        ["SO-3000", "11 s", "Run the credit check", "2026-03-02 09:01:51", "Ben"],
    ]
    assert [one for one in outstanding(text) if one.startswith("2 of 2 orders were still open")]


def test_what_became_more_than_by_chance_stands_out() -> None:
    takes = [
        Take(f"r{n:02}", "Ana", DAY * 31 * (n % 2) + DAY * (n // 2))
        .page(DAY * 31 * (n % 2) + DAY * (n // 2), f"SO-{1001 + n}")
        .press(DAY * 31 * (n % 2) + DAY * (n // 2) + 60 + 60 * (n % 2) + n, f"SO-{1001 + n}", "Save")
        for n in range(20)
    ]
    told = outstanding(render_report(View(analysed(*takes))))
    assert any(one.startswith("Cycle time went from median 1 min ") for one in told), told


def test_a_change_of_little_is_told_with_digits_that_show_it() -> None:
    takes = [
        Take(f"r{n:02}", "Ana", at)
        .page(at, f"SO-{1001 + n}")
        .press(at + 7200 + 10 * (n % 2) + n // 2 / 10, f"SO-{1001 + n}", "Save")
        for n, at in ((n, DAY * (31 * (n % 2) + n // 2)) for n in range(20))
    ]
    report = render_report(View(analysed(*takes)))
    told = next(one for one in outstanding(report) if one.startswith("Cycle time went from "))
    assert "from median 2 h 00 min 00 s in 2026-03 (n = 10) to median 2 h 00 min 10 s in 2026-04" in told
    assert "cycle time: median 2 h 00 min 00 s (n = 10) to median 2 h 00 min 10 s (n = 10)" in report


def test_many_skipped_steps_leave_room_for_the_rest() -> None:
    take = Take("r", "Ana").page(0, A).press(10, A, "Hand over to warehouse", "Released to fulfilment")
    text = render_report(View(analysed(take, workflow=sales_order())))
    first, *others = outstanding(text)
    assert "without “Validate the order”" in first, "checks come first"
    assert first.endswith(
        " Also skipped: “Run the credit check” (1), “Enter the order” (1) and “Confirm the order” (1)."
    )
    assert not [one for one in others if "without" in one]


def test_one_case_that_has_most_of_the_wait_is_named_with_the_step_it_waited_for() -> None:
    take = Take("r", "Ana")
    for n in range(4):
        order, at = f"SO-200{n}", n * 60
        take.page(at, order).press(at + 10, order, "Save order", "Order saved")
    take.press(4000, "SO-2000", "Validate order", "Validation passed")
    (wait,) = (
        one
        for one in outstanding(render_report(View(analysed(take, workflow=sales_order()))))
        if " carries " in one
    )
    assert re.fullmatch(
        r"1 order, SO-2000, carries 1 h \d\d min \d\d s of the 1 h \d\d min \d\d s of wait in 4 orders; most of it "
        r"before “Validate the order” \(R1: .*\)\.",
        wait,
    )


def test_wait_for_a_late_answer_is_told_at_the_step_that_was_answered_and_not_before_it() -> None:
    take = Take("r", "Ana")
    for n in range(4):
        order, at = f"SO-200{n}", n * 60
        take.page(at, order).press(at + 10, order, "Hand over to warehouse").page(at + 11, order)
    take.message(4000, "SO-2003", "Released to fulfilment")
    report = render_report(View(analysed(take, workflow=sales_order())))
    (wait,) = (one for one in outstanding(report) if " carries " in one)
    assert wait == (
        "1 order, SO-2003, carries 1 h 03 min 30 s of the 1 h 03 min 33 s of wait in 4 orders; most of it at "
        "“Hand off to fulfilment” (R1: 12–13)."
    )
    causes = sections(report)["Why cases wait between steps"].strip()
    assert causes.startswith("1 h 03 min of between-step wait, 1 time at 1 step in 1 of 4 orders, open")


def test_where_nothing_stands_out_the_report_says_what_it_looked_for() -> None:
    text = sections(render_report(View(analysed(Take("r", "Ana").page(0, A).press(10, A, "Save order")))))
    said = text["What stands out"]
    assert "Nothing stands out of what was looked for: " in said
    assert "rules" not in said, "none is declared, so none was looked for"
    assert (
        "steps done again, much wait, few cases with most of the wait, one step with much of the wait and "
        in said
    )
    assert said.strip().startswith(
        "Nothing stands out of what was looked for: skipped steps, cases that end early, steps"
    )


def test_no_citation_of_the_report_is_an_example() -> None:
    """The page makes each a button that shows its events."""
    text = render_report(View(analysed(Take("r", "Ana").page(0, A).press(10, A, "Save order"))))
    assert {int(n) for cited in re.findall(r"R1: ([\d–, ]+)", text) for n in re.findall(r"\d+", cited)} <= {
        1,
        2,
    }


def test_a_hold_that_is_guessed_stands_out_as_a_guess() -> None:
    said = outstanding(render_report(View(analysed(*nine_orders()))))
    assert said[0].startswith("SO-1047 was put on hold *(guessed from a message)* and never seen")


def test_a_number_in_a_table_stays_with_its_unit() -> None:
    text = render.render_report(View(analysed(*nine_orders(), workflow=sales_order())))
    cells = " ".join(line for line in text.splitlines() if line.startswith("|"))
    assert f"1{NO_BREAK}h{NO_BREAK}45{NO_BREAK}min" in cells
    assert f"(n{NO_BREAK}={NO_BREAK}7)" in cells
    assert not re.search(r"\d (?:ms|s|min|h|d|%)(?!\w)", cells)
    assert NO_BREAK not in re.sub(r"(?m)^\|.*$", "", text), "a text that is searched has plain spaces"


def test_a_step_that_is_declared_and_never_seen_has_its_title() -> None:
    take = Take("r", "Ana").page(0, A).press(10, A, "Save order").press(20, A, "Confirm order")
    text = render_report(View(analysed(take, workflow=sales_order())))
    steps = [row[2] for row in tables(sections(text)["Skipped checks and other deviations"])[1][1:]]
    assert steps == ["Validate the order", "Run the credit check"]


def test_a_health_of_cases_of_which_nothing_tells_whether_they_are_complete_says_so(nine: str) -> None:
    text = render_report(View(analysed(*nine_orders(), workflow=sales_order(ends_with="# ends_with"))))
    counts = "No end is declared: each order counts as it stands, as if it had ended."
    assert counts in sections(text)["Process health"]
    assert counts not in nine


def test_several_ends_are_told_as_such_and_none_of_them_is_demanded_of_each_case() -> None:
    ends = '["hand-off", "credit-check: Credit limit breached"]'
    analysis = analysed(
        *nine_orders(), workflow=sales_order(**{'ends_with = "hand-off"': f"ends_with = {ends}"})
    )
    named = "“Hand off to fulfilment” or “Run the credit check” with “Credit limit breached”"
    assert f"that reached a declared end, {named}." in render_report(View(analysis))
    sop = render_sop(View(analysis))
    assert f"The order is complete when {named} is done *(declared)*: seen for" in sop
    several = sales_order(**{'ends_with = "hand-off"': 'ends_with = ["hand-off", "confirm-order"]'})
    told = render_sop(View(analysed(*nine_orders(), workflow=several)))
    assert "“Confirm the order” (or another end) and “Hand off to fulfilment” (or another end)" in told


def test_health_shows_each_share_with_its_n(nine: str) -> None:
    assert record(nine, "Process health", "Not held")["Value"] == "75 % (6 of 8 orders)"
    assert record(nine, "Process health", "Conformance rate")["Value"] == "89 % (8 of 9 orders)"


def test_without_a_workflow_file_guesses_are_named_and_declared_numbers_are_absent_with_the_reason() -> None:
    text = render_report(View(analysed(*nine_orders())))
    assert "> **Guessed** from what was on the screen: the names of steps" in text
    assert "`ledgerium init --from` drafts a workflow file from them" in text
    assert {row[1] for row in tables(sections(text)["Time per step"])[0][1:]} == {"guess"}
    assert value(text, "Hold rate") == "absent: no step is declared at which a hold can begin"
    assert record(text, "Process health", "Conformance rate")["Value"] == "absent: no activities are declared"
    reasons = sections(text)["What could not be measured"]
    for missing in ("ends_with", "holds", "metrics", "targets"):
        assert f"`{missing}`" in reasons
    assert "> **Guessed** from what was on the screen: the names of steps" not in render_report(
        View(analysed(*nine_orders(), workflow=sales_order()))
    )


def test_a_guessed_name_among_declared_ones_is_marked() -> None:
    take = (
        Take("r", "Ana")
        .page(0, A)
        .press(10, A, "Save order", "Order saved")
        .press(30, A, "Print label", "Sent")
    )
    text = render_report(View(analysed(take, workflow=sales_order())))
    assert "Print the label *(guessed name)*" in text
    assert "> **Guessed** from what was on the screen: the name of “Print the label”." in text
    assert record(text, "Time per step", "Print the label (guessed name)")["Name"] == "guess"


def test_where_nothing_could_tell_held_is_not_known_and_never_no() -> None:
    text = render_report(View(analysed(Take("r", "Ana").page(0, A).press(10, A, "Save order"))))
    assert record(text, "Time per case", A)["Held"] == "not known"
    assert value(text, "Hold rate") == "absent: nothing could tell whether a case was held"


def test_a_recording_that_was_cut_off_or_generated_says_so() -> None:
    take = Take("r", "Ana").page(0, A).press(10, A, "Save order")
    text = render_report(View(analysed(take.recording(sealed=False, generated=True))))
    row = record(text, "What this is based on", "R1")
    assert (row["State"], row["Origin"]) == ("no seal: it was cut off", "generated")
    assert "**Made up:**" in text
    assert "What is missing from R1" in text


def test_a_recording_in_which_nothing_tells_cases_apart_says_so() -> None:
    take = Take("r", "Ana").press(10, "new", "Save").press(20, "new", "Send")
    assert "Nothing told cases apart in R1" in render_report(View(analysed(take)))


@pytest.mark.parametrize(
    ("count", "title", "others"), [(10, "What this is based on", 0), (11, "The recordings", 1)]
)
def test_a_long_list_of_recordings_stands_after_the_findings(count: int, title: str, others: int) -> None:
    takes = [Take(f"r{number:02}", "Ana").press(10, f"SO-{number}", "Save") for number in range(count)]
    text = render_report(View(analysed(*takes)))
    assert record(text, title, f"R{count}")["Recording"] == f"r{count - 1:02}"
    assert f"Of {count} events, {count} belong to a case." in sections(text)["What this is based on"]
    assert text.count(f"{count} recordings, R1 to R{count}; “The recordings” lists them.") == others
    assert text.count("## The recordings") == others


def test_a_table_is_cut_with_a_word_about_it() -> None:
    take = Take("r", "Ana")
    for number in range(MOST_ROWS + 1):
        take.press(number * 10, f"SO-{5000 + number}", "Save order")
    text = render_report(View(analysed(take)))
    assert len(tables(sections(text)["Time per case"])[0]) == 1 + MOST_ROWS
    assert f"These are the first {MOST_ROWS} of {MOST_ROWS + 1} rows" in text


@pytest.mark.parametrize("declared", [False, True])
def test_hostile_text_stays_text(declared: bool) -> None:
    workflow = sales_order(hostile_workflow(), Fulfilment=HOSTILE) if declared else None
    text = render_report(View(analysed(*hostile_takes(), workflow=workflow)))
    kinds = [token.type for token in tokens(text)]
    assert not {*kinds} & {"html_inline", "html_block", "link_open"}
    assert [token.attrGet("src") for token in tokens(text) if token.type == "image"] == ["map.svg"]
    assert {token.content for token in tokens(text) if token.type == "code_inline"} <= {
        "analysis.json", "ledgerium init --from", "ends_with", "holds", "metrics", "targets", "calendar",
    }  # fmt: skip
    assert all(len(columns) == 1 for columns in unescaped_columns(text))
    assert "\u202e" not in text
    assert HOSTILE.replace("\u202e", "") in "".join(
        token.content for token in tokens(text) if token.type == "text"
    )


def test_the_same_recordings_give_the_same_bytes_under_another_hash_seed() -> None:
    script = (
        "import make, hashlib; from ledgerium_cli.documents.report.render import render_report; "
        "from ledgerium_cli.documents.view.model import View; "
        "print(hashlib.sha256(render_report(View(make.analysed(*make.nine_orders(), workflow=make.sales_order())))"
        ".encode()).hexdigest())"
    )
    here = Path(__file__).parent
    source = here.parents[1] / "src"
    results = {
        subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True,
            env={"PYTHONPATH": f"{source}:{here}", "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(results) == 1


def test_the_report_shows_no_clock_of_today(nine: str) -> None:
    assert {found[:4] for found in re.findall(r"\d{4}-\d\d-\d\d", nine)} == {"2026"}
    assert EPOCH % (MINUTE * 1000) == 0


# Why cases wait, working time

CALENDAR = """
[calendar]
zone = "UTC"
hours = ["Mon-Fri 09:00-17:00"]
country = "DE"
region = "BE"
days_off = [2026-03-03]
"""


WHY = "Why cases wait between steps"


def test_a_gap_that_batches_may_have_is_told_where_it_is_declared() -> None:
    """Ben validates B six minutes after A, which he had left for it."""
    ana = Take("a", "Ana").press(0, A, "Save order", "Order saved").press(400, B, "Save order", "Order saved")
    ben = Take("b", "Ben", start=2000).press(2010, A, "Validate order", "Validation passed")
    ben.press(2400, B, "Validate order", "Validation passed")
    [without, declared] = (
        tables(sections(render_report(View(analysed(ana, ben, workflow=sales_order(more)))))[WHY])[0]
        for more in ("", "[settings]\nbatch_gap_s = 600")
    )
    batching = "cases done in one go (batching)"
    assert batching not in {row[0] for row in without}
    assert [row[1] for row in declared if row[0] == batching] == [
        "until the last of those that the person did in one go, with up to 10 min 00 s between two of them, "
        "could begin (declared)"
    ]


def test_causes_are_listed_with_what_they_mean_and_sum_to_the_whole(nine: str) -> None:
    section = sections(nine)["Why cases wait between steps"]
    causes, passages = tables(section)
    assert {row[0] for row in causes[1:]} >= {
        "outside working hours (unavailability)",
        "nothing recorded explains it (extraneous)",
        "not known what the person did (not identifiable)",
    }
    assert [row[2] for row in causes if "unavailability" in row[0]] == [
        "not identifiable: no calendar is declared"
    ]
    analysis = analysed(*nine_orders(), workflow=sales_order())
    waited = sum(case.parts.between_step_wait or 0 for case in analysis.cases)
    assert section.strip().startswith(f"{duration(waited)} of between-step wait, ")
    assert percents(causes, 3) == pytest.approx(100, abs=3)
    assert percents(passages, 4) == pytest.approx(100, abs=5)
    without = [row[4] for row in causes[1:] if row[4]]
    assert without
    assert all(re.fullmatch(r"\d+\.\d %", one) for one in without), "with a decimal, to tell them apart"


def percents(rows: list[list[str]], column: int) -> int:
    """In sum; rounded ones."""
    return sum(int(found[0]) for row in rows[1:] if (found := re.match(r"\d+", row[column])))


def test_where_nothing_waits_between_steps_there_is_no_section_about_it() -> None:
    text = render_report(View(analysed(Take("r", "Ana").page(0, A).press(10, A, "Save order"))))
    assert "Why cases wait between steps" not in sections(text)
    assert "Working time" not in sections(text)


def test_working_time_stands_beside_elapsed_time_with_its_calendar() -> None:
    text = render_report(View(analysed(*nine_orders(), workflow=sales_order(CALENDAR))))
    section = sections(text)["Working time"]
    assert "the public holidays of DE-BE, without 1 day off" in section
    assert [row[0] for row in tables(section)[0][1:]] == [
        "Cycle time", "Wait per case", "Credit-check wait", "Time to release",
    ]  # fmt: skip
    assert "no calendar" not in text


# Trends


def test_cases_of_one_week_have_no_trend(nine: str) -> None:
    assert "Throughput and trends" not in sections(nine)


def test_an_interval_is_shown_by_the_performances_within_it_and_not_by_those_of_a_later_day() -> None:
    day = 24 * 3600
    ana = (
        Take("a", "Ana")
        .page(0, A)
        .fill(5, A)
        .press(10, A, "Save order")
        .press(20, A, "Run credit check", "Approved")
    )
    ana.press(90, A, "Confirm order", "Order confirmed").press(day, A, "Run credit check", "Approved")
    section = sections(render_report(View(analysed(ana, workflow=sales_order()))))["Interval metrics"]
    [[_, row]] = tables(section)
    assert row == [A, "1.0 s", "(R1: 4–7)"]


def test_weeks_are_listed_with_what_changed_and_by_which_test() -> None:
    week = 7 * 24 * 3600
    takes = []
    for number in range(12):
        name, late = f"SO-{2001 + number}", number >= 6
        start = number // 6 * week + number * 3600
        take = Take(f"r{number}", "Ana", start=start).page(start, name).press(start + 10, name, "Save order")
        takes.append(take.press(start + (1500 if late else 150) + number, name, "Validate order"))
    section = sections(render_report(View(analysed(*takes))))["Throughput and trends"]
    [weeks] = tables(section)
    assert [row[:3] for row in weeks[1:]] == [["2026-W10", "6", "6"], ["2026-W11", "6", "6"]]
    assert "2026-W10 against 2026-W11, cycle time: median 2 min 32 s (n = 6) to median 25 min 08 s" in section
    assert "Mann-Whitney, p = 0.002: more than noise." in section
    assert "The clearest change of cycle time is with 2026-W11" in section


def test_weeks_in_which_no_case_began_or_ended_are_one_row() -> None:
    takes = []
    for number, week in enumerate((0, 1, 3, 9)):
        name, start = f"SO-{2001 + number}", week * 7 * 24 * 3600
        takes.append(
            Take(f"r{number}", "Ana", start=start).page(start, name).press(start + 10, name, "Save order")
        )
    section = sections(render_report(View(analysed(*takes))))["Throughput and trends"]
    weeks, _ = tables(section)
    assert [row[:3] for row in weeks[1:]] == [
        ["2026-W10", "1", "1"],
        ["2026-W11", "1", "1"],
        ["2026-W12", "0", "0"],
        ["2026-W13", "1", "1"],
        ["2026-W14 to 2026-W18", "0", "0"],
        ["2026-W19", "1", "1"],
    ]


def test_weeks_that_are_left_out_are_told() -> None:
    takes = []
    for number, start in enumerate((0, 30 * 366 * 24 * 3600)):
        name = f"SO-{2001 + number}"
        takes.append(
            Take(f"r{number}", "Ana", start=start).page(start, name).press(start + 10, name, "Save order")
        )
    section = sections(render_report(View(analysed(*takes))))["Throughput and trends"]
    weeks, _ = tables(section)
    assert len(weeks) == 1 + 2
    assert section.count("No case began or ended in the weeks that are left out.") == 1
    assert "in the months that are left out" not in section


@pytest.mark.parametrize(
    ("bound", "costs"),
    [
        ("", "costs 1 each, rework nothing."),
        (
            "at_most = 1\n",
            "costs 1 each, and so does each performance beyond a declared `at_most`; other rework",
        ),
    ],
)
def test_the_report_says_what_costs_fitness(bound: str, costs: str) -> None:
    workflow = parse_workflow(
        f"format = 1\nname = 'Orders'\n[[activities]]\nid = 'enter'\ntitle = 'Enter'\n{bound}",
        "workflow.toml",
    )
    takes = [one.recording() for one in worked_example()]
    assert costs in render_report(View(analyse(takes, workflow, model=True)))


def test_rates_of_weeks_whose_cases_have_not_ended_are_so_far_like_their_times():
    """The orders of the third week are open: none has been held yet."""
    take = Take("ana-1", "Ana")
    for at in range(18):
        week, n = divmod(at, 6)
        start, case = (7 * 24 * week + n) * HOUR, f"SO-{1001 + at}"
        take.fill(start, case).press(start + 10, case, "Save order")
        if week < 2:
            take.press(start + 20, case, "Run credit check", "Order on hold" if n < 3 else "Credit approved")
            take.press(start + 30, case, "Release to fulfilment", "Released to fulfilment")
    text = render_report(View(analysed(take, workflow=sales_order())))
    last = next(line for line in text.splitlines() if line.startswith("| 2026-W12 |"))
    assert last.endswith("| so far 100 % (6 of 6) |")
    assert "so they are not compared" in text
    assert "2026-W10 against 2026-W11, first-time-right: " in text
