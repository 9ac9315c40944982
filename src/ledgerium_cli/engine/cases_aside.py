"""Puts cases together from mapped recordings in scratch files, one part of the cases at a time, and keeps the cases
in scratch files too."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, groupby
from pathlib import Path

import msgspec
from msgspec import Struct

from ledgerium_cli.cases.in_turn import by_name, in_turn
from ledgerium_cli.cases.model import Case
from ledgerium_cli.cases.packed import Table, pack_case, unpack_case
from ledgerium_cli.cases.seen import Seen
from ledgerium_cli.engine.aside import MOST_STEPS, Aside, Row, Rows, mapped_of, rows_of
from ledgerium_cli.engine.scratch import Scratch
from ledgerium_cli.findings.order import Ids
from ledgerium_cli.meanwhile import Meanwhile, at_its_turn
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.mapped import Mapped

STEPS_TOGETHER = 30_000
"""About the number of steps in memory while cases are put together."""
ROWS_AT_ONCE = 32

Reducer = Callable[[Iterable[Mapped]], Iterable[Case]]
"""Takes everything recorded about some cases, gives those cases."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Rows])


class CasesAside(Aside[Case]):
    """Cases in a scratch file, in turn."""

    def __init__(self, scratch: Scratch, bounds: Iterable[tuple[int, int]], table: Table, seen: Seen) -> None:
        super().__init__(scratch, bounds, partial(unpack_case, table=table))
        self.seen = seen


def cases_aside(
    mapped: Iterable[Mapped],
    steps: int,
    reduce: Reducer,
    folder: Path | None,
    meanwhile: Meanwhile = at_its_turn,
) -> Sequence[Case]:
    """The cases that `reduce` makes of all mapped recordings, with only a part of the cases in memory at a time.

    `steps` is about the total number of steps. `meanwhile` may reduce shares of the parts in other processes. Raises
    OutputError when the disk is full.
    """
    table, scratches = Table(), [Scratch(folder) for _ in range(1 + meanwhile.others)]
    together = STEPS_TOGETHER // len(scratches)
    parts = [*_parts(mapped, len(scratches) + steps // together, table, Scratch(folder))]

    def reduced(share: int) -> _Columns:
        known = len(table)
        own = (case for part in parts[share :: len(scratches)] for case in reduce(part))
        found = _put(own, table, scratches[share])
        assert len(table) == known, "a name added by one share is unknown to the others"
        return found

    begun = [meanwhile(partial(reduced, share)) for share in range(1, len(scratches))]
    columns = [reduced(0), *(one() for one in begun)]
    return _ordered([*zip(scratches, columns, strict=True)], table, folder)


def in_order(
    cases: Iterable[Case], folder: Path | None = None, most_steps: int = MOST_STEPS
) -> Sequence[Case]:
    """The cases in turn; in memory when they are few, else in a scratch file. Raises OutputError
    when the disk is full."""
    coming, held, steps = iter(cases), [], 0
    for case in coming:
        held.append(case)
        steps += len(case.steps)
        if steps > most_steps:
            table, scratch = Table(), Scratch(folder)
            return _ordered([(scratch, _put(chain(held, coming), table, scratch))], table, folder)
    return tuple(sorted(held, key=in_turn))


class _Columns(Struct, frozen=True):
    """What is known of packed cases, in the order they came: their bounds in the file and their sort keys."""

    bounds: array[int]
    starts: array[int]
    ids: Ids
    seen: Seen


def _put(cases: Iterable[Case], table: Table, scratch: Scratch) -> _Columns:
    found = _Columns(array("Q", [0]), array("q"), Ids(), Seen())
    for case in cases:
        scratch.add(pack_case(case, table))
        found.bounds.append(len(scratch))
        found.starts.append(case.start_ms)
        found.ids.append(case.id)
        found.seen.add(case)
    scratch.flush()
    return found


def _ordered(found: Sequence[tuple[Scratch, _Columns]], table: Table, folder: Path | None) -> CasesAside:
    starts, ids, whose = array("q"), Ids(), array("I")
    for share, (_, columns) in enumerate(found):
        starts += columns.starts
        ids.extend(columns.ids)
        whose.extend([share] * len(columns.starts))
    begins = [*accumulate((len(columns.starts) for _, columns in found), initial=0)]

    def packed(place: int) -> bytes:
        scratch, columns = found[whose[place]]
        at = place - begins[whose[place]]
        return scratch.read(columns.bounds[at], columns.bounds[at + 1] - columns.bounds[at])

    scratch, seen = Scratch(folder), Seen()
    for _, columns in found:
        seen.join(columns.seen)
    # Written once more in sorted order, so that reading them all in order is sequential.
    bounds = [(scratch.add(one), len(one)) for one in map(packed, _by_start(starts, ids))]
    return CasesAside(scratch, bounds, table, seen)


def _by_start(starts: Sequence[int], ids: Sequence[str]) -> Iterator[int]:
    """Indexes of cases in turn, without building a tuple for each of millions of cases."""
    for _, same in groupby(sorted(range(len(starts)), key=starts.__getitem__), key=starts.__getitem__):
        yield from sorted(same, key=lambda place: by_name(ids[place]))


def _parts(
    mapped: Iterable[Mapped], number: int, table: Table, scratch: Scratch
) -> Iterator[Iterator[Mapped]]:
    """Splits mapped recordings by a hash of the case: each part has all steps of its cases, in the order of the
    recordings."""
    recordings: list[RecordingFacts] = []
    waiting: list[list[Rows]] = [[] for _ in range(number)]
    written: list[list[tuple[int, int]]] = [[] for _ in range(number)]
    for one in mapped:
        for part, rows in _by_part(rows_of(one, table), number):
            waiting[part].append(Rows(len(recordings), rows))
            if len(waiting[part]) >= ROWS_AT_ONCE:
                written[part].append(_write(waiting[part], scratch))
        recordings.append(one.recording)
    for part, left in enumerate(waiting):
        written[part].append(_write(left, scratch))
    for bounds in written:
        chunks = Aside(scratch, bounds, _decoder.decode)
        yield (mapped_of(one, recordings, table) for chunk in chunks for one in chunk)


def _by_part(rows: Iterable[Row], number: int) -> Iterable[tuple[int, list[Row]]]:
    parts: dict[int, list[Row]] = {}
    for row in rows:
        parts.setdefault(zlib.crc32(row.case.encode()) % number, []).append(row)
    return parts.items()


def _write(rows: list[Rows], scratch: Scratch) -> tuple[int, int]:
    packed = _encoder.encode(rows)
    rows.clear()
    return scratch.add(packed), len(packed)
