"""Pairs the rows of a log with one lifecycle transition each (start, suspend, complete ...) into activity instances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import duckdb

from ledgerium_cli.logs.model import Faults
from ledgerium_cli.plural import count

ABORTED = ("ate_abort", "pi_abort", "abort")
"""Transitions that end an instance without completing it; the first two are names of XES."""
ANNOUNCED = ("schedule", "enqueue", "assign")
"""Transitions of what is still to begin."""

# An instance that starts again after it ended is performed again. Without instances an end is paired with the earliest
# start of the same activity and case that has no end yet; where several people have one, `_by_people` pairs. It stays
# alone when the surplus of ends over starts up to it is larger than ever before. A suspend or resume is paired with
# the earliest instance that has started and not ended. What was announced more often
# than it started may never have begun: an abort without a start then ends nothing that was done, else an attempt of
# which the start was not logged.
_PAIRED = """
CREATE TABLE pairs AS
WITH named AS (
    SELECT *, lifecycle IN {ends} AS is_end,
        CASE WHEN lifecycle = 'start' THEN 1 WHEN is_end THEN -1 ELSE 0 END AS change,
        {announced} > count(*) FILTER (lifecycle = 'start') OVER same AS is_awaited
    FROM good WHERE paired WINDOW same AS (PARTITION BY "case", activity, instance)
), counted AS (
    SELECT *, sum(change) OVER told AS running, count(*) FILTER (lifecycle = 'start') OVER told AS starts
    FROM named WINDOW told AS ({told})
), lowest AS (
    SELECT *, least(0, min(running) OVER told) AS lowest,
        instance IS NOT NULL AND lifecycle = 'start' AND running <= 1 AND starts > 1 AS is_again
    FROM counted WINDOW told AS ({told})
), alone AS (
    SELECT *, is_end AND lowest < lag(lowest, 1, 0) OVER told AS alone FROM lowest WINDOW told AS ({told})
)
SELECT *, CASE
        WHEN instance IS NOT NULL THEN count(*) FILTER (is_again) OVER told
        WHEN alone THEN CASE WHEN lifecycle = 'complete' OR NOT is_awaited THEN -number END
        WHEN lifecycle = 'start' THEN count(*) FILTER (lifecycle = 'start') OVER told
        WHEN is_end THEN count(*) FILTER (is_end AND NOT alone) OVER told
        WHEN lifecycle IN ('suspend', 'resume') AND running > lowest
            THEN count(*) FILTER (is_end AND NOT alone) OVER told + 1
    END AS pair
FROM alone WINDOW told AS ({told})
""".format(
    ends=("complete", *ABORTED),
    announced="greatest({})".format(
        ", ".join(f"count(*) FILTER (lifecycle = '{one}') OVER same" for one in ANNOUNCED)
    ),
    told='PARTITION BY "case", activity, instance ORDER BY ended, is_end, number ROWS UNBOUNDED PRECEDING',
)
_OF_SEVERAL = """
WITH several AS (
    SELECT "case", activity FROM pairs WHERE instance IS NULL GROUP BY "case", activity
    HAVING max(running - lowest) > 1 AND count(DISTINCT actor) > 1
)
SELECT "case", activity, number, lifecycle, is_end, actor FROM pairs JOIN several USING ("case", activity)
WHERE instance IS NULL AND pair IS NOT NULL AND NOT alone ORDER BY "case", activity, ended, is_end, number
"""
"""Rows of activities of a case of which several were going on at once, and not all by one person."""
_GROUPED = """
CREATE TABLE grouped AS
SELECT "case", activity, instance, pair,
    coalesce(last(actor ORDER BY ended, number) FILTER (actor <> ''), '') AS actor,
    coalesce(last(system ORDER BY ended, number) FILTER (system <> ''), '') AS system,
    min(ended) FILTER (lifecycle = 'start') AS started,
    max(ended) FILTER (lifecycle = 'complete') AS completed, bool_or(is_aborted) AS is_aborted,
    coalesce(completed, started) IS NOT NULL OR bool_or(is_aborted AND NOT is_awaited) AS is_performed,
    max(ended) FILTER (lifecycle IN ('suspend', 'resume', 'unknown')) AS heard_of,
    coalesce(completed, max(ended) FILTER (is_end), CASE WHEN heard_of >= started THEN heard_of END) AS heard,
    list({'number': number, 'at': ended, 'lifecycle': lifecycle, 'kept': kept} ORDER BY ended, is_end, number) AS told,
    min(number) AS number, min_by(sorting, number) AS sorting
FROM pairs WHERE pair IS NOT NULL GROUP BY "case", activity, instance, pair
"""
# Of several suspends in a row, or several resumes, the first counts.
_PERFORMED = """
CREATE TABLE performed AS
WITH kept AS (
    SELECT *, coalesce(heard, started) AS until,
        list_filter(told, lambda one: one.at <= coalesce(heard, started)) AS shown
    FROM grouped WHERE is_performed AND (started <= heard) IS NOT FALSE
), broken AS (
    SELECT *, list_filter(shown, lambda one: one.lifecycle IN ('suspend', 'resume') AND one.at >= started) AS breaks
    FROM kept
), turned AS (
    SELECT *, list_transform(
        list_filter(breaks, lambda one, place:
            one.lifecycle <> CASE place WHEN 1 THEN 'resume' ELSE breaks[place - 1].lifecycle END),
        lambda one: one.at) AS turns
    FROM broken
)
SELECT "case", activity, actor, system, CASE WHEN heard IS NOT NULL THEN started END AS start_ms,
    until AS complete_ms, completed IS NOT NULL AS completed, completed IS NULL AND is_aborted AS aborted,
    list_transform(shown, lambda one: one.number) AS numbers, list_transform(shown, lambda one: one.at) AS times,
    CASE WHEN started IS NULL THEN CAST([] AS BIGINT[])
        WHEN len(turns) % 2 = 1 THEN list_append(turns, until) ELSE turns END AS suspended,
    list_transform(shown, lambda one: one.kept) AS kept, sorting
FROM turned
"""

# Rows that belong to no instance: those without a pair, and those of an instance of which nothing was performed.
_UNUSED = """
CREATE TABLE unused AS
SELECT lifecycle, "case", activity, number FROM pairs WHERE pair IS NULL
UNION ALL SELECT one.lifecycle, "case", activity, one.number
FROM (SELECT unnest(told) AS one, "case", activity FROM grouped WHERE NOT is_performed)
"""
_ONLY_UNUSED = """
SELECT count(DISTINCT "case"), min("case") FROM unused
WHERE "case" NOT IN (SELECT "case" FROM performed UNION SELECT "case" FROM good WHERE NOT paired)
"""


_NEVER_BEGUN = f'SELECT number, activity, "case" FROM unused WHERE lifecycle IN {ABORTED} ORDER BY number'


AT_ONCE = 10_000


class Refused(NamedTuple):
    """A row that is left out."""

    number: int
    what: str
    remedy: str


def pair(tables: duckdb.DuckDBPyConnection, faults: Faults) -> Sequence[Refused]:
    """Creates the table `performed` from the rows of `good` that have to be paired. Returns those that say what cannot
    be, or the end of what may never have begun."""
    tables.execute(_PAIRED)
    _by_people(tables)
    tables.execute(_GROUPED)
    tables.execute(_PERFORMED)
    tables.execute(_UNUSED)
    _tell_unused(tables, faults)
    impossible = [
        Refused(number, f"{activity!r} is complete before it starts.", "mend its times.")
        for number, activity in tables.execute(
            "SELECT number, activity FROM grouped WHERE started > heard ORDER BY number"
        ).fetchall()
    ]
    never_begun = [
        Refused(
            number,
            f"{activity!r} of {case!r} ended without being complete; that it was to begin is told, not that it did.",
            "if it did begin, give it a start.",
        )
        for number, activity, case in tables.execute(_NEVER_BEGUN).fetchall()
    ]
    return sorted([*impossible, *never_begun])


def _by_people(tables: duckdb.DuckDBPyConnection) -> None:
    """Pairs an end, where several instances are going on, with the earliest start by the same person that has no end
    yet; else with the earliest of all. What suspends or resumes likewise."""
    tables.execute("CREATE TABLE paired (number BIGINT, pair BIGINT)")
    rows = tables.cursor().execute(_OF_SEVERAL)
    going_on: dict[int, str] = {}
    """The instances by the number of their start, in order of these, and who started them."""
    of = None
    while some := rows.fetchmany(AT_ONCE):
        found = []
        for case, activity, number, lifecycle, is_end, actor in some:
            if of != (case, activity):
                of, going_on = (case, activity), {}
            if lifecycle == "start":
                going_on[number] = actor
                found.append((number, number))
            elif going_on:
                first = next(iter(going_on))
                own = next((start for start, who in going_on.items() if actor and who == actor), first)
                found.append((number, own))
                if is_end:
                    del going_on[own]
        tables.execute(
            "INSERT INTO paired SELECT unnest(?), unnest(?)", [*map(list, zip(*found, strict=True))]
        )
    tables.execute("UPDATE pairs SET pair = paired.pair FROM paired WHERE pairs.number = paired.number")


def _tell_unused(tables: duckdb.DuckDBPyConnection, faults: Faults) -> None:
    rows = tables.execute(
        f"SELECT lifecycle, count(*) FROM unused WHERE lifecycle NOT IN {ABORTED} GROUP BY lifecycle ORDER BY lifecycle"
    ).fetchall()
    if not rows:
        return
    [(cases, first)] = tables.execute(_ONLY_UNUSED).fetchall()
    told = ", ".join(f"{n} of {lifecycle!r}" for lifecycle, n in rows)
    none = f" {count(cases, 'case holds', 'cases hold')} nothing else, {first!r} first." if cases else ""
    faults.tell(f"Rows that neither start nor end anything: {told}.{none}", "They were left out.")
    faults.count += sum(n for _, n in rows)
