"""Steps of a log that rest, or are given up: what of their time is work."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledgerium_cli.load import load
from ledgerium_cli.logs.model import Instance

from .make import NEW_YEAR_MS, at, read

Told = tuple[str, str, int, str]
HEADER = "case,activity,timestamp,lifecycle\n"


def log(*rows: tuple[int, str], more: str = "") -> str:
    return HEADER + "".join(f"A,Check,{at(second)},{life}\n" for second, life in rows) + more


def rests(one: Instance) -> list[int]:
    return [(time - NEW_YEAR_MS) // 1000 for time in one.suspended]


def test_time_in_which_a_step_is_suspended_is_no_work_but_wait_of_that_step(tmp_path: Path) -> None:
    rows = (0, "start"), (10, "suspend"), (70, "resume"), (90, "complete")
    (tmp_path / "log.csv").write_text(log(*rows, more=f"A,Send,{at(100)},start\nA,Send,{at(130)},complete\n"))
    [case] = load([str(tmp_path / "log.csv")]).analysis.cases
    assert (case.parts.work, case.parts.between_step_wait, case.parts.paused) == (60_000, 70_000, None)
    check, send = case.steps
    assert (check.parts.work, check.parts.between_step_wait) == (30_000, 60_000)
    assert (send.parts.work, send.parts.between_step_wait) == (30_000, 10_000)


def test_what_is_suspended_to_its_end_waits_itself_and_not_the_step_behind_it(tmp_path: Path) -> None:
    rows = (0, "start"), (30, "suspend"), (90, "complete")
    (tmp_path / "log.csv").write_text(log(*rows, more=f"A,Send,{at(100)},start\nA,Send,{at(130)},complete\n"))
    [case] = load([str(tmp_path / "log.csv")]).analysis.cases
    check, send = case.steps
    assert (check.parts.work, check.parts.between_step_wait) == (30_000, 60_000)
    assert (send.parts.work, send.parts.between_step_wait) == (30_000, 10_000)


@pytest.mark.parametrize(
    ("rows", "span", "suspended", "completed"),
    [
        ([(0, "start"), (2, "suspend"), (9, "complete")], (0, 9), [2, 9], True),
        ([(0, "start"), (2, "suspend"), (3, "suspend"), (5, "resume"), (6, "resume")], (0, 6), [2, 5], False),
        ([(0, "start"), (2, "resume"), (9, "complete")], (0, 9), [], True),
        ([(0, "start"), (4, "ate_abort")], (0, 4), [], False),
        ([(0, "start"), (4, "suspend")], (0, 4), [4, 4], False),
        ([(0, "start"), (4, "suspend"), (7, "resume")], (0, 7), [4, 7], False),
        ([(0, "start")], (None, 0), [], False),
        ([(0, "start"), (2, "suspend"), (4, "complete"), (6, "resume")], (0, 4), [2, 4], True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("named", [True, False])
def test_a_step_lasts_until_its_end_or_until_it_was_last_heard_of(
    rows: list[tuple[int, str]],
    span: tuple[int | None, int],
    suspended: list[int],
    completed: bool,
    named: bool,
) -> None:
    text = log(*rows)
    if named:
        text = "\n".join(
            f"{line},{'instance' if line.startswith('case') else '7'}" for line in text.splitlines()
        )
    [one] = read(text.replace(",instance", ",activity_instance")).instances
    assert [None if one.start_ms is None else (one.start_ms - NEW_YEAR_MS) // 1000] == [span[0]]
    assert ((one.complete_ms - NEW_YEAR_MS) // 1000, rests(one), one.completed) == (
        span[1],
        suspended,
        completed,
    )


def test_without_instances_what_suspends_belongs_to_the_earliest_that_is_not_over() -> None:
    rows = (
        (0, "start"),
        (1, "start"),
        (2, "suspend"),
        (3, "resume"),
        (5, "complete"),
        (6, "suspend"),
        (8, "complete"),
    )
    found = read(log(*rows)).instances
    assert [rests(one) for one in found] == [[2, 3], [6, 8]]


def test_what_ends_or_suspends_nothing_is_left_out_and_counted() -> None:
    found = read(
        log((0, "suspend"), (1, "ate_abort"), (2, "start"), (3, "complete"), (4, "resume"), (5, "withdraw"))
    )
    assert found.spans == [("A", "Check", None, 1), ("A", "Check", 2, 3)]
    assert "1 of 'resume', 1 of 'suspend', 1 of 'withdraw'" in found.problems[0].what
    assert found.facts.left_out == 3


def test_what_suspends_an_instance_before_it_starts_says_nothing_of_it() -> None:
    text = f"case,activity,timestamp,lifecycle,activity_instance\nA,Check,{at(0)},suspend,7\nA,Check,{at(3)},start,7\n"
    [one] = read(text).instances
    assert (one.start_ms, one.complete_ms - NEW_YEAR_MS, one.suspended) == (None, 3000, [])


ONE_ROW = "case,activity,start,end,suspended,LIFSK\n"


def test_a_row_with_start_and_completion_may_say_when_it_rested() -> None:
    rested = f"{at(2)}/{at(3)} {at(5)}/{at(9)}"
    found = read(
        f"{ONE_ROW}A,Check,{at(0)},{at(9)},{rested},01\nA,Send,{at(10)},{at(11)},,02\n", keep=("LIFSK",)
    )
    check, send = found.instances
    assert (rests(check), rests(send)) == ([2, 3, 5, 9], [])
    assert (check.numbers, [(time - NEW_YEAR_MS) // 1000 for time in check.times]) == (
        [2] * 6,
        [0, 2, 3, 5, 9, 9],
    )
    assert check.kept == [[]] * 5 + [["01"]]
    assert not found.problems


@pytest.mark.parametrize(
    "told",
    ["yes", f"{at(2)}", f"{at(5)}/{at(3)}", f"{at(2)}/{at(99)}", f"{at(2)}/{at(3)}/{at(4)}/{at(5)}", "2/3"],
)
def test_what_is_no_list_of_intervals_within_the_step_is_told_and_nothing_rests(told: str) -> None:
    found = read(f"{ONE_ROW}A,Check,{at(0)},{at(9)},{told},\n")
    assert [(one.start_ms is not None, one.suspended) for one in found.instances] == [(True, [])]
    assert [(one.what[:46], one.remedy) for one in found.problems] == [
        ("1 row says in column 'suspended' what is no li", "They count as never suspended.")
    ]


def test_where_a_row_has_one_time_nothing_is_asked_of_its_rests() -> None:
    found = read(f"case,activity,timestamp,suspended\nA,Check,{at(0)},yes\n")
    assert ("suspended" in found.facts.columns, found.problems) == (False, ())
