"""Generated passages that people moved, as they were, from one part of the document into another.

A passage within its part finds its place there. One that stands in another part is held against the generated one as if
it had been generated where it stands now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.likeness import align
from ledgerium_cli.documents.merge.markdown import Block, Section
from ledgerium_cli.documents.merge.matching import block_passages, match_blocks, match_sections
from ledgerium_cli.documents.merge.render import section_source

Triple = tuple[Section | None, Section | None, Section | None]
"""One part as the last build generated it, as people left it, as this build generates it."""
At = tuple[int, int]
"""A part and the passage in it, by their places."""
_LEAST = 3
"""Words: with fewer it may be the same by chance."""


class Move(Struct, frozen=True):
    made: At
    """Where it is generated."""
    own: At
    """Where people put it."""


def moves(pairs: Sequence[tuple[Section | None, Section | None]]) -> list[Move]:
    """Of each part, what was generated and what people made of it. What is taken out here and stands there, word for
    word with its events, was moved; of several that are the same the first to the first place.
    """
    missing: dict[tuple[str, str], list[At]] = defaultdict(list)
    extra: list[tuple[tuple[str, str], At]] = []
    for place, (made, own) in enumerate(pairs):
        if made is not None and own is not None and made.blocks == own.blocks:
            continue
        blocks, theirs = (one.blocks if one is not None else () for one in (made, own))
        matched = match_blocks(blocks, theirs)
        for at, key in _left(blocks, matched):
            missing[key].append((place, at))
        extra += [(key, (place, at)) for at, key in _left(theirs, {*matched.values()})]
    return [Move(missing[key].pop(0), at) for key, at in extra if missing.get(key)]


def moves_in(sections: Sequence[Section], new: Sequence[Section]) -> list[Move]:
    """Of a merged document, by the places of parts in what is generated and in itself."""
    to_own = match_sections(new, sections)
    order: list[tuple[int | None, int | None]] = [(at, to_own.get(at)) for at in range(len(new))]
    order += [(None, place) for place in range(len(sections)) if place not in to_own.values()]
    pairs = [
        (new[at] if at is not None else None, sections[place] if place is not None else None)
        for at, place in order
    ]
    return [
        Move((one.made[0], one.made[1]), (place, one.own[1]))
        for one in moves(pairs)
        if (place := order[one.own[0]][1]) is not None
    ]


def _left(blocks: Sequence[Block], taken: Collection[int]) -> list[tuple[int, tuple[str, str]]]:
    return [
        (at, (one.kind, block.said))
        for at, (one, block) in enumerate(zip(block_passages(blocks), blocks, strict=True))
        if at not in taken and block.kind != "note" and len(block.said.split()) >= _LEAST
    ]


def with_moved(parts: Sequence[Triple]) -> list[Triple]:
    """With what was and is generated of each such passage in the part where it stands now."""
    found: list[Triple] = []
    out: list[tuple[set[int], set[int]]] = [(set(), set()) for _ in parts]
    into: dict[int, tuple[list[Block], list[Block]]] = defaultdict(lambda: ([], []))
    for move in moves([(base, theirs) for base, theirs, _ in parts]):
        (of, at), (to, _) = move.made, move.own
        base, _, new = parts[of]
        if base is None or not _holds(parts[to]):
            continue
        out[of][0].add(at)
        into[to][0].append(base.blocks[at])
        now = _same(base, new).get(at) if new is not None else None
        if new is not None and now is not None:
            out[of][1].add(now)
            into[to][1].append(new.blocks[now])
    for place, ((base, theirs, new), gone) in enumerate(zip(parts, out, strict=True)):
        come = into.get(place, ((), ()))
        if theirs is not None and base is None and new is None and place in into:
            base = new = replace(theirs, blocks=(), source="")  # a part of their own
        was = _with(base, gone[0], come[0]) if base is not None else None
        found.append((was, theirs, _with(new, gone[1], come[1]) if new is not None else None))
    return found


def _holds(part: Triple) -> bool:
    """Whether it stands in the merged document: what people moved into a part that is gone goes with that."""
    base, _, new = part
    return (base is None) == (new is None)


def _same(base: Section, new: Section) -> Mapping[int, int]:
    return align(block_passages(base.blocks), block_passages(new.blocks))


def without(section: Section, passages: Collection[int]) -> Section:
    """Without some of its passages."""
    return _with(section, passages, ())


def _with(section: Section, gone: Collection[int], come: Sequence[Block]) -> Section:
    if not (gone or come):
        return section
    stay = (block for at, block in enumerate(section.blocks) if at not in gone)
    changed = replace(section, blocks=(*stay, *come), source="")
    return replace(changed, source=section_source(changed))
