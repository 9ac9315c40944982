"""Presses in quick succession, drag and drop, the browser's own boxes, closed shadow roots."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Dialog, Page
from support import Recording


def told(events: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(one["element"].get("name"), one.get("presses", 1)) for one in events if one["kind"] == "click"]


def test_a_double_click_is_one_event_and_says_so(recording: Recording) -> None:
    page = recording.show(
        "<button>More</button><table aria-label=Orders><thead><tr><th>Order<tbody>"
        "<tr ondblclick='' style='cursor:pointer'><td>DATA-1</table>"
    )
    page.get_by_role("button").dblclick()
    page.get_by_role("cell").dblclick()
    page.get_by_role("button").click(click_count=3)
    page.wait_for_timeout(600)  # longer than Chromium takes for a double click
    page.get_by_role("button").click()
    assert told(recording.events()) == [("More", 2), (None, 2), ("More", 3), ("More", 1)]


def test_a_double_click_on_a_box_sets_it_twice(recording: Recording) -> None:
    page = recording.show("<label><input type=checkbox> Express</label>")
    page.get_by_label("Express").dblclick()
    events = recording.events("click", "field_changed")
    assert [event["kind"] for event in events] == ["field_changed", "field_changed"]


CARDS = """<h1>Board</h1>
<ul aria-label="To do"><li draggable=true id=card>SECRET Ltd</ul>
<ul aria-label=Done id=done style="min-height:60px"><li>SECRET Inc</ul>
<script>done.ondragover = (e) => e.preventDefault();
done.ondrop = (e) => { e.preventDefault(); done.append(card); }</script>"""


def test_what_is_dragged_and_dropped_is_told_by_its_lists(recording: Recording) -> None:
    page = recording.show(CARDS)
    page.locator("#card").drag_to(page.locator("#done"), target_position={"x": 20, "y": 50})
    assert page.locator("#done li").count() == 2
    (event,) = recording.events("drop", "click")
    assert (event["kind"], event["dragged"]["owner"], event["element"]["name"]) == ("drop", "To do", "Done")
    assert "SECRET" not in str(event)


MOVED = """<h1>Board</h1>
<div role=list aria-label="To do"><div role=listitem id=card style="cursor:grab;width:90px">SECRET Ltd</div></div>
<div role=list aria-label=Done id=done style="height:90px"></div>
<script>let at = null; card.onpointerdown = (e) => { at = e; card.setPointerCapture(e.pointerId); };
card.onpointermove = (e) => at && (card.style.transform = `translate(${e.x - at.x}px, ${e.y - at.y}px)`);
card.onpointerup = () => { at = null; card.style.transform = ""; done.append(card); }</script>"""


def test_what_the_pointer_alone_moves_is_a_drop_too(recording: Recording) -> None:
    page = recording.show(MOVED)
    to = page.locator("#done").bounding_box()
    assert to is not None
    page.locator("#card").hover()
    page.mouse.down()
    page.mouse.move(to["x"] + 40, to["y"] + 40, steps=5)
    page.mouse.up()
    events = recording.events("drop", "click")
    drop = events[0]
    assert (drop["kind"], drop["dragged"]["owner"], drop["element"]["name"]) == ("drop", "To do", "Done")
    assert len(events) == 1
    assert "SECRET" not in str(events)


def answer(page: Page, *, accept: bool, text: str | None = None) -> None:
    def take(dialog: Dialog) -> None:
        page.wait_for_timeout(30)  # nobody answers at once
        dialog.accept(text) if accept else dialog.dismiss()

    page.once("dialog", take)


def test_the_browsers_boxes_are_told_with_their_answers(recording: Recording) -> None:
    page = recording.show(
        "<button onclick=\"alert('Saved for a@example.com')\">A</button>"
        "<button onclick=\"confirm('Release?')\">B</button><button onclick=\"prompt('Reason?')\">C</button>"
    )
    for name, accept, text in (
        ("A", True, None),
        ("B", True, None),
        ("B", False, None),
        ("C", True, "SECRET"),
    ):
        answer(page, accept=accept, text=text)
        page.get_by_role("button", name=name).click()
    events = recording.events("click", "message_shown")
    said = [event["message"]["text"] if "message" in event else event["element"]["name"] for event in events]
    assert [text.partition(" [e-mail")[0] for text in said] == [
        "A", "Saved for", "B", "Release?", "OK", "B", "Release?", "Cancel", "C", "Reason?", "OK",
    ]  # fmt: skip
    assert "SECRET" not in str(events)


def test_a_page_keeps_its_own_boxes_when_the_recording_ends(recording: Recording) -> None:
    page = recording.show("<h1>Work</h1>")
    assert page.evaluate("[alert.name, alert.length, String(alert), 'prototype' in alert]") == [
        "alert", 0, "function alert() { [native code] }", False,
    ]  # fmt: skip
    during = page.evaluate_handle("alert")
    recording.browser.stop()
    page.wait_for_timeout(200)
    assert page.evaluate("during => alert !== during && alert instanceof Function", during)


CLOSED = """<h1>Order</h1><order-form></order-form><script>
customElements.define("order-form", class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: "closed" });
    root.innerHTML = `<form><label>Customer <input></label><label><input type=checkbox> Express</label>
      <button>Save order</button><p role=status></p></form>`;
    root.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      root.querySelector("p").textContent = "Order saved";
    };
    window.root = root;
  }
})</script>"""


def test_closed_shadow_roots_are_seen_into(recording: Recording) -> None:
    page = recording.show(CLOSED)
    box = page.locator("order-form").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 90, box["y"] + 8)
    page.keyboard.type("SECRET")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    events = recording.events("click", "field_changed", "form_submitted", "message_shown")
    happened = [(event["kind"], event.get("element", {}).get("name")) for event in events]
    assert happened == [
        ("field_changed", "Customer"),
        ("field_changed", "Express"),
        ("click", "Save order"),
        ("form_submitted", None),
        ("message_shown", None),
    ]
    assert "SECRET" not in str(events)
