"""A draft is valid as it is, and means what was guessed."""

import re
from pathlib import Path

import msgspec
import pytest

from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.opportunities.render import render_opportunities
from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.draft import draft_of
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.load import load
from ledgerium_cli.recording.files import read_files
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.workflow.load import parse_workflow

from ..steps.story import Story
from .make import HOSTILE, Take, analysed, hostile_takes

EXAMPLE = Path(__file__).parents[2] / "examples" / "sales-order"


def drafted(*takes: Take) -> str:
    return draft_of([take.recording() for take in takes], analysed(*takes))


def test_the_draft_of_the_example_declares_what_was_guessed():
    recordings = read_files([str(EXAMPLE)]).recordings
    guessed = analyse(recordings, None)
    declared = analyse(recordings, parse_workflow(draft_of(recordings, guessed), "draft"))
    assert [case.variant for case in declared.cases] == [case.variant for case in guessed.cases]
    assert {one.activity.decided_by for one in declared.activities} == {"guess"}
    assert declared.deviations == (), "no step besides those that it declares"


def test_a_draft_names_every_step_that_several_cases_ended_with():
    """One that names only the most frequent end calls all others open."""

    def take(n: int, last: str) -> Take:
        return (
            Take(f"r{n}", "Ana")
            .page(0, f"SO-{n}")
            .press(5, f"SO-{n}", "Save order", "ok")
            .press(9, f"SO-{n}", last)
        )

    one, both = [take(n, "Ship order") for n in range(10, 13)], [take(n, "Decline order") for n in (14, 15)]
    assert '# ends_with = "ship-the-order-erp-example-com"\n' in drafted(*one)
    ids = '["ship-the-order-erp-example-com", "decline-the-order-erp-example-com"]'
    told = f"# ends_with = {ids} # last in 3 and 2 of 5: take out"
    assert told in drafted(*one, *both)
    assert parse_workflow(drafted(*one, *both).replace("# ends_with", "ends_with"), "draft").ends_with


@pytest.mark.parametrize("confirmed", [False, True])
def test_what_a_draft_declares_stays_a_guess_until_its_first_line_is_taken_out(confirmed):
    takes = [
        Take(f"r{n}", "Ana").page(0, f"SO-{n}").press(9, f"SO-{n}", "Save order", "ok") for n in range(10, 16)
    ]
    text = drafted(*takes)
    if confirmed:
        text = re.sub("(?m)^draft = true.*\n", "", text)
    documents = documents_of(analysed(*takes, workflow=parse_workflow(text, "draft"), model=True))
    for name in ("sop.md", "report.md", "opportunities.md"):
        assert ("a draft that nobody has confirmed: correct it" in documents[name]) is not confirmed
    assert ("How near the cases are to the declared steps" in documents["report.md"]) is confirmed
    assert ("### 1. Save the order *(guessed name)*\n" in documents["sop.md"]) is not confirmed
    health, conformance = re.findall(
        r"\n\| (?:Process health|Conformance rate) \| (.*?) \|", documents["report.md"].replace("\u00a0", " ")
    )
    assert (health, conformance) == (
        "absent",
        "absent: the workflow file requires no step and no order, and forbids nothing"
        if confirmed
        else "absent: the workflow file is a draft that nobody has confirmed",
    )


def test_the_cases_that_a_person_gave_an_example_of_are_no_guess_of_a_draft():
    story = Story().open("/orders/SO-1").press("Save").says("Saved")
    for form, by in ((None, "guess"), ("SO-#", "rule")):
        recording = story.recording(case_form=form)
        draft = parse_workflow(draft_of([recording], analyse([recording], None)), "draft")
        [case] = analyse([recording], draft).cases
        assert case.steps[0].step.case_decided_by == by


def test_a_draft_names_systems_people_and_the_messages_that_were_seen():
    ana = Take("a", "Ana").page(0, "SO-1001").press(10, "SO-1001", "Save order", "Order saved")
    text = drafted(ana)
    assert 'hosts = ["erp.example.com"]' in text
    assert 'actors = ["Ana"]' in text
    assert "#   Order saved (1 of 1)" in text


@pytest.mark.parametrize("reference", ["tickets/%d", "bug-%d", "SO-%d", "claims/[number 12345abc%d]"])
def test_cases_keep_their_names_with_the_draft(reference):
    story = Story()
    for number in (41, 42):
        story.open(f"/{reference % number}").fill("Remarks").press("Save").says("Saved")
    recording = story.recording(case_form=None)
    guessed = analyse([recording], None)
    drafted = parse_workflow(draft_of([recording], guessed), "draft")
    assert [case.id for case in guessed.cases] == [
        (reference % number).removeprefix("claims/") for number in (41, 42)
    ]
    assert [case.id for case in analyse([recording], drafted).cases] == [case.id for case in guessed.cases]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Save", "Step 1 of 2", "Customer"), ("Save", "Step 2 of 2", "Delivery")),
        (("Next", "Step 1 of 2", "Customer"), ("Next", "Step 2 of 2", "Delivery")),
        (("Next", "Customer", "Order"), ("Next", "Delivery", "Order")),
    ],
)
def test_steps_that_one_name_of_a_button_ends_stay_apart_in_the_draft(first, second):
    story = Story()
    for number in (41, 42):
        for button, heading, form in (first, second):
            story.open(f"/orders/SO-{number}", heading=heading).fill("Name", form).press(button, form).says(
                "Done"
            )
    recording = story.recording(case_form=None)
    guessed = analyse([recording], None)
    drafted = parse_workflow(draft_of([recording], guessed), "draft")
    titles = [one.activity.title for one in guessed.activities]
    assert len(titles) == 2
    declared = analyse([recording], drafted)
    assert [one.activity.title for one in declared.activities] == titles
    assert [case.variant for case in declared.cases] == [case.variant for case in guessed.cases]


def test_cases_keep_the_names_that_headings_show_with_the_draft():
    story = Story()
    for number in ("12345abcde", "abcde12345"):
        story.open("/app", heading=f"Order [number {number}]").fill("Remarks").press("Save").says("Saved")
    recording = story.recording(case_form=None)
    drafted = parse_workflow(draft_of([recording], analyse([recording], None)), "draft")
    assert [case.id for case in analyse([recording], drafted).cases] == [
        "[number 12345abcde]",
        "[number abcde12345]",
    ]


def told(recording_id: str, start_ms: int, story: Story) -> Recording:
    """The story as a recording of its own, that began at this time."""
    events = tuple(msgspec.structs.replace(one, at_ms=start_ms + one.at_ms) for one in story.events)
    return msgspec.structs.replace(
        story.recording(case_form=None), id=recording_id, start_ms=start_ms, events=events
    )


def test_a_draft_of_two_kinds_of_references_makes_the_cases_that_were_guessed():
    orders, bills = Story(), Story()
    for number in (41, 42, 43):
        orders.open(f"/orders/SO-{number}").fill("Remarks").press("Save").says("Saved")
    for number in (71, 72):
        bills.open(f"/bills/INV-{number}").fill("Amount").press("Pay").says("Paid")
    recordings = [told("orders", 0, orders), told("bills", 600_000, bills)]
    guessed = analyse(recordings, None)
    drafted = analyse(recordings, parse_workflow(draft_of(recordings, guessed), "draft"))
    assert [case.id for case in guessed.cases] == ["SO-41", "SO-42", "SO-43", "INV-71", "INV-72"]
    assert [case.id for case in drafted.cases] == [case.id for case in guessed.cases]


def test_a_draft_leaves_to_be_guessed_what_no_rule_for_all_recordings_tells_apart():
    entered, checked, earlier = Story(), Story(), Story()
    earlier.open("/review/EC-10").press("Check").says("Checked").open("/review/EC-11").press("Check")
    for number in (12, 13):
        entered.open("/new").fill("Amount").press("Submit").open("/done", heading=f"Claim EC-{number}")
        checked.open(f"/review/EC-{number}").press("Check").says("Checked")
    entered.open("/new").fill("Amount").press("Submit")  # for the claim before, or for one after it
    recordings = [told("a", 0, earlier), told("b", 3_600_000, entered), told("c", 7_200_000, checked)]
    guessed = analyse(recordings, None)
    draft = draft_of(recordings, guessed)
    assert "# No rule for all recordings makes the cases that were guessed" in draft
    assert "#   pattern = '(?<![A-Za-z0-9])EC\\-" in draft
    drafted = analyse(recordings, parse_workflow(draft, "draft"))
    assert [(case.id, case.variant) for case in drafted.cases] == [
        (case.id, case.variant) for case in guessed.cases
    ]
    assert "These guesses, but for what tells one case from another, stand in the workflow" in render_sop(
        View(drafted)
    )
    confirmed = analyse(recordings, parse_workflow(draft.replace("draft = true", ""), "draft"))
    assert (
        "> **Guessed** from what was on the screen: what tells one case from another. The events and their "
        "times were recorded. What is guessed can be declared in the workflow file."
    ) in render_sop(View(confirmed))


def test_steps_of_a_draft_stand_in_the_order_of_the_cases_that_it_makes():
    entered, checked, earlier = Story(), Story(), Story()
    earlier.open("/review/EC-10").press("Check").says("Checked")
    for number in (12, 13):
        entered.open("/new").fill("Amount").press("Submit").open(f"/claims/EC-{number}")
        checked.open(f"/review/EC-{number}").press("Check").says("Checked")
    recordings = [told("a", 0, earlier), told("b", 3_600_000, entered), told("c", 7_200_000, checked)]
    draft = draft_of(recordings, analyse(recordings, None))
    assert re.findall('(?m)^title = "(.*)"$', draft) == ["Submit", "Check"]
    assert "# seen in 2 of 3, not in EC-10." in draft


def held_claims() -> list[Recording]:
    story = Story()
    for number in (41, 42, 43):
        story.open(f"/claims/EC-{number}").press("Check")
        story.says(f"Claim {number} on hold: a receipt is missing" if number < 43 else "Checked")
        if number == 41:
            story.press("Answer").says("Hold released")
        story.press("Pay").says("Paid")
    return [story.recording(case_form=None)]


def test_a_draft_declares_the_holds_that_were_guessed_and_they_stay_guesses_until_it_is_confirmed():
    recordings = held_claims()
    guessed = analyse(recordings, None)
    text = draft_of(recordings, guessed)
    assert text.endswith(
        "[[holds]] # guessed from what pages said: no hold? Take it out.\n"
        'kind = "on-hold"\n'
        'activity = "check-erp-example-com"\n'
        "begins = [{ message = '^Claim .* on hold: a receipt is missing$' }]\n"
        "ends = [{ message = '^Hold released$' }]\n"
    )
    drafted = analyse(recordings, parse_workflow(text, "draft"))
    confirmed = analyse(recordings, parse_workflow(text.replace("draft = true", ""), "draft"))
    for analysis, is_guess in ((guessed, True), (drafted, True), (confirmed, False)):
        assert [(one.start_ms, one.end_ms, one.guessed) for case in analysis.cases for one in case.holds] == [
            (at, end, is_guess) for at, end in ((5_000, 8_000), (16_000, None))
        ]
        assert [case.held for case in analysis.cases] == [True, True, None if is_guess else False]
        assert (" and what counts as a hold" in render_sop(View(analysis))) is is_guess
        assert ("guessed from a message" in render_report(View(analysis))) is is_guess


def test_a_hold_that_a_person_adds_to_a_draft_is_declared():
    recordings = held_claims()
    text = draft_of(recordings, analyse(recordings, None)).replace('kind = "on-hold"', 'kind = "receipt"')
    holds = [one for case in analyse(recordings, parse_workflow(text, "d")).cases for one in case.holds]
    assert [(one.kind, one.guessed) for one in holds] == [("receipt", False)] * 2


def test_hostile_names_stay_in_their_strings_and_comments():
    text = drafted(*hostile_takes())
    workflow = parse_workflow(text, "draft")
    assert any(HOSTILE.replace("\u202e", "")[:20] in one.title for one in workflow.activities)


def test_recordings_with_a_workflow_file_beside_them_are_drafted_without_it():
    assert load([str(EXAMPLE)]).analysis.workflow is not None
    recordings = read_files([str(EXAMPLE)]).recordings
    assert "system-1" in draft_of(recordings, analyse(recordings, None))


def test_every_document_of_a_log_says_that_its_workflow_file_is_a_draft(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("case,activity,start,complete\nA,Enter,2026-03-02T09:00:00Z,2026-03-02T09:05:00Z\n")
    held = load([str(log)], declared=False)
    (tmp_path / "workflow.toml").write_text(draft_of([], held.analysis))
    analysis = load([str(log)]).analysis
    for document in (
        render_sop(View(analysis)),
        render_report(View(analysis)),
        render_opportunities(View(analysis)),
    ):
        assert "> **Draft:** the workflow file is a draft that nobody has confirmed" in document
