"""Facts about all cases, collected as they are built so that they need not be read again."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from ledgerium_cli.cases.model import Case


class Seen(Struct):
    ended_ms: int = 0
    """When the last case ended, UTC milliseconds; zero without any."""
    timed_until_ms: int = 0
    """The same, of the cases whose times are known."""
    activities: set[str] = field(default_factory=set)

    def add(self, case: Case) -> None:
        self.ended_ms = max(self.ended_ms, case.end_ms)
        if case.timed:
            self.timed_until_ms = max(self.timed_until_ms, case.end_ms)
        self.activities.update(case.variant)

    def join(self, other: Seen) -> None:
        self.ended_ms = max(self.ended_ms, other.ended_ms)
        self.timed_until_ms = max(self.timed_until_ms, other.timed_until_ms)
        self.activities |= other.activities

    @property
    def until_ms(self) -> int:
        """When a case was last seen: of those whose times are known, if there are any."""
        return self.timed_until_ms or self.ended_ms


def seen_in(cases: Iterable[Case]) -> Seen:
    known: object = getattr(cases, "seen", None)
    if isinstance(known, Seen):
        return known
    found = Seen()
    for case in cases:
        found.add(case)
    return found
