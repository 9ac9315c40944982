"""Clocks of two people that cannot both be right, by what the workflow file declares to come first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.workflow.wire import Workflow

ENOUGH = 3
"""Cases. Fewer may have been done in another order by chance."""


class ClockDoubt(Struct, frozen=True):
    """One person's steps are seen to be over before the steps of another that come first, wherever the two meet."""

    earlier: str
    """Who does what comes first, by the declared order."""
    later: str
    cases: tuple[str, ...]
    at_least_ms: int
    """By how much the two clocks differ at least, where the declared order was kept."""
    recording: str
    """That shows it first, of the later person."""


def doubtful_clocks(cases: Sequence[Case], workflow: Workflow | None) -> tuple[ClockDoubt, ...]:
    """Two people are in doubt when in each of their common cases, three at least, each step of the one that is declared
    to come later ended before the other's began. A single pair of steps in the declared order acquits their clocks.
    Nothing without a declared order, and nothing about one person: a single clock is judged where a file is read."""
    if workflow is None or not workflow.ordered:
        return ()
    rank = {one.id: place for place, one in enumerate(workflow.activities)}
    turned: dict[tuple[str, str], dict[str, tuple[int, str]]] = defaultdict(dict)
    acquitted = set()
    for case in cases:
        for first, second in _of_two_people(case, rank):
            pair = first.step.actor, second.step.actor
            by = first.start_ms - second.complete_ms
            if by <= 0:
                acquitted.add(pair)
            elif by > turned[pair].get(case.id, (0, ""))[0]:
                turned[pair][case.id] = by, second.step.recording
    return tuple(
        ClockDoubt(
            earlier, later, tuple(found), max(by for by, _ in found.values()), next(iter(found.values()))[1]
        )
        for (earlier, later), found in sorted(turned.items())
        if len(found) >= ENOUGH and (earlier, later) not in acquitted
    )


def _of_two_people(case: Case, rank: dict[str, int]) -> Iterator[tuple[TimedStep, TimedStep]]:
    """Steps by different people in the declared order, of activities that were performed once in the case."""
    times = Counter(case.variant)
    known = [one for one in case.steps if one.step.activity.id in rank and times[one.step.activity.id] == 1]
    for one, other in combinations(sorted(known, key=lambda timed: rank[timed.step.activity.id]), 2):
        if one.step.actor != other.step.actor:
            yield one, other
