"""Native controls of every type and widgets made by ARIA roles, against the pages' own truth."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from support import Lines, Recording
from test_capture import INPUT, do, show, truth

TEXTS = ("Text", "Mail", "Phone", "Address", "Find", "Password", "Item", "Notes")
PARTS = {
    "Day": "12312041",
    "Hour": "0911PM",
    "Moment": "12312041\t0911PM",
    "Month": "December\t2041",
    "Week": "12\t2041",
}


def as_the_page_tells(recording: Recording) -> tuple[Lines, Lines]:
    """All events, and the inputs: kind, name and, for data, whose data, each as often as the page was told."""
    happened = truth(recording)
    events = recording.events()
    inputs = [event for event in events if event["kind"] in INPUT]
    assert Counter(map(told, inputs)) == Counter(
        (one["kind"], one["name"], one.get("owner")) for one in happened
    )
    return events, inputs


def compare(recording: Recording) -> None:
    _, inputs = as_the_page_tells(recording)
    assert "DATA" not in json.dumps(inputs)
    assert "SECRET" not in json.dumps(inputs)


def told(event: dict[str, Any]) -> tuple[str, str | None, str | None]:
    element = event["element"]
    return event["kind"], element.get("name"), None if element.get("name") else element.get("owner")


def attach(page: Page, file: Path) -> None:
    """What Chromium does when its dialog was answered, without the dialog: the page hears a real change."""
    file.write_text("SECRET")
    session = page.context.new_cdp_session(page)
    field = session.send("Runtime.evaluate", {"expression": "document.querySelector('[type=file]')"})
    session.send("DOM.setFileInputFiles", {"files": [str(file)], "objectId": field["result"]["objectId"]})
    session.detach()


def test_native_controls_of_every_type(recording: Recording, tmp_path: Path) -> None:
    page = show(recording, "native")
    keys = page.keyboard
    for name in TEXTS:
        do(recording, partial(page.get_by_label(name, exact=True).press_sequentially, "SECRET"))
    do(recording, partial(page.get_by_label("Amount").press_sequentially, "8675309"))
    for name, typed in PARTS.items():
        do(recording, page.get_by_label(name, exact=True).focus, partial(keys.type, typed))
    for name in ("Level", "Terms", "Sizes", "Colours"):
        do(recording, page.get_by_label(name).focus, partial(keys.press, "ArrowDown"))
    for name in ("Express", "By sea", "By air"):
        do(recording, page.get_by_label(name, exact=True).click)
    do(recording, partial(keys.press, "ArrowUp"))  # back to “By sea”
    do(recording, page.get_by_text("DATA large").click)
    do(recording, partial(attach, page, tmp_path / "SECRET.txt"))
    # The colours that Chromium itself shows, by its keys: red, green, blue stand after the hue.
    do(recording, page.get_by_label("Colour", exact=True).click, lambda: page.wait_for_timeout(500))
    do(
        recording,
        *(
            partial(keys.press, key)
            for key in ("Tab", "Tab", "ArrowRight", "ArrowRight", "Tab", "1", "Enter")
        ),
    )
    for name in ("More", "Check", "Empty"):
        do(recording, page.get_by_text(name).or_(page.locator(f"[value={name}]")).first.click)
    for name in ("Text", "Mail", "Address"):  # valid again, or the form is not sent
        assert page.get_by_label(name, exact=True).input_value() == ""
    do(
        recording,
        page.get_by_alt_text("Picture").click,
        page.get_by_role("button", name="Send", exact=True).click,
    )
    do(recording, page.get_by_role("button", name="Send too").click)
    compare(recording)


def test_widgets_by_role(recording: Recording) -> None:
    page = show(recording, "widgets")
    press = page.keyboard.press
    customer, terms, tags = page.locator("#customer"), page.locator("#terms"), page.locator("#tags")
    do(
        recording,
        partial(customer.press_sequentially, "SECRET"),
        partial(press, "ArrowDown"),
        partial(press, "Enter"),
    )
    do(recording, partial(press, "Tab"))
    do(recording, partial(customer.press_sequentially, "SECRET"), page.get_by_text("DATA Inc").click)
    do(recording, terms.click, page.get_by_text("DATA days").click)
    do(recording, terms.focus, *(partial(press, key) for key in ("Enter", "ArrowDown", "Enter")))
    do(recording, terms.focus, *(partial(press, key) for key in ("Space", "ArrowDown", "Space")))
    do(recording, tags.focus, partial(press, "Space"), page.get_by_text("DATA old").click)
    do(recording, page.locator("#actions").click, partial(press, "Enter"), page.get_by_text("Archive").click)
    do(recording, page.locator("#file").click, page.get_by_text("Rename").click)
    do(recording, page.locator("#report").click, page.locator("#report").dblclick)
    for role in ("tab", "treeitem", "gridcell", "switch", "radio"):
        for one in page.get_by_role(role).all():  # type: ignore[arg-type]
            do(recording, one.focus, partial(press, "Enter"), partial(press, "Space"), one.click)
    slow, draft = page.get_by_role("radio", name="Slow"), page.get_by_role("tab", name="Draft")
    for one, keys in (
        (slow, ("ArrowRight", "ArrowLeft")),
        (draft, ("ArrowRight",)),
        (page.locator("#depots"), ("ArrowDown", "ArrowUp")),
        (page.locator("#volume"), ("ArrowUp", "ArrowUp", "Tab")),
        (page.get_by_role("treeitem"), ("ArrowDown",)),  # moves nothing here
    ):
        do(recording, one.focus, *(partial(press, key) for key in keys))
    do(recording, page.get_by_text("Bold").click, page.get_by_text("Delivery").click)
    do(recording, page.locator("#pick").click, page.get_by_role("button", name="4").click)
    compare(recording)
