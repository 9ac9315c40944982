"""What recording costs a page: milliseconds of its main thread for each event, early and late in a recording.

    python benchmarks/recorder.py [--presses 300] [--late 50000]

A profile of a real Chromium is taken while keys are pressed on a page with a table of 1,600 fields. All samples
in which one of the recorder's scripts stands on the stack count, what they call in Chromium included. 1 is
returned when an event costs a millisecond or more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from playwright.sync_api import CDPSession, Page  # noqa: E402
from recorder import RecorderBrowser  # noqa: E402
from support import Site  # noqa: E402
from test_durability import FILL  # noqa: E402

BOUND_MS = 1.0
CELLS = "".join(f"<td><input aria-label='Column {column}'>" for column in range(8))
LARGE = (
    "<title>Orders</title><h1>Orders</h1><button id=save>Save order</button><p role=status></p>"
    f"<table>{''.join(f'<tr>{CELLS}' for _ in range(200))}</table>"
    "<script>save.onclick = () => document.querySelector('p').textContent = 'Saved ' + Math.random()</script>"
)
SMALL = "<title>Order</title><h1>Order</h1><button id=save>Save order</button>"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=300)
    parser.add_argument("--late", type=int, default=50_000, help="events before the late measurement")
    options = parser.parse_args()
    with Site() as site, tempfile.TemporaryDirectory() as profile:
        site.pages |= {"/large": LARGE, "/small": SMALL}
        with RecorderBrowser(profile, [site.url("erp", "/*")]) as browser:
            browser.start("Sales order processing", "Ana")
            early = [
                measure(browser, site.url("erp", path), options.presses) for path in ("/small", "/large")
            ]
            browser.popup.evaluate(FILL, options.late)
            late = [measure(browser, site.url("erp", path), options.presses) for path in ("/small", "/large")]
            browser.clear()
    print("| events before | small page | 1,600 fields |\n| ---: | ---: | ---: |")
    print(f"| 0 | {early[0]:.2f} ms | {early[1]:.2f} ms |")
    print(f"| {options.late:,} | {late[0]:.2f} ms | {late[1]:.2f} ms |")
    return int(max(*early, *late) >= BOUND_MS)


def measure(browser: RecorderBrowser, url: str, presses: int) -> float:
    """Milliseconds of the page's main thread for each event that was recorded."""
    page = browser.page
    page.goto(url)
    page.wait_for_timeout(3000)  # the page has settled, what is old is folded
    before = events(browser)
    session = page.context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": 100})
    session.send("Profiler.start")
    press(page, presses)
    spent = recorders_share(session)
    session.detach()
    return spent / (events(browser) - before)


def press(page: Page, presses: int) -> None:
    for _ in range(presses):
        page.locator("#save").press("Enter")
    page.wait_for_timeout(500)


def events(browser: RecorderBrowser) -> int:
    found: int = browser.popup.evaluate(
        """async () => {
          const { recording } = await chrome.storage.local.get("recording");
          return (await (await import("./lib/stored.js")).load(recording.header.recording)).entries.length;
        }"""
    )
    return found


def recorders_share(session: CDPSession) -> float:
    """Milliseconds of the samples under a script of the extension."""
    profile: dict[str, Any] = session.send("Profiler.stop")["profile"]
    children = {node["id"]: node.get("children", []) for node in profile["nodes"]}
    of_recorder = {
        node["id"] for node in profile["nodes"] if node["callFrame"]["url"].startswith("chrome-extension://")
    }
    waiting = list(of_recorder)
    while waiting:
        for child in children[waiting.pop()]:
            if child not in of_recorder:
                of_recorder.add(child)
                waiting.append(child)
    pairs = zip(profile["samples"], profile["timeDeltas"], strict=True)
    return float(sum(delta for sample, delta in pairs if sample in of_recorder)) / 1000


if __name__ == "__main__":
    sys.exit(main())
