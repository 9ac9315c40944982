"""A recording that grows in a folder while it is made: real Chromium, the real host."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from recorder import EXTENSION, RecorderBrowser
from support import Site, read

from ledgerium_cli.recorder import Browser
from ledgerium_cli.recorder.install import install
from ledgerium_cli.recording.read import read_recording

PAGE = "<h1>Work</h1><button>Go</button>"


@pytest.fixture
def allowed(tmp_path: Path) -> Path:
    """A copy of the extension that needs no question, which nobody can answer without a screen."""
    copy = tmp_path / "extension"
    shutil.copytree(EXTENSION, copy)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["permissions"] += manifest.pop("optional_permissions")
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return copy


@pytest.fixture
def browser(tmp_path: Path, allowed: Path, site: Site) -> Iterator[RecorderBrowser]:
    site.pages["/work"] = PAGE
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")], extension=allowed) as running:
        yield running
        assert running.errors == []


def install_for(browser: RecorderBrowser, folder: Path, tmp_path: Path) -> None:
    """Chromium looks into the folder of its profile first."""
    [manifest] = install(folder, [Browser.CHROMIUM], tmp_path)
    shutil.copytree(manifest.parent, browser.profile_dir / "NativeMessagingHosts", dirs_exist_ok=True)


def switch_on(browser: RecorderBrowser) -> None:
    browser.popup.get_by_text("Write into a folder while recording").click()
    browser.popup.get_by_role("switch", name="Write into the folder").click()


def test_a_recording_grows_while_it_is_made_and_is_whole_at_the_end(
    browser: RecorderBrowser, tmp_path: Path, site: Site
) -> None:
    folder = tmp_path / "recordings"
    install_for(browser, folder, tmp_path)
    switch_on(browser)
    expect(browser.popup.get_by_role("switch", name="Write into the folder")).to_be_checked()
    browser.start("Orders", "Ana")
    page = browser.page
    page.goto(site.url("erp", "/work"))
    page.get_by_role("button").click()
    wait_for(browser, folder, lines=3)
    page.get_by_role("button").click()
    page.wait_for_timeout(600)  # no double click
    wait_for(browser, folder, lines=4)
    page.goto(site.url("erp", "/asked-for"))
    wait_for(browser, folder, lines=5)
    [growing] = folder.iterdir()
    recording, problems = read_recording(growing.read_bytes(), growing.name)
    assert recording is not None
    assert [event.kind for event in recording.events] == ["page_shown", "click", "click", "page_shown"]
    assert [line["how"] for line in read(growing) if line["kind"] == "page_shown"] == ["load", "address"]
    assert [problem.what for problem in problems] == ["The recording has no seal: it was cut off."]
    browser.stop()
    saved = browser.save(tmp_path / "saved.jsonl")
    wait_for(browser, folder, lines=6)
    assert growing.read_bytes() == saved.read_bytes()


BUSY = """async (writer) => {
  const { eventKey, tabKey } = await import("./lib/keys.js");
  const { recording } = await chrome.storage.local.get("recording");
  const id = recording.header.recording;
  const page = { system: "erp.example.com", route: "/orders", title: "Orders", heading: "Orders" };
  const utc_ms = Date.now();
  const items = {};
  for (let count = 0; count < 500; count += 1) {
    const event = { kind: "click", utc_ms, mono_ms: count, document: writer, page, element: { role: "button" } };
    items[eventKey(id, writer, { utc: utc_ms, clock: count, count })] =
      { event, writer, clock: count, count, revision: 0, redactions: 0 };
  }
  for (let n = 0; n < 200; n += 1) items[tabKey(id, n ? `${writer}${n}` : writer)] = 7;
  await chrome.storage.local.set(items);
}"""
"""500 events and what is told of 200 documents at once: as much as is folded when the next document says hello."""


def test_a_growing_file_tells_of_documents_and_events_that_were_folded_what_the_whole_one_does(
    browser: RecorderBrowser, tmp_path: Path, site: Site
) -> None:
    folder = tmp_path / "recordings"
    install_for(browser, folder, tmp_path)
    switch_on(browser)
    browser.start("Orders", "Ana")
    page = browser.page
    browser.popup.evaluate(BUSY, "d-a")
    page.goto(site.url("erp", "/work"))  # known to the file before it grows, and folded
    wait_for(browser, folder, lines=502)
    page.get_by_role("button").click()
    page.wait_for_timeout(1500)  # settled when what follows is not
    browser.popup.evaluate(BUSY, "d-b")
    page.goto(site.url("erp", "/asked-for"))  # folded before the file had heard of it, with events
    wait_for(browser, folder, lines=1004)
    [growing] = folder.iterdir()
    lines = read(growing)
    browser.stop()
    assert lines == read(browser.save(tmp_path / "saved.jsonl"))[:-1]
    assert all(line["tab"] for line in lines[1:])


def test_a_killed_browser_leaves_whole_lines_and_the_next_goes_on(
    tmp_path: Path, allowed: Path, site: Site
) -> None:
    folder = tmp_path / "recordings"
    site.pages["/work"] = PAGE
    sites = [site.url("erp", "/*")]
    with RecorderBrowser(tmp_path / "profile", sites, extension=allowed) as browser:
        install_for(browser, folder, tmp_path)
        switch_on(browser)
        expect(browser.popup.get_by_role("switch", name="Write into the folder")).to_be_checked()
        browser.start("Orders", "Ana")
        browser.page.goto(site.url("erp", "/work"))
        browser.page.get_by_role("button").click()
        wait_for(browser, folder, lines=3)
        browser.kill()
    [growing] = folder.iterdir()
    assert [line["kind"] for line in read(growing)] == ["header", "page_shown", "click"]
    with RecorderBrowser(tmp_path / "profile", sites, extension=allowed) as browser:
        browser.popup.get_by_role("button", name="Go on recording").click()
        browser.popup.get_by_role("button", name="Stop").wait_for()
        browser.page.goto(site.url("erp", "/work"))
        browser.page.get_by_role("button").click()
        wait_for(browser, folder, lines=5)
        browser.stop()
        wait_for(browser, folder, lines=6)
    kinds = [line["kind"] for line in read(growing)]
    assert kinds == ["header", "page_shown", "click", "page_shown", "click", "seal"]


def test_without_the_program_the_switch_says_so_and_recording_works(
    browser: RecorderBrowser, tmp_path: Path, site: Site
) -> None:
    switch_on(browser)
    expect(browser.popup.locator("#folder-problem")).to_contain_text("The program does not answer")
    expect(browser.popup.get_by_role("switch", name="Write into the folder")).not_to_be_checked()
    browser.start("Orders", "Ana")
    browser.page.goto(site.url("erp", "/work"))
    browser.stop()
    assert len(read(browser.save(tmp_path / "saved.jsonl"))) == 3


def test_a_folder_that_cannot_be_written_is_told_while_recording_goes_on(
    browser: RecorderBrowser, tmp_path: Path, site: Site
) -> None:
    folder = tmp_path / "recordings"
    install_for(browser, folder, tmp_path)
    switch_on(browser)
    expect(browser.popup.get_by_role("switch", name="Write into the folder")).to_be_checked()
    folder.write_text("a file is in the way")
    browser.start("Orders", "Ana")
    browser.page.goto(site.url("erp", "/work"))
    expect(browser.popup.locator("#host-problem")).to_contain_text("cannot be written", timeout=15_000)
    browser.stop()
    assert len(read(browser.save(tmp_path / "saved.jsonl"))) == 3


def wait_for(browser: RecorderBrowser, folder: Path, lines: int) -> None:
    for _ in range(100):
        files = list(folder.glob("*.jsonl")) if folder.exists() else []
        if files and files[0].read_bytes().count(b"\n") == lines:
            return
        browser.page.wait_for_timeout(100)
    found = [(file.name, file.read_text()) for file in folder.glob("*.jsonl")]
    raise AssertionError(f"not {lines} lines: {found} {os.listdir(folder.parent)}")
