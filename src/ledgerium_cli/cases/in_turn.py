"""In which order cases stand, in every document and table."""

from __future__ import annotations

import re

from ledgerium_cli.cases.model import Case

_NUMBER = re.compile(r"([0-9]+)")

ByName = tuple[tuple[str | tuple[int, str], ...], str]


def in_turn(case: Case) -> tuple[int, ByName]:
    """The key to sort by: the case that began first comes first; of those that began at one time the name decides."""
    return case.start_ms, by_name(case.id)


def by_name(case: str) -> ByName:
    """The key to sort names by so that `SO-2` comes before `SO-10`; no two names have the same."""
    parts = _NUMBER.split(case)
    return tuple(_as_number(part) if at % 2 else part for at, part in enumerate(parts)), case


def _as_number(digits: str) -> tuple[int, str]:
    """Compares as the number does, of however many digits."""
    own = digits.lstrip("0")
    return len(own), own
