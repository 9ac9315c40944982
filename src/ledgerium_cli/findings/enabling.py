"""Which step made the next one possible, where activities may also be performed at the same time.

The predecessor of a step is the latest step of its case that ended before it started and whose activity is not
concurrent with its own (after Lashkevich et al. 2023). Which activities are is worked out once for all cases.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.cases.seen import seen_in
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.workflow.wire import Workflow

OVERLAP = 0.5
"""Activities that overlap in so large a share of the cases that have both are concurrent."""
DEPENDENCE = 0.5
"""Below it neither order is the usual one: |ab − ba| ÷ (ab + ba + 1), Weijters et al. 2006. An exception that
happens every fourth time is still one."""

Concurrent = Mapping[str, frozenset[str]]
"""By activity, the other ones that it may be performed at the same time as."""
Pair = frozenset[str]


class Enabling:
    """For each step of a case the step that enabled it."""

    __slots__ = ("_last", "concurrent")

    def __init__(self, concurrent: Concurrent) -> None:
        self.concurrent = concurrent
        self._last: tuple[Case, tuple[int | None, ...]] | None = None
        """What was asked for: findings that share a walk over the cases ask for the same."""

    def places(self, case: Case) -> tuple[int | None, ...]:
        """For each of its steps the place of its predecessor among them."""
        if self._last is None or self._last[0] is not case:
            self._last = case, _predecessors(case, self.concurrent)
        return self._last[1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Enabling) and self.concurrent == other.concurrent

    __hash__ = None  # type: ignore[assignment]

    def before(self, case: Case) -> Iterator[tuple[TimedStep, TimedStep | None]]:
        """Each step of a case, in order, with its predecessor; None where nothing of the case came before."""
        steps = case.steps
        for timed, place in zip(steps, self.places(case), strict=True):
            yield timed, steps[place] if place is not None else None

    def since(self, case: Case) -> Iterator[tuple[TimedStep, int]]:
        """Each step of a case with the time by which it could have begun, in UTC milliseconds: the completion of its
        predecessor, or the start of the case."""
        steps = case.steps
        for timed, place in zip(steps, self.places(case), strict=True):
            yield timed, steps[place].complete_ms if place is not None else case.start_ms

    def waits(self, case: Case) -> list[int | None]:
        """Wait at each step, in order: milliseconds from the completion of its predecessor (or the start of the case)
        to its own completion, minus its work and paused time; None where its work is not known."""
        return [_wait(timed, since) for timed, since in self.since(case)]


def _wait(timed: TimedStep, since: int) -> int | None:
    work, paused = timed.parts.work, timed.parts.paused or 0
    return max(0, timed.complete_ms - since - work - paused) if work is not None else None


def find_enabling(cases: Sequence[Case], workflow: Workflow | None) -> Enabling:
    return Enabling(find_concurrency(cases, workflow))


def _predecessors(case: Case, concurrent: Concurrent) -> tuple[int | None, ...]:
    """By place in the case."""
    steps = case.steps
    if not concurrent:
        if _one_by_one(steps):
            return _in_a_row(len(steps))
        if len(steps) <= SHORT and (few := _of_few(steps)) is not None:
            return few
    done = sorted(
        range(len(steps)), key=lambda at: (steps[at].complete_ms, steps[at].start_ms, steps[at].step.key)
    )
    completed = [steps[at].complete_ms for at in done]
    found = []
    for at, timed in enumerate(steps):
        others = concurrent.get(timed.step.activity.id, frozenset())
        place = bisect_right(completed, timed.start_ms) - 1
        while place >= 0 and (done[place] == at or steps[done[place]].step.activity.id in others):
            place -= 1
        found.append(done[place] if place >= 0 else None)
    return tuple(found)


def _one_by_one(steps: Sequence[TimedStep]) -> bool:
    """Whether each step was over when the next one began, and no two are the same instant."""
    for before, after in pairwise(steps):
        if after.start_ms < before.complete_ms or after.complete_ms <= before.start_ms:
            return False
    return True


def _of_few(steps: Sequence[TimedStep]) -> tuple[int | None, ...] | None:
    """As `_predecessors`, where no activities are concurrent; None where a step takes no time and begins with the one
    before, which only the keys tell apart."""
    ends = [one.complete_ms for one in steps]
    found: list[int | None] = [None]
    last = 0
    """That was complete last."""
    for at in range(1, len(steps)):
        start = steps[at].start_ms
        if ends[at] <= steps[at - 1].start_ms:
            return None
        if ends[last] <= start:
            found.append(last)
        else:
            over = [(ends[place], place) for place in range(at) if ends[place] <= start]
            found.append(max(over)[1] if over else None)
        if ends[at] >= ends[last]:
            last = at
    return tuple(found)


SHORT = 64
"""Steps. Each is held against all before it."""


@lru_cache(maxsize=256)
def _in_a_row(steps: int) -> tuple[int | None, ...]:
    return (None, *range(steps - 1))


# ---------------------------------------------------------------------------------------------- concurrency


def find_concurrency(cases: Sequence[Case], workflow: Workflow | None) -> Concurrent:
    """Pairs of activities that overlap in most of the cases that have both, or come in both orders, neither of which
    is the usual one. Fewer than five cases tell nothing; an order that the workflow file declares is no guess."""
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
    for timed in case.steps:
        open_steps = [one for one in open_steps if one.complete_ms > timed.start_ms]
        if timed.complete_ms > timed.start_ms:
            found |= {frozenset({one.step.activity.id, timed.step.activity.id}) for one in open_steps}
            open_steps.append(timed)
    return {pair for pair in found if len(pair) == 2}


def _in_any_order(variants: Mapping[tuple[str, ...], int]) -> Iterator[Pair]:
    """Where each of the two was performed once, so that rework does not look like it."""
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
