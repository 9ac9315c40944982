"""Directly-follows paths and variants."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from ledgerium_cli.cases.model import Case, Way
from ledgerium_cli.findings.activities import Evidence, shown_by
from ledgerium_cli.findings.order import CaseIds, Order, Taken, cases_with, walk_all
from ledgerium_cli.findings.statistics import Summary, summarise
from ledgerium_cli.steps.model import Step


class Path(Struct, frozen=True):
    """One activity directly followed by another in a case."""

    source: str | None
    """Activity id; None for the start of a case."""
    target: str | None
    """Activity id; None for the end of a case."""
    count: int
    cases: CaseIds
    between: Summary
    """Milliseconds from the completion of the first to the start of the second; zero when they overlap."""
    hand_offs: int | None
    """How often the actor changed; None where it is not known of any time, and 0 from the start and to the end."""
    hand_offs_known: int
    """Of how many times it is known."""
    system_switches: int | None
    """How often the same actor changed the system, in the same way."""
    system_switches_known: int
    evidence: tuple[Evidence, ...]
    """The last event of the first step and the first event of the second, in the first case that has the path."""


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


class Changes(Struct, frozen=True):
    """How often something changed between two consecutive steps of a case, as far as it is known."""

    count: int
    cases: int
    """Cases with at least one change."""
    of_cases: int
    """Cases of which anything is known; none where nothing is."""
    most: int
    """The most changes in one case."""
    moves: int
    """How often one step followed another, in cases of which the order is known."""
    known: int
    """For how many of these it is known."""

    @property
    def per_case(self) -> float | None:
        return self.count / self.of_cases if self.of_cases else None


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

    @property
    def taken(self) -> Taken:
        return ((variant, places) for (variant, _), (places, _) in self._found.items())

    @property
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


class PathFold:
    """Finds paths, and hand-offs and system switches on them, in cases of which the order is known."""

    def __init__(self) -> None:
        self._paths: dict[tuple[str, str], _Path] = {}
        self._of_variant: dict[tuple[str, ...], list[_Path]] = {}
        self._hand_offs, self._switches = _ChangeFold(), _ChangeFold()

    def add(self, case: Case, place: int, first: int) -> None:
        if not case.is_ordered:
            return
        variant = case.variant
        if (paths := self._of_variant.get(variant)) is None:
            paths = self._of_variant[variant] = [self._path(*pair) for pair in pairwise(variant)]
        hand_offs = switches = unnamed = unplaced = 0
        for at, (path, (before, after)) in enumerate(
            zip(paths, pairwise(case.steps), strict=True), start=first
        ):
            if path.first is None:
                path.first = at
            path.count += 1
            if case.timed:
                path.between.append(max(0, after.start_ms - before.complete_ms))
            if (handed := is_hand_off(before.step, after.step)) is None:
                path.unnamed += 1
                unnamed += 1
            elif handed:
                path.hand_offs += 1
                hand_offs += 1
            if (switched := is_system_switch(before.step, after.step)) is None:
                path.unplaced += 1
                unplaced += 1
            elif switched:
                path.switches += 1
                switches += 1
        moves = len(paths)
        self._hand_offs.add(hand_offs, moves, moves - unnamed)
        self._switches.add(switches, moves, moves - unplaced)

    def _path(self, source: str, target: str) -> _Path:
        return self._paths.setdefault((source, target), _Path())

    def conclude(self, order: Order, taken: Taken) -> tuple[Path, ...]:
        """Most frequent first, then by activity id; includes the paths from the start and to the end of cases. `taken`
        are the variants of which the order is known."""
        cases = {ends: order.named(places) for ends, places in cases_with(taken, _passed).items()}
        none = summarise([])
        paths = [
            self._paths[source, target].found(source, target, own, order)
            if source is not None and target is not None
            else Path(source, target, len(own), own, none, 0, 0, 0, 0, ())
            for (source, target), own in cases.items()
        ]
        return tuple(sorted(paths, key=lambda path: (-path.count, path.source or "", path.target or "")))

    @property
    def hand_offs(self) -> Changes:
        return self._hand_offs.conclude()

    @property
    def system_switches(self) -> Changes:
        return self._switches.conclude()


class _ChangeFold:
    """Counts one kind of change, case by case."""

    def __init__(self) -> None:
        self._cases: Counter[int] = Counter()
        """By number of changes in a case: the number of cases."""
        self._moves = self._known = 0

    def add(self, changes: int, moves: int, known: int) -> None:
        self._moves += moves
        self._known += known
        if known or not moves:
            self._cases[changes] += 1

    def conclude(self) -> Changes:
        cases = self._cases if self._known or not self._moves else Counter[int]()
        return Changes(
            count=sum(n * of for n, of in cases.items()),
            cases=sum(of for n, of in cases.items() if n),
            of_cases=cases.total(),
            most=max(cases, default=0),
            moves=self._moves,
            known=self._known,
        )


class _Path:
    """What has been seen of one path so far."""

    __slots__ = ("between", "count", "first", "hand_offs", "switches", "unnamed", "unplaced")

    def __init__(self) -> None:
        self.between = array("q")
        self.count = self.hand_offs = self.switches = 0
        self.unnamed = self.unplaced = 0
        """How often it is not known whether the actor, and the system, changed."""
        self.first: int | None = None
        """The number of the step before its first occurrence."""

    def found(self, source: str, target: str, cases: CaseIds, order: Order) -> Path:
        assert self.first is not None
        named, placed = self.count - self.unnamed, self.count - self.unplaced
        return Path(
            source=source,
            target=target,
            count=self.count,
            cases=cases,
            between=summarise(self.between),
            hand_offs=self.hand_offs if named else None,
            hand_offs_known=named,
            system_switches=self.switches if placed else None,
            system_switches_known=placed,
            evidence=(shown_by(order.step(self.first), -1), shown_by(order.step(self.first + 1), 0)),
        )


def _passed(variant: tuple[str, ...]) -> Iterable[tuple[str | None, str | None]]:
    """The paths in a variant, from the start to the end of a case."""
    return pairwise((None, *variant, None))


def taken_by(variants: Iterable[Variant]) -> Taken:
    """Those of which the order is known."""
    return ((one.activities, one.cases.places) for one in variants if one.is_ordered)


def find_variants(cases: Sequence[Case]) -> tuple[Variant, ...]:
    fold = VariantFold()
    return fold.conclude(walk_all(cases, fold))


def is_hand_off(before: Step, after: Step) -> bool | None:
    """Whether the actor changed; None when one of the two is not known."""
    one, other = before.actor, after.actor
    return one != other if one and other else None


def is_system_switch(before: Step, after: Step) -> bool | None:
    """Whether the same actor changed the system; None when that is not known."""
    one, other = before.system, after.system
    if not one or not other:
        return None
    if one == other:
        return False
    handed = is_hand_off(before, after)
    return None if handed is None else not handed
