"""Headings at other levels than they are generated: all of them, for a page with its own title, or a chapter below
another one."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.given_names import names_given, steps_in
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.sop.edits import edits_in

from .make import BASE, CHECK, COUNTED_ANEW, ENTER, RELEASE, SOP, Step, bases, edited, section
from .processes import build, edit, edits, processes

HEAD = re.compile(r"^#+", re.MULTILINE)
NONE = "## Exceptions and holds\n\nNone were seen."
HOLD = "- **On hold** at “Check the credit”, 1 time. (R2: 9)"
PACK = Step("pack", "Pack the order", ("Press “Pack”. (R1: 50)",))
MORE = replace(SOP, steps=(ENTER, CHECK, RELEASE, PACK), rules=(*SOP.rules, "Never pack twice."))


def lower(text, levels=("#", "##", "###", "####")):
    """With each heading one level lower."""
    return HEAD.sub(lambda found: f"#{found[0]}" if found[0] in levels else found[0], text)


def higher(text):
    """With each heading but the title one level higher."""
    return HEAD.sub(lambda found: found[0][1:] or "#", text)


def steps_lower(text):
    return lower(text, ("###", "####"))


def rules_lower(text):
    return text.replace("\n## Rules that", "\n### Rules that")


def rules_higher(text):
    return text.replace("\n## Rules that", "\n# Rules that")


def one_step_higher(text):
    return re.sub(r"^### (?=.*Check the credit)", "## ", text, flags=re.MULTILINE)


LEVELS = [lower, higher, steps_lower, rules_lower, rules_higher, one_step_higher]


@given(processes(), st.sampled_from([lower, higher, steps_lower]))
@settings(max_examples=60)
def test_the_document_is_the_same_at_any_level(process, at_level):
    base, new = process
    merged = merge(base, at_level(base), new)
    assert merged.text == at_level(new)
    assert merged.conflicts == ()


@given(processes(), edits, st.sampled_from([lower, higher]))
@settings(max_examples=60)
def test_what_people_write_is_merged_the_same_at_any_level(process, changes, at_level):
    base, new = process
    theirs, _ = edit(base, changes, "zq")
    merged = merge(base, at_level(theirs), new).text
    assert merged == at_level(merge(base, theirs, new).text)
    assert merge(new, merged, new).text == merged


@pytest.mark.parametrize("at_level", LEVELS)
def test_what_is_new_in_a_chapter_stands_there_whatever_its_level_and_the_level_is_no_edit(at_level):
    own, new = at_level(BASE), MORE.markdown()
    assert merge(BASE, own, BASE).text == own
    text = merge(BASE, own, new).text
    assert text == at_level(new)
    assert merge(new, text, new).text == text
    assert edits_in(text, new) == ()
    assert merge(None, own, BASE).text == own


@pytest.mark.parametrize("at_level", LEVELS)
def test_a_step_has_the_name_that_people_gave_it_whatever_the_level_of_its_heading(at_level):
    own = at_level(BASE).replace("Check the credit\n", "Ask for the limit\n")
    assert names_given(own.encode(), bases(BASE)) == {"check": "Ask for the limit"}
    assert [step for step, _ in steps_in(own.encode(), bases(BASE))] == ["enter", "check", "release"]
    without = re.sub("<!-- step: .* -->\n\n", "", at_level(BASE))
    assert [step for step, _ in steps_in(without.encode(), bases(BASE))] == ["enter", "check", "release"]
    assert merge(BASE, without, COUNTED_ANEW).text == at_level(COUNTED_ANEW)


@pytest.mark.parametrize("at_level", [lower, higher, rules_lower, rules_higher])
def test_a_chapter_with_another_heading_is_that_chapter_at_any_level(at_level):
    own = at_level(BASE).replace("Rules that must hold", "Was gilt")
    text = merge(BASE, own, MORE.markdown()).text
    assert "- Never pack twice." in section(text, "Was gilt")
    assert "Taken out" not in text
    assert "\n## Was gilt" not in text


def test_a_chapter_of_few_words_is_known_at_any_level():
    base = BASE.replace("## How this", f"{NONE}\n\n## How this")
    for own in (lower(base), base.replace("## Exceptions", "### Exceptions")):
        own = own.replace("Exceptions and holds", "Was anders war")
        text = merge(base, own, base.replace("None were seen.", HOLD)).text
        assert f"### Was anders war\n\n{HOLD}" in text


@pytest.mark.parametrize("at_level", [lower, higher])
def test_what_people_wrote_at_a_step_that_is_gone_is_kept_at_the_levels_of_theirs(at_level):
    own = edited(("1. Open “Credit check”. (R1: 22)", "1. Ask Ben.\n\n#### Tip\n\nBe quick."))
    gone = replace(SOP, steps=(ENTER, RELEASE)).markdown()
    as_generated, base_of_it = build(own, bases(BASE).decode(), gone)
    text, base = build(at_level(own), bases(BASE).decode(), gone)
    assert text == at_level(as_generated)
    assert build(text, base, gone) == (text, base)
    assert build(text, base, BASE)[0] == at_level(build(as_generated, base_of_it, BASE)[0])


@pytest.mark.parametrize("at_level", LEVELS)
def test_a_chapter_that_goes_and_comes_back_is_at_the_level_that_it_had(at_level):
    gone = replace(SOP, rules=()).markdown()
    for own in (at_level(BASE), at_level(BASE).replace("order on hold.", "order on hold. Ask Ben.")):
        text, base = build(own, bases(BASE).decode(), gone)
        back, _ = build(text, base, BASE)
        assert back == merge(BASE, own, BASE).text


def test_a_heading_of_people_with_the_title_of_a_chapter_is_theirs_where_the_chapter_stands():
    own = edited(("2. Press “Save order”.", "#### Purpose\n\nSo that it is known.\n\n2. Press “Save order”."))
    for theirs in (own, lower(own)):
        text = merge(BASE, theirs, BASE.replace("Take an order", "Take each order")).text
        assert "Take each order" in text
        assert "Take an order" not in text
        assert text.count("Purpose\n\nSo that it is known. *(added)*\n\n2. Press") == 1


def test_a_new_chapter_comes_in_at_the_level_of_those_around_it():
    base = replace(SOP, rules=()).markdown()
    own = steps_lower(base).replace("## Procedure", "### Procedure").replace("## How this", "### How this")
    text = merge(base, own, MORE.markdown()).text
    assert "\n### Rules that must hold\n" in text
    assert "\n#### 4. Pack the order\n" in text
    assert "\n## Roles\n" in text


def test_a_chapter_of_people_beside_those_of_the_build_stays_theirs():
    own = lower(BASE).replace(
        "### How this", "### Contacts\n\nAsk Ben.\n\n#### By phone\n\n0815\n\n### How this"
    )
    text = merge(BASE, own, COUNTED_ANEW).text
    assert "\n### Contacts\n\nAsk Ben.\n\n#### By phone\n\n0815\n\n### How this" in text
    assert "Taken out" not in text
    assert [one.title for one in parse(text).sections if one.level == 4][-1] == "By phone"
