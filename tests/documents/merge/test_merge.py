"""What people who edit the SOP find after the next build."""

import json
import re
from dataclasses import replace
from pathlib import Path
from textwrap import wrap

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.given_names import names_given
from ledgerium_cli.documents.merge.markdown.parse import parse, said_of
from ledgerium_cli.documents.merge.merged import Merged
from ledgerium_cli.documents.merge.parts.sections import says_the_same
from ledgerium_cli.documents.merge.text.typography import typewritten

from .make import BASE, CHECK, COUNTED_ANEW, ENTER, RELEASE, SOP, Sop, Step, edited, section

VALIDATE = Step("validate", "Validate the order", ("Press “Validate”. (R1: 20)",))
MORE_STEPS = replace(SOP, steps=(ENTER, VALIDATE, CHECK, RELEASE), recordings=2).markdown()


def without_tally(text):
    return "\n\n".join(part for part in text.split("\n\n") if not part.startswith("**Written by people**"))


def in_conflict(text):
    return [block for one in parse(text).sections for block in one.blocks if block.kind == "note"]


def test_a_file_that_nobody_edited_becomes_what_is_generated():
    assert merge(BASE, BASE, MORE_STEPS).text == MORE_STEPS
    assert merge(None, MORE_STEPS, MORE_STEPS).text == MORE_STEPS


def test_without_news_the_file_stays_and_says_where_people_wrote():
    theirs = edited(
        ("Press “Save order”.", "Press “Save order” and note the number."),
        ("## Roles", "Ask Ana.\n\n## Roles"),
    )
    merged = merge(BASE, theirs, BASE)
    assert without_tally(merged.text) == theirs.replace("number. (R1: 16)", "number. *(edited)*").replace(
        "Ask Ana.", "Ask Ana. *(added)*"
    ).rstrip("\n")
    assert merged.conflicts == ()
    assert (
        "**Written by people**, not observed: 1 passage at “Purpose” and 1 passage at “Enter the order”."
        in merged.text
    )
    assert merge(BASE, merged.text, BASE).text == merged.text


@pytest.mark.parametrize(
    ("was", "own", "stands"),
    [
        (
            "1. Press “Release”. (R1: 39)",
            "1. Press “Release”. (R1: 39)\n   - North for frozen goods\n   - South for the rest of them",
            "1. Press “Release”. (R1: 39)\n",
        ),
        (
            "1. Press “Release”. (R1: 39)",
            "1. Press “Release”. (R1: 39) Then shout “done” through the door of the warehouse.",
            "1. Press “Release”. (R1: 39) Then shout “done” through the door of the warehouse. *(edited)*\n",
        ),
        (
            "1. Press “Release”. (R1: 39)",
            "1. Press “Release” (wait until the bar above the list is green!). (R1: 39)",
            "1. Press “Release” (wait until the bar above the list is green!). *(edited)*\n",
        ),
        (
            "1. Press “Release”. (R1: 39)",
            "1. To hand the order over to the warehouse, click **Release** in the header.",
            "1. To hand the order over to the warehouse, click **Release** in the header. *(edited)*\n",
        ),
    ],
)
def test_however_much_people_add_to_a_sentence_it_is_edited_or_cited_and_never_taken_out(was, own, stands):
    text = merge(BASE, edited((was, own)), BASE).text
    assert stands in text
    assert "**Written by people**, not observed: 1 passage at “Release the order”." in text
    assert "Taken out by people" not in text
    found = section(merge(BASE, text, BASE.replace("(R1: 39)", "(R1: 39; R2: 4)")).text, "Release the order")
    assert ("(R1: 39; R2: 4)" in found) == ("(R1: 39)" in stands)


def test_an_edit_that_was_undone_at_a_step_that_is_gone_is_not_kept():
    edit = merge(BASE, edited(("Press “Run credit check”.", "Press “Run credit check” now.")), BASE).text
    merged = merge(BASE, edit.replace(" now.", "."), replace(SOP, steps=(ENTER, RELEASE)).markdown())
    assert merged.orphans == ()


def test_a_step_that_people_moved_stays_there_and_is_told_as_moved():
    check = section(BASE, "Check the credit")
    moved = edited((f"{check}\n\n", ""), ("### 1. Enter", f"{check}\n\n### 1. Enter"))
    moved = moved.replace("### 2. Check", "### 1. Check").replace("### 1. Enter", "### 2. Enter")
    merged = merge(BASE, moved, BASE)
    assert merged.text.index("### 1. Check the credit") < merged.text.index("### 2. Enter the order")
    assert (
        "\n**Moved by people**: the part “Check the credit”. `sop.base.md` is this document without"
        in merged.text
    )
    assert merge(BASE, merged.text, BASE).text == merged.text


def test_text_stands_where_it_was_added_when_steps_come_before_it():
    theirs = edited(
        ("- Time: work 14 s (n = 9).", "- Time: work 14 s (n = 9).\n- Careful: overdue invoices.")
    )
    found = section(merge(BASE, theirs, MORE_STEPS).text, "Check the credit")
    assert found.startswith("### 3. Check the credit\n")
    assert found.endswith("- Time: work 14 s (n = 9).\n- Careful: overdue invoices. *(added)*")


def test_new_numbers_go_into_a_sentence_in_the_words_of_a_person():
    theirs = edited(
        ("Press “Save order”.", "Press “Save order”, then note the number."),
        ("Order saved,", "The order is saved,"),
    )
    merged = merge(BASE, theirs, COUNTED_ANEW)
    assert "2. Press “Save order”, then note the number. *(edited)*" in merged.text
    assert (
        "- Result seen: The order is saved, 18 of 19 times. *(edited)* Then “Check the credit” (18)."
        in merged.text
    )
    assert merged.conflicts == ()


TWO = "If it is “Refused” *(declared)*, 2 of 9 times (R1: 73): go on with “Ask” (2). The page said “No” (2)."
ALL = "Ana (clerk) in ERP · seen in all 9 orders"
SCOPE = "Version: `1234567890ab`, based on 9 orders in 1 recording, 2026-11-23."
HOLD = "Hold on 1 order (SO-3). Released by Ben, 1 time (R1: 80)."


@pytest.mark.parametrize(
    ("was", "own", "now", "stands"),
    [
        (
            TWO,
            TWO.replace("it is", "the outcome is").replace("page", "screen"),
            "If it is “Refused” *(declared)*, 4 of 32 times (R1: 73): go on with “Ask” (4). The page said “No” (4).",
            "If the outcome is “Refused”, 4 of 32 times: go on with “Ask” (4). The screen said “No” (4). *(edited)*",
        ),
        (
            TWO,
            "Bei “Refused” *(declared)*, 2 of 9 Mal (R1: 73): weiter mit “Ask” (2). Die Seite sagte “No” (2).",
            "If it is “Refused” *(declared)*, 4 of 32 times (R1: 73): go on with “Ask” (4). The page said “No” (4).",
            "Bei “Refused”, 4 of 32 Mal: weiter mit “Ask” (4). Die Seite sagte “No” (4). *(edited)*",
        ),
        (
            TWO,
            "Bei „Refused“ *(declared)*, 2 von 9 Malen: weiter mit „Ask“ (2). Die Seite sagte „No“ (2).",
            "If it is “Refused” *(declared)*, 4 of 32 times (R1: 73): go on with “Ask” (4). The page said “No” (4).",
            "Bei „Refused“, 4 von 32 Malen: weiter mit „Ask“ (4). Die Seite sagte „No“ (4). *(edited)*",
        ),
        (
            TWO,
            "When you see “Refused” (2 of 9 times), continue with *Ask* (2). The page said “No” (2).",
            "If it is “Refused” *(declared)*, 4 of 32 times (R1: 73): go on with “Ask” (4). The page said “No” (4).",
            "When you see “Refused” (4 of 32 times), continue with *Ask* (4). *(edited)* The page said “No” (4).",
        ),
        (
            ALL,
            ALL.replace("Ana", "Anna"),
            ALL.replace("all 9", "23 of 24"),
            "Anna (clerk) in ERP · seen in 23 of 24 orders *(edited)*",
        ),
        (
            SCOPE,
            SCOPE.replace("orders", "requests"),
            "Version: `ba0987654321`, based on 24 orders in 4 recordings, 2026-11-23 to 2027-01-22.",
            "Version: `ba0987654321`, based on 24 requests in 4 recordings, 2026-11-23 to 2027-01-22. *(edited)*",
        ),
        (
            HOLD,
            HOLD.replace("1 order", "1 request"),
            "Hold on 2 orders (SO-3 and SO-5). Released by Ben, 2 times (R1: 80).",
            "Hold on 2 requests (SO-3 and SO-5). *(edited)* Released by Ben, 2 times (R1: 80).",
        ),
    ],
    ids=[
        "sentences beside each other",
        "translated",
        "with other quotation marks",
        "in brackets",
        "all of them",
        "scope",
        "beside a replaced word",
    ],
)
def test_new_numbers_go_into_whatever_words_of_people_are_about_them(was, own, now, stands):
    base, theirs, new = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, own, now))
    merged = merge(base, theirs, new)
    assert f"{stands}\n" in merged.text
    assert merged.conflicts == ()


WORKED = "Work took 54 s (n = 1) in 1 order (R1: 80)."


@pytest.mark.parametrize(
    ("was", "own", "now"),
    [
        (
            "Hold on 1 order (SO-3).",
            "Gesperrt: 1 Auftrag (SO-3).",
            "Hold on 2 orders (SO-3 and SO-5).",
        ),
        (WORKED, WORKED.replace("54 s ", "54 sec "), WORKED.replace("54 s ", "2.0 min ")),
        ("Hold on 1 order (SO-3).", "Hold on one order (SO-3).", "Hold on 2 orders (SO-3 and SO-5)."),
    ],
    ids=["a noun that is not English", "a unit", "a number as a word"],
)
def test_what_people_put_beside_a_number_is_in_conflict_where_it_would_be_wrong_beside_the_new_one(
    was, own, now
):
    base, theirs, new = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, own, now))
    assert merge(base, theirs, new).conflicts == ("Purpose",)


def test_what_people_call_a_single_one_is_counted_in_its_plural_and_back():
    one, many = "In 1 delivery (SO-3).", "In 2 deliveries (SO-3 and SO-4)."
    for was, now, own, stands in (
        (one, many, "In 1 rush purchase (SO-3).", "In 2 rush purchases (SO-3 and SO-4)."),
        ("In 2 deliveries.", "In 1 delivery.", "In 2 batches.", "In 1 batch."),
    ):
        base, theirs, new = (BASE.replace("## Roles", f"{text}\n\n## Roles") for text in (was, own, now))
        merged = merge(base, theirs, new)
        assert (f"{stands} *(edited)*\n" in merged.text, merged.conflicts) == (True, ()), merged.text


def test_what_the_build_says_as_people_do_by_now_is_no_conflict():
    was, own, new = (SCOPE.replace("orders", noun) for noun in ("orders", "requests", "requests"))
    new = new.replace("1234567890ab", "ba0987654321")
    base, theirs, now = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, own, new))
    assert merge(base, theirs, now) == Merged(now, (), ())


def test_a_number_beside_one_that_a_person_replaced_is_never_left_as_it_was():
    was, own, now = "Seen 2 of 9 times (R1: 3).", "Seen 3 of 9 times (R1: 3).", "Seen 4 of 12 times (R1: 3)."
    base, theirs, new = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, own, now))
    assert merge(base, theirs, new).conflicts == ("Purpose",)


SEEN = "Seen after “Ask”, in {} of {} orders. (R1: 3)"
FIELDS = "Fill in “Item”, “Terms”{} and “Date”. (R1: 6)"


@pytest.mark.parametrize(
    ("was", "own", "now", "stands"),
    [
        (SEEN.format(1, 5), ("1 of", "one of"), SEEN.format(2, 10), None),
        (SEEN.format(1, 5), ("in 1 of 5 orders", "einmal von 5"), SEEN.format(2, 10), None),
        (SEEN.format(1, 5), ("1 of 5", "one of five"), SEEN.format(1, 10), None),
        (SEEN.format(4, 5), ("in 4 of 5 orders", "mostly"), SEEN.format(5, 10), None),
        (SEEN.format(1, 5), ("1 of 5", "5"), SEEN.format(2, 10), None),
        (SEEN.format(1, 5), ("1 of", "one of"), SEEN.format(1, 10), "Seen after “Ask”, in one of 10 orders."),
        (SEEN.format(1, 5), (", in 1 of 5 orders", ""), SEEN.format(2, 10), "Seen after “Ask”."),
        (SCOPE, ("9 orders in 1", "nine orders in one"), SCOPE.replace("9 orders", "10 orders"), None),
        (
            SCOPE,
            ("9 orders in 1 recording, ", ""),
            SCOPE.replace("9 orders in 1 recording", "10 orders in 2 recordings"),
            "Version: `1234567890ab`, based on 2026-11-23.",
        ),
        (
            FIELDS.format(""),
            ("“Terms”", "“Terms” (as agreed)"),
            FIELDS.format(" (1 of 2 times)"),
            "Fill in “Item”, “Terms” (1 of 2 times) (as agreed) and “Date”.",
        ),
        (
            FIELDS.format(""),
            ("“Item”, “Terms”", "“Item”"),
            FIELDS.format(" (1 of 2 times)"),
            "Fill in “Item” and “Date”.",
        ),
        (FIELDS.format(""), ("“Item”, “Terms” and “Date”", "all"), FIELDS.format(" (1 of 2 times)"), None),
    ],
)
def test_what_people_put_in_place_of_a_count_or_behind_a_field_hides_no_new_count(was, own, now, stands):
    base, new = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, now))
    theirs = merge(base, edited(own, of=base), base).text
    merged = merge(base, theirs, new)
    kept = was.replace(*own).removesuffix(" (R1: 3)").removesuffix(" (R1: 6)")
    assert f"\n{stands or kept} *(edited)*\n" in merged.text
    assert merged.conflicts == (() if stands else ("Purpose",))
    assert merge(new, merged.text, new, gone=merged.gone) == merged


def test_an_edit_stays_with_its_step_when_it_is_renamed_and_moved():
    theirs = edited(("Open “Credit check”.", "Open “Credit check” in a new tab."))
    moved = replace(SOP, steps=(replace(CHECK, title="Run the credit check"), RELEASE, ENTER)).markdown()
    text = merge(BASE, theirs, moved).text
    assert section(text, "Run the credit check").startswith("### 1. Run the credit check")
    assert "1. Open “Credit check” in a new tab. *(edited)*" in section(text, "Run the credit check")


def test_an_edit_stays_with_its_step_when_a_guessed_name_becomes_a_declared_one():
    guessed = replace(
        SOP, steps=(replace(ENTER, id="save-the-order-erp", title="Save the order *(guessed name)*"), CHECK)
    )
    theirs = edited(("(R1: 16)", "(R1: 16)\n3. Say thanks."), of=guessed.markdown())
    merged = merge(guessed.markdown(), theirs, BASE)
    assert "3. Say thanks." in section(merged.text, "Enter the order")
    assert (merged.conflicts, merged.orphans) == ((), ())


def test_an_edit_does_not_go_to_another_step_that_is_told_in_the_same_words():
    results = (CHECK.facts[0].replace("Approved", "Packed"),)
    pack = Step("pack", "Pack the goods", ("Press “Print label”. (R1: 22)",), results)
    theirs = edited(("(R1: 24)", "(R1: 24)\n3. Ask Ben."))
    merged = merge(BASE, theirs, replace(SOP, steps=(ENTER, pack, RELEASE)).markdown())
    assert "Ask Ben." not in section(merged.text, "Pack the goods")
    assert merged.orphans == ("Check the credit",)


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
    merged = merge(base, own, new)
    assert "> Mind the gap. *(added)*" in section(merged.text, "Compare with the purchase")
    assert (merged.conflicts, merged.orphans) == ((), ())
    renamed = own.replace("2. Press “Match order” *(guessed name)*", "2. Look at the purchase")
    assert merge(base, renamed, new).conflicts == ("Look at the purchase",)


def test_a_step_translated_as_a_whole_by_a_program_that_leaves_out_its_id_goes_on_being_it():
    translated = (
        "### 2. Bonität prüfen\n\n**Ana** in **ERP** · gesehen in 9 von 9 Aufträgen\n\n"
        "1. „Credit check“ öffnen. (R1: 22)\n2. „Run credit check“ drücken. (R1: 24)\n\n"
        "- Ergebnis: Approved, 9 von 9 Malen (R1: 25). Dann „Release the order“ (9).\n- Arbeit: 14 s (n = 9).\n\n"
    )
    start, end = BASE.index("### 2. Check"), BASE.index("### 3. Release")
    merged = merge(BASE, BASE[:start] + translated + BASE[end:], COUNTED_ANEW)
    assert "### 2. Bonität prüfen\n\n<!-- step: check -->\n" in merged.text
    assert "18 von 19 Malen. Dann „Release the order“ (18). *(edited)*\n" in merged.text
    assert "Check the credit" not in section(merged.text, "Bonität prüfen")
    assert merged.conflicts == ()


def test_what_leads_in_to_a_list_and_to_evidence_is_edited_by_whoever_translates_it():
    generated = BASE.replace(
        "- Time: work 54 s (n = 9).", "- Time: work 54 s (n = 9).\n- Evidence: (R1: 6–19)"
    ).replace("1. On “New order”", "What was done:\n\n1. On “New order”")
    own = generated.replace("What was done:", "Was getan wurde:").replace("Evidence:", "Belege:")
    merged = merge(generated, own, generated.replace("(R1: 6–19)", "(R1: 6–19; R2: 1–9)"))
    assert "\nWas getan wurde: *(edited)*\n" in merged.text
    assert "\n- Belege: (R1: 6–19; R2: 1–9) *(edited)*\n" in merged.text
    assert "Taken out by people" not in merged.text


def test_the_name_that_a_person_gave_to_a_step_stays_and_its_number_is_the_new_one():
    theirs = edited(("### 2. Check the credit", "### 2. Is the customer good for it?"))
    assert "### 3. Is the customer good for it?\n" in merge(BASE, theirs, MORE_STEPS).text


def test_a_step_of_their_own_is_counted_and_stays_behind_its_neighbour():
    own = "### 2. Call the customer\n\nBy phone.\n\n### 3. Check the credit"
    theirs = edited(("### 2. Check the credit", own), ("### 3. Release", "### 4. Release"))
    titles = [
        (one.number, one.title) for one in parse(merge(BASE, theirs, MORE_STEPS).text).sections if one.number
    ]
    assert titles == [
        ("1.", "Enter the order"), ("2.", "Call the customer"), ("3.", "Validate the order"),
        ("4.", "Check the credit"), ("5.", "Release the order"),
    ]  # fmt: skip


def titles_of_steps(text):
    return re.findall(r"^### (.*)$", text, re.M)


def test_a_new_step_has_no_number_where_people_took_the_numbers_out():
    theirs = re.sub(r"^### \d\. ", "### ", BASE, flags=re.M)
    merged = merge(BASE, theirs, MORE_STEPS).text
    assert titles_of_steps(merged) == [
        "Enter the order",
        VALIDATE.title,
        "Check the credit",
        "Release the order",
    ]
    assert titles_of_steps(merge(MORE_STEPS, merged, BASE).text) == titles_of_steps(theirs)


@pytest.mark.parametrize("look", ["Step {}:", "{})", "Schritt {} –", "{}:"])
def test_numbers_in_the_look_of_people_are_no_part_of_names_and_are_set_anew_in_it(look):
    theirs = re.sub(r"^### (\d)\. ", lambda found: f"### {look.format(found[1])} ", BASE, flags=re.M)
    assert names_given(theirs.encode(), BASE.encode()) == {}
    assert merge(BASE, theirs, BASE).text == theirs
    own = theirs.replace(f"### {look.format(3)}", f"### {look.format(3)} Call Ben\n\n### {look.format(4)}")
    merged = merge(BASE, own, MORE_STEPS).text
    assert titles_of_steps(merged) == [
        f"{look.format(place)} {title}"
        for place, title in enumerate(
            ("Enter the order", VALIDATE.title, "Check the credit", "Call Ben", "Release the order"), start=1
        )
    ]
    assert merge(MORE_STEPS, merged, MORE_STEPS).text == merged


def test_what_looks_like_a_number_before_the_title_of_one_step_alone_is_its_name():
    theirs = edited(("### 2. Check the credit", "### 2. Check 3: the credit"))
    assert names_given(theirs.encode(), BASE.encode()) == {"check": "Check 3: the credit"}
    assert "### 3. Check 3: the credit\n" in merge(BASE, theirs, MORE_STEPS).text


def test_sections_that_people_moved_stay_there():
    roles = section(BASE, "Roles")
    theirs = edited((f"{roles}\n\n", ""), ("## Rules that must hold", f"{roles}\n\n## Rules that must hold"))
    titles = [one.title for one in parse(merge(BASE, theirs, MORE_STEPS).text).sections]
    assert titles[-4:] == ["Release the order", "Roles", "Rules that must hold", "How this was made"]


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


@pytest.mark.parametrize("remark", ["See also the wiki.", "(see the wiki)", "see the wiki"])
@pytest.mark.parametrize("shown", ["Evidence: (R1: 16–19)", "**Evidence:** (R1: 16–19)"])
def test_evidence_stays_when_a_remark_is_written_behind_it(shown, remark):
    base = edited(("- Time: work 54 s (n = 9).", "- Time: work 54 s (n = 9).\n- Evidence: (R1: 16–19)"))
    theirs = edited(("Evidence: (R1: 16–19)", f"{shown} {remark}"), of=base)
    merged = merge(base, theirs, base)
    assert f"\n- {shown} {remark} *(edited)*\n" in merged.text
    assert merge(base, merged.text, base).text == merged.text
    new = edited(("(R1: 16–19)", "(R1: 16–19; R2: 4)"), of=base)
    assert f"\n- {shown[:-1]}; R2: 4) {remark} *(edited)*\n" in merge(base, merged.text, new).text


def test_events_stay_behind_a_note_without_a_stop_that_a_person_remarks_on():
    noted = "“Called the customer”: noted by Ana on 1 order (SO-1) (R3: 26)"
    base = edited(("Never release an order on hold.", noted))
    theirs = edited((noted, f"{noted} They answered at once."), of=base)
    assert f"- {noted} They answered at once. *(edited)*\n" in merge(base, theirs, base).text


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


def test_what_people_took_out_stays_out_until_it_says_something_else():
    theirs = edited(
        ("- Time: work 54 s (n = 9).\n\n### 2", "\n### 2"), ("1. Open “Credit check”. (R1: 22)\n2.", "1.")
    )
    assert "1 min 02 s" not in merge(BASE, theirs, COUNTED_ANEW).text
    merged = merge(BASE, theirs, BASE.replace("Open “Credit check”", "Open “Credit check” of the customer"))
    assert merged.conflicts == ("Check the credit",)
    assert "people took something out here that now reads otherwise" in merged.text


def test_a_section_that_people_took_out_stays_out_and_is_named():
    theirs = edited((section(BASE, "Roles"), ""))
    text = merge(BASE, theirs, MORE_STEPS.replace("enter (9)", "enter (9); release (9)")).text
    assert "## Roles" not in text
    assert "**Taken out by people**: all of “Roles”." in text


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


def test_what_people_wrote_at_a_step_that_is_gone_is_listed():
    theirs = edited(
        ("Open “Credit check”.", "Open “Credit check” slowly."),
        ("- Time: work 14 s", "- Ask Ben.\n- Time: work 14 s"),
    )
    merged = merge(BASE, theirs, replace(SOP, steps=(ENTER, RELEASE)).markdown())
    assert merged.orphans == ("Check the credit",)
    assert section(merged.text, "Kept from parts that are gone") == "## Kept from parts that are gone"
    assert section(merged.text, "Check the credit") == (
        "### Check the credit\n\n<!-- was step: check -->\n\n1. Open “Credit check” slowly. *(edited)*\n\n- Ask Ben."
    )
    later = merge(
        replace(SOP, steps=(ENTER, RELEASE)).markdown(),
        merged.text,
        replace(SOP, steps=(RELEASE,)).markdown(),
    )
    assert "- Ask Ben." in later.text
    assert later.orphans == ()


def test_cells_rows_and_columns_of_people_stay_in_tables():
    table = "| Role | Recorded as | Seen doing |\n| --- | --- | ---: |\n| clerk | Ana | enter (9) |"
    own = (
        "| Role | Phone | Recorded as | Seen doing |\n|---|---|---|---:|\n"
        "| senior clerk | 12 | Ana | enter (9) |\n| cook | 13 | Zoe |  |"
    )
    theirs = edited((table, own))
    new = BASE.replace(
        "| clerk | Ana | enter (9) |", "| clerk | Ana | enter (18) |\n| boss | Ben | check (2) |"
    )
    merged = merge(BASE, theirs, new)
    assert section(merged.text, "Roles").splitlines()[2:] == [
        "| Role | Phone | Recorded as | Seen doing |",
        "| --- | --- | --- | ---: |",
        "| senior clerk *(edited)* | 12 | Ana | enter (18) |",
        "| cook | 13 | Zoe | *(added)* |",
        "| boss |  | Ben | check (2) |",
    ]
    assert merged.conflicts == ()


def test_a_row_that_says_otherwise_than_a_person_is_a_conflict():
    theirs = edited(("| clerk | Ana |", "| senior clerk | Ana |"))
    merged = merge(BASE, theirs, BASE.replace("| clerk | Ana |", "| order desk | Ana |"))
    assert "| senior clerk *(edited)* | Ana | enter (9) |" in merged.text
    assert "> order desk \\| Ana \\| enter (9)" in merged.text
    assert merged.conflicts == ("Roles",)


@pytest.mark.parametrize(
    "own",
    [
        "```mermaid\ngraph LR\n  a-->b\n```",
        "> A quote of ours.",
        "[wiki]: https://example.com/wiki",
        "<!-- for us only -->",
        "- [ ] a task\n- [x] another",
        "    indented code",
        "![a picture](picture.png)",
        "Two lines  \nwith a break",
        "Term[^1]\n\n[^1]: A footnote.",
        "| our | table |\n|---|---|\n| 1 | 2 | 3 beyond |",
    ],
)
@pytest.mark.parametrize("news", [BASE, COUNTED_ANEW, MORE_STEPS])
def test_whatever_markdown_people_add_stays_as_it_is(own, news):
    theirs = edited(
        (
            "**Ana** in **ERP** · seen in 9 of 9 orders\n\n1. Open",
            f"**Ana** in **ERP** · seen in 9 of 9 orders\n\n{own}\n\n1. Open",
        )
    )
    merged = merge(BASE, theirs, news).text
    assert f"\n\n{own}\n\n" in merged.replace(" *(added)*", "")


ADDITIONS = (
    ("\n\n1. Open", "\n\nHave the customer's number at hand.\n\n1. Open"),
    ("(R1: 16)", "(R1: 16)\n   - not twice\n\n     or the order is there twice"),
    (
        "- Time: work 14 s (n = 9).",
        "- Time: work 14 s (n = 9).\n- Careful: overdue invoices.\n  Ask Ben.\n\n> [!TIP]\n> Look twice.",
    ),
    ("| clerk | Ana | enter (9) |", "| clerk | Ana | enter (9) |\n| boss | Eve | signs |"),
)


@pytest.mark.parametrize("news", [BASE, COUNTED_ANEW, MORE_STEPS])
def test_what_people_add_among_what_is_generated_says_so_once(news):
    theirs = edited(*ADDITIONS, ("## Roles", "## Our own\n\nThese words stand alone.\n\n## Roles"))
    merged = merge(BASE, theirs, news).text
    for marked in (
        "Have the customer's number at hand. *(added)*\n",
        "   - not twice *(added)*\n\n     or the order is there twice\n",
        "- Careful: overdue invoices.\n  Ask Ben. *(added)*\n",
        "> [!TIP]\n> Look twice. *(added)*\n",
        "| boss | Eve | signs *(added)* |\n",
        "These words stand alone.\n",
    ):
        assert f"\n{marked}" in merged
    assert merged.count("*(added)*") == 5
    assert merge(news, merged, news).text == merged
    assert merge(news, merged.replace(" *(added)*", ""), news).text == merged
    assert merge(
        news, merged.replace("hand. *(added)*", "hand. *(added)* Or ask."), news
    ).text == merged.replace("hand. *(added)*", "hand. Or ask. *(added)*")


def test_entries_below_an_entry_stay_with_it():
    theirs = edited(("(R1: 16)", "(R1: 16)\n   - not twice\n   - not on Fridays"))
    assert (
        "2. Press “Save order”. (R2: 4)\n   - not twice *(added)*\n   - not on Fridays *(added)*\n\n- Result"
        in merge(BASE, theirs, COUNTED_ANEW).text
    )


@pytest.mark.parametrize("title", ["Check the credit", "Look at the limit"])
def test_a_step_whose_line_was_taken_out_gets_it_again_by_its_title_and_by_what_is_done_in_it(title):
    theirs = edited(("### 2. Check the credit\n\n<!-- step: check -->\n\n", f"### 2. {title}\n\n"))
    for base, new in ((BASE, BASE), (BASE, COUNTED_ANEW), (None, BASE)):
        merged = merge(base, theirs, new).text
        assert f"### 2. {title}\n\n<!-- step: check -->\n\n" in merged
        assert merge(new, merged, new).text == merged
    assert names_given(theirs.encode(), BASE.encode()) == ({"check": title} if title not in BASE else {})


def test_what_a_person_writes_into_the_line_that_names_a_step_stays_beside_it():
    theirs = edited(("<!-- step: check -->", "<!-- step: check (do not touch!) -->"))
    merged = merge(BASE, theirs, BASE).text
    assert "<!-- step: check -->\n\n<!-- step: check (do not touch!) -->" in merged
    assert merge(BASE, merged, BASE).text == merged


@pytest.mark.parametrize("behind", [True, False])
def test_the_copy_of_a_step_is_a_section_of_its_own_wherever_it_stands(behind):
    check = section(BASE, "Check the credit")
    copy = check.replace("### 2. Check the credit", "### 2b. Call the customer")
    theirs = edited((check, f"{check}\n\n{copy}" if behind else f"{copy}\n\n{check}"))
    for base in (BASE, None):
        merged = merge(base, theirs, COUNTED_ANEW).text
        assert section(merged, "Check the credit") == section(COUNTED_ANEW, "Check the credit")
        assert section(merged, "2b. Call") == copy.replace("<!-- step: check -->\n\n", "")
        assert merge(COUNTED_ANEW, merged, COUNTED_ANEW).text == merged
    assert names_given(theirs.encode(), BASE.encode()) == {}


@pytest.mark.parametrize("comment", ["<!-- step: ask Ana before you begin -->", "<!-- step: todo -->"])
def test_a_comment_of_a_person_that_looks_like_the_mark_of_a_step_stays(comment):
    for theirs in (
        edited(("<!-- step: check -->", f"{comment}\n\n<!-- step: check -->")),
        edited(("<!-- step: check -->", f"<!-- step: check -->\n\n{comment}")),
        edited(("## Roles\n", f"## Roles\n\n{comment}\n")),
    ):
        for new in (BASE, COUNTED_ANEW, MORE_STEPS):
            merged = merge(BASE, theirs, new).text
            assert merged.count(comment) == merged.count("<!-- step: check -->") == 1
            assert merge(new, merged, new).text == merged


def test_several_comments_that_look_like_marks_of_steps_stay_where_no_step_is():
    comments = "<!-- step: todo -->\n\n<!-- step: ask Ana before you begin -->"
    title, rest = BASE.split("\n", 1)
    merged = merge(BASE, f"{title}\n\n{comments}\n{rest}", COUNTED_ANEW).text
    assert comments in merged


def test_words_within_the_sentence_that_says_where_people_wrote_stay():
    merged = merge(BASE, edited(("## Roles", "Ask Ana.\n\n## Roles")), BASE).text
    for was, own in (("not observed: 1", "not observed, as Ben says: 1"), ("“Purpose”", "“Purpose”, by Ben"),
                     ("document without", "document (see Ben) without"), ("**Written", "Ben: **Written")):  # fmt: skip
        assert merged.count(was) >= 1
        theirs = own.join(merged.rsplit(was, 1))
        again = merge(BASE, theirs, BASE).text
        assert again.count("Ben") == 1, again
        assert again.count("not observed: ") == 1
        assert merge(BASE, again, BASE).text == again


def test_front_matter_stays_in_front():
    theirs = f"---\ntitle: Orders\n---\n\n{BASE}"
    assert merge(BASE, theirs, MORE_STEPS).text.startswith("---\ntitle: Orders\n---\n\n# Orders\n")


def prettier(text):
    """As the formatter Prettier writes it."""
    text = text.replace("*(declared)*", "_(declared)_").replace(
        "| --- | --- | ---: |", "| ---- | ----------- | ---------: |"
    )
    return text.replace("| clerk | Ana | enter (9) |", "| clerk | Ana         |  enter (9) |")


def replacing(*changes):
    def rewrite(text):
        for old, new in changes:
            text = text.replace(old, new)
        return text

    return rewrite


REWRITES = {
    "stars for dashes": replacing(("\n- ", "\n* ")),
    "brackets behind numbers": replacing(("\n1. ", "\n1) "), ("\n2. ", "\n2) ")),
    "all numbered one": replacing(("\n2. ", "\n1. ")),
    "reflowed": replacing(
        ("Take an order from ", "Take an order\nfrom "), ("“Customer”. (", "“Customer”.\n   (")
    ),
    "loose lists": replacing(("\n- ", "\n\n- "), ("\n\n\n- ", "\n\n- ")),
    "more empty lines": replacing(("\n\n", "\n\n\n")),
    "blanks at line ends": replacing(("\n\n", " \n\n")),
    "wide lists": replacing(("\n- ", "\n-   "), ("\n1. ", "\n 1.  ")),
    "underlined titles": replacing(("## Purpose", "Purpose\n-------"), ("# Orders", "Orders\n======")),
    "closed titles": replacing(("## Purpose", "## Purpose ##")),
    "formatted": prettier,
    "no last line end": lambda text: text.rstrip("\n"),
    "quotation marks of a typewriter": replacing(("“", '"'), ("”", '"')),
    "dashes of a typewriter": replacing(("–", "-")),
    "blanks that do not break": replacing(("9 of 9", "9\u00a0of\u00a09"), ("(R1: ", "(R1:\u00a0")),
    "bold lines": lambda text: re.sub(r"^(- |\d+\. )(.*)$", r"\1**\2**", text, flags=re.M),
    "bold buttons": lambda text: re.sub(r"“.*?”", r"**\g<0>**", text),
    "nothing bold": replacing(("**", "")),
}


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES)
def test_writing_the_same_in_another_way_is_no_edit(rewrite):
    theirs = rewrite(BASE)
    assert theirs != BASE
    for new in (BASE, COUNTED_ANEW, MORE_STEPS):
        merged = merge(BASE, theirs, new)
        assert all(map(says_the_same, parse(merged.text).sections, parse(new).sections)), merged.text
        assert merged.conflicts == ()


EXAMPLE = Path(__file__).parents[3] / "examples/sales-order/ledgerium-out/sop.md"


def broken_at(width, text):
    """As an editor does that knows nothing of lists: every line behind the first begins at the margin."""
    lines, in_code = [], False
    for line in text.split("\n"):
        in_code ^= line.startswith("```")
        as_it_is = in_code or line.startswith(("|", "#", "<!--", "```"))
        lines += (
            [line] if as_it_is else wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        )
    return "\n".join(lines)


def test_json_laid_out_anew_without_its_language_is_no_edit():
    text = EXAMPLE.read_text("utf-8")
    [made] = re.findall(r"```json\n(.*?)```", text, flags=re.S)
    theirs = text.replace(f"```json\n{made}", f"```\n{json.dumps(json.loads(made), indent=2)}\n")
    assert theirs != text
    assert merge(text, theirs, text).conflicts == ()
    assert "by people" not in merge(text, theirs, text).text.partition("## How this was made")[2]
    newer = text.replace('"version": "', '"version": "0')
    assert '"version": "0' in merge(text, theirs, newer).text
    assert merge(text, theirs, newer).conflicts == ()


def with_json(system, version):
    return f'{BASE}\n```json\n{{"version": "{version}",\n "steps": [{{"system": "{system}"}}]}}\n```\n'


def test_json_goes_on_as_people_left_it_where_something_else_in_it_is_new():
    base, theirs = with_json("ERP", "1234567890ab"), with_json("SAP", "1234567890ab")
    merged = merge(base, theirs, with_json("ERP", "ba0987654321"))
    assert with_json("SAP", "ba0987654321").partition("```")[2] in merged.text
    assert merged.conflicts == ()
    assert merge(base, theirs, with_json("CRM", "ba0987654321")).conflicts == ("How this was made",)


def test_a_conflict_over_json_stands_until_people_or_a_build_settle_it():
    base, theirs, new = (with_json(one, "1234567890ab") for one in ("ERP", "SAP", "CRM"))
    merged = merge(base, theirs, new)
    for version in ("1234567890ab", "ba0987654321"):
        again = merge(new, merged.text, with_json("CRM", version), gone=merged.gone)
        assert again.conflicts == merged.conflicts == ("How this was made",)
        assert f'"version": "{version}",\n "steps": [{{"system": "SAP"}}]' in again.text
    assert merge(new, merge(new, merged.text, new).text, new).conflicts == ("How this was made",)
    without = re.sub(r"\n(> .*|>)(?=\n)", "", merged.text)
    assert merge(new, without, new, gone=merged.gone) == Merged(without, (), ())
    as_before = merge(new, merged.text, with_json("ERP", "ba0987654321"), gone=merged.gone)
    assert as_before.conflicts == ()
    assert '"version": "ba0987654321",\n "steps": [{"system": "SAP"}]' in as_before.text


def test_hyphens_that_a_program_writes_for_a_dash_are_no_edit():
    theirs = BASE.replace("6–15", "6--15")
    assert theirs != BASE
    assert merge(BASE, theirs, BASE).text == theirs


def test_a_column_to_which_people_gave_another_heading_goes_on_counting():
    theirs = edited(("Seen doing |", "What they do |"))
    counted = BASE.replace("enter (9)", "enter (12)")
    merged = merge(BASE, theirs, counted)
    assert (
        "| Role | Recorded as | What they do |\n| --- | --- | ---: |\n| clerk | Ana | enter (12) |"
        in merged.text
    )
    assert merge(counted, merged.text, counted).text == merged.text


def test_a_new_step_has_no_number_where_people_do_not_count_from_one():
    theirs = re.sub(r"(?m)^### (\d)\.", r"### 1\1.", BASE)
    heads = re.findall(r"(?m)^### (.*)$", merge(BASE, theirs, MORE_STEPS).text)
    assert heads == [
        "11. Enter the order",
        "Validate the order",
        "12. Check the credit",
        "13. Release the order",
    ]


def test_events_stay_behind_a_remark_before_the_colon_that_announces_them():
    base = edited(
        ("- Time: work 54 s (n = 9).", "- Time: work 54 s (n = 9).\n- Evidence: (R1: 16–19; 5 more)")
    )
    remark = "- Evidence (see ticket 12):"
    merged = merge(base, base.replace("- Evidence:", remark), base).text
    assert f"{remark} (R1: 16–19; 5 more) *(edited)*\n" in merged
    assert merge(base, merged, base).text == merged
    new = base.replace("16–19; 5 more", "16–18")
    later = merge(base, merged, new)
    assert (later.conflicts, f"{remark} (R1: 16–18) *(edited)*\n" in later.text) == ((), True)


def test_an_event_that_a_person_cites_beside_the_recorded_one_says_that_it_is_theirs():
    theirs = edited(("Press “Save order”. (R1: 16)", "Press “Save order”. (R1: 99)"))
    merged = merge(BASE, theirs, BASE).text
    assert "Press “Save order”. (R1: 16) (R1: 99) *(edited)*\n" in merged
    assert merge(BASE, merged, BASE).text == merged
    inside = edited(("9 of 9 times (R1: 19).", "9 of 9 times (R1: 77)."))
    merged = merge(BASE, inside, BASE).text
    assert "9 of 9 times (R1: 77). *(edited)* Then" in merged
    assert merge(BASE, merged, BASE).text == merged


def test_the_copy_of_a_declared_line_is_of_the_person_who_made_it():
    rule = "- Rule: Within the limit. *(declared)*"
    base = edited(("- Time: work 54 s (n = 9).", f"{rule}\n- Time: work 54 s (n = 9)."))
    theirs = base.replace(rule, f"{rule}\n{rule}")
    copied = merge(base, theirs, base).text
    assert f"{rule}\n- Rule: Within the limit. *(added)*\n" in copied
    assert merge(base, copied, base).text == copied
    new = base.replace("Within the limit", "Below the limit").replace("work 54 s", "work 50 s")
    changed = merge(base, copied, new).text
    assert "Within the limit. *(declared)*" not in changed
    assert merge(new, changed, new).text == changed


@pytest.mark.parametrize("width", [30, 47, 58, 66, 72, 80, 100])
def test_lines_broken_at_any_width_are_no_edit(width):
    text = EXAMPLE.read_text("utf-8")
    theirs = broken_at(width, text)
    assert all(map(says_the_same, parse(theirs).sections, parse(text).sections))
    merged = merge(text, theirs, text).text
    assert not re.search(r"^\s*\d+\)$", merged, flags=re.M)
    assert all(map(says_the_same, parse(merged).sections, parse(text).sections))


SAVE = "Press “Save order”. "
"""In `BASE` and in `COUNTED_ANEW`, which cite other events."""


@pytest.mark.parametrize(
    ("own", "counted"),
    [
        ("**Press “Save order”. (R1: 16)**", "**Press “Save order”.** (R2: 4)"),
        ("Press *“Save order”*. (R1: 16)", "Press *“Save order”*. (R2: 4)"),
        ('Press "Save order". (R1: 16)', 'Press "Save order". (R2: 4)'),
    ],
)
def test_typography_of_a_person_stays_with_evidence_and_new_numbers(own, counted):
    theirs = edited((f"{SAVE}(R1: 16)", own))
    assert merge(BASE, theirs, BASE).text == theirs
    assert merge(BASE, theirs, COUNTED_ANEW).text == edited((f"{SAVE}(R2: 4)", counted), of=COUNTED_ANEW)


def test_typography_of_a_person_stays_in_cells_and_gets_new_numbers():
    theirs = edited(("enter (9)", "**enter** (9)"))
    assert merge(BASE, theirs, BASE).text == theirs
    assert "| clerk | Ana | **enter** (18) |" in merge(BASE, theirs, COUNTED_ANEW).text


def test_typography_of_a_person_stays_where_an_edit_is_undone():
    theirs = edited((f"{SAVE}(R1: 16)", 'Press "Save order". *(edited)*'))
    assert '2. Press "Save order". (R1: 16)\n' in merge(BASE, theirs, BASE).text


def test_a_new_look_of_the_generated_words_comes_where_people_left_the_old_one():
    new = BASE.replace("**Ana**", "*Ana*")
    theirs = edited((SAVE, "Press **“Save order”**. "), ("Open “Credit check”.", "Open **“Credit check”**."))
    assert merge(BASE, theirs, new).text == theirs.replace("**Ana**", "*Ana*")


@pytest.mark.parametrize(
    ("own", "stands"),
    [
        ("**Press “Save order” twice. (R1: 16)**", "**Press “Save order” twice.** *(edited)*"),
        ("Press “Save order” twice. **(R1: 16)**", "Press “Save order” twice. *(edited)*"),
        ("~~Press “Save order”. (R1: 16)~~", "~~Press “Save order”.~~ *(edited)*"),
    ],
)
def test_what_is_emphasised_or_struck_out_stays_so_when_its_evidence_is_taken_out(own, stands):
    merged = merge(BASE, edited(("Press “Save order”. (R1: 16)", own)), BASE)
    assert f"\n2. {stands}\n" in merged.text
    assert "Taken out" not in merged.text


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES)
def test_an_edit_survives_in_a_file_that_is_written_in_another_way(rewrite):
    theirs = rewrite(edited(("Press “Save order”.", "Press “Save order” gently.")))
    text = merge(BASE, theirs, COUNTED_ANEW).text
    text = typewritten(text).replace("**", "")
    assert 'Press "Save order" gently. *(edited)*' in text
    assert text.count('Press "Save order"') == 1


def test_without_a_base_what_differs_is_shown_twice_and_measured_lines_are_the_new_ones():
    theirs = edited(("Press “Save order”.", "Press “Save order” hard."), ("## Roles", "Ask Ana.\n\n## Roles"))
    merged = merge(None, theirs, COUNTED_ANEW)
    assert "> Press “Save order”. (R2: 4)" in merged.text
    assert merged.conflicts == ("Purpose", "Enter the order")
    assert "Ask Ana." in merged.text
    assert "18 of 19 times (R1: 19)" in merged.text
    assert "9 of 9 times" not in merged.text


RULES = (
    "# Orders\n\n## Rules\n\n- Orders over 10000 EUR need approval. *(declared)* Broken in 0 of 9 orders.\n"
)
RAISED = RULES.replace("10000", "20000")


def test_without_a_base_a_word_before_a_sentence_makes_no_second_one_of_it():
    theirs = edited(("Press “Save order”.", "Never press “Save order”."))
    merged = merge(None, theirs, BASE)
    assert merged.conflicts == ("Enter the order",)
    assert "\n2. Never press “Save order”. (R1: 16)\n" in merged.text
    assert "\n3. " not in merged.text


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


@pytest.mark.parametrize(
    ("was", "own"),
    [
        ("“Save order”. (R1: 16)", "“Save order”, then call +49-30-5550199. (R1: 16)"),
        ("“Save order”. (R1: 16)", "“Save order”. Not more than 3. (R1: 16)"),
        ("entry to release.", "entry to release 2."),
        ("on hold.", "on hold, not even 1."),
    ],
)
def test_without_a_base_an_edit_of_numbers_or_small_words_stands_beside_what_is_observed(was, own):
    theirs = edited((was, own))
    merged = merge(None, theirs, COUNTED_ANEW)
    assert own in merged.text
    assert len(merged.conflicts) == 1
    assert merge(COUNTED_ANEW, merged.text, COUNTED_ANEW).text == merged.text


def test_that_a_person_changed_something_is_not_claimed_by_a_later_build_either():
    theirs = edited(("Press “Save order”.", "Press “Save order” hard."))
    first = merge(None, theirs, COUNTED_ANEW).text
    newer = COUNTED_ANEW.replace("Press “Save order”.", "Press “Store order”.")
    for new in (newer, newer.replace("2. Press “Store order”. (R2: 4)\n", "")):
        merged = merge(COUNTED_ANEW, first, new)
        assert merged.conflicts == ("Enter the order",)
        assert ": people changed" not in merged.text
        assert merge(new, merged.text, new).text == merged.text


def test_what_may_be_of_people_or_of_another_build_is_not_told_as_written_by_people():
    theirs = edited(
        ("Press “Release”.", "Press “Release” by hand."),
        ("| clerk | Ana | enter (9) |", "| clerk | Ben | all |"),
    )
    merged = merge(None, theirs, BASE)
    assert merged.conflicts == ("Roles", "Release the order")
    assert "by people**" not in merged.text
    assert "by people**" not in merge(BASE, merged.text, BASE).text


def test_passages_that_a_person_moved_within_a_part_are_told():
    lines = (
        "- Result seen: Order saved, 9 of 9 times (R1: 19). Then “Check the credit” (9).\n",
        "- Time: work 54 s (n = 9).\n",
    )
    theirs = edited(("".join(lines), "".join(reversed(lines))))
    merged = merge(BASE, theirs, COUNTED_ANEW)
    assert "**Moved by people**: 1 passage at “Enter the order”." in merged.text
    assert merged.text.index("- Time: work 1 min 02 s") < merged.text.index(
        "- Result seen: Order saved, 18 of 19"
    )
    assert merge(COUNTED_ANEW, merged.text, COUNTED_ANEW).text == merged.text
    back = merge(COUNTED_ANEW, COUNTED_ANEW.replace("By Ledgerium.", "By us."), COUNTED_ANEW).text
    assert "Moved by people" not in back


def test_a_cell_that_a_person_changed_says_so_until_they_write_the_old_words_again():
    theirs = edited(("| clerk | Ana |", "| order desk | Ana |"))
    merged = merge(BASE, theirs, COUNTED_ANEW)
    assert "| order desk *(edited)* | Ana | enter (18) |" in merged.text
    assert merged.conflicts == ()
    assert "1 passage at “Roles”" in merged.text
    assert merge(COUNTED_ANEW, merged.text, COUNTED_ANEW).text == merged.text
    back = merge(COUNTED_ANEW, merged.text.replace("order desk *(edited)*", "clerk"), COUNTED_ANEW)
    assert back.text == COUNTED_ANEW


def test_a_row_of_a_person_says_so_and_a_column_carries_no_mark():
    theirs = edited(
        ("| clerk | Ana | enter (9) |", "| clerk | Ana | enter (9) | 12 |\n| boss | Eve | signs | 13 |"),
        (
            "| Role | Recorded as | Seen doing |\n| --- | --- | ---: |",
            "| Role | Recorded as | Seen doing | Desk |\n| --- | --- | ---: | --- |",
        ),
    )
    merged = merge(BASE, theirs, COUNTED_ANEW).text
    assert "| clerk | Ana | enter (18) | 12 |\n| boss | Eve | signs | 13 *(added)* |" in merged
    assert "*(edited)*" not in merged


FILLED = (
    "1. On “New order”, fill in “Customer”, “Item”, “Quantity” (4 of 5 times), “Price” and “Date” (3 of 5 times). "
    "(R1: 6)"
)
FILLED_MORE = FILLED.replace("4 of 5", "9 of 10").replace("3 of 5", "8 of 10")
REST = "“Quantity” (4 of 5 times), “Price” and “Date” (3 of 5 times)."


@pytest.mark.parametrize(
    "own",
    [
        f"1. On “New order”, fill in “Customer” and “Item”.\n2. Then fill in {REST}",
        f"1. On “New order”, fill in “Customer” and “Item”. Then fill in {REST}",
        "1. On “New order”, fill in “Customer”, “Item”, “Quantity” (4 of 5 times).\n2. “Date” (3 of 5 times).",
        "1. Fill in “Customer”.\n2. Fill in “Item”.\n3. “Quantity” (4 of 5 times).\n4. “Date” (3 of 5 times).",
    ],
)
def test_a_sentence_that_people_divided_is_a_conflict_where_a_number_would_stay_behind(own):
    was = "1. Press “Release”. (R1: 39)"
    base, new = BASE.replace(was, FILLED), BASE.replace(was, FILLED_MORE)
    merged = merge(base, base.replace(FILLED, own), new)
    assert merged.conflicts == ("Release the order",)
    assert FILLED_MORE.removeprefix("1. ") in section(merged.text, "Release the order")
    assert merge(new, merged.text, new).text == merged.text
    settled = own.replace("4 of 5", "9 of 10").replace("3 of 5", "8 of 10")
    assert merge(new, new.replace(FILLED_MORE, settled), new).conflicts == ()


def test_both_halves_of_a_declared_sentence_that_people_divided_are_theirs():
    whole = "Confirmations sent from an e-mail client happen outside the browser. *(declared)*"
    base = edited(("Never release an order on hold.", whole))
    halves = whole.replace("e-mail", "e-mail.\n-")
    merged = merge(base, base.replace(whole, halves), base).text
    assert halves.replace(" *(declared)*", " *(edited)*").replace("e-mail.", "e-mail. *(edited)*") in merged
    assert merge(base, merged, base).text == merged


def test_what_was_changed_and_is_gone_takes_no_conflict_away_from_what_was_taken_out():
    out = "After “Check”: “Enter the order”, in 4 of 9 orders."
    changed = "At the start: “Check”, in 1 of 9 orders."
    own = "At the start: “Enter the order”, in 6 of 9 orders. Really."
    now = out.replace("Check", "Confirm the order")
    base = edited(("Never release an order on hold.", f"{out}\n- {changed}"))
    new = base.replace(f"{out}\n- {changed}", now)
    merged = merge(base, base.replace(f"{out}\n- {changed}", own), new).text
    assert [one.said for one in in_conflict(merged)] == [said_of(changed), said_of(now)]
    assert merge(new, merged, new).text == merged


def test_a_sentence_that_people_made_shorter_goes_on_counting():
    was = "1. Press “Release”. (R1: 39)"
    own = "1. On “New order”, fill in “Customer” and “Quantity” (4 of 5 times). (R1: 6)"
    base, new = BASE.replace(was, FILLED), BASE.replace(was, FILLED_MORE)
    text = merge(base, base.replace(FILLED, own), new).text
    assert "fill in “Customer” and “Quantity” (9 of 10 times)." in text
    assert in_conflict(text) == []


def test_an_approver_with_a_title_is_one_value_that_another_declared_one_contradicts():
    control = "## Document control\n\n- Approver: {} *(declared)*"
    base, new = (
        BASE.replace("## Procedure", f"{control.format(name)}\n\n## Procedure")
        for name in ("Finance lead", "CFO")
    )
    merged = merge(base, base.replace("Finance lead", "Dr. Kim"), new)
    assert merged.conflicts == ("Document control",)
    assert "- Approver: Dr. Kim *(edited)*\n" in merged.text


def test_without_a_base_a_step_that_people_moved_stays_where_it_is():
    enter, check = re.findall(r"^### \d\. (?:Enter|Check).*?(?=^##)", BASE, re.MULTILINE | re.DOTALL)
    own = BASE.replace(enter + check, check + enter)
    assert own != BASE
    merged = merge(None, own, BASE)
    assert merged.text.index("Check the credit") < merged.text.index("Enter the order")
    assert merged.conflicts == ()


def test_a_second_list_of_instructions_counts_from_one_where_what_a_person_wrote_comes_first():
    def of(*actions):
        listed = "\n".join(f"{number}. {one}" for number, one in enumerate(actions, start=1))
        return BASE.replace(
            "- Result seen", f"**Last pressed: “Save changes”**:\n\n{listed}\n\n- Result seen", 1
        )

    base = of("In the menu, open “Orders”. (R1: 20)", "Open an entry of “Order”. (R1: 21)", "Save. (R1: 22)")
    theirs = base.replace("2. Open an entry of “Order”. (R1: 21)", "2. Search for the order by its number.")
    fresh = of("On “Order …”, press “Edit order”. (R3: 27)", "Fill in “Quantity”. (R3: 29)")
    merged = merge(base, theirs, fresh).text
    lists = merged[merged.index("**Last pressed: “Save changes”**") :]
    assert [line[:2] for line in lists.splitlines() if line[:1].isdigit()][:3] == ["1.", "2.", "3."]


NOTE = re.compile(r"\n *> \*\*Conflict at .*?delete this note\.\n", re.DOTALL)


def test_without_a_base_what_the_build_does_not_say_is_of_nobody_until_its_note_is_deleted():
    more = "- Then nothing more was seen."
    theirs = edited(("- Time: work 14 s (n = 9).", f"- Time: work 14 s (n = 9).\n{more}"))
    merged = merge(None, theirs, BASE)
    assert merged.conflicts == ("Check the credit",)
    assert (
        f"{more}\n\n  > **Conflict at “Check the credit”**: the build does not say what is quoted here"
        in merged.text
    )
    assert "by people**" not in merged.text
    assert merge(BASE, merged.text, BASE).text == merged.text
    assert f"{more} *(added)*" in merge(BASE, NOTE.sub("", merged.text), BASE).text


def test_without_a_base_what_is_marked_as_added_is_of_people():
    theirs = edited(("- Time: work 14 s (n = 9).", "- Time: work 14 s (n = 9).\n- Ask Kim. *(added)*"))
    merged = merge(None, theirs, BASE)
    assert merged.conflicts == ()
    assert "1 passage at “Check the credit”" in merged.text


def test_without_a_base_a_step_that_is_done_no_more_has_one_note_and_is_of_nobody():
    merged = merge(None, BASE, Sop((ENTER, CHECK)).markdown())
    assert merged.conflicts == ("Release the order",)
    assert "Press “Release”. (R1: 39)" in merged.text
    assert "by people**" not in merged.text


def test_without_a_base_nobody_is_told_to_have_moved_what_the_build_orders_otherwise():
    facts = "\n".join(f"- {fact}" for fact in ENTER.facts)
    new = edited((facts, "\n".join(f"- {fact}" for fact in reversed(ENTER.facts))))
    text = merge(None, BASE, new).text
    assert text.index(ENTER.facts[1]) < text.index(ENTER.facts[0])
    assert "by people**" not in text


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


def test_steps_count_from_one_after_people_took_out_the_first():
    first = section(BASE, "Enter the order")
    merged = merge(BASE, BASE.replace(first, ""), BASE).text
    assert "### 1. Check the credit" in merged
    assert "### 2. Release the order" in merged


def test_each_of_several_footnotes_of_people_stays_a_footnote():
    notes = "[^1]: Ask Kim first.\n[^2]: See the manual,\n    page 3.\n[^x]: Not on Fridays."
    own = edited(
        ("Press “Save order”.", "Press “Save order”.[^1]"), ("### 2. Check", f"{notes}\n\n### 2. Check")
    )
    text = merge(BASE, own, COUNTED_ANEW).text
    for note in ("[^1]: Ask Kim first.", "[^2]: See the manual,\n    page 3.", "[^x]: Not on Fridays."):
        assert f"\n{note} *(added)*\n" in text
    joined = text.replace("*(added)*\n\n[^", "*(added)*\n[^")
    assert merge(COUNTED_ANEW, joined, BASE).text.count("*(added)*\n\n") == 3
