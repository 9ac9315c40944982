"""What the SOP says, without what was counted, timed and cited: of this its version is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgerium_cli.documents.sop.edits import Edited, code_of
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.ways import Way
from ledgerium_cli.findings.activities import ActivityFinding
from ledgerium_cli.steps.model import What

MOST_WAYS = 4
"""Ends of a step of which the way there is told."""
RARE = 10
"""An end to which a step comes less often than once in so many times is counted, not told."""


def usual(found: Sequence[Way]) -> list[Way]:
    """Those of the ends of a step that are told in full."""
    steps = sum(way.steps for way in found)
    return [way for way in found[:MOST_WAYS] if RARE * way.steps >= steps]


def mending(view: View, activity: str) -> set[What]:
    """What was done to set right what was refused, however often and wherever it was seen."""
    return {action.what for look in view.mended(activity) for action in look.shape.actions}


def version_of(view: View, edits: Sequence[Edited] = ()) -> str:
    """Twelve digits that change when the content does, and only then: what is generated, and what people made of it."""
    generated = code_of(*_content(view))
    return code_of(generated, *sorted((one.key, one.code) for one in edits)) if edits else generated


def _content(view: View) -> Iterator[object]:
    workflow = view.workflow
    yield view.name
    for found in view.analysis.activities:
        yield from _step(view, found)
    if workflow is not None:
        yield workflow.purpose, workflow.scope, workflow.prerequisites, workflow.outside, workflow.ends_with
        if (
            workflow.training or workflow.document.contact
        ):  # what few declare leaves the versions of the others alone
            yield workflow.training, workflow.document.contact
        yield [(one.activity, one.condition, one.why) for one in workflow.never]
        yield [(one.metric, one.minutes, one.share) for one in workflow.targets]
        yield [one.title for one in workflow.activities if one.id not in view.looks]


def _step(view: View, found: ActivityFinding) -> Iterator[object]:
    """Who is a role, where it is declared: people come and go."""
    declared = view.declared.get(found.activity.id)
    yield found.activity.id, found.activity.title
    yield sorted({role for actor in found.actors if (role := view.role_of(actor)) is not None})
    yield sorted(map(view.system_name, found.systems))
    for way in usual(view.ways(found.activity.id)):
        yield way.end, [action.what for action in way.actions]
    if mended := mending(view, found.activity.id):
        yield sorted(map(str, mended))
    yield sorted(one.name for one in found.outcomes)
    after = (look.after for look in view.looks[found.activity.id])
    yield sorted({one.id if one is not None else "" for one in after})
    if declared is not None:
        yield declared.rules, declared.judgement
