"""Reads a log from a Parquet file, whose columns may have any names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import duckdb

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.cells import NAMES
from ledgerium_cli.logs.columns import cells_of, roles_of, tell_passed_over
from ledgerium_cli.logs.dates import INSTANT
from ledgerium_cli.logs.model import Faults, Given, Loaded, Reading
from ledgerium_cli.logs.opened import on_disk
from ledgerium_cli.logs.two_columns import TIMES, check_days
from ledgerium_cli.plural import count
from ledgerium_cli.recording.files import Source
from ledgerium_cli.sql import quoted

KIND = "Parquet"
FLOATING = ("DOUBLE", "FLOAT")
EXACT = 2**53
"""Up to this, a floating-point number holds every integer exactly."""
LARGEST = 10**18
"""Up to this, a whole floating-point number is read as an integer."""
FIRST = 1000
"""Rows that are read first, to find the roles of the columns."""


def recognises(head: bytes) -> bool:
    return head.startswith(b"PAR1")


@contextmanager
def read(source: Source, given: Given, faults: Faults) -> Iterator[Reading]:
    with on_disk(source) as file:
        rows = f"read_parquet({quoted(str(file))}, file_row_number = true)"
        types = _types(rows, source.file)
        first = _first_rows(rows, types, source.file)
        columns = roles_of(list(types), given, source.file, first, more=len(first) == FIRST)
        check_days(columns, first, source.file)
        tell_passed_over(columns, list(types), given, faults)
        cells = cells_of(columns, given, list(types))
        texts = ", ".join(f'{_cell(name, types[name], cell)} AS "{cell}"' for cell, name in cells.items())
        query = f"SELECT file_row_number + 1 AS number, {texts} FROM {rows}"
        floating = {name for cell, name in cells.items() if cell in NAMES and types[name] in FLOATING}
        _tell_inexact(rows, floating, source.file, faults)
        yield Reading(columns, cells, None, "cell" if given.steps else "row", partial(_read, query=query))


def _read(_: duckdb.DuckDBPyConnection, loaded: Loaded, query: str) -> bool:
    loaded(query)
    return True


def _first_rows(rows: str, types: Mapping[str, str], file: str) -> list[dict[str, str]]:
    texts = ", ".join(f"coalesce(CAST({named(name)} AS VARCHAR), '')" for name in types)
    found = _answer(f"SELECT {texts} FROM {rows} LIMIT {FIRST}", file)
    return [dict(zip(types, row, strict=True)) for row in found]


def _cell(name: str, kind: str, cell: str) -> str:
    """The SQL expression for a cell: an instant as it is, anything else as text. A data frame turns an integer
    column with gaps into floats, so whole floats are read as integers, and NaN as null. NaN is found by converting it:
    statistics of a file leave it out, so that DuckDB takes `isnan` for false and other comparisons for true."""
    if kind == INSTANT and cell in TIMES:
        return named(name)
    text = f"CAST({named(name)} AS VARCHAR)"
    if kind not in FLOATING or cell in TIMES:
        return text
    return (
        f"CASE WHEN {named(name)} = trunc({named(name)}) AND abs({named(name)}) <= {LARGEST} "
        f"THEN CAST(TRY_CAST({named(name)} AS BIGINT) AS VARCHAR) ELSE nullif({text}, 'nan') END"
    )


def _tell_inexact(rows: str, names: Iterable[str], file: str, faults: Faults) -> None:
    """Reports columns of names in which numbers may have been rounded to one another before the file was written."""
    for name in sorted(names):
        number = named(name)
        [(n, first)] = _answer(
            f"SELECT count(*), arg_min({number}, file_row_number) FROM {rows} WHERE abs({number}) > {EXACT} "
            f"AND abs({number}) <= {LARGEST} AND {number} = trunc({number})",
            file,
        )
        if n:
            faults.tell(
                f"In {count(n, 'row')} column {name!r} has floating-point numbers above 2^53, {first:.0f} first, of "
                "which several integers may have become one.",
                "Each counts as it stands; write the column as integers or as text.",
            )


def _types(rows: str, file: str) -> dict[str, str]:
    """The DuckDB type of each column, by name."""
    found = _answer(f"DESCRIBE FROM {rows}", file)
    return {name: kind for name, kind, *_ in found if name != "file_row_number"}


def _answer(query: str, file: str) -> list[tuple[Any, ...]]:
    """Raises ImportRefused for a file that is damaged."""
    try:
        with duckdb.connect() as tables:
            return tables.execute(query).fetchall()
    except duckdb.Error as error:
        raise ImportRefused(f"{file}: cannot be read as Parquet. Save it again.") from error


def named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
