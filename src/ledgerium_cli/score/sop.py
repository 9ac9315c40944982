"""A Markdown SOP as sections, steps and instructions with the lines in which they stand, and which part instructs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from ledgerium_cli.score.topics import Topic
from ledgerium_cli.score.words import content, is_blank, quotations

Kind = Literal["text", "entry", "row", "code", "comment"]


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
    def __init__(self, title: str, front: str, sections: Sequence[Section], torn: int | None = None) -> None:
        self.title = title
        self.torn = torn
        """The line at which a conflict of git begins."""
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
