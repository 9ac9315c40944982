"""Performances that look alike, counted together: what documents say of millions of steps, they say of these."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

import msgspec

from ledgerium_cli.cases.model import Case
from ledgerium_cli.steps.model import Activity, Shape, Step


class Look(msgspec.Struct, gc=False):
    """What performances showed, by whom, and what came next in the case."""

    shape: Shape
    actor: str
    after: Activity | None
    """None where nothing more was seen."""
    complete: bool | None
    """Whether their cases reached the declared end."""
    first: Step
    """In the order of the cases."""
    times: int = 0
    """How many performances."""
    events: int = 0
    """Of all of them."""


def looks_of(cases: Iterable[Case]) -> list[Look]:
    """Each once, by its first performance."""
    found: dict[tuple[int, str, Activity | None, bool | None], Look] = {}
    for case in cases:
        for timed, following in zip_longest(case.steps, case.steps[1:]):
            step: Step = timed.step
            after = following.step.shape.activity if following is not None else None
            key = id(step.shape), step.actor, after, case.complete
            if (look := found.get(key)) is None:
                look = found[key] = Look(step.shape, step.actor, after, case.complete, step)
            look.times += 1
            look.events += len(step.events) if step.packed_numbers else len(step.packed_times) // 8
    return list(found.values())
