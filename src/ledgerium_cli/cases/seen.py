"""Facts about all cases, collected as they are built so that they need not be read again."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from ledgerium_cli.cases.model import Case


class Seen(Struct):
    ended_ms: int | None = None
    """When the last case ended, UTC milliseconds; None without any."""
    timed_until_ms: int | None = None
    """The same, of what times are known of."""
    activities: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    """Kinds of holds that were seen to begin."""

    def add(self, case: Case) -> None:
        self.ended_ms = _later(self.ended_ms, case.end_ms)
        if case.tells_times:
            self.timed_until_ms = _later(self.timed_until_ms, case.end_ms)
        self.activities.update(case.variant)
        if case.holds:
            self.held.update([hold.kind for hold in case.holds])

    def join(self, other: Seen) -> None:
        self.ended_ms = _later(self.ended_ms, other.ended_ms)
        self.timed_until_ms = _later(self.timed_until_ms, other.timed_until_ms)
        self.activities |= other.activities
        self.held |= other.held

    @property
    def until_ms(self) -> int:
        """When a case was last seen: of those whose times are known, if there are any; zero without any case."""
        return next((one for one in (self.timed_until_ms, self.ended_ms) if one is not None), 0)


def _later(one: int | None, other: int | None) -> int | None:
    return max((ms for ms in (one, other) if ms is not None), default=None)


def seen_in(cases: Iterable[Case]) -> Seen:
    known: object = getattr(cases, "seen", None)
    if isinstance(known, Seen):
        return known
    found = Seen()
    for case in cases:
        found.add(case)
    return found
