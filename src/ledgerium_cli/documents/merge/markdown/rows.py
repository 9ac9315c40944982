"""Rows and columns of tables: reading them, matching those of two versions, and what people did to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache

from msgspec import Struct

from ledgerium_cli.documents.merge.markdown.model import Block
from ledgerium_cli.documents.merge.markdown.parse import said_of, saying
from ledgerium_cli.documents.merge.text.counted import meaning_of
from ledgerium_cli.documents.merge.text.likeness import Passage, align, passage, with_free
from ledgerium_cli.documents.merge.text.order import ascending
from ledgerium_cli.documents.merge.text.wording import REVISED

Row = tuple[str, ...]
ROW_ALIKE = 0.3
_BAR = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"`([^`]+)`")
_COUNTED = re.compile(r"(?:^|[;,:] | and )([^;,:]+?) \(\d+\)")


class Matching(Struct, frozen=True):
    """For each column and each row of one table the index of its match in another, if any; without the header rows."""

    columns: Mapping[int, int]
    rows: Mapping[int, int]


class TableEdits(Struct, frozen=True):
    """What people did to a generated table."""

    written: bool
    taken_out: int
    """Number of rows and columns."""
    moved: int
    """Number of rows and columns."""


def rows_of(source: str) -> list[Row]:
    """The cells of each line as written, including cells beyond the last column."""
    return [_split(line) for line in source.split("\n") if line.strip()]


def is_revisions(source: str) -> bool:
    """Whether this is the table of revisions, which gets a new first row with each version."""
    return tuple(map(said_of, rows_of(source)[0])) == REVISED


def match_tables(one: Sequence[Row], other: Sequence[Row]) -> Matching:
    """Columns are matched by heading, or by their values when people renamed the heading; where they renamed all
    headings, what is left at the same place is the same column, though they renamed its values too. Rows are matched by
    the columns that both tables have. Both with their header rows."""
    heads = [[passage("column", said_of(cell)) for cell in rows[0]] for rows in (one, other)]
    named = align(heads[0], heads[1], alike=1)
    by_place = {place: place for place in range(min(map(len, heads)))}
    rows = match_rows(*_in_columns(one, other, named or by_place))
    pairs = [(one[2:][at], other[2:][place]) for at, place in rows.items()]
    columns = dict(named)
    for column in range(len(one[0])):
        free = [place for place in range(len(other[0])) if place not in columns.values()]
        if column not in columns and (same := _of_values(one, other, pairs, column, free)) is not None:
            columns[column] = same
    if not named:
        columns = with_free(columns, by_place)
    return Matching(columns, match_rows(*_in_columns(one, other, columns or by_place)))


def _of_values(
    one: Sequence[Row],
    other: Sequence[Row],
    pairs: Sequence[tuple[Row, Row]],
    column: int,
    free: Sequence[int],
) -> int | None:
    """The column among `free` that has half of the values of `column`: in the same rows, if any are known."""
    if pairs:
        same = {
            place: sum(said_at(row, column) == said_at(own, place) != "" for row, own in pairs)
            for place in free
        }
    else:
        values = {said_at(row, column) for row in one[2:]} - {""}
        same = {place: sum(said_at(own, place) in values for own in other[2:]) for place in free}
    best = max(same, key=lambda place: (same[place], -place), default=None)
    return best if best is not None and 2 * same[best] >= max(1, len(pairs or one[2:])) else None


def match_rows(one: Sequence[Row], other: Sequence[Row], alike: float = ROW_ALIKE) -> dict[int, int]:
    """For each row of `one` the index of its match in `other`, if any; without the header rows, in the same columns.
    Rows with the same code in their cells, such as a version or a digest, come first and rows with different code
    never match; then rows with more than half of their cells equal, then the most alike."""
    codes, others = [*map(codes_in, one)], [*map(codes_in, other)]
    said, also_said = ([tuple(map(said_of, row)) for row in rows] for rows in (one, other))
    equal = {*said} & {*also_said}
    pairs = sorted(
        (-number, abs(at - place), at, place)
        for at, row in enumerate(said)
        if row not in equal
        for place, cells in enumerate(also_said)
        if cells not in equal
        and (number := sum(cell == its != "" for cell, its in zip(row, cells, strict=False)))
        > max(alike, 0.5) * len(row)
        and not _differ(codes[at], others[place])
    )
    known = _by_code(codes, others)
    for *_, at, place in pairs:
        if at not in known and place not in known.values():
            known[at] = place
    found = align([*map(_as_passage, said)], [*map(_as_passage, also_said)], alike, known)
    return {at: place for at, place in found.items() if not _differ(codes[at], others[place])}


def counts_more(row: Row, other: Row) -> bool:
    """Whether the other one counts all that a cell of the row does, and some of what each does: the same people who now
    do more steps."""
    own, its = _counted_cells(row), _counted_cells(other)
    return (
        len(own) > 1
        and own.keys() == its.keys()
        and all(own[column] & its[column] for column in own)
        and any(own[column] <= its[column] for column in own)
    )


def _counted_cells(row: Row) -> dict[int, set[str]]:
    """By column what its cell counts: `Enter the order (13); Validate the order (12)`."""
    found = {at: {*_COUNTED.findall(said_of(cell))} for at, cell in enumerate(row)}
    return {at: entries for at, entries in found.items() if entries}


def _differ(codes: Set[str], others: Set[str]) -> bool:
    return bool(codes and others) and codes.isdisjoint(others)


def table_edits(made: Sequence[Row], own: Sequence[Row]) -> TableEdits:
    """`made` is the generated table, `own` is what people made of it."""
    found = match_tables(made, own)
    places = found.rows, found.columns
    stayed = (ascending([one[at] for at in sorted(one)]) for one in places)
    pairs = [(made[0], own[0]), *((made[2:][at], own[2:][place]) for at, place in found.rows.items())]
    rewritten = any(
        said_at(row, at) != said_at(mine, place) for row, mine in pairs for at, place in found.columns.items()
    )
    added = len(own) - 2 > len(found.rows) or max(map(len, own)) > len(found.columns)
    return TableEdits(
        written=rewritten or added,
        taken_out=len(made) - 2 - len(found.rows) + len(made[0]) - len(found.columns),
        moved=sum(len(one) - len(left) for one, left in zip(places, stayed, strict=True)),
    )


def said_at(row: Row, place: int) -> str:
    """What a cell says; empty when the row is shorter."""
    return said_of(cell_at(row, place))


def cell_at(row: Row | None, place: int | None) -> str:
    return row[place] if row is not None and place is not None and place < len(row) else ""


def in_line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def in_cells(texts: Iterable[str]) -> Row:
    """Texts as cells: a bar in one would end it."""
    return tuple(_BAR.sub(r"\|", text) for text in texts)


def as_text(cells: Sequence[str]) -> str:
    return " \\| ".join(cells)


def with_quoted_rows(text: str, new: str) -> str:
    """The text in which a line that a conflict note quotes of a table, put in place of a row, is that row."""
    if "\\|" not in text:
        return text
    made = {as_text(_split(line)): line for line in new.split("\n") if line.startswith("|")}
    lines = text.split("\n")
    quoted = (line.strip().removeprefix("|").removesuffix("|").strip() for line in lines)
    return "\n".join(
        made[own] if "\\|" in own and own in made else line for own, line in zip(quoted, lines, strict=True)
    )


@lru_cache(maxsize=4096)  # the same rows come up again and again
def _split(line: str) -> Row:
    cells: list[str] = []
    cell, escaped = "", False
    for char in line.strip().removeprefix("|"):
        if char == "|" and not escaped:
            cells.append(cell.strip())
            cell = ""
        else:
            cell += char
        escaped = char == "\\" and not escaped
    return (*cells, cell.strip()) if cell.strip() else tuple(cells)


def _in_columns(
    one: Sequence[Row], other: Sequence[Row], columns: Mapping[int, int]
) -> tuple[list[Row], list[Row]]:
    """The rows without their headers, as far as they are in columns that match."""
    return (
        [tuple(cell_at(row, at) for at in columns) for row in one[2:]],
        [tuple(cell_at(row, place) for place in columns.values()) for row in other[2:]],
    )


def _by_code(codes: Sequence[Set[str]], others: Sequence[Set[str]]) -> dict[int, int]:
    pairs = [(at, also) for at, own in enumerate(codes) for also, its in enumerate(others) if own & its]
    once = [Counter(one) for one in zip(*pairs, strict=True)]
    return {at: also for at, also in pairs if once[0][at] == once[1][also] == 1}


def codes_in(row: Row) -> set[str]:
    return {code for cell in row for code in _CODE.findall(cell)}


def _as_passage(cells: Sequence[str]) -> Passage:
    """The separators between cells are no words."""
    return Passage("row", as_text(cells), meaning_of(" ".join(cells)))


def rows_in(blocks: Iterable[Block], head: Row) -> list[Row]:
    """The rows of the tables that have such a head, in its columns."""
    found = list[Row]()
    for block in blocks:
        if block.kind == "table" and head_of(block) == frozenset(map(said_of, head)):
            own, _, *rows = rows_of(block.source)
            at = [[*map(said_of, own)].index(said_of(name)) for name in head]
            found += [tuple(cell_at(row, column) for column in at) for row in rows]
    return found


def head_of(table: Block) -> frozenset[str]:
    """The names of its columns, in whatever order."""
    return frozenset(map(said_of, rows_of(table.source)[0]))


def with_rows(table: Block, rows: Iterable[Row]) -> Block:
    """The table with more rows at its end."""
    return saying(table, "\n".join([table.source, *map(in_line, rows)]))


def of_rows(head: Sequence[Row], rows: Iterable[Row]) -> Block:
    """A table of rows that are gone, with the head of the one that they were in."""
    source = "\n".join(map(in_line, [*head[:2], *rows]))
    return saying(Block("table", "", source), source)
