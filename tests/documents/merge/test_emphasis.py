"""Marks of a build in whatever emphasis people and the programs that lay out their text give them."""

import re
from collections.abc import Callable

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.merged import Merged

from .make import BASE, COUNTED_ANEW, edited, section

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


def escaped(to: str) -> Callable[[str], str]:
    def form(text: str) -> str:
        return re.sub(r"\*\((edited|added)\)\*", lambda mark: to.format(mark[1]), text)

    return form


FORMS = [
    as_prettier,
    as_plain_text,
    in_bold,
    in_italics_as_a_whole,
    in_both_as_a_whole,
    *map(escaped, (r"*\({}\)*", r"\*({})\*", r"\*\({}\)\*", r"\_({})\_", r"\({}\)", r"**\({}\)**")),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_mark_in_another_emphasis_is_no_edit_and_no_second_one_comes(own, form):
    text = form(own)
    assert text != own
    assert merge(BASE, text, BASE).text == (own if r"\*" in text or r"\_" in text else text)


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


@pytest.mark.parametrize("form", FORMS)
def test_no_mark_is_doubled_however_often_a_program_lays_out_what_a_build_left(own, form):
    text = own
    for now in (BASE, COUNTED_ANEW, BASE):
        text = merge(BASE, form(text), now).text
        assert len(re.findall(r"\(edited\)", text.replace("\\", ""))) == len(re.findall(r"\(edited\)", own))
        text = merge(now, form(text), BASE).text
    assert merge(BASE, text, BASE).text == text


def test_events_and_declarations_that_a_program_escaped_are_none_of_the_words_of_people():
    text = re.sub(r"\((R1: [^)]*)\)", r"\\(\1\\)", BASE).replace("*(declared)*", r"\*(declared)\*")
    assert merge(BASE, text, COUNTED_ANEW).text == COUNTED_ANEW
    own = text.replace("Press “Save order”.", "Press “Save order” twice.").replace(
        "from entry", "from request"
    )
    merged = merge(BASE, own, COUNTED_ANEW).text
    assert f"2. {TWICE}\n" in merged
    assert "\nTake an order from request to release. *(edited)*\n" in merged


RULE = "Never release an order on hold. *(declared)* Broken in 0 of 9 orders."


@pytest.mark.parametrize("plain", ["(declared)", r"\(declared\)", "__(declared)__"])
def test_a_declaration_amid_a_paragraph_is_one_without_its_emphasis(plain):
    base, now = (
        edited(("Never release an order on hold.", one)) for one in (RULE, RULE.replace("0 of 9", "0 of 18"))
    )
    text = base.replace("*(declared)*", plain)
    assert section(merge(base, text, now).text, "Rules") == section(now, "Rules")
    own = text.replace("on hold.", "that is held.")
    assert (
        "- Never release an order that is held. *(edited)* Broken in 0 of 18 orders.\n"
        in merge(base, own, now).text
    )


@pytest.mark.parametrize("name", [r"**\1**", r"`\1`", r"\1"], ids=["bold", "code", "bare"])
def test_names_in_bold_or_as_code_in_place_of_quotation_marks_are_no_edit(name):
    """As the style of a house or a program that polishes texts writes them."""
    start, end = BASE.index("## Procedure"), BASE.index("## Rules")
    theirs = BASE[:start] + re.sub("“([^“”]+)”", name, BASE[start:end]) + BASE[end:]
    assert merge(BASE, theirs, BASE) == Merged(theirs, (), ())
    merged = merge(BASE, theirs, COUNTED_ANEW)
    own = re.sub("“([^“”]+)”", name, "2. Press “Save order”. (R2: 4)")
    assert f"\n{own}\n" in merged.text
    assert re.sub("“([^“”]+)”", name, "Then “Check the credit” (18).\n") in merged.text
    assert "edited" not in merged.text
    assert merged.conflicts == ()
    assert merge(COUNTED_ANEW, merged.text, COUNTED_ANEW).text == merged.text
