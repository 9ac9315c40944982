"""Variants: the ways that cases went."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from msgspec import Struct

from ledgerium_cli.cases.model import Case, Way
from ledgerium_cli.findings.order import CaseIds, Order, Taken, walk_all
from ledgerium_cli.findings.statistics import Summary, summarise


class Variant(Struct, frozen=True):
    activities: tuple[str, ...]
    is_ordered: bool
    """Whether it is known that they were performed in this order."""
    cases: CaseIds
    """Sorted by start."""
    share: float
    coverage: float
    """Share of the cases with this variant or a more frequent one."""
    counted: int
    """How many of its cases reached the declared end; all when no end is declared."""
    cycle: Summary
    """Over these, as far as times are known."""

    @property
    def way(self) -> Way:
        return self.activities, self.is_ordered


class VariantFold:
    def __init__(self) -> None:
        self._found: dict[Way, tuple[array[int], array[int]]] = {}
        """The cases that went each way, and their known cycle times that count."""
        self._counted: Counter[Way] = Counter()

    def add(self, case: Case, place: int, first: int) -> None:
        way = case.way
        if (found := self._found.get(way)) is None:
            found = self._found[way] = array("I"), array("q")
        found[0].append(place)
        if case.is_counted:
            self._counted[way] += 1
            if case.cycle_ms is not None:
                found[1].append(case.cycle_ms)

    def taken(self) -> Taken:
        return ((variant, places) for (variant, _), (places, _) in self._found.items())

    def in_order(self) -> Taken:
        """Those of which the order is known."""
        return ((variant, places) for (variant, known), (places, _) in self._found.items() if known)

    def conclude(self, order: Order) -> tuple[Variant, ...]:
        """Most frequent first, ties by the earliest case; the first one is the usual way. Those of which the order is
        not known come last."""
        ordered = sorted(
            self._found.items(), key=lambda item: (not item[0][1], -len(item[1][0]), item[1][0][0])
        )
        covered = accumulate(len(places) for _, (places, _) in ordered)
        return tuple(
            Variant(
                activities=way[0],
                is_ordered=way[1],
                cases=order.named(places),
                share=len(places) / len(order.ids),
                coverage=reached / len(order.ids),
                counted=self._counted[way],
                cycle=summarise(cycles),
            )
            for (way, (places, cycles)), reached in zip(ordered, covered, strict=True)
        )


def taken_by(variants: Iterable[Variant]) -> Taken:
    """Those of which the order is known."""
    return ((one.activities, one.cases.places) for one in variants if one.is_ordered)


def find_variants(cases: Sequence[Case]) -> tuple[Variant, ...]:
    fold = VariantFold()
    return fold.conclude(walk_all(cases, fold))
