"""What rows of a log say beside its steps: signs of the workflow file may ask for it, and nothing else comes along."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ledgerium_cli.cases.model import Case
from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.errors import WorkflowFileError
from ledgerium_cli.load import load
from ledgerium_cli.logs.file import open_log, write
from ledgerium_cli.logs.model import Given
from ledgerium_cli.logs.read import read_log
from ledgerium_cli.recording.files import Source
from ledgerium_cli.workflow.load import parse_workflow

from .make import NEW_YEAR_MS, at, read

STATUS = (
    ("A", "Enter", 0, "New"), ("A", "Check", 100, "On hold"), ("A", "Call", 200, "On hold"),
    ("A", "Send", 500, "Open"), ("A", "Bill", 600, "On hold"),
    ("B", "Enter", 50, "New"), ("B", "Send", 90, "Open"),
)  # fmt: skip
WORKFLOW = """
format = 1
name = "Orders"
case = {{ name = "order", pattern = '[A-Z]' }}
[[activities]]
id = "check"
title = "Check"
{more}
[[holds]]
kind = "{kind}"
activity = "check"
begins = [{begins}]
ends = [{ends}]
"""


def workflow(begins: str, ends: str, kind: str = "credit", more: str = "") -> str:
    return WORKFLOW.format(begins=begins, ends=ends, kind=kind, more=more)


BY_STATUS = workflow(
    "{ column = 'Status', value = '^on hold$' }", "{ column = 'Status', value = '^(?!on hold$)' }"
)


def log_of(rows: tuple[tuple[str, str, int, str], ...], column: str = "Status") -> str:
    told = "".join(f"{case},{what},{at(second)},{says}\n" for case, what, second, says in rows)
    return f"case,activity,timestamp,{column}\n{told}"


def cases(folder: Path, text: str, rules: str) -> dict[str, Case]:
    (folder / "log.csv").write_text(text)
    (folder / "workflow.toml").write_text(rules)
    return {one.id: one for one in load([str(folder / "log.csv")]).analysis.cases}


def held(case: Case) -> list[tuple[int, int | None]]:
    def second(ms: int) -> int:
        return (ms - NEW_YEAR_MS) // 1000

    return [(second(one.start_ms), None if one.end_ms is None else second(one.end_ms)) for one in case.holds]


def test_a_case_is_held_as_long_as_its_rows_say_so(tmp_path: Path) -> None:
    found = cases(tmp_path, log_of(STATUS), BY_STATUS)
    assert held(found["A"]) == [(100, 500), (600, None)]
    assert (found["A"].held, found["B"].held) == (True, False)
    assert [(one.begun_event, one.ended_event) for one in found["A"].holds] == [(3, 5), (6, None)]


def test_rows_that_say_that_nothing_is_held_are_no_releases(tmp_path: Path) -> None:
    found = cases(tmp_path, log_of(STATUS), BY_STATUS)
    assert [one.releases_without_hold for one in found.values()] == [0, 0]


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    found = cases(tmp_path, log_of(STATUS[::-1]), BY_STATUS)
    assert held(found["A"]) == [(100, 500), (600, None)]


def test_a_block_code_holds_until_it_is_blank(tmp_path: Path) -> None:
    rows = (("A", "VA01", 0, ""), ("A", "VKM1", 10, "01"), ("A", "VA02", 20, "08"), ("A", "VKM3", 30, ""))
    rules = workflow("{ column = 'LIFSK', value = '.' }", "{ column = 'LIFSK', value = '^$' }")
    assert held(cases(tmp_path, log_of(rows, "LIFSK"), rules)["A"]) == [(10, 30)]


def test_a_hold_of_one_kind_gives_way_to_one_of_another_in_the_same_row(tmp_path: Path) -> None:
    rows = (("A", "Check", 0, "credit"), ("A", "Check", 10, "price"), ("A", "Check", 20, ""))
    rules = workflow(
        "{ column = 'Block', value = '^credit$' }", "{ column = 'Block', value = '^(?!credit)' }"
    )
    rules += rules[rules.index("[[holds]]") :].replace("credit", "price")
    found = cases(tmp_path, log_of(rows, "Block"), rules)["A"].holds
    assert [(one.kind, one.start_ms - NEW_YEAR_MS, (one.end_ms or 0) - NEW_YEAR_MS) for one in found] == [
        ("credit", 0, 10_000), ("price", 10_000, 20_000),
    ]  # fmt: skip


def test_a_change_of_a_field_is_told_by_its_name_and_its_value(tmp_path: Path) -> None:
    rows = (("A", "NETWR", 0, "99"), ("A", "LIFSK", 10, "01"), ("A", "NETWR", 20, ""), ("A", "LIFSK", 30, ""))
    rules = workflow(
        "{ activity = '^LIFSK$', column = 'VALUE_NEW', value = '.' }",
        "{ activity = '^LIFSK$', column = 'VALUE_NEW', value = '^$' }",
    )
    assert held(cases(tmp_path, log_of(rows, "VALUE_NEW"), rules)["A"]) == [(10, 30)]


def test_each_row_of_a_step_says_how_its_case_stands(tmp_path: Path) -> None:
    text = (
        "case,activity,timestamp,lifecycle,Status\n"
        f"A,Check,{at(0)},start,On hold\nA,Check,{at(30)},complete,Open\n"
    )
    assert held(cases(tmp_path, text, BY_STATUS)["A"]) == [(0, 30)]


def test_with_start_and_completion_in_one_row_its_completion_says_so(tmp_path: Path) -> None:
    text = f"case,activity,start,end,Status\nA,Check,{at(0)},{at(9)},On hold\nA,Send,{at(20)},{at(30)},Open\n"
    assert held(cases(tmp_path, text, BY_STATUS)["A"]) == [(9, 30)]


def test_outcomes_and_names_are_told_by_a_column_too(tmp_path: Path) -> None:
    more = (
        "belongs = [{ column = 'Status', value = '^on hold$' }]\n"
        "outcomes = [{ name = 'refused', result = 'refused', when = { column = 'Status', value = 'hold' } }]"
    )
    rules = BY_STATUS.replace('title = "Check"\n', f'title = "Check"\n{more}\n')
    steps = [one.step for one in cases(tmp_path, log_of(STATUS), rules)["A"].steps]
    assert [(one.activity.id, one.shape.outcome is not None) for one in steps] == [
        ("enter", False), ("check", True), ("check", True), ("send", False), ("check", True),
    ]  # fmt: skip


XES = (
    '<log xes.version="1.0"><trace><string key="concept:name" value="A"/>{}</trace></log>'.format(
        "".join(
            f'<event><string key="concept:name" value="{what}"/><date key="time:timestamp" value="{at(second)}"/>'
            f'<string key="Status" value="{says}"/></event>'
            for case, what, second, says in STATUS
            if case == "A"
        )
    )
)  # fmt: skip


@pytest.mark.parametrize(
    "text", [log_of(STATUS), f"{log_of(STATUS)}\n\n", XES, XES.replace("<event>", "<event >")]
)
def test_columns_and_attributes_come_along_when_asked_for_however_they_are_read(text: str) -> None:
    found = read(text, keep=("Status",))
    assert [one.kept for one in found.instances][:2] == [[["New"]], [["On hold"]]]
    assert (found.facts.kept, read(text).facts.kept) == (("Status",), ())
    assert all(one.kept == [] for one in read(text).instances)


def test_a_column_of_parquet_comes_along_as_text(tmp_path: Path) -> None:
    file = tmp_path / "log.parquet"
    duckdb.sql(
        f"COPY (SELECT 'A' AS case_id, 'Check' AS activity, TIMESTAMPTZ '2026-01-01 00:00:00Z' AS timestamp, 7 AS n,"
        f" NULL AS none) TO '{file}'"
    )
    with read_log(source := Source(str(file)), _format(source), Given(keep=("n", "none"))) as log:
        assert [one.kept for one in log.instances()] == [[["7", ""]]]


def _format(source: Source) -> Any:
    return log_format(source)


def test_what_came_along_is_kept_with_the_log_and_no_more_than_that(tmp_path: Path) -> None:
    file = tmp_path / "kept.log.parquet"
    source = Source("log.csv", log_of(STATUS).encode())
    with read_log(source, _format(source), Given(keep=("Status",))) as log:
        write(log, file)
        before = list(log.instances())
        facts = log.facts
    with open_log(Source(str(file)), facts, ("Status",)) as log:
        assert (list(log.instances()), log.problems) == (before, ())
    (tmp_path / "workflow.toml").write_text(BY_STATUS)
    [a, _] = load([str(file)]).analysis.cases
    assert held(a) == [(100, 500), (600, None)]


def test_a_kept_log_without_the_column_says_how_to_get_it(tmp_path: Path) -> None:
    source = Source("log.csv", log_of(STATUS).encode())
    with read_log(source, _format(source), Given()) as log:
        write(log, tmp_path / "kept.log.parquet")
    (tmp_path / "workflow.toml").write_text(BY_STATUS)
    [problem] = load([str(tmp_path / "kept.log.parquet")]).problems
    assert "'Status', which the workflow file asks for, did not come along" in problem.what
    assert problem.remedy == "Import the log again with --keep Status."


@pytest.mark.parametrize("keep", ["Sttus", "Empty"])
def test_a_column_that_says_nothing_is_told(keep: str) -> None:
    text = log_of(STATUS).replace(",Status", ",Status,Empty").replace("\n", ",\n").replace("Empty,", "Empty")
    assert [one.what for one in read(text, keep=(keep,)).problems] == [
        f"No row says anything in a column '{keep}'."
    ]


def test_a_sign_needs_column_and_value() -> None:
    with pytest.raises(WorkflowFileError, match="needs both, the column of a log and the value"):
        parse_workflow(workflow("{ column = 'Status' }", ""), "workflow.toml")
    with pytest.raises(WorkflowFileError, match="'\\(' is not a regular expression"):
        parse_workflow(workflow("{ column = 'Status', value = '(' }", ""), "workflow.toml")


def test_no_event_of_a_recording_shows_a_column() -> None:
    from ledgerium_cli.workflow.signs import Signs
    from ledgerium_cli.workflow.wire import Sign

    signs = Signs([Sign(column="Status", value="."), Sign(mark="hold")], ())
    assert (signs.by_page[None], sys.getsizeof(signs)) > (0, 0)
    assert signs.by_page[None] & 1 == 0
