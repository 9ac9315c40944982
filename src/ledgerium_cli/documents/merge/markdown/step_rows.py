"""Steps that people made rows of a table: `| 1 | Enter the order | Press “Save”.<br>Press “Send”. | Time: … |`.

They are read as the steps that they were, with the form of the table, and written as rows again. Each row gets the
comment with the id of its step, so that it is known by whatever name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.lists import is_numbered
from ledgerium_cli.documents.merge.markdown.matching import match_blocks, match_sections, name_of
from ledgerium_cli.documents.merge.markdown.model import Block, Section, StepTable
from ledgerium_cli.documents.merge.markdown.numbering import (
    LEVEL,
    digits_of,
    heading,
    in_look,
    look_of,
    numbered,
)
from ledgerium_cli.documents.merge.markdown.parse import said_of, with_blocks
from ledgerium_cli.documents.merge.markdown.rows import Row, cell_at, head_of, in_cells, in_line, rows_of
from ledgerium_cli.documents.merge.text.likeness import label_of, likeness, passage
from ledgerium_cli.documents.merge.text.typography import set_apart, without_marks
from ledgerium_cli.documents.merge.text.wording import STEP

_ID = re.compile(rf"\s*{re.escape(STEP)}(\S+) -->")
_BREAK = re.compile(r"\s*<br ?/?>\s*")
_SIGN = re.compile(r"(\d+[.)]|[-*+•]) +(?=\S)")
_WORD = re.compile(r"\w")


class _Row(Struct):
    cells: Row
    of: Section | None = None
    """The step as it was generated."""
    parts: list[tuple[int, str, str]] = field(default_factory=list)
    """Column, sign and text of each passage."""
    behind: list[Block] = field(default_factory=list)
    """What stands below the row, and divides the table."""
    known: Mapping[int, int] = field(default_factory=dict)
    """The generated passage of each part, by index."""


def with_rows_as_steps(own: Sequence[Section], generated: Sequence[Section]) -> list[Section]:
    """People's sections with each table whose rows are generated steps, which stand nowhere else, read as these."""
    ids, names = {one.step for one in own}, {name_of(one) for one in own}
    missing = [
        one for one in generated if one.step is not None and one.step not in ids and name_of(one) not in names
    ]
    if not missing:
        return [*own]
    made = {head_of(block) for one in generated for block in one.blocks if block.kind == "table"}
    return [step for one in own for step in _with_steps(one, missing, made)]


def as_rows(sections: Sequence[Section]) -> list[Section]:
    """The inverse: the steps as rows of a table in the section above them."""
    found = list[Section]()
    for head, run in groupby(sections, lambda one: one.row and one.row.head):
        steps = [*run]
        if head is None:
            found += steps
            continue
        above = found.pop() if found else Section(0, "", "", "", None, (), "")
        at = len(above.blocks) - _number_behind(steps)
        blocks = (*above.blocks[:at], *_tables(steps), *above.blocks[at:])
        found.append(with_blocks(above, blocks))
    return found


def with_rows_of_neighbours(sections: Sequence[Section], fresh: Collection[int]) -> list[Section]:
    """The sections with steps that people did not have, by index, as rows where the one before or behind is one; and
    those between two rows."""
    found = [*sections]
    for places in (range(len(found)), range(len(found))[::-1]):
        before = None
        for at in places:
            one = found[at]
            if one.row is None and one.step is not None and before is not None and at in fresh:
                found[at] = one = replace(one, row=before)
            before = one.row
    for at in range(1, len(found) - 1):
        rows = found[at - 1].row, found[at + 1].row
        if found[at].row is None and found[at].step is not None and None not in rows:
            found[at] = replace(found[at], row=rows[0])
    return found


def _with_steps(
    section: Section, missing: Sequence[Section], made: Collection[frozenset[str]]
) -> Iterator[Section]:
    tables = [at for at, one in enumerate(section.blocks) if one.kind == "table" and head_of(one) not in made]
    for _, run in groupby(tables, lambda at: head_of(section.blocks[at])):
        places = [*run]
        first, last = places[0], places[-1]
        rows = _rows(section.blocks, places)
        if (title := _title_in(rows, missing)) is None:
            continue
        behind = [*section.blocks[last + 1 :]]
        while behind and behind[0].kind == "note":
            rows[-1].behind.append(behind.pop(0))
        table = section.blocks[first].source
        steps = _steps(rows, title, missing, "\n".join(table.split("\n")[:2]), len(behind))
        if steps:
            yield with_blocks(section, (*section.blocks[:first], *behind))
            yield from steps
            return
    yield section


def _rows(blocks: Sequence[Block], places: Sequence[int]) -> list[_Row]:
    """The rows of the tables at some indexes, with what stands between these."""
    rows = list[_Row]()
    for at in range(places[0], places[-1] + 1):
        if at in places:
            rows += [_Row(cells) for cells in rows_of(blocks[at].source)[2:]]
        elif rows:
            rows[-1].behind.append(blocks[at])
    return rows


def _title_in(rows: Sequence[_Row], missing: Sequence[Section]) -> int | None:
    """The column with the names of steps; each row is told of which step it is, if its id or its name shows that. None
    if these are not several rows, or all that are missing, or a row has no name."""
    by_id, by_name = ({key(one): one for one in missing} for key in (lambda one: one.step, name_of))
    counts = Counter[int]()
    for row in rows:
        for at, cell in enumerate(row.cells):
            found = _ID.search(cell)
            of = by_id.get(found[1]) if found is not None else by_name.get(name_of(_titled(cell)))
            if of is not None and row.of is None:
                row.of = of
                counts[at] += 1
    steps = [row.of.step for row in rows if row.of is not None]
    if not steps or len({*steps}) < len(steps) or len(steps) < min(2, len(missing)):
        return None
    [(title, times)] = counts.most_common(1)
    return title if times == len(steps) and all(_name_at(row, title) for row in rows) else None


def _titled(cell: str) -> Section:
    number, title = numbered(_ID.sub("", cell))
    return Section(LEVEL, title, said_of(title), number, None, (), "")


def _name_at(row: _Row, column: int) -> str:
    return _ID.sub("", cell_at(row.cells, column)).strip()


def _steps(
    rows: Sequence[_Row], title: int, missing: Sequence[Section], head: str, behind: int
) -> list[Section]:
    """The rows as steps; none if no row has anything that was generated at its step."""
    size = len(rows_of(head)[0])
    number = next((at for at in range(size) if at != title and _is_number(rows, at)), None)
    for row in rows:
        row.parts = [*_parts(row.cells, {title, number})]
    _tell_renamed(rows, title, missing)
    for row in rows:
        own = [_passage(text) for _, _, text in row.parts]
        found = match_blocks(row.of.blocks, own) if row.of is not None else {}
        order = [*_as_generated(row.parts, {place: at for at, place in found.items()})]
        row.parts = [row.parts[place] for place, _ in order]
        row.known = {place: at for place, (_, at) in enumerate(order) if at is not None}
    if not any(row.known for row in rows):
        return []
    kinds = _kinds(rows, size)
    blocks = [[*_blocks(row, kinds)] for row in rows]
    look = look_of(cell_at(rows[0].cells, number)) if number is not None else ""
    table = StepTable(head, title, number, look, _columns(rows, blocks), _signs(rows, size), behind)
    return [
        replace(
            _titled(cell_at(row.cells, title)),
            **({"number": f"{digits_of(cell_at(row.cells, number))}."} if number is not None else {}),
            step=row.of.step if row.of is not None else None,
            blocks=_with_behind(own, row.behind),
            row=table,
        )
        for row, own in zip(rows, blocks, strict=True)
    ]


def _is_number(rows: Sequence[_Row], column: int) -> bool:
    cells = [cell_at(row.cells, column) for row in rows]
    return all(map(digits_of, cells)) and len({*map(look_of, cells)}) == 1 and len({*cells}) == len(cells)


def _parts(cells: Row, but: Collection[int | None]) -> Iterator[tuple[int, str, str]]:
    for at, cell in enumerate(cells):
        for part in _BREAK.split(set_apart(cell)) if at not in but else ():
            sign = _SIGN.match(part)
            if _WORD.search(part):
                yield at, sign[1] if sign else "", part[sign.end() :] if sign else part


def _as_generated(
    parts: Sequence[tuple[int, str, str]], known: Mapping[int, int]
) -> Iterator[tuple[int, int | None]]:
    """The indexes of the passages, each with that of the generated one, in the order in which these were generated:
    that some stand in another column is no move. Those of one column stay in turn, and what people added behind what
    it stands behind."""
    columns = [[*run] for _, run in groupby(range(len(parts)), lambda place: parts[place][0])]
    while columns:
        column = min(
            columns, key=lambda some: known.get(some[0], len(known) + max(known.values(), default=0))
        )
        yield column[0], known.get(column.pop(0))
        while column and column[0] not in known:
            yield column.pop(0), None
        columns = [some for some in columns if some]


def _passage(text: str) -> Block:
    return Block("text", said_of(text), text, text)


def _tell_renamed(rows: Sequence[_Row], title: int, missing: Sequence[Section]) -> None:
    """Tell of which step the other rows are by what they say."""
    known = [row.of for row in rows if row.of is not None]
    free = [one for one in missing if one not in known]
    others = [row for row in rows if row.of is None]
    own = [
        replace(_titled(cell_at(row.cells, title)), blocks=tuple(_passage(text) for _, _, text in row.parts))
        for row in others
    ]
    for at, place in match_sections(free, own).items():
        others[place].of = free[at]


def _kinds(rows: Sequence[_Row], size: int) -> list[Block]:
    """For each column a passage like most of it that were generated."""
    counts = [Counter[tuple[str, str]]() for _ in range(size)]
    for row in rows:
        for place, (at, _, _) in enumerate(row.parts):
            if row.of is not None and place in row.known and at < size:
                one = row.of.blocks[row.known[place]]
                counts[at][one.kind, _mark(one)] += 1
    return [_of_kind(*(some.most_common(1)[0][0] if some else ("text", ""))) for some in counts]


def _of_kind(kind: str, mark: str) -> Block:
    return Block("item" if kind == "item" else "text", "", "", mark=mark)


def _mark(block: Block) -> str:
    if block.kind != "item":
        return ""
    return "1." if is_numbered(block) else "-"


def _blocks(row: _Row, kinds: Sequence[Block]) -> Iterator[Block]:
    """The passages of a row: each of the kind of which it was generated, else of its sign, else of the one before it in
    the cell, else of its column."""
    before = -1, _of_kind("text", "")
    for place, (at, sign, text) in enumerate(row.parts):
        if row.of is not None and place in row.known:
            one = row.of.blocks[row.known[place]]
            like = _of_kind(one.kind, _mark(one))
        elif sign:
            like = _of_kind("item", "1." if sign[:1].isdigit() else "-")
        elif before[0] == at:
            like = before[1]
        else:
            like = kinds[at] if at < len(kinds) else _of_kind("text", "")
        before = at, like
        yield replace(_passage(text), kind=like.kind, mark=like.mark)


def _columns(rows: Sequence[_Row], blocks: Sequence[Sequence[Block]]) -> tuple[tuple[str, int], ...]:
    found, others = dict[str, int](), dict[str, Counter[int]]()
    for row, own in zip(rows, blocks, strict=True):
        for (at, _, _), block in zip(row.parts, own, strict=True):
            words, *keys = _keys(block)
            found.setdefault(words, at)
            for key in keys:
                others.setdefault(key, Counter())[at] += 1
    usual = {key: some.most_common(1)[0][0] for key, some in others.items()}
    return tuple((usual | found).items())


def _keys(block: Block) -> Iterator[str]:
    """What tells the column of a passage, the surest first."""
    yield f"={said_of(without_marks(block.text or block.source))}"
    if (label := label_of(block.said)) is not None:
        yield f"{label}:"
    yield block.kind + _mark(block)
    yield ""


def _signs(rows: Sequence[_Row], size: int) -> tuple[str, ...]:
    counts = [Counter[str]() for _ in range(size)]
    for row in rows:
        for at, sign, _ in row.parts:
            if at < size:
                counts[at][re.sub(r"\d+", "1", sign)] += 1
    return tuple(some.most_common(1)[0][0] if some else "" for some in counts)


def _with_behind(blocks: Sequence[Block], behind: Iterable[Block]) -> tuple[Block, ...]:
    """The passages with what stands below the row: a conflict note behind what is most like what it quotes."""
    found = [*blocks]
    for one in behind:
        place = len(found)
        if one.kind == "note":
            alike = [
                (likeness(passage("text", own.said), passage("text", one.said)), -at)
                for at, own in enumerate(found)
                if own.kind != "note"
            ]
            score, at = max(alike, default=(0.0, 0))
            place = 1 - at if score else place
        found.insert(place, one)
    return tuple(found)


def _number_behind(steps: Sequence[Section]) -> int:
    return max(one.row.behind for one in steps if one.row is not None)


def _tables(steps: Sequence[Section]) -> Iterator[Block]:
    """One table, divided where something that no cell can hold stands below a row."""
    lines = list[str]()
    for place, step in enumerate(steps):
        assert step.row is not None
        own = [one for one in step.blocks if _is_in_cell(one)]
        below = [one for one in step.blocks if not _is_in_cell(one)]
        lines.append(in_line(in_cells(_cells(step, own, step.row))))
        if below or place + 1 == len(steps):
            source = "\n".join([step.row.head, *lines])
            yield Block("table", source, source)
            yield from below
            lines = []


def _is_in_cell(block: Block) -> bool:
    return block.kind in ("text", "item")


def _cells(step: Section, passages: Iterable[Block], table: StepTable) -> Iterator[str]:
    columns = dict(table.columns)
    cells = [list[str]() for _ in range(max(len(table.signs), max(columns.values(), default=0) + 1))]
    for one in passages:
        at = next(columns[key] for key in _keys(one) if key in columns)
        sign = table.signs[at] if at < len(table.signs) else ""
        own = sign.replace("1", str(len(cells[at]) + 1))
        cells[at].append(" ".join(filter(None, [own, "<br>".join(_lines(one))])))
    number, mark = ("", f" {STEP}{step.step} -->" if step.step is not None else "")
    if table.number is None:
        number = step.number
    else:
        cells[table.number] = [in_look(step.number, table.look)]
    cells[table.title] = [f"{heading(number, step.title)}{mark}"]
    return ("<br>".join(parts) for parts in cells)


def _lines(block: Block) -> Iterator[str]:
    text = " ".join([block.box, block.source]).strip()
    return (line.strip() for line in text.split("\n") if line.strip())
