"""Sentences that a step says more than once, in several variants of it, and what people make of one of them."""

import pytest

from ledgerium_cli.documents.merge.document import merge

from .make import edited

OPEN = "1. On “Approvals”, open “Open invoice”."


def variant(pressed, opened, closed):
    return f"**Last pressed: “{pressed}”**\n\n{OPEN} (R1: {opened})\n2. Press “{pressed}”. (R1: {closed})"


def step(*variants):
    saved = "2. Press “Save order”. (R1: 16)"
    return edited((saved, "\n\n".join([saved, *variants])))


APPROVE, REJECT = variant("Approve", 60, 62), variant("Reject", 70, 72)
MADE = step(APPROVE, REJECT)


def opened_in(text, pressed):
    """The sentence about opening below a variant's lead-in."""
    return text.partition(f"**Last pressed: “{pressed}”**\n\n")[2].partition("\n")[0]


@pytest.mark.parametrize("changed", [("Approve",), ("Reject",), ("Approve", "Reject")])
def test_generated_words_that_are_written_again_get_the_events_of_their_own_variant(changed):
    theirs = MADE
    for pressed in changed:
        own = opened_in(theirs, pressed)
        theirs = theirs.replace(own, own.replace("invoice", "bill"))
    edit = merge(MADE, theirs, MADE).text
    assert [opened_in(edit, one) for one in changed] == [
        "1. On “Approvals”, open “Open bill”. *(edited)*" for _ in changed
    ]
    assert merge(MADE, edit.replace("Open bill", "Open invoice"), MADE).text == MADE


@pytest.mark.parametrize(("changed", "other"), [("Approve", "Reject"), ("Reject", "Approve")])
@pytest.mark.parametrize(
    "own", ["On “Approvals”, open “Open invoice”, oldest first.", "Ask Zoe.", "Open it."]
)
def test_an_edit_stays_in_the_variant_in_which_it_was_made(changed, other, own):
    kept = opened_in(MADE, other)
    theirs = MADE.replace(opened_in(MADE, changed), f"1. {own} *(edited)*")
    edit = merge(MADE, theirs, MADE).text
    recounted = MADE.replace("(R1: 6", "(R2: 3").replace("(R1: 7", "(R3: 4")
    turned = step(variant("Reject", 70, 72), variant("Keep", 80, 82), variant("Approve", 60, 62))
    for base, then, new in ((MADE, edit, MADE), (MADE, edit, recounted), (MADE, edit, turned)):
        text = merge(base, then, new).text
        assert opened_in(text, changed) == f"1. {own} *(edited)*"
        assert opened_in(text, other) == opened_in(new, other)
        assert "Moved by people" not in text
    assert opened_in(edit, other) == kept


def test_a_sentence_taken_out_of_one_variant_is_not_taken_for_the_one_of_another():
    theirs = MADE.replace(f"{OPEN} (R1: 60)\n2. ", "1. ")
    edit = merge(MADE, theirs, MADE).text
    reworded = MADE.replace("open “Open invoice”", "open “Invoice to approve”")
    for new in (MADE, reworded):
        text = merge(MADE, edit, new).text
        assert opened_in(text, "Reject") == opened_in(new, "Reject")
        assert "Moved by people" not in text


def test_a_whole_variant_that_is_moved_takes_its_sentences_along():
    theirs = step(REJECT.replace(" (R1: 70)", ""), APPROVE.replace(" (R1: 60)", ""))
    text = merge(MADE, theirs, MADE).text
    assert [opened_in(text, one) for one in ("Reject", "Approve")] == [f"{OPEN} (R1: 70)", f"{OPEN} (R1: 60)"]
