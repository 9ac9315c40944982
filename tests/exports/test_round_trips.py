"""What was given away is read back as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ledgerium_cli.exports.names import NAMES
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load

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
    if program == "celonis":
        said = {"columns": {"start": "EVENTTIME"}}  # that it is the start is for a person to say
    log = read(export(analysis, format, program), f"log.{format}", **said)
    assert log.problems == ()
    before = "case:" if format == "ocel" else ""
    assert sorted((one.case, one.activity, one.start_ms, one.complete_ms) for one in log.instances) == sorted(
        (f"{before}{case.id}", one.step.activity.title, one.start_ms, one.complete_ms)
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
    if program == "celonis":
        said = {"columns": {"start": "EVENTTIME"}}
    log = read(export(load([str(tmp_path / "log.csv")]).analysis, format, program), f"log.{format}", **said)
    assert [one.actor for one in log.instances] == ["", ""]
