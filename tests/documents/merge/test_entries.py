"""What people who make a table of a list of named values find after the next build."""

import re

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.folder import standing_in
from ledgerium_cli.documents.merge.written import base_of
from ledgerium_cli.documents.sop.edits import edits_in
from ledgerium_cli.documents.sop.views.parts import Parts

from .make import BASE, COUNTED_ANEW, edited, section

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
    assert "**Written by people**, not observed: 1 passage at “Document control”. `sop" in merged.text
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


def test_an_older_copy_is_known_by_the_version_in_its_table(tmp_path):
    head = "| Version | Recorded until (UTC) | What changed |\n| --- | --- | --- |"
    rows = f"\n## Revisions\n\n{head}\n| `{OLD}` | | |\n"
    (tmp_path / "sop.md").write_text(in_table(LISTED, name="**{}**"), "utf-8")
    (tmp_path / "sop.base.md").write_text(base_of(ANEW + rows), "utf-8")
    assert standing_in(tmp_path).base is None


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
