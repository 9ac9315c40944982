"""Runs the operations on Dask."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from ledgerium_cli.engine.cluster import Mapper, Reducer, Row
from ledgerium_cli.recording.files import read_trace

PARTS = 64
"""The number of parts that cases are split into."""


class Dask:
    """A `Cluster` on Dask. Every machine must see the files under the same path."""

    def __init__(self, url: str | None = None) -> None:
        """`url` is the address of a scheduler (`tcp://…`); without one, workers start on this machine."""
        from distributed import Client

        self._client: Any = Client(url) if url is not None else Client(dashboard_address=None)
        self._rows: list[Any] = []

    def map(self, files: Sequence[str], mapper: Mapper) -> None:
        self._rows = self._client.map(_mapped, files, mapper=mapper)

    def heads(self) -> Iterator[tuple[str, bytes]]:
        heads = self._client.gather(self._client.map(_head, self._rows))
        return ((file, packed) for file, _, packed in heads)

    def contents(self, files: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        return zip(files, self._client.gather(self._client.map(read_trace, files)), strict=True)

    def reduce(self, without: Sequence[str], more: Sequence[Row], reducer: Reducer) -> Iterator[bytes]:
        parts = [
            *self._client.map(_parts, self._rows, without=frozenset(without)),
            self._client.submit(_parts, list(more), without=frozenset()),
        ]
        cases = [self._client.submit(_reduced, parts, part, reducer) for part in range(PARTS)]
        for found in cases:
            yield from found.result()
        self._client.close()


def _mapped(file: str, mapper: Mapper) -> list[Row]:
    return mapper(file, read_trace(file))


def _head(rows: Sequence[Row]) -> Row:
    return rows[0]


def _parts(rows: Sequence[Row], without: frozenset[str]) -> dict[int, list[Row]]:
    parts: dict[int, list[Row]] = defaultdict(list)
    for file, case, packed in rows:
        if case is not None and file not in without:
            parts[zlib.crc32(case.encode()) % PARTS].append((file, case, packed))
    return dict(parts)


def _reduced(parts: Sequence[dict[int, list[Row]]], part: int, reducer: Reducer) -> list[bytes]:
    cases: dict[str | None, list[bytes]] = defaultdict(list)
    for rows in parts:
        for _, case, packed in rows.get(part, ()):
            cases[case].append(packed)
    return [reducer(packed) for packed in cases.values()]
