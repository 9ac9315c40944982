"""What was done in a case, and what was only tried: an attempt that was refused did nothing."""

from __future__ import annotations

from collections.abc import Container, Set

from ledgerium_cli.cases.model import Case
from ledgerium_cli.workflow.wire import Workflow


def decided_in(workflow: Workflow) -> Set[str]:
    """Ids of the activities that are done with a result, whichever it is: checks, and what a person decides."""
    return {one.id for one in workflow.activities if one.check or one.judgement}


def only_tried(case: Case, decides: Container[str]) -> Set[int]:
    """Places of the attempts that were refused, but for activities in `decides`: to refuse is a result of theirs."""
    return {
        at
        for at, timed in enumerate(case.steps)
        if timed.step.shape.refused and timed.step.activity.id not in decides
    }
