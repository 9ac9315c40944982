"""The content of the SOP without counts, times and citations: what its version is a digest of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ledgerium_cli.documents.sop.edits import Edited, code_of
from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.ways import RARE, Way, counted
from ledgerium_cli.documents.words import most_frequent
from ledgerium_cli.findings.activities import ActivityFinding, Seen
from ledgerium_cli.steps.model import What
from ledgerium_cli.workflow.limits import as_written
from ledgerium_cli.workflow.wire import CaseRule, Workflow

MOST_WAYS = 4
"""The most ends of a step whose ways are described, of each time that a case comes to it."""
MOST_MESSAGES = 3
"""The most messages told of a step whose results nobody declared."""


def usual(found: Sequence[Way]) -> list[Way]:
    """The ways that are described in full."""
    told: Counter[tuple[int, ...]] = Counter()
    ways = []
    for way in found:
        told[way.visits] += 1
        if told[way.visits] <= MOST_WAYS and RARE * way.steps >= way.of:
            ways.append(way)
    return ways


def hosts_of(view: View, found: ActivityFinding) -> list[str]:
    """The systems of a step, and then those in which more was done at it than to navigate, but for rare ones; none if
    the system of the step is not known."""
    looks = view.looks[found.activity.id]
    used = Counter(host for look in looks for host in look.shape.used_in)
    besides = [host for host, times in most_frequent(used) if RARE * times >= len(looks)]
    return [*dict.fromkeys((*found.systems, *besides))] if any(found.systems) else [*found.systems]


def mending(view: View, activity: str) -> set[What]:
    """What was done to correct refusals, however often."""
    return {action.what for look in view.mended(activity) for action in look.shape.actions}


def said(found: ActivityFinding) -> Sequence[Seen]:
    """The messages that are told as the results of a step of which none is declared."""
    return () if found.outcomes else found.messages[:MOST_MESSAGES]


def version_of(view: View, edits: Sequence[Edited] = ()) -> str:
    """Twelve hex digits that change when the content does: the generated content and people's edits. Who owns and
    approves it is no content, nor what a few cases showed: rare messages and ways, alerts, departures."""
    generated = code_of(*_content(view))
    return code_of(generated, *sorted((one.key, one.code) for one in edits)) if edits else generated


def _content(view: View) -> Iterator[object]:
    workflow = view.workflow
    yield view.name
    for found in view.analysis.activities:
        yield from _step(view, found)
    if held := sorted(view.facts.kinds_of_holds):
        yield held
    if workflow is not None:
        yield from _rules_of_cases(workflow, [found.activity.id for found in view.analysis.activities])
        yield workflow.purpose, workflow.scope, workflow.prerequisites, workflow.outside, workflow.ends_with
        if (
            workflow.training or workflow.document.contact
        ):  # left out when absent, so that versions without them do not change
            yield workflow.training, workflow.document.contact
        yield [(one.activity, one.condition, one.why) for one in workflow.never]
        yield [
            (one.metric, as_written(one.minutes), one.share)
            for one in workflow.targets
            if one.minutes is not None
        ]
        if shares := [(one.metric, one.share) for one in workflow.targets if one.minutes is None]:
            yield shares
        if named := [
            one.title for one in workflow.metrics if one.id in {own.metric for own in workflow.targets}
        ]:
            yield named
        if workflow.case.name != CaseRule().name:
            yield workflow.case.name
        yield [one.title for one in workflow.activities if one.id not in view.looks]


def _rules_of_cases(workflow: Workflow, shown: Sequence[str]) -> Iterator[object]:
    """What is declared otherwise than where nothing is said, which is that each case goes through all steps, however
    often, in the order in which they are `shown`."""
    yield from (
        (one.id, one.required, one.at_most)
        for one in workflow.activities
        if not one.required or one.at_most is not None
    )
    declared = [one.id for one in workflow.activities]
    if not workflow.ordered:
        yield False
    elif [one for one in declared if one in shown] != [one for one in shown if one in declared]:
        yield declared


def _step(view: View, found: ActivityFinding) -> Iterator[object]:
    """Actors count by their declared roles, since people come and go."""
    declared = view.declared.get(found.activity.id)
    yield found.activity.id, found.activity.title
    yield sorted({role for actor in found.actors if (role := view.role_of(actor)) is not None})
    if (role := view.role_not_seen(found)) is not None:
        yield role
    yield sorted(map(view.system_name, found.systems))
    ways = usual(view.ways(found.activity.id))
    used = {action.system for way in ways for action in way.actions} | {*hosts_of(view, found)}
    if others := used - {"", *found.systems}:
        yield sorted(map(view.system_name, others))
    for way in ways:
        yield way.end, [action.what for action in way.actions]
        if way.visits:
            yield way.visits
    if mended := mending(view, found.activity.id):
        yield sorted(map(str, mended))
    yield sorted(one.name for one in found.outcomes)
    if told := sorted(one.text for one in said(found) if RARE * one.steps >= found.steps):
        yield told
    yield _usually_next(view.looks[found.activity.id])
    if declared is not None:
        yield declared.rules, declared.judgement


def _usually_next(looks: Sequence[Look]) -> list[str]:
    """Ids of what usually came next, "" where the case was complete."""
    came = came_next(looks)
    return sorted(one for one, times in came.items() if RARE * times >= came.total())


def came_next(looks: Sequence[Look]) -> Counter[str]:
    """Ids of what came next and how often, "" where the case was complete. Where nothing more was seen of a case that
    was under way, nothing came next yet."""
    known = [look for look in looks if look.in_order and (look.after is not None or look.complete)]
    return counted((look.after.id if look.after is not None else "", look.times) for look in known)
