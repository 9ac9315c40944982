"""Working time by a declared calendar: weekly hours in a time zone, without holidays and days off.

Hours are wall-clock times, which shift with summer time: a time that occurs twice means the first occurrence, a time
that is skipped means the instant of the jump.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from ledgerium_cli.workflow.wire import Calendar, Workflow

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LAST_YEAR = 9998
"""The last year of which the next one is known too."""
SECOND_MS = 1_000
MEAN_YEAR_MS = 31_556_952_000
MARGIN_MS = 3 * 86_400_000
"""No wall clock differs that much from UTC, and no year begins that far from the mean one."""
LAST_MS = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp()) * SECOND_MS
"""The last instant of which every time zone has a date."""

Week = tuple[tuple[tuple[int, int], ...], ...]
"""For each day, Monday first: (start, end) in minutes after midnight."""
Stretch = tuple[int, int]
"""Start and end, UTC milliseconds."""


class WorkingTime:
    """Computes how much of a stretch of time is working time."""

    def __init__(self, zone: ZoneInfo, week: Week, off: DaysOff) -> None:
        self.zone = zone
        self._week = week
        self._off = off
        self._years: dict[int, _Year] = {}

    def between(self, start_ms: int, end_ms: int) -> int:
        """Milliseconds of working time between two instants; 0 if the second is not later."""
        if end_ms <= start_ms:
            return 0
        first, last = _year_near(start_ms - MARGIN_MS), _year_near(end_ms + MARGIN_MS)
        if first == last:
            year = self._year(first)
            return year.before(end_ms) - year.before(start_ms)
        years = map(self._year, range(first, last + 1))
        return sum(year.before(end_ms) - year.before(start_ms) for year in years)

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            self._years[year] = _Year([*self._hours(year)])
        return self._years[year]

    def _hours(self, year: int) -> Iterator[Stretch]:
        day, off = date(year, 1, 1), self._off.of(year)
        while day.year == year:
            if day not in off:
                for start, end in self._week[day.weekday()]:
                    yield instant_of(day, start, self.zone), instant_of(day, end, self.zone)
            day += timedelta(days=1)


class _Year:
    """The working hours of one year, with their running total."""

    def __init__(self, hours: Sequence[Stretch]) -> None:
        self._hours = hours
        self._starts = [start for start, _ in hours]
        self._worked = [0, *accumulate(end - start for start, end in hours)]

    def before(self, ms: int) -> int:
        """Milliseconds of working time in the year before an instant."""
        place = bisect_right(self._starts, ms)
        if not place:
            return 0
        start, end = self._hours[place - 1]
        return self._worked[place - 1] + min(ms, end) - start


def _year_near(ms: int) -> int:
    """The year of an instant; within two days of the turn of a year it may be the neighbouring one."""
    return min(1970 + ms // MEAN_YEAR_MS, LAST_YEAR)


class DaysOff:
    """Public holidays of a country or region, and the days off named in the calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self._country, self._region = calendar.country, calendar.region
        self._named = frozenset(map(date.fromisoformat, calendar.days_off))

    def of(self, year: int) -> frozenset[date]:
        named = frozenset(day for day in self._named if day.year == year)
        return named | public_holidays(self._country, self._region, year) if self._country else named


class Calendars:
    """The calendar of the organisation, and those of people with other hours."""

    def __init__(self, calendar: Calendar, roles: Mapping[str, Sequence[str]]) -> None:
        zone, off = zone_named(calendar.zone), DaysOff(calendar)
        self.zone = zone
        self.general = WorkingTime(zone, week_of(calendar.hours), off)
        self._others: dict[str, WorkingTime] = {}
        for other in calendar.others:
            own = WorkingTime(zone, week_of(other.hours), off)
            named = [*other.actors, *(actor for role in other.roles for actor in roles.get(role, ()))]
            self._others |= dict.fromkeys(named, own)

    def of(self, actor: str) -> WorkingTime:
        return self._others.get(actor, self.general)


def calendars_of(workflow: Workflow | None) -> Calendars | None:
    """None when no calendar is declared."""
    if workflow is None or workflow.calendar is None:
        return None
    return Calendars(workflow.calendar, {role.name: role.actors for role in workflow.roles})


@cache
def zone_named(name: str) -> ZoneInfo:
    """Raises ValueError for an unknown time zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error


@cache
def public_holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    """Raises ValueError for an unknown country or region."""
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, subdiv=region, years=year))
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known of {country}{f', {region}' if region else ''}") from error


def week_of(hours: Sequence[str]) -> Week:
    """Hours by weekday from texts like `Mon-Fri 09:00-17:30` and `Sat 10:00-12:00`; overlapping ones are joined.
    Raises ValueError when one ends before it begins."""
    found: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for text in hours:
        days, _, times = text.partition(" ")
        start, end = map(_minutes, times.split("-"))
        if end <= start:
            raise ValueError(
                f"{text!r} ends {'before' if end < start else 'as'} it begins; write the hours after midnight as those "
                "of the next day"
            )
        first, last = (days.split("-") * 2)[:2]
        length = (DAYS.index(last) - DAYS.index(first)) % len(DAYS)
        for day in range(DAYS.index(first), DAYS.index(first) + length + 1):
            found[day % len(DAYS)].append((start, end))
    return tuple(tuple(_joined(sorted(own))) for own in found)


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return 60 * int(hour) + int(minute)


def _joined(ordered: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for start, end in ordered:
        if last is None or start > last[1]:
            if last is not None:
                yield last
            last = (start, end)
        else:
            last = (last[0], max(last[1], end))
    if last is not None:
        yield last


def local_time(ms: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(ms // SECOND_MS, zone)


def date_of(ms: int, zone: ZoneInfo) -> date:
    """The local date."""
    return local_time(min(ms, LAST_MS), zone).date()


def instant_of(day: date, minutes: int, zone: ZoneInfo) -> int:
    """UTC milliseconds of the first instant at which the local time is that many minutes after midnight, or later if
    that time is skipped."""
    days, rest = divmod(minutes, 1440)
    shown = datetime.combine(day + timedelta(days=days), time(*divmod(rest, 60)), zone)
    jump = _offset(shown.replace(fold=1)) - _offset(shown)
    if jump <= 0:  # the time occurs once, or twice: fold 0 is the first occurrence
        return int(shown.timestamp()) * SECOND_MS
    before, after = int(shown.replace(fold=1).timestamp()), int(shown.timestamp())
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(datetime.fromtimestamp(middle, zone)) == _offset(shown):
            before = middle
        else:
            after = middle
    return after * SECOND_MS


def _offset(shown: datetime) -> int:
    offset = shown.utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
