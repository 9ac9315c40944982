"""Targets and thresholds in minutes, which may be a fraction."""

from __future__ import annotations

MINUTE_MS = 60_000


def as_written(minutes: float) -> float:
    """A whole number without a fraction, as people write it."""
    return int(minutes) if minutes == int(minutes) else minutes


def in_ms(minutes: float) -> int:
    return round(minutes * MINUTE_MS)
