"""What somebody reads who follows the SOP, and somebody who doubts it."""

import json
import re

import pytest
from msgspec.structs import replace

from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.sop.views import view_for
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.recording.condition import Condition
from ledgerium_cli.recording.wire import Element, Message
from ledgerium_cli.workflow.load import parse_workflow
from ledgerium_cli.workflow.wire import CaseRule

from .make import (
    HOSTILE,
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
)

STEP_ID = re.compile(r"<!-- step: [\w-]+ -->\n")


@pytest.fixture(scope="module")
def nine():
    return render_sop(View(analysed(*nine_orders(), workflow=sales_order())))


def test_the_sections_stand_in_order(nine):
    assert list(sections(nine)) == [
        "Document control",
        "Purpose",
        "Scope",
        "Roles",
        "Before you start",
        "Procedure",
        "Rules that must hold",
        "Exceptions and holds",
        "Completion",
        "Learning this work",
        "How this was made",
        "For programs",
        "Revisions",
    ]


def test_controls_without_a_name_are_told_as_such_and_counted_where_the_scope_is():
    nameless = Element(role="button")
    take = Take("r", "Ana").page(0, A).fill(1, A)
    take._add(2, "click", A, element=nameless)
    sop = render_sop(View(analysed(take.press(3, A, "Save order", "Order saved"))))
    assert (
        "- The control of 1 of 3 acts, in “Save the order”: what recorded them could read no name of it. "
        "Who knows it writes it into the step." in sections(sop)["Scope"]
    )
    assert "Press a control without a name. (R1: 3)" in sop


def test_nothing_is_said_of_names_where_every_control_has_one(nine):
    assert "The control of" not in nine


def test_a_case_that_a_person_ended_by_a_mark_is_not_told_as_one_in_which_the_declared_end_was_seen():
    ana = (
        Take("a", "Ana")
        .press(0, A, "Save order")
        .press(9, A, "Hand over to warehouse", "Released to fulfilment")
    )
    ana.press(20, B, "Save order").mark(25, B, "end")
    of_both = analysed(ana, workflow=sales_order())
    told = sections(render_sop(View(of_both)))["Completion"]
    assert "is done *(declared)*: seen for 1 of 2 orders." in told
    assert (
        "Ended before it, neither complete nor open: SO-1002, which was ended by a mark of the person" in told
    )
    report = render_report(View(of_both))
    assert (
        "those of the 1 order that reached the declared end, “Hand off to fulfilment”. Left out: 1 "
        "that was ended by a mark of the person recording (SO-1002);" in report
    )
    assert "| Cases | 2: 1 complete, 1 ended by a person before the declared end, 0 open |" in report
    assert not [one for one in of_both.deviations if one.case == "SO-1002"]
    undeclared = sections(render_sop(View(analysed(ana))))["Completion"]
    assert "not known, but for SO-1002, which was ended by a mark of the person recording." in undeclared


def test_an_end_that_only_a_mark_shows_is_told_apart_from_one_that_a_page_showed():
    ana = Take("a", "Ana").press(0, A, "Hand over to warehouse", "Released to fulfilment")
    ana.press(20, B, "Save order").mark(25, B, "hand_off")
    told = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Completion"]
    assert (
        "is done *(declared)*: seen for 2 of 2 orders, in 1 of them only as a mark of the person recording (SO-1002)."
        in told
    )


def test_performances_that_showed_no_result_are_counted_too():
    ana = Take("a", "Ana").press(0, A, "Validate order", "Validation passed").press(9, B, "Validate order")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Procedure"]
    assert "- Result seen: Validation passed, 1 of 2 times" in text
    assert "- Result seen: none, 1 of 2 times (R1: 3)." in text


def test_every_claim_of_the_procedure_is_cited_or_marked_as_declared(nine):
    for line in sections(nine)["Procedure"].splitlines():
        if line.startswith("- ") and not line.startswith(("- Time:", "- Then")) and "no message" not in line:
            assert re.search(r"\(R\d: \d|\*\(declared\)\*", line), line
        if re.match(r"\d+\. ", line):
            assert re.search(r"\(R\d: \d[\d–, ]*\)$", line), line


def test_a_step_says_what_to_do_where_and_what_came_of_it():
    ana = (
        Take("a", "Ana").page(0, A).fill(10, A, "Customer").fill(20, A, "Quantity").press(30, A, "Save order")
    )
    ana.page(31, A).press(40, A, "Validate order", "Validation passed")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Procedure"]
    assert "1. In erp.example.com, fill in “Customer” and “Quantity”. (R1: 2–3)" in text
    assert "2. Press “Save order”. (R1: 4)" in text
    assert "- Result seen: Validation passed, 1 of 1 time (R1: 7). Then nothing more was seen (1)." in text


def test_a_system_in_which_the_procedure_only_opens_a_link_is_needed_to_start():
    ana = Take("a", "Ana").page(0, A)
    ana._add(1, "click", A, host="wiki.example.org", element=Element(role="link", name="Known errors"))
    ana.press(9, A, "Save order").page(10, A)
    text = render_sop(View(analysed(ana, workflow=sales_order())))
    assert "1. In wiki.example.org, open “Known errors”. (R1: 2)" in text
    assert record(text, "Before you start", "wiki.example.org") == {
        "System": "wiki.example.org", "Address": "wiki.example.org", "Seen in use for": "Enter the order",
    }  # fmt: skip


def test_fields_are_chosen_set_ticked_or_filled_by_their_kind():
    ana = Take("a", "Ana").page(0, A)
    for second, (kind, name) in enumerate(
        [("choice", "Item"), ("date", "Delivery"), ("checkbox", "Express")], 1
    ):
        ana._add(second, "field_changed", A, element=Element(role="textbox", name=name, field=kind))
    ana.press(9, A, "Save order").page(10, A)
    text = render_sop(View(analysed(ana, workflow=sales_order())))
    assert "choose “Item”. (R1: 2)\n2. Set “Delivery”." in text
    assert "3. Tick or clear “Express”." in text


def test_double_clicks_drops_and_sensitive_fields_have_their_words():
    ana = Take("a", "Ana").page(0, A)
    ana._add(1, "field_changed", A, element=Element(role="textbox", name="Card number", field="sensitive"))
    ana._add(2, "click", A, element=Element(role="row", owner="Orders"))
    ana.events[-1] = replace(ana.events[-1], shown=replace(ana.events[-1].shown, presses=2))
    ana._add(3, "drop", A, element=Element(role="list", name="Done"))
    ana._add(4, "click", A, element=Element(role="button", name="Call [number 3f9a1c2b4d]"))
    text = render_sop(View(analysed(ana.press(9, A, "Save order").page(10, A), workflow=sales_order())))
    for words in ("fill in the sensitive field “Card number”", "ouble-click an entry of “Orders”",
                  "rag and drop onto “Done”", "ress “Call \\[number\\]”"):  # fmt: skip
        assert words in text


def test_entries_and_buttons_without_a_name_are_told_by_their_menu_or_as_such():
    ana = Take("a", "Ana").page(0, A)
    elements = (
        Element(role="button", name="Actions"), Element(role="menuitem", owner="Actions"),
        Element(role="button", name="Assign to"), Element(role="menuitem"), Element(role="button"),
    )  # fmt: skip
    for second, element in enumerate(elements, 1):
        ana._add(second, "click", A, element=element)
    text = render_sop(View(analysed(ana.press(9, A, "Save order").page(10, A), workflow=sales_order())))
    for words in ("press “Actions”. ", "Choose an entry of the menu “Actions”. ", "Choose an entry of a menu. ",
                  "Press a control without a name. "):  # fmt: skip
        assert words in text


def test_a_step_with_several_ends_shows_each_and_prescribes_none_where_a_person_decides():
    ben = Take("b", "Ben")
    for number, button in enumerate(["Release hold", "Keep hold", "Keep hold"]):
        ben.press(100 * number, f"SO-{number}000", button, "ok")
    text = sections(render_sop(View(analysed(ben, workflow=sales_order()))))["Procedure"]
    assert "A person decides here. *(declared)* What was decided:" in text
    assert text.index("**Last pressed: “Keep hold”** (2 of 3 times):") < text.index(
        "**Last pressed: “Release hold”** (1 of 3 times):"
    )


def test_results_say_what_to_go_on_with(nine):
    text = re.sub(r"\(R1: \d+\)", "(…)", sections(nine)["Procedure"])
    assert (
        "- If the result is “Validation failed” *(declared)*, 1 of 9 times (…): go on with “Enter the order” (1). "
        "The page said “Validation failed: the price is below the price list” (1).\n" in text
    )
    assert (
        "- If the result is “Validation passed”, 8 of 9 times (…): go on with “Run the credit check” (7); also seen: "
        "“Confirm the order” (1, without “Run the credit check”).\n"
    ) in text


def test_the_usual_way_comes_first_and_where_orders_leave_it(nine):
    text = sections(nine)["Procedure"]
    assert (
        "The usual way, taken from start to end by 4 of 9 orders: “Enter the order”, “Validate the order”, “Run"
        in text
    )
    assert re.search(
        r"- After “Run the credit check”: “Decide on the hold”, in 1 of 9 orders\. \(R1: \d+; R2: \d+\)", text
    )
    assert re.search(r"- After “Run the credit check”: nothing more, in 1 of 9 orders\. \(R1: [\d–]+\)", text)
    assert text.index("The usual way") < text.index("### 1.")


def by_ways(*ways):
    """One order for each, through the buttons named."""
    ana = Take("a", "Ana")
    for number, way in enumerate(ways):
        for place, button in enumerate(way):
            ana.press(1000 * number + 60 * place, f"SO-{1042 + number}", button, "Saved")
    return render_sop(View(analysed(ana)))


def test_a_way_that_no_order_has_finished_is_not_told_from_start_to_end():
    ana = Take("a", "Ana")
    for number in (1042, 1043):
        ana.press(1000 * number, f"SO-{number}", "Save order", "Order saved")
    ana.press(1_044_000, "SO-1044", "Validate order", "Validation passed")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Procedure"]
    assert "The usual way, taken by 2 of 3 orders, none of which is finished: “Enter the order”.\n" in text


def test_a_way_is_called_usual_only_where_more_than_one_order_took_it_and_no_other_as_often():
    one, other = ("Save order", "Print label"), ("Save order", "Send parcel")
    assert "\nThe usual way, taken from start to end by 2 of 3 cases: “Save the order”" in by_ways(
        one, other, one
    )
    tied = by_ways(one, other, one, other)
    assert "\nThe earliest of 2 ways that were each taken from start to end by 2 of 4 cases: “Save" in tied
    assert "usual way" not in tied.split("## Learning")[0]
    single = by_ways(one, other)
    assert (
        "\nNo two cases went the same way. The earliest, SO-1042, went this one: “Save the order”" in single
    )
    assert "usual way" not in single
    assert "==>" not in single


def test_where_every_order_went_one_way_this_is_said():
    ana = Take("a", "Ana")
    for number in range(3):
        ana.page(100 * number, f"SO-{2000 + number}").press(
            100 * number + 5, f"SO-{2000 + number}", "Save order"
        )
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Procedure"]
    assert "Every order went this way: “Enter the order”." in text
    assert "seen in all 3 orders" in text


def test_what_was_pressed_last_is_not_called_the_end_where_something_was_filled_in_after_it():
    ana = Take("a", "Ana").press(0, A, "New line").fill(5, A, "Quantity")
    ana.press(100, B, "Save order")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Procedure"]
    assert (
        "**Last pressed: “New line”** (1 of 2 times):\n\n"
        "1. In erp.example.com, press “New line”. (R1: 1)\n2. Fill in “Quantity”. (R1: 2)\n"
    ) in text
    assert "Ending with" not in text


def test_a_double_click_and_a_press_without_a_name_are_not_called_a_form_that_was_sent():
    ana = Take("a", "Ana")
    ana._add(0, "click", "SO-1000", element=Element(role="button", name="Open order"))
    ana.events[-1] = replace(ana.events[-1], shown=replace(ana.events[-1].shown, presses=2))
    ana.fill(60, "SO-2000")._add(65, "click", "SO-2000", element=Element(role="button"))
    form = Element(role="form", name="New order")
    ana.fill(120, "SO-3000")._add(125, "form_submitted", "SO-3000", element=form)
    workflow = parse_workflow(
        'format = 1\nname = "t"\n[case]\nname = "order"\npattern = "SO-[0-9]+"\n'
        '[[activities]]\nid = "enter"\ntitle = "Enter"\nbelongs = [{ system = "erp" }]\n'
        '[[systems]]\nid = "erp"\nname = "ERP"\nhosts = ["erp.example.com"]\n',
        "t",
    )
    text = sections(render_sop(View(analysed(ana, workflow=workflow))))["Procedure"]
    assert re.findall(r"\*\*Last [^\n]*", text) == [
        "**Last pressed: “Open order”** (1 of 3 times):",
        "**Last pressed: a control without a name** (1 of 3 times):",
        "**Last sent: the form “New order”** (1 of 3 times):",
    ]


def test_a_role_is_given_only_to_the_people_for_whom_it_is_declared():
    takes = [
        Take(actor, actor).press(1000 * number, f"SO-{1000 + number}", "Save order", "Order saved")
        for number, actor in enumerate(("Ana", "Tom", "Ben", "Eva"))
    ]
    workflow = sales_order(
        '[[roles]]\nname = "Order management"\nactors = ["Ana", "Eva"]\n'
        '[[roles]]\nname = "Credit review"\nactors = ["Ben"]\n'
    )
    text = render_sop(View(analysed(*takes, workflow=workflow)))
    assert (
        "\n**Order management (Ana and Eva), Credit review (Ben) and Tom** in **erp.example.com** · " in text
    )
    assert '"roles": ["Order management", "Credit review"], "people_without_role": 1' in text


def test_a_step_says_by_whom_it_is_to_be_done_where_others_did_it():
    takes = [
        Take(actor, actor).press(1000 * number, f"SO-{1000 + number}", "Save order", "Order saved")
        for number, actor in enumerate(("Ana", "Tom"))
    ]

    def told(*people):
        roles = sales_order().roles
        own = [replace(one, actors=people) if one.name == "Order management" else one for one in roles]
        text = render_sop(View(analysed(*takes, workflow=replace(sales_order(), roles=tuple(own)))))
        return re.findall("^- (To be done by .*)$", text, re.MULTILINE)

    to_do = "To be done by Order management *(declared)*"
    assert told("Ana") == [f"{to_do}; done by others, Tom, 1 of 2 times. (R2: 1–2)"]
    assert told() == [f"{to_do}."], "nobody is named for the role"
    assert told("Ana", "Tom") == []


def test_a_rare_end_of_a_step_is_counted_and_not_told():
    ben = Take("b", "Ben")
    for number in range(12):
        button = "Keep hold" if number == 7 else "Release hold"
        ben.press(100 * number, f"SO-{2000 + number}", button, "ok")
    text = sections(render_sop(View(analysed(ben, workflow=sales_order()))))["Procedure"]
    assert "**Last pressed: “Release hold”** (11 of 12 times):" in text
    assert "Also seen, of 12 times: last pressed: “Keep hold” (1)." in text


def test_a_note_that_was_made_often_stands_once_with_who_made_it():
    ana, ben = Take("a", "Ana"), Take("b", "Ben", start=1000)
    for take, at in ((ana, 0), (ana, 100), (ben, 1000)):
        case = f"SO-{3000 + at}"
        take.press(at, case, "Save order")._add(at + 5, "note", None, told=case)
        take.events[-1] = replace(
            take.events[-1], shown=replace(take.events[-1].shown, text="Called the customer.")
        )
    text = sections(render_sop(View(analysed(ana, ben, workflow=sales_order()))))["Outside the browser"]
    assert text.count("Called the customer") == 1
    assert "“Called the customer.”: noted by Ana and Ben, 3 times, at “Enter the order” on 3 orders" in text


def test_what_is_declared_to_happen_outside_is_marked_as_not_observed(nine):
    assert "Not observed" not in sections(nine).get("Outside the browser", "")
    text = render_sop(View(analysed(*nine_orders(), workflow=sales_order(**{"# outside =": "outside ="}))))
    assert "Not observed, since no recording shows it:\n\n- " in text


def test_a_rule_for_cases_that_nothing_shows_is_not_asked_for_but_told_to_be_corrected():
    """It is declared; declared wrongly, all work of a recording becomes that of one case."""
    orders = [Take(f"r{n}", "Ana").press(0, f"SO-{2000 + n}", "Save order", "Order saved") for n in range(2)]
    none = replace(sales_order(), case=CaseRule(pattern="INV-[0-9]+"))
    text = render_sop(View(analysed(*orders, workflow=none)))
    assert (
        "What the workflow file says tells cases apart was seen in none of the recordings: one that does not"
        in text
    )
    assert "What is guessed can be declared" not in text
    calls = Take("calls", "Ana").press(0, "calls", "Call back")
    text = render_sop(View(analysed(*orders, calls, workflow=sales_order())))
    assert (
        "What the workflow file says tells cases apart was seen not in every recording: one that does not"
        in text
    )


def test_leaving_another_case_is_no_part_of_a_step():
    ana = Take("a", "Ana").page(0, "SO-1000").press(5, "SO-1000", "Save order").page(6, "SO-1000")
    ana._add(10, "click", "SO-1000", element=Element(role="link", name="Orders")).page(11, "all")
    ana._add(12, "click", "all", element=Element(role="link", name="Next order"))
    ana.page(13, "SO-2000").press(20, "SO-2000", "Validate order", "Validation passed")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Procedure"]
    assert "“Orders”" not in text
    assert "open “Next order”" in text


def test_a_link_on_the_page_of_another_case_that_opens_this_one_is_how_the_step_begins():
    """As much as the same link in the list: all three were done alike."""
    ana, pages = Take("a", "Ana"), ("all", "SO-2000", "SO-2001")
    for number, page in enumerate(pages):
        case, at = f"SO-{2000 + number}", 100 * number
        ana.page(at, page)._add(at + 5, "click", page, element=Element(role="link", name="Next order"))
        ana.page(at + 6, case).press(at + 20, case, "Validate order", "Validation passed")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Procedure"]
    assert "1. In erp.example.com" in text
    assert "open “Next order”. (R1: 2)" in text
    assert "Also seen" not in text


def test_rules_that_must_hold_say_how_often_they_were_broken():
    ana = Take("a", "Ana").press(0, A, "Run credit check", "On hold: over the limit")
    ana.press(10, A, "Confirm order", "Order confirmed")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Rules that must hold"]
    assert "- Never “Confirm the order” while a hold is open:" in text
    assert "Broken in 1 of 1 order in which it was done: SO-1001." in text


def test_what_a_rule_forbids_after_a_breach_is_told_and_is_never_what_to_do():
    ana = Take("a", "Ana")
    for number in range(3):
        case = f"SO-{1000 + number}"
        ana.press(20 * number, case, "Run credit check", "On hold: over the limit")
        ana.press(20 * number + 10, case, "Confirm order", "Order confirmed")
    ana.press(80, "SO-2000", "Run credit check", "Credit approved")
    ana.press(90, "SO-2000", "Confirm order", "Order confirmed")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))
    forbidden = "against “Rules that must hold” unless it was settled before: “Confirm the order” (3)."
    [breached, passed] = [
        line for line in text["Procedure"].splitlines() if line.startswith("- If the result is")
    ]
    assert forbidden in breached
    assert "go on with" not in breached
    assert passed.endswith("go on with “Confirm the order” (1).")
    counted_once = "Where the hold of a breached check was still open, only the open hold is counted."
    assert f"in which it was done. {counted_once}" in text["Rules that must hold"]
    steps = json.loads(text["For programs"].split("```")[1].removeprefix("json"))["steps"]
    [check] = [one for one in steps if one["id"] == "credit-check"]
    [(name, against)] = check["against_rules"].items()
    assert (check["next"], check["results"][name], against) == (["confirm-order"], [], ["confirm-order"])


def test_programs_read_where_cases_end_as_often_as_they_do():
    """SO-1003 is opened again after the end, SO-1004 is still open: what comes next there is not known."""
    ana = Take("a", "Ana")
    for number in range(5):
        case, at = f"SO-{1000 + number}", 100 * number
        ana.press(at, case, "Confirm order", "Order confirmed")
        if number != 4:
            ana.press(at + 10, case, "Hand over to warehouse", "Released to fulfilment")
        if number == 3:
            ana.press(at + 20, case, "Confirm order", "Order confirmed")
            ana.press(at + 30, case, "Hand over to warehouse", "Released to fulfilment")

    def told(workflow):
        said = sections(render_sop(View(analysed(ana, workflow=workflow))))["For programs"]
        steps = json.loads(said.split("```")[1].removeprefix("json"))["steps"]
        return said, {one["id"]: (one["next"], one.get("results")) for one in steps}

    said, steps = told(sales_order())
    assert "`null` among them stands for the end of the order.\n" in said
    assert steps["confirm-order"] == (["hand-off"], {"Order confirmed": ["hand-off"]})
    assert steps["hand-off"] == ([None, "confirm-order"], {"Released to fulfilment": [None, "confirm-order"]})
    said, steps = told(None)
    assert "the end of the order, as far as was seen: no end is declared.\n" in said.replace("case", "order")
    confirm, hand_over = steps
    assert [following for following, _ in steps.values()] == [[hand_over, None], [None, confirm]]


def test_what_a_rule_forbids_and_something_stopped_is_tried_and_not_done_against_it():
    ana = Take("a", "Ana")
    for number, answer in enumerate(["Order confirmed", "Not confirmed: order is on hold"]):
        case = f"SO-{1000 + number}"
        ana.press(20 * number, case, "Run credit check", "On hold: over the limit")
        ana.press(20 * number + 10, case, "Confirm order", answer)
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))
    assert (
        "against “Rules that must hold” unless it was settled before: “Confirm the order” (1); "
        "tried, and did not go through: “Confirm the order” (1)." in text["Procedure"]
    )
    assert "Broken in 1 of 1 order in which it was done: SO-1000." in text["Rules that must hold"]


def test_a_field_of_another_page_that_the_same_button_ends_is_told():
    ana = Take("a", "Ana")
    for number in range(4):
        case, at = f"SO-{1000 + number}", 100 * number
        ana.page(at, case).fill(at + 5, case, "Policy").press(at + 10, case, "Next").page(at + 11, case)
        ana.fill(at + 15, case, "Date").fill(at + 20, case, "Reason").press(at + 25, case, "Next").page(
            at + 26, case
        )
    text = sections(render_sop(View(analysed(ana))))["Procedure"]
    assert "**, the first time (4 of 8 times):\n\n1. In erp.example.com, fill in “Policy”. (R1: 2)" in text
    assert (
        "**, the second time (4 of 8 times):\n\n1. In erp.example.com, fill in “Date” and “Reason”." in text
    )


def test_a_field_that_was_not_always_filled_says_how_often_it_was():
    ana = Take("a", "Ana")
    for number in range(3):
        at, order = 100 * number, f"SO-{2000 + number}"
        ana.page(at, order).fill(at + 5, order, "Customer")
        if number != 1:
            ana.fill(at + 8, order, "Remarks")
        ana.press(at + 10, order, "Save order").page(at + 11, order)
    text = render_sop(View(analysed(ana, workflow=sales_order())))
    assert "fill in “Customer” (3 of 3 times) and “Remarks” (2 of 3 times)." in text
    why = "- Why “Remarks” was filled in only sometimes, at “Enter the order”: the step says how often.\n"
    assert why in sections(text)["Scope"]


def entered(ana, at, order, *, leave_out=(), says="Order saved"):
    ana.page(at, order)._add(at + 1, "click", order, element=Element(role="link", name="Start order"))
    for place, field in enumerate(("Customer", "Item", "Terms")):
        if field not in leave_out:
            ana.fill(at + 5 + place, order, field)
    return ana.press(at + 10, order, "Save order", says)


REFUSED = "Order not saved: choose the terms"


def step_one(*takes, **declared):
    text = sections(render_sop(View(analysed(*takes, workflow=sales_order(), **declared))))["Procedure"]
    return text.split("### 1.")[1].split("### 2.")[0]


def test_what_only_sets_a_refused_entry_right_is_not_the_way():
    ana = entered(Take("a", "Ana"), 0, A, leave_out={"Terms"}, says=REFUSED)
    ana.fill(20, A, "Terms").press(25, A, "Save order", "Order saved")
    text = step_one(ana)
    assert "open “Start order”. (R1: 2)\n2. Fill in “Customer” and “Item”. (R1: 3–4)\n3. Press “Save" in text
    assert (
        "To set right what was refused, 1 of 2 times: fill in “Terms” (1); press “Save order” (1). (R1: 7"
        in text
    )
    assert "(1 of 2 times)" not in text.split("- If the result")[0]


COMPLETED_BY_ITS_MESSAGE = """
format = 1
name = "Sales orders"
[case]
name = "order"
pattern = 'SO-\\d+'
told_by = ["route"]
[[activities]]
id = "enter-order"
title = "Enter the order"
belongs = [{ within = 'new order' }, { element = 'save order' }]
completed_by = [{ message = '^order saved$' }]
outcomes = [
    { name = "Saved", result = "passed", when = { message = '^order saved$' } },
    { name = "Refused", result = "refused", when = { message = 'not saved' } },
]
"""


def test_what_came_after_a_refusal_is_how_it_was_set_right_also_where_a_message_completes_the_step():
    ana = Take("a", "Ana").page(0, A).fill(5, A, "Customer").press(10, A, "Save order", REFUSED)
    ana.fill(20, A, "Terms").press(25, A, "Save order", "Order saved")
    analysis = analysed(ana, workflow=parse_workflow(COMPLETED_BY_ITS_MESSAGE, "test"))
    text = render_sop(View(analysis))
    assert (
        f"“Refused” *(declared)*, 1 of 2 times (R1: 4): go on with “Enter the order” (1). The page said “{REFUSED}”"
        in text
    )
    assert (
        "To set right what was refused, 1 of 2 times: fill in “Terms” (1); press “Save order” (1). (R1: 5–7)"
        in text
    )
    assert f"1 time. The page said “{REFUSED}” (SO-1001). Next came “Enter the order” (1). (R1: 4)" in text
    assert [(one.how, one.by, one.count) for one in analysis.rework if one.activity] == [
        ("self_loop", "same", 1)
    ]


def test_of_a_step_with_several_ends_all_performances_add_up():
    ana = entered(Take("a", "Ana"), 0, A, leave_out={"Terms"}, says=REFUSED)
    ana.fill(20, A, "Terms").press(25, A, "Save order", "Order saved")
    ana.page(40, B).fill(45, B, "Terms").press(50, B, "Save changes", "Changes saved")
    text = step_one(ana)
    assert "“Save order”** (1 of 3 times; 1 more only to set right what was refused):" in text
    assert "“Save changes”** (1 of 3 times):" in text


def test_what_set_right_stays_beside_the_way_however_often_it_was_needed():
    ana = entered(Take("a", "Ana"), 0, A, leave_out={"Terms"}, says=REFUSED)
    for number in range(3):
        says = "Order saved" if number == 2 else REFUSED
        ana.fill(20 + 10 * number, A, "Terms").press(25 + 10 * number, A, "Save order", says)
    text = step_one(ana)
    assert "2. Fill in “Customer” and “Item”." in text
    assert "To set right what was refused, 3 of 4 times: fill in “Terms” (3); press “Save order” (3)." in text


def test_the_evidence_of_what_set_right_is_the_same_wherever_recordings_were_mapped():
    """Each step with a shape of its own, as from several machines, against steps that share those that are alike."""
    takes = [
        entered(Take(name, "Ana"), 0, order, leave_out={"Terms"}, says=REFUSED)
        .fill(20, order, "Terms")
        .press(25, order, "Save order", "Order saved")
        for name, order in (("a", A), ("b", B))
    ]
    here = analysed(*takes, workflow=sales_order())
    cases = tuple(
        replace(
            case,
            steps=tuple(
                replace(timed, step=replace(timed.step, shape=replace(timed.step.shape)))
                for timed in case.steps
            ),
        )
        for case in here.cases
    )
    there = replace(here, cases=cases, order=replace(here.order, cases=cases))
    assert render_sop(View(there)) == render_sop(View(here))


def test_who_does_all_of_it_again_performs_the_step_again():
    ana = entered(Take("a", "Ana"), 0, A, leave_out={"Terms"}, says=REFUSED)
    entered(ana, 30, A)
    text = step_one(ana)
    filled = "“Customer” (2 of 2 times), “Item” (2 of 2 times) and “Terms” (1 of 2 times)"
    assert f"2. Fill in {filled}." in text
    assert "set right" not in text


def test_what_was_checked_again_by_another_way_is_checked_as_before():
    ana = Take("a", "Ana").press(0, A, "Validate order", "Validation failed: no price")
    ana._add(50, "click", A, element=Element(role="link", name="Open order"))
    ana.press(60, A, "Validate order", "Validation passed")
    text = render_sop(View(analysed(ana, workflow=sales_order())))
    assert "1. In erp.example.com, press “Validate order”. (R1: 1)" in text
    assert "Also seen, of 2 times: open “Open order” (1)." in text


def test_another_decision_after_a_hold_was_kept_sets_nothing_right():
    ben = Take("b", "Ben").press(0, A, "Keep hold", "Hold kept").press(60, A, "Release hold", "Hold released")
    text = render_sop(View(analysed(ben, workflow=sales_order())))
    assert "**Last pressed: “Release hold”** (1 of 2 times):" in text
    assert "set right" not in text


def test_of_ways_as_frequent_as_each_other_the_one_is_told_by_which_cases_begin():
    ana = entered(Take("a", "Ana"), 0, A)
    ana.press(20, A, "Validate order", "Validation failed: the price is too low")
    ana.fill(30, A, "Price").press(35, A, "Save order", "Order saved")
    for number in (2000, 2001):
        ana.press(number, f"SO-{number}", "Validate order", "Validation passed")
    told, _, also = step_one(ana).partition("Also seen")
    assert "open “Start order”" in told
    assert "fill in “Price” (1)" in also


def test_of_ways_as_frequent_as_each_other_the_one_is_told_on_which_more_is_filled_in():
    ana = Take("a", "Ana").page(0, A).fill(5, A, "Customer").press(10, A, "Save order", "Order saved")
    entered(ana, 100, B)
    told, _, also = step_one(ana).partition("Also seen")
    assert "open “Start order”" in told
    assert "“Item”" in told
    assert "“Start order”" not in also


def test_a_single_way_that_repeats_a_step_says_how_often():
    twice = entered(entered(Take("a", "Ana"), 0, A, says=REFUSED), 30, A)
    text = render_sop(View(analysed(twice, workflow=sales_order())))
    assert "The one order went this way: “Enter the order” twice." in text
    assert "- To follow this way of “Enter the order” in the recordings: order SO-1001." in text


def decided(says):
    """One order for each answer of the credit check, confirmed whatever it was."""
    takes = []
    for number, answer in enumerate(says):
        order, at = f"SO-{2001 + number}", number * 600
        ana = entered(Take(f"r{number}", "Ana", start=at), at, order)
        ana.press(at + 100, order, "Validate order", "Validation passed")
        ana.press(at + 200, order, "Run credit check", answer)
        takes.append(ana.press(at + 300, order, "Confirm order", "Order confirmed"))
    return render_sop(View(analysed(*takes, workflow=sales_order())))


def test_learners_are_sent_to_orders_that_broke_no_rule():
    text = decided(["On hold: over the limit", "Credit approved", "Credit approved"])
    assert "Every order went this way" in text
    assert "in the recordings: orders SO-2002 and SO-2003.\n" in text


def test_where_every_order_broke_a_rule_the_examples_say_so():
    text = decided(["On hold: over the limit"] * 2)
    assert (
        "in the recordings: orders SO-2001 and SO-2002. In each of them a rule was broken or a "
        "hold was not seen to be released.\n"
    ) in text


def test_of_examples_that_break_no_rule_it_is_said_what_is_amiss_and_nothing_else():
    """A filter of the list that nobody declared is no broken rule."""
    takes = []
    for number in (2001, 2002):
        order, at = f"SO-{number}", (number - 2001) * 600
        ana = entered(Take(f"r{number}", "Ana", start=at), at, order)
        takes.append(ana.press(at + 100, order, "Filter the list"))
    text = render_sop(View(analysed(*takes, workflow=sales_order())))
    assert "orders SO-2001 and SO-2002. In each of them a step was done that is not declared.\n" in text


def paid(*answers):
    """One claim for each answer to the press of “Pay”, without a workflow file."""
    takes = []
    for number, says in enumerate(answers):
        claim, at = f"CL-{2001 + number}", number * 600
        ana = (
            Take(f"r{number}", "Ana", start=at)
            .page(at, claim)
            .fill(at + 5, claim, "Amount")
            .press(at + 9, claim, "Pay")
        )
        message = Message(type="validation_error" if says == LIMIT else "status", text=says)
        takes.append(ana._add(at + 10, "message_shown", claim, message=message))
    return render_sop(View(analysed(*takes)))


def test_a_target_is_told_also_where_no_end_is_declared():
    flow = parse_workflow(
        'format = 1\nname = "Orders"\n[[targets]]\nmetric = "cycle"\nminutes = 150\n'
        '[[targets]]\nmetric = "hold_rate"\nshare = 0.1\n',
        "t",
    )
    text = sections(render_sop(View(analysed(entered(Take("a", "Ana"), 0, A), workflow=flow))))["Completion"]
    assert "No end is declared" in text
    assert "Target: cycle time at most 2 h 30 min *(declared)*" in text
    assert "Target: hold rate at most 10 % *(declared)*" in text


LIMIT = "Amount is over the limit"


def test_a_case_in_which_a_step_was_refused_and_given_up_did_not_go_the_usual_way():
    text = paid("Paid", LIMIT, "Paid")
    assert (
        "Every case went this way, though in 1 of 3 cases a step was refused and not done after all: “Pay”."
        in text
    )
    assert "in the recordings: cases CL-2001 and CL-2003.\n" in text


def test_a_rule_that_no_order_came_to_is_not_told_as_kept():
    text = sections(render_sop(View(analysed(entered(Take("a", "Ana"), 0, A), workflow=sales_order()))))
    assert "*(declared)* Not seen: no order came to it." in text["Rules that must hold"]
    assert "0 of 0" not in text["Rules that must hold"]


def test_a_field_of_one_way_among_few_says_in_how_many_of_all_it_was_filled():
    ana = Take("a", "Ana").page(0, A).fill(5, A, "Quantity").press(10, A, "Save order").page(11, A)
    ana.page(100, B).press(102, B, "Edit order").fill(105, B, "Unit price").press(110, B, "Save order").page(
        111, B
    )
    text = render_sop(View(analysed(ana, workflow=sales_order())))
    assert "fill in “Quantity” (1 of 2 times)." in text
    assert "fill in “Unit price” (1)" in text


def test_a_declared_name_of_a_result_is_not_told_as_what_the_page_said():
    ana = (
        Take("a", "Ana")
        .press(0, A, "Validate order", "Validation passed")
        .press(9, B, "Validate order", "Validation succeeded")
    )
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Procedure"]
    assert "Validation passed *(declared)*, 2 of 2 times" in text
    assert "The page said “Validation passed” (1) and “Validation succeeded” (1)." in text


def test_what_another_program_had_recorded_of_typing_is_told_as_left_out_on_the_way_in():
    own, foreign = (
        Take("a", "Ana").press(0, A, "Save order"),
        Take("b", "Ben", start=50).press(0, B, "Save order"),
    )
    imported = replace(foreign.recording(), recorder="smartRPA CSV", source="log.csv")
    told = sections(render_sop(View(analysed(own, imported))))["Scope"]
    assert "- What was typed or chosen: the recorder does not keep it.\n" in told
    assert (
        "- What was typed or chosen in recordings of other programs: it was left out when R2 was imported."
        in told
    )
    counting = replace(imported, source=None, condition=Condition(dropped=12))
    told = sections(render_sop(View(analysed(own, counting))))["Scope"]
    assert "of other programs: 12 values were left out when R2 was imported." in told


def test_a_recording_that_another_program_wrote_in_the_format_itself_was_not_imported():
    text = render_sop(
        View(analysed(replace(Take("a", "Ana").press(0, A, "Save order").recording(), recorder="t 1")))
    )
    assert "- What was typed or chosen: the recorder does not keep it.\n" in sections(text)["Scope"]
    assert record(text, "How this was made", "R1")["Sealed"] == "yes"
    assert "imported" not in text


def test_a_name_with_quotation_marks_stands_in_single_ones_within_others():
    ana = (
        Take("a", "Ana")
        .press(0, A, "Orders")
        .page(1, A)
        .fill(2, A, "Date", "Order confirmation")
        .page(300, A)
    )
    text = render_sop(View(analysed(ana, Take("b", "Ben", start=900).press(0, B, "Save order").page(1, B))))
    assert "‘Orders’" in text
    assert not re.search("“[^”]*“", text)


def test_what_was_refused_says_what_the_page_said_and_what_came_next(nine):
    text = sections(nine)["Exceptions and holds"]
    assert re.search(
        r"- \*\*Validation failed\*\* at “Validate the order”, 1 time\. The page said “Validation failed: the "
        r"price is below the price list” \(SO-1045\)\. Next came “Enter the order” \(1\)\.",
        text,
    )


def test_alerts_and_errors_at_fields_are_exceptions_where_nobody_declared_what_they_mean():
    ana, take_2 = Take("a", "Ana"), "SO-1002"
    for at, case, kind, said in (
        (0, A, "alert", f"Order {A} not saved: price missing"), (20, take_2, "alert", "Order not saved: no customer"),
        (40, take_2, "validation_error", "Choose the customer"), (60, take_2, "status", "Order saved"),
    ):  # fmt: skip
        ana.press(at, case, "Save order")._add(
            at + 1, "message_shown", case, message=Message(type=kind, text=said)
        )
    text = sections(render_sop(View(analysed(ana))))
    assert text["Exceptions and holds"].strip().splitlines() == [
        "- **Alert** at “Save the order”, 2 times, in 2 of 2 cases. The page said “Order … not saved: price missing” "
        "(SO-1001) and “Order not saved: no customer” (SO-1002). Next came nothing, to the end of the recordings "
        "(1) and “Save the order” (1). (R1: 2, 4)",
        "- **Error at a field** at “Save the order”, 1 time, in 1 of 2 cases. The page said “Choose the customer” "
        "(SO-1002). Next came “Save the order” (1). (R1: 6)",
    ]
    assert "the cases that are named with the exceptions." in text["Learning this work"]
    assert "Exceptions and holds" not in text["Learning this work"], "people may call that heading otherwise"


def alerted(*said: tuple[str, str]) -> str:
    """What stands in the SOP where the page says so, kind and text, after a press, and the same is pressed again."""
    ana = Take("a", "Ana").mark(0, A, "case").press(0, A, "Save order")
    for at, (kind, text) in enumerate(said, 1):
        ana._add(at, "message_shown", A, message=Message(type=kind, text=text))
    return render_sop(View(analysed(ana.press(20, A, "Save order", "Order saved"))))


def test_an_alert_and_the_error_at_a_field_of_the_same_moment_are_one_exception():
    text = sections(
        alerted(
            ("alert", "Order not saved: 1 field needs attention Choose the terms"),
            ("validation_error", "Choose the terms"),
        )
    )
    assert text["Exceptions and holds"].strip() == (
        "- **Alert** at “Save the order”, 1 time, in 1 of 1 case. The page said “Order not saved: 1 field needs "
        "attention” / “Choose the terms” (SO-1001). Next came “Save the order” (1). (R1: 3–4)"
    )


def test_a_hold_and_the_alert_that_it_was_read_from_are_one_exception():
    text = sections(alerted(("alert", "On hold: over the limit")))
    assert text["Exceptions and holds"].strip() == (
        "- **Alert** at “Save the order”, 1 time, in 1 of 1 case. The page said “On hold: over the limit” (SO-1001). "
        "Next came “Save the order” (1). (R1: 3) Hold (guessed from a message) on 1 case (SO-1001). Not released to "
        "the last event of the case: SO-1001 (20 s)."
    )


def test_a_step_without_declared_results_says_what_came_after_what_went_wrong():
    text = alerted(("alert", "On hold: over the limit"))
    assert (
        "\n- Result seen: “Order saved”, 1 of 2 times (R1: 5).\n- If the page says “On hold: over the limit”, 1 of 2 "
        "times, guessed to be a hold (R1: 3): go on with “Save the order” (1).\n"
    ) in text


def test_a_rule_is_told_of_the_orders_in_which_the_step_went_through_not_of_those_where_it_was_tried():
    def kept(*says):
        ana = Take("a", "Ana")
        for number, said in enumerate(says):
            ana.press(number * 100, f"SO-{1001 + number}", "Confirm order", said)
        analysis = analysed(ana, workflow=sales_order())
        return render_sop(View(analysis)), render_report(View(analysis))

    sop, report = kept("Order confirmed", "Not confirmed: order is on hold")
    assert "Broken in 0 of 1 order in which it was done." in sop
    assert re.search(r"\| “Confirm the order” never goes through while a hold is open: [^|]+ \| 1 \|", report)
    sop, _ = kept("Not confirmed: order is on hold")
    assert "Not seen: no order came further than to try it." in sop


def test_who_does_many_steps_has_them_counted_in_one_cell_that_stays_short():
    ana, ben = Take("a", "Ana"), Take("b", "Ben")
    for number in range(20):
        ana.press(number * 10, A, f"Open part {chr(65 + number)}", "Opened")
        if number != 3:
            ben.press(500 + number * 10, "SO-2002", f"Open part {chr(65 + number)}", "Opened")
    cy = Take("c", "Cy")
    for number in range(14):
        cy.press(1000 + number * 10, "SO-2003", f"Open part {chr(65 + number)}", "Opened")
    told = sections(render_sop(View(analysed(ana, ben, cy))))["Roles"]
    assert "| Ana | all 20 steps (20) |" in told
    assert re.search(r"\| Ben \| all 20 steps but “[^”]*part d” \(19\) \|", told)
    (cell,) = re.findall(r"\| Cy \| ([^|]*) \|", told)
    assert cell.count("(1)") == 12
    assert cell.endswith("; 2 more (2)")


def test_what_a_page_said_is_counted_though_a_note_or_a_mark_follows():
    ana = Take("a", "Ana")
    for number, kind in enumerate(("note", "mark", None)):
        case = f"SO-{1001 + number}"
        ana.mark(number * 100, case, "case").press(number * 100 + 1, case, "Check receipts")
        missing = Message(type="alert", text="Receipts missing")
        ana._add(number * 100 + 2, "message_shown", case, message=missing)
        if kind == "note":
            ana._add(number * 100 + 4, "note", case)
        elif kind == "mark":
            ana.mark(number * 100 + 4, case, "hold")
        ana.press(number * 100 + 10, case, "Approve invoice", "Approved")
    told = (
        "If the page says “Receipts missing”, 3 of 3 times (R1: 3): go on with “Approve the invoice” (3).\n"
    )
    assert told in render_sop(View(analysed(ana)))


def test_what_a_page_said_is_counted_where_it_was_set_right_at_the_same_step():
    ana = Take("a", "Ana")
    for number, is_set_right in enumerate((False, True, True)):
        at, case = number * 100, f"SO-{1001 + number}"
        ana.mark(at, case, "case").fill(at + 1, case, "Price", "Edit order")
        ana._add(at + 2, "message_shown", case, message=Message(type="validation_error", text="No price"))
        if is_set_right:
            ana.fill(at + 4, case, "Price", "Edit order").press(at + 5, case, "Save changes")
            ana.message(at + 6, case, "Order saved")
        ana.press(at + 20, case, "Validate order", "Validation passed")
    analysis = analysed(ana, workflow=sales_order())
    sop = render_sop(View(analysis))
    assert (
        "If the page says “No price”, 3 of 3 times (R1: 3): go on with more at this step (2); also seen: "
        "“Validate the order” (1).\n"
    ) in sop
    guide = view_for("quick", sop, analysis)
    assert (
        "If the page says “No price”, 3 of 3 times: go on with more at this step or “Validate the order”."
        in guide
    )


def test_a_step_to_which_an_order_comes_back_says_what_was_done_then_if_it_was_something_else():
    ana = Take("a", "Ana")
    for number, (field, at) in enumerate((("Price", 0), ("Quantity", 100), ("", 200), ("", 300), ("", 400))):
        case = f"SO-{1000 + number}"
        ana.fill(at, case).press(at + 5, case, "Save order").message(at + 6, case, "Order saved")
        if field:
            ana.press(at + 10, case, "Validate order", f"Validation failed: {field}")
            ana.fill(at + 20, case, field, "Edit order").press(at + 30, case, "Save changes")
            ana.message(at + 31, case, "Order saved")
        ana.press(at + 40, case, "Validate order", "Validation passed")
    analysis = analysed(ana, workflow=sales_order())
    sop = render_sop(View(analysis))
    way = (
        "On coming back to “Enter the order”: fill in “Price” (1 of 2 times); fill in “Quantity” (1 of 2 times); "
        "press “Save changes”."
    )
    assert f"go on with “Enter the order” (2). {way} The page said" in sop
    assert f"go on with “Enter the order”. {way} The page said" in view_for("quick", sop, analysis)
    assert "\n**Last pressed: “Save changes”** (2 of 7 times; after “Validation failed” 2):\n" in sop


REFERENCE = Element(role="textbox", name="Reference", field="text")


def test_fields_that_were_pasted_into_may_report_it_after_one_another():
    other = Element(role="textbox", name="Name", field="text")
    ana = (
        Take("a", "Ana").page(0, A)._add(2, "paste", A, element=REFERENCE)._add(3, "paste", A, element=other)
    )
    ana._add(4, "field_changed", A, element=REFERENCE)._add(5, "field_changed", A, element=other)
    text = render_sop(View(analysed(ana.press(20, A, "Save order"))))
    assert "aste into “Reference”. (R1: 2, 4)\n2. Paste into “Name”. (R1: 3, 5)\n3. Press" in text


def test_a_field_that_was_pasted_into_is_not_to_be_filled_in_too():
    def told(*between):
        ana = Take("a", "Ana").page(0, A)
        ana._add(2, "paste", A, element=REFERENCE)
        for act in between:
            act(ana)
        return render_sop(
            View(
                analysed(
                    ana._add(9, "field_changed", A, element=REFERENCE).press(20, A, "Save order"),
                    workflow=sales_order(),
                )
            )
        )

    def crm(ana):
        ana.host = "crm.example.com"
        ana.copy(5, A)
        ana.host = "erp.example.com"

    for text in (told(), told(crm)):
        assert "aste into “Reference”." in text
        assert "ill in “Reference”" not in text
    late = told(lambda ana: ana.fill(5, A, "Customer"))
    assert "\n2. Fill in “Customer”." in late
    assert "“Reference”" not in late.partition("Fill in “Customer”")[2].partition("Evidence")[0]
    typed = told(lambda ana: ana._add(3, "field_changed", A, element=REFERENCE).fill(5, A, "Customer"))
    assert "“Customer” and “Reference”." in typed, "its change was known, and it was changed again"
    pressed = told(lambda ana: ana.press(5, A, "Save order", "Order not saved"))
    assert "ill in “Reference”" in pressed


def test_fields_are_told_in_the_order_in_which_they_were_filled_in_each_with_its_verb():
    ana = Take("a", "Ana").page(0, A)
    for at, name in enumerate("abc", 1):
        field = Element(role="textbox", name=name, field=("choice", "text")[at % 2])
        ana._add(at, "field_changed", A, element=field)
    text = render_sop(View(analysed(ana.press(20, A, "Save order"))))
    assert ("fill in “a”. (R1: 2)\n2. Choose “b”. (R1: 3)\n3. Fill in “c”. (R1: 4)\n4. Press") in text


def test_an_end_that_a_person_only_marked_is_told_as_such():
    ana = Take("a", "Ana")
    for number in range(12):
        at, case = 100 * number, f"SO-{1000 + number}"
        ana.page(at, case)._add(at + 5, "click", case, element=Element(role="link", owner="Order"))
        if number:
            ana.press(at + 9, case, "Release to fulfilment", "Released to fulfilment")
        else:
            ana.mark(at + 9, case, "hand_off")
    text = render_sop(View(analysed(ana, workflow=sales_order())))
    assert "Also seen, of 12 times: marked by the person recording, without pressing anything (1)." in text


def test_names_that_look_like_ids_of_the_program_are_told_as_such():
    ana = Take("a", "Ana").fill(0, A, "react-select-2").fill(1, A, "SingleLine1").fill(2, A, "Price list 2")
    scope = sections(render_sop(View(analysed(ana.press(20, A, "B2B")))))["Scope"]
    assert "Names such as “react-select-2” and “SingleLine1” look like ids of the page's program." in scope


def test_an_alert_that_a_declared_result_tells_of_stands_once(nine):
    ana = Take("a", "Ana").press(0, A, "Validate order")
    ana._add(1, "message_shown", A, message=Message(type="alert", text="Validation failed: no price"))
    told = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Exceptions and holds"]
    assert told.count("Validation failed: no price") == 1
    assert "**Alert**" not in told


def test_holds_say_how_long_who_released_them_and_which_are_open(nine):
    text = sections(nine)["Exceptions and holds"]
    assert re.search(
        r"\*\*Credit limit breached\*\* at “Run the credit check”, 2 times\. .* \(R1: 27, 66\) "
        r"Hold \(credit\) on 2 orders \(SO-1043 and SO-1047\)\. Released by Ben "
        r"after [^.]* \(n = 1\)\. Not released to the end of the recordings: SO-1047 \(",
        text,
    )


def test_a_skipped_check_is_a_departure_with_its_case(nine):
    text = sections(nine)["Exceptions and holds"]
    assert (
        "**Missing step** in 1 order (SO-1046): “Run the credit check” was not seen; the order went on to"
        in text
    )


def test_departures_of_one_sort_stand_together_the_worst_first():
    ana = Take("a", "Ana")
    ana.press(5, A, "Confirm order").press(9, A, "Validate order").press(15, A, "Save order")
    other = "SO-1043"
    ana.press(20, other, "Save order").press(25, other, "Run credit check", "On hold: over the limit")
    ana.press(40, other, "Confirm order", "Order confirmed")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Exceptions and holds"]
    told = re.findall(r"^- \*\*(Forbidden combination|Missing step|Out of order)", text, re.MULTILINE)
    assert sorted(told, key=["Forbidden combination", "Missing step", "Out of order"].index) == told
    assert len(set(told)) == 3


def test_an_exception_after_which_a_person_ended_the_case_says_so():
    ana = Take("a", "Ana").page(0, A).press(5, A, "Save order", "Order not saved: no customer")
    ana.mark(9, A, "end")
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Exceptions and holds"]
    assert "Next came the end of the order, marked by a person (1)." in text


def of_so_many_people(n, workflow=None):
    takes = [
        Take(f"r{k}", f"P{k:02}", start=100 * k).page(100 * k, A).press(100 * k + 5, A, "Save order", "Saved")
        for k in range(n)
    ]
    return tables(sections(render_sop(View(analysed(*takes, workflow=workflow))))["Roles"])[0][1:]


def test_few_people_without_a_role_have_a_row_each_and_many_have_one():
    assert [row[1] for row in of_so_many_people(5)] == ["P00", "P01", "P02", "P03", "P04"]
    [row] = of_so_many_people(32)
    assert row[0] == "not declared"
    assert row[1].startswith("32 people: P00 (1), P01 (1), P02 (1), ")
    assert row[1].endswith(", P07 (1) and 24 more (24)")
    assert row[2] == "Save the order (32)"


def test_many_people_of_one_role_have_one_row():
    clerks = sales_order('[[roles]]\nname = "Clerk"\nactors = ["P00", "P01", "P02", "P03", "P04", "P05"]\n')
    rows = of_so_many_people(7, clerks)
    assert [row[:2] for row in rows] == [
        ["Clerk", "6 people: P00 (1), P01 (1), P02 (1), P03 (1), P04 (1) and P05 (1)"],
        ["not declared", "P06"],
    ]


def test_what_was_declared_but_never_seen_is_said_in_the_scope():
    ana = Take("a", "Ana").page(0, A).fill(5, A).press(10, A, "Save order").page(11, A)
    text = sections(render_sop(View(analysed(ana, workflow=sales_order()))))["Scope"]
    assert "“Run the credit check” is declared for “Order management”, but no recording shows it." in text


def test_a_recording_that_was_cut_off_is_said_to_be(nine):
    cut_off = Take("a", "Ana").page(0, A).press(10, A, "Save order").page(11, A).recording(sealed=False)
    assert "Recording R1 was cut off: what came after its last event is not known." in render_sop(
        View(analysed(cut_off))
    )


def test_without_a_workflow_file_names_are_marked_as_guessed_and_nothing_is_invented():
    text = render_sop(View(analysed(*nine_orders())))
    assert "> **Guessed** from what was on the screen: the names of steps" in text
    assert "### 1. Save the order *(guessed name)*" in text
    assert "## Purpose\n\nNobody has stated it yet. Declare `purpose` in a workflow file: " in text
    assert "No end is declared: which cases are complete is not known." in text
    assert {cells[0] for cells in tables(sections(text)["Roles"])[0][1:]} == {"not declared"}


def test_a_step_whose_place_is_not_settled_says_before_which_ones_it_was_often_done() -> None:
    takes = []
    for number, (first, second) in enumerate([("Check", "Send"), ("Check", "Send"), ("Send", "Check")]):
        case, start = f"SO-{1001 + number}", 100.0 * number
        take = Take(case, "Ana", start).page(start, case)
        for at, button in enumerate([first, second, "Close"], 1):
            take.press(start + 10 * at, case, button, f"{button} done")
        takes.append(take)
    text = sections(render_sop(View(analysed(*takes))))["Procedure"]
    assert re.findall(r"### (\d. \w+)", text) == ["1. Check", "2. Send", "3. Close"]
    assert (
        "- Order: before “Check” in 1 of 3 cases with both.\n"
        in text.partition("### 2.")[2].partition("### 3.")[0]
    )
    assert text.count("- Order: ") == 1


def test_a_step_that_many_people_do_names_who_did_it_most_often() -> None:
    people = ["Ana", "Ben", "Cem", "Dee", "Eva", "Finn", "Gil", "Gil"]
    takes = [
        Take(f"SO-{1001 + at}", person, 100.0 * at).page(100.0 * at, f"SO-{1001 + at}")
        .press(100.0 * at + 10, f"SO-{1001 + at}", "Check", "Check done")
        for at, person in enumerate(people)
    ]  # fmt: skip
    text = render_sop(View(analysed(*takes)))
    assert "\n**Gil, Ana, Ben, Cem, Dee and 2 more** in " in sections(text)["Procedure"]
    [cells] = tables(sections(text)["Roles"])[0][1:]
    assert cells[1] == "7 people: Gil (2), Ana (1), Ben (1), Cem (1), Dee (1), Eva (1) and Finn (1)"


def test_steps_that_the_same_ones_of_many_people_did_share_a_row():
    takes = []
    for at, actor in enumerate(["Ana", "Ben", "Cem", "Dee", "Eva", "Finn"]):
        case, own = f"SO-{1001 + at}", ["Enter", "Save"] if at < 4 else ["Pay"]
        take = Take(case, actor, 100.0 * at).page(100.0 * at, case)
        for n, button in enumerate(own, 1):
            take.press(100.0 * at + 10 * n, case, button, f"{button} done")
        takes.append(take)
    assert tables(sections(render_sop(View(analysed(*takes))))["Roles"])[0][1:] == [
        ["not declared", "4 people: Ana (2), Ben (2), Cem (2) and Dee (2)", "Enter (4); Save (4)"],
        ["not declared", "2 people: Eva (1) and Finn (1)", "Pay (2)"],
    ]


@pytest.mark.parametrize("declared", [False, True])
def test_hostile_text_stays_text(declared):
    ana, ben = hostile_takes()
    ana._add(40, "click", HOSTILE, element=Element(role="link", name=None, owner=HOSTILE))
    ana._add(50, "note", None)
    workflow = sales_order(hostile_workflow(), Fulfilment=HOSTILE) if declared else None
    text = render_sop(View(analysed(ana, ben, workflow=workflow)))
    kinds = {
        token.type
        for token in tokens(text)
        if not STEP_ID.fullmatch(token.content) and token.info not in ("mermaid", "json")
    }
    assert not kinds & {"html_inline", "html_block", "link_open", "image", "hr", "code_block", "fence"}
    assert all(len(columns) == 1 for columns in unescaped_columns(text))
    assert "\u202e" not in text
    assert HOSTILE.replace("\u202e", "") in "".join(
        token.content for token in tokens(text) if token.type == "text"
    )


def test_a_forbidden_combination_is_judged_when_the_step_went_through_and_not_when_its_page_was_last_seen():
    held = Take("a", "Ana").press(0, A, "Run credit check", "On hold: over the limit")
    held.press(20, A, "Confirm order", "Order confirmed")
    ben = Take("b", "Ben", start=45).press(50, A, "Release hold", "Hold released")
    held.message(60, A, "Saved")
    early = Take("c", "Cem", start=200).press(
        200, A.replace("1001", "3003"), "Confirm order", "Order confirmed"
    )
    early.message(240, "SO-3003", "On hold: fraud").message(241, "SO-3003", "Saved")
    deviations = analysed(held, ben, early, workflow=sales_order()).deviations
    assert [one.case for one in deviations if one.kind == "forbidden combination"] == [A]


def test_what_is_copied_and_pasted_is_told_without_what_only_prepares_or_follows_it() -> None:
    take = Take("ana-1", "Ana").page(0, "SO-1")
    take.copy_cell(2, "SO-1", "Last name").paste(5, "SO-1", "crm.example.com", "Name").press(
        8, "SO-1", "Save order"
    )
    text = render_sop(View(analysed(take)))
    assert "copy a cell of column “Last name”. (R1: 2–3)" in text
    assert "paste into “Name”. (R1: 4–5)" in text
    assert "fill in “Name”" not in text


def test_a_step_names_each_system_in_which_more_was_done_than_to_navigate():
    take = Take("r", "Ana")
    for number in range(3):
        case, at = f"SO-{2000 + number}", 600 * number
        take.page(at, case).fill(at + 20, case).copy(at + 25, case, "crm.acme.test").paste(
            at + 32, case, "erp.example.com"
        )
        take.press(at + 100, case, "Save order", "Order saved")
    text = render_sop(View(analysed(take, workflow=sales_order())))
    assert "**Ana** in **erp.example.com and crm.acme.test** · seen in all 3 orders" in text
    assert '"systems": ["erp.example.com", "crm.acme.test"]' in text
