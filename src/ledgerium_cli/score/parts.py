"""What an SOP is made of: sections of blocks, and steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ledgerium_cli.score.topics import Topic

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
    """An entry of a numbered list, or a paragraph with a number such as `4.1.1`."""
    head: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    info: str = ""
    """Of code: its language."""
    links: bool = False
    number: str = ""
    """As written, without the dot or bracket behind it: `4.1.1`, `a`, `(1`."""
    bold: bool = False
    """Whether all of it is."""
    who: str = ""
    """Of an instruction: who a cell beside it says does it."""


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
