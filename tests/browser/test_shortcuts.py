"""Shortcuts: without looking at the recorder, with its button saying what they did; and what needs a real screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from recorder import EXTENSION, RecorderBrowser, wait_until
from support import Recording, Site, read


def press(browser: RecorderBrowser, command: str) -> None:
    """What Chromium does when the person presses the shortcut of a command."""
    browser.worker.evaluate("(command) => chrome.commands.onCommand.dispatch(command)", command)


def badge(browser: RecorderBrowser, text: str) -> None:
    shows = "text => chrome.action.getBadgeText({}).then((now) => now === text)"
    wait_until(browser.popup, shows, text)


def test_shortcuts_pause_and_mark_and_say_so_on_the_button(recording: Recording) -> None:
    browser = recording.browser
    recording.show("<h1>Work</h1>")
    press(browser, "pause")
    badge(browser, "II")
    press(browser, "pause")
    badge(browser, "REC")
    press(browser, "hold")
    badge(browser, "HOLD")
    badge(browser, "REC")
    press(browser, "hold")
    badge(browser, "GO")
    badge(browser, "REC")
    browser.mark("hold")
    press(browser, "hold")
    badge(browser, "GO")
    told = [event.get("mark", event["kind"]) for event in recording.events("paused", "resumed", "mark")]
    assert told == ["paused", "resumed", "hold", "release", "hold", "release"]


def test_shortcuts_do_nothing_where_nothing_is_recorded(browser: RecorderBrowser) -> None:
    for command in ("pause", "hold", "note"):
        press(browser, command)
    badge(browser, "OFF")
    badge(browser, "")
    assert "recording" not in browser.stored()


def test_the_manifest_suggests_no_more_keys_than_chromium_takes() -> None:
    commands = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))["commands"]
    assert set(commands) == {"_execute_action", "pause", "note", "hold"}
    keys = [command["suggested_key"]["default"] for command in commands.values()]
    assert len(keys) == len(set(keys)) <= 4


@pytest.fixture
def screen() -> Iterator[Callable[..., None]]:
    """A screen that is not there, and a way to press keys on it."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("needs Xvfb and xdotool (Debian: apt-get install xvfb xdotool)")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = display
    yield lambda *keys: subprocess.run(
        ["xdotool", "key", *keys], check=True, env={**os.environ, "DISPLAY": display}
    )
    if before is None:
        del os.environ["DISPLAY"]
    else:
        os.environ["DISPLAY"] = before
    server.terminate()
    server.wait()


def test_shortcuts_on_a_screen(screen: Callable[..., None], tmp_path: Path, site: Site) -> None:
    """With the keys of a keyboard and nothing else: pause, resume, hold, and a note in the toolbar's popup."""
    site.pages["/work"] = "<h1>Work</h1>"
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")], headless=False) as browser:
        browser.start("Orders", "Ana")
        browser.page.goto(site.url("erp", "/work"))
        browser.page.bring_to_front()
        browser.page.get_by_role("heading").click()
        for keys, text in [("alt+shift+s", "II"), ("alt+shift+s", "REC"), ("alt+shift+h", "HOLD")]:
            screen(keys)
            badge(browser, text)
        screen("alt+shift+m")
        contexts = "chrome.runtime.getContexts({contextTypes: ['POPUP']}).then((all) => all.length)"
        for _ in range(50):
            if browser.worker.evaluate(contexts):
                break
            time.sleep(0.1)
        time.sleep(0.5)  # until the popup has the keyboard
        screen(*"Phoned", "Return")
        expect(browser.popup.locator("#steps")).to_contain_text("Note: Phoned")
        browser.stop()
        own = [
            line
            for line in read(browser.save(tmp_path / "trace.jsonl"))
            if line["kind"] in ("paused", "resumed", "mark", "note")
        ]
    assert [line["kind"] for line in own] == ["paused", "resumed", "mark", "note"]
    assert {line["page"]["heading"] for line in own} == {"Work"}


def test_the_browsers_question_on_a_screen(screen: Callable[..., None], tmp_path: Path, site: Site) -> None:
    """Denied, then allowed: "Deny" has the focus, "Allow" comes next."""
    site.pages["/work"] = "<h1>Work</h1>"
    with RecorderBrowser(tmp_path / "profile", [], headless=False) as browser:
        popup = browser.popup
        popup.bring_to_front()
        popup.get_by_label("Workflow").fill("Orders")
        popup.get_by_label("Your name or pseudonym").fill("Ana")
        popup.get_by_label("Sites to record").fill(site.url("erp"))
        start = popup.get_by_role("button", name="Start recording")
        start.click()
        time.sleep(1)  # until the question has the keyboard
        screen("Return")
        expect(popup.locator("#start-problem")).to_contain_text("was not allowed to record these sites")
        start.click()
        time.sleep(1)
        screen("Tab", "Return")
        popup.get_by_role("button", name="Stop").wait_for()
        badge(browser, "REC")
        browser.page.goto(site.url("erp", "/work"))
        expect(popup.locator("#steps")).to_contain_text("Page “Work”")
