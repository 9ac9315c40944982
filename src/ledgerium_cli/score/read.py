"""Parses a Markdown SOP of any origin into sections.

The topic of a section follows from its title, or from that of a section above it. A section that a build marked as
a step is a step, whatever headings people put above or into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerium_cli.documents.merge.builds.git import conflict_of_git
from ledgerium_cli.documents.sop.sentences import BEGINS
from ledgerium_cli.score.acts import is_imperative, is_told_of
from ledgerium_cli.score.labels import field_of, is_name, pairs, states
from ledgerium_cli.score.lines import Line, is_shouted, lines_of, number_of, paragraphs, without_box
from ledgerium_cli.score.outline import LONGEST_TITLE, with_headings
from ledgerium_cli.score.parts import Block, Section
from ledgerium_cli.score.pieces import is_marked
from ledgerium_cli.score.sop import LEAST, Sop
from ledgerium_cli.score.topics import is_label, label_of, topic_of, topics_of
from ledgerium_cli.score.words import is_list_of_things, is_stated, quotations

if TYPE_CHECKING:
    from markdown_it.token import Token


def read_sop(text: str) -> Sop:
    """Any text is valid Markdown; a text without headings is one section."""
    from markdown_it import MarkdownIt

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body, first = _front_matter(text)
    parts = [*_parts(MarkdownIt("commonmark").enable("table").parse(body), first)]
    sections = _with_whole_steps(_sections(with_headings(parts)))
    _with_title_on_top(sections)
    _find_topics(sections, _title(sections))
    return Sop(_titles(front, sections), front, sections, conflict_of_git(text.split("\n")))


def _titles(front: str, sections: Sequence[Section]) -> str:
    """The title of the document: its first heading of level 1, joined with a stated title; without either, a short
    first line."""
    heads = [one.title for one in sections if one.level == 1][:1]
    fields = [field_of(line) for line in front.split("\n")]
    blocks = [block for one in sections for block in one.blocks if block.kind in ("text", "row")]
    fields += [pair for block in blocks for pair in pairs(block)]
    named = [value.strip(" \"'*") for label, value in fields if label_of(label) == "title"]
    first = [block.text for block in blocks[:1] if block.kind == "text" and block.line <= 2]
    first = [one for one in first if is_name(one) and not is_label(one.partition(":")[0])]
    return " – ".join(dict.fromkeys([*heads, *(one for one in named[:1] if is_stated(one))] or first))


def _front_matter(text: str) -> tuple[str, str, int]:
    """Front matter, the rest of the text, and the number of lines of the front matter."""
    for fence in ("---\n", "+++\n"):
        head, mark, rest = text[len(fence) :].partition(f"\n{fence}")
        if text.startswith(fence) and mark:
            return head, rest, head.count("\n") + 3
    return "", text, 0


def _sections(parts: Iterable[Section | Block]) -> list[Section]:
    sections = [Section(0, "", "", 1)]
    for part in parts:
        if isinstance(part, Section):
            sections.append(part)
        else:
            before = sections[-1].blocks[-1:]
            if part.kind == "code" and before and before[0].kind == "entry":
                sections[-1].blocks[-1] = replace(before[0], names=(*before[0].names, part.text))
            sections[-1].blocks.append(part)
    return [one for one in sections if one.level or one.blocks]


def _parts(tokens: Sequence[Token], first: int) -> Iterator[Section | Block]:
    """Headings, and the blocks below them, in order."""
    lists: list[bool] = []
    table = _Table()
    opened, number, head_level = "", "", 0  # the cell, entry or heading of the next text
    ends, apart = 0, False  # the line behind the last text, and whether the next one follows an empty line
    for token in tokens:
        line = first + (token.map[0] if token.map else 0) + 1
        if token.type in ("inline", "fence", "code_block") and token.map:
            apart, ends = token.map[0] > ends, token.map[1]
        if token.type == "inline":
            if opened == "heading_open":
                yield _section(token, head_level, line)
            elif opened in ("th_open", "td_open"):
                table.cells.append(token)
                continue
            elif opened == "list_item_open":
                place = Block("entry", "", line, ordered=lists[-1], nested=len(lists) > 1, apart=apart)
                yield from _entries(token, place if place.nested else replace(place, number=number))
            else:
                yield from _clauses(lines_of(token), line)
            opened = ""
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token.type == "ordered_list_open")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "heading_open":
            opened, head_level = token.type, int(token.tag[1:]) if not lists else 6
        elif token.type in ("list_item_open", "th_open", "td_open"):
            opened, number = token.type, token.info
        elif token.type == "tr_open":
            table.cells, table.line = [], line
        elif token.type == "tr_close":
            yield from table.row(is_head=opened == "th_open")
            opened = ""
        elif token.type in ("fence", "code_block"):
            yield Block("code", token.content, line, info=token.info.strip())
        elif token.type == "html_block":
            yield Block("comment", token.content.strip(), line)


class _Table:
    """The table that is being read."""

    def __init__(self) -> None:
        self.head: tuple[str, ...] = ()
        self.cells: list[Token] = []
        """Of the row that is being read."""
        self.line = 0

    def row(self, *, is_head: bool) -> Iterator[Block]:
        """The row that was read; a head only where it states something itself."""
        if not is_head:
            yield _row(self.cells, self.line, self.head)
            return
        told = tuple(map(_plain, self.cells))
        if any(map(states, told)):
            yield _row(self.cells, self.line, ())
        self.head = told if any(told) else ()


def _with_whole_steps(sections: Sequence[Section]) -> list[Section]:
    """Turns headings that people put into a step, above its evidence, into paragraphs of the step."""
    found: list[Section] = []
    while len(sections) > 0:
        first, *others = sections[: _size(sections)]
        blocks = [one for part in others for one in (Block("text", part.title, part.line), *part.blocks)]
        found.append(replace(first, blocks=[*first.blocks, *blocks]))
        sections = sections[1 + len(others) :]
    return found


def _size(sections: Sequence[Section]) -> int:
    """The number of sections that make up the first one: up to its evidence, if it is a step."""
    for size, one in enumerate(sections if is_marked(sections[0]) else (), start=1):
        if size > 1 and is_marked(one):
            break
        if any(block.kind == "entry" and block.text.startswith(BEGINS["evidence"]) for block in one.blocks):
            return size
    return 1


def _section(inline: Token, level: int, line: int) -> Section:
    title = _plain(inline)
    number, _, rest = title.partition(" ")
    numbered = rest != "" and number.rstrip(".):").replace(".", "").isdigit()
    if number.lower() == "step" and rest[:1].isdigit():
        numbered, (number, _, told) = True, rest.partition(" ")
        rest = told or rest
    return Section(
        level,
        rest.strip(" –—-") if numbered else title,
        number.rstrip(".):").removesuffix(".0") if numbered else "",
        line,
    )


def _entries(inline: Token, place: Block) -> Iterator[Block]:
    """The entry of a list at its place; below a numbered title in capitals, the clauses in the lines that follow it at
    once."""
    first, *others = lines_of(inline) or [Line()]
    if place.number and others and is_shouted(first.text) and len(first.text.split()) <= LONGEST_TITLE:
        yield replace(place, text=first.text)
        yield from _clauses(others, place.line)
    else:
        yield _entry(inline, place)


def _entry(inline: Token, place: Block) -> Block:
    whole = " ".join(" ".join(one.text.split()) for one in lines_of(inline))
    text = without_box(whole)
    label, rest = number_of(text) if not place.ordered else ("", text)
    names, links = _marks(lines_of(inline))
    return replace(
        place, text=rest if label else text, names=(*names, *quotations(text)),
        ordered=place.ordered or bool(label), links=links, number=label or place.number,
        bold=all(one.bold for one in lines_of(inline)),
    )  # fmt: skip


def _clauses(lines: Sequence[Line], line: int) -> Iterator[Block]:
    """The blocks of a paragraph: itself, or the numbered clauses and labels in it."""
    for one in paragraphs(lines):
        number, text = number_of(one.text)
        yield Block(
            "entry" if number else "text", text, line + one.place, (*one.names, *quotations(text)),
            ordered=bool(number), links=one.links, number=number, bold=one.bold,
        )  # fmt: skip


def _row(inlines: Sequence[Token], line: int, head: tuple[str, ...]) -> Block:
    lines = [lines_of(inline) for inline in inlines]
    cells = tuple(" ".join(" ".join(one.text.split()) for one in cell) for cell in lines)
    names, links = _marks([one for cell in lines for one in cell])
    text = " | ".join(cells)
    return Block("row", text, line, (*names, *quotations(text)), head=head, cells=cells, links=links)


def _marks(lines: Sequence[Line]) -> tuple[list[str], bool]:
    return [name for one in lines for name in one.names], any(one.links for one in lines)


def _plain(inline: Token) -> str:
    return " ".join(" ".join(one.text for one in lines_of(inline)).split())


def _title(sections: Sequence[Section]) -> Section | None:
    """The heading that is the title of the document: the only one of level 1, or the first one if the sections
    below it have different topics."""
    heads = [one for one in sections if one.level == 1]
    if len(heads) < 2:
        return heads[0] if heads else None
    first = sections.index(heads[0])
    below = sections[first + 1 : sections.index(heads[1])]
    about = {topic_of(one.title) for one in below} - {None}
    return heads[0] if len(about) > 1 else None


def _with_title_on_top(sections: Sequence[Section]) -> None:
    """Raises all headings of a document that stands below the title of a page, so that its own is of level 1: the first
    one, if it is alone at its level and the sections below it have different topics."""
    heads = [one for one in sections if one.level]
    top = min((one.level for one in heads), default=1)
    about = {topic_of(one.title) for one in heads[1:]} - {None}
    if top > 1 and [one for one in heads if one.level == top] == heads[:1] and len(about) > 1:
        for one in heads:
            one.level -= top - 1


def _find_topics(sections: Sequence[Section], title: Section | None) -> None:
    """Sets the topics of all sections: inherited from a section above, else by their own title. The title of the
    document gives none, nor do numbered headings that tell the steps: `1. Click on My Tasks`."""
    above: list[Section] = []
    steps = _told_by_titles(sections)
    for one in sections:
        above = [other for other in above if other.level < one.level]
        inherited = next((other.topic for other in above if other.topic is not None), None)
        if one is not title:
            one.topic, one.also = topics_of(one.title, inherited if not is_marked(one) else "procedure")
        if one.topic == "procedure" and not is_marked(one):
            _frame_procedure(one)
        if one.level in steps and one.number and inherited is None:
            one.topic = one.also = None
        above.append(one)


def _frame_procedure(section: Section) -> None:
    """Below the procedure too, inputs and outputs are no step, unless something is to be done there; exceptions are
    also what they are called."""
    own = topic_of(section.title)
    if own not in ("before", "end", "exceptions") or is_imperative(section.title):
        return
    texts = [one.text for one in section.blocks if not is_list_of_things(one.text)]
    if not any(is_imperative(one) or is_told_of(one) for one in texts):
        section.topic = own
    elif own == "exceptions":
        section.also = own


def _told_by_titles(sections: Sequence[Section]) -> frozenset[int]:
    """The levels on which nine in ten of the numbered headings, and at least `LEAST`, tell somebody to do something."""
    numbered = [one for one in sections if one.number and one.title]
    told = {level: [is_imperative(one.title) for one in numbered if one.level == level] for level in range(7)}
    return frozenset(
        level for level, one in told.items() if len(one) >= LEAST and 10 * sum(one) >= 9 * len(one)
    )
