"""Makes text from pages and people safe for documents.

A page's title, label or message may have been written by anyone. `plain` removes everything that controls terminals
and readers; each format then escapes the rest in its own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from itertools import islice
from typing import NewType

from ledgerium_cli.quotation import in_quotation_marks

Markdown = NewType("Markdown", str)
"""Text in which every character with a meaning in Markdown or HTML was put there by this program."""

Blocks = list[str]
"""Paragraphs, lists and tables of Markdown, to be separated by empty lines."""
MOST_ROWS = 100
"""The most rows in a table: nobody reads longer ones, and `analysis.json` has everything."""

_JOINERS = "\u200c\u200d"
"""Needed to write Persian, Indic scripts and emoji; they control nothing."""
_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>#|~$@]|[!&](?!\s)|:(?=\S)(?!\d+(?![\w:])))")
"""A colon may begin `:smile:` or be part of `https://`, but not before a space or in `host:8802` and `09:00`; `!7`
and `&amp;` have a meaning, `terms & conditions` does not."""
_MAY_BE_AN_ADDRESS = re.compile(r"(?<=www)\.|/(?=/)", re.IGNORECASE)
"""Some renderers turn `www.example.com` and `//example.com` into links."""

_KEPT_TOGETHER = re.compile(r"\b\d[\d.]* (?:ms|s|min|h|d|%)(?: \d+ (?:s|min|h))?(?!\w)|(?<=\()n = (?=\d)")


def plain(text: str) -> str:
    """One line without control characters, bidirectional overrides or invisible characters."""
    if text.isprintable():  # the usual case: every character is visible
        return " ".join(text.split())
    return " ".join("".join(char for char in text if char.isspace() or _is_visible(char)).split())


def _is_visible(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def log_line(text: str) -> str:
    """One line that GitHub's runner, which reads standard output and standard error, takes for no command."""
    line = plain(text)
    return (f"Ledgerium: {line}" if line.startswith("::") else line).replace("##[", "## [")


def cell(text: str) -> str:
    """Text for a CSV file; what a spreadsheet would take for a formula is prefixed with an apostrophe."""
    harmless = plain(text)
    return f"'{harmless}" if harmless[:1] in ("=", "+", "-", "@") else harmless


@lru_cache(maxsize=4096)  # names of activities and people repeat
def xml(text: str) -> str:
    """Text for an XML file, in an element or a double-quoted attribute."""
    return escape(plain(text), quote=False).replace('"', "&quot;")


def json_escapes(chars: str) -> dict[int, str]:
    """A translation table that writes these characters as \\u escapes in JSON, for formats in which they have a
    meaning; in JSON such characters may only occur in strings."""
    return {ord(char): f"\\u{ord(char):04x}" for char in chars}


def md(text: str) -> Markdown:
    """Text that Markdown shows literally: it cannot become markup, a link, a table cell or HTML."""
    escaped = _MEANS_SOMETHING.sub(r"\\\1", plain(text))
    escaped = _MAY_BE_AN_ADDRESS.sub(r"\\\g<0>", escaped)
    if number := re.match(r"\d+(?=[.)])", escaped):
        return Markdown(f"{number.group()}\\{escaped[number.end() :]}")
    return Markdown(f"\\{escaped}" if escaped[:1] in ("-", "+", "=") else escaped)


def quoted(text: str) -> Markdown:
    """A name from the screen, in quotation marks."""
    return in_quotes(md(text))


def in_quotes(text: Markdown) -> Markdown:
    """As `in_quotation_marks`."""
    return Markdown(in_quotation_marks(text))


def table(head: list[str], rows: list[list[Markdown]], right: frozenset[int] = frozenset()) -> Markdown:
    """A Markdown table; the columns in `right` are aligned to the right."""
    rule = ["---:" if column in right else "---" for column in range(len(head))]
    unbroken = [[kept_together(cell) for cell in cells] for cells in rows]
    lines = [" | ".join(cells) for cells in [head, rule, *unbroken]]
    return Markdown("\n".join(f"| {line} |" for line in lines))


def kept_together(text: str) -> str:
    """The text with non-breaking spaces between numbers and their units."""
    return _KEPT_TOGETHER.sub(lambda found: found.group().replace(" ", "\u00a0"), text)


def row(*cells: str) -> list[Markdown]:
    """Cells made of our own words, numbers, and text escaped by `md`."""
    return [Markdown(cell) for cell in cells]


def table_of_first(
    head: list[str], rows: Iterable[list[Markdown]], right: set[int], of: int | None = None
) -> Blocks:
    """A table with at most `MOST_ROWS` rows, and a sentence if there are more. `of` is the number of rows if they
    are produced lazily."""
    n = of if of is not None else len([*(rows := [*rows])])
    blocks: Blocks = [table(head, [*islice(rows, MOST_ROWS)], frozenset(right))]
    if n > MOST_ROWS:
        blocks.append(f"These are the first {MOST_ROWS} of {n} rows; `analysis.json` has all of them.")
    return blocks


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
