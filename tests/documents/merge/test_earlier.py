"""What earlier builds generated is known where git, or a person, brought it into `sop.md` again."""

import re

import pytest

from ledgerium_cli.documents.merge.base_file import base_of, base_text
from ledgerium_cli.documents.merge.builds.as_shown import counted_as
from ledgerium_cli.documents.merge.builds.before import plain
from ledgerium_cli.documents.merge.builds.earlier import MOST, Earlier, earlier_in, earlier_of
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.load import load

from .folder import (
    EXAMPLE,
    MARKED,
    RECORDED,
    VALIDATE,
    Folder,
    built_of,
    files,
    merge_by_git,
    put,
    revisions,
    settled,
    settled_by_ours,
)
from .make import by_both, by_ours

ASKED = "- Questions to the customer are asked by phone; a note in the recording says so. *(declared)*\n"
ASK_BEN = "(n = 1). (R2: 18)\n", "(n = 1). (R2: 18) Ask Ben by phone.\n"


def counts_in(sop: str) -> list[str]:
    return re.findall(r"\d+ of \d+|\(\d+\)", sop)


@pytest.fixture
def two(tmp_path) -> tuple[Folder, dict[str, str]]:
    """A folder with a build of two recordings and its files."""
    folder = Folder(tmp_path)
    return folder, built_of(folder, RECORDED[::2])


def merged_with_a_recording(folder: Folder, first: dict[str, str], change: tuple[str, str]) -> dict[str, str]:
    """Let git merge a branch with an edit and one with all recordings, of which these are the files."""
    folder.edited(change)
    ours = files(folder)
    put(folder, first)
    theirs = built_of(folder, RECORDED)
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": theirs})
    return theirs


@pytest.mark.parametrize(
    "change",
    [
        ("- Rule: The quantity is in stock.", "- Rule: The quantity is in stock, also in part."),
        ASK_BEN,
        ("| Order management | Ana |", "| Order management | Ana and Kim |"),
    ],
)
def test_sentences_beside_an_edit_are_those_of_now_though_git_kept_the_older_ones(two, change):
    folder, first = two
    theirs = merged_with_a_recording(folder, first, change)
    sop = settled_by_ours(folder)
    assert counts_in(sop) == counts_in(theirs["sop.md"])
    assert "Conflict at" not in sop
    assert len(MARKED.findall(sop[sop.index("## Document control") :])) == 1
    assert folder.build() == sop


@pytest.mark.parametrize(
    "title", ["Validate the order", "Run the credit check", "Exceptions and holds", "Roles"]
)
def test_a_part_of_an_older_sop_put_in_place_of_that_of_now_is_generated_again(two, title):
    folder, first = two
    theirs = built_of(folder, RECORDED)
    part = re.compile(rf"^(##+ (?:\d\. )?{title}\n.*?)(?=^##)", re.MULTILINE | re.DOTALL)
    (older,), (newer,) = part.findall(first["sop.md"]), part.findall(theirs["sop.md"])
    assert older != newer
    assert folder.edited((newer, older)) == theirs["sop.md"]


def test_a_rebase_of_two_builds_takes_what_people_did_in_each_from_the_last(two):
    folder, first = two
    folder.edited((ASKED, ""))
    once = files(folder)
    folder.edited((VALIDATE, "press “Validate order” once."))
    twice = files(folder)
    put(folder, first)
    onto = built_of(folder, RECORDED)
    merge_by_git(folder, {"ours": onto, "first": first, "theirs": once})
    stopped = files(folder)
    stopped["sop.md"] = by_ours(stopped["sop.md"])
    merge_by_git(folder, {"ours": stopped, "first": once, "theirs": twice})
    sop = settled_by_ours(folder)
    assert "<<<<<<<" not in (folder.path / "sop.base.md").read_text("utf-8")
    assert "**Written by people**, not observed: 1 passage at “Validate the order”." in sop
    assert "**Taken out by people**: 1 passage at “Outside the browser”." in sop
    changed = "Changed by people: step 2 “Validate the order” and “Outside the browser”."
    assert revisions(sop)[0][1] == changed
    assert folder.build() == sop


def generating(*lines: str, last: Build | None = None) -> Build:
    """A build after the last one."""
    generated = "\n".join(["## Roles", "", *lines])
    return Build(generated, generated, earlier=earlier_of([last] if last else [], generated))


def test_the_base_knows_a_bounded_number_of_earlier_sentences_the_newest_first():
    build = None
    for n in range(1, MOST + 50):
        build = generating(f"- Seen in {n} of {n} orders.", last=build)
    assert len(earlier_in([build]).digests) == MOST
    assert earlier_in([build]).generated(f"- Seen in {MOST + 48} of {MOST + 48} orders.")
    assert not earlier_in([build]).generated("- Seen in 2 of 2 orders.")
    assert earlier_of([build], build.generated) == build.earlier


FAILED = "- **Validation failed** at “Validate the order”, 2 times. The page said “No price” ({}). (R1: 4)"
SAID = "# Orders\n\n## Exceptions and holds\n\n{}\n\n## How this was made\n\nBy Ledgerium.\n"


@pytest.mark.parametrize("out", [" The page said “No price” (2).", " (R1: 4)"])
def test_a_sentence_that_people_take_out_stays_out_though_an_earlier_build_generated_all_the_rest(out):
    first, now = (SAID.format(FAILED.format(times)) for times in (1, 2))
    base = base_of(now, last=base_of(first).encode())
    theirs = now.replace(out, "")
    kept = keep_edits("sop.md", theirs.encode(), base.encode(), now)
    assert ("The page said" in kept.content.decode()) is ("The page said" in theirs)
    assert keep_edits("sop.md", first.encode(), base.encode(), now).content.decode() == now


def test_older_sentences_are_known_in_a_chapter_that_people_call_otherwise_at_another_level(two):
    folder, _ = two
    first = {**files(folder), "sop.md": folder.edited(("## Exceptions and holds", "### Ausnahmen"))}
    first["sop.base.md"] = files(folder)["sop.base.md"]
    theirs = merged_with_a_recording(folder, first, ASK_BEN)
    sop = settled_by_ours(folder)
    assert counts_in(sop) == counts_in(theirs["sop.md"])
    assert "Conflict at" not in sop
    assert "(n = 1). Ask Ben by phone. *(edited)* " in sop


def test_a_row_of_an_older_build_with_a_column_of_people_counts_as_now(two):
    folder, first = two
    theirs = built_of(folder, RECORDED)
    table = re.compile(r"^\| Role \|.*\n\| --- .*\n((?:\|.*\n)+)", re.MULTILINE)
    older, newer = table.search(first["sop.md"]), table.search(theirs["sop.md"])
    rows = "".join(f"{row} 0815 |\n" for row in older[1].splitlines())
    head = "| Role | Recorded as | Seen doing (times) | Phone |\n| --- | --- | --- | --- |\n"
    sop = folder.edited((newer[0], head + rows))
    assert counts_in(sop) == counts_in(theirs["sop.md"])
    assert sop.count(" 0815 |") == rows.count(" 0815 |")


def test_an_entry_that_one_branch_edited_is_a_conflict_where_both_sides_were_taken(two):
    folder, first = two
    merged_with_a_recording(folder, first, ASK_BEN)
    sop = settled(folder, by_both)
    assert sop.count("**On hold** at “Run the credit check”, 2 times.") == 1
    assert re.findall(r"Conflict at “.*”\*\*: .*", sop) == [
        "Conflict at “Exceptions and holds”**: people changed what stands above; the build no longer says:"
    ]
    assert "Ask Ben by phone. *(edited)*" in sop
    assert folder.build() == sop


def test_rules_that_people_made_a_table_stay_one_with_another_recording(two):
    folder, _ = two
    rules = re.compile(r"(?:^- Rule: .*\n)+", re.MULTILINE)
    sop = rules.sub(
        lambda found: (
            "\n| Rule | Who checks |\n| --- | --- |\n"
            + "".join(f"| {line[2:]} | |\n" for line in found[0].splitlines())
            + "\n"
        ),
        (folder.path / "sop.md").read_text("utf-8"),
    )
    (folder.path / "sop.md").write_text(sop, "utf-8")
    sop = built_of(folder, RECORDED)["sop.md"]
    assert re.findall(r"^- Rule:.*|^- \*\(edited\)\*", sop, re.MULTILINE) == []
    assert sop.count("| Rule: ") == len(re.findall(r"^- Rule: ", two[1]["sop.md"], re.MULTILINE))
    assert folder.build() == sop


def test_an_older_copy_of_a_passage_elsewhere_is_not_taken_for_what_people_changed_in_its_place():
    now, older = (
        f"- To be done by Olaf; done by others {n} times. (R1: 3)" for n in ("23 of 28", "21 of 24")
    )
    base = ["<!-- step: approve -->", now, "<!-- step: book -->", "1. Press “Book”. (R1: 5)"]
    changed = "- To be done by Olaf; done by Eva and Jan, 23 of 28 times. *(edited)*"
    shown = [*base[:1], changed, *base[2:], older]
    earlier = Earlier(frozenset([plain(older)]), frozenset())
    assert counted_as(base, shown, earlier)[:2] == base[:2]


@pytest.mark.parametrize("edited", [(), (ASK_BEN,)])
def test_a_word_replaced_in_the_base_as_well_is_an_edit_of_people(two, edited):
    """As by an editor that replaces it in all files of the folder."""
    folder, _ = two
    for change in edited:
        folder.edited(change)
        folder.build()
    for name in ("sop.md", "sop.base.md"):
        file = folder.path / name
        file.write_text(file.read_text("utf-8").replace("Credit desk", "Credit centre"), "utf-8")
    sop = folder.build()
    assert "**Credit reviewer (Ben)** in **Credit centre** · seen in 2 of 6 orders *(edited)*\n" in sop
    assert "Credit desk" not in sop[: sop.index("## For programs")]
    assert "Conflict at" not in sop
    assert ("Ask Ben by phone. *(edited)*" in sop) == bool(edited)
    assert revisions(sop)[0][1].startswith("Changed by people: “Before you start”")
    assert folder.build() == sop


def test_a_formatter_over_both_files_leaves_its_layout(two):
    folder, _ = two
    for name in ("sop.md", "sop.base.md"):
        file = folder.path / name
        file.write_text(re.sub("^- ", "* ", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    sop = folder.build()
    assert "\n* Rule: The quantity is in stock. *(declared)*\n" in sop
    assert "Written by people" not in sop
    assert folder.build() == sop


def test_document_control_that_people_made_a_table_counts_as_now_though_git_kept_the_older_row(two):
    folder, first = two
    control = first["sop.md"].partition("## Document control\n\n")[2].partition("\n\n")[0]
    rows = ["| {} | {} |".format(*line[2:].split(": ", 1)) for line in control.split("\n")]
    table = "\n".join(["| Item | Value |", "| --- | --- |", *rows])
    theirs = merged_with_a_recording(folder, first, (control, table))
    sop = settled_by_ours(folder)
    assert "based on 10 orders in 3 recordings" in sop
    assert counts_in(sop) == counts_in(theirs["sop.md"])
    assert MARKED.findall(sop[sop.index("## Document control") :]) == []
    assert "Conflict at" not in sop
    assert folder.build() == sop


def test_an_older_document_put_over_the_newer_one_is_brought_to_now_with_what_is_declared(two):
    """Though one of its lines is only declared, so that it may be words of people."""
    folder, first = two
    built_of(folder, RECORDED)
    workflow = (EXAMPLE / "workflow.toml").read_text("utf-8").replace("is in stock", "is in stock or ordered")
    (folder.path / "workflow.toml").write_text(workflow, "utf-8")
    folder.analysis = load(RECORDED, folder.path / "workflow.toml").analysis
    now = folder.build()
    (folder.path / "sop.md").write_text(first["sop.md"], "utf-8")
    sop = folder.build()
    assert sop.partition("## Revisions")[0] == now.partition("## Revisions")[0]
    assert folder.build() == sop


@pytest.mark.parametrize(
    ("change", "then"),
    [
        (("· seen in 4 of 6 orders", "· in 4 von 6 Aufträgen"), "· in 9 von 10 Aufträgen *(edited)*"),
        (("seen for 4 of 6 orders.", "seen for 4 orders of 6."), "seen for 9 orders of 10. *(edited)*"),
        (
            ("Broken in 0 of 4 orders in which it was done.", "Broken in none of the 4."),
            "Broken in none of the 9.",
        ),
        (("n = 6); wait", "n = 6); Warten, auch beim Drucker:"), "(n = 12); Warten, auch beim Drucker:"),
    ],
)
def test_a_sentence_in_other_words_counts_on_though_git_kept_the_older_counts_of_it(two, change, then):
    """Their numbers are those with which an earlier build generated it, so nobody wrote them."""
    folder, first = two
    at = first["sop.md"].index("### 2. Validate") if change[0].startswith("n =") else 0
    was, now = change
    text = first["sop.md"]
    assert was in text[at:]
    (folder.path / "sop.md").write_text(text[:at] + text[at:].replace(was, now, 1), "utf-8")
    folder.build()
    ours = files(folder)
    put(folder, first)
    theirs = built_of(folder, RECORDED)
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": theirs})
    sop = settled_by_ours(folder)
    assert then in sop
    assert "Conflict at" not in sop
    assert folder.build() == sop


def test_a_count_in_words_of_people_counts_on_where_git_merged_as_on_one_branch(two):
    folder, first = two
    own = "Not one of the 4 orders broke it up to May 2026."
    was = "Broken in 0 of 4 orders in which it was done.\n- Never “Hand off"
    merged_with_a_recording(folder, first, (was, f"{own}\n- Never “Hand off"))
    sop = settled_by_ours(folder)
    assert f"{own.replace('4', '9')} *(edited)*\n- Never “Hand off" in sop
    assert "Conflict at" not in sop
    assert folder.build() == sop


@pytest.mark.parametrize(
    "said", ["Order saved", "Order saved. Thank you", "Is it true? Then go on", "Saved (see S. 4) now"]
)
def test_a_sentence_of_an_earlier_build_is_known_whatever_a_page_says_in_it(said):
    told = "The page says “{}” in {} of {} orders (R3: 44)."
    last, now = (f"{told.format(said, n, of)} It ends there {n} times." for n, of in ((3, 4), (5, 6)))
    earlier = earlier_in([generating(now, last=generating(last))])
    assert earlier.generated_sentence(told.format(said, 3, 4))


def test_a_passage_of_which_only_the_events_are_others_now_is_known_with_those_of_then():
    earlier = earlier_in([generating("- Saved. (R1: 62)", last=generating("- Saved. (R2: 6)"))])
    assert earlier.generated("- Saved. (R2: 6)")
    assert not earlier.generated("- Saved. (R2: 7)")


def test_who_is_new_beside_a_row_that_people_changed_is_not_taken_out():
    """Git kept people's side, without the row of who is new in the base of the other one."""
    jan, olaf = (
        f"| clerk | {who} | enter the invoice ({n}); check it ({n}) |" for who, n in (("Jan", 3), ("Olaf", 2))
    )
    first = f"## Roles\n\n{olaf}\n"
    now = first.replace(olaf, f"{jan}\n{olaf}")
    shown = first.replace("| clerk |", "| inspector |")
    base = base_of(first, shown=shown) + base_of(now, last=base_of(first).encode())
    assert jan not in base_text(base.encode(), shown.encode())
