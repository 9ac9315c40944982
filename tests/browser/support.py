"""What the tests record on, and the recording as they see it."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Locator, Page
from recorder import RecorderBrowser

Lines = list[dict[str, Any]]
CLEARED = "() => chrome.storage.local.getKeys().then((keys) => keys.sort().join() === 'last,team,workflows')"
"""Asked in a page of the extension: whether nothing is left but what the next recording begins with."""


class Site:
    """Serves `pages` (path → HTML, or a script) on every host of `*.localhost`; any other path is a page with
    its name. `truth` is what pages posted to `/truth`: what happened to them, as they saw it themselves."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.truth: Lines = []
        self.asked: list[str] = []
        """The paths that were asked for."""
        pages, truth, asked = self.pages, self.truth, self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                asked.append(path)
                if path == "/favicon.ico":
                    self.send_error(404)
                    return
                default = f"<title>{path}</title><h1>Page {path.strip('/')}</h1>"
                is_script = path.endswith(".js")
                start = "" if is_script else "<!doctype html><meta charset=utf-8>"
                body = (start + pages.get(path, default)).encode()
                self.send_response(200)
                self.send_header(
                    "Content-Type", f"text/{'javascript' if is_script else 'html'}; charset=utf-8"
                )
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.path == "/truth":
                    truth.append(json.loads(body))
                    self.send_response(204)
                    self.end_headers()
                    return
                self.send_response(303)
                self.send_header("Location", self.path)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}.localhost:{self.port}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@dataclass
class Recording:
    """A recording under way in a tab of its own."""

    browser: RecorderBrowser
    page: Page
    site: Site
    path: Path

    def serve(self, html: str, path: str = "/page", host: str = "erp") -> str:
        self.site.pages[path] = html
        return self.site.url(host, path)

    def show(self, html: str) -> Page:
        """Open a page with this HTML in the tab."""
        self.page.goto(self.serve(html))
        return self.page

    def lines(self) -> Lines:
        """Stop, save and read the file."""
        self.browser.stop()
        return read(self.browser.save(self.path))

    def events(self, *kinds: str) -> Lines:
        """The events of these kinds, or all."""
        lines = self.lines()[1:-1]
        return [line for line in lines if not kinds or line["kind"] in kinds]


def read(path: Path) -> Lines:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def past(popup: Page) -> Locator:
    """The recordings in this browser, as the page lists them."""
    return popup.get_by_role("complementary", name="Recordings in this browser").get_by_role("listitem")
