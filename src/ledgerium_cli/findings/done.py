"""Tells what was done in a case from what was only tried: an attempt that was refused or aborted did nothing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Set

from ledgerium_cli.cases.model import Case
from ledgerium_cli.steps.model import Shape
from ledgerium_cli.workflow.wire import Workflow


def decided_in(workflow: Workflow) -> Set[str]:
    """Ids of the activities that count as done whatever their result: checks, and decisions by a person."""
    return {one.id for one in workflow.activities if one.check or one.judgement}


def only_tried(case: Case, decides: Container[str]) -> Set[int]:
    """Indexes of attempts that were aborted or refused; for activities in `decides`, refusing is a valid result."""
    return {
        at
        for at, timed in enumerate(case.steps)
        if timed.step.shape.only_tried and (timed.step.shape.aborted or timed.step.activity.id not in decides)
    }


def how_tried(shapes: Iterable[Shape]) -> str:
    """What became of attempts: `refused`, `aborted`, or both."""
    return " or ".join(sorted({"aborted" if one.aborted else "refused" for one in shapes}))
