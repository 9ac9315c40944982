"""`ledgerium merge-driver` in real merges of git: two branches come to what one branch would have."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.merge.base_file import last_builds
from ledgerium_cli.documents.merge.branches.steps import with_whole_steps
from ledgerium_cli.documents.merge.text.wording import KEPT, TALLY
from ledgerium_cli.output.names import MADE_ANEW

from .folder import BOTH, RECORDED, SAVE, Folder, analysis_of, built_of, declaring_announced
from .make import BASE, ENTER, RELEASE, Sop, by_ours, by_theirs

DRIVER = f'"{sys.executable}" -m ledgerium_cli merge-driver %O %A %B %P'
CONFIRM = "<!-- step: confirm-order -->\n"
CAUTION = f"{CONFIRM}\n> **Caution:** Read it aloud.\n"
Work = Callable[["Repository"], object]


class Repository(Folder):
    """A folder with an SOP of two recordings on the branch `main`, of which git merges others."""

    def __init__(self, path: Path) -> None:
        self.root = path
        super().__init__(path / "out")
        self.path.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "merge.ledgerium.driver", DRIVER)
        (path / ".gitattributes").write_text("out/* merge=ledgerium\n", "utf-8")
        self.records(RECORDED[:2])
        self.commit()

    def git(self, *asked: str) -> int:
        names = ("-c", "user.name=Ana", "-c", "user.email=ana@order.example", "-c", "core.editor=true")
        done = subprocess.run(
            ["git", *names, *asked], cwd=self.root, capture_output=True, text=True, check=False
        )
        self.told = done.stdout + done.stderr
        return done.returncode

    def commit(self) -> None:
        self.git("add", "-A")
        assert self.git("commit", "-qm", "work") == 0, self.told

    def on_branch(self, name: str, work: Work) -> None:
        self.git("checkout", "-qb", name, "main")
        work(self)
        self.commit()
        self.git("checkout", "-q", "main")

    def records(self, recordings: list[str]) -> str:
        return built_of(self, recordings)["sop.md"]

    @property
    def sop(self) -> str:
        return (self.path / "sop.md").read_text("utf-8")


def all_recorded(folder: Repository) -> None:
    folder.records(RECORDED)


def edits(*changes: tuple[str, str], built: bool) -> Work:
    return lambda folder: folder.edited(*changes) if built else folder.write(*changes)


def merged(path: Path, ours: Work, theirs: Work) -> Repository:
    """The repository after `main`, where `ours` was done, merged the branch of `theirs`."""
    folder = Repository(path)
    folder.on_branch("other", theirs)
    ours(folder)
    folder.commit()
    folder.code = folder.git("merge", "-q", "-m", "merged", "other")
    return folder


def content(sop: str) -> str:
    """The SOP without its version, and the rows that tell of it."""
    return re.sub(
        r"`[0-9a-f]{12}`(?=[, ])|\"version\": \"[0-9a-f]{12}\"",
        "",
        re.sub(r"^\| `[0-9a-f]{12}` .*\n", "", sop, flags=re.MULTILINE),
    )


def moved(sop: str) -> tuple[str, str]:
    """The last step as it stands, and in its place the one before it behind it."""
    steps = re.findall(r"^### \d+\. .*?(?=^##)", sop, re.MULTILINE | re.DOTALL)
    return "".join(steps[-2:]), "".join(reversed(steps[-2:]))


EDITS = {
    "renamed": [("Confirm the order\n\n<!-- step", "Tell the customer\n\n<!-- step")],
    "a caution": [(CONFIRM, CAUTION)],
    "another wording": [(SAVE, f"{SAVE} Write the number down.")],
    "a rule out": [("- Rule: The quantity is in stock. *(declared)*\n", "")],
    "a section": [
        ("## Rules that must hold", "## Before you begin\n\nHave the price list.\n\n## Rules that must hold")
    ],
}


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built"])
@pytest.mark.parametrize("edit", EDITS)
def test_edits_of_one_branch_and_recordings_of_the_other_come_to_what_one_branch_has(tmp_path, edit, built):
    folder = merged(tmp_path / "two", all_recorded, edits(*EDITS[edit], built=built))
    assert folder.code == 0, folder.told
    alone = Repository(tmp_path / "one")
    alone.edited(*EDITS[edit])
    assert content(folder.build()) == content(alone.records(RECORDED))
    assert len(last_builds((folder.path / "sop.base.md").read_bytes())) == 1


@pytest.mark.parametrize("edit", ["renamed", "a section"])
def test_so_they_do_where_both_branches_were_built_with_other_recordings(tmp_path, edit):
    def work(folder: Repository) -> None:
        folder.edited(*EDITS[edit])
        folder.records([RECORDED[0], RECORDED[2]])

    folder = merged(tmp_path / "two", all_recorded, work)
    assert folder.code == 0, folder.told
    folder.analysis = analysis_of(tuple(RECORDED))
    alone = Repository(tmp_path / "one")
    alone.edited(*EDITS[edit])
    assert content(folder.build()) == content(alone.records(RECORDED))


def test_what_the_driver_leaves_tells_where_people_wrote_before_the_next_build(tmp_path):
    folder = merged(tmp_path, all_recorded, edits(*EDITS["a caution"], built=False))
    before = folder.sop
    assert f"{TALLY[0]}**, not observed: 1 passage at “Confirm the order”" in before
    assert content(folder.build()) == content(before)


def test_a_step_that_one_branch_moved_and_both_wrote_in_stands_once_where_it_was_moved(tmp_path):
    def work(folder: Repository) -> None:
        folder.write(moved(folder.sop))
        folder.edited((CONFIRM, CAUTION))

    def ours(folder: Repository) -> None:
        folder.edited(("open “Confirm order”", "open “Confirm order” once"))
        all_recorded(folder)

    folder = merged(tmp_path, ours, work)
    built = folder.build()
    assert (folder.code, built.count(CONFIRM)) == (0, 1)
    assert "Read it aloud" in built
    assert "open “Confirm order” once" in built
    assert built.index(CONFIRM) > built.index("<!-- step: hand-off -->")


def announced(tmp_path: Path) -> Work:
    """A build of the first recordings with another rule."""

    def build(folder: Repository) -> None:
        folder.analysis = declaring_announced(RECORDED[:2], tmp_path)
        folder.build()

    return build


def test_a_rule_that_one_branch_took_out_and_the_other_declares_otherwise_is_a_conflict(tmp_path):
    folder = merged(tmp_path / "repository", announced(tmp_path), edits(*EDITS["a rule out"], built=False))
    assert "> Rule: The quantity is in stock or announced. *(declared)*" in folder.build()


def test_between_the_merge_and_the_next_build_what_is_declared_is_that_of_the_branch_that_changed_it(
    tmp_path,
):
    folder = merged(tmp_path / "repository", all_recorded, announced(tmp_path))
    assert "- Rule: The quantity is in stock or announced. *(declared)*" in folder.sop
    assert "- Rule: The quantity is in stock. *(declared)*" not in folder.sop


def test_what_is_kept_of_a_chapter_keeps_its_heading_when_a_step_stands_whole_again():
    kept = f"## {KEPT}\n\n### {{}}\n\nAsk Eva.\n"
    step = "### Check the credit\n\n<!-- was step: check -->\n\nMind the limit.\n\n"
    text = (
        Sop((ENTER, RELEASE)).markdown()
        + "\n"
        + kept.format("Purpose").replace("### Purpose", f"{step}### Purpose")
    )
    whole = with_whole_steps(text, Sop((ENTER, RELEASE)).markdown(), f"{BASE}\n", BASE)
    assert "<!-- step: check -->" in whole
    assert "Mind the limit." not in whole
    assert f"## {KEPT}\n\n### Purpose\n\nAsk Eva." in whole
    without = with_whole_steps(text.partition("### Purpose")[0], Sop((ENTER, RELEASE)).markdown(), BASE, BASE)
    assert KEPT not in without


def test_the_same_sentence_in_two_ways_is_a_conflict_of_git_at_that_sentence(tmp_path):
    folder = merged(
        tmp_path,
        edits((SAVE, f"{SAVE} Write the number down."), built=True),
        edits((SAVE, f"{SAVE} Tell Dana."), (CONFIRM, CAUTION), built=True),
    )
    assert folder.code == 1
    assert "both branches changed the same, each otherwise, at “Enter the order”" in folder.told
    marked = folder.sop
    lines = r"<<<<<<< ours\n9\. [^\n]* number down\.[^\n]*\n=======\n9\. [^\n]* Tell Dana\.[^\n]*\n>>>>>>> theirs\n"
    assert re.search(f"\n8[^\n]*\n{lines}", marked)
    assert marked.count("<<<<<<<") == 1
    for settled, kept, gone in (
        (by_ours, "number down", "Tell Dana"),
        (by_theirs, "Tell Dana", "number down"),
    ):
        (folder.path / "sop.md").write_text(settled(marked), "utf-8")
        built = folder.build()
        assert kept in built
        assert gone not in built
        assert "Read it aloud" in built


def test_a_step_that_one_branch_took_out_and_the_other_wrote_in_is_a_conflict(tmp_path):
    def work(folder: Repository) -> None:
        step, others = moved(folder.sop)[0], ""
        folder.edited((step, others))

    last = moved(Repository(tmp_path / "as it is").sop)[0]
    head = re.findall(r"^<!-- step: .*\n", last, re.MULTILINE)[0]
    folder = merged(tmp_path / "repository", edits((head, f"{head}\nMind the hold.\n"), built=True), work)
    assert folder.code == 1
    assert re.search(r"<<<<<<< ours\n### .*Mind the hold.*=======\n\n?>>>>>>> theirs", folder.sop, re.DOTALL)


def test_both_branches_moved_parts_is_told(tmp_path):
    def first(folder: Repository) -> None:
        folder.edited(moved(folder.sop))

    def last(folder: Repository) -> None:
        rules = re.search(r"^## Rules that must hold\n.*?(?=^## )", folder.sop, re.MULTILINE | re.DOTALL)[0]
        folder.write((rules, ""))
        folder.edited(("## Procedure\n", f"{rules}## Procedure\n"))

    folder = merged(tmp_path, first, last)
    assert folder.code == 0
    assert "both branches moved parts, each otherwise. They stand as on the branch here." in folder.told
    assert folder.sop.index("## Procedure") < folder.sop.index("## Rules that must hold")


HOWS = {
    "rebase": (["checkout", "-q", "other"], ["rebase", "-q", "main"]),
    "cherry-pick": (["cherry-pick", "other"],),
    "squash": (["merge", "-q", "--squash", "other"],),
    "recursive": (["merge", "-q", "-s", "recursive", "-m", "merged", "other"],),
}


@pytest.mark.parametrize("how", HOWS)
def test_it_is_the_same_however_git_puts_branches_together(tmp_path, how):
    folder = Repository(tmp_path)
    folder.on_branch("other", edits(*EDITS["renamed"], built=True))
    all_recorded(folder)
    folder.commit()
    for asked in HOWS[how]:
        assert folder.git(*asked) == 0, folder.told
    built = folder.build()
    assert "Tell the customer" in built
    assert TALLY[1] not in built


def test_it_is_the_same_where_the_sop_and_its_base_are_committed_one_after_the_other(tmp_path):
    def one_by_one(folder: Repository) -> None:
        folder.edited(*EDITS["a caution"])
        assert folder.git("commit", "-qm", "the SOP alone", "out/sop.md") == 0, folder.told

    folder = Repository(tmp_path)
    folder.on_branch("other", one_by_one)
    all_recorded(folder)
    folder.commit()
    for asked in HOWS["rebase"]:
        assert folder.git(*asked) == 0, folder.told
    folder.build()
    assert "Read it aloud" in folder.sop
    assert "> **Conflict" not in folder.sop
    assert TALLY[1] not in folder.sop.replace("Read it aloud. *(added)*", "")


def test_it_is_the_same_for_what_was_put_aside_and_for_what_is_taken_back(tmp_path):
    folder = Repository(tmp_path)
    folder.write(*EDITS["a caution"])
    folder.git("stash", "-q")
    all_recorded(folder)
    folder.commit()
    assert folder.git("stash", "pop", "-q") == 0, folder.told
    assert "Read it aloud" in folder.build()
    folder.commit()
    folder.edited(*EDITS["another wording"])
    folder.commit()
    assert folder.git("revert", "--no-edit", "HEAD~1") == 0, folder.told
    built = folder.build()
    assert "Read it aloud" not in built
    assert "Write the number down" in built


def test_every_document_but_the_sop_and_its_base_is_made_anew():
    assert {*documents_of(analysis_of(tuple(RECORDED)))} == {*MADE_ANEW, *BOTH}


def test_files_that_a_build_makes_anew_are_no_conflict_and_others_are_merged_by_lines(tmp_path):
    folder = Repository(tmp_path)

    def work(who: str) -> Work:
        def write(folder: Repository) -> None:
            (folder.path / "report.html").write_text(f"{who}\n", "utf-8")
            (folder.path / "notes.md").write_text(f"{who}\n", "utf-8")

        return write

    folder.on_branch("other", work("theirs"))
    work("ours")(folder)
    folder.commit()
    assert folder.git("merge", "-m", "merged", "other") == 1
    assert (folder.path / "report.html").read_text("utf-8") == "ours\n"
    assert re.fullmatch(
        r"<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n",
        (folder.path / "notes.md").read_text("utf-8"),
    )


def test_an_sop_of_which_no_build_is_known_is_merged_by_lines(tmp_path):
    def without_base(folder: Repository) -> None:
        (folder.path / "sop.base.md").unlink(missing_ok=True)

    folder = Repository(tmp_path)
    without_base(folder)
    folder.git("commit", "-qam", "without")
    shutil.rmtree(folder.root / ".git")
    folder.git("init", "-q", "-b", "main")
    folder.git("config", "merge.ledgerium.driver", DRIVER)
    folder.commit()
    folder.on_branch("other", edits((CONFIRM, CAUTION), built=False))
    folder.write((SAVE, f"{SAVE} Write the number down."))
    folder.commit()
    assert folder.git("merge", "-q", "-m", "merged", "other") == 0, folder.told
    assert "Read it aloud" in folder.sop
    assert "Write the number down" in folder.sop
    assert TALLY[0] not in folder.sop


def test_line_ends_stay_those_of_the_branch_here(tmp_path):
    def crlf(folder: Repository) -> None:
        folder.write((SAVE, f"{SAVE} Write the number down."))
        (folder.path / "sop.md").write_bytes(folder.sop.replace("\n", "\r\n").encode())

    folder = merged(tmp_path, crlf, edits((CONFIRM, CAUTION), built=True))
    raw = (folder.path / "sop.md").read_bytes().decode()
    assert folder.code == 0
    assert raw.count("\r\n") == raw.count("\n") > 100
    assert "Read it aloud" in raw
    assert "Write the number down" in raw


NOTE = "### Note\n\n{}\n\n"
VALIDATE_HEAD, HAND_OFF_HEAD = "### 2. Validate", "## Rules that must hold"


def noted(head: str, text: str) -> tuple[str, str]:
    return head, f"{NOTE.format(text)}{head}"


def test_sections_of_one_title_that_two_branches_added_are_two_each_where_it_was_put(tmp_path):
    ours, theirs = noted("### 2. ", "Zebras print."), noted(HAND_OFF_HEAD, "Walruses ask.")
    folder = merged(tmp_path, edits(ours, built=True), edits(theirs, built=True))
    built = folder.build()
    assert folder.code == 0, folder.told
    places = [built.index(one) for one in ("Zebras print.", "### 3. ", "Walruses ask.", HAND_OFF_HEAD)]
    assert places == sorted(places)
    assert built.count("### Note") == 2


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("### Note\n\nZebras", "### Tip\n\nZebras"), ("Then ask.", "Then ask Joe.")),
        (("### Note\n\nZebras print. Then ask.\n\n", ""), ("Walruses wait.", "Walruses wait long.")),
        (("Zebras print.", "Zebras print it."), ("Then ask.", "Then ask Joe.")),
        (("Zebras print.", "Zebras print it."), ("### Note\n\nZebras", "### Note {#zebras}\n\nZebras")),
        (
            ("| Ana |", "| Ana, Eva |"),
            ("| Order management |", "| Order team |"),
        ),
    ],
    ids=["title and sentence", "of two with one title", "two sentences", "attributes", "two cells"],
)
def test_what_stands_side_by_side_in_one_part_is_no_conflict(tmp_path, ours, theirs):
    def with_notes(folder: Repository) -> None:
        folder.edited(noted("### 2. ", "Zebras print. Then ask."), noted(HAND_OFF_HEAD, "Walruses wait."))
        folder.commit()
        folder.on_branch("other", edits(theirs, built=True))

    folder = Repository(tmp_path)
    with_notes(folder)
    folder.edited(ours)
    folder.commit()
    assert folder.git("merge", "-q", "-m", "merged", "other") == 0, folder.told
    built = folder.build()
    assert theirs[1].strip(" |") in built
    assert ours[1].strip(" |") in built if ours[1] else "Zebras" not in built
