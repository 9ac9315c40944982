"""Without a workflow file, a step that recordings were cut off in is the one that steps which begin so are."""

from collections import Counter
from dataclasses import replace as changed

import pytest
from msgspec.structs import replace

from generate import Generated, Options, generate
from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.engine.operations import analyse, cases_of
from ledgerium_cli.findings.checks import check_cases
from ledgerium_cli.recording.condition import Condition
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.load import parse_workflow

from ..steps.story import Story

PLAIN = Options(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
OFFICE = changed(PLAIN, hurdles=0.5, cut_off=1, tasks_per_recording=2)


def enter(order, *fields):
    story = Story().open(f"/orders/{order}")
    for field in fields or ("Customer", "Quantity"):
        story.fill(field)
    return story


def whole(order, button="Save order"):
    return enter(order).press(button, "New order").says("Done")


def analysed(*stories, cut_off=()):
    recordings = [
        replace(story.recording(), id=f"r{n}", condition=Condition("missing" if story in cut_off else "fits"))
        for n, story in enumerate((*stories, *cut_off))
    ]
    return analyse(recordings, None)


def titles(analysis):
    return [step.step.activity.title for case in analysis.cases for step in case.steps]


def test_a_recording_cut_off_within_a_form_ends_in_the_step_that_sends_it():
    short = enter("SO-2", "Customer")
    analysis = analysed(whole("SO-1"), cut_off=[short])
    assert titles(analysis) == ["Save the order", "Save the order"]
    assert (
        "Not finished: 1 of 2 times a recording was cut off in the middle of it; that it was this step is guessed"
        in (render_sop(View(analysis)))
    )


def test_a_recording_cut_off_before_the_page_answered_ends_in_the_step_of_that_button():
    short = enter("SO-2").press("Toggle").press("Save order", "New order")
    assert titles(
        analysed(enter("SO-1").press("Toggle").press("Save order", "New order").says("Done"), cut_off=[short])
    ) == [
        "Save the order",
        "Save the order",
    ]


def test_how_somebody_came_to_the_form_does_not_matter():
    short = Story().open("/orders/SO-2").follow("New").fill("Customer")
    assert titles(analysed(whole("SO-1"), cut_off=[short])) == ["Save the order", "Save the order"]


def test_a_step_in_a_recording_that_was_stopped_stays_as_it_is():
    assert titles(analysed(whole("SO-1"), enter("SO-2", "Customer"))) == [
        "Save the order",
        "Fill in “New order”",
    ]


def test_where_steps_that_begin_so_went_on_in_two_ways_none_is_taken():
    short = enter("SO-3", "Customer")
    found = titles(analysed(whole("SO-1"), whole("SO-2", "Reject order"), cut_off=[short]))
    assert sorted(found) == ["Fill in “New order”", "Reject the order", "Save the order"]


def test_what_was_never_filled_in_there_is_another_step():
    short = enter("SO-2", "Discount")
    assert titles(analysed(whole("SO-1"), cut_off=[short])) == ["Save the order", "Fill in “New order”"]


def test_a_way_that_a_recording_was_cut_off_in_is_no_instruction():
    sop = render_sop(View(analysed(whole("SO-1"), cut_off=[enter("SO-2", "Customer")])))
    assert "Without pressing anything" not in sop
    assert "1. In erp.example.com, fill in “Customer” and “Quantity”." in sop


DECLARED = parse_workflow(
    """
format = 1
name = "Orders"
[case]
pattern = 'SO-\\d+'
[[activities]]
id = "save"
title = "Save the order"
belongs = [{ element = 'save order' }]
completed_by = [{ element = 'save order' }]
""",
    "workflow.toml",
)


def test_what_no_declared_activity_is_known_to_be_is_told_as_cut_off_and_not_as_declared():
    stories = whole("SO-1"), enter("SO-2", "Customer")
    recordings = [
        replace(story.recording(), id=f"r{n}", condition=Condition("missing" if n else "fits"))
        for n, story in enumerate(stories)
    ]
    analysis = analyse(recordings, DECLARED, model=True)
    assert titles(analysis) == ["Save the order", "Cut off: not known in which step"]
    assert analysis.deviations == ()
    assert analysis.deviations.conforming_steps == (1, 1)
    assert analysis.conformance.fitness.value == 1
    assert check_cases(analysis, DECLARED, []).conforming_steps == (1, 1)
    sop, report = render_sop(View(analysis)), render_report(View(analysis))
    assert "### 2. Cut off: not known in which step\n" in sop
    assert "Not finished: 1 of 1 time a recording was cut off in the middle of it. (R2: 1–2)" in sop
    assert "| Cut off: not known in which step | a recording was cut off in it | 1 in 1 |" in report


def test_what_was_seen_of_a_declared_activity_is_that_one_also_where_it_was_cut_off():
    short = Story().open("/orders/SO-2").press("Save order")
    recording = replace(short.recording(), condition=Condition("missing"))
    assert titles(analyse([recording], DECLARED)) == ["Save the order"]


def read(generated: Generated):
    return [
        one
        for name, data in generated.recordings.items()
        if (one := read_recording(data, name)[0]) is not None
    ]


@pytest.mark.parametrize("seed", range(4))
def test_in_an_office_every_step_that_is_taken_for_another_is_that_one(seed: int):
    generated = generate(20, seed, 3, OFFICE)
    recordings = read(generated)
    before = {step.key: step for step in steps(cases_of(recordings, None))}
    after = [*steps(analyse(recordings, None).cases)]
    assert {step.key: tuple(step.numbers) for step in after} == {
        key: tuple(step.numbers) for key, step in before.items()
    }
    true = {
        (step.recording, event): step.activity
        for case in generated.truth.cases
        for step in case.steps
        for event in step.events
    }

    def truth(step: Step) -> str:
        """What most of its events are for: what leads to it may be for what was before."""
        return Counter(true.get((step.recording, event), "") for event in step.events).most_common(1)[0][0]

    finished: dict[str, Counter[str]] = {}
    for step in after:
        if step.completed:
            finished.setdefault(step.activity.id, Counter())[truth(step)] += 1
    taken = [step for step in after if step.activity != before[step.key].activity]
    assert len(taken) > 10
    for step in taken:
        assert step.shape.cut_short
        assert truth(step) == finished[step.activity.id].most_common(1)[0][0]


def steps(cases):
    return (timed.step for case in cases for timed in case.steps)
