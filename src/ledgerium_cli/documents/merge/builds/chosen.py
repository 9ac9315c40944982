"""Of passages that several builds generated those by which people's document has them. By their indexes: what the
passages are, blocks of a section or rows of a table, does not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from ledgerium_cli.documents.merge.builds.earlier import unversioned
from ledgerium_cli.documents.merge.text.counted import CITED, words_alone

Pairs = Mapping[int, int]
Cluster = tuple[int | None, ...]
"""What several builds say of one thing: its index in what each of them generated, if it did."""
Match = Callable[[int, int], Pairs]
"""The pairs of indexes of what two builds, by their indexes, generated."""
ToOwn = Callable[[Sequence[tuple[int, int]]], Pairs]
"""Of generated passages, each by its build and its index there, what people's document has for each, by the words."""
Origins = dict[int, list[tuple[int, int, int]]]
"""By the index of a cluster the build by which people's document has it, its index there, and the one of theirs;
several where it has that of several builds."""


class Side(Struct, frozen=True):
    """What the passages of one build say in a part of the document."""

    made: Sequence[str]
    """As generated; nothing where it did not generate the part."""
    left: Sequence[str]
    """What stood there when that was merged with people's edits."""
    to_left: Pairs

    def left_of(self, at: int) -> str | None:
        """What stood there for one that was generated; None where it was taken out."""
        return self.left[self.to_left[at]] if at in self.to_left else None


class Choice(Struct, frozen=True):
    side: int
    at: int
    """The index among what this side generated."""
    own: int | None
    """The index of what people's document has for it; None where it was taken out."""
    cluster: Cluster


def chosen_of(
    sides: Sequence[Side], own: Sequence[str], match: Match, to_own: ToOwn, *, are_branches: bool = False
) -> list[Choice]:
    """What is generated for what stands there, and what people took out; in the order of the build in whose order it
    stands there, since that of counts is another one in each; else, where git has put it together, as it stands.
    `are_branches`: two of the builds were made on branches that git merged."""
    found = [_chosen_by(first, sides, own, match, to_own, are_branches) for first in range(len(sides))]
    places = [[one.own for one in some] for some in found]
    in_order = (some for some, of in zip(found, places, strict=True) if _is_in_order(of))
    if (fitting := next(in_order, None)) is not None:
        return fitting
    lines = [_seen_by(one, sides, own) for one in found[0]]
    return [found[0][at] for at in as_it_stands(lines, places[0])]


def _seen_by(one: Choice, sides: Sequence[Side], own: Sequence[str]) -> Cluster:
    """The cluster without the builds that left it otherwise than it stands in people's document, if any left it so."""
    if one.own is None:
        return one.cluster
    so = {n for n, at in enumerate(one.cluster) if at is not None and sides[n].left_of(at) == own[one.own]}
    return tuple(at if n in (so or {one.side}) else None for n, at in enumerate(one.cluster))


def as_it_stands(clusters: Sequence[Cluster], places: Sequence[int | None]) -> list[int]:
    """The indexes of the clusters in the order of their `places` in people's document, what is not there behind what it
    stands behind; in their own where people moved one: all builds that say two things have them the other way round."""
    there = [(place, at) for at, place in enumerate(places) if place is not None]
    if any(
        _orders(clusters[at], clusters[to]) == {place > other}
        for (place, at), (other, to) in combinations(there, 2)
    ):
        return [*range(len(clusters))]
    last, keys = -1, list[tuple[int, int]]()
    for at, place in enumerate(places):
        last = place if place is not None else last
        keys.append((last, at))
    return [at for _, at in sorted(keys)]


def _orders(one: Cluster, other: Cluster) -> set[bool]:
    """Whether the one stands above the other, in the builds that have both."""
    pairs = zip(one, other, strict=True)
    return {at < to for at, to in pairs if at is not None and to is not None and at != to}


def _is_in_order(places: Iterable[int | None]) -> bool:
    there = [one for one in places if one is not None]
    return there == sorted(there)


def _chosen_by(
    first: int, sides: Sequence[Side], own: Sequence[str], match: Match, to_own: ToOwn, are_branches: bool
) -> list[Choice]:
    """The same, in the order of one of them."""
    clusters = clusters_of([len(one.made) for one in sides], match, first)
    known, unknown = _known(sides, own, clusters)
    origins = known | _guessed(sides, own, clusters, known, unknown, to_own)
    taken = {place for some in origins.values() for *_, place in some}
    for n, origin in _beside(sides, own, clusters, origins, [one for one in unknown if one not in taken]):
        origins[n] = [*origins[n], origin]
    found: list[Choice] = []
    for n, cluster in enumerate(clusters):
        if n in origins:
            found += (Choice(side, at, place, cluster) for side, at, place in origins[n])
            continue
        out = taken_out_by(cluster, [one.to_left for one in sides])
        if out is None and None not in cluster and not _changed_places(cluster, clusters):
            is_of_people = not are_branches or _is_cut_out(cluster, sides, own)
            out = 0 if is_of_people else None  # since the last builds
        if out is not None and (at_out := cluster[out]) is not None:
            found.append(Choice(out, at_out, None, cluster))
    return found


def _changed_places(one: Cluster, clusters: Iterable[Cluster]) -> bool:
    """Whether builds have it above something that others have it below: git, which knows no moves, may have left it in
    neither of the places."""
    return any(len(_orders(one, other)) > 1 for other in clusters)


def _is_cut_out(cluster: Cluster, sides: Sequence[Side], own: Sequence[str]) -> bool:
    """Whether what a build left above it and below it stands there, the one right behind the other. Between lines of
    several builds git may have left it out."""
    places = {said: place for place, said in reversed([*enumerate(own)])}
    for side, at in zip(sides, cluster, strict=True):
        if at is None or (left := side.to_left.get(at)) is None:
            continue
        above = next((places[one] for one in reversed(side.left[:left]) if one in places), -1)
        below = next((places[one] for one in side.left[left + 1 :] if one in places), len(own))
        if below == above + 1:
            return True
    return False


def taken_out_by(cluster: Cluster, to_left: Sequence[Pairs]) -> int | None:
    """The side on which it was generated, but did not stand there."""
    sides = zip(cluster, to_left, strict=True)
    return next((n for n, (at, left) in enumerate(sides) if at is not None and at not in left), None)


def _known(
    sides: Sequence[Side], own: Sequence[str], clusters: Sequence[Cluster]
) -> tuple[Origins, list[int]]:
    """What builds left as it stands; and the indexes of what none of them did."""
    of = {(side, at): n for n, one in enumerate(clusters) for side, at in enumerate(one) if at is not None}
    found: Origins = {}
    unknown: list[int] = []
    for place, said in enumerate(own):
        known = [*_left_as(sides, said)]
        left = [one for one in known if one is not None]
        as_made = [one for one in left if sides[one[0]].made[one[1]] == said]  # nobody changed it
        free = [one for one in (*as_made, *left) if of[one] not in found] or as_made
        if free:
            found.setdefault(of[free[0]], []).append((*free[0], place))
        elif not known:
            unknown.append(place)
    return found, unknown


def _guessed(
    sides: Sequence[Side],
    own: Sequence[str],
    clusters: Sequence[Cluster],
    known: Origins,
    unknown: Sequence[int],
    to_own: ToOwn,
) -> Origins:
    """What people made the rest of since the builds, by the words, or the events cited, beside what is `known`: of the
    build whose numbers and words it has most of."""
    guesses: list[tuple[bool, float, int, int, int, int]] = []
    for side in range(len(sides)):
        some = [(n, known[n][0][:2] if n in known else (side, one[side])) for n, one in enumerate(clusters)]
        there = [(n, (of, at)) for n, (of, at) in some if at is not None]
        by_words = {there[index][0]: place for index, place in to_own([one for _, one in there]).items()}
        for n, (of, at) in there:
            for place in unknown if n not in known else ():
                said = sides[of].made[at]
                is_so = by_words.get(n) == place
                if is_so or not _cited(said).isdisjoint(_cited(own[place])):
                    guesses.append((not is_so, -_likeness(said, own[place]), place, n, of, at))
    found: Origins = {}
    taken = set[int]()
    for *_, place, n, side, at in sorted(guesses):
        if n not in found and place not in taken:
            found[n] = [(side, at, place)]
            taken.add(place)
    return found


def _beside(
    sides: Sequence[Side],
    own: Sequence[str],
    clusters: Sequence[Cluster],
    origins: Origins,
    left: Sequence[int],
) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """What people made of what one build says of a thing, where that of another stands as well, since they took both
    sides of a conflict of git: by the index of a cluster."""
    for place in left:
        made = [
            (_likeness(one, own[place]), n, side, at)
            for n, cluster in enumerate(clusters)
            for side, at in enumerate(cluster)
            if at is not None and n in origins and _is_other(one := sides[side].made[at], sides, origins[n])
            if _shares_most(one, own[place])
        ]
        if made:
            _, n, side, at = max(made, key=lambda one: (one[0], -one[1], -one[2]))
            yield n, (side, at, place)


def _is_other(said: str, sides: Sequence[Side], origins: Sequence[tuple[int, int, int]]) -> bool:
    return all(sides[side].made[at] != said for side, at, _ in origins)


def _shares_most(made: str, own: str) -> bool:
    """Whether it has most of the words, and all or none of the events."""
    words = Counter(words_alone(made))
    cited = _cited(own)
    return 2 * (words & Counter(words_alone(own))).total() > words.total() > 0 and cited <= _cited(made)


def _cited(said: str) -> set[str]:
    return {*CITED.findall(said)}


def _left_as(sides: Sequence[Side], said: str) -> Iterator[tuple[int, int] | None]:
    """(side, index there) of what was generated for what a build left so; None for what people had added to it."""
    for n, side in enumerate(sides):
        of = {left: at for at, left in side.to_left.items()}
        for place, one in enumerate(side.left):
            if one == said != "":
                yield (n, of[place]) if place in of else None


def _likeness(made: str, own: str) -> float:
    """The share of words, numbers and citations that they have in common; of numbers and citations first, since builds
    tell the same in others; not of the version, which git merges by itself."""
    made, own = map(unversioned, (made, own))
    words = [Counter(words_alone(one)) for one in (made, own)]
    numbers = [Counter({word: n for word, n in one.items() if any(map(str.isdigit, word))}) for one in words]
    cited = [Counter(CITED.findall(one)) for one in (made, own)]
    return 2 * _dice(*(one + other for one, other in zip(numbers, cited, strict=True))) + _dice(*words)


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def clusters_of(sizes: Sequence[int], match: Match, first: int = 0) -> list[Cluster]:
    """What builds have in common, in the order of the `first`; what that does not have, behind what it stands behind in
    another one."""
    found: list[dict[int, int]] = []
    for n in [first, *(n for n in range(len(sizes)) if n != first)]:
        known: dict[int, dict[int, int]] = {}
        for other in {m for one in found for m in one}:
            for at, to in match(other, n).items():
                one = next(one for one in found if one.get(other) == at)
                if to not in known and n not in one:
                    known[to] = one
                    one[n] = to
        last = -1
        for at in range(sizes[n]):
            if at in known:
                last = next(place for place, one in enumerate(found) if one is known[at])
            else:
                last += 1
                found.insert(last, {n: at})
    return [tuple(one.get(n) for n in range(len(sizes))) for one in found]
