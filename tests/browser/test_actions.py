"""One event for one action, described by what it is about."""

from __future__ import annotations

from recorder import choose
from support import Lines, Recording

INPUT = ("click", "field_changed", "form_submitted", "copy", "paste")


def told(events: Lines) -> list[tuple[str, str | None]]:
    return [(event["kind"], event.get("element", {}).get("name")) for event in events]


def test_a_label_and_its_box_are_one_action(recording: Recording) -> None:
    page = recording.show("<label for=rush>Rush</label><input type=checkbox id=rush><button>Next</button>")
    page.get_by_text("Rush").click()
    page.get_by_role("checkbox").click()
    page.get_by_role("button").click()
    assert told(recording.events(*INPUT)) == [
        ("field_changed", "Rush"),
        ("field_changed", "Rush"),
        ("click", "Next"),
    ]


def test_a_box_whose_page_forbids_the_change_was_still_pressed(recording: Recording) -> None:
    page = recording.show("<label><input type=checkbox onclick='event.preventDefault()'>Held</label>")
    page.get_by_role("checkbox").click()
    assert told(recording.events(*INPUT)) == [("click", "Held")]


def test_enter_in_a_field_is_the_press_of_the_forms_button(recording: Recording) -> None:
    page = recording.show(
        "<form aria-label='Search orders' onsubmit='event.preventDefault()'>"
        "<label>Customer <input name=q></label><button>Search</button></form>"
    )
    page.get_by_label("Customer").fill("Acme")
    page.get_by_label("Customer").press("Enter")
    assert told(recording.events(*INPUT)) == [
        ("field_changed", "Customer"),
        ("click", "Search"),
        ("form_submitted", "Search orders"),
    ]


def test_a_form_without_a_name_is_named_by_nothing(recording: Recording) -> None:
    page = recording.show("<h2>Order</h2><form onsubmit='return false'><button>Send</button></form>")
    page.get_by_role("button").click()
    sent = recording.events("form_submitted")[0]["element"]
    assert sent["role"] == "form"
    assert "name" not in sent


def test_a_press_on_nothing_that_can_be_pressed_is_no_event(recording: Recording) -> None:
    page = recording.show("<h1>Order</h1><p>Some text</p><label>Name <input></label>")
    page.get_by_role("heading").click()
    page.get_by_text("Some text").click()
    page.get_by_label("Name").click()
    assert recording.events(*INPUT) == []


def test_the_nearest_thing_that_can_be_pressed_is_meant(recording: Recording) -> None:
    page = recording.show(
        "<button><svg width=20 height=20><path d='M0 0h20v20H0z'/></svg><b>Save</b> order</button>"
        "<div style='cursor: pointer'><span>Refresh</span></div>"
        "<div role=menuitem tabindex=0>Duplicate</div>"
    )
    page.locator("path").click()
    page.get_by_text("Refresh").click()
    page.get_by_text("Duplicate").press("Enter")
    events = recording.events(*INPUT)
    assert told(events) == [("click", "Save order"), ("click", "Refresh"), ("click", "Duplicate")]
    assert [event["element"]["role"] for event in events] == ["button", "generic", "menuitem"]


def test_a_stopped_event_is_seen(recording: Recording) -> None:
    page = recording.show(
        "<script>for (const type of ['click', 'change', 'submit'])"
        " window.addEventListener(type, (e) => e.stopImmediatePropagation(), true)</script>"
        "<label>Name <input></label><button>Go</button>"
    )
    page.get_by_label("Name").fill("x")
    page.get_by_role("button").click()
    assert told(recording.events(*INPUT)) == [("field_changed", "Name"), ("click", "Go")]


def test_what_a_script_pretends_is_no_action(recording: Recording) -> None:
    page = recording.show(
        "<label>Name <input></label><button onclick='location.hash = 1'>Go</button>"
        "<script>document.querySelector('button').click();"
        "document.querySelector('input').dispatchEvent(new Event('change', {bubbles: true}))</script>"
    )
    page.get_by_label("Name").evaluate("el => el.dispatchEvent(new Event('change', {bubbles: true}))")
    assert recording.events(*INPUT) == []


def test_an_editable_text_is_changed_when_it_is_left(recording: Recording) -> None:
    page = recording.show(
        "<div contenteditable role=textbox aria-label=Remarks><p>old</p></div><button>Next</button>"
    )
    page.get_by_label("Remarks").click()
    page.keyboard.type("new words")
    page.get_by_role("button").click()
    events = recording.events(*INPUT)
    assert told(events) == [("field_changed", "Remarks"), ("click", "Next")]
    assert events[0]["element"]["field"] == "rich_text"


def test_a_field_whose_framework_swallows_the_change_is_changed(recording: Recording) -> None:
    """A value that a script sets while a person types keeps Chromium from a change event."""
    page = recording.show(
        "<label>Price <input oninput='this.value = this.value.toUpperCase() + \" \"'></label>"
        "<button>Go</button>"
    )
    page.get_by_label("Price").press_sequentially("ab")
    page.get_by_role("button").click()
    assert told(recording.events(*INPUT)) == [("field_changed", "Price"), ("click", "Go")]


def test_a_date_is_told_once_however_many_parts_it_has(recording: Recording) -> None:
    page = recording.show("<label>Due <input type=date></label><label>At <input type=time></label>")
    page.get_by_label("Due").focus()
    page.keyboard.type("12312041")
    page.wait_for_timeout(50)
    page.keyboard.press("ArrowUp")
    page.get_by_label("At").focus()
    page.keyboard.type("0911PM")
    page.keyboard.press("ArrowUp")
    page.get_by_label("Due").focus()
    page.keyboard.press("ArrowUp")
    assert told(recording.events(*INPUT)) == [
        ("field_changed", "Due"),
        ("field_changed", "At"),
        ("field_changed", "Due"),
    ]


def test_the_clipboard_is_told_without_its_content(recording: Recording) -> None:
    page = recording.show("<label>From <input></label><label>To <input></label>")
    page.get_by_label("From").fill("CLIPPED")
    page.get_by_label("From").press("Control+a")
    page.get_by_label("From").press("Control+c")
    page.get_by_label("To").press("Control+v")
    page.get_by_label("To").blur()
    events = recording.events(*INPUT)
    assert told(events) == [
        ("copy", "From"),
        ("field_changed", "From"),
        ("paste", "To"),
        ("field_changed", "To"),
    ]
    assert "CLIPPED" not in str(events)


FIELDS = {
    "<input>": "text",
    "<input type=number>": "number",
    "<input type=email>": "email",
    "<input type=search>": "search",
    "<input type=password>": "sensitive",
    "<input autocomplete='billing cc-number'>": "sensitive",
    "<input autocomplete=one-time-code>": "sensitive",
    "<textarea></textarea>": "multiline",
}


def test_the_kind_of_a_field_is_told(recording: Recording) -> None:
    page = recording.show("".join(f"<label>F{index} {html}</label>" for index, html in enumerate(FIELDS)))
    for index in range(len(FIELDS)):
        page.get_by_label(f"F{index}").fill("1")
    page.keyboard.press("Tab")
    elements = [event["element"] for event in recording.events(*INPUT)]
    assert [(element["name"], element["field"]) for element in elements] == [
        (f"F{index}", kind) for index, kind in enumerate(FIELDS.values())
    ]


def test_within_is_the_nearest_form_dialog_or_named_region(recording: Recording) -> None:
    page = recording.show(
        "<section aria-label=Prices><button>A</button></section>"
        "<section><button>B</button></section>"
        "<form aria-label=Order><dialog open><h2>Discount</h2><button>C</button></dialog></form>"
    )
    for name in "ABC":
        page.get_by_role("button", name=name, exact=True).click()
    within = [event["element"].get("within") for event in recording.events("click")]
    assert within == [{"role": "region", "name": "Prices"}, None, {"role": "dialog", "name": "Discount"}]


def test_a_choice_is_told_once_without_what_was_chosen(recording: Recording) -> None:
    page = recording.show(
        "<label>Terms <select><option>Cash</option><option>SECRET days</option></select></label>"
    )
    choose(page.get_by_label("Terms"), "SECRET days")
    events = recording.events(*INPUT)
    assert told(events) == [("field_changed", "Terms")]
    assert "SECRET" not in str(events)
