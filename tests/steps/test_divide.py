"""Cases that begin and end where the workflow file says so."""

import pytest
from msgspec.structs import replace

from ledgerium_cli.draft import draft_of
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.errors import WorkflowFileError
from ledgerium_cli.recording.wire import Message, Page
from ledgerium_cli.steps.case_teller import case_teller, tell_cases
from ledgerium_cli.steps.of_recording import steps_of
from ledgerium_cli.steps.rules import Rules
from ledgerium_cli.workflow.load import parse_workflow

from .story import Story


def work():
    story = Story().open("/new")
    for _ in range(3):
        story.fill("Name").fill("Street").press("Save").open("/saved").follow("One more")
    return story


def declared(case):
    return parse_workflow(f'format = 1\nname = "n"\ncase = {{ {case} }}\n', "workflow.toml")


def told(story, case):
    recording = story.recording(case_form=None)
    teller = case_teller(recording, declared(case))
    found = tell_cases(recording, teller, [None] * len(recording.events), {})
    cases: dict[str, list[str]] = {}
    for event, one in zip(recording.events, found, strict=True):
        cases.setdefault(one.case, []).append(event.element.name if event.element else event.page.route)
    return cases, {one.by for one in found}


def test_a_case_ends_with_a_sign_of_its_end_and_the_page_that_answers_it():
    cases, by = told(work(), "ends_with = [{ element = '^save$' }]")
    assert cases == {
        "r-1": ["/new", "Name", "Street", "Save", "/saved"],
        "r-2": ["One more", "Name", "Street", "Save", "/saved"],
        "r-3": ["One more", "Name", "Street", "Save", "/saved"],
        "r-4": ["One more"],
    }
    assert by == {"sign"}


def test_every_sign_of_a_start_starts_a_case():
    cases, _ = told(work(), "starts_with = [{ element = '^name$' }]")
    assert [case[-1] for case in cases.values()] == ["One more"] * 3
    assert cases["r-1"][:2] == ["/new", "Name"]


def test_with_both_what_lies_between_belongs_to_the_case_that_ended():
    story = work()
    story.fill("Name").fill("Name").press("Save")
    cases, _ = told(story, "starts_with = [{ element = '^name$' }], ends_with = [{ element = '^save$' }]")
    assert [case[-1] for case in cases.values()] == ["One more", "One more", "One more", "Save"]
    assert cases["r-4"] == ["Name", "Name", "Save"]


def test_a_reference_that_a_page_shows_wins_over_signs():
    story = Story().open("/orders/SO-1").fill("Name").press("Save").fill("Name").press("Save")
    cases, by = told(story, "pattern = 'SO-\\d+', ends_with = [{ element = '^save$' }]")
    assert (set(cases), by) == ({"SO-1"}, {"route"})


def test_such_cases_are_decided_by_a_rule_and_their_end_is_a_commit_even_without_an_answer():
    recording = Story().open("/new").fill("Name").press("Save").recording(case_form=None)
    workflow = declared("ends_with = [{ element = '^save$' }]")
    [step] = steps_of(recording, case_teller(recording, workflow), Rules(workflow))
    assert (step.case_decided_by, step.completed, step.activity.title) == ("rule", True, "Save")


def test_a_reference_that_looks_like_the_name_of_a_numbered_case_hides_nothing_that_was_done():
    story = Story()
    for number in (100, 101):
        story.open("/app", heading=f"Claim SCH-2026-{number}").fill("Amount").press("Check").says("Checked")
        story.press("Close").says("Closed")
    recording, workflow = (
        replace(story.recording(), id="sch-1"),
        declared("ends_with = [{ element = '^close$' }]"),
    )
    found = steps_of(recording, case_teller(recording, workflow), Rules(workflow))
    assert [(one.case, [action.name for action in one.shape.actions]) for one in found] == [
        ("sch-1-1", ["Amount", "Check"]),
        ("sch-1-1", ["Close"]),
        ("sch-1-2", ["Amount", "Check"]),
        ("sch-1-2", ["Close"]),
    ]


@pytest.mark.parametrize("workflow", [None, declared("ends_with = [{ element = '^save$' }]")])
def test_a_form_that_the_press_at_the_end_sends_belongs_to_the_case_with_its_answers(workflow):
    story = Story().open("/new")
    for _ in range(4):
        story.fill("Name").fill("Street").press("Save").send("New order").says("Saved").open("/new")
    recording = story.recording(case_form=None)
    found = steps_of(recording, case_teller(recording, workflow), Rules(workflow))
    assert [(one.case, list(one.events)) for one in found] == [
        ("r-1", [1, 2, 3, 4, 5, 6, 7]),
        ("r-2", [8, 9, 10, 11, 12, 13]),
        ("r-3", [14, 15, 16, 17, 18, 19]),
        ("r-4", [20, 21, 22, 23, 24, 25]),
    ]


def refused(story, *buttons):
    for button in buttons:
        story.press(button).add(
            "message_shown", wait=1, message=Message(type="validation_error", text="Required")
        )
    return story


def test_a_press_that_the_page_refused_ends_no_case_with_a_rule_and_without_one():
    story = Story().open("/new")
    for mistaken in (False, True, False, False):
        story.fill("Name").fill("Born")
        if mistaken:
            refused(story, "Save").fill("Born")
        story.press("Save").says("Saved")
    expected = [["Name", "Born", "Save"]] * 4
    expected[1] = ["Name", "Born", "Save", "Born", "Save"]
    for workflow in (None, declared("ends_with = [{ element = '^save$' }]")):
        recording = story.recording(case_form=None)
        found = steps_of(recording, case_teller(recording, workflow), Rules(workflow))
        names = [(one.case, action.name) for one in found for action in one.shape.actions]
        by_case = [[name for case, name in names if case == f"r-{number}"] for number in (1, 2, 3, 4)]
        assert by_case == expected


def test_an_error_that_stands_there_whatever_is_done_refuses_nothing():
    story = Story().open("/new")
    for _ in range(3):
        refused(story.fill("Name"), "Save")
    cases, _ = told(story, "ends_with = [{ element = '^save$' }]")
    assert len(cases) == 3


def test_without_a_rule_for_cases_they_are_guessed_as_without_a_workflow_file():
    story = Story()
    for _ in range(4):
        story.open("/new").fill("Name").press("Save").open("/saved")
    recording = story.recording(case_form=None)
    named = declared("name = 'order'")
    told = [steps_of(recording, case_teller(recording, rule), Rules(None)) for rule in (None, named)]
    assert told[0] == told[1]
    assert {step.case_decided_by for step in told[1]} == {"guess"}


def test_a_fault_in_a_sign_is_named():
    with pytest.raises(WorkflowFileError, match="case: element: '\\('"):
        declared("ends_with = [{ element = '(' }]")


def test_a_drafted_file_declares_what_was_guessed():
    story = Story()
    for _ in range(4):
        story.open("/new").fill("Name").fill("Street").press("Save (all)").open("/saved")
    recording = story.recording(case_form=None)
    guessed = analyse([recording], None)
    workflow = parse_workflow(draft_of([recording], guessed), "drafted")
    assert workflow.case.pattern is None
    assert [case.id for case in analyse([recording], workflow).cases] == [case.id for case in guessed.cases]
    assert len(guessed.cases) == 4


def test_a_drafted_file_declares_where_cases_begin_where_their_ends_alone_divide_otherwise():
    story = Story()
    for number in range(6):
        if number:
            story.follow("Add another").open("/new")
        story.page = Page(system="excel", route="/sheet")
        story.press("Copy row")
        story.page = Page(system="erp.example.com", route="/new")
        story.fill("Name").fill("Street").press("Submit").open("/thanks")
    recording = story.recording(case_form=None)
    guessed = analyse([recording], None)
    workflow = parse_workflow(draft_of([recording], guessed), "drafted")
    assert workflow.case.starts_with
    assert workflow.case.ends_with
    assert [[one.step.events for one in case.steps] for case in analyse([recording], workflow).cases] == [
        [one.step.events for one in case.steps] for case in guessed.cases
    ]
    assert len(guessed.cases) == 6


@pytest.mark.parametrize(
    ("sent", "back", "rule"),
    [(True, False, "ends_with"), (False, True, "starts_with")],
    ids=["ended by a form", "begun from a list"],
)
def test_a_drafted_file_declares_a_rule_that_makes_the_cases_that_were_guessed(sent, back, rule):
    story = Story().open("/list")
    for _ in range(4):
        story.follow(None, owner="Claim").open("/detail").fill("Cause", "Claim").fill("Amount", "Claim")
        story.press("Save", "Claim")
        story = (story.send("Claim") if sent else story).says("Saved")
        story = (story.follow("Back to list") if back else story).open("/list")
    recording = story.recording(case_form=None)
    guessed = analyse([recording], None)
    workflow = parse_workflow(draft_of([recording], guessed), "drafted")
    assert getattr(workflow.case, rule)
    assert [[one.step.events for one in case.steps] for case in analyse([recording], workflow).cases] == [
        [one.step.events for one in case.steps] for case in guessed.cases
    ]
    assert len(guessed.cases) == 4
