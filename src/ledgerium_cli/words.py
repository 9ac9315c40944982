"""Times and lists in words, for documents, tables, exports and what is told of the input."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_370_000
"""Milliseconds. The last is where `duration` goes over to days."""
NOT_KNOWN = "not known"
"""Shown for a time that is unknown, which is never zero."""


def instant(ms: int) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def duration(ms: int | None) -> str:
    """`under 1 s`, `4.2 s`, `42 s`, `1 min 05 s`, `2 h 03 min`, `3 d 4 h`: two units, rounded to the smaller."""
    if ms is None:
        return NOT_KNOWN
    if ms < SECOND:
        return "under 1 s" if ms else "0 s"
    if ms < 9_950:
        return f"{ms / SECOND:.1f} s"
    seconds = round(ms / SECOND)
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3_600:
        return f"{seconds // 60} min {seconds % 60:02d} s"
    minutes = round(ms / MINUTE)
    if minutes < 1_440:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    hours = round(ms / HOUR)
    return f"{hours // 24:,} d {hours % 24} h"


def bound(minutes: float) -> str:
    """A declared number of minutes as a `duration` where that is exact: `3 d`, `1 h 30 min`, `90.2 min`."""
    ms = minutes * MINUTE
    smaller = next((unit for unit, least in _SMALLER if ms >= least), None)
    if smaller is None or ms % smaller:
        return f"{minutes} min"
    return _NOTHING_MORE.sub("", duration(round(ms)))


_SMALLER = ((HOUR, 24 * HOUR), (MINUTE, HOUR), (SECOND, MINUTE))
"""The smaller unit of a duration from a length on."""
_NOTHING_MORE = re.compile(r" 0+ (?:h|min|s)$")


def capitalised(text: str) -> str:
    """The text with a capital first letter, as the beginning of a sentence; the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def listed(names: Sequence[str], most: int | None = None) -> str:
    """`a`, `a and b`, `a, b and c`; cut after `most`: `a, b and 7 more`."""
    shown = [*names[:most], *more(len(names), most)]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


def more(n: int, most: int | None) -> list[str]:
    """The end of a list of `n` items cut after `most`: `3 more`; empty if it was not cut."""
    return [f"{n - most} more"] if most is not None and n > most else []


def most_frequent(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Most frequent first, ties by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
