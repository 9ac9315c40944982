"""Finds generated passages that people moved into another section, also those that they changed as well.

Moves within a section are handled when its blocks are aligned. A passage in another section is merged as if it had
been generated there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.gone import NOTHING_GONE, Gone, is_said
from ledgerium_cli.documents.merge.markdown.levels import lowered, usual_lower
from ledgerium_cli.documents.merge.markdown.matching import block_passages, match_blocks, match_sections
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.moves import At, Move
from ledgerium_cli.documents.merge.markdown.notes import is_of, noted
from ledgerium_cli.documents.merge.markdown.render import section_source
from ledgerium_cli.documents.merge.text.counted import CITED, SAID_EDITED, counts_anew, told_counts, told_in
from ledgerium_cli.documents.merge.text.likeness import ALIKE, Passage, align, best_first, holds, likeness

Triple = tuple[Section | None, Section | None, Section | None]
"""A section in three versions: base, theirs, new."""
_LEAST = 3
"""Words; shorter passages may be equal by chance."""
_MUCH_ALIKE = 0.7
"""The share of common words from which two passages are one in whatever part of the document they stand."""


def moves(pairs: Sequence[tuple[Section | None, Section | None]]) -> list[Move]:
    """The moves, given each section as generated and as people left it. A passage missing in one section and extra
    in another was moved: word for word with its events, of several equal ones the first to the first place; else the
    most alike ones of which the words show it."""
    missing: dict[At, Block] = {}
    extra: dict[At, Block] = {}
    for place, (made, own) in enumerate(pairs):
        if made is not None and own is not None and made.blocks == own.blocks:
            continue
        blocks, theirs = (one.blocks if one is not None else () for one in (made, own))
        matched = match_blocks(blocks, theirs)
        missing |= {(place, at): blocks[at] for at in _left(blocks, matched)}
        extra |= {(place, at): theirs[at] for at in _left(theirs, {*matched.values()})}
    as_it_was = _equal(missing, extra)
    told = _told([own for _, own in pairs], *_rest(missing, extra, as_it_was))
    changed = told | _alike(*_rest(missing, extra, as_it_was | told))
    found = [*(Move(*one) for one in as_it_was.items()), *(Move(*one, True) for one in changed.items())]
    return sorted(found, key=lambda move: move.own)


def _rest(
    missing: Mapping[At, Block], extra: Mapping[At, Block], found: Mapping[At, At]
) -> tuple[dict[At, Block], dict[At, Block]]:
    taken = {*found.values()}
    return (
        {at: block for at, block in missing.items() if at not in found},
        {at: block for at, block in extra.items() if at not in taken},
    )


def _told(
    sections: Sequence[Section | None], missing: Mapping[At, Block], extra: Mapping[At, Block]
) -> dict[At, At]:
    """Pairs given by conflict notes: one that follows what people wrote and quotes what another section generates."""
    found: dict[At, At] = {}
    by_said = {block.said: at for at, block in reversed([*missing.items()])}
    for place, section in enumerate(sections):
        for before, note in noted(section.blocks) if section is not None else ():
            at = by_said.get(note.said)
            if at is not None and (place, before) in extra and is_of(note, "changed"):
                found.setdefault(at, (place, before))
    return found


def _equal(missing: Mapping[At, Block], extra: Mapping[At, Block]) -> dict[At, At]:
    places: dict[tuple[str, str], list[At]] = defaultdict(list)
    for at, block in missing.items():
        places[_key(block)].append(at)
    return {places[key].pop(0): to for to, block in extra.items() if places.get(key := _key(block))}


def _alike(missing: Mapping[At, Block], extra: Mapping[At, Block]) -> dict[At, At]:
    """The passages of another section that people made of missing ones, the most alike first."""
    made, own = ([(at, one) for at, one in some.items() if _is_prose(one)] for some in (missing, extra))
    of, to = (dict(zip((at for at, _ in some), _passages(some), strict=True)) for some in (made, own))
    scores = sorted(
        (-score, at, place)
        for at in of
        for place in to
        if at[0] != place[0] and (score := _made_of(to[place], of[at]))
    )
    return best_first((at, place) for _, at, place in scores)


def _made_of(own: Passage, made: Passage) -> float:
    """How alike it is to a generated passage of which people made it, wherever it stands; 0 if they did not: alike, and
    the last build knew it for edited, or it has its events, its names, its counts or all of its words, or much alike.
    Of the same words with other counts it is a copy of what an earlier build said."""
    score = likeness(own, made)
    if score < ALIKE:
        return 0
    names, counts = _names_in(own.key), told_counts(own.key)
    is_shown = (
        score >= _MUCH_ALIKE
        or SAID_EDITED in own.key
        or not {*CITED.findall(own.key)}.isdisjoint(CITED.findall(made.key))
        or (names != [] and names == _names_in(made.key))
        or (counts != set() and counts <= told_counts(made.key))
        or holds(own.meaning, made.meaning)
    )
    return score if is_shown and not counts_anew(own.key, made.key) else 0


def _names_in(text: str) -> list[str]:
    return [one for one in told_in(text) if not any(map(str.isdigit, one))]


def _passages(blocks: Sequence[tuple[At, Block]]) -> list[Passage]:
    return block_passages([block for _, block in blocks])


def _is_prose(block: Block) -> bool:
    return block.kind in ("text", "item")


def moves_in(sections: Sequence[Section], new: Sequence[Section]) -> list[Move]:
    """The moves in a merged document, with indexes of sections in `new` and in `sections`."""
    to_own = match_sections(new, sections)
    order: list[tuple[int | None, int | None]] = [(at, to_own.get(at)) for at in range(len(new))]
    order += [(None, place) for place in range(len(sections)) if place not in to_own.values()]
    pairs = [
        (new[at] if at is not None else None, sections[place] if place is not None else None)
        for at, place in order
    ]
    return [
        replace(one, own=(place, one.own[1]))
        for one in moves(pairs)
        if (place := order[one.own[0]][1]) is not None
    ]


def _key(block: Block) -> tuple[str, str]:
    [passage] = block_passages([block])
    return passage.kind, block.said


def _left(blocks: Sequence[Block], taken: Collection[int]) -> list[int]:
    return [
        at
        for at, block in enumerate(blocks)
        if at not in taken and block.kind != "note" and len(block.said.split()) >= _LEAST
    ]


class Came(Struct):
    """What people moved into a section."""

    base: list[Block] = field(default_factory=list)
    """As the last build generated it elsewhere."""
    new: list[Block] = field(default_factory=list)
    steps: set[str | None] = field(default_factory=set)
    """The steps of which it was generated."""
    is_emptied: bool = False
    """Whether they moved all that was generated in the section into others."""

    @property
    def said(self) -> frozenset[str]:
        return frozenset(one.said for one in self.base)


def with_those_of_gone(parts: Sequence[Triple]) -> list[Triple]:
    """The sections with what people moved into one that is gone as if they had left it: it is generated where it was,
    below its heading, also if they took that out, unless they changed all of it."""
    own = [theirs for _, theirs, _ in parts if theirs is not None]
    again, there = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    as_it_was = set[int]()
    for move in _moves_of(parts):
        (of, at), (to, place) = move.made, move.own
        base, _, new = parts[of]
        if base is not None and new is not None and not _is_left(parts[to]):
            again[of].add(at)
            if not move.is_changed:
                as_it_was.add(of)
                there[to].add(place)
    found = [*parts]
    for of, passages in again.items():
        base, theirs, new = parts[of]
        if base is not None and (theirs is not None or of in as_it_was):
            head = lowered(replace(base, blocks=(), source=""), usual_lower(base.level, own))
            found[of] = without(base, passages), theirs or head, new
    for to, passages in there.items():
        base, theirs, new = parts[to]
        found[to] = base, theirs and without(theirs, passages), new
    return found


def with_moved(parts: Sequence[Triple], gone: Gone = NOTHING_GONE) -> list[tuple[Triple, Came]]:
    """The sections with moved passages of base and new transferred to the section where people put them, each with
    what came. Of what was `gone` also a passage that is said again, where people have changed it; and what is new in a
    section of which they took out little more than the heading, beside what was said there before."""
    found: list[tuple[Triple, Came]] = []
    out: list[tuple[set[int], set[int]]] = [(set(), set()) for _ in parts]
    into: dict[int, Came] = defaultdict(Came)
    told: dict[int, list[At]] = defaultdict(list)
    for move in _moves_of(parts):
        (of, at), (to, _) = move.made, move.own
        base, _, new = parts[of]
        if base is None or not _is_left(parts[to]):
            continue
        out[of][0].add(at)
        into[to].base.append(base.blocks[at])
        into[to].steps.add(base.step)
        now = _same(base, new).get(at) if new is not None else None
        if now is not None:
            out[of][1].add(now)
            told[to].append((of, now))
    for (of, now), to in _said_again(parts, gone).items():
        _, _, new = parts[of]
        if new is not None and now not in out[of][1]:
            out[of][1].add(now)
            told[to].append((of, now))
            into[to].steps.add(new.step)
    for of, ((base, theirs, new), (stood, stand)) in enumerate(zip(parts, out, strict=True)):
        if theirs is None and base is not None and new is not None and _is_without_heading(base, stood):
            fresh = {*range(len(new.blocks))} - {*_same(base, new).values()} - stand
            _tell_beside(told, of, stand, fresh)
    for to, passages in told.items():
        into[to].new += [new.blocks[at] for of, at in passages if (new := parts[of][2]) is not None]
    for place, ((base, theirs, new), left) in enumerate(zip(parts, out, strict=True)):
        come = into.get(place, Came())
        if theirs is not None and base is None and new is None and place in into:
            base = new = replace(theirs, blocks=(), source="")  # a section of people's own
        was = _with(base, left[0], come.base) if base is not None else None
        now_so = _with(new, left[1], come.new) if new is not None else None
        come.is_emptied = base is not None and 0 < len(base.blocks) == len(left[0])
        found.append(((was, theirs, now_so), come))
    return found


def _is_without_heading(base: Section, left: Collection[int]) -> bool:
    """Whether most of what a section said stands elsewhere, below the heading before it, if its own was taken out."""
    return 2 * len(left) > len(base.blocks)


def _tell_beside(told: Mapping[int, list[At]], of: int, left: set[int], fresh: Collection[int]) -> None:
    """Tell the `fresh` passages of a section where those that `left` it are told: behind the one before, else before
    the first."""
    for at in sorted(fresh) if left else ():
        before = max((one for one in left if one < at), default=None)
        beside = of, min(left) if before is None else before
        there = next(some for some in told.values() if beside in some)
        there.insert(there.index(beside) + (before is not None), (of, at))
        left.add(at)


def _said_again(parts: Sequence[Triple], gone: Gone) -> dict[At, int]:
    """What is said again in another section than where people have changed it, and the index of theirs."""
    found: dict[At, int] = {}
    said = [
        ((of, at), block)
        for of, (base, _, new) in enumerate(parts)
        for at, block in enumerate(new.blocks if new is not None else ())
        if base is None or not is_said(block, base.blocks)
    ]
    for to, (_, theirs, new) in enumerate(parts):
        if theirs is None or new is None:
            continue
        had = gone.of(new)
        elsewhere = {one.said for one in had.moved}
        for was in had.changed:
            if (
                was.said in elsewhere
                and any(_is_of(own, was) for own in theirs.blocks)
                and not is_said(was, new.blocks)
            ):
                found |= {at: to for at, block in said if is_said(was, [block])}
    return found


def _is_of(own: Block, was: Block) -> bool:
    [mine, made] = block_passages([own, was])
    return SAID_EDITED in own.said and _made_of(mine, made) > 0


def _moves_of(parts: Sequence[Triple]) -> list[Move]:
    """What people moved. In a part that is back since the last build stands what is generated there now."""
    return moves([(base or new, theirs) for base, theirs, new in parts])


def _is_left(part: Triple) -> bool:
    """Whether the section will be in the merged document; passages moved into a section that is gone go with it."""
    base, _, new = part
    return (base is None) == (new is None)


def _same(base: Section, new: Section) -> Mapping[int, int]:
    return align(block_passages(base.blocks), block_passages(new.blocks))


def without(section: Section, passages: Collection[int]) -> Section:
    """The section without the blocks at some indexes."""
    return _with(section, passages, ())


def _with(section: Section, gone: Collection[int], come: Sequence[Block]) -> Section:
    if not (gone or come):
        return section
    stay = (block for at, block in enumerate(section.blocks) if at not in gone)
    changed = replace(section, blocks=(*stay, *come), source="")
    return replace(changed, source=section_source(changed))
