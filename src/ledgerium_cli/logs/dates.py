"""Parses the times of a log; a text that could mean two times is refused.

The functions return SQL expressions for DuckDB over a text column, since there are as many times as rows.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs import zone_names
from ledgerium_cli.logs.instants import given_zone
from ledgerium_cli.logs.model import Given
from ledgerium_cli.sql import quoted

UNITS = {"seconds": 1000, "milliseconds": 1}
"""Accepted in place of a format: the unit of numbers that count from 1970, with its milliseconds."""
EXCEL = "excel"
"""Accepted in place of a format: days since 1899-12-30, the serial dates of spreadsheets. Right from March 1900 on,
because spreadsheets take 1900 for a leap year."""
_EXCEL_DAYS = "BETWEEN 61 AND 2958465.99999999"

INSTANT = "TIMESTAMP WITH TIME ZONE"
"""DuckDB's type for a column of instants."""

_DAY = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
_CLOCK = r"\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?"
_OFFSET = r" ?(Z|z|UTC|[+-](?:0\d|1[0-4])(:?[0-5]\d)?)"
_NO_OFFSET = r":\d{2}([.,]\d+)? ?[+-]((1[5-9]|[2-9]\d)(:?\d{2})?|\d{2}:?[6-9]\d)\s*(\D|$)"
"""After a clock time: an offset larger than any real one."""
_ZONED = rf"\s*{_DAY}[T ]{_CLOCK}{_OFFSET}\s*"
_WITH_ZONE = rf"\s*({_DAY}[T ]{_CLOCK}){_OFFSET}\[([\w+/:-]+)\]\s*"
"""Java's notation: the offset, followed by the zone in brackets."""
_PLACE_OF_ZONE = 6
_BASIC = r"^\s*(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})([.,]\d+)?( ?(?:Z|z|UTC|[+-]\d{2}(?:\d{2})?)?)\s*$"
"""The basic form of ISO 8601: a `T`, and nothing between the parts of day and clock."""
_EXTENDED = r"\1-\2-\3T\4:\5:\6\7\8"
_LOCAL = rf"\s*{_DAY}([T ]{_CLOCK})?\s*"
_DAY_OR_MONTH_FIRST = r"\s*\d{1,2}[-./ ]\d{1,2}[-./ ](\d{4}|\d{2})\b.*"
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
"""A day without a clock time, except perhaps the midnight that spreadsheets append."""
CLOCK_TEXT = rf"{_SHORT_CLOCK}|{_COMPACT_CLOCK}"
"""A clock time without a day."""


FIRST_MS, LAST_MS = -62_135_596_800_000, 253_402_300_799_999
"""The range of times that are accepted: the years 1 to 9999 in UTC."""

_ALL = 10**18
"""Microseconds; more than lies between DuckDB's earliest time with a four-digit year and 1970."""


def check(given: Given) -> None:
    """Raises ImportRefused for an unknown zone, and for a format that is none."""
    given_zone(given.time_zone)
    if given.date_format is not None:
        try:
            check_format(given.date_format)
        except ValueError as error:
            raise ImportRefused(f"--date-format {error}.") from None


def check_format(format: str) -> None:
    """Raises ValueError for one that means nothing, and for one with both an offset and a zone name."""
    if zone_names.names_zone(format) and "%z" in format:
        raise ValueError(
            f"{format}: it has %z and %Z. The offset, %z, is enough: write the name as it stands in the log"
        )
    if format in UNITS or format == EXCEL:
        return
    import duckdb

    try:
        with duckdb.connect() as asked:
            asked.execute("SELECT try_strptime('', ?)", [format]).fetchall()
    except duckdb.InvalidInputException as error:
        why = str(error).rpartition("specifier ")[2]
        raise ValueError(
            f"{why}. Write %Y %m %d for the day and %H %M %S for the clock, as in '%d/%m/%Y %H:%M:%S', or one of "
            f"{', '.join([*UNITS, EXCEL])}"
        ) from None


def of_instant(column: str) -> str:
    """UTC milliseconds of a column of instants; null outside the years 1 to 9999."""
    known = f"{column} BETWEEN '0001-01-01 00:00:00Z' AND '9999-12-31 23:59:59.999999Z'"
    return f"CASE WHEN {known} THEN {_epoch_ms(column)} END"


def midnights(days: Iterable[str], given: Given) -> str:
    """UTC milliseconds at which the days begin, by UTC and by the zone of the log, for a list in SQL."""
    zones = dict.fromkeys(("UTC", given.time_zone or "UTC"))
    return ", ".join(
        _epoch_ms(f"timezone({quoted(zone)}, TIMESTAMP '{day}')") for zone in zones for day in days
    )


def milliseconds(text: str, given: Given) -> str:
    """UTC milliseconds of a text; null when it is not a time, or is ambiguous."""
    return of_spelled(spelled(text, given), given)


def spelled(text: str, given: Given) -> str:
    """The text in the one spelling that `of_spelled` reads, many times over, so that a query has a column of it."""
    return text if given.date_format is not None else _with_point(_extended(text))


def of_spelled(text: str, given: Given) -> str:
    """UTC milliseconds of a text that is `spelled`."""
    if given.date_format in UNITS:
        number = f"try_cast({text} AS DECIMAL(30, 9))"
        return f"try_cast(floor({number} * {UNITS[given.date_format]}) AS BIGINT)"
    if given.date_format == EXCEL:
        local = (
            _local(_of_excel(text), given.time_zone)
            if given.time_zone is not None
            else "CAST(NULL AS BIGINT)"
        )
        return f"CASE WHEN {_of_excel(text)} IS NOT NULL THEN {local} END"
    if given.date_format is not None:
        if zone_names.names_zone(given.date_format):
            return _epoch_ms(_named(text, given.date_format, given.time_zone))
        parsed = zone_names.written(text, given.date_format)
        if "%z" in given.date_format:
            return f"CASE WHEN NOT regexp_matches({text}, {quoted(_NO_OFFSET)}) THEN {_epoch_ms(parsed)} END"
        zone = _zone_in(given)
        return _local(parsed, zone) if zone is not None else "CAST(NULL AS BIGINT)"
    joined = f"CASE WHEN contains({text}, ' ') THEN {_close(text)} ELSE {text} END"
    instant = _epoch_ms(f"try_cast(upper({joined}) AS TIMESTAMPTZ)")
    zoned = f"CASE WHEN regexp_full_match({text}, {quoted(_ZONED)}) THEN {instant} {_if_with_zone(text)}"
    if given.time_zone is None:
        return f"{zoned} END"
    local = _local(f"try_cast({text} AS TIMESTAMP)", given.time_zone)
    return f"{zoned} WHEN regexp_full_match({text}, {quoted(_LOCAL)}) THEN {local} END"


def _zone_in(given: Given) -> str | None:
    """The zone of times in the given format: UTC where it ends with a Z, if none is given."""
    written = given.date_format or ""
    ends_in_z = written.endswith("Z") and not zone_names.names_zone(written)
    return given.time_zone or ("UTC" if ends_in_z else None)


def _if_with_zone(text: str) -> str:
    """Parses a time with offset and zone name. The offset counts; null when it was not the zone's offset at that
    time."""
    local = f"try_cast(regexp_extract({text}, {quoted(_WITH_ZONE)}, 1) AS TIMESTAMP)"
    zone = f"regexp_extract({text}, {quoted(_WITH_ZONE)}, {_PLACE_OF_ZONE})"
    without = f"regexp_replace({text}, '\\[.*', '')"
    at = f"try_cast(upper({_close(without)}) AS TIMESTAMPTZ)"
    known = f"try_cast('2000-01-01 12:00 ' || {zone} AS TIMESTAMPTZ) IS NOT NULL"
    return (
        f"WHEN contains({text}, '[') AND regexp_full_match({text}, {quoted(_WITH_ZONE)}) THEN CASE WHEN {known} "
        f"THEN CASE WHEN timezone({zone}, {at}) = {local} THEN {_epoch_ms(at)} END END"
    )


def _extended(text: str) -> str:
    """The text, in the extended form of ISO 8601 where it is in the basic one. Texts with colons, as most are, are not
    searched."""
    basic, extended = quoted(_BASIC), quoted(_EXTENDED)
    return f"CASE WHEN contains({text}, ':') THEN {text} ELSE regexp_replace({text}, {basic}, {extended}) END"


def _with_point(text: str) -> str:
    return f"CASE WHEN contains({text}, ',') THEN replace({text}, ',', '.') ELSE {text} END"


def _close(text: str) -> str:
    """The text with the offset right behind the clock time, and UTC as Z."""
    for zone, meant in ((" +", "+"), (" -", "-"), (" UTC", "Z"), ("UTC", "Z")):
        text = f"replace({text}, '{zone}', '{meant}')"
    return text


def _named(text: str, format: str, zone: str | None) -> str:
    return zone_names.parsed(text, format) if zone is None else zone_names.parsed_in(text, format, zone)


def _of_excel(text: str) -> str:
    """Rounded to the nearest millisecond, since fractions of a day are inexact."""
    days = f"try_cast(replace({text}, ',', '.') AS DOUBLE)"
    parsed = f"TIMESTAMP '1899-12-30' + to_milliseconds(CAST(round({days} * 86400000) AS BIGINT))"
    return f"CASE WHEN {days} {_EXCEL_DAYS} THEN {parsed} END"


def _local(parsed: str, zone: str) -> str:
    """UTC milliseconds of a local time in a zone; null for times that occur twice or never when clocks change."""
    at = f"timezone({quoted(zone)}, {parsed})"
    again = " OR ".join(
        f"timezone({quoted(zone)}, {at} {sign} INTERVAL {minutes} MINUTE) = {parsed}"
        for sign in "+-"
        for minutes in (30, 60)
    )
    return f"CASE WHEN timezone({quoted(zone)}, {at}) = {parsed} AND NOT ({again}) THEN {_epoch_ms(at)} END"


def _epoch_ms(at: str) -> str:
    """Fractions of a millisecond are cut off, also before 1970, where DuckDB would round or divide towards 0."""
    return f"((epoch_us({at}) + {_ALL}) // 1000 - {_ALL // 1000})"


def intervals(text: str, since: str, until: str) -> str:
    """UTC milliseconds, start and end in turn, of the intervals `FROM/TO FROM/TO …`, which must be sorted and lie
    within `since` and `until`; null for a blank or any other text."""
    every = _epoch_ms("try_cast(one AS TIMESTAMPTZ)")
    told = f"[{every} FOR one IN string_split(replace(trim({text}), '/', ' '), ' ')]"
    return (
        f"CASE WHEN regexp_full_match({text}, {quoted(_INTERVALS)}) THEN CASE WHEN {told} = list_sort({told}) "
        f"AND {told}[1] >= {since} AND {told}[-1] <= {until} THEN {told} END END"
    )


def kind_of(text: str, given: Given) -> str:
    """Classifies a text that is not an accepted time, for `date_faults`: what it looks like."""
    far = f"WHEN {milliseconds(text, given)} IS NOT NULL THEN 'far'"
    offset = f"WHEN regexp_matches({text}, {quoted(_NO_OFFSET)}) THEN 'offset'"
    clock = f"WHEN regexp_full_match(trim({text}), {quoted(_SHORT_CLOCK)}) THEN 'clock'"
    if given.date_format in UNITS:
        return f"CASE {far} ELSE 'other' END"
    if given.date_format is not None:
        return f"CASE {far} {offset} WHEN {_is_written(text, given)} {clock} ELSE 'other' END"
    text = _extended(text)
    local = f"regexp_full_match({text}, {quoted(_LOCAL)}) AND try_cast({_with_point(text)} AS TIMESTAMP) IS NOT NULL"
    return (
        f"CASE {far} {offset} WHEN {local} THEN {quoted('local' if given.time_zone is None else 'twice')} "
        f"WHEN regexp_full_match({text}, {quoted(_WITH_ZONE)}) THEN 'zone' "
        f"WHEN regexp_full_match({text}, {quoted(_DAY_OR_MONTH_FIRST)}) THEN 'day or month' "
        f"WHEN regexp_full_match({text}, {quoted(_COMPACT)}) THEN 'compact' "
        f"{clock} "
        f"WHEN regexp_full_match({text}, {quoted(_NUMBER)}) THEN 'number' ELSE 'other' END"
    )


def _is_written(text: str, given: Given) -> str:
    """The condition that a text matches the given format, and the kind of fault in that case: what is missing."""
    told = given.date_format or ""
    if zone_names.names_zone(told):
        kind = "name of any zone" if given.time_zone is None else "name of another zone"
        return f"{zone_names.is_named(text, told)} THEN {quoted(kind)}"
    parsed = _of_excel(text) if told == EXCEL else zone_names.written(text, told)
    return f"{parsed} IS NOT NULL THEN {quoted('local' if _zone_in(given) is None else 'twice')}"
