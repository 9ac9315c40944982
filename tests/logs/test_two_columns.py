"""A time whose day stands in one column and whose clock in another: never read as midnight without a word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.errors import ImportRefused

from .make import NEW_YEAR_MS, read, read_file

SAP = (
    "OBJECTID;TCODE;UDATE;UTIME;USERNAME\r\n4500001;VA01;03.04.2016;13:45:00;ANA\r\n"
    "4500001;VKM3;03.04.2016;14:10:00;BEN\r\n"
)
OF_SAP = {"case": "OBJECTID", "activity": "TCODE", "actor": "USERNAME"}
GERMAN = {"date_format": "%d.%m.%Y %H:%M:%S", "time_zone": "UTC"}


def minutes(log: str, **given: object) -> list[int]:
    """After midnight of the third of April 2016."""
    midnight = datetime(2016, 4, 3, tzinfo=UTC).timestamp() * 1000
    return [int(one.complete_ms - midnight) // 60_000 for one in read(log, **given).instances]


def test_days_beside_clock_times_are_refused_with_the_option_that_reads_both() -> None:
    with pytest.raises(ImportRefused) as refused:
        read(SAP, columns={**OF_SAP, "time": "UDATE"}, **GERMAN)
    assert "'UDATE' holds days, and 'UTIME' clock times" in str(refused.value)
    assert "--column time='UDATE + UTIME'" in str(refused.value)
    assert "only days are meant, --column time='UDATE +'" in str(refused.value)


def test_both_columns_are_one_time() -> None:
    assert minutes(SAP, columns={**OF_SAP, "time": "UDATE + UTIME"}, **GERMAN) == [825, 850]


def test_a_clock_alone_names_what_is_missing() -> None:
    with pytest.raises(ImportRefused, match=r"clock time without its day.*--column time='DAYS \+ UTIME'"):
        read(SAP, columns={**OF_SAP, "time": "UTIME"}, **GERMAN)


def test_where_only_days_are_meant_each_is_its_midnight_and_that_is_told() -> None:
    found = read(SAP, columns={**OF_SAP, "time": "UDATE +"}, date_format="%d.%m.%Y", time_zone="UTC")
    assert {one.complete_ms % 86_400_000 for one in found.instances} == {0}
    assert found.problems[0].what == "Column 'UDATE' holds days without a clock time."


def test_a_log_of_days_and_nothing_else_is_read_and_that_is_told() -> None:
    found = read("case,activity,timestamp\nA,Check,2026-01-01\nA,Send,2026-01-03\n", time_zone="UTC")
    assert found.spans == [("A", "Check", None, 0), ("A", "Send", None, 2 * 86_400)]
    assert [one.what for one in found.problems] == ["Column 'timestamp' holds days without a clock time."]


def test_start_and_completion_have_two_columns_each() -> None:
    log = "case,activity,From day,From,To day,To\nA,Check,2026-01-01,08:00,2026-01-01,09:30\n"
    said = {"start": "From day", "complete": "To day"}
    with pytest.raises(ImportRefused, match=r"--column start='From day \+ From'"):
        read(log, columns=said, time_zone="UTC")
    with pytest.raises(ImportRefused, match=r"--column complete='To day \+ To'"):
        read(log, columns={**said, "start": "From day + From"}, time_zone="UTC")
    both = {"start": "From day + From", "complete": "To day + To"}
    assert read(log, columns=both, time_zone="UTC").spans == [("A", "Check", 8 * 3600, 9.5 * 3600)]


def test_a_column_that_has_a_plus_in_its_name_is_that_column() -> None:
    log = "case,activity,a + b,a,b\nA,Check,2026-01-01T00:00:07Z,2026-01-01,00:00:09\n"
    assert read(log, columns={"time": "a + b"}).spans == [("A", "Check", None, 7)]


def test_a_blank_beside_a_day_or_a_clock_is_no_midnight_but_told() -> None:
    log = "case,activity,d,t\nA,Check,2026-01-01,08:00\nA,Send,2026-01-01,\nA,Ship,,09:00\nA,Bill,,\n"
    found = read(log, columns={"time": "d + t"}, time_zone="UTC")
    assert found.spans == [("A", "Check", None, 8 * 3600)]
    assert [(one.line, one.what) for one in found.problems] == [
        (3, "'2026-01-01 (no clock time)' in column 'd + t' is no time."),
        (4, "'(no day) 09:00' in column 'd + t' is no time."),
        (5, "It has no time."),
    ]


def test_days_and_clocks_in_digits_only_are_read_in_the_format_that_the_refusal_names() -> None:
    log = "case,activity,UDATE,UTIME\nA,Check,20160403,093000\nA,Send,20160403,134500\n"
    with pytest.raises(ImportRefused, match=r"--column time='UDATE \+ UTIME'"):
        read(log, columns={"time": "UDATE"})
    both = {"time": "UDATE + UTIME"}
    with pytest.raises(ImportRefused, match="--date-format '%Y%m%d %H%M%S'"):
        read(log, columns=both)
    compact = {"date_format": "%Y%m%d %H%M%S", "time_zone": "UTC"}
    assert minutes(log, columns=both, **compact) == [570, 825]
    lost_its_zero = log.replace("093000", "93000")
    assert minutes(lost_its_zero, columns=both, **compact) == [570, 825]


@pytest.mark.parametrize("day", ["DATE '2026-01-01'", "TIMESTAMP '2026-01-01'", "'2026-01-01 00:00:00'"])
@pytest.mark.parametrize("clock", ["TIME '08:00:01'", "'08:00:01'"])
def test_columns_of_parquet_have_types(day: str, clock: str, tmp_path: Path) -> None:
    file = tmp_path / "log.parquet"
    duckdb.sql(f"COPY (SELECT 'A' AS case_id, 'Check' AS activity, {day} AS d, {clock} AS t) TO '{file}'")
    with pytest.raises(ImportRefused, match=r"--column time='d \+ t'"):
        read_file(file, columns={"time": "d"}, time_zone="UTC")
    assert read_file(file, columns={"time": "d + t"}, time_zone="UTC").spans == [("A", "Check", None, 28801)]


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.integers(0, 300 * 86_400).filter(lambda one: one % 86_400), min_size=1, max_size=5),
    st.booleans(),
)
def test_two_columns_say_the_same_as_one(seconds: list[int], quick: bool) -> None:
    times = [datetime.fromtimestamp(NEW_YEAR_MS / 1000, UTC) + timedelta(seconds=one) for one in seconds]
    rows = "".join(f"A,Check,{one:%Y-%m-%d},{one:%H:%M:%S},{one:%Y-%m-%d %H:%M:%S}\n" for one in times)
    log = f"case,activity,d,t,both\n{rows}" + ("" if quick else "\n\n")
    two, one = (read(log, columns={"time": name}, time_zone="UTC").instances for name in ("d + t", "both"))
    assert two == one
