"""From the press of "Start recording" to a file that the format accepts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter
from recorder import RecorderBrowser, choose
from support import Recording, read

from ledgerium_cli import __version__
from ledgerium_cli.recording.format import Line

ORDER = """
<title>New order · ERP</title>
<h1>New order</h1>
<form aria-label="New order" onsubmit="event.preventDefault(); history.pushState(null, '', '/orders/SO-1042');
    setTimeout(() => {
      document.querySelector('h1').textContent = 'Order SO-1042'; document.title = 'Order SO-1042 · ERP';
      document.querySelector('[role=status]').textContent = 'Validation passed';
    }, 40)">
  <label>Quantity <input id="quantity" name="quantity" type="number"></label>
  <label for="terms">Terms</label>
  <select id="terms"><option>Cash</option><option>14 days</option><option>30 days</option></select>
  <label><input type="checkbox" name="rush"> Rush order</label>
  <button>Save order</button>
</form>
<p role="status"></p>
<a href="/orders">All orders</a>
"""


@pytest.fixture(scope="module")
def saved(browser: RecorderBrowser, site: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One recording that does a little of everything; the tests below look at its file."""
    site.pages["/orders/new"] = ORDER
    page = browser.page
    page.goto("about:blank")
    browser.start("Sales order processing", "Ana Müller", case_example="SO-1042")
    page.goto(site.url("erp", "/orders/new"))
    page.get_by_label("Quantity").fill("12")
    choose(page.get_by_label("Terms"), "14 days")
    page.get_by_text("Rush order").click()
    page.get_by_role("button", name="Save order").click()
    page.get_by_text("Validation passed").wait_for()
    browser.note("Phoned the customer", case="SO-1042")
    browser.mark("hold", case="SO-1042", text="over the limit")
    browser.pause()
    page.get_by_label("Quantity").fill("13")
    page.get_by_role("heading").click()
    browser.resume()
    page.get_by_role("link", name="All orders").click()
    page.get_by_role("heading", name="Page orders").wait_for()
    browser.stop()
    path = browser.save(tmp_path_factory.mktemp("saved") / "trace.jsonl")
    browser.new()
    return path


def test_tells_what_was_done_in_order(saved: Any) -> None:
    told = []
    for line in read(saved)[1:-1]:
        page = line.get("page", {})
        said = line.get("message", {}).get("text") or line.get("text") or line.get("element", {}).get("name")
        told.append((line["kind"], page["route"], page.get("heading"), said))
    assert told == [
        ("page_shown", "/orders/new", "New order", None),
        ("field_changed", "/orders/new", "New order", "Quantity"),
        ("field_changed", "/orders/new", "New order", "Terms"),
        ("field_changed", "/orders/new", "New order", "Rush order"),
        ("click", "/orders/new", "New order", "Save order"),
        ("form_submitted", "/orders/new", "New order", "New order"),
        ("page_shown", "/orders/SO-1042", "Order SO-1042", None),
        ("message_shown", "/orders/SO-1042", "Order SO-1042", "Validation passed"),
        ("note", "/orders/SO-1042", "Order SO-1042", "Phoned the customer"),
        ("mark", "/orders/SO-1042", "Order SO-1042", "over the limit"),
        ("paused", "/orders/SO-1042", "Order SO-1042", None),
        ("resumed", "/orders/SO-1042", "Order SO-1042", None),
        ("click", "/orders/SO-1042", "Order SO-1042", "All orders"),
        ("page_shown", "/orders", "Page orders", None),
    ]


def test_every_line_is_valid_for_the_models_and_for_their_schema(saved: Any) -> None:
    line_type: TypeAdapter[Any] = TypeAdapter(Line)
    validator = jsonschema.Draft202012Validator(line_type.json_schema())
    for line in saved.read_text("utf-8").splitlines():
        line_type.validate_json(line)
        validator.validate(json.loads(line))


def test_the_seal_proves_the_lines_before_it(saved: Any) -> None:
    *lines, last = saved.read_bytes().splitlines(keepends=True)
    seal = json.loads(last)
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    assert seal == {"kind": "seal", "count": 14, "sha256": digest, "redactions": 0}


def test_events_are_numbered_and_in_the_order_of_time(saved: Any) -> None:
    events = read(saved)[1:-1]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert [event["utc_ms"] for event in events] == sorted(event["utc_ms"] for event in events)


def test_the_header_says_who_recorded_what(saved: Any) -> None:
    header = read(saved)[0]
    assert header["recording"].startswith("ana-muller-2")
    assert (header["workflow"], header["actor"]) == ("Sales order processing", "Ana Müller")
    assert (header["case_form"], header["recorder"]) == ("SO-#", f"ledgerium-recorder {__version__}")


def test_marks_and_notes_name_the_page_in_front(saved: Any) -> None:
    events = read(saved)[1:-1]
    own = [event for event in events if event["kind"] in ("note", "mark", "paused", "resumed")]
    page_shown = next(event for event in events if event["kind"] == "page_shown")
    place = (page_shown["document"], page_shown["tab"])
    assert {(event["document"], event["tab"]) for event in own} == {place}
    assert own[0]["case"] == own[1]["case"] == "SO-1042"
    assert own[1]["mark"] == "hold"


def test_elements_are_described(saved: Any) -> None:
    quantity = read(saved)[2]["element"]
    assert quantity == {
        "role": "spinbutton",
        "name": "Quantity",
        "named_by": "label",
        "field": "number",
        "selectors": [
            "#quantity",
            '[name="quantity"]',
            'role=spinbutton[name="Quantity"]',
            "form > label:nth-of-type(1) > input",
        ],
        "within": {"role": "form", "name": "New order"},
    }


def test_a_saved_recording_stays_until_the_person_starts_anew(recording: Recording) -> None:
    recording.lines()
    assert any(key.startswith("event|") or key == "recording" for key in recording.browser.stored())
    recording.browser.new()
    assert set(recording.browser.stored()) == {"last", "team", "workflows"}
