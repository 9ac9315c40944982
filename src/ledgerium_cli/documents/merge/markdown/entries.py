"""List entries that people made rows of a table: `Approver: Finance lead` as `| Approver | Finance lead |`, or
`Rule: Only Dana releases.` as `| 1 | Only Dana releases. | since May |`.

They are read as the entries that they were, with the head and the form of the table as their mark, and written as rows
again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.forms import Form, Known, form_in, form_of, known_as
from ledgerium_cli.documents.merge.markdown.lists import is_lead, is_numbered
from ledgerium_cli.documents.merge.markdown.matching import generated_of
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.notes import is_of_none, noted
from ledgerium_cli.documents.merge.markdown.parse import all_said, with_tail
from ledgerium_cli.documents.merge.markdown.rows import Row, cell_at, in_cells, in_line, rows_of
from ledgerium_cli.documents.merge.text.typography import split_marks, without_marks
from ledgerium_cli.documents.merge.text.wording import ADDED

_NAMED = re.compile(r"(.*?(?<!\\)(?::[*_]+|(?=:))):? ?(.*)")
"""The name of a value, with a colon of its own inside its emphasis; and the value."""


def is_row(block: Block) -> bool:
    return block.mark.startswith("|")


def with_rows_as_entries(own: Section, generated: Section) -> Section:
    """People's section with each table whose rows are generated list entries read as these, as well as those tables
    into which a conflict note divided it."""
    if all(block.kind != "table" for block in own.blocks):
        return own
    of = generated_of(own.blocks, generated.blocks)
    heads: dict[str, list[int]] = {}
    for place, block in enumerate(own.blocks):
        if block.kind == "table" and (place not in of or generated.blocks[of[place]].kind != "table"):
            heads.setdefault(_head(block), []).append(place)
    missing = [*_missing(own, generated)]
    notes = {before: known_as(one) for before, one in noted(own.blocks) if not is_of_none(one)}
    marks: dict[int, str] = {}
    for head, places in heads.items():
        behind = [notes[at] for at in places if at in notes]
        form = form_of([rows_of(own.blocks[at].source) for at in places], missing, behind)
        marks |= dict.fromkeys(places, f"{head}\n{in_line(form.as_row())}") if form is not None else {}
    entries = (
        _entries(block, marks[place]) if place in marks else [block] for place, block in enumerate(own.blocks)
    )
    return replace(own, blocks=tuple(one for some in entries for one in some)) if marks else own


def _missing(own: Section, generated: Section) -> Iterator[Known]:
    """The generated entries that stand nowhere but in tables: by the name of their value where only one has it."""
    items = [known_as(block) for block in generated.blocks if block.kind == "item"]
    others = [known_as(block) for block in own.blocks if block.kind not in ("table", "note")]
    labels, told = {one.label for one in others}, {(one.label, one.words) for one in others}
    named = [one.label for one in items]
    for one in items:
        is_one = one.label is not None and named.count(one.label) == 1
        if one.label not in labels if is_one else (one.label, one.words) not in told:
            yield one


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
    return block.kind == "item", is_numbered(block)


def with_numbers(blocks: Sequence[Block], fresh: Collection[int], made: Mapping[int, Block]) -> list[Block]:
    """The blocks with new entries, by index, numbered or with bullets as people made all others of a run that builds
    write like these, and with the list below what builds write above one numbered as they do; `made` has what is
    generated, by index."""
    found = [*blocks]
    of = {at: is_numbered(one) for at, one in made.items() if one.kind == blocks[at].kind == "item"}
    for _, places in groupby(
        (at for at, one in enumerate(blocks) if one.kind != "note"), lambda at: blocks[at].kind == "item"
    ):
        run = [*places]
        numbered = [at for at in run if of.get(at) and is_numbered(found[at])]
        if numbered and _is_below_lead(run[0], made):
            found[numbered[0]] = replace(found[numbered[0]], mark=f"1{found[numbered[0]].mark[-1]}")
        entries = {*run} & {*of}
        for kind in (True, False):
            same = {at for at in entries if of[at] is kind and not is_row(blocks[at])}
            others = sorted(same - {*fresh})
            if others and all(is_numbered(blocks[at]) is not kind for at in others):
                for at in same & {*fresh}:
                    found[at] = replace(found[at], mark=blocks[others[0]].mark)
    return found


def _is_below_lead(at: int, made: Mapping[int, Block]) -> bool:
    """Whether the last of what is generated above a place says what follows."""
    above = max((one for one in made if one < at), default=None)
    return above is not None and is_lead(made[above])


def in_form(theirs: Block, now: Block) -> Block:
    """A generated entry as a row if people made `theirs` one, and it has what the table shows of one."""
    if not is_row(theirs) or now.kind != "item" or now.tail or is_row(now):
        return now
    return replace(now, mark=theirs.mark) if _form(theirs.mark).is_of(known_as(now)) else now


def as_list_entry(row: Block) -> Block:
    """A row as the list entry that it was, with what people wrote into columns of theirs behind it."""
    if not is_row(row):
        return row
    beside = [cell for cell in _beside(row) if cell]
    is_marked = bool(beside) and row.text != without_marks(row.text)
    text = " ".join([row.text, *beside, *([ADDED] if is_marked else [])])
    return replace(row, said=all_said(text), source=text, text=text, tail="", mark=_form(row.mark).of)


def table_of(rows: Iterable[Block], mark: str, first: int) -> str:
    """`first` is the number of the first row."""
    form = _form(mark)
    lines = (in_line(_cells(block, form, place)) for place, block in enumerate(rows, start=first))
    return "\n".join([*mark.split("\n")[:2], *lines])


def _form(mark: str) -> Form:
    return form_in(rows_of(mark)[2])


def _head(table: Block) -> str:
    return "\n".join(table.source.split("\n")[:2])


def _entries(table: Block, mark: str) -> Iterator[Block]:
    form = _form(mark)
    for cells in rows_of(table.source)[2:]:
        text = " ".join(filter(None, (cell_at(cells, at) for at in (form.value, form.marks))))
        if form.name is not None:
            text = " ".join(filter(None, [_with_colon(cell_at(cells, form.name)), text]))
        elif form.label and text:
            text = f"{form.label}: {text}"
        beside = [cell for at, cell in enumerate(cells) if at not in form.columns]
        tail = f"\n{in_line(beside)}" if any(beside) else ""
        source = with_tail(text, tail)
        yield Block("item", all_said(source), source, text, tail, mark=mark)


def _with_colon(label: str) -> str:
    """The name of a value as a list entry has it; colons inside it are escaped, so that it is found again."""
    if not label or re.search(r":[*_]+$", label):
        return label
    escaped = label.rstrip(":").replace(":", "\\:")
    return f"{escaped}:"


def _cells(block: Block, form: Form, number: int) -> Row:
    value, told = block.text, dict[int, str]()
    if form.name is not None:
        label, value = _parted(value)
        told[form.name] = label.replace("\\:", ":")
    elif form.label:
        value = value.removeprefix(f"{form.label}: ")
    if form.marks is not None:
        value, marks = split_marks(value)
        told[form.marks] = marks.strip()
    if form.count is not None:
        told[form.count] = form.first.replace("1", str(number))
    told[form.value] = value
    beside = iter(_beside(block))
    shown = (told[at] if at in told else next(beside, "") for at in range(form.size))
    return in_cells((*shown, *beside))


def _beside(row: Block) -> Row:
    """The cells of people's own columns, or what stands below an entry."""
    below = " ".join(row.tail.split())
    return rows_of(below)[0] if below.startswith("|") else (below,) if below else ()


def _parted(text: str) -> tuple[str, str]:
    found = _NAMED.fullmatch(text)
    return (found[1], found[2]) if found is not None else (text, "")
