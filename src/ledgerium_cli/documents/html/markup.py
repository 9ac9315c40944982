"""Builds HTML and SVG from elements; every text and attribute is escaped on the way in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NewType

from ledgerium_cli.output.text import kept_together, plain

Html = NewType("Html", str)
"""Markup that contains no unescaped foreign text."""

EMPTY = frozenset({"circle", "line", "path", "polygon", "rect"})
"""Void elements, written without an end tag."""


def text(words: str) -> Html:
    """Escaped text of recordings and people."""
    return Html(escape(plain(words)))


def with_units(words: str) -> Html:
    """Escaped text in which a number and its unit stay on one line."""
    return Html(kept_together(text(words)))


def el(name: str, *children: Html, **attributes: str | float | None) -> Html:
    """An element. `class_` becomes the attribute `class`, `data_a` becomes `data-a`. None omits an attribute, an
    empty text writes only its name."""
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    end = "/>" if name in EMPTY else f">{''.join(children)}</{name}>"
    return Html(f"<{name}{written}{end}")


def _attribute(key: str, value: str | float) -> str:
    name = key.rstrip("_").replace("_", "-")
    if not isinstance(value, str):
        return f' {name}="{value}"'
    return f' {name}="{escape(plain(value))}"' if value else f" {name}"


def joined(parts: Iterable[Html]) -> Html:
    return Html("".join(parts))
