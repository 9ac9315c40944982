"""A time in two columns, the day in one and the clock in the other: `UDATE + UTIME`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.dates import CLOCK_TEXT, DAY_TEXT
from ledgerium_cli.logs.model import Role

TIMES: tuple[Role, ...] = ("time", "start", "complete")
PLUS = "+"

_DAY = re.compile(DAY_TEXT)
_TIME = re.compile(rf"{DAY_TEXT}([T ,]+\d{{1,2}}:\d{{2}}.*)?")
_CLOCK = re.compile(CLOCK_TEXT)
_MIDNIGHT = r"[T ]0?0:00(:00(\.0+)?)?\s*$"
"""What spreadsheets and data frames write behind a day."""


def in_two(name: str, names: Sequence[str]) -> tuple[str, str] | None:
    """The columns of day and clock that a name calls, the second one empty where days are all that is meant; None
    where it calls one column, or none that there is."""
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
    """The cell beside that of the role."""
    return f"{role}_clock"


def joined(role: Role) -> str:
    """Day and clock as one text, in DuckDB; a blank is told, since it must not become midnight."""
    day = f"regexp_replace(trim(coalesce(CAST({role} AS VARCHAR), '')), '{_MIDNIGHT}', '')"
    clock = f"trim(coalesce(CAST({clock_of(role)} AS VARCHAR), ''))"
    # a number of five digits has lost the zero before it, as in a spreadsheet
    clock = f"CASE WHEN regexp_full_match({clock}, '\\d(\\d\\d)+') THEN '0' || {clock} ELSE {clock} END"
    return (
        f"CASE WHEN {day} = '' AND {clock} = '' THEN '' "
        f"ELSE coalesce(nullif({day}, ''), '(no day)') || ' ' || coalesce(nullif({clock}, ''), '(no clock time)') END"
    )


def check_days(roles: Mapping[Role, str], rows: Sequence[Mapping[str, str]], file: str) -> None:
    """Raises ImportRefused where a time is a day in each of some rows, and another column a clock: reading one of them
    alone would make every time midnight."""
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
    """Columns that hold a day in each of some rows, perhaps with its clock, or are blank."""
    return [name for name in names if rows and name in rows[0] and _all(_TIME, name, rows)]


def _all(pattern: re.Pattern[str], name: str, rows: Sequence[Mapping[str, str]]) -> bool:
    texts = [text for row in rows if (text := row[name].strip())]
    return bool(texts) and all(map(pattern.fullmatch, texts))
