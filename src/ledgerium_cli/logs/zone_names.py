"""Names of time zones behind a clock, `%Z` of a format: UTC and its other names, and those of the zone that is told.

Any other name is that of several zones: BST is summer in London, Bangladesh all year round, and once was Bougainville.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ledgerium_cli.imports.instants import zone_of

UTC = ("UTC", "GMT", "Z")
_NAME = "%Z"
_FIRST, _LAST = datetime(1970, 1, 1), datetime(2038, 1, 1)
_OFTEN = timedelta(days=14)
"""No clocks are changed for less."""


def names_zone(format: str | None) -> bool:
    return format is not None and _NAME in re.findall("%.", format)


def parsed(text: str, format: str) -> str:
    """In DuckDB: what clocks of UTC showed; null where the text names another zone, or is no time."""
    formats = ", ".join(_quoted(_called(format, name)) for name in UTC)
    return f"try_strptime(trim({text}), [{formats}])"


def parsed_in(text: str, format: str, zone: str) -> str:
    """In DuckDB: what clocks of UTC showed when those of the zone showed a text under the name that it gives them. Null
    where they went by another name then."""
    tries = []
    for name, offset in _names_in(zone):
        shown = f"try_strptime(trim({text}), {_quoted(_called(format, name))})"
        utc = f"({shown} - INTERVAL ({offset}) SECOND)"
        tries.append(f"CASE WHEN timezone({_quoted(zone)}, timezone('UTC', {utc})) = {shown} THEN {utc} END")
    return f"coalesce({', '.join([parsed(text, format), *tries])})"


def is_named(text: str, format: str) -> str:
    """In DuckDB: whether it is a time of that format behind which any name stands."""
    known = f"try_strptime(trim({text}), {_quoted(format)}) IS NOT NULL"
    if not format.endswith(_NAME):
        return known
    any_name = f"regexp_replace(trim({text}), '[[:alpha:]][[:alpha:]_/+-]*$', '{UTC[0]}')"
    return f"({known} OR try_strptime({any_name}, {_quoted(_called(format, UTC[0]))}) IS NOT NULL)"


def _called(format: str, name: str) -> str:
    return re.sub("%.", lambda one: name if one[0] == _NAME else one[0], format)


def _names_in(zone: str) -> list[tuple[str, int]]:
    """With the seconds that clocks of that name are before UTC; one name may have had several offsets."""
    there = zone_of(zone) or ZoneInfo("UTC")
    found, at = set(), _FIRST
    while at < _LAST:
        local = at.replace(tzinfo=there)
        name, offset = local.tzname() or "", local.utcoffset() or timedelta()
        if name.isalpha() and name not in UTC:
            found.add((name, int(offset.total_seconds())))
        at += _OFTEN
    return sorted(found)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
