"""The parts of an SOP: sections of blocks, and steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ledgerium_cli.score.topics import Topic

Kind = Literal["text", "entry", "row", "code", "comment"]


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    text: str
    """Without markup, on one line; for a row its cells, for code its lines."""
    line: int
    names: tuple[str, ...] = ()
    """What is quoted, bold, code or a link in it."""
    ordered: bool = False
    """Whether it is an entry of a numbered list, or a paragraph with a number such as `4.1.1`."""
    head: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    info: str = ""
    """For code, its language."""
    links: bool = False
    number: str = ""
    """As written, without the dot or bracket behind it: `4.1.1`, `a`, `(1`."""
    bold: bool = False
    """Whether all of it is bold."""
    who: str = ""
    """For instructions, the actor that another cell names."""
    nested: bool = False
    """Whether it is an entry of a list within a list."""
    apart: bool = False
    """Whether it is an entry behind an empty line."""


@dataclass(slots=True)
class Section:
    level: int
    title: str
    """Without its number; empty for a part whose heading is missing."""
    number: str
    """As written, without the dot or bracket behind it; empty without one."""
    line: int
    topic: Topic | None = None
    also: Topic | None = None
    """A second topic, as for `Purpose and scope`."""
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """A section of the procedure with instructions; the whole procedure if it has no such sections."""

    title: str
    """Empty for what begins anew without a heading of its own."""
    line: int
    blocks: tuple[Block, ...]
    instructions: tuple[Block, ...]
