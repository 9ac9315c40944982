"""What stands in a list where people wrote one thing and the build says another, from build to build."""

import re
from dataclasses import replace

import pytest

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.builds.gone import NOTHING_GONE
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.documents.sop.edits import edits_in

from .make import (
    BASE,
    CHANGED,
    COUNTED_ANEW,
    OWN,
    SAID,
    SAID_LAST,
    SAID_NEXT,
    SOP,
    beside,
    edited,
    listing,
    section,
    tally,
)

NOTE = re.compile(r"\n\n  > \*\*Conflict at(?:\n|.)*?delete this note\.")
TAKEN_OUT = "people took something out here that now reads otherwise:"


def done(text, generated):
    return [(one.key, one.done) for one in edits_in(text, generated)]


def test_a_conflict_over_an_entry_says_of_nobody_that_they_took_something_out():
    edit = merge(beside(SAID), beside(SAID).replace(f"{SAID} *(declared)*", OWN), beside(SAID)).text
    text = merge(beside(SAID), edit, beside(SAID_NEXT)).text
    assert f"- {OWN} *(edited)*\n\n  > **Conflict at “Rules that must hold”**: {CHANGED}" in text
    assert "Taken out by people" not in text
    assert tally(text) == tally(edit)
    assert done(text, beside(SAID_NEXT)) == done(edit, beside(SAID))


def test_an_entry_goes_on_being_the_one_that_people_changed_when_they_deleted_the_note():
    edit = beside(SAID).replace(f"{SAID} *(declared)*", OWN)
    conflict = merge(beside(SAID), edit, beside(SAID_NEXT)).text
    settled = merge(beside(SAID_NEXT), NOTE.sub("", conflict), beside(SAID_NEXT))
    assert settled.conflicts == ()
    assert done(settled.text, beside(SAID_NEXT)) == done(conflict, beside(SAID_NEXT))
    again = merge(beside(SAID_NEXT), settled.text, beside(SAID_LAST)).text
    assert f"- {OWN} *(edited)*\n\n  > **Conflict at “Rules that must hold”**: {CHANGED}" in again
    assert tally(again) == tally(conflict)


def test_what_people_wrote_in_place_of_an_entry_says_so_above_a_conflict():
    edit = merge(beside(SAID), beside(SAID).replace(f"{SAID} *(declared)*", "Ask Zoe."), beside(SAID)).text
    assert "- Ask Zoe. *(added)*\n" in edit
    text = merge(beside(SAID), edit, beside(SAID_NEXT)).text
    assert "- Ask Zoe. *(added)*\n" in text
    assert TAKEN_OUT in text
    assert tally(text) == tally(edit)


@pytest.mark.parametrize("new", [beside(SAID_NEXT), listing("A clerk calls before noon.")])
def test_what_people_wrote_below_an_entry_says_so_above_a_conflict(new):
    theirs = beside(SAID).replace(f"{SAID} *(declared)*", f"{SAID} *(declared)*\n  - Ask Zoe.")
    text = merge(beside(SAID), theirs, new).text
    assert f"- {SAID} *(edited)*\n  - Ask Zoe. *(added)*\n\n  > **Conflict" in text
    assert merge(new, text, new).text == text


def test_a_note_that_people_left_alone_tells_that_they_took_out_what_stood_above_it():
    conflict = merge(beside(SAID), beside(SAID).replace(SAID, OWN), beside(SAID_NEXT)).text
    theirs = conflict.replace(f"- {OWN} *(edited)*\n\n", "")
    for new, said in ((beside(SAID_NEXT), SAID_NEXT), (beside(SAID_LAST), SAID_LAST)):
        text = merge(beside(SAID_NEXT), theirs, new).text
        assert text.count("**Conflict at") == 1
        assert f"{TAKEN_OUT}\n  >\n  > {said} *(declared)*\n" in text
        assert merge(new, text, new).text == text


def test_an_entry_over_a_note_that_people_left_alone_goes_on_as_it_is_generated():
    base, without = beside(SAID), listing("The order number tells one order from another.")
    conflict = merge(base, base.replace(SAID, OWN), without).text
    assert "the build no longer says:" in conflict
    theirs = conflict.replace(f"- {OWN} *(edited)*\n\n", "")
    new = listing("The order number tells one order from another one.")
    text = merge(without, theirs, new).text
    assert "- The order number tells one order from another one. *(declared)*\n" in text
    assert TAKEN_OUT not in text


def test_of_two_notes_below_an_entry_the_first_is_about_it():
    base, new = listing(SAID, "Ring Ben first."), listing(SAID_NEXT, "Ring Dana first.")
    theirs = base.replace(f"{SAID} *(declared)*", OWN).replace(
        "Ring Ben first. *(declared)*", "Ring Ben first, twice."
    )
    conflict = merge(base, theirs, new).text
    assert conflict.count("**Conflict at") == 2
    left = conflict.replace("- Ring Ben first, twice. *(edited)*\n\n", "\n")
    text = merge(new, left, new).text
    assert (
        f"- {OWN} *(edited)*\n\n  > **Conflict at “Rules that must hold”**: {CHANGED}\n  >\n  > {SAID_NEXT}"
        in text
    )
    assert f"{TAKEN_OUT}\n  >\n  > Ring Dana first. *(declared)*" in text
    assert merge(new, text, new).text == text


def test_a_conflict_over_a_remark_ends_when_the_build_says_again_what_it_is_about():
    theirs = merge(
        beside(SAID), beside(SAID).replace(f"{SAID} *(declared)*", f"{SAID} Ask Zoe."), beside(SAID)
    ).text
    conflict = merge(beside(SAID), theirs, beside(SAID_NEXT))
    assert conflict.conflicts == ("Rules that must hold",)
    assert merge(beside(SAID_NEXT), conflict.text, beside(SAID)).text == theirs


def refused(times, said, came):
    return listing().replace(
        "## How this was made",
        f"## Exceptions and holds\n\n- **Refused** at “Check”, {times}. The page said {said}. "
        f"Next came “Enter” ({came}). (R1: 120)\n\n## How this was made",
    )


ONCE, TWICE = refused("1 time", "“too low”", 1), refused("2 times", "“too low” and “too few”", 2)
IN_SPRING = ONCE.replace("1 time.", "1 time, mostly in spring.")


LONG = (
    "**On hold** at “Check the credit”, 2 times. The page said “Limit exceeded” (1) and “Invoices overdue” (1). "
    "(R1: 25; R2: 7)"
)
SHORT = "**On hold** at “Check the credit”, 1 time. The page said “Limit exceeded” (1). (R1: 25)"


@pytest.mark.parametrize("remark", ["\n\n  > Ask Ben within the hour.", " Call sales first."])
def test_a_remark_on_what_the_build_says_again_is_no_conflict(remark):
    """A recording is taken away, the conflict settled, and the recording put back."""
    long, short = (replace(SOP, rules=(one, "Ask first.")).markdown() for one in (LONG, SHORT))
    edit = merge(long, long.replace(f"- {LONG}", f"- {LONG}{remark}"), long).text
    conflict = merge(long, edit, short)
    assert conflict.conflicts == ("Rules that must hold",)
    settled = merge(short, NOTE.sub("", conflict.text), short).text
    again = merge(short, settled, long)
    assert (again.conflicts, "Conflict" in again.text) == ((), False)
    assert f"- {LONG.removesuffix(' (R1: 25; R2: 7)')}" in again.text
    assert merge(long, again.text, long).text == again.text


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("2. Press “Run credit check”. (R1: 24)", "\n   > Caution: check twice."),
        ("- Result seen: Approved, 9 of 9 times (R1: 25). Then “Release the order” (9).", " Ask Carla else."),
    ],
)
def test_a_remark_at_a_step_that_comes_back_is_where_it_was(said, remark):
    whole = SOP.markdown()
    without = replace(SOP, steps=tuple(one for one in SOP.steps if one.id != "check")).markdown()
    edit = merge(whole, whole.replace(said, f"{said}{remark}"), whole).text
    kept = merge(whole, edit, without)
    assert "Kept from parts that are gone" in kept.text
    back = merge(without, kept.text, whole)
    assert (back.text, back.conflicts) == (edit, ())


def test_what_people_wrote_at_a_step_that_they_renamed_comes_back_with_it():
    whole = SOP.markdown()
    without = replace(SOP, steps=tuple(one for one in SOP.steps if one.id != "check")).markdown()
    own = whole.replace("2. Check the credit", "2. Ask the bank").replace(
        "- Time: work 14 s (n = 9).", "- Time: work 14 s (n = 9).\n- Never on Fridays."
    )
    kept = merge(whole, merge(whole, own, whole).text, without).text
    assert "### Ask the bank\n\n<!-- was step: check -->\n\n- Never on Fridays." in kept
    assert "**Written by people**, not observed: 2 passages at “Ask the bank”." in kept
    assert merge(without, kept, without).text == kept
    back = merge(without, kept, whole)
    assert back.conflicts == ()
    assert "Kept from parts that are gone" not in back.text
    assert "### 2. Ask the bank\n\n<!-- step: check -->\n" in back.text
    assert back.text.count("Never on Fridays. *(added)*") == 1
    assert merge(whole, back.text, whole).text == back.text


def test_what_git_put_into_a_part_that_is_gone_is_not_kept_beside_where_the_build_tells_it():
    whole = SOP.markdown()
    without = replace(SOP, steps=tuple(one for one in SOP.steps if one.id != "check"))
    new = (
        without.markdown().replace("9 of 9 times", "18 of 19 times").replace("54 s (n = 9)", "50 s (n = 19)")
    )
    [told] = re.findall(r"^- Result seen: Order saved.*\n- Time: .*$", new, re.MULTILINE)
    own = whole.replace("2. Check the credit", "2. Ask the bank").replace(
        "- Time: work 14 s (n = 9).", f"- Time: work 14 s (n = 9).\n{told}\n- Never on Fridays."
    )
    kept = merge(whole, own, new).text
    assert kept.count(told) == 1
    assert "### Ask the bank\n\n<!-- was step: check -->\n\n- Never on Fridays.\n" in kept
    assert merge(new, kept, new).text == kept


@pytest.mark.parametrize("before", ["- Never release an order", "- Time: work 54 s"])
def test_what_people_write_is_not_declared_whatever_mark_they_put_behind_it(before):
    own = BASE.replace(before, f"- Only Maria releases an order. *(declared)*\n{before}")
    for new in (BASE, COUNTED_ANEW):
        assert "- Only Maria releases an order. *(added)*\n" in merge(BASE, own, new).text


def test_the_line_with_the_id_of_a_step_is_no_passage_of_people_where_they_took_its_heading_out():
    whole = SOP.markdown()
    joined = merge(whole, whole.replace("### 3. Release the order\n\n", ""), whole).text
    assert "Written by people" not in joined


def test_counts_go_on_in_words_that_people_put_in_place_of_all_others():
    def shown(times, of):
        return listing().replace(
            "1. On “New order”",
            f"**Last pressed: “Save changes”** ({times} of {of} times):\n\n1. On “New order”",
        )

    own = shown(1, 7).replace("**Last pressed: “Save changes”**", "**When the order was wrong**")
    edit = merge(shown(1, 7), own, shown(1, 7)).text
    assert "\n**When the order was wrong** (1 of 7 times): *(edited)*\n" in edit
    assert "Taken out by people" not in edit
    merged = merge(shown(1, 7), edit, shown(2, 13))
    assert merged.conflicts == ()
    assert "\n**When the order was wrong** (2 of 13 times): *(edited)*\n" in merged.text


PASSED = "- Result seen: Saved, {0} of {0} times (R1: 16). Then “Check” ({0}). The page said “Saved” ({0}).\n"
TOOK = "- Time: work 24 s, 90th percentile 31 s (n = {}).\n"
USUAL = "The usual way of {1} of {1} orders: “Enter” and “Check”.\n"
BROKEN = "- Never ship before noon. *(declared)* Broken in {} of {} orders in which it was done.\n"


@pytest.mark.parametrize(
    ("made", "own", "stands"),
    [
        (BROKEN, "- Never ship before noon. *(declared)* Fine (0 von 7).\n", "*(declared)* Fine (0 von 9)."),
        (BROKEN, "- Never ship before noon. *(declared)* Bei 7 war alles gut.\n", "*(declared)* Bei 9 war alles gut."),
        (PASSED, "- In 7 von 7 Fällen gespeichert.\n", "- In 9 von 9 Fällen gespeichert."),
        (PASSED, "- Gespeichert (7/7), und zwar immer.\n", None),
        (TOOK, "- Takes 24 s or so (n = 7).\n", "- Takes 24 s or so (n = 9)."),
        (TOOK.replace("24 s", "1 min 0{} s"), "- Das dauert 1 min 07 s, sagt Ana.\n", None),
        (USUAL, "7 von 7 gehen glatt.\n", "9 von 9 gehen glatt."),
    ],
)  # fmt: skip
def test_a_count_that_people_left_standing_in_words_of_theirs_is_renewed_or_in_conflict(made, own, stands):
    def shown(n, told=None):
        counts = (0, n) if made is BROKEN else (n, n)
        return listing().replace("- Time: work 54 s (n = 9).\n", told or made.format(*counts))

    edit = merge(shown(7), shown(7, own), shown(7))
    merged = merge(shown(7), edit.text, shown(9), gone=edit.gone)
    if stands is None:
        assert f"{own.rstrip()} *(edited)*\n" in merged.text
        assert merged.conflicts == ("Enter the order",)
    else:
        assert f"{stands} *(edited)*\n" in merged.text
        assert merged.conflicts == ()
    assert merge(shown(9), merged.text, shown(9), gone=merged.gone) == merged


def test_a_remark_between_sentences_stays_where_a_name_in_them_is_no_longer_declared():
    def shown(result, said, n):
        return listing().replace(
            "- Time: work 54 s (n = 9).",
            f"- Result seen: {result}, {n} of {n} times (R1: 16).{said} Then “Check” ({n}).",
        )

    was, now = shown("Saved *(declared)*", " The page said “Saved” (9).", 9), shown("Saved", "", 6)
    edit = merge(was, was.replace("(R1: 16). The", "(R1: 16). Never refused. The"), was).text
    merged = merge(was, edit, now)
    assert merged.conflicts == ()
    assert (
        "- Result seen: Saved, 6 of 6 times (R1: 16). Never refused. *(edited)* Then “Check” (6).\n"
        in merged.text
    )


def test_a_sentence_beside_a_remark_is_declared_only_while_a_build_says_so():
    """Git takes a line that another branch no longer declares out of the base, and leaves what people made of it."""
    was = beside("Ask first.").replace("Ask first. *(declared)*", "Ask first. *(declared)* Say why.")
    edit = merge(was, was.replace("Say why.", "Above 500 ask twice. Say why."), was).text
    assert "- Ask first. *(declared)* Above 500 ask twice. *(edited)* Say why.\n" in edit
    now = was.replace("- Ask first. *(declared)* Say why.\n", "")
    merged = merge(now, edit, now)
    assert "- Ask first. Above 500 ask twice. Say why. *(edited)*\n" in merged.text
    assert merge(now, merged.text, now) == merged


@pytest.mark.parametrize(("written", "is_conflict"), [(" Express orders: 5 min.", False), (" twice.", True)])
def test_what_people_wrote_behind_a_declared_target_is_no_conflict_when_it_is_declared_again(
    written, is_conflict
):
    target = "Target: at most 10 min *(declared)*"
    was = listing("Ask first.").replace("- Ask first.", f"- {target}\n- Ask first.")
    without = listing("Ask first.")
    edit = merge(was, was.replace(target, f"Target: at most 10 min{written}"), was).text
    gone = merge(was, edit, without)
    assert gone.conflicts == ("Rules that must hold",)
    back = merge(without, gone.text, was)
    assert (back.conflicts != (), "Conflict" in back.text) == (is_conflict, is_conflict)


def test_of_two_entries_that_say_the_same_a_note_is_about_the_one_above_it():
    twice, new = (
        replace(SOP, rules=(first, "Never press “Release”.")).markdown()
        for first in ("Never press “Release”.", "Never open “Release”.")
    )
    merged = merge(None, twice, new)
    assert "(edited)" not in merged.text
    assert merge(new, merged.text, new).text == merged.text


def test_a_list_has_no_empty_lines_between_entries_since_it_grew_below_its_last_one():
    entries = ("Ask first.", "Write it down.", "File it.")
    grown = merge(listing(*entries[:2]), f"{listing(*entries[:2])}\nMine.\n", listing(*entries)).text
    assert "".join(f"- {one} *(declared)*\n" for one in entries) in grown


def test_the_sentences_behind_an_edited_one_go_on_as_they_are_observed():
    edit = merge(ONCE, IN_SPRING, ONCE).text
    assert (
        "1 time, mostly in spring. *(edited)* The page said “too low”. Next came “Enter” (1). (R1: 120)\n"
        in edit
    )
    merged = merge(ONCE, edit, TWICE)
    assert merged.conflicts == ()
    assert (
        "2 times, mostly in spring. *(edited)* The page said “too low” and “too few”. "
        "Next came “Enter” (2). (R1: 120)\n" in merged.text
    )


def test_a_conflict_over_one_sentence_keeps_that_one_and_the_mark_stands_behind_it():
    new = TWICE.replace("“Check”", "“Approve”")
    merged = merge(ONCE, merge(ONCE, IN_SPRING, ONCE).text, new)
    assert merged.conflicts == ("Exceptions and holds",)
    stands = (
        "in spring. *(edited)* The page said “too low” and “too few”. Next came “Enter” ({}). (R1: 120)\n"
    )
    assert stands.format(2) in merged.text
    later = new.replace("(2)", "(3)").replace("2 times", "3 times")
    text = merge(new, merged.text, later).text
    assert stands.format(3) in text
    assert text.count("**Conflict at") == 1


@pytest.mark.parametrize(
    ("said", "own", "stands"),
    [("said “Saved” (9).", "said “Saved” (all 9).", "(R1: 16). Then “Check” (12). The page said “Saved” (all 9). "),
     ("Then “Check” (9).", "Check it (9x).", "(R1: 16). Check it (9x). *(edited)* The page said “Saved” (12)."),
     ("seen: Saved, 9", "always seen: Saved, 9/", "Then “Check” (12). The page said “Saved” (12).")],
)  # fmt: skip
def test_a_conflict_over_a_count_stands_while_those_in_the_sentences_beside_it_go_on(said, own, stands):
    def shown(n):
        return listing().replace("- Time: work 54 s (n = 9).\n", PASSED.format(n))

    base, text, gone = shown(9), shown(9).replace(said, own), NOTHING_GONE
    for new, goes_on in ((9, 9), (12, 12), (12, 12), (15, 15), (15, 15)):
        merged = merge(base, text, shown(new), gone=gone)
        base, text, gone = shown(new), merged.text, merged.gone
        assert (merged.conflicts != ()) == (new != 9)
        assert new == 9 or stands.replace("(12)", f"({goes_on})") in text
        assert text.count("**Conflict at") == (new != 9)
    assert merge(base, NOTE.sub("", text), base).conflicts == ()


@pytest.mark.parametrize(
    ("own", "stands"),
    [
        ("Evidence: (R1: 26–38)", "Evidence: (R1: 26–38, 79–91; R2: 4; 3 more)"),
        ("Evidence: (R1: 27; R2: 5)", "Evidence: (R1: 26–38, 79–91; R2: 4; 3 more) (R2: 5) *(edited)*"),
        (
            "Evidence: (R2: 5) (R2: 5, 9)",
            "Evidence: (R1: 26–38, 79–91; R2: 4; 3 more) (R2: 5) (R2: 9) *(edited)*",
        ),
        (
            "Evidence: (R1: see 26–38, 79–91; 2 more)",
            "Evidence: (R1: 26–38, 79–91; R2: 4; 3 more) (R1: see 26–38) *(edited)*",
        ),
        (
            "Evidence, ask Ana: (R1: 26–38, 79–91; 2 more)",
            "Evidence, ask Ana: (R1: 26–38, 79–91; R2: 4; 3 more) *(edited)*",
        ),
    ],
)
def test_evidence_that_people_change_is_cited_once_with_what_they_cite_beyond_it(own, stands):
    base = listing().replace("Time: work 54 s (n = 9).", "Evidence: (R1: 26–38, 79–91; 2 more)")
    new = base.replace("(R1: 26–38, 79–91; 2 more)", "(R1: 26–38, 79–91; R2: 4; 3 more)")
    merged = merge(base, base.replace("Evidence: (R1: 26–38, 79–91; 2 more)", own), new)
    assert merged.conflicts == ()
    assert f"- {stands}\n" in merged.text
    assert merge(new, merged.text, new).text == merged.text


def test_nothing_is_kept_from_a_gone_part_when_it_comes_back():
    base, without = SOP.markdown(), replace(SOP, steps=SOP.steps[::2]).markdown()
    theirs = base.replace("### 3. Release", "Ring Ben first.\n\n### 3. Release")
    gone = merge(base, theirs, without).text
    assert (
        "## Kept from parts that are gone\n\n### Check the credit\n\n<!-- was step: check -->\n\nRing Ben first.\n"
        in gone
    )
    back = merge(without, gone, base).text
    assert "Ring Ben first. *(added)*" in section(back, "Check the credit")
    assert "Kept from parts that are gone" not in back


@pytest.mark.parametrize("own", ["> Ask Zoe.", "| Ask Zoe. |\n| --- |", "    Ask Zoe.", "Ask\\\nZoe."])
def test_a_conflict_stands_whatever_people_make_of_the_passage(own):
    first, then, last = (BASE.replace("Take an order", f"Take {one}") for one in ("it", "a sale", "a job"))
    said = "Take it from entry to release. *(declared)*"
    conflict = merge(first, edited((said, "Take all from entry to release."), of=first), then).text
    theirs = edited(("Take all from entry to release. *(edited)*", own), of=conflict)
    merged = merge(then, theirs, last)
    assert merged.conflicts == ("Purpose",)
    assert own in merged.text


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("“Terms not met”", "“Terms met”"),
        ("“Stock or transit”", "“Stock and transit”"),
        ("“The case is closed”", "“The order is closed”"),
        ("“Over the limit”", "“Within the limit”"),
        ("“Pay within 30 d”", "“Pay within 90 d”"),
        ("Credit check not passed", "Credit check passed"),
    ],
)
def test_a_result_that_turned_into_another_is_never_only_counted_anew(was: str, now: str):
    """Words that go with numbers elsewhere are words of the page in a message: people's words about the one result
    are not put on the other."""
    one, other = (BASE.replace("Order saved, 9 of 9", f"{result}, 9 of 9") for result in (was, now))
    told = merge(one, edited((f"{was}, 9 of 9 times (R1: 19)", f"{was}: call finance"), of=one), other)
    assert told.conflicts == ("Enter the order",)
    assert f"Result seen: {was}: call finance" in told.text
    assert f"> Result seen: {now}, 9 of 9 times" in told.text


@pytest.mark.parametrize("own", ["\n  - Ask Ben.", " Ask Ben."])
def test_what_people_wrote_below_or_behind_a_result_stays_there_when_more_was_seen_of_it(own):
    result = "Order saved, 9 of 9 times (R1: 19)."
    more = "Order saved, 11 of 11 times (R1: 19). The page said “Order saved” (9) and “Changes saved” (2)."
    new = BASE.replace(result, more)
    base = edited((f"{result} Then “Check the credit” (9).", f"{result} Then “Check the credit” (9).{own}"))
    merged = merge(BASE, base, new)
    assert merged.conflicts == ()
    assert f"- Result seen: {more} Then “Check the credit” (9).{own}" in merged.text


def test_a_note_about_an_entry_with_words_below_it_is_settled_by_deleting_it():
    time, own = "- Time: work 14 s (n = 9).\n", "  - Only with two signatures.\n"
    before, now = "- Then “Pay out” (8).\n", "- Then “Pay out” (10); also seen: “Reject” (1).\n"
    first, second = (edited((time, f"{said}{time}")) for said in (before, now))
    sop, base = first.replace(before, before + own), base_of(first)
    for new in (first, second):
        kept = keep_edits("sop.md", sop.encode(), base.encode(), new)
        sop = kept.content.decode()
        base = base_of(new, gone=kept.merged.gone, last=base.encode(), shown=sop)
    assert len(kept.merged.conflicts) == 1
    settled = re.sub(r"\n *> \*\*Conflict(?:.*\n *>)*.*\n", "", sop)
    kept = keep_edits("sop.md", settled.encode(), base.encode(), second)
    assert kept.merged.conflicts == ()
    assert "Only with two signatures. *(added)*" in kept.content.decode()


def test_a_paragraph_with_nothing_beside_it_is_the_declared_one_in_whatever_words():
    declared = "Take an order from entry to release. *(declared)*"
    own = edited((declared, "Customers have what they asked for by Friday."))
    kept = merge(BASE, own, BASE)
    assert "\n\nCustomers have what they asked for by Friday. *(edited)*\n\n" in kept.text
    now = BASE.replace(declared, "Take an order from its call to release. *(declared)*")
    merged = merge(BASE, kept.text, now)
    assert merged.conflicts == ("Purpose",)
    assert "Customers have what they asked for by Friday. *(edited)*\n\n> **Conflict" in merged.text
    assert merge(now, merged.text, now).text == merged.text
