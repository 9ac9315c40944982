import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.imports.acts import Given
from ledgerium_cli.imports.formats import format_of
from ledgerium_cli.imports.ui_logger import read, recognises
from ledgerium_cli.privacy.lint import lint_files
from ledgerium_cli.recording.read import read_recording

COLUMNS = (
    "timeStamp userID targetApp eventType url content target.workbookName target.sheetName target.id target.tagName "
    "target.type target.name target.value target.innerText target.innerHTML"
).split()
NOTHING = Given()
FORM = "https://forms.example.com/new?person=Doe"


def log(*rows, delimiter=","):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for second, row in enumerate(rows):
        writer.writerow({"timeStamp": f"2026-03-04T08:00:{second:02}.000Z", "userID": "ana", **row})
    return text.getvalue().encode()


def chrome(kind, **more):
    return {"targetApp": "Chrome", "eventType": kind, "url": FORM, **more}


def cell(kind, place, value="", **more):
    return {
        "targetApp": "Excel", "eventType": kind, "target.workbookName": "list.xlsx", "target.sheetName": "May",
        "target.id": place, "target.value": value, **more,
    }  # fmt: skip


def test_each_event_says_the_line_of_the_file_that_it_was_made_of():
    """Also where a row before it was left out, goes over two lines or stands behind later ones."""
    data = log(
        chrome("clickButton", **{"target.innerText": "two\nlines", "target.tagName": "button"}),
        chrome("resizeWindow"),
        chrome("submit", timeStamp="2026-03-04T08:00:09.000Z"),
        chrome("paste", timeStamp="2026-03-04T08:00:05.000Z"),
    )
    recording = recorded(data)
    assert [(event.kind, row) for event, row in zip(recording.events, recording.source_rows, strict=True)] == [
        ("page_shown", 2), ("click", 2), ("paste", 6), ("form_submitted", 5),
    ]  # fmt: skip
    lines = data.decode().split("\n")
    assert "clickButton" in lines[2 - 1]
    assert "paste" in lines[6 - 1]
    assert "submit" in lines[5 - 1]


def recorded(data, given=NOTHING):
    [one] = read(data, "log.csv", given).recordings
    recording, problems = read_recording(one.trace, "trace.jsonl")
    assert problems == []
    assert recording is not None
    return recording


def told(recording):
    return [
        (event.kind, event.page.system, event.element and (event.element.name or event.element.owner))
        for event in recording.events
    ]


def test_a_cell_a_paste_and_a_press_become_events_without_what_they_held():
    recording = recorded(
        log(
            cell("getCell", "B12", "Doe"),
            {"targetApp": "OS-Clipboard", "eventType": "copy", "content": "Doe", "userID": ""},
            chrome("paste", content="Doe", **{"target.name": "lastname", "target.type": "text"}),
            chrome("editField", **{"target.name": "lastname", "target.value": "Doe"}),
            chrome("clickButton", **{"target.tagName": "BUTTON", "target.innerText": "\n Save  order ",
                                     "target.innerHTML": "<b>Save order</b>"}),
        )
    )  # fmt: skip
    assert told(recording) == [
        ("page_shown", "Excel", None),
        ("click", "Excel", "B"),
        ("copy", "Excel", "B"),
        ("page_shown", "forms.example.com", None),
        ("paste", "forms.example.com", "lastname"),
        ("field_changed", "forms.example.com", "lastname"),
        ("click", "forms.example.com", "Save order"),
    ]
    assert recording.actor == "ana"
    assert recording.events[1].page.route == "/list.xlsx/May"
    assert recording.events[-1].page.route == "/new"


def test_dropped_values_are_counted_by_column():
    data = log(
        cell("getCell", "A1", "Doe"), chrome("editField", **{"target.value": "x", "target.innerHTML": "y"})
    )
    assert read(data, "log.csv", Given()).dropped == {"target.value": 2, "target.innerHTML": 1}


def test_a_text_of_the_page_that_repeats_a_value_goes_too():
    recording = recorded(
        log(
            cell("getCell", "A1", "Jane Doe"),
            chrome("clickLink", **{"target.innerText": "Open jane  DOE’s file"}),
        )
    )
    assert recording.events[-1].element.name is None


def test_rows_are_put_in_the_order_of_their_times():
    data = log(chrome("clickButton", **{"target.name": "late", "timeStamp": "2026-03-04T09:00:00Z"}),
               chrome("clickButton", **{"target.name": "early"}))  # fmt: skip
    found = read(data, "log.csv", Given())
    assert [event.element.name for event in recorded(data).events if event.element] == ["early", "late"]
    assert [(problem.line, problem.what) for problem in found.problems] == [
        (3, "1 row stands behind later ones.")
    ]


def test_a_copy_that_browser_and_clipboard_both_tell_is_one():
    field = {"target.name": "town", "content": "Lima"}
    data = log(chrome("copy", **field), {"targetApp": "OS-Clipboard", "eventType": "copy", "content": "Lima"})
    assert [event.kind for event in recorded(data).events] == ["page_shown", "copy"]


def test_what_is_copied_is_from_the_cell_pressed_before_only_if_both_say_the_same():
    copy = {"targetApp": "OS-Clipboard", "eventType": "copy", "content": "Lima"}
    assert told(recorded(log(cell("getCell", "A1", "Lima"), copy)))[-1] == ("copy", "Excel", "A")
    assert told(recorded(log(cell("getCell", "A1", "Oslo"), copy)))[-1] == ("copy", "Excel", None)


def test_two_copies_of_the_clipboard_are_two():
    copy = {"targetApp": "OS-Clipboard", "eventType": "copy", "content": "Lima"}
    kinds = [event.kind for event in recorded(log(cell("getCell", "A1", "Lima"), copy, copy)).events]
    assert kinds == ["page_shown", "click", "copy", "copy"]


def test_another_address_is_another_page_shown_right_after_the_row_before_of_whichever_program():
    data = log(
        chrome("clickButton"),
        cell("getCell", "A1"),
        chrome("clickLink", url="https://forms.example.com/done"),
    )
    events = recorded(data).events
    assert [(event.kind, event.page.route, event.at_ms - events[0].at_ms) for event in events] == [
        ("page_shown", "/new", 0),
        ("click", "/new", 0),
        ("page_shown", "/list.xlsx/May", 1000),
        ("click", "/list.xlsx/May", 1000),
        ("page_shown", "/done", 1000),
        ("click", "/done", 2000),
    ]


def test_two_users_are_two_recordings():
    data = log(chrome("clickButton"), chrome("clickButton", userID="ben"))
    assert [one.recording[:3] for one in read(data, "log.csv", Given()).recordings] == ["ana", "ben"]
    with pytest.raises(ImportRefused, match="2 people are in the file"):
        read(data, "log.csv", Given(actor="Clerk"))


def test_a_time_without_a_zone_is_refused_until_the_zone_is_given():
    data = log(chrome("clickButton", timeStamp="2026-07-04 08:00:00.250"))
    with pytest.raises(ImportRefused, match=r"log.csv:2: timeStamp has no time zone\. Give .*--time-zone"):
        read(data, "log.csv", Given())
    recording = recorded(data, Given(time_zone="Europe/Berlin"))
    assert (recording.start_ms, recording.time_zone) == (1783144800250, "Europe/Berlin")


def test_what_is_wrong_with_a_row_is_told_and_the_others_are_kept():
    data = log(chrome("clickButton", timeStamp="yesterday"), chrome("zoom"), chrome("clickButton"))
    assert [str(problem) for problem in read(data, "log.csv", Given()).problems] == [
        "log.csv:2: timeStamp is not a time. The row was left out; mend it.",
        "log.csv: Rows of these kinds were left out: zoom (1). A trace has no room for them.",
    ]
    assert len(recorded(data).events) == 2


def test_a_quote_that_nobody_closed_costs_one_row():
    rows = [chrome("editField", **{"target.value": f"Doe {n}", "target.name": "person"}) for n in range(4)]
    data = log(*rows).replace(b'"Doe 1"', b'"Doe 1')
    imported = read(data, "log.csv", Given())
    assert [str(problem) for problem in imported.problems] == [
        "log.csv:3: It opens a quote that is not closed before a delimiter or the end of a line: 1 line after it "
        "would be in that cell. The row was left out; write a quote in a cell twice, or close it; lines after it are "
        "rows of their own."
    ]
    recording = recorded(data)
    rows_of = zip(recording.events, recording.source_rows, strict=True)
    assert [row for event, row in rows_of if event.kind == "field_changed"] == [2, 4, 5]
    assert b"Doe" not in imported.recordings[0].trace


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_it_is_recognised_by_its_columns(delimiter):
    assert recognises(log(chrome("clickButton"), delimiter=delimiter))
    assert len(recorded(log(chrome("clickButton"), delimiter=delimiter)).events) == 2


def test_columns_may_be_spelled_otherwise():
    row = chrome("editField", **{"target.name": "town", "target.value": "Lima", "target.tagName": "input"})
    header, _, rows = log(row).decode().partition("\n")
    data = (header.replace(".", " ").upper() + "\n" + rows).encode()
    assert recognises(data)
    assert told(recorded(data)) == told(recorded(log(row)))
    assert read(data, "log.csv", Given()).dropped == {"target.value": 1}


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"case,activity,time\n1,a,2\n", b'{"kind":"header"}\n', b'"']
)
def test_anything_else_is_not_recognised(data):
    assert format_of(data) is None


@pytest.mark.parametrize("rows", [b"", b"\n", b"\xff\n", b"a\0b\n"])
def test_a_file_of_nothing_useful_is_refused_and_named(rows):
    with pytest.raises(ImportRefused, match=r"log.csv"):
        read(b"timeStamp,targetApp,eventType\n" + rows, "log.csv", Given())


SECRET = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=8, max_size=12).map(
    lambda text: f"q{text}z"
)


@given(SECRET, st.sampled_from(["Chrome", "Excel", "OS-Clipboard"]), st.sampled_from(["getCell", "copy", "paste",
       "editField", "clickLink", "clickButton", "selectOptions", "clickCheckbox"]))  # fmt: skip
def test_no_value_comes_through_whatever_the_event(secret, app, kind):
    row = {"targetApp": app, "eventType": kind, "url": f"https://{'e'}.com/a?q={secret}#{secret}", "content": secret,
           "target.value": secret, "target.innerText": f"it is {secret}", "target.innerHTML": secret}  # fmt: skip
    [one] = read(log(row), "log.csv", Given()).recordings
    assert secret not in one.trace.decode()


def test_lint_finds_nothing_in_what_was_imported(tmp_path):
    texts = ("call +49 30 1234567", "4111 1111 1111 1111", "a@b.example", "the “secret” one")
    data = log(*(chrome("clickLink", url="https://e.com/x/123456789/a@b.example", **{"target.innerText": text})
                 for text in texts))  # fmt: skip
    (tmp_path / "t.jsonl").write_bytes(read(data, "log.csv", Given()).recordings[0].trace)
    assert lint_files([str(tmp_path / "t.jsonl")]) == []


def test_a_real_log_comes_through_whole_and_without_a_value(public_data):
    data = (public_data / "ui-logs" / "student-record" / "student-record.csv").read_bytes()
    found = read(data, "student-record.csv", Given())
    [one] = found.recordings
    recording = recorded(data)
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    pages = sum(event.kind == "page_shown" for event in recording.events)
    assert len(recording.events) - pages == len(rows)
    values = {row[column] for row in rows for column in ("content", "target.value") if len(row[column]) > 3}
    lines = one.trace.decode().splitlines()[1:-1]  # the header and the seal hold digests
    texts = {text for line in lines for text in _texts(json.loads(line))}
    assert not [value for value in values if any(value in text for text in texts)]
    assert found.dropped["content"] == sum(bool(row["content"]) for row in rows)


def _texts(value):
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []
