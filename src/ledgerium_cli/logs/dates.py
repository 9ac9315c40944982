"""Times of a log: what is read as one, and what is refused because it could mean two.

As expressions of DuckDB over a column of texts, since there are as many times as rows.
"""

from __future__ import annotations

import re

import msgspec

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.imports.instants import zone_of
from ledgerium_cli.logs.model import Given

UNITS = {"seconds": 1000, "milliseconds": 1}
"""Since 1970, in place of a format."""
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
EXCEL = "excel"
"""In place of a format: days since 1899-12-30, as spreadsheets keep a day and its clock; right from March 1900 on,
since to them 1900 was a leap year."""
_EXCEL_DAYS = "BETWEEN 61 AND 2958465.99999999"

INSTANT = "TIMESTAMP WITH TIME ZONE"
"""The type of a column that holds instants, as DuckDB calls it."""

_DAY = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
_CLOCK = r"\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?"
_OFFSET = r" ?(Z|UTC|[+-]\d{2}(:?\d{2})?)"
_ZONED = rf"\s*{_DAY}[T ]{_CLOCK}{_OFFSET}\s*"
_WITH_ZONE = rf"\s*({_DAY}[T ]{_CLOCK}){_OFFSET}\[([\w+/:-]+)\]\s*"
"""As Java writes a time: the offset, and the zone whose clocks showed it."""
_PLACE_OF_ZONE = 6
_LOCAL = rf"\s*{_DAY}([T ]{_CLOCK})?\s*"
_DAY_OR_MONTH_FIRST = r"\s*\d{1,2}[-./ ]\d{1,2}[-./ ](\d{4}|\d{2})\b.*"
_PARTS = re.compile(
    r"\s*\d{1,2}([-./ ]\d{1,2}[-./ ])(\d{4}|\d{2})\b"
    r"(?:([ T,]+)\d{1,2}:\d{2}(:\d{2})?(?:([.,])\d{1,6})?(?:( ?)[AaPp][Mm])?(?:( ?)(?:Z|[+-]\d{2}:?\d{2}))?)?",
    re.ASCII,
)
_INTERVAL = rf"{_DAY}T{_CLOCK}Z/{_DAY}T{_CLOCK}Z"
_INTERVALS = rf"\s*{_INTERVAL}( {_INTERVAL})*\s*"
_NUMBER = r"\s*-?\d+([.,]\d+)?\s*"
_COMPACT_DAY = r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_COMPACT_CLOCK = r"([01]\d|2[0-3])[0-5]\d[0-5]\d"
_COMPACT = rf"\s*{_COMPACT_DAY}( ?{_COMPACT_CLOCK})?\s*"
_SHORT_CLOCK = rf"{_CLOCK}( ?[AaPp][Mm])?"
DAY_TEXT = (
    rf"({_DAY}|\d{{1,2}}[-./ ]\d{{1,2}}[-./ ](\d{{4}}|\d{{2}})|{_COMPACT_DAY}|"
    r"\d{1,2}[-./ ]?[^\W\d_]{3,9}\.?[-./, ]*(\d{4}|\d{2}))([T ]0?0:00(:00(\.0+)?)?)?"
)
"""A day and no clock, but perhaps the midnight that spreadsheets write behind it."""
CLOCK_TEXT = rf"{_SHORT_CLOCK}|{_COMPACT_CLOCK}"
"""A clock and no day."""


_ALL = 10**18
"""Microseconds: more than from the first of DuckDB's times to 1970 in four digits of a year."""


class Fault(msgspec.Struct, frozen=True):
    """Why a text is no time, and what to do. A whole log is refused for what holds of all its times."""

    what: str
    remedy: str
    refuses: bool


def check(given: Given) -> None:
    """Raises ImportRefused for a zone that is none."""
    zone_of(given.time_zone)


def of_instant(column: str) -> str:
    """UTC milliseconds of a column that holds instants; null where there is none of four digits in the year."""
    known = f"{column} BETWEEN '0001-01-01 00:00:00Z' AND '9999-12-31 23:59:59.999999Z'"
    return f"CASE WHEN {known} THEN {_epoch_ms(column)} END"


def milliseconds(text: str, given: Given) -> str:
    """UTC milliseconds of a text; null where it is no time, or could be two."""
    if given.date_format in UNITS:
        number = f"try_cast({text} AS DECIMAL(30, 9))"
        return f"CAST(floor({number} * {UNITS[given.date_format]}) AS BIGINT)"
    if given.date_format == EXCEL:
        local = (
            _local(_of_excel(text), given.time_zone)
            if given.time_zone is not None
            else "CAST(NULL AS BIGINT)"
        )
        return f"CASE WHEN {_of_excel(text)} IS NOT NULL THEN {local} END"
    if given.date_format is not None:
        parsed = _parsed(text, given.date_format)
        if "%z" in given.date_format or "%Z" in given.date_format:
            return _epoch_ms(parsed)
        return _local(parsed, given.time_zone) if given.time_zone is not None else "CAST(NULL AS BIGINT)"
    text = _with_point(text)
    joined = f"CASE WHEN contains({text}, ' ') THEN {_close(text)} ELSE {text} END"
    instant = _epoch_ms(f"try_cast({joined} AS TIMESTAMPTZ)")
    zoned = f"CASE WHEN regexp_full_match({text}, {quoted(_ZONED)}) THEN {instant} {_if_with_zone(text)}"
    if given.time_zone is None:
        return f"{zoned} END"
    local = _local(f"try_cast({text} AS TIMESTAMP)", given.time_zone)
    return f"{zoned} WHEN regexp_full_match({text}, {quoted(_LOCAL)}) THEN {local} END"


def _if_with_zone(text: str) -> str:
    """The offset decides; null where it is not that of the clocks in the zone."""
    local = f"try_cast(regexp_extract({text}, {quoted(_WITH_ZONE)}, 1) AS TIMESTAMP)"
    zone = f"regexp_extract({text}, {quoted(_WITH_ZONE)}, {_PLACE_OF_ZONE})"
    without = f"regexp_replace({text}, '\\[.*', '')"
    at = f"try_cast({_close(without)} AS TIMESTAMPTZ)"
    known = f"try_cast('2000-01-01 12:00 ' || {zone} AS TIMESTAMPTZ) IS NOT NULL"
    return (
        f"WHEN contains({text}, '[') AND regexp_full_match({text}, {quoted(_WITH_ZONE)}) THEN CASE WHEN {known} "
        f"THEN CASE WHEN timezone({zone}, {at}) = {local} THEN {_epoch_ms(at)} END END"
    )


def _with_point(text: str) -> str:
    return f"CASE WHEN contains({text}, ',') THEN replace({text}, ',', '.') ELSE {text} END"


def _close(text: str) -> str:
    """With the zone directly behind the clock."""
    for zone, meant in ((" +", "+"), (" -", "-"), (" UTC", "Z"), ("UTC", "Z")):
        text = f"replace({text}, '{zone}', '{meant}')"
    return text


def _parsed(text: str, format: str) -> str:
    return f"try_strptime(trim({text}), {quoted(format)})"


def _of_excel(text: str) -> str:
    """To the nearest millisecond, since a third of a day has no end."""
    days = f"try_cast(replace({text}, ',', '.') AS DOUBLE)"
    parsed = f"TIMESTAMP '1899-12-30' + to_milliseconds(CAST(round({days} * 86400000) AS BIGINT))"
    return f"CASE WHEN {days} {_EXCEL_DAYS} THEN {parsed} END"


def _local(parsed: str, zone: str) -> str:
    """What a clock in a zone showed; null for hours that it showed twice or never."""
    at = f"timezone({quoted(zone)}, {parsed})"
    again = " OR ".join(
        f"timezone({quoted(zone)}, {at} {sign} INTERVAL {minutes} MINUTE) = {parsed}"
        for sign in "+-"
        for minutes in (30, 60)
    )
    return f"CASE WHEN timezone({quoted(zone)}, {at}) = {parsed} AND NOT ({again}) THEN {_epoch_ms(at)} END"


def _epoch_ms(at: str) -> str:
    """What is shorter than a millisecond is cut off, before 1970 too; DuckDB would round it, and divides towards 0."""
    return f"((epoch_us({at}) + {_ALL}) // 1000 - {_ALL // 1000})"


def intervals(text: str, since: str, until: str) -> str:
    """Of a text, from when to when in turn: UTC milliseconds of `FROM/TO FROM/TO …` within since and until; null where
    it is blank or anything else."""
    every = _epoch_ms("try_cast(one AS TIMESTAMPTZ)")
    told = f"[{every} FOR one IN string_split(replace(trim({text}), '/', ' '), ' ')]"
    return (
        f"CASE WHEN regexp_full_match({text}, {quoted(_INTERVALS)}) THEN CASE WHEN {told} = list_sort({told}) "
        f"AND {told}[1] >= {since} AND {told}[-1] <= {until} THEN {told} END END"
    )


def kind_of(text: str, given: Given) -> str:
    """Of a text that is no time: what it looks like."""
    clock = f"WHEN regexp_full_match(trim({text}), {quoted(_SHORT_CLOCK)}) THEN 'clock'"
    if given.date_format in UNITS:
        return "'other'"
    if given.date_format is not None:
        parsed = f"{_of_excel(text) if given.date_format == EXCEL else _parsed(text, given.date_format)} IS NOT NULL"
        known = quoted("local" if given.time_zone is None else "twice")
        return f"CASE WHEN {parsed} THEN {known} {clock} ELSE 'other' END"
    local = f"regexp_full_match({text}, {quoted(_LOCAL)}) AND try_cast({_with_point(text)} AS TIMESTAMP) IS NOT NULL"
    return (
        f"CASE WHEN {local} THEN {quoted('local' if given.time_zone is None else 'twice')} "
        f"WHEN regexp_full_match({text}, {quoted(_WITH_ZONE)}) THEN 'zone' "
        f"WHEN regexp_full_match({text}, {quoted(_DAY_OR_MONTH_FIRST)}) THEN 'day or month' "
        f"WHEN regexp_full_match({text}, {quoted(_COMPACT)}) THEN 'compact' "
        f"{clock} "
        f"WHEN regexp_full_match({text}, {quoted(_NUMBER)}) THEN 'number' ELSE 'other' END"
    )


def fault(kind: str, text: str, column: str, role: str, given: Given) -> Fault:
    shown = f"{text[:60]!r} in column {column!r}"
    if kind == "local":
        return Fault(
            f"The time {shown} has no time zone.",
            "Say where it was written: --time-zone Europe/Berlin, or --time-zone UTC.",
            refuses=True,
        )
    if kind == "day or month":
        return Fault(
            f"The time {shown} can be read with the day first or with the month first.",
            f"Say how it is written: --date-format {_format(text, 'd', 'm')} with the day first, "
            f"{_format(text, 'm', 'd')} with the month first.",
            refuses=True,
        )
    if kind == "compact":
        compact = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S", 15: "'%Y%m%d %H%M%S'"}[len(text.strip())]
        return Fault(
            f"The time {shown} is written in digits only.",
            f"If they are year, month and day, say --date-format {compact}.",
            refuses=True,
        )
    if kind == "clock":
        return Fault(
            f"The time {shown} is a clock time without its day.",
            f"name the column of days before it: --column {role}='DAYS + {column}'.",
            refuses=False,
        )
    if kind == "number":
        return Fault(
            f"The time {shown} is a number.",
            "If it counts from 1970, say --date-format seconds or --date-format milliseconds; if it is a day as "
            "spreadsheets keep it, --date-format excel.",
            refuses=True,
        )
    if kind == "zone":
        return Fault(
            f"The time {shown} names a zone whose clocks had another offset then, or that nobody knows.",
            "mend its offset or its zone.",
            refuses=False,
        )
    if kind == "twice":
        return Fault(
            f"The clocks of {given.time_zone} showed the time {shown} twice, or never.",
            "give this time with its offset from UTC.",
            refuses=False,
        )
    if (named := _named_month(text)) is not None:
        return Fault(
            f"{shown} is written with the name of a month.", f"say --date-format {named}.", refuses=False
        )
    return Fault(
        f"{shown} is no time.",
        "mend it, or say how times are written, such as --date-format '%d/%b/%y %I:%M %p' for 03/Apr/26 1:45 PM.",
        refuses=False,
    )


def _format(text: str, first: str, second: str) -> str:
    """How a time is written that begins with a day and a month, quoted for a shell."""
    found = _PARTS.match(text)
    assert found is not None, text
    between, year, before, second_of, split, half, zone = found.groups()
    day = f"%{first}{between[0]}%{second}{between[-1]}{'%Y' if len(year) == 4 else '%y'}"
    if before is None:
        return f"'{day}'"
    clock = f"{before}{'%H' if half is None else '%I'}:%M{':%S' if second_of else ''}{f'{split}%f' if split else ''}"
    return f"'{day}{clock}{f'{half}%p' if half is not None else ''}{f'{zone}%z' if zone is not None else ''}'"


_NAMED = re.compile(
    r"\s*(?:(?P<weekday>[^\W\d_]{3,9})(?P<a>,? ))?"
    r"(?:(?P<day>\d{1,2})(?P<b>[-/ .]+)(?P<month>[^\W\d_]{3,9})|(?P<month2>[^\W\d_]{3,9})(?P<c> )(?P<day2>\d{1,2}))"
    r"(?P<d>[-/ .,]+)(?P<year>\d{4}|\d{2})"
    r"(?:(?P<e>[T ,]+)\d{1,2}:\d{2}(?P<s>:\d{2})?(?P<f>[.,]\d{1,6})?(?P<half> ?[AaPp][Mm])?"
    r"(?P<zone> ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?\s*",
)


def _named_month(text: str) -> str | None:
    """How a time is written that names its month in English, quoted for a shell."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    part = found.groupdict(default="")
    name = part["month"] or part["month2"]
    if not any(one[:3] == name[:3].casefold() and one.startswith(name.casefold()) for one in MONTHS):
        return None
    month = "%b" if len(name) == 3 else "%B"
    day = f"%d{part['b']}{month}" if part["day"] else f"{month}{part['c']}%d"
    weekday = f"{'%a' if len(part['weekday']) == 3 else '%A'}{part['a']}" if part["weekday"] else ""
    clock = ""
    if part["e"]:
        hour = "%I" if part["half"] else "%H"
        clock = f"{part['e']}{hour}:%M{':%S' if part['s'] else ''}{part['f'][:1] and part['f'][:1] + '%f'}"
        clock += f"{part['half'][:-2]}%p" if part["half"] else ""
        clock += _zone(part["zone"])
    return f"'{weekday}{day}{part['d']}{'%Y' if len(part['year']) == 4 else '%y'}{clock}'"


def _zone(text: str) -> str:
    """DuckDB reads an offset, and names as the text that they are."""
    return (
        f"{text[: len(text) - len(text.lstrip())]}{'%Z' if text.strip() in ('UTC', 'GMT') else '%z'}"
        if text
        else ""
    )


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def refused(name: str, line: int | None, found: Fault) -> ImportRefused:
    place = name if line is None else f"{name}:{line}"
    return ImportRefused(f"{place}: {found.what} {found.remedy}")
