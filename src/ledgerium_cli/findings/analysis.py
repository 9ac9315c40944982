"""The analysis: everything that the documents say, found from cases and the workflow file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case
from ledgerium_cli.cases.seen import Seen, seen_in
from ledgerium_cli.errors import UsageError
from ledgerium_cli.findings.activities import ActivityFinding, ActivityFold
from ledgerium_cli.findings.clocks import ClockDoubt, ClockFold
from ledgerium_cli.findings.conformance import Conformance, TriedFold, align_cases
from ledgerium_cli.findings.deviating import DeviationFold, Deviations
from ledgerium_cli.findings.deviations import can_conform
from ledgerium_cli.findings.enabling import Enabling, find_enabling
from ledgerium_cli.findings.filters import Filtered
from ledgerium_cli.findings.health import Health, health_of
from ledgerium_cli.findings.in_two_logs import InTwoLogs, InTwoLogsFold
from ledgerium_cli.findings.jumps import JumpFold, Jumps
from ledgerium_cli.findings.metrics import Metrics, MetricsFold
from ledgerium_cli.findings.opportunities import find_opportunities
from ledgerium_cli.findings.opportunities.model import Findings, Missed, Opportunity
from ledgerium_cli.findings.order import CaseIds, Order, walk, walk_all
from ledgerium_cli.findings.paths import Changes, Path, PathFold
from ledgerium_cli.findings.rework import Rework, ReworkFold
from ledgerium_cli.findings.titles import titles_apart
from ledgerium_cli.findings.trends import Trend, TrendFold
from ledgerium_cli.findings.variants import Variant, VariantFold
from ledgerium_cli.findings.waiting import Waiting, find_waiting
from ledgerium_cli.findings.working_time import WorkingFold, WorkingTimes
from ledgerium_cli.findings.zone import zone_of
from ledgerium_cli.meanwhile import Meanwhile, at_its_turn, early
from ledgerium_cli.mining.discover import mine
from ledgerium_cli.mining.model import MinedModel
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.workflow.calendar import calendars_of
from ledgerium_cli.workflow.signs import names_of
from ledgerium_cli.workflow.wire import Assumptions, Settings, Workflow

Miner = Callable[[Mapping[tuple[str, ...], int]], MinedModel]
"""Mines a model from variants and the number of cases of each."""


class Analysis(Struct, frozen=True):
    recordings: tuple[RecordingFacts, ...]
    """Sorted by start."""
    filtered: Filtered | None
    """The filter that selected the cases; None when these are all cases."""
    seen_until_ms: int
    """UTC milliseconds of the last event of any case, cases that a filter left out included."""
    workflow: Workflow | None
    cases: Sequence[Case]
    """Sorted by start; at least one. When there are many, each is decoded anew whenever it is asked for."""
    order: Order
    """The cases and steps by number."""
    enabling: Enabling
    """Which step enabled which."""
    activities: tuple[ActivityFinding, ...]
    """In declared or observed order."""
    paths: tuple[Path, ...]
    variants: tuple[Variant, ...]
    """Most frequent first; the first one is the usual way. Those of which the order is not known come last."""
    rework: tuple[Rework, ...]
    hand_offs: Changes
    system_switches: Changes
    metrics: Metrics
    working: WorkingTimes | None
    """Times in working hours; None when no calendar is declared."""
    waiting: Waiting | None
    """Between-step wait by cause; None when no between-step wait is known."""
    trends: tuple[Trend, ...]
    """By week and by month."""
    deviations: Deviations
    clocks: tuple[ClockDoubt, ...]
    """Pairs of people whose clocks cannot both be right."""
    jumps: Jumps
    """Clock jumps within recordings that touch the time of a case."""
    health: Health
    assumptions: Assumptions
    """The assumptions about savings, declared or given by the person."""
    opportunities: tuple[Opportunity, ...]
    missed: tuple[Missed, ...]
    """What rules found too little of for an opportunity."""
    conformance: Conformance | None
    """Cases aligned with the declared workflow; None when no person declared activities, no model was asked for or of
    no case the order is known."""
    model: MinedModel | None
    """The mined model; None when not asked for, since mining takes longer than everything else together, and when of
    no case the order is known."""
    in_two_logs: tuple[InTwoLogs, ...] = ()
    """Logs of which the rows of one stand in another as well."""
    unread: int = 0
    """The number of files given that held no recording."""

    @property
    def has_usual_way(self) -> bool:
        """Whether one variant is the usual one: False when there are several cases and every one has its own
        variant, or when of none it is known in which order it went."""
        first, *others = self.variants
        return first.is_ordered and (len(first.cases) > 1 or not others)

    @property
    def unordered(self) -> CaseIds:
        """Cases of which it is not known which of their steps came first."""
        places = chain.from_iterable(one.cases.places for one in self.variants if not one.is_ordered)
        return self.order.named(sorted(places))

    @property
    def zone(self) -> ZoneInfo:
        """In which documents tell times, and days begin."""
        return zone_of(self.workflow, self.recordings)

    @property
    def mined(self) -> MinedModel:
        """The model of an analysis that was asked for one. Raises UsageError when there is no order to mine it from."""
        if self.model is None:
            raise UsageError(
                "No model can be mined: of no case it is known which of its steps came first, since a recording of "
                "each tells no times. `ledgerium report` names them."
            )
        return self.model

    @property
    def people(self) -> list[str]:
        """The names of all who did a step, each once, sorted."""
        return sorted({name for one in self.activities for name in one.actors} - {""})

    @property
    def titles(self) -> dict[str, str]:
        """The titles of observed and declared activities by id, told apart."""
        workflow = self.workflow
        declared = workflow.activities if workflow is not None else ()
        titles = {one.id: one.title for one in declared} | {
            one.activity.id: one.activity.title for one in self.activities
        }
        systems = workflow.systems if workflow is not None else ()
        return titles_apart(
            titles, {one.activity.id: names_of(one.systems, systems) for one in self.activities}
        )


class Around(Struct, frozen=True):
    """Everything recorded, cases left out by a filter included: what people were busy with."""

    recordings: Sequence[RecordingFacts]
    cases: Sequence[Case]


def find(
    recordings: Sequence[RecordingFacts],
    cases: Sequence[Case],
    workflow: Workflow | None,
    *,
    model: bool = False,
    miner: Miner = mine,
    filtered: Filtered | None = None,
    around: Around | None = None,
    meanwhile: Meanwhile = at_its_turn,
) -> Analysis:
    """Analyse the cases. `around` is everything recorded, if `cases` are only some of it. `meanwhile` another process
    may find what needs no other finding, and mine the model."""
    around = around or Around(recordings, cases)
    last_seen = seen_in(around.cases)
    seen_until_ms = last_seen.until_ms
    enabling, calendars = find_enabling(cases, workflow), calendars_of(workflow)
    waits = early(meanwhile, partial(_find_waits, recordings, cases, enabling, around, workflow))
    confirmed = workflow if model and can_conform(workflow) else None
    walked = _Walked(cases, workflow, enabling, last_seen, confirmed)
    order, variants = walked.order, walked.variants
    taken = variants.conclude(order)
    mined = _mined(taken, miner, meanwhile) if model else None
    metrics, deviations = walked.measured.conclude(order, variants.taken()), walked.deviating.conclude(order)
    health = health_of(order, metrics, deviations, workflow)
    seen = walked.activities.conclude(order, workflow, variants.taken(), variants.in_order())
    assumptions = workflow.assumptions if workflow is not None else Assumptions()
    waited = waits()
    rest = early(meanwhile, partial(_find_rest, recordings, cases, workflow, seen_until_ms))
    waiting = waited.waiting.of(order) if waited.waiting is not None else None
    jumping = waited.jumps.conclude(order, recordings)
    findings = Findings(order, seen, metrics, health, workflow, enabling, waiting, jumping.made, assumptions)
    working = WorkingFold(metrics, workflow, calendars)
    sought, others = find_opportunities(findings, working), rest()
    return Analysis(
        recordings=tuple(recordings), filtered=filtered, seen_until_ms=seen_until_ms, workflow=workflow,
        cases=cases, order=order, enabling=enabling,
        activities=seen, variants=taken, metrics=metrics, deviations=deviations, health=health,
        paths=others.paths.conclude(order, variants.in_order()),
        hand_offs=others.paths.hand_offs, system_switches=others.paths.system_switches,
        rework=others.rework.conclude(order, variants.taken()), trends=_told(others.trends, metrics),
        clocks=others.clocks, in_two_logs=others.in_two_logs, waiting=waiting, jumps=jumping,
        working=working.conclude(order),
        assumptions=assumptions, opportunities=sought.opportunities, missed=sought.missed,
        conformance=align_cases(order, variants.in_order(), confirmed, walked.tried.conclude()),
        model=mined() if mined is not None else None,
    )  # fmt: skip


class _Walked:
    """What one walk over the cases collects."""

    def __init__(
        self,
        cases: Sequence[Case],
        workflow: Workflow | None,
        enabling: Enabling,
        last_seen: Seen,
        confirmed: Workflow | None,
    ) -> None:
        """`last_seen` tells of all cases, those that a filter left out included; `confirmed` is the workflow with which
        the cases are aligned, if they are."""
        self.activities = ActivityFold(enabling)
        self.measured = MetricsFold(workflow, last_seen.until_ms, enabling, last_seen.held)
        self.deviating = DeviationFold(workflow, hold=isinstance(cases, tuple))
        self.variants = VariantFold()
        self.tried = TriedFold(confirmed)
        self.order = walk_all(
            cases, self.activities, self.measured, self.deviating, self.variants, self.tried
        )


def _mined(
    variants: Sequence[Variant], miner: Miner, meanwhile: Meanwhile
) -> Callable[[], MinedModel] | None:
    """Gives the model of the variants of which the order is known; None if it is known of none."""
    kinds = {one.activities: len(one.cases) for one in variants if one.is_ordered}
    if not kinds:
        return None
    mined = early(meanwhile, partial(miner, kinds))
    unordered = sum(len(one.cases) for one in variants if not one.is_ordered)
    return lambda: replace(mined(), cases_unordered=unordered)


class _Waits(Struct, frozen=True):
    """What opportunities are made of, and what needs no other finding itself."""

    waiting: Waiting | None
    jumps: JumpFold


def _find_waits(
    recordings: Sequence[RecordingFacts],
    cases: Sequence[Case],
    enabling: Enabling,
    around: Around,
    workflow: Workflow | None,
) -> _Waits:
    if around.cases is not cases:
        enabling = find_enabling(around.cases, workflow)
    settings = workflow.settings if workflow is not None else Settings()
    gap_ms, calendars, jumps = settings.batch_gap_s * 1000, calendars_of(workflow), JumpFold(recordings)
    waiting = find_waiting(cases, around.cases, enabling, around.recordings, calendars, gap_ms, jumps)
    return _Waits(waiting, jumps)


class _Rest(Struct, frozen=True):
    """What no other finding is made of either."""

    paths: PathFold
    rework: ReworkFold
    trends: tuple[Trend, ...]
    clocks: tuple[ClockDoubt, ...]
    in_two_logs: tuple[InTwoLogs, ...]


def _told(trends: Sequence[Trend], metrics: Metrics) -> tuple[Trend, ...]:
    """The trends, without rates where the metrics say that nothing tells which cases were held."""
    return tuple(one if metrics.hold_rate.held is not None else one.without_rates() for one in trends)


def _find_rest(
    recordings: Sequence[RecordingFacts],
    cases: Sequence[Case],
    workflow: Workflow | None,
    seen_until_ms: int,
) -> _Rest:
    paths, rework, clocks = PathFold(), ReworkFold(), ClockFold(workflow)
    trends = TrendFold(workflow, zone_of(workflow, recordings), seen_until_ms)
    in_two_logs = InTwoLogsFold(recordings)
    walk(cases, paths, rework, trends, clocks, in_two_logs)
    return _Rest(paths, rework, trends.conclude(), clocks.conclude(), in_two_logs.conclude())


def assuming(analysis: Analysis, assumptions: Assumptions) -> Analysis:
    """The same analysis with savings recomputed under other assumptions."""
    findings = Findings(
        analysis.order,
        analysis.activities,
        analysis.metrics,
        analysis.health,
        analysis.workflow,
        analysis.enabling,
        analysis.waiting,
        analysis.jumps.made,
        assumptions,
    )
    sought = find_opportunities(findings)
    return replace(
        analysis, assumptions=assumptions, opportunities=sought.opportunities, missed=sought.missed
    )
