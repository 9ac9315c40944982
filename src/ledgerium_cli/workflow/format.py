"""Workflow file, format 1: what a team declares about its work.

`docs/workflow-file.md` explains it to the people who write one. `wire.py` holds the fast structs and
`schema/workflow-1.json` the JSON Schema, both derived from these models by `python -m ledgerium_cli.derive`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ledgerium_cli.workflow.rule_names import RuleName

Words = Annotated[str, Field(min_length=1, max_length=1000)]
Pattern = Annotated[str, Field(min_length=1, max_length=500)]
"""A regular expression, searched case-insensitively."""
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)"
METRIC_ID = r"^[a-z][a-z0-9_]*$(?!\n)"
HOURS = (
    r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))? "
    r"([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$(?!\n)"
)
COUNTRY = r"^[A-Z]{2,3}$(?!\n)"
Slug = Annotated[str, Field(pattern=SLUG, max_length=60)]
END = r"^[a-z0-9]+(-[a-z0-9]+)*(: .*[^ ].*)?$(?!\n)"
EndName = Annotated[str, Field(pattern=END, max_length=1000)]
"""The id of an activity, or `activity: outcome`."""
Day = Annotated[str, Field(pattern=DAY)]
MetricId = Annotated[str, Field(pattern=METRIC_ID, max_length=60)]

EventKind = Literal[
    "page_shown", "tab_shown", "tab_hidden", "click", "field_changed", "form_submitted", "copy", "paste", "drop",
    "message_shown", "note", "mark", "paused", "resumed",
]  # fmt: skip
Part = Literal["work", "system_wait", "idle", "between_step_wait", "paused"]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, regex_engine="python-re")


class Sign(Section):
    """What an event looks like. Every condition that is given must hold; a sign without conditions matches nothing."""

    kinds: tuple[EventKind, ...] = ()
    system: Slug | None = None
    route: Pattern | None = None
    title: Pattern | None = None
    heading: Pattern | None = None
    element: Pattern | None = None
    """The name of the element, or of the field or column that owns it."""
    control: Words | None = None
    """The ARIA role of the element: button, link, menuitem."""
    within: Pattern | None = None
    """The name of the form, dialog or region."""
    message: Pattern | None = None
    mark: Literal["case", "hold", "release", "hand_off", "end"] | None = None
    activity: Pattern | None = None
    """The name that a log gives to a step. Nothing in a recording shows it."""
    column: Words | None = None
    """A column of a log; the sign matches rows with `value` there."""
    value: Pattern | None = None
    """Matches the value in `column`; `^$` matches an empty one."""


class CaseRule(Section):
    """How cases in recordings are told apart: by a pattern or by signs; without either it is guessed. A log names
    its own cases."""

    name: Words = "case"
    """What one case is called: order, claim, ticket."""
    plural: Words | None = None
    """What several are called, where the English rules do not give it: analyses, Vorgänge."""
    pattern: Pattern | None = None
    """What a reference looks like; if it has a group, the group is the reference."""
    told_by: tuple[Literal["mark", "route", "heading", "title"], ...] = ("mark", "route", "heading")
    """Where references are looked for, the most trusted place first."""
    starts_with: tuple[Sign, ...] = ()
    """When no reference is seen: an event that shows one of these signs starts a case."""
    ends_with: tuple[Sign, ...] = ()
    """When no reference is seen: a case ends with an event that shows one of these signs, and its answer."""


class System(Section):
    id: Slug
    name: Words
    hosts: Annotated[tuple[Words, ...], Field(min_length=1)]
    """Host names, with the port if the address shows one; `*` matches anything."""


class Role(Section):
    name: Words
    actors: tuple[Words, ...] = ()
    """The names or pseudonyms that people of this role record under."""


class Outcome(Section):
    """A result of an activity that the recording can show."""

    name: Words
    result: Literal["passed", "refused", "breached"]
    when: Sign


class Activity(Section):
    id: Slug
    title: Words
    """Imperative: Enter the order."""
    role: Words | None = None
    belongs: tuple[Sign, ...] = ()
    """An event that shows one of these signs belongs to this activity; the first activity listed wins."""
    completed_by: tuple[Sign, ...] = ()
    """A sign that completes one performance; after it the activity counts as performed again."""
    outcomes: tuple[Outcome, ...] = ()
    rules: tuple[Words, ...] = ()
    """The rules of the check or the work, in words."""
    required: bool = True
    at_most: Annotated[int, Field(ge=1, le=1000)] | None = None
    check: bool = False
    """What was entered before is checked here."""
    judgement: bool = False
    """A person decides here; such an activity is never called fully automatable."""


class HoldRule(Section):
    kind: Slug
    activity: Slug
    """The activity at which such a hold can begin."""
    begins: Annotated[tuple[Sign, ...], Field(min_length=1)]
    ends: tuple[Sign, ...] = ()


class Point(Section):
    activity: Slug
    point: Literal["arrive", "start", "complete"]
    """`arrive` is the completion of the step before; `start` and `complete` are those of the activity itself."""


class IntervalMetric(Section):
    id: MetricId
    title: Words
    since: Point
    until: Point
    counts: Annotated[tuple[Part, ...], Field(min_length=1)] = ("system_wait", "idle", "between_step_wait")


class Target(Section):
    """An upper bound that the team set itself: give `minutes` for a time, `share` for a rate."""

    metric: MetricId
    minutes: Annotated[float, Field(ge=0.01, le=10_000_000)] | None = None
    share: Annotated[float, Field(ge=0, le=1)] | None = None


class Threshold(Section):
    """A limit for `ledgerium check`: `minutes` is the most that the 90th percentile of a time may be; `share` is the
    most that a hold rate may be, and the least that first_time_right, conformance_rate (of cases) and
    conforming_steps may be."""

    metric: MetricId
    minutes: Annotated[float, Field(ge=0.01, le=10_000_000)] | None = None
    share: Annotated[float, Field(ge=0, le=1)] | None = None


WorkingHours = Annotated[str, Field(pattern=HOURS)]
"""`Mon-Fri 09:00-17:30`."""


class OtherHours(Section):
    """People who work other hours than the rest."""

    actors: tuple[Words, ...] = ()
    roles: tuple[Words, ...] = ()
    hours: Annotated[tuple[WorkingHours, ...], Field(min_length=1)]


class Calendar(Section):
    """When people work, for times in working hours shown beside the elapsed ones."""

    zone: Words
    """Time zone of the hours, as in the IANA database: Europe/Berlin."""
    hours: Annotated[tuple[WorkingHours, ...], Field(min_length=1)]
    country: Annotated[str, Field(pattern=COUNTRY)] | None = None
    """ISO 3166 country; its public holidays are days off."""
    region: Words | None = None
    """A part of the country, as in ISO 3166-2: BE for Berlin."""
    days_off: tuple[Day, ...] = ()
    others: tuple[OtherHours, ...] = ()


class Never(Section):
    """A combination that must not happen."""

    activity: Slug
    condition: Literal["hold_open", "check_breached"]
    why: Words


class DocumentControl(Section):
    """Document control of the SOP; its owner is the owner of the workflow."""

    approver: Words | None = None
    effective: Day | None = None
    review: Day | None = None
    contact: Words | None = None
    """Whom to ask."""


class Settings(Section):
    idle_after_s: Annotated[int, Field(ge=1, le=86_400)] = 180
    """A longer time without input is not work."""
    release_proves_hold: bool = False
    """Whether a release without a recorded hold counts as a held case."""
    batch_gap_s: Annotated[int, Field(ge=0, le=86_400)] = 0
    """The longest time from the completion of one performance of a batch to the start of the next."""


class Saved(Section):
    """The share of the time touched by opportunities of one rule that is assumed to be saved."""

    rule: RuleName
    low: Annotated[float, Field(ge=0, le=1)]
    high: Annotated[float, Field(ge=0, le=1)]


class Assumptions(Section):
    """Assumptions for the savings of opportunities, which no recording can show."""

    cases_per_week: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    """The number of cases per week, recorded or not."""
    saved: tuple[Saved, ...] = ()


class Workflow(Section):
    format: Annotated[int, Field(ge=1, le=1)]
    name: Words
    draft: bool = False
    """True while all of it is a guess, as `init --from` writes it."""
    purpose: Words | None = None
    scope: Words | None = None
    owner: Words | None = None
    prerequisites: tuple[Words, ...] = ()
    outside: tuple[Words, ...] = ()
    """What happens outside the browser and is not recorded."""
    training: tuple[Words, ...] = ()
    """How a new person learns the work, and what one must be able to do before doing it alone."""
    ends_with: EndName | Annotated[tuple[EndName, ...], Field(min_length=1)] | None = None
    """The activity whose completion ends a case, or several of which each does; `decide: Rejected` ends it only with
    this outcome."""
    ordered: bool = True
    """Whether the activities are to be performed in the order in which they are listed."""
    case: CaseRule = CaseRule()
    systems: tuple[System, ...] = ()
    roles: tuple[Role, ...] = ()
    activities: tuple[Activity, ...] = ()
    holds: tuple[HoldRule, ...] = ()
    metrics: tuple[IntervalMetric, ...] = ()
    targets: tuple[Target, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    never: tuple[Never, ...] = ()
    calendar: Calendar | None = None
    document: DocumentControl = DocumentControl()
    assumptions: Assumptions = Assumptions()
    settings: Settings = Settings()
