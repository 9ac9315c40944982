"""What the next build makes of two branches that git merged, one with an edit, one with another recording."""

import re
import subprocess
from pathlib import Path

import pytest

from .test_history import BOTH, RECORDED, built_of, files
from .test_version import SAVE, Folder, revisions

CONFIRM = "<!-- step: confirm-order -->\n"


@pytest.fixture
def branches(tmp_path: Path) -> tuple[Folder, list[str], list[str]]:
    """The folder after the merge, with the first branch's own file as `ours-sop.md`; what the rows of that branch, with
    a caution and other words, tell, and those of the other."""
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:2])
    folder.edited((CONFIRM, f"{CONFIRM}\n> **Caution:** Read it aloud.\n"), (SAVE, f"{SAVE} Note it."))
    ours = files(folder)
    for name in BOTH:
        (folder.path / name).write_text(first[name], "utf-8")
    theirs = built_of(folder, RECORDED)
    for name in BOTH:
        sides = [folder.path / f"{side}-{name}" for side in ("ours", "first", "theirs")]
        for file, of in zip(sides, (ours, first, theirs), strict=True):
            file.write_text(of[name], "utf-8")
        done = subprocess.run(["git", "merge-file", "-p", *sides], capture_output=True, check=False)
        (folder.path / name).write_bytes(done.stdout)
    return folder, *([told for _, told in revisions(one["sop.md"])] for one in (ours, theirs))


def settled_by_ours(folder: Folder) -> str:
    file = folder.path / "sop.md"
    merged = file.read_text("utf-8")
    ours = re.sub(r"<{7} .*\n((?:.*\n)*?)={7}\n(?:.*\n)*?>{7} .*\n", r"\1", merged)
    assert ours != merged
    file.write_text(ours, "utf-8")
    return folder.build()


def test_where_the_row_of_one_branch_was_kept_the_next_tells_what_the_other_had_told(branches):
    folder, ours, theirs = branches
    sop = settled_by_ours(folder)
    assert theirs[0].startswith("New: “Decide on the hold” (seen in 2 of 10 orders). Changed: ")
    assert [told for _, told in revisions(sop)] == [theirs[0], *ours]
    assert folder.build() == sop


def test_after_a_merge_of_git_that_keeps_one_side_only_what_people_wrote_is_marked(branches):
    sop = settled_by_ours(branches[0])
    assert re.findall(r"^(.*) \*\((?:edited|added)\)\*$", sop, re.MULTILINE) == [
        f"{SAVE} (R1: 16) Note it.",
        "> **Caution:** Read it aloud.",
    ]


def test_where_all_of_one_side_was_taken_in_the_sop_alone_its_numbers_are_no_words_of_people(branches):
    folder, _, _ = branches
    (folder.path / "ours-sop.md").replace(folder.path / "sop.md")
    sop = folder.build()
    marked = re.findall(r"^(.*) \*\((?:edited|added)\)\*$", sop, re.MULTILINE)
    assert {f"{SAVE} (R1: 16) Note it.", "> **Caution:** Read it aloud."} <= {*marked}
    assert [line for line in marked if re.search(r"\d of \d|n = \d", line)] == []
    assert "Taken out by people" not in sop
    assert "Conflict at “Run the credit check”" in sop
