"""Marks of a build in whatever emphasis people and the programs that lay out their text give them."""

import re

import pytest

from ledgerium_cli.documents.merge.document import merge

from .make import BASE, COUNTED_ANEW, edited

SAVE = "Press “Save order”. (R1: 16)"
TWICE = "Press “Save order” twice. *(edited)*"
OWN = "Keep the price. *(added)*"
DESK = "| order desk *(edited)* | Ana | enter (9) |\n| boss | Eve | signs *(added)* |"


def built(*changes: tuple[str, str]) -> str:
    return merge(BASE, edited(*changes), BASE).text


@pytest.fixture(scope="module")
def own() -> str:
    """An SOP in which people changed a sentence and a cell, and added an entry and a row, as the next build left it."""
    table = "| order desk | Ana | enter (9) |\n| boss | Eve | signs |"
    text = built(
        (SAVE, "Press “Save order” twice."),
        ("- Time: work 54 s", "- Keep the price.\n- Time: work 54 s"),
        ("| clerk | Ana | enter (9) |", table),
    )
    assert all(one in text for one in (TWICE, OWN, DESK))
    return text


def as_prettier(text: str) -> str:
    return re.sub(r"\*(\((?:edited|added)\))\*", r"_\1_", text)


def as_plain_text(text: str) -> str:
    return re.sub(r"\*(\((?:edited|added)\))\*(?=$| \|)", r"\1", text, flags=re.MULTILINE)


def in_bold(text: str) -> str:
    return re.sub(r"\*(\((?:edited|added)\))\*", r"***\1***", text)


def in_italics_as_a_whole(text: str) -> str:
    text = text.replace(TWICE, "*Press “Save order” twice. (edited)*").replace(
        OWN, "_Keep the price. (added)_"
    )
    text = text.replace("order desk *(edited)*", "*order desk (edited)*")
    return text.replace("| boss | Eve | signs *(added)* |", "| *boss* | *Eve* | *signs (added)* |")


def in_both_as_a_whole(text: str) -> str:
    text = as_prettier(text).replace(
        "2. Press “Save order” twice. _(edited)_", "2. _**Press “Save order” twice. (edited)**_"
    )
    text = text.replace("Keep the price. _(added)_", "**Keep the price. _(added)_**")
    return text.replace("order desk _(edited)_", "**order desk _(edited)_**")


FORMS = [as_prettier, as_plain_text, in_bold, in_italics_as_a_whole, in_both_as_a_whole]


@pytest.mark.parametrize("form", FORMS)
def test_a_mark_in_another_emphasis_is_no_edit_and_no_second_one_comes(own, form):
    text = form(own)
    assert text != own
    assert merge(BASE, text, BASE).text == text


@pytest.mark.parametrize("form", FORMS)
def test_a_mark_in_another_emphasis_stands_once_beside_new_numbers(own, form):
    plain, text = (merge(BASE, one, COUNTED_ANEW).text for one in (own, form(own)))
    assert text.translate({ord("*"): None, ord("_"): None}) == plain.replace("*", "").replace("_", "")
    assert text.count("*(edited)*") == plain.count("*(edited)*")
    assert text.count("*(added)*") == plain.count("*(added)*")
    assert merge(COUNTED_ANEW, form(text), COUNTED_ANEW).conflicts == ()


def test_an_edit_that_is_undone_beside_a_mark_in_another_emphasis_takes_it_away(own):
    text = as_prettier(own).replace("order desk", "clerk").replace("”  twice", "”").replace("” twice", "”")
    merged = merge(BASE, text, BASE).text
    assert "| clerk | Ana | enter (9) |" in merged
    assert f"2. {SAVE}\n" in merged


def test_words_of_people_in_brackets_amid_their_emphasis_are_no_mark():
    text = built((SAVE, "*Press “Save order” (added) here* and _the (edited) one_ twice."))
    assert "*Press “Save order” (added) here* and _the (edited) one_ twice. *(edited)*" in text
