"""Tells what is wrong or doubtful about the rows of a log: left out, empty, doubled, in another form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from ledgerium_cli.composed import composed
from ledgerium_cli.logs import date_faults, dates
from ledgerium_cli.logs.cells import NAMES, TIMES, any_row, as_one, is_no_time, nothing_in, text_of
from ledgerium_cli.logs.columns import OF_A_STEP
from ledgerium_cli.logs.model import MOST_PROBLEMS, Faults, Given, Reading
from ledgerium_cli.logs.pairs import Refused
from ledgerium_cli.logs.roles import Role
from ledgerium_cli.plural import count
from ledgerium_cli.sql import quoted

_A_YEAR_MS = 31_536_000_000
WHY = {
    "no case": ("It names no case.", "give it one."),
    "no activity": ("It names no activity.", "give it one."),
    "no time": ("It has no time.", "give it one."),
    "reversed": ("It is complete before it starts.", "mend its times."),
}
"""Why a row is left out, and the remedy."""


def tell_wrong(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> None:
    """Reports the rows that are wrong. Raises ImportRefused for a fault that applies to all times of the log."""
    texts = " ".join(f"WHEN '{role}' THEN {text_of(role)}" for role in TIMES)
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


def tell_silent(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> None:
    """Reports what is read but holds less than expected: what stands for nothing, days without times, unreadable
    suspensions and completions, and kept columns without values."""
    _tell_nothing(tables, reading, given, faults)
    for role in OF_A_STEP if given.steps else ():
        if role in reading.columns:
            faults.tell(
                f"Column {reading.columns[role]!r} has one {role} for all steps of a case.",
                f"It counts for each of them; say --column {role}= if it is only of the case, as its owner is.",
            )
    for role in TIMES:
        days = f"regexp_full_match(trim({text_of(role)}), {quoted(dates.DAY_TEXT)})"
        timed = f"FROM rows WHERE NOT {is_no_time(text_of(role))} AND NOT {days}"
        if (
            role in reading.columns
            and not any_row(tables, timed)
            and any_row(tables, f"FROM rows WHERE {days}")
        ):
            faults.days_only = True
            faults.tell(
                f"Column {reading.cells[role]!r} holds days without a clock time.",
                "Each counts as its midnight: times are right to the day; steps of one day keep the order of the file.",
            )
    if given.date_format == "milliseconds":
        [(last,)] = tables.execute("SELECT max(coalesce(ended, start_ms)) FROM good").fetchall()
        if 0 < last < _A_YEAR_MS:
            faults.tell(
                "All times are in the first year from 1970.",
                "If they count seconds, say --date-format seconds.",
            )
    if "suspended" in reading.columns:
        unread = "rests IS NULL AND trim(suspended) <> ''"
        what = (
            "what is no list of intervals between their start and completion, such as "
            "2026-01-01T08:00:00.000Z/2026-01-01T09:00:00.000Z"
        )
        _tell_unread(tables, reading, faults, "suspended", unread, what, "never suspended")
    if "completed" in reading.columns:
        unread = "lower(trim(completed)) NOT IN ('', 'true', 'false')"
        _tell_unread(tables, reading, faults, "completed", unread, "neither true nor false", "completed")
    if "sorting" in reading.columns:
        unread = (
            f"trim({text_of('sorting')}) <> '' AND TRY_CAST(trim({text_of('sorting')}) AS DOUBLE) IS NULL"
        )
        _tell_unread(tables, reading, faults, "sorting", unread, "no number", "last of their time")
    silent = [name for name in given.keep if composed(name) not in reading.kept]
    silent += [
        name
        for place, name in enumerate(reading.kept, start=1)
        if not any_row(tables, f"FROM good WHERE kept[{place}] <> ''")
    ]
    for name in silent:
        faults.tell(
            f"No row says anything in a column {name!r}.", "Signs that ask for it are shown by no step."
        )


NOBODY = "; where somebody is called so, `ledgerium import --nobody ''` reads it as a name"


def _tell_nothing(tables: duckdb.DuckDBPyConnection, reading: Reading, given: Given, faults: Faults) -> None:
    ms = {"start": "start_ms", "complete": "ended", "time": "ended"}
    empty = {
        role: f"{_name_in(role, given)} IN ({nothing_in(role, given)}) AND \"{role}\" <> ''"
        if role in NAMES
        else f"wrong IS NULL AND {ms[role]} IS NULL AND {text_of(role)} <> ''"
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
                f"It counts as empty there{NOBODY if role == 'actor' and not given.nobody else ''}.",
            )


def _name_in(role: Role, given: Given) -> str:
    """The cell; as people write it where they say what stands for nobody."""
    return as_one(f'"{role}"') if given.nobody else f'"{role}"'


def _tell_unread(
    tables: duckdb.DuckDBPyConnection,
    reading: Reading,
    faults: Faults,
    role: Role,
    unread: str,
    what: str,
    then: str,
) -> None:
    """Reports the rows that say in the column of the role what cannot be read: `unread` is the condition."""
    [(rows,)] = tables.execute(f"SELECT count(*) FROM rows WHERE wrong IS NULL AND {unread}").fetchall()
    if rows:
        says = count(rows, "row says", "rows say")
        faults.tell(f"{says} in column {reading.columns[role]!r} {what}.", f"They count as {then}.")


def tell_one_name(tables: duckdb.DuckDBPyConnection, role: Role, faults: Faults) -> None:
    """Reports names that differ in nothing but blanks at their ends, or in how letters with accents are written."""
    written, trimmed = f'"{role}"', f'trim("{role}")'
    for name, differing, how in (
        (trimmed, written, "blanks at the ends in some rows and none or others in others"),
        (as_one(written), trimmed, "letters with accents as one character in some rows and as two in others"),
    ):
        [(names, first)] = tables.execute(
            f"SELECT count(*), min(name) FROM (SELECT {name} AS name FROM rows WHERE wrong IS NULL "
            f"GROUP BY 1 HAVING min({differing}) <> max({differing}) AND name <> '')"
        ).fetchall()
        if names:
            has = count(names, f"name of {role} has", f"names of {role} have")
            faults.tell(f"{has} {how}, {first!r} first.", "Each counts as one.")


def tell_twice(tables: duckdb.DuckDBPyConnection, reading: Reading, faults: Faults) -> None:
    """Reports rows that say the same as an earlier one: events that an export wrote twice, or work done twice. Rows of
    one instance are of one step, however often each is written."""
    lists = [*(["kept"] if reading.kept else []), *(["rests"] if "suspended" in reading.columns else [])]
    names = [f'"{role}"' for role in (*NAMES, "lifecycle", "instance") if role in reading.columns]
    said = f"hash({', '.join([*names, 'start_ms', 'ended', *lists])})"
    counted = "good WHERE NOT paired OR instance IS NULL"
    [(rows,)] = tables.execute(f"SELECT count(*) - count(DISTINCT {said}) FROM {counted}").fetchall()
    if not rows:
        return
    [(first,)] = tables.execute(
        f"SELECT min(again) FROM (SELECT min(number) FILTER (number > first) AS again FROM "
        f"(SELECT number, {said} AS said, min(number) OVER (PARTITION BY {said}) AS first FROM {counted}) "
        "GROUP BY said)"
    ).fetchall()
    faults.twice, faults.first_twice = rows, first
    [line] = _lines(reading, {first: None}).values()
    place = f"line {line}" if line is not None else f"{reading.unit} {first}"
    faults.tell(
        f"{count(rows, 'row says', 'rows say')} in the columns that are read what an earlier one says, {place} first.",
        "Each counts as done again; if an export wrote them twice, write each once.",
    )


def _lines(reading: Reading, told: Mapping[int, int | None]) -> Mapping[int, int | None]:
    """The line on which each row begins, as far as known."""
    if reading.lines is None or None not in told.values():
        return told
    return {**told, **reading.lines(told.keys())}


def _fault(kind: str, text: str, column: str, role: str, given: Given) -> tuple[str, str]:
    found = date_faults.fault(kind, text, column, role, given)
    return found.what, found.remedy


def leave_out(
    tables: duckdb.DuckDBPyConnection, reading: Reading, faults: Faults, refused: Sequence[Refused]
) -> None:
    """Name the first refused rows, each with its line, and count the rest."""
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
