"""Activities performed again in a case: at once or later, by the same or another actor (after edeaR)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from ledgerium_cli.cases.model import Case, TimedStep

How = Literal["self_loop", "repetition"]
"""At once; or later, after other steps."""
By = Literal["same", "other", "unknown"]
"""The actor of the performance before, or another one; unknown where a log does not say who it was."""


class Again(Struct, frozen=True):
    """A step whose activity the case had seen before."""

    earlier: TimedStep
    """The performance before it."""
    again: TimedStep
    how: How
    by: By


class Rework(Struct, frozen=True):
    """All rework of one type."""

    activity: str | None
    """None for all activities together."""
    how: How
    by: By
    count: int
    """Steps: performances beyond the first of a case."""
    cases: tuple[str, ...]
    share_of_steps: float
    """Of the steps of the activity, or of all steps."""
    share_of_cases: float
    """Of all cases."""


def repeats_of(case: Case) -> Iterator[Again]:
    if len(set(case.variant)) == len(case.variant):
        return
    last: dict[str, TimedStep] = {}
    before: TimedStep | None = None
    for timed in case.steps:
        activity = timed.step.activity.id
        if (earlier := last.get(activity)) is not None:
            how: How = "self_loop" if before is earlier else "repetition"
            yield Again(earlier, timed, how, _by(earlier.step.actor, timed.step.actor))
        last[activity] = before = timed


def _by(one: str, other: str) -> By:
    if not one or not other:
        return "unknown"
    return "same" if one == other else "other"


def find_rework(cases: Sequence[Case]) -> tuple[Rework, ...]:
    """Of all activities together first, then by activity; the most frequent type of each first."""
    found: dict[tuple[str | None, How, By], list[str]] = defaultdict(list)
    steps: dict[str | None, int] = defaultdict(int)
    for case in cases:
        for performed in case.variant:
            steps[performed] += 1
        steps[None] += len(case.steps)
        for one in repeats_of(case):
            for activity in (None, one.again.step.activity.id):
                found[activity, one.how, one.by].append(case.id)
    rows = [
        Rework(activity, how, by, len(ids), own, len(ids) / steps[activity], len(own) / len(cases))
        for (activity, how, by), ids in found.items()
        for own in [tuple(dict.fromkeys(ids))]
    ]
    return tuple(sorted(rows, key=lambda one: (one.activity or "", -one.count, one.how, one.by)))
