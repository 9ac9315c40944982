"""Text from pages and people made harmless before it stands in a document.

A page's title, label or message may have been written by anyone. `plain` takes out what steers terminals
and readers; each format then quotes the rest in its own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from itertools import islice
from typing import NewType

Markdown = NewType("Markdown", str)
"""Text in which every character that could mean something to Markdown or HTML was put there by us."""

Blocks = list[str]
"""Paragraphs, lists and tables of Markdown; an empty line goes between two."""
MOST_ROWS = 100
"""Of one table: nobody reads a longer one, and `analysis.json` has everything."""

_JOINERS = "\u200c\u200d"
"""Persian, the scripts of India and emoji are written with them; they steer nothing."""
_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>#|~$@]|[!&](?!\s)|:(?=\S)(?!\d+(?![\w:])))")
"""A colon may begin `:smile:` or stand in `https://`, but not before a space or as in `host:8802` and `09:00`; `!7`
and `&amp;` mean something, `terms & conditions` do not."""
_MAY_BE_AN_ADDRESS = re.compile(r"(?<=www)\.|/(?=/)", re.IGNORECASE)
"""Some renderers make links of `www.example.com` and `//example.com`."""

_KEPT_TOGETHER = re.compile(r"\b\d[\d.]* (?:ms|s|min|h|d|%)(?: \d+ (?:s|min|h))?(?!\w)|(?<=\()n = (?=\d)")


def plain(text: str) -> str:
    """One line without control characters, bidirectional overrides or invisible characters."""
    if text.isprintable():  # the usual case, and then every character is visible
        return " ".join(text.split())
    return " ".join("".join(char for char in text if char.isspace() or _is_visible(char)).split())


def _is_visible(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def cell(text: str) -> str:
    """Text of a CSV file; what a spreadsheet would take for a formula is quoted with an apostrophe."""
    harmless = plain(text)
    return f"'{harmless}" if harmless[:1] in ("=", "+", "-", "@") else harmless


@lru_cache(maxsize=4096)  # activities and people come again and again
def xml(text: str) -> str:
    """Text of an XML file, in an element or an attribute within double quotes."""
    return escape(plain(text), quote=False).replace('"', "&quot;")


def json_escapes(chars: str) -> dict[int, str]:
    """To translate JSON with, where what holds it gives these characters a meaning; they stand in its strings only."""
    return {ord(char): f"\\u{ord(char):04x}" for char in chars}


def md(text: str) -> Markdown:
    """Text that Markdown shows as it is: no markup, link, table cell or HTML can come of it."""
    escaped = _MEANS_SOMETHING.sub(r"\\\1", plain(text))
    escaped = _MAY_BE_AN_ADDRESS.sub(r"\\\g<0>", escaped)
    if number := re.match(r"\d+(?=[.)])", escaped):
        return Markdown(f"{number.group()}\\{escaped[number.end() :]}")
    return Markdown(f"\\{escaped}" if escaped[:1] in ("-", "+", "=") else escaped)


def quoted(text: str) -> Markdown:
    """A name from the screen, in quotation marks."""
    return in_quotes(md(text))


def in_quotes(text: Markdown) -> Markdown:
    """Quotation marks within it become single ones."""
    return Markdown(f"“{text.replace('“', '‘').replace('”', '’')}”")


def table(head: list[str], rows: list[list[Markdown]], right: frozenset[int] = frozenset()) -> Markdown:
    """A Markdown table; the columns in `right` are aligned to the right."""
    rule = ["---:" if column in right else "---" for column in range(len(head))]
    unbroken = [[kept_together(cell) for cell in cells] for cells in rows]
    lines = [" | ".join(cells) for cells in [head, rule, *unbroken]]
    return Markdown("\n".join(f"| {line} |" for line in lines))


def kept_together(text: str) -> str:
    """A number and its unit stay on one line, however narrow the column."""
    return _KEPT_TOGETHER.sub(lambda found: found.group().replace(" ", "\u00a0"), text)


def row(*cells: str) -> list[Markdown]:
    """Cells made of our own words, of numbers, and of text that went through `md`."""
    return [Markdown(cell) for cell in cells]


def table_of_first(
    head: list[str], rows: Iterable[list[Markdown]], right: set[int], of: int | None = None
) -> Blocks:
    """A table cut after the rows that somebody may read, and a sentence that says so. `of` is how many there are, where
    they are made one by one."""
    n = of if of is not None else len([*(rows := [*rows])])
    blocks: Blocks = [table(head, [*islice(rows, MOST_ROWS)], frozenset(right))]
    if n > MOST_ROWS:
        blocks.append(f"These are the first {MOST_ROWS} of {n} rows; `analysis.json` has all of them.")
    return blocks


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
