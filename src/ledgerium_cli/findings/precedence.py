"""Which activity comes before which, and one order of all that agrees with it.

What counts of a case is the first performance of each activity, so that a loop does not turn its own order around.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise

from msgspec import Struct

from ledgerium_cli.findings.order import Taken

MOST_RANKED = 200
"""Activities; nobody reads a procedure of more."""
UNSETTLED = 4
"""An order is not settled where one in so many cases contradicts it."""


class Before(Struct, frozen=True):
    """An activity that stands before another one in the procedure, and came after it in some cases."""

    activity: str
    cases: int
    of_cases: int
    """With both."""


class Precedence:
    """In how many cases one activity comes before another."""

    def __init__(self, performed: Mapping[str, int], taken: Taken) -> None:
        """`performed`: in how many cases, all activities in the order in which they were first seen."""
        common = sorted(performed, key=lambda one: -performed[one])
        self._ranked = [one for one in performed if one in {*common[:MOST_RANKED]}]
        self._rest = common[MOST_RANKED:]
        self._performed = [performed[one] for one in self._ranked]
        self._place = {one: place for place, one in enumerate(self._ranked)}
        self._cases = self._counted(taken)
        """By the places of two activities, how often the first one came first."""

    def _counted(self, taken: Taken) -> Counter[tuple[int, int]]:
        """Variants of as many cases at once: of many variants most have one."""
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
        """All activities. Those `declared` are in their order. Else of two that one goes first that comes first in more
        cases: the clearest pairs are taken before the others, and a pair that contradicts clearer ones is passed over
        (ranked pairs, Tideman 1987). What that leaves open stands in the order in which it was first seen. Those beyond
        the ranked ones stand behind, the most frequent first.
        """
        chosen = _Ranked(len(self._ranked))
        known = [self._place[one] for one in declared if one in self._place]
        for one, other in chain(pairwise(known), self._clearest()):
            chosen.put(one, other)
        return [*(self._ranked[place] for place in chosen.order()), *self._rest]

    def _clearest(self) -> list[tuple[int, int]]:
        """Pairs of which the first one comes first in more cases, by how many more; of equals those first of which the
        second one never comes without the first before it, then those that were seen close to each other, of which most
        others follow.
        """
        found = []
        for (one, other), cases in self._cases.items():
            if (more := cases - self._cases.get((other, one), 0)) > 0:
                found.append((-more, cases < self._performed[other], abs(other - one), one, other))
        return [(one, other) for *_, one, other in sorted(found)]

    def unsettled(self, order: Sequence[str]) -> dict[str, tuple[Before, ...]]:
        """Of each activity those that stand before it in `order` and came after it in many cases, in most of them
        first.
        """
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
    """Pairs that hold, with all that follows of them."""

    def __init__(self, size: int) -> None:
        self._after, self._before = [0] * size, [0] * size
        """By place, those after and before it, a bit for each."""

    def put(self, one: int, other: int) -> None:
        """Unless the contrary follows of those before."""
        if (self._after[one] >> other | self._after[other] >> one) & 1:
            return
        before, after = self._before[one] | 1 << one, self._after[other] | 1 << other
        for place in _places(before):
            self._after[place] |= after
        for place in _places(after):
            self._before[place] |= before

    def order(self) -> Iterator[int]:
        """Each place behind all that go before it, the smallest first that may come."""
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
