"""What is mapped and reduced, in memory where it fits, else in scratch files: the same values in the same order."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import TypeVar, overload

import msgspec
from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.cases.packed import PackedStep, Table, pack_case, unpack_case
from ledgerium_cli.engine.mapped import Mapped
from ledgerium_cli.engine.scratch import Scratch
from ledgerium_cli.engine.store import made_root
from ledgerium_cli.findings.order import Ids
from ledgerium_cli.recording.model import RecordingFacts

MOST_STEPS = 300_000
"""That are held in memory, with all that is found in them some hundred megabytes: about three million events."""
STEPS_TOGETHER = 30_000
"""About as many are in memory while cases are put together."""
ROWS_AT_ONCE = 32
READ_AT_ONCE = 1 << 18
"""Bytes."""

One = TypeVar("One")
Reducer = Callable[[Iterable[Mapped]], Iterable[Case]]
"""All that recordings say of some cases in, those cases out."""


class Aside(Sequence[One]):
    """Values in a scratch file, each made anew whenever it is asked for."""

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
        """First and last of those that stand one after the other and are read together."""
        first = 0
        for place in range(1, len(self) + 1):
            follows = place < len(self) and self._at[place] == self._at[place - 1] + self._length[place - 1]
            if not follows or self._at[place] - self._at[first] >= READ_AT_ONCE:
                yield first, place - 1
                first = place


class Kept(Struct, frozen=True):
    """A recording whose steps are kept."""

    recording: RecordingFacts
    place: int


class _Row(msgspec.Struct, array_like=True, gc=False):
    case: str
    step: PackedStep
    slices: bytes


class _Mapped(msgspec.Struct, array_like=True, gc=False):
    recording: int
    """Its place."""
    rows: list[_Row]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Mapped)
_many_decoder = msgspec.msgpack.Decoder(list[_Mapped])


class Room:
    """Keeps what is mapped, as it comes."""

    def __init__(self, folder: Path | None = None, most_steps: int = MOST_STEPS) -> None:
        self.folder = folder
        self._most, self._steps = most_steps, 0
        self._held: list[Mapped] = []
        self._scratch: Scratch | None = None
        self._table = Table()
        self._recordings: list[RecordingFacts] = []
        self._bounds: list[tuple[int, int]] = []

    def keep(self, one: Mapped) -> Kept:
        """Raises OutputError when it fits neither into memory nor on the disk."""
        place = len(self._recordings)
        self._recordings.append(one.recording)
        self._held.append(one)
        self._steps += len(one.steps)
        if self._steps > self._most:
            self._put_aside()
        return Kept(one.recording, place)

    def in_order(self, kept: Iterable[Kept]) -> Sequence[Mapped]:
        """What was kept, each whenever it is asked for."""
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
            packed = _encoder.encode(_Mapped(place, _rows(one, self._table)))
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
        """About how many there are."""
        self.folder = folder
        """Where more may be put aside."""


def recordings_of(mapped: Sequence[Mapped]) -> Sequence[RecordingFacts]:
    return mapped.recordings if isinstance(mapped, MappedAside) else [one.recording for one in mapped]


def _rows(one: Mapped, table: Table) -> list[_Row]:
    pairs = zip(one.steps, one.slices, strict=True)
    return [_Row(step.case, table.packed(step), slices) for step, slices in pairs]


def _unpack(packed: bytes | memoryview, recordings: Sequence[RecordingFacts], table: Table) -> Mapped:
    return _mapped(_decoder.decode(packed), recordings, table)


def _mapped(one: _Mapped, recordings: Sequence[RecordingFacts], table: Table) -> Mapped:
    steps = tuple([table.step(row.case, row.step) for row in one.rows])
    return Mapped(recordings[one.recording], steps, tuple([row.slices for row in one.rows]))


class CasesAside(Aside[Case]):
    """By start, then id."""


def cases_aside(mapped: Iterable[Mapped], steps: int, reduce: Reducer, folder: Path | None) -> Sequence[Case]:
    """What `reduce` gives of all that is mapped, of about so many steps, with a part of the cases at a time in memory.

    Raises OutputError when the disk is full.
    """
    table = Table()
    parts = _parts(mapped, 1 + steps // STEPS_TOGETHER, table, Scratch(folder))
    return _ordered((case for part in parts for case in reduce(part)), table, folder)


def in_order(
    cases: Iterable[Case], folder: Path | None = None, most_steps: int = MOST_STEPS
) -> Sequence[Case]:
    """Cases as they come, by start, then id; held where they are few. Raises OutputError when the disk is full."""
    coming, held, steps = iter(cases), [], 0
    for case in coming:
        held.append(case)
        steps += len(case.steps)
        if steps > most_steps:
            return _ordered(chain(held, coming), Table(), folder)
    return tuple(sorted(held, key=lambda case: (case.start_ms, case.id)))


def _ordered(cases: Iterable[Case], table: Table, folder: Path | None) -> CasesAside:
    scratch = Scratch(folder)
    bounds, starts, ids = array("Q", [0]), array("q"), Ids()
    for case in cases:
        scratch.add(pack_case(case, table))
        bounds.append(len(scratch))
        starts.append(case.start_ms)
        ids.append(case.id)
    order = _by_start(starts, ids)
    places = ((bounds[place], bounds[place + 1] - bounds[place]) for place in order)
    return _in_order(Aside(scratch, places, bytes), table, folder)


def _by_start(starts: Sequence[int], ids: Sequence[str]) -> Iterator[int]:
    """Places by start, then id, without a pair for each of millions."""
    for _, same in groupby(sorted(range(len(starts)), key=starts.__getitem__), key=starts.__getitem__):
        yield from sorted(same, key=ids.__getitem__)


def _in_order(packed: Iterable[bytes], table: Table, folder: Path | None) -> CasesAside:
    """Written once more, so that they are read in the order in which they stand."""
    scratch = Scratch(folder)
    bounds = [(scratch.add(one), len(one)) for one in packed]
    return CasesAside(scratch, bounds, partial(unpack_case, table=table))


def _parts(
    mapped: Iterable[Mapped], number: int, table: Table, scratch: Scratch
) -> Iterator[Iterator[Mapped]]:
    """All steps of some cases, by their recordings as these come; each case in one part."""
    recordings: list[RecordingFacts] = []
    waiting: list[list[_Mapped]] = [[] for _ in range(number)]
    written: list[list[tuple[int, int]]] = [[] for _ in range(number)]
    for one in mapped:
        for part, rows in _by_part(_rows(one, table), number):
            waiting[part].append(_Mapped(len(recordings), rows))
            if len(waiting[part]) >= ROWS_AT_ONCE:
                written[part].append(_write(waiting[part], scratch))
        recordings.append(one.recording)
    for part, left in enumerate(waiting):
        written[part].append(_write(left, scratch))
    for bounds in written:
        chunks = Aside(scratch, bounds, _many_decoder.decode)
        yield (_mapped(one, recordings, table) for chunk in chunks for one in chunk)


def _by_part(rows: Iterable[_Row], number: int) -> Iterable[tuple[int, list[_Row]]]:
    parts: dict[int, list[_Row]] = {}
    for row in rows:
        parts.setdefault(zlib.crc32(row.case.encode()) % number, []).append(row)
    return parts.items()


def _write(rows: list[_Mapped], scratch: Scratch) -> tuple[int, int]:
    packed = _encoder.encode(rows)
    rows.clear()
    return scratch.add(packed), len(packed)
