"""Sections that stand twice in people's version: where they moved one on their branch, git leaves it at its place as
well if another branch built it anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.markdown.matching import match_sections
from ledgerium_cli.documents.merge.markdown.model import CHAPTER, Block, Section
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.merge.text.counted import counts_anew


def moved_once(
    own: Sequence[Section], made: Sequence[Section], new: Sequence[Section], builds: Sequence[Build]
) -> list[Section]:
    """People's sections with each step and chapter once, where they moved it: without the other one, if one of the two
    has only what was generated in `made`, `new` or `builds`. If both do, it is the newer one. What they wrote into a
    copy of a step that stands at its place is theirs beside it."""
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
        moved = [there for there in (place, first) if not _is_in_place(there, at, of)]
        kept = _kept((first, place), own, made[at], _built(made[at], new, builds), moved)
        if kept is not None:
            stands = next(iter(moved), place)
            stays[stands] = own[kept]
            out |= {first, place} - {stands}
    return [stays.get(place, one) for place, one in enumerate(own) if place not in out]


def _kept(
    two: tuple[int, int],
    own: Sequence[Section],
    made: Section,
    built: Collection[Block],
    moved: Collection[int],
) -> int | None:
    """Which of two stands; None if both do."""
    theirs = [at for at in two if not _is_generated(own[at], made, built)]
    if not theirs:
        now = _said(made)
        return max(two, key=lambda at: len(now & _said(own[at])))
    kept = theirs[0]
    other = next(at for at in two if at != kept)
    said = _said(own[other])
    is_of_another = own[kept].said == own[other].said and any(
        _is_built(block, built) and block.said not in said for block in own[kept].blocks
    )
    is_at_its_place = kept not in moved and other in moved
    return kept if len(theirs) == 1 and (is_of_another or is_at_its_place) else None


def _is_generated(own: Section, made: Section, built: Collection[Block]) -> bool:
    return own.said == made.said and all(_is_built(block, built) for block in own.blocks)


def _twin(place: int, own: Sequence[Section], of: Mapping[int, int]) -> int | None:
    """The place of the same step or chapter that goes on being what is generated."""
    one = own[place]
    return next(
        (
            other
            for other in of
            if own[other].level == one.level
            and (own[other].step == one.step if one.blocks else one.step is None)
            and (own[other].said == one.said or one.step is not None)
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
