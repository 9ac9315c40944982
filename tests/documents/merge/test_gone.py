"""What builds no longer say for a time, though people had changed it or taken it out."""

from dataclasses import replace

import pytest

from ledgerium_cli.documents.merge.base_file import gone_of
from ledgerium_cli.documents.merge.builds.gone import Gone, gone_in, gone_text
from ledgerium_cli.documents.merge.markdown.model import Section
from ledgerium_cli.documents.merge.markdown.parse import parse

from .make import BASE, CHECK, ENTER, RELEASE, SOP, Folder, Sop, edited, section

SAVE, ANEW = "Press “Save order”. (R1: 16)", "Press “Keep order”. (R1: 16)"
THEN = "Then press “Save order”. (R1: 16)"
WITHOUT_SAVE = BASE.replace(f"2. {SAVE}\n", "")
WITHOUT_CHECK = Sop((ENTER, RELEASE)).markdown()
WITHOUT_RULES = Sop((ENTER, CHECK, RELEASE), rules=()).markdown()
CLERK = "| clerk | Ana | enter (9) |"
WITHOUT_CLERK = BASE.replace(CLERK, "| lead | Ben | check (9) |")
NOTE = "> **Conflict at"


@pytest.mark.parametrize("settle", [False, True])
@pytest.mark.parametrize(
    ("change", "meanwhile"),
    [
        ((SAVE, THEN), WITHOUT_SAVE),
        ((SAVE, SAVE + " Ask Ben."), WITHOUT_SAVE),
        ((f"2. {SAVE}\n", ""), WITHOUT_SAVE),
        ((f"2. {SAVE}\n", f"2. {SAVE}\n3. Read it aloud.\n4. Ask Ben.\n"), WITHOUT_SAVE),
        ((CLERK, "| clerk at night | Ana | enter (9) |"), WITHOUT_CLERK),
        ((CLERK + "\n", "| guard | Eve | |\n"), WITHOUT_CLERK),
        (("### 2. Check the credit", "### 2. Ask the bank"), WITHOUT_CHECK),
        (("Press “Run credit check”.", "Then press “Run credit check”."), WITHOUT_CHECK),
        (("2. Press “Run credit check”. (R1: 24)\n", ""), WITHOUT_CHECK),
        (("2. Press “Run", "2. Read it aloud.\n3. Press “Run"), WITHOUT_CHECK),
        (("- Time: work 14 s (n = 9).", "- Rule: Ben is asked.\n- Time: work 14 s (n = 9)."), WITHOUT_CHECK),
        (("- Never release an order on hold.", "- Never release one on hold."), WITHOUT_RULES),
    ],
)
def test_what_goes_and_comes_back_is_as_people_had_it(change, meanwhile, settle):
    folder = Folder(edited(change))
    before = folder.build(BASE)
    assert not folder.conflicts
    folder.build(meanwhile)
    if settle:
        folder.settle()
        folder.build(meanwhile)
        assert not folder.conflicts
    assert folder.build(BASE) == before
    assert not folder.conflicts


@pytest.mark.parametrize("look", ["Step {}:", "{})", "**{}.**"])
@pytest.mark.parametrize(
    "change", [("", ""), ("Press “Run credit check”.", "Then press “Run credit check”.")]
)
def test_a_step_comes_back_with_its_number_in_the_look_of_people(look, change):
    edit = BASE.replace(*change)
    for number in (1, 2, 3):
        edit = edit.replace(f"### {number}. ", f"### {look.format(number)} ")
    folder = Folder(edit)
    before = folder.build(BASE)
    folder.build(WITHOUT_CHECK)
    assert folder.build(BASE) == before
    assert not folder.conflicts


def test_a_step_that_people_took_out_stays_out_when_it_comes_back():
    folder = Folder(Sop((ENTER, RELEASE)).markdown())
    before = folder.build(BASE)
    assert "Check the credit" not in before.split("## How")[0].split("## Procedure")[1].replace(
        "Then “Check", ""
    )
    folder.build(WITHOUT_CHECK)
    assert folder.build(BASE) == before


@pytest.mark.parametrize(
    "change", [(SAVE, THEN), (f"2. {SAVE}\n", ""), ("Save order”.", "Save order” twice.")]
)
def test_a_conflict_is_settled_when_the_build_says_again_what_people_had_changed(change):
    folder = Folder(edited(change))
    before = folder.build(BASE)
    assert NOTE in folder.build(BASE.replace(SAVE, ANEW))
    assert folder.build(BASE) == before
    assert not folder.conflicts


def test_a_settled_conflict_leaves_no_counts_behind_in_the_sentences_beside_it():
    folder = Folder(edited(("Result seen: Order saved, 9", "Result seen: The order saved, 9")))
    before = folder.build(BASE)
    fewer = BASE.replace("Order saved, 9 of 9", "Order kept, 5 of 5").replace(
        "“Check the credit” (9)", "“Check the credit” (5)"
    )
    assert "Then “Check the credit” (5)." in folder.build(fewer)
    assert folder.conflicts == 1
    assert folder.build(BASE) == before
    assert not folder.conflicts


def test_what_comes_back_in_other_words_is_a_conflict_at_what_people_wrote():
    folder = Folder(edited((SAVE, THEN)))
    folder.build(WITHOUT_SAVE)
    folder.settle()
    found = folder.build(BASE.replace(SAVE, ANEW))
    assert folder.conflicts == 1
    assert "2. Then press “Save order”. *(edited)*\n\n   > **Conflict at" in found
    assert found.count("Keep order") == 1


def test_counts_of_what_comes_back_are_those_of_now():
    result = "Result seen: Approved, 9 of 9 times (R1: 25)."
    folder = Folder(edited((result, f"{result} Tell sales.")))
    folder.build(BASE)
    folder.build(WITHOUT_CHECK)
    found = folder.build(BASE.replace("9 of 9", "18 of 19"))
    assert "Result seen: Approved, 18 of 19 times (R1: 25). Tell sales. *(edited)*" in found
    assert not folder.conflicts


def test_what_people_deleted_while_it_was_gone_comes_back_as_it_is_generated():
    folder = Folder(edited((SAVE, THEN)))
    folder.build(WITHOUT_SAVE)
    folder.settle()
    folder.sop = folder.sop.replace("2. Then press “Save order”. *(edited)*\n", "")
    folder.build(WITHOUT_SAVE)
    assert folder.build(BASE) == BASE


def test_what_is_gone_by_both_branches_of_git_comes_back():
    folder = Folder(edited((SAVE, THEN)))
    before = folder.build(BASE)
    folder.build(WITHOUT_SAVE)
    folder.settle()
    folder.build(WITHOUT_SAVE)
    other = Folder(edited((SAVE, THEN)))
    other.build(BASE.replace(SAVE, "Press “Store order”. (R1: 16)"))
    other.settle()
    other.build(WITHOUT_SAVE)
    folder.base = f"<<<<<<< HEAD\n{folder.base}=======\n{other.base}>>>>>>> branch\n"
    assert folder.build(BASE) == before
    assert not folder.conflicts


def test_a_note_stands_where_git_put_together_what_one_branch_says_and_the_other_no_longer_does():
    one, other = Folder(edited((SAVE, THEN))), Folder(edited((SAVE, THEN)))
    one.build(BASE.replace(SAVE, ANEW))
    other.build(WITHOUT_SAVE)
    before, one.base = one.sop, one.base + other.base
    assert one.build(BASE.replace(SAVE, ANEW)) == before
    assert before.count(NOTE) == 1


def test_nothing_is_kept_where_people_changed_nothing():
    folder = Folder(SOP.markdown())
    for new in (WITHOUT_CHECK, WITHOUT_SAVE, BASE):
        assert folder.build(new) == new
        assert not gone_of(folder.base.encode())


RULES = [f"{name} signs first." for name in ("Ana", "Ben", "Cem", "Dana")]


def with_rules(rules: list[str]) -> str:
    return Sop((ENTER, CHECK, RELEASE), rules=tuple(rules)).markdown()


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 1, 3, 2), (3, 2, 1, 0)])
@pytest.mark.parametrize("going", [(0,), (1,), (3,), (1, 0), (2, 3)])
def test_rules_that_people_put_into_another_order_are_in_it_when_they_go_and_come_back(order, going):
    whole, own = with_rules(RULES), with_rules([RULES[at] for at in order])
    folder = Folder(own, whole)
    left = [*RULES]
    for at in going:
        left.remove(RULES[at])
        folder.build(with_rules(left))
    for at in going:
        left = [one for one in RULES if one in (*left, RULES[at])]
        folder.build(with_rules(left))
    shown = [line[2:] for line in folder.sop.split("\n") if line.startswith("- ") and line[2:] in RULES]
    assert shown == [RULES[at] for at in order]


def test_what_people_changed_and_moved_is_where_they_had_it_when_it_comes_back():
    whole, without = with_rules(RULES), with_rules(RULES[:2])
    folder = Folder(with_rules([f"{RULES[2]} And dates it.", *RULES[:2], RULES[3]]), whole)
    told = folder.build(whole)
    folder.build(without)
    assert folder.conflicts == 1
    assert folder.build(whole) == told


def passing(*facts: str) -> str:
    return replace(SOP, steps=(ENTER, CHECK, replace(RELEASE, facts=facts))).markdown()


PASSED = "If the result is “Passed”, 7 of 9 times (R1: 21): go on with “Enter the order” (7)."
FAILED = "If the result is “Failed”, 2 of 9 times (R1: 32): go on with “Check the credit” (2)."
ALWAYS = "Result seen: Passed, 4 of 4 times (R1: 21). Then “Enter the order” (4)."
TIME = "Time: work 6 s (n = 9)."


def test_what_people_wrote_behind_moves_nothing_when_it_comes_back():
    whole = passing(PASSED, FAILED, TIME)
    folder = Folder(whole.replace(FAILED, f"{FAILED}\n- Ask Eva."), whole)
    told = folder.build(whole)
    assert "- Ask Eva. *(added)*" in folder.build(passing(ALWAYS, TIME))
    assert folder.build(whole) == told
    assert "Moved by people" not in told


def on_hold(times: str, then: str, *said: str) -> str:
    return passing(
        f"If the result is “On hold”, {times} (R1: 9): {then}. The page said {' and '.join(said)}."
    )


LIMIT, OVERDUE = "“On hold: credit limit exceeded” (1)", "“On hold: overdue invoices” (2)"
ON_HOLD = on_hold(
    "3 of 14 times", "go on with “Decide” (2); also seen: nothing more was seen (1)", OVERDUE, LIMIT
)


@pytest.mark.parametrize(("was", "own"), [("limit exceeded", "line exceeded"), ("The page said", "It said")])
@pytest.mark.parametrize(
    "meanwhile",
    [
        [
            on_hold(
                "2 of 9 times", "go on with “Decide” (1); against the rules: “Confirm” (1)", LIMIT, OVERDUE
            )
        ],
        [on_hold("1 of 4 times", "nothing more was seen (1)", LIMIT)],
        [
            on_hold(
                "2 of 9 times", "go on with “Decide” (1); against the rules: “Confirm” (1)", LIMIT, OVERDUE
            ),
            on_hold("1 of 5 times", "nothing more was seen (1)", OVERDUE.replace("(2)", "(1)")),
        ],
        [
            on_hold("1 of 4 times", "nothing more was seen (1)", LIMIT),
            on_hold("1 of 5 times", "nothing more was seen (1)", OVERDUE.replace("(2)", "(1)")),
            on_hold("2 of 9 times", "nothing more was seen (1); against the rules: “Confirm” (1)", LIMIT),
        ],
    ],
)
def test_a_result_that_is_said_again_is_as_people_had_it_and_no_sentence_stands_twice(was, own, meanwhile):
    folder = Folder(ON_HOLD.replace(was, own), ON_HOLD)
    told = folder.build(ON_HOLD)
    for new in meanwhile:
        folder.build(new)
        [line] = [one for one in folder.sop.split("\n") if one.startswith("- If the result")]
        assert line.count("If the result") == 1
    assert folder.build(ON_HOLD) == told
    assert folder.conflicts == 0


def test_a_step_that_was_in_conflict_before_it_went_has_its_number_when_it_comes_back():
    folder = Folder(edited((f"2. {SAVE}", f"2. {SAVE}\n   - Ask Ben.")))
    told = folder.build(BASE)
    folder.build(WITHOUT_SAVE)
    assert folder.conflicts == 1
    assert "### 1. Check the credit" in folder.build(Sop((CHECK, RELEASE)).markdown())
    assert folder.build(BASE) == told


def test_a_word_in_a_sentence_is_no_conflict_beside_the_copy_of_another_step():
    [enter] = [one.source for one in parse(BASE).sections if one.step == "enter"]
    copy = enter.replace("<!-- step: enter -->\n\n", "").replace("### 1.", "### 3.")
    folder = Folder(edited(("### 3. Release", f"{copy}\n\n### 4. Release")))
    sop = folder.build(BASE)
    assert sop.count("- Time: work 54 s (n = 9).") == 2
    folder.sop = sop.replace("- Time: work 14 s", "- Time: about work 14 s")
    assert "- Time: about work 14 s (n = 9). *(edited)*" in folder.build(BASE)
    assert folder.conflicts == 0


def test_a_word_in_one_result_of_a_step_is_no_conflict_about_another_one():
    whole = passing(PASSED, FAILED, TIME)
    folder = Folder(whole.replace("If the result is “Failed”", "If the result, at last, is “Failed”"), whole)
    told = folder.build(whole)
    sop = folder.build(passing(ALWAYS, TIME))
    assert f"- {ALWAYS}\n" in sop
    assert f"people changed what stands above; the build no longer says:\n  >\n  > {FAILED}\n" in sop
    assert folder.conflicts == 1
    folder.build(Sop((ENTER, CHECK)).markdown())
    assert folder.build(whole) == told
    assert folder.conflicts == 0


def test_an_entry_that_people_put_first_stays_in_its_list_when_there_is_a_new_paragraph_above():
    without = passing(PASSED, FAILED, TIME)
    just = "7 of 9 times just these links and buttons."
    folder = Folder(without.replace(f"- {PASSED}\n- {FAILED}", f"- {FAILED}\n- {PASSED}"), without)
    folder.build(without)
    sop = folder.build(without.replace(f"\n\n- {PASSED}", f"\n\n{just}\n\n- {PASSED}"))
    assert f"\n\n{just}\n\n- {FAILED}\n- {PASSED}\n- {TIME}" in sop


def test_a_note_goes_when_a_build_says_again_what_people_had_put_into_another_entry():
    entries = (
        "1. In ERP on “Order …”, open “Edit order”. (R{0}: 27)\n"
        "2. On “Edit order …”, fill in “Quantity”{1}. (R{0}: 29)\n"
    )
    some, other, again = (
        edited(("1. Open “Credit check”. (R1: 22)\n2. ", f"{entries.format(of, often)}3. "))
        for often, of in ((" (1 of 2 times)", 3), ("", 1), (" (1 of 2 times)", 2))
    )
    own = "1. In ERP on “Order …”, open “Edit order” and on “Edit order …”, fill in “Quantity” (1 of 2 times).\n"
    folder = Folder(some.replace(entries.format(3, " (1 of 2 times)"), own), some)
    folder.build(some)
    folder.build(other)
    assert folder.conflicts == 1
    assert folder.build(again).count("Quantity") == 1
    assert folder.conflicts == 0


@pytest.mark.parametrize(
    "own",
    ["Click “Credit check”. *(edited)*", "Open “Credit check”. (R1: 22)\n   - Not before noon."],
)
def test_a_conflict_that_nobody_settled_is_over_when_the_step_comes_back_as_it_was_before(own):
    opened = "Open “Credit check”. (R1: 22)"
    folder = Folder(edited((opened, own)))
    told = folder.build(BASE)
    folder.build(edited((opened, "In ERP, go to the desk of “Credit check”. (R1: 22)")))
    assert folder.conflicts == 1
    folder.build(WITHOUT_CHECK)
    assert folder.build(BASE) == told
    assert folder.conflicts == 0


def test_what_people_took_out_stays_out_when_a_step_that_says_the_same_comes_back_with_a_remark_of_theirs():
    """Who does a step and in how many cases reads the same at most of them."""
    release = section(BASE, "Release the order")
    own = edited(
        (release, "### 3. Release the order\n\n<!-- step: release -->\n\nJust release it."),
        ("### 2. Check the credit\n", "### 2. Check the credit\n\n%% ask Dana %%\n"),
        (
            "**Ana** in **ERP** · seen in 9 of 9 orders\n\n1. On “New",
            "**Ana** in **ERP** · seen always\n\n1. On “New",
        ),
    )
    folder = Folder(own)
    before = folder.build(BASE)
    folder.build(WITHOUT_CHECK)
    assert folder.build(BASE) == before


def test_what_is_gone_reads_the_same_when_it_was_read_and_written_again():
    nothing = Section(level=0, title="", said="", number="", step=None, blocks=(), source="")
    told = gone_text(Gone(own=(nothing, *parse(BASE).sections[:2])))
    assert told.count("# ") >= 2
    assert gone_text(gone_in(told.split("\n"))) == told
