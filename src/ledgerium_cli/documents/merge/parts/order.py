"""The order of the sections, those that are gone included: each of these has its place among the others as a heading
without words, both in the order in which sections are generated and in that of people. So one that comes back was never
away, and stands where people had it, or where it is generated if they had not moved it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.gone import Gone, Key, is_kept, key_of
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.markdown.levels import lowered, usual_lower
from ledgerium_cli.documents.merge.markdown.model import Section
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.merge.parts.moved import Triple
from ledgerium_cli.documents.merge.text.order import ascending, places


def with_gone(
    old: Sequence[Section], own: Sequence[Section], new: Sequence[Section], gone: Gone
) -> tuple[list[Section], list[Section]]:
    """The sections of the last build and people's, with those that are gone, or back in the new one, in their places:
    what is back as it was, what is gone as a heading."""
    kept = [one for one in own if _is_kept(one, gone)]
    # People may have a section of that title.
    known = {*map(key_of, old)} | ({key_of(one) for one in own if one not in kept} - {*map(key_of, new)})
    made = {key_of(one): one for one in gone.made if key_of(one) not in known}
    theirs = {key_of(one): one for one in gone.own if key_of(one) in made}
    for one in new:
        key = key_of(one)
        if key not in theirs:
            continue
        was, left = gone.as_it_was(one) or (one, lowered(one, usual_lower(one.level, own)))
        back = next((each for each in own if key_of(each) == key), left)
        if back.blocks != left.blocks or gone.is_taken(one):
            del theirs[key]  # people took it out, or changed what was kept of it
            continue
        own = [each for each in own if each is not back]
        made[key], theirs[key] = was, back
    made = {key: one for key, one in made.items() if key in theirs}
    return _with_away(old, gone.made, made, gone.placed), _with_away(own, gone.own, theirs, (), kept)


def _is_kept(section: Section, gone: Gone) -> bool:
    """Whether it is what is kept of a part that is gone, which has the title of that."""
    return any(is_kept(section, *pair) for pair in gone.pairs())


def _with_away(
    sections: Sequence[Section],
    remembered: Sequence[Section],
    away: Mapping[Key, Section],
    placed: Sequence[Section],
    kept: Sequence[Section] = (),
) -> list[Section]:
    """The sections with those that are `away` where they stood in the order that is remembered. `kept` are in none."""
    sizes = len(remembered), len(sections), len(remembered)
    known = {*map(key_of, placed)}
    moved = {at for at, one in enumerate(remembered) if key_of(one) in known}
    found = list[Section]()
    pairs = {at: to for at, to in _pairs(remembered, sections).items() if sections[to] not in kept}
    for place in places(sizes, pairs, _each(remembered), {}, moved=moved):
        if place.theirs is not None:
            found.append(sections[place.theirs])
        elif place.base is not None and (one := away.get(key_of(remembered[place.base]))) is not None:
            found.append(one)
    return found


def _each(some: Sequence[Section]) -> dict[int, int]:
    return {at: at for at in range(len(some))}


def _pairs(some: Sequence[Section], others: Sequence[Section]) -> dict[int, int]:
    """The same sections in two orders, by index."""
    left = defaultdict[Key, list[int]](list)
    for at, one in enumerate(others):
        left[key_of(one)].append(at)
    return {at: left[key].pop(0) for at, one in enumerate(some) if left.get(key := key_of(one))}


def moved_by_people(
    old: Sequence[Section], own: Sequence[Section], gone: Gone, builds: Sequence[Build]
) -> set[int]:
    """The sections that people moved, by index in the last build: until they put them where they are generated, even
    if a build has come to their order meanwhile."""
    order = _indexes(own, old)
    known = {*_indexes(gone.placed, old)}.intersection(order)
    left = _indexes(parse(builds[0].shown).sections, old) if builds and known else []
    is_as_left = [at for at in order if at in left] == [at for at in left if at in order]
    if not is_as_left:
        stayed = _ascending(order, known)
        known = {one for one in known if len(_ascending(order, known - {one})) == len(stayed)}
    return {*order} - _ascending(order, known)


def _ascending(order: Sequence[int], without: Collection[int]) -> set[int]:
    return ascending([at for at in order if at not in without])


def _indexes(some: Sequence[Section], others: Sequence[Section]) -> list[int]:
    """Those of the sections in another order, as far as they are there."""
    pairs = _pairs(some, others)
    return [pairs[at] for at in range(len(some)) if at in pairs]


def with_order(
    gone: Gone,
    base: Sequence[Section],
    parts: Sequence[Triple],
    new: Sequence[Section],
    moved: Collection[int],
) -> Gone:
    """What is gone, with the order of the sections after a merge of the `parts`, which stand in the order of people."""
    now = {key_of(before): after for before, _, after in parts if before is not None and after is not None}
    base = [now.get(key_of(one), one) for one in base]
    stand = (one for one in parts if one[1] is None or not _is_kept(one[1], gone))
    own = [_last_of(*one) for one in stand if one[1] is not None or one[0] is None]
    known = {key_of(base[at]) for at in moved}
    made = _with_those_gone(base, own, new, moved)
    placed = [one for one in made if key_of(one) in known]
    if len(made) == len(new) or (not placed and [*map(key_of, made)] == [*map(key_of, own)]):
        made, own = [], []
    return replace(gone, made=_headings(made), own=_headings(own), placed=_headings(placed))


def _with_those_gone(
    base: Sequence[Section], own: Sequence[Section], new: Sequence[Section], moved: Collection[int]
) -> list[Section]:
    """The sections of the new build with those that people have still and that stand in the last one alone, each behind
    what it stood behind there."""
    sizes = len(base), len(base), len(new)
    found = places(sizes, _each(base), _pairs(base, new), {}, moved=moved)
    theirs = {key_of(one) for one in own}
    away = {key_of(one): one for one in base if key_of(one) in theirs}
    # Those that people moved stand where the next build will read them.
    return _with_away(
        new, [_last_of(*one.of(base, base, new)) for one in found], away, [base[at] for at in moved]
    )


def _last_of(base: Section | None, theirs: Section | None, new: Section | None) -> Section:
    return next(one for one in (new, base, theirs) if one is not None)


def _headings(sections: Sequence[Section]) -> tuple[Section, ...]:
    return tuple(replace(one, number="", blocks=(), source="") for one in sections)
