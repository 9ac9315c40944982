"""Explains why a text is not a time and what to do about it, with a guess at its format as `--date-format` takes it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime

import msgspec

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.model import Given

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
GRAVE = ("local", "day or month", "number", "compact", "name of any zone")
"""Faults that, if one time of a log has them, all times have: for these the whole log is refused."""
_PARTS = re.compile(
    r"\s*(\d{1,2})([-./ ])(\d{1,2})([-./ ])(\d{4}|\d{2})\b"
    r"(?:([ T,]+)\d{1,2}:\d{2}(:\d{2})?(?:([.,])\d{1,6})?(?:( ?)[AaPp][Mm])?(?:( ?)(?:Z|[+-]\d{2}:?\d{2}))?)?",
    re.ASCII,
)
_OF_DAY = {
    "Y": r"(\d{4})", "y": r"(\d{2})", "m": r"(\d{1,2})", "d": r"(\d{1,2}(?!\d))",
    "b": "([A-Za-z]+)", "B": "([A-Za-z]+)",
}  # fmt: skip
"""What stands for the parts of a format that make a day."""


class Fault(msgspec.Struct, frozen=True):
    """Why a text is not a time, and the remedy."""

    what: str
    remedy: str


def fault(kind: str, text: str, column: str, role: str, given: Given) -> Fault:
    """Why a text is not read as a time, and what to say on the command line so that it is. `kind` is what it looks
    like."""
    shown = f"{text[:60]!r} in column {column!r}"
    if kind == "day or month":
        return _in_doubt(shown, text)
    if kind == "compact":
        compact = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S", 15: "'%Y%m%d %H%M%S'"}[len(text.strip())]
        return Fault(
            f"The time {shown} is written in digits only.",
            f"If they are year, month and day, say --date-format {compact}.",
        )
    if kind == "clock":
        return Fault(
            f"The time {shown} is a clock time without its day.",
            f"name the column of days before it: --column {role}='DAYS + {column}'.",
        )
    if kind in ("zone", "other") and _has_no_such_day(text, given):
        return Fault(f"The time {shown} has a day that does not exist.", "mend it.")
    if kind in _OTHERS:
        what, remedy = _OTHERS[kind]
        return Fault(what.format(shown), remedy)
    if kind == "far":
        return Fault(f"The time {shown} is not in the years 1 to 9999.", _too_far(given))
    if kind == "twice":
        return Fault(
            f"The clocks of {given.time_zone} showed the time {shown} twice, or never.",
            "give this time with its offset from UTC.",
        )
    return _otherwise(shown, text, given)


def _otherwise(shown: str, text: str, given: Given) -> Fault:
    """Why a text that only looks like a time, or like none, is not read as one."""
    if (named := _NAMED.fullmatch(text)) is not None:
        written = _with_named_month(named)
        what, remedy = (
            ("the name of a month", f"say --date-format {written}")
            if written is not None
            else ("a word that is no English name of a month", "write the month as a number")
        )
        return Fault(f"{shown} is written with {what}.", f"{remedy}.")
    if (year_first := _year_first(text)) is not None:
        if not _exists(text, year_first):
            return Fault(f"The time {shown} does not exist.", "mend it.")
        return Fault(
            f"{shown} is written in another way than 2026-04-03 13:45:00.",
            f"say --date-format {year_first}.",
        )
    if given.date_format is not None and "%" in given.date_format:
        four = "%Y" in given.date_format and re.search(r"\d{4}", text) is None
        year = "; %Y is a year of four digits" if four else ""
        turned = re.sub("%[md]", lambda one: "%d" if one[0] == "%m" else "%m", given.date_format)
        other = f"; if days and months stand the other way round, say --date-format {turned!r}"
        return Fault(
            f"{shown} is not written as --date-format {given.date_format!r} says{year}.",
            f"mend it{other if _exists(text, turned) else ''}.",
        )
    return Fault(
        f"{shown} is no time.",
        "mend it, or say how times are written: --date-format, of %Y %m %d for the day and %H %M %S for the clock.",
    )


_OTHERS = {
    "local": (
        "The time {} has no time zone.",
        "Say where it was written: --time-zone Europe/Berlin, or --time-zone UTC.",
    ),
    "number": (
        "The time {} is a number.",
        "If it counts from 1970, say --date-format seconds or --date-format milliseconds; if it is a day as "
        "spreadsheets keep it, --date-format excel.",
    ),
    "zone": (
        "The time {} names a zone whose clocks had another offset then, or that nobody knows.",
        "mend its offset or its zone.",
    ),
    "offset": ("The time {} has an offset that no clock has.", "mend its offset from UTC."),
    "name of any zone": (
        "The time {} has the name of a time zone, as several zones have it.",
        "Say which it is: --time-zone Europe/London. UTC, GMT and Z need no zone.",
    ),
    "name of another zone": (
        "The time {} has the name of a time zone by which the clocks did not go then.",
        "mend it, or give this time with its offset from UTC.",
    ),
}


def _has_no_such_day(text: str, given: Given) -> bool:
    """Whether it names a day that its month does not have, as February 30: read as `--date-format` says, or else with
    the year first."""
    told = given.date_format or ""
    form = re.escape(told) if "%" in told else "%Y[-./ ]%m[-./ ]%d"
    written = re.sub("%(.)", lambda one: _OF_DAY.get(one[1], ".*?"), form)
    found = re.match(written, text.strip(), re.ASCII)
    if found is None:
        return False
    part: dict[str, str] = dict(zip(re.findall("%([YymbBd])", form), found.groups(), strict=True))
    name = part.get("b", part.get("B", "")).casefold()
    named = [at for at, month in enumerate(MONTHS, start=1) if name and month.startswith(name)]
    year, month, day = (int(part.get(one, 0)) for one in ("Y" if "Y" in part else "y", "m", "d"))
    month = named[0] if named else month
    return year > 0 and 1 <= month <= 12 and monthrange(year, month)[1] < day <= 31


def _too_far(given: Given) -> str:
    if given.date_format == "seconds":
        return "if it counts milliseconds, say --date-format milliseconds."
    return "mend it; of microseconds take the last three digits away." if given.date_format else "mend it."


def _in_doubt(shown: str, text: str) -> Fault:
    """Formats in which the numbers of a text can be a day and a month."""
    found = _PARTS.match(text)
    assert found is not None, text
    first, second, year = (found[place] for place in (1, 3, 5))
    ways = {
        "with the day first": ("dmy", first, second),
        "with the month first": ("mdy", second, first),
        "with the year first": ("ymd", year if len(first) == 2 else "0", second),
    }
    known = {
        how: order
        for how, (order, day, month) in ways.items()
        if 1 <= int(day) <= 31 and 1 <= int(month) <= 12
    }
    hows = " or ".join(known or ways)
    offered = ", ".join(f"{_format(found, order)} {how}" for how, order in known.items())
    return Fault(
        f"The time {shown} can {'only ' if len(known) == 1 else ''}be read {hows}.",
        f"Say how it is written: --date-format {offered or _format(found, 'dmy')}.",
    )


def _format(found: re.Match[str], order: str) -> str:
    """The format of a time whose day parts come in that order, quoted for a shell."""
    _, one, _, two, year, before, second_of, split, half, zone = found.groups()
    parts = {"d": "%d", "m": "%m", "y": "%Y" if len(year) == 4 else "%y"}
    day = f"{parts[order[0]]}{one}{parts[order[1]]}{two}{parts[order[2]]}"
    if before is None:
        return f"'{day}'"
    clock = f"{before}{'%H' if half is None else '%I'}:%M{':%S' if second_of else ''}{f'{split}%f' if split else ''}"
    return f"'{day}{clock}{f'{half}%p' if half is not None else ''}{f'{zone}%z' if zone is not None else ''}'"


_CLOCK = (
    r"(?:(?P<e>[T ,]+)\d{1,2}:\d{2}(?P<s>:\d{2})?(?P<f>[.,]\d{1,6})?(?P<half> ?[AaPp][Mm])?"
    r"(?P<zone> ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?\s*"
)
_YEAR_FIRST = re.compile(r"\s*\d{4}(?P<a>[-./ ])\d{1,2}(?P<b>[-./ ])\d{1,2}" + _CLOCK, re.ASCII)
_NAMED = re.compile(
    r"\s*(?:(?P<weekday>[^\W\d_]{3,9})(?P<a>,? ))?"
    r"(?:(?P<day>\d{1,2})(?P<b>[-/ .]+)(?P<month>[^\W\d_]{3,9})|(?P<month2>[^\W\d_]{3,9})(?P<c> )(?P<day2>\d{1,2}))"
    r"(?P<d>[-/ .,]+)(?P<year>\d{4}|\d{2})" + _CLOCK
)


def _with_named_month(found: re.Match[str]) -> str | None:
    """The format of a time that names its month in English, in full or by three letters, quoted for a shell."""
    part = found.groupdict(default="")
    name = part["month"] or part["month2"]
    if name.casefold() not in MONTHS and name.casefold() not in [one[:3] for one in MONTHS]:
        return None
    month = "%b" if len(name) == 3 else "%B"
    day = f"%d{part['b']}{month}" if part["day"] else f"{month}{part['c']}%d"
    weekday = f"{'%a' if len(part['weekday']) == 3 else '%A'}{part['a']}" if part["weekday"] else ""
    return f"'{weekday}{day}{part['d']}{'%Y' if len(part['year']) == 4 else '%y'}{_clock(part)}'"


def _year_first(text: str) -> str | None:
    """The format of a time that begins with its year, quoted for a shell."""
    found = _YEAR_FIRST.fullmatch(text)
    if found is None:
        return None
    part = found.groupdict(default="")
    return f"'%Y{part['a']}%m{part['b']}%d{_clock(part)}'"


def _exists(text: str, written: str) -> bool:
    """Whether there is such a month and such a clock time."""
    try:
        datetime.strptime(text.strip(), written.strip("'"))
    except ValueError:
        return False
    return True


def _clock(part: Mapping[str, str]) -> str:
    if not part["e"]:
        return ""
    hour = "%I" if part["half"] else "%H"
    clock = f"{part['e']}{hour}:%M{':%S' if part['s'] else ''}{part['f'][:1] and part['f'][:1] + '%f'}"
    half = f"{part['half'][:-2]}%p" if part["half"] else ""
    return f"{clock}{half}{_zone(part['zone'])}"


def _zone(text: str) -> str:
    """The format of the zone behind a clock time: `%z` for an offset, `%Z` for a name, which is matched as plain
    text."""
    return (
        f"{text[: len(text) - len(text.lstrip())]}{'%Z' if text.strip() in ('UTC', 'GMT') else '%z'}"
        if text
        else ""
    )


def refused(name: str, line: int | None, found: Fault) -> ImportRefused:
    place = name if line is None else f"{name}:{line}"
    return ImportRefused(f"{place}: {found.what} {found.remedy}")
