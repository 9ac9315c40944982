"""A Markdown SOP, whoever wrote it, as sections, steps and instructions with the lines in which they stand.

Which section is about what is told by its title; a section below one that is about something belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from ledgerium_cli.score.words import content, is_blank, quotations, words

if TYPE_CHECKING:
    from markdown_it.token import Token

Kind = Literal["text", "entry", "row", "code", "comment"]
Topic = Literal[
    "purpose", "scope", "roles", "before", "procedure", "rules", "exceptions", "outside", "end", "training", "control",
    "sources", "revisions",
]  # fmt: skip
TITLES: Mapping[Topic, tuple[str, ...]] = {
    "purpose": ("purpose", "objective", "aim", "goal", "why"),
    "scope": ("scope", "applicability", "applies"),
    "roles": ("role", "responsib", "who ", "raci"),
    "before": ("before", "prerequisite", "material", "equipment", "system", "access", "tool", "require", "need"),
    "procedure": ("procedure", "step", "instruction", "workflow", "how to", "method", "process", "activities", "task"),
    "rules": ("rule", "polic", "control"),
    "exceptions": ("exception", "problem", "troubleshoot", "escalat", "error", "deviation", "if something", "what if"),
    "outside": ("outside", "not covered", "limit"),
    "end": ("completion", "result", "outcome", "output", "done", "complete", "acceptance"),
    "training": ("train", "qualif", "competenc", "learn", "onboard"),
    "control": ("document control", "document information", "approval", "governance", "document history"),
    "sources": ("how this was made", "source", "reference", "record", "evidence", "related"),
    "revisions": ("revision", "history", "change log", "changelog", "version"),
}  # fmt: skip
"""How a word of a title begins, or what stands in it; the longest counts, then the first."""
FRAMES: tuple[Topic, Topic] = ("purpose", "scope")
"""Often in one section."""


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    text: str
    """Without markup, on one line; of a row its cells, of code its lines."""
    line: int
    names: tuple[str, ...] = ()
    """What is quoted, or set apart as bold, code or a link."""
    ordered: bool = False
    """An entry of a numbered list."""
    head: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    info: str = ""
    """Of code: its language."""
    links: bool = False


@dataclass(slots=True)
class Section:
    level: int
    title: str
    """Without its number."""
    numbered: bool
    line: int
    topic: Topic | None = None
    also: Topic | None = None
    """Of `Purpose and scope`."""
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the procedure under a heading of its own; of a procedure without such parts all of it."""

    title: str
    line: int
    blocks: tuple[Block, ...]
    instructions: tuple[Block, ...]


class Sop:
    def __init__(self, title: str, front: str, sections: Sequence[Section]) -> None:
        self.title = title
        self.front = front
        """Front matter."""
        self.sections = tuple(sections)

    def about(self, *topics: Topic) -> list[Section]:
        return [one for one in self.sections if one.topic in topics or one.also in topics]

    def said_in(self, *topics: Topic) -> list[Block]:
        return [block for one in self.about(*topics) for block in one.blocks if block.kind != "comment"]

    @property
    def blocks(self) -> Iterator[Block]:
        return (block for one in self.sections for block in one.blocks)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Parts of the procedure that instruct."""
        own = self.about("procedure") or [one for one in self.sections if one.topic is None and one.level > 1]
        own = own or [one for one in self.sections if one.topic is None]
        for kinds in (_numbered_entries, _rows, _told, _entries):
            found = [Step(one.title, one.line, tuple(one.blocks), tuple(kinds(one))) for one in own]
            if steps := tuple(one for one in found if one.instructions):
                return steps
        return tuple(_titles(own))

    @cached_property
    def instructions(self) -> tuple[Block, ...]:
        return tuple(block for step in self.steps for block in step.instructions)

    @cached_property
    def work_words(self) -> frozenset[str]:
        """What the steps are about, and the title of a document that has some."""
        texts = [step.title for step in self.steps] + [block.text for block in self.instructions]
        texts += [self.title] if texts else []
        return frozenset(word for text in texts for word in content(text))

    def is_about_work(self, text: str, least: int = 2) -> bool:
        """Whether so many of its words come back in the steps: general phrases do not, nor what is to be filled in."""
        return not is_blank(text) and len(content(text) & self.work_words) >= least


def read_sop(text: str) -> Sop:
    """Any text is Markdown; one without a heading is one section."""
    from markdown_it import MarkdownIt

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body, first = _front_matter(text)
    sections = _sections(MarkdownIt("commonmark").enable("table").parse(body), first)
    heads = [one for one in sections if one.level == 1]
    title = heads[0].title if heads else ""
    _find_topics(sections, sections.index(heads[0]) if len(heads) == 1 else None)
    return Sop(title, front, sections)


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
            one.topic, one.also = _topics(one.title, inherited)
        above.append(one)


def _topics(title: str, inherited: Topic | None) -> tuple[Topic | None, Topic | None]:
    """Below `Purpose and scope` each may have a heading of its own."""
    own = topic_of(title)
    if inherited is not None and not (inherited in FRAMES and own in FRAMES):
        return inherited, None
    both = own in FRAMES and all(one in words(title) for one in FRAMES)
    return (FRAMES[0], FRAMES[1]) if both else (own, None)


def topic_of(title: str) -> Topic | None:
    said = f" {' '.join(words(title))} "
    found = [
        (-len(begin), said.index(f" {begin}"), topic)
        for topic, begins in TITLES.items()
        for begin in begins
        if f" {begin}" in said
    ]
    return min(found)[2] if found else None


def _numbered_entries(section: Section) -> Iterator[Block]:
    return (one for one in section.blocks if one.kind == "entry" and one.ordered)


def _rows(section: Section) -> Iterator[Block]:
    return (row for one in section.blocks if (row := _of_row(one)) is not None)


def _told(section: Section) -> Iterator[Block]:
    """`Step 3: …`, `Step 3 — …`"""
    for one in section.blocks:
        label, rest = one.text[:8].lower(), one.text[5:].lstrip("0123456789").lstrip(" :.)—–-")
        if one.kind == "text" and label.startswith("step ") and label[5:6].isdigit() and rest:
            yield replace(one, text=rest)


def _entries(section: Section) -> Iterator[Block]:
    return (one for one in section.blocks if one.kind == "entry")


DOING = ("action", "task", "activity", "instruction", "what to do", "description", "step")
"""Heads of the column of a table that instructs, the best first."""


def _of_row(block: Block) -> Block | None:
    """The instruction in a row of a table of steps."""
    heads = [one.lower() for one in block.head]
    for name in DOING:
        for place, head in enumerate(heads):
            if head.startswith(name) and place < len(block.cells) and len(block.cells[place].split()) > 1:
                return Block(
                    "row", block.cells[place], block.line, block.names, head=block.head, cells=block.cells
                )
    return None


def _titles(sections: Sequence[Section]) -> Iterator[Step]:
    """Headings with numbers, where nothing else instructs."""
    for one in sections:
        if one.numbered:
            title = Block("entry", one.title, one.line, tuple(quotations(one.title)), ordered=True)
            yield Step(one.title, one.line, tuple(one.blocks), (title,))
