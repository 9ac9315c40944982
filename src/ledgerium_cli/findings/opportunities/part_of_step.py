"""The part of the work on a step that went to some of its inputs: what is about these touches no more."""

from __future__ import annotations

from collections.abc import Iterable

from ledgerium_cli.cases.model import WORK, Case


def work_before(case: Case, at: int, inputs: Iterable[int]) -> int | None:
    """Milliseconds of work on a step of a case before some of its inputs, each since the input before it; `inputs` are
    their indexes. None when the work on the step is unknown."""
    timed = case.steps[at]
    if timed.parts.work is None:
        return None
    times, every = timed.step.times, timed.step.shape.inputs
    gaps = [
        (
            times[max(before)] if (before := [one for one in every if one < each]) else case.start_ms,
            times[each],
        )
        for each in inputs
    ]
    found = sum(
        max(0, min(until, ends) - max(since, begins))
        for since, until, part, place in case.timeline.stretches()
        if place == at and part == WORK
        for begins, ends in gaps
    )
    return min(found, timed.parts.work)
