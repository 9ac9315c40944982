"""The rows of “Revisions” that builds wrote.

Who takes back `sop.md` or `sop.base.md` alone, or merges branches, has rows in one that the other does not
know. They are no words of people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from ledgerium_cli.documents.merge.likeness import SCOPE
from ledgerium_cli.documents.merge.markdown import Block, Section, saying
from ledgerium_cli.documents.merge.rows import Row, in_line, rows_of
from ledgerium_cli.documents.merge.typography import set_apart
from ledgerium_cli.documents.merge.wording import ADDED, EDITED, FIRST, REVISED

_ROW = re.compile(r"\|\s*`([0-9a-f]{12})`\s*\|")


def versions_in(text: str) -> list[str]:
    """The versions that the rows name, the newest first."""
    return [found[1] for row in _built(text.split("\n")) if (found := _ROW.match(in_line(row))) is not None]


def is_continued(base: str, theirs: str) -> bool:
    """Whether builds that `base` does not know wrote rows in `theirs`."""
    known = versions_in(base)
    return bool(known) and not {*versions_in(theirs)} <= {*known}


def is_anew(base: str, theirs: str) -> bool:
    """Whether `base` knows none of the rows in `theirs`, as after a build that wrote the SOP anew."""
    return is_continued(base, theirs) and {*versions_in(base)}.isdisjoint(versions_in(theirs))


def is_of_other_cases(base: str, theirs: str, scope: str) -> bool:
    """Whether `theirs` was made from other cases than `base` and than this build, whose `scope` is given; whatever
    people call them."""
    told = _scopes(" ".join(theirs.split()))
    return bool(told) and told.isdisjoint(_scopes(base) | _scopes(scope))


def _scopes(text: str) -> set[tuple[str, ...]]:
    return {(cases, recordings, days) for cases, _, recordings, _, days, _ in SCOPE.findall(text)}


def continued(base: str, theirs: str) -> str:
    """What a build generated, with the rows of `theirs` where other builds wrote some of them."""
    if not is_continued(base, theirs):
        return base
    lines = base.split("\n")
    first = next(place for place, line in enumerate(lines) if _ROW.match(line))
    rest = [line for line in lines[first:] if not _ROW.match(line)]
    return "\n".join([*lines[:first], *map(in_line, _built(theirs.split("\n"))), *rest])


def only_built(section: Section) -> Section:
    """The section with no more than its rows that builds wrote."""
    tables = (_with_built(block) for block in section.blocks if block.kind == "table")
    return replace(section, blocks=tuple(tables), source="")


def _with_built(table: Block) -> Block:
    lines = table.source.split("\n")
    return saying(table, "\n".join([*lines[:2], *(line for line in lines[2:] if _ROW.match(line))]))


def _built(lines: Iterable[str]) -> list[Row]:
    """Without the marks that earlier builds set there, and without columns of people behind them."""
    rows = [rows_of(_unmarked(line))[0][: len(REVISED)] for line in lines if _ROW.match(line)]
    found = [row for row in rows if len(row) == len(REVISED)]
    return found[::-1] if found and FIRST in found[0][-1] else found


def _unmarked(line: str) -> str:
    return set_apart(line).replace(f" {EDITED}", "").replace(f" {ADDED}", "")
