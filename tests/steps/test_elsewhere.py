"""Which case work in another tab is for, in a system whose pages name none."""

import pytest

from ledgerium_cli.steps.case_teller import case_teller
from ledgerium_cli.steps.elsewhere import outside_of
from ledgerium_cli.steps.of_recording import steps_of
from ledgerium_cli.steps.rules import Rules
from ledgerium_cli.workflow.load import parse_workflow

from .story import ERP, Story

CALENDAR = "calendar.example.com"
DECLARED = f"""
format = 1
name = "Leave"
[case]
pattern = 'SO-\\d+'
[[systems]]
id = "calendar"
name = "Calendar"
hosts = ["{CALENDAR}"]
[[activities]]
id = "absence"
title = "Enter the absence"
belongs = [{{ system = "calendar", element = '^Add$' }}]
"""


class Tabs(Story):
    """Work on pages of cases in the first tab, and beside it in others."""

    def on(self, case: str) -> "Tabs":
        self.tab = 1
        return self.open(f"/orders/{case}")

    def there(self, system: str = CALENDAR) -> "Tabs":
        self.tab += 1
        return self.open("/", system)

    def entered(self) -> "Tabs":
        return self.fill("Deputy", "Absence").press("Add", "Absence").says("Added")


def cases_of(story, workflow=None):
    """(case, host) of each step, and what was done outside of any."""
    recording, parsed = (
        story.recording(),
        parse_workflow(workflow, "workflow.toml") if workflow is not None else None,
    )
    steps = steps_of(recording, case_teller(recording, parsed), Rules(parsed))
    return [(step.case, step.system) for step in steps], dict(outside_of(recording.events, steps))


def saved(story, case):
    return story.on(case).press("Save").says("Saved")


@pytest.mark.parametrize("then", ["SO-1", "SO-2", None])
def test_what_is_pasted_elsewhere_is_work_for_the_case_on_whose_page_it_was_copied(then):
    story = saved(Tabs(), "SO-1").add("copy").there().add("paste").entered()
    if then is not None:
        saved(story, then)
    found, outside = cases_of(story)
    assert found[:2] == [("SO-1", ERP), ("SO-1", CALENDAR)]
    assert outside == {}


def test_what_is_pasted_in_the_same_tab_is_work_for_the_case_on_whose_page_it_was_copied():
    story = saved(Tabs(), "SO-1").add("copy").open("/", CALENDAR).add("paste").entered()
    found, _ = cases_of(saved(story, "SO-2"))
    assert found == [("SO-1", ERP), ("SO-1", CALENDAR), ("SO-2", ERP)]


def test_what_is_looked_up_elsewhere_and_pasted_on_a_page_of_a_case_is_work_for_that():
    story = saved(Tabs(), "SO-1").there().fill("Name", "Directory").press("Find", "Directory").says("1 found")
    story.add("copy").on("SO-2").add("paste").press("Save").says("Saved")
    assert cases_of(story) == ([("SO-1", ERP), ("SO-2", CALENDAR), ("SO-2", ERP)], {})


def test_what_follows_elsewhere_before_another_case_may_be_for_either_and_is_for_none():
    story = saved(Tabs(), "SO-1").add("copy").there().add("paste").entered().fill("Subject", "Memo")
    found, outside = cases_of(saved(story, "SO-2"))
    assert found == [("SO-1", ERP), ("SO-1", CALENDAR), ("SO-2", ERP)]
    assert outside == {CALENDAR: 1}


def test_what_was_copied_elsewhere_and_is_pasted_elsewhere_is_work_for_none():
    story = saved(Tabs(), "SO-1").there().add("copy").there("mail.example.com").add("paste").entered()
    found, outside = cases_of(saved(story, "SO-1"))
    assert {case for case, host in found if host != ERP} == set()
    assert outside == {"mail.example.com": 3}


def test_what_is_declared_as_a_step_is_work_for_the_case_before_and_after_it():
    story = saved(saved(Tabs(), "SO-1").there().entered(), "SO-1")
    assert cases_of(story, DECLARED) == ([("SO-1", ERP), ("SO-1", CALENDAR), ("SO-1", ERP)], {})
    assert cases_of(story)[1] == {CALENDAR: 2}
    between = saved(saved(Tabs(), "SO-1").there().entered(), "SO-2")
    assert cases_of(between, DECLARED) == ([("SO-1", ERP), ("SO-2", ERP)], {CALENDAR: 2})
