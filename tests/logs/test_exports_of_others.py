"""Tables as programs write them: what is missing is named by the refusal, with the option that says it."""

from __future__ import annotations

from typing import Any

import pytest

from ledgerium_cli.errors import ImportRefused

from .make import NEW_YEAR_MS, at, read

SAP = (
    "Auftrag;Aktivität;Zeitstempel;Benutzer;Nettowert\r\n"
    "4500001;Auftrag anlegen;03.04.2016 13:45:00;MÜLLER;1.234,50\r\n"
    "4500001;Kreditprüfung;03.04.2016 14:10:00;SCHULZ;1.234,50\r\n"
)
OF_SAP = {"case": "Auftrag", "activity": "Aktivität", "time": "Zeitstempel", "actor": "Benutzer"}
EXCEL = (
    "Case ID\tActivity\tTimestamp\tResource\r\nSO-1\tEnter\t04/03/2016 01:45 PM\tAna\r\n"
    'SO-1\t"Check, ""credit"""\t04/03/2016 02:10 PM\tBen\r\n'
)
CELONIS = (
    "_CASE_KEY,ACTIVITY_EN,EVENTTIME,_SORTING,USER_NAME\n8001,Create Order,2016-04-03 13:45:00,10,ANA\n"
    "8001,Credit Check,2016-04-03 14:10:00,20,BEN\n"
)
SERVICENOW = (
    '"number","state","sys_updated_on","assigned_to","short_description"\n'
    '"INC1","New","2016-04-03 13:45:00","Ana","Printer, broken"\n'
    '"INC1","In Progress","2016-04-03 14:10:00","Ben","Printer, broken"\n'
)
OF_SERVICENOW = {"case": "number", "activity": "state", "time": "sys_updated_on", "actor": "assigned_to"}
JIRA = "Issue key,Status,Changed,Author\nP-1,To Do,03/Apr/16 1:45 PM,ana\nP-1,Done,03/Apr/16 2:10 PM,ben\n"
OF_JIRA = {"case": "Issue key", "activity": "Status", "time": "Changed", "actor": "Author"}


@pytest.mark.parametrize(
    ("data", "asked"),
    [
        (
            SAP.encode("latin-1"),
            {"encoding": "cp1252", "columns": OF_SAP, "date_format": "%d.%m.%Y %H:%M:%S"},
        ),
        (SAP.encode("utf-8-sig"), {"columns": OF_SAP, "date_format": "%d.%m.%Y %H:%M:%S"}),
        (EXCEL.encode("utf-16"), {"date_format": "%m/%d/%Y %I:%M %p"}),
        (CELONIS.encode(), {}),
        (SERVICENOW.encode(), {"columns": OF_SERVICENOW}),
        (JIRA.encode(), {"columns": OF_JIRA, "date_format": "%d/%b/%y %I:%M %p"}),
    ],
    ids=["SAP", "SAP with a mark", "Excel", "Celonis", "ServiceNow", "Jira"],
)
def test_an_export_is_read_with_what_its_refusals_name_one_after_the_other(
    data: bytes, asked: dict[str, Any]
) -> None:
    given: dict[str, Any] = {}
    for option, value in [*asked.items(), ("time_zone", "UTC")]:
        with pytest.raises(ImportRefused) as refused:
            read(data, **given)
        named = {"columns": "--column case=NAME"}.get(option, f"--{option.replace('_', '-')}")
        assert named in str(refused.value)
        if option in ("date_format", "encoding"):
            assert str(value) in str(refused.value)
        given[option] = value
    found = read(data, **given)
    first, second = found.instances
    assert (second.complete_ms - first.complete_ms, first.actor != second.actor) == (25 * 60_000, True)
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("03/04/2016", "%d/%m/%Y", "%m/%d/%Y"),
        ("3.4.16 7:05", "%d.%m.%y %H:%M", "%m.%d.%y %H:%M"),
        ("03-04-2016 07:05:09.123+00:00", "%d-%m-%Y %H:%M:%S.%f%z", "%m-%d-%Y %H:%M:%S.%f%z"),
        ("03/04/2016, 07:05:09 PM", "%d/%m/%Y, %I:%M:%S %p", "%m/%d/%Y, %I:%M:%S %p"),
    ],
)
def test_the_formats_that_are_named_are_those_in_which_the_time_is_written(
    text: str, day_first: str, month_first: str
) -> None:
    row = f'case,activity,timestamp\nA,Check,"{text}"\n'
    with pytest.raises(ImportRefused) as refused:
        read(row)
    assert f"'{day_first}' with the day first, '{month_first}' with" in str(refused.value)
    [day], [month] = (
        read(row, date_format=one, time_zone="UTC").instances for one in (day_first, month_first)
    )
    assert (month.complete_ms - day.complete_ms) // 86_400_000 == -30  # the 4th of March, the 3rd of April


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("03-Apr-2016 13:45:00", "%d-%b-%Y %H:%M:%S"),
        ("3 April 16", "%d %B %y"),
        ("Apr 3, 2016 1:45:00 PM", "%b %d, %Y %I:%M:%S %p"),
        ("Sun, 03 Apr 2016 13:45:00 GMT", "%a, %d %b %Y %H:%M:%S %Z"),
        ("Sunday 03/Apr/2016 13:45:00.5 +0000", "%A %d/%b/%Y %H:%M:%S.%f %z"),
    ],
)
def test_a_time_that_names_its_month_is_read_in_the_format_that_is_named(text: str, format: str) -> None:
    row = f'case,activity,timestamp\nA,Check,"{text}"\n'
    with pytest.raises(ImportRefused) as refused:
        read(row)
    assert f"--date-format '{format}'" in str(refused.value)
    [one] = read(row, date_format=format, time_zone="UTC").instances
    assert one.complete_ms // 86_400_000 == 16_894  # days until the 3rd of April 2016


@pytest.mark.parametrize("text", ["3-Foo-2016", "Mayo 3, 2016", "3. Januar 2016 08:00"])
def test_a_month_in_another_language_is_to_be_written_as_a_number(text: str) -> None:
    with pytest.raises(ImportRefused, match=r"no English name of a month.* write the month as a number"):
        read(f'case,activity,timestamp\nA,Check,"{text}"\n')


def test_what_is_no_month_is_not_taken_for_one() -> None:
    with pytest.raises(ImportRefused, match="is no time"):
        read("case,activity,timestamp\nA,Check,3-Ma-2016\n")


def test_a_decimal_comma_and_the_name_of_utc_are_read_as_they_are() -> None:
    [one, other] = read(
        'case,activity,timestamp\nA,Check,"2026-01-01 00:00:07,250Z"\nA,Send,2026-01-01 00:00:09 UTC\n'
    ).instances
    assert (one.complete_ms - NEW_YEAR_MS, other.complete_ms - NEW_YEAR_MS) == (7250, 9000)
    with pytest.raises(ImportRefused, match="has no time zone"):
        read('case,activity,timestamp\nA,Check,"2026-01-01 00:00:07,250"\n')


def test_the_line_in_which_a_spreadsheet_names_the_delimiter_is_no_row() -> None:
    text = f"case;activity;timestamp\r\nA;Check, call;{at(3)}\r\n"
    found = read(f"sep=;\r\n{text}".encode("utf-8-sig"))
    assert found.spans == [("A", "Check, call", None, 3)]
    assert found.instances[0].numbers == [3]  # its line


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_does_not_say_so_is_known(encoding: str) -> None:
    text = f"Case ID\tActivity\tTimestamp\r\nA\tPrüfen\t{at(3)}\r\n"
    assert read(text.encode(encoding)).spans == [("A", "Prüfen", None, 3)]
