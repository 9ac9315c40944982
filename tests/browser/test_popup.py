"""The recorder's own page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from recorder import RecorderBrowser
from support import Recording

KEYS_ONCE_GONE = """new Promise((told) => chrome.storage.local.onChanged.addListener(({ recording }) => {
    if (recording && !recording.newValue) chrome.storage.local.getKeys().then(told);
}))"""
"""What storage holds at the moment that the recording is no longer there."""


def test_it_shows_the_steps_in_words(recording: Recording) -> None:
    page = recording.show(
        "<h1>Order SO-1042</h1><label>Quantity <input></label><button>Save order</button><p role=status></p>"
        "<script>document.querySelector('button').onclick = () =>"
        " document.querySelector('p').textContent = 'Validation passed'</script>"
    )
    page.get_by_label("Quantity").fill("3")
    page.get_by_role("button").click()
    recording.browser.mark("hold", case="SO-1042")
    steps = recording.browser.popup.get_by_role("list", name="Steps so far").get_by_role("listitem")
    expect(steps).to_have_text(
        [
            "Page “Order SO-1042”",
            "Filled “Quantity”",
            "Pressed “Save order”",
            "Message: Validation passed",
            "On hold · SO-1042",
        ]
    )
    expect(recording.browser.popup.locator("#events")).to_have_text("5")


def test_discard_asks_first(recording: Recording) -> None:
    popup = recording.browser.popup
    recording.show("<h1>Work</h1>")
    recording.browser.stop()
    popup.get_by_role("button", name="Discard").click()
    popup.get_by_role("button", name="Keep it").click()
    assert "recording" in recording.browser.stored()
    popup.evaluate(f"() => void (globalThis.left = {KEYS_ONCE_GONE})")
    popup.get_by_role("button", name="Discard").click()
    popup.get_by_role("button", name="Discard it").click()
    expect(popup.get_by_role("button", name="Start recording")).to_be_visible()
    # Its events go with it, not after it: whoever sees it gone may close the popup, or the browser.
    assert set(popup.evaluate("() => left")) == {"last", "team", "workflows"}


def test_a_case_starts_with_its_number(recording: Recording) -> None:
    popup = recording.browser.popup
    recording.show("<h1>Work</h1>")
    popup.get_by_label("Note", exact=True).fill("by phone")
    popup.get_by_role("button", name="Add mark").click()
    expect(popup.get_by_role("alert").filter(visible=True)).to_have_text(
        "Which case starts? Write its number."
    )
    expect(popup.get_by_label("Case number", exact=True)).to_be_focused()
    popup.get_by_label("Case number", exact=True).fill("SO-1042")
    popup.keyboard.press("Tab")
    popup.get_by_role("button", name="Add mark").click()
    expect(popup.locator("#steps")).to_contain_text("Case starts · SO-1042 · by phone")
    expect(popup.locator("#own-problem")).to_be_hidden()
    recording.browser.mark("end")
    marks = recording.events("mark")
    assert [(mark["mark"], mark.get("case")) for mark in marks] == [("case", "SO-1042"), ("end", None)]


@pytest.mark.parametrize("example", ["7", "abc"])
def test_an_example_that_tells_no_case_is_refused(browser: RecorderBrowser, example: str) -> None:
    popup = browser.popup
    popup.get_by_label("Workflow").fill("Orders")
    popup.get_by_label("Your name or pseudonym").fill("Ana")
    popup.get_by_label("Example of a case number (optional)").fill(example)
    popup.get_by_label("Sites to record").fill("erp.localhost")
    popup.get_by_role("button", name="Start recording").click()
    expect(popup.get_by_role("alert")).to_contain_text("needs two digits, or letters and a digit")
    popup.reload()


def test_a_stop_ends_the_pause(recording: Recording) -> None:
    recording.browser.pause()
    recording.browser.popup.wait_for_timeout(1100)
    recording.browser.stop()
    stopped = recording.browser.stored()["recording"]
    assert "pausedAt" not in stopped
    assert 1000 < stopped["pausedMs"] <= stopped["stoppedAt"] - stopped["header"]["start_ms"]


def test_a_recording_that_another_window_removed_stays_removed(recording: Recording) -> None:
    recording.browser.popup.evaluate(
        """async () => {
          const control = await import('./lib/control.js');
          const { recording } = await chrome.storage.local.get('recording');
          await control.clear(recording);
          await control.note('Phoned');
          await control.pause(recording);
          await control.resume({ ...recording, pausedAt: Date.now() });
        }"""
    )
    assert set(recording.browser.stored()) == {"last", "team", "workflows"}
    assert recording.browser.popup.evaluate("() => chrome.action.getBadgeText({})") == ""


def test_a_site_that_is_none_is_refused(browser: RecorderBrowser) -> None:
    popup = browser.popup
    popup.get_by_label("Workflow").fill("Orders")
    popup.get_by_label("Your name or pseudonym").fill("Ana")
    for sites in ("<all_urls>", "*", "https://*/*", "ftp://example.com", "file:///etc"):
        popup.get_by_label("Sites to record").fill(sites)
        popup.get_by_role("button", name="Start recording").click()
        expect(popup.get_by_role("alert")).to_contain_text("is no address or host")
    popup.reload()


def test_sites_are_understood_as_people_write_them(browser: RecorderBrowser) -> None:
    found = browser.popup.evaluate(
        "async (text) => (await import('./lib/sites.js')).sitesFrom(text)",
        "erp.example.com\nhttps://crm.example.com/start?a=1#b\n*.example.org\nhttp://localhost:8802\nmes:81/a",
    )
    assert found == {
        "sites": [
            "*://erp.example.com/*",
            "https://crm.example.com/*",
            "*://*.example.org/*",
            "http://localhost:8802/*",
            "http://mes:81/*",
            "https://mes:81/*",
        ],
        "refused": [],
    }


def test_a_host_with_a_port_has_one_line_and_one_switch(browser: RecorderBrowser) -> None:
    sites = ["http://mes:81/*", "*://erp.example.com/*", "https://mes:81/*", "http://one:80/*"]
    plain = browser.popup.evaluate(
        "async (sites) => (await import('./lib/sites.js')).plainSites(sites)", sites
    )
    assert plain == ["mes:81", "erp.example.com", "http://one:80"]


def test_the_order_of_a_document_holds_when_the_clock_is_set_back(browser: RecorderBrowser) -> None:
    order = browser.popup.evaluate(
        """async () => {
          const { inOrder } = await import('./lib/assemble.js');
          const entry = (writer, count, utc_ms) => ({ writer, count, clock: 0, event: { kind: 'click', utc_ms } });
          const entries = [entry('a', 1, 500), entry('b', 0, 800), entry('a', 0, 1000), entry('b', 1, 1200)];
          return inOrder(entries).map(({ writer, count }) => writer + count);
        }"""
    )
    assert order == ["b0", "a0", "a1", "b1"]


def test_a_tab_is_left_before_another_is_shown(browser: RecorderBrowser) -> None:
    told = browser.popup.evaluate(
        """async () => {
          const { inOrder } = await import('./lib/assemble.js');
          let count = 0;
          const entry = (writer, kind, utc_ms) => ({ writer, count: count++, clock: 0, event: { kind, utc_ms } });
          const entries = [
            entry('b', 'tab_shown', 100), entry('a', 'field_changed', 103), entry('a', 'tab_hidden', 104),
            entry('c', 'tab_shown', 200), entry('b', 'tab_hidden', 201), entry('c', 'click', 210),
            entry('c', 'tab_hidden', 300), entry('a', 'tab_shown', 301), entry('d', 'tab_hidden', 900),
          ];
          return inOrder(entries).map(({ writer, event }) => `${writer} ${event.kind} ${event.utc_ms}`);
        }"""
    )
    assert told == [
        "a field_changed 103", "a tab_hidden 104", "b tab_shown 104", "b tab_hidden 201", "c tab_shown 201",
        "c click 210", "c tab_hidden 300", "a tab_shown 301", "d tab_hidden 900",
    ]  # fmt: skip


def test_a_note_that_is_being_written_is_still_there_when_the_popup_was_closed(recording: Recording) -> None:
    """A press on the page closes it."""
    browser = recording.browser
    browser.popup.get_by_label("Note", exact=True).fill("The customer called")
    browser.popup.get_by_label("Case number", exact=True).fill("SO-1042")
    browser.popup.close()
    expect(browser.popup.get_by_label("Note", exact=True)).to_have_value("The customer called")
    expect(browser.popup.get_by_label("Case number", exact=True)).to_have_value("SO-1042")
    browser.note("The customer called", "SO-1042")
    browser.popup.close()
    expect(browser.popup.get_by_label("Note", exact=True)).to_have_value("")
    assert [event["text"] for event in recording.events("note")] == ["The customer called"]
