"""The recorder's own page."""

from __future__ import annotations

from playwright.sync_api import expect
from recorder import RecorderBrowser
from support import Recording


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
    popup.get_by_role("button", name="Discard").click()
    popup.get_by_role("button", name="Discard it").click()
    expect(popup.get_by_role("button", name="Start recording")).to_be_visible()
    assert set(recording.browser.stored()) == {"last"}


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
        "erp.example.com\nhttps://crm.example.com/start?a=1#b\n*.example.org\nhttp://localhost:8802",
    )
    assert found == {
        "sites": [
            "*://erp.example.com/*",
            "https://crm.example.com/*",
            "*://*.example.org/*",
            "http://localhost:8802/*",
        ],
        "refused": [],
    }


def test_the_order_of_a_document_holds_when_the_clock_is_set_back(browser: RecorderBrowser) -> None:
    order = browser.popup.evaluate(
        """async () => {
          const { inOrder } = await import('./lib/assemble.js');
          const entry = (writer, count, utc_ms) => ({ writer, count, clock: 0, event: { utc_ms } });
          const entries = [entry('a', 1, 500), entry('b', 0, 800), entry('a', 0, 1000), entry('b', 1, 1200)];
          return inOrder(entries).map(({ writer, count }) => writer + count);
        }"""
    )
    assert order == ["b0", "a0", "a1", "b1"]
