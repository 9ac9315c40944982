"""List entries that people made rows of a table: `Approver: Finance lead` as `| Approver | Finance lead |`.

They are read as the entries that they were, with the head of the table as their mark, and written as rows again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from ledgerium_cli.documents.merge.likeness import label_of
from ledgerium_cli.documents.merge.markdown import Block, Section, all_said, said_of, with_tail
from ledgerium_cli.documents.merge.matching import generated_of
from ledgerium_cli.documents.merge.rows import Row, in_line, rows_of
from ledgerium_cli.documents.merge.typography import split_marks

_NAMED = re.compile(r"(.*?(?<!\\)(?::[*_]+|(?=:))):? ?(.*)")
"""The name of a value, with a colon of its own inside its emphasis; and the value."""
_BAR = re.compile(r"(?<!\\)\|")


def is_row(block: Block) -> bool:
    return block.mark.startswith("|")


def with_rows_as_entries(own: Section, generated: Section) -> Section:
    """People's section with each table whose rows are named values of the generated list read as entries, as well as
    those tables into which a conflict note divided it."""
    named = [one for one in generated.blocks if one.kind == "item" and label_of(one.said) is not None]
    if not named or all(block.kind != "table" for block in own.blocks):
        return own
    of = generated_of(own.blocks, generated.blocks)
    tables = [
        block
        for place, block in enumerate(own.blocks)
        if block.kind == "table" and (place not in of or generated.blocks[of[place]].kind != "table")
    ]
    others = {label_of(block.said) for block in own.blocks if block.kind not in ("table", "note")}
    missing = [block for block in named if label_of(block.said) not in others]
    heads = {_head(table) for table in tables if _holds(table, missing)}
    entries = (
        _entries(block) if block in tables and _head(block) in heads else [block] for block in own.blocks
    )
    return replace(own, blocks=tuple(one for some in entries for one in some)) if heads else own


def in_rows(blocks: Sequence[Block], fresh: Collection[int]) -> list[Block]:
    """The blocks with new entries, by index, as rows where the neighbour is one."""
    found = [*blocks]
    for step in (1, -1):
        before = None
        for at in range(len(found))[::step]:
            if before is not None and at in fresh:
                found[at] = in_form(before, found[at])
            before = found[at] if found[at].kind != "note" else before
    return found


def with_boxes(blocks: Sequence[Block], fresh: Collection[int]) -> list[Block]:
    """The blocks with the empty box of a task at new entries, by index, of lists in which all others have a box."""
    found = [*blocks]
    for _, run in groupby(
        (at for at, one in enumerate(blocks) if one.kind != "note"), lambda at: _list_of(blocks[at])
    ):
        entries = {*run}
        if (others := entries - {*fresh}) and all(blocks[at].box for at in others):
            found = [
                replace(one, box="[ ]") if at in entries - others else one for at, one in enumerate(found)
            ]
    return found


def _list_of(block: Block) -> tuple[bool, bool]:
    """What the blocks of one list have in common."""
    return block.kind == "item", block.mark[:1].isdigit()


def in_form(theirs: Block, now: Block) -> Block:
    """A generated entry as a row if people made `theirs` one, and it still is a named value."""
    if not is_row(theirs) or now.kind != "item" or now.tail or label_of(now.said) is None:
        return now
    return replace(now, mark=theirs.mark)


def table_of(rows: Iterable[Block], head: str) -> str:
    return "\n".join([head, *(in_line(_cells(block)) for block in rows)])


def _holds(table: Block, missing: Iterable[Block]) -> bool:
    """Whether a row has the name of one of the missing entries, or its value."""
    wanted = [_told(block.text) for block in missing]
    labels, values = ({one[at] for one in wanted} for at in (0, 1))
    told = [_told(entry.text) for entry in _entries(table)]
    return any(label in labels or value in values for label, value in told)


def _told(text: str) -> tuple[str, str]:
    label, value = _parted(text)
    return said_of(label).rstrip(":"), said_of(split_marks(value)[0])


def _head(table: Block) -> str:
    return "\n".join(table.source.split("\n")[:2])


def _entries(table: Block) -> Iterator[Block]:
    for cells in rows_of(table.source)[2:]:
        label, value, *beside = (*cells, "", "")[: max(2, len(cells))]
        text = " ".join(filter(None, [_with_colon(label), value]))
        tail = f"\n| {' | '.join(beside)}" if any(beside) else ""
        source = with_tail(text, tail)
        yield Block("item", all_said(source), source, text, tail, mark=_head(table))


def _with_colon(label: str) -> str:
    """The name of a value as a list entry has it; colons inside it are escaped, so that it is found again."""
    if re.search(r":[*_]+$", label):
        return label
    escaped = label.rstrip(":").replace(":", "\\:")
    return f"{escaped}:"


def _cells(block: Block) -> Row:
    label, value = _parted(block.text)
    below = " ".join(block.tail.split())
    beside = rows_of(below)[0] if below.startswith("|") else filter(None, [below])
    return (*(_BAR.sub(r"\|", cell) for cell in (label.replace("\\:", ":"), value)), *beside)


def _parted(text: str) -> tuple[str, str]:
    found = _NAMED.fullmatch(text)
    return (found[1], found[2]) if found is not None else (text, "")
