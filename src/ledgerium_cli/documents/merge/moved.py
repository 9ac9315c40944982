"""Finds generated passages that people moved unchanged into another section.

Moves within a section are handled when its blocks are aligned. A passage in another section is merged as if it had
been generated there.
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
"""A section in three versions: base, theirs, new."""
At = tuple[int, int]
"""(index of the section, index of the block)."""
_LEAST = 3
"""Words; shorter passages may be equal by chance."""


class Move(Struct, frozen=True):
    made: At
    """Where it was generated."""
    own: At
    """Where people put it."""


def moves(pairs: Sequence[tuple[Section | None, Section | None]]) -> list[Move]:
    """The moves, given each section as generated and as people left it. A passage missing in one section and extra
    in another, word for word with its events, was moved; of several equal ones the first goes to the first place."""
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
    """The moves in a merged document, with indexes of sections in `new` and in `sections`."""
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
    """The sections with moved passages of base and new transferred to the section where people put them."""
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
            base = new = replace(theirs, blocks=(), source="")  # a section of people's own
        was = _with(base, gone[0], come[0]) if base is not None else None
        found.append((was, theirs, _with(new, gone[1], come[1]) if new is not None else None))
    return found


def _holds(part: Triple) -> bool:
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
