"""Which section of one version is which of another: by the id of its step, its title, then what it says."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.documents.merge.likeness import Passage, align, meaning_of, passage
from ledgerium_cli.documents.merge.markdown import Block, Section
from ledgerium_cli.documents.merge.order import Place, places

SECTION_ALIKE = 0.6


def match_sections(
    one: Sequence[Section], other: Sequence[Section], alike: float = SECTION_ALIKE
) -> dict[int, int]:
    return align([*map(_passage, one)], [*map(_passage, other)], alike, _by_step(one, other))


def section_places(
    base: Sequence[Section] | None, theirs: Sequence[Section], new: Sequence[Section]
) -> list[Place]:
    to_theirs, to_new = match_sections(base or (), theirs), match_sections(base or (), new)
    own = [place for place in range(len(theirs)) if place not in to_theirs.values()]
    fresh = [place for place in range(len(new)) if place not in to_new.values()]
    added = match_sections(
        [theirs[place] for place in own],
        [new[place] for place in fresh],
        1 if base is not None else SECTION_ALIKE,
    )
    pairs = {own[place]: fresh[also] for place, also in added.items()}
    return places((len(base or ()), len(theirs), len(new)), to_theirs, to_new, pairs)


def match_blocks(one: Sequence[Block], other: Sequence[Block]) -> dict[int, int]:
    return align(block_passages(one), block_passages(other))


def block_passages(blocks: Sequence[Block]) -> list[Passage]:
    """Paragraphs and entries of lists are one kind: people make the one of the other."""
    return [passage("text" if block.kind == "item" else block.kind, block.said) for block in blocks]


def _passage(section: Section) -> Passage:
    if section.level < 2:
        return Passage(f"level {section.level}", section.said, ())
    words = (word for block in section.blocks for word in meaning_of(block.said))
    kind = "section" if section.level == 2 and section.step is None else "step"
    return Passage(kind, section.said, (*meaning_of(section.said), *words))


def _by_step(one: Sequence[Section], other: Sequence[Section]) -> dict[int, int]:
    """Of a step that was copied the first one is it."""
    places: dict[str, int] = {}
    for place, section in enumerate(other):
        if section.step is not None:
            places.setdefault(section.step, place)
    found: dict[int, int] = {}
    for place, section in enumerate(one):
        if section.step is not None and (at := places.pop(section.step, None)) is not None:
            found[place] = at
    return found
