"""The time zone in which documents tell times and in which days, weeks and months begin."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from zoneinfo import ZoneInfo

from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.workflow.calendar import zone_named
from ledgerium_cli.workflow.wire import Workflow

UTC = "UTC"


def zone_of(workflow: Workflow | None, recordings: Iterable[RecordingFacts]) -> ZoneInfo:
    """That of the declared calendar; else the one that all recordings and logs name; else UTC."""
    if workflow is not None and workflow.calendar is not None:
        return zone_named(workflow.calendar.zone)
    named = {one.time_zone for one in recordings}
    with suppress(ValueError):
        # A name without a region may mean another zone on another machine, such as `localtime`.
        if len(named) == 1 and "/" in (name := named.pop()):
            return zone_named(name)
    return zone_named(UTC)
