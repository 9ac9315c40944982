"""Steps of a log that have the same time: they stand in the order of its rows, and nothing is judged by that."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ledgerium_cli.cli.app import app
from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.findings.checks import Check, check_cases
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
outcomes = [
  { name = "Over the limit", result = "breached", when = { column = "Result", value = "over" } },
  { name = "Within it", result = "passed", when = { column = "Result", value = "in" } },
]
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


def checked(folder: Path, *rows: str, head: str = "") -> Check:
    """A check of a case; a row is activity, start, completion, block and result, with clock times of one day, and what
    `head` adds."""
    log = folder / "log.csv"
    lines = ["case,activity,start,end,Block,Result" + head]
    for row in rows:
        activity, start, end, *rest = row.split(",")
        lines.append(",".join(["A", activity, *(f"2026-03-02T{clock}:00Z" for clock in (start, end)), *rest]))
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "workflow.toml").write_text(FLOW, encoding="utf-8")
    return check_cases(load([str(log)]).analysis, parse_workflow(FLOW, "workflow.toml"), ())


def found(folder: Path, *rows: str, head: str = "") -> list[tuple[str, str]]:
    """The deviations, and what is not known."""
    check = checked(folder, *rows, head=head)
    deviations = [(one.deviation.kind, one.deviation.activity) for one in check.found]
    assert check.fitness is not None
    assert (check.fitness.value == 1) is all(kind != "out of order" for kind, _ in deviations)
    return deviations + [("not known", str(one.question)) for one in check.not_known]


def orders(*rows: str) -> Iterator[tuple[str, ...]]:
    yield from (rows, rows[::-1], (*rows[2:], *rows[:2]))


ENTERED, BLOCKED = "Enter,09:00,09:00,,", "Check,10:00,10:00,01,"
WHILE_BLOCKED = [("forbidden combination", "ship")]


WHETHER_HELD = [("not known", "whether “Ship” went through while a hold was open")]
WHETHER_BREACHED = [("not known", "whether “Ship” went through while a breached check was not settled")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("Check,12:00,12:00,,", "Ship,12:00,12:00,,"), WHETHER_HELD),
        (("Ship,12:00,12:00,,",), []),
        (("Ship,11:00,12:00,01,", "Check,12:00,12:00,,"), WHILE_BLOCKED),
        (("Check,11:00,12:00,,", "Ship,12:00,12:00,01,"), []),
    ],
    ids=[
        "released by another row",
        "released by its own row",
        "over as it is released",
        "released by what is over as it begins",
    ],
)
def test_whether_a_hold_is_open_at_the_time_it_is_released_is_not_told_by_the_order_of_rows(
    tmp_path: Path, rows: tuple[str, ...], said: list[tuple[str, str]]
) -> None:
    for own in orders(ENTERED, BLOCKED, *rows):
        assert found(tmp_path, *own) == said


def test_nor_is_it_at_the_time_it_begins(tmp_path: Path) -> None:
    for rows in orders(ENTERED, "Check,12:00,12:00,01,", "Ship,12:00,12:00,01,"):
        assert found(tmp_path, *rows) == WHETHER_HELD


def test_a_column_for_sorting_tells_whether_a_hold_was_open(tmp_path: Path) -> None:
    rows = ENTERED + ",1", "Check,12:00,12:00,01,,2"
    assert found(tmp_path, "Ship,12:00,12:00,01,,3", *rows, head=",_SORTING") == WHILE_BLOCKED
    assert found(tmp_path, *rows, "Ship,12:00,12:00,,,1", head=",_SORTING") == [("out of order", "check")]


def holds(folder: Path, *rows: str) -> list[tuple[str, bool | None]]:
    """When each hold began, and whether it was released."""
    checked(folder, *rows)
    [case] = load([str(folder / "log.csv")]).analysis.cases
    return [(f"{datetime.fromtimestamp(one.start_ms / 1000, UTC):%H:%M}", one.released) for one in case.holds]


def test_of_what_begins_a_hold_and_what_says_that_none_is_open_at_one_time_either_may_be_last(
    tmp_path: Path,
) -> None:
    rows = ENTERED, "Check,12:00,12:00,01,", "Call,12:00,12:00,,", "Ship,13:00,13:00,01,"
    for own in orders(*rows):
        assert holds(tmp_path, *own) == [("12:00", None)]
        assert [str(one.question) for one in checked(tmp_path, *own).not_known] == [WHETHER_HELD[0][1]]
    for own in orders(BLOCKED, *rows):
        assert holds(tmp_path, *own) == [("10:00", True), ("12:00", None)]


def test_of_a_hold_and_a_release_of_the_same_time_the_release_is_the_later(tmp_path: Path) -> None:
    """Nothing else was open that it could have released."""
    (tmp_path / "workflow.toml").write_text(
        FLOW.replace('{ column = "Block", value = "." }', '{ activity = "^Hold$" }').replace(
            '{ column = "Block", value = "^$" }', '{ activity = "^Release$" }'
        )
    )
    for own in orders("Enter,9", "Hold,12", "Release,12", "Ship,13"):
        lines = (f"A,{row.replace(',', ',2026-03-02T')}:00:00Z\n".replace("T9", "T09") for row in own)
        (tmp_path / "log.csv").write_text("case,activity,time\n" + "".join(lines))
        [case] = load([str(tmp_path / "log.csv")]).analysis.cases
        assert [(one.length_ms, one.released) for one in case.holds] == [(0, True)]
        assert case.releases_without_hold == 0


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


def test_nor_does_it_tell_what_a_step_that_is_out_of_order_came_after(tmp_path: Path) -> None:
    rows = "Check,12:00,12:00,,", "Ship,12:00,12:00,,", "Enter,13:00,13:00,,"
    for own in orders(*rows):
        [found] = checked(tmp_path, *own).found
        assert str(found.deviation.reason) == "“Enter” came after “Check”."


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


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("Check,12:30,12:30,,over", "Ship,12:30,12:30,,"), WHETHER_BREACHED),
        (("Check,12:00,12:00,,over", "Check,12:00,12:00,,in", "Ship,12:30,12:30,,"), WHETHER_BREACHED),
        (("Check,12:00,12:00,,over", "Check,12:30,12:30,,in", "Ship,12:30,12:30,,"), WHETHER_BREACHED),
        (("Check,12:00,12:00,,over", "Check,12:30,12:30,,over", "Ship,12:30,12:30,,"), WHILE_BLOCKED),
        (("Check,12:00,12:30,,over", "Ship,12:30,12:30,,"), WHILE_BLOCKED),
    ],
    ids=["with the step", "both before it", "passed with it", "twice", "over as the step begins"],
)
def test_whether_a_check_was_breached_before_a_step_is_not_told_by_the_order_of_rows(
    tmp_path: Path, rows: tuple[str, ...], said: list[tuple[str, str]]
) -> None:
    for own in orders(ENTERED, *rows):
        assert found(tmp_path, *own) == said


def test_a_breach_is_seen_though_a_step_before_it_is_still_going_on(tmp_path: Path) -> None:
    assert (
        found(tmp_path, "Enter,09:00,12:00,,", "Check,10:00,10:30,,over", "Ship,11:00,11:30,,")
        == WHILE_BLOCKED
    )
