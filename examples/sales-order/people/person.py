"""A person at a browser: reads, thinks, types key by key, presses, and looks after the recorder."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Locator, Page, expect
from recorder import RecorderBrowser

WORKFLOW = "Sales order processing"
CASE_EXAMPLE = "SO-1042"
LIST_OPENS_MS = 400
"""Chromium draws the list of a <select> in a window of its own: nothing tells a script that it is there."""


class SomebodyFailedError(Exception):
    """Somebody else could not go on: everybody stops."""


class Office(NamedTuple):
    """Where the three systems are."""

    crm: str
    erp: str
    credit: str


class Person:
    """What every person can do. A subclass says what the `day` is like."""

    def __init__(
        self, browser: RecorderBrowser, office: Office, out: Path, pace: float, alarm: Event
    ) -> None:
        """Sit down. The same person takes the same time over the same things: the seed is the name."""
        self.name = type(self).__name__
        self.browser = browser
        self.office = office
        self.page: Page = browser.page  # the tab that the person looks at
        self._out = out
        self._pace = pace
        self._alarm = alarm
        self._random = random.Random(self.name)

    def day(self) -> None:
        """Everything that this person does."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Tell whoever runs the script what goes on."""
        print(f"{time.strftime('%H:%M:%S')} {self.name}: {text}", file=sys.stderr, flush=True)

    # ------------------------------------------------------------------------------------------- time

    def take(self, shortest: float, longest: float) -> None:
        """Let the seconds pass that a person takes to read, to think, or to do something elsewhere."""
        usual = shortest + (longest - shortest) / 3
        end = time.monotonic() + self._random.triangular(shortest, longest, usual) * self._pace
        while (left := end - time.monotonic()) > 0:
            if self._alarm.is_set():
                raise SomebodyFailedError
            self.page.wait_for_timeout(min(left, 1.0) * 1000)

    # ---------------------------------------------------------------------------------- eyes and hands

    def reads(self, message: str) -> None:
        """Wait until the system says this, and read it."""
        self.page.locator(".message", has_text=message).wait_for()
        self.take(1.5, 4.0)

    def sees(self, heading: str) -> None:
        """Wait until the page with this heading is there, and find one's way on it."""
        self.page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()
        self.take(1.0, 2.8)

    def fact(self, name: str, of: str = "") -> Locator:
        """What the page says behind this name (in the panel with the title `of`)."""
        title = self.page.get_by_role("heading", name=of)
        panel = self.page.locator("section", has=title) if of else self.page.locator("main")
        return panel.locator("dl > div", has=self.page.get_by_text(name, exact=True)).locator("dd")

    def press(self, button: str) -> None:
        """Press the button or link with this name."""
        self.press_on(self._button(button))

    def press_for_new_tab(self, link: str) -> None:
        """Press a link with Ctrl and go to the tab that opens."""
        with self.page.context.expect_page() as opened:
            self.press_on(self._button(link), "Control")
        self.take(0.5, 1.2)
        self.switch_to(opened.value)

    def switch_to(self, tab: Page) -> None:
        """Bring another tab to the front."""
        tab.bring_to_front()
        self.page = tab
        self.take(0.8, 2.0)

    def press_on(self, target: Locator, *held: Literal["Control"]) -> None:
        """Move there and press, perhaps with a key held down."""
        target.wait_for()
        self.take(1.1, 3.6)
        target.click(delay=self._random.uniform(60, 130), modifiers=held)

    def go_to(self, system: str, place: str = "") -> None:
        """Follow the bar at the top to another system, or the menu to a place in this one."""
        bar = self.page.get_by_role("banner")
        menu = bar.get_by_role("navigation", name="Systems")
        self.press_on((bar if place else menu).get_by_role("link", name=place or system, exact=True))

    def type_into(self, label: str, text: str) -> None:
        """Press a text field, clear it where something stands there, and type key by key."""
        field = self._field(label)
        if field.input_value():
            field.press("Control+a")
            self.take(0.3, 0.8)
        field.press_sequentially(text, delay=self._key_ms())
        expect(field).to_have_value(text)

    def type_date(self, label: str, day: str) -> None:
        """Type a date (given as year-month-day) month first, as Chromium's English date field takes it."""
        field = self._field(label)
        field.click(position={"x": 14, "y": 14})
        year, month, date = day.split("-")
        self.page.keyboard.type(month + date + year, delay=self._key_ms())
        expect(field).to_have_value(day)

    def choose(self, label: str, option: str) -> None:
        """Open a list, walk down to the option and take it."""
        field = self._field(label)
        options = [text.strip() for text in field.locator("option").all_inner_texts()]
        steps = options.index(option) - options.index(field.locator("option:checked").inner_text().strip())
        self.page.wait_for_timeout(LIST_OPENS_MS)
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
            self.take(0.08, 0.25)
        self.take(0.3, 0.9)
        self.page.keyboard.press("Enter")
        expect(field.locator("option:checked")).to_have_text(option)

    def copy(self, shown: Locator) -> None:
        """Select what the page shows there with a triple click, and copy it."""
        self.take(1.0, 2.5)
        shown.click(click_count=3)
        self.take(0.4, 1.0)
        self.page.keyboard.press("Control+c")

    def paste_into(self, label: str) -> None:
        """Press a text field and paste."""
        field = self._field(label)
        self.take(0.3, 0.9)
        self.page.keyboard.press("Control+v")
        expect(field).not_to_have_value("")

    def _button(self, name: str) -> Locator:
        here = self.page.get_by_role("main")
        link = here.get_by_role("link", name=name, exact=True)
        return here.get_by_role("button", name=name, exact=True).or_(link)

    def _field(self, label: str) -> Locator:
        """A field, pressed."""
        field = self.page.get_by_label(label, exact=True)
        self.press_on(field)
        self.take(0.2, 0.7)
        return field

    def _key_ms(self) -> float:
        return self._random.uniform(110, 210) * self._pace

    # --------------------------------------------------------------------------------------- recorder

    def start_recording(self) -> None:
        """Start the recorder, on the page that is open."""
        self.browser.start(WORKFLOW, self.name, case_example=CASE_EXAMPLE)
        self.say("records")

    def save_recording(self) -> None:
        """Stop, save the file under the name that the recorder gives it, and make room for the next."""
        self.take(2.0, 4.0)
        self.browser.stop()
        saved = self.browser.save(self._out / f".{self.name}.jsonl")
        header = json.loads(saved.read_text("utf-8").partition("\n")[0])
        path = saved.rename(self._out / f"{header['recording']}.jsonl")
        self.browser.new()
        self.say(f"saved {path}")

    def write_note(self, text: str, case: str) -> None:
        """Write a note in the recorder. Its page stands apart from the work: no key of it is an event."""
        self.take(len(text) * 0.15, len(text) * 0.22)
        self.browser.note(text, case=case)
        self.say(f"notes on {case}: {text}")


def order_number(heading: str) -> str:
    """The number of the order in a heading such as "Order SO-1042"."""
    found = re.search(r"SO-\d+", heading)
    if found is None:
        raise ValueError(f"no order in {heading!r}")
    return found.group()
