"""The worked example of `docs/metrics.md`, case by case, part by part, step by step.

Two people, two orders, seconds since Ana began to record; three minutes without input are no longer work.

| who | at | in case | does | the page answers |
| --- | --- | --- | --- | --- |
| Ana | 0 | A | begins to record on a page of A | |
| | 10 | A | fills a field (enter) | |
| | 40 | A | sends the form (enter) | at 43 |
| | 60 | B | fills a field (enter) | |
| | 100 | A | presses validate | at 101 |
| | 150 | B | sends the form (enter) | |
| Ben | 500 | A | begins to record on a page of A | |
| | 520 | A | presses credit check | at 522 |
| | 900 | A | presses release | at 901 |
"""

from __future__ import annotations

import pytest

from ledgerium_cli.cases.model import Case, Parts
from ledgerium_cli.engine.operations import cases_of

from .make import WORKFLOW, fills, message, page, presses, recording, sends


def seconds(parts: Parts) -> dict[str, int]:
    """The parts that are not zero."""
    names = ("work", "system_wait", "idle", "between_step_wait", "paused")
    return {name: value // 1000 for name in names if (value := getattr(parts, name))}


ANA = recording(
    "Ana",
    0,
    page(0, "A"),
    fills(10, "A"),
    sends(40, "A"),
    page(43, "A"),
    fills(60, "B"),
    presses(100, "A", "validate"),
    message(101, "A"),
    sends(150, "B"),
)
BEN = recording(
    "Ben",
    500,
    page(500, "A"),
    presses(520, "A", "credit check"),
    message(522, "A"),
    presses(900, "A", "release"),
    message(901, "A"),
)


@pytest.fixture(params=[(ANA, BEN), (BEN, ANA)], ids=["Ana, Ben", "Ben, Ana"])
def cases(request: pytest.FixtureRequest) -> dict[str, Case]:
    """In both orders of the recordings."""
    return {case.id: case for case in cases_of(request.param, WORKFLOW)}


def test_case_a_took_901_seconds(cases: dict[str, Case]) -> None:
    assert cases["A"].cycle_ms == 901_000
    assert seconds(cases["A"].parts) == {
        "work": 10 + 30 + 40 + 20,  # to the field, to the form, 60–100 to validate, 500–520 to check credit
        "system_wait": 3 + 1 + 2 + 1,  # after the form, validate, credit check and release
        "between_step_wait": 17 + 399 + 378,  # 43–60 for validate, 101–500 for Ben, 522–900 for release
    }


def test_case_b_took_90_seconds(cases: dict[str, Case]) -> None:
    assert cases["B"].cycle_ms == 90_000
    assert seconds(cases["B"].parts) == {
        "work": 49,  # 101–150
        "between_step_wait": 41,  # 60–101: its actor was on A
    }


def test_each_second_of_case_a_is_one_part_of_one_step(cases: dict[str, Case]) -> None:
    activity_of = {timed.step.key: timed.step.activity.id for timed in cases["A"].steps}
    slices = [
        (one.start_ms // 1000, one.end_ms // 1000, one.part, activity_of[one.step])
        for one in cases["A"].slices
    ]
    assert slices == [
        (0, 40, "work", "enter"),
        (40, 43, "system_wait", "enter"),
        (43, 60, "between_step_wait", "validate"),
        (60, 100, "work", "validate"),
        (100, 101, "system_wait", "validate"),
        (101, 500, "between_step_wait", "credit-check"),
        (500, 520, "work", "credit-check"),
        (520, 522, "system_wait", "credit-check"),
        (522, 900, "between_step_wait", "release"),
        (900, 901, "system_wait", "release"),
    ]


@pytest.mark.parametrize(
    ("case", "activity", "actor", "start", "complete", "parts"),
    [
        ("A", "enter", "Ana", 0, 43, {"work": 40, "system_wait": 3}),
        ("A", "validate", "Ana", 60, 101, {"work": 40, "system_wait": 1, "between_step_wait": 17}),
        ("A", "credit-check", "Ben", 500, 522, {"work": 20, "system_wait": 2, "between_step_wait": 399}),
        ("A", "release", "Ben", 900, 901, {"system_wait": 1, "between_step_wait": 378}),
        # Its first field came at 60, but nobody is seen to work on it before 101.
        ("B", "enter", "Ana", 101, 150, {"work": 49, "between_step_wait": 41}),
    ],
)
def test_a_step_starts_where_its_work_begins_and_its_own_parts_add_up(
    cases: dict[str, Case],
    case: str,
    activity: str,
    actor: str,
    start: int,
    complete: int,
    parts: dict[str, int],
) -> None:
    (step,) = [timed for timed in cases[case].steps if timed.step.activity.id == activity]
    assert step.step.actor == actor
    assert (step.start_ms, step.complete_ms) == (start * 1000, complete * 1000)
    assert seconds(step.parts) == parts


def test_a_reached_the_declared_end_and_b_is_open(cases: dict[str, Case]) -> None:
    assert cases["A"].complete is True
    assert cases["B"].complete is False


def test_ana_worked_no_longer_than_her_timeline(cases: dict[str, Case]) -> None:
    hers = [timed for case in cases.values() for timed in case.steps if timed.step.actor == "Ana"]
    assert sum(timed.parts.work for timed in hers) == (40 + 40 + 49) * 1000  # of 150
