"""Passages that people moved from one part into another, as they were or changed as well."""

import re
from dataclasses import replace
from itertools import product

import pytest
from msgspec.structs import replace as changed

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.documents.merge.markdown.model import Document
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.merge.markdown.render import render
from ledgerium_cli.documents.sop.edits import edits_in

from .make import BASE, CHECK, COUNTED_ANEW, ENTER, MORE_STEPS, RELEASE, SOP, Step, edited, section

AGAIN = COUNTED_ANEW.replace("(R1: 39)", "(R1: 39; R2: 9)")
RULE = "- Never release an order on hold.\n"
TIME = "- Time: work 54 s (n = 9).\n"


def below(line, heading, of=BASE):
    """With a line of it moved to the end of another part."""
    own = section(of, heading)
    return edited((line, ""), (own, f"{own}\n\n{line.rstrip()}"), of=of)


def test_a_sentence_that_was_moved_into_another_part_keeps_its_events_and_gets_new_ones():
    line = "1. Press “Release”. (R1: 39)\n"
    theirs = below(line, "Check the credit")
    first = merge(BASE, theirs, BASE)
    assert "Press “Release”. (R1: 39)\n" in section(first.text, "Check the credit") + "\n"
    assert "**Moved by people**: 1 passage at “Check the credit”." in first.text
    for told in ("Written by people", "Taken out by people", "edited", "added"):
        assert told not in first.text
    merged = merge(BASE, first.text, AGAIN)
    assert merged.conflicts == ()
    assert "Press “Release”. (R1: 39; R2: 9)" in section(merged.text, "Check the credit")
    assert "Press “Release”" not in section(merged.text, "Release the order")
    assert merge(AGAIN, merged.text, AGAIN).text == merged.text


def test_a_sentence_that_was_moved_is_the_new_one_where_the_build_says_otherwise():
    theirs = below(TIME, "Check the credit")
    new = BASE.replace("Time: work 54 s (n = 9)", "Time: work median 1 h, 90th percentile 2 h (n = 99)")
    merged = merge(BASE, theirs, new)
    assert merged.conflicts == ()
    assert "- Time: work median 1 h, 90th percentile 2 h (n = 99)." in section(
        merged.text, "Check the credit"
    )
    assert merged.text.count("- Time: work median 1 h") == 1


def test_a_sentence_that_was_moved_goes_when_no_recording_shows_it_any_more():
    theirs = below(RULE, "Check the credit")
    merged = merge(BASE, theirs, replace(SOP, rules=("A clerk calls before noon.",)).markdown())
    assert (merged.conflicts, "Never release" in merged.text) == ((), False)
    assert "- A clerk calls before noon." in section(merged.text, "Rules that must hold")


def test_what_was_moved_into_a_part_of_their_own_is_updated_there():
    theirs = edited((TIME, ""), ("## Rules", f"## Times\n\nHow long it takes:\n\n{TIME}\n## Rules"))
    merged = merge(BASE, theirs, AGAIN)
    assert section(merged.text, "Times") == (
        "## Times\n\nHow long it takes:\n\n- Time: work 1 min 02 s (n = 18).".replace("n = 18", "n = 9")
    )
    assert "not observed: 2 passages at “Times”. **Moved by people**: 1 passage at “Times”." in merged.text
    assert merge(AGAIN, merged.text, AGAIN).text == merged.text


LINE = "- Result seen: Released, 9 of 9 times (R1: 45). Then the order is complete (9).\n"
EDIT = ("Result seen: Released", "Outcome: Released")


def moved_and_changed(order):
    """The same sentence, moved and changed in one go or with a build in between."""
    if order == "at once":
        return below(LINE, "Check the credit").replace(*EDIT)
    if order == "moved first":
        return merge(BASE, below(LINE, "Check the credit"), BASE).text.replace(*EDIT)
    first = merge(BASE, BASE.replace(*EDIT), BASE).text
    [line] = [one + "\n" for one in first.split("\n") if one.startswith("- Outcome")]
    return below(line, "Check the credit", of=first)


@pytest.mark.parametrize("order", ["at once", "moved first", "changed first"])
def test_a_sentence_that_was_moved_and_changed_has_the_counts_of_now(order):
    first = merge(BASE, moved_and_changed(order), BASE)
    assert "- Outcome: Released, 9 of 9 times. *(edited)* Then the order is complete (9).\n" in first.text
    assert "not observed: 1 passage at “Check the credit”. **Moved by people**: 1 passage at" in first.text
    for told in ("Taken out by people", "*(added)*", "Result seen: Released"):
        assert told not in first.text
    assert merge(BASE, first.text, BASE).text == first.text
    merged = merge(BASE, first.text, AGAIN)
    assert merged.conflicts == ()
    told = "- Outcome: Released, 18 of 19 times. *(edited)* Then the order is complete (18)."
    assert told in section(merged.text, "Check the credit")
    assert merge(AGAIN, merged.text, AGAIN).text == merged.text


def test_a_rule_that_was_moved_and_changed_and_is_declared_anew_has_a_note_where_it_stands_now():
    strict = RULE.replace("on hold", "on hold without asking")
    theirs = below(RULE, "Check the credit").replace(RULE, strict)
    anew = "Never release an order that waits."
    new = replace(SOP, rules=(anew,)).markdown()
    same = {"enter", "check", "release"}  # no step changed
    merged = merge(BASE, theirs, new, same)
    assert merged.conflicts == ("Check the credit",)
    assert f"> {anew}" in section(merged.text, "Check the credit")
    settled = re.sub(r"\n+ +>.*", "", merged.text)
    again = merge(new, settled, new.replace(anew, "Nobody releases an order that waits."), same)
    assert again.conflicts == ("Check the credit",)
    assert again.text.count("without asking") == 1


def test_what_was_moved_and_changed_goes_on_where_it_stands_when_the_build_says_it_again():
    theirs = below(LINE, "Check the credit").replace(*EDIT)
    without = BASE.replace(LINE, "")
    gone = merge(BASE, theirs, without)
    assert gone.conflicts == ("Check the credit",)
    settled = re.sub(r"\n+ +>.*", "", gone.text)
    still = merge(without, settled, without, gone=gone.gone)
    back = merge(without, still.text, BASE, gone=still.gone)
    assert ("Result seen: Released" in back.text, back.conflicts) == (False, ())
    assert "- Outcome: Released, 9 of 9 times. *(edited)*" in section(back.text, "Check the credit")


@pytest.mark.parametrize(
    ("line", "own"),
    [
        (RULE, "- Nobody may call on a day off."),
        ("1. Press “Release”. (R1: 39)\n", "- Press “Print”."),
        (LINE, "- Result seen: Released, 7 of 8 times (R1: 40). Then the order is complete (7)."),
    ],
    ids=["a rule", "an action", "a copy of what was said before"],
)
def test_what_people_write_elsewhere_is_no_other_sentence_that_they_took_out(line, own):
    theirs = below(line, "Check the credit").replace(line.rstrip(), own)
    merged = merge(BASE, theirs, BASE)
    assert own in merged.text
    assert "Moved by people" not in merged.text
    assert "Taken out by people" in merged.text


@pytest.mark.parametrize("words", ["Done at once by Ben", "Ben took most of these to the warehouse himself"])
def test_other_words_elsewhere_with_the_events_of_what_was_taken_out_are_marked_once_and_for_all(words):
    theirs = below(LINE, "Check the credit").replace(LINE.partition(" (R1")[0], f"- {words}")
    first = keep_edits("sop.md", theirs.encode(), base_of(BASE).encode(), BASE)
    again = keep_edits("sop.md", first.content, base_of(BASE, gone=first.merged.gone).encode(), BASE)
    assert again.content == first.content


def test_a_sentence_that_was_moved_and_changed_is_told_as_one_edit_that_counts_do_not_change():
    theirs = merge(BASE, below(LINE, "Check the credit").replace(*EDIT), BASE).text
    [now] = edits_in(theirs, BASE)
    [later] = edits_in(merge(BASE, theirs, AGAIN).text, AGAIN)
    [only_moved] = edits_in(merge(BASE, below(LINE, "Check the credit"), BASE).text, BASE)
    assert now == later
    assert now.code != only_moved.code


def test_a_sentence_that_was_moved_twice_says_so_once_and_moved_back_it_was_never_moved():
    there = merge(BASE, below(RULE, "Check the credit"), BASE).text
    line = "- Never release an order on hold."
    back = re.sub(rf"\n+{line}", "", there)
    back = back.replace("## Rules that must hold", f"## Rules that must hold\n\n{line}")
    assert merge(BASE, back, BASE).text.rstrip("\n") == BASE.rstrip("\n")


def test_what_people_made_of_the_document_is_the_same_when_what_they_moved_is_counted_anew():
    before = merge(BASE, below(TIME, "Check the credit"), BASE).text
    now = merge(BASE, before, AGAIN).text
    [was], [is_now] = edits_in(before, BASE), edits_in(now, AGAIN)
    assert was == is_now
    assert (was.how, was.step + was.made) == ("changed", "step 2 “Check the credit”")


def moved(place, into):
    """With one passage at the end of another part."""
    document = parse(BASE)
    sections = [*document.sections]
    of, at = place
    block = sections[of].blocks[at]
    rest = tuple(one for one in sections[of].blocks if one is not block)
    sections[of] = changed(sections[of], blocks=rest, source="")
    sections[into] = changed(sections[into], blocks=(*sections[into].blocks, block), source="")
    return render(Document(document.front, tuple(sections)))


PARTS = parse(BASE).sections
PASSAGES = [
    (of, at)
    for of, one in enumerate(PARTS)
    for at, block in enumerate(one.blocks)
    if len(block.said.split()) > 2
]
OTHERWISE = replace(
    SOP, steps=(ENTER, Step("validate", "Validate it", ("Press “Go”. (R1: 2)",)), CHECK, RELEASE)
)


@pytest.mark.parametrize("new", [BASE, AGAIN, OTHERWISE.markdown()], ids=["same", "counted", "more"])
def test_wherever_a_passage_is_moved_all_that_is_generated_stands_there_once_and_nothing_old(new):
    made = sorted(block.said for one in parse(new).sections for block in one.blocks)
    for place, into in product(PASSAGES, (1, 2, 5, 7)):
        if place[0] == into:
            continue
        merged = merge(BASE, moved(place, into), new)
        found = [block.said for one in parse(merged.text).sections for block in one.blocks]
        assert sorted(one for one in found if not one.startswith("Moved by people")) == made, (place, into)
        assert merged.conflicts == ()
        assert merge(new, merged.text, new).text == merged.text


FRIDAY = SOP.rules[0].replace(".", " on a Friday.") + " *(declared)* Broken in 0 of 9 orders."
RULES = replace(SOP, rules=(FRIDAY,)).markdown()
RULES_AGAIN = RULES.replace("0 of 9", "0 of 19")


def before_the_procedure(part, of):
    return of.replace("## Procedure\n", f"{part}\n\n## Procedure\n")


def test_a_chapter_that_one_branch_moved_and_another_counted_anew_stands_once_where_it_was_moved():
    rules = section(RULES, "Rules that must hold")
    merged_by_git = before_the_procedure(rules, RULES_AGAIN)
    moved = before_the_procedure(
        section(RULES_AGAIN, "Rules that must hold"),
        RULES_AGAIN.replace(f"{section(RULES_AGAIN, 'Rules that must hold')}\n\n", ""),
    )
    for base in (RULES_AGAIN, None):
        text = merge(base, merged_by_git, RULES_AGAIN).text
        assert text == merge(RULES_AGAIN, moved, RULES_AGAIN).text
        assert "**Moved by people**: the part “Rules that must hold”." in text
        assert "Written by people" not in text
    newest = RULES_AGAIN.replace("0 of 19", "1 of 20")
    assert section(merge(RULES_AGAIN, merged_by_git, newest).text, "Rules") == section(newest, "Rules")


@pytest.mark.parametrize("own", ["Ask Ben first.", "- Never release an order on a Monday."])
def test_a_chapter_of_one_title_in_which_people_wrote_is_theirs_beside_that_of_the_build(own):
    copy = f"{section(RULES_AGAIN, 'Rules that must hold')}\n\n{own}"
    text = merge(RULES_AGAIN, before_the_procedure(copy, RULES_AGAIN), RULES_AGAIN).text
    assert f"{copy}\n\n## Procedure\n" in text
    assert text.count("## Rules that must hold\n") == 2


def test_sections_that_people_moved_stay_there():
    roles = section(BASE, "Roles")
    theirs = edited((f"{roles}\n\n", ""), ("## Rules that must hold", f"{roles}\n\n## Rules that must hold"))
    titles = [one.title for one in parse(merge(BASE, theirs, MORE_STEPS).text).sections]
    assert titles[-4:] == ["Release the order", "Roles", "Rules that must hold", "How this was made"]


@pytest.mark.parametrize("before", ["## Purpose", None], ids=["up", "last"])
def test_a_chapter_that_was_moved_with_its_steps_is_told_as_one_and_gets_what_is_new(before):
    procedure = BASE[BASE.index("## Procedure") : BASE.index("## Rules that must hold")].strip()
    without = BASE.replace(f"{procedure}\n\n", "")
    theirs = without.replace(before, f"{procedure}\n\n{before}") if before else f"{without}\n{procedure}\n"
    for now in (BASE, MORE_STEPS):
        merged = merge(BASE, theirs, now)
        assert merged.text.count("**Moved by people**: the part “Procedure”. ") == 1
        [told] = [one for one in edits_in(merged.text, now) if one.how == "moved"]
        assert told.made == "“Procedure”"
        steps = [one.title for one in parse(merged.text).sections if one.step is not None]
        assert steps == [one.title for one in parse(now).sections if one.step is not None]
        below = merged.text[merged.text.index("## Procedure") :]
        assert below.index(f"### {len(steps)}. ") < min(
            [at for at in (below.find("\n## "), len(below)) if at > 0]
        )
        assert merge(now, merged.text, now).text == merged.text


def test_passages_that_a_person_moved_within_a_part_are_told():
    lines = (
        "- Result seen: Order saved, 9 of 9 times (R1: 19). Then “Check the credit” (9).\n",
        "- Time: work 54 s (n = 9).\n",
    )
    theirs = edited(("".join(lines), "".join(reversed(lines))))
    merged = merge(BASE, theirs, COUNTED_ANEW)
    assert "**Moved by people**: 1 passage at “Enter the order”." in merged.text
    assert merged.text.index("- Time: work 1 min 02 s") < merged.text.index(
        "- Result seen: Order saved, 18 of 19"
    )
    assert merge(COUNTED_ANEW, merged.text, COUNTED_ANEW).text == merged.text
    back = merge(COUNTED_ANEW, COUNTED_ANEW.replace("By Ledgerium.", "By us."), COUNTED_ANEW).text
    assert "Moved by people" not in back


@pytest.mark.parametrize("head", ["", "**2. Check the credit**\n\n", "2. **Check the credit**\n\n"])
def test_what_is_new_in_a_part_of_which_only_the_heading_was_taken_out_stands_where_the_part_does(head):
    actions = CHECK.actions[0], "On “Credit”, open “Limit”. (R2: 5)", CHECK.actions[1]
    facts = "Result seen: Refused, 1 of 19 times (R2: 6).", *CHECK.facts
    now = replace(SOP, steps=(ENTER, replace(CHECK, actions=actions, facts=facts), RELEASE)).markdown()
    heading = "### 2. Check the credit\n\n<!-- step: check -->\n\n"
    merged = merge(BASE, edited((heading, head)), now)
    assert not merged.conflicts
    below = section(merged.text, "Enter the order").partition(CHECK.actions[0])[2]
    told = [actions[1], actions[2], *facts]
    assert sorted(told, key=below.index) == told
    assert "**Taken out by people**: the heading “Check the credit”. " in merged.text
    assert merge(now, merged.text, now).text == merged.text
