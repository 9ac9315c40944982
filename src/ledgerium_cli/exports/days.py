"""Logs that tell days without clock times: a day is written as such, since its midnight would be taken for a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from ledgerium_cli.documents.words import MOST_NAMED
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.words import listed
from ledgerium_cli.workflow.calendar import date_of, instant_of, zone_named


def zones_of_days(analysis: Analysis) -> Mapping[str, ZoneInfo]:
    """By log, the zone in which its days begin; empty where any time that is known is more than a day."""
    zones = {one.id: zone_named(one.time_zone) for one in analysis.recordings if one.condition.days_only}
    if not zones or len(zones) < len(analysis.recordings):
        return {}
    is_all = all(
        ms == instant_of(date_of(ms, zone), 0, zone)
        for case in analysis.cases
        for timed in case.steps
        for zone in [zones[timed.step.recording]]
        for ms in timed.step.times
    )
    return zones if is_all else {}


def days_as_times(analysis: Analysis, *, alone: bool) -> Iterator[str]:
    """What a reader of a log must know of days for which midnights stand; `alone` if it can hold days."""
    of_days = [one for one in analysis.recordings if one.condition.days_only]
    if of_days and not (alone and zones_of_days(analysis)):
        yield f"{_tell(of_days)} no clock times: midnights stand for days, and programs take them for times."


def _tell(logs: Sequence[RecordingFacts]) -> str:
    return f"{listed([one.id for one in logs], MOST_NAMED)} {'tells' if len(logs) == 1 else 'tell'}"
