"""Work on pages that name no case, after the page that named it."""

import pytest

from ledgerium_cli.draft import draft_of
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.workflow.load import parse_workflow

from .story import ERP, Story

DIRECTORY, MAIL = "directory.example.com", "mail.example.com"
DECLARED = f"""
format = 1
name = "Offboarding"
ends_with = "disable"
[case]
pattern = '(?-i:people)/\\d+'
[[systems]]
id = "hr"
name = "HR"
hosts = ["{ERP}"]
[[systems]]
id = "directory"
name = "Directory"
hosts = ["{DIRECTORY}"]
[[activities]]
id = "start"
title = "Start"
belongs = [{{ system = "hr" }}]
[[activities]]
id = "disable"
title = "Disable"
belongs = [{{ system = "directory" }}]
"""


def offboarding(tab=1):
    """Four people, each opened in a system that names them and then disabled in one that does not."""
    story = Story()
    for person in range(4):
        story.tab = 1
        story.open("/people").follow(None, owner="Name").open(f"/people/{3100 + person}")
        story.press("Start offboarding").says("Started")
        story.tab = tab
        story.open("/users", DIRECTORY).fill("Search").press("Disable").says("Disabled")
    return story


def answered_mail():
    """Four mails, each read, then noted at a contact, which names it, and answered."""
    story = Story()
    for contact in range(4):
        story.open("/inbox", MAIL).follow(None, owner="Subject").open("/message", MAIL).press("Flag")
        story.open(f"/contacts/{700 + 3 * contact}").fill("Notes", "Activity").press("Save").says("Saved")
        story.open("/message", MAIL).fill("Body", "Mail").press("Send").says("Sent")
    return story


def told(story, workflow=None):
    """By case the names of what was done."""
    cases = analyse([story.recording(case_form=None)], workflow).cases
    return {
        case.id: [action.name for one in case.steps for action in one.step.shape.actions] for case in cases
    }


@pytest.mark.parametrize("tab", [1, 2])
@pytest.mark.parametrize(
    "workflow", [None, parse_workflow(DECLARED, "workflow.toml")], ids=["guessed", "declared"]
)
def test_what_follows_on_pages_that_name_none_is_work_for_the_case_before(workflow, tab):
    found = told(offboarding(tab), workflow)
    assert [*found] == [f"people/{3100 + person}" for person in range(4)]
    assert all(acts[-3:] == ["Start offboarding", "Search", "Disable"] for acts in found.values())


def test_a_case_that_is_named_in_its_middle_begins_before_and_ends_after():
    found = told(answered_mail())
    assert [*found] == [f"contacts/{700 + 3 * contact}" for contact in range(4)]
    assert all(acts[-5:] == ["Flag", "Notes", "Save", "Body", "Send"] for acts in found.values())


def test_what_leads_to_a_reference_is_work_for_that_though_the_recording_ends_within_it():
    story = Story()
    for order in range(4):
        story.open("/orders/new").fill("Customer").press("Create").open(f"/orders/SO-{900 + order}").says(
            "Created"
        )
    story.open("/orders/new").fill("Customer")
    assert all(acts == ["Customer", "Create"] for acts in told(story).values())


@pytest.mark.parametrize("story", [offboarding(), answered_mail()], ids=["before", "in the middle"])
def test_a_drafted_file_declares_the_reference_and_where_the_work_ends(story):
    recording = story.recording(case_form=None)
    workflow = parse_workflow(draft_of([recording], analyse([recording], None)), "drafted")
    assert workflow.case.pattern is not None
    assert workflow.case.ends_with
    assert told(story, workflow) == told(story)


def test_a_number_that_is_only_looked_at_again_and_again_names_no_case():
    story = Story()
    for number in range(6):
        story.open(f"/dashboards/{12 + number % 2}").press("Refresh")
        story.open("/new", MAIL).fill("Title").fill("Comment").press("Publish").says("Published")
    acts = ["Refresh", "Title", "Comment", "Publish"]
    assert told(story) == {f"r-{number}": acts for number in range(1, 7)}


def test_of_numbers_within_numbers_that_below_which_the_work_is_done_names_the_case():
    story = Story()
    for claim in range(6):
        customer = f"/customers/{500 + claim // 2}"
        story.open(customer).follow(None, owner="Claim").open(f"{customer}/claims/{9100 + claim}")
        story.fill("Amount").press("Approve").says("Approved")
    assert [*told(story)] == [f"claims/{9100 + claim}" for claim in range(6)]


@pytest.mark.parametrize(
    "forms", [("orders/SO-9{:02}", "returns/RT-3{:02}"), ("orders/9{:02}", "returns/3{:02}")]
)
def test_two_kinds_of_work_each_with_its_own_reference_are_cases_of_their_own(forms):
    story, kinds = Story(), [0, 1, 1, 0, 0, 0, 1, 1]
    for number, kind in enumerate(kinds):
        story.open("/list").follow(None, owner="Row").open("/" + forms[kind].format(number))
        story.fill("Date", "Form").press("Accept" if kind else "Confirm").says("Stored")
    found = told(story)
    assert len(found) == len(kinds)
    assert [acts[-1] for acts in found.values()] == ["Accept" if kind else "Confirm" for kind in kinds]


def test_references_that_come_in_turns_are_of_one_case():
    story = Story()
    for number in range(6):
        story.open(f"/leads/L-{100 + number}").fill("Need", "Lead").press("Convert")
        story.open(f"/orders/SO-{500 + number}").fill("Terms", "Order").press("Save").says("Saved")
    assert [acts[-1] for acts in told(story).values()] == ["Save"] * 6
