"""Finds which step enabled which, when activities may also be performed at the same time.

The predecessor of a step is the latest step of its case that had ended when it started and whose activity is not
concurrent with its own (after Lashkevich et al. 2023). Which activities are concurrent is found once for all cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import heappop, heappush
from itertools import combinations, pairwise

from ledgerium_cli.cases.model import PAUSED, Case, TimedStep, Timeline
from ledgerium_cli.cases.seen import seen_in
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.workflow.wire import Workflow

OVERLAP = 0.5
"""Activities are concurrent if they overlap in at least this share of the cases with both."""
DEPENDENCE = 0.5
"""Below this dependence |ab − ba| ÷ (ab + ba + 1) neither order is the usual one (Weijters et al. 2006). An order
seen in every fourth case still counts as an exception."""

Concurrent = Mapping[str, frozenset[str]]
"""By activity, the activities that it may run concurrently with."""
Pair = frozenset[str]


class Enabling:
    """Gives for each step of a case the step that enabled it."""

    __slots__ = ("_last", "concurrent")

    def __init__(self, concurrent: Concurrent) -> None:
        self.concurrent = concurrent
        self._last: tuple[Case, tuple[int | None, ...]] | None = None
        """The last result, since folds in one walk ask for the same case."""

    def pairs(self, activities: Sequence[str]) -> list[tuple[str, str]]:
        """The concurrent pairs; `activities` are the ids of all activities, in the order of the pairs."""
        place = {activity: at for at, activity in enumerate(activities)}
        both = ((one, other) for one, others in self.concurrent.items() for other in others)
        found = ((place[one], place[other]) for one, other in both if place[one] < place[other])
        return [(activities[one], activities[other]) for one, other in sorted(found)]

    def places(self, case: Case) -> tuple[int | None, ...]:
        """For each step of the case, the index of its predecessor."""
        if self._last is None or self._last[0] is not case:
            self._last = case, _predecessors(case, self.concurrent)
        return self._last[1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Enabling) and self.concurrent == other.concurrent

    __hash__ = None  # type: ignore[assignment]

    def before(self, case: Case) -> Iterator[tuple[TimedStep, TimedStep | None]]:
        """Each step of a case, in order, with its predecessor; None when nothing of the case came before."""
        steps = case.steps
        for timed, place in zip(steps, self.places(case), strict=True):
            yield timed, steps[place] if place is not None else None

    def since(self, case: Case) -> Iterator[tuple[TimedStep, int]]:
        """Each step of a case with the time at which it was enabled, in UTC milliseconds: the completion of its
        predecessor, or the start of the case."""
        steps = case.steps
        for timed, place in zip(steps, self.places(case), strict=True):
            yield timed, steps[place].complete_ms if place is not None else case.start_ms

    def waits(self, case: Case) -> list[int | None]:
        """The wait at each step, in order: milliseconds from the completion of its predecessor (or the start of the
        case) to its own completion, minus its work and its pauses between these; None when its work is not known."""
        return [_wait(case, place, timed, since) for place, (timed, since) in enumerate(self.since(case))]


def _wait(case: Case, place: int, timed: TimedStep, since: int) -> int | None:
    work = timed.work
    if work is None:
        return None
    paused = timed.paused_beside
    if timed.parts.paused:
        paused += _paused_after(since, place, case.timeline)
    return max(0, timed.complete_ms - since - work - paused)


def _paused_after(since: int, place: int, timeline: Timeline) -> int:
    """Milliseconds of the pauses of the step at an index that are later than `since`: what was paused before its
    predecessor was complete is no part of the wait that begins there."""
    stretches = (
        (max(start, since), end)
        for start, end, part, of in timeline.stretches()
        if (part, of) == (PAUSED, place)
    )
    return sum(end - start for start, end in stretches if start < end)


def find_enabling(cases: Sequence[Case], workflow: Workflow | None) -> Enabling:
    return Enabling(find_concurrency(cases, workflow))


def _predecessors(case: Case, concurrent: Concurrent) -> tuple[int | None, ...]:
    """Predecessors by index. Steps without duration at the same instant follow each other in their order; none
    enables one that stands before it."""
    steps = case.steps
    if not concurrent and _one_by_one(steps):
        return _in_a_row(len(steps))
    found: list[int | None] = [None] * len(steps)
    running: list[tuple[int, int]] = []
    done: list[int] = []
    """Indexes of ended steps, latest last; those of one instant in the order of the case."""
    for at in in_order_of_start(steps):
        timed = steps[at]
        while running and running[0][0] <= timed.start_ms:
            done.append(heappop(running)[1])
        found[at] = _latest(done, at, case.variant, concurrent.get(case.variant[at]))
        heappush(running, (timed.complete_ms, at))
    return tuple(found)


def in_order_of_start(steps: Sequence[TimedStep]) -> Sequence[int]:
    """The indexes of the steps of a case, which stand in the order in which they were first acted on: somebody else may
    have acted on the case since a step started."""
    return sorted(range(len(steps)), key=[timed.start_ms for timed in steps].__getitem__)


def _latest(
    done: Sequence[int], at: int, variant: Sequence[str], others: Container[str] | None
) -> int | None:
    """The last index before `at` whose activity is not in `others`."""
    known = (place for place in reversed(done) if place < at)
    return next((place for place in known if not others or variant[place] not in others), None)


def _one_by_one(steps: Sequence[TimedStep]) -> bool:
    """Whether each step had ended when the next one began."""
    for before, after in pairwise(steps):  # noqa: SIM110 (for every case)
        if after.start_ms < before.complete_ms:
            return False
    return True


@lru_cache(maxsize=256)
def _in_a_row(steps: int) -> tuple[int | None, ...]:
    return (None, *range(steps - 1))


# ---------------------------------------------------------------------------------------------- concurrency


def find_concurrency(cases: Sequence[Case], workflow: Workflow | None) -> Concurrent:
    """Concurrent activities: pairs that overlap in at least half of the cases with both, or occur directly after
    each other in both orders without a usual one. Needs five cases. Pairs whose order the workflow file declares are
    not concurrent."""
    ordered = workflow is not None and workflow.ordered
    declared = {one.id for one in workflow.activities} if workflow is not None and ordered else set()
    if declared and declared >= seen_in(cases).activities:
        return {}
    variants = Counter(case.variant for case in cases)
    together = _together(variants)
    overlapping = Counter(pair for case in cases for pair in _overlaps(case))
    found = {pair for pair, n in overlapping.items() if n >= max(FEW, OVERLAP * together[pair])}
    found |= set(_in_any_order(variants))
    concurrent: dict[str, set[str]] = {}
    for one, other in (pair for pair in found if not pair <= declared):
        concurrent.setdefault(one, set()).add(other)
        concurrent.setdefault(other, set()).add(one)
    return {activity: frozenset(others) for activity, others in concurrent.items()}


def _together(variants: Mapping[tuple[str, ...], int]) -> Counter[Pair]:
    found: Counter[Pair] = Counter()
    for variant, n in variants.items():
        for pair in combinations(set(variant), 2):
            found[frozenset(pair)] += n
    return found


def _overlaps(case: Case) -> set[Pair]:
    found: set[Pair] = set()
    open_steps: list[TimedStep] = []
    for timed in (case.steps[at] for at in in_order_of_start(case.steps)):
        open_steps = [one for one in open_steps if one.complete_ms > timed.start_ms]
        if timed.complete_ms > timed.start_ms:
            found |= {frozenset({one.step.activity.id, timed.step.activity.id}) for one in open_steps}
            open_steps.append(timed)
    return {pair for pair in found if len(pair) == 2}


def _in_any_order(variants: Mapping[tuple[str, ...], int]) -> Iterator[Pair]:
    """Pairs that occur in both orders, counted where each was performed once, so that rework does not count."""
    follows: Counter[tuple[str, str]] = Counter()
    for variant, n in variants.items():
        once = {activity for activity, times in Counter(variant).items() if times == 1}
        for before, after in pairwise(variant):
            if before in once and after in once:
                follows[before, after] += n
    for (one, other), n in follows.items():
        back = follows.get((other, one), 0) if one < other else 0
        if back and n + back >= FEW and abs(n - back) / (n + back + 1) < DEPENDENCE:
            yield frozenset({one, other})
