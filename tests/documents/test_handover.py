"""The opportunities as JSON: what a builder needs of their steps, as it was observed."""

from __future__ import annotations

import json

from ledgerium_cli.documents.opportunities.handover import render_handover
from ledgerium_cli.load import load

from ..conftest import ROOT

EXAMPLE = str(ROOT / "examples" / "sales-order")


def steps():
    loaded = load([EXAMPLE], keep=False)
    return {
        one["activity"]: one
        for one in json.loads(render_handover(loaded.analysis, loaded.recordings()))["steps"]
    }


def test_each_step_of_an_opportunity_has_its_controls_with_the_selectors_that_were_recorded():
    loaded = load([EXAMPLE], keep=False)
    recorded = {
        (recording.id, event.seq): event for recording in loaded.recordings() for event in recording.events
    }
    text = render_handover(loaded.analysis, loaded.recordings())
    found = json.loads(text)
    named = {activity for one in found["opportunities"] for activity in one["activities"]}
    assert {one["activity"] for one in found["steps"]} == named
    for step in found["steps"]:
        assert step["controls"]
        for control in step["controls"]:
            (event,) = control["first"]["events"]
            element = recorded[control["first"]["recording"], event].element
            assert {one["selector"] for one in control["selectors"]} >= set(element.selectors)
            assert 1 <= control["steps"] <= control["times"]
            assert control["steps"] <= step["performances"]


def test_a_check_has_its_conditions_as_declared_and_how_often_they_were_seen():
    seen = {one["outcome"]: one for one in steps()["credit-check"]["conditions"]}
    assert seen["Credit approved"]["when"] == {"message": "^credit approved"}
    assert (seen["Credit approved"]["seen_in_steps"], seen["On hold"]["seen_in_steps"]) == (7, 2)


def test_a_step_that_a_person_judges_is_not_to_be_automated():
    found = steps()
    assert "a person decides here" in found["decide-hold"]["do_not_automate"]
    assert found["credit-check"]["do_not_automate"] is None


def test_no_case_is_named_in_a_control():
    names = [control["name"] or "" for step in steps().values() for control in step["controls"]]
    assert not [name for name in names if "SO-10" in name]
