"""A log as a Parquet file, its columns as they are called elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import duckdb

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.columns import roles_of
from ledgerium_cli.logs.dates import quoted
from ledgerium_cli.logs.model import Faults, Given, Reading, Row
from ledgerium_cli.logs.opened import on_disk
from ledgerium_cli.recording.files import Source

KIND = "Parquet"
AT_ONCE = 10_000


def recognises(head: bytes) -> bool:
    return head.startswith(b"PAR1")


@contextmanager
def read(source: Source, given: Given, faults: Faults) -> Iterator[Reading]:
    with on_disk(source) as file, duckdb.connect() as table:
        table.execute("SET TimeZone = 'UTC'")
        try:
            names = [
                name
                for name, *_ in table.execute(f"DESCRIBE FROM read_parquet({quoted(str(file))})").fetchall()
            ]
        except duckdb.Error as error:
            raise ImportRefused(f"{source.file}: cannot be read as Parquet. Save it again.") from error
        columns = roles_of(names, given.columns, source.file)
        texts = ", ".join(
            f'CAST("{name.replace(chr(34), chr(34) * 2)}" AS VARCHAR)' for name in columns.values()
        )
        table.execute(f"SELECT {texts} FROM read_parquet({quoted(str(file))})")
        yield Reading(columns, _rows(table, ("number", *columns)), "row")


def _rows(found: duckdb.DuckDBPyConnection, keys: tuple[str, ...]) -> Iterator[Row]:
    fetched = iter(lambda: found.fetchmany(AT_ONCE), [])
    for number, row in enumerate(chain.from_iterable(fetched), start=1):
        yield dict(zip(keys, (number, *row), strict=True))
