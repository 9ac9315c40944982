"""What people who make a table of a list of named values find after the next build."""

import re

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.sop.edits import edits_in
from ledgerium_cli.documents.sop.views.parts import Parts

from .make import BASE, COUNTED_ANEW, edited, listing, section

OLD, NEW = "a52bc1a81cef", "f4c02de8051c"
VERSION = f"Version: `{OLD}`, based on 6 orders in 2 recordings, 2026-11-23."
LISTED = BASE.replace(
    "## Purpose",
    "## Document control\n\n- Owner: Sales operations *(declared)*\n- Approver: Finance lead *(declared)*\n"
    f"- Questions to: Dana *(declared)*\n- {VERSION}\n\n## Purpose",
)
ANEW = LISTED.replace(OLD, NEW).replace("6 orders in 2 recordings", "10 orders in 3 recordings")


def in_table(text: str, head: str = "| What | Value |\n| --- | --- |", name: str = "{}") -> str:
    """The document with the list of “Document control” as rows of a table."""
    found = section(text, "Document control")
    rows = re.sub(
        r"^- ([^:]+): (.*)$", lambda one: f"| {name.format(one[1])} | {one[2]} |", found, flags=re.M
    )
    return text.replace(found, rows.replace("\n\n|", f"\n\n{head}\n|"))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("| What | Value |\n| --- | --- |", "{}"),
        ("| Was      | Wert |\n|:---------|-----:|", "**{}**"),
        ("| | |\n| --- | --- |", "**{}:**"),
    ],
)
def test_values_in_a_table_are_the_new_ones_and_nobody_wrote_them(head, name):
    own = in_table(LISTED, head, name)
    assert merge(LISTED, own, LISTED).text == own
    merged = merge(LISTED, own, ANEW)
    assert (merged.text, merged.conflicts) == (in_table(ANEW, head, name), ())
    assert edits_in(merged.text, ANEW) == ()
    assert (
        Parts(merged.text, ANEW).version
        == f"Version: `{NEW}`, based on 10 orders in 3 recordings, 2026-11-23"
    )


def test_a_value_that_people_changed_in_a_table_is_not_declared_and_meets_another_declared_one_as_a_conflict():
    theirs = in_table(LISTED).replace("Finance lead *(declared)*", "Max Moritz *(declared)*")
    merged = merge(LISTED, theirs, ANEW)
    row = "| Approver | Max Moritz *(edited)* |"
    assert row in merged.text
    assert (
        "**Written by people**, not observed: 1 passage at “Document control”. `ledgerium sop" in merged.text
    )
    cfo = ANEW.replace("Finance lead", "CFO")
    conflict = merge(ANEW, merged.text, cfo)
    assert conflict.conflicts == ("Document control",)
    table, note, rest = section(conflict.text, "Document control").partition("\n\n> **Conflict")
    assert table.endswith(row)
    assert "> Approver: CFO *(declared)*\n" in note + rest
    assert rest.endswith(f"| Version | `{NEW}`, based on 10 orders in 3 recordings, 2026-11-23. |")
    assert merge(cfo, conflict.text, cfo, gone=conflict.gone) == conflict
    settled = re.sub(r"> \*\*Conflict.*?\n\n", "", conflict.text, flags=re.S)
    again = merge(cfo, settled, cfo.replace("Dana", "Kim"))
    assert again.conflicts == ()
    assert section(again.text, "Document control").count("| What | Value |") == 1
    assert f"{row}\n| Questions to | Kim *(declared)* |\n" in again.text


def test_what_is_declared_later_is_a_row_and_so_is_what_people_add():
    later = ANEW.replace("- Questions to", "- Review by: 2027-06-01 *(declared)*\n- Questions to")
    own = edited(("| Questions to", "| Place | Shelf 3: left \\| top |\n| Questions to"), of=in_table(LISTED))
    merged = merge(LISTED, own, later).text
    rows = "| Place | Shelf 3: left \\| top *(added)* |\n| Review by | 2027-06-01 *(declared)* |\n| Questions to | Dana"
    assert rows in merged
    assert merge(later, merged, later).text == merged


def test_a_column_of_people_stays_beside_the_values():
    own = in_table(LISTED, "| What | Value | Signed | On |\n| --- | --- | --- | --- |")
    own = own.replace("Finance lead *(declared)* |", "Finance lead *(declared)* | | 1 December |")
    merged = merge(LISTED, own, ANEW)
    assert merged.conflicts == ()
    assert "| Approver | Finance lead *(declared)* |  | 1 December |\n" in merged.text
    assert f"| Version | `{NEW}`, based on 10 orders" in merged.text


def test_a_table_of_people_beside_the_list_is_theirs():
    table = "| Who | Signed |\n| --- | --- |\n| Finance lead | 2026-12-01 |"
    own = LISTED.replace("\n\n## Purpose", f"\n\n{table}\n\n## Purpose", 1)
    assert f"\n\n{table}\n\n## Purpose" in merge(LISTED, own, ANEW).text


def boxed(text: str, box: str = "[ ]") -> str:
    """The document with a box before what one does and what is to be known at each step."""
    return re.sub(r"^(- (?=Result|Time)|\d\. )(?=\S)", lambda one: f"{one[1]}{box} ", text, flags=re.M)


@pytest.mark.parametrize("box", ["[ ]", "[x]", "[X]"])
def test_the_box_of_a_task_is_part_of_the_mark_of_an_entry(box):
    own = boxed(BASE, box)
    merged = merge(BASE, own, COUNTED_ANEW)
    assert (merged.text, merged.conflicts) == (boxed(COUNTED_ANEW, box), ())
    assert edits_in(merged.text, COUNTED_ANEW) == ()


def test_words_of_people_behind_a_box_are_an_edit_and_the_box_stays():
    own = edited(("2. [ ] Press “Save order”.", "2. [x] Press “Save order” twice."), of=boxed(BASE))
    text = merge(BASE, own, COUNTED_ANEW).text
    assert "2. [x] Press “Save order” twice. *(edited)*\n" in text
    assert "1. [ ] On “New order”" in text


def test_a_new_entry_has_an_empty_box_where_all_others_of_its_list_have_one():
    now = edited(("\n2. Press “Save", "\n2. Press “Check”. (R1: 15)\n3. Press “Save"))
    text = merge(BASE, boxed(BASE, "[x]"), now).text
    assert "\n2. [ ] Press “Check”. (R1: 15)\n3. [x] Press “Save order”. (R1: 16)\n" in text
    assert merge(now, text, now).text == text
    half = BASE.replace("1. On", "1. [x] On")
    assert "\n2. Press “Check”. (R1: 15)\n" in merge(BASE, half, now).text


def test_boxes_of_a_list_of_people_and_below_an_entry_stay_as_they_are():
    below = "2. Press “Save order”. (R1: 16)\n   - [ ] gently\n   - [x] once"
    own = edited(
        ("2. Press “Save order”. (R1: 16)", below), ("## Rules", "## Before\n\n- [x] a\n- [ ] b\n\n## Rules")
    )
    text = merge(BASE, own, COUNTED_ANEW).text
    assert "\n   - [ ] gently *(added)*\n   - [x] once *(added)*\n" in text
    assert "\n- [x] a\n- [ ] b\n" in text


SEEN, FIRST, LAST = "A count of 9 of 9 orders.", "The date is on the paper.", "Call before noon."


def test_a_list_that_people_number_goes_on_so_with_what_is_counted_anew_and_what_is_new():
    own = listing(SEEN, FIRST).replace(f"- {SEEN}", f"1. {SEEN}").replace(f"- {FIRST}", f"2. {FIRST}")
    text = merge(listing(SEEN, FIRST), own, listing(SEEN.replace("9", "19"), LAST, FIRST)).text
    assert "\n1. A count of 19 of 19 orders." in text
    assert f"\n2. {LAST} *(declared)*\n3. {FIRST} *(declared)*\n" in text


def test_actions_that_people_give_bullets_go_on_so_with_what_is_new():
    own = edited(("1. On “New order”", "- On “New order”"), ("2. Press “Save", "- Press “Save"))
    now = edited(("\n2. Press “Save", "\n2. Press “Check”. (R1: 15)\n3. Press “Save"), of=COUNTED_ANEW)
    text = merge(BASE, own, now).text
    assert "(R1: 6–15)\n- Press “Check”. (R1: 15)\n- Press “Save order”. (R2: 4)\n" in text


def test_a_new_entry_keeps_its_mark_where_people_changed_that_of_some_others_only():
    now = edited(("\n2. Press “Save", "\n2. Press “Check”. (R1: 15)\n3. Press “Save"))
    own = edited(("\n2. Press “Save", "\n- Press “Save"))
    assert "\n2. Press “Check”. (R1: 15)\n\n- Press “Save" in merge(BASE, own, now).text


GROSS, PAPER = "The amount is the gross amount.", "The date is on the paper."
WITH_RULES = BASE.replace(
    "- Time: work 54 s", f"- Rule: {GROSS} *(declared)*\n- Rule: {PAPER} *(declared)*\n- Time: work 54 s"
)
RULES = r"(?:^- Rule: .*\n)+"
ACTIONS = r"(?:^\d\. .*\n)+"


def of_rows(text: str, entries: str, head: str, row: str, title: str = "Enter the order") -> str:
    """The document with the list entries at a step as rows of a table, without their name, their marks apart."""
    found = section(text, title)
    [run] = re.findall(entries, found, flags=re.M)
    told = [re.fullmatch(r"(?:-|\d\.) (?:Rule: )?(.*?)((?: [*(].*)?)", one) for one in run.splitlines()]
    rows = [row.format(n=n, said=one[1], mark=one[2].strip()) for n, one in enumerate(told, start=1)]
    table = "\n".join(["", head, *rows, "", ""])
    return text.replace(found, re.sub(r"\n{3,}", "\n\n", found.replace(run, table, 1)))


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("| # | Rule |\n| --- | --- |", "| {n} | {said} {mark} |"),
        ("| Rule | # |\n|:---|:---:|", "| {said} {mark} | {n} |"),
        ("| Nr. | Vorgabe |\n| --- | --- |", "| {n}. | {said} {mark} |"),
        ("| Rule |\n| --- |", "| {said} {mark} |"),
        ("| Rule | Whose | No |\n| --- | --- | --- |", "| {said} | {mark} | R{n} |"),
        ("| What | To know |\n| --- | --- |", "| Rule | {said} {mark} |"),
        ("| What | Seen |\n| --- | --- |", "| Rule: {said} {mark} |  |"),
    ],
)
def test_rules_in_a_table_of_any_form_are_declared_and_go_on_as_the_entries_that_they_were(head, row):
    net = WITH_RULES.replace("gross", "net")
    more = net.replace("- Time: work 54 s", "- Rule: Ask Dana. *(declared)*\n- Time: work 54 s")
    less = more.replace(f"- Rule: {PAPER} *(declared)*\n", "")
    was, text, gone = WITH_RULES, of_rows(WITH_RULES, RULES, head, row), merge(BASE, BASE, BASE).gone
    for now in (WITH_RULES, net, WITH_RULES, more, less):
        merged = merge(was, text, now, gone=gone)
        assert (merged.text, merged.conflicts) == (of_rows(now, RULES, head, row), ())
        assert edits_in(merged.text, now) == ()
        was, text, gone = now, merged.text, merged.gone


def test_what_people_wrote_beside_a_rule_is_in_conflict_when_it_reads_otherwise_and_settled_when_it_does_no_more():
    head, row = "| # | Rule | Why |\n| --- | --- | --- |", "| {n} | {said} {mark} | law |"
    own = of_rows(WITH_RULES, RULES, head, row)
    net = WITH_RULES.replace("gross", "net")
    merged = merge(WITH_RULES, own, net)
    assert merged.conflicts == ("Enter the order",)
    assert f"| 1 | {GROSS} *(edited)* | law |\n\n> **Conflict" in merged.text
    assert f"{head}\n| 2 | {PAPER} *(declared)* | law |\n" in merged.text
    assert merge(net, merged.text, net, gone=merged.gone) == merged
    back = merge(net, merged.text, WITH_RULES, gone=merged.gone)
    assert (back.text, back.conflicts) == (merge(WITH_RULES, own, WITH_RULES).text, ())


def test_one_row_of_people_whose_rule_is_in_conflict_is_that_rule_again_when_both_say_the_same():
    only = WITH_RULES.replace(f"- Rule: {PAPER} *(declared)*\n", "")
    own = of_rows(only, RULES, "| Rule | Owner |\n| --- | --- |", "| {said} {mark} | JR |")
    net = only.replace("gross", "net")
    merged = merge(only, own, net)
    assert merged.conflicts == ("Enter the order",)
    back = merge(net, merged.text, only, gone=merged.gone)
    assert (back.text, back.conflicts) == (merge(only, own, only).text, ())


def test_what_is_done_in_a_table_of_people_has_the_events_of_now():
    head, row = "| Step | Do | Evidence |\n| ---: | --- | --- |", "| {n} | {said} | {mark} |"
    own = of_rows(BASE, ACTIONS, head, row)
    assert "| 2 | Press “Save order”. | (R1: 16) |" in own
    merged = merge(BASE, own, COUNTED_ANEW)
    assert (merged.text, merged.conflicts) == (of_rows(COUNTED_ANEW, ACTIONS, head, row), ())
    assert "| 2 | Press “Save order”. | (R2: 4) |" in merged.text


def test_a_row_that_people_add_to_a_table_of_rules_counts_with_the_others():
    head, row = "| # | Rule |\n| --- | --- |", "| {n} | {said} {mark} |"
    own = of_rows(WITH_RULES, RULES, head, row)
    own = own.replace(f"| 2 | {PAPER}", f"| 2 | Ask Dana. |\n| 3 | {PAPER}")
    merged = merge(WITH_RULES, own, WITH_RULES)
    assert "| 2 | Ask Dana. *(added)* |\n| 3 | The date" in merged.text
    less = WITH_RULES.replace(f"- Rule: {GROSS} *(declared)*\n", "")
    later = merge(WITH_RULES, merged.text, less, gone=merged.gone)
    assert f"{head}\n| 1 | Ask Dana. *(added)* |\n| 2 | The date" in later.text


def test_a_table_of_people_that_shares_no_more_than_short_words_with_a_list_is_theirs():
    table = "| Who | When |\n| --- | --- |\n| 1 | Dana |\n| 2 | Kim |"
    own = edited(
        ("- Questions to: Dana *(declared)*\n", ""),
        ("\n\n## Purpose", f"\n\n{table}\n\n## Purpose"),
        of=LISTED,
    )
    assert table in merge(LISTED, own, ANEW).text


def test_a_table_of_people_with_one_column_of_several_names_is_theirs():
    table = "| Value |\n| --- |\n| Sales operations |\n| Finance lead |\n| 2 |"
    found = section(LISTED, "Document control")
    own = LISTED.replace(found, f"## Document control\n\n{table}\n\n- {VERSION}")
    assert table in merge(LISTED, own, ANEW).text


def test_all_that_is_told_of_a_step_in_one_column_of_a_table_goes_on_with_its_evidence():
    evidence = "- Evidence: (R1: 1–19)\n"
    made = BASE.replace("- Time: work 54 s", f"{evidence}- Time: work 54 s")
    now = made.replace("54 s", "58 s").replace("1–19)", "1–19; R2: 3)")
    table, anew = (
        of_rows(one, r"(?:^- .*\n)+", "| Told | Read |\n| --- | --- |", "| {said} {mark} | |")
        for one in (made, now)
    )
    assert merge(made, table, made).text == table
    assert merge(made, table, now).text.replace("|  |", "| |") == anew
