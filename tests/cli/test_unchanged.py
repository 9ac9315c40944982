"""A build of what was built before does nothing. What changed is built as if nothing was kept."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generate import Options, generate
from ledgerium_cli import load
from ledgerium_cli.cli.app import app
from ledgerium_cli.documents.html import map_layout
from ledgerium_cli.documents.map import picture
from ledgerium_cli.documents.map.svg import draw_svg, lay_out
from ledgerium_cli.engine import store
from ledgerium_cli.errors import LedgeriumError
from ledgerium_cli.workflow.load import template_text

OUT = "ledgerium-out"
STRAIGHT = Options(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, tasks_per_recording=3)
RECORDINGS = generate(orders=4, seed=1, people=1, options=STRAIGHT).recordings
MORE = {f"more-{name}": data for name, data in generate(2, 2, people=1, options=STRAIGHT).recordings.items()}


@pytest.fixture(autouse=True)
def _worth_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little it is; each map is drawn once, and nothing waits for the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(store, "WORTH_A_STORE", 1)
    monkeypatch.setattr(picture, "draw_svg", cache(draw_svg))
    laid_out = cache(lambda dots: lay_out(dots))
    monkeypatch.setattr(map_layout, "lay_out", lambda dots: laid_out(tuple(dots)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return begun(tmp_path)


def begun(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in RECORDINGS.items():
        (folder / name).write_bytes(data)
    (folder / "workflow.toml").write_text(template_text("sales-order"), "utf-8")
    return folder


def ledgerium(folder: Path, *arguments: str) -> tuple[int, list[str], list[str]]:
    """Exit code, the lines of standard output and those of standard error."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = app(["build", ".", *arguments], standalone_mode=False) or 0
    except LedgeriumError as error:
        code = error.exit_code
    finally:
        os.chdir(before)
    return code, out.buffer.getvalue().decode().splitlines(), err.getvalue().splitlines()


def documents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / OUT).iterdir()}


@contextlib.contextmanager
def nothing_is_read() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(load, "map_files", lambda *_, **__: pytest.fail("recordings are mapped"))
        yield


def replaced(file: Path, old: str, new: str) -> None:
    if file.exists():
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def damaged(folder: Path) -> None:
    for record in (folder / ".ledgerium" / "built").glob("*.json"):
        data = record.read_bytes()
        record.write_bytes(data.replace(b" cases, ", b" cas3s, "))


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "the date of a recording": lambda folder: (folder / "ana-01.jsonl").touch(),
    "a sentence that a person adds": lambda folder: replaced(
        folder / OUT / "sop.md", "## Scope", "Ask Ana.\n\n## Scope"
    ),
    "a sentence that a person changes": lambda folder: replaced(
        folder / OUT / "sop.md", "## Procedure\n", "## How we do it\n"
    ),
    "a title in the workflow file": lambda folder: replaced(
        folder / "workflow.toml", "Run the credit check", "Check the credit"
    ),
    "that title taken back": lambda folder: replaced(
        folder / "workflow.toml", "Check the credit", "Run the credit check"
    ),
    "that title in the SOP": lambda folder: replaced(
        folder / OUT / "sop.md", "Run the credit check", "Look at the credit"
    ),
    "a document that is gone": lambda folder: (folder / OUT / "report.md").unlink(missing_ok=True),
    "the base that is gone": lambda folder: (folder / OUT / "sop.base.md").unlink(missing_ok=True),
    "a document with other contents": lambda folder: (folder / OUT / "map.svg").write_bytes(b"<svg/>"),
    "more recordings": lambda folder: [(folder / name).write_bytes(data) for name, data in MORE.items()],
    "fewer recordings": lambda folder: [(folder / name).unlink(missing_ok=True) for name in MORE],
    "a recording of another name": lambda folder: (
        (folder / "ana-02.jsonl").rename(folder / "ana-22.jsonl")
        if (folder / "ana-02.jsonl").exists()
        else None
    ),
    "a line that is no event": lambda folder: (folder / "ana-01.jsonl").write_bytes(
        RECORDINGS["ana-01.jsonl"] + b"nonsense\n"
    ),
    "a damaged record": damaged,
    "no store any more": lambda folder: shutil.rmtree(folder / ".ledgerium", ignore_errors=True),
}
OPTIONS = ((), ("--fresh",), ("--quiet",), ("--only", "since=2026-01-01"), ("--check",), ("--strict",))


@example([("a line that is no event", ()), ("nothing", ("--strict",))])
@example([("nothing", ()), ("a sentence that a person adds", ()), ("nothing", ("--fresh",)), ("nothing", ())])
@example([("nothing", ()), ("that title in the SOP", ()), ("a title in the workflow file", ())])
@settings(max_examples=5)
@given(st.lists(st.tuples(st.sampled_from([*CHANGES]), st.sampled_from(OPTIONS)), min_size=2, max_size=4))
def test_whatever_changes_documents_are_those_of_a_build_that_keeps_nothing(
    story: list[tuple[str, tuple[str, ...]]],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, twin = begun(Path(place, "kept") / "a"), Path(place, "twin") / "a"
        for change, options in story:
            (folder / OUT).mkdir(exist_ok=True)
            CHANGES[change](folder)
            shutil.rmtree(twin, ignore_errors=True)
            shutil.copytree(folder, twin)
            for _ in range(2):
                code, out, err = ledgerium(folder, *options)
                said = [line.removeprefix("Unchanged since the last build: ") for line in err]
                assert (code, out, said) == ledgerium(twin, "--no-store", *options)
                assert documents(folder) == documents(twin)


def test_what_was_built_before_is_not_built_again(folder: Path) -> None:
    first = ledgerium(folder)
    dates = {file: file.stat().st_mtime_ns for file in (folder / OUT).iterdir()}
    (folder / "ana-01.jsonl").touch()
    with nothing_is_read():
        code, out, err = ledgerium(folder)
    assert (code, out) == first[:2]
    assert err == [*first[2][:-1], f"Unchanged since the last build: {first[2][-1]}"]
    assert {file: file.stat().st_mtime_ns for file in (folder / OUT).iterdir()} == dates


def test_documents_that_were_built_before_pass_the_check_at_once(folder: Path) -> None:
    ledgerium(folder)
    with nothing_is_read():
        assert ledgerium(folder, "--check")[:2] == (0, [])
    (folder / OUT / "report.md").write_text("Other words.\n")
    code, lines, _ = ledgerium(folder, "--check")
    assert code == 1
    assert lines


def test_a_conflict_is_told_until_it_is_settled(folder: Path) -> None:
    ledgerium(folder)
    CHANGES["that title in the SOP"](folder)
    CHANGES["a title in the workflow file"](folder)
    assert ledgerium(folder)[0] == 10
    ledgerium(folder)
    with nothing_is_read():
        assert ledgerium(folder)[0] == 10


def test_another_version_of_a_library_builds_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledgerium(folder)
    (folder / "libraries" / "other-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(folder / "libraries")
    assert not [line for line in ledgerium(folder)[2] if line.startswith("Unchanged")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe that has a name")
def test_a_workflow_file_that_comes_through_a_pipe_is_read_once(folder: Path) -> None:
    (folder / "workflow.toml").unlink()
    os.mkfifo(folder / "declared.toml")
    writer = threading.Thread(
        target=(folder / "declared.toml").write_text, args=(template_text("sales-order"),)
    )
    writer.start()
    assert ledgerium(folder, "-w", "declared.toml")[0] == 0
    writer.join()
    assert b"Run the credit check" in documents(folder)["sop.md"]


def test_nothing_is_kept_beside_a_little(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WORTH_A_STORE", 4_000_000)
    ledgerium(folder)
    assert not (folder / ".ledgerium").exists()
