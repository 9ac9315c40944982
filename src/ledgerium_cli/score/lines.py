"""Splits paragraphs by their lines: numbered clauses, labels with values, and headings without markup.

Quality manuals number their paragraphs (`4.1.1 The inspector …`), word processors leave headings as bold lines, and
the head of a document may be lines such as `Owner: …` in one paragraph.
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
LONGEST_TITLE_ABOVE = 4
"""In words; a text that only breaks at the end of the line has more there."""
_TASK = re.compile(r"\[[ xX]?\]\s+|[☐☑☒□✓]\s*")
_CALLOUT = re.compile(r"\[!\w+\][-+]?\s*")
"""What begins a note that is set apart: `> [!WARNING]`."""
_PAIR = re.compile(r"[^\W\d_][\w ./-]{1,40}:(?:\s|$)")


@dataclass(slots=True)
class Line:
    """A line without markup, with what was marked up in it."""

    text: str = ""
    names: tuple[str, ...] = ()
    links: bool = False
    bold: bool = False
    place: int = 0
    """Index of the line in its paragraph, from 0."""


def lines_of(inline: Token) -> list[Line]:
    """The lines of a paragraph, without those of pictures alone and without the mark of a callout. A bold label starts
    a new line as well: `**Rev.:** B **Owner:** Controller`"""
    found, plain, depth, strong, place = [Line(bold=True)], "", 0, 0, 0
    told: set[int] = set()  # the indexes in `found` of lines with more than pictures
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
            if child.type == "strong_close" and is_label(line.text) and _has_value(children[at + 1 :]):
                line.text = f"{line.text.rstrip(': ')}:"
        elif child.type == "code_inline":
            line.names = (*line.names, child.content)
        elif depth:
            plain += child.content
        if child.type in ("text", "code_inline", "image"):
            line.bold &= bool(strong) or not child.content.strip()
            line.text += child.content
            if child.type != "image" and child.content.strip():
                told.add(len(found) - 1)
    if marked := _CALLOUT.match(found[0].text):
        found[0].text = found[0].text[marked.end() :]
        if not found[0].text:
            told.discard(0)
    return [line for at, line in enumerate(found) if at in told]


def _is_bold_label(children: Sequence[Token], at: int) -> bool:
    texts = [one.content for one in children[at + 1 : at + 5] if one.type == "text" and one.content]
    inside, *after = texts[:2] or [""]
    if is_label(inside) and _states_something(children[at:]):
        return True
    return inside.rstrip().endswith(":") or (bool(after) and after[0].startswith(":"))


def _states_something(children: Sequence[Token]) -> bool:
    """Whether a label in bold stands here with its value behind it: `**Owner** Jane Doe`."""
    end = next((at for at, one in enumerate(children) if one.type == "strong_close"), len(children))
    return _has_value(children[end + 1 :])


def _has_value(children: Sequence[Token]) -> bool:
    """Whether a name, a number or a day follows in the same line, not a sentence such as `**Owner** decides`."""
    after = next((one for one in children if one.content or one.type.endswith("break")), None)
    value = after.content.strip()[:1] if after is not None and after.type == "text" else ""
    return value.isupper() or value.isdigit() or value == "@"


def paragraphs(lines: Sequence[Line]) -> Iterator[Line]:
    """Joins lines to paragraphs; each numbered clause, label and bold line starts its own."""
    whole: Line | None = None
    ends = False  # whether the paragraph so far is complete
    for line in lines:
        line.text = " ".join(line.text.split())
        if whole is None or ends or _begins(line):
            if whole is not None:
                yield whole
            whole, ends = line, _is_alone(line)
        else:
            whole.text += f": {line.text}" if _is_title_above(whole, line) else f" {line.text}"
            whole.names += line.names
            whole.links |= line.links
            whole.bold &= line.bold
    if whole is not None:
        yield whole


def _is_title_above(whole: Line, line: Line) -> bool:
    """Whether it is the title of a clause with the clause in the next line: `3.1 Creation`."""
    number, title = number_of(whole.text)
    is_short = 0 < len(title.split()) <= LONGEST_TITLE_ABOVE and title[-1].isalpha()
    return number[:1].isdigit() and is_short and line.text[:1].isupper()


def _begins(line: Line) -> bool:
    return (
        bool(number_of(line.text)[0]) or _is_alone(line)
        or _PAIR.match(line.text) is not None or re.match(r"(?i)step \d", line.text) is not None
    )  # fmt: skip


def _is_alone(line: Line) -> bool:
    """Whether a line is a title or a label, which no other line continues."""
    return is_label(line.text) or line.bold or is_shouted(line.text)


def number_of(text: str) -> tuple[str, str]:
    """The number before a clause (`4.1`, `a`, `(1`, `IV`), without the dot or bracket behind it and a final `.0`,
    and the rest. A bare number counts only before capitals, since sentences also begin with amounts; `A. Rao` is a
    name."""
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
    """Whether the rest looks like the rest of a name: `Rao`, `Rao, Head of Production`."""
    said = rest.partition(",")[0].split()
    return len(said) <= 2 and not rest.endswith(".") and not is_shouted(rest)


def is_shouted(text: str) -> bool:
    """Whether a text is in capitals, like many titles."""
    letters = [one for one in text if one.isalpha()]
    return len(letters) > 3 and all(map(str.isupper, letters))


def without_box(text: str) -> str:
    """The text of a checklist entry without its checkbox."""
    found = _TASK.match(text)
    return text[found.end() :] if found else text


def is_within(number: str, other: str) -> bool:
    """Whether the clause numbered `other` is a part of the clause numbered `number`."""
    if number.replace(".", "").isdigit() and other.replace(".", "").isdigit():
        return other.startswith(f"{number}.")
    return _rank(other) > _rank(number)


def _rank(number: str) -> int:
    """The level of a numbering style: `IV` above `A` above `3` above `a` above `(1` above `(a`."""
    if number.isupper():
        return -2 if {*number} <= {*"IVX"} else -1
    if number.startswith("("):
        return 2 if number[1:].isdigit() else 3
    return 0 if number[:1].isdigit() else 1


def depth(number: str) -> int:
    """The heading level of a clause with this number."""
    return 3 + number.count(".") + _rank(number)
