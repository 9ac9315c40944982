"""Numbers behind words, as references of cases."""

import pytest

from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.guess_case import guess_pattern
from ledgerium_cli.steps.references import MOST_WORDS, in_texts, words_before_numbers

from .story import ERP, Story


def shown(*headings):
    return [Page(system=ERP, route="/", heading=heading) for heading in headings]


def word(number):
    return "".join(chr(97 + number // 26**place % 26) for place in range(4)).capitalize()


def test_words_before_the_same_numbers_are_one_form_and_a_word_before_one_number_alone_is_none():
    pages = shown("Admission 4711", "Chart 4711", "Admission 4712", "Chart 4712", "Bill 4711", "Room 100")
    words = words_before_numbers(pages)
    assert words == dict.fromkeys(("Admission", "Chart", "Bill"), ("Admission", "Chart", "Bill"))
    assert [[(one.form, number) for one, number in in_texts(words, page)] for page in pages[4:]] == [
        [("Admission # or Chart # or Bill #", "4711")],
        [],
    ]


def test_a_sign_alone_is_a_form_also_before_one_number():
    assert words_before_numbers(shown("[#4100] Ticket")) == {"": ("",)}


@pytest.mark.parametrize("number", [lambda at: 4000 + at, lambda at: 100, lambda at: 4000 + at // 2 + at % 2])
def test_many_words_before_numbers_make_no_long_patterns(number):
    story = Story()
    for at in range(10_000):
        story.page = Page(system=ERP, route="/customer", heading=f"{word(at // 2)} {number(at)}")
        story.press("Save")
    words = words_before_numbers([one.page for one in story.events])
    assert all(len(own) <= MOST_WORDS for own in words.values())
    found = guess_pattern(story.events)
    assert found is None or len(found.pattern) < 1_000
