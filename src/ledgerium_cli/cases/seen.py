"""Facts about all cases, collected as they are built so that they need not be read again."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from ledgerium_cli.cases.model import Case


class Seen(Struct):
    ended_ms: int = 0
    """When the last case ended, UTC milliseconds; zero without any."""
    activities: set[str] = field(default_factory=set)

    def add(self, case: Case) -> None:
        self.ended_ms = max(self.ended_ms, case.end_ms)
        self.activities.update(case.variant)

    def join(self, other: Seen) -> None:
        self.ended_ms = max(self.ended_ms, other.ended_ms)
        self.activities |= other.activities


def seen_in(cases: Iterable[Case]) -> Seen:
    known: object = getattr(cases, "seen", None)
    if isinstance(known, Seen):
        return known
    found = Seen()
    for case in cases:
        found.add(case)
    return found
