"""How the cases of a log go, at a glance: the numbers of `findings/process.py`, counted in DuckDB.

For millions of rows, of which nothing else is asked: no step becomes an object.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
from msgspec.json import decode

from ledgerium_cli.findings.statistics import FEW, Summary

_ACTIVITIES = """
CREATE OR REPLACE TABLE activities AS
SELECT name, row_number() OVER (ORDER BY name) - 1 AS id FROM (SELECT DISTINCT activity AS name FROM instances)
"""
_STEPS = """
CREATE OR REPLACE TABLE steps AS
SELECT "case" AS name, id AS activity, coalesce(start_ms, complete_ms) AS start_ms, complete_ms,
    times[1] AS first_ms
FROM instances JOIN activities ON activities.name = activity
ORDER BY "case", 3, complete_ms, numbers[1]
"""
"""Cases one after the other, each in order: a step follows the one of the row before. Activities are numbers here."""

# An aggregate meets its rows in any order: so each brings its place along. Texts are grouped in half the time of lists.
_CASES = """
CREATE OR REPLACE TABLE cases AS
SELECT name, min(first_ms) AS first_ms, max(complete_ms) AS complete_ms,
    CAST(list_transform(list_sort(list(rowid * {0} + activity)), lambda one: one % {0}) AS VARCHAR) AS variant
FROM steps GROUP BY name
"""
_TIMES = f"""
    count(*) AS n, CASE WHEN count(*) < {FEW} THEN list_sort(list(ms)) END, quantile_cont(ms, 0.5),
    quantile_cont(ms, 0.9), min(ms), max(ms), avg(ms)
"""
_PATHS = f"""
WITH pairs AS (
    SELECT activity AS source, lead(activity) OVER () AS target, lead(name) OVER () = name AS same,
        greatest(0, lead(start_ms) OVER () - complete_ms) AS ms
    FROM steps
)
SELECT source, target, {_TIMES} FROM pairs WHERE same GROUP BY source, target ORDER BY n DESC, source, target
"""
_VARIANTS = """
SELECT variant, count(*) AS n FROM cases GROUP BY variant ORDER BY n DESC, min((first_ms, name))
"""
_CYCLES = f"""
WITH cycles AS (SELECT complete_ms - first_ms AS ms FROM cases)
SELECT {_TIMES} FROM cycles
"""


@dataclass(frozen=True, slots=True)
class PathCounted:
    source: str
    target: str
    between: Summary
    """Of the time from completion to start; its `n` is how often the path was taken."""


@dataclass(frozen=True, slots=True)
class LogSummary:
    """Activities as the log calls them. The intervals of means are left out."""

    paths: tuple[PathCounted, ...]
    """By how often, then by name; those from the start and to the end of cases are not among them."""
    variants: tuple[tuple[tuple[str, ...], int], ...]
    """Most frequent first, ties by the earliest case."""
    cycle: Summary


def summary_of(tables: duckdb.DuckDBPyConnection) -> LogSummary:
    """`tables` hold `instances`."""
    tables.execute(_ACTIVITIES)
    tables.execute(_STEPS)
    names = [name for (name,) in tables.execute("SELECT name FROM activities ORDER BY id").fetchall()]
    with ThreadPoolExecutor(1) as aside:  # a window takes one core
        waiting = aside.submit(lambda: tables.cursor().execute(_PATHS).fetchall())
        tables.execute(_CASES.format(len(names)))
        variants = tables.execute(_VARIANTS).fetchall()
        [cycle] = tables.execute(_CYCLES).fetchall()
    paths = waiting.result()
    return LogSummary(
        tuple(PathCounted(names[source], names[target], _times(*row)) for source, target, *row in paths),
        tuple(
            (tuple(names[place] for place in decode(variant, type=list[int])), n) for variant, n in variants
        ),
        _times(*cycle),
    )


def _times(
    n: int, values: list[int] | None, median: float, p90: float, minimum: int, maximum: int, mean: float
) -> Summary:
    if values is not None:
        return Summary(n, values=tuple(values))
    return Summary(
        n=n, median=round(median), p90=round(p90), minimum=minimum, maximum=maximum, mean=round(mean)
    )
