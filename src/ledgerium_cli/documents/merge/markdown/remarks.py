"""Conflict notes as people leave them: what is the build's in them and what is theirs, and where one begins and ends
that lost the marks of a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from ledgerium_cli.documents.merge.text.counted import QUOTED
from ledgerium_cli.documents.merge.text.wording import CONFLICT, SAYS, SETTLE, Sort


def _words(text: str) -> str:
    """A pattern of the words, wherever an editor broke the line."""
    return r"\s+".join(map(re.escape, text.split()))


_MARKUP = r"(?:\\?[*_~])*"
_TITLE = (
    rf"(?:{QUOTED}|„[^“”]*[“”]|[«»][^«»]*[«»]|\"[^\"]*\""
    r"|[‘‚‹'][^\n]*?[’‘›'](?=\\?[*_~]|:)|the\s+beginning)"
)
"""In the quotation marks of any language, since editors set them anew."""
_HEAD = re.compile(rf"({_MARKUP}){_words(CONFLICT)}\s+({_TITLE}){_MARKUP}:?{_MARKUP}")
_BOLD = re.compile(r"(?:\\?[*_]){2}")
_SAYS = re.compile("|".join(f"({_words(one)})" for one in SAYS.values()))
_SETTLE = re.compile(f"{_MARKUP}{_words(SETTLE)}{_MARKUP}")
_RUN_ON = re.compile(
    rf"^([ \t]*[^\s>][^\n>]*{re.escape(SETTLE.partition('delete')[2])}\n)(?=[ \t]*\d+[.)] )", re.MULTILINE
)
_QUOTES = re.compile(r"[ \t]{0,3}(?:>|\\>|&gt;) ?")
_CALLOUT = re.compile(r"\s*\\?(\[![\w-]+)\\?(\][-+]?)")
_MARK_OF_LIST = re.compile(r"(?:^|\n)[ \t]*(?:[-*+]|\d+[.)]|#{1,6})?[ \t]*(?:\[[ xX]\])?$")
_NO_WORDS = re.compile(r"[\s*_~\\:.,;]*")
QUOTATION, PARAGRAPH = "blockquote_open", "paragraph_open"


class Noted(Struct, frozen=True):
    """A conflict note taken apart; its texts are Markdown."""

    title: str
    """Of the section that it names; empty if people deleted its first line."""
    sort: Sort | None
    """What the build says about the quotation; None if people deleted or changed that."""
    above: str
    """What people wrote before the quotation."""
    quoted: str
    """What the build quotes, with what people wrote around and into it."""
    below: str
    """What people wrote behind the last line."""
    callout: str
    """The line that makes a callout of it: `[!WARNING]`."""
    begins: bool
    """Whether its first line is there."""
    ends: bool
    """Whether its last line is there."""


def with_lists_apart(text: str) -> str:
    """The text with an empty line between the last line of a note, where that is quoted no more, and an entry: one that
    is not the first of a list would begin none there."""
    return _RUN_ON.sub(r"\1\n", text)


def noted_in(text: str) -> Noted | None:
    """The conflict note that the text of a quotation is: it begins as one, or ends as one where people deleted the
    beginning; None for any other text."""
    head = _head_in(text)
    settle = _SETTLE.search(text, head.end() if head is not None else 0)
    if head is None and settle is None:
        return None
    until = settle.start() if settle is not None else len(text)
    title, before, sort, inside, quoted = "", "", None, "", text[:until]
    if head is not None:
        title, before = head[2], text[: head.start()]
        sort, inside, quoted = _said_in(text[head.end() : until])
    callout = _CALLOUT.match(before)
    before = before[callout.end() :] if callout is not None else before
    return Noted(
        title if title.startswith("the") else title[1:-1],
        sort,
        joined(own_words(before), own_words(inside)),
        own_words(quoted),
        own_words(text[settle.end() :]) if settle is not None else "",
        "".join(callout.groups()) if callout is not None else "",
        head is not None,
        settle is not None,
    )


def may_be_noted(text: str) -> bool:
    """Whether it has a word of the first line of a note or of the last one."""
    return CONFLICT.split()[0] in text or SETTLE.split()[0] in text


def _head_in(text: str) -> re.Match[str] | None:
    """The beginning of a note: bold, or with what a build says behind it."""
    heads = _HEAD.finditer(text)
    return next((one for one in heads if _BOLD.match(one[1]) or _SAYS.search(_line(text[one.end() :]))), None)


def _line(text: str) -> str:
    """The text up to the end of its paragraph."""
    return text.partition("\n\n")[0]


def _said_in(text: str) -> tuple[Sort | None, str, str]:
    """What a build says behind the beginning of a note, what people wrote there on its line, and what is quoted."""
    line = _line(text)
    rest = text[len(line) :]
    says = _SAYS.search(line)
    if says is None:
        return None, line, rest
    before, behind = line[: says.start()].strip().removesuffix(":"), line[says.end() :]
    if behind.startswith("\n") or not rest.strip():  # an editor took the empty line away
        behind, rest = "", f"{behind}{rest}"
    return [*SAYS][(says.lastindex or 1) - 1], f"{before} {behind}", rest


def own_words(text: str) -> str:
    """What is left of a text beside the words of a build; nothing where that is only markup."""
    text = _MARK_OF_LIST.sub("", text.strip()).strip()
    return "" if _NO_WORDS.fullmatch(text) else text


def joined(*texts: str) -> str:
    """The paragraphs, without empty ones."""
    return "\n\n".join(filter(None, texts))


def as_quotation(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def without_quotes(lines: Sequence[str]) -> str:
    """The lines of a note without the marks of a quotation, as deep as its first line is quoted, or its last one where
    that is missing."""
    text = "\n".join(_bare(line)[0] for line in lines)
    found = _head_in(text) or _SETTLE.search(text)
    at = text[: found.end()].count("\n") if found is not None else 0
    depth = max(1, _bare(lines[at])[1])
    return "\n".join(_bare(line, depth)[0] for line in lines)


def _bare(line: str, most: int = 9) -> tuple[str, int]:
    """The line without the marks of a quotation, or the first `most` of them, and how many these were."""
    depth = 0
    while depth < most and (mark := _QUOTES.match(line)) is not None:
        line, depth = line[mark.end() :], depth + 1
    return line, depth


def notes_in(text: str) -> list[str]:
    """The text of each conflict note in a quotation: where people delete the empty line between two they are one."""
    starts = [one.start() for one in _HEAD.finditer(text) if _SAYS.search(_line(text[one.end() :]))]
    later = (at for at in starts[1:] if text[at - 1] == "\n")
    return [text[start:end].strip("\n") for start, end in pairwise([0, *later, len(text)])]


class Span(Struct, frozen=True):
    """A paragraph, a quotation or anything else that may be a part of a note."""

    kind: str
    """As the parser calls it."""
    lines: Sequence[str]


def runs(spans: Sequence[Span]) -> Iterator[tuple[range, bool]]:
    """The indexes of the parts of each conflict note, and of each other span by itself; and which of both it is."""
    at = 0
    while at < len(spans):
        until = _end_of_note(spans, at)
        yield range(at, until or at + 1), until is not None
        at = until or at + 1


def _end_of_note(spans: Sequence[Span], at: int) -> int | None:
    """The index behind the last part of the note that begins there; None where none does."""
    noted = _noted_at(spans[at])
    if noted is None or (spans[at].kind == PARAGRAPH and not _is_unquoted(without_quotes(spans[at].lines))):
        return None
    if not noted.ends:
        others = ((end, _noted_at(spans[end])) for end in range(at + 1, len(spans)))
        end, other = next(((end, one) for end, one in others if one is not None), (at, noted))
        if other.ends and not other.begins:
            return end + 1
    return at + 1


def _noted_at(span: Span) -> Noted | None:
    may_be = span.kind in (QUOTATION, PARAGRAPH) and any(map(may_be_noted, span.lines))
    return noted_in(without_quotes(span.lines)) if may_be else None


def _is_unquoted(text: str) -> bool:
    """Whether a paragraph is the beginning of a note as a build writes it, or nothing but its last line."""
    head = _head_in(text)
    if head is None:
        return _SETTLE.match(text.lstrip("*_~\\ ")) is not None
    is_first = not own_words(_CALLOUT.sub("", text[: head.start()], count=1))
    return is_first and _SAYS.search(_line(text[head.end() :])) is not None
