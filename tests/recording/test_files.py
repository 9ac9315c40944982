"""Which files are meant by a name, and what happens to recordings that stand in several."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

import pytest

from ledgerium_cli.errors import NoRecording
from ledgerium_cli.recording.files import find_traces, folders_of, read_files
from ledgerium_cli.recording.folders import Traces

FIXTURES = Path(__file__).parent / "fixtures"
WHOLE = (FIXTURES / "whole.jsonl").read_bytes()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: three recordings, one of them in a folder below, and a file that is none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "may").mkdir()
    for name, recording in (("b.jsonl", b"b-1"), ("a.jsonl", b"a-1"), ("may/c.jsonl", b"c-1")):
        (tmp_path / name).write_bytes(WHOLE.replace(b"ana-1", recording))
    (tmp_path / "notes.txt").write_text("not a trace\n")
    return tmp_path


# ---------------------------------------------------------------------------------------- what is meant


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (["b.jsonl"], ["b.jsonl"]),
        (["."], ["a.jsonl", "b.jsonl", "may/c.jsonl"]),
        (["*.jsonl"], ["a.jsonl", "b.jsonl"]),
        (["**/*.jsonl"], ["a.jsonl", "b.jsonl", "may/c.jsonl"]),
        (["m*"], ["may/c.jsonl"]),
        (["b.jsonl", "."], ["b.jsonl", "a.jsonl", "may/c.jsonl"]),  # each file once
        (["a.jsonl", "./a.jsonl", "may/../a.jsonl"], ["a.jsonl"]),
        (["-", "a.jsonl", "-"], ["-", "a.jsonl"]),
        (["notes.txt"], ["notes.txt"]),  # a file that is named is read, whatever it is called
    ],
)
def test_a_name_means_a_file_a_folder_a_pattern_or_standard_input(
    desk: Path, names: list[str], meant: list[str]
) -> None:
    assert [*find_traces(names).files] == meant


def test_a_link_is_the_file_that_it_leads_to(desk: Path) -> None:
    (desk / "again.jsonl").symlink_to("a.jsonl")
    assert find_traces(["."]) == Traces(("a.jsonl", "b.jsonl", "may/c.jsonl"))


def test_a_linked_folder_belongs_to_the_folder_and_is_walked_once(desk: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    (elsewhere / "june").mkdir(parents=True)
    (elsewhere / "june" / "d.jsonl").write_bytes(WHOLE.replace(b"ana-1", b"d-1"))
    for link, to in (("june", elsewhere / "june"), ("all", elsewhere), ("again", desk / "may")):
        (desk / link).symlink_to(to)
    for link, to in ((desk / "may" / "circle", desk), (elsewhere / "june" / "circle", desk / "all")):
        link.symlink_to(to)
    assert find_traces(["."]) == Traces(("a.jsonl", "all/june/d.jsonl", "b.jsonl", "may/c.jsonl"))


def test_what_builds_keep_and_write_in_a_folder_is_not_looked_into(desk: Path) -> None:
    for name in (".ledgerium", ".ledgerium-4711-new"):
        (desk / name).mkdir()
        (desk / name / "copy.jsonl").write_bytes(WHOLE)
    assert find_traces(["."]) == Traces(("a.jsonl", "b.jsonl", "may/c.jsonl"))


def test_what_is_called_like_a_recording_and_cannot_be_read_is_told(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "gone.jsonl").symlink_to("/nowhere/gone.jsonl")
    (desk / "circle.jsonl").symlink_to("circle.jsonl")
    (desk / "packed.JSONL.gz").write_bytes(b"")
    os.mkfifo(desk / "pipe.jsonl")
    for name in ("secret.jsonl", "closed"):
        (desk / name).mkdir() if name == "closed" else (desk / name).write_bytes(WHOLE)
    _refuse(monkeypatch, "secret.jsonl", "closed")
    found = find_traces(["."])
    assert found.files == ("a.jsonl", "b.jsonl", "may/c.jsonl")
    no, link = "The recording cannot be read", "fetch what belongs there, or remove the link."
    assert [str(problem) for problem in found.not_read] == [
        f"circle.jsonl: {no} (Too many levels of symbolic links). It is a link to circle.jsonl: {link}",
        "closed: The folder cannot be read (Permission denied). What is in it is missing; check its permissions.",
        f"gone.jsonl: {no} (No such file or directory). It is a link to /nowhere/gone.jsonl: {link}",
        "packed.JSONL.gz: The recording is packed with gzip. Unpack it: a recording is read as it was saved.",
        "pipe.jsonl: The recording cannot be read (it is no file). Check the file and its permissions.",
        "secret.jsonl: The recording cannot be read (Permission denied). Check the file and its permissions.",
    ]


def _refuse(monkeypatch: pytest.MonkeyPatch, file: str, folder: str) -> None:
    """Whoever runs as root is refused nothing, so the system's answers are replaced."""
    access, scandir = os.access, os.scandir

    def refused(path: str) -> os._ScandirIterator[str]:
        if os.path.basename(path) == folder:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("os.access", lambda path, mode: os.path.basename(path) != file and access(path, mode))
    monkeypatch.setattr("os.scandir", refused)


def test_a_folder_in_which_nothing_can_be_read_is_an_error_that_names_each(desk: Path) -> None:
    (desk / "june").mkdir()
    (desk / "june" / "gone.jsonl").symlink_to("/nowhere/gone.jsonl")
    with pytest.raises(NoRecording) as raised:
        find_traces(["june"])
    assert str(raised.value).splitlines() == [
        "june/gone.jsonl: The recording cannot be read (No such file or directory). It is a link to "
        "/nowhere/gone.jsonl: fetch what belongs there, or remove the link.",
        "No recording could be read.",
    ]


def test_a_folder_that_goes_while_it_is_looked_into_has_no_recording(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def goes(path: str) -> os._ScandirIterator[str]:
        if path == "may":
            (desk / "may" / "c.jsonl").unlink()
            (desk / "may").rmdir()
        return scandir(path)

    monkeypatch.setattr("os.scandir", goes)
    assert find_traces(["."]) == Traces(("a.jsonl", "b.jsonl"))


def test_one_text_is_one_name_and_no_list_of_letters(desk: Path) -> None:
    assert find_traces("may") == Traces(("may/c.jsonl",))


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(desk: Path) -> None:
    (desk / "order [1].jsonl").write_bytes(WHOLE)
    assert find_traces(["order [1].jsonl"]).files == ("order [1].jsonl",)


@pytest.mark.parametrize("name", ["missing.jsonl", "missing/*.jsonl", "\n".join(["a.jsonl"] * 60), "a\0b"])
def test_a_name_that_means_nothing_is_an_error(desk: Path, name: str) -> None:
    with pytest.raises(NoRecording) as raised:
        find_traces([name])
    assert str(raised.value) == (
        f"{name}: there is no such file or folder. Check the spelling, or quote the pattern."
    )
    assert raised.value.exit_code == 3


def test_a_folder_without_traces_is_an_error(desk: Path) -> None:
    (desk / "empty").mkdir()
    with pytest.raises(NoRecording) as raised:
        find_traces(["empty"])
    assert str(raised.value) == (
        "empty: the folder has no .jsonl file. Save a recording into it, or name another."
    )


def test_a_folder_that_holds_a_log_says_to_name_it(desk: Path) -> None:
    (desk / "logs").mkdir()
    for name in ("LICENSE", "orders.CSV.gz"):
        (desk / "logs" / name).write_bytes(b"")
    with pytest.raises(NoRecording) as raised:
        find_traces(["logs"])
    assert str(raised.value) == (
        "logs: the folder has no .jsonl file. If orders.CSV.gz is an event log, name it: logs/orders.CSV.gz"
    )


def test_a_folder_of_built_documents_is_no_folder_of_logs(desk: Path) -> None:
    (desk / "ledgerium-out").mkdir()
    for name in ("analysis.json", "report.md", "sop.md"):
        (desk / "ledgerium-out" / name).write_bytes(b"")
    with pytest.raises(NoRecording) as raised:
        find_traces(["ledgerium-out"])
    assert str(raised.value) == (
        "ledgerium-out: the folder holds documents that were built, no recording. Name the recordings that they were "
        "built from."
    )


def test_a_folder_that_is_named_and_may_not_be_looked_into_is_an_error(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "closed").mkdir()
    _refuse(monkeypatch, "", "closed")
    with pytest.raises(NoRecording, match=r"closed: cannot be read \(Permission denied\)"):
        find_traces([".", "closed"])


# ---------------------------------------------------------------------------------------- what is read


def test_recordings_come_by_start_then_id_whatever_the_order_of_the_files(desk: Path) -> None:
    later = WHOLE.replace(b"ana-1", b"a-0").replace(b'"start_ms":1795422900000', b'"start_ms":1795422900001')
    (desk / "0.jsonl").write_bytes(later)
    read = [
        read_files(names) for names in (["0.jsonl", "a.jsonl", "b.jsonl"], ["b.jsonl", "0.jsonl", "a.jsonl"])
    ]
    assert [one.id for one in read[0].recordings] == ["a-1", "b-1", "a-0"]
    assert read[0].recordings == read[1].recordings


def test_standard_input_is_a_recording_that_stands_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WHOLE)))
    read = read_files(["-"])
    assert [one.id for one in read.recordings] == ["ana-1"]
    assert read.problems == ()


def test_the_folders_of_the_traces_are_told_in_the_order_of_the_names() -> None:
    assert folders_of(["may/c.jsonl", "-", "b.jsonl", "a.jsonl"]) == (Path("may"), Path())


def test_a_recording_that_was_saved_twice_counts_once(desk: Path) -> None:
    for name in ("day.jsonl", "day (1).jsonl"):
        (desk / name).write_bytes(WHOLE)
    read = read_files(["day.jsonl", "day (1).jsonl"])
    assert [one.id for one in read.recordings] == ["ana-1"]
    assert [str(problem) for problem in read.problems] == [
        "day.jsonl: Recording ana-1 also stands in day (1).jsonl. That one is used; remove the other."
    ]


def test_two_recordings_under_one_id_are_no_copies(desk: Path) -> None:
    later = re.sub(rb'"(start_ms|utc_ms)":1', rb'"\1":2', WHOLE)
    (desk / "day.jsonl").write_bytes(WHOLE)
    (desk / "later.jsonl").write_bytes(later[: later.rindex(b'{"kind":"seal"')])
    assert str(read_files(["day.jsonl", "later.jsonl"]).problems[-1]) == (
        "later.jsonl: Recording ana-1 also stands in day.jsonl, with other events. That one is used, and what is here "
        "counts nowhere; give one of the two another id in its header."
    )


def test_a_copy_under_another_id_counts_and_is_told_as_a_doubt(desk: Path) -> None:
    (desk / "day.jsonl").write_bytes(WHOLE)
    (desk / "again.jsonl").write_bytes(WHOLE.replace(b'"ana-1"', b'"ana-2"'))
    read = read_files(["day.jsonl", "again.jsonl"])
    assert [one.id for one in read.recordings] == ["ana-1", "ana-2"]
    assert str(read.problems[-1]) == (
        "again.jsonl: ana-2 shows what ana-1 in day.jsonl shows: as many events by the same person, the first and the "
        "last at the same millisecond. Both count; if one is a copy of the other, remove it."
    )


def test_a_file_that_was_imported_again_under_another_name_is_told_as_a_doubt(desk: Path) -> None:
    """The first try took the name in the file; the second, with `--actor`, counts all work once more."""
    source = b'"source":"log.csv","source_sha256":"' + b"0a" * 32 + b'",'
    trace = WHOLE.replace(b'{"kind":"header",', b'{"kind":"header",' + source)
    for name in ("ana", "eva"):
        own = trace.replace(b'"ana-1"', f'"{name}-1"'.encode())
        (desk / f"{name}.jsonl").write_bytes(re.sub(rb'"actor":"[^"]*"', f'"actor":"{name}"'.encode(), own))
    other = trace.replace(b'"ana-1"', b'"ana-2"').replace(b"0a" * 32, b"0b" * 32)
    (desk / "other.jsonl").write_bytes(re.sub(rb'"actor":"[^"]*"', b'"actor":"Ben"', other))
    told = [str(one) for one in read_files(["ana.jsonl", "eva.jsonl", "other.jsonl"]).problems]
    assert [one for one in told if " shows what " in one] == [
        "eva.jsonl: eva-1 shows what ana-1 in ana.jsonl shows: imported from the same file, with as many events, the "
        "first and the last at the same millisecond. Both count; if one is a copy of the other, remove it."
    ]


def test_of_two_copies_the_sealed_one_is_used(desk: Path) -> None:
    whole, cut_off = (FIXTURES / f"{name}.jsonl" for name in ("whole", "cut-off-line"))
    (desk / "1.jsonl").write_bytes(cut_off.read_bytes())
    (desk / "2.jsonl").write_bytes(whole.read_bytes())
    read = read_files(["1.jsonl", "2.jsonl"])
    assert [(one.id, one.sealed) for one in read.recordings] == [("ana-1", True)]
    assert read.problems[-1].what == "Recording ana-1 also stands in 2.jsonl."


def test_what_is_wrong_with_one_file_does_not_stop_the_others(desk: Path) -> None:
    (desk / "empty.jsonl").write_bytes(b"")
    read = read_files(["empty.jsonl", "notes.txt", "a.jsonl"])
    assert len(read.recordings) == 1
    assert [(problem.file, problem.line) for problem in read.problems][:2] == [
        ("empty.jsonl", None),
        ("notes.txt", None),
    ]


def test_files_without_any_recording_are_an_error_that_says_why(desk: Path) -> None:
    with pytest.raises(NoRecording) as raised:
        read_files(["notes.txt"])
    assert str(raised.value).splitlines() == [
        "notes.txt: The file is no recording. Line 1: The line is not JSON."
        " Name a file that the recorder saved; save a table of a spreadsheet as CSV.",
        "No recording could be read.",
    ]
