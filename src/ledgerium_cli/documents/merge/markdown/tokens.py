"""Markdown as tokens of the parser, as the merge reads it, and what they say.

Two texts say the same when they are equal after parsing, regardless of line breaks, list marks, table alignment,
emphasis, and kinds of quotation marks, dashes and spaces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from ledgerium_cli.documents.merge.text.typography import typewritten

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_HEADING = re.compile(r"^(?=#{1,6}(?:[ \t]|$))", re.MULTILINE)
EMPHASIS = ("strong_open", "em_open")
_SILENT = frozenset(
    "paragraph_open bullet_list_open ordered_list_open list_item_open thead_open tbody_open tr_open".split()
)


@cache
def parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


class Part(Struct, frozen=True, eq=False):
    """Lines of a text that mean alone what they mean in it: a heading with what stands below it, or all of a text."""

    text: str
    tokens: Sequence[Token]
    """With the lines of the part, from 0."""
    is_whole: bool = False
    """Whether it is all of a text, which hardly another text will have again."""


def parts_of(text: str) -> list[tuple[int, Part]]:
    """A text with LF line ends in parts, each with the line, from 0, with which it begins. Most parts of most versions
    of a document are the same, and are parsed once. It is one part where one hangs on another: where links are defined,
    or a block of code has a heading in it."""
    sources = [one for one in _HEADING.split(text) if one]
    parts = [_part(one, is_last=place == len(sources) - 1) for place, one in enumerate(sources)]
    alone = [one for one in parts if one is not None]
    if len(alone) < len(parts):
        return [(0, _whole(text))]
    starts = accumulate((one.count("\n") for one in sources), initial=0)
    return [*zip(starts, alone, strict=False)]


@lru_cache(maxsize=4)  # what is asked of a text is asked again while it is parsed
def _whole(text: str) -> Part:
    return Part(text, parser().parse(text), is_whole=True)


@lru_cache(maxsize=2048)
def _part(source: str, *, is_last: bool) -> Part | None:
    """None where the source defines what another part may refer to, or the heading below it would be part of it."""
    defined: dict[str, object] = {}
    tokens = parser().parse(source if is_last else f"{source}#", defined)
    if defined.get("references"):
        return None
    if is_last:
        return Part(source, tokens)
    is_alone = tokens[-1].type == "heading_close" and not tokens[-1].level
    return Part(source, tokens[:-3]) if is_alone else None


def spans_of(tokens: Sequence[Token], level: int = 0) -> Iterator[list[Token]]:
    """The tokens of each block at one level."""
    span: list[Token] = []
    for token in tokens:
        span.append(token)
        if token.level == level and token.nesting <= 0:
            yield span
            span = []


def lines_of(span: Sequence[Token]) -> tuple[int, int]:
    place = span[0].map
    assert place is not None
    return place[0], place[1]


def can_flow(span: Sequence[Token]) -> bool:
    """Whether its lines may be joined, i.e. it has no intended line break."""
    return not any(child.type == "hardbreak" for token in span for child in token.children or ())


def source_of(span: Sequence[Token], lines: Sequence[str]) -> str:
    first, last = lines_of(span)
    return "\n".join(lines[first:last]).strip("\n")


def what_is_said(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append(_inline_said(token.children or ()))
        elif token.type in ("fence", "code_block"):
            parts.append(f"<code>{_code_said(token.content)}")
        elif token.nesting == 0:
            parts.append(f"<{token.type}>{token.content}")
        elif token.nesting == 1 and token.type not in _SILENT:
            parts.append(f"<{token.type.removesuffix('_open')}>")
    return " ".join(" ".join(parts).split())


def _code_said(content: str) -> str:
    """Code normalised; JSON is compared by content, since editors reformat it."""
    if not content.lstrip().startswith(("{", "[")):
        return content
    try:
        return json.dumps(json.loads(content), ensure_ascii=False)
    except (ValueError, RecursionError):
        return content


def _inline_said(children: Sequence[Token]) -> str:
    parts = []
    for child in children:
        if child.type == "text":
            parts.append(typewritten(child.content))
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.nesting >= 0 and child.type not in EMPHASIS:
            target = "".join(f" {value}" for value in child.attrs.values())
            parts.append(f"<{child.type.removesuffix('_open')}{target}>{child.content}")
    return "".join(parts)
