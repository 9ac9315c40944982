"""What holds for every recording: nothing is lost or counted twice, time adds up, order does not matter."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from generate import Options, generate
from known_truth import Performance, Seen, paint_actors, spent_on
from ledgerium_cli.cases.model import Case, total
from ledgerium_cli.engine.operations import analyse, cases_of
from ledgerium_cli.recording import format as trace_format
from ledgerium_cli.recording import wire
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.steps.of_recording import steps_of
from ledgerium_cli.steps.presses import causes_of
from ledgerium_cli.steps.rules import Rules
from ledgerium_cli.steps.told import case_teller, tell_cases
from ledgerium_cli.workflow.load import load_workflow
from ledgerium_cli.workflow.wire import Workflow

from .strategies import several_recordings

DECLARED = load_workflow(Path(__file__).parents[2] / "examples" / "generated" / "workflow.toml")
BUSY = Options(0.3, 0.3, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.5, tasks_per_recording=2)


def always(examples: int) -> Callable[[Any], Any]:
    """The same examples in every run."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def from_the_generator(seed: int) -> list[Recording]:
    files = generate(orders=2, seed=seed, people=3, options=BUSY).recordings
    return [recording for name, data in files.items() if (recording := read_recording(data, name)[0])]


ANY_RECORDINGS = several_recordings() | st.sampled_from([from_the_generator(seed) for seed in range(8)])
ANY_WORKFLOW = st.sampled_from([None, DECLARED])


# --------------------------------------------------------------------------------------------------- steps


@always(80)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_steps_partition_the_events_that_belong_to_a_case_but_for_a_last_look(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    for recording in recordings:
        teller = case_teller(recording, workflow)
        told = tell_cases(recording, teller, causes_of(recording.events), 180_000)
        of_case = {event: known.case for event, known in zip(recording.events, told, strict=True) if known}
        steps = steps_of(recording, teller, Rules(workflow))
        by_number = {event.seq: event for event in recording.events}
        found = [(by_number[number], step.case) for step in steps for number in step.events]
        assert len(dict(found)) == len(found)  # none in two steps
        assert dict(found).items() <= of_case.items()
        for look in of_case.keys() - dict(found).keys():
            done = [event.seq for event, case in found if case == of_case[look] and event.is_input]
            assert look.kind in LOOKS or (look.kind == "message_shown" and not done)
            assert look.seq > max(done, default=0)


LOOKS = {"page_shown", "tab_shown", "tab_hidden", "paused", "resumed", "click", "field_changed", "copy"}
"""Ways to look at a case: pages, links and searches. Nothing was sent, said, pasted or declared; what a page
says of its own accord makes no case of a look."""


# ---------------------------------------------------------------------------------------------------- time


@always(80)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_time_adds_up(recordings: list[Recording], workflow: Workflow | None) -> None:
    for case in cases_of(recordings, workflow):
        assert case.parts.total == case.cycle_ms
        assert total(timed.parts for timed in case.steps) == case.parts
        assert all(piece.length_ms > 0 for piece in case.slices)
        assert all(one.end_ms == other.start_ms for one, other in pairwise(case.slices))
        assert all(
            case.start_ms <= timed.start_ms <= timed.complete_ms <= case.end_ms for timed in case.steps
        )
        assert all(hold.end_ms is None or hold.end_ms >= hold.start_ms for hold in case.holds)


@always(80)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_nobody_works_longer_than_their_timeline(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    work: Counter[str] = Counter()
    for case in cases_of(recordings, workflow):
        for timed in case.steps:
            work[timed.step.actor] += timed.parts.work
    moments: dict[str, list[int]] = defaultdict(list)
    for recording in recordings:
        moments[recording.actor] += [recording.start_ms, *(event.at_ms for event in recording.events)]
    assert all(work[actor] <= max(times) - min(times) for actor, times in moments.items())


@always(80)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_each_part_of_time_is_what_counting_second_by_second_gives(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    cases = cases_of(recordings, workflow)
    painted = paint_actors(_seen(recordings, cases), {one.id: one.start_ms // 1000 for one in recordings})
    for case in cases:
        span = range(case.start_ms // 1000, case.end_ms // 1000)
        seconds = Counter(spent_on(case.id, span, painted.values()).values())
        found = (case.parts.work, case.parts.system_wait, case.parts.idle, case.parts.paused)
        assert found == tuple(seconds[part] * 1000 for part in ("work", "system_wait", "idle", "paused"))


def _seen(recordings: Sequence[Recording], cases: Sequence[Case]) -> list[Seen]:
    """The events, with the steps that the engine found: here only its time is on trial."""
    step_of = {
        (step.recording, number): Performance(case.id, step.activity.id, step.actor, *step.key)
        for case in cases
        for step in (timed.step for timed in case.steps)
        for number in step.events
    }
    return [
        Seen(
            event.at_ms // 1000,
            recording.id,
            event.seq,
            recording.actor,
            event.kind,
            event.tab,
            step_of.get((recording.id, event.seq)),
        )
        for recording in recordings
        for event in recording.events
    ]


# --------------------------------------------------------------------------------------------------- order


@always(50)
@given(ANY_RECORDINGS, ANY_WORKFLOW, st.randoms(use_true_random=False))
def test_the_order_of_recordings_does_not_matter(
    recordings: list[Recording], workflow: Workflow | None, random: Any
) -> None:
    shuffled = random.sample(recordings, len(recordings))
    assert cases_of(shuffled, workflow) == cases_of(recordings, workflow)


@always(40)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_the_same_recordings_give_the_same_analysis(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    assert analyse(recordings, workflow) == analyse(recordings, workflow)


# ------------------------------------------------------------------------------------------------- reading

LINES = sorted(
    {
        (line["kind"], tuple(line)): line
        for data in generate(orders=12, seed=5, people=2, options=BUSY).recordings.values()
        for line in map(json.loads, data.splitlines()[:-1])
    }.items()
)
"""A line of each kind and shape that the generator writes."""
ODD_VALUES: list[object] = [
    None, True, False, 0, 1, -1, 1.0, 1.5, 2**53, 2**64, 10**30, float("inf"), float("nan"), "", "1", "true",
    "a" * 81, "a" * 201, "é" * 200, "x\n", "d-1\n", "d-1\u2028", "\x00", "\ud800", "button", "😀",
    [], ["a"], ["a"] * 7, {}, {"role": "form"},
]  # fmt: skip


def with_odd_values(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The record with each of its values, at any depth, replaced by each odd one."""
    for key, value in record.items():
        yield from ({**record, key: odd} for odd in ODD_VALUES)
        if isinstance(value, dict):
            yield from ({**record, key: inner} for inner in with_odd_values(value))


@st.composite
def mutated_lines(draw: st.DrawFn) -> bytes:
    """A valid line in which a key was lost, added, renamed or doubled, or a few bytes were changed."""
    line = draw(st.sampled_from(LINES))[1]
    key = draw(st.sampled_from(sorted(line)))
    match draw(st.sampled_from(["lost", "added", "renamed", "doubled", "damaged"])):
        case "lost":
            return as_json({name: value for name, value in line.items() if name != key})
        case "added":
            name = draw(st.sampled_from(["value", "case", "tab", "text", "how", "mark"]))
            return as_json({**line, name: draw(st.sampled_from(ODD_VALUES))})
        case "renamed":
            return as_json({f"{name}s" if name == key else name: value for name, value in line.items()})
        case "doubled":
            return as_json(line)[:-1] + b"," + as_json({key: line[key]})[1:]
        case _:
            return draw(_damaged(as_json(line)))


def as_json(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """Some bytes in the middle replaced by others, or by none."""
    cut = st.tuples(st.integers(0, len(data)), st.integers(0, 3), st.binary(max_size=3))
    return cut.map(lambda how: data[: how[0]] + how[2] + data[how[0] + how[1] :])


MODEL: TypeAdapter[object] = TypeAdapter(trace_format.Line)
DECODER = msgspec.json.Decoder(wire.Line)


def by_model(line: bytes) -> object:
    try:
        return MODEL.dump_python(MODEL.validate_json(line))
    except ValidationError:
        return "refused"


def by_decoder(line: bytes) -> object:
    try:
        record = DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "refused"
    return {"kind": type(record).__struct_config__.tag, **_as_dict(record)}


def _as_dict(record: msgspec.Struct) -> dict[str, object]:
    values = {name: getattr(record, name) for name in record.__struct_fields__}
    return {
        name: _as_dict(value) if isinstance(value, msgspec.Struct) else value
        for name, value in values.items()
    }


@always(500)
@given(mutated_lines())
def test_the_decoder_accepts_and_refuses_what_the_models_do(line: bytes) -> None:
    assert by_decoder(line) == by_model(line)


@pytest.mark.parametrize("line", [line for _, line in LINES], ids=lambda line: line["kind"])
def test_the_decoder_takes_each_value_as_the_models_do(line: dict[str, Any]) -> None:
    assert by_decoder(as_json(line)) == by_model(as_json(line)) != "refused"
    for odd in with_odd_values(line):
        assert by_decoder(as_json(odd)) == by_model(as_json(odd)), odd


WHOLE_FILE = next(iter(generate(orders=2, seed=5, people=1).recordings.values()))


@always(150)
@given(st.binary(max_size=200) | _damaged(WHOLE_FILE[:3_000]) | st.lists(mutated_lines()).map(b"\n".join))
def test_reading_never_raises(data: bytes) -> None:
    recording, problems = read_recording(data, "trace.jsonl")
    assert recording is not None or problems
    assert all(problem.what.endswith(".") and problem.remedy.endswith(".") for problem in problems)
