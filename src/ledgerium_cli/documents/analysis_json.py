"""`analysis.json`: everything that the documents say, for scripts. Its schema is `schema/analysis-1.json`.

Times are integer milliseconds, instants RFC 3339 in UTC; a part that is unknown is null.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ledgerium_cli.cases.model import Case, Hold, Parts, TimedStep
from ledgerium_cli.documents.words import instant
from ledgerium_cli.findings.activities import ActivityFinding, Evidence
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.metrics import HoldRate, Interval
from ledgerium_cli.findings.opportunities.model import Opportunity
from ledgerium_cli.findings.statistics import Summary


class EvidenceJson(msgspec.Struct, frozen=True, kw_only=True):
    recording: str
    events: list[int]


class TimesJson(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds; with fewer than five values only `n` and `values_ms` are given."""

    n: int
    values_ms: list[int] | None
    median_ms: int | None
    p90_ms: int | None
    min_ms: int | None
    max_ms: int | None
    mean_ms: int | None
    mean_low_ms: int | None
    mean_high_ms: int | None


class RecordingJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    actor: str
    workflow: str
    time_zone: str
    start: str
    events: int
    sealed: bool
    generated: bool
    sha256: str


class StepJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    activity: str
    start: str
    complete: str
    work_ms: int | None
    system_wait_ms: int | None
    idle_ms: int | None
    between_step_wait_ms: int | None
    paused_ms: int | None
    actor: str
    system: str
    recording: str
    events: list[int]
    cut_by: Literal["rule", "commit", "system", "form", "recording"]
    named_by: Literal["rule", "guess"]
    completed: bool
    case_told_by: list[str]


class HoldJson(msgspec.Struct, frozen=True, kw_only=True):
    activity: str | None
    kind: str
    start: str
    end: str | None
    guessed: bool
    begun_by: EvidenceJson
    ended_by: EvidenceJson | None


class CaseJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    variant: list[str]
    complete: bool | None
    """Reached the declared end; null where no end is declared."""
    start: str
    end: str
    cycle_ms: int
    work_ms: int | None
    system_wait_ms: int | None
    idle_ms: int | None
    between_step_wait_ms: int | None
    paused_ms: int | None
    held: bool | None
    """Null where nothing could tell."""
    holds: list[HoldJson]
    releases_without_hold: int
    steps: list[StepJson]


class OutcomeJson(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    result: str
    steps: int
    cases: list[str]
    first: EvidenceJson


class ActivityJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    named_by: Literal["rule", "guess"]
    steps: int
    cases: list[str]
    actors: list[str]
    systems: list[str]
    fields: list[str]
    controls: list[str]
    messages: list[str]
    outcomes: list[OutcomeJson]
    repeats: int
    work_ms: int
    system_wait_ms: int
    idle_ms: int
    between_step_wait_ms: int
    paused_ms: int
    work: TimesJson
    wait: TimesJson


class PathJson(msgspec.Struct, frozen=True, kw_only=True):
    source: str | None
    target: str | None
    count: int
    cases: list[str]
    between: TimesJson
    hand_offs: int
    system_switches: int


class VariantJson(msgspec.Struct, frozen=True, kw_only=True):
    activities: list[str]
    cases: list[str]
    share: float
    cycle: TimesJson


class IntervalJson(TimesJson, frozen=True, kw_only=True):
    title: str
    by_case_ms: dict[str, int]
    without: list[str]
    unfinished: list[str]


class HoldKindJson(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    activity: str | None
    cases: int


class HoldRateJson(msgspec.Struct, frozen=True, kw_only=True):
    n: int | None
    held: int | None
    rate: float | None
    all_cases: int
    by_kind: list[HoldKindJson]
    time_to_release: TimesJson
    open: list[str]
    releases_without_hold: int
    guessed: bool


class ShareJson(msgspec.Struct, frozen=True, kw_only=True):
    n: int
    met: int | None
    rate: float | None


class DeviationJson(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    case: str
    activity: str
    reason: str
    evidence: list[EvidenceJson]


class OpportunityJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    rule: str
    kind: str
    title: str
    activities: list[str]
    why: str
    cases: list[str]
    evidence: list[EvidenceJson]
    work_baseline_ms: int
    wait_baseline_ms: int
    work_saving_low_ms: int
    work_saving_high_ms: int
    wait_saving_low_ms: int
    wait_saving_high_ms: int
    assumptions: list[str]
    against: list[str]
    measure: str
    person_decides: bool


class HealthJson(msgspec.Struct, frozen=True, kw_only=True):
    score: float | None
    shares: dict[str, ShareJson]


class AnalysisJson(msgspec.Struct, frozen=True, kw_only=True):
    format: Literal[1]
    workflow: str | None
    """Name of the workflow file's workflow; null without a file: every step is then a guess."""
    recordings: list[RecordingJson]
    cases: list[CaseJson]
    activities: list[ActivityJson]
    paths: list[PathJson]
    variants: list[VariantJson]
    metrics: dict[str, Any]
    """`cycle`, `hold_rate`, `first_time_right`, `credit_check_wait` and every declared interval metric."""
    health: HealthJson
    deviations: list[DeviationJson]
    opportunities: list[OpportunityJson]


def render_analysis(analysis: Analysis) -> str:
    return msgspec.json.format(msgspec.json.encode(analysis_json(analysis)), indent=1).decode() + "\n"


def render_part(analysis: Analysis, document: Literal["report", "opportunities"]) -> str:
    """What one document says, as JSON with the keys of `analysis.json`."""
    whole = msgspec.to_builtins(analysis_json(analysis))
    keys = {
        "report": (
            "format",
            "workflow",
            "recordings",
            "cases",
            "activities",
            "variants",
            "metrics",
            "health",
            "deviations",
        ),
        "opportunities": ("format", "workflow", "recordings", "opportunities"),
    }[document]
    return (
        msgspec.json.format(msgspec.json.encode({key: whole[key] for key in keys}), indent=1).decode() + "\n"
    )


def analysis_schema() -> dict[str, object]:
    """The JSON Schema of `analysis.json`. The metrics have keys of their own, each with its shape."""
    fixed = {"cycle": TimesJson, "hold_rate": HoldRateJson, "first_time_right": ShareJson}
    types = [AnalysisJson, IntervalJson, *fixed.values()]
    _, parts = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    interval = {"anyOf": [{"$ref": "#/$defs/IntervalJson"}, {"type": "null"}]}
    parts["AnalysisJson"]["properties"]["metrics"] = {
        "type": "object",
        "required": [*fixed, "credit_check_wait"],
        "properties": {name: {"$ref": f"#/$defs/{shape.__name__}"} for name, shape in fixed.items()},
        "additionalProperties": interval,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ledgerium analysis, format 1",
        "$ref": "#/$defs/AnalysisJson",
        "$defs": dict(sorted(parts.items())),
    }


def analysis_json(analysis: Analysis) -> AnalysisJson:
    return AnalysisJson(
        format=1,
        workflow=analysis.workflow.name if analysis.workflow is not None else None,
        recordings=[
            RecordingJson(
                id=one.id,
                actor=one.actor,
                workflow=one.workflow,
                time_zone=one.time_zone,
                start=instant(one.start_ms),
                events=len(one.events),
                sealed=one.sealed,
                generated=one.generated,
                sha256=one.sha256,
            )
            for one in analysis.recordings
        ],
        cases=[_case(case) for case in analysis.cases],
        activities=[_activity(activity) for activity in analysis.activities],
        paths=[
            PathJson(
                source=path.source,
                target=path.target,
                count=path.count,
                cases=list(path.cases),
                between=_times(path.between),
                hand_offs=path.hand_offs,
                system_switches=path.system_switches,
            )
            for path in analysis.paths
        ],
        variants=[
            VariantJson(
                activities=list(one.activities),
                cases=list(one.cases),
                share=one.share,
                cycle=_times(one.cycle),
            )
            for one in analysis.variants
        ],
        metrics=_metrics(analysis),
        health=HealthJson(
            score=analysis.health.score,
            shares={
                one.name: ShareJson(n=one.n, met=one.met, rate=one.value) for one in analysis.health.shares
            },
        ),
        deviations=[
            DeviationJson(
                kind=one.kind,
                case=one.case,
                activity=one.activity,
                reason=one.reason,
                evidence=[_evidence(found) for found in one.evidence],
            )
            for one in analysis.deviations
        ],
        opportunities=[_opportunity(one) for one in analysis.opportunities],
    )


def _metrics(analysis: Analysis) -> dict[str, object]:
    metrics = analysis.metrics
    right, counted = metrics.first_time_right
    return {
        "cycle": _times(metrics.cycle),
        "hold_rate": _hold_rate(metrics.hold_rate),
        "first_time_right": ShareJson(n=counted, met=right, rate=right / counted if counted else None),
        "credit_check_wait": None,
        **{interval.id: _interval(interval) for interval in metrics.intervals},
    }


def _case(case: Case) -> CaseJson:
    return CaseJson(
        id=case.id,
        variant=list(case.variant),
        complete=case.complete,
        start=instant(case.start_ms),
        end=instant(case.end_ms),
        cycle_ms=case.cycle_ms,
        held=case.held,
        holds=[_hold(hold) for hold in case.holds],
        releases_without_hold=case.releases_without_hold,
        steps=[step_json(timed) for timed in case.steps],
        **_parts(case.parts),
    )


def step_json(timed: TimedStep) -> StepJson:
    step = timed.step
    return StepJson(
        id=step_id(timed),
        activity=step.activity.id,
        start=instant(timed.start_ms),
        complete=instant(timed.complete_ms),
        actor=step.actor,
        system=step.system,
        recording=step.recording,
        events=[event.seq for event in step.events],
        cut_by=step.cut_by,
        named_by=step.activity.decided_by,
        completed=step.completed,
        case_told_by=list(step.told_by),
        **_parts(timed.parts),
    )


def step_id(timed: TimedStep) -> str:
    """Recording and first event: the same step has the same id in every build."""
    recording, first = timed.step.key
    return f"{recording}:{first}"


def _parts(parts: Parts) -> dict[str, int]:
    return {
        "work_ms": parts.work,
        "system_wait_ms": parts.system_wait,
        "idle_ms": parts.idle,
        "between_step_wait_ms": parts.between_step_wait,
        "paused_ms": parts.paused,
    }


def _hold(hold: Hold) -> HoldJson:
    ended = None
    if hold.ended_by is not None and hold.ended_event is not None:
        ended = EvidenceJson(recording=hold.ended_by[0], events=[hold.ended_event])
    return HoldJson(
        activity=hold.activity,
        kind=hold.kind,
        start=instant(hold.start_ms),
        end=instant(hold.end_ms) if hold.end_ms is not None else None,
        guessed=hold.guessed,
        begun_by=EvidenceJson(recording=hold.begun_by[0], events=[hold.begun_event]),
        ended_by=ended,
    )


def _activity(found: ActivityFinding) -> ActivityJson:
    return ActivityJson(
        id=found.activity.id,
        title=found.activity.title,
        named_by=found.activity.decided_by,
        steps=found.steps,
        cases=list(found.cases),
        actors=list(found.actors),
        systems=list(found.systems),
        fields=[one.text for one in found.fields],
        controls=[one.text for one in found.controls],
        messages=[one.text for one in found.messages],
        outcomes=[
            OutcomeJson(
                name=one.name,
                result=one.result,
                steps=one.steps,
                cases=list(one.cases),
                first=_evidence(one.first),
            )
            for one in found.outcomes
        ],
        repeats=found.repeats,
        work=_times(found.work),
        wait=_times(found.wait),
        **_parts(found.parts),
    )


def _evidence(evidence: Evidence) -> EvidenceJson:
    return EvidenceJson(recording=evidence.recording, events=list(evidence.events))


def _times(summary: Summary) -> TimesJson:
    return TimesJson(**_times_fields(summary))


def _times_fields(summary: Summary) -> dict[str, Any]:
    return {
        "n": summary.n,
        "values_ms": list(summary.values) if summary.values is not None else None,
        "median_ms": summary.median,
        "p90_ms": summary.p90,
        "min_ms": summary.minimum,
        "max_ms": summary.maximum,
        "mean_ms": summary.mean,
        "mean_low_ms": summary.mean_low,
        "mean_high_ms": summary.mean_high,
    }


def _interval(interval: Interval) -> IntervalJson:
    return IntervalJson(
        title=interval.title,
        by_case_ms=dict(interval.by_case),
        without=list(interval.without),
        unfinished=list(interval.unfinished),
        **_times_fields(interval.times),
    )


def _hold_rate(rate: HoldRate) -> HoldRateJson:
    return HoldRateJson(
        n=rate.n,
        held=rate.held,
        rate=rate.rate,
        all_cases=rate.all_cases,
        by_kind=[HoldKindJson(kind=kind, activity=where, cases=n) for kind, where, n in rate.by_kind],
        time_to_release=_times(rate.time_to_release),
        open=list(rate.open_holds),
        releases_without_hold=rate.releases_without_hold,
        guessed=rate.guessed,
    )


def _opportunity(one: Opportunity) -> OpportunityJson:
    proposal = one.proposal
    return OpportunityJson(
        id=one.id,
        rule=proposal.rule,
        kind=proposal.kind,
        title=proposal.title,
        activities=list(proposal.activities),
        why=proposal.why,
        cases=list(proposal.cases),
        evidence=[_evidence(found) for found in proposal.evidence],
        work_baseline_ms=one.work_baseline_ms,
        wait_baseline_ms=one.wait_baseline_ms,
        work_saving_low_ms=one.work.low_ms,
        work_saving_high_ms=one.work.high_ms,
        wait_saving_low_ms=one.wait.low_ms,
        wait_saving_high_ms=one.wait.high_ms,
        assumptions=list(proposal.assumptions),
        against=list(proposal.against),
        measure=proposal.measure,
        person_decides=proposal.person_decides,
    )
