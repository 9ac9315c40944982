"""The ends of a case that a workflow file declares, which activities every case must go through with them, and which
say by their results whether they were breached."""

from __future__ import annotations

from msgspec import Struct

from ledgerium_cli.workflow.wire import Workflow


class End(Struct, frozen=True):
    activity: str
    """Its id; a performance that is done ends a case."""
    outcome: str | None = None
    """Where given, only a performance with this outcome does."""


def declared_ends(workflow: Workflow | None) -> tuple[End, ...]:
    """In the order in which they are listed; empty without any."""
    if workflow is None or workflow.ends_with is None:
        return ()
    listed = (workflow.ends_with,) if isinstance(workflow.ends_with, str) else workflow.ends_with
    return tuple(map(_end, listed))


def _end(written: str) -> End:
    activity, colon, outcome = written.partition(": ")
    return End(activity, outcome if colon else None)


def required_in(workflow: Workflow) -> frozenset[str]:
    """Ids of the activities that no complete case goes without. Of several activities that end a case none is: a case
    that came to one of them need not come to another."""
    ends = declared_ends(workflow)
    instead = {end.activity for end in ends if end.outcome is None} if len(ends) > 1 else set()
    return frozenset(one.id for one in workflow.activities if one.required and one.id not in instead)


def telling_breach_in(workflow: Workflow | None) -> frozenset[str]:
    """Ids of the activities that declare both what a breach and what passing looks like: a result that is neither tells
    nothing."""
    declared = workflow.activities if workflow is not None else ()
    return frozenset(
        one.id for one in declared if {"passed", "breached"} <= {result.result for result in one.outcomes}
    )
