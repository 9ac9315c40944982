"""A step that the workflow file names anew, or that is guessed where the file was forgotten, also in a month in which
it was not recorded."""

import re
from dataclasses import replace
from itertools import permutations

import pytest

from ledgerium_cli.documents.merge.text.wording import KEPT

from .make import BASE, CHECK, ENTER, RELEASE, SOP, Folder, Sop, Step, edited, section

ENTRY = re.search(r"(?s)### 1\. Enter the order\n.*?(?=### 2)", BASE)[0]
STEP = re.search(r"(?s)### 2\. Check the credit\n.*?(?=### 3)", BASE)[0]
LAST = re.search(r"(?s)### 3\. Release the order\n.*?(?=\n## )", BASE)[0]
COPY = STEP.replace("### 2. Check the credit", "### Express orders")
RULE = "- Time: work 14 s (n = 9)."
EDITS = {
    "a rule out, which is declared alone": edited((f"{RULE}\n", "")),
    "called otherwise": edited(("### 2. Check the credit", "### 2. Ask the bank")),
    "added to": edited(("Press “Run credit check”.", "Press “Run credit check” and wait.")),
    "copied behind itself": BASE.replace(STEP, STEP + COPY),
    "copied before itself": BASE.replace(STEP, COPY + STEP),
    "moved, and added to": BASE.replace(STEP, "").replace(
        ENTRY, STEP.replace("Open “Credit check”.", "Open “Credit check” at noon.") + ENTRY
    ),
    "an entry taken out": edited(("2. Press “Save order”. (R1: 16)\n", "")),
    "an entry of it taken out": edited(("2. Press “Run credit check”. (R1: 24)\n", "")),
    "the last one moved to the top, both added to": edited(
        (LAST, ""),
        (ENTRY, LAST.replace("Press “Release”.", "Press “Release” at noon.") + "\n" + ENTRY),
        ("Press “Save order”.", "Press “Save order” and wait."),
    ),
    "behind one of people's": BASE.replace(STEP, f"### Call the customer\n\nBefore noon.\n\n{STEP}"),
}
WITH_OTHER_IDS = BASE.replace("step: check -->", "step: credit -->").replace(
    "step: enter -->", "step: order-entry -->"
)
GUESSED = (
    BASE.replace("step: check -->", "step: run-the-credit-check-erp -->")
    .replace("step: enter -->", "step: save-the-order-erp -->")
    .replace("Check the credit\n", "Open the desk *(guessed name)*\n")
    .replace("Enter the order\n", "Save the order *(guessed name)*\n")
    .replace("“Check the credit”", "“Open the desk”")
    .replace(f"{RULE}\n", "")
)
WITHOUT_CHECK, ONLY_CHECK = Sop((ENTER, RELEASE)).markdown(), Sop((CHECK,)).markdown()
BETWEEN = {
    "with other ids": WITH_OTHER_IDS,
    "guessed": GUESSED,
    "without the step": WITHOUT_CHECK,
    "without the others": ONLY_CHECK,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("between", [*permutations(BETWEEN, 2)], ids=", ".join)
def test_what_people_wrote_at_a_step_is_there_again_whatever_id_it_had_and_when_it_was_seen(edit, between):
    folder = Folder(edit)
    told = folder.build(BASE)
    for one in between:
        folder.build(BETWEEN[one])
    assert (folder.build(BASE), folder.conflicts) == (told, 0)


def test_two_steps_now_are_two_also_where_one_once_had_the_id_of_the_other():
    folder = Folder(edited(("### 2. Check the credit", "### 2. Ask the bank")))
    folder.build(WITH_OTHER_IDS)
    both = BASE.replace(STEP, STEP + STEP.replace("check -->", "credit -->").replace("2. Check", "3. Review"))
    steps = re.findall(r"(?m)^### (?:\d\. )?(.*)\n\n<!-- step: (.*) -->", folder.build(both))
    assert sorted(step for _, step in steps) == ["check", "credit", "enter", "release"]
    assert [step for title, step in steps if title == "Ask the bank"] == ["credit"]


def test_an_edit_stays_with_its_step_when_a_guessed_name_becomes_a_declared_one():
    guessed = replace(
        SOP, steps=(replace(ENTER, id="save-the-order-erp", title="Save the order *(guessed name)*"), CHECK)
    )
    theirs = edited(("(R1: 16)", "(R1: 16)\n3. Say thanks."), of=guessed.markdown())
    folder = Folder(theirs, guessed.markdown())
    assert "3. Say thanks." in section(folder.build(BASE), "Enter the order")
    assert (folder.conflicts, KEPT in folder.sop) == (0, False)


def test_a_guessed_step_that_is_declared_in_other_words_is_known_by_its_events():
    guessed = Step(
        "press-match-erp-localhost",
        "Press “Match order” *(guessed name)*",
        ("In erp.localhost, press “Match order”. (R1: 12)",),
        ("Result seen: “Done”, 7 of 8 times (R1: 13).", "Evidence: (R1: 12–13, 32–33; 4 more)"),
    )
    other = replace(
        guessed, id="close-erp-localhost", title="Close *(guessed name)*", actions=("Close. (R1: 50)",)
    )
    other = replace(other, facts=("Evidence: (R1: 50–53)",))
    declared = Step(
        "match",
        "Compare with the purchase",
        ("In Ledger on “Invoice”, press “Match order”. (R1: 12)",),
        (
            "Rule: A difference of more than 2 EUR is asked about. *(declared)*",
            "If the result is “Same” *(declared)*, 7 of 8 times (R1: 13): go on with “Post” (7).",
            "Evidence: (R1: 12–13, 32–33; 4 more)",
        ),
    )
    base, new = (
        replace(SOP, steps=steps).markdown() for steps in ((ENTER, guessed, other), (ENTER, declared))
    )
    own = edited(("### 3. Close", "> Mind the gap.\n\n### 3. Close"), of=base)
    folder = Folder(own, base)
    assert "> Mind the gap. *(added)*" in section(folder.build(new), "Compare with the purchase")
    assert (folder.conflicts, KEPT in folder.sop) == (0, False)
    renamed = own.replace("2. Press “Match order” *(guessed name)*", "2. Look at the purchase")
    folder = Folder(renamed, base)
    assert "> **Conflict at “Look at the purchase”**" in folder.build(new)
    assert folder.conflicts == 1
