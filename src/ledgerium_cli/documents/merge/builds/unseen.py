"""What people may not have seen: passages that only later builds generated, missing beside words that people wrote
without a build. Who settles a merge of git by one side has left them out with the lines beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.markdown.matching import match_blocks, match_sections
from ledgerium_cli.documents.merge.markdown.notes import note, quotable
from ledgerium_cli.documents.merge.markdown.parse import Block, Section, parse, said_of, with_blocks
from ledgerium_cli.documents.merge.markdown.rows import as_text, match_tables, rows_of
from ledgerium_cli.documents.merge.marks.added import as_written
from ledgerium_cli.documents.merge.text.wording import REVISIONS

Pairs = Mapping[int, int]


def with_unseen(
    made: Sequence[Section], own: Sequence[Section], builds: Sequence[Build]
) -> tuple[list[Section], list[Section]]:
    """What the last build generated, and people's version of it with a conflict note for each passage that they may not
    have seen; a section that they may not have seen is taken for one that is new now. `builds` are the last one, of
    which people have all else, and those before it."""
    left = as_written(parse(builds[0].shown).sections, made)
    if len(builds) == 1 or not _is_less(made, own, left):
        return [*made], [*own]
    unseen = set[int]()
    notes: dict[int, dict[Block, int]] = {}
    """By the index of people's section, the notes with the number of blocks of theirs above each."""
    for build in builds[1:]:
        earlier = parse(build.generated).sections
        to_own, to_left, to_earlier = (match_sections(made, one) for one in (own, left, earlier))
        same = {at for at, to in to_earlier.items() if earlier[to].said == made[at].said}
        known = {one.said for one in (*made, *left)}
        begins = [one.said not in known for one in own]
        ends = [_ends_anew(one, left, made) for one in own]
        unseen |= {*_not_seen(_Versions(len(made), to_own, to_left, to_earlier, same, begins, ends))}
        for at in to_own.keys() & to_left.keys() & to_earlier.keys():
            if made[at].said != REVISIONS:
                here = made[at], own[to_own[at]], left[to_left[at]], earlier[to_earlier[at]]
                notes.setdefault(to_own[at], {}).update(_notes(*here))
    return (
        [one for at, one in enumerate(made) if at not in unseen],
        [_with_notes(one, notes.get(at, {})) for at, one in enumerate(own)],
    )


def _is_less(made: Sequence[Section], own: Sequence[Section], left: Sequence[Section]) -> bool:
    """Whether people's version lacks something that the last build left there."""
    to_own, to_left = match_sections(made, own), match_sections(made, left)
    return bool(to_left.keys() - to_own.keys()) or any(
        _lacks(made[at].blocks, own[to_own[at]].blocks, left[place].blocks) for at, place in to_left.items()
    )


def _lacks(made: Sequence[Block], own: Sequence[Block], left: Sequence[Block]) -> bool:
    to_own, to_left = match_blocks(made, own), match_blocks(made, left)
    return bool(to_left.keys() - to_own.keys()) or any(
        len(rows_of(own[to_own[at]].source)) < len(rows_of(left[place].source))
        for at, place in to_left.items()
        if made[at].kind == left[place].kind == "table"
    )


class _Versions(Struct, frozen=True):
    """Passages, sections or rows by their indexes: of what the last build generated to what people have, to what that
    build left, and to what an earlier one generated."""

    size: int
    to_own: Pairs
    to_left: Pairs
    to_earlier: Pairs
    same: Collection[int]
    """Those of which the earlier build said the same."""
    begins: Sequence[bool]
    """Whether people wrote the beginning of each of theirs since the last build."""
    ends: Sequence[bool]
    """The same of its end."""


def _not_seen(of: _Versions) -> Iterator[int]:
    """What an earlier build did not generate, missing directly beside what people wrote: put in, or made of what both
    builds say. What they made of what only the last one says shows that they saw that."""
    added = {*range(len(of.begins))}.difference(of.to_own.values())
    for at in range(of.size):
        if at in of.to_own or at in of.to_earlier or at not in of.to_left:
            continue
        above = max((one for one in of.to_own if one < at), default=None)
        below = min((one for one in of.to_own if one > at), default=None)
        beside = []
        if above is not None:
            place = of.to_own[above]
            beside += [above in of.same and of.ends[place], place + 1 in added and of.begins[place + 1]]
        if below is not None:
            place = of.to_own[below]
            beside += [below in of.same and of.begins[place], place - 1 in added and of.ends[place - 1]]
        if any(beside):
            yield at


def _ends_anew(own: Section, left: Sequence[Section], made: Sequence[Section]) -> bool:
    """Whether people wrote its last passage since the last build."""
    known = {block.said for one in (*left, *made) for block in one.blocks}
    return bool(own.blocks) and _is_anew(own.blocks[-1], known)


def _is_anew(own: Block, known: Collection[str]) -> bool:
    return own.kind != "note" and own.said not in known


def _notes(made: Section, own: Section, left: Section, earlier: Section) -> Iterator[tuple[Block, int]]:
    """Notes for the passages and the rows of a section, each with the number of people's blocks above it."""
    blocks = made.blocks
    to_own, to_left = match_blocks(blocks, own.blocks), match_blocks(blocks, left.blocks)
    to_earlier = {at: to for to, at in match_blocks(earlier.blocks, blocks).items()}
    same = {at for at, to in to_earlier.items() if earlier.blocks[to].said == blocks[at].said}
    known = {one.said for one in (*blocks, *left.blocks)}
    anew = [_is_anew(one, known) for one in own.blocks]
    for at in _not_seen(_Versions(len(blocks), to_own, to_left, to_earlier, same, anew, anew)):
        if blocks[at].kind in ("text", "item"):
            above = (place for one, place in to_own.items() if one < at)
            yield note(made.title, "unseen", quotable(blocks[at])), max(above, default=-1) + 1
    for at in to_own.keys() & to_left.keys() & to_earlier.keys():
        tables = blocks[at], own.blocks[to_own[at]], left.blocks[to_left[at]], earlier.blocks[to_earlier[at]]
        if all(one.kind == "table" for one in tables):
            for row in _rows(*(one.source for one in tables)):
                yield note(made.title, "unseen", row), to_own[at] + 1


def _rows(made: str, own: str, left: str, earlier: str) -> Iterator[str]:
    """The rows of a table that were not seen, as notes quote them."""
    tables = [rows_of(one) for one in (made, own, left, earlier)]
    to_own, to_left, to_earlier = (match_tables(tables[0], one).rows for one in tables[1:])
    rows = [[said_of(as_text(row)) for row in one[2:]] for one in tables]
    same = {at for at, to in to_earlier.items() if rows[3][to] == rows[0][at]}
    known = {*rows[0], *rows[2]}
    anew = [row not in known for row in rows[1]]
    versions = _Versions(len(rows[0]), to_own, to_left, to_earlier, same, anew, anew)
    yield from (as_text(tables[0][2:][at]) for at in _not_seen(versions))


def _with_notes(own: Section, notes: Mapping[Block, int]) -> Section:
    """The section with notes, none of what it has one already."""
    standing = {one.said for one in own.blocks if one.kind == "note"}
    fresh = [(place, one) for one, place in notes.items() if one.said not in standing]
    if not fresh:
        return own
    blocks = [*own.blocks]
    for place, one in sorted(fresh, key=lambda pair: -pair[0]):
        blocks.insert(place, one)
    return with_blocks(own, blocks)
