"""What was given away is read back as it was."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ledgerium_cli.exports import formats
from ledgerium_cli.exports.names import NAMES, Format
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load

from ..documents.make import Take, analysed
from ..logs.keep import keep
from ..logs.make import read
from .make import export

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "sales-order")
FILES = [("xes", "pm4py"), ("ocel", "pm4py"), *((one, name) for one in ("csv", "parquet") for name in NAMES)]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return load([EXAMPLE]).analysis


@pytest.mark.parametrize(("format", "program"), FILES)
def test_a_log_that_was_exported_is_read_back_with_every_performance(
    analysis: Analysis, format: Any, program: Any
) -> None:
    said: dict[str, Any] = {"case_type": "order"} if format == "ocel" else {}
    log = read(export(analysis, format, program), f"log.{format}", **said)
    assert log.problems == ()
    assert sorted((one.case, one.activity, one.start_ms, one.complete_ms) for one in log.instances) == sorted(
        (case.id, one.step.activity.title, one.start_ms, one.complete_ms)
        for case in analysis.cases
        for one in case.steps
    )


@pytest.mark.parametrize(("format", "program"), FILES)
def test_nobody_is_invented_where_a_log_does_not_say_who_it_was(
    format: Any, program: Any, tmp_path: Path
) -> None:
    rows = "A,Enter,2026-01-01T10:00Z,2026-01-01T10:30Z\nA,Check,2026-01-01T12:00Z,2026-01-01T12:30Z\n"
    (tmp_path / "log.csv").write_text(f"Case ID,Activity,Start Timestamp,Complete Timestamp\n{rows}")
    said: dict[str, Any] = {"case_type": "case"} if format == "ocel" else {}
    log = read(export(load([str(tmp_path / "log.csv")]).analysis, format, program), f"log.{format}", **said)
    assert [one.actor for one in log.instances] == ["", ""]


DAYS = """\
case,activity,start,end
A,Enter,2026-03-28,2026-03-28
A,Check,2026-03-28,2026-03-30
A,Ship,2026-03-30,2026-03-30
"""


@pytest.mark.parametrize(("format", "program"), [one for one in FILES if one[0] != "ocel"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_days_without_clock_times_come_back_as_the_same_days(
    format: Any, program: Any, zone: str, tmp_path: Path
) -> None:
    before = read(DAYS, time_zone=zone)
    analysis = load([str(keep(tmp_path, DAYS, time_zone=zone).file)]).analysis
    assert formats.told(analysis, format) == []
    log = read(export(analysis, format, program), f"log.{format}", time_zone=zone)
    assert log.facts.days_only
    assert [(one.activity, one.start_ms, one.complete_ms) for one in log.instances] == [
        (one.activity, one.start_ms, one.complete_ms) for one in before.instances
    ]


def test_where_a_file_has_no_place_for_days_it_is_said_that_their_midnights_are_no_times(
    tmp_path: Path,
) -> None:
    days, timed = keep(tmp_path, DAYS, time_zone="UTC").file, tmp_path / "timed.csv"
    timed.write_text("case,activity,time\nB,Enter,2026-03-28T10:00Z\n")
    one, both = load([str(days)]).analysis, load([str(days), str(timed)]).analysis
    cases: list[tuple[Analysis, Format]] = [(one, "ocel"), (both, "ocel"), (both, "csv"), (both, "xes")]
    for analysis, into in cases:
        [line] = formats.told(analysis, into)
        assert "tells no clock times: midnights stand for days, and programs take them for times." in line
    assert b"2026-03-28T00:00:00.000Z" in export(both, "csv")


NOT_COMPLETED = """\
case,activity,timestamp,lifecycle
A,Given up,2026-01-01T10:00Z,start
A,Given up,2026-01-01T10:10Z,ate_abort
A,Left,2026-01-01T10:20Z,start
A,Left,2026-01-01T10:30Z,suspend
A,Taken up,2026-01-01T10:31Z,start
A,Taken up,2026-01-01T10:32Z,suspend
A,Taken up,2026-01-01T10:35Z,resume
A,Begun,2026-01-01T10:40Z,start
A,Refused,2026-01-01T10:45Z,ate_abort
A,Done,2026-01-01T10:50Z,start
A,Done,2026-01-01T10:55Z,complete
"""


@pytest.mark.parametrize(("format", "program"), FILES)
def test_what_was_not_completed_comes_back_as_not_completed(
    format: Any, program: Any, tmp_path: Path
) -> None:
    (tmp_path / "log.csv").write_text(NOT_COMPLETED)
    said: dict[str, Any] = {"case_type": "case"} if format == "ocel" else {}
    log = read(export(load([str(tmp_path / "log.csv")]).analysis, format, program), f"log.{format}", **said)
    before = read(NOT_COMPLETED)
    assert [(one.activity, one.completed) for one in log.instances] == [
        ("Given up", False), ("Left", False), ("Taken up", False), ("Begun", False), ("Refused", False),
        ("Done", True),
    ]  # fmt: skip
    assert [(one.start_ms, one.complete_ms, one.suspended, one.aborted) for one in log.instances] == [
        (one.start_ms, one.complete_ms, one.suspended, one.aborted) for one in before.instances
    ]
    assert [one.activity for one in log.instances if one.aborted] == ["Given up", "Refused"]


def test_xes_says_of_what_was_not_completed_how_it_ended_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(NOT_COMPLETED)
    text = export(load([str(tmp_path / "log.csv")]).analysis, "xes").decode()
    transitions = [
        line.split('value="')[1].split('"')[0] for line in text.splitlines() if "transition" in line
    ]
    assert transitions[1:] == [  # the first is that of an event that says none
        "start", "ate_abort", "start", "suspend", "resume", "start", "suspend", "resume", "start", "ate_abort",
        "start", "complete",
    ]  # fmt: skip


def test_xes_aborts_nothing_that_was_only_not_seen_to_be_completed() -> None:
    """A form that was filled in and not sent, in a recording: whether anybody went on is not known."""
    analysis = analysed(Take("r", "Ana").fill(0, "SO-1", "Customer").fill(60, "SO-1", "Quantity"))
    text = export(analysis, "xes")
    assert re.findall(r'transition" value="(\w+)"', text.decode())[1:] == ["start", "unknown"]
    [one] = read(text, "log.xes").instances
    [[step]] = [case.steps for case in analysis.cases]
    assert (one.start_ms, one.complete_ms) == (step.start_ms, step.complete_ms)
    assert (one.completed, one.aborted) == (False, False)
