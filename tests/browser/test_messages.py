"""What the page says."""

from __future__ import annotations

from typing import Any

from support import Recording


def said(recording: Recording) -> list[tuple[str, str]]:
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
        "<p role=alert style='display: none'>Hidden by style</p><div id=toasts></div><output></output>"
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
    assert message == "SO-1042 was sent to [e-mail]"
    assert lines[-1]["redactions"] == 1
