"""The result of mapping a recording, and its packed form for other processes and the store."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.problems import Problem, as_text
from ledgerium_cli.recording.known import Known
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.model import Shape, Step


class Mapped(Struct, frozen=True):
    """What one recording says on its own, independent of other recordings unless the same actor made another one at
    the same time."""

    recording: RecordingFacts
    steps: tuple[Step, ...]
    """Sorted by their first event."""
    slices: tuple[bytes, ...]
    """For each step, its slices of the actor's timeline, in order, packed."""


def as_it_is(one: Mapped) -> Mapped:
    """The function for `Mapped` values that need no change."""
    return one


class MappedFile(Struct, frozen=True):
    """What one file says, independent of other files."""

    file: str
    problems: tuple[Problem, ...]
    mapped: Mapped | None
    """None when no event could be read."""
    names: tuple[str, ...] = ()
    """Of a log, the names of its activities."""

    def named(self, file: str) -> MappedFile:
        """The same content under another file name."""
        return MappedFile(file, told_of(file, self.problems), self.mapped, self.names)


def told_of(file: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of a content that was read from another file, under the name of this one."""
    return tuple(replace(one, file=file) for one in problems)


class _Step(msgspec.Struct, array_like=True, gc=False):
    case: str
    shape: int
    first: int
    """The number of its first event."""
    numbers: bytes
    times: bytes
    slices: bytes


class _File(msgspec.Struct, array_like=True, gc=False):
    file: str
    problems: tuple[Problem, ...]
    recording: RecordingFacts | None
    shapes: list[bytes]
    """Each distinct shape once; many steps share one."""
    steps: list[_Step]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_File)
_packed_shape: Known[Shape, bytes] = Known(_encoder.encode)
_shape_decoder = msgspec.msgpack.Decoder(Shape)


def pack(one: MappedFile) -> bytes:
    file = as_text(one.file)  # callers that need the exact name set it with `named`
    if one.mapped is None:
        return _encoder.encode(_File(file, one.problems, None, [], []))
    shapes: dict[bytes, int] = {}
    steps = [
        _Step(
            step.case,
            shapes.setdefault(_packed_shape[step.shape], len(shapes)),
            step.key[1],
            step.packed_numbers,
            step.packed_times,
            slices,
        )
        for step, slices in zip(one.mapped.steps, one.mapped.slices, strict=True)
    ]
    return _encoder.encode(_File(file, one.problems, one.mapped.recording, [*shapes], steps))


MOST_TEXTS = 100_000


class Unpacker:
    """Decodes packed files. Equal shapes and texts are shared across everything it decodes."""

    def __init__(self) -> None:
        self._shapes: dict[bytes, Shape] = {}
        self._texts: dict[str, str] = {}

    def __call__(self, packed: bytes) -> MappedFile:
        """Raises msgspec.MsgspecError when the bytes are something else."""
        one = _decoder.decode(packed)
        problems = tuple(map(self._problem, one.problems))
        if one.recording is None:
            return MappedFile(one.file, problems, None)
        recording = self._recording(one.recording)
        actor = recording.actor
        shapes = [self._shape(encoded) for encoded in one.shapes]
        steps = tuple(
            Step(
                self._text(row.case),
                (recording.id, row.first),
                actor,
                shapes[row.shape],
                row.numbers,
                row.times,
            )
            for row in one.steps
        )
        slices = tuple(row.slices for row in one.steps)
        return MappedFile(one.file, problems, Mapped(recording, steps, slices))

    def _recording(self, one: RecordingFacts) -> RecordingFacts:
        form = self._text(one.case_form) if one.case_form is not None else None
        actor, workflow, zone = self._text(one.actor), self._text(one.workflow), self._text(one.time_zone)
        return replace(one, actor=actor, workflow=workflow, time_zone=zone, case_form=form)

    def _problem(self, one: Problem) -> Problem:
        file, what, remedy = self._text(one.file), self._text(one.what), self._text(one.remedy)
        return replace(one, file=file, what=what, remedy=remedy)

    def _shape(self, encoded: bytes) -> Shape:
        if encoded not in self._shapes:
            self._shapes[encoded] = _shape_decoder.decode(encoded)
        return self._shapes[encoded]

    def _text(self, text: str) -> str:
        if len(self._texts) >= MOST_TEXTS:
            self._texts.clear()  # sharing is meant to save memory
        return self._texts.setdefault(text, text)
