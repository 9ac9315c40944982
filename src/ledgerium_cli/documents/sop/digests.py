"""Digests of what each part of the SOP says, independent of wording: where a digest is equal in two builds, any
other text is only Ledgerium's own wording."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TypeVar

from msgspec.structs import replace

from ledgerium_cli.documents.merge.text.wording import ALL
from ledgerium_cli.documents.sop.content import hosts_of, mending, usual
from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.ways import Way, counted
from ledgerium_cli.findings.activities import ActivityFinding
from ledgerium_cli.steps.model import Action
from ledgerium_cli.workflow.given import given

One = TypeVar("One", bound=Hashable)


def said_in(view: View) -> dict[str, str]:
    """By step id, a digest of what is observed and declared of the step, without counts, times and citations but
    with the order that follows from counts; by `ALL`, a digest of everything that the document is made from."""
    rules = [given(one) for one in (view.workflow.never if view.workflow is not None else ())]
    steps = {one.activity.id: _digest([*_step(view, one, rules)]) for one in view.analysis.activities}
    filtered = view.analysis.filtered
    made_of = [
        [(one.id, one.sha256, one.events) for one in view.analysis.recordings],
        given(view.workflow),
        [str(one) for one in filtered.conditions] if filtered is not None else None,
        steps,
    ]
    return {ALL: _digest(made_of), **steps}


def _digest(value: object) -> str:
    return sha256(json.dumps(value, ensure_ascii=True).encode()).hexdigest()[:12]


def _step(view: View, found: ActivityFinding, rules: Sequence[object]) -> Iterator[object]:
    activity = found.activity.id
    declared = view.declared.get(activity)
    yield given(replace(declared, title="")) if declared is not None else None
    yield rules
    yield [(actor, view.role_of(actor)) for actor in found.actors]
    ways = view.ways(activity)
    named = hosts_of(view, found)
    elsewhere = sorted({host for way in ways for host in _hosts(way)} - {"", *named})
    yield [view.system_name(host) for host in (*named, *elsewhere)]
    yield len(found.cases) == len(view.analysis.cases)
    yield len(usual(ways)), [_way(one) for one in ways]
    if mended := mending(view, activity):
        yield sorted(map(repr, mended))
    yield [one.text for one in found.messages]
    yield [[one.name, one.result, *_shown(view, activity, one.name)] for one in found.outcomes]
    yield _followed(view, activity, view.looks[activity])
    yield [one.activity for one in found.unsettled]


def _hosts(way: Way) -> Iterator[str]:
    """The systems of all that its sentences say was done."""
    yield from (action.system for action in way.actions)
    yield from (host for (_, _, host), _ in way.otherwise)


def _way(way: Way) -> list[object]:
    return [
        way.end,
        [_action(one, way) for one in way.actions],
        way.alike < way.steps,
        [what for what, _ in way.otherwise],
        *way.visits,
    ]


def _action(action: Action, way: Way) -> list[object]:
    return [*action.what, action.page, action.field, way.often[action.what] == way.counted_in]


def _shown(view: View, activity: str, outcome: str) -> list[object]:
    looks = view.showing(activity, outcome)
    said = counted((text.text, look.times) for look in looks for text in look.shape.messages)
    return [_by_times(said), _followed(view, activity, looks)]


def _followed(view: View, activity: str, looks: list[Look]) -> list[object]:
    """What came next, most frequent first, with the required steps that were skipped."""
    found = counted(
        ((look.after.id if look.after is not None else "", look.complete is True), look.times)
        for look in looks
        if look.in_order
    )
    return [[*one, *sorted(_skipped(view, activity, *one))] for one in _by_times(found)]


def _skipped(view: View, activity: str, after: str, complete: bool) -> Iterable[str]:
    """Empty when the case was not finished, since skipped steps may still come."""
    return view.skipped.get((activity, after or None), ()) if after or complete else ()


def _by_times(counts: Mapping[One, int]) -> list[One]:
    return sorted(counts, key=lambda one: (-counts[one], str(one)))
