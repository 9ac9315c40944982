"""Steps of a log that have the same time: they come in the order of its rows."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ledgerium_cli.cli.app import app
from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.findings.checks import check_cases
from ledgerium_cli.load import load
from ledgerium_cli.logs.model import Given
from ledgerium_cli.logs.read import read_log
from ledgerium_cli.logs.summary import summary_of
from ledgerium_cli.recording.files import Source
from ledgerium_cli.workflow.load import parse_workflow

FLOW = """
format = 1
name = "Orders"
ordered = true

[[activities]]
id = "enter"
title = "Enter"
[[activities]]
id = "check"
title = "Check"
outcomes = [{ name = "Over the limit", result = "breached", when = { column = "Result", value = "over" } }]
[[activities]]
id = "ship"
title = "Ship"

[[holds]]
kind = "block"
activity = "check"
begins = [{ column = "Block", value = "." }]
ends = [{ column = "Block", value = "^$" }]

[[never]]
activity = "ship"
condition = "hold_open"
why = "It is blocked."
[[never]]
activity = "ship"
condition = "check_breached"
why = "It is over the limit."
"""


def found(folder: Path, *rows: str) -> list[tuple[str, str]]:
    """The deviations of a case; a row is activity, start, completion, block and result, with clock times of one day."""
    log = folder / "log.csv"
    lines = ["case,activity,start,end,Block,Result"]
    for row in rows:
        activity, start, end, *rest = row.split(",")
        lines.append(",".join(["A", activity, *(f"2026-03-02T{clock}:00Z" for clock in (start, end)), *rest]))
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "workflow.toml").write_text(FLOW, encoding="utf-8")
    check = check_cases(load([str(log)]).analysis, parse_workflow(FLOW, "workflow.toml"), ())
    deviations = [(one.deviation.kind, one.deviation.activity) for one in check.found]
    assert check.fitness is not None
    assert (check.fitness.value == 1) is all(kind != "out of order" for kind, _ in deviations)
    return deviations


ENTERED, BLOCKED = "Enter,09:00,09:00,,", "Check,10:00,10:00,01,"
WHILE_BLOCKED = [("forbidden combination", "ship")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("Check,12:00,12:00,,", "Ship,12:00,12:00,,"), []),
        (("Ship,12:00,12:00,,",), []),
        (("Ship,11:00,12:00,01,", "Check,12:00,12:00,,"), WHILE_BLOCKED),
    ],
    ids=["released by the row before", "released by its own row", "released by the row after"],
)
def test_a_hold_that_is_released_at_the_time_of_a_step_is_open_until_its_row(
    tmp_path: Path, rows: tuple[str, ...], said: list[tuple[str, str]]
) -> None:
    assert found(tmp_path, ENTERED, BLOCKED, *rows) == said


def test_a_hold_that_begins_at_the_time_of_a_step_is_open_from_its_row(tmp_path: Path) -> None:
    assert found(tmp_path, ENTERED, "Check,12:00,12:00,01,", "Ship,12:00,12:00,01,") == WHILE_BLOCKED
    assert found(tmp_path, ENTERED, "Check,12:00,12:00,,", "Ship,12:00,12:00,01,") == []


def test_of_two_steps_that_start_at_the_same_time_none_is_out_of_order(tmp_path: Path) -> None:
    """The second row may have come first: only a difference in time is a deviation, in days as in milliseconds."""
    assert found(tmp_path, ENTERED, "Ship,12:29,12:29,,", "Check,12:30,12:30,,") == [
        ("out of order", "check")
    ]
    assert found(tmp_path, ENTERED, "Ship,12:30,12:30,,", "Check,12:30,12:30,,") == []
    assert (
        found(tmp_path, "Check,12:30,12:30,,", "Ship,12:30,12:30,,", ENTERED.replace("09:00", "12:30")) == []
    )
    assert found(tmp_path, ENTERED, "Check,12:30,12:30,,", "Ship,12:30,12:30,,") == []


SORTED = (
    "_CASE_KEY,ACTIVITY_EN,EVENTTIME,_SORTING\n"
    "1,Ship,2026-03-02T09:00:00Z,30\n1,Enter,2026-03-02T09:00:00Z,4\n1,Check,2026-03-02T09:00:00Z,20\n"
    "2,Ship,2026-03-02T09:00:00Z,30\n2,Check,2026-03-02T09:00:00Z,\n2,Enter,2026-03-02T08:00:00Z,50\n"
)


@pytest.mark.parametrize("imported", [False, True])
def test_a_column_for_sorting_says_in_which_order_rows_of_one_time_are(
    tmp_path: Path, *, imported: bool
) -> None:
    """Tables of Celonis are exported in any order."""
    log, told = tmp_path / "log.csv", ""
    log.write_text(SORTED)
    if imported:
        kept = tmp_path / "kept.log.parquet"
        run = CliRunner().invoke(app, ["import", str(log), "-o", str(kept)])
        log, told = kept, run.stderr
        assert "sorting is '_SORTING'" in told
        assert (
            "3 steps start at the time of the one before in its case: column '_SORTING' says in which order."
            in told
        )
    cases = load([str(log)]).analysis.cases
    assert [one.variant for one in cases] == [("enter", "ship", "check"), ("enter", "check", "ship")]
    assert [one.step.numbers[0] for one in cases[1].steps] == [3, 4, 2]


def test_an_order_that_a_column_tells_can_be_out_of_order(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(SORTED.replace(",4\n", ",40\n"))
    (tmp_path / "workflow.toml").write_text(FLOW)
    deviations = load([str(tmp_path / "log.csv")]).analysis.deviations
    assert [(one.case, one.kind, one.activity) for one in deviations if one.kind == "out of order"] == [
        ("2", "out of order", "check"),
        ("1", "out of order", "enter"),
    ]


def test_an_import_counts_the_steps_whose_order_only_the_rows_tell(tmp_path: Path) -> None:
    rows = "A,Enter,2026-03-02T09:00:00Z,2026-03-02T09:30:00Z\nA,Check,2026-03-02T09:00:00Z,2026-03-02T09:10:00Z\n"
    (tmp_path / "log.csv").write_text(f"case,activity,start,end\n{rows}")
    run = CliRunner().invoke(
        app, ["import", str(tmp_path / "log.csv"), "-o", str(tmp_path / "kept.log.parquet")]
    )
    assert "1 step starts at the time of the one before in its case: in the order of the rows." in run.stderr
    with read_log(
        Source(str(tmp_path / "log.csv")), log_format(Source(str(tmp_path / "log.csv"))), Given()
    ) as log:
        assert summary_of(log.tables).variants == ((("Enter", "Check"), 1),)


def test_a_check_is_breached_for_the_steps_of_later_rows(tmp_path: Path) -> None:
    breached = "Check,12:30,12:30,,over"
    assert found(tmp_path, ENTERED, breached, "Ship,12:30,12:30,,") == WHILE_BLOCKED
    assert found(tmp_path, ENTERED, "Ship,12:30,12:30,,", breached) == []


def test_a_breach_is_seen_though_a_step_before_it_is_still_going_on(tmp_path: Path) -> None:
    assert (
        found(tmp_path, "Enter,09:00,12:00,,", "Check,10:00,10:30,,over", "Ship,11:00,11:30,,")
        == WHILE_BLOCKED
    )
