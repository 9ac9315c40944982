"""A performance that a log tells ended without being complete: an attempt that did not do its step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledgerium_cli.build import documents_of
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.checks import check_cases
from ledgerium_cli.load import load
from ledgerium_cli.workflow.load import parse_workflow

from .make import read

FLOW = """
format = 1
name = "Orders"
ordered = true
ends_with = "bill"

[[activities]]
id = "enter"
title = "Enter"
at_most = 1
[[activities]]
id = "ship"
title = "Ship"
check = true
[[activities]]
id = "bill"
title = "Bill"
"""


def performed(folder: Path, *steps: str) -> Analysis:
    """A case; each step takes a minute of an hour of its own, and `!` says that it was aborted."""
    lines = ["case,activity,timestamp,lifecycle"]
    for hour, step in enumerate(steps, start=9):
        ended = "ate_abort" if step.endswith("!") else "complete"
        for clock, lifecycle in ((f"{hour:02}:00", "start"), (f"{hour:02}:01", ended)):
            lines.append(f"A,{step.rstrip('!')},2026-03-02T{clock}:00Z,{lifecycle}")
    (folder / "log.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "workflow.toml").write_text(FLOW, encoding="utf-8")
    return load([str(folder / "log.csv")]).analysis


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("Enter Ship Bill", []),
        ("Enter! Enter Ship Bill", []),
        ("Enter Ship! Bill", ["“Ship” was only tried and aborted; the case went on to “Bill”."]),
        ("Enter Bill! Ship Bill", []),
        ("Enter Bill!", []),
        ("Enter! Enter Enter Ship Bill", [
            "“Enter” was performed 2 times, beside 1 attempt that was aborted; 1 is the most declared."
        ]),
    ],
    ids=["done", "done after it", "given up", "in no wrong place", "no end of the case", "counts for nothing"],
)  # fmt: skip
def test_what_was_aborted_was_not_done(tmp_path: Path, steps: str, said: list[str]) -> None:
    """Also a check, which is done with either result, but not without one."""
    check = check_cases(performed(tmp_path, *steps.split()), parse_workflow(FLOW, "workflow.toml"), ())
    assert [str(one.deviation.reason) for one in check.found] == said
    assert check.fitness is not None
    assert (check.fitness.value == 1) is not bool(said)


def test_it_is_a_performance_whose_work_counts_and_doing_the_step_again_is_rework(tmp_path: Path) -> None:
    analysis = performed(tmp_path, "Enter!", "Enter", "Ship", "Bill")
    (case,) = analysis.cases
    assert case.variant == ("enter", "enter", "ship", "bill")
    assert case.parts.work == 4 * 60_000
    assert [(one.activity, one.count) for one in analysis.rework] == [(None, 1), ("enter", 1)]


def test_documents_tell_what_was_aborted_where_it_happened_and_what_came_next(tmp_path: Path) -> None:
    documents = documents_of(performed(tmp_path, "Enter!", "Enter", "Ship!", "Bill"))
    told = "1 time, in 1 case (A): it ended without being complete."
    assert f"- **Aborted** at “Enter”, {told} Next came “Enter” (1). (R1: 2–3)" in documents["sop.md"]
    assert "or a step was refused or aborted and not done after all." in documents["sop.md"]
    assert "| Enter | 1 of 2 | 1 case (A) | (R1: 2–3) |" in documents["report.md"]
    activities = json.loads(documents["analysis.json"])["activities"]
    assert [one["aborted"] and one["aborted"]["first"]["events"] for one in activities] == [
        [2, 3],
        [6, 7],
        None,
    ]
    assert activities[0]["aborted"]["cases"] == ["A"]


def test_what_is_only_not_completed_is_not_called_aborted(tmp_path: Path) -> None:
    begun = "case,activity,timestamp,lifecycle\nA,Enter,2026-03-02T09:00:00Z,start\nA,Ship,2026-03-02T10:00:00Z,start\n"
    rests = "A,Ship,2026-03-02T10:05:00Z,suspend\n"
    assert [(one.completed, one.aborted) for one in read(begun + rests).instances] == [(False, False)] * 2
    over = read(f"{begun}{rests}A,Ship,2026-03-02T10:09:00Z,pi_abort\n").instances
    assert [(one.completed, one.aborted) for one in over] == [(False, False), (False, True)]


ONE_ROW_EACH = "case,activity,timestamp,lifecycle\n"


def told(*rows: str) -> Any:
    """Rows of one case, a minute each, such as `Check ate_abort`."""
    lines = [f"A,{row.replace(' ', f',2026-03-02T09:{minute:02}:00Z,')}\n" for minute, row in enumerate(rows)]
    return read("".join([ONE_ROW_EACH, *lines]))


def test_an_end_without_completion_and_without_a_start_is_an_attempt_with_one_time() -> None:
    found = told("Enter complete", "Check ate_abort", "Check complete")
    assert [(one.activity, one.start_ms, one.completed, one.aborted) for one in found.instances] == [
        ("Enter", None, True, False), ("Check", None, False, True), ("Check", None, True, False),
    ]  # fmt: skip
    assert found.problems == ()


@pytest.mark.parametrize("announced", ["schedule", "enqueue", "assign"])
def test_what_was_only_announced_before_it_was_aborted_may_never_have_begun_and_its_line_is_named(
    announced: str,
) -> None:
    found = told("Enter complete", f"Check {announced}", "Check ate_abort")
    assert [one.activity for one in found.instances] == ["Enter"]
    *_, problem = found.problems
    assert (problem.line, problem.what) == (
        4, "'Check' of 'A' ended without being complete; that it was to begin is told, not that it did.",
    )  # fmt: skip
    assert problem.remedy == "The row was left out; if it did begin, give it a start."
    begun = told("Check schedule", "Check start", "Check complete", "Check ate_abort")
    assert [one.aborted for one in begun.instances] == [False, True], "what was announced did begin"


def test_a_column_of_the_case_that_is_called_aborted_aborts_no_step() -> None:
    rows = "case,activity,start,end,aborted\nA,Enter,2026-03-02T09:00:00Z,2026-03-02T09:01:00Z,true\n"
    assert [(one.completed, one.aborted) for one in read(rows).instances] == [(True, False)]


BREACHED = """
format = 1
name = "Orders"
[[activities]]
id = "check"
title = "Check"
check = true
outcomes = [
    { name = "Ok", result = "passed", when = { column = "Status", value = '^ok$' } },
    { name = "Breached", result = "breached", when = { column = "Status", value = '^bad$' } },
]
[[activities]]
id = "ship"
title = "Ship"
[[never]]
activity = "ship"
condition = "check_breached"
why = "It needs a decision."
"""


@pytest.mark.parametrize(("ended", "deviations"), [("ate_abort", 1), ("complete", 0)])
def test_a_check_that_was_aborted_has_no_result_and_settles_no_breach(
    tmp_path: Path, ended: str, deviations: int
) -> None:
    rows = [
        ("Check", "08:00", "start", ""), ("Check", "08:10", "complete", "bad"),
        ("Check", "09:00", "start", ""), ("Check", "09:10", ended, "ok"),
        ("Ship", "10:00", "start", ""), ("Ship", "10:10", "complete", ""),
    ]  # fmt: skip
    lines = [
        f"A,{name},2026-03-02T{clock}:00Z,{lifecycle},{status}" for name, clock, lifecycle, status in rows
    ]
    (tmp_path / "log.csv").write_text("\n".join(["case,activity,timestamp,lifecycle,Status", *lines]) + "\n")
    (tmp_path / "workflow.toml").write_text(BREACHED, encoding="utf-8")
    assert len(load([str(tmp_path / "log.csv")]).analysis.deviations) == deviations
