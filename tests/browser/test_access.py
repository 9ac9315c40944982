"""The recorder for everybody: light and dark, from right to left, in any size, with the keyboard alone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from recorder import EXTENSION, RecorderBrowser, wait_until
from support import CLEARED, Site, past, read

OVERFLOWING = """() => [...document.querySelectorAll('body *')]
  .filter((el) => el.checkVisibility() && !el.matches('.file, input, option, datalist') && !el.closest('svg'))
  .filter((el) => {
    const { left, right } = el.getBoundingClientRect();
    return left < -0.5 || right > innerWidth + 0.5
      || (el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).display !== 'inline');
  })
  .map((el) => el.outerHTML.slice(0, 80))"""
LONG = "Auftragsabwicklungsprozessdokumentation-" * 4


@contextlib.contextmanager
def size_of(page: Page, width: int, height: int = 800) -> Iterator[None]:
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": height})
    yield
    if before:
        page.set_viewport_size(before)


def in_every_state(browser: RecorderBrowser, site: Site, look: Callable[[str], None]) -> None:
    """Lead the recorder through its states and look at each."""
    popup = browser.popup
    browser.clear()
    popup.reload()
    popup.get_by_role("button", name="Start recording").wait_for()
    look("start")
    popup.locator("#team summary").click()
    popup.locator("footer summary").click()
    look("start, unfolded")
    popup.get_by_label("Workflow").fill("Orders")
    popup.get_by_label("Your name or pseudonym").fill("Ana")
    popup.get_by_label("Sites to record").fill("*")
    popup.get_by_role("button", name="Start recording").click()
    look("start, refused")
    browser.start(LONG, "أنا", case_example="SO-1042")
    look("live, empty")
    site.pages["/work"] = f"<h1>{LONG}</h1><label>{LONG} <input></label>"
    browser.page.goto(site.url("erp", "/work"))
    browser.page.locator("input").fill("x")
    browser.note("Called")
    popup.get_by_role("button", name="Add mark").click()
    look("live")
    popup.evaluate(
        "(site) => { at = (id) => document.getElementById(id); at('other').hidden = false;"
        " at('other-text').textContent = `The page in front is not recorded: ${site}`; }",
        f"https://{LONG}.example.com",
    )
    look("live, on another site")
    browser.pause()
    look("paused")
    browser.stop()
    look("done")
    popup.get_by_role("button", name="Discard").click()
    look("question")
    popup.get_by_role("button", name="Keep it").click()
    popup.locator("#save[data-ready]").wait_for()
    with popup.expect_download():
        popup.get_by_role("link", name="Save recording").click()
    popup.get_by_role("button", name="Remove from this browser").wait_for()
    look("saved")
    popup.get_by_role("button", name="Start a new recording").click()
    past(popup).wait_for()
    look("past")
    browser.start("Orders", "Ana")
    popup.evaluate("() => chrome.storage.session.set({running: null, failed: {events: 3, instant: 0}})")
    popup.reload()
    popup.get_by_role("status").get_by_text("Interrupted").wait_for()
    look("interrupted, and a full disk")
    popup.evaluate("() => chrome.storage.session.remove('failed')")
    popup.get_by_role("button", name="Start a new recording").click()
    popup.get_by_role("button", name="Go on", exact=True).wait_for()
    look("past, interrupted")
    browser.clear()
    popup.reload()


def test_every_state_is_accessible_in_light_and_dark(browser: RecorderBrowser, site: Site) -> None:
    popup = browser.popup
    found: dict[str, Any] = {}

    def look(state: str) -> None:
        for scheme in ("light", "dark"):
            popup.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            popup.wait_for_timeout(200)  # for what fades
            violations = Axe().run(popup).response["violations"]
            if violations:
                found[f"{state}, {scheme}"] = [
                    (broken["id"], node["html"], node["failureSummary"])
                    for broken in violations
                    for node in broken["nodes"]
                ]

    with size_of(popup, 420):
        in_every_state(browser, site, look)
    popup.emulate_media(color_scheme=None, reduced_motion=None)
    assert found == {}


@pytest.mark.parametrize("width", [380, 1200])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_sticks_out_in_either_direction(
    browser: RecorderBrowser, site: Site, width: int, direction: str
) -> None:
    popup = browser.popup
    found: dict[str, Any] = {}

    def look(state: str) -> None:
        popup.evaluate("(dir) => { document.documentElement.dir = dir; }", direction)
        if sticking := popup.evaluate(OVERFLOWING):
            found[state] = sticking

    with size_of(popup, width):
        in_every_state(browser, site, look)
    assert found == {}


def test_styles_know_no_left_and_right() -> None:
    css = (EXTENSION / "popup.css").read_text("utf-8")
    css = re.sub(r"(?m)^\[dir=\"rtl\"\].*$", "", css)  # what is said of one direction alone
    edges = r"(?:^|[\s;{-])(?:left|right)\s*[:;]|(?:margin|padding|border)-(?:left|right|top|bottom)"
    physical = rf"{edges}|[\s;{{](?:width|height):"
    assert re.findall(physical, css, flags=re.MULTILINE) == []


def test_in_an_arabic_browser_the_page_runs_from_right_to_left(tmp_path: Path, site: Site) -> None:
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")], language="ar") as browser:
        popup = browser.popup
        popup.get_by_role("button", name="Start recording").wait_for()
        if popup.evaluate("chrome.i18n.getUILanguage()") != "ar":
            pytest.skip("this Chromium has no Arabic (Debian: apt-get install chromium-l10n)")
        assert popup.evaluate("[document.documentElement.dir, document.documentElement.lang]") == [
            "rtl",
            "en",
        ]
        title, state = popup.locator("h1"), popup.locator("header img")
        assert (title.bounding_box() or {})["x"] < (state.bounding_box() or {})["x"]
        assert Axe().run(popup).response["violations"] == []
        browser.start("طلبات", "Ana")
        assert Axe().run(popup).response["violations"] == []
        browser.stop()
        assert read(browser.save(tmp_path / "trace.jsonl"))[0]["workflow"] == "طلبات"


def test_a_recording_with_the_keyboard_alone(browser: RecorderBrowser, site: Site) -> None:
    popup = browser.popup
    browser.page.goto("about:blank")
    popup.reload()
    popup.locator("#start").wait_for()

    def go_to(name: str) -> None:
        for _ in range(40):
            popup.keyboard.press("Tab")
            labelled = "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
            if popup.evaluate(labelled) == name:
                return
        raise AssertionError(f"Tab never came to {name}")

    def write(name: str, text: str) -> None:
        go_to(name)
        popup.keyboard.press("Control+a")
        popup.keyboard.type(text)

    write("Workflow", "Orders")
    write("Your name or pseudonym", "Ana")
    write("Sites to record", site.url("erp"))
    go_to("Start recording")
    popup.keyboard.press("Enter")
    expect(popup.locator("#live-workflow")).to_be_focused()
    go_to("Pause")
    popup.keyboard.press("Space")
    expect(popup.locator("#state")).to_have_text("Paused")
    expect(popup.get_by_role("button", name="Resume")).to_be_focused()
    popup.keyboard.press("Space")
    expect(popup.locator("#state")).to_have_text("Recording")
    write("Note", "Phoned")
    popup.keyboard.press("Enter")
    expect(popup.locator("#own-said")).to_have_text("Note added.")
    write("Case number", "SO-1042")
    go_to("Add mark")
    popup.keyboard.press("Enter")
    expect(popup.locator("#steps")).to_contain_text("Case starts · SO-1042")
    popup.keyboard.press("Shift+Tab")
    for _ in range(12):
        popup.keyboard.press("Shift+Tab")
        if popup.evaluate("document.activeElement.id") == "stop":
            break
    popup.keyboard.press("Enter")
    expect(popup.locator("#done-title")).to_be_focused()
    popup.locator("#save[data-ready]").wait_for()
    go_to("Save recording")
    with popup.expect_download() as downloading:
        popup.keyboard.press("Enter")
    kinds = [line["kind"] for line in read(Path(downloading.value.path()))]
    assert kinds == ["header", "paused", "resumed", "note", "mark", "seal"]
    expect(popup.get_by_role("button", name="Remove from this browser")).to_be_visible()
    go_to("Remove from this browser")
    popup.keyboard.press("Space")
    expect(popup.locator("#start-title")).to_be_focused()
    wait_until(popup, CLEARED)
