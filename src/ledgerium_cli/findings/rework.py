"""Rework: activities performed again in a case, at once or later, by the same or another actor (after edeaR)."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Literal

from msgspec import Struct

from ledgerium_cli.cases.model import Case, TimedStep, chain_of
from ledgerium_cli.findings.order import CaseIds, Order, Taken, add_case
from ledgerium_cli.steps.model import CUT_OFF

How = Literal["self_loop", "repetition", "unknown"]
"""At once, or later after other steps; unknown when it is not known what was done in between."""
By = Literal["same", "other", "unknown"]
"""By the actor of the previous performance, or another one; unknown when a log does not name the actor."""


class Again(Struct, frozen=True):
    """A step whose activity was performed before in its case."""

    earlier: TimedStep
    """The previous performance; where `in_turn` is False, another one."""
    again: TimedStep
    how: How
    by: By
    in_turn: bool
    """Whether it is known that the earlier one came first."""


class Rework(Struct, frozen=True):
    """All rework of one type."""

    activity: str | None
    """None for all activities together."""
    how: How
    by: By
    count: int
    """Performances beyond the first in a case."""
    cases: CaseIds
    share_of_steps: float
    """Share of the steps of the activity, or of all steps."""
    share_of_cases: float
    """Share of all cases."""


def repeats_of(case: Case) -> Iterator[Again]:
    if not case.has_rework:
        return
    ordered, last = case.is_ordered or len({*case.variant}) == 1, dict[str, TimedStep]()
    before: TimedStep | None = None
    for timed in case.steps:
        activity = timed.step.activity.id
        if (earlier := last.get(activity)) is not None and timed.step.activity != CUT_OFF:
            in_turn = case.is_ordered or _chain(case, earlier) == _chain(case, timed)
            how: How = "self_loop" if before is earlier else "repetition"
            if not ordered and (before is earlier or not in_turn):
                how = "unknown"
            yield Again(earlier, timed, how, _by(earlier.step.actor, timed.step.actor), in_turn)
        last[activity] = before = timed


def _chain(case: Case, timed: TimedStep) -> str:
    return chain_of(timed.step.recording, case.untimed)


def _by(one: str, other: str) -> By:
    if not one or not other:
        return "unknown"
    return "same" if one == other else "other"


class ReworkFold:
    def __init__(self) -> None:
        self._counts: Counter[_Type] = Counter()
        self._cases: dict[_Type, array[int]] = defaultdict(partial(array, "I"))

    def add(self, case: Case, place: int, first: int) -> None:
        for one in repeats_of(case):
            for activity in (None, one.again.step.activity.id):
                found = activity, one.how, one.by
                self._counts[found] += 1
                add_case(self._cases[found], place)

    def conclude(self, order: Order, taken: Taken) -> tuple[Rework, ...]:
        """All activities together first, then by activity; for each the most frequent type first."""
        steps: Counter[str | None] = Counter({None: order.steps})
        for variant, cases in taken:
            for activity in variant:
                steps[activity] += len(cases)
        rows = [
            Rework(
                activity=activity,
                how=how,
                by=by,
                count=count,
                cases=order.named(self._cases[activity, how, by]),
                share_of_steps=count / steps[activity],
                share_of_cases=len(self._cases[activity, how, by]) / len(order.ids),
            )
            for (activity, how, by), count in self._counts.items()
        ]
        return tuple(sorted(rows, key=lambda one: (one.activity or "", -one.count, one.how, one.by)))


_Type = tuple[str | None, How, By]
