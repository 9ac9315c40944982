"""Nothing that happens on a page is missed, and nothing is told that did not happen.

The pages in `pages/` keep their own truth: listeners on their own elements tell the test's server what really
happened. The recording must say the same, while the recorder's worker is stopped again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Error, Frame, Locator, Page, expect
from support import Lines, Recording

PAGES = Path(__file__).parent / "pages"
ROUTES = ("/routes/pushed", "/routes/replaced")
INPUT = ("click", "field_changed", "form_submitted")
QUIET_MS = 200

Event = dict[str, Any]
Happening = tuple[Any, ...]


def show(recording: Recording, name: str) -> Page:
    """Open one of the pages, with all others in reach."""
    for path in PAGES.iterdir():
        address = path.name if path.suffix == ".js" else path.stem
        recording.site.pages[f"/{address}"] = path.read_text("utf-8")
    for route in ROUTES:
        recording.site.pages[route] = recording.site.pages["/routes"]
    recording.site.truth.clear()
    recording.page.goto(recording.site.url("erp", f"/{name}"))
    return recording.page


def do(recording: Recording, *steps: Callable[[], object]) -> None:
    """Do one thing after the other, the worker stopped before each."""
    for step in steps:
        recording.browser.stop_worker()
        step()


def truth(recording: Recording) -> Lines:
    """What the pages told, when no more comes."""
    told = recording.site.truth
    for _ in range(100):
        count = len(told)
        recording.page.wait_for_timeout(QUIET_MS)
        if 0 < count == len(told):
            break
    return told


def what(event: Event) -> Happening:
    said = event.get("message", {}).get("text")
    return (event["kind"], said or event.get("element", {}).get("name"))


def compare(recording: Recording, *kinds: str, of: Callable[[Event], Happening] = what) -> None:
    """The recording's events of these kinds are those that the pages told, each as often."""
    happened = truth(recording)
    events = recording.events(*kinds)
    assert happened
    assert Counter(map(of, events)) == Counter(tuple(one.values()) for one in happened)


def fill(page: Page | Frame, kind: str) -> list[Callable[[], object]]:
    """A person fills the small form that stands in every frame and root."""
    return [
        lambda: page.get_by_label(f"Customer {kind}", exact=True).fill("Acme"),
        lambda: page.get_by_label(f"Rush {kind}", exact=True).click(),
        lambda: page.get_by_role("button", name=f"Save {kind}", exact=True).click(),
    ]


def test_every_kind_of_frame(recording: Recording) -> None:
    page = show(recording, "frames")
    kinds = ["erp", "crm", "srcdoc", "sandbox", "sandboxed", "blob", "data", "nested", "written"]
    found = {}
    for frame in page.frames:
        button = frame.get_by_role("button", name="Check")
        if frame is not page.main_frame and not frame.child_frames:
            found[button.inner_text().split()[1]] = frame
    assert sorted(found) == sorted([*kinds, "built"])
    for kind, frame in found.items():
        do(recording, frame.get_by_role("button", name="Check").click)
        if kind != "built":
            do(recording, *fill(frame, kind))
    compare(recording, *INPUT)


def test_open_nested_and_closed_shadow_roots(recording: Recording) -> None:
    page = show(recording, "roots")
    page.locator("html[data-ready]").wait_for()
    for kind in ("open", "open in open"):
        do(recording, *fill(page, kind))
    keys = page.keyboard
    tab = partial(keys.press, "Tab")
    by_keys = (
        tab,
        partial(keys.type, "Acme"),
        tab,
        partial(keys.press, "Space"),
        tab,
        partial(keys.press, "Enter"),
    )
    page.get_by_role("button", name="Save open", exact=True).focus()  # no locator leads into a closed root
    do(recording, *by_keys)
    page.get_by_role("button", name="Save open in open", exact=True).focus()
    for _ in range(3):
        do(recording, *by_keys)
    do(recording, tab, partial(keys.press, "Enter"))
    host = page.locator("round-button").bounding_box()
    assert host is not None
    do(recording, lambda: page.mouse.click(host["x"] + 3, host["y"] + 3))  # on the host itself
    page.wait_for_timeout(600)  # longer than Chromium takes for a double click
    middle = host["x"] + host["width"] / 2, host["y"] + host["height"] / 2
    do(recording, lambda: page.mouse.click(*middle))  # on what it shows
    do(recording, lambda: page.evaluate("announce()"))
    compare(recording, *INPUT, "message_shown")


def shown(event: Event) -> Happening:
    if event["kind"] == "page_shown":
        return (event["kind"], event["page"]["route"], event["how"])
    return what(event)


def test_routes_history_and_full_loads(recording: Recording) -> None:
    page = show(recording, "routes")
    heading = page.get_by_role("heading")

    def go(name: str, title: str) -> Callable[[], object]:
        def press() -> None:
            page.get_by_role("navigation").get_by_text(name, exact=True).click()
            expect(heading).to_have_text(title)

        return press

    do(
        recording,
        go("Push", "Pushed"),
        go("Replace", "Replaced"),
        go("Open orders", "Open orders"),
        go("Back", "/routes/replaced"),
        go("Forward", "/routes/replaced#/orders/open"),
        go("Full load", "Full"),
        go("Push", "Pushed"),
        go("Reload", "/routes/pushed"),
        go("Back", "/routes"),
    )
    compare(recording, "page_shown", *INPUT, of=shown)


def titled(event: Event) -> Happening:
    return (event["kind"], event["page"]["title"]) if event["kind"] == "page_shown" else what(event)


def test_tabs_and_windows_and_presses_that_leave(recording: Recording) -> None:
    page = show(recording, "windows")
    browser = recording.browser
    for name in ("In a tab", "In a window"):
        browser.stop_worker()
        with page.expect_popup() as popup:
            page.get_by_text(name).click()
        close = popup.value.get_by_role("button", name="Close me")
        close.wait_for()
        browser.stop_worker()
        with popup.value.expect_event("close"), suppress(Error):  # the window may go before the click returns
            close.click()
    for name in ("Away", "Leave at once", "Send form"):
        do(
            recording,
            page.get_by_text(name).click,
            page.get_by_role("button", name="To windows").click,
            page.get_by_role("heading", name="Windows").wait_for,
        )
    compare(recording, "page_shown", *INPUT, of=titled)


def test_keys_labels_and_quick_presses(recording: Recording) -> None:
    page = show(recording, "keys")
    press = page.keyboard.press
    pressable = page.locator("button, a, summary, [type=button], [role=button], [tabindex]")
    for at in range(pressable.count()):
        one = pressable.nth(at)
        do(recording, one.focus, lambda: press("Enter"))
        if one.evaluate("el => el.localName") != "a":
            do(recording, lambda: press("Space"))
        do(recording, one.click)
    do(recording, page.locator("label[for=rush]").click, page.get_by_role("radio").check)
    do(recording, page.get_by_label("Terms").focus, lambda: press("ArrowDown"))
    compare(recording, *INPUT)


def test_each_of_quick_presses_counts_in_one_event(recording: Recording) -> None:
    page = show(recording, "keys")
    for name in ("Native", "Print", "Refresh", "Save"):
        do(recording, page.get_by_text(name, exact=True).dblclick)
    do(recording, partial(page.get_by_text("Next").click, click_count=4))
    happened = Counter(one["name"] for one in truth(recording) if one["kind"] == "click")
    clicks = recording.events("click")
    assert [(event["element"]["name"], event["presses"]) for event in clicks] == list(happened.items())


def test_editors(recording: Recording) -> None:
    page = show(recording, "editors")
    keyboard = page.keyboard
    for name in ("Remarks", "Plain", "Own editor"):
        do(recording, page.get_by_label(name).click, lambda: keyboard.type("two words"))
    do(recording, page.frames[1].locator("body").click, lambda: keyboard.type("Text"))
    do(recording, page.get_by_label("Subject").click, lambda: keyboard.type("Offer"))
    do(recording, page.get_by_label("Remarks").click, page.get_by_text("Bold").click)
    do(recording, lambda: keyboard.type("bold"), page.get_by_text("Done").click)
    do(recording, page.get_by_label("Plain").click, page.get_by_text("Done").click)  # nothing written
    do(recording, page.get_by_label("Masked").click, lambda: keyboard.type("12"))
    do(recording, page.get_by_label("Digits").click, lambda: keyboard.type("ab"))  # refused by the page
    do(recording, page.get_by_text("Done").click)
    compare(recording, *INPUT)


def drag(page: Page, thing: Locator, to: Locator) -> Callable[[], object]:
    """Drag by the pointer, as libraries hear it."""

    def act() -> None:
        target = to.bounding_box()
        assert target is not None
        thing.hover()
        page.mouse.down()
        page.mouse.move(target["x"] + 30, target["y"] + 15, steps=4)
        page.mouse.up()

    return act


def dropped(event: Event) -> Happening:
    if event["kind"] != "drop":
        return what(event)
    return (*what(event), event.get("dragged", {}).get("owner"))


def test_drag_and_drop(recording: Recording, tmp_path: Path) -> None:
    page = show(recording, "drags")
    first, second = page.get_by_text("First"), page.get_by_text("Second")
    do(
        recording,
        lambda: first.drag_to(page.get_by_label("Done", exact=True)),
        lambda: second.drag_to(page.get_by_label("Notes")),  # a field tells of its change by itself
        lambda: second.drag_to(page.get_by_label("Own editor")),  # unless the page takes what is dropped
        lambda: second.drag_to(page.get_by_role("heading")),  # nothing takes it there
        drag(page, page.get_by_text("Third"), page.get_by_label("Closed")),
        drag(page, page.get_by_label("Move"), page.get_by_label("Parked")),
        lambda: drop_file(page, page.get_by_label("Attachments"), tmp_path),
        lambda: drop_file(page, page.get_by_label("File", exact=True), tmp_path),
        lambda: page.get_by_label("Map").click(),
        drag(page, page.get_by_label("Map"), page.get_by_label("Map")),  # moves the map, drops nothing
        drag(
            page, page.get_by_text("Drag me about"), page.get_by_label("Done", exact=True)
        ),  # moves the window
        page.locator("body > button").click,
    )
    compare(recording, "drop", *INPUT, of=dropped)


def drop_file(page: Page, target: Locator, folder: Path) -> None:
    """A file from outside, as Chromium is told of it by the desktop."""
    path = folder / "offer.txt"
    path.write_text("offer")
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        at = {"x": box["x"] + 10, "y": box["y"] + 10}
        session.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})
    session.detach()


def said(event: Event) -> Happening:
    return (*what(event), event["message"]["type"]) if "message" in event else titled(event)


@contextmanager
def answering(page: Page, answers: Sequence[bool]) -> Iterator[None]:
    """Answer the browser's boxes, one after the other, as slowly as a person."""
    left = iter(answers)

    def answer(dialog: Dialog) -> None:
        page.wait_for_timeout(30)
        dialog.accept("SECRET") if next(left) else dialog.dismiss()

    page.on("dialog", answer)
    try:
        yield
    finally:
        page.remove_listener("dialog", answer)


def test_boxes_and_messages(recording: Recording) -> None:
    page = show(recording, "boxes")

    def press(name: str) -> Callable[[], object]:
        return page.get_by_role("button", name=name, exact=True).click

    with answering(page, [True, True, False, True, False, True]):
        do(recording, press("Tell"), press("Ask"), press("Ask"), press("Want"), press("Want"))
        do(recording, press("Save"), lambda: expect(page.get_by_role("status")).to_have_text("Order saved"))
        do(recording, press("Fail"), press("Fail"), press("Open"), press("Close"), press("Send"))
        do(recording, press("Leave"), page.get_by_role("heading", name="Window").wait_for)
    compare(recording, *INPUT, "message_shown", "page_shown", of=said)
    assert "SECRET" not in recording.path.read_text("utf-8")


def test_a_page_that_writes_itself_anew(recording: Recording) -> None:
    page = show(recording, "rewritten")
    page.get_by_role("heading", name="Order").wait_for()
    do(recording, partial(page.get_by_label("Customer").fill, "Acme"), page.get_by_role("button").click)
    compare(recording, *INPUT, "message_shown")


def test_what_was_written_before_a_pause_is_told_and_what_was_written_in_it_is_not(
    recording: Recording,
) -> None:
    page = recording.show(
        "<label>Order <input></label><label>Private <input></label><label>Remark <input></label><button>Save</button>"
    )
    page.get_by_label("Order").press_sequentially("one")
    recording.browser.pause()
    page.bring_to_front()
    page.get_by_label("Private").press_sequentially("two")
    recording.browser.resume()
    page.bring_to_front()
    page.get_by_label("Order").focus()
    page.get_by_label("Remark").press_sequentially("three")
    page.get_by_role("button").click()
    told = [
        (event["kind"], event.get("element", {}).get("name"))
        for event in recording.events()
        if event["kind"] in ("field_changed", "click", "paused", "resumed")
    ]
    assert told == [
        ("field_changed", "Order"),
        ("paused", None),
        ("resumed", None),
        ("field_changed", "Remark"),
        ("click", "Save"),
    ]


@pytest.mark.parametrize("event", ["pointerdown", "mousedown", "pointerup", "mouseup", "click"])
def test_a_press_is_told_by_what_the_button_said_when_it_was_pressed(
    recording: Recording, event: str
) -> None:
    page = recording.show(f"<button on{event}=\"this.textContent = 'Release order'\">Put on hold</button>")
    page.get_by_role("button").click()
    assert [one["element"]["name"] for one in recording.events("click")] == ["Put on hold"]


def test_what_is_written_is_told_before_what_the_page_answers_to_enter(recording: Recording) -> None:
    page = recording.show(
        "<label>Quantity <input onkeydown=\"if (event.key === 'Enter') q.textContent = 'Accepted'\"></label>"
        "<p role=status id=q></p>"
    )
    page.get_by_label("Quantity").press_sequentially("12")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    page.keyboard.press("Tab")
    kinds = [event["kind"] for event in recording.events()]
    assert kinds == ["page_shown", "field_changed", "message_shown"]


def test_line_breaks_of_the_source_are_no_lines_of_a_name(recording: Recording) -> None:
    page = recording.show("<button>\n  Delete order\n  lines only\n</button>")
    page.get_by_role("button").click()
    assert recording.events("click")[0]["element"]["name"] == "Delete order lines only"


def test_what_is_being_written_when_the_recording_is_stopped_is_told(recording: Recording) -> None:
    page = recording.show("<label>Order <input></label>")
    page.get_by_label("Order").press_sequentially("one")
    assert [event["element"]["name"] for event in recording.events("field_changed")] == ["Order"]
