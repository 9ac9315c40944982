"""A step to which the usual way comes more than once, in the SOP and in the quick guide."""

import re

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.sop.views import view_for
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.workflow.load import parse_workflow

from .make import Take, analysed, sections

DECLARED = """format = 1
name = "Purchase requisition"
[case]
name = "requisition"
pattern = "PR-[0-9]+"
[[activities]]
id = "work"
title = "Work on it"
belongs = [{ system = "buy" }]
[[activities]]
id = "quote"
title = "Accept the quote"
belongs = [{ system = "supplier" }]
[[systems]]
id = "buy"
name = "Purchasing"
hosts = ["buy.example.com"]
[[systems]]
id = "supplier"
name = "Supplier portal"
hosts = ["supplier.example.com"]
"""
ORDERED = "buy: Article, Ask", "supplier: Days, Accept", "buy: Price, Order"
"""The steps of a requisition: system, field, button."""


def requisitions(*ways):
    """One for each way, by Lea."""
    takes = []
    for number, way in enumerate(ways):
        lea = Take(f"lea-{number}", "Lea", start=1000 * number)
        for place, step in enumerate(way):
            system, field, button = re.split(r"\W+", step)
            lea.host, at = f"{system}.example.com", 1000 * number + 60 * place
            lea.fill(at, f"PR-{100 + number}", field).press(at + 20, f"PR-{100 + number}", button, "ok")
        takes.append(lea)
    return analysed(*takes, workflow=parse_workflow(DECLARED, "t"))


def guide(*ways, edit=lambda sop: sop, is_merged=False):
    analysis = requisitions(*ways)
    made = render_sop(View(analysis))
    sop = merge(made, edit(made), made).text if is_merged else edit(made)
    return steps(view_for("quick", sop, analysis, made))


def steps(quick):
    """What stands under each heading of the guide, who does it left out."""
    found = re.split(r"\n### ", quick.partition("\n- Every ")[0])[1:]
    return [one.partition("\n\n")[0].partition(" ·")[0] + "|" + told(one) for one in found]


def told(block):
    return " ".join(block.partition("\n\n")[2].split())


FIRST = "1. Work on it|1. In Purchasing, fill in “Article”; press “Ask”."
THEN = "2. Accept the quote|1. In Supplier portal, fill in “Days”; press “Accept”."
AGAIN = "1. Work on it, again|1. In Purchasing, fill in “Price”; press “Order”."


def test_the_usual_way_can_be_followed_where_it_comes_to_a_step_twice():
    assert guide(*[ORDERED] * 6) == [FIRST, THEN, AGAIN]


def test_the_second_time_is_told_by_what_was_done_then_also_where_the_same_is_pressed():
    saved = "buy: Article, Save", "supplier: Days, Accept", "buy: Price, Save"
    assert guide(*[saved] * 6) == [
        FIRST.replace("Ask", "Save"), THEN, AGAIN.replace("Order", "Save")
    ]  # fmt: skip
    text = sections(render_sop(View(requisitions(*[saved] * 6))))["Procedure"]
    assert (
        "**Last pressed: “Save”**, the first time (6 of 12 times):\n\n1. In Purchasing, fill in “Article”."
        in text
    )
    assert (
        "**Last pressed: “Save”**, the second time (6 of 12 times):\n\n1. In Purchasing, fill in “Price”."
        in text
    )
    assert "Also seen" not in text


def test_pages_of_one_form_are_each_told():
    pages = [f"buy: Page{number}, Next" for number in range(12)]
    told = guide(pages, pages)
    assert [re.findall("“(Page[^”]*)”", one) for one in told[:9]] == [
        [f"Page{number}"] for number in range(9)
    ]
    assert told[0].startswith("1. Work on it|")
    assert told[8].startswith("1. Work on it, again|")


def test_what_is_done_alike_the_second_time_is_told_once():
    scanned = "buy: Item, Scan", "buy: Item, Scan", "supplier: Days, Accept", "buy: Item, Scan"
    assert guide(scanned, scanned) == [
        "1. Work on it, twice|1. In Purchasing, fill in “Item”; press “Scan”.",
        THEN,
        "1. Work on it, again|As before.",
    ]
    assert "the first time" not in render_sop(View(requisitions(scanned, scanned)))


def test_a_field_that_is_left_out_some_times_makes_no_other_way_of_the_second_time():
    each = [
        ["buy: Item, Save", "supplier: Days, Accept", f"buy: {second}, Save"]
        for second in ("Item", "Item", "Note")
    ]
    assert guide(*each)[2] == "1. Work on it, again|As before."


def test_the_guide_stands_as_the_way_goes_whatever_the_order_in_which_steps_are_declared():
    way = "supplier: Days, Accept", "buy: Price, Order"
    assert guide(way, way) == [THEN, AGAIN.replace(", again", "")]


def test_another_end_of_the_second_time_is_named_with_how_often_it_was():
    dropped = *ORDERED[:2], "buy: Price, Drop"
    assert guide(ORDERED, ORDERED, ORDERED, dropped) == [
        FIRST, THEN, f"{AGAIN} - Or last pressed: “Drop”, the second time (1 of 4 times).",
    ]  # fmt: skip


def test_of_a_step_the_end_is_told_to_which_it_comes_on_the_usual_way():
    """“Drop” is pressed in more requisitions, each of which goes its own way."""
    others = [[*["supplier: Days, Accept"] * n, "buy: Why, Drop"] for n in (2, 3, 4)]
    usual = "buy: Price, Order", "supplier: Days, Accept"
    assert guide(usual, usual, *others)[0] == AGAIN.replace(", again", "")


def test_results_of_a_step_to_which_the_way_comes_again_say_with_what_to_go_on():
    outcomes = DECLARED.replace(
        '[[activities]]\nid = "quote"',
        'outcomes = [{ name = "Asked", when = { message = "^asked" }, result = "passed" },'
        ' { name = "Ordered", when = { message = "^ordered" }, result = "passed" }]\n'
        '[[activities]]\nid = "quote"',
    )
    lea = Take("lea", "Lea")
    lea.host = "buy.example.com"
    lea.press(0, "PR-1", "Save", "asked")
    lea.host = "supplier.example.com"
    lea.press(60, "PR-1", "Accept", "ok")
    lea.host = "buy.example.com"
    lea.press(120, "PR-1", "Save", "ordered")
    analysis = analysed(lea, workflow=parse_workflow(outcomes, "t"))
    quick = view_for("quick", render_sop(View(analysis)), analysis)
    assert (
        "- If the result is “Asked”, 1 of 2 times: go on with “Accept the quote”. The page said “asked”.\n"
        in quick
    )


def test_what_only_set_right_a_refusal_the_second_time_is_told_where_it_was_refused():
    outcomes = DECLARED.replace(
        '[[activities]]\nid = "quote"',
        'outcomes = [{ name = "Refused", when = { message = "^no" }, result = "refused" },'
        ' { name = "Saved", when = { message = "^ok" }, result = "passed" }]\n[[activities]]\nid = "quote"',
    )
    takes = []
    for number in range(2):
        lea, case = Take(f"lea-{number}", "Lea", start=1000 * number), f"PR-{100 + number}"
        lea.host, at = "buy.example.com", 1000 * number
        lea.fill(at, case, "Article").press(at + 10, case, "Check").press(at + 20, case, "Save", "no price")
        lea.fill(at + 40, case, "Price").press(at + 50, case, "Save", "ok")
        takes.append(lea)
    analysis = analysed(*takes, workflow=parse_workflow(outcomes, "t"))
    [first, again] = steps(view_for("quick", render_sop(View(analysis)), analysis))
    told = (
        "If the result is “Refused”, 2 of 4 times: fill in “Price”; press “Save”. The page said “no price”."
    )
    assert told in first
    assert again == "1. Work on it, again|What was refused is set right, as told above."


def test_edits_of_what_is_done_the_second_time_are_in_the_guide():
    def edit(sop):
        assert sop.count("2. Press “Order”.") == 1
        return sop.replace("2. Press “Order”.", "2. Press “Order” once.")

    found = guide(*[ORDERED] * 6, edit=edit, is_merged=True)
    assert found == [FIRST, THEN, AGAIN.replace("; press “Order”.", ". 2. Press “Order” once. *(edited)*")]


def test_the_second_time_is_known_also_where_people_worded_its_head_otherwise():
    def edit(sop):
        return sop.replace("**Last pressed: “Order”**, the second time (", "At the end, “Order” is pressed (")

    assert guide(*[ORDERED] * 6, edit=edit, is_merged=True) == [FIRST, THEN, AGAIN]


def test_where_people_took_out_the_heads_all_is_told_at_once():
    def edit(sop):
        return re.sub(r"\*\*Last pressed[^\n]*\n\n", "", sop)

    first, _, again = guide(*[ORDERED] * 6, edit=edit, is_merged=True)
    assert first.startswith(FIRST)
    assert "“Order”" in first
    assert again == "1. Work on it, again|"


def test_a_way_that_people_took_out_is_not_in_the_guide():
    def edit(sop):
        taken = re.search(r"\*\*Last pressed: “Order”.*?(?=- Result seen)", sop, re.DOTALL)
        assert taken is not None
        return sop.replace(taken[0], "")

    assert guide(*[ORDERED] * 6, edit=edit, is_merged=True) == [FIRST, THEN, "1. Work on it, again|"]


@pytest.mark.parametrize("title", ["Work on it", "Accept the quote"])
def test_a_step_of_the_way_that_people_took_out_is_told_once(title):
    def edit(sop):
        return re.sub(rf"### \d\. {title}\n.*?(?=\n##)", "", sop, flags=re.DOTALL)

    analysis = requisitions(*[ORDERED] * 6)
    made = render_sop(View(analysis))
    quick = view_for("quick", merge(made, edit(made), made).text, analysis, made)
    assert quick.count(f"**Taken out of `sop.md` by people:** “{title}”.") == 1


def test_where_people_moved_a_step_the_guide_has_their_order():
    def edit(sop):
        [one, two] = re.findall(r"### \d\. .*?(?=\n##)", sop, re.DOTALL)
        return sop.replace(f"{one}\n{two}", f"{two}\n{one}")

    found = guide(*[ORDERED] * 6, edit=edit, is_merged=True)
    assert [one.partition("|")[0] for one in found] == [
        "1. Accept the quote", "2. Work on it", "2. Work on it, again",
    ]  # fmt: skip


def test_what_people_wrote_at_a_step_to_which_the_way_comes_again_is_told_once():
    def edit(sop):
        return sop.replace("<!-- step: work -->\n", "<!-- step: work -->\n\n> **Caution:** ask Dana.\n")

    assert "".join(guide(*[ORDERED] * 6, edit=edit)).count("ask Dana") == 1
