"""The rows of “Revisions” that builds wrote.

Who takes back `sop.md` or `sop.base.md` alone, or merges branches, has rows in one that the other does not
know. They are no words of people.
"""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.parse import saying
from ledgerium_cli.documents.merge.markdown.rows import in_line, rows_of
from ledgerium_cli.documents.merge.text.counted import SCOPE
from ledgerium_cli.documents.merge.text.typography import set_apart
from ledgerium_cli.documents.merge.text.wording import ADDED, EDITED, FIRST, REVISED

_ROW = re.compile(r"\|\s*`[0-9a-f]{12}`\s*\|")


class Revision(Struct, frozen=True):
    """A row that a build wrote."""

    version: str
    until: str
    """The time of the last recorded event, as written."""
    told: str
    """What it says has changed."""

    @property
    def until_ms(self) -> int | None:
        """UTC milliseconds; None if people made something else of it."""
        try:
            return round(datetime.fromisoformat(self.until).timestamp() * 1000)
        except ValueError:
            return None

    @property
    def line(self) -> str:
        return in_line((f"`{self.version}`", self.until, self.told))


def revisions_in(text: str) -> list[Revision]:
    """The rows that builds wrote, the newest first, without the marks that earlier builds set there, and without
    columns of people behind them."""
    rows = [rows_of(_unmarked(line))[0][: len(REVISED)] for line in text.split("\n") if _ROW.match(line)]
    found = [Revision(row[0].strip("`"), *row[1:]) for row in rows if len(row) == len(REVISED)]
    return found[::-1] if found and FIRST in found[0].told else found


def versions_in(text: str) -> list[str]:
    """The versions that the rows name, the newest first."""
    return [one.version for one in revisions_in(text)]


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
    return {(cases, recordings, days) for cases, _, recordings, _, days in SCOPE.findall(text)}


def continued(base: str, theirs: str) -> str:
    """What a build generated, with the rows of `theirs` where other builds wrote some of them."""
    if not is_continued(base, theirs):
        return base
    lines = base.split("\n")
    first = next(place for place, line in enumerate(lines) if _ROW.match(line))
    rest = [line for line in lines[first:] if not _ROW.match(line)]
    return "\n".join([*lines[:first], *(one.line for one in revisions_in(theirs)), *rest])


def until_row_of(base: Section, own: Section) -> Section:
    """The generated section without the rows above the newest that `own` has too: git, or who took back an older copy,
    took them away, and nobody deletes what is newest."""
    known = {*versions_in("\n".join(block.source for block in own.blocks))}
    tables = (_with_rows_from(block, known) if block.kind == "table" else block for block in base.blocks)
    return replace(base, blocks=tuple(tables), source="")


def _with_rows_from(table: Block, versions: Set[str]) -> Block:
    lines = table.source.split("\n")
    first = (at for at, line in enumerate(lines) if not versions.isdisjoint(versions_in(line)))
    if (at := next(first, None)) is None:
        return table
    return saying(table, "\n".join([*lines[:2], *lines[at:]]))


def only_built(section: Section) -> Section:
    """The section with no more than its rows that builds wrote."""
    tables = (_with_built(block) for block in section.blocks if block.kind == "table")
    return replace(section, blocks=tuple(tables), source="")


def _with_built(table: Block) -> Block:
    lines = table.source.split("\n")
    return saying(table, "\n".join([*lines[:2], *(line for line in lines[2:] if _ROW.match(line))]))


def _unmarked(line: str) -> str:
    return set_apart(line).replace(f" {EDITED}", "").replace(f" {ADDED}", "")
