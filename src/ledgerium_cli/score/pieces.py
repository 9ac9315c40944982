"""Finds where a part of the procedure begins whose heading is missing: where its numbers begin again, a list does
behind an empty line, or a table with the same head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ledgerium_cli.documents.merge.markdown.parse import step_in
from ledgerium_cli.score.lines import depth
from ledgerium_cli.score.parts import Block, Section

FIRST = frozenset("1aAiI")
"""What numbers begin with."""
LEAST_LISTED = 2
"""A single entry between empty lines is no part of its own."""


def is_marked(section: Section) -> bool:
    """Whether a build marked it as a step."""
    return any(one.kind == "comment" and step_in(one.text) is not None for one in section.blocks)


def pieces(section: Section) -> list[Section]:
    """A section, cut where a part without a heading begins; the pieces behind the first have no title. What a build
    marked as a step is whole."""
    if is_marked(section):
        return [section]
    blocks = section.blocks
    return _cut(
        section,
        {*_where_numbers_begin_again(blocks), *_where_lists_begin(blocks), *_where_tables_begin(blocks)},
    )


def commands(section: Section) -> list[Section]:
    """A section whose title is the instruction, cut before each further command in a block of code. A block of code
    below `Expected output:` is none."""
    blocks = section.blocks
    found = [
        at
        for at, block in enumerate(blocks)
        if block.kind == "code" and not (at and blocks[at - 1].text.endswith(":"))
    ]
    return _cut(section, {*found[1:]})


def _cut(section: Section, places: set[int]) -> list[Section]:
    ends = pairwise([0, *sorted(places), len(section.blocks)])
    found = [replace(section, blocks=section.blocks[begin:end]) for begin, end in ends]
    return [found[0], *(replace(one, title="", line=one.blocks[0].line) for one in found[1:])]


def _where_numbers_begin_again(blocks: Sequence[Block]) -> Iterator[int]:
    """Where `1.` stands behind `3.` and no line such as `In the ERP:` announces it."""
    last = ""
    for at, block in enumerate(blocks):
        if block.kind == "text" and block.text.endswith(":"):
            last = ""
        elif block.kind == "entry" and block.number:
            is_first = block.number.rpartition(".")[2].strip("(") in FIRST
            if last and is_first and block.number != last and depth(last) == depth(block.number):
                yield at
            last = block.number


def _where_lists_begin(blocks: Sequence[Block]) -> Iterator[int]:
    """Where entries without numbers follow others behind an empty line, in a list that elsewhere has none."""
    for run in _runs(blocks):
        begins = [place for place, at in enumerate(run) if place and blocks[at].apart]
        sizes = [end - begin for begin, end in pairwise([0, *begins, len(run)])]
        if begins and min(sizes) >= LEAST_LISTED:
            yield from (run[place] for place in begins)


def _where_tables_begin(blocks: Sequence[Block]) -> Iterator[int]:
    """Where a table follows another one with the same head."""
    for at, (before, block) in enumerate(pairwise(blocks), start=1):
        is_next = before.kind == block.kind == "row" and block.line > before.line + 1
        if is_next and any(block.head) and block.head == before.head:
            yield at


def _runs(blocks: Iterable[Block]) -> Iterator[list[int]]:
    """The places of entries without numbers that follow each other, without those of lists within them."""
    run: list[int] = []
    for at, block in enumerate(blocks):
        if block.kind == "entry" and not block.ordered and not block.nested:
            run.append(at)
        elif not block.nested:
            yield run
            run = []
    yield run
