"""Three-way merge of one table, cell by cell; people's own columns and rows stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from msgspec import Struct

from ledgerium_cli.documents.merge.likeness import Passage, align, passage
from ledgerium_cli.documents.merge.markdown import said_of
from ledgerium_cli.documents.merge.news import News
from ledgerium_cli.documents.merge.order import Place, places
from ledgerium_cli.documents.merge.sentences import merge_text

Row = tuple[str, ...]
ROW_ALIKE = 0.3
_CODE = re.compile(r"`([^`]+)`")


class Clash(Struct, frozen=True):
    """A row that a person changed and that now says something else."""

    now: str
    """The cells of the new row, or of the old one when it is gone, separated by `|`."""
    gone: bool = False


class MergedTable(Struct, frozen=True):
    source: str
    clashes: tuple[Clash, ...]
    judged: frozenset[str]
    """Old rows, as conflict notes quote them, that were compared again."""


def merge_table(base: str, theirs: str, new: str, standing: Collection[str], news: News) -> MergedTable:
    """`standing` are the quotations of unsettled conflict notes; `news` says what changed between the builds."""
    tables = [rows_of(source) for source in (base, theirs, new)]
    heads, rules = [table[0] for table in tables], [table[1] for table in tables]
    columns = _columns(tables)
    kept = [place for place in columns if place.theirs is not None or place.base is None]
    head = [_pick(place, heads) for place in kept]
    rule = [_pick(place, rules) or "---" for place in kept]
    body = [table[2:] for table in tables]
    merged, clashes, judged = [], [], set()
    for place in _places(body):
        versions = place.of(*body)
        row, clash = _merge_row(versions, kept, standing, news)
        merged += [row] if row is not None else []
        clashes += [clash] if clash is not None else []
        if versions[0] is not None and (versions[1] is not None or clash is not None):
            judged.add(said_of(as_text(versions[0])))
    return MergedTable("\n".join(map(in_line, [head, rule, *merged])), tuple(clashes), frozenset(judged))


def rows_of(source: str) -> list[Row]:
    """The cells of each line as written, including cells beyond the last column."""
    return [tuple(_split(line)) for line in source.split("\n") if line.strip()]


def matching_rows(one: Sequence[Row], other: Sequence[Row], alike: float = ROW_ALIKE) -> dict[int, int]:
    """For each row of `one` the index of its match in `other`, if any; without the header rows. Rows with different
    code in their cells, such as a version or a digest, never match."""
    codes, others = [*map(_codes_in, one)], [*map(_codes_in, other)]
    pairs = [(at, also) for at, own in enumerate(codes) for also, its in enumerate(others) if own & its]
    once = [Counter(one) for one in zip(*pairs, strict=True)]
    known = {at: also for at, also in pairs if once[0][at] == once[1][also] == 1}
    found = align([*map(_as_passage, one)], [*map(_as_passage, other)], alike, known)
    differ = {at for at, also in found.items() if codes[at] and others[also] and not codes[at] & others[also]}
    return {at: also for at, also in found.items() if at not in differ}


def matching_columns(one: Sequence[Row], other: Sequence[Row]) -> dict[int, int]:
    """For each column of `one` the index of its match in `other`, if any: by heading, else by the values in it when
    people renamed the heading. Both with their header rows."""
    heads = [[passage("column", said_of(cell)) for cell in rows[0]] for rows in (one, other)]
    found = align(heads[0], heads[1], alike=1)
    rows = [(one[2:][at], other[2:][place]) for at, place in matching_rows(one[2:], other[2:]).items()]
    for column in range(len(one[0])):
        if column not in found and rows:
            free = (place for place in range(len(other[0])) if place not in found.values())
            same = {
                place: sum(said_at(row, column) == said_at(own, place) != "" for row, own in rows)
                for place in free
            }
            if same and 2 * max(same.values()) >= len(rows):
                found[column] = max(same, key=lambda place: (same[place], -place))
    return found


def said_at(row: Row, place: int) -> str:
    """What a cell says; empty when the row is shorter."""
    return said_of(_cell(row, place))


def in_line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_text(cells: Sequence[str]) -> str:
    return " \\| ".join(cells)


def _split(line: str) -> list[str]:
    cells, cell, escaped = [], "", False
    for char in line.strip().removeprefix("|"):
        if char == "|" and not escaped:
            cells.append(cell.strip())
            cell = ""
        else:
            cell += char
        escaped = char == "\\" and not escaped
    return [*cells, cell.strip()] if cell.strip() else cells


def _as_passage(row: Row) -> Passage:
    return passage("row", " | ".join(map(said_of, row)))


def _columns(tables: Sequence[Sequence[Row]]) -> list[Place]:
    base, theirs, new = tables
    to_theirs, to_new = matching_columns(base, theirs), matching_columns(base, new)
    sizes = (len(base[0]), len(theirs[0]), len(new[0]))
    own = {
        place: also
        for also, name in enumerate(new[0])
        if also not in to_new.values()
        for place, mine in enumerate(theirs[0])
        if place not in to_theirs.values() and said_of(mine) == said_of(name)
    }
    return places(sizes, to_theirs, to_new, own)


def _codes_in(row: Row) -> set[str]:
    return {code for cell in row for code in _CODE.findall(cell)}


def _places(versions: Sequence[Sequence[Row]]) -> list[Place]:
    base, theirs, new = versions
    to_theirs, to_new = matching_rows(base, theirs), matching_rows(base, new)
    own = [place for place in range(len(theirs)) if place not in to_theirs.values()]
    fresh = [place for place in range(len(new)) if place not in to_new.values()]
    added = matching_rows([theirs[place] for place in own], [new[place] for place in fresh], alike=1)
    pairs = {own[place]: fresh[also] for place, also in added.items()}
    return places((len(base), len(theirs), len(new)), to_theirs, to_new, pairs)


def _pick(place: Place, rows: Sequence[Row]) -> str:
    """The cell of one column: theirs when they have it."""
    if place.theirs is not None:
        return _cell(rows[1], place.theirs)
    return _cell(rows[2], place.new)


def _cell(row: Row | None, place: int | None) -> str:
    return row[place] if row is not None and place is not None and place < len(row) else ""


def _merge_row(
    versions: Sequence[Row | None], columns: Sequence[Place], standing: Collection[str], news: News
) -> tuple[Row | None, Clash | None]:
    base, theirs, new = versions
    if theirs is None:
        if new is not None and base is not None:
            changed = not _read_alike(base, new, news) or said_of(as_text(base)) in standing
            return None, Clash(as_text(new)) if changed else None
        return (tuple(_cell(new, place.new) for place in columns) if new is not None else None), None
    if base is not None and new is None:
        if _cells_said(theirs) == _cells_said(base):
            return None, None
        return theirs, Clash(as_text(base), gone=True)
    if base is None:
        clash = Clash(as_text(new)) if new is not None and _cells_said(new) != _cells_said(theirs) else None
        return theirs, clash
    return _merge_cells(base, theirs, new or (), columns, standing, news)


def _merge_cells(
    base: Row, theirs: Row, new: Row, columns: Sequence[Place], standing: Collection[str], news: News
) -> tuple[Row, Clash | None]:
    cells, clash = [], said_of(as_text(base)) in standing and _cells_said(new) != _cells_said(theirs)
    for place in columns:
        if place.base is None or place.new is None:
            cells.append(_cell(theirs, place.theirs) or _cell(new, place.new))
            continue
        found = merge_text(_cell(base, place.base), _cell(theirs, place.theirs), _cell(new, place.new), news)
        cells.append(found.text)
        clash |= found.clash
    beyond = theirs[sum(place.theirs is not None for place in columns) :]
    return (*cells, *beyond), Clash(as_text(new)) if clash else None


def _cells_said(row: Row) -> list[str]:
    return [*map(said_of, row)]


def _read_alike(one: Row, other: Row, news: News) -> bool:
    pairs = zip(_cells_said(one), _cells_said(other), strict=False)
    return len(one) == len(other) and all(news.is_none(*pair) for pair in pairs)
