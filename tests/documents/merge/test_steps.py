"""Steps that people or builds move, name and number otherwise, and the lines that name them."""

import re
from dataclasses import replace

import pytest

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.given_names import names_given
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.sop.edits import edits_in

from .make import (
    BASE,
    CHECK,
    COUNTED_ANEW,
    ENTER,
    MORE_STEPS,
    RELEASE,
    SOP,
    VALIDATE,
    Step,
    bases,
    edited,
    section,
)


def test_a_step_that_people_moved_stays_there_and_is_told_as_moved():
    check = section(BASE, "Check the credit")
    moved = edited((f"{check}\n\n", ""), ("### 1. Enter", f"{check}\n\n### 1. Enter"))
    moved = moved.replace("### 2. Check", "### 1. Check").replace("### 1. Enter", "### 2. Enter")
    merged = merge(BASE, moved, BASE)
    assert merged.text.index("### 1. Check the credit") < merged.text.index("### 2. Enter the order")
    assert (
        "\n**Moved by people**: the part “Check the credit”. `ledgerium sop` prints this document without"
        in merged.text
    )
    assert merge(BASE, merged.text, BASE).text == merged.text


def test_an_edit_stays_with_its_step_when_it_is_renamed_and_moved():
    theirs = edited(("Open “Credit check”.", "Open “Credit check” in a new tab."))
    moved = replace(SOP, steps=(replace(CHECK, title="Run the credit check"), RELEASE, ENTER)).markdown()
    text = merge(BASE, theirs, moved).text
    assert section(text, "Run the credit check").startswith("### 1. Run the credit check")
    assert "1. Open “Credit check” in a new tab. *(edited)*" in section(text, "Run the credit check")


@pytest.mark.parametrize(
    "own", ["Then, at once, “Check the credit” (9).", "Then “Check the credit” (9). Tell Ben."]
)
def test_what_people_wrote_into_a_sentence_of_few_words_stays_when_the_step_that_it_names_is_renamed(own):
    enter = replace(ENTER, facts=("Then “Check the credit” (9).", ENTER.facts[1]))
    was = replace(SOP, steps=(enter, CHECK, RELEASE)).markdown()
    new = was.replace("Check the credit", "Approval").replace("(9)", "(18)")
    merged = merge(was, was.replace("Then “Check the credit” (9).", own), new)
    assert merged.conflicts == ()
    told = own.replace("Check the credit", "Approval").replace("(9)", "(18)")
    assert re.findall(r"^- (.*“Approval”.*)$", merged.text, re.MULTILINE) == [f"{told} *(edited)*"]


def test_an_edit_does_not_go_to_another_step_that_is_told_in_the_same_words():
    results = (CHECK.facts[0].replace("Approved", "Packed"),)
    pack = Step("pack", "Pack the goods", ("Press “Print label”. (R1: 22)",), results)
    theirs = edited(("(R1: 24)", "(R1: 24)\n3. Ask Ben."))
    merged = merge(BASE, theirs, replace(SOP, steps=(ENTER, pack, RELEASE)).markdown())
    assert "Ask Ben." not in section(merged.text, "Pack the goods")
    assert merged.orphans == ("Check the credit",)


def test_a_step_translated_as_a_whole_by_a_program_that_leaves_out_its_id_goes_on_being_it():
    translated = (
        "### 2. Bonität prüfen\n\n**Ana** in **ERP** · gesehen in 9 von 9 Aufträgen\n\n"
        "1. „Credit check“ öffnen. (R1: 22)\n2. „Run credit check“ drücken. (R1: 24)\n\n"
        "- Ergebnis: Approved, 9 von 9 Malen (R1: 25). Dann „Release the order“ (9).\n- Arbeit: 14 s (n = 9).\n\n"
    )
    start, end = BASE.index("### 2. Check"), BASE.index("### 3. Release")
    merged = merge(BASE, BASE[:start] + translated + BASE[end:], COUNTED_ANEW)
    assert "### 2. Bonität prüfen\n\n<!-- step: check -->\n" in merged.text
    assert "18 von 19 Malen. Dann „Release the order“ (18). *(edited)*\n" in merged.text
    assert "Check the credit" not in section(merged.text, "Bonität prüfen")
    assert merged.conflicts == ()


def test_the_name_that_a_person_gave_to_a_step_stays_and_its_number_is_the_new_one():
    theirs = edited(("### 2. Check the credit", "### 2. Is the customer good for it?"))
    assert "### 3. Is the customer good for it?\n" in merge(BASE, theirs, MORE_STEPS).text


def test_a_step_of_their_own_is_counted_and_stays_behind_its_neighbour():
    own = "### 2. Call the customer\n\nBy phone.\n\n### 3. Check the credit"
    theirs = edited(("### 2. Check the credit", own), ("### 3. Release", "### 4. Release"))
    titles = [
        (one.number, one.title) for one in parse(merge(BASE, theirs, MORE_STEPS).text).sections if one.number
    ]
    assert titles == [
        ("1.", "Enter the order"), ("2.", "Call the customer"), ("3.", "Validate the order"),
        ("4.", "Check the credit"), ("5.", "Release the order"),
    ]  # fmt: skip


def titles_of_steps(text):
    return re.findall(r"^### (.*)$", text, re.M)


def test_a_new_step_has_no_number_where_people_took_the_numbers_out():
    theirs = re.sub(r"^### \d\. ", "### ", BASE, flags=re.M)
    merged = merge(BASE, theirs, MORE_STEPS).text
    assert titles_of_steps(merged) == [
        "Enter the order",
        VALIDATE.title,
        "Check the credit",
        "Release the order",
    ]
    assert titles_of_steps(merge(MORE_STEPS, merged, BASE).text) == titles_of_steps(theirs)


@pytest.mark.parametrize("look", ["Step {}:", "{})", "Schritt {} –", "{}:"])
def test_numbers_in_the_look_of_people_are_no_part_of_names_and_are_set_anew_in_it(look):
    theirs = re.sub(r"^### (\d)\. ", lambda found: f"### {look.format(found[1])} ", BASE, flags=re.M)
    assert names_given(theirs.encode(), bases(BASE)) == {}
    assert merge(BASE, theirs, BASE).text == theirs
    own = theirs.replace(f"### {look.format(3)}", f"### {look.format(3)} Call Ben\n\n### {look.format(4)}")
    merged = merge(BASE, own, MORE_STEPS).text
    assert titles_of_steps(merged) == [
        f"{look.format(place)} {title}"
        for place, title in enumerate(
            ("Enter the order", VALIDATE.title, "Check the credit", "Call Ben", "Release the order"), start=1
        )
    ]
    assert merge(MORE_STEPS, merged, MORE_STEPS).text == merged


def test_what_looks_like_a_number_before_the_title_of_one_step_alone_is_its_name():
    theirs = edited(("### 2. Check the credit", "### 2. Check 3: the credit"))
    assert names_given(theirs.encode(), bases(BASE)) == {"check": "Check 3: the credit"}
    assert "### 3. Check 3: the credit\n" in merge(BASE, theirs, MORE_STEPS).text


def test_a_new_step_has_no_number_where_people_do_not_count_from_one():
    theirs = re.sub(r"(?m)^### (\d)\.", r"### 1\1.", BASE)
    heads = re.findall(r"(?m)^### (.*)$", merge(BASE, theirs, MORE_STEPS).text)
    assert heads == [
        "11. Enter the order",
        "Validate the order",
        "12. Check the credit",
        "13. Release the order",
    ]


def test_steps_count_from_one_after_people_took_out_the_first():
    first = section(BASE, "Enter the order")
    merged = merge(BASE, BASE.replace(first, ""), BASE).text
    assert "### 1. Check the credit" in merged
    assert "### 2. Release the order" in merged


def test_a_second_list_of_instructions_counts_from_one_where_what_a_person_wrote_comes_first():
    def of(*actions):
        listed = "\n".join(f"{number}. {one}" for number, one in enumerate(actions, start=1))
        return BASE.replace(
            "- Result seen", f"**Last pressed: “Save changes”**:\n\n{listed}\n\n- Result seen", 1
        )

    base = of("In the menu, open “Orders”. (R1: 20)", "Open an entry of “Order”. (R1: 21)", "Save. (R1: 22)")
    theirs = base.replace("2. Open an entry of “Order”. (R1: 21)", "2. Search for the order by its number.")
    fresh = of("On “Order …”, press “Edit order”. (R3: 27)", "Fill in “Quantity”. (R3: 29)")
    merged = merge(base, theirs, fresh).text
    lists = merged[merged.index("**Last pressed: “Save changes”**") :]
    assert [line[:2] for line in lists.splitlines() if line[:1].isdigit()][:3] == ["1.", "2.", "3."]


@pytest.mark.parametrize("title", ["Check the credit", "Look at the limit"])
def test_a_step_whose_line_was_taken_out_gets_it_again_by_its_title_and_by_what_is_done_in_it(title):
    theirs = edited(("### 2. Check the credit\n\n<!-- step: check -->\n\n", f"### 2. {title}\n\n"))
    for base, new in ((BASE, BASE), (BASE, COUNTED_ANEW), (None, BASE)):
        merged = merge(base, theirs, new).text
        assert f"### 2. {title}\n\n<!-- step: check -->\n\n" in merged
        assert merge(new, merged, new).text == merged
    assert names_given(theirs.encode(), bases(BASE)) == ({"check": title} if title not in BASE else {})


def test_what_a_person_writes_into_the_line_that_names_a_step_stays_beside_it():
    theirs = edited(("<!-- step: check -->", "<!-- step: check (do not touch!) -->"))
    merged = merge(BASE, theirs, BASE).text
    assert "<!-- step: check -->\n\n<!-- step: check (do not touch!) -->" in merged
    assert merge(BASE, merged, BASE).text == merged


@pytest.mark.parametrize("behind", [True, False])
def test_the_copy_of_a_step_is_a_section_of_its_own_wherever_it_stands(behind):
    check = section(BASE, "Check the credit")
    copy = check.replace("### 2. Check the credit", "### 2b. Call the customer")
    theirs = edited((check, f"{check}\n\n{copy}" if behind else f"{copy}\n\n{check}"))
    for base in (BASE, None):
        merged = merge(base, theirs, COUNTED_ANEW).text
        assert section(merged, "Check the credit") == section(COUNTED_ANEW, "Check the credit")
        assert section(merged, "2b. Call") == copy.replace("<!-- step: check -->\n\n", "")
        assert merge(COUNTED_ANEW, merged, COUNTED_ANEW).text == merged
    assert names_given(theirs.encode(), bases(BASE)) == {}


@pytest.mark.parametrize("comment", ["<!-- step: ask Ana before you begin -->", "<!-- step: todo -->"])
def test_a_comment_of_a_person_that_looks_like_the_mark_of_a_step_stays(comment):
    for theirs in (
        edited(("<!-- step: check -->", f"{comment}\n\n<!-- step: check -->")),
        edited(("<!-- step: check -->", f"<!-- step: check -->\n\n{comment}")),
        edited(("## Roles\n", f"## Roles\n\n{comment}\n")),
    ):
        for new in (BASE, COUNTED_ANEW, MORE_STEPS):
            merged = merge(BASE, theirs, new).text
            assert merged.count(comment) == merged.count("<!-- step: check -->") == 1
            assert merge(new, merged, new).text == merged


def test_several_comments_that_look_like_marks_of_steps_stay_where_no_step_is():
    comments = "<!-- step: todo -->\n\n<!-- step: ask Ana before you begin -->"
    title, rest = BASE.split("\n", 1)
    merged = merge(BASE, f"{title}\n\n{comments}\n{rest}", COUNTED_ANEW).text
    assert comments in merged


def test_a_step_that_is_taken_out_as_a_whole_is_told_once():
    check = section(BASE, "Check the credit")
    own = edited((f"{check}\n\n", ""), (f"{section(BASE, 'Roles')}\n\n", ""))
    kept = keep_edits("sop.md", own.encode(), base_of(BASE).encode(), BASE)
    assert kept.told == [
        "“Check the credit”: taken out of sop.md as a whole since the last build. If nobody meant that, as after a "
        "merge of git, put it back: ledgerium sop prints it."
    ]
    base = base_of(BASE, gone=kept.merged.gone, shown=kept.merged.text)
    again = keep_edits("sop.md", kept.content, base.encode(), BASE)
    assert again.told == []
    assert again.content == kept.content


def test_of_a_step_that_people_put_below_the_heading_of_another_only_its_heading_is_told_as_taken_out():
    own = edited(("### 2. Check the credit\n\n<!-- step: check -->\n\n", ""))
    kept = keep_edits("sop.md", own.encode(), base_of(BASE).encode(), BASE)
    assert kept.told == []
    assert (
        "**Taken out by people**: the heading “Check the credit”. **Moved by people**: 5 passages at “Enter the order”."
    ) in kept.merged.text
    [told] = [one for one in edits_in(kept.merged.text, BASE) if one.key == "step check 1"]
    assert told.how == "moved"


def test_steps_of_which_people_swapped_the_ids_are_what_they_say():
    remark = ("Open “Credit check”. (R1: 22)", "Open “Credit check”. (R1: 22) Ask Zoe.")
    edit = merge(BASE, edited(remark), BASE).text
    check, release = "<!-- step: check -->", "<!-- step: release -->"
    swapped = edit.replace(check, "ID").replace(release, check).replace("ID", release)
    assert merge(BASE, swapped, BASE).text == edit
    assert merge(BASE, swapped, COUNTED_ANEW).text == merge(BASE, edit, COUNTED_ANEW).text


def test_a_step_to_which_people_gave_the_id_of_another_one_has_its_own_again():
    theirs = edited(("<!-- step: check -->", "<!-- step: enter -->"))
    assert merge(BASE, theirs, BASE).text == BASE
