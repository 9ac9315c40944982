"""Tells what was done in a case from what was only tried: a refused attempt did nothing."""

from __future__ import annotations

from collections.abc import Container, Set

from ledgerium_cli.cases.model import Case
from ledgerium_cli.workflow.wire import Workflow


def decided_in(workflow: Workflow) -> Set[str]:
    """Ids of the activities that count as done whatever their result: checks, and decisions by a person."""
    return {one.id for one in workflow.activities if one.check or one.judgement}


def only_tried(case: Case, decides: Container[str]) -> Set[int]:
    """Indexes of refused attempts, except for activities in `decides`, of which refusing is a valid result."""
    return {
        at
        for at, timed in enumerate(case.steps)
        if timed.step.shape.refused and timed.step.activity.id not in decides
    }
