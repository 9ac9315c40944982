"""What mapping a recording gives, and how it travels between processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.model import Shape, Step


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a recording says on its own: nothing in it hangs on any other recording, unless the same actor
    made another one meanwhile."""

    recording: RecordingFacts
    steps: tuple[Step, ...]
    """By their first event."""
    slices: tuple[bytes, ...]
    """For each step the slices of the timeline of its actor that belong to it, in order, packed."""


@dataclass(frozen=True, slots=True)
class MappedFile:
    """What one file says; nothing of any other file."""

    file: str
    problems: tuple[Problem, ...]
    mapped: Mapped | None
    """None where not one event could be read."""


class _Step(msgspec.Struct, array_like=True, gc=False):
    case: str
    shape: int
    numbers: bytes
    times: bytes
    slices: bytes


class _File(msgspec.Struct, array_like=True, gc=False):
    file: str
    problems: tuple[Problem, ...]
    recording: RecordingFacts | None
    steps: list[_Step]


class _Batch(msgspec.Struct, array_like=True, gc=False):
    shapes: list[bytes]
    """Each once: most steps look like one before them."""
    files: list[_File]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Batch)
_shape_decoder = msgspec.msgpack.Decoder(Shape)


def pack(files: Iterable[MappedFile]) -> bytes:
    shapes: dict[bytes, int] = {}
    packed = [_packed(one, shapes) for one in files]
    return _encoder.encode(_Batch(list(shapes), packed))


def _packed(one: MappedFile, shapes: dict[bytes, int]) -> _File:
    if one.mapped is None:
        return _File(one.file, one.problems, None, [])
    steps = [
        _Step(
            step.case,
            shapes.setdefault(_encoder.encode(step.shape), len(shapes)),
            step.packed_numbers,
            step.packed_times,
            slices,
        )
        for step, slices in zip(one.mapped.steps, one.mapped.slices, strict=True)
    ]
    return _File(one.file, one.problems, one.mapped.recording, steps)


class Unpacker:
    """Gives back what was packed. Steps that look alike share their shape over everything that it unpacks."""

    def __init__(self) -> None:
        self._shapes: dict[bytes, Shape] = {}
        self._texts: dict[str, str] = {}

    def __call__(self, packed: bytes) -> Iterator[MappedFile]:
        batch = _decoder.decode(packed)
        shapes = [self._shape(one) for one in batch.shapes]
        return (self._file(one, shapes) for one in batch.files)

    def _shape(self, encoded: bytes) -> Shape:
        if encoded not in self._shapes:
            self._shapes[encoded] = _shape_decoder.decode(encoded)
        return self._shapes[encoded]

    def _file(self, one: _File, shapes: list[Shape]) -> MappedFile:
        recording = one.recording
        if recording is None:
            return MappedFile(one.file, one.problems, None)
        actor = self._text(recording.actor)
        steps = tuple(
            Step(self._text(row.case), recording.id, actor, shapes[row.shape], row.numbers, row.times)
            for row in one.steps
        )
        return MappedFile(
            one.file, one.problems, Mapped(recording, steps, tuple(row.slices for row in one.steps))
        )

    def _text(self, text: str) -> str:
        return self._texts.setdefault(text, text)
