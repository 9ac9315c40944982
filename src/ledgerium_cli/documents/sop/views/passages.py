"""How the views of the SOP tell its passages: without evidence, with whose they are, as entries of lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import indent

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.numbering import heading
from ledgerium_cli.documents.merge.markdown.parse import with_tail
from ledgerium_cli.documents.merge.marks.added import is_quote, with_added_below
from ledgerium_cli.documents.merge.text.counted import CITATION
from ledgerium_cli.documents.merge.text.typography import set_apart
from ledgerium_cli.documents.merge.text.wording import ADDED, EDITED
from ledgerium_cli.documents.view.model import DECLARED
from ledgerium_cli.documents.words import listed
from ledgerium_cli.output.text import Markdown, in_quotes

_QUOTE = re.compile(r"^> ?", re.MULTILINE)
_CALLOUT = re.compile(r"^\s*\\?\[!([\w-]+)\\?\][-+]?\s*")
_BETWEEN_BOXES = re.compile(r"(?<=</details>)\s*(?=<details\b)")
_BOX = re.compile(r"<summary\b.*?</summary>|</?details\b[^>]*>", re.DOTALL)
"""Of a box to unfold its tags and its heading."""
_CITED = re.compile(rf" ?{CITATION}")
_FILLED = re.compile(r" \(\d+ of \d+ times\)")


def bare(text: str) -> str:
    """The text without event numbers and counts of filled fields."""
    return without_evidence(_FILLED.sub("", text))


def without_evidence(text: str) -> str:
    """The text without event numbers."""
    lines = _CITED.sub("", set_apart(text)).split("\n")
    return "\n".join(line.rstrip() for line in lines)


def undeclared(text: str) -> str:
    """The text without *(declared)*, for places that say that everything is declared."""
    return " ".join(set_apart(text).replace(DECLARED, "").split())


def stated_by_whom(text: str) -> str:
    """The same for declared text; text that people wrote into the document is marked *(added)*."""
    return undeclared(by_whom(text))


def by_whom(text: str) -> str:
    """What was declared or written by people, with its mark."""
    return text if any(mark in text for mark in (DECLARED, EDITED, ADDED)) else f"{text} {ADDED}"


def is_by_people(text: str) -> bool:
    return EDITED in text or ADDED in text


def is_of_people(block: Block) -> bool:
    """Whether people wrote what a build gives with a citation: it has none, nor *(edited)*."""
    return EDITED not in block.source and _CITED.search(block.source) is None


def added(block: Block) -> str:
    """What a person wrote, marked *(added)*, without the mark of a list entry or heading."""
    if block.kind == "head":
        return f"**{block.text}** {ADDED}"
    if is_quote(block):
        return f"{block.source} {ADDED}"
    if block.kind not in ("item", "text"):
        return block.source
    return with_tail(f"{block.text} {ADDED}", block.tail) if block.text else block.source


def instruction(block: Block) -> str:
    """An instruction with what is indented below it, and whether people added it."""
    return added(block) if is_of_people(block) else told_whole(with_added_below(block))


def told_whole(block: Block) -> str:
    """A paragraph or list entry with what is indented below it."""
    return with_tail(block.text, block.tail) if block.text else block.source


def unquoted(block: Block, text: str) -> str:
    """The text of a block without quotation marks of Markdown (`>`); `[!WARNING]`, which makes a callout of a quotation
    only, as a word."""
    if not is_quote(block):
        return text
    return _CALLOUT.sub(lambda one: f"**{one[1].capitalize()}:** ", _QUOTE.sub("", text))


def without_empty_boxes(blocks: Iterable[Block]) -> list[Block]:
    """What people wrote without the HTML of boxes to unfold (`<details>`) that have nothing of it in them, since they
    put them around what is generated."""
    found, opened = list[Block](), list[int]()
    for block in (piece for one in blocks for piece in _pieces(one)):
        opens, closes = (block.source.count(tag) for tag in ("<details", "</details"))
        if not _is_html(block) or opens == closes:
            found.append(block)
        elif opens > closes:
            opened.append(len(found))
            found.append(block)
        elif opened:
            begin = opened.pop()
            if any(_says_more(one) for one in found[begin:]):
                found.append(block)
            else:
                del found[begin:]
    return [one for at, one in enumerate(found) if at not in opened]


def _pieces(block: Block) -> list[Block]:
    """The end of one box and the beginning of the next, which are one block without an empty line between them."""
    pieces = _BETWEEN_BOXES.split(block.source) if _is_html(block) else ()
    return [replace(block, source=one) for one in pieces] if len(pieces) > 1 else [block]


def _says_more(block: Block) -> bool:
    return not _is_html(block) or _BOX.sub("", block.source).strip() != ""


def _is_html(block: Block) -> bool:
    return block.kind == "other" and block.source.startswith("<")


def plainly(text: str) -> str:
    """The text without bold, for headings."""
    return text.replace("**", "")


def taken_out(titles: Mapping[str, str], put_into: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Steps, by id, that are spoken of and that people took out of the SOP, or `put_into` parts with these titles."""
    if out := [_quoted(title) for one, title in titles.items() if one not in put_into]:
        yield f"**Taken out of `sop.md` by people:** {listed(out)}."
    moved = [(title, put_into[one]) for one, title in titles.items() if one in put_into]
    if told := [f"{_quoted(title)} into {listed([*map(_quoted, parts)])}" for title, parts in moved]:
        yield f"**Moved in `sop.md` by people:** {listed(told)}."


def _quoted(title: str) -> str:
    return in_quotes(Markdown(title))


def added_title(section: Section) -> str:
    return f"{heading(section.number, section.title)} {ADDED}"


def entry(mark: str, text: str) -> str:
    """A list entry with all its lines indented."""
    return f"{mark} {within(text, len(mark) + 1)}"


def within(text: str, width: int = 2) -> str:
    """The lines of an entry, indented to stand behind its mark of `width` - 1 characters."""
    return indent(text, " " * width).lstrip()
