"""What recording costs a page: milliseconds of its main thread for each event, early and late in a recording.

    python benchmarks/recorder.py [--presses 300] [--late 50000]

A profile of a real Chromium is taken while keys are pressed on pages that are small, large and of the kinds that make
an event costly. All samples in which one of the recorder's scripts stands on the stack count, what they call in
Chromium included. 1 is returned when an event costs a millisecond or more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from playwright.sync_api import CDPSession  # noqa: E402
from recorder import RecorderBrowser  # noqa: E402
from support import Site  # noqa: E402
from test_durability import FILL  # noqa: E402

BOUND_MS = 1.0


@dataclass(frozen=True, slots=True)
class Work:
    """A page, and the key that is pressed on it again and again."""

    name: str
    html: str
    target: str = "#save"
    key: str = "Enter"
    chosen: str | None = None  # what is pressed first, once each

    @property
    def path(self) -> str:
        return "/" + self.name.replace(" ", "-").replace(",", "")


SAVE = "<title>Order</title><h1>Order</h1><button id=save>Save order</button><p role=status></p>"
ANSWER = (
    "<script>save.onclick = () => document.querySelector('p').textContent = `{} ${{Math.random()}}`</script>"
)
CELLS = "".join(f"<td><input aria-label='Column {column}'>" for column in range(8))
TOWNS = [f"Town of {chr(65 + at % 26)}{'a' * (1 + at % 60)}{chr(97 + at // 60)}" for at in range(2000)]
ANSWERED = "The order was saved and goes to the warehouse of the town, where somebody looks at it. " * 3
WORKS = (
    Work("small page", "<title>Order</title><h1>Order</h1><button id=save>Save order</button>"),
    Work("1,600 fields", SAVE + f"<table>{f'<tr>{CELLS}' * 200}</table>" + ANSWER.format("Saved")),
    Work(
        "a list of 2,000",
        "<title>Order</title><h1>Order</h1><select id=town aria-label=Town>"
        f"{''.join(f'<option>{town}' for town in TOWNS)}</select>",
        target="#town",
        key="ArrowDown",
    ),
    Work(
        "60 choices made",
        SAVE
        + f"<ul role=listbox aria-label=Towns>{''.join(f'<li role=option>{town}' for town in TOWNS[:60])}</ul>"
        + ANSWER.format(ANSWERED),
        chosen="li",
    ),
    Work(
        "a grid of 1,000 rows",
        "<title>Orders</title><h1>Orders</h1><table><thead><tr><th>Order<th>Town<th>State<th></thead><tbody>"
        + "".join(
            f"<tr><td>SO-{at}<td>{town}<td>Open<td><button>Release</button>"
            for at, town in enumerate(TOWNS[:1000])
        )
        + "</table>",
        target="tr:nth-child(500) button",
    ),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=300)
    parser.add_argument("--late", type=int, default=50_000, help="events before the late measurement")
    options = parser.parse_args()
    with Site() as site, tempfile.TemporaryDirectory() as profile:
        site.pages |= {work.path: work.html for work in WORKS}
        with RecorderBrowser(profile, [site.url("erp", "/*")]) as browser:
            browser.start("Sales order processing", "Ana")
            early = [measure(browser, site, work, options.presses) for work in WORKS]
            browser.popup.evaluate(FILL, options.late)
            late = [measure(browser, site, work, options.presses) for work in WORKS]
            browser.clear()
    print(f"| page | at the start | after {options.late:,} events |\n| --- | ---: | ---: |")
    for work, *costs in zip(WORKS, early, late, strict=True):
        print(f"| {work.name} | {costs[0]:.2f} ms | {costs[1]:.2f} ms |")
    return int(max(*early, *late) >= BOUND_MS)


def measure(browser: RecorderBrowser, site: Site, work: Work, presses: int) -> float:
    """Milliseconds of the page's main thread for each event that was recorded."""
    page = browser.page
    page.goto(site.url("erp", work.path))
    for one in page.locator(work.chosen).all() if work.chosen else []:
        one.click()
    page.wait_for_timeout(3000)  # the page has settled, what is old is folded
    before = events(browser)
    session = page.context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": 100})
    session.send("Profiler.start")
    for _ in range(presses):
        page.locator(work.target).press(work.key)
    page.wait_for_timeout(500)
    spent = recorders_share(session)
    session.detach()
    return spent / (events(browser) - before)


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
