"""The repository in `examples/ci-demo`: as it is told there, and edited again and again."""

import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from ledgerium_cli.build import Drawn
from ledgerium_cli.load import load
from ledgerium_cli.output.write import write_documents

from .command import ledgerium

FOLDER = Path(__file__).parents[1] / "examples" / "ci-demo"


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", ".ledgerium"} & {*path.parts}
    }


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(FOLDER, tmp_path / "ci-demo", ignore=shutil.ignore_patterns(".ledgerium")))


def test_the_example_is_what_its_script_makes(copy):
    for week in ("before", "after"):
        for path in (copy / week / "recordings").glob("*.jsonl"):
            path.unlink()
        shutil.rmtree(copy / week / "recordings" / "ledgerium-out")
    runpy.run_path(str(FOLDER / "make.py"))["main"](copy)
    assert files(copy) == files(FOLDER)


def build(recordings):
    """As the command does, without its start."""
    analysis = load([str(recordings)], keep=False).analysis
    folder = recordings / "ledgerium-out"
    drawn = Drawn(analysis, folder)
    assert drawn.kept is not None
    assert not drawn.kept.merged.conflicts
    write_documents(folder, drawn.documents)


def in_front_of(found, written):
    return lambda text: text.replace(found, f"{written}\n\n{found}", 1)


def behind(found, written):
    return lambda text: text.replace(found, f"{found}\n\n{written}", 1)


EDITS = [
    (behind("## Purpose", "Agreed with sales in 2025."), "Agreed with sales in 2025."),
    (behind("<!-- step: enter-order -->", "Read the whole request first."), "Read the whole request first."),
    (in_front_of("## Completion", "## Contacts\n\nThe desk is open from 8 to 17."), "The desk is open from 8 to 17."),
    (lambda text: text.replace("\n", "\r\n"), "Read the whole request first."),
    (behind("<!-- step: hand-off -->", "1. Check the pallets.\n2. Tell the driver."), "Tell the driver."),
    (lambda text: text.replace("- Owner:", "* Owner:"), "* Owner:"),
    (behind("<!-- step: credit-check -->", "| limit | who |\n| --- | --- |\n| 10 k | Ben |"), "| 10 k | Ben |"),
    (lambda text: text.replace("### 1. Enter the order", "### 1. Enter the customer's order"),
     "### 1. Enter the customer's order"),
    (behind("<!-- step: confirm-order -->", "> Never by phone alone."), "> Never by phone alone."),
    (behind("## Roles", "Cem stands in for Ana."), "Cem stands in for Ana."),
]  # fmt: skip
"""Ten rounds, with what has to stand in the SOP ever after."""


def test_ten_rounds_of_edits_and_builds_with_a_new_week_in_the_middle_lose_nothing(copy):
    recordings = copy / "before" / "recordings"
    sop = recordings / "ledgerium-out" / "sop.md"
    committed = sop.read_text("utf-8")
    kept = ["look at the date of the last payment", "Questions about prices go to Dana in pricing"]
    for number, (edit, written) in enumerate(EDITS):
        if number == len(EDITS) // 2:
            for path in recordings.glob("*.jsonl"):
                path.unlink()
            shutil.copytree(
                copy / "after" / "recordings",
                recordings,
                ignore=shutil.ignore_patterns("ledgerium-out"),
                dirs_exist_ok=True,
            )
            build(recordings)
        before = sop.read_bytes().decode()
        edited = edit(before)
        assert edited != before
        sop.write_bytes(edited.encode())
        kept.append(written)
        build(recordings)
        text = sop.read_bytes().decode()
        assert [one for one in kept if text.count(one) != 1] == [], number
    build(recordings)
    assert sop.read_bytes().decode() == text, "a build without an edit changes nothing"
    [first] = re.findall(r"^\| `\w+` \| [^|]* \| First version\. \|", text, re.MULTILINE)
    assert first in committed, "the first version is still in the table"


def test_a_clone_of_the_repository_goes_through_the_week_with_the_options_of_its_settings_file(
    copy, tmp_path
):
    """As people and CI do: what one commits, the other clones and asks the two questions of."""
    desk = tmp_path / "desk"
    shutil.copytree(copy / "before", desk)
    (desk / "ledgerium.toml").write_text(
        'quiet = true\nworkflow = "recordings/workflow.toml"\n[check]\naccepted = "accepted.toml"\n'
    )
    git("init", "--quiet", cwd=desk)
    assert asked(commit(desk)) == (0, 0)
    for path in (desk / "recordings").glob("*.jsonl"):
        path.unlink()
    for path in (copy / "after" / "recordings").glob("*.jsonl"):
        shutil.copy(path, desk / "recordings")
    assert asked(commit(desk)) == (1, 1)
    shutil.copy(copy / "after" / "accepted.toml", desk)
    shutil.copy(copy / "after" / "recordings" / "workflow.toml", desk / "recordings")
    assert asked(commit(desk)) == (1, 0), "accepted and declared, not yet built"
    ledgerium("build", "recordings", cwd=desk)
    assert asked(commit(desk)) == (0, 0)
    assert files(desk / "recordings") == files(copy / "after" / "recordings")


def git(*arguments, cwd):
    name = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *name, *arguments], cwd=cwd, check=True, capture_output=True)


def commit(desk):
    """Everything, and a fresh clone of it."""
    git("add", "--all", cwd=desk)
    git("commit", "--quiet", "--message", "Week", cwd=desk)
    clone = desk.parent / f"clone-{len([*desk.parent.iterdir()])}"
    git("clone", "--quiet", str(desk), str(clone), cwd=desk.parent)
    return clone


def asked(clone):
    """The exit codes of the two questions, asked from a folder within."""
    within = clone / "recordings"
    return tuple(
        ledgerium(*question, cwd=within).returncode
        for question in (("build", ".", "--check"), ("check", "."))
    )
