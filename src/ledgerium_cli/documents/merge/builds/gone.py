"""What builds no longer say though people had changed it or taken it out. The base keeps it apart from the rest, so
that it is merged as any other passage when it is said again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.before import Line, before_in, before_text
from ledgerium_cli.documents.merge.markdown.headings import folded, with_parts
from ledgerium_cli.documents.merge.markdown.levels import at_level
from ledgerium_cli.documents.merge.markdown.lists import is_same_head
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.merge.markdown.render import section_source
from ledgerium_cli.documents.merge.text.counted import CITED, counts_anew
from ledgerium_cli.documents.merge.text.wording import BEFORE, GONE, was_step

Key = tuple[str | None, str]
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

    def place_in(
        self, own: Sequence[Block], was: Block, behind: Block, otherwise: Callable[[Block], int | None]
    ) -> int | None:
        """The index at which it stood before what is `behind` it, or, where that is gone, what stood behind that.
        `otherwise` is asked where the last of these is not there."""
        next_to = {one.said: (one, last) for one, last in self.pairs_behind}
        for _ in self.pairs_behind:
            if was == behind:
                return len(own)
            at = said_at(behind, own)
            if behind.said not in next_to:
                return at if at is not None else otherwise(behind)
            # What is gone itself may be said in another way to do the step.
            if at is not None and own[at].said == behind.said:
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
    made: tuple[Section, ...] = ()
    """The headings of all sections, those that are gone where they were, in the order in which they are generated;
    empty unless people have an order or sections of theirs."""
    own: tuple[Section, ...] = ()
    """The same in the order of people, with the sections of theirs."""
    placed: tuple[Section, ...] = ()
    """The headings of those that people moved."""
    read_before: tuple[Line, ...] = ()
    """What people had changed or taken out, said still or no longer, as it read before that."""

    def of(self, section: Section) -> GoneBlocks:
        """What is gone of a section that still is there."""
        parts = self.changed, self.taken, self.behind, self.moved
        return GoneBlocks(*(_blocks_of(some, section) for some in parts))

    def renamed(self, now: Mapping[Key, Section]) -> Gone:
        """The same, where builds know a section by another step or title `now`, as without the workflow file."""

        def all_of(some: Sequence[Section]) -> tuple[Section, ...]:
            return tuple(
                replace(one, step=to.step, title=to.title, said=to.said)
                if (to := now.get(key_of(one))) is not None
                else one
                for one in some
            )

        return replace(
            self,
            changed=all_of(self.changed),
            taken=all_of(self.taken),
            behind=all_of(self.behind),
            moved=all_of(self.moved),
        )

    @property
    def cited_before(self) -> set[str]:
        """The citations in what read so before."""
        return {one for _, line in self.read_before for one in CITED.findall(line)}

    def pairs(self) -> Iterator[tuple[Section, Section]]:
        """The sections that are gone as a whole: as they were generated, and as people left them."""
        return zip(self.whole, self.left, strict=False)

    def as_it_was(self, section: Section) -> tuple[Section, Section] | None:
        """What the section was before it was gone as a whole, if it was; of a step that has another id now by its
        title."""
        same = [pair for pair in self.pairs() if key_of(pair[0]) == key_of(section)]
        same += [pair for pair in self.pairs() if _has_title_of(pair[0], section)]
        return next(iter(same), None)

    def is_taken(self, section: Section) -> bool:
        """Whether people took out all of the section."""
        return any(key_of(one) == key_of(section) and not one.blocks for one in self.taken)

    def __bool__(self) -> bool:
        return bool(self.changed or self.whole or self.taken or self.behind or self.own or self.placed)


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
        """A section that is gone as a whole."""
        self._pairs.append((replace(made, source=""), replace(left, step=made.step, source="")))

    def keep_taken(self, made: Section) -> None:
        self._taken.append(replace(made, blocks=(), source=""))

    def gone(self, theirs: Sequence[Section], new: Sequence[Section]) -> Gone:
        """All of it but the order: of what was gone before, what has no place in the build yet, if people did not
        delete it."""
        known = {key_of(one) for one in new}
        for made, left in self._before.pairs():
            stands = is_less(made, left) or any(is_kept(one, made, left) for one in theirs)
            is_back = key_of(made) in known or any(_has_title_of(made, one) for one in new)
            self._pairs += [(made, left)] if stands and not is_back else []
        pairs = sorted(self._pairs, key=lambda pair: _order(pair[0]))
        last = self._before

        def of_all(now: Sequence[Section], then: Sequence[Section]) -> tuple[Section, ...]:
            return tuple(sorted([*now, *(one for one in then if key_of(one) not in known)], key=_order))

        return Gone(
            of_all(self._changed, last.changed),
            tuple(made for made, _ in pairs),
            tuple(left for _, left in pairs),
            of_all(self._taken, last.taken),
            of_all(self._behind, last.behind),
            of_all(self._moved, last.moved),
        )


def _has_title_of(one: Section, other: Section) -> bool:
    return one.step is not None and other.step is not None and one.said == other.said


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
    "all as they are generated",
    "all as people have them",
    "people moved it",
)


def gone_text(gone: Gone) -> str:
    """Lines for the base; empty when nothing is gone."""
    blocks = gone.changed, gone.whole, gone.left, gone.taken, gone.behind, gone.moved
    sections = *blocks, gone.made, gone.own, gone.placed
    parts = zip(_PARTS, sections, strict=True)
    written = ((head, [section_source(replace(one, source="")) for one in some]) for head, some in parts)
    # What stands before the first heading may be nothing: it is none when the lines are read, and so is not written.
    told = [
        "\n\n".join([f"{GONE}{head}: -->", *own]) for head, some in written if (own := [*filter(None, some)])
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
    changed, whole, left, taken, behind, moved, made, theirs, placed = (
        parse("\n".join(parts.get(head, ()))).sections for head in _PARTS
    )
    own = tuple(at_level(one, was.level) for one, was in zip(_parted(left, whole), whole, strict=False))
    return Gone(changed, whole, own, taken, behind, moved, made, theirs, placed, before_in(lines))


def _parted(left: Sequence[Section], whole: Sequence[Section]) -> list[Section]:
    """The sections as people left them, each with what they put below deeper headings of theirs."""
    titles = {one.said for one in whole if one.step is None}
    return with_parts(folded(left, whole), lambda _, one: one.step is None and one.said not in titles)


def together(sides: Sequence[Gone]) -> Gone:
    """What is gone by the bases of two branches, each passage once."""
    if len(sides) < 2:
        return next(iter(sides), NOTHING_GONE)
    pairs = {key_of(pair[0]): pair for side in reversed(sides) for pair in side.pairs()}
    return Gone(
        tuple(_once(one for side in sides for one in side.changed)),
        tuple(made for made, _ in pairs.values()),
        tuple(left for _, left in pairs.values()),
        tuple(_once(one for side in sides for one in side.taken)),
        next((side.behind for side in sides if side.behind), ()),
        tuple(_once(one for side in sides for one in side.moved)),
        next((side.made for side in sides if side.own), ()),
        next((side.own for side in sides if side.own), ()),
        tuple(_once(one for side in sides for one in side.placed)),
        tuple(sorted({one for side in sides for one in side.read_before})),
    )


def _once(sections: Iterable[Section]) -> Iterator[Section]:
    """Each section once, with the blocks of all."""
    found: dict[tuple[str | None, str], Section] = {}
    for one in sections:
        known = found.setdefault(key_of(one), replace(one, blocks=()))
        said = {block.said for block in known.blocks}
        more = [block for block in one.blocks if block.said not in said]
        found[key_of(one)] = replace(known, blocks=(*known.blocks, *more), source="")
    yield from found.values()


def key_of(section: Section) -> Key:
    """By what builds know a section: its step or, without one, its title."""
    return section.step, "" if section.step is not None else section.said


def _blocks_of(sections: Iterable[Section], section: Section) -> tuple[Block, ...]:
    return tuple(block for one in sections if key_of(one) == key_of(section) for block in one.blocks)


def is_said(gone: Block, blocks: Iterable[Block]) -> bool:
    """Whether one of the blocks says it, but for what was counted."""
    return any(one.kind == gone.kind and counts_anew(gone.said, one.said) for one in blocks)


def said_at(gone: Block, blocks: Sequence[Block]) -> int | None:
    """The index of the block that says it: with the same evidence, else of the first; of a heading of one way to do a
    step the one of the same way."""
    alike = [at for at, one in enumerate(blocks) if is_said(gone, [one]) or is_same_head(gone, one)]
    return next((at for at in alike if blocks[at].said == gone.said), next(iter(alike), None))


def is_said_again(gone: Block, new: Sequence[Block], made: Sequence[Block]) -> bool:
    """Whether the new build says it, and not only where the last build, which `made` these, said the same, such as in
    another way to do a step."""
    now, then = ([one.said for one in blocks if is_said(gone, [one])] for blocks in (new, made))
    return len(now) > len(then) or (gone.said in now and gone.said not in then)
