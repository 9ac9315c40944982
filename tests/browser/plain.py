"""Chromium over its own protocol and nothing else.

Playwright keeps every page visible and switches the cache of pages off; a person's browser does neither.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from recorder import EXTENSION, extension_id, find_chromium

WITH_PIPES = """
import os, sys
to_browser, from_browser = (os.dup(int(end)) for end in sys.argv[1:3])
high = [os.dup2(end, at, False) for end, at in ((to_browser, 203), (from_browser, 204))]
os.dup2(high[0], 3), os.dup2(high[1], 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""Starts the browser with its ends of the pipes where it looks for them: it reads from 3 and writes to 4."""


PATIENCE_S = 60
DRAWN = """Promise.race([
  new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  new Promise((late) => setTimeout(late, 500)),
])"""


class ProtocolError(RuntimeError):
    """What the browser answered instead of a result."""


class PlainChromium:
    """A headless Chromium with the recorder, spoken to through a pipe."""

    def __init__(self, profile_dir: Path) -> None:
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        command = [
            find_chromium(),
            "--headless=new",
            "--no-first-run",
            f"--user-data-dir={profile_dir}",
            f"--load-extension={EXTENSION}",
            f"--disable-extensions-except={EXTENSION}",
            "--remote-debugging-pipe",
            "--enable-unsafe-extension-debugging",  # so that its button in the toolbar can be pressed
            "--disable-background-networking",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            "about:blank",
        ]
        pipes = (to_browser, from_browser)
        self._process = subprocess.Popen(
            [sys.executable, "-c", WITH_PIPES, *map(str, pipes), *command],
            pass_fds=pipes,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        os.close(self._write)
        os.close(self._read)

    def send(self, method: str, session: str | None = None, **params: Any) -> Any:
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._next())
            if (
                answer.get("method") == "Target.detachedFromTarget"
                and answer["params"]["sessionId"] == session
            ):
                raise ProtocolError("it was closed")
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise ProtocolError(answer["error"]["message"])
                return answer["result"]

    def _next(self) -> bytes:
        while b"\0" not in self._buffer:
            if not select.select([self._read], [], [], PATIENCE_S)[0]:
                raise TimeoutError("the browser says nothing")
            part = os.read(self._read, 65_536)
            assert part, "the browser is gone"
            self._buffer += part
        message, _, self._buffer = self._buffer.partition(b"\0")
        return message

    def open(self, url: str, window: bool = False, context: str | None = None) -> PlainTab:
        """`context`: of which profile in memory, such as a private window has it."""
        where = {"browserContextId": context} if context else {}
        target = self.send("Target.createTarget", url=url, newWindow=window, **where)["targetId"]
        return self._attach(target)

    def press_recorder(self, tab: PlainTab) -> PlainTab:
        """Press the recorder's button in the toolbar while a tab is in front: its popup."""
        of_tab = {"targetId": self._target("tab", lambda: tab.evaluate("location.href"))}
        self.send("Extensions.triggerAction", id=extension_id(), **of_tab)
        popup = f"chrome-extension://{extension_id()}/popup.html"
        return self._attach(self._target("page", lambda: popup))

    def _attach(self, target: str) -> PlainTab:
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = PlainTab(self, target, session)
        tab.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")
        return tab

    def targets(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.send("Target.getTargets", filter=[{}])["targetInfos"]
        return found

    def _target(self, kind: str, url: Callable[[], str]) -> str:
        """`url` is asked each time, since a press may have led to another page that is just being opened."""
        late, last = time.monotonic() + 15, ""
        while time.monotonic() < late:
            with contextlib.suppress(ProtocolError):  # as in `PlainTab.wait_for`
                last = url()
                for target in self.targets():
                    if (target["type"], target["url"]) == (kind, last):
                        return str(target["targetId"])
            time.sleep(0.03)
        raise TimeoutError(f"{kind} {last}")


class PlainTab:
    def __init__(self, browser: PlainChromium, target: str, session: str) -> None:
        self._browser, self._target, self._session = browser, target, session

    def evaluate(self, expression: str) -> Any:
        result = self._browser.send(
            "Runtime.evaluate",
            self._session,
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        return result["result"].get("value")

    def wait_for(self, condition: str) -> None:
        late = time.monotonic() + 15
        while time.monotonic() < late:
            with contextlib.suppress(ProtocolError):  # a page that is just changing has nowhere to evaluate
                if self.evaluate(condition) is True:
                    return
            time.sleep(0.03)
        raise TimeoutError(condition)

    def go(self, url: str) -> None:
        """Go to an address, as a person does who types it."""
        self._browser.send("Page.navigate", self._session, url=url, transitionType="typed")
        self.wait_for(f"document.readyState === 'complete' && location.href === {json.dumps(url)}")

    def bring_to_front(self) -> None:
        self._browser.send("Target.activateTarget", targetId=self._target)
        self.wait_for("document.visibilityState === 'visible'")

    def click(self, selector: str) -> None:
        self._press(f"document.querySelector({json.dumps(selector)})")

    def press(self, words: str) -> None:
        """Press what shows these words, as soon as it can be seen."""
        self._press(self._showing("a, button, summary, option, label", words))

    def write(self, label: str, text: str) -> None:
        """Go into a field by its label and write behind what stands there, or choose by the first letters."""
        self._press(f"{self._showing('label', label)}?.control")
        if self.evaluate("document.activeElement.matches('input:not([type=date]), textarea')"):
            self._key(type="keyDown", key="End", commands=["moveToEndOfDocument"])
            self._send("Input.insertText", text=text)
            return
        for letter in text:
            self._key(type="keyDown", key=letter, text=letter)
            self._key(type="keyUp", key=letter)

    def has(self, words: str) -> None:
        """Wait until the page shows these words."""
        self.wait_for(f"document.body.innerText.includes({json.dumps(words)})")

    def close(self) -> None:
        self._browser.send("Target.closeTarget", targetId=self._target)
        self.is_gone()

    def is_gone(self) -> None:
        """Wait until it is closed, by whomever."""
        late = time.monotonic() + 15
        while time.monotonic() < late:
            if self._target not in {target["targetId"] for target in self._browser.targets()}:
                return
            time.sleep(0.03)
        raise TimeoutError("it is still there")

    @staticmethod
    def _showing(selector: str, words: str) -> str:
        shows = f"el.checkVisibility() && el.innerText.trim() === {json.dumps(words)}"
        return f"[...document.querySelectorAll({json.dumps(selector)})].find((el) => {shows})"

    def _press(self, element: str) -> None:
        self.wait_for(f"Boolean({element})")
        self.evaluate(f"{element}.scrollIntoView({{block: 'center'}})")
        self.evaluate(DRAWN)  # Chromium drops what is pressed before a page was drawn
        x, y = self.evaluate(
            f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])({element}.getBoundingClientRect())"
        )
        self._send("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, button="left", clickCount=1)
        with contextlib.suppress(ProtocolError):  # what was pressed may close the page
            self._send(
                "Input.dispatchMouseEvent", type="mouseReleased", x=x, y=y, button="left", clickCount=1
            )

    def _key(self, **event: Any) -> None:
        self._send("Input.dispatchKeyEvent", **event)

    def _send(self, method: str, **params: Any) -> Any:
        return self._browser.send(method, self._session, **params)
