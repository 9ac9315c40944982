"""What stands in a list where people wrote one thing and the build says another, from build to build."""

import re
from dataclasses import replace

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.sop.edits import edits_in

from .make import SOP

SAID = "Access to the CRM, the ERP and the credit desk."
SAID_NEXT = "Accounts for the CRM, the ERP and the credit desk."
SAID_LAST = "Accounts for the CRM, ERP, credit desk."
OWN = "Access to the CRM and the ERP, asked of IT."
NOTE = re.compile(r"\n\n  > \*\*Conflict at(?:\n|.)*?delete this note\.")
CHANGED = "people changed what stands above; now the build says:"
TAKEN_OUT = "people took something out here that now reads otherwise:"


def listing(*declared):
    """An SOP with a list of what was declared."""
    return replace(SOP, rules=tuple(f"{one} *(declared)*" for one in declared)).markdown()


def beside(said):
    return listing("The order number tells one order from another.", said, "A clerk calls before noon.")


def tally(text):
    [told] = [part for part in text.split("\n\n") if part.startswith("**Written by people**")]
    return told


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
