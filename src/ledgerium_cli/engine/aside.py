"""Mapped recordings, in memory where they fit, else in scratch files: the same values in the same order."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar, overload

import msgspec
from msgspec import Struct

from ledgerium_cli.cases.packed import PackedStep, Table
from ledgerium_cli.engine.scratch import Scratch
from ledgerium_cli.engine.store import made_root
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.mapped import Mapped

MOST_STEPS = 300_000
"""The most steps held in memory, about three million events; with their findings some hundred megabytes."""
READ_AT_ONCE = 1 << 18
"""Bytes."""

One = TypeVar("One")


class Aside(Sequence[One]):
    """A sequence of values in a scratch file; each is decoded anew whenever it is asked for."""

    def __init__(
        self, scratch: Scratch, bounds: Iterable[tuple[int, int]], unpack: Callable[[bytes | memoryview], One]
    ) -> None:
        self._scratch = scratch
        self._at, self._length = array("Q"), array("Q")
        for at, length in bounds:
            self._at.append(at)
            self._length.append(length)
        self._unpack = unpack

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, place: int) -> One: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[One]: ...

    def __getitem__(self, place: int | slice) -> One | Sequence[One]:
        if isinstance(place, slice):
            bounds = zip(self._at[place], self._length[place], strict=True)
            return Aside(self._scratch, bounds, self._unpack)
        return self._unpack(self._scratch.read(self._at[place], self._length[place]))

    def __iter__(self) -> Iterator[One]:
        for first, last in self._side_by_side():
            begin = self._at[first]
            block = memoryview(self._scratch.read(begin, self._at[last] + self._length[last] - begin))
            for at, length in zip(self._at[first : last + 1], self._length[first : last + 1], strict=True):
                yield self._unpack(block[at - begin : at - begin + length])

    def _side_by_side(self) -> Iterator[tuple[int, int]]:
        """First and last index of each run of adjacent values that are read together."""
        first = 0
        for place in range(1, len(self) + 1):
            follows = place < len(self) and self._at[place] == self._at[place - 1] + self._length[place - 1]
            if not follows or self._at[place] - self._at[first] >= READ_AT_ONCE:
                yield first, place - 1
                first = place


class Kept(Struct, frozen=True):
    """A recording whose steps `Room` keeps, and its index there."""

    recording: RecordingFacts
    place: int


class Row(msgspec.Struct, array_like=True, gc=False):
    case: str
    step: PackedStep
    slices: bytes


class Rows(msgspec.Struct, array_like=True, gc=False):
    recording: int
    """The index of the recording."""
    rows: list[Row]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Rows)


class Room:
    """Keeps mapped recordings as they come, and moves them to a scratch file when they are too many for memory."""

    def __init__(self, folder: Path | None = None, most_steps: int = MOST_STEPS) -> None:
        self.folder = folder
        self._most, self._steps = most_steps, 0
        self._held: list[Mapped] = []
        self._scratch: Scratch | None = None
        self._table = Table()
        self._recordings: list[RecordingFacts] = []
        self._bounds: list[tuple[int, int]] = []

    def keep(self, one: Mapped) -> Kept:
        """Raises OutputError when the data fits neither into memory nor on the disk."""
        place = len(self._recordings)
        self._recordings.append(one.recording)
        self._held.append(one)
        self._steps += len(one.steps)
        if self._steps > self._most:
            self._put_aside()
        return Kept(one.recording, place)

    def in_order(self, kept: Iterable[Kept]) -> Sequence[Mapped]:
        """The mapped recordings of `kept`, in that order; those in the scratch file are decoded when asked for."""
        places = [one.place for one in kept]
        if self._scratch is None:
            return tuple([self._held[place] for place in places])
        recordings = [self._recordings[place] for place in places]
        bounds = [self._bounds[place] for place in places]
        self._put_aside()
        unpack = partial(_unpack, recordings=self._recordings, table=self._table)
        return MappedAside(self._scratch, bounds, unpack, recordings, self._steps, self.folder)

    def _put_aside(self) -> None:
        if self._scratch is None:
            if self.folder is not None:
                with suppress(OSError):
                    made_root(self.folder)
            self._scratch = Scratch(self.folder)
        for place, one in enumerate(self._held, start=len(self._bounds)):
            packed = _encoder.encode(Rows(place, rows_of(one, self._table)))
            self._bounds.append((self._scratch.add(packed), len(packed)))
        self._held.clear()


class MappedAside(Aside[Mapped]):
    def __init__(
        self,
        scratch: Scratch,
        bounds: Iterable[tuple[int, int]],
        unpack: Callable[[bytes | memoryview], Mapped],
        recordings: Sequence[RecordingFacts],
        steps: int,
        folder: Path | None,
    ) -> None:
        super().__init__(scratch, bounds, unpack)
        self.recordings = recordings
        self.steps = steps
        """About how many steps there are."""
        self.folder = folder
        """The folder for more scratch files."""


def recordings_of(mapped: Sequence[Mapped]) -> Sequence[RecordingFacts]:
    return mapped.recordings if isinstance(mapped, MappedAside) else [one.recording for one in mapped]


def rows_of(one: Mapped, table: Table) -> list[Row]:
    pairs = zip(one.steps, one.slices, strict=True)
    return [Row(step.case, table.packed(step), slices) for step, slices in pairs]


def _unpack(packed: bytes | memoryview, recordings: Sequence[RecordingFacts], table: Table) -> Mapped:
    return mapped_of(_decoder.decode(packed), recordings, table)


def mapped_of(one: Rows, recordings: Sequence[RecordingFacts], table: Table) -> Mapped:
    steps = tuple([table.step(row.case, row.step) for row in one.rows])
    return Mapped(recordings[one.recording], steps, tuple([row.slices for row in one.rows]))
