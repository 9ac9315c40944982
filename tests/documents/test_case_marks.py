"""Documents say by what cases were told apart, where it is a guess."""

import pytest

from ledgerium_cli.documents.case_marks import case_marks, case_references
from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.draft import draft_of
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.recording.wire import Element
from ledgerium_cli.workflow.load import parse_workflow

from ..steps.routines.beside import chats
from ..steps.story import Story


def entered(*buttons):
    story = Story().open("/new")
    for button in buttons:
        story.fill("Name").fill("Town").press(button).open("/done")
    return analyse([story.recording(case_form=None)], None)


def test_every_document_says_which_act_was_taken_for_the_end():
    analysis = entered("Submit", "Submit", "Submit")
    sentence = (
        "> **Guessed** from what repeats itself: each press of “Submit” in erp.example.com was taken as the end of one "
        "case (R1)."
    )
    assert sentence in render_sop(View(analysis))
    assert sentence in render_report(View(analysis))


def test_several_acts_are_all_named():
    analysis = entered("Approve", "Approve", "Refuse", "Refuse", "Approve", "Approve", "Refuse", "Refuse")
    [block] = case_marks(View(analysis))
    assert "each press of “Approve” in erp.example.com or press of “Refuse” in erp.example.com was" in block


def test_tabs_that_are_a_case_each_are_told_so():
    story = chats(Story(), "abaabbcdcdcdc")
    [block] = case_marks(View(analyse([story.recording(case_form=None)], None)))
    ends = "each tab in which work ends with the press of “End chat” in erp.example.com was taken for one case (R1)."
    assert block == f"> **Guessed** from what repeats itself: {ends}"


@pytest.mark.parametrize(
    ("kind", "element", "words"),
    [
        ("page_shown", None, "each appearance of the page “/new” in erp.example.com was taken as the start"),
        (
            "click",
            Element(role="cell", owner="A"),
            "each click on a cell of column “A” in erp.example.com was",
        ),
        ("paste", Element(role="gridcell", owner="A"), "each paste into a cell of column “A” in erp.example"),
        ("click", Element(role="link", name="Next one"), "each press of “Next one” in erp.example.com was"),
    ],
)
def test_a_start_is_told_in_words(kind, element, words):
    story = Story().open("/old")
    for _ in range(4):
        if element is None:
            story.open("/new")
        else:
            story.add(kind, element=element)
        story.fill("Name").fill("Town")
    [block] = case_marks(View(analyse([story.recording(case_form=None)], None)))
    assert words in block


def test_the_name_of_a_control_is_harmless():
    [block] = case_marks(View(entered(*["<b>*x*</b>"] * 3)))
    assert "<b>" not in block
    assert "*x*" not in block.replace("\\*", "")


def test_nothing_is_said_where_references_tell_cases_apart():
    story = Story().open("/orders/SO-11").fill("Name").press("Save").says("Saved")
    assert case_marks(View(analyse([story.recording()], None))) == []


WORKFLOW = parse_workflow(
    "format = 1\nname = 'Orders'\n[case]\npattern = '(SO|T|INV)-\\d+'\n", "workflow.toml"
)


def three_systems() -> Recording:
    story = Story()
    for number in range(3):
        for route, system, button in (
            (f"/tickets/T-10{number}", "desk.example.com", "Close the ticket"),
            (f"/invoices/INV-20{number}", "books.example.com", "Post the invoice"),
            (f"/orders/SO-30{number}", "erp.example.com", "Save the order"),
        ):
            story.open(route, system).fill("Note").press(button).says("Done")
    return story.fill("Terms").recording(case_form=None)


def test_every_document_says_which_references_were_taken_for_cases_and_which_were_not() -> None:
    recording = three_systems()
    analysis = analyse([recording], None)
    assert {case.id for case in analysis.cases} == {"SO-300", "SO-301", "SO-302"}
    for document in render_sop(View(analysis)), render_report(View(analysis)):
        text = document.replace("\u00a0", " ")
        assert (
            "> **Guessed** from references on the pages: each “SO-\\#” was taken for one case (R1). Seen"
            in text
        )
        assert (
            "Seen too, and not taken: “T-\\#” and “INV-\\#”; what was done on their pages counts to the"
            in text
        )
    assert "# Seen on the pages too, and not taken: “T-#” and “INV-#”." in draft_of([recording], analysis)


def test_of_one_kind_of_references_only_that_is_said() -> None:
    story = Story().open("/orders/7").fill("Name").press("Save").open("/orders/8").fill("Name").press("Save")
    [block] = case_references(View(analyse([story.recording(case_form=None)], None)))
    assert (
        block == "> **Guessed** from references on the pages: each “orders/\\#” was taken for one case (R1)."
    )


def test_no_references_are_named_where_a_person_declared_them() -> None:
    assert "references on the pages" not in render_sop(View(analyse([three_systems()], WORKFLOW)))
    assert case_references(View(analyse([Story().open("/orders/SO-1").fill("Name").recording()], None))) == []
