"""The SOP for those who need less of it, and what people wrote into it there too."""

import itertools
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from ledgerium_cli.documents.merge.base_file import base_of, last_builds
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.sop.views import view_for
from ledgerium_cli.documents.sop.views.parts import Parts
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.load import load
from ledgerium_cli.recording.wire import Message
from ledgerium_cli.workflow.load import parse_workflow

from ..command import ledgerium
from .make import (
    A,
    B,
    Take,
    analysed,
    hostile_takes,
    hostile_workflow,
    nine_orders,
    sales_order,
    sections,
    tokens,
)

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "sales-order"
RECORDED = ("sales-order", "ci-demo/before/recordings", "ci-demo/after/recordings")


def views(*takes, edit=lambda text: text, **declared):
    analysis = analysed(*takes, **declared)
    made = render_sop(View(analysis))
    sop = edit(made)
    return sop, view_for("quick", sop, analysis, made), view_for("training", sop, analysis, made)


@pytest.fixture(scope="module")
def nine():
    return views(*nine_orders(), workflow=sales_order())


@pytest.fixture(scope="module")
def example():
    """The worked example and its SOP."""
    analysis = load([str(one) for one in sorted(EXAMPLE.glob("*.jsonl"))], EXAMPLE / "workflow.toml").analysis
    return analysis, render_sop(View(analysis))


def test_the_quick_guide_tells_the_usual_way_in_numbered_instructions(nine):
    _, quick, _ = nine
    heads = [line.partition(" · ")[0] for line in quick.splitlines() if line.startswith("### ")]
    assert heads == [
        "### 1. Enter the order",
        "### 2. Validate the order",
        "### 3. Run the credit check",
        "### 5. Confirm the order",
        "### 6. Hand off to fulfilment",
    ]
    assert (
        "- If the result is “Validation failed”, 1 of 9 times: go on with “Enter the order”. The page said "
        "“Validation failed: the price is below the price list”.\n"
    ) in quick
    assert "Validation passed" not in quick, "what leads to the next step need not be told"
    assert "(R1:" not in quick
    assert "- Never “Confirm the order” while a hold is open:" in quick


ANSWERS = {"Validate order": "Validation passed", "Confirm order": "Order confirmed"}


def breached_orders(*then: str) -> Take:
    """An order for each, of which the credit check is breached, and one more within its limit."""
    ana = Take("a", "Ana")
    for number, button in enumerate(then):
        case = f"SO-{1000 + number}"
        ana.press(20 * number, case, "Run credit check", "On hold: over the limit")
        ana.press(20 * number + 10, case, button, ANSWERS[button])
    ana.press(400, "SO-2000", "Run credit check", "Credit approved")
    return ana.press(410, "SO-2000", "Confirm order", "Order confirmed")


def test_the_quick_guide_tells_of_a_result_no_way_on_that_a_rule_forbids():
    ana = breached_orders("Validate order", "Confirm order", "Confirm order")
    _, quick, _ = views(ana, workflow=sales_order())
    assert (
        "- If the result is “Credit limit breached”, 3 of 4 times: go on with “Validate the order”. The page "
        "said “On hold: over the limit”.\n" in quick
    )


def test_the_quick_guide_tells_of_a_result_that_was_only_followed_by_what_a_rule_forbids():
    _, quick, _ = views(breached_orders("Confirm order", "Confirm order"), workflow=sales_order())
    assert (
        "2 of 3 times: nothing that is permitted was seen. The page said “On hold: over the limit”.\n"
        in quick
    )


def checked(says: Sequence[tuple[str, str]]) -> Take:
    """Invoices one after the other of which the check says something, and what was pressed then."""
    ana = Take("a", "Ana")
    for number, (said, then) in enumerate(says):
        at, case = number * 100, f"INV-{1001 + number}"
        ana.mark(at, case, "case").press(at + 1, case, "Check receipts")
        ana._add(at + 2, "message_shown", case, message=Message(type="alert", text=said))
        if then != "Approve invoice":
            ana.press(at + 10, case, then, "Done")
        ana.press(at + 20, case, "Approve invoice", "Approved")
    return ana


def test_the_quick_guide_leaves_out_only_what_nearly_always_goes_on_as_usual():
    usual = "Approve invoice"
    _, quick, _ = views(
        checked(
            [("Looks fine", usual)] * 10
            + [("Looks fine", "Call supplier")]
            + [("Parts missing", usual)] * 3
            + [("Parts missing", "Call supplier")] * 2
            + [("On hold: supplier is blocked", usual)] * 2
        )
    )
    told = [line.partition(", ")[0] for line in quick.splitlines() if line.startswith("- If ")]
    assert told == ["- If the page says “Parts missing”", "- If the page says “On hold: supplier is blocked”"]
    assert "5 of 18 times: go on with “Approve the invoice” or “Press ‘Call supplier’”." in quick


def test_the_quick_guide_tells_of_a_result_that_did_not_pass_though_it_went_on_as_usual():
    workflow = """
format = 1
name = "Invoices"
case = { name = "invoice", pattern = "INV-[0-9]+" }

[[activities]]
id = "check"
title = "Check the receipts"
belongs = [{ element = '^Check receipts$' }]
outcomes = [
    { name = "Complete", result = "passed", when = { message = '^fine' } },
    { name = "Blocked", result = "breached", when = { message = '^blocked' } },
]

[[activities]]
id = "approve"
title = "Approve the invoice"
belongs = [{ element = '^Approve invoice$' }]
"""
    takes = checked([(said, "Approve invoice") for said in ("Fine", "Fine", "Blocked")])
    _, quick, _ = views(takes, workflow=parse_workflow(workflow, "invoices.toml"))
    told = [line for line in quick.splitlines() if line.startswith("- If ")]
    assert told == ["- If the result is “Blocked”, 1 of 3 times: go on with “Approve the invoice”."]


def test_what_people_say_is_to_be_done_after_a_result_is_in_the_quick_guide_as_theirs():
    def edit(sop):
        return re.sub(r"(- If the result is “Validation failed”)[^\n]*", r"\1: ask Dana.", sop)

    _, quick, _ = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert "- If the result is “Validation failed”: ask Dana. *(added)*\n" in quick


def test_each_line_of_the_quick_guide_stands_in_the_sop(nine):
    sop, quick, _ = nine
    said = re.sub(
        r" \(R\d+: [^)]*\)| \(\d+(?: of \d+ times)?\)| \*\(declared\)\*|; also seen: [^.]*", "", sop
    )
    lines = [line for line in quick.splitlines() if re.match(r"\d+\. |- ", line)]
    assert len(lines) == 10
    for line in lines:
        is_done = line[0].isdigit()  # what is done on one page stands in one line
        text = re.sub(r"^(\d+\.|-) ", "", line).rstrip(".")
        for part in text.split("; ") if is_done else [text]:
            assert part in said or f"{part[:1].upper()}{part[1:]}" in said, part


def test_the_views_know_each_sentence_however_it_is_written(nine):
    def rewritten(sop):
        bold = re.sub(r"^- (Rule: |Questions to: )", r"- **\1** ", sop, flags=re.M).replace(": ** ", ":** ")
        return bold.replace("**Last pressed:", "Last pressed:").replace("“", '"').replace("”", '"')

    def plainly(view):
        return view.replace("**", "").replace("“", '"').replace("”", '"')

    workflow = sales_order()
    plain, theirs = (views(*nine_orders(), workflow=workflow, edit=edit) for edit in (str, rewritten))
    assert theirs[0] != plain[0]
    assert [*map(plainly, theirs[1:])] == [*map(plainly, plain[1:])]


@pytest.mark.parametrize(
    "own",
    [
        "- Rule: *{} (declared)*",
        "- *Rule: {} (declared)*",
        "- **Rule: {} _(declared)_**",
        "- ***Rule:** {} (declared)*",
        "- Rule: {} (declared)",
        "- *Rule: {}* __(declared)__",
    ],
)
def test_a_declared_rule_in_the_typography_of_people_is_no_words_of_theirs(example, own):
    analysis, made = example
    stock = "The quantity is in stock."
    written = own.format(stock)
    sop = made.replace(f"- Rule: {stock} *(declared)*", written)
    assert f"\n{written}\n" in sop
    for audience in ("quick", "training"):
        theirs, plain = (view_for(audience, one, analysis, made) for one in (sop, made))
        assert theirs.replace("*", "").replace("_", "") == plain.replace("*", "").replace("_", "")


def test_what_must_never_be_is_declared_in_italics_too(nine):
    def in_italics(text):
        return re.sub(
            r"^- (Never .*) \*\(declared\)\*(.*)$", r"- *\1 (declared)\2*", text, flags=re.MULTILINE
        )

    sop, quick, training = views(*nine_orders(), workflow=sales_order(), edit=in_italics)
    assert "(declared) Broken in" in sop or "(declared)*" in sop
    assert "*(added)*" not in quick + training


def test_who_does_a_step_is_told_without_its_count_in_the_words_of_people_too(nine):
    def translated(text):
        return text.replace(" · seen in all 9 orders", " · gesehen in allen 9 orders *(edited)*", 1)

    sop, quick, training = views(*nine_orders(), workflow=sales_order(), edit=translated)
    assert "gesehen in allen 9" in sop
    assert "gesehen" not in quick + training
    head = re.search(r"^### 1\. .*$", nine[1], re.MULTILINE)
    assert f"{head[0]} *(edited)*\n" in quick


def test_whom_to_ask_is_told_only_where_it_is_declared(nine):
    assert "Questions" not in nine[1]
    declared = sales_order(**{"[case]": '[document]\ncontact = "Dana in sales operations"\n\n[case]'})
    assert views(*nine_orders(), workflow=declared)[1].endswith("Questions to: Dana in sales operations\n")


def test_what_people_wrote_into_the_sop_is_in_the_quick_guide():
    def edit(text):
        text = text.replace(
            "<!-- step: validate-order -->\n", "<!-- step: validate-order -->\n\nLook at the stock first.\n"
        )
        text = text.replace("### 1. Enter the order", "### 1. Enter the order with care")
        return text.replace("## Completion", "## Who helps\n\n- Dana\n\n## Completion")

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert "### 1. Enter the order with care" in quick
    assert re.search(
        r"### 2\. Validate the order · [^\n]*\n\nLook at the stock first\. \*\(added\)\*\n", quick
    )
    assert quick.endswith("### Who helps *(added)*\n\n- Dana\n")
    assert "| 1. Enter the order with care |" in training


def test_by_when_people_say_that_a_step_is_to_be_done_is_in_both_views():
    def edit(text):
        return text.replace("\n- If the result is", "\n- To be done by noon.\n- If the result is", 1)

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert "\n- To be done by noon. *(added)*\n" in quick
    assert "\n- ☐ Validate the order: To be done by noon. *(added)*\n" in training


def test_what_is_generated_below_a_heading_of_people_is_in_both_views():
    def edit(text):
        text = re.sub(
            r"(\n- [^\n]*“Validation failed”)", r"\n#### Mind\n\nLook twice.\n\n#### Rules\n\1", text
        )
        return re.sub(r"(\n2\. [^\n]*“Start order”)", r"\n## Then\n\1", text)

    plain = views(*nine_orders(), workflow=sales_order())
    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    own = "**Mind** *(added)*\n\nLook twice. *(added)*\n\n"
    told, people = "was observed", ", but for what is marked *(edited)* or *(added)*: people wrote that"
    assert quick.count(own) == quick.count(people) == 1
    assert quick.replace(own, "").replace(people, "").partition(told)[2] == plain[1].partition(told)[2]
    assert "\n- ☐ Validate the order: Look twice. *(added)*\n" in training


def test_an_instruction_of_people_is_told_from_the_observed_ones_in_the_quick_guide():
    def edit(text):
        return re.sub(r"(\n\d\. Press “Save order”\.[^\n]*\n)", r"\g<1>9. Ring the bell.\n", text, count=1)

    _, plain, _ = views(*nine_orders(), workflow=sales_order())
    _, quick, _ = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert "*(added)*" not in plain
    assert quick.count("*(added)*") == 2
    assert re.search(r"\n\d\. Ring the bell\. \*\(added\)\*\n", quick)
    assert "but for what is marked *(edited)* or *(added)*: people wrote that" in quick


def test_a_step_of_people_is_in_both_views_where_it_stands():
    def edit(text):
        return text.replace(
            "### 2. ", "### 1b. Ask the customer\n\nBy phone. (R1: 2)\n\n- Be kind.\n\n### 2. ", 1
        )

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    own = "\n### 1b. Ask the customer *(added)*\n\nBy phone. (R1: 2)\n\n- Be kind.\n\n### 2. "
    assert own in quick
    assert "marked *(edited)* or *(added)*" in quick
    assert re.search(r"\n\| 1\. .*\n\| 1b\. Ask the customer \*\(added\)\* \|  \| ☐ ", training)


def test_who_does_a_step_of_people_and_its_cautions_are_in_the_checklist():
    own = (
        "### File the paper order\n\n**Order management** in the archive.\n\n1. Put it into its folder.\n\n"
        "It stays ten years.\n\n> **Caution:** never throw it away.\n\n- Rule: The number stands on it.\n\n### 2. "
    )
    _, _, training = views(
        *nine_orders(), workflow=sales_order(), edit=lambda text: text.replace("### 2. ", own, 1)
    )
    assert "| File the paper order *(added)* | **Order management** in the archive. | ☐ " in training
    assert "\n- ☐ File the paper order: **Caution:** never throw it away. *(added)*\n" in training
    assert "\n- ☐ File the paper order: The number stands on it. *(added)*\n" in training
    assert "ten years" not in training


def test_a_step_of_people_before_the_first_one_is_in_both_views_before_it():
    def edit(text):
        return text.replace("### 1. ", "### Ask the customer\n\nBy phone.\n\n### 1. ", 1)

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert "\n### Ask the customer *(added)*\n\nBy phone.\n\n### 1. Enter the order" in quick
    assert "marked *(edited)* or *(added)*" in quick
    assert re.search(r"\n\| Ask the customer \*\(added\)\* \|  \| ☐ .*\n\| 1\. Enter", training)


def test_the_quick_guide_says_at_the_refusal_how_it_was_set_right():
    analysis = load([str(EXAMPLE)], keep=False).analysis
    guide = view_for("quick", render_sop(View(analysis)), analysis)
    assert (
        "\n- If the result is “Entry refused”, 1 of 13 times: choose “Payment terms”; press “Save order”. The "
        "page said “Order not saved: 1 field needs attention” / “Choose the payment terms”.\n" in guide
    )
    assert "set right" not in guide


def test_the_time_to_release_stands_with_the_person_whose_it_is():
    """Ben released first, after the longer time."""
    ana, ben = Take("a", "Ana"), Take("b", "Ben", start=3600)
    for at, case in enumerate((A, B)):
        ana.press(at, case, "Run credit check", "On hold: over the limit")
    ben.press(3700, A, "Release hold", "Hold released")
    ana.press(600, B, "Release hold", "Hold released")
    roles = "".join(
        f'[[roles]]\nname = "{name}"\nactors = ["{one}"]\n'
        for one, name in (("Ana", "Order desk"), ("Ben", "Credit desk"))
    )
    sop, _, training = views(ana, ben, workflow=sales_order(roles))
    assert "Released by Ben after 1 h 02 min (n = 1); by Ana after 9 min 59 s (n = 1)." in sop
    assert (
        "Released by Credit desk after 1 h 02 min (n = 1); by Order desk after 9 min 59 s (n = 1)."
        in training
    )


def test_the_views_name_the_role_alone_where_one_is_declared():
    roles = {"Ana": "Order management", "Ben": "Credit reviewer"}
    declared = "".join(f'[[roles]]\nname = "{role}"\nactors = ["{one}"]\n' for one, role in roles.items())
    sop, quick, training = views(*nine_orders(), workflow=sales_order(declared))
    assert "**Order management (Ana)** in " in sop
    assert "Released by Ben after" in sop
    assert "### 1. Enter the order · Order management in " in quick
    assert "Released by Credit reviewer after" in training
    assert not re.search(r"\b(Ana|Ben)\b", quick + training)


def test_views_of_a_log_say_that_it_names_steps_only(tmp_path):
    (tmp_path / "log.csv").write_text(
        "case,activity,time,resource\n1,File,2026-01-05T10:00:00Z,Ana\n1,Check,2026-01-05T11:00:00Z,Ben\n",
        "utf-8",
    )
    only = "A log names steps only: what is done in them was not observed.\n"
    quick, training = (
        ledgerium("sop", str(tmp_path / "log.csv"), "--for", audience).stdout
        for audience in ("quick", "training")
    )
    assert f"{only}\n- 1\\. File · Ana\n- 2\\. Check · Ben\n" in quick
    assert "###" not in quick
    assert only in training


def test_no_blank_is_left_in_the_quick_guide_where_evidence_stood():
    _, quick, _ = views(*nine_orders(), edit=lambda sop: re.sub(r"(\n1\. .*\))\n", r"\1 Ask Ana.\n", sop))
    assert ". Ask Ana." in quick
    assert ".  Ask" not in quick


def test_what_people_wrote_at_a_step_is_in_both_views_on_the_usual_way_and_off_it():
    def edit(text):
        own = "\n\n- **Caution:** never for customer 4711.\n  - Ask Dana.\n"
        return text.replace("<!-- step: decide-hold -->\n", f"<!-- step: decide-hold -->{own}")

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    caution = "**Caution:** never for customer 4711. *(added)*\n  - Ask Dana."
    assert (
        f"At “4. Decide on the hold”, not on the usual way:\n\n- {caution}\n\n**Not on the usual way:**"
        in quick
    )
    assert f"\n- ☐ Decide on the hold: {caution}" in training


def test_the_quick_guide_says_behind_which_step_off_the_usual_way_one_of_people_stands():
    def edit(text):
        return text.replace("### 5. Confirm", "### 5. Call the customer\n\n1. Ring them.\n\n### 6. Confirm")

    _, quick, _ = views(*nine_orders(), workflow=sales_order(), edit=edit)
    own = "### 5. Call the customer *(added)*\n\n1. Ring them."
    assert f"Behind “4. Decide on the hold”, not on the usual way:\n\n{own}" in quick


def test_a_chapter_of_a_build_is_no_section_of_people_whatever_they_call_all_of_them():
    def edit(text):
        places = itertools.count(1)
        own = re.sub("^## ", lambda _: f"## {next(places)}. Part: ", text, flags=re.MULTILINE)
        return merge(text, own, text).text

    _, quick, _ = views(nine_orders()[0], workflow=sales_order(), edit=edit)
    assert not re.search(r"^### \d+\. Part: ", quick, flags=re.MULTILINE)
    assert "recordings:" not in quick


def test_an_exception_that_people_moved_to_its_step_is_nothing_that_they_added():
    analysis = load([str(EXAMPLE)], keep=False).analysis
    made = render_sop(View(analysis))
    [exception] = re.findall(r"^- \*\*Validation failed\*\*.*\n", made, flags=re.M)
    rule = "- Rule: The quantity is in stock. *(declared)*\n"
    sop = merge(made, made.replace(exception, "").replace(rule, rule + exception), made).text
    for kind in ("quick", "training"):
        view = view_for(kind, sop, analysis, made)
        [told] = [line for line in view.split("\n") if "**Validation failed** at" in line]
        assert "*(added)*" not in view
        assert "(R1:" not in told


def test_a_caution_set_off_as_a_quote_is_in_both_views_and_says_that_it_was_added():
    caution = "**Caution:** never for customer 4711.\n> Ask Dana."

    def edit(text):
        return text.replace("<!-- step: enter-order -->\n", f"<!-- step: enter-order -->\n\n> {caution}\n")

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert f"\n> {caution} *(added)*\n" in quick
    assert "\n- ☐ Enter the order: **Caution:** never for customer 4711.\n  Ask Dana. *(added)*\n" in training


def test_the_mark_of_a_callout_is_a_word_in_the_checklist():
    def edit(text):
        own = "<!-- step: enter-order -->\n\n> [!WARNING]\n> Never for customer 4711.\n"
        return text.replace("<!-- step: enter-order -->\n", own)

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert "\n> [!WARNING]\n> Never for customer 4711. *(added)*\n" in quick
    assert "\n- ☐ Enter the order: **Warning:** Never for customer 4711. *(added)*\n" in training


EVIDENCE = re.compile(r"^((?:- Rule: .*\n)*)((?:- .*\n)*- Time: .*\n- Evidence: .*)$", re.MULTILINE)


@pytest.mark.parametrize(
    "around",
    [
        r"\1\n<details><summary>Evidence</summary>\n\n\2\n\n</details>",
        r"\1\n<details open>\n\n<summary>Evidence</summary>\n\n\2\n\n</details>",
        r"\1\n<details><summary>All</summary>\n\n<details>\n\n\2\n\n</details>\n</details>",
        r"\1\n<details>\n\n\2\n\n</details>\n<details><summary>More</summary>\n\n</details>",
        r"\1\n\2\n\n<details><summary>Next step</summary>",
        r"</details>\n\n\1\n\2",
    ],
    ids=["in each step", "apart", "within another", "side by side", "opened", "closed"],
)
def test_a_box_that_people_put_around_what_a_view_leaves_out_is_not_in_it(example, around):
    analysis, made = example
    sop = EVIDENCE.sub(around, made)
    assert sop.count("details>") >= 5
    quick = view_for("quick", sop, analysis, made)
    assert quick == view_for("quick", made, analysis)
    remark = "\n<details><summary>From abroad</summary>\n\nAsk Dana.\n\n</details>\n\n"
    own = sop.replace("- Time: ", f"{remark}- Time: ", 1)
    assert f"{remark.replace('Dana.', 'Dana. *(added)*')}" in view_for("quick", own, analysis, made)


def test_the_quick_guide_marks_all_that_people_added_to_what_is_declared():
    def edit(text):
        control = re.sub(r"(\n- Version:)", r"\n- Questions to: Carla\1", text, count=1)
        return control.replace("\n- Time:", "\n- Rule: Ask Dana first.\n- Time:", 1)

    _, quick, _ = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert "\nQuestions to: Carla *(added)*\n" in quick
    assert "\n- Rule: Ask Dana first. *(added)*\n" in quick
    assert "people wrote that" in quick


def test_a_step_of_another_level_stands_in_the_quick_guide_once():
    _, quick, _ = views(
        *nine_orders(), workflow=sales_order(), edit=lambda sop: sop.replace("### 3. ", "## 3. ")
    )
    assert quick.count("### 3. ") == 1
    assert "*(added)*" not in quick


def test_steps_of_the_quick_guide_have_the_numbers_and_the_order_of_the_sop():
    def swapped(text):
        first, second, third = (text.index(f"### {n}. ") for n in (1, 2, 3))
        one, two = text[first:second], text[second:third]
        moved = two.replace("### 2. ", "### 1. ") + one.replace("### 1. ", "### 2. ")
        return text[:first] + moved + text[third:]

    sop, quick, _ = views(*nine_orders(), workflow=sales_order(), edit=swapped)
    own = re.findall(r"^### (\d\. [^\n]*)$", sop, re.MULTILINE)
    told = re.findall(r"^### (\d\. [^·\n]*) ·", quick, re.MULTILINE)
    assert told == [one for one in own if "Decide on the hold" not in one]
    assert told[:2] == ["1. Validate the order", "2. Enter the order"]
    assert "**Not on the usual way:** “4. Decide on the hold” (" in quick


def test_what_is_indented_below_an_instruction_is_so_in_the_quick_guide():
    def edit(text):
        return re.sub(r"^(2\. .*)$", r"\1\n   - North\n   - South", text, count=1, flags=re.MULTILINE)

    quick = views(*nine_orders(), workflow=sales_order(), edit=edit)[1]
    north, south = (rf"   - {where} \*\(added\)\*\n" for where in ("North", "South"))
    assert re.search(rf"^2\. [^\n]*\n{north}{south}", quick, re.MULTILINE)


def test_who_does_a_step_that_people_joined_to_another_is_no_rule():
    def edit(text):
        return re.sub(r"^### 6\. [^\n]*\n\n<!-- step: [^\n]*\n\n", "", text, flags=re.MULTILINE)

    sop, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert sop.count(" · seen in ") == 5 + 1
    assert "seen in" not in quick
    assert "seen in" not in training


def test_a_sentence_of_a_build_that_people_made_another_stands_behind_the_instructions_as_edited():
    def edit(text):
        return re.sub(
            r"^- Time: .*$", "- It takes Dana a minute. *(edited)*", text, count=1, flags=re.MULTILINE
        )

    quick = views(*nine_orders(), workflow=sales_order(), edit=edit)[1]
    assert re.search(r"^\d\. [^\n]*\n\n- It takes Dana a minute\. \*\(edited\)\*\n", quick, re.MULTILINE)


def test_a_sentence_that_people_edited_with_a_line_break_is_in_the_quick_guide():
    def edit(text):
        own = "- It takes Dana a minute,  \n  and Kim two. *(edited)*"
        return re.sub(r"^- Time: .*$", own, text, count=1, flags=re.MULTILINE)

    assert "and Kim two. *(edited)*" in views(*nine_orders(), workflow=sales_order(), edit=edit)[1]


LOG = """case,activity,start,end,resource
A,Enter,2026-03-02T09:00:00Z,2026-03-02T09:05:00Z,Ana
A,Check,2026-03-02T09:10:00Z,2026-03-02T09:15:00Z,Ben
B,Enter,2026-03-02T10:00:00Z,2026-03-02T10:05:00Z,Ana
"""


def generated_sops(folder):
    """Of recordings and logs, with a workflow file and without."""
    only_looked_at = Take("a", "Ana").page(0, "SO-1").press(5, "SO-1", "Save").page(6, "SO-1")
    filled = Take("b", "Ben").page(0, "SO-2")
    filled.fill(5, "SO-2", "Customer").page(200, "SO-2").press(220, "SO-2", "Save order", "Order saved")
    ben = Take("c", "Ben")
    for number, button in enumerate(["Release hold", "Keep hold", "Keep hold"]):
        ben.press(100 * number, f"SO-{number}000", button, "ok")
    takes = [nine_orders(), [only_looked_at], [filled], [ben], hostile_takes()]
    for own in takes:
        yield from (render_sop(View(analysed(*own, workflow=one))) for one in (None, sales_order()))
    (folder / "log.csv").write_text(LOG, "utf-8")
    yield render_sop(View(load([str(folder / "log.csv")], keep=False).analysis))
    yield from (render_sop(View(load([str(ROOT / "examples" / name)]).analysis)) for name in RECORDED)


def test_nothing_that_a_build_writes_is_taken_for_what_people_wrote(tmp_path):
    for sop in generated_sops(tmp_path):
        parts = Parts(sop)
        assert [one.title for one in parts.written] == []
        assert [(step.id, one) for step in parts.steps for one in step.written] == []


def test_where_a_person_decides_the_quick_guide_prescribes_nothing():
    ben = Take("b", "Ben")
    for number, button in enumerate(["Release hold", "Keep hold", "Keep hold"]):
        ben.press(100 * number, f"SO-{number}000", button, "ok")
    _, quick, _ = views(ben, workflow=sales_order())
    assert "- A person decides here.\n- **Last pressed: “Keep hold”** (2 of 3 times)\n" in quick
    assert not re.search(r"^\d\. ", quick, re.MULTILINE)


def test_where_a_person_decides_the_quick_guide_says_how_each_is_done():
    """“Keep hold” stands in a dialog that another button opens: without that nobody finds it."""
    ben = Take("b", "Ben")
    for number, button in enumerate(["Release hold", "Keep hold", "Keep hold"]):
        ben.press(100 * number, f"SO-{number}000", "Hold…").press(
            100 * number + 5, f"SO-{number}000", button, "ok"
        )
    _, quick, _ = views(ben, workflow=sales_order())
    kept = quick[quick.index("- **Last pressed: “Keep hold”**") :].splitlines()
    assert kept[1] == "  1. In erp.example.com, press “Hold…”; press “Keep hold”."


def test_the_checklist_has_three_boxes_for_each_step(nine):
    _, _, training = nine
    rows = [line for line in sections(training)["The steps"].splitlines() if "☐" in line]
    assert rows[0].split(" | ")[0] == "| 1. Enter the order"
    assert all(line.count("☐") == 3 for line in rows)
    assert len(rows) == 6


def test_the_checklist_asks_about_what_was_seen_and_says_what_was_done_then(nine):
    asked = sections(nine[2])["What would you do?"]
    assert re.search(
        r"\d\. ☐ \*\*Validation failed\*\* at “Validate the order”, 1 time\.[^\n]*\n"
        r"   - Next came “Enter the order” \(1\)\. \(R1: \d+\)",
        asked,
    )


def test_the_checklist_names_no_section_that_it_has_not(nine):
    assert "the orders that are named with the exceptions." in nine[2]
    assert not [one for one in {*sections(nine[0])} - {*sections(nine[2])} if f"“{one}”" in nine[2]]


def test_without_exceptions_and_rules_there_is_nothing_to_ask():
    _, _, training = views(Take("a", "Ana").page(0, "SO-1").press(5, "SO-1", "Save").page(6, "SO-1"))
    assert [*sections(training)] == ["The steps"]


def test_it_is_said_what_is_observed_and_what_declared(nine):
    _, alone, _ = views(Take("a", "Ana").page(0, "SO-1").press(5, "SO-1", "Save").page(6, "SO-1"))
    assert "The usual way was observed. All else" in alone
    assert "The usual way was observed; prerequisites, rules and prohibitions were declared." in nine[1]


@pytest.mark.parametrize("declared", [False, True])
def test_hostile_text_stays_text(declared):
    ana, ben = hostile_takes()
    workflow = sales_order(hostile_workflow()) if declared else None
    for view in views(ana, ben, workflow=workflow)[1:]:
        kinds = {token.type for token in tokens(view)}
        assert not kinds & {"html_inline", "html_block", "link_open", "image", "hr", "code_block", "fence"}


def test_the_command_takes_the_edits_of_the_built_sop_and_tells_conflicts(tmp_path):
    work = tmp_path / "work"
    shutil.copytree(EXAMPLE, work, ignore=shutil.ignore_patterns(".ledgerium", "people", "*.py"))
    sop = work / "ledgerium-out" / "sop.md"
    sop.write_text(
        sop.read_text("utf-8").replace("9. Press “Save order”.", "9. Press “Save order” once."), "utf-8"
    )
    told = ledgerium("sop", "-q", work, "--for", "quick", cwd=tmp_path)
    assert told.returncode == 0
    assert "set “Delivery date”.\n4. Press “Save order” once. *(edited)*\n" in told.stdout
    assert "but for what is marked *(edited)* or *(added)*: people wrote that." in told.stdout
    for audience in ("full", "quick"):
        page = ledgerium("sop", "-q", work, "--for", audience, "--format", "html", cwd=tmp_path).stdout
        assert "Press “Save order” once." in page
    assert (
        "once" not in ledgerium("sop", "-q", work, "--for", "quick", "--edits", tmp_path, cwd=tmp_path).stdout
    )
    assert "once" not in ledgerium("sop", "-q", work, cwd=tmp_path).stdout
    base = work / "ledgerium-out" / "sop.base.md"
    [last] = last_builds(base.read_bytes())
    before = last.generated.replace("9. Press “Save order”.", "9. Press “Keep order”.")
    base.write_text(base_of(before), "utf-8")
    conflict = ledgerium("sop", "-q", work, "--for", "training", cwd=tmp_path)
    assert conflict.returncode == 10
    assert "“Enter the order”" in conflict.stderr
    assert conflict.stdout.startswith("# Sales order processing: training checklist\n")


def test_what_a_command_prints_calls_steps_as_the_built_sop_does(tmp_path):
    work = tmp_path / "work"
    shutil.copytree(EXAMPLE, work, ignore=shutil.ignore_patterns(".ledgerium", "people", "*.py"))
    sop = work / "ledgerium-out" / "sop.md"
    sop.write_text(sop.read_text("utf-8").replace(". Run the credit check\n", ". Ask the bank\n"), "utf-8")

    def told(command, format, *more):
        return ledgerium(command, "-q", work, "--format", format, *more, cwd=tmp_path).stdout

    assert "Ask the bank" in told("map", "dot")
    assert "3. Ask the bank</h" in told("report", "html")
    for command in ("report", "opportunities"):
        known = {
            one["title"]: one["renamed"]
            for one in json.loads(told(command, "json"))["activities" if command == "report" else "steps"]
        }
        assert known["Run the credit check"] == "Ask the bank"
    assert "Ask the bank" not in told("opportunities", "md", "--edits", tmp_path)


def test_the_quick_guide_names_a_step_of_the_usual_way_that_people_took_out():
    def without_validating(sop):
        return re.sub(r"### 2\. Validate the order\n.*?(?=### )", "", sop, flags=re.DOTALL)

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=without_validating)
    assert "**Taken out of `sop.md` by people:** “Validate the order”." in quick
    assert "**Taken out of `sop.md` by people:** “Validate the order”." in training


def test_a_rule_that_people_added_is_marked_in_the_checklist_as_in_the_guide():
    def with_rule(sop):
        result = re.compile(r"^- Result seen: .*$", re.MULTILINE)
        return result.sub(lambda one: f"{one[0]}\n- Rule: No order on Friday.", sop, count=1)

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=with_rule)
    assert "No order on Friday. *(added)*" in quick
    assert "No order on Friday. *(added)*" in training


def test_exceptions_that_people_made_a_table_of_are_asked_about_too():
    def as_table(sop):
        start = sop.index("## Exceptions and holds")
        end = sop.index("\n## ", start)
        entries = [one for one in sop[start:end].splitlines() if one.startswith("- **")]
        assert entries
        rows = (re.sub(r"^- (\*\*.*?\*\*) (.*)$", r"| \1 | \2 |", one) for one in entries)
        return sop.replace("\n".join(entries), "\n".join(["| What | Seen |", "| --- | --- |", *rows]))

    _, _, listed = views(*nine_orders(), workflow=sales_order())
    _, _, training = views(*nine_orders(), workflow=sales_order(), edit=as_table)
    questions = re.findall(r"^\d+\. ☐ .*$", training, re.MULTILINE)
    assert questions == re.findall(r"^\d+\. ☐ .*$", listed, re.MULTILINE)


def test_a_guess_a_draft_and_what_is_not_whole_are_told_in_the_shorter_versions_too():
    def of(**recorded):
        take = Take("r", "Ana").press(0, "SO-1", "Confirm order", "Order confirmed")
        return take.press(60, "SO-2", "Confirm order", "Order confirmed").recording(**recorded)

    for recording, declared, told in [
        (of(), None, "> **Guessed** from what was on the screen: the names of steps"),
        (of(), replace(sales_order(), draft=True), "a draft that nobody has confirmed: correct it"),
        (of(sealed=False), sales_order(), "**Not whole:** "),
        (of(generated=True), sales_order(), "**Made up:** "),
    ]:
        sop, quick, training = views(recording, workflow=declared)
        [notice] = [line for line in sop.splitlines() if told in line]
        assert notice in quick.splitlines()
        assert notice in training.splitlines()


def test_what_a_person_adds_to_a_draft_is_declared():
    declared = replace(sales_order('[document]\napprover = "Finance lead"\n'), draft=True)
    sop, _, _ = views(*nine_orders(), workflow=declared)
    assert "Finance lead *(declared)*" in sop


def test_what_people_added_to_a_list_is_no_observation_of_the_checklist():
    def with_own(sop):
        for title in ("Exceptions and holds", "Rules that must hold", "Learning this work"):
            sop = re.sub(rf"(## {title}\n\n)", rf"\1- Of “{title}”, ask Kim. Next came lunch.\n", sop)
        return sop

    _, _, training = views(*nine_orders(), workflow=sales_order(), edit=with_own)
    own = [line for line in training.splitlines() if "ask Kim" in line]
    assert len(own) == 3
    assert all(line.endswith("ask Kim. Next came lunch. *(added)*") for line in own)
    assert (
        "Each was seen at work, but for what is marked *(edited)* or *(added)*: people wrote that."
        in training
    )
    assert training.count("*(added)*") == 4


def test_a_row_that_people_added_to_a_table_of_exceptions_says_so_in_the_checklist():
    def with_table(sop):
        table = "| Amount | Who |\n| --- | --- |\n| above 10000 | the CFO |"
        return sop.replace("## Exceptions and holds\n\n", f"## Exceptions and holds\n\n{table}\n\n")

    _, _, training = views(*nine_orders(), workflow=sales_order(), edit=with_table)
    assert "1. ☐ above 10000 the CFO *(added)*\n" in training


CHAPTERS = (
    "Document control", "Roles", "Before you start", "Procedure", "Rules that must hold", "Exceptions and holds",
    "Completion", "Learning this work", "How this was made", "For programs",
)  # fmt: skip


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_another_heading_of_a_chapter_changes_nothing_that_the_views_take_from_it(nine, chapter):
    _, quick, training = views(
        *nine_orders(),
        workflow=sales_order(),
        edit=lambda text: text.replace(f"\n## {chapter}\n", "\n## Ganz anders\n"),
    )
    assert (quick, training) == nine[1:]


def test_document_control_in_the_words_of_people_is_told_in_the_views():
    def translated(text):
        return text.replace("\n- Version: ", "\n- Fassung: ").replace("\n- Questions to: ", "\n- Fragen an: ")

    declared = sales_order(**{"[case]": '[document]\ncontact = "Dana in sales operations"\n\n[case]'})
    sop, quick, training = views(*nine_orders(), workflow=declared, edit=translated)
    [version] = re.findall(r"Fassung: `\w{12}`, based on [^.]*", sop)
    assert version in quick
    assert version in training
    assert quick.endswith("Fragen an: Dana in sales operations\n")


def test_a_rule_with_a_label_of_people_is_in_the_checklist(example):
    def relabelled(text):
        return text.replace(
            "- Rule: The quantity is in stock. *(declared)*", "- Regel: The quantity is in stock."
        )

    analysis, made = example
    sop = merge(made, relabelled(made), made).text
    assert "- Regel: The quantity is in stock. *(edited)*" in sop
    checklist = view_for("training", sop, analysis, made)
    assert "Validate the order: Regel: The quantity is in stock. *(edited)*" in checklist


def test_rules_that_people_made_a_table_of_are_in_the_checklist(example):
    analysis, made = example
    rule = "- Rule: The quantity is in stock. *(declared)*\n"
    rows = "| The quantity is in stock. *(declared)* | |\n| No order on Friday. | rest |"
    table = f"| Rule | Why |\n| --- | --- |\n{rows}"
    sop = merge(made, made.replace(rule, f"\n{table}\n\n"), made).text
    checklist = view_for("training", sop, analysis, made)
    assert "- ☐ Validate the order: The quantity is in stock. *(declared)*\n" in checklist
    assert "- ☐ Validate the order: No order on Friday. rest *(added)*\n" in checklist


def test_what_is_done_is_in_the_guide_also_where_people_made_a_table_of_it(example):
    analysis, made = example
    does = "1. In ERP on “Order …”, press “Validate order”. (R1: 20)\n"
    rows = "| 1 | In ERP on “Order …”, press “Validate order”. | (R1: 20) | twice |\n| 2 | Wait. | | |"
    table = f"| Step | Do | Evidence | Ask |\n| --- | --- | --- | --- |\n{rows}\n"
    sop = merge(made, made.replace(does, f"\n{table}\n"), made).text
    guide = view_for("quick", sop, analysis, made)
    assert "1. In ERP on “Order …”, press “Validate order”. twice *(added)*\n2. Wait. *(added)*\n" in guide


def test_a_footnote_of_people_is_no_rule_and_stands_below_the_view_that_points_to_it(example):
    analysis, made = example
    stock = "- Rule: The quantity is in stock.{} *(declared)*\n"
    noted = made.replace(stock.format(""), stock.format("[^stock]"))
    note = "[^stock]: With what is on its way."
    sop = merge(
        made, noted.replace("## Rules that must hold", f"{note}\n\n## Rules that must hold"), made
    ).text
    assert f"\n{note} *(added)*\n" in sop
    for audience in ("quick", "training"):
        view = view_for(audience, sop, analysis, made)
        assert "[^stock]" in next(line for line in view.split("\n") if "The quantity is in stock." in line)
        assert view.endswith(f"\n\n{note} *(added)*\n")
        assert view.count(note) == 1


@pytest.mark.parametrize(
    "why",
    [
        "Glass is checked first. Broken in transit means: refuse it.",
        "Broken in 3 of 4 cases last year, it cost us dearly.",
        "Not seen: no excuse.",
    ],
)
def test_a_rule_with_the_words_that_tell_how_often_it_was_broken_is_whole_in_both_views(why):
    declared = f'[[never]]\nactivity = "enter-order"\ncondition = "hold_open"\nwhy = "{why}"\n'
    _, quick, training = views(*nine_orders(), workflow=sales_order(declared))
    assert f"- Never “Enter the order” while a hold is open: {why}\n" in quick
    assert f"- ☐ Never “Enter the order” while a hold is open: {why} *(declared)*\n" in training


def test_what_people_say_of_a_rule_is_whole_in_both_views():
    def edit(sop):
        sop = re.sub(
            r"(## Rules that must hold\n\n)", r"\1- No glass. Broken in 2 of 3 weeks. Not seen: why.\n", sop
        )
        return sop.replace(
            " *(declared)* Broken in", " *(declared)* Broken in 2 parts is void. *(edited)* Broken in", 1
        )

    for view in views(*nine_orders(), workflow=sales_order(), edit=edit)[1:]:
        assert "No glass. Broken in 2 of 3 weeks. Not seen: why. *(added)*\n" in view
        assert "Broken in 2 parts is void. *(edited)*\n" in view


@pytest.mark.parametrize(
    "own",
    [
        "Then call the customer.",
        "Order: keep the paper for a year.",
        "Time: never after noon.",
        "Evidence: sign the sheet.",
        "Also seen by audit, so sign it.",
        "Result seen: write it down.",
        "Not finished: tell Dana.",
        "Nothing was pressed or filled in.",
    ],
)
def test_an_entry_of_people_is_in_both_views_whatever_it_begins_with(own):
    def edit(sop):
        return sop.replace("\n- Time: ", f"\n- {own}\n- Time: ", 1)

    _, quick, training = views(*nine_orders(), workflow=sales_order(), edit=edit)
    assert f"\n- {own} *(added)*\n" in quick
    assert f"- ☐ Enter the order: {own} *(added)*\n" in training


def test_a_caution_of_people_is_not_who_does_the_step():
    def edit(sop):
        step = "<!-- step: confirm-order -->\n\n"
        return sop.replace(step, f"{step}**Careful:** as seen in audits · seen in 3 of them\n\n")

    take = Take("r", "Ana").press(0, "SO-1", "Confirm order", "Order confirmed")
    _, quick, training = views(take, workflow=sales_order(), edit=edit)
    assert "### 1. Confirm the order · Ana in " in quick
    for view in (quick, training):
        assert "**Careful:** as seen in audits · seen in 3 of them *(added)*" in view


@pytest.mark.parametrize("end", ["Next came Dana", "Released by Finance only", "Not released to anybody"])
def test_words_of_a_page_are_not_what_was_done_then(end):
    ana = Take("rec-1", "Ana").press(0, "SO-1", "Run credit check", f"On hold: over the limit. {end}")
    ana.press(20, "SO-1", "Confirm order", "Order confirmed").press(40, "SO-2", "Confirm order")
    _, _, training = views(ana, workflow=sales_order())
    assert re.search(
        rf"☐ [^\n]*“On hold: over the limit\. {end}” \(rec-1\)\.\n   - Next came “Confirm the order” \(1\)\.",
        training,
    )


def test_a_result_named_in_the_words_behind_a_result_is_whole_in_the_guide():
    name = "Sad: The page said no · seen in go on with "
    _, quick, _ = views(*nine_orders(), workflow=sales_order(**{'"Validation failed"': f'"{name}x"'}))
    assert f"- If the result is “{name}x”, 1 of 9 times: go on with “Enter the order”. The page" in quick


def test_which_steps_each_case_goes_through_and_how_often_at_most_is_declared_in_each_view(example):
    analysis, sop = example
    every = (
        "Every order goes through these steps in this order: “Enter the order”, “Validate the order”, “Run the credit "
        "check”, “Decide on the hold” (where needed), “Confirm the order” and “Hand off to fulfilment”."
    )
    assert f"\n- {every} *(declared)*\n" in sop
    assert every not in view_for("quick", sop, analysis), "the usual way goes through them"
    assert f"\n- ☐ {every} *(declared)*\n" in view_for("training", sop, analysis)
    once, tried = 'id = "credit-check"', 'id = "enter-order"'
    sop, quick, training = views(
        *nine_orders(),
        workflow=sales_order(
            **{
                once: f"{once}\nat_most = 1",
                tried: f"{tried}\nat_most = 2",
                "format = 1": "format = 1\nordered = false",
            }
        ),
    )
    any_order = "\n- Every order goes through these steps, in any order: “Enter the order”, "
    assert any_order in sop
    assert any_order not in quick
    for rule, title in (
        ("At most 1 time in each order.", "Run the credit check"),
        ("At most 2 times in each order, not counting what was refused.", "Enter the order"),
    ):
        assert f"\n- Rule: {rule} *(declared)*\n" in sop
        assert f"\n- Rule: {rule}\n" in quick
        assert f"\n- ☐ {title}: {rule} *(declared)*\n" in training


def test_the_guide_says_that_each_case_goes_through_a_step_that_the_usual_way_leaves_out():
    takes = Take("rec-1", "Ana"), Take("rec-2", "Ana", start=900)
    for take, case in zip(takes, ("SO-1001", "SO-1002"), strict=True):
        take.press(0, case, "Save order", "Order saved").press(30, case, "Confirm order", "Order confirmed")
    rule = (
        "- Every order goes through these steps in this order: “Enter the order”, “Validate the order”, “Run"
    )
    assert f"\n{rule}" in views(*takes, workflow=sales_order())[1]


def test_where_a_case_may_go_without_any_step_and_in_any_order_none_is_said_to_be_gone_through():
    text = ROOT / "src/ledgerium_cli/workflow/templates/sales-order.toml"
    ids = re.findall(r'^id = "[a-z-]+"\ntitle', text.read_text(encoding="utf-8"), re.MULTILINE)
    free = {one: f"required = false\n{one}" for one in ids}
    workflow = sales_order(
        **{"\nrequired = false": ""} | free | {"format = 1": "format = 1\nordered = false"}
    )
    sop, _, _ = views(*nine_orders(), workflow=workflow)
    assert "goes through" not in sop
