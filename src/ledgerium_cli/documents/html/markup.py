"""HTML and SVG made of elements: every text and attribute is escaped on its way in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NewType

from ledgerium_cli.output.text import kept_together, plain

Html = NewType("Html", str)
"""Markup in which everything that means something to a browser was put there by us."""

EMPTY = frozenset({"circle", "line", "path", "polygon", "rect"})
"""Elements that are written without an end."""


def text(words: str) -> Html:
    """Text from pages and people as it is."""
    return Html(escape(plain(words)))


def with_units(words: str) -> Html:
    """Text in which a number and its unit stay on one line."""
    return Html(kept_together(text(words)))


def el(name: str, *children: Html, **attributes: str | float | None) -> Html:
    """An element. `class_` is the attribute `class`, `data_a` is `data-a`; None leaves an attribute out, an
    empty text writes its name alone."""
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
