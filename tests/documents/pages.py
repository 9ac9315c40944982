"""A page of HTML, taken apart."""

from __future__ import annotations

import base64
import hashlib
import json
from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """What a browser finds in the file, before any script runs."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        """By element, what stands directly in each of its kind."""
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside.setdefault(tag, []).append("")
        if tag not in ("meta", "img", "input", "br", "hr"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"{tag} ends out of place"

    def handle_data(self, words: str) -> None:
        if self._open:
            self.inside[self._open[-1]][-1] += words

    @property
    def policy(self) -> str:
        [found] = [one for tag, one in self.elements if tag == "meta" and "http-equiv" in one]
        return found["content"] or ""

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.inside["script"][0])
        return found

    @property
    def words(self) -> str:
        return " ".join(" ".join(one) for tag, one in self.inside.items() if tag not in ("script", "style"))


def hashed(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
