"""The rows of a log in DuckDB, as its format reads them."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from itertools import islice
from typing import get_args

import duckdb
import msgspec

from ledgerium_cli.logs.dates import quoted
from ledgerium_cli.logs.model import KEPT, STEP, Cells, Loaded, Reading, Role
from ledgerium_cli.logs.two_columns import clock_of, joined

AT_ONCE = 10_000


def load_rows(tables: duckdb.DuckDBPyConnection, reading: Reading, loaded: Loaded) -> None:
    """Raises duckdb.Error for what DuckDB does not read."""
    if not _quickly(tables, reading, loaded):
        loaded(_one_by_one(tables, reading))


def make_view(tables: duckdb.DuckDBPyConnection, reading: Reading, query: str) -> None:
    """Make the view `rows`, of a query of what was loaded: `number`, `line`, a column for each role, a text or an
    instant, and the list `kept`."""
    if steps := {cell: name for cell, name in reading.cells.items() if cell.startswith(STEP)}:
        query = _a_step_a_row(query, steps)
    there = {name for name, *_ in tables.execute(f"DESCRIBE {query}").fetchall()}
    roles = ", ".join(f'{_cell(role, there)} AS "{role}"' for role in get_args(Role))
    line = "line" if "line" in there else "CAST(NULL AS BIGINT) AS line"
    texts = ", ".join(
        f"coalesce({cell}, '')" if cell in there else "''" for cell in reading.cells if cell.startswith(KEPT)
    )
    tables.execute(
        f"CREATE OR REPLACE VIEW rows AS SELECT number, {line}, {roles}, CAST([{texts}] AS VARCHAR[]) AS kept "
        f"FROM ({query})"
    )


def _a_step_a_row(query: str, steps: Cells) -> str:
    """Of rows that are whole cases; numbered by their cells."""
    names = ", ".join(map(quoted, steps.values()))
    return (
        f"SELECT * EXCLUDE (number, place, names, times), (number - 1) * {len(steps)} + place AS number, "
        "names[place] AS activity, times[place] AS time FROM ("
        f"SELECT *, unnest(range(1, {len(steps) + 1})) AS place, [{names}] AS names, [{', '.join(steps)}] AS times "
        f"FROM ({query})) WHERE trim(times[place]) <> ''"
    )


def _cell(role: Role, there: Collection[str]) -> str:
    if clock_of(role) in there:
        return joined(role)
    return f'"{role}"' if role in there else "CAST(NULL AS VARCHAR)"


def _quickly(tables: duckdb.DuckDBPyConnection, reading: Reading, loaded: Loaded) -> bool:
    try:
        return reading.quick is not None and reading.quick(tables, loaded)
    except duckdb.Error:
        return False


def _one_by_one(tables: duckdb.DuckDBPyConnection, reading: Reading) -> str:
    """By way of a file of JSON lines: many times faster than row by row."""
    texts = ", ".join(f"\"{cell}\": 'VARCHAR'" for cell in reading.cells)
    encoder = msgspec.json.Encoder()
    with tempfile.NamedTemporaryFile(prefix="ledgerium-", suffix=".jsonl") as file:
        while some := list(islice(reading.rows, AT_ONCE)):
            file.write(encoder.encode_lines(some))
        file.flush()
        tables.execute(
            f"CREATE OR REPLACE TABLE raw AS FROM read_json({quoted(file.name)}, format = 'newline_delimited', "
            f"columns = {{number: 'BIGINT', line: 'BIGINT', {texts}}})"
        )
    return "SELECT * FROM raw"
