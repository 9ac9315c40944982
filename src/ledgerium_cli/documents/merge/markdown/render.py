"""Writes sections and blocks as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from ledgerium_cli.documents.merge.markdown.entries import is_row, table_of
from ledgerium_cli.documents.merge.markdown.model import Block, Document, Section
from ledgerium_cli.documents.merge.markdown.numbering import dressed
from ledgerium_cli.documents.merge.markdown.step_rows import as_rows
from ledgerium_cli.documents.merge.text.wording import STEP

STYLES = ("-", "1.")
"""The generated marks of bulleted and numbered list entries."""
UNDERLINES = {1: "=", 2: "-"}
"""What a title may be underlined with to be a heading, by its level."""


def render(document: Document, *, counts: bool = True) -> str:
    sections = as_rows(document.sections)
    parts = [document.front, *(section_source(one, counts=counts) for one in sections)]
    return "\n\n".join(filter(None, parts)) + "\n"


def section_source(section: Section, *, counts: bool = True) -> str:
    """The section as it was written, or built from its parts when a merge changed it. Unless it `counts`, each entry of
    a numbered list has the number 1, as many people write them; readers see them count."""
    if section.source:
        return section.source
    head = _head(section) if section.level else ""
    mark = f"{STEP}{section.step} -->" if section.step is not None else ""
    return "\n\n".join(filter(None, [head, mark, *_flow(section.blocks, counts=counts)]))


def _head(section: Section) -> str:
    title = f"{dressed(section.number, section.title, section.written)}{section.attributes}"
    if section.underline[:1] == UNDERLINES.get(section.shown_level):
        return f"{title}\n{section.underline}"
    return f"{'#' * section.shown_level} {title}".rstrip()


def style_of(sections: Iterable[Section]) -> tuple[str, str]:
    """The marks of bulleted and numbered lists in a document; most editors use the same for all."""
    items = (block for section in sections for block in section.blocks if block.kind == "item")
    marks = [block.mark for block in items if not is_row(block)]
    bullet = next((mark for mark in marks if not _is_number(mark)), STYLES[0])
    number = next((mark for mark in marks if _is_number(mark)), STYLES[1])
    return bullet, number


def does_count(sections: Iterable[Section]) -> bool:
    """Whether the entries of most numbered lists have numbers in turn, not each the same."""
    pairs = (pair for section in sections for pair in pairwise(section.blocks))
    counted = [
        one.mark != other.mark for one, other in pairs if _is_number(one.mark) and _is_number(other.mark)
    ]
    return 2 * sum(counted) >= len(counted)


def _is_number(mark: str) -> bool:
    return mark[:1].isdigit()


def _flow(blocks: Sequence[Block], *, counts: bool) -> Iterator[str]:
    """Blocks separated by empty lines, with consecutive list entries joined; a conflict note is part of the entry
    before it."""
    last = 0
    for is_list, run in groupby(_with_notes(blocks), key=lambda one: one[0].kind == "item"):
        if not is_list:
            yield from (
                f"{block.mark} {block.source}" if block.kind == "head" else block.source for block, _ in run
            )
            continue
        for mark, entries in groupby(run, key=lambda one: _sort_of(one[0].mark)):
            rows = [*entries]
            if mark.startswith("|"):
                yield from _table(rows, mark)
                continue
            numbered = mark == STYLES[1]
            if numbered:
                last = last if min(int(block.mark[:-1]) for block, _ in rows) > 1 else 0
            yield _list(rows, last, counts=counts)
            last += len(rows) if numbered else 0


def _sort_of(mark: str) -> str:
    """What the marks of one list have in common; those of a table are equal."""
    return mark if mark.startswith("|") else STYLES[_is_number(mark)]


def _table(rows: Sequence[tuple[Block, list[Block]]], mark: str) -> Iterator[str]:
    """A table of entries; it is divided where a conflict note belongs to one."""
    entries: list[Block] = []
    for place, (block, notes) in enumerate(rows):
        entries.append(block)
        if notes or place + 1 == len(rows):
            yield table_of(entries, mark, place + 2 - len(entries))
            yield from (note.source for note in notes)
            entries = []


def _with_notes(blocks: Sequence[Block]) -> list[tuple[Block, list[Block]]]:
    """Each block with the conflict notes that belong to it if it is a list entry."""
    rows: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if block.kind == "note" and rows and rows[-1][0].kind == "item":
            rows[-1][1].append(block)
        else:
            rows.append((block, []))
    return rows


def _list(rows: Sequence[tuple[Block, list[Block]]], last: int, *, counts: bool) -> str:
    """A list; a numbered one continues from `last`."""
    loose = any(block.loose for block, _ in rows)
    mark = rows[0][0].mark
    entries = []
    for place, (block, notes) in enumerate(rows, start=last + 1):
        own = f"{place if counts else 1}{mark[-1]}" if _is_number(mark) else mark
        source = "\n\n".join([block.source, *(note.source for note in notes)])
        indent = "\n" + " " * (len(own) + 1)
        lines = " ".join(filter(None, [block.box, source])).split("\n")
        entries.append(
            f"{own} {lines[0]}" + "".join(f"{indent}{line}" if line else "\n" for line in lines[1:])
        )
    return ("\n\n" if loose else "\n").join(entries)
