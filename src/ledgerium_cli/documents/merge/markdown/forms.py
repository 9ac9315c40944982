"""The form of a table that people made of list entries: which column has what of an entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from ledgerium_cli.documents.merge.markdown.model import Block
from ledgerium_cli.documents.merge.markdown.parse import said_of
from ledgerium_cli.documents.merge.markdown.rows import Row, cell_at, said_at
from ledgerium_cli.documents.merge.text.counted import words_alone
from ledgerium_cli.documents.merge.text.likeness import align, label_of, passage
from ledgerium_cli.documents.merge.text.typography import set_apart, without_marks

_NAME, _VALUE, _MARKS = ":", "=", "()"
"""In a form that is written as a row: the columns of names, of values and of the marks behind these."""
_FIRST = re.compile(r"[(#]?[^\W\d]{0,2}1[.)]?")
_SIGN = 3
"""The most characters of the head of a column that counts the rows."""
_LEAST = 3
"""Words; shorter entries may stand in a table by chance."""


class Known(Struct, frozen=True):
    """What is known of a generated list entry."""

    label: str | None
    """The name of its value."""
    words: str
    """The value, or all of an entry without a name; without marks."""
    of: str
    """Of which list it is: `-` or `1.`; empty when that is not known."""


class Form(Struct, frozen=True):
    """Which column has what of an entry; all others are people's own."""

    size: int
    """The number of columns."""
    value: int
    of: str
    """Of which list the entries were: `-` or `1.`."""
    label: str = ""
    """The name that all values have and the table does not show: `Rule`."""
    name: int | None = None
    marks: int | None = None
    count: int | None = None
    """The column that counts the rows."""
    first: str = ""
    """The number of the first row, as people write it: `1.`."""

    @property
    def columns(self) -> frozenset[int | None]:
        return frozenset((self.value, self.name, self.marks, self.count))

    def is_of(self, entry: Known) -> bool:
        """Whether an entry can be a row of the table."""
        if entry.of != self.of or (self.name is not None and entry.label is None):
            return False
        return self.label in ("", entry.label)

    def as_row(self) -> Row:
        told = {self.name: _NAME, self.marks: _MARKS, self.count: self.first}
        told[self.value] = f"{self.of}{self.label}{_VALUE}"
        return tuple(told.get(at, "") for at in range(self.size))


def form_in(cells: Row) -> Form:
    """The form that was written as a row."""
    value = next(at for at, cell in enumerate(cells) if cell.endswith(_VALUE))
    of = "1." if cells[value].startswith("1.") else "-"
    label = cells[value].removeprefix(of).removesuffix(_VALUE)
    name, marks = (cells.index(one) if one in cells else None for one in (_NAME, _MARKS))
    count = next((at for at, cell in enumerate(cells) if "1" in cell and at != value), None)
    first = cells[count] if count is not None else ""
    return Form(len(cells), value, of, label, name, marks, count, first)


def known_as(block: Block) -> Known:
    label = label_of(block.said)
    of = "1." if block.mark[:1].isdigit() else block.mark and "-"
    return Known(label, _words(block.said.removeprefix(f"{label}:")), of)


def form_of(tables: Sequence[Sequence[Row]], known: Sequence[Known], noted: Sequence[Known]) -> Form | None:
    """The form of tables with the same head, in turn, if they hold some of the `known` entries: what one says, or the
    name of its value; or what is like one that is `noted` behind them."""
    rows = [row for table in tables for row in table[2:]]
    columns = range(len(tables[0][0]))
    count = next((at for at in columns if counts(tables, at)), None)
    marks = next((at for at in columns if at != count and _has_marks(rows, at)), None)
    free = [at for at in columns if at not in (count, marks)]
    entries = [*known, *noted]
    labels = {one.label for one in entries if one.label is not None}
    names = Counter(at for row in rows for at in free if said_at(row, at).rstrip(":") in labels)
    name = max(free, key=lambda at: (names[at], -at)) if names else None
    held = {at: _held([_said(row, at) for row in rows], entries, noted) for at in free if at != name}
    value = max(held, key=lambda at: (len(held[at]), -at), default=None)
    if value is None:
        return None
    label = ""
    if name is None:
        found = _name(tables[0][0], rows, free, value, held[value])
        if found is None:
            return None
        name, label = found
    of = next((one.of for one in (*held[value], *known) if one.of), "-")
    first = cell_at(rows[0], count)
    return Form(len(columns), value, of, label, name, marks, count, first)


def _name(
    head: Row, rows: Sequence[Row], free: Sequence[int], value: int, held: Sequence[Known]
) -> tuple[int | None, str] | None:
    """Where the names of the values are that the table holds, none of which stands alone in a cell: in a column in
    which people gave them others; or the one name of all that the table leaves out. None when they are not told."""
    labels = {one.label for one in held if one.label is not None}
    is_headed = said_of(head[value]) in labels
    is_told = not labels.isdisjoint({label_of(_said(row, value)) for row in rows})
    is_one = len(labels) == 1 and (is_headed or len(held) > 1 or value == free[0])
    if labels and not is_told and not is_one:
        return (free[0], "") if value in free[1:2] else None
    if not is_headed and all(len(one.words.split()) < _LEAST for one in held):
        return None
    return None, "" if is_told else "".join(labels)


def _held(cells: Sequence[str], entries: Sequence[Known], noted: Sequence[Known]) -> list[Known]:
    """The entries that stand in a column; none if that is in doubt."""
    labels = {one.label for one in entries}
    told = [
        _words(cell.removeprefix(f"{label_of(cell)}:") if label_of(cell) in labels else cell)
        for cell in cells
    ]
    mine, made = ([passage("entry", one) for one in some] for some in (told, [one.words for one in entries]))
    pairs = [(told[at], entries[of]) for at, of in align(mine, made).items() if told[at]]
    is_sure = any(one.words in (words, *(other.words for other in noted)) for words, one in pairs)
    return [one for _, one in pairs] if is_sure else []


def counts(tables: Sequence[Sequence[Row]], column: int) -> bool:
    """Whether the column counts the rows of each table, from 1 or on from the one before; some cells may be empty. It
    is the first or has no more than a sign for its head (`#`, `No.`), since others may count something else."""
    head, *_ = tables[0]
    first = cell_at(tables[0][2] if len(tables[0]) > 2 else None, column)
    if not _FIRST.fullmatch(first) or (column and len(cell_at(head, column)) > _SIGN):
        return False
    last = 0
    for table in tables:
        cells = [cell_at(row, column) for row in table[2:]]
        starts = (
            start
            for start in (last + 1, 1)
            if all(cell in ("", first.replace("1", str(at))) for at, cell in enumerate(cells, start=start))
        )
        if (start := next(starts, None)) is None:
            return False
        last = start + len(cells) - 1
    return True


def _has_marks(rows: Sequence[Row], column: int) -> bool:
    """Whether there is nothing but marks in the column."""
    cells = [cell for row in rows if (cell := cell_at(row, column))]
    return bool(cells) and not any(without_marks(set_apart(cell)).strip() for cell in cells)


def _said(row: Row, column: int) -> str:
    return said_of(without_marks(set_apart(cell_at(row, column))))


def _words(said: str) -> str:
    return " ".join(words_alone(said))
