"""What builds no longer say though people had changed it or taken it out. The base keeps it apart from the rest, so
that it is merged as any other passage when it is said again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.before import Line, before_in, before_text
from ledgerium_cli.documents.merge.markdown.headings import folded
from ledgerium_cli.documents.merge.markdown.levels import at_level
from ledgerium_cli.documents.merge.markdown.matching import block_passages, match_blocks
from ledgerium_cli.documents.merge.markdown.notes import is_of, noted
from ledgerium_cli.documents.merge.markdown.parse import Block, Section, parse, said_of, saying
from ledgerium_cli.documents.merge.markdown.render import section_source
from ledgerium_cli.documents.merge.markdown.rows import Row, as_text, cell_at, in_line, match_tables, rows_of
from ledgerium_cli.documents.merge.text.counted import CITED, counts_anew
from ledgerium_cli.documents.merge.text.likeness import Passage, align, by_label
from ledgerium_cli.documents.merge.text.wording import BEFORE, GONE, was_step

KEPT_LEVEL = 3
"""The level of headings under “Kept from parts that are gone”."""


class GoneBlocks(Struct, frozen=True):
    """What is gone of one section, as it was generated."""

    changed: tuple[Block, ...] = ()
    """What people had changed; something of theirs stands in its place."""
    taken: tuple[Block, ...] = ()
    """What people had taken out."""
    behind: tuple[Block, ...] = ()
    """What people had left as it was in a place of theirs; each followed by what stood behind it."""
    moved: tuple[Block, ...] = ()
    """Of both, what did not stand where it was generated."""

    @property
    def pairs_behind(self) -> Sequence[tuple[Block, Block]]:
        return [*zip(self.behind[::2], self.behind[1::2], strict=False)]

    def next_to(self, going: Block, behind: Block | None) -> Block:
        """What stands behind a passage that goes now, which may be gone itself; the passage where none does."""
        said = behind.said if behind is not None else None
        between = (was for was, last in self.pairs_behind if said == (None if last == was else last.said))
        return next(between, behind or going)

    def place_in(self, own: Sequence[Block], was: Block, behind: Block) -> int | None:
        """The index at which it stood before what is `behind` it, or, where that is gone, what stood behind that."""
        next_to = {one.said: (one, last) for one, last in self.pairs_behind}
        for _ in self.pairs_behind:
            if was == behind:
                return len(own)
            at = next((at for at, one in enumerate(own) if is_said(behind, [one])), None)
            if at is not None or behind.said not in next_to:
                return at
            was, behind = next_to[behind.said]
        return None


class Gone(Struct, frozen=True):
    """What is gone of a document. A section is known by its step or, without one, by its generated title."""

    changed: tuple[Section, ...] = ()
    """What people had changed in sections that still are there, as it was generated."""
    whole: tuple[Section, ...] = ()
    """Sections in which people changed something, or took it out, and that are gone as a whole, as generated."""
    left: tuple[Section, ...] = ()
    """The same, in the same order, as people left them."""
    taken: tuple[Section, ...] = ()
    """What people had taken out, as it was generated; of a section that they took out as a whole, its heading."""
    behind: tuple[Section, ...] = ()
    """What people had left as it was and written something behind, or in a section that they had reordered; each
    passage followed by what stood behind it, the last one by itself."""
    moved: tuple[Section, ...] = ()
    """Of what they had changed in sections that still are there, or written behind, what did not stand where it was
    generated."""
    read_before: tuple[Line, ...] = ()
    """What people had changed or taken out, said still or no longer, as it read before that."""

    def of(self, section: Section) -> GoneBlocks:
        """What is gone of a section that still is there."""
        parts = self.changed, self.taken, self.behind, self.moved
        return GoneBlocks(*(_blocks_of(some, section) for some in parts))

    @property
    def cited_before(self) -> set[str]:
        """The citations in what read so before."""
        return {one for _, line in self.read_before for one in CITED.findall(line)}

    def pairs(self) -> Iterator[tuple[Section, Section]]:
        """The sections that are gone as a whole: as they were generated, and as people left them."""
        return zip(self.whole, self.left, strict=False)

    def before(self, section: Section) -> tuple[Section, Section] | None:
        """What the section was before it was gone as a whole, if it was."""
        return next((pair for pair in self.pairs() if _key(pair[0]) == _key(section)), None)

    def is_taken(self, section: Section) -> bool:
        """Whether people took out all of the section."""
        return any(_key(one) == _key(section) and not one.blocks for one in self.taken)

    def __bool__(self) -> bool:
        return bool(self.changed or self.whole or self.taken or self.behind)


class Leaving:
    """What is gone of a document after a merge, with that which was gone before it."""

    def __init__(self, before: Gone) -> None:
        self._before = before
        self._pairs = list[tuple[Section, Section]]()
        self._changed, self._taken = list[Section](), list[Section]()
        self._behind, self._moved = list[Section](), list[Section]()

    def keep(self, section: Section, blocks: GoneBlocks) -> None:
        taken = tuple({block.said: block for block in blocks.taken}.values())
        parts = (
            (self._changed, blocks.changed),
            (self._taken, taken),
            (self._behind, blocks.behind),
            (self._moved, blocks.moved),
        )
        for found, some in parts:
            found += [replace(section, blocks=some, source="")] if some else []

    def keep_whole(self, made: Section, left: Section) -> None:
        """A section that is gone as a whole, with what was gone of it before."""
        blocks = (*made.blocks, *self._before.of(made).changed)
        own = replace(left, step=made.step, source="")
        self._pairs.append((replace(made, blocks=blocks, source=""), own))

    def keep_taken(self, made: Section) -> None:
        self._taken.append(replace(made, blocks=(), source=""))

    def gone(self, theirs: Sequence[Section], new: Sequence[Section]) -> Gone:
        """All of it: of what was gone before, what has no place in the build yet, if people did not delete it."""
        known = {_key(one) for one in new}
        for made, left in self._before.pairs():
            stands = is_less(made, left) or any(is_kept(one, made, left) for one in theirs)
            self._pairs += [(made, left)] if stands and _key(made) not in known else []
        pairs = sorted(self._pairs, key=lambda pair: _order(pair[0]))
        carried = (one for one in self._before.taken if _key(one) not in known)
        return Gone(
            tuple(sorted(self._changed, key=_order)),
            tuple(made for made, _ in pairs),
            tuple(left for _, left in pairs),
            tuple(sorted([*self._taken, *carried], key=_order)),
            tuple(sorted(self._behind, key=_order)),
            tuple(sorted(self._moved, key=_order)),
        )


def is_less(made: Section, left: Section) -> bool:
    """Whether people left nothing in the section that was not generated."""
    said = {block.said for block in made.blocks}
    return made.said == left.said and all(one.said in said for one in left.blocks)


def is_kept(own: Section, made: Section, left: Section) -> bool:
    """Whether it stands under “Kept from parts that are gone” for a section that people had `left` so."""
    if made.step is None:
        return (own.level, own.step, own.said) == (KEPT_LEVEL, None, left.said)
    return bool(own.blocks) and own.blocks[0].source == was_step(made.step)


def _order(section: Section) -> tuple[str, str]:
    """An order that does not hang on when they went."""
    return section.step or "", section.said


NO_BLOCKS = GoneBlocks()
NOTHING_GONE = Gone()
_PARTS = (
    "people changed it",
    "people changed it, all of",
    "as people left it",
    "people took it out",
    "people wrote behind it",
    "people had it elsewhere",
)


def gone_text(gone: Gone) -> str:
    """Lines for the base; empty when nothing is gone."""
    sections = gone.changed, gone.whole, gone.left, gone.taken, gone.behind, gone.moved
    parts = zip(_PARTS, sections, strict=True)
    told = [
        "\n\n".join([f"{GONE}{head}: -->", *(section_source(replace(one, source="")) for one in some)])
        for head, some in parts
        if some
    ]
    return "\n\n".join([*told, *filter(None, [before_text(gone.read_before)])])


def gone_in(lines: Iterable[str]) -> Gone:
    """The inverse of `gone_text`, from lines of the base."""
    parts: dict[str, list[str]] = {}
    part: list[str] = []
    lines = [*lines]
    for line in takewhile(lambda line: line != BEFORE, lines):
        if line.startswith(GONE):
            part = parts.setdefault(line.removeprefix(GONE).removesuffix(": -->"), [])
        else:
            part.append(line)
    changed, whole, left, taken, behind, moved = (
        parse("\n".join(parts.get(head, ()))).sections for head in _PARTS
    )
    own = (at_level(one, made.level) for one, made in zip(folded(left, whole), whole, strict=False))
    return Gone(changed, whole, tuple(own), taken, behind, moved, before_in(lines))


def together(sides: Sequence[Gone]) -> Gone:
    """What is gone by the bases of two branches, each passage once."""
    if len(sides) < 2:
        return next(iter(sides), NOTHING_GONE)
    pairs = {_key(pair[0]): pair for side in reversed(sides) for pair in side.pairs()}
    return Gone(
        tuple(_once(one for side in sides for one in side.changed)),
        tuple(made for made, _ in pairs.values()),
        tuple(left for _, left in pairs.values()),
        tuple(_once(one for side in sides for one in side.taken)),
        next((side.behind for side in sides if side.behind), ()),
        tuple(_once(one for side in sides for one in side.moved)),
        tuple(sorted({one for side in sides for one in side.read_before})),
    )


def _once(sections: Iterable[Section]) -> Iterator[Section]:
    """Each section once, with the blocks of all."""
    found: dict[tuple[str | None, str], Section] = {}
    for one in sections:
        known = found.setdefault(_key(one), replace(one, blocks=()))
        said = {block.said for block in known.blocks}
        more = [block for block in one.blocks if block.said not in said]
        found[_key(one)] = replace(known, blocks=(*known.blocks, *more), source="")
    yield from found.values()


def _key(section: Section) -> tuple[str | None, str]:
    return section.step, "" if section.step is not None else section.said


def _blocks_of(sections: Iterable[Section], section: Section) -> tuple[Block, ...]:
    return tuple(block for one in sections if _key(one) == _key(section) for block in one.blocks)


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
    heads = {_head_of(one) for one in base if one.kind == "table"}
    changed, taken = (
        [one for one in some if one.kind != "table" or _head_of(one) not in heads]
        for some in (gone.changed, gone.taken)
    )
    says = {one.said for one in base}
    # Git may have put together what one branch says and the other no longer does.
    changed = [one for one in changed if one.said not in says]
    blocks, gone_rows, rest = [*base], dict[str, int](), list[Block]()
    heads_there = set[frozenset[str]]()
    for at, block in enumerate(base):
        if block.kind == "table" and at in to_theirs:
            now = next(
                (one for one in new if one.kind == "table" and _head_of(one) == _head_of(block)), block
            )
            blocks[at], number, still = _with_gone_rows(block, theirs[to_theirs[at]], now, gone)
            gone_rows[blocks[at].source] = number
            rest += still
            heads_there.add(_head_of(block))
    tables = (one for one in gone.taken if one.kind == "table" and _head_of(one) in heads - heads_there)
    rest += tables
    free = _free(theirs, {*to_theirs.values()})
    found = match_blocks(changed, [theirs[place] for place in free])
    in_conflict = [at for at, one in noted(theirs) if is_of(one, "changed") and at in to_theirs.values()]
    others = [one for at, one in enumerate(changed) if at not in found]
    origins = _in_turn(block_passages(others), block_passages([theirs[at] for at in in_conflict]))
    stands = {one.said for one in theirs if one.kind != "note"}
    taken = [one for one in taken if one.said not in stands]
    said_again = [one for one in taken if is_said(one, new) and not is_said(one, base)]
    pairs = ((len(blocks) + n, free[found[at]]) for n, at in enumerate(sorted(found)))
    return Again(
        (*blocks, *(changed[at] for at in sorted(found)), *said_again),
        len(base),
        gone_rows,
        to_theirs | dict(pairs),
        {in_conflict[place]: others[at] for at, place in origins.items()},
        (*rest, *(one for one in taken if one not in said_again)),
    )


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
    made, own, still = [*base.blocks], [*theirs.blocks], list[Block]()
    for was, behind in gone.pairs_behind:
        at = gone.place_in(own, was, behind)
        if at is None:
            continue
        if not is_said(was, new.blocks):
            still += [was, behind]
        elif not is_said(was, (*made, *own)):
            made.insert(_generated_at(was, made, new.blocks), was)
            own.insert(at, was)
    if len(own) == len(theirs.blocks):
        return base, theirs, tuple(still)
    return (
        replace(base, blocks=tuple(made), source=""),
        replace(theirs, blocks=tuple(own), source=""),
        tuple(still),
    )


def _generated_at(gone: Block, made: Sequence[Block], new: Sequence[Block]) -> int:
    """The index at which it was generated, by what stands above it in the new build."""
    above = next(at for at, one in enumerate(new) if is_said(gone, [one]))
    to_made = {place: of for of, place in match_blocks(made, new).items()}
    return next((to_made[at] + 1 for at in range(above - 1, -1, -1) if at in to_made), 0)


def is_said(gone: Block, blocks: Iterable[Block]) -> bool:
    """Whether one of the blocks says it, but for what was counted."""
    return any(one.kind == gone.kind and counts_anew(gone.said, one.said) for one in blocks)


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


def rows_in(blocks: Iterable[Block], head: Row) -> list[Row]:
    """The rows of the tables that have such a head, in its columns."""
    found = list[Row]()
    for block in blocks:
        if block.kind == "table" and _head_of(block) == frozenset(map(said_of, head)):
            own, _, *rows = rows_of(block.source)
            at = [[*map(said_of, own)].index(said_of(name)) for name in head]
            found += [tuple(cell_at(row, column) for column in at) for row in rows]
    return found


def _head_of(table: Block) -> frozenset[str]:
    return frozenset(map(said_of, rows_of(table.source)[0]))


def _is_row(row: Row, table: Sequence[Row]) -> bool:
    return any(counts_anew(said_of(as_text(row)), said_of(as_text(one))) for one in table[2:])


def with_rows(table: Block, rows: Iterable[Row]) -> Block:
    return saying(table, "\n".join([table.source, *map(in_line, rows)]))


def of_rows(head: Sequence[Row], rows: Iterable[Row]) -> Block:
    """A table of rows that are gone, with the head of the one that they were in."""
    source = "\n".join(map(in_line, [*head[:2], *rows]))
    return saying(Block("table", "", source), source)
