"""A workflow file read and checked: text in, a frozen `Workflow` out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from importlib import resources
from math import isfinite
from pathlib import Path

import msgspec

from ledgerium_cli.by_hand import text_by_hand
from ledgerium_cli.errors import WorkflowFileError
from ledgerium_cli.workflow.calendar import public_holidays, week_of, zone_named
from ledgerium_cli.workflow.wire import Assumptions, DocumentControl, Sign, Workflow

FILE_NAME = "workflow.toml"
CONFORMANCE = ("conformance_rate", "conforming_steps")
RATES = ("hold_rate", "first_time_right", *CONFORMANCE)
CHECKED_YEAR = 2026
"""Of holidays: whether a country is known does not depend on the year."""


def find_workflow(given: Path | None, folders: Iterable[Path]) -> Path | None:
    """The file that was named; else the `workflow.toml` beside the traces; else none.

    Raises WorkflowFileError when the traces stand beside different ones.
    """
    if given is not None:
        return given
    beside = [folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file()]
    if len(beside) > 1:
        names = ", ".join(sorted(map(str, beside)))
        raise WorkflowFileError(
            f"The traces stand beside several workflow files ({names}). Name one with --workflow."
        )
    return beside[0] if beside else None


def load_workflow(path: Path) -> Workflow:
    return parse_workflow(text_by_hand(path, WorkflowFileError), str(path))


def parse_workflow(text: str, name: str) -> Workflow:
    """Raises WorkflowFileError with every fault that was found, a line each."""
    try:
        table = tomllib.loads(text, parse_float=_finite)
    except RecursionError as error:
        raise WorkflowFileError(f"{name}: too deeply nested. Write it flat.") from error
    except ValueError as error:
        raise WorkflowFileError(f"{name}: not TOML: {error}. Mend that line.") from error
    encoded = msgspec.json.encode(table, enc_hook=_refuse)
    try:
        workflow = msgspec.json.decode(encoded, type=Workflow)
    except msgspec.ValidationError as error:
        raise WorkflowFileError("\n".join(_explain(encoded, name, error))) from error
    if faults := sorted(set(_contradictions(workflow))):
        raise WorkflowFileError("\n".join(f"{name}: {fault}" for fault in faults))
    return workflow


def _refuse(value: object) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise NotImplementedError(type(value))


def _explain(encoded: bytes, name: str, error: Exception) -> list[str]:
    from ledgerium_cli.workflow.faults import faults_of

    return [f"{name}: {fault}" for fault in faults_of(encoded)] or [f"{name}: {error}."]


def _finite(text: str) -> float:
    """JSON, by which the file is checked, would take another number for nothing at all."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text} is no number that can be reckoned with")
    return number


def _contradictions(workflow: Workflow) -> Iterator[str]:
    ids = [activity.id for activity in workflow.activities]
    systems = {system.id for system in workflow.systems}
    metrics = [metric.id for metric in workflow.metrics]
    for what, names in (("activity", ids), ("system", [s.id for s in workflow.systems]), ("metric", metrics)):
        for twice in sorted({name for name in names if names.count(name) > 1}):
            yield f"{what} {twice!r} is declared twice. Rename one."
    for kind in sorted({hold.kind for hold in workflow.holds} & {"marked", "guessed"}):
        yield f"the kind of hold {kind!r} is taken for what people mark and Ledgerium guesses. Rename it."
    for where, named in _named_activities(workflow):
        if named not in ids:
            yield f"{where} names the activity {named!r}, which is not declared. Declare it or correct the name."
    roles = {role.name for role in workflow.roles}
    for activity in workflow.activities:
        if activity.role is not None and activity.role not in roles:
            yield f"activity {activity.id!r} names the role {activity.role!r}, which is not declared. Declare it."
    for where, sign in all_signs(workflow):
        yield from (f"{where}: {fault}" for fault in _sign_faults(sign, systems))
    if workflow.case.pattern is not None:
        yield from _pattern_faults("case.pattern", workflow.case.pattern)
    elif not workflow.case.starts_with and not workflow.case.ends_with:
        yield "case: nothing tells cases apart. Give a pattern, or signs that a case starts_with or ends_with."
    yield from _calendar_faults(workflow)
    yield from _document_faults(workflow.document)
    for reserved in sorted({"cycle", *RATES} & set(metrics)):
        yield f"the metric id {reserved!r} is taken. Rename it."
    yield from assumption_faults(workflow.assumptions)
    for target in workflow.targets:
        if target.metric not in {*metrics, "cycle", "hold_rate"}:
            yield f"a target names the metric {target.metric!r}, which is not declared. Declare it or use cycle."
        needed = "share" if target.metric == "hold_rate" else "minutes"
        if (target.share is None) == (needed == "share") or (target.minutes is None) == (needed == "minutes"):
            yield f"the target for {target.metric!r} needs {needed}, and nothing else."
    yield from _threshold_faults(workflow, metrics)


def _threshold_faults(workflow: Workflow, metrics: Sequence[str]) -> Iterator[str]:
    for one in workflow.thresholds:
        if one.metric not in {*metrics, "cycle", *RATES}:
            yield f"a threshold names the metric {one.metric!r}, which is not declared. Declare it or use cycle."
        needed = "share" if one.metric in RATES else "minutes"
        if (one.share is None) == (needed == "share") or (one.minutes is None) == (needed == "minutes"):
            yield f"the threshold for {one.metric!r} needs {needed}, and nothing else."


def _document_faults(document: DocumentControl) -> Iterator[str]:
    days = [day for day in (document.effective, document.review) if day is not None]
    try:
        dates = [*map(date.fromisoformat, days)]
    except ValueError as error:
        yield f"document: {error}. Correct it."
        return
    if dates != sorted(dates):
        yield "document: the review is before it takes effect. Correct one."


def assumption_faults(assumptions: Assumptions) -> Iterator[str]:
    rules = [one.rule for one in assumptions.saved]
    for twice in sorted({rule for rule in rules if rules.count(rule) > 1}):
        yield f"what {twice!r} saves is assumed twice. Keep one."
    for one in assumptions.saved:
        if one.low > one.high:
            yield f"what {one.rule!r} saves is assumed from {one.low} to {one.high}. Give the lower share first."


def _calendar_faults(workflow: Workflow) -> Iterator[str]:
    calendar = workflow.calendar
    if calendar is None:
        return
    for check in (
        lambda: zone_named(calendar.zone),
        lambda: [week_of(hours) for hours in (calendar.hours, *(other.hours for other in calendar.others))],
        lambda: [date.fromisoformat(day) for day in calendar.days_off],
        lambda: calendar.country and public_holidays(calendar.country, calendar.region, CHECKED_YEAR),
    ):
        try:
            check()
        except ValueError as error:
            yield f"calendar: {error}. Correct it."
    if calendar.region is not None and calendar.country is None:
        yield "calendar: a region without its country. Name the country."
    roles = {role.name for role in workflow.roles}
    for other in calendar.others:
        if not other.actors and not other.roles:
            yield "calendar: other hours of nobody. Name actors or roles."
        for role in sorted(set(other.roles) - roles):
            yield f"calendar: names the role {role!r}, which is not declared. Declare it."


def _named_activities(workflow: Workflow) -> Iterator[tuple[str, str]]:
    if workflow.ends_with is not None:
        yield "ends_with", workflow.ends_with
    for hold in workflow.holds:
        yield f"hold {hold.kind!r}", hold.activity
    for metric in workflow.metrics:
        yield f"metric {metric.id!r}", metric.since.activity
        yield f"metric {metric.id!r}", metric.until.activity
    for never in workflow.never:
        yield "never", never.activity


def all_signs(workflow: Workflow) -> Iterator[tuple[str, Sign]]:
    for activity in workflow.activities:
        where = f"activity {activity.id!r}"
        yield from ((where, sign) for sign in (*activity.belongs, *activity.completed_by))
        yield from ((where, outcome.when) for outcome in activity.outcomes)
    yield from (("case", sign) for sign in (*workflow.case.starts_with, *workflow.case.ends_with))
    for hold in workflow.holds:
        yield from ((f"hold {hold.kind!r}", sign) for sign in (*hold.begins, *hold.ends))


def _sign_faults(sign: Sign, systems: set[str]) -> Iterator[str]:
    if sign == Sign():
        yield "a sign without any condition matches nothing. Give it one."
    if sign.system is not None and sign.system not in systems:
        yield f"the system {sign.system!r} is not declared. Declare it under [[systems]]."
    for name in ("route", "title", "heading", "element", "within", "message", "activity"):
        if (pattern := getattr(sign, name)) is not None:
            yield from _pattern_faults(name, pattern)
    if (sign.column is None) != (sign.value is None):
        yield "a sign needs both, the column of a log and the value that stands in it. Give the other one."
    if sign.value is not None:
        yield from _expression_faults("value", sign.value)  # which a blank may well show


def _pattern_faults(where: str, pattern: str) -> Iterator[str]:
    yield from (wrong := list(_expression_faults(where, pattern)))
    if not wrong and re.search(pattern, "", re.IGNORECASE) is not None:
        yield f"{where}: {pattern!r} is found in every text, even an empty one. Say what it must hold."


def _expression_faults(where: str, pattern: str) -> Iterator[str]:
    try:
        re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        yield f"{where}: {pattern!r} is not a regular expression: {error}. Correct it."


def template_names() -> list[str]:
    folder = resources.files("ledgerium_cli.workflow") / "templates"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def template_text(name: str) -> str:
    """Raises WorkflowFileError for a name that is not among `template_names()`."""
    if name not in template_names():
        known = ", ".join(template_names())
        raise WorkflowFileError(f"There is no template {name!r}. Choose one of: {known}.")
    file = resources.files("ledgerium_cli.workflow") / "templates" / f"{name}.toml"
    return file.read_text(encoding="utf-8")
