"""What a developer or an agent needs to automate the steps of opportunities: controls with selectors, conditions and
judgements, as observed or declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct, field

from ledgerium_cli.documents.analysis.cases_shape import EvidenceJson
from ledgerium_cli.documents.analysis.render import document_facts
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.sentence import AS_OBSERVED
from ledgerium_cli.output.json_pieces import written
from ledgerium_cli.recording.model import Event, Recording
from ledgerium_cli.recording.wire import Element, Page
from ledgerium_cli.workflow.wire import Activity, Outcome, Sign


class SelectorJson(msgspec.Struct, frozen=True, kw_only=True):
    selector: str
    times: int


class ControlJson(msgspec.Struct, frozen=True, kw_only=True):
    """A control that people used in a step. Values are never recorded."""

    does: str
    """Kind of event: click, field_changed, form_submitted, copy, paste, drop."""
    role: str
    name: str | None
    field: str | None
    """Kind of field."""
    within: str | None
    """Name of the form, dialog or region that contains it."""
    system: str | None
    """None where the recording tells no address."""
    route: str
    """Route of the page where it was used first."""
    times: int
    steps: int
    """The number of performances in which it was used."""
    selectors: list[SelectorJson]
    """Most frequent first."""
    first: EvidenceJson


class ConditionJson(msgspec.Struct, frozen=True, kw_only=True):
    """A declared outcome: the signs of an event that shows it, and how often it was seen."""

    outcome: str
    result: str
    when: dict[str, Any]
    """All conditions must hold; texts are regular expressions, searched case-insensitively."""
    seen_in_steps: int


class MessageJson(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    steps: int


class StepToBuild(msgspec.Struct, frozen=True, kw_only=True):
    activity: str
    title: str
    renamed: str | None
    """The name that people gave it in `sop.md`; null if they gave none."""
    opportunities: list[str]
    """Ids of the opportunities."""
    do_not_automate: str | None
    """The reason, when a person judges here."""
    performances: int
    rules: list[str]
    """The declared rules, in words."""
    conditions: list[ConditionJson]
    messages: list[MessageJson]
    """Messages of pages, without case references."""
    controls: list[ControlJson]
    """In the order of their first use; empty for a log."""


class _Used(Struct):
    """One control over all performances."""

    element: Element
    page: Page
    first: EvidenceJson
    times: int = 0
    steps: set[tuple[str, int]] = field(default_factory=set)
    selectors: Counter[str] = field(default_factory=Counter)


class _Step(Struct, frozen=True, gc=False):
    """The parts of a step kept while recordings are read: all steps may not fit into memory."""

    activity: str
    case: str
    key: tuple[str, int]
    events: Sequence[int]


Key = tuple[str, str, str, str | None, str | None]
"""(kind of event, system, role, name, name of the container)."""


def render_handover(
    analysis: Analysis, recordings: Iterable[Recording], names: Mapping[str, str] = AS_OBSERVED
) -> str:
    """The opportunities as JSON, with `steps`: what is known of the steps they concern.

    `recordings` are those of the analysis, with their events; `names` are the names that people gave to steps, by
    step id.
    """
    facts = document_facts(analysis, "opportunities")
    steps = [*_steps_to_build(analysis, recordings, names)]
    return written({**facts, "steps": steps}).decode()


def _steps_to_build(
    analysis: Analysis, recordings: Iterable[Recording], names: Mapping[str, str]
) -> Iterator[StepToBuild]:
    wanted = {activity for one in analysis.opportunities for activity in one.proposal.activities}
    controls = _controls(analysis, wanted, recordings)
    declared = {one.id: one for one in (analysis.workflow.activities if analysis.workflow else ())}
    for seen in analysis.activities:
        activity = seen.activity.id
        if activity not in wanted:
            continue
        own = declared.get(activity)
        shown = {one.name: one.steps for one in seen.outcomes}
        yield StepToBuild(
            activity=activity,
            title=seen.activity.title,
            renamed=names.get(activity),
            opportunities=[one.id for one in analysis.opportunities if activity in one.proposal.activities],
            do_not_automate=_judged(own),
            performances=seen.steps,
            rules=list(own.rules) if own is not None else [],
            conditions=[_condition(one, shown) for one in (own.outcomes if own is not None else ())],
            messages=[MessageJson(text=one.text, steps=one.steps) for one in seen.messages],
            controls=[_control(key, one) for key, one in controls.get(activity, {}).items()],
        )


def _judged(declared: Activity | None) -> str | None:
    if declared is None or not declared.judgement:
        return None
    return "It is declared as a judgement: a person decides here. It can be prepared, not replaced."


def _condition(outcome: Outcome, shown: Mapping[str, int]) -> ConditionJson:
    return ConditionJson(
        outcome=outcome.name,
        result=outcome.result,
        when=_given(outcome.when),
        seen_in_steps=shown.get(outcome.name, 0),
    )


def _given(sign: Sign) -> dict[str, Any]:
    """The conditions of a sign that are set."""
    return {name: value for name, value in msgspec.structs.asdict(sign).items() if value}


def _controls(
    analysis: Analysis, wanted: set[str], recordings: Iterable[Recording]
) -> dict[str, dict[Key, _Used]]:
    """By activity, the controls used in its steps."""
    of_recording: dict[str, list[_Step]] = {one.id: [] for one in analysis.recordings if one.log is None}
    for step in (timed.step for case in analysis.cases for timed in case.steps):
        if step.activity.id in wanted and step.recording in of_recording:
            one = _Step(step.activity.id, step.case, step.key, step.events)
            of_recording[step.recording].append(one)
    found: dict[str, dict[Key, _Used]] = {}
    for recording in recordings:
        own = {seq: step for step in of_recording.pop(recording.id, ()) for seq in step.events}
        for event in recording.events:
            if event.is_input and (within := own.get(event.seq)) is not None:
                _count(found.setdefault(within.activity, {}), event, within)
    return found


def _count(found: dict[Key, _Used], event: Event, step: _Step) -> None:
    element, page = event.element, event.page
    if element is None or page is None:
        return
    name = element.name.replace(step.case, "…") if element.name is not None else None
    within = element.within.name if element.within is not None else None
    key = event.kind, page.system, element.role, name, within
    if (used := found.get(key)) is None:
        first = EvidenceJson(recording=step.key[0], events=[event.seq])
        used = found[key] = _Used(element, page, first)
    used.times += 1
    used.steps.add(step.key)
    used.selectors.update(element.selectors)


def _control(key: Key, used: _Used) -> ControlJson:
    does, system, role, name, within = key
    return ControlJson(
        does=does,
        role=role,
        name=name,
        field=used.element.field,
        within=within,
        system=system or None,
        route=used.page.route,
        times=used.times,
        steps=len(used.steps),
        selectors=_by_times(used.selectors),
        first=used.first,
    )


def _by_times(selectors: Counter[str]) -> list[SelectorJson]:
    """Most frequent first; among equally frequent ones, the one that the recorder ranks best."""
    return [SelectorJson(selector=text, times=times) for text, times in selectors.most_common()]
