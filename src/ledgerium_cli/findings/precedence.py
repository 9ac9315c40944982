"""Finds which activity comes before which, and one order of all activities that agrees with it.

In each case only the first performance of each activity counts, so that a loop does not reverse its own order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise

from msgspec import Struct

from ledgerium_cli.findings.order import Taken

MOST_RANKED = 200
"""Activities; nobody reads a longer procedure."""
UNSETTLED = 4
"""An order is unsettled when at least one in this many cases contradicts it."""


class Before(Struct, frozen=True):
    """An activity that stands before another one in the procedure but came after it in some cases."""

    activity: str
    cases: int
    of_cases: int
    """The number of cases with both."""


class Precedence:
    """In how many cases one activity comes before another."""

    def __init__(self, performed: Mapping[str, int], taken: Taken) -> None:
        """`performed` is the number of cases with each activity; activities in the order in which they were first
        seen."""
        common = sorted(performed, key=lambda one: -performed[one])
        self._ranked = [one for one in performed if one in {*common[:MOST_RANKED]}]
        self._rest = common[MOST_RANKED:]
        self._performed = [performed[one] for one in self._ranked]
        self._place = {one: place for place, one in enumerate(self._ranked)}
        self._cases = self._counted(taken)
        """By the indexes of two activities, the number of cases in which the first comes before the second."""

    def _counted(self, taken: Taken) -> Counter[tuple[int, int]]:
        """Counts pairs over all variants with the same number of cases at once, since most variants have one case."""
        alike: dict[int, list[list[int]]] = {}
        for variant, cases in taken:
            first = [self._place[one] for one in dict.fromkeys(variant) if one in self._place]
            alike.setdefault(len(cases), []).append(first)
        found = Counter[tuple[int, int]]()
        for times, firsts in alike.items():
            pairs = chain.from_iterable(combinations(first, 2) for first in firsts)
            for pair, variants in Counter(pairs).items():
                found[pair] += times * variants
        return found

    def in_order(self, declared: Iterable[str]) -> list[str]:
        """All activities in one order. The `declared` ones keep their order. Of any other two, the one that comes
        first in more cases goes first: pairs are taken by how clear they are, and a pair that contradicts clearer
        ones is skipped (ranked pairs, Tideman 1987). What that leaves open stays in the order of first appearance.
        Activities beyond the ranked ones come last, most frequent first."""
        chosen = _Ranked(len(self._ranked))
        known = [self._place[one] for one in declared if one in self._place]
        for one, other in chain(pairwise(known), self._clearest()):
            chosen.put(one, other)
        return [*(self._ranked[place] for place in chosen.order()), *self._rest]

    def _clearest(self) -> list[tuple[int, int]]:
        """(first, second) for pairs with a majority, largest majority first. Ties: first those whose second activity
        never occurs without the first before it, then those first seen close to each other, which most others follow
        from."""
        found = []
        for (one, other), cases in self._cases.items():
            if (more := cases - self._cases.get((other, one), 0)) > 0:
                found.append((-more, cases < self._performed[other], abs(other - one), one, other))
        return [(one, other) for *_, one, other in sorted(found)]

    def unsettled(self, order: Sequence[str]) -> dict[str, tuple[Before, ...]]:
        """For each activity, those that stand before it in `order` but came after it in many cases; in most cases
        first."""
        at = {self._place[one]: place for place, one in enumerate(order) if one in self._place}
        found: dict[str, list[Before]] = {}
        for (one, other), cases in self._cases.items():
            both = cases + self._cases.get((other, one), 0)
            if at[other] < at[one] and UNSETTLED * cases >= both:
                found.setdefault(self._ranked[one], []).append(Before(self._ranked[other], cases, both))
        rank = {one: place for place, one in enumerate(order)}
        return {
            activity: tuple(sorted(own, key=lambda one: (-one.cases, rank[one.activity])))
            for activity, own in found.items()
        }


class _Ranked:
    """A strict partial order: the accepted pairs with everything that follows from them."""

    def __init__(self, size: int) -> None:
        self._after, self._before = [0] * size, [0] * size
        """By index, bit masks of the activities after and before it."""

    def put(self, one: int, other: int) -> None:
        """Accept a pair, unless the opposite follows from earlier ones."""
        if (self._after[one] >> other | self._after[other] >> one) & 1:
            return
        before, after = self._before[one] | 1 << one, self._after[other] | 1 << other
        for place in _places(before):
            self._after[place] |= after
        for place in _places(after):
            self._before[place] |= before

    def order(self) -> Iterator[int]:
        """A topological order; of several candidates the smallest index comes first."""
        left, done = [*range(len(self._after))], 0
        while left:
            at = next(at for at, place in enumerate(left) if not self._before[place] & ~done)
            place = left.pop(at)
            done |= 1 << place
            yield place


def _places(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
