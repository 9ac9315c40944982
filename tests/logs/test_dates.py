"""A time is read where it can mean one instant; where it could mean two, the log is refused until one is told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.errors import ImportRefused

from .make import read


def log(*times: str) -> str:
    return "case;activity;timestamp\n" + "".join(f"A;Check;{time}\n" for time in times)


def moments(*times: str, **given: str) -> list[int]:
    return [one.complete_ms for one in read(log(*times), **given).instances]


NOON = 1_772_366_400_000
"""2026-03-01T12:00:00Z."""


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01T12:00:00Z", "2026-03-01 12:00:00Z", "2026-03-01T13:00:00+01:00", "2026-03-01T07:00:00-0500",
        "2026-03-01T12:00+00", "2026/03/01 12:00:00.000Z", " 2026-03-01T12:00:00.0009+00:00 ",
        "2026-3-1 12:00:00 +00:00", "2026-03-01T12:00:00z", "20260301T120000Z", "20260301T120000z",
        " 20260301T130000.0009+0100 ", "20260301T120000,000+00",
    ],
)  # fmt: skip
def test_a_time_with_its_offset_is_an_instant(written: str) -> None:
    assert moments(written) == [NOON]


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01T13:00:00+01:00[Europe/Berlin]", "2026-03-01T12:00Z[UTC]", "2026-03-01T12:00:00.000Z[Etc/UTC]",
        "2026-03-01T17:30:00+05:30[Asia/Kolkata]", " 2026-03-01T14:00:00+02:00[GMT+02:00] ",
    ],
)  # fmt: skip
def test_of_an_offset_and_its_zone_the_offset_decides(written: str) -> None:
    assert moments(written) == [NOON]
    assert moments(written, time_zone="Asia/Tokyo") == [NOON]


def test_an_hour_that_clocks_showed_twice_is_told_by_its_offset() -> None:
    summer, winter = "2026-10-25T02:30:00+02:00[Europe/Berlin]", "2026-10-25T02:30:00+01:00[Europe/Berlin]"
    first, second = moments(summer, winter)
    assert second - first == 3_600_000


@pytest.mark.parametrize(
    "written",
    ["2026-07-01T13:00:00+01:00[Europe/Berlin]", "2026-03-01T12:00:00Z[Europe/Atlantis]", "2026-03-01T12:00:00Z[Z-9]"],
)  # fmt: skip
def test_an_offset_that_its_zone_never_had_is_left_out_and_told(written: str) -> None:
    found = read(log(written, "2026-03-01T12:00:00Z"))
    assert [one.complete_ms for one in found.instances] == [NOON]
    assert [(one.line, one.what) for one in found.problems] == [
        (2, f"The time {written!r} in column 'timestamp' names a zone whose clocks had another offset then, or that "
            "nobody knows."),
    ]  # fmt: skip


ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1))


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.builds(lambda time, zone: time.replace(tzinfo=zone), TIMES, ZONES), min_size=1, max_size=30)
)
def test_what_python_reads_is_read_alike(times: list[datetime]) -> None:
    exact = [(time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1) for time in times]
    assert moments(*(time.isoformat() for time in times)) == exact


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(
    st.lists(TIMES, min_size=1, max_size=30),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
)
def test_in_a_zone_a_clock_is_read_as_it_went_there(times: list[datetime], zone: str) -> None:
    def instants(time: datetime) -> set[datetime]:
        told = {time.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)}
        return {one for one in told if one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == time}

    certain = [instants(time).pop() for time in times if len(instants(time)) == 1]
    exact = [(time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1) for time in certain]
    noon = datetime(2000, 6, 1, 12).isoformat()
    assert moments(*(time.isoformat(" ") for time in times), noon, time_zone=zone)[:-1] == exact


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2035, 1, 1)), min_size=1, max_size=30),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
def test_a_time_with_offset_and_zone_is_read_as_python_reads_its_offset(
    times: list[datetime], zone: str
) -> None:
    there = [time.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for time in times]
    exact = [(time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1) for time in there]
    assert moments(*(f"{time.isoformat()}[{zone}]" for time in there)) == exact


def test_a_time_without_a_zone_is_refused_until_the_zone_is_given() -> None:
    with pytest.raises(
        ImportRefused,
        match=r"log.csv:3: .*'2026-03-01 12:00' in column 'timestamp' has no time zone. .*--time-zone",
    ):
        moments("2026-03-01T12:00:00Z", "2026-03-01 12:00")
    assert moments("2026-03-01T12:00:00Z", "2026-03-01 13:00", time_zone="Europe/Berlin") == [NOON, NOON]
    assert moments("2026-03-01", time_zone="UTC") == [NOON - 12 * 3_600_000]


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(ImportRefused, match="no time zone 'Berlin'"):
        moments("2026-03-01 12:00", time_zone="Berlin")


@pytest.mark.parametrize("written", ["03/04/2016 12:00", "3.4.2016", "03-04-16 12:00:00"])
def test_an_order_of_day_and_month_is_never_guessed(written: str) -> None:
    with pytest.raises(ImportRefused, match=r"log.csv:2: .*day first or with the month first.*--date-format"):
        moments(written, time_zone="UTC")


@pytest.mark.parametrize(
    ("written", "formats"),
    [
        ("31/12/2016 10:00", {"%d/%m/%Y %H:%M"}),
        ("12/31/16", {"%m/%d/%y"}),
        ("16/04/03 10:00", {"%d/%m/%y %H:%M", "%y/%m/%d %H:%M"}),
        ("31/04/16", {"%d/%m/%y", "%y/%m/%d"}),
        ("03/04/05", {"%d/%m/%y", "%m/%d/%y", "%y/%m/%d"}),
    ],
)
def test_only_formats_are_offered_that_a_time_can_have(written: str, formats: set[str]) -> None:
    with pytest.raises(ImportRefused) as refused:
        moments(written, time_zone="UTC")
    assert {*re.findall("'(%[^']*)'", str(refused.value))} == formats


NAMED = "%Y-%m-%d %H:%M:%S %Z"


@pytest.mark.parametrize("name", ["UTC", "GMT", "Z"])
def test_the_names_of_utc_need_no_zone(name: str) -> None:
    assert moments(f"2026-03-01 12:00:00 {name}", date_format=NAMED) == [NOON]
    assert moments(f"2026-03-01 12:00:00 {name}", date_format=NAMED, time_zone="Asia/Tokyo") == [NOON]


@pytest.mark.parametrize("name", ["BST", "PST", "IST", "CET", "CEST", "Europe/Berlin", "XYZ"])
def test_any_other_name_of_a_zone_is_refused_until_the_zone_is_said(name: str) -> None:
    with pytest.raises(ImportRefused, match=r"log\.csv:3: .* has the name of a time zone.*--time-zone"):
        moments("2026-03-01 12:00:00 UTC", f"2026-07-29 03:30:00 {name}", date_format=NAMED)


def test_names_of_the_zone_that_is_said_are_those_that_its_clocks_had_then() -> None:
    found = read(
        log(
            "2026-10-25 02:30:00 CEST", "2026-10-25 02:30:00 CET", "2026-07-01 14:00:00 CET", "2026-07-01 14:00:00 BST",
            "2026-03-29 02:30:00 CET", "2026-07-01 14:00:00 CEST",
        ),
        date_format=NAMED,
        time_zone="Europe/Berlin",
    )  # fmt: skip
    summer, winter, noon = (one.complete_ms for one in sorted(found.instances, key=lambda one: one.numbers))
    assert (winter - summer, noon) == (3_600_000, 1_782_907_200_000)
    assert [(one.line, "clocks did not go then" in one.what) for one in found.problems] == [
        (4, True), (5, True), (6, True),
    ]  # fmt: skip


def test_a_format_with_an_offset_and_a_name_is_refused() -> None:
    with pytest.raises(ImportRefused, match="it has %z and %Z"):
        moments("2026-03-01 12:00:00 +0000 BST", date_format="%Y-%m-%d %H:%M:%S %z %Z")


@pytest.mark.parametrize("offset", ["+25:00", "-1500", "+01:60", "+99"])
@pytest.mark.parametrize("date_format", [None, "%Y-%m-%d %H:%M:%S%z"])
def test_an_offset_that_no_clock_has_is_left_out(offset: str, date_format: str | None) -> None:
    given = {"date_format": date_format} if date_format is not None else {}
    found = read(log("2026-03-01 12:00:00+0000", f"2026-03-01 12:00:00{offset}"), **given)
    assert [one.complete_ms for one in found.instances] == [NOON]
    assert [(one.line, "an offset that no clock has" in one.what) for one in found.problems] == [(3, True)]


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("1494405206500", {"date_format": "seconds"}),
        ("1494405206500000", {"date_format": "milliseconds"}),
        ("-99999999999999", {"date_format": "seconds"}),
        ("9999-12-31T23:59:59-05:00", {}),
        ("0001-01-01T00:00:00+05:00", {}),
    ],
)
def test_a_time_out_of_the_years_with_four_digits_is_left_out(written: str, given: dict[str, str]) -> None:
    good = "0" if given else "1970-01-01T00:00:00Z"
    found = read(log(good, written), **given)
    assert [one.complete_ms for one in found.instances] == [0]
    assert [(one.line, "is not in the years 1 to 9999" in one.what) for one in found.problems] == [(3, True)]


def test_of_milliseconds_that_are_taken_for_seconds_the_unit_is_told() -> None:
    with pytest.raises(ImportRefused, match=r"not one can be used.*--date-format milliseconds"):
        moments("1494405206500", date_format="seconds")


def test_of_seconds_that_are_taken_for_milliseconds_the_unit_is_told() -> None:
    found = read(log("1709370000", "1709370600"), date_format="milliseconds")
    assert [one.remedy for one in found.problems] == ["If they count seconds, say --date-format seconds."]
    assert read(log("1709370000000"), date_format="milliseconds").problems == ()


def test_a_day_that_a_format_takes_for_a_month_is_told_with_the_other_order() -> None:
    """Days up to the twelfth are read as months by it: the log is not what it says."""
    found = read(log("03/04/2016", "16/04/2016"), date_format="%m/%d/%Y", time_zone="UTC")
    [told] = [str(one) for one in found.problems if "is not written as" in str(one)]
    assert told.endswith("if days and months stand the other way round, say --date-format '%d/%m/%Y'.")
    assert "four digits" not in told
    found = read(log("03/04/2016", "03/04/16"), date_format="%m/%d/%Y", time_zone="UTC")
    assert any("%Y is a year of four digits" in str(one) for one in found.problems)


def test_a_format_says_the_order() -> None:
    day_first = moments("03/04/2016 12:00", date_format="%d/%m/%Y %H:%M", time_zone="UTC")
    month_first = moments("03/04/2016 12:00", date_format="%m/%d/%Y %H:%M", time_zone="UTC")
    assert day_first == [1_459_684_800_000]
    assert month_first == [1_457_092_800_000]


@pytest.mark.parametrize("zone", ["", " %Z"])
def test_a_year_of_two_digits_is_no_year_of_the_first_century(zone: str) -> None:
    name = zone and " CET"
    found = read(
        log(f"05.01.2026 08:00{name}", f"5.1.26 09:00{name}"),
        date_format=f"%d.%m.%Y %H:%M{zone}",
        time_zone="Europe/Berlin",
    )
    assert [one.complete_ms for one in found.instances] == [1_767_596_400_000]  # 2026-01-05T07:00:00Z
    [fault] = found.problems
    assert fault.what.endswith("says; %Y is a year of four digits.")


def test_the_basic_form_of_iso_8601_is_read_in_the_zone_that_is_given() -> None:
    with pytest.raises(ImportRefused, match=r"'20260301T130000' .* has no time zone"):
        moments("20260301T130000")
    assert moments("20260301T130000", time_zone="Europe/Berlin") == [NOON]


def test_a_format_that_ends_with_z_is_of_utc() -> None:
    assert moments("1.3.2026 12.00Z", date_format="%d.%m.%Y %H.%MZ") == [NOON]


@pytest.mark.parametrize(
    "nothing", ["NaT", "nat", "1900-01-00", "1899-12-30", "1899-12-31 00:00:00", "1900-01-01T00:00:00"]
)
@pytest.mark.parametrize("quick", [True, False])
def test_what_programs_write_for_no_time_is_an_end_still_open(nothing: str, *, quick: bool) -> None:
    head = "case,activity,start,complete\n" if quick else "sep=,\ncase,activity,start,complete\n"
    found = read(
        f"{head}A,Check,2026-03-01 13:00,{nothing}\nA,Send,2026-03-01 14:00,2026-03-01 15:00\n",
        time_zone="Europe/Berlin",
    )
    assert [(one.complete_ms - NOON, one.completed) for one in found.instances] == [
        (0, False),
        (7_200_000, True),
    ]
    assert [one.what for one in found.problems] == [
        f"In 1 row column 'complete' says what stands for nothing, such as {nothing!r}."
    ]


def test_hours_of_the_day_zero_of_spreadsheets_are_times() -> None:
    assert len(moments("1899-12-30T08:00:00Z", "1900-01-02T00:00:00Z")) == 2


def test_a_log_of_days_has_days_only_though_some_are_not_told() -> None:
    text = "case,activity,start,complete\nA,Check,2026-03-01,2026-03-01\nA,Send,2026-03-02,NaT\n"
    assert read(text, time_zone="UTC").facts.days_only


def test_a_format_without_a_zone_needs_one() -> None:
    with pytest.raises(ImportRefused, match="has no time zone"):
        moments("03/04/2016 12:00", date_format="%d/%m/%Y %H:%M")
    assert moments("03/04/2016 14:00 +0200", date_format="%d/%m/%Y %H:%M %z") == [1_459_684_800_000]


def test_a_number_is_no_time_until_its_unit_is_said() -> None:
    with pytest.raises(
        ImportRefused, match=r"'1772366400' in column 'timestamp' is a number.*--date-format seconds"
    ):
        moments("1772366400")
    assert moments("1772366400", "1772366400.9999", date_format="seconds") == [NOON, NOON + 999]
    assert moments("1772366400000", date_format="milliseconds") == [NOON]


def test_a_day_as_spreadsheets_count_it_is_read_to_the_nearest_millisecond() -> None:
    """25569 is 1970-01-01 there, 46082.5 the noon of 2026-03-01."""
    told = ["25569", "46082.5", "46082,5", "46082.500011574", "46082.3333333333"]
    assert moments(*told, date_format="excel", time_zone="UTC") == [
        0, NOON, NOON, NOON + 1000, NOON - 4 * 3_600_000,
    ]  # fmt: skip
    assert moments("46082.5", date_format="excel", time_zone="Europe/Berlin") == [NOON - 3_600_000]
    with pytest.raises(ImportRefused, match="has no time zone"):
        moments("46082.5", date_format="excel")
    with pytest.raises(ImportRefused, match="not one can be used"):
        moments("59.5", date_format="excel", time_zone="UTC")  # before the day that there never was


def test_an_hour_that_a_clock_showed_twice_or_never_is_left_out_and_named() -> None:
    found = read(
        log("2026-10-25 02:30", "2026-03-29 02:30", "2026-10-25 02:30+01:00", "2026-10-25 04:00"),
        time_zone="Europe/Berlin",
    )
    assert [one.numbers[0] for one in found.instances] == [4, 5]
    assert [(one.line, "twice, or never" in one.what) for one in found.problems] == [(2, True), (3, True)]


@pytest.mark.parametrize(
    "written", ["n/a", "epoch", "infinity", "2026-02-30T00:00:00Z", "2026-03-01T12:00:00 Mars", "9" * 400]
)
def test_what_is_no_time_is_left_out_and_named(written: str) -> None:
    found = read(
        log("2026-03-01T12:00:00Z", written),
        **({"date_format": "%Y-%m-%dT%H:%M:%SZ", "time_zone": "UTC"} if "9" in written else {}),
    )
    assert [one.complete_ms for one in found.instances] == [NOON]
    assert [(one.file, one.line) for one in found.problems] == [("log.csv", 3)]


@pytest.mark.parametrize(
    ("written", "date_format"),
    [
        ("2026-02-30T00:00:00Z", None),
        ("2026/02/29 10:00", None),
        ("2026-04-31 10:00 CET", None),
        ("31.04.2026 10:00", "%d.%m.%Y %H:%M"),
        ("29-Feb-26", "%d-%b-%y"),
        ("20260230", "%Y%m%d"),
    ],
)
def test_of_a_day_that_its_month_does_not_have_that_is_told(written: str, date_format: str | None) -> None:
    with pytest.raises(ImportRefused, match=f"'{written}' .* has a day that does not exist"):
        moments(written, time_zone="Europe/Berlin", **({"date_format": date_format} if date_format else {}))


@pytest.mark.parametrize("written", ["2026-13-01T08:00Z", "2026-11-02 25:00", "2026-11-02 08:61:00"])
def test_of_a_month_or_a_clock_time_that_there_is_not_that_is_told(written: str) -> None:
    with pytest.raises(ImportRefused, match=f"'{written}' .* does not exist.* mend it"):
        moments(written, time_zone="Europe/Berlin")


def test_a_log_of_which_no_time_can_be_read_is_refused_with_its_first_fault() -> None:
    with pytest.raises(ImportRefused, match=r"of 2 rows not one can be used.*log.csv:2: .*'n/a'"):
        moments("n/a", "tomorrow")


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(ImportRefused, match=r"--date-format %Q: Unrecognized format.* Write %Y %m %d"):
        moments("03/04/2016", date_format="%Q", time_zone="UTC")


@pytest.mark.parametrize(
    ("written", "date_format"),
    [
        ("2026-01-02 1:05:07 PM", "%Y-%m-%d %I:%M:%S %p"),
        ("2026.01.02 13:05", "%Y.%m.%d %H:%M"),
        ("2026 01 02, 13:05:07.5 +0100", "%Y %m %d, %H:%M:%S.%f %z"),
        ("2026/1/2 1:05pm", "%Y/%m/%d %I:%M%p"),
    ],
)
def test_of_a_time_that_begins_with_its_year_the_format_is_offered_in_which_it_is_written(
    written: str, date_format: str
) -> None:
    with pytest.raises(ImportRefused, match=re.escape(f"--date-format '{date_format}'")):
        moments(written, time_zone="UTC")
    [found] = moments(written, time_zone="UTC", date_format=date_format)
    assert datetime.fromtimestamp(found / 1000, UTC).date().isoformat() == "2026-01-02"


def test_of_a_text_that_is_no_time_no_format_is_offered() -> None:
    with pytest.raises(ImportRefused, match="how times are written: --date-format, of %Y"):
        moments("early in May", time_zone="UTC")
