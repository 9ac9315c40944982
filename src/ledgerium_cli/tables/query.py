"""Runs an analyst's SQL query in DuckDB on the tables of an analysis."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from ledgerium_cli.errors import UsageError
from ledgerium_cli.output.text import cell, plain
from ledgerium_cli.sql import quoted
from ledgerium_cli.tables.columns import EVENTS, TABLES
from ledgerium_cli.tables.fill import fill, folder_aside
from ledgerium_cli.tables.model import Table
from ledgerium_cli.tables.rows import Asked

_encoder = msgspec.json.Encoder(decimal_format="number")
_SIGNED = re.compile(r"(?=(?<![0-9.])[0-9])")
"""Before each number of a length."""
_INT64 = -(2**63), 2**63 - 1
"""The integers that msgspec can encode."""


@dataclass(frozen=True, slots=True)
class Answer:
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def ask(asked: Asked, query: str) -> Answer:
    """Run a query. Raises UsageError, and OutputError when there is no room for the tables. The query can read the
    tables and nothing else on the machine."""
    with folder_aside() as aside, _opened(asked, query, aside) as tables:
        _only_read(tables, query)
        try:
            found = tables.sql(query)
            return Answer(_unique_names(found.columns), _rows(found))
        except duckdb.Error as error:
            raise _refused(error) from error


def _rows(found: duckdb.DuckDBPyRelation) -> list[tuple[Any, ...]]:
    """The rows, with lengths of time in ISO 8601: as Python values, DuckDB gives months as thirty days each."""
    lengths = [place for place, kind in enumerate(found.types) if str(kind) == "INTERVAL"]
    if not lengths:
        return found.fetchall()
    names = [f"c{place}" for place in range(len(found.types))]
    shown = [_with_months(name) if place in lengths else name for place, name in enumerate(names)]
    told = found.query("asked", f"SELECT {', '.join(shown)} FROM asked AS told({', '.join(names)})")
    assert told is not None
    return [
        tuple(_length(*one) if place in lengths and one else one for place, one in enumerate(row))
        for row in told.fetchall()
    ]


def _with_months(name: str) -> str:
    months = f"CAST(datepart('year', {name}) * 12 + datepart('month', {name}) AS INTEGER)"
    return f"CASE WHEN {name} IS NOT NULL THEN row({months}, {name} - to_months({months})) END"


def _length(months: int, rest: timedelta) -> Length:
    """In ISO 8601. If months and the rest differ in sign, the rest has its own: `P1M-2D`."""
    text = str(msgspec.json.decode(_encoder.encode(rest)))
    if not months:
        return Length(text)
    sign, after = "-" if months < 0 else "", text.partition("P")[2] if rest else ""
    if rest and (rest < timedelta()) != (months < 0):
        return Length(f"P{months}M{_SIGNED.sub('-' if rest < timedelta() else '', after)}")
    return Length(f"{sign}P{abs(months)}M{after}")


class Length(str):
    """A length of time in ISO 8601. It may begin with a minus, but is no formula for a spreadsheet."""


def _unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Column names made unique by a number behind all but the first: `work_ms`, `work_ms_1`."""
    found: list[str] = []
    for name in names:
        number, own = 0, name
        while own in found or (number and own in names):
            number += 1
            own = f"{name}_{number}"
        found.append(own)
    return tuple(found)


def ask_parquet(asked: Asked, query: str) -> bytes:
    """The answer as a Parquet file. Raises as `ask` does."""
    with folder_aside() as aside:
        file = aside / "answer.parquet"
        with _opened(asked, query, aside, writes=file) as tables:
            _only_read(tables, query)
            try:
                tables.sql(query).write_parquet(str(file), compression="zstd")
            except duckdb.Error as error:
                raise _refused(error) from error
        return file.read_bytes()


def _opened(asked: Asked, query: str, aside: Path, writes: Path | None = None) -> duckdb.DuckDBPyConnection:
    tables = duckdb.connect()
    for table in TABLES:
        rows = table.rows(asked) if table is not EVENTS or _may_read_events(query) else iter(())
        _fill(tables, table, rows, aside / f"{table.name}.jsonl")
    tables.execute("SET TimeZone = 'UTC'")  # otherwise times as text depend on the machine
    if writes is not None:
        tables.execute(f"SET allowed_paths = [{quoted(str(writes))}]")
    # A query may come from anywhere and must not reach the files or the network of this machine.
    tables.execute("SET enable_external_access = false")
    tables.execute("SET lock_configuration = true")
    return tables


def _may_read_events(query: str) -> bool:
    """Whether the query names the table of events or calls a function that takes a table name: only then all
    recordings are read again."""
    return "event" in query.lower() or "query" in query.lower()


def _fill(tables: duckdb.DuckDBPyConnection, table: Table[Any], rows: Iterable[Any], file: Path) -> None:
    values = [column.value for column in table.columns]
    types = {column.name: column.type for column in table.columns}
    fill(tables, table.name, types, ([value(row) for value in values] for row in rows), file)
    tables.execute(f'COMMENT ON TABLE "{table.name}" IS {quoted(table.grain)}')
    for column in table.columns:
        tables.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {quoted(column.meaning)}')


def _only_read(tables: duckdb.DuckDBPyConnection, query: str) -> None:
    try:
        statements = tables.extract_statements(query)
    except duckdb.Error as error:
        raise _refused(error) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UsageError(
            "Ask one question that reads: a query that begins with SELECT, FROM, WITH or DESCRIBE."
        )


def _refused(error: duckdb.Error) -> UsageError:
    """The error on one line, without DuckDB's repetition of the query."""
    says = " ".join(str(error).partition("\n\nLINE ")[0].split())
    end = "" if says.endswith((".", "!", "?")) else "."
    tables = ", ".join(one.name for one in TABLES)
    return UsageError(f"{says}{end} The tables are {tables}; see docs/tables.md.")


def as_csv(answer: Answer) -> str:
    """The answer as CSV; what a spreadsheet would take for a formula is prefixed with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_cell(value) for value in row] for row in answer.rows)
    return out.getvalue()


def _cell(value: object) -> object:
    """Numbers and text unchanged, everything else as in JSON: times in ISO 8601, lists and structs as JSON text."""
    if value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, Length):
        return value
    if isinstance(value, str):
        return cell(value)
    text = _encoder.encode(_value(value)).decode()
    return cell(msgspec.json.decode(text) if text.startswith('"') else text)


def _instant(value: datetime) -> str:
    """ISO 8601 in UTC, as are all times of the tables."""
    utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo is not None else value
    return utc.isoformat(timespec="milliseconds") + "Z"


def as_json(answer: Answer) -> str:
    """One JSON object a line."""
    rows = (dict(zip(answer.columns, map(_value, row), strict=True)) for row in answer.rows)
    return "".join(_encoder.encode(row).decode() + "\n" for row in rows)


def _value(value: object) -> object:
    """A value that msgspec can encode: dates, times and durations become ISO 8601, bytes base64."""
    match value:
        case datetime():
            return _instant(value)
        case Length():
            return str(value)
        case list() | tuple():
            return [*map(_value, value)]
        case dict():
            return {str(_cell(key)): _value(one) for key, one in value.items()}
        case int() if not _INT64[0] <= value <= _INT64[1]:
            return msgspec.Raw(str(value).encode())
    return value


def as_table(answer: Answer) -> str:
    """Aligned columns, for a terminal."""
    rows = [[_shown(value) for value in row] for row in answer.rows]
    columns = list(zip(answer.columns, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    numbers = [
        all(isinstance(row[at], int | float | Decimal) for row in answer.rows) for at in range(len(columns))
    ]
    return "".join(f"{_line(row, widths, numbers)}\n" for row in [answer.columns, *rows])


def _line(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> str:
    aligned = (
        cell.rjust(width) if number else cell.ljust(width)
        for cell, width, number in zip(cells, widths, numbers, strict=True)
    )
    return "  ".join(aligned).rstrip()


def _shown(value: object) -> str:
    if isinstance(value, str):
        return plain(value)
    return "" if value is None else str(_cell(value))
