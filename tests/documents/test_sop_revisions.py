"""Document control and revisions: who answers for the SOP, which version it is, what became another."""

import re

import pytest

from ledgerium_cli.documents.sop.edits import People, names_in
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.engine.operations import finish, map_all
from ledgerium_cli.findings.filters import parse_conditions
from ledgerium_cli.load import load

from .make import MINUTE, A, Take, analysed, nine_orders, sales_order, sections, tables

DOCUMENT = '[document]\napprover = "Finance lead"\neffective = 2026-12-01\nreview = 2027-06-01\n'


def version(text):
    return re.search(r"^- Version: `([0-9a-f]{12})`", text, re.MULTILINE)[1]


def rows(text):
    return tables(sections(text)["Revisions"])[0][1:]


def order(number, start, *, work=20, credit="Run credit check"):
    """One order from entry to release in a recording of its own; `work` seconds before it is saved. Without
    `credit` it goes from the validation to the confirmation."""
    case = f"SO-{number}"
    ana = Take(f"{start:06d}-ana", "Ana", start=start).page(start, case).fill(start + 2, case)
    ana.press(start + 2 + work, case, "Save order", "Order saved")
    ana.press(start + 4 + work, case, "Validate order", "Validation passed")
    if credit:
        ana.press(start + 6 + work, case, credit, "Credit approved")
    ana.press(start + 8 + work, case, "Confirm order", "Order confirmed")
    return ana.press(start + 10 + work, case, "Release to fulfilment", "Released to fulfilment")


def orders(first, n, **how):
    return [order(number, number * MINUTE, **how) for number in range(first, first + n)]


def sop(takes, previous=None, **replaced):
    return render_sop(View(analysed(*takes, workflow=sales_order(**replaced))), previous)


def test_who_answers_for_the_document_is_declared_or_not_there():
    text = sections(render_sop(View(analysed(*nine_orders(), workflow=sales_order(DOCUMENT)))))[
        "Document control"
    ]
    assert "- Approver: Finance lead *(declared)*\n- Effective from: 2026-12-01 *(declared)*\n" in text
    assert "- Review by: 2027-06-01 *(declared)*" in text
    nobody = sections(render_sop(View(analysed(*nine_orders()))))["Document control"]
    assert [line[:10] for line in nobody.strip().splitlines()] == ["- Version:"]


def test_the_version_stays_when_only_numbers_times_and_evidence_change():
    few, many = sop(orders(1000, 3)), sop(orders(1000, 30, work=40))
    assert few != many
    assert version(few) == version(many)


def test_a_case_under_way_makes_no_other_version():
    done = sop(orders(1000, 11))
    start = 1100 * MINUTE
    entered = (
        Take("open", "Ana", start=start).page(start, "SO-1100").press(start + 9, "SO-1100", "Save order")
    )
    assert version(sop([*orders(1000, 11), entered])) == version(done)


def test_what_came_next_once_in_twenty_times_makes_no_other_version_and_is_in_no_row_of_one():
    usual = sop(orders(1000, 19))
    skipped = order(1200, 1200 * MINUTE, credit="")
    assert version(sop([*orders(1000, 19), skipped], usual)) == version(usual)
    [row, _] = rows(
        sop([*orders(1000, 19), skipped], usual, **{"Confirm the order": "Acknowledge the order"})
    )
    assert row[2] == "Renamed: “Confirm the order” is now “Acknowledge the order”."
    assert version(sop([*orders(1000, 3), skipped])) != version(sop(orders(1000, 3)))


@pytest.mark.parametrize(
    "replaced",
    [
        {"Confirm the order": "Acknowledge the order"},
        {"Validation passed": "Fine"},
        {"ends_with": "# ends_with"},
    ],
)
def test_the_version_changes_when_the_procedure_says_something_else(replaced):
    assert version(sop(orders(1000, 3))) != version(sop(orders(1000, 3), **replaced))


BETWEEN = 'id = "confirm-order"'


@pytest.mark.parametrize(
    ("replaced", "told"),
    [
        ({BETWEEN: f"{BETWEEN}\nat_most = 2"}, "rules of “Confirm the order”"),
        ({BETWEEN: f"{BETWEEN}\nrequired = false"}, "“Rules that must hold”"),
        ({"format = 1": "format = 1\nordered = false"}, "“Rules that must hold”"),
        ({'kind = "credit"': 'kind = "finance"'}, "“Exceptions and holds”"),
        ({'name = "order"': 'name = "request"'}, "“Rules that must hold”"),
        ({"Credit-check wait": "Time at the credit desk"}, "“Completion”"),
        ({"share = 0.2": "share = 0.1"}, "“Completion”"),
    ],
)
def test_what_is_declared_otherwise_makes_another_version_that_says_so(replaced, told):
    held = Take("h", "Ana").press(0, "SO-1", "Run credit check", "On hold: over the limit")
    targets = '[[targets]]\nmetric = "credit_check_wait"\nminutes = 9\n[[targets]]\nmetric = "hold_rate"\nshare = 0.2\n'

    def made(more=(), previous=None, **replaced):
        other = targets
        for old, new in replaced.items():
            other = other.replace(old, new)
        declared = sales_order(other, **replaced)
        return render_sop(View(analysed(held, *orders(1000, 3), *more, workflow=declared)), previous)

    first = made()
    second = made(previous=first, **replaced)
    assert version(second) != version(first)
    assert told in rows(second)[0][2]
    assert version(made(orders(2000, 20), **replaced)) == version(second), "only counts change"


def answered(*messages):
    """Orders without a workflow file, each with a page that says one of them."""
    take = Take("a", "Ana")
    for at, said in enumerate(messages):
        take.press(30 * at, f"SO-{1000 + at}", "Check", said)
    return render_sop(View(analysed(take)))


def test_another_result_is_another_version_also_where_nobody_declared_one():
    first = answered(*["Not within terms"] * 5)
    second = answered(*["Within terms"] * 5)
    assert version(second) != version(first)
    assert version(answered(*["Not within terms"] * 9)) == version(first)
    assert version(answered(*["Not within terms"] * 19, "Try again")) == version(first), (
        "seen once in twenty times"
    )


def test_a_message_that_is_usual_no_more_is_named_alone_or_beside_what_else_makes_another_version():
    def told(n, then=""):
        takes = [Take(f"{number:03d}", "Ana", start=number * MINUTE) for number in range(n)]
        for number, take in enumerate(takes):
            message = "Order not saved" if number == 2 else "Order saved"
            take.press(number * MINUTE, f"SO-{1000 + number}", "Save order", message)
            take.press(number * MINUTE + 5, f"SO-{1000 + number}", "Validate order", "Validation passed")
            if then:
                take.press(number * MINUTE + 9, f"SO-{1000 + number}", then, "Done")
        return View(analysed(*takes))

    few = render_sop(told(9))
    rare = "Now seen fewer than once in ten times: “Order not saved” at “Save the order”."
    assert rows(render_sop(told(11), few))[0][2] == rare
    beside = rows(render_sop(told(11, "Print label"), few))[0][2]
    assert beside.startswith("New: “Print the label” (seen in 11 of 11 cases).")
    assert beside.endswith(rare)


def test_a_next_step_that_is_usual_no_more_is_named_and_no_result_is_told_as_another():
    skipped = order(1200, 1200 * MINUTE, credit="")
    few = sop([*orders(1000, 9), skipped])
    [row, _] = rows(sop([*orders(1000, 19), skipped], few))
    assert row[2] == "Now seen fewer than once in ten times: “Confirm the order” after “Validate the order”."


def test_a_next_step_that_was_not_seen_before_is_told_as_what_comes_after_not_as_another_result():
    skipped = order(1200, 1200 * MINUTE, credit="")
    [row, _] = rows(sop([*orders(1000, 3), skipped], sop(orders(1000, 3))))
    assert row[2].startswith("Changed: what comes after “Validate the order”")
    assert "results of" not in row[2]


def test_the_first_version_is_called_so_and_later_ones_stand_before_it():
    first = sop(orders(1000, 3))
    assert [row[2] for row in rows(first)] == ["First version."]
    assert rows(sop(orders(1000, 9), first)) == rows(first)
    second = sop(orders(1000, 3), first, **{"Confirm the order": "Acknowledge the order"})
    assert [row[2] for row in rows(second)] == [
        "Renamed: “Confirm the order” is now “Acknowledge the order”.",
        "First version.",
    ]
    assert rows(second)[1] == rows(first)[0]
    assert rows(second)[0][0] == version(second)


def test_new_and_gone_steps_are_named_with_the_cases_that_show_them():
    with_check, without = sop(orders(1000, 3)), sop(orders(1000, 3, credit="Look at it"))
    assert (
        "Gone: “Run the credit check”." in rows(sop(orders(1000, 3, credit="Look at it"), with_check))[0][2]
    )
    assert "New: “Run the credit check” (seen in 3 of 3 orders)." in rows(sop(orders(1000, 3), without))[0][2]


def test_a_name_with_quotation_marks_has_single_ones_where_it_is_quoted():
    with_check, without = sop(orders(1000, 3)), sop(orders(1000, 3, credit="Look at it"))
    assert (
        "New: “Press ‘Look at it’” (seen in 3 of 3 orders)."
        in rows(sop(orders(1000, 3, credit="Look at it"), with_check))[0][2]
    )
    assert "Gone: “Press ‘Look at it’”." in rows(sop(orders(1000, 3), without))[0][2]
    assert any(name.endswith("“Press ‘Look at it’”") for name in names_in(without).values())


def entered(*fields):
    """One order, saved when these are filled in."""
    ana = Take("a", "Ana").page(0, A)
    for second, field in enumerate(fields, start=5):
        ana.fill(second, A, field)
    return ana.press(10, A, "Save order").page(11, A)


def test_what_is_done_otherwise_is_told_by_step():
    before, more = entered("Customer"), entered("Customer", "Item")
    assert rows(sop([more], sop([before])))[0][2] == "Changed: what is done in “Enter the order”."


def test_the_role_for_a_step_is_the_same_where_others_of_that_role_do_it():
    roles = '[[roles]]\nname = "Clerk"\nactors = ["Ana", "Kim"]\n[[roles]]\nname = "Boss"\nactors = ["Eve"]\n'

    def by(*people, **replaced):
        takes = [Take(one, one, start=60 * at).page(60 * at, f"SO-{at}") for at, one in enumerate(people)]
        for at, one in enumerate(takes):
            one.press(60 * at + 5, f"SO-{at}", "Save order").page(60 * at + 6, f"SO-{at}")
        return analysed(*takes, workflow=sales_order(roles, **replaced))

    before = render_sop(View(by("Ana", "Eve")))
    assert "**Clerk (Ana) and Boss (Eve)** in **" in before
    changed = {'title = "Enter the order"': 'title = "Enter the order"\nrules = ["Read it first."]'}
    told = rows(render_sop(View(by("Kim", "Eve", **changed)), before))[0][2]
    assert "rules of “Enter the order”" in told
    assert "the roles that do" not in told


def test_somebody_of_another_role_who_does_a_step_too_is_told_as_who_does_it():
    roles = '[[roles]]\nname = "Clerk"\nactors = ["Ana"]\n[[roles]]\nname = "Boss"\nactors = ["Eve"]\n'

    def by(*people):
        takes = [Take(one, one, start=60 * at).page(60 * at, f"SO-{at}") for at, one in enumerate(people)]
        for at, one in enumerate(takes):
            one.press(60 * at + 5, f"SO-{at}", "Save order").page(60 * at + 6, f"SO-{at}")
        return analysed(*takes, workflow=sales_order(roles))

    alone = render_sop(View(by("Ana")))
    assert rows(render_sop(View(by("Ana", "Eve")), alone))[0][2] == "Changed: who does “Enter the order”."


def test_a_step_is_told_by_the_name_that_people_gave_it():
    before, analysis = (
        sop([entered("Customer")]),
        analysed(entered("Customer", "Item"), workflow=sales_order()),
    )
    view = View(analysis).naming({"enter-order": "Take the order down"})
    assert rows(render_sop(view, before))[0][2] == "Changed: what is done in “Take the order down”."


def test_what_a_filter_leaves_out_is_no_revision():
    first = sop(orders(1000, 3))
    takes = [take.recording() for take in orders(1000, 3, credit="Look at it")]
    only = parse_conditions(["case=SO-1001"], [])
    left = finish(map_all(takes, sales_order()), sales_order(), conditions=only)
    assert rows(render_sop(View(left), first)) == rows(first)


def test_a_step_that_takes_longer_since_is_told_with_its_numbers_and_the_test():
    before = orders(1000, 8)
    first = sop(before)
    slower = sop([*before, *orders(1010, 8, work=50)], first)
    assert version(slower) == version(first)
    assert rows(slower)[0][2] == (
        "Slower: “Enter the order”, work median 22 s before (n = 8), 52 s since (n = 8); "
        "Mann-Whitney, p < 0.001, corrected by Holm for 5 steps."
    )
    assert rows(sop([*before, *orders(1010, 8, work=50), *orders(1020, 2, work=50)], slower)) == rows(slower)


def test_a_step_that_takes_longer_a_few_times_only_is_noise():
    before = orders(1000, 8)
    first = sop(before)
    assert rows(sop([*before, *orders(1010, 4, work=50)], first)) == rows(first)
    assert rows(sop([*before, *orders(1010, 8)], first)) == rows(first)


@pytest.mark.parametrize("previous", ["", "# Something else\n", "\n## Revisions\n\n| `x\n| `a` | b | c |\n"])
def test_a_previous_document_that_is_none_does_not_end_the_build(previous):
    assert len(rows(sop(orders(1000, 3), previous))) >= 1


def test_who_joined_since_the_last_row_is_told_however_often_it_was_built_between():
    def by(*people, rules=""):
        takes = [
            Take(f"{at}-{one}", one, start=60 * at).page(60 * at, f"SO-{at}") for at, one in enumerate(people)
        ]
        for at, one in enumerate(takes):
            one.press(60 * at + 5, f"SO-{at}", "Save order").page(60 * at + 6, f"SO-{at}")
        enter = 'title = "Enter the order"'
        return analysed(*takes, workflow=sales_order(**{enter: f"{enter}\n{rules}"}))

    rule = 'rules = ["Read it first."]'
    first = render_sop(View(by("Ana")))
    between = render_sop(View(by("Ana", "Kim")), first)
    assert rows(between) == rows(first)
    told = "Changed: who does “Enter the order”; rules of “Enter the order”."
    for previous in (first, between):
        later = render_sop(View(by("Ana", "Kim", "Ana", rules=rule)), previous)
        assert rows(later)[0][2] == told
    again = render_sop(View(by("Ana", "Kim", "Ana", "Kim")), later)
    assert rows(again)[0][2] == "Changed: rules of “Enter the order”."


def logged(folder, previous, *people, ends=("Book",)):
    """The SOP of a log without systems, in which each of the people enters one order."""
    lines = ["Case ID,Activity,Timestamp,Resource"]
    for at, one in enumerate(people):
        did = ("Enter", *(end for end in ends if end == "Book" or at == 0))
        lines += [f"{at},{what},2026-01-{at + 1:02}T1{n}:00Z,{one}" for n, what in enumerate(did)]
    (folder / "log.csv").write_text("\n".join(lines), "utf-8")
    analysis = load([str(folder / "log.csv")], keep=False).analysis
    return render_sop(View(analysis), previous)


SEVEN = ("Ana", "Ben", "Cem", "Dan", "Eva", "Fay", "Gil")


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (("Ana", "Ben"), ("Ben", "Ana", "Ben"), ""),
        (SEVEN, (*SEVEN, "Gil", "Fay", "Fay"), ""),
        (SEVEN, (*SEVEN, "Hal"), "who does “Enter” and “Book”; "),
    ],
    ids=["in another order", "others most often", "one more"],
)
def test_who_does_a_step_most_often_is_no_news_and_no_system_is_told_where_a_log_names_none(
    tmp_path, before, now, told
):
    first = logged(tmp_path, None, *before)
    later = rows(logged(tmp_path, first, *now, ends=("Book", "Send")))[0][2]
    assert later == f"New: “Send” (seen in 1 of {len(now)} cases). Changed: {told}what comes after “Book”."


def test_what_the_rows_of_another_branch_told_is_told_once():
    before, analysis = (
        sop([entered("Customer")]),
        analysed(entered("Customer", "Item"), workflow=sales_order()),
    )
    same = "Changed: what is done in “Enter the order”; “Scope”."
    more = "Changed: what is done in “Enter the order” and “Confirm the order”."
    for elsewhere, told in (
        ((same,), same),
        ((same, more), f"Changed: “Scope”; {more.removeprefix('Changed: ')}"),
    ):
        later = render_sop(View(analysis), before, People(elsewhere=elsewhere))
        assert rows(later)[0][2] == told
