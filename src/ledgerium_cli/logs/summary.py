"""How the cases of a log go, at a glance: the numbers of `findings/process.py`, counted in DuckDB.

For millions of rows, of which nothing else is asked: no step becomes an object.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ledgerium_cli.findings.statistics import FEW, Summary

_STEPS = """
CREATE OR REPLACE TEMP TABLE steps AS
SELECT "case" AS name, activity, coalesce(start_ms, complete_ms) AS start_ms, complete_ms, times[1] AS first_ms,
    numbers[1] AS number
FROM instances
"""
_IN_ORDER = "start_ms, complete_ms, number"
_TIMES = f"""
    count(*) AS n, CASE WHEN count(*) < {FEW} THEN list_sort(list(ms)) END, quantile_cont(ms, 0.5),
    quantile_cont(ms, 0.9), min(ms), max(ms), avg(ms)
"""
_PATHS = f"""
WITH pairs AS (
    SELECT activity AS source, lead(activity) OVER following AS target,
        greatest(0, lead(start_ms) OVER following - complete_ms) AS ms
    FROM steps WINDOW following AS (PARTITION BY name ORDER BY {_IN_ORDER})
)
SELECT source, target, {_TIMES} FROM pairs WHERE target IS NOT NULL GROUP BY source, target
ORDER BY n DESC, source, target
"""
_VARIANTS = f"""
WITH cases AS (
    SELECT list(activity ORDER BY {_IN_ORDER}) AS activities, min(first_ms) AS first_ms, name FROM steps GROUP BY name
)
SELECT activities, count(*) AS n, min((first_ms, name)) AS earliest FROM cases GROUP BY activities
ORDER BY n DESC, earliest
"""
_CYCLES = f"""
WITH cases AS (SELECT max(complete_ms) - min(first_ms) AS ms FROM steps GROUP BY name)
SELECT {_TIMES} FROM cases
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
    tables.execute(_STEPS)
    paths = tables.execute(_PATHS).fetchall()
    variants = tables.execute(_VARIANTS).fetchall()
    [cycle] = tables.execute(_CYCLES).fetchall()
    return LogSummary(
        tuple(PathCounted(source, target, _times(*row)) for source, target, *row in paths),
        tuple((tuple(activities), n) for activities, n, _ in variants),
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
