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
