"""Directly-follows paths, and the hand-offs and system switches on them."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Evidence, shown_by
from ledgerium_cli.findings.order import CaseIds, Order, Taken, cases_with
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
