"""A log as a Parquet file, its columns as they are called elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.columns import roles_of
from ledgerium_cli.logs.dates import INSTANT, quoted
from ledgerium_cli.logs.model import Faults, Given, Reading
from ledgerium_cli.logs.opened import on_disk
from ledgerium_cli.recording.files import Source

KIND = "Parquet"


def recognises(head: bytes) -> bool:
    return head.startswith(b"PAR1")


@contextmanager
def read(source: Source, given: Given, faults: Faults) -> Iterator[Reading]:
    with on_disk(source) as file:
        rows = f"read_parquet({quoted(str(file))}, file_row_number = true)"
        types = _types(rows, source.file)
        columns = roles_of(list(types), given.columns, source.file)
        cells = ", ".join(f'{_cell(name, types[name])} AS "{role}"' for role, name in columns.items())
        query = f"SELECT file_row_number + 1 AS number, {cells} FROM {rows}"
        yield Reading(columns, iter(()), "row", lambda _: query)


def _cell(name: str, kind: str) -> str:
    """An instant stays one; whatever else there is, is read as the text of it."""
    return named(name) if kind == INSTANT else f"CAST({named(name)} AS VARCHAR)"


def _types(rows: str, file: str) -> dict[str, str]:
    """Of the columns, by their names."""
    try:
        with duckdb.connect() as tables:
            found = tables.execute(f"DESCRIBE FROM {rows}").fetchall()
    except duckdb.Error as error:
        raise ImportRefused(f"{file}: cannot be read as Parquet. Save it again.") from error
    return {name: kind for name, kind, *_ in found if name != "file_row_number"}


def named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
