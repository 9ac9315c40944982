"""Reads names of time zones behind a clock time (`%Z` in a format): names of UTC, and those of the given zone.

Other names are ambiguous: BST is summer time in London, standard time in Bangladesh, and once was Bougainville's.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ledgerium_cli.logs.instants import given_zone
from ledgerium_cli.sql import quoted

UTC = ("UTC", "GMT", "Z")
_NAME = "%Z"
_FIRST, _LAST = datetime(1970, 1, 1), datetime(2038, 1, 1)
_OFTEN = timedelta(days=14)
"""Shorter than any period between two changes of the clocks."""


def names_zone(format: str | None) -> bool:
    return format is not None and _NAME in re.findall("%.", format)


def written(text: str, *formats: str) -> str:
    """SQL for the time of a text that is written in one of the formats; null when it is not, and when %Y stands for
    less than four digits: DuckDB takes `26` for the year 26."""
    parsed = f"try_strptime(trim({text}), [{', '.join(map(quoted, formats))}])"
    return f"CASE WHEN year({parsed}) > 999 THEN {parsed} END" if "%Y" in formats[0] else parsed


def parsed(text: str, format: str) -> str:
    """SQL for the UTC time of a text; null when it names another zone than UTC, or is not a time."""
    return written(text, *(_called(format, name) for name in UTC))


def parsed_in(text: str, format: str, zone: str) -> str:
    """SQL for the UTC time of a text that names a zone by one of the names of the given zone. Null when the zone
    went by another name at that time."""
    tries = []
    for name, offset in _names_in(zone):
        shown = written(text, _called(format, name))
        utc = f"({shown} - INTERVAL ({offset}) SECOND)"
        tries.append(f"CASE WHEN timezone({quoted(zone)}, timezone('UTC', {utc})) = {shown} THEN {utc} END")
    return f"coalesce({', '.join([parsed(text, format), *tries])})"


def is_named(text: str, format: str) -> str:
    """The SQL condition that a text is a time of this format, with any zone name."""
    known = f"{written(text, format)} IS NOT NULL"
    if not format.endswith(_NAME):
        return known
    any_name = f"regexp_replace(trim({text}), '[[:alpha:]][[:alpha:]_/+-]*$', '{UTC[0]}')"
    return f"({known} OR {written(any_name, _called(format, UTC[0]))} IS NOT NULL)"


def _called(format: str, name: str) -> str:
    return re.sub("%.", lambda one: name if one[0] == _NAME else one[0], format)


def _names_in(zone: str) -> list[tuple[str, int]]:
    """Abbreviations of the zone with their UTC offsets in seconds, east positive; a name may have had several
    offsets."""
    there = given_zone(zone) or ZoneInfo("UTC")
    found, at = set(), _FIRST
    while at < _LAST:
        local = at.replace(tzinfo=there)
        name, offset = local.tzname() or "", local.utcoffset() or timedelta()
        if name.isalpha() and name not in UTC:
            found.add((name, int(offset.total_seconds())))
        at += _OFTEN
    return sorted(found)
