"""What is kept, and of whom it is said to be, where nothing tells what the last build generated."""

import re

import pytest

from ledgerium_cli.documents.merge.document import merge

from .make import BASE, CHECK, COUNTED_ANEW, ENTER, NOTE, Sop, edited


def test_without_a_base_what_differs_is_shown_twice_and_measured_lines_are_the_new_ones():
    theirs = edited(("Press “Save order”.", "Press “Save order” hard."), ("## Roles", "Ask Ana.\n\n## Roles"))
    merged = merge(None, theirs, COUNTED_ANEW)
    assert "> Press “Save order”. (R2: 4)" in merged.text
    assert merged.conflicts == ("Purpose", "Enter the order")
    assert "Ask Ana." in merged.text
    assert "18 of 19 times (R1: 19)" in merged.text
    assert "9 of 9 times" not in merged.text


def test_without_a_base_a_word_before_a_sentence_makes_no_second_one_of_it():
    theirs = edited(("Press “Save order”.", "Never press “Save order”."))
    merged = merge(None, theirs, BASE)
    assert merged.conflicts == ("Enter the order",)
    assert "\n2. Never press “Save order”. (R1: 16)\n" in merged.text
    assert "\n3. " not in merged.text


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


def test_without_a_base_a_step_that_people_moved_stays_where_it_is():
    enter, check = re.findall(r"^### \d\. (?:Enter|Check).*?(?=^##)", BASE, re.MULTILINE | re.DOTALL)
    own = BASE.replace(enter + check, check + enter)
    assert own != BASE
    merged = merge(None, own, BASE)
    assert merged.text.index("Check the credit") < merged.text.index("Enter the order")
    assert merged.conflicts == ()


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


def test_what_may_be_of_people_or_of_another_build_is_not_told_as_written_by_people():
    theirs = edited(
        ("Press “Release”.", "Press “Release” by hand."),
        ("| clerk | Ana | enter (9) |", "| clerk | Ben | all |"),
    )
    merged = merge(None, theirs, BASE)
    assert merged.conflicts == ("Roles", "Release the order")
    assert "by people**" not in merged.text
    assert "by people**" not in merge(BASE, merged.text, BASE).text
