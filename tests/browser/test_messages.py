"""What the page says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from support import Recording

LOOKED = "() => new Promise((done) => setTimeout(done, 60))"
"""The page's own clock: what is looked at within 30 ms of a change has been when this is over, however busy it is."""


def said(recording: Recording) -> list[tuple[str, str]]:
    recording.page.evaluate(LOOKED)
    messages = recording.events("message_shown")
    return [(event["message"]["type"], event["message"]["text"]) for event in messages]


def test_messages_that_came_with_the_page_are_recorded(recording: Recording) -> None:
    recording.show(
        "<h1>Order</h1><p role=alert>Credit limit exceeded</p><p role=status>Saved</p><p role=status></p>"
        "<p role=alert hidden>Not yet</p><div aria-live=polite>A carousel</div>"
    )
    recording.page.wait_for_timeout(50)
    assert said(recording) == [("alert", "Credit limit exceeded"), ("status", "Saved")]


def test_the_same_text_after_another_action_is_another_message(recording: Recording) -> None:
    page = recording.show(
        "<p role=status></p>"
        "<button onclick=\"document.querySelector('p').textContent = 'Saved'\">Save</button>"
    )
    for _ in range(3):
        page.get_by_role("button").click()
    assert said(recording) == [("status", "Saved")] * 3


def test_a_message_is_seen_however_it_appears(recording: Recording) -> None:
    page = recording.show(
        "<p role=alert style='display: none'>Hidden by style</p><div id=toasts></div><output aria-live=polite></output>"
        "<script>const steps = [() => document.querySelector('p').style.display = 'block',"
        "() => document.getElementById('toasts').innerHTML = '<div><p role=status>Put <b>in</b></p></div>',"
        "() => document.querySelector('output').append('Added up'),"
        "() => document.querySelector('output').firstChild.data = 'Changed']</script>"
        "<button onclick='steps.shift()()'>Next</button>"
    )
    for _ in range(4):
        page.get_by_role("button").click()
    assert said(recording) == [
        ("alert", "Hidden by style"),
        ("status", "Put in"),
        ("status", "Added up"),
        ("status", "Changed"),
    ]


def test_a_log_tells_only_what_is_new(recording: Recording) -> None:
    page = recording.show(
        "<div role=log><p>Created</p></div><button onclick=\"document.querySelector('div')"
        ".insertAdjacentHTML('beforeend', '<p>Checked</p>')\">Check</button>"
    )
    page.get_by_role("button").click()
    assert said(recording) == [("status", "Checked")]


def test_an_error_is_told_with_its_field(recording: Recording) -> None:
    page = recording.show(
        "<label>Quantity <input aria-describedby=error></label><p id=error role=alert></p>"
        "<button onclick=\"document.querySelector('input').setAttribute('aria-invalid', 'true');"
        "document.querySelector('p').textContent = 'Must be more than 0'\">Check</button>"
    )
    page.get_by_role("button").click()
    [event] = recording.events("message_shown")
    assert event["message"] == {"type": "validation_error", "text": "Must be more than 0"}
    assert (event["element"]["name"], event["element"]["field"]) == ("Quantity", "text")


FIELD = "<label>Price <input aria-describedby='hint error'></label><p id=hint>In euros, such as 46.50</p>"
WRONG = "document.querySelector('input').ariaInvalid = 'true';"


@pytest.mark.parametrize(
    ("field", "check"),
    [
        (FIELD + "<p id=error role=alert></p>", "error.textContent = 'Enter a price'"),
        (
            FIELD.replace("error", "e") + "<p id=e class=field-Error hidden>Enter a price</p>",
            "e.hidden = false",
        ),
        (FIELD.replace("error", "e") + "<p id=e hidden>Enter a price</p>", "e.hidden = false"),
        (FIELD.replace(" error", ""), "hint.textContent = 'Enter a price'"),
        (
            FIELD.replace("input", "input aria-errormessage=e") + "<p id=e hidden>Enter a price</p>",
            "e.hidden = false",
        ),
        (
            FIELD.replace(" error", ""),
            "hint.insertAdjacentHTML('afterend', '<p id=e>Enter a price</p>');"
            "document.querySelector('input').setAttribute('aria-describedby', 'hint e')",
        ),
    ],
    ids=["role", "class", "shown", "changed", "error message", "added"],
)
def test_an_error_is_told_without_the_fields_hint(recording: Recording, field: str, check: str) -> None:
    page = recording.show(f'{field}<button onclick="{WRONG}{check}">Check</button>')
    page.get_by_role("button").click()
    page.wait_for_timeout(50)
    assert said(recording) == [("validation_error", "Enter a price")]


def test_errors_that_came_with_the_page_are_told_without_the_hint(recording: Recording) -> None:
    wrong = FIELD.replace("input", "input aria-invalid=true")
    recording.show(
        wrong.replace("error", "price-error")
        + "<p id=price-error>Enter a price</p><input aria-invalid=true aria-describedby=only>"
        "<p id=only>Only this</p>"
    )
    recording.page.wait_for_timeout(50)
    assert said(recording) == [("validation_error", "Enter a price"), ("validation_error", "Only this")]


@pytest.mark.parametrize(
    ("act", "on"),
    [
        (lambda page: page.keyboard.press("Tab"), "onchange"),
        (lambda page: page.keyboard.press("Tab"), "onblur"),
        (lambda page: page.keyboard.press("Enter"), "onkeydown"),
        (lambda page: page.keyboard.press("F8"), "onkeydown"),
        (lambda page: page.keyboard.press("Control+s"), "onkeydown"),
        (lambda page: page.get_by_role("button").click(), "title"),
    ],
    ids=["change", "blur", "Enter", "F8", "Control+s", "click"],
)
def test_what_is_said_after_typing_is_recorded(
    recording: Recording, act: Callable[[Page], None], on: str
) -> None:
    """Typing ends with the next thing that the person does."""
    tell = "document.querySelector('[role=alert]').style.display = 'block'"
    page = recording.show(
        f'<label>Price <input {on}="if (!event.key || event.key.length > 1 || event.ctrlKey) {tell}"></label>'
        f"<p role=alert style='display: none'>Not sold</p><button onclick=\"{tell}\">Check</button>"
    )
    page.get_by_label("Price").fill("12")
    act(page)
    page.wait_for_timeout(50)
    assert said(recording) == [("alert", "Not sold")]


def test_an_error_that_is_told_with_its_field_is_recorded_while_the_person_types(
    recording: Recording,
) -> None:
    page = recording.show(
        "<label>Price <input aria-errormessage=e oninput=\"this.ariaInvalid = 'true';"
        "document.querySelector('p').textContent = 'Too low'\"></label><p id=e role=alert></p>"
    )
    page.get_by_label("Price").press_sequentially("12")
    assert said(recording) == [("validation_error", "Too low")]


def test_chromiums_own_errors_are_told_without_the_value(recording: Recording) -> None:
    page = recording.show(
        "<form><label>Mail <input type=email></label><label>Terms <input required></label>"
        "<label>Step <input type=number step=7></label><button>Send</button></form>"
    )
    page.get_by_label("Mail").fill("SECRETmail")
    page.get_by_label("Step").fill("50")
    page.get_by_role("button").click()
    events = recording.events("message_shown")
    names = [event["element"]["name"] for event in events]
    assert names == ["Mail", "Terms", "Step"]
    texts = " ".join(event["message"]["text"] for event in events)
    assert "Please fill out this field." in texts
    for value in ("SECRETmail", "49", "56"):
        assert value not in texts


def test_dialogs_are_told_by_their_titles(recording: Recording) -> None:
    page = recording.show(
        "<dialog><h2>Release the order?</h2><button onclick='this.parentElement.close()'>No</button></dialog>"
        "<div role=alertdialog aria-label='On hold' hidden>Call finance</div>"
        "<button onclick=\"document.querySelector('dialog').showModal()\">Release</button>"
        "<button onclick=\"document.querySelector('div').hidden = false\">Hold</button>"
    )
    for name in ("Release", "No", "Release", "No", "Hold"):
        page.get_by_role("button", name=name).click()
    release = ("dialog", "Release the order?")
    assert said(recording) == [release, release, ("dialog", "On hold")]


def test_a_dialog_that_is_closed_and_opened_at_once_is_told_again(recording: Recording) -> None:
    page = recording.show(
        "<dialog><h2>Release?</h2></dialog><script>const dialog = document.querySelector('dialog');"
        "addEventListener('keydown', ({key}) => key === 'c' ? dialog.close() : key === 'o' && dialog.show())"
        "</script><div tabindex=0 role=button>Go</div>"
    )
    page.get_by_role("button").focus()
    page.keyboard.press("o")
    page.wait_for_timeout(60)
    for key in ("c", "Enter", "o"):
        page.keyboard.press(key)
    page.wait_for_timeout(60)
    kinds = [event["kind"] for event in recording.events("click", "message_shown")]
    assert kinds == ["message_shown", "click", "message_shown"]


def test_a_region_that_counts_along_is_cut_short(recording: Recording) -> None:
    page = recording.show(
        "<p role=status></p><script>function run() { let i = 0; const timer = setInterval(() => {"
        "document.querySelector('p').textContent = `${++i} done`; if (i === 30) { clearInterval(timer);"
        "document.body.append('END') } }, 5) }</script><button onclick='run()'>Run</button>"
    )
    page.get_by_role("button").click()
    page.get_by_text("END").wait_for()
    messages = said(recording)
    assert messages[-1] == ("status", "30 done")
    assert len(messages) < 5


def test_messages_are_masked_and_the_seal_counts_it(recording: Recording) -> None:
    page = recording.show(
        "<p role=status></p><button onclick=\"document.querySelector('p').textContent ="
        " 'SO-1042 was sent to ann@example.com'\">Send</button>"
    )
    page.get_by_role("button").click()
    lines: list[dict[str, Any]] = recording.lines()
    [message] = [line["message"]["text"] for line in lines if line["kind"] == "message_shown"]
    assert re.fullmatch(r"SO-1042 was sent to \[e-mail [0-9a-f]{10}\]", message)
    assert lines[-1]["redactions"] == 1
