"""A Markdown SOP, whoever wrote it, taken apart into sections.

Which section is about what is told by its title; a section below one that is about something belongs to it. Where a
build says which sections are steps, they are steps whatever heading people put above one or into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerium_cli.documents.merge.markdown import step_in
from ledgerium_cli.documents.merge.written import conflict_of_git
from ledgerium_cli.documents.sop.sentences import BEGINS
from ledgerium_cli.score.sop import Block, Kind, Section, Sop
from ledgerium_cli.score.topics import topics_of
from ledgerium_cli.score.words import quotations

if TYPE_CHECKING:
    from markdown_it.token import Token


def read_sop(text: str) -> Sop:
    """Any text is Markdown; one without a heading is one section."""
    from markdown_it import MarkdownIt

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body, first = _front_matter(text)
    sections = _with_whole_steps(_sections(MarkdownIt("commonmark").enable("table").parse(body), first))
    heads = [one for one in sections if one.level == 1]
    title = heads[0].title if heads else ""
    _find_topics(sections, sections.index(heads[0]) if len(heads) == 1 else None)
    return Sop(title, front, sections, conflict_of_git(text.split("\n")))


def _front_matter(text: str) -> tuple[str, str, int]:
    """With the number of its lines."""
    if text.startswith("---\n"):
        head, mark, rest = text[4:].partition("\n---\n")
        if mark:
            return head, rest, head.count("\n") + 3
    return "", text, 0


def _sections(tokens: Sequence[Token], first: int) -> list[Section]:
    sections = [Section(0, "", False, 1)]
    lists: list[bool] = []
    head: list[str] = []
    cells: list[Token] = []
    opened, head_level, row = "", 0, 0  # what the next text belongs to
    for token in tokens:
        line = first + (token.map[0] if token.map else 0) + 1
        into = sections[-1].blocks
        if token.type == "inline":
            if opened == "heading_open":
                sections.append(_section(token, head_level, line))
                opened = ""
            elif opened in ("th_open", "td_open"):
                cells.append(token)
            else:
                kind: Kind = "entry" if opened == "list_item_open" else "text"
                into.append(_block(kind, [token], line, ordered=bool(lists) and lists[-1]))
                opened = ""
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token.type == "ordered_list_open")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "heading_open":
            opened, head_level = token.type, int(token.tag[1:]) if not lists else 6
        elif token.type in ("list_item_open", "th_open", "td_open"):
            opened = token.type
        elif token.type == "tr_open":
            cells, row = [], line
        elif token.type == "tr_close":
            if opened == "th_open":
                head = [_plain(cell) for cell in cells]
            else:
                into.append(_block("row", cells, row, head=tuple(head)))
            opened = ""
        elif token.type in ("fence", "code_block"):
            into.append(Block("code", token.content, line, info=token.info.strip()))
        elif token.type == "html_block":
            into.append(Block("comment", token.content.strip(), line))
    return [one for one in sections if one.level or one.blocks]


def _is_step(section: Section) -> bool:
    return any(one.kind == "comment" and step_in(one.text) is not None for one in section.blocks)


def _with_whole_steps(sections: Sequence[Section]) -> list[Section]:
    """With headings that people put into a step as paragraphs of it: it goes to its evidence."""
    found: list[Section] = []
    while len(sections) > 0:
        first, *others = sections[: _size(sections)]
        blocks = [one for part in others for one in (Block("text", part.title, part.line), *part.blocks)]
        found.append(replace(first, blocks=[*first.blocks, *blocks]))
        sections = sections[1 + len(others) :]
    return found


def _size(sections: Sequence[Section]) -> int:
    """How many sections the first one is made of."""
    for size, one in enumerate(sections if _is_step(sections[0]) else (), start=1):
        if size > 1 and _is_step(one):
            break
        if any(block.kind == "entry" and block.text.startswith(BEGINS["evidence"]) for block in one.blocks):
            return size
    return 1


def _section(inline: Token, level: int, line: int) -> Section:
    title = _plain(inline)
    number, _, rest = title.partition(" ")
    numbered = rest != "" and number.rstrip(".):").replace(".", "").isdigit()
    if number.lower() == "step" and rest[:1].isdigit():
        numbered, rest = True, rest.partition(" ")[2] or rest
    return Section(level, rest.strip() if numbered else title, numbered, line)


def _block(kind: Kind, inlines: Sequence[Token], line: int, **more: object) -> Block:
    cells = tuple(map(_plain, inlines))
    text = " | ".join(cells)
    names = [name for inline in inlines for name in _marked(inline)]
    links = any(child.type == "link_open" for inline in inlines for child in inline.children or ())
    ordered, head = bool(more.get("ordered")), more.get("head", ())
    return Block(
        kind, text, line, (*names, *quotations(text)), ordered=ordered and kind == "entry",
        head=head if isinstance(head, tuple) else (), cells=cells if kind == "row" else (), links=links,
    )  # fmt: skip


def _plain(inline: Token) -> str:
    parts = [
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
        if child.type != "html_inline" or child.content.startswith("<br")
    ]
    return " ".join("".join(" " if one.startswith("<br") else one for one in parts).split())


def _marked(inline: Token) -> Iterator[str]:
    depth, said = 0, ""
    for child in inline.children or ():
        if child.type in ("strong_open", "link_open"):
            depth += 1
        elif child.type in ("strong_close", "link_close"):
            depth -= 1
            if not depth:
                yield said
                said = ""
        elif child.type == "code_inline":
            yield child.content
        elif depth:
            said += child.content


def _find_topics(sections: Sequence[Section], title: int | None) -> None:
    """By the own title, where no section above it is about something already. The document's title is about all."""
    above: list[Section] = []
    for place, one in enumerate(sections):
        above = [other for other in above if other.level < one.level]
        inherited = next((other.topic for other in above if other.topic is not None), None)
        if place != title:
            one.topic, one.also = topics_of(one.title, inherited if not _is_step(one) else "procedure")
        above.append(one)
