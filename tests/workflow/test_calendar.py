"""Working time by a calendar, against a clock on the wall that is looked at every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.errors import WorkflowFileError
from ledgerium_cli.workflow.calendar import DAYS, Calendars, calendars_of, instant_of, public_holidays
from ledgerium_cli.workflow.load import parse_workflow
from ledgerium_cli.workflow.wire import Calendar

MINUTE, HOUR = 60_000, 3_600_000
HEAD = "format = 1\nname = 'Orders'\ncase = { pattern = 'SO-\\d+' }\n"
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/St_Johns",
)


def at(text: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def calendars(text: str) -> Calendars:
    found = calendars_of(parse_workflow(HEAD + text, "workflow.toml"))
    assert found is not None
    return found


def worked(text: str, since: str, until: str, zone: str = "Europe/Berlin", actor: str = "Ana") -> float:
    """Hours."""
    return calendars(text).of(actor).between(at(since, zone), at(until, zone)) / HOUR


OFFICE = """
[calendar]
zone = "Europe/Berlin"
hours = ["Mon-Fri 09:00-12:00", "Mon-Thu 13:00-17:00"]
"""


def test_nights_breaks_and_week_ends_are_no_working_time() -> None:
    """Thursday 16:00 to Monday 10:00: one hour, three on Friday, one on Monday."""
    assert worked(OFFICE, "2026-11-19 16:00", "2026-11-23 10:00") == 5


def test_public_holidays_and_days_off_are_no_working_time() -> None:
    """Berlin has a holiday on 8 March, which Bavaria has not; the day off is a Tuesday."""
    berlin = f'{OFFICE}country = "DE"\nregion = "BE"\ndays_off = [2027-03-09]\n'
    assert worked(berlin, "2027-03-08 00:00", "2027-03-11 00:00") == 7
    assert worked(berlin.replace("BE", "BY"), "2027-03-08 00:00", "2027-03-11 00:00") == 14


def test_holidays_are_those_that_the_law_names() -> None:
    """New Year, Good Friday, Easter Monday, 1 May, Ascension, Whit Monday, 3 October, Christmas."""
    assert public_holidays("DE", None, 2026) == {
        date(2026, month, day)
        for month, day in ((1, 1), (4, 3), (4, 6), (5, 1), (5, 14), (5, 25), (10, 3), (12, 25), (12, 26))
    }


def test_somebody_may_work_other_hours_than_the_rest() -> None:
    other = f'{OFFICE}[[calendar.others]]\nactors = ["Ben"]\nhours = ["Sat-Sun 10:00-11:00"]\n'
    week = ("2026-11-16 00:00", "2026-11-23 00:00")
    assert (worked(other, *week), worked(other, *week, actor="Ben")) == (31, 2)


def test_a_role_gives_its_hours_to_its_actors() -> None:
    roles = """
    [[calendar.others]]
    roles = ["Reviewer"]
    hours = ["Mon 10:00-11:00"]
    [[roles]]
    name = "Reviewer"
    actors = ["Ben"]
    """
    assert worked(OFFICE + roles, "2026-11-16 00:00", "2026-11-23 00:00", actor="Ben") == 1


@pytest.mark.parametrize(
    ("night", "hours"),
    [("2026-03-28", 7), ("2026-10-24", 9), ("2026-06-06", 8)],
    ids=["one hour is missing", "one hour comes twice", "an ordinary night"],
)
def test_a_night_shift_over_a_change_of_the_clock(night: str, hours: int) -> None:
    shift = '[calendar]\nzone = "Europe/Berlin"\nhours = ["Mon-Sun 22:00-24:00", "Mon-Sun 00:00-06:00"]\n'
    next_day = datetime.fromisoformat(night) + timedelta(days=1)
    assert worked(shift, f"{night} 12:00", f"{next_day.date()} 12:00") == hours


def test_a_time_that_the_clock_jumps_over_is_the_instant_of_the_jump() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    jump = at("2026-03-29 01:00")
    assert [instant_of(date(2026, 3, 29), minutes, berlin) for minutes in (120, 150, 180)] == [jump] * 3
    assert instant_of(date(2026, 3, 29), 181, berlin) == jump + MINUTE


def test_a_time_that_the_clock_shows_twice_is_the_first_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert instant_of(date(2026, 10, 25), 150, berlin) == at("2026-10-25 00:30")
    assert instant_of(date(2026, 10, 25), 180, berlin) == at("2026-10-25 02:00")


# Whatever the calendar


@st.composite
def hours(draw: st.DrawFn) -> str:
    """From four in the morning, when no clock is put forward or back."""
    start = draw(st.integers(4 * 60, 23 * 60))
    end = draw(st.integers(start + 1, 24 * 60))
    first, last = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
    return f"{first}-{last} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


ANY_CALENDAR = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES),
    hours=st.lists(hours(), min_size=1, max_size=4).map(tuple),
    country=st.sampled_from([None, "DE", "US"]),
    days_off=st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(str), max_size=5).map(tuple),
)
INSTANT = st.integers(at("2026-01-01 00:00"), at("2027-12-31 00:00"))


def shows_working_time(minute: int, calendar: Calendar) -> bool:
    """Looks at the clock and the calendar on the wall."""
    shown = datetime.fromtimestamp(minute * 60, UTC).astimezone(ZoneInfo(calendar.zone))
    off = {date.fromisoformat(day) for day in calendar.days_off}
    if calendar.country is not None:
        off |= public_holidays(calendar.country, None, shown.year)
    clock = f"{shown:%H:%M}"
    for text in calendar.hours if shown.date() not in off else ():
        days, times = text.split(" ")
        first, last = (DAYS.index(day) for day in days.split("-"))
        start, end = times.split("-")
        at_work = (shown.weekday() - first) % 7 <= (last - first) % 7
        if at_work and start <= clock < end:
            return True
    return False


@settings(max_examples=20, deadline=None)
@given(ANY_CALENDAR, st.integers(at("2026-01-01 00:00") // MINUTE, at("2027-12-20 00:00") // MINUTE))
def test_working_time_is_every_minute_that_the_clock_shows_it(calendar: Calendar, first: int) -> None:
    span = range(first, first + 4 * 24 * 60)
    expected = sum(shows_working_time(minute, calendar) for minute in span)
    found = Calendars(calendar, {}).general.between(span.start * MINUTE, span.stop * MINUTE)
    assert found == expected * MINUTE


@settings(max_examples=100, deadline=None)
@given(ANY_CALENDAR, INSTANT, INSTANT, INSTANT)
def test_working_time_adds_up_and_is_never_more_than_the_time_that_passes(
    calendar: Calendar, one: int, two: int, three: int
) -> None:
    first, second, third = sorted((one, two, three))
    between = Calendars(calendar, {}).general.between
    assert between(first, second) + between(second, third) == between(first, third)
    assert 0 <= between(first, third) <= third - first
    assert between(third, first) == 0


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(ZONES), INSTANT, INSTANT)
def test_who_works_day_and_night_works_all_the_time(zone: str, one: int, other: int) -> None:
    always = Calendars(Calendar(zone=zone, hours=("Mon-Sun 00:00-24:00",)), {}).general
    assert always.between(min(one, other), max(one, other)) == abs(one - other)


def test_what_a_wrong_clock_says_is_no_fault_of_the_calendar() -> None:
    general = calendars(OFFICE).general
    assert general.between(0, 253_402_300_799_999 // 100) > 0
    assert general.between(253_402_300_799_000, 253_402_300_799_999) == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (OFFICE.replace("Europe/Berlin", "Mars/Olympus"), "there is no time zone 'Mars/Olympus'"),
        (OFFICE.replace("Europe/Berlin", "../../etc/passwd"), "there is no time zone"),
        (OFFICE.replace("09:00-12:00", "12:00-09:00"), "ends before it begins"),
        (OFFICE.replace("Mon-Fri", "Monday-Friday"), "calendar.hours"),
        (f'{OFFICE}country = "XX"', "no holidays are known of XX"),
        (f'{OFFICE}country = "DE"\nregion = "ZZ"', "no holidays are known of DE, ZZ"),
        (f'{OFFICE}region = "BE"', "a region without its country"),
        (f'{OFFICE}days_off = ["2026-02-30"]', "calendar:"),
        (f'{OFFICE}[[calendar.others]]\nhours = ["Mon 09:00-10:00"]', "other hours of nobody"),
        (f'{OFFICE}[[calendar.others]]\nroles = ["Boss"]\nhours = ["Mon 09:00-10:00"]', "the role 'Boss'"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(text: str, fault: str) -> None:
    with pytest.raises(WorkflowFileError, match=fault):
        parse_workflow(HEAD + text, "workflow.toml")
