"""What the engine finds in generated recordings is what their generator knows to be true, case by case."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import pytest

from generate import Generated, Options, generate
from known_truth import CaseTruth, HoldTruth, StepTruth
from ledgerium_cli.cases.model import Case
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.workflow.load import load_workflow

FOLDER = Path(__file__).parents[2] / "examples" / "generated"
WORKFLOW = load_workflow(FOLDER / "workflow.toml")

PLAIN = Options(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
"""Nothing out of the ordinary: each order goes straight through, one after the other."""
EVERYTHING = Options(0.3, 0.3, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.5, tasks_per_recording=3)

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


def read(generated: Generated) -> list[Recording]:
    recordings = [read_recording(data, name)[0] for name, data in generated.recordings.items()]
    return [recording for recording in recordings if recording is not None]


def as_truth(case: Case, analysis: Analysis) -> CaseTruth:
    """What the engine found about a case, in the words of the generator."""
    waits = dict(analysis.metrics.intervals[0].by_case)
    deviations = sorted((one.kind, one.activity) for one in analysis.deviations if one.case == case.id)
    assert case.held is not None
    assert case.complete is not None
    return CaseTruth(
        id=case.id,
        cycle_ms=case.cycle_ms,
        work_ms=case.parts.work,
        system_wait_ms=case.parts.system_wait,
        idle_ms=case.parts.idle,
        between_step_wait_ms=case.parts.between_step_wait,
        paused_ms=case.parts.paused,
        steps=tuple(
            StepTruth(one.step.activity.id, one.step.actor, one.start_ms, one.complete_ms)
            for one in case.steps
        ),
        holds=tuple(HoldTruth(hold.kind, hold.start_ms, hold.end_ms) for hold in case.holds),
        held=case.held,
        releases_without_hold=case.releases_without_hold,
        complete=case.complete,
        deviations=tuple(deviations),
        credit_check_wait_ms=waits.get(case.id),
    )


def assert_true(generated: Generated) -> None:
    analysis = analyse(read(generated), WORKFLOW)
    found = {case.id: as_truth(case, analysis) for case in analysis.cases}
    assert sorted(found) == [case.id for case in generated.truth.cases]
    for case in generated.truth.cases:
        assert asdict(found[case.id]) == asdict(case)


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("seed", range(3))
def test_every_case_is_as_it_was_generated(office: str, seed: int) -> None:
    people, options = OFFICES[office]
    assert_true(generate(orders=12, seed=seed, people=people, options=options))


def test_totals_are_as_generated() -> None:
    generated = generate(orders=40, seed=11, people=3)
    analysis = analyse(read(generated), WORKFLOW)
    truth, rate = generated.truth, analysis.metrics.hold_rate
    assert (rate.held, rate.n) == (truth.held, truth.reached)
    assert {one.activities: len(one.cases) for one in analysis.variants} == dict(truth.variants)
    assert sum(path.hand_offs for path in analysis.paths) == truth.hand_offs


def test_the_generator_makes_what_it_promises() -> None:
    """A test against truth proves nothing about what is never generated."""
    truths = [generate(40, seed, people=4, options=EVERYTHING).truth for seed in (1, 2, 3)]
    cases = [case for truth in truths for case in truth.cases]
    for part in ("work_ms", "system_wait_ms", "idle_ms", "between_step_wait_ms", "paused_ms"):
        assert any(getattr(case, part) for case in cases), part
    holds = {(hold.kind, hold.end_ms is not None) for case in cases for hold in case.holds}
    assert holds == {("credit", True), ("credit", False), ("marked", True), ("marked", False)}
    assert {len(case.holds) for case in cases} >= {0, 1, 2}
    deviations = {kind for case in cases for kind, _ in case.deviations}
    assert deviations == {"missing step", "out of order", "forbidden combination"}
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
