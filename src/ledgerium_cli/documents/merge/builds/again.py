"""What was gone and is said again: where it is in the base and in people's version of a section."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.gone import NO_BLOCKS, GoneBlocks, is_said_again, said_at
from ledgerium_cli.documents.merge.markdown.lists import is_lead, lists_of, without_other_lists
from ledgerium_cli.documents.merge.markdown.matching import block_passages, match_blocks
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.notes import is_of, noted
from ledgerium_cli.documents.merge.markdown.parse import said_of
from ledgerium_cli.documents.merge.markdown.rows import (
    Row,
    as_text,
    head_of,
    match_tables,
    of_rows,
    rows_in,
    rows_of,
    with_rows,
)
from ledgerium_cli.documents.merge.text.counted import counts_anew, is_declared
from ledgerium_cli.documents.merge.text.likeness import Passage, align, by_label


class Again(Struct, frozen=True):
    """The generated blocks of a section with what is gone of it, as far as people's version has something in its
    place or the build says again what they took out."""

    blocks: tuple[Block, ...]
    """Those of the last build, each table with rows that are gone; then those that are gone."""
    still_said: int
    """How many blocks the last build said."""
    gone_rows: Mapping[str, int]
    """The number of rows at the end of a table, by its source, that are gone."""
    to_theirs: Mapping[int, int]
    """For each block the index of what people made of it."""
    before_conflict: Mapping[int, Block]
    """By index of people's block, if a note of a conflict stands behind it, what they had changed before that."""
    taken: tuple[Block, ...]
    """What people had taken out and the build does not say again."""


def again(gone: GoneBlocks, base: Sequence[Block], theirs: Sequence[Block], new: Sequence[Block]) -> Again:
    to_theirs = match_blocks(base, theirs)
    if gone == NO_BLOCKS:
        return Again((*base,), len(base), {}, to_theirs, {}, ())
    heads = {head_of(one) for one in base if one.kind == "table"}
    changed, taken = (
        [one for one in some if one.kind != "table" or head_of(one) not in heads]
        for some in (gone.changed, gone.taken)
    )
    says = {one.said for one in base}
    # Git may have put together what one branch says and the other no longer does.
    changed = [one for one in changed if one.said not in says]
    blocks, gone_rows, rest = [*base], dict[str, int](), list[Block]()
    heads_there = set[frozenset[str]]()
    for at, block in enumerate(base):
        if block.kind == "table" and at in to_theirs:
            now = next((one for one in new if one.kind == "table" and head_of(one) == head_of(block)), block)
            blocks[at], number, still = _with_gone_rows(block, theirs[to_theirs[at]], now, gone)
            gone_rows[blocks[at].source] = number
            rest += still
            heads_there.add(head_of(block))
    tables = (one for one in gone.taken if one.kind == "table" and head_of(one) in heads - heads_there)
    rest += tables
    free = _free(theirs, {*to_theirs.values()})
    found = match_blocks(changed, [theirs[place] for place in free])
    # What the last build said with other counts is not gone, though people have a part of it besides, as of an entry
    # that they divided.
    found = {
        at: place
        for at, place in found.items()
        if not any(counts_anew(changed[at].said, one.said) for one in base)
    }
    in_conflict = [at for at, one in noted(theirs) if is_of(one, "changed") and at in to_theirs.values()]
    others = [one for at, one in enumerate(changed) if at not in found]
    origins = _in_turn(block_passages(others), block_passages([theirs[at] for at in in_conflict]))
    stands = {one.said for one in theirs if one.kind != "note"}
    accepted = {_without_numbers(one) for one in base if one.said in stands and is_declared(one.said)}
    taken = [one for one in taken if one.said not in stands and _without_numbers(one) not in accepted]
    said_again = [one for one in taken if is_said_again(one, new, base)]
    pairs = ((len(blocks) + n, free[found[at]]) for n, at in enumerate(sorted(found)))
    return Again(
        (*blocks, *(changed[at] for at in sorted(found)), *said_again),
        len(base),
        gone_rows,
        {**to_theirs, **dict(pairs)},
        {in_conflict[place]: others[at] for at, place in origins.items()},
        (*rest, *(one for one in taken if one not in said_again)),
    )


def _without_numbers(declared: Block) -> str:
    """What a rule says, whatever number it has: whoever takes it in with another one no longer leaves it out."""
    return re.sub(r"\d+", "#", declared.said)


def _in_turn(one: Sequence[Passage], other: Sequence[Passage]) -> dict[int, int]:
    """The alignment; with as many in both, what is left in turn, since people hardly reorder what is in conflict."""
    found = align(one, other, known=by_label(one, other))
    left = (
        [at for at in range(len(some)) if at not in known]
        for some, known in ((one, found), (other, found.values()))
    )
    return found | (dict(zip(*left, strict=True)) if len(one) == len(other) else {})


def with_those_behind(
    gone: GoneBlocks, base: Section, theirs: Section, new: Section
) -> tuple[Section, Section, tuple[Block, ...]]:
    """The generated section and people's with what the build says again where people had it; and what of that is still
    gone."""
    if not gone.behind:
        return base, theirs, ()
    made, own, still = [*base.blocks], [*theirs.blocks], list[Block]()

    def now_at(behind: Block) -> int | None:
        """Where people have what is generated in its place."""
        now = said_at(behind, new.blocks)
        at = _to_made(made, new.blocks).get(now) if now is not None else None
        return match_blocks(made, own).get(at) if at is not None else None

    for was, behind in gone.pairs_behind:
        if not is_said_again(was, new.blocks, made):
            still += [was, behind]
            continue
        at = gone.place_in(own, was, behind, now_at)
        if at is not None and not is_said_again(was, own, made):
            made.insert(_generated_at(was, made, new.blocks), was)
            own.insert(at, was)
    if len(own) == len(theirs.blocks):
        return base, theirs, tuple(still)
    return (
        replace(base, blocks=tuple(made), source=""),
        replace(theirs, blocks=tuple(own), source=""),
        tuple(still),
    )


def _to_made(made: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
    """For each block of the new build the index of what the last one generated for it."""
    return {to: at for at, to in without_other_lists(match_blocks(made, new), made, new).items()}


def _generated_at(gone: Block, made: Sequence[Block], new: Sequence[Block]) -> int:
    """The index at which it was generated, by what stands above it in the new build; the last one if its list, such as
    a way to do the step, was not generated."""
    above = said_at(gone, new) or 0
    to_made = _to_made(made, new)
    first = lists_of(new).get(above, 0)
    for at in range(above - 1, -1, -1):
        if at in to_made:
            return to_made[at] + 1
        if at == first - 1 and is_lead(new[at]):
            return len(made)
    return 0


def _free(theirs: Sequence[Block], taken: Collection[int]) -> list[int]:
    """The indexes of blocks that are not matched, with the notes behind them."""
    of = dict.fromkeys(range(len(theirs)), False)
    last = False
    for at, block in enumerate(theirs):
        last = last if block.kind == "note" else at not in taken
        of[at] = last
    return [at for at, is_free in of.items() if is_free]


def _with_gone_rows(
    table: Block, theirs: Block, new: Block, gone: GoneBlocks
) -> tuple[Block, int, list[Block]]:
    """The table with rows that are gone; their number; and the tables of rows that people took out and the build does
    not say again."""
    made, mine, now = (rows_of(one.source) for one in (table, theirs, new))
    changed, taken = (rows_in(some, made[0]) for some in (gone.changed, gone.taken))
    places = match_tables([*made, *changed], mine).rows
    rows = [row for at, row in enumerate(changed, start=len(made) - 2) if at in places]
    back = {row for row in taken if _is_row(row, now) and not _is_row(row, made)}
    rows += [row for row in taken if row in back]
    rest = [row for row in taken if row not in back and not _is_row(row, mine)]
    return with_rows(table, rows), len(rows), [of_rows(made, rest)] if rest else []


def _is_row(row: Row, table: Sequence[Row]) -> bool:
    return any(counts_anew(said_of(as_text(row)), said_of(as_text(one))) for one in table[2:])
