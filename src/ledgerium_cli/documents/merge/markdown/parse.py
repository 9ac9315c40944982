"""Parses Markdown into sections of blocks, each with its source lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.model import Block, Document, Section
from ledgerium_cli.documents.merge.markdown.numbering import apart, looks_in, numbered, places_of_steps
from ledgerium_cli.documents.merge.markdown.remarks import (
    QUOTATION,
    Span,
    as_quotation,
    joined,
    may_be_noted,
    noted_in,
    notes_in,
    runs,
    with_lists_apart,
    without_quotes,
)
from ledgerium_cli.documents.merge.markdown.tokens import (
    EMPHASIS,
    Part,
    can_flow,
    lines_of,
    parser,
    parts_of,
    source_of,
    spans_of,
    what_is_said,
)
from ledgerium_cli.documents.merge.text.attributes import with_attributes_apart, without_layout
from ledgerium_cli.documents.merge.text.typography import (
    typewritten,
    with_footnotes_apart,
    with_whole_citations,
)
from ledgerium_cli.documents.merge.text.wording import KEPT, SAYS, STEP
from ledgerium_cli.encoding import encoding_of, with_lf

if TYPE_CHECKING:
    from markdown_it.token import Token

_ENDS_OF_HTML = ("-->", "?>", "]]>", "</script>", "</pre>", "</style>", "</textarea>")
_BEFORE_QUOTATION = re.compile(r"^\s*(?:(?:[-*+]|\d+[.)])\s+)*(?=>)")
_BOX = re.compile(r"(\[[ xX]\]) (?=\S)")


def parse_content(content: bytes) -> Document:
    """Parse a file for reading only, in whatever encoding an editor left it: what cannot be read is replaced."""
    mark, encoding = encoding_of(content)
    return parse(with_lf(content.removeprefix(mark).decode(encoding, errors="replace")))


@lru_cache(maxsize=32)  # several modules parse the same versions of a document, earlier ones included
def parse(text: str) -> Document:
    """Parse a text with LF line ends."""
    front, body = front_matter(with_lists_apart(with_footnotes_apart(with_whole_citations(text))))
    parts = (_made_of(part) if part.is_whole else _sections(part) for _, part in parts_of(body))
    sections = [section for part in parts for section in part]
    return Document(front, tuple(_numbered([one for one in sections if one.level or one.blocks])))


@lru_cache(maxsize=2048)
def _sections(part: Part) -> Sequence[Section]:
    return _made_of(part)


def _made_of(part: Part) -> Sequence[Section]:
    """The sections of a part; the first is what stands before its first heading."""
    lines, top = part.text.split("\n"), [*spans_of(part.tokens)]
    heads = [place for place, span in enumerate(top) if span[0].type == "heading_open"]
    starts = [*(lines_of(top[place])[0] for place in heads), len(lines)]
    sections = [_section([], top[: heads[0]] if heads else top, lines, 0, starts[0])]
    for n, (place, until) in enumerate(zip(heads, [*heads[1:], len(top)], strict=False)):
        sections.append(_section(top[place], top[place + 1 : until], lines, starts[n], starts[n + 1]))
    return sections


def _numbered(sections: Sequence[Section]) -> Iterator[Section]:
    """Sections with numbers split from the titles of steps, in the generated look or another one that people use."""
    marks = [_emphasis(one.title) for one in sections]
    titles = [
        one.title[len(own) : len(one.title) - len(own)] for one, own in zip(sections, marks, strict=True)
    ]
    steps = places_of_steps(
        [one.level for one in sections], [one.step is not None for one in sections], titles
    )
    others = [
        one for place, one in enumerate(titles) if sections[place].step is not None and not numbered(one)[0]
    ]
    looks = looks_in(others)
    for place, one in enumerate(sections):
        number, title = numbered(titles[place])
        if place not in steps:  # of other headings the build takes a number only from that of its own chapter
            yield replace(one, title=KEPT, said=KEPT) if title == KEPT else one
            continue
        if not number and looks:
            number, title = apart(titles[place], looks)
        own = f"{marks[place]}{title}{marks[place][::-1]}"
        yield replace(one, number=f"{marks[place]}{number}", title=own, said=said_of(own)) if number else one


def _emphasis(title: str) -> str:
    """The marks that begin emphasis of the whole title: `**`."""
    if not title.startswith(("*", "_")):
        return ""
    inline = parser().parseInline(title)[0].children or ()
    within = [one for one in inline if one.type != "text" or one.content]
    marks = ""
    while within and within[0].type in EMPHASIS and all(one.level > within[0].level for one in within[1:-1]):
        marks += within[0].markup
        within = within[1:-1]
    return marks


def unclosed(text: str) -> int | None:
    """The line, from 1, of a code block or comment that is never closed and so contains everything below it; else
    None."""
    for start, part, token in _tokens_of(text):
        if token.level or token.map is None:
            continue
        first, last = token.map
        if token.type == "fence":
            end = part.text.split("\n")[first + 1 : last][-1:]
            is_closed = bool(end) and set(end[0].strip()) == {token.markup[0]}
        else:
            is_closed = token.type != "html_block" or "\n\n" not in token.content.rstrip()
            is_closed |= token.content.rstrip().lower().endswith(_ENDS_OF_HTML)
        if not is_closed or f"\n{STEP}" in token.content:
            return start + first + 1
    return None


def underlines(text: str) -> set[int]:
    """The lines, from 1, that underline a heading with `=`."""
    headings = (
        (start, one.map)
        for start, _, one in _tokens_of(text)
        if one.type == "heading_open" and one.markup == "="
    )
    return {start + lines[1] for start, lines in headings if lines is not None}


def _tokens_of(text: str) -> Iterator[tuple[int, Part, Token]]:
    """Each token with its part of the text and the first line of that, from 0."""
    return ((start, part, token) for start, part in parts_of(text) for token in part.tokens)


@lru_cache(maxsize=4096)  # the same sentences come up again and again
def said_of(text: str) -> str:
    """What a line of Markdown says, independent of how it is written."""
    return what_is_said(parser().parseInline(text))


def unquoted(said: str) -> str:
    """What a passage says without quotation marks and what makes code of a name."""
    return typewritten(said.replace("<code_inline>", "")).replace('"', "")


def text_of(text: str) -> str:
    """A line of Markdown without its markup."""
    inline = parser().parseInline(text)[0].children or ()
    return " ".join("".join(child.content for child in inline if child.nesting == 0).split())


@lru_cache(maxsize=4096)  # as with sentences
def all_said(text: str) -> str:
    """What blocks of Markdown say, independent of how they are written."""
    return what_is_said(parser().parse(text))


def front_matter(text: str) -> tuple[str, str]:
    """(front matter, the rest of the text)."""
    if not text.startswith("---\n"):
        return "", text
    head, mark, rest = text[4:].partition("\n---\n")
    return (f"---\n{head}{mark}".rstrip("\n"), rest) if mark else ("", text)


def _section(
    head: Sequence[Token], spans: Sequence[list[Token]], lines: Sequence[str], start: int, end: int
) -> Section:
    level, content = (int(head[0].tag[1:]), head[1].content.replace("\n", " ")) if head else (0, "")
    written, attributes = with_attributes_apart(content)
    title = without_layout(written)
    blocks, step = [], None
    after = lines_of(head)[1] if head else start
    for span, (first, last), notes in _with_notes(spans, lines):
        blocks += _unseen(lines[after:first])
        after = max(after, last)
        source = "\n".join(lines[first:last]).strip("\n")
        if step is None and (mark := step_in(source)) is not None:
            step = mark
        else:
            blocks += notes or _blocks(span, lines, source)
    blocks += _unseen(lines[after:end])
    source = "\n".join(lines[start:end]).strip("\n")
    own = tuple(_with_joined_notes(blocks))
    underline = lines[lines_of(head)[1] - 1].strip() if head and head[0].markup in "=-" else ""
    return Section(
        level, title, said_of(title), "", step, own, source, attributes=attributes,
        written=written if written != title else "", underline=underline,
    )  # fmt: skip


def with_blocks(section: Section, blocks: Iterable[Block]) -> Section:
    """The section with other blocks; the same object when they are equal."""
    own = tuple(blocks)
    return section if own == section.blocks else replace(section, blocks=own, source="")


def saying(block: Block, source: str) -> Block:
    """The block with another source."""
    return replace(block, said=all_said(source), source=source)


def with_tail(text: str, tail: str) -> str:
    """The source of a paragraph or list entry from its first paragraph on one line and its other lines."""
    return "\n".join(filter(None, [text, tail]))


def step_in(source: str) -> str | None:
    """The id in a comment that gives the step of a section; None for other lines, e.g. a comment of several words by
    a person."""
    inner = source.removeprefix(STEP).rstrip().removesuffix("-->").strip()
    is_mark = source.startswith(STEP) and source.rstrip().endswith("-->")
    return inner if is_mark and len(inner.split()) <= 1 else None


def is_unseen(block: Block) -> bool:
    """Whether it is a comment, which nobody sees."""
    return block.source.startswith("<!--")


def _unseen(lines: Sequence[str]) -> list[Block]:
    """Lines that are not shown, such as link definitions, kept as a block."""
    source = "\n".join(lines).strip("\n")
    return [Block("other", source.strip(), source)] if source.strip() else []


def _blocks(span: list[Token], lines: Sequence[str], source: str) -> Iterator[Block]:
    kind = span[0].type
    if kind in ("bullet_list_open", "ordered_list_open"):
        items = [*spans_of(span[1:-1], level=1)]
        empty = sum(not lines[lines_of(item)[0] - 1].strip() for item in items[1:])
        for item in items:
            yield from _item(item, lines, loose=2 * empty > len(items) - 1)
    elif kind == "paragraph_open":
        yield Block("text", what_is_said(span), source, " ".join(source.split()) if can_flow(span) else "")
    else:
        yield Block("table" if kind == "table_open" else "other", what_is_said(span), source)


def _item(span: list[Token], lines: Sequence[str], *, loose: bool) -> Iterator[Block]:
    """Its block and the conflict notes in it."""
    start, end = lines_of(span)
    mark = span[0].info + span[0].markup
    own = [line.expandtabs(4) for line in lines[start:end]]
    indent = len(own[0]) - len(own[0].lstrip())
    content = own[0].lstrip()[len(mark) :]
    width = indent + len(mark) + min(max(1, len(content) - len(content.lstrip())), 4)
    own = [content.lstrip(), *(_dedented(line, width) for line in own[1:])]
    children = [*spans_of(span[1:-1], level=2)]
    notes: list[Block] = []
    kept: list[Token] = []
    for child, (first, last), in_it in _with_notes(children, own, start):
        if in_it:
            own[first:last] = [""] * (last - first)
            notes += in_it
        else:
            kept += child
    if notes and not kept:  # people made an entry of a note
        yield from notes
        return
    notes += (deep := [*_notes_below(own)])
    flows = bool(children) and children[0][0].type == "paragraph_open" and can_flow(children[0])
    size = lines_of(children[0])[1] - start if flows else 0
    said, box = what_is_said(kept) if not deep else all_said("\n".join(own)), ""
    if (found := _BOX.match(own[0])) is not None and said.startswith(found[0]):
        said, box, own[0] = said.removeprefix(found[0]), found[1], own[0].removeprefix(found[0])
    source = "\n".join(own).strip("\n")
    yield Block(
        "item",
        said,
        source,
        text=" ".join(" ".join(own[:size]).split()),
        tail="\n".join(own[size:]).rstrip("\n") if flows else source,
        mark=mark,
        loose=loose,
        box=box,
    )
    yield from notes


def _notes_below(own: list[str]) -> Iterator[Block]:
    """The conflict notes in entries below an entry, of which the lines are emptied."""
    if not any(map(may_be_noted, own)):
        return
    tokens = parser().parse("\n".join(own))
    for first, last in [one.map for one in tokens if one.type == QUOTATION and one.level and one.map]:
        lines = [_BEFORE_QUOTATION.sub("", line) for line in own[first:last]]
        if found := [*_notes(lines, is_whole=True)]:
            own[first:last] = [""] * (last - first)
            yield from found


def _dedented(line: str, width: int) -> str:
    blank = len([*takewhile(str.isspace, line)])
    return line[min(blank, width) :] if line.strip() else ""


def _with_notes(
    spans: Sequence[list[Token]], lines: Sequence[str], start: int = 0
) -> Iterator[tuple[list[Token], tuple[int, int], list[Block]]]:
    """Each block with its lines, from `start`, and the conflict notes that it is or makes up with those behind it."""
    places = [(first - start, last - start) for first, last in map(lines_of, spans)]
    parts = [Span(span[0].type, lines[first:last]) for span, (first, last) in zip(spans, places, strict=True)]
    for run, is_note in runs(parts):
        first, last = places[run[0]][0], places[run[-1]][1]
        is_whole = len(run) == 1 and parts[run[0]].kind == QUOTATION
        notes = [*_notes(lines[first:last], is_whole=is_whole)] if is_note else []
        yield [token for at in run for token in spans[at]], (first, last), notes


def _with_joined_notes(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with a conflict note put together of which the last lines stood outside the list that it is in."""
    found: list[Block] = []
    for block in blocks:
        if block.kind == "note" and found and found[-1].kind == "note":
            texts = [without_quotes(one.source.split("\n")) for one in (found[-1], block)]
            first, then = map(noted_in, texts)
            if first is not None and then is not None and not first.ends and not then.begins:
                found[-1:] = _notes("\n\n".join(texts).split("\n"), is_whole=False)
                continue
        found.append(block)
    return found


def _notes(lines: Sequence[str], *, is_whole: bool) -> Iterator[Block]:
    """The conflict notes in the lines, also where people wrote on in them; `is_whole` if they are one quotation."""
    texts = notes_in(without_quotes(lines))
    for text in texts:
        noted = noted_in(text)
        if noted is None:
            continue
        own = noted.quoted.split("\n")
        spans = [*spans_of(parser().parse(noted.quoted))]
        is_long = noted.sort == "said by whom" and noted.ends  # of any other a build quotes one passage
        quoted = spans if is_long else spans[:1]
        said = what_is_said([token for span in quoted for token in span]) or all_said(text)
        rest = (source_of(span, own) for span in spans[len(quoted) :])
        yield Block(
            "note",
            said,
            "\n".join(lines).strip("\n") if is_whole and len(texts) == 1 else as_quotation(text),
            text=SAYS[noted.sort] if noted.sort is not None else "",
            tail=joined(noted.above, *rest, noted.below),
            mark=noted.callout,
            torn=not is_whole,
        )
