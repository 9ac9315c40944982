"""What a paragraph is made of where its lines are: numbered clauses, labels with values, headings without marks.

Quality manuals number their paragraphs (`4.1.1 The inspector …`), word processors leave headings as bold lines, and
heads of documents stand as `Owner: …` in lines of one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerium_cli.score.topics import is_label

if TYPE_CHECKING:
    from markdown_it.token import Token

_NUMBER = re.compile(
    r"(?:(?P<decimal>\d+(?:\.\d+)+\.?|\d+[.)]?)|(?P<letter>[a-z][.)])|(?P<capital>[IVX]{1,5}\.|[A-Z]\.)"
    r"|(?P<bracket>\((?:\d+|[a-z]{1,4})\)))"
    r"\s+(?=[“\"'‘(]?[A-Z])"
)
_TASK = re.compile(r"\[[ xX]?\]\s+|[☐☑☒□✓]\s*")
_PAIR = re.compile(r"[^\W\d_][\w ./-]{1,40}:(?:\s|$)")


@dataclass(slots=True)
class Line:
    """Text without markup, and what of it is marked."""

    text: str = ""
    names: tuple[str, ...] = ()
    links: bool = False
    bold: bool = False
    place: int = 0
    """From 0, in its paragraph."""


def lines_of(inline: Token) -> list[Line]:
    """The lines of a paragraph; another begins before a bold label, too: `**Rev.:** B **Owner:** Controller`."""
    found, plain, depth, strong, place = [Line(bold=True)], "", 0, 0, 0
    children = inline.children or []
    for at, child in enumerate(children):
        line = found[-1]
        if child.type in ("softbreak", "hardbreak") or child.content.startswith("<br"):
            place += child.type != "html_inline"
            found.append(Line(bold=True, place=place))
            continue
        if child.type == "strong_open" and line.text.strip() and _is_bold_label(children, at):
            found.append(line := Line(bold=True, place=place))
        if child.type in ("strong_open", "link_open"):
            depth += 1
            strong += child.type == "strong_open"
            line.links |= child.type == "link_open"
        elif child.type in ("strong_close", "link_close"):
            depth -= 1
            strong -= child.type == "strong_close"
            if not depth:
                line.names, plain = (*line.names, plain), ""
        elif child.type == "code_inline":
            line.names = (*line.names, child.content)
        elif depth:
            plain += child.content
        if child.type in ("text", "code_inline", "image"):
            line.bold &= bool(strong) or not child.content.strip()
            line.text += child.content
    return [one for one in found if one.text.strip()]


def _is_bold_label(children: Sequence[Token], at: int) -> bool:
    texts = [one.content for one in children[at + 1 : at + 5] if one.type == "text" and one.content]
    inside, *after = texts[:2] or [""]
    return inside.rstrip().endswith(":") or (bool(after) and after[0].startswith(":"))


def paragraphs(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines that belong together as one: each numbered clause, label and bold line is one of its own."""
    whole: Line | None = None
    ends = False  # whether nothing goes on behind what there is
    for line in lines:
        line.text = " ".join(line.text.split())
        if whole is None or ends or _begins(line):
            if whole is not None:
                yield whole
            whole, ends = line, _is_alone(line)
        else:
            whole.text += f" {line.text}"
            whole.names += line.names
            whole.links |= line.links
            whole.bold &= line.bold
    if whole is not None:
        yield whole


def _begins(line: Line) -> bool:
    return (
        bool(number_of(line.text)[0]) or _is_alone(line)
        or _PAIR.match(line.text) is not None or re.match(r"(?i)step \d", line.text) is not None
    )  # fmt: skip


def _is_alone(line: Line) -> bool:
    """Whether it is a title or a label, behind which nothing goes on."""
    return is_label(line.text) or line.bold or is_shouted(line.text)


def number_of(text: str) -> tuple[str, str]:
    """The number before a clause, without its dot and as far as it tells places apart, and the rest: `4.1`, `a`, `(1`,
    `IV`. A bare number is one before capitals only, since sentences begin with amounts, too; and `A. Rao` is a name.
    """
    found = _NUMBER.match(text)
    if not found:
        return "", text
    rest = text[found.end() :]
    number = found["decimal"] or found["letter"] or found["capital"] or found["bracket"]
    if (number.isdigit() and not is_shouted(rest)) or (found["capital"] and _is_name(rest)):
        return "", text
    number = number.rstrip(".)")
    return number.removesuffix(".0"), rest


def _is_name(rest: str) -> bool:
    """`Rao`, `Rao, Head of Production`."""
    said = rest.partition(",")[0].split()
    return len(said) <= 2 and not rest.endswith(".") and not is_shouted(rest)


def is_shouted(text: str) -> bool:
    """Whether its words are in capitals, as titles are."""
    letters = [one for one in text if one.isalpha()]
    return len(letters) > 3 and all(map(str.isupper, letters))


def without_box(text: str) -> str:
    """An entry of a checklist without the box to tick."""
    found = _TASK.match(text)
    return text[found.end() :] if found else text


def is_within(number: str, other: str) -> bool:
    """Whether a clause with the second number is a part of the one with the first."""
    if number.replace(".", "").isdigit() and other.replace(".", "").isdigit():
        return other.startswith(f"{number}.")
    return _rank(other) > _rank(number)


def _rank(number: str) -> int:
    """`IV` before `A` before `3` before `a` before `(1` before `(a`."""
    if number.isupper():
        return -2 if {*number} <= {*"IVX"} else -1
    if number.startswith("("):
        return 2 if number[1:].isdigit() else 3
    return 0 if number[:1].isdigit() else 1


def depth(number: str) -> int:
    """How deep a clause stands by its number."""
    return 3 + number.count(".") + _rank(number)
