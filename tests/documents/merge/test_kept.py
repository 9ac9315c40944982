"""What people wrote at a step that is gone for a time: kept with all that belongs to it, and back with it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.documents.merge.given_names import names_given
from ledgerium_cli.documents.merge.markdown.parse import parse

from .make import BASE, CHECK, ENTER, RELEASE, VALIDATE, Folder, Sop, Step, edited, section

WITHOUT = Sop((ENTER, RELEASE)).markdown()
OPEN, RUN = "Open “Credit check”. (R1: 22)", "Press “Run credit check”. (R1: 24)"
TIME = "- Time: work 14 s (n = 9).\n"
AWAY = "#### When Ben is away\n\nCall Carla.\n"
TABLE = f"| # | What | Remark |\n| --- | --- | --- |\n| 1 | {OPEN} | the oldest first |\n| 2 | {RUN} |  |"
EDITS = {
    "a part behind": (TIME, f"{TIME}\n{AWAY}"),
    "two parts behind": (TIME, f"{TIME}\n{AWAY}\n##### On Fridays\n\nAsk twice.\n"),
    "a part amid": (f"1. {OPEN}", f"{AWAY}\n1. {OPEN}"),
    "a heading": (
        "**Ana** in **ERP** · seen in 9 of 9 orders\n\n1. Open “Credit",
        "#### How\n\n1. Open “Credit",
    ),
    "a table": (f"1. {OPEN}\n2. {RUN}", TABLE),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_people_put_below_the_heading_of_a_step_goes_and_comes_back_with_it(edit):
    folder = Folder(edited(edit))
    told = folder.build(BASE)
    sop = folder.build(WITHOUT)
    step, _, kept = sop.partition("## Kept from parts that are gone\n\n### Check the credit\n")
    own = "the oldest first" if "| What |" in edit[1] else edit[1].partition("#### ")[2].partition("\n")[0]
    assert own in kept
    assert own not in step
    assert folder.build(BASE) == told
    assert folder.conflicts == 0


@pytest.mark.parametrize("more", ["Ask Carla first.", "Tell sales when it is kept: Check the credit."])
def test_what_people_add_to_what_is_kept_comes_back_behind_that(more):
    run = f"2. {RUN}\n"
    folder = Folder(edited((run, f"{run}\n> Call first.\n")))
    told = folder.build(BASE)
    folder.sop = folder.build(WITHOUT).replace("> Call first.\n", f"> Call first.\n\n{more}\n")
    folder.build(WITHOUT)
    with_more = told.replace("> Call first. *(added)*\n", f"> Call first. *(added)*\n\n{more} *(added)*\n")
    assert folder.build(BASE) == with_more.replace("1 passage at", "2 passages at")


def test_a_footnote_at_a_sentence_is_a_remark_on_it():
    cited = "- Result seen: Approved, 9 of 9 times (R1: 25)."
    folder = Folder(edited((cited, f"{cited}[^1]"), (TIME, f"{TIME}\n[^1]: See the list of the bank.\n")))
    sop = folder.build(BASE)
    assert f"{cited}[^1] *(edited)* Then" in sop
    again = folder.build(BASE.replace("9 of 9 times (R1: 25)", "10 of 10 times (R1: 27)"))
    assert "Approved, 10 of 10 times (R1: 27).[^1] *(edited)* Then" in again
    assert folder.conflicts == 0


STEPS = re.split(r"(?m)^(?=### )", BASE.partition("\n## Rules")[0])
"""What stands before the steps, and each of them."""
OWN = "### Tell the customer\n\nCall them.\n\n"


def with_steps(*steps: str) -> str:
    """The SOP with these steps, numbered."""
    numbered = (re.sub(r"### (?:\d\. )?", f"### {n}. ", one, count=1) for n, one in enumerate(steps, start=1))
    return BASE.replace(
        "".join(STEPS[1:]), "".join(f"{one.rstrip()}\n\n" for one in numbered).rstrip() + "\n"
    )


@pytest.mark.parametrize(
    "order",
    [(1, 2, OWN, 3), (1, OWN, 2, 3), (2, 1, 3), (1, 3, 2), (OWN, 2, 1, 3), (1, 3, 2, OWN), (3, OWN, 1, 2)],
)
@pytest.mark.parametrize(
    "meanwhile",
    [
        [(ENTER, RELEASE)],
        [(ENTER,)],
        [(ENTER, RELEASE), (RELEASE,)],
        [(CHECK,), (ENTER, CHECK)],
        [(CHECK,), (ENTER, RELEASE)],
        [(RELEASE,), (ENTER, CHECK), (CHECK,)],
    ],
)
def test_the_order_of_steps_is_that_of_people_again_when_a_step_comes_back(order, meanwhile):
    folder = Folder(with_steps(*(STEPS[one] if isinstance(one, int) else one for one in order)))
    told = folder.build(BASE)
    for steps in meanwhile:
        folder.build(Sop(steps).markdown())
    assert folder.build(BASE) == told


def test_a_step_that_nobody_moved_comes_back_where_it_is_generated_whatever_was_seen_alone_meanwhile():
    run = re.search(r"Press “Run[^\n(]*", BASE)[0].rstrip()
    folder = Folder(BASE.replace(run, f"{run.rstrip('.')} twice."))
    told = folder.build(BASE)
    assert "twice. *(edited)*" in told
    for steps in ((ENTER, RELEASE), (CHECK,)):
        folder.build(Sop(steps).markdown())
    assert folder.build(BASE) == told


EVIDENCE = "- Evidence: (R1: 1–19, 46–72; 9 more)"


@pytest.mark.parametrize("is_built", [True, False])
@pytest.mark.parametrize(
    "own",
    [
        "- Evidence: ask Ana (R1: 1–19, 46–72; 9 more)",
        "- Evidence: best seen at R1: 20–21, page 4 (R1: 1–19, 46–72; 9 more)",
        f"{EVIDENCE}.",
        f"{EVIDENCE}, see the folder",
        f"{EVIDENCE}[^1]",
    ],
)
def test_what_people_write_around_the_evidence_of_a_step_stays_and_the_evidence_goes_on(own, is_built):
    made = edited((TIME, f"{TIME}{EVIDENCE}\n"))
    folder = Folder(made.replace(EVIDENCE, own), made)
    if is_built:
        folder.build(made)
    sop = folder.build(made.replace("9 more", "3 more"))
    assert f"{own.replace('9 more', '3 more')} *(edited)*\n" in sop
    assert folder.conflicts == 0


def test_an_action_that_another_step_has_newly_is_not_that_which_people_changed_where_it_is_gone():
    choose, save = "On “New order”, choose “Customer”. (R1: 6–15)", "Press “Save order”. (R1: 16)"
    folder = Folder(edited((choose, "On “New order”, pick “Customer”. *(edited)*")))
    folder.build(BASE)
    without = edited((f"1. {choose}\n2. {save}", f"1. {save}"))
    elsewhere = without.replace("1. Press “Release”.", f"1. {choose}\n2. Press “Release”.")
    for new in (without, elsewhere):
        sop = folder.build(new)
        assert folder.conflicts == 1
    assert f"1. {choose}\n2. Press “Release”. (R1: 39)" in sop


def test_a_rule_that_people_took_in_again_with_another_number_stands_when_it_has_the_first_one():
    rule = "- Rule: Orders over {} EUR are entered by two people. *(declared)*\n"
    low, high = (edited((TIME, f"{TIME}{rule.format(number)}")) for number in ("10000", "25000"))
    folder = Folder(low.replace(rule.format("10000"), ""), low)
    folder.build(low)
    folder.build(high)
    assert folder.conflicts == 1
    folder.sop = re.sub(r"\n+ *> \*\*Conflict(?:.*\n *>)*.*\n", f"\n{rule.format('25000')}", folder.sop)
    assert rule.format("25000") in folder.build(high)
    assert rule.format("10000") in folder.build(low)
    assert folder.conflicts == 0


def test_a_conflict_about_an_entry_that_people_divided_stands_until_they_settle_it():
    fill = "2. In erp on “Credit check”, fill in “Limit” (4 of 5 times) and “Day”. (R1: 23)\n3. Press “Run"
    made = edited(("2. Press “Run", fill))
    parted = fill.replace(" and “Day”. (R1: 23)\n3.", ". (R1: 23)\n3. Then “Day”.\n4.")
    folder = Folder(made.replace(fill, parted), made)
    folder.build(made)
    renamed = made.replace("In erp on", "In ERP on")
    for new in (renamed, renamed.replace("4 of 5", "9 of 10"), renamed.replace("4 of 5", "11 of 12")):
        folder.build(new)
        assert folder.conflicts == 1


def test_a_rule_that_people_moved_to_a_step_that_is_gone_is_generated_where_it_was():
    rule = "- Rule: Only a clerk runs it. *(declared)*\n"
    made = edited((TIME, f"{TIME}{rule}"))
    moved = edited(("- Result seen: Released", f"{rule}- Result seen: Released"))
    folder = Folder(moved, made)
    assert "**Moved by people**: 1 passage at “Release the order”" in folder.build(made)
    for new in (made.partition("\n### 3.")[0] + "\n\n## Rules" + made.partition("\n## Rules")[2], made):
        assert f"{TIME}{rule}" in folder.build(new)
        assert folder.conflicts == 0


def test_of_steps_that_people_made_one_each_is_whole_again_when_one_of_them_was_gone_for_a_time():
    folder = Folder(edited(("### 2. Check the credit\n\n<!-- step: check -->\n\n", "")))
    folder.build(BASE)
    folder.build(WITHOUT)
    sop = folder.build(BASE)
    assert [sop.count(one) for one in (*CHECK.actions, *ENTER.actions)] == [1] * 4
    assert folder.conflicts == 0


def test_a_step_that_people_put_below_the_heading_of_one_that_goes_has_its_own_name_again():
    declared = "- Rule: Only a clerk releases it. *(declared)*\n"
    made = edited(("- Result seen: Released", f"{declared}- Result seen: Released"))
    own = edited(("### 3. Release the order\n\n<!-- step: release -->\n\n", "Then at once:\n\n"), of=made)
    folder = Folder(own, made)
    folder.build(made)
    without = made.replace(f"{section(made, 'Check the credit')}\n\n", "").replace("### 3.", "### 2.")
    without = without.replace("(R1: 39)", "(R1: 37)")
    sop = folder.build(without)
    assert names_given(sop.encode(), folder.base.encode()) == {}
    assert section(sop, "Release the order") == section(without, "Release the order")
    [kept] = [one for one in parse(sop).sections if one.title == "Check the credit"]
    assert [block.source for block in kept.blocks] == ["<!-- was step: check -->", "Then at once:"]
    sop = folder.build(made)
    assert sop.replace("\n\nThen at once: *(added)*", "").startswith(made.rstrip())
    assert folder.conflicts == 0


MORE = (ENTER, CHECK, RELEASE, VALIDATE, Step("bill", "Write the invoice", ("Press “Post”. (R1: 50)",)))
OTHER = "### Ask the boss\n\nBy phone only.\n\n"
months = st.lists(
    st.lists(st.sampled_from(MORE), min_size=1, max_size=5, unique=True), min_size=1, max_size=3
)


@settings(max_examples=25, deadline=None)
@given(st.permutations([*MORE, OWN, OTHER]), months)
def test_whatever_is_seen_in_whatever_order_meanwhile_the_order_of_people_is_back_with_the_steps(
    order, months
):
    whole = Sop(MORE).markdown()
    parts = dict(zip(MORE, re.split(r"(?m)^(?=### )", whole.partition("\n## Rules")[0])[1:], strict=True))
    sections = [f"{parts.get(one, one).rstrip()}\n\n" for one in order]
    folder = Folder(whole.replace("".join(parts.values()).rstrip(), "".join(sections).rstrip()), whole)
    told = folder.build(whole)
    for steps in months:
        folder.build(Sop(tuple(steps)).markdown())
    assert folder.build(whole) == told


@pytest.mark.parametrize(
    "agreed", [(CHECK, ENTER, RELEASE), (CHECK, RELEASE, ENTER), (RELEASE, CHECK, ENTER)]
)
def test_a_step_that_people_moved_stays_there_when_a_build_has_come_to_their_order_and_left_it(agreed):
    """Until they move it back."""
    folder = Folder(with_steps(STEPS[2], STEPS[1], STEPS[3]))
    told = folder.build(BASE)
    folder.build(Sop(agreed).markdown())
    assert folder.build(BASE) == told
    folder.sop = with_steps(*STEPS[1:])
    assert folder.build(BASE) == BASE
    assert folder.build(Sop(agreed).markdown()) == Sop(agreed).markdown()


@pytest.mark.parametrize("own", ["check", "enter", "mine"])
def test_a_copied_line_that_gives_a_step_does_not_keep_the_step_from_coming_back(own):
    copied = f"{TIME}\n<!-- step: {own} -->\n\n1. {OPEN}\n2. Ask Zoe.\n"
    folder = Folder(edited((TIME, copied)))
    told = folder.build(BASE)
    sop = folder.build(WITHOUT)
    assert "Ask Zoe." in sop.partition("## Kept from parts that are gone\n\n### Check the credit\n")[2]
    assert folder.build(BASE) == told
