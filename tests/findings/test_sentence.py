"""Sentences that name activities."""

import pytest

from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.quotation import in_quotation_marks
from ledgerium_cli.steps.model import Activity

SAVE = Activity("save", "Press “Save”", "guess")


def test_an_activity_is_named_as_it_is_declared_or_was_seen_unless_people_call_it_otherwise():
    found = sentence("Give ", quoted(SAVE), " to whoever is free, since ", quoted(SAVE), " waits.")
    assert str(found) == "Give “Press ‘Save’” to whoever is free, since “Press ‘Save’” waits."
    assert found.calling({"save": "Keep it"}) == "Give “Keep it” to whoever is free, since “Keep it” waits."
    assert found.calling({"other": "Keep it"}) == str(found)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('Press "Save"', "“Press ‘Save’”"),
        ("Press “Save “all””", "“Press ‘Save ‘all’’”"),
        ('Cut a 12" pipe', '“Cut a 12" pipe”'),
        ("Don't", "“Don't”"),
    ],
)
def test_quotation_marks_within_others_are_single_ones(text, shown):
    assert in_quotation_marks(text) == shown
