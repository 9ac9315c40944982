"""What months of use bring: steps that are copied, people who change, a workflow file that somebody forgot."""

import re
import shutil

import pytest

from ledgerium_cli.build import Drawn
from ledgerium_cli.load import load

from .folder import RECORDED, analysis_of, declaring_announced
from .folder import Folder as RealFolder
from .make import BASE, ENTER, OWN, RELEASE, SAID, SAID_NEXT, Folder, Sop, beside

STEP = re.search(r"(?s)### 2\. Check the credit\n.*?(?=### 3)", BASE)[0]
COPY = STEP.replace("### 2. Check the credit", "### Express orders")


@pytest.mark.parametrize("is_built", [True, False])
def test_a_copied_step_stays_behind_its_original_when_that_was_gone_for_a_time(is_built):
    folder = Folder(BASE.replace(STEP, STEP + COPY))
    if is_built:
        folder.build(BASE)
    folder.build(Sop((RELEASE,)).markdown())
    titles = re.findall(r"(?m)^### (?:\d\. )?(.*)", folder.build(BASE))
    assert titles == ["Enter the order", "Check the credit", "Express orders", "Release the order"]


def test_what_people_put_below_who_does_a_step_stays_there_whoever_does_it():
    crews = (
        "Anne Olwada, Penn Osterwalder, Christian Francois, Esmana Liubiata, Heinz Gutschmidt",
        "Karel de Groot, Tesca Lobes, Alberto Duport, Francis Odell, Immanuel Karagianni",
        "Clement Duchot, Miu Hanwan, Pedro Alvares, Sean Manney, Fjodor Kowalski",
    )
    unseen = "The log names this step; what is done in it was not observed."
    head = "### 2. Check the credit\n\n<!-- step: check -->\n\n"
    months = [
        BASE.replace(
            STEP,
            f"{head}**{crew} and 8 more** · seen in {n} of 20 cases\n\n{unseen}\n\n"
            f"- Then “Release the order” ({n}).\n\n",
        )
        for n, crew in enumerate(crews, start=7)
    ]
    folder = Folder(months[0].replace(unseen, "We open the form and send it."), months[0])
    told = folder.build(months[0])
    for month in (months[1], months[2], months[0]):
        folder.build(month)
    assert folder.sop == told


def test_a_conflict_goes_when_the_build_says_again_what_people_had_changed_also_of_a_step_with_another_id():
    line = "Press “Run credit check”. (R1: 24)"
    own = BASE.replace(line, "Press “Run credit check” and wait. (R1: 24)")
    guessed = BASE.replace("step: check -->", "step: run-the-check -->").replace(
        line, f"In credit.localhost, {line}"
    )
    folder = Folder(own)
    told = folder.build(BASE)
    folder.build(guessed)
    assert folder.conflicts == 1
    assert (folder.build(BASE), folder.conflicts) == (told, 0)


@pytest.mark.parametrize(
    "own",
    [
        BASE.replace("Press “Save order”.", "Press “Save order” and wait."),
        BASE.replace(STEP, f"### Call the customer\n\nBefore noon.\n\n{STEP}"),
    ],
    ids=["a remark", "a section"],
)
def test_a_month_in_another_order_moves_nothing_for_good(own):
    """Nobody moved anything."""
    folder = Folder(own)
    told = folder.build(BASE)
    folder.build(Sop((RELEASE, ENTER)).markdown())
    back = folder.build(BASE)
    steps = re.findall(r"(?m)^### (?:\d\. )?(.*)", back)
    assert [one for one in steps if one != "Call the customer"] == [
        "Enter the order",
        "Check the credit",
        "Release the order",
    ]
    assert back == told or "Call the customer" in steps


def test_what_people_wrote_behind_stands_once_when_a_note_was_left_open_over_two_months():
    line = "- Result seen: Approved, 9 of 9 times (R1: 25). Then “Release the order” (9)."
    months = [
        BASE.replace(line, told)
        for told in (
            "- Then “Release the order” (7); also seen: “Enter the order” (2).",
            "- Then nothing more was seen (5).",
        )
    ]
    folder = Folder(BASE.replace(line, f"{line} Ask Mia."))
    told = folder.build(BASE)
    for month in months:
        folder.build(month)
    assert (folder.build(BASE), folder.conflicts) == (told, 0)


def test_a_note_stays_where_people_rewrote_their_words_after_it_though_the_first_rule_is_back():
    folder = Folder(beside(OWN), beside(SAID))
    folder.build(beside(SAID_NEXT))
    assert folder.conflicts == 1
    folder.sop = folder.sop.replace(OWN, "Accounts for the CRM and the ERP, asked of IT.")
    folder.build(beside(SAID))
    assert folder.conflicts == 1


@pytest.fixture
def real(tmp_path) -> RealFolder:
    folder = RealFolder(tmp_path)
    folder.analysis = analysis_of(tuple(RECORDED[:1]))
    folder.build()
    return folder


def test_a_settled_conflict_stays_settled_when_people_word_their_sentence_once_more(real, tmp_path):
    rule = "Rule: The quantity is in stock."
    real.edited((f"{rule} *(declared)*", "Rule: The quantity is in stock, zebra."))
    real.analysis = declaring_announced(RECORDED[:1], tmp_path)
    sop = real.build()
    note = re.search(r"(?m)^ *> \*\*Conflict.*\n(?: *>.*\n)+", sop)[0]
    assert "> **Conflict" not in real.edited((note, ""))
    assert "> **Conflict" not in real.edited(("in stock, zebra.", "in stock, zebra and gecko."))


def test_numbers_of_a_copy_are_not_those_of_the_original(real):
    step = re.search(r"(?s)### 1\. Enter the order\n.*?(?=### 2)", (real.path / "sop.md").read_text("utf-8"))[
        0
    ]
    copied = step.replace("### 1. Enter the order", "### Express orders")
    real.edited((step, step + copied))
    real.analysis = analysis_of(tuple(RECORDED))
    real.build()
    head = re.search(r"\*\*Last pressed: “Save order”\*\* \(.*", step)[0].partition(" (")[0]
    real.edited((head, "**New order**"))
    real.analysis = analysis_of(tuple(RECORDED[::2]))
    assert "> **Conflict" not in real.build()


def test_a_build_without_the_workflow_file_that_the_last_one_had_says_so(real, tmp_path):
    for recording in RECORDED[:1]:
        (tmp_path / "alone").mkdir()
        shutil.copy(recording, tmp_path / "alone")
    forgotten = load([str(tmp_path / "alone")]).analysis
    assert any("this one has none" in line for line in Drawn(forgotten, real.path).kept.told)
    assert not any("this one has none" in line for line in Drawn(real.analysis, real.path).kept.told)
    real.analysis = forgotten
    real.build()
    assert not any("this one has none" in line for line in Drawn(forgotten, real.path).kept.told)
