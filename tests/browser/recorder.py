"""A real Chromium with the recorder extension in it, driven through the recorder's own page.

    with RecorderBrowser(tmp_path, sites=["http://erp.localhost:8802/*"]) as browser:
        browser.start("Sales order processing", "Ana", case_example="SO-1042")
        page = browser.page
        page.goto("http://erp.localhost:8802/orders/new")
        page.get_by_label("Quantity").fill("12")
        choose(page.get_by_label("Terms"), "30 days")
        page.get_by_role("button", name="Save order").click()
        browser.mark("hand_off", case="SO-1042")
        browser.stop()
        browser.save(tmp_path / "trace.jsonl")

The recorder takes what a person does and leaves what a script pretends. Playwright's `fill` on text fields,
`click`, `check` and `press` are a person's input to Chromium. `select_option`, `dispatch_event`,
`set_input_files` and `fill` on dates, colours and ranges are not, and not recorded: use `choose` and keys.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Literal, Self

from playwright.sync_api import BrowserContext, Error, Locator, Page, Playwright, Worker, sync_playwright

EXTENSION = Path(__file__).resolve().parents[2] / "recorder-extension"
NAMES = ("chromium", "chromium-browser", "google-chrome-for-testing")
Mark = Literal["case", "hold", "release", "hand_off", "end"]
WAIT_MS = 15_000
POLL_MS = 20


class NoChromiumError(RuntimeError):
    """No browser that can load the extension was found."""


def find_chromium() -> str:
    """The browser to use. Chrome as it is sold refuses to load an extension from the command line."""
    named = os.environ.get("LEDGERIUM_CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        sought = f"LEDGERIUM_CHROMIUM={named}" if named else f"none of {', '.join(NAMES)} on PATH"
        raise NoChromiumError(
            f"No Chromium: {sought}. Install one (Debian: apt-get install chromium) or set LEDGERIUM_CHROMIUM"
            ' to its path; `pytest -m "not browser"` runs everything else.'
        )
    return found


def extension_id(extension: Path = EXTENSION) -> str:
    """The id that the key in the manifest fixes: sixteen bytes of its hash, in the letters a to p."""
    manifest = json.loads((extension / "manifest.json").read_text("utf-8"))
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()[:32]
    return digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def choose(field: Locator, option: str) -> None:
    """Choose an option of a closed `<select>` as a person does with keys: one trusted change."""
    at, there = field.evaluate(
        "(el, text) => [el.selectedIndex, [...el.options].findIndex((o) => o.text.trim() === text)]", option
    )
    if there < 0:
        raise ValueError(f"no option {option!r}")
    field.focus()
    for _ in range(abs(there - at)):
        field.press("ArrowDown" if there > at else "ArrowUp")


def wait_until(page: Page, predicate: str, arg: object = None, wait_ms: int = WAIT_MS) -> None:
    """Wait for a predicate that answers by a promise: `wait_for_function` takes the promise itself for a yes."""
    end = time.monotonic() + wait_ms / 1000
    while not page.evaluate(predicate, arg):
        if time.monotonic() > end:
            raise TimeoutError(f"never came true: {predicate} ({arg!r})")
        page.wait_for_timeout(POLL_MS)


class RecorderBrowser:
    """A browser with its profile in `profile_dir`, where the recorder may record `sites` (match patterns)."""

    _playwright: ClassVar[Playwright | None] = None
    _users: ClassVar[int] = 0

    def __init__(
        self,
        profile_dir: Path | str,
        sites: Sequence[str],
        headless: bool = True,
        language: str = "en-US",
        arguments: Sequence[str] = (),
        extension: Path = EXTENSION,
    ) -> None:
        self.profile_dir = Path(profile_dir)
        self.extension = extension
        self.language = language
        self.arguments = list(arguments)
        self.sites = list(sites)
        self.headless = headless
        self.id = extension_id()
        self.errors: list[str] = []
        """What scripts threw, the pages' and the recorder's: the recorder must never be among them."""
        self._context: BrowserContext | None = None
        self._popup: Page | None = None

    def __enter__(self) -> Self:
        executable = find_chromium()
        if RecorderBrowser._playwright is None:  # one for all: a thread can hold no second one
            RecorderBrowser._playwright = sync_playwright().start()
        RecorderBrowser._users += 1
        try:
            self._launch(executable)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._context is not None:
                self._context.close()
        except Error:
            pass  # it was killed
        self._context = self._popup = None
        RecorderBrowser._users -= 1
        if RecorderBrowser._users == 0 and RecorderBrowser._playwright is not None:
            RecorderBrowser._playwright.stop()
            RecorderBrowser._playwright = None

    def _launch(self, executable: str) -> None:
        grant(self.profile_dir, self.id, self.sites)
        assert RecorderBrowser._playwright is not None
        arguments = [
            f"--disable-extensions-except={self.extension}",
            f"--load-extension={self.extension}",
            "--disable-background-networking",
            f"--lang={self.language}",
            *self.arguments,
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            arguments.append("--no-sandbox")
        self._context = RecorderBrowser._playwright.chromium.launch_persistent_context(
            str(self.profile_dir),
            executable_path=executable,
            headless=self.headless,
            args=arguments,
            accept_downloads=True,
            viewport={"width": 1280, "height": 800},
            env={**os.environ, "LANGUAGE": self.language},  # what Chromium on Linux goes by
        )
        self._context.set_default_timeout(WAIT_MS)
        self._context.on("weberror", lambda error: self.errors.append(str(error.error)))

    @property
    def context(self) -> BrowserContext:
        assert self._context is not None, "use it in a with statement"
        return self._context

    @property
    def page(self) -> Page:
        """The first tab: where the work is done."""
        return next(page for page in self.context.pages if page is not self._popup)

    @property
    def worker(self) -> Worker:
        workers = self.context.service_workers
        return workers[0] if workers else self.context.wait_for_event("serviceworker")

    @property
    def popup(self) -> Page:
        """The recorder's page, in a window of its own: a tab before the work would hide it."""
        if self._popup is None or self._popup.is_closed():
            url = f"chrome-extension://{self.id}/popup.html"
            with self.context.expect_page() as opened:
                self.worker.evaluate(
                    "url => chrome.windows.create({url, type: 'popup', focused: false, width: 420})", url
                )
            self._popup = opened.value
            self._popup.wait_for_url(url)
        return self._popup

    def start(
        self, workflow: str, actor: str, case_example: str | None = None, *, known_words: bool = False
    ) -> None:
        popup = self.popup
        popup.get_by_label("Workflow").fill(workflow)
        popup.get_by_label("Your name or pseudonym").fill(actor)
        popup.get_by_label("Example of a case number (optional)").fill(case_example or "")
        popup.get_by_label("Sites to record").fill("\n".join(self.sites))
        popup.get_by_label("Keep known words only").set_checked(known_words)
        popup.get_by_role("button", name="Start recording").click()
        popup.get_by_role("button", name="Stop").wait_for()
        self._wait_for_badge("REC")

    def pause(self) -> None:
        self.popup.get_by_role("button", name="Pause").click()
        self._wait_for_badge("II")

    def resume(self) -> None:
        self.popup.get_by_role("button", name="Resume").click()
        self._wait_for_badge("REC")

    def note(self, text: str, case: str | None = None) -> None:
        popup = self.popup
        popup.get_by_label("Note", exact=True).fill(text)
        popup.get_by_label("Case number", exact=True).fill(case or "")
        with self._one_event_more():
            popup.get_by_role("button", name="Add note").click()

    def mark(self, kind: Mark, case: str | None = None, text: str | None = None) -> None:
        if kind == "case" and not case:
            raise ValueError("a case starts with its number")
        popup = self.popup
        popup.get_by_label("Note", exact=True).fill(text or "")
        popup.get_by_label("Case number", exact=True).fill(case or "")
        popup.get_by_label("Mark", exact=True).select_option(kind)
        with self._one_event_more():
            popup.get_by_role("button", name="Add mark").click()

    def stop(self) -> None:
        self.popup.get_by_role("button", name="Stop").click()
        self._wait_for_badge("")

    def save(self, path: Path | str) -> Path:
        """Save the recording as a person does. It stays in the browser until `new`."""
        popup = self.popup
        popup.locator("#save[data-ready]").wait_for()
        with popup.expect_download() as downloading:
            popup.get_by_role("link", name="Save recording").click()
        downloading.value.save_as(path)
        return Path(path)

    def new(self) -> None:
        """Remove the saved recording from the browser and be ready for another."""
        self.popup.get_by_role("button", name="Remove from this browser").click()
        self.popup.get_by_role("button", name="Start recording").wait_for()

    def clear(self) -> None:
        """Throw away whatever recording there is, saved or not, whatever its state."""
        popup = self.popup
        popup.evaluate(
            """async () => {
              const control = await import('./lib/control.js');
              for (const one of [await control.current(), ...(await control.kept())]) {
                if (one) await control.clear(one);
              }
            }"""
        )
        popup.get_by_role("button", name="Start recording").wait_for()

    def stored(self) -> dict[str, Any]:
        """Everything that the extension holds on the disk."""
        found: dict[str, Any] = self.popup.evaluate("() => chrome.storage.local.get(null)")
        return found

    def stop_worker(self) -> None:
        """Stop the extension's worker, as Chromium does when it is idle."""
        session = self.context.new_cdp_session(self.popup)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        session.detach()

    def kill(self) -> None:
        """End the browser as a power cut would: no handler runs, nothing is written."""
        os.kill(self.process_id(), signal.SIGKILL)

    def process_id(self) -> int:
        """The browser's own process: the one with this profile and no `--type`."""
        profile = f"--user-data-dir={self.profile_dir}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                arguments = (process / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if profile in arguments and not any(argument.startswith(b"--type=") for argument in arguments):
                return int(process.name)
        raise ProcessLookupError(profile)

    def _wait_for_badge(self, text: str) -> None:
        shows = "text => chrome.action.getBadgeText({}).then((now) => now === text)"
        wait_until(self.popup, shows, text)

    @contextmanager
    def _one_event_more(self) -> Iterator[None]:
        """One of the person's own; what pages still have to tell may come at any time."""
        keys = "chrome.storage.local.getKeys()"
        before = self.popup.evaluate(f"() => {keys}")
        yield
        more = "keys.some((key) => key.includes('|r-') && !before.includes(key))"
        wait_until(self.popup, f"before => {keys}.then((keys) => {more})", before)


def grant(profile: Path, identity: str, sites: Sequence[str]) -> None:
    """Grant the extension its sites in a profile: without a screen nobody can answer Chromium's question."""
    path = profile / "Default" / "Preferences"
    preferences = json.loads(path.read_text("utf-8")) if path.exists() else {}
    settings = preferences.setdefault("extensions", {}).setdefault("settings", {}).setdefault(identity, {})
    for kind in ("granted_permissions", "runtime_granted_permissions", "active_permissions"):
        hosts = settings.setdefault(kind, {}).setdefault("explicit_host", [])
        hosts.extend(site for site in sites if site not in hosts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(preferences), "utf-8")
