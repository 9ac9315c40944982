"""From the rows of a log to performances of activities: the same for every format, in DuckDB, since logs are large."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import get_args

import duckdb
import msgspec

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs import dates
from ledgerium_cli.logs.dates import quoted
from ledgerium_cli.logs.model import MOST_PROBLEMS, Faults, Given, Reading, Role, Row

AT_ONCE = 10_000
TIMES: tuple[Role, ...] = ("time", "start", "complete")
WHY = {
    "no case": ("It names no case.", "give it one."),
    "no activity": ("It names no activity.", "give it one."),
    "no time": ("It has no time.", "give it one."),
    "reversed": ("It is complete before it starts.", "mend its times."),
}
"""A row that is left out."""

_NO_ROW = "SELECT CAST(NULL AS BIGINT) AS number, CAST(NULL AS BIGINT) AS line, {} WHERE false".format(
    ", ".join(f'CAST(NULL AS VARCHAR) AS "{role}"' for role in get_args(Role))
)
"""So that every column is there."""

INSTANCES = """
CREATE TABLE instances (
    "case" VARCHAR, activity VARCHAR, actor VARCHAR, system VARCHAR, start_ms BIGINT, complete_ms BIGINT,
    completed BOOLEAN, numbers BIGINT[], times BIGINT[])
"""
"""Columns as in `Instance`."""

_IN_ONE_ROW = """
INSERT INTO instances
SELECT "case", activity, actor, system, start_ms, ended, true, [number, number], [start_ms, ended]
FROM good WHERE start_ms IS NOT NULL AND ended IS NOT NULL
"""
_OF_ONE_TIME = """
INSERT INTO instances
SELECT "case", activity, actor, system, NULL, coalesce(ended, start_ms), ended IS NOT NULL, [number],
    [coalesce(ended, start_ms)]
FROM good WHERE (start_ms IS NULL OR ended IS NULL) AND NOT paired
"""

# A completion belongs to the earliest start of its activity in its case that is not complete yet. It has none where
# there have been more completions than starts up to it, as never before.
_PAIRED = """
CREATE TABLE pairs AS
WITH counted AS (
    SELECT *, sum(CASE lifecycle WHEN 'start' THEN 1 WHEN 'complete' THEN -1 ELSE 0 END) OVER told AS running
    FROM good WHERE paired WINDOW told AS ({told})
), lowest AS (
    SELECT *, least(0, min(running) OVER told) AS lowest FROM counted WINDOW told AS ({told})
), alone AS (
    SELECT *, lowest < lag(lowest, 1, 0) OVER told AS alone FROM lowest WINDOW told AS ({told})
)
SELECT *, CASE
        WHEN instance IS NOT NULL THEN 0
        WHEN alone THEN -number
        WHEN lifecycle IN ('start', 'complete') THEN row_number() OVER (
            PARTITION BY "case", activity, instance, lifecycle, alone ORDER BY ended, number)
    END AS pair
FROM alone
""".format(told="PARTITION BY \"case\", activity, instance ORDER BY ended, lifecycle = 'complete', number")
_GROUPED = """
CREATE TABLE grouped AS
SELECT "case", activity, instance, pair,
    coalesce(last(actor ORDER BY ended, number) FILTER (actor <> ''), '') AS actor,
    coalesce(last(system ORDER BY ended, number) FILTER (system <> ''), '') AS system,
    min(ended) FILTER (lifecycle = 'start') AS started,
    max(ended) FILTER (lifecycle = 'complete') AS completed,
    list({'number': number, 'at': ended} ORDER BY ended, number) AS told,
    min(number) AS number
FROM pairs WHERE pair IS NOT NULL GROUP BY "case", activity, instance, pair
"""
_OF_SEVERAL_ROWS = """
INSERT INTO instances
WITH kept AS (
    SELECT *, list_filter(told, lambda one: one.at <= coalesce(completed, started)) AS shown
    FROM grouped WHERE coalesce(completed, started) IS NOT NULL AND (started <= completed) IS NOT FALSE
)
SELECT "case", activity, actor, system, CASE WHEN completed IS NOT NULL THEN started END,
    coalesce(completed, started), completed IS NOT NULL, list_transform(shown, lambda one: one.number),
    list_transform(shown, lambda one: one.at)
FROM kept
"""


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """In memory; what finds no room there goes to a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ledgerium-") as aside, duckdb.connect() as tables:
        tables.execute(f"SET temp_directory = {quoted(aside)}")
        tables.execute("SET TimeZone = 'UTC'")
        tables.execute("SET autoinstall_known_extensions = false")
        yield tables


def fill(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> int:
    """Make the table `instances`; how many rows were read. Raises ImportRefused."""
    dates.check(given)
    tables.execute(INSTANCES)
    rows = _query(tables, reading.query) if reading.query is not None else None
    if rows is None:
        rows = _load(tables, reading.rows)
    try:
        _check(tables, reading, given, faults, rows)
        tables.execute(_IN_ONE_ROW)
        tables.execute(_OF_ONE_TIME)
        if _any(tables, "FROM good WHERE paired"):
            _pair(tables, faults)
    except duckdb.Error as error:
        raise ImportRefused(f"{faults.name}: cannot be read: {str(error).splitlines()[0]}") from error
    return rows


def _query(tables: duckdb.DuckDBPyConnection, query: str) -> int | None:
    """Into the table `raw`; None where that is not possible."""
    try:
        tables.execute(
            f"CREATE TABLE raw AS WITH rows AS ({query}) SELECT * FROM rows UNION ALL BY NAME {_NO_ROW}"
        )
    except duckdb.Error:
        return None
    [(count,)] = tables.execute("SELECT count(*) FROM raw").fetchall()
    return int(count)


def _load(tables: duckdb.DuckDBPyConnection, rows: Iterable[Row]) -> int:
    """Into the table `raw`, by way of a file of JSON lines: many times faster than row by row."""
    texts = ", ".join(f"\"{role}\": 'VARCHAR'" for role in get_args(Role))
    encoder, count, left = msgspec.json.Encoder(), 0, iter(rows)
    with tempfile.NamedTemporaryFile(prefix="ledgerium-", suffix=".jsonl") as file:
        while some := list(islice(left, AT_ONCE)):
            count += len(some)
            file.write(encoder.encode_lines(some))
        file.flush()
        tables.execute(
            f"CREATE TABLE raw AS FROM read_json({quoted(file.name)}, format = 'newline_delimited', "
            f"columns = {{number: 'BIGINT', line: 'BIGINT', {texts}}})"
        )
    return count


def _check(
    tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults, rows: int
) -> None:
    """Make the table `good` of the rows of which everything is known that must be."""
    times = ", ".join(f"{dates.milliseconds(role, given)} AS {role}_ms" for role in TIMES)
    wrong = " ".join(f"WHEN trim({role}) <> '' AND {role}_ms IS NULL THEN '{role}'" for role in TIMES)
    tables.execute(
        f"""
        CREATE TABLE checked AS
        WITH timed AS (SELECT *, lower(trim(coalesce(lifecycle, ''))) AS lives, {times} FROM raw)
        SELECT *, coalesce(complete_ms, time_ms) AS ended, CASE
            WHEN coalesce(trim("case"), '') = '' THEN 'no case'
            WHEN coalesce(trim(activity), '') = '' THEN 'no activity'
            {wrong}
            WHEN coalesce(start_ms, complete_ms, time_ms) IS NULL THEN 'no time'
            WHEN start_ms > coalesce(complete_ms, time_ms) THEN 'reversed'
        END AS wrong FROM timed
        """
    )
    _tell_wrong(tables, reading, given, faults)
    of_several = _any(tables, "FROM checked WHERE wrong IS NULL AND lives NOT IN ('', 'complete')")
    tables.execute(
        f"""
        CREATE TABLE good AS
        SELECT number, "case", activity, coalesce(actor, '') AS actor, coalesce(system, '') AS system, start_ms, ended,
            CASE WHEN lives = '' THEN 'complete' ELSE lives END AS lifecycle, nullif(trim(instance), '') AS instance,
            start_ms IS NULL AND {of_several} AS paired
        FROM checked WHERE wrong IS NULL
        """
    )
    if not _any(tables, "FROM good"):
        first = f" {faults.problems[0]}" if faults.problems else ""
        raise ImportRefused(f"{faults.name}: of {rows} rows not one can be used.{first}")


def _any(tables: duckdb.DuckDBPyConnection, rows: str) -> bool:
    return tables.execute(f"SELECT 1 {rows} LIMIT 1").fetchone() is not None


def _tell_wrong(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> None:
    """Raises ImportRefused where what is wrong with one time is wrong with all of them."""
    text = "CASE wrong WHEN 'start' THEN start WHEN 'complete' THEN complete ELSE time END"
    kind = (
        f"CASE WHEN wrong IN ('time', 'start', 'complete') THEN {dates.kind_of('text', given)} ELSE wrong END"
    )
    tables.execute(
        f"CREATE TABLE wrong AS WITH texts AS (SELECT *, {text} AS text FROM checked WHERE wrong IS NOT NULL) "
        f"SELECT number, line, wrong, text, {kind} AS kind FROM texts"
    )
    grave = tables.execute(
        "SELECT line, wrong, text, kind FROM wrong WHERE kind IN ('local', 'day or month', 'number') "
        "ORDER BY number LIMIT 1"
    ).fetchone()
    if grave is not None:
        line, role, text, kind = grave
        raise dates.refused(faults.name, line, dates.fault(kind, text, reading.columns[role], given))
    found = tables.execute(
        f"SELECT number, line, wrong, text, kind FROM wrong ORDER BY number LIMIT {MOST_PROBLEMS}"
    ).fetchall()
    for number, line, role, text, kind in found:
        what, remedy = WHY[kind] if kind in WHY else _fault(kind, text, reading.columns[role], given)
        place = "" if line is not None else f"{reading.unit.capitalize()} {number}: "
        faults.leave_out(line, f"{place}{what}", remedy)
    (count,) = tables.execute("SELECT count(*) FROM wrong").fetchall()[0]
    faults.count += count - len(found)


def _fault(kind: str, text: str, column: str, given: Given) -> tuple[str, str]:
    found = dates.fault(kind, text, column, given)
    return found.what, found.remedy


def _pair(tables: duckdb.DuckDBPyConnection, faults: Faults) -> None:
    tables.execute(_PAIRED)
    tables.execute(_GROUPED)
    tables.execute(_OF_SEVERAL_ROWS)
    others = tables.execute(
        "SELECT lifecycle, count(*) FROM pairs WHERE pair IS NULL GROUP BY lifecycle ORDER BY lifecycle"
    ).fetchall()
    if others:
        told = ", ".join(f"{count} of {lifecycle!r}" for lifecycle, count in others)
        faults.tell(f"Rows that neither start nor complete anything: {told}.", "They were left out.")
        faults.count += sum(count for _, count in others)
    for number, activity in tables.execute(
        "SELECT number, activity FROM grouped WHERE started > completed ORDER BY number"
    ).fetchall():
        faults.leave_out(None, f"Row {number}: {activity!r} is complete before it starts.", "mend its times.")
