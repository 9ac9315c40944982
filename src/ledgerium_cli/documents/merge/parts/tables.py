"""Three-way merge of one table, cell by cell; people's own columns and rows stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct

from ledgerium_cli.documents.merge.markdown.forms import counts
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.parse import said_of, saying, unquoted, with_blocks
from ledgerium_cli.documents.merge.markdown.rows import (
    Row,
    as_text,
    cell_at,
    counts_more,
    in_line,
    is_revisions,
    match_rows,
    match_tables,
    of_rows,
    rows_of,
)
from ledgerium_cli.documents.merge.parts.enumerated import counted_in, is_moved_out
from ledgerium_cli.documents.merge.parts.news import News
from ledgerium_cli.documents.merge.parts.sentences import merge_text
from ledgerium_cli.documents.merge.text.counted import words_alone
from ledgerium_cli.documents.merge.text.order import Place, places
from ledgerium_cli.documents.merge.text.typography import set_apart
from ledgerium_cli.documents.merge.text.wording import DECLARED, Sort


class Clash(Struct, frozen=True):
    """A row that a person changed or removed and that now says something else."""

    now: str
    """The cells of the new row, or of the old one when it is gone, separated by `|`."""
    sort: Sort = "changed"
    was: str = ""
    """Of a row that people took out, what the old one said, as a note quotes it."""


class MergedTable(Struct, frozen=True):
    source: str
    clashes: tuple[Clash, ...]
    judged: frozenset[str]
    """Old rows, as conflict notes quote them, that were compared again."""
    changed: Block | None = None
    """A table of the old rows that are gone now though people changed them."""
    taken: Block | None = None
    """The same of those that people took out."""


def merge_table(
    base: str, theirs: str, new: str, standing: Collection[str], news: News, gone: int = 0
) -> MergedTable:
    """`standing` are the quotations of unsettled conflict notes; `news` says what changed between the builds. The last
    `gone` rows of the base were gone before."""
    tables = [rows_of(source) for source in (base, theirs, new)]
    if is_revisions(base):
        return _merge_revisions(tables, standing, news)
    table = _aligned(tables, counted=True)
    found = _merge_rows(table, standing, news, gone)
    changed, taken = (
        of_rows(tables[0], [tables[0][2:][at] for at in left]) if left else None
        for left in (found.changed, found.taken)
    )
    rows = _counted(found.rows, table.numbers)
    return MergedTable(_source(table, rows), tuple(found.clashes), frozenset(found.judged), changed, taken)


def _merge_revisions(tables: Sequence[Sequence[Row]], standing: Collection[str], news: News) -> MergedTable:
    """A table that grows on top is merged from its foot: what people wrote above a row was written after it. Nothing is
    gone from it."""
    base, theirs, new = tables
    oldest_first = _is_turned(base, theirs)
    table = _aligned(
        [_turned(base), theirs if oldest_first else _turned(theirs), _turned(new)], counted=False
    )
    found = _merge_rows(table, standing, news)
    rows = found.rows if oldest_first else found.rows[::-1]
    return MergedTable(_source(table, rows), tuple(found.clashes), frozenset(found.judged))


class _Aligned(Struct, frozen=True):
    """The versions of a table in the columns of the merged one."""

    head: Row
    rule: Row
    columns: Sequence[Place]
    body: Sequence[Sequence[Row]]
    """The rows of base, theirs and new."""
    rows: Sequence[Place]
    numbers: Mapping[int, str]
    """The columns of people that count the rows, by index, with the number of the first row as they write it."""


def _aligned(tables: Sequence[Sequence[Row]], *, counted: bool) -> _Aligned:
    """`counted`: whether a column of people may count the rows."""
    to_theirs, to_new = (match_tables(tables[0], table) for table in tables[1:])
    heads, rules = [table[0] for table in tables], [table[1] for table in tables]
    columns = [
        place
        for place in _columns(heads, to_theirs.columns, to_new.columns)
        if place.theirs is not None or place.base is None
    ]
    numbers = _counting(columns, tables[1]) if counted else {}
    body = [[_in_columns(row, columns, of, numbers) for row in table[2:]] for of, table in enumerate(tables)]
    return _Aligned(
        head=tuple(_pick(place, heads) for place in columns),
        rule=tuple(_pick(place, rules) or "---" for place in columns),
        columns=columns,
        body=body,
        rows=_row_places(body, to_theirs.rows, _gone_on(body, to_theirs.rows, to_new.rows)),
        numbers=numbers,
    )


class _MergedRows(Struct):
    rows: list[Row] = []
    clashes: list[Clash] = []
    judged: set[str] = set()
    changed: list[int] = []
    """Indexes of the old rows that are gone now though people changed them."""
    taken: list[int] = []
    """The same of those that people took out."""


def _merge_rows(table: _Aligned, standing: Collection[str], news: News, gone: int = 0) -> _MergedRows:
    found, columns = _MergedRows(), table.columns
    elsewhere = counted_in(_cells_of_people(table.body[1], table.rows, columns))
    gone_from = len(table.body[0]) - gone
    for place in table.rows:
        versions = place.of(*table.body)
        old, own, now = versions
        was_gone = place.base is not None and place.base >= gone_from
        row, clash = _merge_row(versions, columns, () if was_gone else standing, news, elsewhere)
        if row is not None:
            found.rows.append(row)
        if place.base is not None and own is None and (now is None or (clash is not None and now != old)):
            found.taken.append(place.base)
        elif place.base is not None and now is None and row is not None:
            found.changed.append(place.base)
        if was_gone and now is None:
            continue
        if clash is not None:
            found.clashes.append(clash)
        if old is not None and (own is not None or now is None or clash is not None):
            found.judged.add(said_of(_quoted(old, columns)))
    return found


def _source(table: _Aligned, rows: Iterable[Row]) -> str:
    return "\n".join(map(in_line, [table.head, table.rule, *rows]))


def _turned(table: Sequence[Row]) -> list[Row]:
    return [*table[:2], *reversed(table[2:])]


def _is_turned(base: Sequence[Row], theirs: Sequence[Row]) -> bool:
    """Whether people put the oldest row first."""
    rows = match_tables(base, theirs).rows
    found = [rows[at] for at in sorted(rows)]
    return len(found) > 1 and found == sorted(found, reverse=True)


def _columns(heads: Sequence[Row], to_theirs: Mapping[int, int], to_new: Mapping[int, int]) -> list[Place]:
    own = {
        place: also
        for also, name in enumerate(heads[2])
        if also not in to_new.values()
        for place, mine in enumerate(heads[1])
        if place not in to_theirs.values() and said_of(mine) == said_of(name)
    }
    return places((len(heads[0]), len(heads[1]), len(heads[2])), to_theirs, to_new, own)


def _gone_on(
    body: Sequence[Sequence[Row]], to_theirs: Mapping[int, int], to_new: Mapping[int, int]
) -> dict[int, int]:
    """For each generated row the new one. One that people changed goes on in the only one that counts the same and
    more, where only rows that they did not change became that."""
    changed = {
        at for at, place in to_theirs.items() if _cells_said(body[0][at]) != _cells_said(body[1][place])
    }
    free = {
        at for at in range(len(body[2])) if changed.isdisjoint(one for one, to in to_new.items() if to == at)
    }
    found = dict(to_new)
    for at in sorted(changed - {*to_new}):
        more = [place for place in sorted(free) if counts_more(body[0][at], body[2][place])]
        if len(more) == 1:
            found = {one: to for one, to in found.items() if to != more[0]} | {at: more[0]}
            free -= {*more}
    return found


def _row_places(
    body: Sequence[Sequence[Row]], to_theirs: Mapping[int, int], to_new: Mapping[int, int]
) -> list[Place]:
    own = [place for place in range(len(body[1])) if place not in to_theirs.values()]
    fresh = [place for place in range(len(body[2])) if place not in to_new.values()]
    added = match_rows([body[1][place] for place in own], [body[2][place] for place in fresh], alike=1)
    pairs = {own[place]: fresh[also] for place, also in added.items()}
    return places((len(body[0]), len(body[1]), len(body[2])), to_theirs, to_new, pairs)


def _counting(columns: Sequence[Place], theirs: Sequence[Row]) -> dict[int, str]:
    """As `_Aligned.numbers`."""
    return {
        at: cell_at(theirs[2], place.theirs)
        for at, place in enumerate(columns)
        if place.theirs is not None and place.base is None and place.new is None
        if counts([theirs], place.theirs)
    }


def _counted(rows: Sequence[Row], first: Mapping[int, str]) -> list[Row]:
    """The rows with their numbers in the columns that count them."""
    return [
        tuple(first[at].replace("1", str(n)) if at in first else cell for at, cell in enumerate(row))
        for n, row in enumerate(rows, start=1)
    ]


def _cells_of_people(theirs: Sequence[Row], rows: Iterable[Place], columns: Sequence[Place]) -> Iterator[str]:
    """The cells in rows and columns that people added."""
    beside = [at for at, place in enumerate(columns) if place.base is None and place.new is None]
    for place in rows:
        if place.theirs is not None:
            row = theirs[place.theirs]
            is_added = place.base is None and place.new is None
            yield from row if is_added else (*(row[at] for at in beside), *row[len(columns) :])


def _pick(place: Place, rows: Sequence[Row]) -> str:
    """The cell of one column: theirs when they have it."""
    if place.theirs is not None:
        return cell_at(rows[1], place.theirs)
    return cell_at(rows[2], place.new)


def _in_columns(row: Row, columns: Sequence[Place], of: int, but: Collection[int] = ()) -> Row:
    """A row of version `of` (0 to 2) in the columns of the merged table, of which some are left empty; cells of theirs
    beyond the last one stay."""
    cells = (
        cell_at(row, (place.base, place.theirs, place.new)[of]) if at not in but else ""
        for at, place in enumerate(columns)
    )
    return (*cells, *(row[sum(place.theirs is not None for place in columns) :] if of == 1 else ()))


def _quoted(row: Row, columns: Sequence[Place]) -> str:
    """The cells of a generated row in the columns that people kept."""
    generated = [place.base is not None or place.new is not None for place in columns]
    return as_text([cell for cell, known in zip(row, generated, strict=True) if known])


def quoted_rows(base: str, theirs: str) -> list[str]:
    """The rows of a generated table as conflict notes quote them, in the columns that people kept."""
    made, own = rows_of(base), rows_of(theirs)
    kept = _kept(made, own, match_tables(made, own).columns)
    return [_quoted(_in_columns(row, kept, 0), kept) for row in made[2:]] if kept else []


def changed_rows(base: str, theirs: str) -> list[str]:
    """Those of which people changed a cell."""
    made, own = rows_of(base), rows_of(theirs)
    found = match_tables(made, own)
    kept = _kept(made, own, found.columns)
    own_cells = {
        place: tuple(cell_at(own[2:][place], one.theirs) for one in kept) for place in found.rows.values()
    }
    pairs = ((_in_columns(made[2:][at], kept, 0), own_cells[place]) for at, place in found.rows.items())
    return [_quoted(row, kept) for row, mine in pairs if _cells_said(row) != _cells_said(mine)]


def _kept(made: Sequence[Row], own: Sequence[Row], columns: Mapping[int, int]) -> list[Place]:
    """The generated columns that people kept, in their order."""
    found = _columns([made[0], own[0], made[0]], columns, {at: at for at in range(len(made[0]))})
    return [place for place in found if place.theirs is not None and place.base is not None]


def _merge_row(
    versions: Sequence[Row | None],
    columns: Sequence[Place],
    standing: Collection[str],
    news: News,
    elsewhere: Set[str],
) -> tuple[Row | None, Clash | None]:
    """`elsewhere` has the entries with numbers in rows and columns of people."""
    base, theirs, new = versions
    if theirs is None:
        if new is not None and base is not None:
            was = said_of(_quoted(base, columns))
            changed = not _read_alike(base, new, news) or was in standing
            return None, Clash(_quoted(new, columns), "taken out", was) if changed else None
        return new, None
    if base is None:
        clash = (
            Clash(_quoted(new, columns))
            if new is not None and _cells_said(new) != _cells_said(theirs)
            else None
        )
        return theirs, clash
    if new is None:
        if _cells_said(theirs) == _cells_said(base):
            return None, None
        return theirs, Clash(_quoted(base, columns), "gone")
    row, clash = _merge_cells(base, theirs, new, columns, standing, news)
    return row, clash or (Clash(_quoted(new, columns)) if is_moved_out(base, new, elsewhere) else None)


def _merge_cells(
    base: Row, theirs: Row, new: Row, columns: Sequence[Place], standing: Collection[str], news: News
) -> tuple[Row, Clash | None]:
    cells, clash = [], said_of(_quoted(base, columns)) in standing and _cells_said(new) != _cells_said(theirs)
    for at, place in enumerate(columns):
        if place.base is None or place.new is None:
            cells.append(theirs[at] or new[at])
            continue
        found = merge_text(base[at], theirs[at], new[at], news)
        cells.append(found.text)
        clash |= found.clash
    return (*cells, *theirs[len(columns) :]), Clash(_quoted(new, columns)) if clash else None


def _cells_said(row: Row) -> list[str]:
    return [*map(said_of, row)]


def _read_alike(one: Row, other: Row, news: News) -> bool:
    return all(news.is_none(*pair) for pair in zip(_cells_said(one), _cells_said(other), strict=True))


def still_declared(sections: Iterable[Section], made: Iterable[Section]) -> list[Section]:
    """The sections without *(declared)* behind what the generated ones no longer declare, such as in a table that
    people made of rules, or in what they copied from elsewhere."""
    lines = (line for one in made for block in one.blocks for line in block.source.split("\n"))
    cells = (cell for line in lines if DECLARED in line for cell in _cells_in(line))
    declared = {words for cell in cells for words in map(_words, cell.split(DECLARED)[:-1]) if words}
    return [with_blocks(one, (_declaring(block, declared) for block in one.blocks)) for one in sections]


def _declaring(block: Block, declared: Set[str]) -> Block:
    if block.kind == "table":
        rows = rows_of(block.source)
        found = [tuple(_declared_so_far(cell, row, declared) for cell in row) for row in rows]
        return block if found == rows else saying(block, "\n".join(map(in_line, found)))
    if block.kind in ("item", "text") and DECLARED in block.source:
        source = _declared_so_far(block.source, (block.source,), declared)
        return block if source == block.source else saying(block, source)
    return block


def _cells_in(line: str) -> Row:
    return rows_of(line)[0] if line.startswith("|") else (line,)


def _declared_so_far(cell: str, row: Row, declared: Set[str]) -> str:
    """The cell with its mark behind what is declared; one that has the mark alone tells of its row."""
    *parts, rest = set_apart(cell).split(DECLARED)
    still = [_is_declared(one, declared) for one in parts]
    if parts and not _words(parts[0]):
        still[0] = any(_is_declared(one, declared) for one in row if one != cell)
    if all(still):
        return cell
    kept = (f"{one}{DECLARED}" if is_so else one.rstrip() for one, is_so in zip(parts, still, strict=True))
    return f"{''.join(kept)}{rest}".strip()


def _is_declared(text: str, declared: Set[str]) -> bool:
    words = _words(text)
    return bool(words) and any(f" {one}".endswith(f" {words}") for one in declared)


def _words(text: str) -> str:
    return " ".join(words_alone(unquoted(said_of(text))))
