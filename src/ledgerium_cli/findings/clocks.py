"""Finds clocks of two people that cannot both be right, by the declared order of activities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Set
from itertools import combinations

from msgspec import Struct

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.cases.reduce import declared_ranks
from ledgerium_cli.findings.done import decided_in, only_tried
from ledgerium_cli.workflow.wire import Workflow

ENOUGH = 3
"""Cases. In fewer, another order may be chance."""


class ClockDoubt(Struct, frozen=True):
    """In every case they share, one person's steps seem to end before the other person's steps that come first by
    declaration."""

    earlier: str
    """The actor whose steps come first in the declared order."""
    later: str
    cases: tuple[str, ...]
    at_least_ms: int
    """The least difference of the two clocks, if the declared order was kept."""
    recording: str
    """The recording of the later actor that shows it first."""


class ClockFold:
    """Two people are in doubt when, in each case they share and in at least three cases, every step that is declared
    to come later ended before the other person's step began. A single pair of steps in the declared order clears
    their clocks. Finds nothing without a declared order, nor about one person alone: a single clock is checked when
    its file is read."""

    def __init__(self, workflow: Workflow | None) -> None:
        self._rank = declared_ranks(workflow)
        self._decides = decided_in(workflow) if workflow is not None else frozenset[str]()
        self._turned: dict[tuple[str, str], dict[str, tuple[int, str]]] = defaultdict(dict)
        self._acquitted: set[tuple[str, str]] = set()

    def add(self, case: Case, place: int, first: int) -> None:
        if not self._rank or not case.timed or len({timed.step.actor for timed in case.steps}) == 1:
            return
        for sooner, later in _of_two_people(case, self._rank, self._decides):
            pair = sooner.step.actor, later.step.actor
            if pair in self._acquitted:
                continue
            by = sooner.start_ms - later.complete_ms
            if by <= 0:
                self._acquitted.add(pair)
                self._turned.pop(pair, None)
            elif by > self._turned[pair].get(case.id, (0, ""))[0]:
                self._turned[pair][case.id] = by, later.step.recording

    def conclude(self) -> tuple[ClockDoubt, ...]:
        return tuple(
            ClockDoubt(
                earlier,
                later,
                tuple(found),
                max(by for by, _ in found.values()),
                next(iter(found.values()))[1],
            )
            for (earlier, later), found in sorted(self._turned.items())
            if len(found) >= ENOUGH
        )


def _of_two_people(
    case: Case, rank: dict[str, int], decides: Set[str]
) -> Iterator[tuple[TimedStep, TimedStep]]:
    """Pairs of steps by different people, in declared order, of activities performed once in the case. Refused
    and aborted attempts are left out, since they are never in a wrong place."""
    times, tried = Counter(case.variant), only_tried(case, decides)
    known = [
        timed
        for at, timed in enumerate(case.steps)
        if case.variant[at] in rank and times[case.variant[at]] == 1 and at not in tried
    ]
    for one, other in combinations(sorted(known, key=lambda timed: rank[timed.step.activity.id]), 2):
        if one.step.actor != other.step.actor:
            yield one, other
