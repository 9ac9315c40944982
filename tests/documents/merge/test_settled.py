"""Who settles each conflict of git in `sop.md` by their own side has what one branch with both changes has."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .folder import PRICE, RECORDED, Folder, built_of, declaring, files, merge_by_git, put, settled
from .make import by_both, by_ours, by_theirs

HOLD = "- **On hold** at “Run the credit check”"
ON_HOLD = "- If the result is “On hold” *(declared)*, 1 of 4 times (R1: 185): nothing more was seen (1)."
AFTER = "- After “Run the credit check”: “Decide"
QUARTER = (
    "The unit price is not below the price list.",
    "The unit price is not below the price list of the quarter.",
)


def edit(folder: Folder, begins: str, own: str, *, built: bool) -> dict[str, str]:
    """Write `own` in place of the line that begins so."""
    sop = (folder.path / "sop.md").read_text("utf-8")
    [line] = [one for one in sop.split("\n") if one.startswith(begins)]
    (folder.path / "sop.md").write_text(sop.replace(line, own), "utf-8")
    if built:
        folder.build()
    return files(folder)


def writing(folder: Folder, change: Callable[[str], str], *, built: bool) -> Callable[[], dict[str, str]]:
    """What changes `sop.md` so, beside the recordings that the folder now has."""
    analysis = folder.analysis

    def written() -> dict[str, str]:
        folder.analysis = analysis
        sop = (folder.path / "sop.md").read_text("utf-8")
        (folder.path / "sop.md").write_text(change(sop), "utf-8")
        if built:
            folder.build()
        return files(folder)

    return written


def compared(
    folder: Folder,
    first: dict[str, str],
    change: Callable[[], dict[str, str]],
    edited: Callable[[], dict[str, str]],
    *,
    built: bool,
    by: Callable[[str], str] = by_ours,
) -> None:
    """`change` is what the other branch builds, `edited` what one's own writes and perhaps builds; conflicts of git in
    `sop.md` are settled `by` a side."""
    put(folder, first)
    ours = edited()
    if not built:
        folder.build()
    linear = change()["sop.md"]
    put(folder, first)
    theirs = change()
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": theirs})
    sop = settled(folder, by)
    assert told(sop) == told(linear)
    assert folder.build() == sop


def told(sop: str) -> str:
    """All but the versions, which name the order of the changes."""
    return re.sub(r"`[0-9a-f]{12}`|\"version\": \"\w+\"", "", sop.partition("## Revisions")[0])


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built"])
@pytest.mark.parametrize(
    ("begins", "own"),
    [
        (HOLD, f"{HOLD}, only once (SO-1045); Ben decides."),
        (AFTER, "- One order in 6 goes from “Run the credit check” to “Decide on the hold” first."),
        (AFTER, "- Après « Run the credit check » : « Decide on the hold », 1 commande sur 6."),
        (
            "- **Missing step** in 1 order (SO-1046)",
            "- **Step left out** on SO-1046 by Ana, who knew the customer.",
        ),
        ("| Credit reviewer |", "| Credit desk | Ben | Decide on the hold (2) |"),
        (
            "Also seen, of 5 times: copy",
            "Auch gesehen, von 5 Malen: copy from “Customer reference” (1); ausfüllen “Express delivery” (1); paste "
            "into “Customer reference” (1).",
        ),
    ],
)
def test_beside_another_recording(tmp_path, begins, own, built):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[::2])
    analysis = folder.analysis

    def edited() -> dict[str, str]:
        folder.analysis = analysis
        return edit(folder, begins, own, built=built)

    compared(folder, first, lambda: built_of(folder, RECORDED), edited, built=built)


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built"])
def test_a_name_replaced_in_all_of_the_document_beside_another_recording(tmp_path, built):
    """The block for programs has no line that the last build wrote where the name stands."""
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    edited = writing(folder, lambda sop: sop.replace("Credit desk", "Credit portal"), built=built)
    compared(folder, first, lambda: built_of(folder, RECORDED), edited, built=built)


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built"])
@pytest.mark.parametrize(
    "own",
    [
        f"{PRICE} [JK: list of January]",
        f"{PRICE}\n  - JK: list of January",
        f"- ~~{PRICE[2:]}~~",
        PRICE.replace("- Rule", "- [ ] Rule"),
        PRICE.replace("The unit price", "**The unit price**"),
    ],
)
def test_beside_a_rule_that_the_other_branch_declares_otherwise(tmp_path, own, built):
    beside_declared(tmp_path, QUARTER, (PRICE, own), built=built)


def beside_declared(path: Path, declared: tuple[str, str], changed: tuple[str, str], *, built: bool) -> None:
    """`declared` is what the other branch replaces in the workflow file, `changed` a line that one's own does."""
    folder = Folder(path)
    first = built_of(folder, RECORDED[:1])
    compared(
        folder,
        first,
        lambda: declaring(folder, declared),
        lambda: edit(folder, *changed, built=built),
        built=built,
    )


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built"])
@pytest.mark.parametrize("by", [by_ours, by_theirs])
def test_a_step_that_was_moved_beside_another_recording_stands_once(tmp_path, by, built):
    """Git leaves it at its place as well, built anew, where not one's own side was kept."""
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])

    def moved(sop: str) -> str:
        [step] = re.findall(r"(?s)### 2\. Validate.*?(?=### 3)", sop)
        return sop.replace(step, "").replace("## Rules that", f"{step}Ask the warehouse.\n\n## Rules that")

    edited = writing(folder, moved, built=built)
    compared(folder, first, lambda: built_of(folder, RECORDED), edited, built=built, by=by)


STEP = r"(?s)### 2\. .*?(?=### 3)", "### 1. "
CHAPTER = r"(?s)## Exceptions and holds.*?\n(?=## )", "## Scope\n"
"""What is moved, and in front of what."""


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built"])
@pytest.mark.parametrize("by", [by_ours, by_both])
@pytest.mark.parametrize(
    ("move", "words", "own"),
    [
        (STEP, "### 2. Validate the order", "### 2. Check the order"),
        (STEP, "press “Validate order”.", "press it twice."),
        (CHAPTER, "- **Missing step** in", "- **Step left out** in"),
    ],
)
def test_what_the_other_branch_moved_stands_once_with_what_was_written_into_it(
    tmp_path, move, words, own, by, built
):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    pattern, before = move

    def moved(sop: str) -> str:
        [part] = re.findall(pattern, sop)
        return sop.replace(part, "").replace(before, f"{part}{before}")

    edited = writing(folder, lambda sop: sop.replace(words, own), built=built)
    compared(folder, first, writing(folder, moved, built=True), edited, built=built, by=by)


def test_a_copy_of_a_step_that_people_made_and_wrote_in_stands_beside_it(tmp_path):
    folder = Folder(tmp_path)
    built_of(folder, RECORDED[:1])

    def copied(sop: str) -> str:
        [step] = re.findall(r"(?s)### 2\. .*?(?=### 3)", sop)
        own = step.replace("Validate the order", "Validate an express order")
        return sop.replace("### 5. ", f"{own}### 5. ")

    sop = writing(folder, copied, built=True)()["sop.md"]
    assert re.findall(r"### \d\. (Validate .*)", sop) == ["Validate the order", "Validate an express order"]


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built"])
def test_where_both_sides_stand_a_remark_is_on_the_sentence_of_its_build(tmp_path, built):
    """It stands beside that of now, and as it can be read: without events that are others now, and with a note."""
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    ours = edit(folder, "- If the result is “On hold”", f"{ON_HOLD} [JK: who calls?]", built=built)
    put(folder, first)
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": built_of(folder, RECORDED)})
    sop = settled(folder, by_both)
    [own] = re.findall(r"^- .*who calls.*$", sop, re.MULTILINE)
    assert "(R1" not in own
    assert "the build no longer says:" in sop
    assert folder.build() == sop


def test_where_both_sides_stand_a_paragraph_of_another_build_is_one_of_its_own(tmp_path):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    ours = edit(folder, "Also seen, of 5 times: copy", "Seen as well, of 5 times: copies.", built=True)
    put(folder, first)
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": built_of(folder, RECORDED)})
    both = by_both((folder.path / "sop.md").read_text("utf-8"))
    assert re.search(r"copies\..*\nAlso seen", both)
    sop = settled(folder, by_both)
    assert "\n\nSeen as well, of 5 times: copies. *(added)*\n\nAlso seen, of 10 times: copy" in sop
    assert folder.build() == sop


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built"])
@pytest.mark.parametrize(
    ("begins", "own"),
    [
        ("- **Missing step** in 1 order", "- **Step left out** on SO-1046 by Ana, who knew the customer."),
        (
            "- Every order goes through",
            "- Always: “Enter the order”, “Validate the order”, “Run the credit check”, “Confirm the order”.",
        ),
    ],
)
def test_beside_a_step_that_the_other_branch_calls_otherwise(tmp_path, begins, own, built):
    """A sentence of the build before has the name of then, though the step already is called as it is now."""
    called = ('title = "Run the credit check"', 'title = "Check the credit limit"')
    beside_declared(tmp_path, called, (begins, own), built=built)


def test_a_button_that_is_called_as_a_step_was_before_is_that_button(tmp_path):
    folder = Folder(tmp_path)
    declaring(folder, ('title = "Enter the order"', 'title = "Save order"'))
    built_of(folder, RECORDED[:1])
    edit(folder, "9. Press “Save order”.", "", built=False)
    built_of(folder, RECORDED)
    sop = (folder.path / "sop.md").read_text("utf-8")
    assert "9. Press “Save order”" not in sop
    assert "Conflict at" not in sop
