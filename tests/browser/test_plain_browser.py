"""What only a browser without Playwright shows: hidden tabs, pages from the cache."""

from __future__ import annotations

import json
from pathlib import Path

from plain import PlainChromium
from recorder import extension_id, grant
from support import Site

START = """(() => {
  const fields = { workflow: 'Orders', actor: 'Ana', sites: SITE };
  for (const [id, text] of Object.entries(fields)) document.getElementById(id)['value'] = text;
  document.getElementById('start-form').requestSubmit();
})()"""
EVENTS = """chrome.storage.local.get(null).then((all) =>
  Object.keys(all).sort().map((key) => all[key].event).filter(Boolean))"""
FILE = """(async () => {
  const { recording } = await chrome.storage.local.get('recording');
  const [{ ordered }, { load }] = await Promise.all([import('./lib/assemble.js'), import('./lib/stored.js')]);
  const { entries, ...documents } = await load(recording.header.recording);
  const pages = ordered(entries, documents).filter(({ kind }) => kind === 'page_shown');
  return pages.map(({ page, how }) => [page.route, how]);
})()"""
BACK = f"{EVENTS}.then((events) => events.some(({{ how, page }}) => how === 'history' && page.heading))"


def test_tabs_that_are_hidden_and_pages_from_the_cache(tmp_path: Path, site: Site) -> None:
    site.pages.clear()
    site.pages["/first"] = "<h1>First</h1><a href=/next>Next</a>"
    grant(tmp_path, extension_id(), [site.url("erp", "/*")])
    with PlainChromium(tmp_path) as browser:
        popup = browser.open(f"chrome-extension://{extension_id()}/popup.html", window=True)
        popup.wait_for("!document.getElementById('start').hidden")
        first = browser.open(site.url("erp", "/first"))
        popup.evaluate(START.replace("SITE", json.dumps(site.url("erp"))))
        popup.wait_for(f"{EVENTS}.then((events) => events.length === 1)")
        second = browser.open(site.url("erp", "/second"))
        popup.wait_for(f"{EVENTS}.then((events) => events.length === 3)")
        first.bring_to_front()
        popup.wait_for(f"{EVENTS}.then((events) => events.length === 5)")
        first.click("a")
        first.wait_for("document.querySelector('h1')?.textContent === 'Page next'")
        first.evaluate("history.back()")
        popup.wait_for(BACK)
        second.bring_to_front()
        popup.wait_for(f"{EVENTS}.then((events) => events.length === 10)")
        events = popup.evaluate(EVENTS)
    told = [(event["kind"], event.get("how"), event["page"].get("heading")) for event in events]
    assert told[0] == ("page_shown", "load", "First")
    # By an address, as far as the page knows; the file says so where the page before it in its tab was left so.
    assert sorted(told[1:3]) == [("page_shown", "address", "Page second"), ("tab_hidden", None, "First")]
    assert sorted(told[3:5]) == [("tab_hidden", None, "Page second"), ("tab_shown", None, "First")]
    assert told[5:8] == [
        ("click", None, "First"),
        ("page_shown", "load", "Page next"),
        ("page_shown", "history", "First"),
    ]
    assert sorted(told[8:]) == [("tab_hidden", None, "First"), ("tab_shown", None, "Page second")]
    first_page, back = events[0], events[7]
    assert back["document"] == first_page["document"]  # from the cache: the same document


def test_a_page_from_the_cache_that_is_left_in_both_ways_says_nothing(tmp_path: Path, site: Site) -> None:
    """Which of its ways led to which page is not known; what was asked for from a page left once is."""
    site.pages.clear()
    link = "<meta name=referrer content=no-referrer><h1>List</h1><a href=/linked>Go</a>"
    site.pages |= {"/twice": link, "/once": link}
    grant(tmp_path, extension_id(), [site.url("erp", "/*")])
    with PlainChromium(tmp_path) as browser:
        popup = browser.open(f"chrome-extension://{extension_id()}/popup.html", window=True)
        popup.wait_for("!document.getElementById('start').hidden")
        popup.evaluate(START.replace("SITE", json.dumps(site.url("erp"))))
        popup.wait_for("chrome.storage.local.get('recording').then(({ recording }) => Boolean(recording))")
        tab = browser.open(site.url("erp", "/twice"))
        tab.go(site.url("erp", "/asked"))
        tab.evaluate("history.back()")
        tab.wait_for("document.querySelector('h1')?.textContent === 'List'")
        popup.wait_for(BACK)
        tab.click("a")
        tab.wait_for("document.querySelector('h1')?.textContent === 'Page linked'")
        tab.go(site.url("erp", "/once"))
        tab.go(site.url("erp", "/last"))
        popup.wait_for(f"{EVENTS}.then((events) => events.at(-1).page.heading === 'Page last')")
        told = popup.evaluate(FILE)
    assert told == [
        ["/twice", "load"],
        ["/asked", "load"],
        ["/twice", "history"],
        ["/linked", "load"],
        ["/once", "address"],
        ["/last", "address"],
    ]


def test_nothing_is_recorded_in_a_private_window(tmp_path: Path, site: Site) -> None:
    site.pages["/work"] = "<h1>Work</h1><button>Go</button>"
    grant(tmp_path, extension_id(), [site.url("erp", "/*")])
    with PlainChromium(tmp_path) as browser:
        popup = browser.open(f"chrome-extension://{extension_id()}/popup.html", window=True)
        popup.wait_for("!document.getElementById('start').hidden")
        popup.evaluate(START.replace("SITE", json.dumps(site.url("erp"))))
        popup.wait_for("!document.getElementById('live').hidden")
        private = browser.send("Target.createBrowserContext")["browserContextId"]
        browser.open(site.url("erp", "/work"), window=True, context=private).press("Go")
        browser.open(site.url("erp", "/work")).press("Go")
        popup.wait_for(f"{EVENTS}.then((events) => events.some(({{ kind }}) => kind === 'click'))")
        events = popup.evaluate(EVENTS)
    assert [event["kind"] for event in events] == ["page_shown", "click"]
