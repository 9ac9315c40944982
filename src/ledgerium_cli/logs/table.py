"""Turns the rows of a log into activity instances; for every format, and in DuckDB, since logs are large."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb

from ledgerium_cli.composed import composed
from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs import dates
from ledgerium_cli.logs.cells import (
    NAMES,
    NOTHING_LISTED,
    OPEN_END_MS,
    TIMES,
    ZERO_DAYS,
    any_row,
    as_one,
    composed_of,
    is_blank,
    is_no_time,
    nothing_in,
    text_of,
)
from ledgerium_cli.logs.model import Faults, Given, Reading
from ledgerium_cli.logs.objects import UNIT
from ledgerium_cli.logs.pairs import ABORTED, pair
from ledgerium_cli.logs.roles import Role
from ledgerium_cli.logs.rows import Rows
from ledgerium_cli.logs.told import leave_out, tell_one_name, tell_silent, tell_twice, tell_wrong
from ledgerium_cli.plural import count
from ledgerium_cli.sql import quoted


class EmptyLog(ImportRefused):
    """A log has no rows: no option helps."""


INSTANCES = """
CREATE TABLE instances (
    "case" VARCHAR, activity VARCHAR, actor VARCHAR, system VARCHAR, start_ms BIGINT, complete_ms BIGINT,
    completed BOOLEAN, aborted BOOLEAN, numbers BIGINT[], times BIGINT[], suspended BIGINT[], kept VARCHAR[][],
    turn BIGINT)
"""
"""Columns as in `Instance`."""

_STRAIGHT = {
    "numbers": "[number, number]",
    "times": "[start_ms, ended]",
    "suspended": "CAST([] AS BIGINT[])",
    "before": "[[]]",
}
"""For a row with start and completion. `before` are the kept texts for all its times but the last."""
_WITH_RESTS = {
    "numbers": "list_resize([number], 2 + len(rests), number)",
    "times": "[start_ms] || rests || [ended]",
    "suspended": "rests",
    "before": "list_resize([CAST([] AS VARCHAR[])], 1 + len(rests), CAST([] AS VARCHAR[]))",
}
_KEPT = "CASE WHEN start_ms IS NULL OR ended IS NULL THEN [kept] ELSE {before} || [kept] END"
_NOTHING_KEPT = "CAST([] AS VARCHAR[][])"
_OF_ONE_ROW = """
SELECT "case", activity, actor, system, CASE WHEN ended IS NOT NULL THEN start_ms END AS start_ms,
    coalesce(ended, start_ms) AS complete_ms, (ended IS NOT NULL OR is_told) AND is_completed AS completed,
    (ended IS NOT NULL OR is_told) AND NOT is_completed AND is_aborted AS aborted,
    CASE WHEN start_ms IS NULL OR ended IS NULL THEN [number] ELSE {numbers} END AS numbers,
    CASE WHEN start_ms IS NULL OR ended IS NULL THEN [coalesce(ended, start_ms)] ELSE {times} END AS times,
    {suspended} AS suspended, {kept} AS kept, sorting
FROM good WHERE NOT paired
"""
_IN_TURN = """
CREATE TABLE instances AS
SELECT * EXCLUDE (sorting), rank() OVER (
    PARTITION BY "case", coalesce(start_ms, complete_ms) ORDER BY sorting NULLS LAST) - 1 AS turn
FROM ({})
"""
_AS_THEY_STAND = "CREATE VIEW instances AS SELECT * EXCLUDE (sorting), CAST(0 AS BIGINT) AS turn FROM ({})"


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory; what does not fit is spilled to a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="ledgerium-") as aside, duckdb.connect() as tables:
        tables.execute(f"SET temp_directory = {quoted(aside)}")
        tables.execute("SET TimeZone = 'UTC'")
        tables.execute("SET autoinstall_known_extensions = false")
        yield tables


def fill(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> int:
    """Creates `instances`, with columns as in `Instance`, and returns the number of rows read. Raises
    ImportRefused."""
    dates.check(given)
    try:
        Rows(tables, reading, _Check(reading, given)).load()
        unread = faults.count
        rows = unread + _sort_out(tables, reading, given, faults)
        if paired := any_row(tables, "FROM good WHERE paired"):
            leave_out(tables, reading, faults, pair(tables, faults))
        more = "UNION ALL FROM performed" if paired else ""
        parts = _WITH_RESTS if "suspended" in reading.columns else _STRAIGHT
        kept = (_KEPT if reading.kept else _NOTHING_KEPT).format(**parts)
        made = f"{_OF_ONE_ROW.format(**parts, kept=kept)} {more}"
        tables.execute((_IN_TURN if "sorting" in reading.columns else _AS_THEY_STAND).format(made))
        tell_silent(tables, reading, given, faults)
    except duckdb.Error as error:
        raise ImportRefused(f"{faults.name}: cannot be read: {str(error).splitlines()[0]}") from error
    return rows


class _Check:
    """Checks each row as it is loaded: whether case, activity and time are present and valid."""

    def __init__(self, reading: Reading, given: Given) -> None:
        self._reading, self._given = reading, given

    def __call__(self, query: str, roles: Mapping[Role, str], types: Mapping[str, str]) -> str:
        """The query with the columns that are found, as a `Found`."""
        instants = {role for role in TIMES if self._is_instant(role, roles[role], types)}
        texts = {role: f"{role}_text" for role in TIMES if role not in instants}
        spelled = "".join(
            f", {dates.spelled(text_of(roles[role]), self._given)} AS {text}" for role, text in texts.items()
        )
        raw = ", ".join(
            f"{dates.of_spelled(texts[role], self._given) if role in texts else dates.of_instant(roles[role])} "
            f"AS {role}_raw"
            for role in TIMES
        )
        zero = dates.midnights(ZERO_DAYS, self._given)
        times = ", ".join(
            f"CASE WHEN {role}_raw < {OPEN_END_MS} AND {role}_raw NOT IN ({zero}) THEN {role}_raw END AS {role}_ms"
            for role in TIMES
        )
        wrong = " ".join(
            f"WHEN {role}_raw NOT BETWEEN {dates.FIRST_MS} AND {dates.LAST_MS} "
            f"OR ({role}_raw IS NULL AND NOT {is_no_time(text_of(roles[role]))}) THEN '{role}'"
            for role in TIMES
        )
        aside = ", ".join([*(f"{role}_raw" for role in TIMES), *texts.values()])
        return f"""
            WITH read AS (SELECT *, {raw} FROM (SELECT *{spelled} FROM ({query}))),
                timed AS (SELECT *, {times} FROM read)
            SELECT * EXCLUDE (time_ms, complete_ms, {aside}), coalesce(complete_ms, time_ms) AS ended,
                {self._rests(roles)} AS rests, CASE
                    WHEN {is_blank(roles["case"])} THEN 'no case'
                    WHEN {is_blank(roles["activity"])} THEN 'no activity'
                    {wrong}
                    WHEN coalesce(start_ms, complete_ms, time_ms) IS NULL THEN 'no time'
                    WHEN start_ms > coalesce(complete_ms, time_ms) THEN 'reversed'
                END AS wrong
            FROM timed
            """

    def _is_instant(self, role: Role, cell: str, types: Mapping[str, str]) -> bool:
        return types.get(role) == dates.INSTANT and cell == f'"{role}"' and self._given.date_format is None

    def _rests(self, roles: Mapping[Role, str]) -> str:
        if "suspended" not in self._reading.columns:
            return "CAST(NULL AS BIGINT[])"
        return dates.intervals(roles["suspended"], "start_ms", "coalesce(complete_ms, time_ms)")


def _sort_out(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> int:
    """Creates the view `good` of the valid rows, reports the others, and returns the number of all rows."""
    unread = faults.count
    if not unread and reading.unit != UNIT and not any_row(tables, "FROM rows"):
        row = "event" if reading.unit == "event" else "row"
        if faults.cut_off:
            raise EmptyLog(
                f"{faults.name}: it is cut off, or damaged, before its first {row}. Copy it again."
            )
        raise EmptyLog(f"{faults.name}: it has no {row}s. Export it again.")
    if any_row(tables, "FROM rows WHERE wrong IS NOT NULL"):
        tell_wrong(tables, reading, given, faults)
    lives = "lower(trim(coalesce(lifecycle, '')))"
    of_several = any_row(tables, f"FROM rows WHERE wrong IS NULL AND {lives} NOT IN ('', 'complete')")
    several = _written_in_several_ways(tables, reading)
    kept = f"[{composed_of('one')} FOR one IN kept]" if reading.kept else "kept"
    start, ended = "start_ms", "ended"
    if _is_without_ends(tables, reading, faults):
        start, ended = "CAST(NULL AS BIGINT)", "start_ms"
    case, activity, actor, system = (
        as_one(f'"{role}"') if role in several else f'"{role}"' for role in NAMES
    )
    actor = f"CASE WHEN {actor} NOT IN ({nothing_in('actor', given)}) THEN {actor} END"
    system = f"CASE WHEN {system} NOT IN ({nothing_in('system', given)}) THEN {system} END"
    case = f"{quoted(composed(given.case_prefix))} || {case}" if given.case_prefix else case
    tables.execute(
        f"""
        CREATE VIEW good AS
        SELECT number, {case} AS "case", {activity} AS activity, coalesce({actor}, '') AS actor,
            coalesce({system}, '') AS system,
            {start} AS start_ms, {ended} AS ended, CASE WHEN {lives} = '' THEN 'complete' ELSE {lives} END AS lifecycle,
            CASE WHEN trim(instance) NOT IN ('', {NOTHING_LISTED}) THEN trim(instance) END AS instance,
            {kept} AS kept,
            coalesce(rests, []) AS rests, TRY_CAST(trim({text_of("sorting")}) AS DOUBLE) AS sorting,
            {start} IS NULL AND {of_several} AS paired,
            lower(trim(coalesce(completed, ''))) IN ('true', 'false') AS is_told,
            lower(trim(coalesce(completed, ''))) <> 'false' AND {lives} NOT IN {ABORTED} AS is_completed,
            CASE lower(trim(coalesce(aborted, ''))) WHEN 'true' THEN true WHEN 'false' THEN false
                ELSE {lives} IN {ABORTED} END AS is_aborted
        FROM rows WHERE wrong IS NULL
        """
    )
    [(rows,)] = tables.execute("SELECT count(*) FROM rows").fetchall()
    if not any_row(tables, "FROM good"):
        first = f" {faults.problems[0]}" if faults.problems else ""
        turned = not unread and not any_row(tables, "FROM rows WHERE wrong <> 'reversed'")
        hint = " Perhaps the columns of start and completion are the other way round." if turned else ""
        raise ImportRefused(
            f"{faults.name}: of {count(unread + rows, 'row')} not one can be used.{hint}{first}"
        )
    for role in several:
        tell_one_name(tables, role, faults)
    tell_twice(tables, reading, faults)
    return int(rows)


def _is_without_ends(tables: duckdb.DuckDBPyConnection, reading: Reading, faults: Faults) -> bool:
    """Whether each row has one time, since the column for the other is empty throughout."""
    if not {"start", "complete"} <= reading.columns.keys() or "lifecycle" in reading.columns:
        return False
    if any_row(tables, "FROM rows WHERE wrong IS NULL AND ended IS NOT NULL"):
        return False
    faults.tell(
        f"No row has a time in column {reading.columns['complete']!r}.",
        f"Each step has one time, that of {reading.columns['start']!r}; how long it took is not known.",
    )
    return True


def _written_in_several_ways(tables: duckdb.DuckDBPyConnection, reading: Reading) -> list[Role]:
    """The roles whose names are not written as one name in some row."""
    roles = [role for role in NAMES if role in reading.columns]
    texts = [text_of(f'"{role}"') for role in roles]
    asked = ", ".join(f"coalesce(bool_or({text} <> {as_one(text)}), false)" for text in texts)
    [found] = tables.execute(f"SELECT {asked} FROM rows WHERE wrong IS NULL").fetchall()
    return [role for role, several in zip(roles, found, strict=True) if several]


def columns_there(
    tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults
) -> dict[str, str]:
    """The log's column for each role that some row has a value for; a column that an option names and no row has is
    reported."""
    lacking = [
        role
        for role in reading.may_lack
        if role in reading.columns and not any_row(tables, f"FROM rows WHERE {text_of(role)} <> ''")
    ]
    for role in lacking:
        if role in given.columns:
            name = reading.columns[role]
            faults.tell(
                f"No {reading.unit} has an attribute {name!r}.", f"Nothing is the {role}; name another."
            )
    return {role: reading.columns[role] for role in sorted(reading.columns) if role not in lacking}
