"""Handles times whose day and clock time are in two columns: `UDATE + UTIME`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.cells import says_nothing
from ledgerium_cli.logs.dates import CLOCK_TEXT, DAY_TEXT
from ledgerium_cli.logs.roles import Role

TIMES: tuple[Role, ...] = ("time", "start", "complete")
PLUS = "+"

_DAY = re.compile(DAY_TEXT)
_TIME = re.compile(rf"{DAY_TEXT}([T ,]+\d{{1,2}}:\d{{2}}.*)?")
_CLOCK = re.compile(CLOCK_TEXT)
_MIDNIGHT = r"[T ]0?0:00(:00(\.0+)?)?\s*$"
"""The midnight that spreadsheets and data frames append to a day."""


def in_two(name: str, names: Sequence[str]) -> tuple[str, str] | None:
    """The columns of day and clock time that a name like `DAY + CLOCK` refers to; the second is empty when only
    days are meant. None when the name is that of one column, or a column is missing."""
    if name in names:
        return None
    parts = name.split(PLUS)
    for place in range(1, len(parts)):
        day, clock = (PLUS.join(some).strip() for some in (parts[:place], parts[place:]))
        if day in names and (not clock or clock in names):
            return day, clock
    return None


def called(day: str, clock: str) -> str:
    return f"{day} {PLUS} {clock}".strip()


def clock_of(role: Role) -> str:
    """The name of the cell that holds the clock time for a role."""
    return f"{role}_clock"


def joined(role: Role) -> str:
    """SQL that joins day and clock time into one text. A missing one is named in the text, so that the row is
    reported rather than read as midnight."""
    day = f"regexp_replace(trim(coalesce(CAST({role} AS VARCHAR), '')), '{_MIDNIGHT}', '')"
    clock = f"trim(coalesce(CAST({clock_of(role)} AS VARCHAR), ''))"
    # five digits have lost their leading zero, as in a spreadsheet
    clock = f"CASE WHEN regexp_full_match({clock}, '\\d(\\d\\d)+') THEN '0' || {clock} ELSE {clock} END"
    return (
        f"CASE WHEN {day} = '' AND {clock} = '' THEN '' "
        f"ELSE coalesce(nullif({day}, ''), '(no day)') || ' ' || coalesce(nullif({clock}, ''), '(no clock time)') END"
    )


def check_days(roles: Mapping[Role, str], rows: Sequence[Mapping[str, str]], file: str) -> None:
    """Raises ImportRefused when a time column holds only days and another column holds clock times: alone, the days
    would put every time at midnight."""
    names = list(rows[0]) if rows else []
    clocks = [name for name in names if _all(_CLOCK, name, rows)]
    for role in TIMES:
        name = roles.get(role, "")
        if clocks and name in names and _all(_DAY, name, rows):
            right = [one for one in clocks if names.index(one) > names.index(name)]
            both = called(name, (right or clocks)[0])
            raise ImportRefused(
                f"{file}: column {name!r} holds days, and {' and '.join(map(repr, clocks))} clock times. Say which "
                f"belong together: --column {role}='{both}'; or, where only days are meant, "
                f"--column {role}='{called(name, '')}'."
            )


def times_in(names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The columns whose values in these rows are all days, with or without a clock time, or blank."""
    return [name for name in names if rows and name in rows[0] and _all(_TIME, name, rows)]


def _all(pattern: re.Pattern[str], name: str, rows: Sequence[Mapping[str, str]]) -> bool:
    texts = [text.strip() for row in rows if not says_nothing(text := row[name])]
    return bool(texts) and all(map(pattern.fullmatch, texts))
