"""What the engine finds in generated recordings is what their generator knows to be true, number by number."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from generate import Options, generate
from ledgerium_cli.recording.read import read_recording

from .compare import assert_every_number
from .offices import FOLDER, THREE_MONTHS, WORKFLOW

PLAIN = Options(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
"""Nothing out of the ordinary: each order goes straight through, one after the other."""
EVERYTHING = Options(0.3, 0.3, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.5, tasks_per_recording=3)

TWO_WEEKS = Options(per_day=6, drift_from=5, drift=2)

OFFICES = {
    "one person, straight through": (1, PLAIN),
    "one person, hurdles": (1, replace(PLAIN, hurdles=1)),
    "one person, orders interleaved": (1, replace(PLAIN, interleaved=0.5)),
    "two people, hurdles": (2, replace(PLAIN, hurdles=1)),
    "four people on the same orders": (4, replace(PLAIN, overlapping=0.7)),
    "pauses and absences": (2, replace(PLAIN, pauses=0.3, idle=0.3)),
    "slow answers": (2, replace(PLAIN, slow_answers=0.5)),
    "notes": (2, replace(PLAIN, notes=0.5, notes_before_number=0.5)),
    "clocks that go back, computers that sleep": (2, replace(PLAIN, clock_back=0.3, asleep=0.1)),
    "recordings cut off": (3, replace(PLAIN, hurdles=0.5, cut_off=1, tasks_per_recording=2)),
    "everything at once": (4, EVERYTHING),
}


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("seed", range(3))
def test_every_case_is_as_it_was_generated(office: str, seed: int) -> None:
    people, options = OFFICES[office]
    assert_every_number(generate(orders=12, seed=seed, people=people, options=options), WORKFLOW)


def test_two_weeks_with_a_drift_in_the_middle() -> None:
    """Five people with nights and a week-end between, holds, rework."""
    found = assert_every_number(generate(orders=60, seed=8, people=5, options=TWO_WEEKS), WORKFLOW)
    assert {"self_loop", "repetition"} == {one["how"] for one in found["rework"]}
    causes = ("batching", "contention", "prioritisation", "unavailability", "extraneous", "not_identifiable")
    assert all(found["waiting"][f"{cause}_ms"] for cause in causes)
    assert len(found["trends"]["week"]["differences"]) == 4


@pytest.mark.trials
def test_two_thousand_recordings_of_five_people_over_three_months() -> None:
    generated = generate(orders=2_400, seed=7, people=5, options=THREE_MONTHS)
    assert len(generated.recordings) >= 2_000
    found = assert_every_number(generated, WORKFLOW)
    weeks = found["trends"]["week"]
    assert len(weeks["periods"]) >= 13
    drift = {one["since"] for one in weeks["shifts"] if one["measure"] in ("cycle", "wait")}
    assert drift
    assert drift <= {"2027-W01", "2027-W02"}, "the drift began on Thursday of the first week of January"


def test_the_generator_makes_what_it_promises() -> None:
    """A test against truth proves nothing about what is never generated."""
    truths = [generate(40, seed, people=4, options=EVERYTHING).truth for seed in (1, 2, 3, 4)]
    cases = [case for truth in truths for case in truth.cases]
    for part in ("work_ms", "system_wait_ms", "idle_ms", "between_step_wait_ms", "paused_ms"):
        assert any(getattr(case, part) for case in cases), part
    holds = {(hold.kind, hold.end_ms is not None) for case in cases for hold in case.holds}
    assert holds == {("credit", True), ("credit", False), ("marked", True), ("marked", False)}
    assert {len(case.holds) for case in cases} >= {0, 1, 2}
    deviations = {kind for case in cases for kind, _ in case.deviations}
    assert deviations == {"missing step", "out of order", "too often", "forbidden combination"}
    assert {case.complete for case in cases} == {True, False}
    assert any(case.releases_without_hold for case in cases)
    assert any(one.complete_ms > other.start_ms for case in cases for one, other in pairwise(case.steps))
    assert all(truth.hand_offs for truth in truths)


def test_the_same_arguments_give_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    for name, hash_seed in (("one", "1"), ("other", "2")):
        subprocess.run(
            [sys.executable, FOLDER / "generate.py", "--orders", "5", "--seed", "3", "-o", tmp_path / name],
            env={"PYTHONHASHSEED": hash_seed},
            check=True,
        )
    files = {file.name: file.read_bytes() for file in (tmp_path / "one").iterdir()}
    assert files == {file.name: file.read_bytes() for file in (tmp_path / "other").iterdir()}
    truth = json.loads(files.pop("truth.json"))
    assert len(truth["cases"]) == 5
    assert files == generate(orders=5, seed=3).recordings


def test_recordings_are_whole_but_for_what_was_done_to_them() -> None:
    generated = generate(orders=12, seed=1, options=replace(PLAIN, hurdles=1))
    for name, data in generated.recordings.items():
        recording, problems = read_recording(data, name)
        assert recording is not None
        assert recording.sealed
        assert recording.generated
        assert problems == []
