"""Small cases made by hand. Times are minutes after `DAWN`; what no step covers is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from ledgerium_cli.cases.model import Case, Slice, packed
from ledgerium_cli.cases.reduce import case_of, case_rules
from ledgerium_cli.cases.seen import seen_in
from ledgerium_cli.findings.activities import ActivityFold
from ledgerium_cli.findings.deviating import find_deviations
from ledgerium_cli.findings.enabling import find_enabling
from ledgerium_cli.findings.health import Health, health_of
from ledgerium_cli.findings.metrics import Metrics, MetricsFold
from ledgerium_cli.findings.opportunities import find_opportunities
from ledgerium_cli.findings.opportunities.model import Claims, Findings, Opportunity, Sought
from ledgerium_cli.findings.order import walk, walk_all
from ledgerium_cli.findings.paths import Changes, Path, PathFold
from ledgerium_cli.findings.rework import Rework, ReworkFold
from ledgerium_cli.findings.trends import Trend, TrendFold
from ledgerium_cli.findings.variants import VariantFold
from ledgerium_cli.findings.waiting import find_waiting
from ledgerium_cli.findings.zone import zone_of
from ledgerium_cli.recording.model import Event, EventKind, MarkKind, Shown
from ledgerium_cli.recording.wire import Message, Page
from ledgerium_cli.steps.model import Activity, Step, step_of
from ledgerium_cli.steps.rules import Rules
from ledgerium_cli.steps.shape import Decided, shape_of
from ledgerium_cli.workflow.calendar import calendars_of
from ledgerium_cli.workflow.load import parse_workflow
from ledgerium_cli.workflow.wire import Workflow

MINUTE = 60_000
DAWN = 1_772_442_000_000
"""2026-03-02, nine o'clock UTC."""

ORDERS = """
format = 1
name = "Orders"
ends_with = "ship"
case = { pattern = 'SO-\\d+' }

[[activities]]
id = "enter"
title = "Enter the order"
[[activities]]
id = "validate"
title = "Validate the order"
check = true
outcomes = [
    { name = "Valid", result = "passed", when = { message = "is valid" } },
    { name = "Not valid", result = "refused", when = { message = "price missing" } },
]
[[activities]]
id = "credit"
title = "Run the credit check"
check = true
outcomes = [
    { name = "Approved", result = "passed", when = { message = "approved" } },
    { name = "Breached", result = "breached", when = { message = "over the limit" } },
]
[[activities]]
id = "release"
title = "Decide on the hold"
required = false
judgement = true
[[activities]]
id = "confirm"
title = "Confirm the order"
outcomes = [{ name = "Not confirmed", result = "refused", when = { message = "not confirmed" } }]
[[activities]]
id = "ship"
title = "Hand off to fulfilment"

[[holds]]
kind = "credit"
activity = "credit"
begins = [{ message = "on hold" }]
ends = [{ message = "released" }]

[[metrics]]
id = "credit_check_wait"
title = "Credit-check wait"
since = { activity = "credit", point = "arrive" }
until = { activity = "confirm", point = "start" }

[[never]]
activity = "confirm"
condition = "hold_open"
why = "It waits for the reviewer."
[[never]]
activity = "confirm"
condition = "check_breached"
why = "It needs a decision."
"""


def workflow(more: str = "", *, base: str = ORDERS) -> Workflow:
    return parse_workflow(base + more, "workflow.toml")


@dataclass(frozen=True)
class Did:
    """One step, worked on from start to end; at its end the page says something."""

    activity: str
    start: float
    end: float
    says: str | None = None
    actor: str = "Ana"
    system: str = "erp"
    completed: bool = True
    aborted: bool = False
    cut_short: bool = False
    """Whether its recording was cut off in it."""
    lost_after: bool = False
    """Whether its recording was cut off in it or right after it."""
    timed: bool = True
    """Whether its recording tells times."""
    mark: MarkKind | None = None
    """What the person marked at its end, in place of what the page says."""
    carries: tuple[str, str] | None = None
    """The systems in which something was copied, then pasted: after a third of the time, and after two."""
    copies: str | None = None
    """The system in which something was copied, with no paste after it."""
    pastes: str | None = None
    """The system in which something was pasted half-way, with no copy before it."""


def case(
    name: str, *steps: Did, flow: Workflow | None = None, paused: Sequence[tuple[float, float]] = ()
) -> Case:
    """Pauses belong to the first step."""
    rules = Rules(flow)
    made = [_step(name, number, did, rules) for number, did in enumerate(steps)]
    slices = [
        [Slice(_at(did.start), _at(did.end), "work", step.key)] if did.timed and did.end > did.start else []
        for did, step in zip(steps, made, strict=True)
    ]
    slices[0] += [Slice(_at(start), _at(end), "paused", made[0].key) for start, end in paused]
    return case_of(made, [packed(own) for own in slices], case_rules(flow))


def _at(minutes: float) -> int:
    return DAWN + round(minutes * MINUTE)


def _step(name: str, number: int, did: Did, rules: Rules) -> Step:
    start, end, first = _at(did.start), _at(did.end), 10 * number + 1
    kinds: list[tuple[EventKind, str]] = [("click", did.system)]
    if did.carries is not None:
        kinds += [("copy", did.carries[0]), ("paste", did.carries[1])]
    kinds += [("copy", did.copies)] if did.copies is not None else []
    kinds += [("paste", did.pastes)] if did.pastes is not None else []
    each = (end - start) // len(kinds)
    events = [
        Event(first + place, start + place * each, Shown(kind), tab=1, page=Page(system=system, route="/"))
        for place, (kind, system) in enumerate(kinds)
    ]
    message = Message(type="status", text=did.says) if did.says is not None else None
    shown = Shown("message_shown" if message else "click", message=message)
    if did.mark is not None:
        shown = Shown("mark", mark=did.mark)
    last = Event(first + len(events), end, shown, tab=1)
    events.append(last)
    activity = Activity(did.activity, did.activity.capitalize(), "rule")
    decided = Decided(
        activity=activity,
        declares_passing=rules.declares_passing(activity.id),
        tells_breach=rules.tells_breach(activity.id),
        cut_by="rule",
        completed=did.completed,
        told_by=("mark",),
        case_decided_by="rule",
    )
    shape = shape_of(rules.looks_of(events), name, (), decided)
    if did.aborted:
        shape = replace(shape, aborted=True, completed=False, passed=False)
    if did.cut_short:
        shape = replace(shape, cut_short=True, completed=False, passed=False)
    if did.cut_short or did.lost_after:
        shape = replace(shape, lost_after=True)
    if not did.timed:
        shape = replace(shape, timed_by="order")
    numbers, times = [event.seq for event in events], [event.at_ms for event in events]
    return step_of(name, f"{name}-{did.actor}", did.actor, shape, numbers, times)


def minutes(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / MINUTE


def measured(cases: Sequence[Case], flow: Workflow | None) -> Metrics:
    seen_until = max((case.end_ms for case in cases), default=0)
    fold, variants = MetricsFold(flow, seen_until, find_enabling(cases, flow)), VariantFold()
    return fold.conclude(walk_all(cases, fold, variants), variants.taken())


def health(cases: Sequence[Case], flow: Workflow | None) -> Health:
    return health_of(walk_all(cases), measured(cases, flow), find_deviations(cases, flow), flow)


def opportunities(
    cases: Sequence[Case], flow: Workflow, clocks: Claims | None = None
) -> tuple[Opportunity, ...]:
    return sought(cases, flow, clocks).opportunities


def sought(cases: Sequence[Case], flow: Workflow, clocks: Claims | None = None) -> Sought:
    metrics: Metrics = measured(cases, flow)
    enabling = find_enabling(cases, flow)
    order = walk_all(cases)
    activities, variants = ActivityFold(enabling), VariantFold()
    walk(cases, activities, variants)
    waiting = find_waiting(cases, cases, enabling, (), calendars_of(flow))
    return find_opportunities(
        Findings(
            order,
            activities.conclude(order, flow, variants.taken(), variants.in_order()),
            metrics,
            health(cases, flow),
            flow,
            enabling,
            waiting,
            clocks or Claims(),
            flow.assumptions,
        )
    )


def find_paths(cases: Sequence[Case]) -> tuple[Path, ...]:
    fold, variants = PathFold(), VariantFold()
    return fold.conclude(walk_all(cases, fold, variants), variants.in_order())


def find_changes(cases: Sequence[Case]) -> tuple[Changes, Changes]:
    """Hand-offs and system switches."""
    fold = PathFold()
    walk(cases, fold)
    return fold.hand_offs, fold.system_switches


def find_rework(cases: Sequence[Case]) -> tuple[Rework, ...]:
    fold, variants = ReworkFold(), VariantFold()
    return fold.conclude(walk_all(cases, fold, variants), variants.taken())


def find_trends(cases: Sequence[Case], flow: Workflow | None) -> tuple[Trend, ...]:
    fold = TrendFold(flow, zone_of(flow, ()), seen_in(cases).until_ms)
    walk(cases, fold)
    return fold.conclude()
