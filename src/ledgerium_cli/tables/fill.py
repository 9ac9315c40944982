"""Loads rows into DuckDB, and writes them as Parquet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import msgspec

from ledgerium_cli.errors import OutputError
from ledgerium_cli.sql import quoted

AT_ONCE = 1_000_000
"""Bytes."""
_encoder = msgspec.json.Encoder()


def as_parquet(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The pieces of a Parquet file; `columns` have DuckDB types. The same rows give the same bytes. Raises OutputError
    when there is no room for what waits in files meanwhile."""
    with folder_aside() as aside, duckdb.connect() as tables:
        tables.execute("SET threads = 1")
        fill(tables, "rows", columns, rows, aside / "rows.jsonl")
        file = aside / "rows.parquet"
        with _room():
            tables.table('"rows"').write_parquet(str(file), compression="zstd")
        with file.open("rb") as written:
            while piece := written.read(AT_ONCE):
                yield piece


@contextmanager
def folder_aside() -> Iterator[Path]:
    """A folder for files on their way into DuckDB and out of it. Raises OutputError when there is none."""
    with _room():
        folder = tempfile.TemporaryDirectory(prefix="ledgerium-")
    with folder as path:
        yield Path(path)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.IOException) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise OutputError(
            f"{tempfile.gettempdir()}: the tables cannot be written there meanwhile ({why}). Make room, or name "
            "another folder with TMPDIR."
        ) from error


def fill(
    tables: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[object]],
    file: Path,
) -> None:
    """Create a table by way of a file of JSON lines, which is many times faster than inserting row by row. Times are
    given as text. Raises OutputError when there is no room for the file."""
    lines = (_encoder.encode(dict(zip(columns, row, strict=True))) + b"\n" for row in rows)
    with _room(), file.open("wb") as out:
        out.writelines(lines)
    types = ", ".join(f"{quoted(column)}: '{kind}'" for column, kind in columns.items())
    tables.execute(
        f'CREATE TABLE "{name}" AS SELECT * FROM '
        f"read_json({quoted(str(file))}, format = 'newline_delimited', columns = {{{types}}})"
    )
