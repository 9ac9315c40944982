"""Headings that people put into what is generated, at any line and of any level."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.given_names import names_given, steps_in
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.sop.edits import edits_in

from .make import BASE, ENTER, RELEASE, SOP, Step, bases, edited, section
from .processes import COUNTED, processes

TITLE = "Zqtip"
TOLD = re.compile(r"by people\*\*(.*)")
heads = st.tuples(st.integers(1, 6), st.integers(0, 200))


def with_head(text, head, *below):
    level, place = head
    lines = text.split("\n")
    place %= len(lines)
    return "\n".join([*lines[:place], f"{'#' * level} {TITLE}", *below, *lines[place:]])


def words(text):
    """Without the heading, the sentence that counts the edits and what is kept of steps that are gone."""
    text = re.sub(r"## Kept from parts that are gone\n.*?(?=^## |\Z)", "", text, flags=re.M | re.S)
    parts = re.split(r"\n{2,}", re.sub(rf"^#+ {TITLE}$", "", text, flags=re.M))
    return [word for part in parts if "by people**" not in part for word in part.split()]


@given(processes(), heads)
@settings(max_examples=60)
def test_a_heading_anywhere_changes_nothing_that_is_generated(process, head):
    base, new = process
    merged = merge(base, with_head(base, head), new)
    assert words(merged.text) == words(new)
    assert len(re.findall(rf"^#+ {TITLE}$", merged.text, flags=re.M)) == 1
    assert merged.conflicts == ()
    assert merge(new, merged.text, new).text == merged.text


@given(heads)
@settings(max_examples=60)
def test_a_heading_anywhere_is_one_passage_of_people_and_nothing_is_taken_out(head):
    [told] = TOLD.findall(merge(BASE, with_head(BASE, head), COUNTED).text)
    assert re.fullmatch(r", not observed: 1 passage at “[^”]*”\. `ledgerium sop` .*", told), told


def test_what_stands_below_a_heading_of_people_stays_with_its_step():
    own = BASE.replace("- Time: work 54 s", "## Tip\n\nBe quick.\n\n- Time: work 54 s")
    merged = merge(BASE, own, COUNTED)
    assert "## Tip\n\nBe quick. *(added)*\n\n- Time: work 1 min 02 s (n = 9).\n" in merged.text
    assert TOLD.findall(merged.text)[0].startswith(", not observed: 2 passages at “Enter the order”.")


def test_a_generated_line_that_people_made_a_heading_stays_one_and_counts_anew():
    step = Step("enter", "Enter", ("Press “Save”. (R1: 2)",))
    was = "**Ana** in **ERP** · seen in 9 of 9 orders"
    base = replace(SOP, steps=(step,)).markdown()
    merged = merge(base, base.replace(was, f"#### {was}"), base.replace("9 of 9", "18 of 19"))
    assert "\n#### **Ana** in **ERP** · seen in 18 of 19 orders\n" in merged.text
    assert "by people" not in merged.text


def test_a_section_of_people_that_holds_nothing_generated_stays_one():
    own = BASE.replace("### 2. Check", "#### Tips\n\nBe quick.\n\n### 2. Check")
    assert TOLD.findall(merge(BASE, own, COUNTED).text)[0].startswith(", not observed: 2 passages at “Tips”.")


def test_the_copy_of_a_step_is_a_section_of_people_with_and_without_the_line_that_names_it():
    [check] = [one.source for one in parse(BASE).sections if one.step == "check"]
    shorter = check.replace("- Time: work 14 s (n = 9).", "")
    for copy in (check, check.replace("<!-- step: check -->\n\n", "")):
        rush = copy.replace("Check the credit", "Check a rush order")
        merged = merge(BASE, BASE.replace(check, f"{shorter}\n\n{rush}"), COUNTED)
        assert "\n1. Open “Credit check”. (R1: 22)\n" in merged.text
        [own] = [one for one in parse(merged.text).sections if one.said == "Check a rush order"]
        assert "9 of 9 times" in own.source


def test_an_old_copy_of_a_step_is_no_part_of_it_whatever_was_taken_out_of_the_step():
    [check] = [one.source for one in parse(COUNTED).sections if one.step == "check"]
    copy = re.sub(r"\d+( of \d+|\)| s)", r"7\1", check.replace("<!-- step: check -->\n\n", ""))
    changed = re.sub(r"1\. Open “Credit check”\..*", "1. Ask Ben.", check)
    merged = merge(COUNTED, COUNTED.replace(check, f"{changed}\n\n{copy}"), COUNTED).text
    assert copy.partition("\n")[2] in merged
    assert "1. Ask Ben." in merged


def test_a_step_keeps_its_name_below_which_people_put_a_heading():
    own = BASE.replace("### 1. Enter the order\n", "### 1. Enter the order\n\n#### How\n")
    assert names_given(own.encode(), bases(BASE)) == {}
    assert steps_in(own.encode(), bases(BASE))[0] == ("enter", "Enter the order")


def test_a_table_into_which_people_put_a_heading_is_one_table_again():
    own = BASE.replace("| clerk |", "#### Who\n\nAsk Ana.\n\n| clerk |")
    text = merge(BASE, own, BASE.replace("enter (9)", "enter (18)")).text
    assert "| ---: |\n| clerk | Ana | enter (18) |\n\n#### Who\n\nAsk Ana.\n\n## Procedure" in text


def test_a_heading_at_a_step_that_is_gone_is_kept_below_its_title():
    own = BASE.replace("- Time: work 14 s", "## Tip\n\nBe quick. *(added)*\n\n- Time: work 14 s")
    new = replace(SOP, steps=(ENTER, RELEASE)).markdown()
    text = merge(BASE, own, new).text
    assert (
        "\n### Check the credit\n\n<!-- was step: check -->\n\n#### Tip\n\nBe quick.\n\n## How this was made\n"
        in text
    )
    assert merge(new, text, new).text == text


def test_the_version_is_of_the_heading_and_not_of_what_counts_anew_below_it():
    own = BASE.replace("- Time: work 54 s", "#### Tip\n\n- Time: work 54 s")
    texts = [merge(BASE, own, now).text for now in (BASE, COUNTED)]
    [before], [now] = (edits_in(text, made) for text, made in zip(texts, (BASE, COUNTED), strict=True))
    assert (before.step + before.made, before.how) == ("step 1 “Enter the order”", "changed")
    assert before == now


NONE = "## Exceptions and holds\n\nNone were seen."
HOLD = "- **On hold** at “Check the credit”, 1 time. (R2: 9)"
SHORT = BASE.replace(
    "## How this", f"{NONE}\n\n## Open questions\n\nNobody has stated it yet.\n\n## How this"
)


@pytest.mark.parametrize(
    "own",
    [
        SHORT.replace("## Exceptions and holds", "## Was bei uns alles anders war"),
        SHORT.replace(NONE, "## Was bei uns alles anders war\n\nAsk Ben.\n\nNone were seen. Ask Ann, too."),
        SHORT.replace(f"{NONE}\n\n", "").replace(
            "## Procedure", "## Was bei uns alles anders war\n\nNone were seen.\n\n## Procedure"
        ),
    ],
    ids=["translated", "with remarks", "moved"],
)
def test_a_chapter_of_few_words_goes_on_below_the_heading_that_people_gave_it(own):
    own = own.replace("## Open questions", "## Was noch niemand gesagt hat")
    text = merge(SHORT, own, SHORT).text
    assert "Taken out by people" not in text
    text = merge(SHORT, text, SHORT.replace("None were seen.", HOLD)).text
    assert HOLD in section(text, "Was bei uns alles anders war")
    assert "\n## Was noch niemand gesagt hat\n\nNobody has stated it yet.\n" in text
    assert "Exceptions and holds" not in text


def test_a_chapter_of_people_in_the_place_of_one_that_they_took_out_is_theirs():
    own = SHORT.replace(NONE, "## Contacts\n\nNone of us has seen it.")
    text = merge(SHORT, own, SHORT.replace("None were seen.", HOLD)).text
    assert "\n## Contacts\n\nNone of us has seen it.\n\n## Open questions\n" in text
    assert "**Taken out by people**: all of “Exceptions and holds”." in text
    assert HOLD not in text


def test_a_name_put_in_place_of_a_heading_as_its_note_quotes_it_is_the_heading():
    """Notes quote names without the signs of a heading."""
    own = edited(("### 2. Check the credit", "### 2. Ask the credit desk"))
    renamed = edited(("### 2. Check the credit", "### 2. Run the credit check"))
    noted = merge(BASE, own, renamed)
    assert "> Run the credit check\n" in noted.text
    note = re.search(r"> \*\*Conflict at(?:.*\n)+?.*delete this note\.\n\n", noted.text)[0]
    settled = noted.text.replace(note, "").replace("### 2. Ask the credit desk", "Run the credit check")
    assert merge(renamed, settled, renamed).text == renamed


def test_what_is_copied_into_a_chapter_of_people_is_declared_only_as_long_as_a_build_says_so():
    rule = "- Rule: The quantity is in stock. *(declared)*"
    copied = f"## How we did it until May\n\n{rule}\n- Rule: Ask Ben. *(declared)*\n"
    base = edited(("- Never release an order on hold.", f"{rule}\n- Never release an order on hold."))
    own = edited(("## How this was made", f"{copied}\n## How this was made"), of=base)
    told = section(merge(base, own, base).text, "until May")
    assert rule in told
    assert told.endswith("- Rule: Ask Ben.")
    assert "(declared)" not in section(merge(base, own, BASE).text, "until May")
