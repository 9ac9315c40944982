"""Derived from format.py by `python -m ledgerium_cli.derive`; do not edit."""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class Sign(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    kinds: tuple[Literal['page_shown', 'tab_shown', 'tab_hidden', 'click', 'field_changed', 'form_submitted', 'copy', 'paste', 'drop', 'message_shown', 'note', 'mark', 'paused', 'resumed'], ...] = ()
    system: Annotated[str, Meta(max_length=60, pattern='^[a-z0-9]+(-[a-z0-9]+)*\\Z')] | None = None
    route: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    title: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    heading: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    element: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    control: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    within: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    message: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    mark: Literal['case', 'hold', 'release', 'hand_off', 'end'] | None = None
    activity: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    column: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    value: Annotated[str, Meta(min_length=1, max_length=500)] | None = None


class CaseRule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    name: Annotated[str, Meta(min_length=1, max_length=1000)] = 'case'
    plural: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    pattern: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    told_by: tuple[Literal['mark', 'route', 'heading', 'title'], ...] = ('mark', 'route', 'heading')
    starts_with: tuple[Sign, ...] = ()
    ends_with: tuple[Sign, ...] = ()


class System(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    id: Annotated[str, Meta(max_length=60, pattern='^[a-z0-9]+(-[a-z0-9]+)*\\Z')]
    name: Annotated[str, Meta(min_length=1, max_length=1000)]
    hosts: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=1000)], ...], Meta(min_length=1)]


class Role(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    name: Annotated[str, Meta(min_length=1, max_length=1000)]
    actors: tuple[Annotated[str, Meta(min_length=1, max_length=1000)], ...] = ()


class Outcome(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    name: Annotated[str, Meta(min_length=1, max_length=1000)]
    result: Literal['passed', 'refused', 'breached']
    when: Sign


class Activity(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    id: Annotated[str, Meta(max_length=60, pattern='^[a-z0-9]+(-[a-z0-9]+)*\\Z')]
    title: Annotated[str, Meta(min_length=1, max_length=1000)]
    role: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    belongs: tuple[Sign, ...] = ()
    completed_by: tuple[Sign, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    rules: tuple[Annotated[str, Meta(min_length=1, max_length=1000)], ...] = ()
    required: bool = True
    at_most: Annotated[int, Meta(ge=1, le=1000)] | None = None
    check: bool = False
    judgement: bool = False


class HoldRule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    kind: Annotated[str, Meta(max_length=60, pattern='^[a-z0-9]+(-[a-z0-9]+)*\\Z')]
    activity: Annotated[str, Meta(max_length=60, pattern='^[a-z0-9]+(-[a-z0-9]+)*\\Z')]
    begins: Annotated[tuple[Sign, ...], Meta(min_length=1)]
    ends: tuple[Sign, ...] = ()


class Point(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    activity: Annotated[str, Meta(max_length=60, pattern='^[a-z0-9]+(-[a-z0-9]+)*\\Z')]
    point: Literal['arrive', 'start', 'complete']


class IntervalMetric(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    id: Annotated[str, Meta(max_length=60, pattern='^[a-z][a-z0-9_]*\\Z')]
    title: Annotated[str, Meta(min_length=1, max_length=1000)]
    since: Point
    until: Point
    counts: Annotated[tuple[Literal['work', 'system_wait', 'idle', 'between_step_wait', 'paused'], ...], Meta(min_length=1)] = ('system_wait', 'idle', 'between_step_wait')


class Target(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    metric: Annotated[str, Meta(max_length=60, pattern='^[a-z][a-z0-9_]*\\Z')]
    minutes: Annotated[float, Meta(ge=0.01, le=10000000)] | None = None
    share: Annotated[float, Meta(ge=0, le=1)] | None = None


class Threshold(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    metric: Annotated[str, Meta(max_length=60, pattern='^[a-z][a-z0-9_]*\\Z')]
    minutes: Annotated[float, Meta(ge=0.01, le=10000000)] | None = None
    share: Annotated[float, Meta(ge=0, le=1)] | None = None


class OtherHours(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    actors: tuple[Annotated[str, Meta(min_length=1, max_length=1000)], ...] = ()
    roles: tuple[Annotated[str, Meta(min_length=1, max_length=1000)], ...] = ()
    hours: Annotated[tuple[Annotated[str, Meta(pattern='^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))? ([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\\Z')], ...], Meta(min_length=1)]


class Calendar(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    zone: Annotated[str, Meta(min_length=1, max_length=1000)]
    hours: Annotated[tuple[Annotated[str, Meta(pattern='^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))? ([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\\Z')], ...], Meta(min_length=1)]
    country: Annotated[str, Meta(pattern='^[A-Z]{2,3}\\Z')] | None = None
    region: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    days_off: tuple[Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')], ...] = ()
    others: tuple[OtherHours, ...] = ()


class Never(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    activity: Annotated[str, Meta(max_length=60, pattern='^[a-z0-9]+(-[a-z0-9]+)*\\Z')]
    condition: Literal['hold_open', 'check_breached']
    why: Annotated[str, Meta(min_length=1, max_length=1000)]


class DocumentControl(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    approver: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    effective: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None = None
    review: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None = None
    contact: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    idle_after_s: Annotated[int, Meta(ge=1, le=86400)] = 180
    release_proves_hold: bool = False
    batch_gap_s: Annotated[int, Meta(ge=0, le=86400)] = 0


class Saved(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    rule: Literal['check-on-entry', 'check-automatically', 'escalate-stalled', 'copy-between-systems', 'look-up-between-systems', 'draft-text', 'shorten-wait', 'shorten-hold', 'shorten-loop', 're-assign', 'batch', 'guard-skipped-check']
    low: Annotated[float, Meta(ge=0, le=1)]
    high: Annotated[float, Meta(ge=0, le=1)]


class Assumptions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    cases_per_week: Annotated[int, Meta(ge=1, le=10000000)] | None = None
    saved: tuple[Saved, ...] = ()


class Workflow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    format: Annotated[int, Meta(ge=1, le=1)]
    name: Annotated[str, Meta(min_length=1, max_length=1000)]
    draft: bool = False
    purpose: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    scope: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    owner: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    prerequisites: tuple[Annotated[str, Meta(min_length=1, max_length=1000)], ...] = ()
    outside: tuple[Annotated[str, Meta(min_length=1, max_length=1000)], ...] = ()
    training: tuple[Annotated[str, Meta(min_length=1, max_length=1000)], ...] = ()
    ends_with: Annotated[str, Meta(max_length=1000, pattern='^[a-z0-9]+(-[a-z0-9]+)*(: .*[^ ].*)?\\Z')] | Annotated[tuple[Annotated[str, Meta(max_length=1000, pattern='^[a-z0-9]+(-[a-z0-9]+)*(: .*[^ ].*)?\\Z')], ...], Meta(min_length=1)] | None = None
    ordered: bool = True
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
