"""A summary of a log: the main numbers of `findings/paths.py` and `findings/variants.py`, computed in DuckDB.

It serves logs of millions of rows of which nothing else is asked, so no step objects are made.
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
ORDER BY "case", 3, turn, numbers[1]
"""
"""Sorted by case, then time, so that consecutive rows of a case follow one another directly. Activities are integer
ids."""

# An aggregate sees its rows in any order, so each value carries its row number. Grouping texts takes half the time of
# grouping lists.
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
        greatest(0, lead(start_ms) OVER () - complete_ms) AS ms, lead(start_ms) OVER () = start_ms AS tied
    FROM steps
)
SELECT count(*) FILTER (tied), source, target, {_TIMES} FROM pairs WHERE same
GROUP BY source, target ORDER BY n DESC, source, target
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
    """The time from completion of the source to start of the target; its `n` is the frequency of the path."""


@dataclass(frozen=True, slots=True)
class LogSummary:
    """Activities carry the names of the log. Means come without an interval."""

    paths: tuple[PathCounted, ...]
    """Most frequent first, then by name; paths from the start and to the end of cases are left out."""
    variants: tuple[tuple[tuple[str, ...], int], ...]
    """Most frequent first; ties by the earliest case."""
    cycle: Summary
    at_once: int
    """The number of steps that start at the time of the one before them in their case."""


def summary_of(tables: duckdb.DuckDBPyConnection) -> LogSummary:
    """`tables` must hold `instances`."""
    tables.execute(_ACTIVITIES)
    tables.execute(_STEPS)
    names = [name for (name,) in tables.execute("SELECT name FROM activities ORDER BY id").fetchall()]
    with ThreadPoolExecutor(1) as aside:  # a window function runs on one core
        waiting = aside.submit(lambda: tables.cursor().execute(_PATHS).fetchall())
        tables.execute(_CASES.format(len(names)))
        variants = tables.execute(_VARIANTS).fetchall()
        [cycle] = tables.execute(_CYCLES).fetchall()
    paths = waiting.result()
    return LogSummary(
        tuple(PathCounted(names[source], names[target], _times(*row)) for _, source, target, *row in paths),
        tuple(
            (tuple(names[place] for place in decode(variant, type=list[int])), n) for variant, n in variants
        ),
        _times(*cycle),
        sum(tied for tied, *_ in paths),
    )


def _times(
    n: int, values: list[int] | None, median: float, p90: float, minimum: int, maximum: int, mean: float
) -> Summary:
    if values is not None:
        return Summary(n, values=tuple(values))
    return Summary(
        n=n, median=round(median), p90=round(p90), minimum=minimum, maximum=maximum, mean=round(mean)
    )
