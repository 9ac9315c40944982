"""Rows that say only that something started or was complete: which of them are one performance."""

from __future__ import annotations

import duckdb

from ledgerium_cli.logs.model import Faults

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
_PERFORMED = """
CREATE TABLE performed AS
WITH kept AS (
    SELECT *, list_filter(told, lambda one: one.at <= coalesce(completed, started)) AS shown
    FROM grouped WHERE coalesce(completed, started) IS NOT NULL AND (started <= completed) IS NOT FALSE
)
SELECT "case", activity, actor, system, CASE WHEN completed IS NOT NULL THEN started END AS start_ms,
    coalesce(completed, started) AS complete_ms, completed IS NOT NULL AS completed,
    list_transform(shown, lambda one: one.number) AS numbers, list_transform(shown, lambda one: one.at) AS times
FROM kept
"""


def pair(tables: duckdb.DuckDBPyConnection, faults: Faults) -> None:
    """Make the table `performed`, of the rows of `good` that are paired."""
    tables.execute(_PAIRED)
    tables.execute(_GROUPED)
    tables.execute(_PERFORMED)
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
