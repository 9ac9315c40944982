"""What is known to be of the build though no base tells what the last one generated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.history import only_built
from ledgerium_cli.documents.merge.markdown.model import CHAPTER, Block, Section
from ledgerium_cli.documents.merge.markdown.notes import note
from ledgerium_cli.documents.merge.markdown.parse import saying
from ledgerium_cli.documents.merge.markdown.rows import Row, cell_at, codes_in, in_line, match_tables, rows_of
from ledgerium_cli.documents.merge.text.counted import CITED, is_declared
from ledgerium_cli.documents.merge.text.wording import ADDED, FOR_PROGRAMS, KEPT, MADE, REVISIONS

_KEYS = {"format", "version", "case", "steps"}
_KEYS_OF_STEP = {
    "id", "title", "name", "roles", "people_without_role", "systems", "next", "results", "against_rules",
    "once_settled",
}  # fmt: skip
"""All that `sop/programs.py` writes of a step."""


class Told(Struct, frozen=True):
    """What the SOP itself tells of people's edits."""

    added: Set[str]
    """What the passages say that are marked as added."""
    is_enough: bool = False
    """Whether nothing more is needed, since what the last build generated is known."""


def certain(own: Section, new: Section) -> Section | None:
    """The section as a build generated it, as far as `own`, which people left there, shows that; else None."""
    if new.said == REVISIONS:  # its table continues people's version
        return only_built(own)
    built = (*_built(own, new),)
    return Section(own.level, "", "", "", None, built, "") if built else None


def in_doubt(own: Section) -> Section:
    """A section that only people have, with a note if a build may have written it: it is of a step, or something in it
    is declared or cites events."""
    may_be = own.step is not None or any(
        is_declared(one.said) or CITED.search(one.said) for one in own.blocks if own.level == CHAPTER
    )
    if not may_be or (own.level, own.title) == (CHAPTER, KEPT):
        return own
    return replace(own, blocks=(*own.blocks, note(own.title, "said by whom", own.title)), source="")


def _built(own: Section, new: Section) -> Iterator[Block]:
    """The JSON for programs and the table of recordings, which show themselves what of them a build wrote."""
    if new.said == FOR_PROGRAMS:
        yield from (block for block in own.blocks if _is_for_programs(block))
    elif new.said == MADE:
        tables = [[block for block in one.blocks if block.kind == "table"] for one in (own, new)]
        if [*map(len, tables)] == [1, 1]:
            yield _recorded(tables[0][0], tables[1][0])


def _is_for_programs(block: Block) -> bool:
    """Whether it has nothing beside what a build writes there."""
    lines = block.source.split("\n")
    if block.kind != "other" or not lines[0].startswith("```"):
        return False
    try:
        told = json.loads("\n".join(lines[1:-1]))
        return {*told} == _KEYS and all({*step} <= _KEYS_OF_STEP for step in told["steps"])
    except (ValueError, TypeError, RecursionError):
        return False


def _recorded(own: Block, new: Block) -> Block:
    """The table that the last build wrote: of a recording that is known by its digest every build says the same, but
    for its label."""
    made, mine = rows_of(new.source), rows_of(own.source)
    found = match_tables(made, mine)
    known = {place: made[2:][at] for at, place in found.rows.items()}
    rows: list[Row] = []
    for place, row in enumerate(mine[2:]):
        if place in known:
            rows.append((cell_at(row, found.columns.get(0)), *known[place][1:]))
        elif codes_in(row) and ADDED not in row[-1]:
            rows.append(tuple(cell_at(row, found.columns.get(at)) for at in range(len(made[0]))))
    return saying(new, _as_table(made, rows))


def _as_table(made: list[Row], rows: list[Row]) -> str:
    return "\n".join(map(in_line, [*made[:2], *rows]))
