"""Whether so many of some cases have ended that what they took and did can be compared.

Where the recordings end, cases under way have shown less than they will: those that are seen to end are the quick ones,
and the others have not had the time to be held, done again or shipped. Neither times nor shares of them stand for all.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledgerium_cli.findings.statistics import quantile

GOING_ON = 5
"""At most one in this many settled cases may go on."""


def usually_within(cycles: Iterable[int]) -> float:
    """The time within which nine in ten cases ended, milliseconds."""
    found = sorted(cycles)
    return quantile(found, 0.9) if found else 0


def began_late(untold: Iterable[int], usually_ms: float, seen_until_ms: int) -> int:
    """How many of the cases of which nothing tells whether they are complete may go on after the end of the recordings:
    those that began so late that fewer than nine in ten would have ended by then. `untold` is when they began."""
    return sum(begun + usually_ms > seen_until_ms for begun in untold)


def is_settled(going_on: int, started: int) -> bool:
    """`going_on` is how many of those that `started` are open or began late."""
    return GOING_ON * going_on <= started
