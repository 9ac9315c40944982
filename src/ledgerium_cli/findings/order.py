"""Numbers for cases and steps, which findings keep instead of the objects themselves, since those may not fit into
memory.

The number of a case is its index among all cases; the number of a step counts the steps of all cases before it.
Findings keep arrays of numbers, and ids and evidence are looked up when they are read.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol, TypeVar, overload

from msgspec import Struct, field

from ledgerium_cli.cases.chosen import chosen
from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.steps.model import Step

Kind = TypeVar("Kind", bound=Hashable)
One = TypeVar("One", covariant=True)

Taken = Iterable[tuple[tuple[str, ...], Sequence[int]]]
"""Variants, each with the numbers of its cases."""


class Fold(Protocol):
    """A finding computed from one case after the other, so that several findings share one walk over the cases."""

    def add(self, case: Case, place: int, first: int) -> None:
        """`place` is the number of the case, `first` the number of its first step."""


def walk(cases: Iterable[Case], *folds: Fold) -> None:
    """Pass every case to every fold, in order."""
    adds = [fold.add for fold in folds]
    first = 0
    for place, case in enumerate(cases):
        for add in adds:
            add(case, place, first)
        first += len(case.steps)


class Ids(Sequence[str]):
    """The ids of all cases, in little more space than their UTF-8 bytes."""

    __slots__ = ("_ends", "_letters")

    def __init__(self) -> None:
        self._letters = bytearray()
        self._ends = array("Q", [0])

    def append(self, name: str) -> None:
        self._letters += name.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._letters))

    def extend(self, names: Iterable[str]) -> None:
        for name in names:
            self.append(name)

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        if at < 0:
            at += len(self)
        return self._letters[self._ends[at] : self._ends[at + 1]].decode("utf-8", "surrogatepass")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]


def add_case(places: array[int], case: int) -> None:
    """Append the number of a case unless it is the last one already; rows of one case must come together."""
    if not places or places[-1] != case:
        places.append(case)


def cases_with(taken: Taken, kinds: Callable[[tuple[str, ...]], Iterable[Kind]]) -> dict[Kind, array[int]]:
    """By kind, the numbers of the cases whose variant has something of that kind."""
    found: dict[Kind, list[Sequence[int]]] = defaultdict(list)
    for variant, cases in taken:
        for kind in dict.fromkeys(kinds(variant)):
            found[kind].append(cases)
    return {kind: array("I", sorted(chain.from_iterable(parts))) for kind, parts in found.items()}


class Made(Sequence[One]):
    """A sequence whose values are built when asked for; equal to any sequence with the same values."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class CaseIds(Made[str]):
    """Ids of some cases, stored as their numbers."""

    __slots__ = ("ids", "places")

    def __init__(self, ids: Sequence[str], places: Sequence[int]) -> None:
        self.ids = ids
        """The ids of all cases."""
        self.places = places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> CaseIds: ...
    def __getitem__(self, at: int | slice) -> str | CaseIds:
        if isinstance(at, slice):
            return CaseIds(self.ids, self.places[at])
        return self.ids[self.places[at]]

    def __iter__(self) -> Iterator[str]:
        return map(self.ids.__getitem__, self.places)

    def __repr__(self) -> str:
        return repr(tuple(self))


class CaseTimes(Made[tuple[str, int]]):
    """(case id, milliseconds) of some cases; `NOT_KNOWN` where they are unknown."""

    __slots__ = ("cases", "lengths")

    def __init__(self, cases: CaseIds, lengths: Sequence[int]) -> None:
        self.cases = cases
        self.lengths = lengths

    def __len__(self) -> int:
        return len(self.lengths)

    @overload
    def __getitem__(self, at: int) -> tuple[str, int]: ...
    @overload
    def __getitem__(self, at: slice) -> CaseTimes: ...
    def __getitem__(self, at: int | slice) -> tuple[str, int] | CaseTimes:
        if isinstance(at, slice):
            return CaseTimes(self.cases[at], self.lengths[at])
        return self.cases[at], self.lengths[at]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self.cases, self.lengths, strict=True)


class Order(Struct):
    """All cases in order. It is itself a fold, complete once it has seen every case."""

    cases: Sequence[Case]
    ids: list[str] | Ids
    """The ids of all cases; a list when the cases are held in memory."""
    firsts: array[int]
    """For each case the number of its first step; at the end the number of all steps."""
    complete: bytearray = field(default_factory=bytearray)
    """For each case, whether it is known to have reached the declared end."""
    open: bytearray = field(default_factory=bytearray)
    """For each case, whether its declared end is still to be reached."""
    begun_ms: int = 0
    """UTC milliseconds of the start of the first case whose times are known; zero without any."""
    ended_ms: int = 0
    """UTC milliseconds of the end of the last such case; zero without any."""
    timed_cases: int = 0
    """The number of cases whose times are known."""

    def add(self, case: Case, place: int, first: int) -> None:
        self.ids.append(case.id)
        self.firsts.append(first + len(case.steps))
        self.complete.append(case.is_whole)
        self.open.append(case.is_open)
        if case.timed:
            self.begun_ms = min(self.begun_ms, case.start_ms) if self.timed_cases else case.start_ms
            self.ended_ms = max(self.ended_ms, case.end_ms) if self.timed_cases else case.end_ms
            self.timed_cases += 1

    @property
    def steps(self) -> int:
        """The number of steps of all cases."""
        return self.firsts[-1]

    def case_of(self, step: int) -> int:
        """The number of the case that a step belongs to."""
        return bisect_right(self.firsts, step) - 1

    def timed(self, steps: Iterable[int]) -> Iterator[TimedStep]:
        """Steps by number; consecutive steps of one case load the case once."""
        place, own = -1, tuple[TimedStep, ...]()
        for step in steps:
            if (found := self.case_of(step)) != place:
                place, own = found, self.cases[found].steps
            yield own[step - self.firsts[place]]

    def step(self, number: int) -> Step:
        return next(self.timed((number,))).step

    def named(self, places: Sequence[int]) -> CaseIds:
        return CaseIds(self.ids, places)

    def chosen(self, named: CaseIds) -> Sequence[Case]:
        return chosen(self.cases, named.places)


def walk_all(cases: Sequence[Case], *folds: Fold) -> Order:
    """Walk over the cases, number them, and pass them to the folds."""
    order = Order(cases, [] if isinstance(cases, tuple) else Ids(), array("Q", [0]))
    walk(cases, order, *folds)
    return order
