"""Numbers that people give to chapters, and to headings among the steps, also where both are bold."""

import re
from dataclasses import replace

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.given_names import names_given
from ledgerium_cli.documents.sop.edits import edits_in
from ledgerium_cli.documents.sop.views.parts import Parts

from .make import BASE, CHECK, COUNTED_ANEW, MORE_STEPS, SOP, Folder, Sop, Step, bases, edited, section

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
    assert names_given(own.encode(), bases(BASE)) == {}
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


def test_a_chapter_with_what_is_left_of_steps_that_are_gone_takes_in_more_also_where_people_numbered_it():
    first = replace(SOP, steps=(SOP.steps[0], SOP.steps[2])).markdown()
    own = BASE.replace("- Time: work 14 s", "- Ask the customer.\n- Time: work 14 s")
    text = with_chapters_numbered(merge(BASE, own, first).text).replace("“Release”.", "“Release” and wait.")
    assert "## 5. Kept from parts that are gone" in text
    assert merge(first, text, first).text.count("Ask the customer. *(added)*") == 0
    second = replace(SOP, steps=SOP.steps[:1]).markdown()
    merged = merge(first, text, second).text
    assert heads(merged, 2)[-2:] == ["5. Kept from parts that are gone", "6. How this was made"]
    assert heads(merged, 3) == ["1. Enter the order", "Check the credit", "Release the order"]
    assert merge(second, merged, second).text == merged


BOLD = [("**", "**"), ("*", "*"), ("__", "__"), ("***", "***"), ("_**", "**_")]


def emphasised(text: str, begin: str, end: str, look: str = "{}.") -> str:
    return re.sub(
        r"^### (\d)\. (.*)$", lambda one: f"### {begin}{look.format(one[1])} {one[2]}{end}", text, flags=re.M
    )


@pytest.mark.parametrize("look", ["{}.", "Step {}:"])
@pytest.mark.parametrize(("begin", "end"), BOLD)
def test_a_number_in_a_heading_that_is_bold_as_a_whole_is_no_part_of_the_name(begin, end, look):
    own = emphasised(BASE, begin, end, look)
    assert names_given(own.encode(), bases(BASE)) == {}
    merged = merge(BASE, own, COUNTED_ANEW)
    assert merged.text == emphasised(COUNTED_ANEW, begin, end, look)
    assert edits_in(merged.text, COUNTED_ANEW) == ()
    step = Parts(merged.text, COUNTED_ANEW).steps[1]
    assert step.name == f"{begin}{look.format(2)} Check the credit{end}"


def test_steps_with_bold_headings_are_numbered_anew_after_one_was_moved_or_came_or_has_another_title():
    own = emphasised(BASE, "**", "**")
    check = section(own, "Check the credit")
    moved = own.replace(f"{check}\n\n", "").replace("## Rules", f"{check}\n\n## Rules")
    text = merge(BASE, moved, BASE).text
    assert heads(text, 3) == ["**1. Enter the order**", "**2. Release the order**", "**3. Check the credit**"]
    pack = Step("pack", "Pack the goods *(guessed name)*", ("Press “Packed”. (R1: 41)",))
    titled = replace(SOP, steps=(*SOP.steps[:2], replace(SOP.steps[2], title="Let it go"), pack)).markdown()
    merged = merge(BASE, text, titled)
    assert heads(merged.text, 3) == [
        "**1. Enter the order**",
        "**2. Let it go**",
        "**3. Check the credit**",
        "**4. Pack the goods *(guessed name)***",
    ]
    assert merged.conflicts == ()
    assert merge(titled, merged.text, titled).text == merged.text


def test_a_bold_heading_that_people_reworded_is_their_name_without_the_number():
    own = emphasised(BASE, "**", "**").replace(
        "**2. Check the credit**", "**2. Is the customer good for it?**"
    )
    assert names_given(own.encode(), bases(BASE)) == {"check": "Is the customer good for it?"}
    two = own.replace("**2. Is the customer good for it?**", "**2. Check** and **release**")
    assert names_given(two.encode(), bases(BASE)) == {"check": "2. Check and release"}


@pytest.mark.parametrize("look", ["Step {}:", "{})"])
def test_numbers_of_people_are_there_again_after_a_month_in_which_one_step_was_seen(look):
    numbered = re.sub(r"(?m)^### (\d)\. ", lambda found: f"### {look.format(found[1])} ", BASE)
    folder = Folder(numbered)
    told = folder.build(BASE)
    assert f"### {look.format(1)} Check the credit" in folder.build(Sop((CHECK,)).markdown())
    assert folder.build(BASE) == told


def test_a_heading_that_divides_a_step_counts_with_the_steps():
    head = "### 3. Run it\n\n1. Press “Run credit check”. (R1: 24)"
    folder = Folder(
        edited(("2. Press “Run credit check”. (R1: 24)", f"\n{head}"), ("3. Release", "4. Release"))
    )
    found = folder.build(MORE_STEPS)
    assert heads(found, 3) == [
        "1. Enter the order",
        "2. Validate the order",
        "3. Check the credit",
        "4. Run it",
        "5. Release the order",
    ]
    assert folder.build(MORE_STEPS) == found
    assert "### 3. Run it\n" in folder.build(BASE)
