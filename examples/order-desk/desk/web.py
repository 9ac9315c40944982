"""The little that the three systems need of a web framework: requests, responses, routes, a server."""

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from urllib.parse import parse_qs

from desk.state import State, UnknownNumber

HOST = "127.0.0.1"
LARGEST_BODY = 65_536
CONTENT_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
STATIC = {path.name: path for path in Path(__file__).with_name("static").iterdir()}
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of the three systems."""

    crm: str
    erp: str
    credit: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `key` is the number that the path carries, where it carries one."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back: a text with its type, or a redirect."""

    text: str = ""
    status: HTTPStatus = HTTPStatus.OK
    content_type: str = "text/html"
    location: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """One of the three systems at work."""

    system: "System"
    state: State
    links: Links


Handler = Callable[[Site, Request], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """A method, a path such as `/orders/{key}/edit`, and what answers there."""

    method: str
    path: str
    handler: Handler

    def key(self, request: Request) -> str | None:
        """The number in the path ("" where the route has none), or None where the route does not fit."""
        pattern = re.escape(self.path).replace(r"\{key\}", r"(?P<key>[A-Za-z0-9.-]+)")
        match = re.fullmatch(pattern, request.path)
        if match is None or request.method != self.method:
            return None
        return match.groupdict().get("key", "")


@dataclass(frozen=True, slots=True)
class System:
    """A system: its name in titles, its full name, its look, its menu, its routes, its page for errors."""

    name: str
    full_name: str
    css_class: str
    menu: Sequence[tuple[str, str]]
    routes: Sequence[Route]
    error_page: Callable[[Site, str], str]
    scripts: Sequence[str] = ()


def redirect(path: str) -> Response:
    """Send the browser on after a post (303), or from the front page."""
    return Response(status=HTTPStatus.SEE_OTHER, location=path)


def as_json(value: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Answer a script."""
    return Response(json.dumps(value, ensure_ascii=False), status, "application/json")


def answer(site: Site, request: Request) -> Response:
    """Find the route for a request and let it answer."""
    if request.method == "GET" and request.path.startswith("/static/"):
        return _static(site, request.path.removeprefix("/static/"))
    for route in site.system.routes:
        key = route.key(request)
        if key is not None:
            try:
                return route.handler(site, replace(request, key=key))
            except UnknownNumber:
                break
    return _not_found(site)


def _static(site: Site, name: str) -> Response:
    path = STATIC.get(name)
    if path is None:
        return _not_found(site)
    return Response(path.read_text(encoding="utf-8"), content_type=CONTENT_TYPES[path.suffix])


def _not_found(site: Site) -> Response:
    return Response(site.system.error_page(site, "Page not found"), HTTPStatus.NOT_FOUND)


class Server(ThreadingHTTPServer):
    """One of the three servers; `site` is set once the addresses of all three are known."""

    daemon_threads = True
    site: Site

    def __init__(self, port: int) -> None:
        """Take the port (0: a free one) on the loopback address."""
        super().__init__((HOST, port), _Connection)

    @property
    def port(self) -> int:
        """The port that was taken."""
        return int(self.server_address[1])

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Stay silent where a browser went away before its answer came."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Connection(BaseHTTPRequestHandler):
    timeout = 30

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        self._answer(_fields(self.rfile.read(int(length)).decode("utf-8", "replace")))

    def _answer(self, form: Mapping[str, str]) -> None:
        assert isinstance(self.server, Server)
        path, _, query = self.path.partition("?")
        request = Request(self.command, path, _fields(query), form)
        self._send(answer(self.server.site, request))

    def _send(self, response: Response) -> None:
        body = response.text.encode()
        self.send_response(response.status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if response.location:
            self.send_header("Location", response.location)
        self.send_header("Content-Type", f"{response.content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: standard output holds the three addresses and nothing else."""


def _fields(encoded: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(encoded, keep_blank_values=True).items()}
