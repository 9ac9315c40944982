"""What people may not have seen: passages that only later builds generated, missing beside words that people wrote
without a build. Who settles a merge of git by one side has left them out with the lines beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field

from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.markdown.matching import match_blocks, match_sections
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.notes import note, quotable
from ledgerium_cli.documents.merge.markdown.parse import parse, said_of, with_blocks
from ledgerium_cli.documents.merge.markdown.rows import Row, as_text, match_tables, rows_of
from ledgerium_cli.documents.merge.marks.added import as_written
from ledgerium_cli.documents.merge.text.counted import is_declared
from ledgerium_cli.documents.merge.text.wording import REVISIONS, STEP

Pairs = Mapping[int, int]


def with_unseen(
    made: Sequence[Section], own: Sequence[Section], builds: Sequence[Build]
) -> tuple[list[Section], list[Section]]:
    """What the last build generated, and people's version of it with a conflict note for each passage that they may not
    have seen; a section that they may not have seen is taken for one that is new now. `builds` are the last one, of
    which people have all else, and those before it."""
    missing = _Missing(made, own, as_written(parse(builds[0].shown).sections, made))
    possible = missing.unless_said(None)
    sections, notes = set[int](), dict[int, dict[Block, int]]()
    for build in builds[1:]:
        if all(one in build.generated for one in possible.texts):
            continue  # most that people take out stood in all builds
        found = missing.unless_said(parse(build.generated).sections)
        sections |= found.sections
        for place, some in found.notes.items():
            notes.setdefault(place, {}).update(some)
    return (
        [one for at, one in enumerate(made) if at not in sections],
        [_with_notes(one, notes.get(at, {})) for at, one in enumerate(own)],
    )


class _Unseen(Struct):
    sections: set[int] = field(default_factory=set)
    notes: dict[int, dict[Block, int]] = field(default_factory=dict)
    """By the index of people's section, the notes with the number of blocks of theirs above each."""
    texts: list[str] = field(default_factory=list)
    """The beginnings of the sections, and what the notes quote."""


class _Missing:
    """What people's version lacks of what the last build left."""

    def __init__(self, made: Sequence[Section], own: Sequence[Section], left: Sequence[Section]) -> None:
        self.made, self.own, self.left = made, own, left
        self.to_own, self.to_left = match_sections(made, own), match_sections(made, left)
        known = {one.said for one in (*made, *left)}
        passages = {block.said for one in (*made, *left) for block in one.blocks}
        self.begins = [one.said not in known for one in own]
        self.ends = [bool(one.blocks) and _is_anew(one.blocks[-1], passages) for one in own]

    def unless_said(self, earlier: Sequence[Section] | None) -> _Unseen:
        """What people may not have seen if they had a build before that which said what is `earlier`; if it is None, a
        build of which nothing is known."""
        made, found = self.made, _Unseen()
        to_earlier = match_sections(made, earlier) if earlier is not None else {}
        was_said = None if earlier is None else [one.said for one in earlier]
        same = _same([one.said for one in made], was_said, to_earlier)
        versions = _Versions(len(made), self.to_own, self.to_left, to_earlier, same, self.begins, self.ends)
        found.sections = {*_not_seen(versions, put_in=False)}
        steps = [(made[at].step, made[at].title) for at in found.sections]
        found.texts = [f"{STEP}{step} -->" if step is not None else f"# {title}" for step, title in steps]
        for at in self.to_own.keys() & self.to_left.keys():
            if made[at].said == REVISIONS or (earlier is not None and at not in to_earlier):
                continue
            was = earlier[to_earlier[at]].blocks if earlier is not None else None
            own = self.own[self.to_own[at]]
            some = [*_passages(made[at].blocks, own.blocks, self.left[self.to_left[at]].blocks, was)]
            if some:
                notes = {note(made[at].title, "unseen", text): place for text, place in some}
                found.notes[self.to_own[at]] = notes
                found.texts += (text.replace(" \\| ", " | ") for text, _ in some)
        return found


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
    declared: Collection[int] = ()
    """Those that are declared, which people take out one by one."""


def _not_seen(of: _Versions, *, put_in: bool = True) -> Iterator[int]:
    """What an earlier build did not generate, missing directly beside what people wrote: made of what both builds say,
    or `put_in`, which among sections may stand in its place; or beside what both declare and they took out. What they
    made of what only the last one says shows that they saw that."""
    added = {*range(len(of.begins))}.difference(of.to_own.values()) if put_in else set[int]()
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
        if above is below is None:  # nothing is left of the part but what people wrote
            beside += [of.begins[place] for place in added]
        out = (one for one in (at - 1, at + 1) if one in of.to_left and one not in of.to_own)
        if any(beside) or any(one in of.same and one in of.declared for one in out):
            yield at


def _is_anew(own: Block, known: Collection[str]) -> bool:
    return own.kind != "note" and own.said not in known


def _passages(
    made: Sequence[Block], own: Sequence[Block], left: Sequence[Block], earlier: Sequence[Block] | None
) -> Iterator[tuple[str, int]]:
    """The passages and the rows of a section that were not seen, each with the number of people's blocks above it."""
    to_own, to_left = match_blocks(made, own), match_blocks(made, left)
    to_earlier = {at: to for to, at in match_blocks(earlier, made).items()} if earlier is not None else {}
    known = {one.said for one in (*made, *left)}
    anew = [_is_anew(one, known) for one in own]
    was_said = None if earlier is None else [one.said for one in earlier]
    same = _same([one.said for one in made], was_said, to_earlier)
    declared = {at for at, one in enumerate(made) if is_declared(one.said)}
    for at in _not_seen(_Versions(len(made), to_own, to_left, to_earlier, same, anew, anew, declared)):
        if made[at].kind in ("text", "item"):
            above = (place for one, place in to_own.items() if one < at)
            yield quotable(made[at]), max(above, default=-1) + 1
    for at in to_own.keys() & to_left.keys():
        was = earlier[to_earlier[at]] if earlier is not None and at in to_earlier else None
        tables = made[at], own[to_own[at]], left[to_left[at]]
        if all(one.kind == "table" for one in tables) and (was is None) is (earlier is None):
            now, mine, then = (rows_of(one.source) for one in tables)
            for row in _rows(now, mine, then, rows_of(was.source) if was is not None else None):
                yield row, to_own[at] + 1


def _rows(
    made: Sequence[Row], own: Sequence[Row], left: Sequence[Row], earlier: Sequence[Row] | None
) -> Iterator[str]:
    """The rows of a table that were not seen, as notes quote them."""
    to_own, to_left = match_tables(made, own).rows, match_tables(made, left).rows
    to_earlier = match_tables(made, earlier).rows if earlier is not None else {}
    now, mine, then = ([said_of(as_text(row)) for row in one[2:]] for one in (made, own, left))
    before = [said_of(as_text(row)) for row in earlier[2:]] if earlier is not None else None
    anew = [row not in {*now, *then} for row in mine]
    versions = _Versions(len(now), to_own, to_left, to_earlier, _same(now, before, to_earlier), anew, anew)
    yield from (as_text(made[2:][at]) for at in _not_seen(versions))


def _same(made: Sequence[str], earlier: Sequence[str] | None, to_earlier: Pairs) -> set[int]:
    """The indexes of what the earlier build said as well; of one of which nothing is known, all."""
    if earlier is None:
        return {*range(len(made))}
    return {at for at, to in to_earlier.items() if earlier[to] == made[at]}


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
