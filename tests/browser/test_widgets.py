"""Native controls of every type and widgets made by ARIA roles, against the pages' own truth."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from typing import Any

from support import Recording
from test_capture import INPUT, do, show, truth

TEXTS = ("Text", "Mail", "Phone", "Address", "Find", "Password", "Item", "Notes")
PARTS = {
    "Day": "12312041",
    "Hour": "0911PM",
    "Moment": "12312041\t0911PM",
    "Month": "December\t2041",
    "Week": "12\t2041",
}


def compare(recording: Recording) -> None:
    """Kind, name and, for data, whose data: each as often as the page was told."""
    happened = truth(recording)
    events = recording.events(*INPUT)
    assert Counter(map(told, events)) == Counter(
        (one["kind"], one["name"], one.get("owner")) for one in happened
    )
    assert "DATA" not in json.dumps(events)
    assert "SECRET" not in json.dumps(events)


def told(event: dict[str, Any]) -> tuple[str, str | None, str | None]:
    element = event["element"]
    return event["kind"], element.get("name"), None if element.get("name") else element.get("owner")


def test_native_controls_of_every_type(recording: Recording) -> None:
    page = show(recording, "native")
    keys = page.keyboard
    for name in TEXTS:
        do(recording, partial(page.get_by_label(name, exact=True).press_sequentially, "SECRET"))
    do(recording, partial(page.get_by_label("Amount").press_sequentially, "8675309"))
    for name, typed in PARTS.items():
        do(recording, page.get_by_label(name, exact=True).focus, partial(keys.type, typed))
    for name in ("Level", "Terms", "Sizes", "Colours"):
        do(recording, page.get_by_label(name).focus, partial(keys.press, "ArrowDown"))
    for name in ("Express", "Ship", "Collect"):
        do(recording, page.get_by_label(name, exact=True).click)
    do(recording, partial(keys.press, "ArrowUp"))  # back to “Ship”
    do(recording, page.get_by_text("DATA large").click)
    for name in ("More", "Check", "Empty"):
        do(recording, page.get_by_text(name).or_(page.locator(f"[value={name}]")).first.click)
    for name in ("Text", "Mail", "Address"):  # valid again, or the form is not sent
        assert page.get_by_label(name, exact=True).input_value() == ""
    do(recording, page.get_by_alt_text("Picture").click, page.get_by_role("button", name="Send").click)
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
    do(recording, page.get_by_text("Bold").click, page.get_by_text("Delivery").click)
    do(recording, page.locator("#pick").click, page.get_by_role("button", name="4").click)
    compare(recording)
