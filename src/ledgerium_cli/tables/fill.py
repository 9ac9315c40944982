"""Loads rows into DuckDB, and writes them as Parquet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import msgspec

AT_ONCE = 1_000_000
"""Bytes."""
_encoder = msgspec.json.Encoder()


def as_parquet(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The pieces of a Parquet file; `columns` have DuckDB types. The same rows give the same bytes."""
    with tempfile.TemporaryDirectory(prefix="ledgerium-") as aside, duckdb.connect() as tables:
        tables.execute("SET threads = 1")
        fill(tables, "rows", columns, rows, Path(aside) / "rows.jsonl")
        file = Path(aside) / "rows.parquet"
        tables.table('"rows"').write_parquet(str(file), compression="zstd")
        with file.open("rb") as written:
            while piece := written.read(AT_ONCE):
                yield piece


def fill(
    tables: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[object]],
    file: Path,
) -> None:
    """Create a table by way of a file of JSON lines, which is many times faster than inserting row by row. Times are
    given as text."""
    with file.open("wb") as out:
        for row in rows:
            out.write(_encoder.encode(dict(zip(columns, row, strict=True))) + b"\n")
    types = ", ".join(f"{quoted(column)}: '{kind}'" for column, kind in columns.items())
    tables.execute(
        f'CREATE TABLE "{name}" AS SELECT * FROM '
        f"read_json({quoted(str(file))}, format = 'newline_delimited', columns = {{{types}}})"
    )


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
