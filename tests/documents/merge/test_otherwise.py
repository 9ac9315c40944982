"""What people changed and the build now says otherwise: both stand there until somebody settles it."""

from dataclasses import replace

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.markdown.parse import said_of

from .make import BASE, COUNTED_ANEW, NOTE, SOP, edited, in_conflict

CONFLICT = """\
2. Press “Save order” twice. *(edited)*

   > **Conflict at “Enter the order”**: people changed what stands above; now the build says:
   >
   > Press “Keep order”. (R1: 16)
   >
   > Keep what is true and delete this note."""


def test_where_the_recording_says_otherwise_both_stand_there_and_the_step_is_named():
    theirs = edited(("Press “Save order”.", "Press “Save order” twice."))
    merged = merge(BASE, theirs, BASE.replace("“Save order”", "“Keep order”"))
    assert CONFLICT in merged.text
    assert merged.conflicts == ("Enter the order",)


@pytest.mark.parametrize("remark", [" Ring the bell.", "\n   - Ring the bell."])
def test_a_remark_goes_with_new_numbers_and_not_with_another_statement(remark):
    theirs = edited(("Press “Save order”. (R1: 16)", f"Press “Save order”. (R1: 16){remark}"))
    counted = merge(BASE, theirs, COUNTED_ANEW)
    assert counted.conflicts == ()
    assert "Ring the bell." in counted.text
    otherwise = merge(BASE, theirs, BASE.replace("“Save order”", "“Keep order”"))
    assert otherwise.conflicts == ("Enter the order",)
    kept = otherwise.text.replace(" *(edited)*", "").replace(" *(added)*", "")
    assert f"\n2. Press “Save order”.{remark}\n" in kept
    assert "*(edited)*" in otherwise.text
    assert "> Press “Keep order”. (R1: 16)" in otherwise.text
    assert merge(BASE.replace("“Save order”", "“Keep order”"), otherwise.text, BASE).text.count("Ring") == 1


@pytest.fixture
def conflict():
    theirs = edited(("Press “Save order”.", "Press “Save order” twice."))
    new = BASE.replace("“Save order”", "“Keep order”")
    return merge(BASE, theirs, new).text, new


def test_a_conflict_stands_until_somebody_settles_it(conflict):
    text, new = conflict
    again = merge(new, text, new)
    assert (again.text, again.conflicts) == (text, ("Enter the order",))
    newer = new.replace("“Keep order”", "“Store order”")
    third = merge(new, text, newer)
    assert third.text.count("**Conflict at") == 1
    assert "> Press “Store order”. (R1: 16)" in third.text
    assert "Keep order" not in third.text
    assert "“Save order” twice" in third.text


@pytest.mark.parametrize("own", ["", "\n   - and note it", "\n\n   By hand."])
def test_a_conflict_in_a_list_makes_it_no_longer_however_often_it_is_built(own):
    base = BASE
    text = edited(("Press “Save order”. (R1: 16)", f"Press “Save order” twice.{own}"))
    lines = []
    for name in ("Keep", "Store", "Put", "Put"):
        new = BASE.replace("“Save order”", f"“{name} order”")
        base, text = new, merge(base, text, new).text
        lines.append(text.count("\n"))
    assert text.count("**Conflict at") == 1
    assert {*lines} == {lines[0]}


def test_a_conflict_is_settled_by_deleting_the_note_or_by_taking_the_new_words(conflict):
    text, new = conflict
    [note] = [part for part in text.split("\n\n") if "**Conflict" in part]
    mine = text.replace(f"\n\n{note}", "")
    assert (merge(new, mine, new).text, merge(new, mine, new).conflicts) == (mine, ())
    observed = text.replace("“Save order” twice", "“Keep order”")
    assert merge(new, observed, new).text == new


def test_a_note_that_a_person_wrote_into_is_theirs(conflict):
    text, new = conflict
    asked = text.replace("> Press “Keep order”.", "> Asked Ben, see ticket. Press “Keep order”.")
    assert "Asked Ben, see ticket." in merge(new, asked, new.replace("“Keep order”", "“Store order”")).text


def test_a_changed_sentence_that_is_no_longer_observed_is_a_conflict():
    theirs = edited(("Never release an order on hold.", "Never ever release an order on hold."))
    merged = merge(BASE, theirs, replace(SOP, rules=("A clerk calls before noon.",)).markdown())
    assert "- Never ever release an order on hold." in merged.text
    assert "the build no longer says:\n  >\n  > Never release an order on hold." in merged.text
    assert "- A clerk calls before noon." in merged.text
    assert merged.conflicts == ("Rules that must hold",)


CONTROLLED = BASE.replace(
    "## Purpose",
    "## Document control\n\n- Owner: Sales operations *(declared)*\n- Approver: Finance lead *(declared)*\n"
    "- Review by: 2027-06-01 *(declared)*\n\n## Purpose",
)


@pytest.mark.parametrize("own", ["Max Moritz, CFO", "Finance lead, Max Moritz", "Sales operations"])
def test_a_value_that_people_replaced_is_edited_stays_in_its_place_and_stands_beside_no_other_one(own):
    theirs = edited(("Approver: Finance lead *(declared)*", f"Approver: {own}"), of=CONTROLLED)
    merged = merge(CONTROLLED, theirs, CONTROLLED)
    line = f"- Approver: {own} *(edited)*"
    assert f"*(declared)*\n{line}\n- Review by" in merged.text
    owned = CONTROLLED.replace("Owner: Sales operations", "Owner: Order desk")
    merged = merge(CONTROLLED, merged.text, owned)
    assert f"- Owner: Order desk *(declared)*\n{line}\n- Review by" in merged.text
    assert merged.conflicts == ()
    new = owned.replace("Approver: Finance lead", "Approver: CFO")
    merged = merge(owned, merged.text, new)
    assert merged.conflicts == ("Document control",)
    assert [one.said for one in in_conflict(merged.text)] == ["Approver: CFO (declared)"]
    assert merged.text.count("Approver: ") == 2
    assert merge(new, merged.text, new, gone=merged.gone) == merged


def test_a_value_that_people_wrote_and_the_build_says_otherwise_later_does_not_stand_there_twice():
    line = "- Approver: Finance lead *(declared)*\n"
    base = CONTROLLED.replace(line, "")
    theirs = merge(base, CONTROLLED.replace(line, "- Approver: Jane Roe\n"), base).text
    assert "- Approver: Jane Roe *(added)*\n" in theirs
    merged = merge(base, theirs, CONTROLLED)
    assert [one.said for one in in_conflict(merged.text)] == ["Approver: Finance lead (declared)"]
    assert merged.text.count("Approver: ") == 2
    assert merge(CONTROLLED, merged.text, CONTROLLED) == merged
    agreed = merge(base, theirs, CONTROLLED.replace("Finance lead", "Jane Roe")).text
    assert agreed.count("Approver: ") == 1


def test_an_approver_with_a_title_is_one_value_that_another_declared_one_contradicts():
    control = "## Document control\n\n- Approver: {} *(declared)*"
    base, new = (
        BASE.replace("## Procedure", f"{control.format(name)}\n\n## Procedure")
        for name in ("Finance lead", "CFO")
    )
    merged = merge(base, base.replace("Finance lead", "Dr. Kim"), new)
    assert merged.conflicts == ("Document control",)
    assert "- Approver: Dr. Kim *(edited)*\n" in merged.text


def test_a_conflict_over_what_was_gone_is_told_anew_when_it_is_there_again():
    theirs = edited(("Press “Save order”.", "Press “Save order” once."))
    without = BASE.replace("2. Press “Save order”. (R1: 16)\n", "")
    gone = merge(BASE, theirs, without).text
    assert "the build no longer says" in gone
    assert "Press “Save order” once. *(edited)*\n" in gone
    assert merge(without, gone, without).text == gone
    back = merge(without, gone, BASE).text
    assert back.count("**Conflict at") == 1
    assert "people changed what stands above; now the build says" in back
    assert merge(BASE, back, BASE).text == back


def test_what_was_changed_and_is_gone_takes_no_conflict_away_from_what_was_taken_out():
    out = "After “Check”: “Enter the order”, in 4 of 9 orders."
    changed = "At the start: “Check”, in 1 of 9 orders."
    own = "At the start: “Enter the order”, in 6 of 9 orders. Really."
    now = out.replace("orders.", "orders, since the customer was missing.")
    base = edited(("Never release an order on hold.", f"{out}\n- {changed}"))
    new = base.replace(f"{out}\n- {changed}", now)
    merged = merge(base, base.replace(f"{out}\n- {changed}", own), new).text
    assert [one.said for one in in_conflict(merged)] == [said_of(changed), said_of(now)]
    assert merge(new, merged, new).text == merged


@pytest.mark.parametrize(
    ("line", "own", "once"),
    [
        (
            "2. Press “Run credit check”. (R1: 24)\n",
            "2. Press “Run credit check” twice.\n",
            "“Run credit check”",
        ),
        (
            " Then “Release the order” (9).",
            " Then “Release the order” (9), never by hand.",
            "“Release the order”",
        ),
    ],
)
def test_words_of_people_stand_once_and_in_conflict_when_the_build_says_again_what_they_were_made_of(
    line, own, once
):
    without = edited((line, ""))
    was_gone = merge(BASE, merge(BASE, edited((line, own)), BASE).text, without).text
    settled = merge(without, NOTE.sub("", was_gone), without)
    assert settled.conflicts == ()
    again = merge(without, settled.text, BASE)
    assert again.conflicts == ("Check the credit",)
    assert NOTE.sub("", again.text).count(once) == 1
    assert merge(BASE, again.text, BASE).text == again.text


RULES = (
    "# Orders\n\n## Rules\n\n- Orders over 10000 EUR need approval. *(declared)* Broken in 0 of 9 orders.\n"
)
RAISED = RULES.replace("10000", "20000")


def test_a_declared_number_that_changes_is_told_to_who_took_the_rule_out_or_wrote_into_it():
    without = "# Orders\n\n## Rules\n"
    assert merge(RULES, without, RAISED).conflicts == ("Rules",)
    assert merge(RULES, without, RULES.replace("0 of 9", "1 of 10")).conflicts == ()
    theirs = RULES.replace("need approval", "need approval of two people")
    assert merge(RULES, theirs, RAISED).conflicts == ("Rules",)
    counted = merge(RULES, theirs, RULES.replace("0 of 9", "1 of 10"))
    assert (counted.conflicts, "approval of two people. *(edited)* Broken in 1 of 10" in counted.text) == (
        (),
        True,
    )


def test_a_turn_that_is_gone_is_not_taken_for_another_that_reads_alike():
    """What people made of it stands beside what is gone; the other one is an entry of its own."""
    gone, other = (
        f"- After “Release the order”: {then}, in 1 of {n} orders. (R1: 63)"
        for then, n in (("nothing more", 9), ("“Check the credit”", 18))
    )
    base, new = (
        BASE.replace("### 1. Enter", f"Where orders leave it:\n\n{one}\n\n### 1. Enter")
        for one in (gone, other)
    )
    own = gone.replace("- After", "- Sometimes it goes on otherwise: After")
    merged = merge(base, base.replace(gone, own), new)
    assert f"{other}\n" in merged.text
    assert "the build no longer says:" in merged.text
    without = NOTE.sub("\n", merged.text)
    assert f"{other}\n" in merge(new, without, new).text
