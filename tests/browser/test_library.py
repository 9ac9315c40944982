"""Widgets as component libraries build them: what nothing calls a choice, what opens over itself, keys that a page
takes, slots. The page tells its own truth."""

from __future__ import annotations

import json
from functools import partial

import pytest
from support import Lines, Recording
from test_capture import do, show
from test_widgets import as_the_page_tells


def in_words(events: Lines) -> str:
    """All that events say but their times and numbers, which may hold any figures."""
    return json.dumps([[one.get(part) for part in ("element", "dragged", "message")] for one in events])


def test_widgets_of_a_librarys_making(recording: Recording) -> None:
    page = show(recording, "library")
    press, mouse = page.keyboard.press, page.mouse
    customer = page.locator("#customer")
    do(recording, customer.focus, partial(page.keyboard.type, "SECRET"), page.get_by_title("DATA Inc").click)
    do(recording, page.get_by_role("button", name="Remove DATA").click)
    do(recording, page.locator("#terms").click, page.get_by_text("DATA days").click)
    do(recording, page.get_by_text("DATA north").click, page.get_by_text("DATA south").click)
    do(recording, page.locator("#contacts").click, page.get_by_text("DATA Bob").click)
    do(recording, page.locator("#due").click, page.locator(".day.last").click)
    do(recording, page.locator("#alone").click)
    do(recording, page.get_by_label("Select", exact=True).last.click, page.get_by_label("Select all").click)
    do(recording, page.locator(".heading").click, page.locator("#filter").click)
    do(recording, page.get_by_text("DATA buyer").click)
    for name, keys in (
        ("#actions", ("Enter",)),
        ("#rush", ("Space",)),
        ("#amount", ("ArrowUp", "ArrowUp", "Tab")),
        ("#price", ("S", "E", "C", "R", "E", "T", "Tab")),
        ("#unit", ("ArrowDown", "Tab")),
        ("#folder", ("ArrowLeft",)),
    ):
        do(recording, page.locator(name).focus, *(partial(press, key) for key in keys))
    do(recording, page.get_by_role("radio", name="Low").focus, partial(press, "ArrowDown"))
    page.wait_for_timeout(100)
    rail = page.locator("#rail").bounding_box()
    assert rail is not None
    for share in (0.7, 0.9):
        do(recording, partial(mouse.click, rail["x"] + share * rail["width"], rail["y"] + 10))
    do(recording, page.get_by_text("Ship").click, page.locator("slotted-button").click)
    do(recording, page.locator("#release").click, page.locator("#yes").click)
    events, inputs = as_the_page_tells(recording)
    said = [event["message"]["text"] for event in events if event["kind"] == "message_shown"]
    assert said == ["Order saved", "Release?"]
    assert inputs[-1]["element"]["within"] == {"role": "dialog", "name": "Release?"}
    assert [word for word in ("DATA", "SECRET", "2041") if word in in_words(events)] == []


@pytest.mark.parametrize("choice", ["DATA Ltd", "DATA-Nord (new) [a|b] $1.*"])
def test_a_message_is_recorded_without_the_choice_that_it_repeats(recording: Recording, choice: str) -> None:
    page = recording.show(
        f"<p role=status></p><ul role=listbox aria-label=Customer><li role=option>{choice}</li></ul><script>"
        "document.querySelector('li').onclick = (event) =>"
        " document.querySelector('p').textContent = `Order of ${event.target.textContent} saved`</script>"
    )
    page.get_by_role("option").click()
    page.wait_for_timeout(100)
    (event,) = recording.events("message_shown")
    assert event["message"]["text"] == "Order of [text] saved"


def test_what_a_librarys_popups_show_is_nowhere(recording: Recording) -> None:
    page = show(recording, "popups")
    for presses in (
        ("#region", "#spain"),
        ("#open", "#year", "#day"),
        (".day >> nth=3",),
        ("#plant", "#west"),
        ("#ann", "#express"),
        ("#remove", "#card", "#details", "#part", "#save"),
        ("#actions", "#copy"),
        ("#rush", "#buyer", "#chip", "#tag"),
    ):
        do(recording, *(page.locator(pressed).click for pressed in presses))
    do(recording, page.locator("#copy").focus, partial(page.keyboard.press, "Enter"))
    events, _ = as_the_page_tells(recording)
    said = [event["message"]["text"] for event in events if event["kind"] == "message_shown"]
    assert said == ["Sent to [text]", ""]
    assert [word for word in ("DATA", "2041", "11") if word in in_words(events)] == []


def test_what_nothing_calls_a_field_or_a_choice_is_told_without_what_it_shows(recording: Recording) -> None:
    page = show(recording, "unlabelled")
    for presses in (
        ("#terms", "#days"),
        ("#actions", "#copy", "#assign", "#bob"),
        ("#more", "#hold", "#ship", "#north"),
        ("#second", "#node", "#site", "#sea"),
        ("#card", "#next", "#add"),
    ):
        do(recording, *(page.locator(pressed).click for pressed in presses))
    do(
        recording,
        page.locator("#words").click,
        partial(page.keyboard.type, "SECRET"),
        page.locator("h1").click,
    )
    for _ in range(2):
        do(
            recording,
            page.locator("#tags").focus,
            partial(page.keyboard.press, "Backspace"),
            page.locator("h1").click,
        )
    do(recording, page.locator("#cross").click)
    events, _ = as_the_page_tells(recording)
    assert [word for word in ("DATA", "SECRET") if word in in_words(events)] == []


UNSEEN = "position: absolute; width: 1px; height: 1px; overflow: hidden"
ANNOUNCED = (
    f"<p role=status style='{UNSEEN}'></p><label>Terms <select><option>Cash<option>SECRET</select></label>"
    "<button>Check</button><script>const say = (text) => (document.querySelector('p').textContent = text);"
    "document.querySelector('select').onchange = (event) => say('SECRET is chosen');"
    "document.querySelector('button').onclick = () => say('Checked')</script>"
)


def test_what_only_screen_readers_are_told_is_recorded_where_it_answers_a_button(
    recording: Recording,
) -> None:
    page = recording.show(ANNOUNCED)
    page.get_by_label("Terms").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(60)
    page.get_by_role("button").click()
    events = recording.events("message_shown")
    assert [event["message"]["text"] for event in events] == ["Checked"]


def test_what_floats_up_and_is_said_to_screen_readers_too_is_one_message(recording: Recording) -> None:
    page = recording.show(
        f"<style>body {{ overflow: hidden; position: relative; height: 0 }}</style><p role=alert style='{UNSEEN}'></p>"
        "<div class=toast style='position: fixed; top: 40px'></div><button style='position: fixed'>Save</button>"
        "<script>document.querySelector('button').onclick = () => {"
        "for (const one of document.querySelectorAll('.toast, p')) one.textContent = 'Order saved' }</script>"
    )
    page.get_by_role("button").click()
    page.wait_for_timeout(60)
    events = recording.events("message_shown")
    assert [event["message"]["text"] for event in events] == ["Order saved"]


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<button class=FilterChip>DATA</button>", None),
        ("<div class='value-token'><button>DATA</button></div>", None),
        ("<button class=stage>Next stage</button>", "Next stage"),
        ("<button class='rounded-pill'>Save</button>", "Save"),
        ("<button class='tag-button'>Save</button>", "Save"),
        ("<form><button>Search</button></form><input role=combobox aria-label=Customer>", "Search"),
        ("<input role=combobox aria-label=Customer><button aria-label=Open>v</button>", "Open"),
        (
            "<button><div>DATA 1</div><div>Due</div></button><button><div>DATA 2</div><div>Due</div></button>",
            None,
        ),
        (
            "<button><p><svg aria-label='Form 7'></svg></p><p>Form 7</p></button><button>x</button>",
            "Form 7 Form 7",
        ),
    ],
)
def test_a_value_in_a_small_box_of_its_own_names_no_button(
    recording: Recording, html: str, name: str | None
) -> None:
    page = recording.show(html)
    page.locator("button").first.click()
    (event,) = recording.events("click")
    assert event["element"].get("name") == name
