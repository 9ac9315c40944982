"""Parses the times that other programs write to UTC milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ledgerium_cli.errors import ImportRefused


class NoZone(ValueError):
    """A time without a zone."""


def given_zone(name: str | None) -> ZoneInfo | None:
    """The zone of an IANA name. Raises ImportRefused for an unknown one."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImportRefused(
            f"There is no time zone {name!r}. Give an IANA name, for example --time-zone Europe/Berlin."
        ) from error


def parsed_instant(text: str, zone: ZoneInfo | None) -> int:
    """UTC milliseconds of an ISO 8601 time.

    Raises NoZone when the text has no zone and none is given, ValueError when it is not a time.
    """
    text = text.strip()
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        if zone is None:
            raise NoZone(text)
        when = when.replace(tzinfo=zone)
    return since_1970(when)


def since_1970(when: datetime) -> int:
    """UTC milliseconds. Raises ValueError for a time before 1970, which the trace format does not allow."""
    passed = when - datetime(1970, 1, 1, tzinfo=UTC)
    at_ms = (passed.days * 86_400 + passed.seconds) * 1000 + passed.microseconds // 1000
    if at_ms < 0:
        raise ValueError("before 1970")
    return at_ms
