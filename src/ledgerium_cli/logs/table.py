"""Turns the rows of a log into activity instances; for every format, and in DuckDB, since logs are large."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs import date_faults, dates
from ledgerium_cli.logs.dates import quoted
from ledgerium_cli.logs.model import MOST_PROBLEMS, Faults, Given, Reading, Role
from ledgerium_cli.logs.pairs import ABORTED, Refused, pair
from ledgerium_cli.logs.rows import Rows
from ledgerium_cli.plural import count

TIMES: tuple[Role, ...] = ("time", "start", "complete")
NAMES: tuple[Role, ...] = ("case", "activity", "actor", "system")
"""Blanks around these names are trimmed, as columns of fixed width have them."""
NOTHING = ("NA", "N/A", "#N/A", "<NA>", "NULL", "null", "NaN", "nan", "None", "\\N")
"""What R, pandas, databases and spreadsheets write for an empty cell."""
_NOTHING = ", ".join(map(quoted, NOTHING))
NO_DATE = "[0 :./T-]+Z?"
"""Dates of zeros, which databases write for none."""
OPEN_END_MS = dates.LAST_MS - 2 * 86_400_000
"""From here on, by the clock of any zone, it is 31 December 9999, which SAP and others write for an end still open."""
WHY = {
    "no case": ("It names no case.", "give it one."),
    "no activity": ("It names no activity.", "give it one."),
    "no time": ("It has no time.", "give it one."),
    "reversed": ("It is complete before it starts.", "mend its times."),
}
"""Why a row is left out, and the remedy."""

INSTANCES = """
CREATE TABLE instances (
    "case" VARCHAR, activity VARCHAR, actor VARCHAR, system VARCHAR, start_ms BIGINT, complete_ms BIGINT,
    completed BOOLEAN, aborted BOOLEAN, numbers BIGINT[], times BIGINT[], suspended BIGINT[], kept VARCHAR[][])
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
    coalesce(ended, start_ms) AS complete_ms, ended IS NOT NULL AND is_completed AS completed,
    ended IS NOT NULL AND NOT is_completed AND is_aborted AS aborted,
    CASE WHEN start_ms IS NULL OR ended IS NULL THEN [number] ELSE {numbers} END AS numbers,
    CASE WHEN start_ms IS NULL OR ended IS NULL THEN [coalesce(ended, start_ms)] ELSE {times} END AS times,
    {suspended} AS suspended, {kept} AS kept
FROM good WHERE NOT paired
"""


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory; what does not fit is spilled to a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="ledgerium-") as aside, duckdb.connect() as tables:
        tables.execute(f"SET temp_directory = {quoted(aside)}")
        tables.execute("SET TimeZone = 'UTC'")
        tables.execute("SET autoinstall_known_extensions = false")
        yield tables


def fill(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> int:
    """Creates the view `instances`, with columns as in `Instance`, and returns the number of rows read. Raises
    ImportRefused."""
    dates.check(given)
    try:
        Rows(tables, reading, _Check(reading, given)).load()
        unread = faults.count
        rows = unread + _sort_out(tables, reading, given, faults)
        if paired := _any(tables, "FROM good WHERE paired"):
            _leave_out(tables, reading, faults, pair(tables, faults))
        more = "UNION ALL FROM performed" if paired else ""
        parts = _WITH_RESTS if "suspended" in reading.columns else _STRAIGHT
        kept = (_KEPT if reading.kept else _NOTHING_KEPT).format(**parts)
        tables.execute(f"CREATE VIEW instances AS {_OF_ONE_ROW.format(**parts, kept=kept)} {more}")
        _tell_silent(tables, reading, given, faults)
    except duckdb.Error as error:
        raise ImportRefused(f"{faults.name}: cannot be read: {str(error).splitlines()[0]}") from error
    return rows


class _Check:
    """Checks each row as it is loaded: whether case, activity and time are present and valid."""

    def __init__(self, reading: Reading, given: Given) -> None:
        self._reading, self._given = reading, given

    def __call__(self, query: str, roles: Mapping[Role, str], types: Mapping[str, str]) -> str:
        """The query with the columns that are found, as a `Found`."""
        raw = ", ".join(f"{self._ms(role, roles[role], types)} AS {role}_raw" for role in TIMES)
        times = ", ".join(
            f"CASE WHEN {role}_raw < {OPEN_END_MS} THEN {role}_raw END AS {role}_ms" for role in TIMES
        )
        wrong = " ".join(
            f"WHEN {role}_raw NOT BETWEEN {dates.FIRST_MS} AND {dates.LAST_MS} "
            f"OR ({role}_raw IS NULL AND NOT {_is_no_time(_text(roles[role]))}) THEN '{role}'"
            for role in TIMES
        )
        aside = ", ".join(f"{role}_raw" for role in TIMES)
        return f"""
            WITH read AS (SELECT *, {raw} FROM ({query})), timed AS (SELECT *, {times} FROM read)
            SELECT * EXCLUDE (time_ms, complete_ms, {aside}), coalesce(complete_ms, time_ms) AS ended,
                {self._rests(roles)} AS rests, CASE
                    WHEN {_is_blank(roles["case"])} THEN 'no case'
                    WHEN {_is_blank(roles["activity"])} THEN 'no activity'
                    {wrong}
                    WHEN coalesce(start_ms, complete_ms, time_ms) IS NULL THEN 'no time'
                    WHEN start_ms > coalesce(complete_ms, time_ms) THEN 'reversed'
                END AS wrong
            FROM timed
            """

    def _ms(self, role: Role, cell: str, types: Mapping[str, str]) -> str:
        if types.get(role) == dates.INSTANT and cell == f'"{role}"' and self._given.date_format is None:
            return dates.of_instant(cell)
        return dates.milliseconds(_text(cell), self._given)

    def _rests(self, roles: Mapping[Role, str]) -> str:
        if "suspended" not in self._reading.columns:
            return "CAST(NULL AS BIGINT[])"
        return dates.intervals(roles["suspended"], "start_ms", "coalesce(complete_ms, time_ms)")


def _sort_out(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> int:
    """Creates the view `good` of the valid rows, reports the others, and returns the number of all rows."""
    unread = faults.count
    if _any(tables, "FROM rows WHERE wrong IS NOT NULL"):
        _tell_wrong(tables, reading, given, faults)
    lives = "lower(trim(coalesce(lifecycle, '')))"
    of_several = _any(tables, f"FROM rows WHERE wrong IS NULL AND {lives} NOT IN ('', 'complete')")
    edged = _edged(tables, reading)
    start, ended = "start_ms", "ended"
    if _is_without_ends(tables, reading, faults):
        start, ended = "CAST(NULL AS BIGINT)", "start_ms"
    case, activity, actor, system = (f'trim("{role}")' if role in edged else f'"{role}"' for role in NAMES)
    actor, system = (f"CASE WHEN {name} NOT IN ({_NOTHING}) THEN {name} END" for name in (actor, system))
    case = f"{quoted(given.case_prefix)} || {case}" if given.case_prefix else case
    tables.execute(
        f"""
        CREATE VIEW good AS
        SELECT number, {case} AS "case", {activity} AS activity, coalesce({actor}, '') AS actor,
            coalesce({system}, '') AS system,
            {start} AS start_ms, {ended} AS ended, CASE WHEN {lives} = '' THEN 'complete' ELSE {lives} END AS lifecycle,
            CASE WHEN trim(instance) NOT IN ('', {_NOTHING}) THEN trim(instance) END AS instance, kept,
            coalesce(rests, []) AS rests,
            {start} IS NULL AND {of_several} AS paired,
            lower(trim(coalesce(completed, ''))) <> 'false' AND {lives} NOT IN {ABORTED} AS is_completed,
            CASE lower(trim(coalesce(aborted, ''))) WHEN 'true' THEN true WHEN 'false' THEN false
                ELSE {lives} IN {ABORTED} END AS is_aborted
        FROM rows WHERE wrong IS NULL
        """
    )
    [(rows,)] = tables.execute("SELECT count(*) FROM rows").fetchall()
    if not _any(tables, "FROM good"):
        first = f" {faults.problems[0]}" if faults.problems else ""
        raise ImportRefused(f"{faults.name}: of {count(unread + rows, 'row')} not one can be used.{first}")
    for role in edged:
        _tell_same_but_for_blanks(tables, role, faults)
    _tell_twice(tables, reading, faults)
    return int(rows)


def _is_without_ends(tables: duckdb.DuckDBPyConnection, reading: Reading, faults: Faults) -> bool:
    """Whether each row has one time, since the column for the other is empty throughout."""
    if not {"start", "complete"} <= reading.columns.keys() or "lifecycle" in reading.columns:
        return False
    if _any(tables, "FROM rows WHERE wrong IS NULL AND ended IS NOT NULL"):
        return False
    faults.tell(
        f"No row has a time in column {reading.columns['complete']!r}.",
        f"Each step has one time, that of {reading.columns['start']!r}; how long it took is not known.",
    )
    return True


def _tell_twice(tables: duckdb.DuckDBPyConnection, reading: Reading, faults: Faults) -> None:
    """Reports rows that say the same as an earlier one: events that an export wrote twice, or work done twice."""
    lists = [*(["kept"] if reading.kept else []), *(["rests"] if "suspended" in reading.columns else [])]
    names = [f'"{role}"' for role in (*NAMES, "lifecycle", "instance") if role in reading.columns]
    said = f"hash({', '.join([*names, 'start_ms', 'ended', *lists])})"
    [(rows,)] = tables.execute(f"SELECT count(*) - count(DISTINCT {said}) FROM good").fetchall()
    if not rows:
        return
    [(first,)] = tables.execute(
        f"SELECT min(again) FROM (SELECT min(number) FILTER (number > first) AS again FROM "
        f"(SELECT number, {said} AS said, min(number) OVER (PARTITION BY {said}) AS first FROM good) GROUP BY said)"
    ).fetchall()
    [line] = _lines(reading, {first: None}).values()
    place = f"line {line}" if line is not None else f"{reading.unit} {first}"
    faults.tell(
        f"{count(rows, 'row says', 'rows say')} in the columns that are read what an earlier one says, {place} first.",
        "Each counts as done again; if an export wrote them twice, write each once.",
    )


def _edged(tables: duckdb.DuckDBPyConnection, reading: Reading) -> list[Role]:
    """The roles whose names have blanks at either end in some row."""
    roles = [role for role in NAMES if role in reading.columns]
    texts = [_text(f'"{role}"') for role in roles]
    asked = ", ".join(f"coalesce(bool_or({text} <> trim({text})), false)" for text in texts)
    [found] = tables.execute(f"SELECT {asked} FROM rows WHERE wrong IS NULL").fetchall()
    return [role for role, edged in zip(roles, found, strict=True) if edged]


def _tell_same_but_for_blanks(tables: duckdb.DuckDBPyConnection, role: Role, faults: Faults) -> None:
    [(names, first)] = tables.execute(
        f'SELECT count(*), min(name) FROM (SELECT trim("{role}") AS name FROM rows WHERE wrong IS NULL '
        f'GROUP BY 1 HAVING min("{role}") <> max("{role}") AND name <> \'\')'
    ).fetchall()
    if names:
        has = count(names, f"name of {role} has", f"names of {role} have")
        faults.tell(
            f"{has} blanks at the ends in some rows and none or others in others, {first!r} first.",
            "Each counts as one.",
        )


def columns_there(
    tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults
) -> dict[str, str]:
    """The log's column for each role that some row has a value for; a column that an option names and no row has is
    reported."""
    lacking = [
        role
        for role in reading.may_lack
        if role in reading.columns and not _any(tables, f"FROM rows WHERE {_text(role)} <> ''")
    ]
    for role in lacking:
        if role in given.columns:
            name = reading.columns[role]
            faults.tell(
                f"No {reading.unit} has an attribute {name!r}.", f"Nothing is the {role}; name another."
            )
    return {role: reading.columns[role] for role in sorted(reading.columns) if role not in lacking}


def _text(cell: str) -> str:
    return f"CAST({cell} AS VARCHAR)"


def _is_blank(text: str) -> str:
    """The condition that a text is null or blank, or stands for nothing. Most texts begin with a letter or digit, which
    saves trimming them."""
    return f"({text} IS NULL OR (({text} < '!' OR {text} > '~') AND trim({text}) = '') OR {text} IN ({_NOTHING}))"


def _is_no_time(text: str) -> str:
    """The condition that a text stands for no time; null counts as such."""
    trimmed = f"trim(coalesce({text}, ''))"
    return f"({trimmed} IN ('', {_NOTHING}) OR regexp_full_match({trimmed}, {quoted(NO_DATE)}))"


def _any(tables: duckdb.DuckDBPyConnection, rows: str) -> bool:
    return tables.execute(f"SELECT 1 {rows} LIMIT 1").fetchone() is not None


def _tell_wrong(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> None:
    """Reports the rows that are wrong. Raises ImportRefused for a fault that applies to all times of the log."""
    texts = " ".join(f"WHEN '{role}' THEN {_text(role)}" for role in TIMES)
    kind = (
        f"CASE WHEN wrong IN ('time', 'start', 'complete') THEN {dates.kind_of('text', given)} ELSE wrong END"
    )
    tables.execute(
        "CREATE TABLE wrong AS WITH texts AS ("
        f"SELECT number, line, wrong, CASE wrong {texts} END AS text FROM rows WHERE wrong IS NOT NULL) "
        f"SELECT number, line, wrong, text, {kind} AS kind FROM texts"
    )
    grave = tables.execute(
        "SELECT number, line, wrong, text, kind FROM wrong "
        f"WHERE kind IN ({', '.join(map(quoted, date_faults.GRAVE))}) ORDER BY number LIMIT 1"
    ).fetchall()
    found = tables.execute(
        f"SELECT number, line, wrong, text, kind FROM wrong ORDER BY number LIMIT {MOST_PROBLEMS}"
    ).fetchall()
    lines = _lines(reading, {number: line for number, line, *_ in grave + found})
    for number, _, role, text, kind in grave:
        raise date_faults.refused(
            faults.name, lines[number], date_faults.fault(kind, text, reading.columns[role], role, given)
        )
    refused = [
        Refused(
            number, *(WHY[kind] if kind in WHY else _fault(kind, text, reading.columns[role], role, given))
        )
        for number, _, role, text, kind in found
    ]
    _name(reading, faults, refused, lines)
    [(wrong,)] = tables.execute("SELECT count(*) FROM wrong").fetchall()
    faults.count += wrong - len(found)


def _leave_out(
    tables: duckdb.DuckDBPyConnection, reading: Reading, faults: Faults, refused: Sequence[Refused]
) -> None:
    first = refused[:MOST_PROBLEMS]
    lines = dict[int, int | None](
        tables.execute(
            "SELECT number, line FROM rows WHERE list_contains(?, number)", [[one.number for one in first]]
        ).fetchall()
    )
    _name(reading, faults, first, _lines(reading, lines))
    faults.count += len(refused) - len(first)


def _name(
    reading: Reading, faults: Faults, refused: Sequence[Refused], lines: Mapping[int, int | None]
) -> None:
    for one in refused:
        line = lines[one.number]
        place = "" if line is not None else f"{reading.unit.capitalize()} {one.number}: "
        faults.leave_out(line, f"{place}{one.what}", one.remedy)


def _tell_silent(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> None:
    """Reports what is read but holds less than expected: what stands for nothing, days without times, unreadable
    suspensions and completions, and kept columns without values."""
    _tell_nothing(tables, reading, faults)
    for role in TIMES:
        days = f"regexp_full_match(trim({_text(role)}), {quoted(dates.DAY_TEXT)})"
        timed = f"FROM rows WHERE {_text(role)} <> '' AND NOT {days}"
        if role in reading.columns and not _any(tables, timed) and _any(tables, f"FROM rows WHERE {days}"):
            faults.tell(
                f"Column {reading.cells[role]!r} holds days without a clock time.",
                "Each counts as its midnight: times are right to the day; steps of one day keep the order of the file.",
            )
    if "suspended" in reading.columns:
        _tell_unread_rests(tables, reading, faults)
    if "completed" in reading.columns:
        _tell_unread_completed(tables, reading, faults)
    silent = [name for name in given.keep if name not in reading.kept]
    silent += [
        name
        for place, name in enumerate(reading.kept, start=1)
        if not _any(tables, f"FROM good WHERE kept[{place}] <> ''")
    ]
    for name in silent:
        faults.tell(
            f"No row says anything in a column {name!r}.", "Signs that ask for it are shown by no step."
        )


def _tell_nothing(tables: duckdb.DuckDBPyConnection, reading: Reading, faults: Faults) -> None:
    ms = {"start": "start_ms", "complete": "ended", "time": "ended"}
    empty = {
        role: f'"{role}" IN ({_NOTHING})'
        if role in NAMES
        else f"wrong IS NULL AND {ms[role]} IS NULL AND {_text(role)} <> ''"
        for role in (*NAMES, *TIMES)
        if role in reading.columns
    }
    asked = ", ".join(
        f'count(*) FILTER ({one}), min(CAST("{role}" AS VARCHAR)) FILTER ({one})'
        for role, one in empty.items()
    )
    [found] = tables.execute(f"SELECT {asked} FROM rows").fetchall()
    for role, rows, first in zip(empty, found[::2], found[1::2], strict=True):
        if rows:
            faults.tell(
                f"In {count(rows, 'row')} column {reading.columns[role]!r} says what stands for nothing, such as "
                f"{first!r}.",
                "It counts as empty there.",
            )


def _tell_unread_rests(tables: duckdb.DuckDBPyConnection, reading: Reading, faults: Faults) -> None:
    [(unread,)] = tables.execute(
        "SELECT count(*) FROM rows WHERE wrong IS NULL AND rests IS NULL AND trim(suspended) <> ''"
    ).fetchall()
    if unread:
        faults.tell(
            f"{count(unread, 'row says', 'rows say')} in column {reading.columns['suspended']!r} what is no list of "
            "intervals between their start and completion, such as "
            "2026-01-01T08:00:00.000Z/2026-01-01T09:00:00.000Z.",
            "They count as never suspended.",
        )


def _tell_unread_completed(tables: duckdb.DuckDBPyConnection, reading: Reading, faults: Faults) -> None:
    [(unread,)] = tables.execute(
        "SELECT count(*) FROM rows WHERE wrong IS NULL AND lower(trim(completed)) NOT IN ('', 'true', 'false')"
    ).fetchall()
    if unread:
        faults.tell(
            f"{count(unread, 'row says', 'rows say')} in column {reading.columns['completed']!r} neither true nor "
            "false.",
            "They count as completed.",
        )


def _lines(reading: Reading, told: Mapping[int, int | None]) -> Mapping[int, int | None]:
    """The line on which each row begins, as far as known."""
    if reading.lines is None or None not in told.values():
        return told
    return {**told, **reading.lines(told.keys())}


def _fault(kind: str, text: str, column: str, role: str, given: Given) -> tuple[str, str]:
    found = date_faults.fault(kind, text, column, role, given)
    return found.what, found.remedy
