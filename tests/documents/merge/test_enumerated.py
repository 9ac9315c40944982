"""What people who put the entries of an enumeration in another order find after the next build."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.documents.merge.document import merge

from .make import BASE, edited, section

STEPS = ("Enter the order", "Check the stock", "Check the credit", "Release the order")
DONE = "Enter the order (13); Check the stock (12); Check the credit (9)"
ROW = "| clerk | Ana | enter (9) |"
COUNTED = "Enter the order (14); Check the stock (13); Check the credit (9)"


def in_row(told: str) -> str:
    return edited((ROW, f"| clerk | Ana | {told} |"))


def in_entry(told: str) -> str:
    return edited(("Press “Save order”. (R1: 16)", f"{told} (R1: 16)"))


@pytest.mark.parametrize("put", [in_row, in_entry])
@pytest.mark.parametrize(
    ("made", "own", "now", "stands"),
    [
        (DONE, "{1}; {0}; {2}", COUNTED, "{1}; {0}; {2}"),
        (DONE, "{2}<br>{0}<br/>{1}", COUNTED, "{2}<br>{0}<br/>{1}"),
        (DONE, "{0}<br>{1}<br>{2}", COUNTED, "{0}<br>{1}<br>{2}"),
        (DONE, "{2}, {1} and {0}", COUNTED, "{2}, {1} and {0}"),
        (DONE, "{2}; {0}", COUNTED, "{2}; {0}"),
        (DONE, "{2}; pack (daily); {0}", COUNTED, "{2}; pack (daily); {0}"),
    ],
)
def test_each_count_goes_with_its_entry(put, made, own, now, stands):
    was, new = (one.split("; ") for one in (made, now))
    merged = merge(put(made), put(own.format(*was)), put(now))
    assert merged.conflicts == ()
    assert f"{stands.format(*new)} *(edited)*" in merged.text
    assert merge(put(now), merged.text, put(now), gone=merged.gone).text == merged.text


@pytest.mark.parametrize(
    ("made", "own", "now", "stands"),
    [
        (
            "In Order desk (5 of 8), CRM (3 of 8) and Mail (5 of 8), press “OK”.",
            "In Mail (5 of 8), CRM (3 of 8) and Order desk (5 of 8), press “OK”.",
            "In Order desk (6 of 9), CRM (3 of 9) and Mail (7 of 9), press “OK”.",
            "In Mail (7 of 9), CRM (3 of 9) and Order desk (6 of 9), press “OK”.",
        ),
        (
            "The page said “Order saved” (10) and “Changes saved” (2).",
            "The page said “Changes saved” (2) and “Order saved” (10).",
            "The page said “Order saved” (11) and “Changes saved” (2).",
            "The page said “Changes saved” (2) and “Order saved” (11).",
        ),
        (
            "Also seen, of 10 times: copy from “Ref” (3); paste into “Ref” (3); fill in “Express” (1).",
            "Also seen, of 10 times: fill in “Express” (1); paste into “Ref” (3); copy from “Ref” (3).",
            "Also seen, of 12 times: copy from “Ref” (4); paste into “Ref” (3); fill in “Express” (1).",
            "Also seen, of 12 times: fill in “Express” (1); paste into “Ref” (3); copy from “Ref” (4).",
        ),
        (
            "The page said “Limit” (SO-1045) and “Overdue” (SO-1048), on 2 orders.",
            "The page said “Overdue” (SO-1048) and “Limit” (SO-1045), on 2 orders.",
            "The page said “Limit” (SO-1045 and SO-1049) and “Overdue” (SO-1048), on 3 orders.",
            "The page said “Overdue” (SO-1048) and “Limit” (SO-1045 and SO-1049), on 3 orders.",
        ),
    ],
)
def test_entries_in_one_sentence_have_their_own_counts_in_the_order_of_people(made, own, now, stands):
    merged = merge(in_entry(made), in_entry(own), in_entry(now))
    assert merged.conflicts == ()
    assert f"{stands} *(edited)*" in merged.text


def test_an_enumeration_that_people_numbered_goes_on_with_its_counts():
    own = "1. Check the credit (9) 2. Enter the order (13) 3. Check the stock (12)"
    merged = merge(in_row(DONE), in_row(own), in_row(COUNTED))
    assert not merged.conflicts
    assert "1. Check the credit (9) 2. Enter the order (14) 3. Check the stock (13) *(edited)*" in merged.text


SEEN = "Also seen, of 9 times: copy from “Ref” (3); paste into “Ref” (2)."
SEEN_ANEW = "Also seen, of 12 times: copy from “Ref” (4); paste into “Ref” (2)."


@pytest.mark.parametrize(
    "own",
    [
        "Also seen, of 9 times:\n   - copy from “Ref” (3)\n   - paste into “Ref” (2)",
        "Also seen, of 9 times:\n\n- copy from “Ref” (3)\n- paste into “Ref” (2)\n",
        "Also seen, of 9 times:\n\nWhat: copy from “Ref” (3); paste into “Ref” (2).\n",
        "Also seen, of 9 times:\n\n| What | Ask |\n| --- | --- |\n| copy from “Ref” (3) | Kim |\n| paste | Kim |\n",
    ],
)
def test_a_count_that_people_took_elsewhere_with_its_entry_is_in_conflict_when_it_is_another(own):
    saved = "2. Press “Save order”. (R1: 16)"
    made, now = (edited((saved, f"2. {one} (R1: 16)")) for one in (SEEN, SEEN_ANEW))
    merged = merge(made, edited((saved, f"2. {own}")), now)
    assert merged.conflicts == ("Enter the order",)
    assert merge(now, merged.text, now, gone=merged.gone) == merged
    settled = re.sub(r" *> \*\*Conflict.*?delete this note\.\n", "", merged.text, flags=re.S).replace(
        "(3)", "(4)"
    )
    assert merge(now, settled, now, gone=merged.gone).conflicts == ()
    assert merge(made, edited((saved, f"2. {own}")), made).conflicts == ()


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("", "| clerk | Ana | Enter the order (13) |\n| | | Check the stock (12); Check the credit (9) |"),
        (" More |", "| clerk | Ana | Enter the order (13) | Check the stock (12); Check the credit (9) |"),
    ],
)
def test_a_cell_that_people_divided_is_in_conflict_when_a_count_of_its_other_half_is_another(head, rows):
    titles = "| Role | Recorded as | Seen doing |"
    own = edited(
        (titles, f"{titles}{head}"),
        ("| ---: |\n| clerk", f"| ---: |{head and ' --- |'}\n| clerk"),
        (ROW, rows),
    )
    merged = merge(in_row(DONE), own, in_row(COUNTED))
    assert merged.conflicts == ("Roles",)
    assert merge(in_row(COUNTED), merged.text, in_row(COUNTED), gone=merged.gone) == merged
    assert merge(in_row(DONE), own, in_row(DONE.replace("(13)", "(14)"))).conflicts == ()


def test_a_table_of_which_people_made_a_list_is_in_conflict_when_its_counts_are_others():
    table = f"| Role | Recorded as | Seen doing |\n| --- | --- | ---: |\n{ROW.replace('enter (9)', DONE)}"
    own = in_row(DONE).replace(table, f"- clerk: Ana\n- {DONE}")
    assert own != in_row(DONE)
    assert merge(in_row(DONE), own, in_row(DONE)).conflicts == ()
    merged = merge(in_row(DONE), own, in_row(COUNTED))
    assert merged.conflicts == ("Roles",)
    assert merge(in_row(COUNTED), merged.text, in_row(COUNTED), gone=merged.gone) == merged
    later = in_row(COUNTED.replace("(14)", "(15)"))
    merged = merge(in_row(COUNTED), merged.text, later, gone=merged.gone)
    assert merged.conflicts == ("Roles",)
    assert "(15)" in section(merged.text, "Roles")
    assert "(14)" not in section(merged.text, "Roles")
    assert merge(later, merged.text, later, gone=merged.gone) == merged


def test_a_list_of_which_people_made_one_paragraph_has_no_old_count_without_a_conflict():
    listed = "".join(f"- {step}, {n} times.\n" for n, step in enumerate(STEPS, start=2))
    joined = listed.replace(".\n- ", ". ").removeprefix("- ")
    made, own = (
        BASE.replace("## Rules", f"## Exceptions and holds\n\n{told}\n## Rules") for told in (listed, joined)
    )
    assert merge(made, own, made).conflicts == ()
    for n in range(2, 2 + len(STEPS)):
        merged = merge(made, own, made.replace(f"{n} times", "9 times"))
        assert merged.conflicts or f"{n} times" not in merged.text


REFUSED = "- **Refused** at “Enter the order”, {}. The page said “No” (SO-3). (R1: 66)\n"
KEPT = "- **Kept** at “Check the credit”, {}. The page said “Kept” (SO-4). (R1: 70)\n"
HEAD = "| What | How often | More |\n| --- | --- | --- |"


def with_exceptions(told: str) -> str:
    return BASE.replace("## Rules", f"## Exceptions and holds\n\n{told}\n## Rules")


def test_a_count_in_a_table_that_people_made_of_parts_of_entries_is_in_conflict_when_it_is_another():
    made, now = (
        with_exceptions("".join(one.format(n) for one, n in zip((REFUSED, KEPT), some, strict=True)))
        for some in (("1 time", "4 times"), ("2 times", "4 times"))
    )
    rows = (
        "| Refused | 1 time | The page said “No” (SO-3). |\n| Kept | 4 times | The page said “Kept” (SO-4). |"
    )
    own = with_exceptions(f"{HEAD}\n{rows}\n")
    assert merge(made, own, made).conflicts == ()
    for new in (now, now.replace("“No” (SO-3)", "“No” (SO-3) and “Never” (SO-9)")):
        merged = merge(made, own, new)
        assert merged.conflicts == ("Exceptions and holds",)
        assert merged.text.count("**Refused** at “Enter the order”, 2 times.") == 1
        assert rows in merged.text
        assert merge(new, merged.text, new, gone=merged.gone) == merged


counts = st.lists(st.integers(1, 20), min_size=len(STEPS), max_size=len(STEPS))


@given(
    counts,
    counts,
    st.permutations(range(len(STEPS))),
    st.sampled_from(("; ", ", ", "<br>", " · ", " und ", " / ")),
)
def test_no_order_of_people_gives_an_entry_the_count_of_another_or_an_old_one(before, after, order, between):
    made, now = ([f"{step} ({n})" for step, n in zip(STEPS, some, strict=True)] for some in (before, after))
    merged = merge(
        in_row("; ".join(made)), in_row(between.join(made[at] for at in order)), in_row("; ".join(now))
    )
    told = section(merged.text, "Roles")
    if merged.conflicts:
        assert "> clerk \\| Ana \\| " + "; ".join(now) in told
    else:
        assert {*re.findall(r"[A-Z][a-z]+ the [a-z]+ \(\d+\)", told)} == {*now}


def test_the_tables_of_the_tests_are_those_of_a_build():
    assert ROW in BASE
