"""Reads the headings of people's version at the levels at which they are generated, whatever level people gave them.

All of them may stand lower, for a page that has its own title, or one chapter below another. The level is layout: a
chapter or step is the same at any, its level stays as it is, and new ones get that of their neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.matching import match_sections, name_of
from ledgerium_cli.documents.merge.markdown.model import CHAPTER, Section
from ledgerium_cli.documents.merge.markdown.numbering import LEVEL, numbered
from ledgerium_cli.documents.merge.markdown.parse import said_of
from ledgerium_cli.documents.merge.text.wording import KEPT, MADE

_MOST = 6
"""The lowest level of a heading in Markdown."""


def at_generated_levels(own: Sequence[Section], generated: Sequence[Section]) -> list[Section]:
    """People's sections with the levels of the `generated` ones: each step and chapter that its id or title shows; the
    others that of most headings that people put at the same level, below `KEPT` that below chapters."""
    kept = _kept(own)
    known = _known(own, generated, kept)
    if all(own[place].shown_level == level for place, level in known.items()):
        return _with_renamed([*own], generated, known.keys() | kept.keys())
    usual = Counter((own[place].shown_level, level) for place, level in known.items())
    found = list[Section]()
    for place, one in enumerate(own):
        if place in known:
            level, one = known[place], _numbered(one, known[place])
        elif place in kept:
            level = max(1, one.shown_level - found[kept[place]].lower)
        else:
            level = _usual_level(one.shown_level, usual, is_first=not any(each.level for each in found))
        found.append(at_level(one, level))
    return _with_renamed(found, generated, known.keys() | kept.keys())


def _numbered(section: Section, level: int) -> Section:
    """A step with its number apart from its title; elsewhere than at the level of steps only its id tells it."""
    number, title = numbered(section.title)
    if level != LEVEL or section.number or not number:
        return section
    return replace(section, number=number, title=title, said=said_of(title))


def at_level(section: Section, level: int) -> Section:
    """The section read at a level; it is still shown at the one that people gave it."""
    if section.level in (0, level):
        return section
    return replace(section, level=level, lower=section.shown_level - level)


def lowered(section: Section, lower: int) -> Section:
    """A section that people did not have, shown by so many levels lower."""
    shown = min(max(section.level + lower, 1), _MOST)
    return replace(section, lower=shown - section.level, source="") if lower else section


def with_neighbours(sections: Sequence[Section], new: Collection[int]) -> list[Section]:
    """The sections with those at the indexes `new`, which people did not have, at the level of the nearest ones of
    their kind before and behind, or, where these differ or there are none, of most."""
    known = [(at, one) for at, one in enumerate(sections) if at not in new and one.level]
    return [lowered(one, _lower(at, one, known)) if at in new else one for at, one in enumerate(sections)]


def usual_lower(level: int, sections: Iterable[Section]) -> int:
    """By how many levels people put most headings of a level lower; where there are none, those above it."""
    counts = Counter((one.level, one.lower) for one in sections if 0 < one.level <= level)
    nearest = max((own for own, _ in counts), default=level)
    usual = ((times, lower == 0, lower) for (own, lower), times in counts.items() if own == nearest)
    return max(usual, default=(0, True, 0))[2]


def _lower(at: int, new: Section, known: Sequence[tuple[int, Section]]) -> int:
    same = [(place, one.lower) for place, one in known if one.level == new.level]
    before = [lower for place, lower in same if place < at][-1:]
    behind = [lower for place, lower in same if place > at][:1]
    if before == behind != []:
        return before[0]
    return usual_lower(new.level, (one for _, one in known))


def _kept(own: Sequence[Section]) -> dict[int, int]:
    """The indexes of what stands below `KEPT`, which is called as chapters and steps that are gone, with that of
    `KEPT`."""
    found, of, top = dict[int, int](), 0, 0
    for place, one in enumerate(own):
        if one.title == KEPT:
            of, top = place, one.shown_level
        elif one.shown_level <= top or one.said == MADE:
            top = 0
        elif top:
            found[place] = of
    return found


def _known(own: Sequence[Section], generated: Sequence[Section], kept: Collection[int]) -> dict[int, int]:
    """The generated level of each section that its id or its title shows, by index. Of several with one title that is
    it which stands at the level of the others of its kind."""
    found = {place: LEVEL for place, one in enumerate(own) if one.step is not None and one.level}
    ids = {one.step for one in own}
    levels = {
        name_of(one): one.level
        for one in generated
        if one.level and (one.step is None or one.step not in ids)
    }
    titled: dict[str, list[int]] = {}
    for place, one in enumerate(own):
        if one.level and one.title == KEPT:
            found[place] = CHAPTER
        elif one.level and place not in found and place not in kept:
            names = name_of(one), name_of(_numbered(one, LEVEL))
            if (name := next((name for name in names if name in levels), None)) is not None:
                titled.setdefault(name, []).append(place)
    found |= {places[0]: levels[name] for name, places in titled.items() if len(places) == 1}
    usual = [replace(own[place], level=at, lower=own[place].shown_level - at) for place, at in found.items()]
    for name, places in titled.items():
        shown = levels[name] + usual_lower(levels[name], usual)
        found[min(places, key=lambda place: abs(own[place].shown_level - shown))] = levels[name]
    return found


def _usual_level(shown: int, usual: Mapping[tuple[int, int], int], *, is_first: bool) -> int:
    """The level at which most headings are generated that people put at the level `shown`; where none is known, as
    much higher or lower as those at the nearest one, above if there is any."""
    if is_first and shown == 1 and all(level > 1 for _, level in usual):
        return shown  # the title
    same = [(times, level == shown, level) for (own, level), times in usual.items() if own == shown]
    if same:
        return max(same)[2]
    nearest = min(usual, key=lambda one: (one[0] > shown, abs(one[0] - shown)))
    return max(1, shown - nearest[0] + nearest[1])


def _with_renamed(own: list[Section], generated: Sequence[Section], known: Collection[int]) -> list[Section]:
    """The sections with those read as chapters that say what a chapter says that is missing, whatever they are called
    and wherever people put them."""
    others = [place for place, one in enumerate(own) if one.level not in (0, CHAPTER) and place not in known]
    if not others:
        return own
    there = match_sections(generated, own)
    made = [one for at, one in enumerate(generated) if one.level == CHAPTER and at not in there]
    free = [place for place in others if place not in there.values()]
    if made and free:
        for at in match_sections(made, [at_level(own[place], CHAPTER) for place in free]).values():
            own[free[at]] = at_level(own[free[at]], CHAPTER)
    return own
