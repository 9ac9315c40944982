"""A log as a Parquet file, its columns as they are called elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.columns import roles_of
from ledgerium_cli.logs.dates import quoted
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
        columns = roles_of(_names(rows, source.file), given.columns, source.file)
        texts = ", ".join(f'CAST({named(name)} AS VARCHAR) AS "{role}"' for role, name in columns.items())
        yield Reading(columns, iter(()), "row", f"SELECT file_row_number + 1 AS number, {texts} FROM {rows}")


def _names(rows: str, file: str) -> list[str]:
    try:
        with duckdb.connect() as tables:
            found = tables.execute(f"DESCRIBE FROM {rows}").fetchall()
    except duckdb.Error as error:
        raise ImportRefused(f"{file}: cannot be read as Parquet. Save it again.") from error
    return [name for name, *_ in found if name != "file_row_number"]


def named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
