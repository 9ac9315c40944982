"""What only a later build tells, missing beside what people wrote without a build: they may not have seen it. So it is
where git merged their edit and they settled its conflict by their own side."""

import re

import pytest

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.keep import keep_edits

from .folder import PRICE, RECORDED, Folder, built_of, declaring, files, merge_by_git, put, settled_by_ours
from .make import NOTE, edited

STOCK = "- Rule: The quantity is in stock. *(declared)*"
SPECIAL = "- Rule: Special prices are agreed in writing. *(declared)*"
MORE = (
    '"The quantity is in stock.",',
    '"The quantity is in stock.", "Special prices are agreed in writing.",',
)
UNSEEN = "whether they took it out too or had not seen it yet is not known."


def written(folder: Folder, *changes: tuple[str, str]) -> dict[str, str]:
    """The files after people changed `sop.md`, without a build."""
    file = folder.path / "sop.md"
    file.write_text(edited(*changes, of=file.read_text("utf-8")), "utf-8")
    return files(folder)


def merged(folder: Folder, ours: dict[str, str], first: dict[str, str], theirs: dict[str, str]) -> str:
    put(folder, theirs)
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": theirs})
    return settled_by_ours(folder)


@pytest.mark.parametrize(
    "own",
    [
        "- Rule: Enough of it is in stock.",
        "",
        f"{STOCK}\n- Ask the warehouse.",
        f"{STOCK}\n\n> [!CAUTION]\n> Not what is promised.",
    ],
)
@pytest.mark.parametrize("stands", [True, False], ids=["put in its place", "taken out"])
def test_a_rule_of_the_other_branch_beside_words_without_a_build_is_in_doubt(tmp_path, own, stands):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    ours = written(folder, (STOCK, own))
    put(folder, first)
    sop = merged(folder, ours, first, declaring(folder, MORE))
    assert sop.count(UNSEEN) == sop.count("**Conflict at") == 1
    [note] = NOTE.findall(sop)
    assert f"> {SPECIAL[2:]}" in note
    assert ("Taken out by people" in sop) is (own == "")
    assert "2 passages at “Validate" not in sop
    assert folder.build() == sop

    folder.edited((note, f"{SPECIAL}\n" if stands else ""))
    settled = folder.build()
    assert "Conflict at" not in settled
    assert (SPECIAL in settled) is stands
    assert ("Taken out by people" in settled) is (own == "" or not stands)
    assert declaring(folder, MORE)["sop.md"] == settled


def test_a_row_of_the_other_branch_beside_a_column_without_a_build_is_in_doubt(tmp_path):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    row = next(one for one in first["sop.md"].split("\n") if one.startswith("| Order management |"))
    head = "| Role | Recorded as | Seen doing (times) |"
    ours = written(folder, (f"{head}\n| --- ", f"{head} Deputy |\n| --- | --- "), (row, f"{row} Bo |"))
    put(folder, first)
    built_of(folder, RECORDED[::2])
    sop = merged(folder, ours, first, files(folder))
    assert UNSEEN in sop
    assert re.search(r"^ *> .*Credit reviewer \\\| Ben", sop, re.MULTILINE)


def test_a_step_of_the_other_branch_behind_words_without_a_build_is_new(tmp_path):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    evidence = re.compile(r"### 3\. Run the credit check\n.*?\n(- Evidence: [^\n]*)\n", re.DOTALL)
    [last] = evidence.findall(first["sop.md"])
    ours = written(folder, (last, f"{last}\n\nBen knows the customers."))
    put(folder, first)
    built_of(folder, RECORDED)
    sop = merged(folder, ours, first, files(folder))
    assert "### 4. Decide on the hold" in sop


@pytest.mark.parametrize(
    "changes",
    [
        ((SPECIAL, ""),),
        ((PRICE, ""), (SPECIAL, "")),
        ((SPECIAL, "- Rule: A special price is agreed in writing."), (PRICE, "")),
        ((f"{SPECIAL}\n", ""), ("chosen: the recorder does not keep it.", "chosen is not kept.")),
    ],
)
def test_who_took_out_what_the_last_build_told_has_no_note(tmp_path, changes):
    folder = Folder(tmp_path)
    built_of(folder, RECORDED[:1])
    declaring(folder, MORE)
    written(folder, *changes)
    assert "Conflict at" not in folder.build()


def test_a_step_of_the_last_build_in_whose_place_people_put_their_own_is_told_as_taken_out(tmp_path):
    folder = Folder(tmp_path)
    built_of(folder, RECORDED[:1])
    built_of(folder, RECORDED[::2])
    [step] = re.findall(r"(?s)### 4\. Decide.*?(?=### 5)", (folder.path / "sop.md").read_text("utf-8"))
    written(folder, (step, "### 4. Ask Ben\n\nBen decides by phone.\n\n"))
    assert "**Taken out by people**: all of “Decide on the hold”." in folder.build()


def test_what_another_branch_adds_where_people_put_words_of_theirs_in_place_of_all_is_in_doubt():
    made, hold = "## How this was made", "- **Hold** at “Check the credit”, 1 time. (R1: 25)"
    first = edited((made, f"## Exceptions and holds\n\n{hold}\n\n{made}"))
    later = first.replace(hold, f"{hold}\n- **Missing step**: Check the credit. (R1: 30)")
    base = base_of(later, last=base_of(first).encode(), shown=later)
    kept = keep_edits("sop.md", first.replace(hold, "Ask Dana.").encode(), base.encode(), later)
    sop = kept.content.decode()
    assert sop.count(UNSEEN) == len(kept.merged.conflicts) == 1
    assert "> **Missing step**: Check the credit. (R1: 30)" in sop
