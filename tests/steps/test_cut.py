"""Where steps begin and end, and what they are called, with and without a workflow file."""

import pytest

from ledgerium_cli.recording.wire import Element, Message, Page, Within
from ledgerium_cli.steps.case_teller import case_teller
from ledgerium_cli.steps.guess_case import guess_pattern
from ledgerium_cli.steps.of_recording import steps_of
from ledgerium_cli.steps.rules import Rules
from ledgerium_cli.steps.titles import imperative, slug
from ledgerium_cli.workflow.load import parse_workflow

from .story import CREDIT, ERP, Story, named


def steps(story, workflow=None, case_form="SO-#"):
    """(case, title, why it begins there, numbers of its events)"""
    recording = story.recording(case_form)
    found = steps_of(recording, case_teller(recording, workflow), Rules(workflow))
    return [(step.case, step.activity.title, step.cut_by, list(step.events)) for step in found]


def test_a_run_of_fields_and_the_button_that_sends_them_are_one_step_named_after_the_button():
    story = Story().open("/orders/new").fill("Customer").fill("Quantity").press("Save order", "New order")
    story.send("New order").open("/orders/SO-1").says("Order saved")
    assert steps(story) == [("SO-1", "Save the order", "recording", [1, 2, 3, 4, 5, 6, 7])]


def test_a_button_that_the_page_answers_ends_a_step_and_one_that_it_does_not_answer_goes_on():
    story = Story().open("/orders/SO-1").press("Validate order").says("Validation passed")
    story.press("Expand").press("Print order").says("Printing")
    assert [(title, cut_by, events) for _, title, cut_by, events in steps(story)] == [
        ("Validate the order", "recording", [1, 2, 3]),
        ("Print the order", "commit", [4, 5, 6]),
    ]


def test_another_system_or_another_form_begins_a_step():
    story = Story().open("/orders/SO-1").fill("Remarks", "Order").fill("Street", "Address")
    story.follow("Credit check").open("/checks/SO-1", CREDIT).press("Run credit check").says("Approved")
    assert [(cut_by, events) for _, _, cut_by, events in steps(story)] == [
        ("recording", [1, 2]),
        ("form", [3]),
        ("system", [4, 5, 6, 7]),
    ]


def test_idle_time_alone_never_cuts():
    story = (
        Story()
        .open("/orders/new")
        .fill("Customer")
        .add("field_changed", wait=7200, element=named("textbox", "Item", "New order"))
    )
    story.press("Save order", "New order").open("/orders/SO-1")
    assert len(steps(story)) == 1


def test_a_link_belongs_to_where_it_leads():
    story = Story().open("/orders/SO-1").press("Validate order").says("ok").follow("Orders").open("/orders")
    story.follow(None, "Order").open("/orders/SO-2").press("Validate order").says("ok")
    assert steps(story) == [
        ("SO-1", "Validate the order", "recording", [1, 2, 3]),
        ("SO-2", "Validate the order", "recording", [4, 5, 6, 7, 8, 9]),
    ]


def test_looking_at_a_list_again_and_again_leads_nowhere_but_the_last_time():
    story = Story()
    for _ in range(3):
        story.open("/holds", CREDIT).follow("Orders on hold")
    story.open("/holds", CREDIT).follow(None, "Order").open("/holds/SO-1", CREDIT).press("Release hold").says(
        "ok"
    )
    assert [events for *_, events in steps(story)] == [[7, 8, 9, 10, 11]]


def test_a_last_look_at_which_nothing_was_done_is_no_step():
    story = Story().open("/orders/SO-1").press("Confirm order").says("Order confirmed")
    story.follow("Orders").open("/orders").follow(None, "Order").open("/orders/SO-1")
    assert [events for *_, events in steps(story)] == [[1, 2, 3]]


def test_a_note_is_kept_where_it_leads_and_at_the_end():
    story = (
        Story()
        .open("/orders/SO-1")
        .add("note", page=False, case="SO-1", text="Called them")
        .press("Confirm order")
    )
    story.says("ok").add("note", page=False, case="SO-1", text="Done")
    assert [events for *_, events in steps(story)] == [[1, 2, 3, 4, 5]]


def test_cases_that_are_worked_on_in_turns_keep_their_steps():
    story = Story().open("/orders/SO-1").fill("Remarks", "Order")
    story.tab = 2
    story.open("/orders/SO-2").fill("Remarks", "Order")
    story.tab = 1
    story.page = Page(system=ERP, route="/orders/SO-1")
    story.fill("Discount", "Order").press("Save order", "Order").says("saved")
    assert [(case, events) for case, _, _, events in steps(story)] == [
        ("SO-1", [1, 2, 5, 6, 7]),
        ("SO-2", [3, 4]),
    ]


def test_a_form_filled_in_one_tab_is_not_taken_for_the_case_of_another():
    story = Story().open("/orders/new").fill("Customer")
    story.tab = 2
    story.open("/orders/SO-1").press("Validate order").says("ok")
    story.tab, story.page = 1, Page(system=ERP, route="/orders/new")
    story.press("Save order", "New order").send("New order").open("/orders/SO-2")
    assert [(case, events) for case, _, _, events in steps(story)] == [
        ("SO-2", [1, 2, 6, 7, 8]),
        ("SO-1", [3, 4, 5]),
    ]


def test_without_any_reference_the_recording_is_one_case():
    story = Story().open("/settings").fill("Name", "Profile").press("Save", "Profile").says("Saved")
    assert steps(story, case_form=None) == [("r", "Save “Profile”", "recording", [1, 2, 3, 4])]


@pytest.mark.parametrize(
    ("routes", "cases"),
    [
        (["/orders/SO-1042/edit", "/checks/SO-1042", "/orders/SO-1043"], ["SO-1042", "SO-1043"]),
        (["/tickets/1042", "/tickets/1043"], ["tickets/1042", "tickets/1043"]),
        (["/claims/2026-1000", "/claims/2026-1001/files"], ["claims/2026-1000", "claims/2026-1001"]),
        (["/calendar/2026-03", "/calendar/2026-03-01"], ["r"]),
        (
            ["/calendar/2026/3", "/tickets/1042", "/calendar/2026/4", "/tickets/1043"],
            ["tickets/1042", "tickets/1043"],
        ),
        (["/invoices/2026/000123", "/invoices/2026/000124"], ["2026/000123", "2026/000124"]),
        (["/claims/2026/3", "/claims/2026/4", "/claims/2026/13"], ["2026/3", "2026/4", "2026/13"]),
        (["/invoices/INV-2026-03", "/invoices/INV-2026-04"], ["INV-2026-03", "INV-2026-04"]),
        (["/invoices/2026/INV-17", "/invoices/2026/INV-18"], ["INV-17", "INV-18"]),
        (
            [f"/orders/{number}/1" for number in range(2001, 2005)],
            [f"orders/{number}" for number in range(2001, 2005)],
        ),
        (["/app/v2/claims/77/view"], ["claims/77"]),
        (["/org/12/tickets/1001", "/org/12/tickets/1002"], ["tickets/1001", "tickets/1002"]),
    ],
)
def test_what_tells_cases_apart_is_guessed_from_the_routes(routes, cases):
    story = Story()
    for route in routes:
        story.open(route).fill("Remarks").press("Save order").says("ok")
    assert list(dict.fromkeys(case for case, *_ in steps(story, case_form=None))) == cases


@pytest.mark.parametrize(
    "routes",
    [
        ["/calendar/2026/3", "/calendar/2026/4", "/calendar/2027/1"],
        ["/calendar/2026/03/14", "/calendar/2026/03/15", "/calendar/2026/04"],
        ["/calendar/2026-03/14", "/calendar/2026-03/15"],
        ["/reports/2026/w12", "/reports/2026/KW13"],
        ["/plan/week/2026/40", "/plan/week/2026/41"],
        ["/plan/2026/week/40", "/plan/2026/week/41"],
    ],
)
def test_months_weeks_and_days_in_addresses_are_no_references(routes):
    story = Story()
    for route in routes:
        story.open(route).fill("Remarks").press("Save order").says("ok")
    assert guess_pattern(story.events) is None
    assert {case.partition("-")[0] for case, *_ in steps(story, case_form=None)} == {
        "r"
    }  # the recording, or its parts


def test_pages_that_only_a_number_tells_apart_are_named_by_their_forms():
    story = Story()
    for number, form in enumerate(("Policy", "Loss"), start=1):
        story.open("/", heading=f"Step {number} of 2").fill(form, form).press("Next", form).says("Go on")
    assert [title for _, title, *_ in steps(story)] == ["Complete “Policy”", "Complete “Loss”"]


def pages_of_a_form(story, *, page=lambda number: number, times=3):
    """A form of three pages, filled several times."""
    for _ in range(times):
        story.open(f"/new/{page(1)}", heading="Basics").fill("Name", "Basics").press("Next", "Basics")
        story.open(f"/new/{page(2)}", heading="Bank").fill("IBAN", "Bank").press("Next", "Bank")
        story.open(f"/new/{page(3)}", heading="Review").press("Create supplier").says("Created")
    return story


def cases_of(story):
    return list(dict.fromkeys(case for case, *_ in steps(story, case_form=None)))


def inputs_of(story):
    """The names of what was done in each case."""
    told = {}
    for case, *_, numbers in steps(story, case_form=None):
        inputs = (event for event in story.events if event.seq in numbers and event.is_input)
        told.setdefault(case, []).extend(event.element.name for event in inputs)
    return list(told.values())


def test_numbers_that_are_the_pages_of_a_form_tell_no_cases():
    assert cases_of(pages_of_a_form(Story())) == ["r-1", "r-2", "r-3"]
    assert cases_of(pages_of_a_form(Story(), times=1)) == ["r"]
    assert cases_of(pages_of_a_form(Story(), page=lambda number: 40 + number)) == [
        "new/41",
        "new/42",
        "new/43",
    ]


@pytest.mark.parametrize(
    "done",
    [
        [("/tickets/1", "Answer"), ("/tickets/2", "Answer"), ("/tickets/3", "Answer")],
        [("/tickets/1", "Answer"), ("/tickets/2", "Priority")],
        [
            ("/tickets/1", "Answer"),
            ("/tickets", "Filter"),
            ("/tickets/2", "Priority"),
            ("/tickets/3", "Owner"),
        ],
        [("/tickets/3", "Answer"), ("/tickets/1", "Priority"), ("/tickets/2", "Owner")],
    ],
    ids=["the same is done", "only two", "opened from a list", "in another order"],
)
def test_small_numbers_tell_cases_that_were_seen_once(done):
    story = Story()
    for route, field in done:
        story.open(route).fill(field).press("Next ticket")
    found = cases_of(story)
    assert sorted(found) == sorted({route.strip("/") for route, _ in done if route != "/tickets"})


def test_small_numbers_tell_cases_on_which_the_same_is_done():
    story = Story()
    for _ in range(2):
        for number in (1, 2, 3):
            story.open(f"/orders/{number}").fill("Remarks").press(f"Save order {number}").says("ok")
    assert cases_of(story) == ["orders/1", "orders/2", "orders/3"]


def test_small_numbers_tell_cases_that_come_back_for_other_work():
    story = Story()
    for name in ("Customer", "Price"):
        for number in (1, 2, 3):
            story.open(f"/orders/{number}").fill(name).press("Save order").says("ok")
    assert cases_of(story) == ["orders/1", "orders/2", "orders/3"]


def test_pages_with_the_same_fields_of_which_some_are_skipped_are_pages_of_a_form():
    story = Story()
    for skips in (False, True, True, True, True, False):
        for number in (1, 3, 4) if skips else (1, 2, 3, 4):
            story.open(f"/quiz/{number}").fill("Answer").press("Hand in" if number == 4 else "Next")
        story.open("/quiz/result")
    assert cases_of(story) == [f"r-{number}" for number in range(1, 7)]


def test_small_numbers_tell_cases_whose_buttons_show_the_page_anew():
    story = Story()
    for number in range(1, 7):
        story.open("/orders").follow(None, "Order").open(f"/orders/{number}").fill("Amount")
        for button in ("Save", "Check credit", "Confirm", "Release"):
            story.press(button).open(f"/orders/{number}").says("Done")
    assert cases_of(story) == [f"orders/{number}" for number in range(1, 7)]


@pytest.mark.parametrize(
    ("pages", "cases"),
    [
        (lambda number: {"heading": f"Ticket #{4100 + number}"}, ["4101", "4102", "4103"]),
        (lambda number: {"heading": f"Chart {814 + number}/26"}, ["815/26", "816/26", "817/26"]),
        (lambda number: {"heading": f"PAT {1200 + number}"}, ["1201", "1202", "1203"]),
        (lambda number: {"title": f"INC-{4100 + number} · Desk"}, ["INC-4101", "INC-4102", "INC-4103"]),
        (lambda number: {"title": f"[#{4100 + number}] Ticket"}, ["4101", "4102", "4103"]),
    ],
)
def test_references_that_only_a_title_or_a_word_tells_are_found_also_where_a_case_is_returned_to(
    pages, cases
):
    story = Story()
    for number, button in (
        (1, "Send"),
        (2, "Send"),
        (1, "Resolve"),
        (3, "Send"),
        (3, "Resolve"),
        (2, "Resolve"),
    ):
        story.open("/agent", heading="Inbox").follow(None, "Subject")
        story.page = Page(system=ERP, route="/agent", **pages(number))
        story.add("page_shown").fill("Reply").press(button).says("Done")
    assert cases_of(story) == cases


def test_one_number_behind_several_words_is_one_case():
    story = Story()
    for number in (1, 2, 3):
        for heading in ("Admission", "Chart"):
            story.open("/ward", heading="Ward").follow(None, "Patient")
            story.open("/his", heading=f"{heading} {41200 + number}").fill(heading).press("Save").says(
                "Saved"
            )
    assert cases_of(story) == ["41201", "41202", "41203"]


def test_a_ward_or_a_count_in_headings_is_no_case():
    wards, counts = Story(), Story()
    for number in range(12):
        wards.open("/round", heading=f"Ward {300 + number // 3 % 2}").fill("Pulse").fill("Drug").press("Next")
        counts.open("/mail", heading=f"Inbox {140 + number}").follow("Subject").fill("Customer")
        counts.open("/mail", heading=f"Inbox {141 + number}").fill("Complaint").press("Create").says(
            "Created"
        )
    assert inputs_of(wards) == [["Pulse", "Drug", "Next"]] * 12
    assert inputs_of(counts) == [["Subject", "Customer", "Complaint", "Create"]] * 12


def test_a_title_that_reports_what_was_just_saved_is_no_case_of_the_next():
    story = Story().open("/orders/new")
    for number in range(4711, 4719):
        story.fill("Customer").fill("Item").press("Save")
        story.page = Page(system=ERP, route="/orders/new", title=f"Create order – order {number} was saved")
        story.add("page_shown").says("Saved")
    found = [numbers for *_, numbers in steps(story, case_form=None)]
    assert found == [[1, 2, 3, 4, 5, 6], *([at, at + 1, at + 2, at + 3, at + 4] for at in range(7, 42, 5))]


def test_numbers_in_headings_below_which_nothing_repeats_are_no_cases():
    story = Story()
    for number, route in enumerate(("/alpha", "/beta", "/gamma")):
        story.open(route, heading=f"Ticket #{4100 + number}").add("note", text="Looked at it")
    assert cases_of(story) == ["r"]


@pytest.mark.parametrize(
    ("headings", "cases"),
    [
        (["Invoice INV-100", "Invoice INV-101"], ["INV-100", "INV-101"]),
        (["Claim SCH-2026-100", "Claim SCH-2026-101"], ["SCH-2026-100", "SCH-2026-101"]),
        (
            ["Order [number 0123456789]", "Order [number abcdef0123]"],
            ["[number 0123456789]", "[number abcdef0123]"],
        ),
        (["Step 1 of 3", "Step 2 of 3", "Step 3 of 3"], ["r"]),
        (["Budget FY2025", "Budget FY2026"], ["r"]),
    ],
)
def test_what_tells_cases_apart_is_guessed_from_headings_where_routes_tell_nothing(headings, cases):
    story = Story()
    for heading in headings:
        story.open("/app", heading="Overview").follow(None, "Number").open("/app", heading=heading)
        story.fill("Remarks").press(f"Save {heading}").says("ok")
    assert list(dict.fromkeys(case for case, *_ in steps(story, case_form=None))) == cases


def test_a_reference_above_few_of_the_inputs_tells_no_cases_apart():
    story = Story()
    for number in (100, 101):
        story.open("/mail", heading=f"AW: INV-{number}").press("Archive").says("Archived")
        story.open("/new", heading="Customers").fill(f"Name {number}").fill(f"Street {number}").press("Save")
    assert {case for case, *_ in steps(story, case_form=None)} == {"r"}


WORKFLOW = parse_workflow(
    """
    format = 1
    name = "Orders"
    [case]
    pattern = 'SO-\\d+'
    [[activities]]
    id = "enter"
    title = "Enter the order"
    belongs = [{ within = 'new order' }]
    completed_by = [{ element = 'save order' }]
    [[activities]]
    id = "release"
    title = "Hand it off"
    belongs = [{ element = 'release' }]
    completed_by = [{ message = 'released' }]
    """,
    "test",
)


def test_tokens_tell_cases_apart_and_one_page_of_a_kind_is_as_the_other():
    story = Story()
    for token in ("3f9a1c2b4d", "1234567890"):
        story.open(f"/orders/[number {token}]/edit", heading=f"Order [number {token}]").fill("Quantity")
        story.press("Next").open(f"/orders/[number {token}]").press(f"Confirm order [number {token}]").says(
            "Done"
        )
    found = [(case, title) for case, title, _, _ in steps(story, case_form=None)]
    assert found == [
        (f"[number {token}]", title)
        for token in ("3f9a1c2b4d", "1234567890")
        for title in ("Complete “Order …”", "Confirm the order [number]")
    ]


def test_a_declared_activity_goes_on_until_what_completes_it_was_seen():
    story = Story().open("/orders/SO-1").press("Release to fulfilment").says("Choose a warehouse")
    story.press("Release order").says("Order released")
    assert steps(story, WORKFLOW) == [("SO-1", "Hand it off", "recording", [1, 2, 3, 4, 5])]


@pytest.mark.parametrize("outcomes", [
    "", "outcomes = [{ name = 'Refused', result = 'refused', when = { message = 'not sent' } }]",
])  # fmt: skip
def test_what_was_refused_ends_a_step_though_its_declared_completion_was_not_seen(outcomes):
    workflow = parse_workflow(f"""
format = 1
name = "Claims"
[[activities]]
id = "send"
title = "Send the claim"
belongs = [{{ within = 'claim' }}]
completed_by = [{{ message = '^claim sent' }}]
{outcomes}
""", "test")  # fmt: skip
    story = (
        Story()
        .open("/claims/SO-1")
        .fill("Amount", "Claim")
        .press("Send", "Claim")
        .refuses("Not sent: no receipt")
    )
    story.press("Attach", "Claim").press("Send", "Claim").says("Claim sent")
    recording = story.recording()
    first, then = steps_of(recording, case_teller(recording, workflow), Rules(workflow))
    assert [list(first.events), list(then.events)] == [[1, 2, 3, 4], [5, 6, 7]]
    assert (first.shape.refused, first.shape.passed) == (True, False)
    assert (then.shape.refused, then.shape.completed) == (False, True)


def test_an_error_at_a_field_that_is_set_right_before_anything_is_sent_cuts_nothing():
    story = Story().open("/orders/SO-1").fill("Quantity").refuses("Whole numbers only").fill("Quantity")
    story.press("Save order", "New order").says("Order saved")
    assert [events for *_, events in steps(story, WORKFLOW)] == [[1, 2, 3, 4, 5, 6]]


def test_a_declared_activity_performed_again_is_another_step():
    story = Story().open("/orders/new").fill("Customer").press("Save order", "New order").says("Not saved")
    story.fill("Quantity").press("Save order", "New order").open("/orders/SO-1")
    assert [(title, events) for _, title, _, events in steps(story, WORKFLOW)] == [
        ("Enter the order", [1, 2, 3, 4]),
        ("Enter the order", [5, 6, 7]),
    ]


def test_what_no_rule_knows_is_a_guess_beside_the_declared_steps():
    story = (
        Story().open("/orders/SO-1").press("Print order").says("ok").press("Release order").says("released")
    )
    recording = story.recording()
    found = steps_of(recording, case_teller(recording, WORKFLOW), Rules(WORKFLOW))
    assert [(step.activity.id, step.activity.decided_by) for step in found] == [
        ("print-the-order-erp-example-com", "guess"),
        ("release", "rule"),
    ]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Save order", "Save the order"),
        ("Run credit check", "Run the credit check"),
        ("Release to fulfilment", "Release to fulfilment"),
        ("Save", "Save “New order”"),
        ("Export PDF", "Export the PDF"),
        ("Save & close", "Save & close"),
        ("Save and continue", "Save and continue"),
        ("Send (draft)", "Send (draft)"),
        ("OK", "Press “OK”"),
        ("Bestellung speichern", "Press “Bestellung speichern”"),
    ],
)
def test_a_title_is_imperative_where_the_button_begins_with_a_verb(name, title):
    assert imperative(name, "New order") == title


@pytest.mark.parametrize(("role", "title"), [("option", "Use an option"), ("button", "Use a button")])
def test_a_step_of_a_nameless_control_is_named_by_its_kind(role, title):
    [(_, told, _, _)] = steps(
        Story().open("/orders/SO-1").add("click", element=Element(role=role)).says("Saved")
    )
    assert told == title


def test_a_step_of_links_and_a_mark_is_named_by_what_the_person_marked():
    story = (
        Story().open("/orders/SO-1").follow("Orders").open("/orders", heading="Orders").follow(None, "Order")
    )
    story.open("/orders/SO-1").add("mark", mark="hand_off", case="SO-1")
    assert [title for _, title, _, _ in steps(story)] == ["Hand off"]


def test_titles_in_any_script_stay_apart():
    assert slug("注文を保存") != slug("注文を削除")


def test_an_answer_that_comes_late_belongs_to_the_step_that_asked_for_it():
    story = Story().open("/orders/SO-1").press("Release order")
    story.tab = 2
    story.open("/orders/SO-1/notes").fill("Remarks", "Notes")
    story.tab, story.page = 1, Page(system=ERP, route="/orders/SO-1")
    story.says("Order released")
    recording = story.recording()
    found = steps_of(recording, case_teller(recording, WORKFLOW), Rules(WORKFLOW))
    assert (list(found[0].events), found[0].completed) == ([1, 2, 5], True)


def test_a_dialog_that_opens_ends_no_step():
    story = Story().open("/orders/SO-1").press("Release")
    story.add("message_shown", message=Message(type="dialog", text="Release the order"))
    story.press("Release order").says("Order released")
    assert [title for _, title, *_ in steps(story)] == ["Release the order"]


def in_dialogs():
    """Entries of a list, each opened and saved in a dialog that tells its number."""
    story = Story().open("/staff")
    for case in ("SO-1", "SO-2"):
        story.press("Edit").add("message_shown", message=Message(type="dialog", text=f"Order {case}"))
        story.fill("Department", "Order").press("Save", "Order").says(f"{case} saved")
    return story


def test_where_no_page_names_a_case_dialogs_and_messages_do():
    assert steps(in_dialogs()) == [
        ("SO-1", "Save “Order”", "recording", [1, 2, 3, 4, 5, 6]),
        ("SO-2", "Save “Order”", "recording", [7, 8, 9, 10, 11]),
    ]


def test_what_is_answered_to_a_dialog_belongs_to_the_case_that_it_asked_about():
    """The next entry of the list is another case, though nothing names it before its own dialog does."""
    cancel = Element(role="button", name="Cancel", within=Within(role="dialog"))
    story = Story().open("/staff").press("Unlock").asks("Unlock SO-1?").add("click", element=cancel)
    story.press("Unlock").asks("Unlock SO-2?").add("click", element=cancel)
    assert [(case, numbers) for case, _, _, numbers in steps(story)] == [
        ("SO-1", [1, 2, 3, 4]),
        ("SO-2", [5, 6, 7]),
    ]


def test_a_message_that_names_another_case_than_the_page_tells_none():
    story = (
        Story().open("/orders/SO-1").press("Copy").says("SO-7 is like it").press("Save order").says("Saved")
    )
    assert {case for case, *_ in steps(story)} == {"SO-1"}


def messages(story):
    found = steps_of(story.recording(), case_teller(story.recording(), None), Rules(None))
    return [[one.text for one in step.shape.messages] for step in found]


def test_a_dialog_that_asks_before_the_page_answers_is_no_result():
    story = Story().open("/orders/SO-1").press("Release")
    story.add("message_shown", message=Message(type="dialog", text="Release the order"))
    assert messages(
        Story(events=[*story.events], page=story.page).press("Release order").says("Released")
    ) == [["Released"]]
    assert messages(Story(events=[*story.events], page=story.page).press("OK")) == [["Release the order"]]


def test_a_question_that_was_answered_with_no_is_no_result():
    cancel = Element(role="button", name="Nein", within=Within(role="dialog"))
    story = Story().open("/orders/SO-1").press("Release").asks("SO-1 freigeben?")
    assert messages(story.add("click", element=cancel)) == [[]]


@pytest.mark.parametrize("waits", ["Bitte warten …", "Saving SO-1...", "保存中…"])
def test_that_something_is_under_way_is_no_result_once_the_page_says_what_came_of_it(waits):
    story = Story().open("/orders/SO-1").press("Save order").says(waits)
    assert len(messages(Story(events=[*story.events], page=story.page))[0]) == 1
    assert messages(story.says("Saved")) == [["Saved"]]


def test_a_reference_at_the_end_of_a_message_does_not_say_that_something_is_under_way():
    story = Story().open("/orders/SO-1").press("Save order").says("Saved: SO-1").says("3 are left")
    assert messages(story) == [["Saved: …", "3 are left"]]


def test_what_a_page_says_as_it_opens_is_no_result_of_what_is_done_on_it():
    story = Story().open("/orders/SO-1").says("Maintenance on Sunday").follow("Details").says("3 overdue")
    assert messages(story.press("Save order").says("Saved")) == [["Saved"]]


def actions(story):
    found = steps_of(story.recording(), case_teller(story.recording(), None), Rules(None))
    return [[one.what[:2] for one in step.shape.actions] for step in found]


def test_a_link_on_the_page_of_another_case_is_how_a_step_begins_if_it_opens_where_it_is_done():
    story = Story().open("/orders/SO-1").press("Save order").says("saved")
    form = (
        Story(events=[*story.events], page=story.page)
        .follow("New order")
        .open("/orders/new")
        .fill("Customer")
    )
    assert actions(form.press("Save order").open("/orders/SO-2"))[1:] == [
        [("follow", "New order"), ("fill", "Customer"), ("press", "Save order")]
    ]
    by_list = Story(events=[*story.events], page=story.page).follow("Orders").open("/orders").follow("SO")
    assert actions(by_list.open("/orders/SO-2").press("Save order").says("saved"))[1:] == [
        [("follow", "SO"), ("press", "Save order")]
    ]


def test_a_message_long_after_a_press_does_not_make_it_a_commit():
    story = (
        Story()
        .open("/orders/SO-1")
        .press("Expand")
        .add("message_shown", wait=1800, message=Message(type="status", text="You have mail"))
    )
    story.press("Save order").says("Order saved")
    assert [title for _, title, *_ in steps(story)] == ["Save the order"]


def test_a_step_of_a_press_that_was_answered_late_is_named_after_the_press():
    story = Story().open("/orders/SO-1").follow("Credit check").open("/checks/SO-1").press("Run credit check")
    story.add("message_shown", wait=200, message=Message(type="alert", text="On hold"))
    assert [title for _, title, *_ in steps(story)] == ["Run the credit check"]


def test_references_that_differ_in_letter_case_are_one_case():
    story = Story().open("/orders/so-1").press("Save order").says("ok")
    story.open("/orders/SO-1").press("Print order").says("ok")
    story.add("mark", page=False, mark="hold", case="order so-1 ")
    assert {case for case, *_ in steps(story)} == {"SO-1"}


def test_a_case_that_is_marked_without_a_number_is_a_case_of_its_own():
    story = Story()
    for name in ("First", "Second"):
        story.add("mark", page=False, mark="case").open("/form").fill(name, "Form").press(
            "Save", "Form"
        ).says("ok")
    assert [case for case, *_ in steps(story, case_form=None)] == ["r-1", "r-2"]


def test_an_example_of_digits_alone_stands_for_just_so_many():
    story = Story().open("/orders/1042", heading="3 open orders").press("Save order").says("ok")
    assert [case for case, *_ in steps(story, case_form="####")] == ["1042"]


def test_a_page_that_is_opened_long_after_a_press_is_not_its_answer():
    story = Story().open("/orders/SO-1").press("Release order").says("Order released")
    story.page = Page(system=ERP, route="/orders")
    story.add("page_shown", wait=3600)
    assert [events for *_, events in steps(story)] == [[1, 2, 3]]


def test_work_in_a_system_that_never_shows_a_case_belongs_to_none():
    story = Story().open("/orders/SO-1").press("Save order").says("Order saved")
    story.tab = 2
    story.open("/inbox", "mail.example.com").fill("To", "Message").press("Send", "Message").says("Sent")
    story.tab = 1
    story.open("/orders/SO-2").press("Save order").says("Order saved")
    assert [(case, title) for case, title, *_ in steps(story)] == [
        ("SO-1", "Save the order"),
        ("SO-2", "Save the order"),
    ]


def test_the_pages_of_a_wizard_are_steps_of_their_own():
    story = Story()
    for heading in ("Policy", "Damage"):
        story.open("/claims/CL-77", heading=heading).fill("Details", None).press("Next", None).says("ok")
    assert [title for _, title, *_ in steps(story, case_form="CL-#")] == [
        "Complete “Policy”",
        "Complete “Damage”",
    ]


def test_a_step_that_a_dialog_confirms_is_named_by_what_it_asked_about():
    """The heading of the list behind it is not what was done; a form in a dialog is completed all the same."""
    ok = Element(role="button", name="OK", within=Within(role="dialog"))
    story = Story().open("/orders/SO-1", heading="New orders").press("Release order").asks("Really?")
    story.add("click", element=ok).says("Released")
    story.press("Add", None).fill("Reason", None).add("click", element=ok).says("Added")
    assert [title for _, title, *_ in steps(story)] == ["Release the order", "Complete “New orders”"]


@pytest.mark.parametrize("no", ["Cancel", "Nein", "Annuler"])
def test_a_step_that_a_dialog_asked_about_and_that_was_not_done_is_named_so(no):
    """Done again at once it is one step with what was done; else it is no performance, and says of what."""
    answer = {one: Element(role="button", name=one, within=Within(role="dialog")) for one in (no, "OK")}
    story = (
        Story().open("/orders/SO-1").press("Release order").asks("Really?").add("click", element=answer[no])
    )
    assert [title for _, title, *_ in steps(story)] == ["Cancel “Release order”"]
    story.press("Release order").asks("Really?").add("click", element=answer["OK"]).says("Released")
    assert [title for _, title, *_ in steps(story)] == ["Release the order"]


def test_what_a_page_says_to_which_a_person_went_back_answers_nothing_before():
    """The banner of the order is no result of the note, and with its page begins what is done there."""
    story = Story().open("/notes/SO-1").press("Save note").says("Note saved")
    story.page = Page(system=ERP, route="/orders/SO-1")
    story.add("page_shown", went_there=True).says("Approved").press("Release order").says("Released")
    assert [(title, numbers) for _, title, _, numbers in steps(story)] == [
        ("Save the note", [1, 2, 3]),
        ("Release the order", [4, 5, 6, 7]),
    ]


def test_what_a_page_says_that_a_person_asked_for_by_its_address_answers_nothing_before():
    """Also where nothing had answered what was done before."""
    story = Story().open("/notes/SO-1").fill("Note", form="Notes").send("Notes")
    story.page = Page(system=ERP, route="/orders/SO-1")
    story.add("page_shown", went_there=True, by_address=True).says("Approved")
    story.press("Release order").says("Released")
    assert [numbers for *_, numbers in steps(story)] == [[1, 2, 3], [4, 5, 6, 7]]


def test_what_a_program_says_that_goes_back_by_itself_is_its_answer():
    story = Story().open("/orders/SO-1").press("Save order")
    story.page = Page(system=ERP, route="/orders")
    story.add("page_shown", went_there=True).says("Saved")
    assert [(title, numbers) for _, title, _, numbers in steps(story)] == [("Save the order", [1, 2, 4])]


def test_icons_stay_apart():
    assert slug("Press “→”") != slug("Press “←”")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stock +", "Stock −"),
        ("C++ jobs", "C# jobs"),
        ("C# jobs", "C jobs"),
        ("A/B", "A B"),
        ("a\u200bb", "a b"),
        ("क्ति", "क्त"),
    ],
)
def test_names_that_differ_in_signs_are_steps_of_their_own(one, other):
    story = Story().open("/orders/SO-1").press(one).says("ok").press(other).says("ok")
    recording = story.recording()
    found = steps_of(recording, case_teller(recording, None), Rules(None))
    assert [step.activity.title for step in found] == [f"Press “{one}”", f"Press “{other}”"]
    assert len({step.activity.id for step in found}) == 2


def test_names_that_differ_in_case_and_blanks_are_one_step():
    story = (
        Story()
        .open("/orders/SO-1")
        .press("A & B")
        .says("ok")
        .press("a  &  B")
        .says("ok")
        .press("A b")
        .says("ok")
    )
    recording = story.recording()
    found = steps_of(recording, case_teller(recording, None), Rules(None))
    first, second, third = [step.activity.id for step in found]
    assert first == second != third == "press-a-b-erp-example-com"


def test_a_page_that_is_loaded_again_an_hour_later_answers_nothing_and_leads_to_what_is_done_next():
    story = Story().open("/orders/SO-1").press("Save order").says("Order saved")
    story.add("page_shown", wait=3600).press("Validate order").says("Validation passed")
    assert [(title, events) for _, title, _, events in steps(story)] == [
        ("Save the order", [1, 2, 3]),
        ("Validate the order", [4, 5, 6]),
    ]


def test_nor_does_it_answer_an_entry_into_a_field():
    story = Story().open("/orders/SO-1").fill("Remarks", "Order").add("page_shown", wait=3600)
    story.open("/checks/SO-1", CREDIT).press("Run credit check").says("Approved")
    assert [events for *_, events in steps(story)] == [[1, 2], [3, 4, 5, 6]]


def test_a_page_that_is_loaded_again_after_the_last_step_is_no_part_of_it():
    story = Story().open("/orders/SO-1").press("Save order").says("Order saved").add("page_shown", wait=3600)
    assert [events for *_, events in steps(story)] == [[1, 2, 3]]


LATE = parse_workflow(
    """
format = 1
name = "Orders"
[[activities]]
id = "check"
title = "Run the check"
belongs = [{ element = "Run check" }]
completed_by = [{ message = "Approved" }]
outcomes = [{ name = "Approved", result = "passed", when = { message = "Approved" } }]
[[activities]]
id = "confirm"
title = "Confirm it"
belongs = [{ element = "Confirm" }]
""",
    "workflow.toml",
)


def test_the_first_answer_is_the_result_of_its_step_however_late_it_comes():
    story = (
        Story()
        .open("/orders/SO-1")
        .press("Run check")
        .add("message_shown", wait=600, message=Message(type="status", text="Approved"))
    )
    story.press("Confirm").says("Confirmed")
    assert [events for *_, events in steps(story, LATE)] == [[1, 2, 3], [4, 5]]


def test_a_check_whose_result_comes_late_and_that_is_run_again_is_two_steps():
    story = Story().open("/orders/SO-1")
    for _ in range(2):
        story.press("Run check").add(
            "message_shown", wait=204, message=Message(type="status", text="Approved")
        )
    assert [events for *_, events in steps(story, LATE)] == [[1, 2, 3], [4, 5]]


def test_a_declared_result_belongs_to_its_step_however_late_it_comes_and_once():
    story = Story().open("/orders/SO-1").press("Run check").says("In progress")
    for _ in range(2):
        story.add("message_shown", wait=600, message=Message(type="status", text="Approved"))
    story.press("Confirm").says("Confirmed")
    assert [events for *_, events in steps(story, LATE)] == [[1, 2, 3, 4], [5, 6, 7]]


def entered(*routes: str, by: str = "Submit claim") -> Story:
    """Claims entered on one form; the address of the page that follows each."""
    story = Story()
    for route in routes:
        story.open("/claims/new").fill("Purpose").press(by).open(route).says("Claim submitted")
    return story


def test_what_was_entered_belongs_to_the_reference_in_the_address_of_the_page_that_it_led_to():
    found = steps(entered("/claims/EC-301", "/claims/EC-302"), case_form=None)
    assert [(case, title, events) for case, title, _, events in found] == [
        ("EC-301", "Submit the claim", [1, 2, 3, 4, 5]),
        ("EC-302", "Submit the claim", [6, 7, 8, 9, 10]),
    ]


@pytest.mark.parametrize("routes", [("/steps/2", "/steps/3"), ("/lines/EC-301", "/lines/EC-301")])
def test_a_bare_number_or_one_reference_for_all_in_such_an_address_tells_no_cases_apart(routes):
    assert [case for case, *_ in steps(entered(*routes), case_form=None)] == ["r-1", "r-2"]
