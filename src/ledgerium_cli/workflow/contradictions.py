"""Finds contradictions in a workflow file, and names that it uses without declaring them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from ledgerium_cli.workflow.calendar import public_holidays, week_of, zone_named
from ledgerium_cli.workflow.ends import declared_ends
from ledgerium_cli.workflow.lines import Fault, Place
from ledgerium_cli.workflow.wire import (
    Assumptions,
    CaseRule,
    DocumentControl,
    Sign,
    Target,
    Threshold,
    Workflow,
)

CONFORMANCE = ("conformance_rate", "conforming_steps")
RATES = ("hold_rate", "first_time_right", *CONFORMANCE)
CHECKED_YEAR = 2026
"""Whether the holidays of a country are known is checked with this year; it does not depend on the year."""


def contradictions(workflow: Workflow) -> Iterator[Fault]:
    """What a workflow file of the right form says that cannot be meant together."""
    yield from _twice(workflow)
    for at, hold in enumerate(workflow.holds):
        if hold.kind in ("marked", "guessed"):
            taken = f"the kind of hold {hold.kind!r} is taken for what people mark and Ledgerium guesses. Rename it."
            yield ("holds", at, "kind"), taken
    ids = {activity.id for activity in workflow.activities}
    for place, where, named in _named_activities(workflow):
        if named not in ids:
            known = _or_near(named, ids, "Declare it or correct the name")
            yield place, f"{where} names the activity {named!r}, which is not declared. {known}."
    yield from _end_faults(workflow)
    roles = {role.name for role in workflow.roles}
    for at, activity in enumerate(workflow.activities):
        if activity.role is not None and activity.role not in roles:
            undeclared = f"names the role {activity.role!r}, which is not declared. Declare it."
            yield ("activities", at, "role"), f"activity {activity.id!r} {undeclared}"
    yield from _actor_faults(workflow)
    systems = {system.id for system in workflow.systems}
    for place, where, sign in all_signs(workflow):
        yield from (((*place, *key), f"{where}: {fault}") for key, fault in _sign_faults(sign, systems))
    yield from _case_faults(workflow.case)
    yield from _calendar_faults(workflow)
    yield from _document_faults(workflow.document)
    yield from ((("assumptions", *place), fault) for place, fault in assumption_faults(workflow.assumptions))
    yield from _metric_faults(workflow)


def _or_near(name: str, known: Iterable[str], remedy: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    return f"{remedy}; perhaps it is {near[0]!r}" if near else remedy


def _twice(workflow: Workflow) -> Iterator[Fault]:
    for what, key, names in (
        ("activity", "activities", [one.id for one in workflow.activities]),
        ("system", "systems", [one.id for one in workflow.systems]),
        ("metric", "metrics", [one.id for one in workflow.metrics]),
    ):
        for at, name in enumerate(names):
            if name in names[:at]:
                yield (key, at, "id"), f"{what} {name!r} is declared twice. Rename one."


def _place_of_end(workflow: Workflow, at: int) -> Place:
    return ("ends_with",) if isinstance(workflow.ends_with, str) else ("ends_with", at)


def _end_faults(workflow: Workflow) -> Iterator[Fault]:
    outcomes = {one.id: [outcome.name for outcome in one.outcomes] for one in workflow.activities}
    ends = declared_ends(workflow)
    for at, end in enumerate(ends):
        if end in ends[:at]:
            yield _place_of_end(workflow, at), "ends_with names the same end twice. Keep one."
        if end.outcome is None or end.activity not in outcomes:
            continue
        if end.outcome not in (known := outcomes[end.activity]):
            undeclared = f"names the outcome {end.outcome!r}, which {end.activity!r} does not declare"
            remedy = _or_near(end.outcome, known, "Declare it or correct the name")
            yield _place_of_end(workflow, at), f"ends_with {undeclared}. {remedy}."


def _case_faults(case: CaseRule) -> Iterator[Fault]:
    if case.pattern is not None:
        yield from ((("case", "pattern"), fault) for fault in _pattern_faults("case.pattern", case.pattern))


def _metric_faults(workflow: Workflow) -> Iterator[Fault]:
    metrics = [metric.id for metric in workflow.metrics]
    for at, name in enumerate(metrics):
        if name in {"cycle", *RATES}:
            yield ("metrics", at, "id"), f"the metric id {name!r} is taken. Rename it."
    limits: Iterable[tuple[str, str, Sequence[Target | Threshold], Sequence[str]]] = (
        ("targets", "target", workflow.targets, ("hold_rate",)),
        ("thresholds", "threshold", workflow.thresholds, RATES),
    )
    for key, what, several, rates in limits:
        for at, one in enumerate(several):
            known = [*metrics, "cycle", *rates]
            if one.metric not in known:
                use = _or_near(one.metric, known, f"Declare it or use one of {', '.join(known)}")
                yield (
                    (key, at, "metric"),
                    f"a {what} names the metric {one.metric!r}, which is not declared. {use}.",
                )
                continue  # what it needs depends on what is meant
            needed = "share" if one.metric in rates else "minutes"
            if (one.share is None) == (needed == "share") or (one.minutes is None) == (needed == "minutes"):
                yield (key, at, "metric"), f"the {what} for {one.metric!r} needs {needed}, and nothing else."


def _document_faults(document: DocumentControl) -> Iterator[Fault]:
    dates = []
    for key, day in (("effective", document.effective), ("review", document.review)):
        try:
            dates += [date.fromisoformat(day)] if day is not None else []
        except ValueError as error:
            yield ("document", key), f"document: {error}. Correct it."
            return
    if dates != sorted(dates):
        yield ("document", "review"), "document: the review is before it takes effect. Correct one."


def assumption_faults(assumptions: Assumptions) -> Iterator[Fault]:
    """Faults with places relative to `assumptions`."""
    rules = [one.rule for one in assumptions.saved]
    for at, one in enumerate(assumptions.saved):
        if one.rule in rules[:at]:
            yield ("saved", at, "rule"), f"what {one.rule!r} saves is assumed twice. Keep one."
        if one.low > one.high:
            told = f"what {one.rule!r} saves is assumed from {one.low} to {one.high}. Give the lower share first."
            yield ("saved", at, "low"), told


def _calendar_faults(workflow: Workflow) -> Iterator[Fault]:
    calendar = workflow.calendar
    if calendar is None:
        return
    checks: Iterable[tuple[Place, Callable[[], object]]] = (
        (("zone",), lambda: zone_named(calendar.zone)),
        (("hours",), lambda: week_of(calendar.hours)),
        *(
            (("others", at, "hours"), partial(week_of, other.hours))
            for at, other in enumerate(calendar.others)
        ),
        *((("days_off", at), partial(date.fromisoformat, day)) for at, day in enumerate(calendar.days_off)),
        (
            ("country",),
            lambda: calendar.country and public_holidays(calendar.country, calendar.region, CHECKED_YEAR),
        ),
    )
    for place, check in checks:
        try:
            check()
        except ValueError as error:
            yield ("calendar", *place), f"calendar: {error}. Correct it."
    if calendar.region is not None and calendar.country is None:
        yield ("calendar", "region"), "calendar: a region without its country. Name the country."
    roles = {role.name for role in workflow.roles}
    for at, other in enumerate(calendar.others):
        if not other.actors and not other.roles:
            yield ("calendar", "others", at), "calendar: other hours of nobody. Name actors or roles."
        for number, role in enumerate(other.roles):
            if role not in roles:
                told = f"calendar: names the role {role!r}, which is not declared. Declare it."
                yield ("calendar", "others", at, "roles", number), told


def _actor_faults(workflow: Workflow) -> Iterator[Fault]:
    """Names that were blank, which would stand for nobody told."""
    others = workflow.calendar.others if workflow.calendar is not None else ()
    named: list[tuple[Place, str, Sequence[str]]] = [
        *((("roles", at), f"role {one.name!r}", one.actors) for at, one in enumerate(workflow.roles)),
        *((("calendar", "others", at), "calendar", one.actors) for at, one in enumerate(others)),
    ]
    for place, where, actors in named:
        for at, actor in enumerate(actors):
            if not actor:
                told = f"{where}: the name of an actor is blank. Write the name or take it out."
                yield (*place, "actors", at), told


def _named_activities(workflow: Workflow) -> Iterator[tuple[Place, str, str]]:
    """(place, who names it, name) for each name of an activity."""
    for at, end in enumerate(declared_ends(workflow)):
        yield _place_of_end(workflow, at), "ends_with", end.activity
    for at, hold in enumerate(workflow.holds):
        yield ("holds", at, "activity"), f"hold {hold.kind!r}", hold.activity
    for at, metric in enumerate(workflow.metrics):
        yield ("metrics", at, "since", "activity"), f"metric {metric.id!r}", metric.since.activity
        yield ("metrics", at, "until", "activity"), f"metric {metric.id!r}", metric.until.activity
    for at, never in enumerate(workflow.never):
        yield ("never", at, "activity"), "never", never.activity


def all_signs(workflow: Workflow) -> Iterator[tuple[Place, str, Sign]]:
    """(place, what it belongs to, sign) for each sign."""
    for at, activity in enumerate(workflow.activities):
        place, where = ("activities", at), f"activity {activity.id!r}"
        yield from _in_list((*place, "belongs"), where, activity.belongs)
        yield from _in_list((*place, "completed_by"), where, activity.completed_by)
        for number, outcome in enumerate(activity.outcomes):
            yield (*place, "outcomes", number, "when"), where, outcome.when
    yield from _in_list(("case", "starts_with"), "case", workflow.case.starts_with)
    yield from _in_list(("case", "ends_with"), "case", workflow.case.ends_with)
    for at, hold in enumerate(workflow.holds):
        yield from _in_list(("holds", at, "begins"), f"hold {hold.kind!r}", hold.begins)
        yield from _in_list(("holds", at, "ends"), f"hold {hold.kind!r}", hold.ends)


def _in_list(place: Place, where: str, signs: Sequence[Sign]) -> Iterator[tuple[Place, str, Sign]]:
    return (((*place, at), where, sign) for at, sign in enumerate(signs))


def _sign_faults(sign: Sign, systems: set[str]) -> Iterator[Fault]:
    """Faults with places relative to the sign."""
    if sign == Sign():
        yield (), "a sign without any condition matches nothing. Give it one."
    if sign.system is not None and sign.system not in systems:
        yield ("system",), f"the system {sign.system!r} is not declared. Declare it under [[systems]]."
    for name in ("route", "title", "heading", "element", "within", "message", "activity"):
        if (pattern := getattr(sign, name)) is not None:
            yield from (((name,), fault) for fault in _pattern_faults(name, pattern))
    if (sign.column is None) != (sign.value is None):
        yield (
            (),
            "a sign needs both, the column of a log and the value that stands in it. Give the other one.",
        )
    if sign.value is not None:  # a pattern that matches an empty value is allowed
        yield from ((("value",), fault) for fault in _expression_faults("value", sign.value))


def _pattern_faults(where: str, pattern: str) -> Iterator[str]:
    yield from (wrong := list(_expression_faults(where, pattern)))
    if not wrong and re.search(pattern, "", re.IGNORECASE) is not None:
        yield f"{where}: {pattern!r} is found in every text, even an empty one. Say what it must hold."


def _expression_faults(where: str, pattern: str) -> Iterator[str]:
    try:
        re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        yield f"{where}: {pattern!r} is not a regular expression: {error}. Correct it."
