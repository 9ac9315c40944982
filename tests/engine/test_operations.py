"""Mapping one recording at a time gives what knowing all of them would."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.cases.model import unpacked
from ledgerium_cli.cases.timeline import slices_of_actor
from ledgerium_cli.engine.operations import at_the_same_time, map_all, map_recordings
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.steps.mapped import MappedFile, Unpacker, pack
from ledgerium_cli.workflow.wire import Workflow

from ..properties.recordings import DECLARED, always, from_the_generator
from ..properties.strategies import several_recordings

ANY_RECORDINGS = several_recordings() | st.sampled_from([from_the_generator(seed) for seed in range(8)])
ANY_WORKFLOW = st.sampled_from([None, DECLARED])


@always(80)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_the_timeline_of_an_actor_is_that_of_the_actors_recordings(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    """One timeline over all of an actor's recordings, against the pieces that are mapped apart."""
    mapped = map_all(recordings, workflow)
    steps = {one.recording.id: one.steps for one in mapped}
    for actor in {one.actor for one in recordings}:
        whole = slices_of_actor([one for one in recordings if one.actor == actor], steps, 180_000)
        own = [one for one in mapped if one.recording.actor == actor]
        rows = [row for one in own for row in zip(one.steps, one.slices, strict=True)]
        assert {step.key: slices for step, slices in rows} == whole
        for _, slices in rows:
            pieces = [*unpacked(slices)]
            assert not any(one[1:] == (later[0], later[2]) for one, later in pairwise(pieces))  # they are one


@always(30)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_what_was_mapped_travels_between_processes_and_shares_what_is_alike(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    sent = [MappedFile(one.recording.id, (), one) for one in map_all(recordings, workflow)]
    unpacked = Unpacker()
    found = [unpacked(pack(one)) for one in sent]
    assert found == sent
    steps = [step for one in found if one.mapped for step in one.mapped.steps]
    encode = msgspec.json.encode
    assert len({id(step.shape) for step in steps}) == len({encode(step.shape) for step in steps})


@pytest.mark.parametrize(
    ("spans", "groups"),
    [
        ("Ana 0-10, Ana 11-20", ["0", "1"]),
        ("Ana 0-10, Ana 10-20", ["01"]),  # a tie is mapped together: nothing else orders the two
        ("Ana 0-10, Ben 5-20", ["0", "1"]),
        ("Ana 0-30, Ana 5-10, Ana 20-40, Ana 41-50", ["012", "3"]),
    ],
)
def test_an_actors_recordings_that_overlap_are_mapped_together(spans: str, groups: list[str]) -> None:
    from ..documents.make import Take

    made = []
    for number, row in enumerate(spans.split(", ")):
        actor, span = row.split()
        start, end = map(int, span.split("-"))
        made.append(Take(str(number), actor, start=start).press(end, "SO-1001", "Save order").recording())
    assert ["".join(group) for group in at_the_same_time(one.facts for one in made)] == groups


def test_mapping_together_keeps_recordings_apart() -> None:
    recordings = from_the_generator(3)
    actor = recordings[0].actor
    own = [one for one in recordings if one.actor == actor]
    assert [one.recording.id for one in map_recordings(own, DECLARED)] == [one.id for one in own]
