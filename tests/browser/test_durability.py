"""Nothing acknowledged is lost: the browser killed at any moment, the disk full, a day of work.

Acknowledged is what Chromium said it had stored. Ten kills run every time; `pytest -m trials` runs 200, in both ways of
naming.
"""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error
from recorder import EXTENSION, RecorderBrowser, wait_until
from support import Recording, Site, read

from ledgerium_cli.recording.read import read_recording

WORK = """<h1>Work</h1><button id=here>Here</button><a id=there href=/work?next>There</a>
<label>Name <input></label><p role=status></p>
<script>here.onclick = () => document.querySelector("p").textContent = "Pressed " + Math.random()</script>"""

TELL = """() => chrome.storage.onChanged.addListener((changes) => {
  const keys = Object.entries(changes).filter(([key, { newValue }]) => key.startsWith("event|") && newValue);
  if (keys.length) acknowledged(keys.map(([key]) => key));
})"""

STORED = """async () => {
  const { recording } = await chrome.storage.local.get("recording");
  const { load } = await import("./lib/stored.js");
  const { entries } = await load(recording.header.recording);
  return entries.map(({ writer, count, revision }) => [writer, count, revision]);
}"""

FILL = """async (count) => {
  const { eventKey } = await import("./lib/keys.js");
  const { recording } = await chrome.storage.local.get("recording");
  const page = { system: "erp.example.com", route: "/orders", title: "Orders", heading: "Orders" };
  const element = { role: "button", name: "Save order", named_by: "text", selectors: ["#save"] };
  const start = recording.header.start_ms - 8 * 3600_000;
  for (let at = 0; at < count; at += 1000) {
    const items = {};
    for (let n = at; n < Math.min(at + 1000, count); n += 1) {
      const place = { utc: start + n * 500, clock: n, count: n };
      const event = { kind: "click", utc_ms: place.utc, mono_ms: n * 500, document: "d-old", page, element };
      items[eventKey(recording.header.recording, "d-old", place)] =
        { event, writer: "d-old", clock: n, count: n, revision: 0, redactions: 0 };
    }
    await chrome.storage.local.set(items);
  }
}"""

FOLD = """async () => {
  const { recording } = await chrome.storage.local.get("recording");
  await (await import("./lib/stored.js")).fold(recording.header.recording);
}"""


def trials(few: int, many: int) -> pytest.MarkDecorator:
    """`few` in every run, `many` behind the marker."""
    return pytest.mark.parametrize("times", [few, pytest.param(many, marks=pytest.mark.trials)])


@contextlib.contextmanager
def killed_after(browser: RecorderBrowser, seconds: float) -> Iterator[None]:
    """What runs inside is cut off by the browser's death, in the middle of whatever it does."""
    killer = threading.Timer(seconds, browser.kill)
    killer.start()
    try:
        with contextlib.suppress(Error):
            yield
    finally:
        killer.join()


def work(browser: RecorderBrowser, chance: random.Random) -> None:
    """Press, type and go from page to page, as fast as the browser takes it, until it dies."""
    page = browser.page
    page.set_default_timeout(3000)
    while True:
        for _ in range(chance.randrange(1, 8)):
            page.locator("#here").press("Enter")
        page.get_by_label("Name").fill("x")
        page.locator("#there").click()


@pytest.mark.parametrize("known_words", [False, pytest.param(True, marks=pytest.mark.trials)])
@trials(10, 200)
def test_a_browser_killed_at_any_moment_loses_nothing_that_was_acknowledged(
    tmp_path: Path, site: Site, times: int, known_words: bool
) -> None:
    chance = random.Random(times)
    site.pages["/work"] = WORK
    profile = tmp_path / "profile"
    acknowledged: set[tuple[str, int, int]] = set()

    def remember(_source: object, keys: list[str]) -> None:
        for key in keys:
            *_, writer, count, revision = key.split("|")
            acknowledged.add((writer, int(count), int(revision)))

    for trial in range(times + 1):
        with RecorderBrowser(profile, [site.url("erp", "/*")]) as browser:
            if trial == 0:
                browser.start("Sales order processing", "Ana", known_words=known_words)
            else:
                found = {tuple(entry) for entry in browser.popup.evaluate(STORED)}
                newest = {(writer, count): revision for writer, count, revision in sorted(acknowledged)}
                lost = [
                    at
                    for at, revision in newest.items()
                    if not any((*at, r) in found for r in range(revision, 99))
                ]
                assert lost == []
                if trial == times:
                    saved = browser.save(tmp_path / "trace.jsonl")
                    break
                browser.popup.get_by_role("button", name="Go on recording").click()
                browser.popup.get_by_role("button", name="Stop").wait_for()
            browser.popup.expose_binding("acknowledged", remember)
            browser.popup.evaluate(TELL)
            with killed_after(browser, chance.uniform(0.3, 1.2)):
                browser.page.goto(site.url("erp", "/work"))
                work(browser, chance)
    recording, problems = read_recording(saved.read_bytes(), "trace.jsonl")
    assert recording is not None
    assert {problem.what for problem in problems} == {"The recording has no seal: it was cut off."}
    assert len(recording.events) >= len({(writer, count) for writer, count, _ in acknowledged}) > times


def tear(profile: Path) -> None:
    """Leave what a browser leaves that is killed while it writes: the beginning of a record of what is stored."""
    logs = [log for log in profile.rglob("*.log") if log.parent.parent.name == "Local Extension Settings"]
    newest = max(logs, key=lambda log: log.stat().st_mtime)
    checksum, length, first = 0x12345678, 20_000, 1
    with newest.open("ab") as log:
        log.write(struct.pack("<IHB", checksum, length, first) + b"-" * 3_000)


def test_what_is_recorded_behind_a_write_that_was_cut_off_is_not_lost_with_it(
    tmp_path: Path, site: Site
) -> None:
    """Chromium writes on in the block that is torn, and drops all of it when it is started once more."""
    site.pages["/work"] = WORK
    profile = tmp_path / "profile"
    with RecorderBrowser(profile, [site.url("erp", "/*")]) as browser:
        browser.start("Sales order processing", "Ana")
        browser.page.goto(site.url("erp", "/work"))
        browser.page.locator("#here").click()
        with contextlib.suppress(Error):
            browser.kill()
    tear(profile)
    with RecorderBrowser(profile, [site.url("erp", "/*")]) as browser:
        browser.popup.get_by_role("button", name="Go on recording").click()
        browser.popup.get_by_role("button", name="Stop").wait_for()
        browser.page.goto(site.url("erp", "/work"))
        for _ in range(3):
            browser.page.locator("#here").click()
        browser.page.wait_for_timeout(1000)
        stored = sorted(browser.popup.evaluate(STORED))
        with contextlib.suppress(Error):
            browser.kill()
    with RecorderBrowser(profile, [site.url("erp", "/*")]) as browser:
        assert sorted(browser.popup.evaluate(STORED)) == stored
    assert len(stored) > 5


@trials(3, 50)
def test_a_browser_killed_while_events_are_folded_has_each_of_them_once(
    tmp_path: Path, site: Site, times: int
) -> None:
    chance = random.Random(times)
    profile = tmp_path / "profile"
    count = 6000
    for trial in range(times + 1):
        with RecorderBrowser(profile, [site.url("erp", "/*")]) as browser:
            popup = browser.popup
            if trial == 0:
                browser.start("Sales order processing", "Ana")
                popup.evaluate(FILL, count)
            found = sorted(popup.evaluate(STORED))
            assert found == [["d-old", n, 0] for n in range(count)]
            if trial < times:
                with killed_after(browser, chance.uniform(0.0, 0.4)):
                    popup.evaluate(FOLD)
                    popup.wait_for_timeout(1000)


@pytest.mark.parametrize("count", [8_000, pytest.param(50_000, marks=pytest.mark.trials)])
def test_a_day_of_work_is_saved_whole_and_in_order(recording: Recording, count: int) -> None:
    popup = recording.browser.popup
    popup.evaluate(FILL, count)
    page = recording.show("<h1>Order</h1><button>Save order</button>")  # its hello has the old events folded
    wait_until(
        popup, "n => chrome.storage.local.getKeys().then((keys) => keys.length < n)", 700, wait_ms=90_000
    )
    page.get_by_role("button").click()
    events = recording.events()
    assert [event["seq"] for event in events] == list(range(1, count + 3))
    assert [event["mono_ms"] for event in events[:count]] == [n * 500 for n in range(count)]
    assert [event["kind"] for event in events[count:]] == ["page_shown", "click"]


def allow_reload(browser: RecorderBrowser) -> None:
    """Without developer mode Chromium switches an unpacked extension off when it is reloaded."""
    page = browser.context.new_page()
    page.goto("chrome://extensions")
    page.evaluate("chrome.developerPrivate.updateProfileConfiguration({inDeveloperMode: true})")
    page.close()


def test_an_extension_that_was_updated_goes_on_with_the_recording(tmp_path: Path, site: Site) -> None:
    """Pages that were open before keep their old scripts, which must not record too."""
    site.pages["/work"] = WORK
    copy = tmp_path / "extension"
    shutil.copytree(EXTENSION, copy)
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")], extension=copy) as browser:
        allow_reload(browser)
        browser.start("Sales order processing", "Ana")
        page = browser.page
        page.goto(site.url("erp", "/work"))
        page.locator("#here").click()
        manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
        (copy / "manifest.json").write_text(json.dumps({**manifest, "version": "9.9.9"}), "utf-8")
        with contextlib.suppress(Error):
            browser.worker.evaluate("chrome.runtime.reload()")
        page.wait_for_timeout(1000)
        popup = browser.context.new_page()
        popup.goto(f"chrome-extension://{browser.id}/popup.html")
        assert popup.evaluate("chrome.runtime.getManifest().version") == "9.9.9"
        wait_until(popup, "chrome.action.getBadgeText({}).then((text) => text === '!')")
        popup.get_by_role("button", name="Go on recording").click()
        popup.get_by_role("button", name="Stop").wait_for()
        page.bring_to_front()
        page.locator("#here").click()
        popup.get_by_role("button", name="Stop").click()
        popup.locator("#save[data-ready]").wait_for()
        with popup.expect_download() as downloading:
            popup.get_by_role("link", name="Save recording").click()
        downloading.value.save_as(tmp_path / "trace.jsonl")
    kinds = [line["kind"] for line in read(tmp_path / "trace.jsonl")]
    assert kinds.count("click") == 2
    assert kinds[-1] == "seal"


def test_two_windows_make_one_recording_in_order(recording: Recording) -> None:
    recording.site.pages["/work"] = WORK
    first = recording.page
    first.goto(recording.site.url("erp", "/work"))
    with recording.browser.context.expect_page() as opened:
        first.evaluate("open('/work', '', 'popup,width=400,height=400')")
    second = opened.value
    second.locator("#here").wait_for()
    pressed = []
    for turn in range(8):
        page = (first, second)[turn % 2]
        page.locator("#here").click()
        pressed.append(turn % 2)
    clicks = recording.events("click")
    tabs = {event["tab"]: None for event in clicks}
    assert len(tabs) == 2
    order = list(tabs)
    assert [order.index(event["tab"]) for event in clicks] == pressed


def storage(browser: RecorderBrowser) -> Path:
    return browser.profile_dir / "Default" / "Local Extension Settings" / browser.id


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """The folder of a profile in which the extension's storage has a disk of 1 MB to itself."""
    if shutil.which("mount") is None:
        pytest.skip("needs mount")
    profile = tmp_path / "profile"
    with RecorderBrowser(profile, []) as browser:
        folder = storage(browser)
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"needs the right to mount a small disk: {made.stderr.decode().strip()}")
    yield profile
    subprocess.run(["umount", "-l", folder], check=False)


def test_a_full_disk_is_told_and_what_it_refused_is_kept_for_the_next_try(
    small_disk: Path, tmp_path: Path, site: Site
) -> None:
    site.pages["/work"] = WORK
    with RecorderBrowser(small_disk, [site.url("erp", "/*")]) as browser:
        browser.start("Sales order processing", "Ana")
        page = browser.page
        page.goto(site.url("erp", "/work"))
        page.locator("#here").click()
        browser.popup.evaluate("chrome.storage.local.set({ballast: 'x'.repeat(300_000)})")
        refused: str = browser.popup.evaluate(
            """async () => {
              for (let n = 0; n < 200; n += 1) {
                try { await chrome.storage.local.set({["more" + n]: "x".repeat(10_000)}); }
                catch (error) { return String(error); }
              }
              return null;
            }"""
        )
        assert "NO_SPACE" in refused
        for _ in range(3):
            page.locator("#here").click()
        wait_until(browser.popup, "chrome.action.getBadgeText({}).then((text) => text === '!')")
        subprocess.run(["mount", "-o", "remount,size=10m", storage(browser)], check=True)  # room was made
        browser.popup.get_by_role("button", name="I made room").click()
        wait_until(browser.popup, "chrome.action.getBadgeText({}).then((text) => text === 'REC')")
        page.locator("#here").click()
        browser.popup.wait_for_timeout(300)  # time for a second try
        browser.stop()
        events = [line for line in read(browser.save(tmp_path / "trace.jsonl")) if line["kind"] == "click"]
    assert len(events) == 5
