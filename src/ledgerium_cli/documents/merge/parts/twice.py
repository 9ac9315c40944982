"""Sections that stand twice in people's version: where they moved one on their branch, git leaves it at its place as
well if another branch built it anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.markdown.levels import CHAPTER
from ledgerium_cli.documents.merge.markdown.matching import match_sections
from ledgerium_cli.documents.merge.markdown.parse import Block, Section, parse
from ledgerium_cli.documents.merge.text.counted import counts_anew


def moved_once(
    own: Sequence[Section], made: Sequence[Section], new: Sequence[Section], builds: Sequence[Build]
) -> list[Section]:
    """People's sections with each step and chapter once, where they moved it: without the other one, if that has only
    what was generated in `made`, `new` or `builds`. Of two such it is the newer one. What they wrote into a copy of the
    other one is theirs beside it."""
    there = match_sections(made, own)
    of = {place: at for at, place in there.items()}
    stays, out = dict[int, Section](), set[int]()
    for place, one in enumerate(own):
        first = _twin(place, own, of) if place not in of else None
        if first is not None and not one.blocks:
            out.add(place)  # a heading above what stands below another one
            continue
        if first is None or first in out | {*stays}:
            continue
        at = of[first]
        kept = _kept(own[first], one, made[at], _built(made[at], new, builds))
        if kept is not None:
            moved = next((one for one in (place, first) if not _is_in_place(one, at, of)), place)
            stays[moved] = kept
            out |= {first, place} - {moved}
    return [stays.get(place, one) for place, one in enumerate(own) if place not in out]


def _kept(one: Section, other: Section, made: Section, built: Collection[Block]) -> Section | None:
    """The one of two that stands; None if both do."""
    theirs = [own for own in (one, other) if not all(_is_built(block, built) for block in own.blocks)]
    if not theirs:
        now = _said(made)
        return max(one, other, key=lambda own: len(now & _said(own)))
    said = _said(other if theirs[0] is one else one)
    is_of_another = any(_is_built(block, built) and block.said not in said for block in theirs[0].blocks)
    return theirs[0] if len(theirs) == 1 and is_of_another else None


def _twin(place: int, own: Sequence[Section], of: Mapping[int, int]) -> int | None:
    """The place of the same step or chapter that goes on being what is generated."""
    one = own[place]
    return next(
        (
            other
            for other in of
            if own[other].said == one.said
            and own[other].level == one.level
            and (own[other].step == one.step if one.blocks else one.step is None)
            and (own[other].step is not None or one.level == CHAPTER)
        ),
        None,
    )


def _built(made: Section, new: Sequence[Section], builds: Sequence[Build]) -> list[Block]:
    """All that builds generated in the section."""
    sections = [made, *new, *(one for build in builds for one in parse(build.generated).sections)]
    return [
        block for one in sections if (one.step, one.said) == (made.step, made.said) for block in one.blocks
    ]


def _is_built(own: Block, built: Collection[Block]) -> bool:
    return any(
        own.kind == one.kind and (own.said == one.said or counts_anew(own.said, one.said)) for one in built
    )


def _is_in_place(place: int, at: int, of: Mapping[int, int]) -> bool:
    """Whether what stands above or below a section is what is generated there."""
    above = max((one for one in of if one < place), default=None)
    below = min((one for one in of if one > place), default=None)
    return (above is not None and of[above] == at - 1) or (below is not None and of[below] == at + 1)


def _said(section: Section) -> set[str]:
    return {block.said for block in section.blocks}
