"""The mark *(added)* behind passages that people added to generated parts, since nobody observed them.

Each build removes the marks before the merge and sets them anew after it, so that only people's own words are
merged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.entries import is_row
from ledgerium_cli.documents.merge.markdown.headings import folded
from ledgerium_cli.documents.merge.markdown.matching import generated_of, match_sections
from ledgerium_cli.documents.merge.markdown.model import CHAPTER, Block, Section
from ledgerium_cli.documents.merge.markdown.moves import Move
from ledgerium_cli.documents.merge.markdown.notes import is_doubted
from ledgerium_cli.documents.merge.markdown.parse import parse, saying, with_blocks, with_tail
from ledgerium_cli.documents.merge.markdown.render import section_source
from ledgerium_cli.documents.merge.marks.marks import with_marks_apart
from ledgerium_cli.documents.merge.marks.tally import without_tally
from ledgerium_cli.documents.merge.text.typography import unescaped
from ledgerium_cli.documents.merge.text.wording import ADDED, EDITED

_OF_EDITS = re.compile(r"\((?:edited|added)\)")
_ENDS_APART = re.compile(r"([> \t]*)(?:[`~]{3,}|\|.*\|)[ \t]*")
"""A last line behind which nothing may stand: the end of code, a row of a table; with what begins it in a quotation or
an entry."""
_BELOW = re.compile(rf"(?<=[`~|])[ \t]*\n[> \t]*\n[> \t]*{re.escape(ADDED)}")


def as_written(sections: Sequence[Section], generated: Sequence[Section]) -> list[Section]:
    """People's version as it was before the build added to it: without tally and marks, and with passages below
    people's headings folded into the generated sections they belong to."""
    return without_added(folded(without_tally(sections), generated))


def without_added(sections: Iterable[Section]) -> list[Section]:
    return [with_blocks(one, map(_without, one.blocks)) if one.level >= CHAPTER else one for one in sections]


def said_as_added(sections: Iterable[Section]) -> set[str]:
    """What the passages say that are marked as added."""
    blocks = [with_marks_apart(block) for one in sections for block in one.blocks]
    return {_without(block).said for block in blocks if ADDED in block.source}


def with_added(sections: Sequence[Section], new: Sequence[Section], moved: Collection[Move]) -> list[Section]:
    """Mark what people added in sections matched to generated ones; sections entirely of people need no mark.
    Passages in `moved` were generated elsewhere and are not marked."""
    pairs = match_sections(sections, new)
    come = {one.own for one in moved}
    return [
        _marked(one, new[pairs[place]], {at for of, at in come if of == place})
        if place in pairs and one.level >= CHAPTER
        else one
        for place, one in enumerate(sections)
    ]


def _marked(section: Section, generated: Section, come: Collection[int]) -> Section:
    matched = generated_of(section.blocks, generated.blocks)
    return with_blocks(
        section,
        (
            block
            if place in come or is_doubted(section.blocks[place + 1 :])
            else block
            if place in matched and generated.blocks[matched[place]].tail.strip()
            else with_added_below(block)
            if place in matched
            else _with(block)
            for place, block in enumerate(section.blocks)
        ),
    )


def _is_words(block: Block) -> bool:
    """Whether it is prose: not a heading, table, HTML picture, code or flowchart."""
    return block.kind in ("text", "item") or is_quote(block)


def is_quote(block: Block) -> bool:
    """Whether it is a quotation, which people use to highlight a caution."""
    return block.kind == "other" and block.source.startswith(">")


def with_added_below(block: Block) -> Block:
    """A generated list entry with marks on what people wrote below it; a column of theirs has none."""
    if is_row(block):
        return block
    sections = parse(block.tail).sections if block.tail.strip() else ()
    if len(sections) != 1 or sections[0].level:
        return block
    start = block.tail[: len(block.tail) - len(block.tail.lstrip("\n"))]
    tail = section_source(with_blocks(sections[0], map(_with, sections[0].blocks)))
    return saying(replace(block, tail=start + tail), with_tail(block.text, start + tail))


def _with(block: Block) -> Block:
    if not _is_words(block):
        return block
    if EDITED in block.source:
        return with_added_below(block)
    if not block.text:  # its line breaks are intended
        return saying(block, _added_to(block.source))
    first = block.source.removesuffix(block.tail).rstrip("\n")
    return saying(replace(block, text=f"{block.text} {ADDED}"), with_tail(f"{first} {ADDED}", block.tail))


def _added_to(source: str) -> str:
    found = _ENDS_APART.fullmatch(source.rsplit("\n", 1)[-1])
    return f"{source}\n{found[1].rstrip()}\n{found[1]}{ADDED}" if found is not None else f"{source} {ADDED}"


def _without(block: Block) -> Block:
    if _OF_EDITS.search(block.source) is None and unescaped(block.source) == block.source:
        return block
    block = with_marks_apart(block)
    if not _is_words(block) or ADDED not in block.source:
        return block
    text, tail, source = (
        _BELOW.sub("", part).replace(f" {ADDED}", "").replace(ADDED, "").strip(" ")
        for part in (block.text, block.tail, block.source)
    )
    return saying(replace(block, text=text, tail=tail), source)
