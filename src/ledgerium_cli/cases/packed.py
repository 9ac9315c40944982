"""Cases as bytes, a tenth of their size as objects, for what does not fit into memory."""

from __future__ import annotations

import msgspec

from ledgerium_cli.cases.model import PARTS, Case, Hold, Part, Parts, TimedStep, Timeline
from ledgerium_cli.steps.model import Shape, Step


class PackedStep(msgspec.Struct, array_like=True, frozen=True, gc=False):
    recording: int
    """The index in the table, as for the shape."""
    shape: int
    first: int
    """The number of its first event."""
    numbers: bytes
    times: bytes


class _TimedStep(msgspec.Struct, array_like=True, frozen=True, gc=False):
    step: PackedStep
    start_ms: int
    complete_ms: int
    parts: Parts
    work_beside: int
    paused_beside: int
    packed_busy: bytes


class _Case(msgspec.Struct, array_like=True, frozen=True, gc=False):
    id: str
    steps: list[_TimedStep]
    timeline: Timeline
    parts: Parts
    start_ms: int
    end_ms: int
    complete: bool | None
    holds: tuple[Hold, ...]
    held: bool | None
    releases_without_hold: int
    known: bytes
    """Indexes in `PARTS`."""
    untimed: tuple[str, ...]
    ended: bool


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Case)


class Table:
    """Recordings and shapes that many steps share, each stored once; packed steps refer to them by index."""

    def __init__(self) -> None:
        self._recordings: list[tuple[str, str]] = []
        """The id of a recording or name of a log, with the actor."""
        self._shapes: list[Shape] = []
        self._place_of_recording: dict[tuple[str, str], int] = {}
        self._place_of_shape: dict[bytes, int] = {}
        self._place_by_id: dict[int, int] = {}
        """Index by object identity of the shape: a shortcut, since comparing the shape of every step would be
        slowest of all."""

    def __len__(self) -> int:
        return len(self._recordings) + len(self._shapes)

    def packed(self, step: Step) -> PackedStep:
        place = self._place_by_id.get(id(step.shape))
        if place is None:
            place = self._place(step.shape)
        who = step.key[0], step.actor
        recording = self._place_of_recording.get(who)
        if recording is None:
            recording = self._place_of_recording[who] = len(self._recordings)
            self._recordings.append(who)
        return PackedStep(recording, place, step.key[1], step.packed_numbers, step.packed_times)

    def step(self, case: str, one: PackedStep) -> Step:
        recording, actor = self._recordings[one.recording]
        return Step(case, (recording, one.first), actor, self._shapes[one.shape], one.numbers, one.times)

    def activity(self, one: PackedStep) -> str:
        return self._shapes[one.shape].activity.id

    def _place(self, shape: Shape) -> int:
        place = self._place_of_shape.setdefault(_encoder.encode(shape), len(self._shapes))
        if place == len(self._shapes):
            self._shapes.append(shape)
            self._place_by_id[id(shape)] = place
        return place


def pack_case(case: Case, table: Table) -> bytes:
    steps = [
        _TimedStep(
            table.packed(one.step),
            one.start_ms,
            one.complete_ms,
            one.parts,
            one.work_beside,
            one.paused_beside,
            one.packed_busy,
        )
        for one in case.steps
    ]
    return _encoder.encode(
        _Case(
            case.id,
            steps,
            case.timeline,
            case.parts,
            case.start_ms,
            case.end_ms,
            case.complete,
            case.holds,
            case.held,
            case.releases_without_hold,
            bytes(map(PARTS.index, case.known)),
            case.untimed,
            case.ended,
        )
    )


def unpack_case(packed: bytes | memoryview, table: Table) -> Case:
    one = _decoder.decode(packed)
    steps = [
        TimedStep(
            table.step(one.id, row.step),
            row.start_ms,
            row.complete_ms,
            row.parts,
            row.work_beside,
            row.paused_beside,
            row.packed_busy,
        )
        for row in one.steps
    ]
    return Case(
        id=one.id,
        steps=tuple(steps),
        variant=tuple([step.step.shape.activity.id for step in steps]),
        timeline=one.timeline,
        parts=one.parts,
        start_ms=one.start_ms,
        end_ms=one.end_ms,
        complete=one.complete,
        holds=one.holds,
        held=one.held,
        releases_without_hold=one.releases_without_hold,
        known=_known_parts(one.known),
        untimed=one.untimed,
        ended=one.ended,
    )


def _known_parts(places: bytes) -> tuple[Part, ...]:
    return PARTS if places == _ALL else tuple(PARTS[place] for place in places)


_ALL = bytes(range(len(PARTS)))
