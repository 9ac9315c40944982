"""Loads the rows that a format reads into DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice
from typing import get_args

import duckdb
import msgspec

from ledgerium_cli.logs.model import KEPT, STEP, Cells, Reading, Row
from ledgerium_cli.logs.opened import file_aside
from ledgerium_cli.logs.roles import Role
from ledgerium_cli.logs.two_columns import clock_of, joined
from ledgerium_cli.sql import quoted

AT_ONCE = 10_000

Found = Callable[[str, Mapping[Role, str], Mapping[str, str]], str]
"""Turns a query of rows into one that adds `start_ms`, `ended`, `rests` and `wrong`. Takes the query, the SQL
expression of each role, and the types of the columns."""


class Rows:
    """Loads the table `loaded`: the rows as they were read, each checked as soon as it is."""

    def __init__(self, tables: duckdb.DuckDBPyConnection, reading: Reading, found: Found) -> None:
        self._tables, self._reading, self._found = tables, reading, found
        self._there: dict[str, str] = {}
        """Columns of the loaded rows, with their types."""

    def load(self) -> None:
        """Loads all rows. Raises duckdb.Error for what DuckDB cannot read."""
        rows = self._reading.rows
        if not self._quickly() and rows is not None:
            self._there = {}
            self._take(_one_by_one(self._tables, rows, self._reading.cells))
        self._make_view()

    def _quickly(self) -> bool:
        try:
            return self._reading.quick is not None and self._reading.quick(self._tables, self._take)
        except duckdb.Error:
            if self._reading.rows is None:
                raise
            return False

    def _take(self, query: str) -> None:
        """Loads the rows of a query, as a `Loaded`."""
        if steps := {cell: name for cell, name in self._reading.cells.items() if cell.startswith(STEP)}:
            query = _a_step_a_row(query, steps)
        into = "INSERT INTO loaded"
        if not self._there:
            described = self._tables.execute(f"DESCRIBE {query}").fetchall()
            self._there = {name: kind for name, kind, *_ in described}
            into = "CREATE OR REPLACE TABLE loaded AS"
        roles = {role: _cell(role, self._there) for role in get_args(Role)}
        self._tables.execute(f"{into} {self._found(query, roles, self._there)}")

    def _make_view(self) -> None:
        """Creates the view `rows`: `number`, `line`, a column for each role (text or instant), the list `kept`, and
        the columns that `Found` adds."""
        there = self._there
        number = "number" if "number" in there else "rowid + 1 AS number"
        line = "line" if "line" in there else "CAST(NULL AS BIGINT) AS line"
        roles = ", ".join(f'{_cell(role, there)} AS "{role}"' for role in get_args(Role))
        texts = ", ".join(
            f"coalesce({cell}, '')" if cell in there else "''"
            for cell in self._reading.cells
            if cell.startswith(KEPT)
        )
        self._tables.execute(
            f"CREATE VIEW rows AS SELECT {number}, {line}, {roles}, CAST([{texts}] AS VARCHAR[]) AS kept, "
            "start_ms, ended, rests, wrong FROM loaded"
        )


def _a_step_a_row(query: str, steps: Cells) -> str:
    """Turns a query with one row per case into one with a row per step, numbered by the cells."""
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


def _one_by_one(tables: duckdb.DuckDBPyConnection, rows: Iterator[Row], cells: Cells) -> str:
    """Loads the rows of the slow reader through a JSON lines file, many times faster than inserting row by row."""
    texts = ", ".join(f"\"{cell}\": 'VARCHAR'" for cell in cells)
    encoder = msgspec.json.Encoder()
    with file_aside("rows.jsonl") as file:
        with file.open("wb") as lines:
            while some := list(islice(rows, AT_ONCE)):
                lines.write(encoder.encode_lines(some))
        tables.execute(
            f"CREATE OR REPLACE TABLE raw AS FROM read_json({quoted(str(file))}, format = 'newline_delimited', "
            f"columns = {{number: 'BIGINT', line: 'BIGINT', {texts}}})"
        )
    return "SELECT * FROM raw"
