"""Nothing is lost: a press may leave the page, the worker be gone, the browser die."""

from __future__ import annotations

import contextlib
from pathlib import Path

from playwright.sync_api import Error
from recorder import RecorderBrowser, wait_until
from support import Recording, Site, read

ROUND = 12


def test_presses_that_leave_the_page_are_kept_while_the_worker_is_stopped(
    recording: Recording,
) -> None:
    recording.serve(
        "<title>Here</title><h1>Here</h1><button onclick=\"location = '/there'\">Go</button>", "/here"
    )
    recording.serve(
        "<title>There</title><h1>There</h1><form action=/here><button>Back</button></form>", "/there"
    )
    page = recording.page
    page.goto(recording.site.url("erp", "/here"))
    for turn in range(ROUND):
        if turn % 3 == 0:
            recording.browser.stop_worker()
        page.get_by_role("button", name="Go").click()
        page.get_by_role("button", name="Back").click()
        page.get_by_role("heading", name="Here").wait_for()
    kinds = [event["kind"] for event in recording.events()]
    assert kinds.count("click") == 2 * ROUND
    assert kinds.count("form_submitted") == ROUND
    assert kinds.count("page_shown") == 2 * ROUND + 1


def test_pages_and_the_recorder_write_keys_of_one_layout(recording: Recording) -> None:
    """content/store.js cannot import lib/keys.js."""
    page = recording.show("<button>Go</button>")
    page.get_by_role("button").click()
    recording.browser.note("Phoned")
    wait_until(
        recording.browser.popup,
        """() => chrome.storage.local.get(null).then((all) =>
          Object.keys(all).filter((key) => key.startsWith('event|')).length >= 3)""",
    )  # each is on its way to the disk
    stored = recording.browser.stored()
    entries = {key: entry for key, entry in stored.items() if key.startswith("event|")}
    assert len(entries) >= 3
    keys = recording.browser.popup.evaluate(
        """async ([recording, entries]) => {
          const { eventKey } = await import('./lib/keys.js');
          return entries.map(({ event, writer, clock, count, revision }) =>
            eventKey(recording, writer, { utc: event.utc_ms, clock, count, revision }));
        }""",
        [stored["recording"]["header"]["recording"], list(entries.values())],
    )
    assert keys == list(entries)


def test_a_killed_browser_keeps_the_recording_and_offers_it_again(tmp_path: Path, site: Site) -> None:
    site.pages.clear()
    site.pages["/work"] = "<h1>Work</h1><button>Go</button>"
    sites = [site.url("erp", "/*")]
    with RecorderBrowser(tmp_path / "profile", sites) as browser:
        browser.start("Sales order processing", "Ana")
        browser.page.goto(site.url("erp", "/work"))
        for _ in range(5):
            browser.page.get_by_role("button").click()
        browser.popup.get_by_text("Pressed “Go”").nth(4).wait_for()
        browser.kill()
    with RecorderBrowser(tmp_path / "profile", sites) as browser:
        browser.page.goto(site.url("erp", "/work"))  # nobody asked to record this
        browser.popup.get_by_role("status").get_by_text("Interrupted").wait_for()
        assert browser.popup.evaluate("chrome.action.getBadgeText({})") == "!"
        cut_off = read(browser.save(tmp_path / "cut-off.jsonl"))
        browser.popup.get_by_role("button", name="Go on recording").click()
        browser.popup.get_by_role("button", name="Stop").wait_for()
        browser.page.get_by_role("button").click()
        browser.stop()
        whole = read(browser.save(tmp_path / "whole.jsonl"))
    kinds = [line["kind"] for line in cut_off]
    assert kinds == ["header", "page_shown", *["click"] * 5]  # and no seal: it was cut off
    assert [line["kind"] for line in whole] == [*kinds, "page_shown", "click", "seal"]
    assert whole[:7] == cut_off


def test_a_reloaded_extension_leaves_no_errors_in_open_pages(tmp_path: Path, site: Site) -> None:
    site.pages["/work"] = "<h1>Work</h1><button>Go</button>"
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")]) as browser:
        browser.start("Sales order processing", "Ana")
        page = browser.page
        wrong: list[str] = []
        page.on(
            "pageerror", lambda error: wrong.append(str(error))
        )  # the recorder's own page closes meanwhile
        page.goto(site.url("erp", "/work"))
        with contextlib.suppress(Error):
            browser.worker.evaluate("chrome.runtime.reload()")
        page.wait_for_timeout(500)
        page.get_by_role("button").click()
        page.get_by_role("button").click()
        page.wait_for_timeout(100)
        assert wrong == []
