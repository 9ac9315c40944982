"""Times and lists in words, for documents, tables, exports and what is told of the input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime


def instant(ms: int) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


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
