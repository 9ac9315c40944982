"""Numbers that people give to chapters, and to headings among the steps."""

import re

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.written import names_given
from ledgerium_cli.documents.sop.edits import edits_in
from ledgerium_cli.documents.sop.views.parts import Parts

from .make import BASE, COUNTED_ANEW, SOP, edited, section

STEPS = ["1. Enter the order", "2. Check the credit", "3. Release the order"]


def heads(text: str, level: int) -> list[str]:
    return re.findall(rf"^#{{{level}}} (.*)$", text, re.M)


def with_chapters_numbered(text: str, look: str = "{}.") -> str:
    chapters = iter(range(1, 99))
    return re.sub(r"^## ", lambda _: f"## {look.format(next(chapters))} ", text, flags=re.M)


@pytest.mark.parametrize("look", ["{}.", "Part {}:", "{})"])
def test_numbers_of_chapters_stay_as_people_wrote_them_and_the_steps_count_from_one(look):
    own = with_chapters_numbered(BASE, look)
    text = merge(BASE, own, COUNTED_ANEW).text
    chapters = ("Purpose", "Roles", "Procedure", "Rules that must hold", "How this was made")
    assert heads(text, 2) == [f"{look.format(n)} {one}" for n, one in enumerate(chapters, start=1)]
    assert heads(text, 3) == STEPS
    assert names_given(own.encode(), BASE.encode()) == {}
    assert [one.name for one in Parts(text, COUNTED_ANEW).steps] == STEPS


def test_a_chapter_with_a_number_is_no_step_beside_which_others_count_on():
    own = edited(
        ("## Roles", "## 4. Roles"), ("## How", "## 7. Contacts\n\nMax.\n\n### 1. At night\n\nKim.\n\n## How")
    )
    text = merge(BASE, own, COUNTED_ANEW).text
    assert heads(text, 2) == [
        "Purpose",
        "4. Roles",
        "Procedure",
        "Rules that must hold",
        "7. Contacts",
        "How this was made",
    ]
    assert heads(text, 3) == [*STEPS, "1. At night"]
    told = [(one.step, one.made, one.called, one.how) for one in edits_in(text, COUNTED_ANEW)]
    assert told == [
        ("", "“Roles”", "“4\\. Roles”", "changed"),
        ("", "“7\\. Contacts”", "", "added"),
        ("", "“1\\. At night”", "", "added"),
    ]


@pytest.mark.parametrize("has_ids", [True, False])
def test_steps_of_their_own_behind_the_last_one_count_on_in_numbered_chapters(has_ids):
    own = with_chapters_numbered(BASE).replace(
        "## 4. Rules", "### 4. File it\n\nIn the shelf.\n\n## 4. Rules"
    )
    own = own if has_ids else re.sub(r"<!-- step: \w+ -->\n\n", "", own)
    taken = re.sub(r"### 2\. .*?(?=### 3\.)", "", own, flags=re.S)
    text = merge(BASE, taken, BASE).text
    assert heads(text, 3) == ["1. Enter the order", "2. Release the order", "3. File it"]
    assert "4. Rules that must hold" in heads(text, 2)


def test_chapters_with_numbers_go_on_being_what_they_were_to_the_build():
    kept = "Ask the customer."
    own = with_chapters_numbered(BASE).replace("- Time: work 14 s", f"- {kept}\n- Time: work 14 s")
    gone = SOP.markdown().replace(SOP.steps[1].markdown(2) + "\n\n", "").replace("### 3.", "### 2.")
    text = merge(BASE, own, gone).text
    assert heads(text, 2)[-2:] == ["Kept from parts that are gone", "5. How this was made"]
    assert kept in section(text, "Check the credit")
    assert "by people**" in section(text, "How this was made")
    assert merge(gone, text, gone).text == text
