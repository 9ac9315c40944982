"""The recorder as people use it: sites that are switched off, past recordings, long ones, pages that write much."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import expect
from recorder import RecorderBrowser, wait_until
from support import CLEARED, Recording, Site, past, read

KEPT = "() => chrome.storage.local.getKeys().then((keys) => keys.filter((key) => key.startsWith('kept|')).length)"
# ------------------------------------------------------------------------------------------------ sites


def test_a_site_can_be_switched_off_and_on_again(recording: Recording) -> None:
    site, popup = recording.site, recording.browser.popup
    page = recording.show(
        "<h1>Orders</h1><button>First</button><button>Second</button><button>Third</button>"
    )
    host = f"erp.localhost:{site.port}"
    switch = popup.get_by_role("switch", name=host)
    page.get_by_role("button", name="First").click()
    expect(popup.locator("#steps")).to_contain_text("First")
    expect(switch).to_be_checked()
    switch.press("Space")
    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()
    page.get_by_role("button", name="Second").click()
    switch.click()
    expect(switch).to_be_checked()
    page.get_by_role("button", name="Third").click()
    expect(popup.locator("#steps")).to_contain_text("Third")
    assert [event["element"]["name"] for event in recording.events("click")] == ["First", "Third"]


# --------------------------------------------------------------------------------------- past recordings


def test_recordings_stay_in_the_browser_until_they_are_removed(recording: Recording, tmp_path: Path) -> None:
    browser, popup = recording.browser, recording.browser.popup
    recording.show("<h1>Work</h1><button>Go</button>").get_by_role("button").click()
    expect(popup.locator("#events")).to_have_text("2")
    browser.stop()
    popup.get_by_role("button", name="Start a new recording").click()
    expect(past(popup)).to_have_count(1)
    expect(past(popup)).to_contain_text("Ana · ")
    expect(past(popup)).to_contain_text("2 events")
    expect(past(popup)).to_contain_text("Not saved")
    browser.start("Returns", "Ana")
    expect(past(popup)).to_have_count(0)
    browser.note("Phoned")
    browser.stop()
    browser.save(tmp_path / "returns.jsonl")
    popup.get_by_role("button", name="Start a new recording").click()
    expect(past(popup)).to_have_count(2)
    orders, returns = (past(popup).filter(has_text=name) for name in ("Sales order", "Returns"))
    expect(returns.locator(".tag")).to_have_text("Saved")
    with popup.expect_download() as downloading:
        orders.get_by_role("button", name="Save").click()
    lines = read(Path(downloading.value.path()))
    assert [line["kind"] for line in lines] == ["header", "page_shown", "click", "seal"]
    assert downloading.value.suggested_filename == f"{lines[0]['recording']}.jsonl"
    expect(orders.locator(".tag")).to_have_text("Saved")
    returns.get_by_role("button", name="Remove").click()
    expect(past(popup)).to_have_count(1)
    orders.get_by_role("button", name="Remove").click()
    expect(past(popup)).to_have_count(0)
    wait_until(popup, CLEARED)


def test_what_is_not_saved_is_removed_after_a_question_alone(recording: Recording) -> None:
    popup = recording.browser.popup
    recording.browser.stop()
    popup.get_by_role("button", name="Start a new recording").click()
    past(popup).get_by_role("button", name="Remove").click()
    expect(popup.get_by_role("dialog")).to_contain_text("“Sales order processing” is not saved.")
    popup.keyboard.press("Escape")
    assert popup.evaluate(KEPT) == 1
    past(popup).get_by_role("button", name="Remove").click()
    popup.get_by_role("button", name="Discard it").click()
    expect(past(popup)).to_have_count(0)
    wait_until(popup, CLEARED)


def test_an_interrupted_recording_that_was_put_away_can_go_on(tmp_path: Path, site: Site) -> None:
    site.pages["/work"] = "<h1>Work</h1><button>Go</button>"
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")]) as browser:
        browser.start("Orders", "Ana")
        browser.note("Before")
        browser.kill()
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")]) as browser:
        popup = browser.popup
        expect(popup.locator("#done-title")).to_have_text("An unfinished recording")
        popup.get_by_role("button", name="Start a new recording").click()
        expect(past(popup)).to_contain_text("Interrupted")
        browser.start("Returns", "Ana")
        browser.stop()
        past(popup).get_by_role("button", name="Go on").click()
        popup.get_by_role("button", name="Stop").wait_for()
        expect(popup.locator("#steps")).to_contain_text("Note: Before")
        browser.note("After")
        browser.stop()
        lines = read(browser.save(tmp_path / "trace.jsonl"))
        assert [line.get("text") for line in lines if line["kind"] == "note"] == ["Before", "After"]
        expect(past(popup)).to_contain_text("Returns")


def test_a_full_disk_is_told_with_what_to_do(recording: Recording) -> None:
    popup = recording.browser.popup
    recording.browser.worker.evaluate(
        "chrome.storage.session.set({failed: {events: 3, instant: Date.now()}})"
    )
    alert = popup.get_by_role("alert").filter(has_text="could not store everything")
    expect(alert).to_contain_text("3 events are not stored yet. Your disk is probably full: free some space")
    alert.get_by_role("button", name="I made room").click()
    expect(alert).to_be_hidden()
    assert popup.evaluate("chrome.action.getBadgeText({})") == "REC"


# ------------------------------------------------------------------------------------------- performance


def test_the_page_keeps_a_few_of_many_events_and_counts_them_all(browser: RecorderBrowser) -> None:
    kept = browser.popup.evaluate(
        """async () => {
          const { openTally } = await import('./lib/tally.js');
          const entry = (count, more) => ({ writer: 'd', count, revision: 0, event: { n: count }, ...more });
          const key = (count, revision = 0) => `event|x|${String(count).padStart(7, '0')}|${revision}`;
          const entries = { [key(0)]: entry(0), [key(0, 1)]: entry(0, { revision: 1 }) };
          const tally = openTally({ folded: 1000, entries });
          for (let n = 1; n <= 50000; n += 1) tally.add(key(n), entry(n));
          tally.add(key(50000, 1), entry(50000, { revision: 1, event: { n: 'told again' } }));
          tally.add(key(50001), entry(50001, { replaces: 49999 }));
          tally.add(key(50001, 1), entry(50001, { replaces: 49999, revision: 1 }));
          tally.add(key(2, 1), entry(2, { revision: 1, event: { n: 'old, told again' } }));
          return [tally.count(), tally.events().length, tally.events().slice(-3).map(({ n }) => n)];
        }"""
    )
    assert kept[0] == 1000 + 1 + 50_000
    assert kept[1] <= 60
    assert kept[2] == [49998, "told again", 50001]


def test_a_page_that_writes_much_does_not_keep_the_recorder_busy(recording: Recording) -> None:
    popup = recording.browser.popup
    popup.evaluate(
        """() => {
          globalThis.drawn = 0;
          new MutationObserver(() => drawn += 1).observe(document.getElementById('steps'), { childList: true });
        }"""
    )
    before = time.monotonic()
    recording.browser.worker.evaluate(
        """async () => {
          const { recording } = await chrome.storage.local.get('recording');
          for (let n = 0; n < 400; n += 1) {
            const key = ['event', recording.header.recording, String(n).padStart(15, '0'), '0', 'd-x', n, 0].join('|');
            const event = { kind: 'note', utc_ms: n, text: `Note ${n}` };
            const place = { writer: 'd-x', clock: 0, count: n, revision: 0, redactions: 0 };
            await chrome.storage.local.set({ [key]: { event, ...place } });
          }
        }"""
    )
    expect(popup.locator("#events")).to_have_text("400")
    expect(popup.locator("#steps li")).to_have_count(30)
    assert popup.evaluate("drawn") <= (time.monotonic() - before) * 4 + 2
