"""What is no log that anybody knows is told by what it is, whichever command is given it."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

from ledgerium_cli.engine.logs import refuse_logs
from ledgerium_cli.errors import ImportRefused, NoRecording, UsageError
from ledgerium_cli.load import load
from ledgerium_cli.logs.unknown import problem_with
from ledgerium_cli.recording.files import Source

from ..command import ledgerium
from .make import at, read, read_file

LOG = f"case,activity,timestamp\nA,Check,{at(0)}\nA,Send,{at(5)}\n"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (f"Export of 2026,,\n{LOG}".encode(), "they seem to stand in line 2"),
        (f"\n\n{LOG}".encode(), "they seem to stand in line 3"),
        (b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "a">]><log>&a;</log>', "declares a document type"),
        (b"<html><body>Sign in</body></html>", "is XML, and neither XES nor OCEL"),
        (
            b'{"case": "A", "activity": "Check", "timestamp": "2026-03-01T10:00:00Z"}\n',
            "neither a recording nor an",
        ),
        (b'[{"case": "A", "activity": "Check", "timestamp": 1}]', "neither a recording nor an"),
        (b"PK\x03\x04" + bytes(100), "is a workbook or an archive"),
        (
            gzip.compress(LOG.encode(), mtime=0)[:12],
            "is packed with gzip, and what can be unpacked of it is no log",
        ),
    ],
)
def test_the_cause_is_told(data: bytes, what: str, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(data)
    with pytest.raises(NoRecording, match=what):
        load([str(file)])


@pytest.mark.parametrize(
    "data", [b"", b"Dear all,\n\nas I said, yes, of course,\nand no.\n", b'{"a": 1}', b"a,b\n1,2\n"]
)
def test_of_what_may_be_anything_nothing_is_said(data: bytes) -> None:
    assert problem_with(Source("notes.txt", data)) is None


def test_a_small_packed_log_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    many = LOG + "".join(f"B{number},Check,{at(number)}\n" for number in range(300))
    found = read(gzip.compress(many.encode())[:-400])
    assert 2 <= len(found.instances) < 302
    assert "cut off" in found.problems[-1].what


def test_commands_for_recordings_say_so_of_a_log(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG)
    with pytest.raises(UsageError, match=r"this is an event log; `ledgerium lint` is for recordings"):
        refuse_logs([str(file)], "lint")
    for command in ("lint", "validate"):
        ran = ledgerium(command, "log.csv", cwd=tmp_path)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert f"this is an event log; `ledgerium {command}` is for recordings" in ran.stderr


def test_an_import_takes_each_role_once(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    twice = ("--column", "case=case", "--column", "case=activity")
    ran = ledgerium("import", "log.csv", "-o", "out", *twice, cwd=tmp_path)
    assert (ran.returncode, "--column case is there twice: 'case' and 'activity'" in ran.stderr) == (2, True)
    assert [one.name for one in tmp_path.iterdir()] == ["log.csv"]


def test_whole_numbers_that_a_data_frame_made_floating_are_whole_again(tmp_path: Path) -> None:
    file = tmp_path / "log.parquet"
    rows = "(10000000.0::DOUBLE, 7.0::FLOAT), (2.5, NULL), (1e300, 'nan'), ('nan', 1)"
    time = f"SELECT 'Check' AS activity, TIMESTAMPTZ '{at(0)}' AS timestamp"
    duckdb.sql(f"COPY (FROM (VALUES {rows}) AS rows(\"case\", resource), ({time})) TO '{file}'")
    found = read_file(file)
    assert [(one.case, one.actor) for one in found.instances] == [
        ("10000000", "7"),
        ("2.5", ""),
        ("1e+300", ""),
    ]
    assert [one.what for one in found.problems] == ["Row 4: It names no case."]


@pytest.mark.parametrize("largest", [8.0, 8.5, 1e300])
def test_one_missing_number_is_a_missing_value_though_the_file_says_that_it_has_none(
    largest: float, tmp_path: Path
) -> None:
    """As pandas and Arrow write it: with statistics of the column that leave NaN out."""
    pyarrow = pytest.importorskip("pyarrow", reason="needs the extra spark")
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra spark")
    times = [at(0), at(5), at(0), at(9)]
    log = {"activity": ["Check", "Send", "Check", "Send"], "timestamp": times}
    numbers = [7.0, float("nan"), 8.0, largest]
    found = []
    for name, column in (
        ("cases", {"case": numbers}),
        ("people", {"case": ["A", "A", "B", "B"], "resource": numbers}),
        ("levels", {"case": ["A", "A", "B", "B"], "level": numbers}),
    ):
        file = tmp_path / f"{name}.parquet"
        parquet.write_table(pyarrow.table(column | log), file)
        found.append(read_file(file, keep=("level",) if name == "levels" else ()))
    cases, people, levels = found
    assert [one.what for one in cases.problems] == ["Row 2: It names no case."]
    assert cases.instances[0].case == "7"
    assert [one.actor for one in people.instances][:3] == ["7", "", "8"]
    assert [one.kept for one in levels.instances][:3] == [[["7"]], [[""]], [["8"]]]


@pytest.mark.parametrize("rows", [900, 8000])
def test_a_damaged_parquet_file_is_told_so_wherever_the_damage_is(rows: int, tmp_path: Path) -> None:
    file = tmp_path / "log.parquet"
    row = f"SELECT 'C' || hash(i) AS \"case\", 'Check' AS activity, TIMESTAMPTZ '{at(0)}' AS timestamp"
    duckdb.sql(f"COPY ({row} FROM range({rows}) AS numbers(i)) TO '{file}' (ROW_GROUP_SIZE 2048)")
    data = file.read_bytes()
    middle = len(data) * 6 // 10
    file.write_bytes(data[:middle] + b"\xff" * 400 + data[middle + 400 :])
    with pytest.raises(ImportRefused, match=r"log\.parquet: cannot be read"):
        read_file(file)


def test_whole_numbers_that_floats_do_not_hold_exactly_are_told(tmp_path: Path) -> None:
    file = tmp_path / "log.parquet"
    rows = "(9007199254740992.0::DOUBLE), (9007199254740994.0), (123456789012345680.0)"
    time = f"SELECT 'Check' AS activity, TIMESTAMPTZ '{at(0)}' AS timestamp"
    duckdb.sql(f"COPY (FROM (VALUES {rows}) AS rows(\"case\"), ({time})) TO '{file}'")
    found = read_file(file)
    names = ["9007199254740992", "9007199254740994", "123456789012345680"]
    assert [one.case for one in found.instances] == names
    assert [one.what for one in found.problems] == [
        "In 2 rows column 'case' has floating-point numbers above 2^53, 9007199254740994 first, of which several "
        "integers may have become one."
    ]
