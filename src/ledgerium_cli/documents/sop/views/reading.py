"""Reads the SOP as people left it as the merge does: marks, headings and tables of theirs are those of the build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.entries import as_list_entry, is_row
from ledgerium_cli.documents.merge.markdown.matching import match_sections
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.parse import all_said, text_of, with_blocks
from ledgerium_cli.documents.merge.markdown.rows import rows_of
from ledgerium_cli.documents.merge.marks.marks import marks_in, with_marks_apart


def as_generated(own: Iterable[Section], made: Iterable[Section]) -> list[Section]:
    """The sections with their marks as a build writes them: a passage that says what is generated has its marks,
    whatever typography people gave them."""
    generated = {block.said: block for one in made for block in one.blocks if block.text}

    def read(block: Block) -> Block:
        apart, was = with_marks_apart(block), generated.get(block.said)
        if was is None or is_row(block) or marks_in(apart.source) == marks_in(was.source):
            return apart
        return replace(apart, text=was.text, tail=was.tail, source=was.source)

    return [with_blocks(one, map(read, one.blocks)) for one in own]


def as_listed(section: Section) -> Section:
    """A step with rows that people made of its entries as these, and what they wrote into columns of theirs behind."""
    return with_blocks(section, map(as_list_entry, section.blocks)) if section.step is not None else section


def called_as_generated(own: Sequence[Section], made: Sequence[Section]) -> list[str]:
    """For each section its title as it was generated, whatever heading people gave it; the own one where it was not."""
    generated = {place: text_of(made[at].title) for at, place in match_sections(made, own).items()}
    return [generated.get(place, text_of(one.title)) for place, one in enumerate(own)]


def with_rows(section: Section) -> Section:
    """The section with each row of its tables as a list entry."""
    return with_blocks(
        section,
        (
            entry
            for block in section.blocks
            for entry in (rows_told(block) if block.kind == "table" else [block])
        ),
    )


def rows_told(table: Block) -> Iterator[Block]:
    """Each row as a list entry."""
    for cells in rows_of(table.source)[2:]:
        text = " ".join(filter(None, cells))
        yield Block("item", all_said(text), text, text, mark="-")
