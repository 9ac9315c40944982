"""What several builds generated, read as one base: for each passage of `sop.md` what that build generated of which it
stands there. Git puts lines of two branches together in it, and people put older ones over newer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from ledgerium_cli.documents.merge.builds.before import FENCE, kind_of
from ledgerium_cli.documents.merge.builds.chosen import (
    Cluster,
    Pairs,
    Side,
    as_it_stands,
    chosen_of,
    clusters_of,
    taken_out_by,
)
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.builds.twice import moved_once
from ledgerium_cli.documents.merge.markdown.matching import match_blocks, match_sections
from ledgerium_cli.documents.merge.markdown.model import Block, Document, Section
from ledgerium_cli.documents.merge.markdown.parse import parse, said_of, saying, with_blocks
from ledgerium_cli.documents.merge.markdown.render import render
from ledgerium_cli.documents.merge.markdown.rows import Row, as_text, in_line, match_tables, rows_of
from ledgerium_cli.documents.merge.marks.added import as_written

NOTHING = Section(0, "", "", "", None, (), "")
_NOTHING = Block("other", "", "")


def together(
    builds: Sequence[Build], theirs: str, known: Sequence[Build], *, are_branches: bool = False
) -> str:
    """What the `builds` generated, each passage as it read in the one by which `theirs` has it; in the first of them
    where nothing decides. Both with LF line ends. Of all `known` builds lines may stand in one passage.
    `are_branches`: the first two were made on branches that git merged."""
    return _Together(builds, theirs, known, are_branches).text()


class _Version(Struct, frozen=True):
    """A build's sections: as generated, and as they were left when that was merged with people's edits."""

    made: Sequence[Section]
    left: Sequence[Section]
    to_left: Pairs

    def left_of(self, at: int | None) -> Section:
        return self.left[self.to_left[at]] if at is not None and at in self.to_left else NOTHING


class _Together:
    def __init__(
        self, builds: Sequence[Build], theirs: str, known: Sequence[Build], are_branches: bool
    ) -> None:
        self.are_branches = are_branches
        documents = [parse(one.generated) for one in builds]
        self.front = documents[0].front
        self.versions = [_version(one.sections, build) for one, build in zip(documents, builds, strict=True)]
        sections = [one.made for one in self.versions]
        self.clusters = clusters_of(
            [*map(len, sections)], lambda n, m: match_sections(sections[n], sections[m])
        )
        every = [self._first(one) for one in self.clusters]
        self.lines = frozenset(line for one in known for line in one.generated.split("\n"))
        own = as_written(parse(theirs).sections, every)
        self.own = moved_once(own, every, (), known)
        self.to_own = match_sections(every, self.own)

    def text(self) -> str:
        order = as_it_stands(self.clusters, [self.to_own.get(n) for n in range(len(self.clusters))])
        found = [self._section(n, self.clusters[n]) for n in order]
        return render(Document(self.front, tuple(one for one in found if one is not None)))

    def _made(self, cluster: Cluster) -> list[Section]:
        sections = zip(self.versions, cluster, strict=True)
        return [one.made[at] if at is not None else NOTHING for one, at in sections]

    def _first(self, cluster: Cluster) -> Section:
        return next(one for one in self._made(cluster) if one is not NOTHING)

    def _section(self, n: int, cluster: Cluster) -> Section | None:
        """None where people have not taken it out, but have another build's document, which has no such section."""
        if n not in self.to_own:
            out = taken_out_by(cluster, [one.to_left for one in self.versions])
            return self._first(cluster) if out is not None or None not in cluster else None
        own, made = self.own[self.to_own[n]], self._made(cluster)
        left = [one.left_of(at) for one, at in zip(self.versions, cluster, strict=True)]
        blocks = _blocks(
            [one.blocks for one in made],
            [one.blocks for one in left],
            own.blocks,
            self.lines,
            are_branches=self.are_branches,
        )
        titled = (
            one for one, kept in zip(made, left, strict=True) if kept.said == own.said and kept is not NOTHING
        )
        return with_blocks(next(titled, self._first(cluster)), blocks)


def _version(made: Sequence[Section], build: Build) -> _Version:
    left = as_written(parse(build.shown).sections, made)
    return _Version(made, left, match_sections(made, left))


def _blocks(
    made: Sequence[Sequence[Block]],
    left: Sequence[Sequence[Block]],
    own: Sequence[Block],
    lines: Collection[str],
    *,
    are_branches: bool,
) -> list[Block]:
    """The generated passages of a section; `made` and `left` by build, of which these are the `lines`."""
    known = {_said(block) for kept in left for block in kept}
    mixed = [at for at, one in enumerate(own) if _said(one) not in known and _is_of_several(one, lines)]
    settled = {line for at in mixed for line in own[at].source.split("\n")}
    code = {kind_of(own[at].source) for at in mixed if own[at].source.startswith(FENCE)}
    rest = [one if at not in mixed else _NOTHING for at, one in enumerate(own)]
    sides = [
        Side([*map(_said, one)], [*map(_said, kept)], match_blocks(one, kept))
        for one, kept in zip(made, left, strict=True)
    ]
    chosen = chosen_of(
        sides,
        [*map(_said, rest)],
        lambda one, other: match_blocks(made[one], made[other]),
        lambda some: match_blocks([made[side][at] for side, at in some], rest),
        are_branches=are_branches,
    )
    found: list[tuple[int, Block]] = []
    last = -1
    for one in chosen:
        block = made[one.side][one.at]
        if block.source in settled or kind_of(block.source) in code:
            continue  # it stands there, put together from what several builds say of it
        if block.kind == "table" and one.own is not None and own[one.own].kind == "table":
            where = [(n, place) for n, place in enumerate(one.cluster) if place is not None]
            pairs = [(n, sides[n].to_left.get(place)) for n, place in where]
            kept = [left[n][place] if place is not None else None for n, place in pairs]
            some = [made[n][place] for n, place in where]
            block = _table(block, some, kept, own[one.own], are_branches=are_branches)
        last = last if one.own is None else one.own
        found.append((last, block))
    for at in mixed:
        behind = sum(place < at for place, _ in found)
        found.insert(behind, (at, own[at]))
    return [block for _, block in found]


def _is_of_several(block: Block, lines: Collection[str]) -> bool:
    """Whether people left lines of several builds in one passage, as without the marks of a conflict of git."""
    own = block.source.split("\n")
    is_joined = len(own) > 1 or block.source.startswith("|")
    return is_joined and block.kind in ("text", "other") and all(line in lines for line in own)


def _said(block: Block) -> str:
    """What it says; of a table, of which the rows are looked at one by one, nothing."""
    return (
        f"{block.kind} {block.said}"
        if block.kind in ("note", "other")
        else ""
        if block.kind == "table"
        else block.said
    )


def _table(
    block: Block, made: Sequence[Block], left: Sequence[Block | None], own: Block, *, are_branches: bool
) -> Block:
    """The table with the rows that are chosen of those of several builds."""
    tables = [rows_of(one.source) for one in made]
    kept = [rows_of(one.source) if one is not None and one.kind == "table" else [] for one in left]
    mine = rows_of(own.source)
    if any(one[0] != tables[0][0] for one in tables):
        return block  # builds made other columns of it
    head, rows = tables[0][:2], [one[2:] for one in tables]
    sides = [
        Side([*map(_row, one[2:])], [*map(_row, some[2:])], match_tables(one, some).rows if some else {})
        for one, some in zip(tables, kept, strict=True)
    ]
    chosen = chosen_of(
        sides,
        [*map(_row, mine[2:])],
        lambda one, other: match_tables(tables[one], tables[other]).rows,
        lambda some: match_tables([*head, *(rows[side][at] for side, at in some)], mine).rows,
        are_branches=are_branches,
    )
    return saying(block, "\n".join(map(in_line, [*head, *(rows[one.side][one.at] for one in chosen)])))


def _row(row: Row) -> str:
    return as_text([*map(said_of, row)])
