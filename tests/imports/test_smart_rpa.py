import codecs
import csv
import io
import re

import pytest

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.imports.acts import Given
from ledgerium_cli.imports.formats import format_of
from ledgerium_cli.recording.read import read_recording

COLUMNS = (
    "timestamp user category application event_type clipboard_content workbook current_worksheet cell_content "
    "cell_range id title browser_url tag_category tag_type tag_name tag_value tag_html tag_innerText xpath screenshot"
).split()


def log(*rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for second, row in enumerate(rows):
        writer.writerow({"timestamp": f"2026-07-04 08:00:{second:02}:250", "user": "ana", **row})
    return text.getvalue().encode()


ROWS = (
    {"category": "MicrosoftOffice", "application": "Microsoft Excel", "event_type": "getCell", "workbook": "list.xlsx",
     "current_worksheet": "May", "cell_range": "$B$2", "cell_content": "Doe"},
    {"category": "Clipboard", "application": "Clipboard", "event_type": "copy", "clipboard_content": "Doe"},
    {"category": "Browser", "application": "Chrome", "event_type": "changeField", "tag_category": "INPUT",
     "browser_url": "https://e.example/new?name=Doe", "tag_type": "text", "tag_name": "lastname", "tag_value": "Doe"},
    {"category": "Browser", "application": "Chrome", "event_type": "clickButton", "tag_category": "BUTTON",
     "browser_url": "https://e.example/new", "tag_innerText": "Save", "tag_html": "<i>Save</i>"},
)  # fmt: skip


def test_rows_become_events_without_what_they_held():
    data = log(*ROWS)
    found = format_of(data)
    assert found is not None
    assert found.name == "smartRPA CSV"
    read = found.read(data, "log.csv", Given(time_zone="Europe/Berlin"))
    recording, problems = read_recording(read.recordings[0].trace, "trace.jsonl")
    assert problems == []
    assert [
        (event.kind, event.page.system, event.element and (event.element.name or event.element.owner))
        for event in recording.events
        if event.kind != "page_shown"
    ] == [
        ("click", "Microsoft Excel", "B"),
        ("copy", "Microsoft Excel", "B"),
        ("field_changed", "e.example", "lastname"),
        ("click", "e.example", "Save"),
    ]
    assert recording.start_ms == 1783144800250
    assert b"Doe" not in read.recordings[0].trace
    assert read.dropped == {"content": 1, "target.value": 2, "target.innerHTML": 1}


def test_a_value_goes_from_the_address_too_and_cases_stay_apart():
    def browser(path, **more):
        return {"category": "Browser", "application": "Chrome", "event_type": "clickButton", "tag_category": "BUTTON",
                "tag_innerText": "Save", "browser_url": f"https://e.example/orders/{path}", **more}  # fmt: skip

    copied = [
        {"category": "Clipboard", "application": "Clipboard", "event_type": "copy", "clipboard_content": one}
        for one in ("SO-1042", "SO-1043", "Jane Doe")
    ]
    paths = ("SO-1042", "SO-1042/edit", "SO-1043", "jane%2Ddoe", "new")
    read = format_of(log(*ROWS)).read(
        log(*copied, *map(browser, paths)), "log.csv", Given(time_zone="Europe/Berlin")
    )
    trace = read.recordings[0].trace
    recording, problems = read_recording(trace, "trace.jsonl")
    assert problems == []
    routes = [event.page.route for event in recording.events if event.kind == "click"]
    one, other = routes[0], routes[2]
    assert re.fullmatch(r"/orders/\[number [0-9a-f]{10}\]", one)
    assert routes == [one, f"{one}/edit", other, "/orders/[text]", "/orders/new"]
    assert one != other
    assert not re.search(rb"104[23]|doe", trace, re.IGNORECASE)


def test_its_times_name_no_zone_and_are_refused_without_one():
    found = format_of(log(*ROWS))
    with pytest.raises(ImportRefused, match=r"log\.csv:2: timestamp has no time zone"):
        found.read(log(*ROWS), "log.csv", Given())


def respelled(spell, *, delimiter=",", above="", without=()):
    """The rows in a file of which the columns are spelled otherwise, in another order, and some are missing."""
    rows = [*csv.DictReader(io.StringIO(log(*ROWS).decode()))]
    kept = [name for name in reversed(COLUMNS) if name not in without]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([[spell(name) for name in kept], *([row[name] for name in kept] for row in rows)])
    return (above + text.getvalue()).encode()


def told(data):
    recording, _ = read_recording(
        format_of(data).read(data, "log.csv", Given(time_zone="Europe/Berlin")).recordings[0].trace, "t.jsonl"
    )
    return [
        (event.kind, event.page.system, event.element and (event.element.name or event.element.owner), row)
        for event, row in zip(recording.events, recording.source_rows, strict=True)
    ]


@pytest.mark.parametrize(
    "spell",
    [str.upper, lambda name: f" {name} ", lambda name: name.replace("_", " ").title(),
     lambda name: name.replace("_", "")],
)  # fmt: skip
def test_columns_may_be_spelled_otherwise_and_no_value_comes_through(spell):
    data = respelled(spell)
    assert told(data) == told(log(*ROWS))
    read = format_of(data).read(data, "log.csv", Given(time_zone="Europe/Berlin"))
    assert b"Doe" not in read.recordings[0].trace
    assert read.dropped == {"content": 1, "target.value": 2, "target.innerHTML": 1}


def test_a_byte_order_mark_and_the_delimiter_of_a_spreadsheet_are_read():
    assert told(respelled(str, delimiter=";", above="\ufeff")) == told(log(*ROWS))
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        wide = mark + respelled(str, delimiter="\t").decode().encode(encoding)
        assert told(wide) == told(log(*ROWS))
        with pytest.raises(
            ImportRefused, match=rf"^log\.csv:\d+: the file is not {encoding.upper()}\. Save it"
        ):
            format_of(wide).read(wide[:-1], "log.csv", Given(time_zone="Europe/Berlin"))
    below = told(respelled(str, delimiter=";", above="\ufeffsep=;\r\n"))
    assert below == [(*one, row + 1) for *one, row in told(log(*ROWS))]


@pytest.mark.parametrize("column", ["timestamp", "application", "event_type"])
def test_a_column_without_which_nothing_is_told_is_named(column):
    data = respelled(str, without=[column])
    assert format_of(data).name == "smartRPA CSV"
    with pytest.raises(
        ImportRefused, match=rf"^log\.csv:1: there is no column '{column}', .* call the column"
    ):
        format_of(data).read(data, "log.csv", Given(time_zone="Europe/Berlin"))


def test_a_column_that_is_not_needed_may_be_missing_and_that_of_the_address_is_told():
    data = respelled(str, without=["category", "browser_url"])
    read = format_of(data).read(data, "log.csv", Given(time_zone="Europe/Berlin"))
    assert [str(problem) for problem in read.problems] == [
        "log.csv: There is no column 'browser_url': of a page in the browser only the program is known. Take the file "
        "as it was recorded, or call the column so that holds it."
    ]


def test_two_columns_of_one_name_are_refused():
    data = respelled(lambda name: "Event Type" if name == "screenshot" else name)
    with pytest.raises(
        ImportRefused, match=r"^log\.csv:1: 'Event Type' and 'event_type' could each be the column"
    ):
        format_of(data).read(data, "log.csv", Given(time_zone="Europe/Berlin"))


def test_a_table_that_names_cases_and_activities_is_an_event_log():
    spelled = {"title": "case:concept:name", "event_type": "concept:name", "timestamp": "time:timestamp"}
    assert format_of(respelled(lambda name: spelled.get(name, name))) is None
    assert format_of(b"Case ID;Activity;Timestamp;Category;Application;Event Type\n1;a;2;b;c;d\n") is None


def test_a_file_of_which_no_row_can_be_read_says_why():
    data = log(*({**row, "timestamp": "noon"} for row in ROWS))
    with pytest.raises(ImportRefused, match=r"The first problem is log\.csv:2: timestamp is not a time\."):
        format_of(data).read(data, "log.csv", Given(time_zone="Europe/Berlin"))
