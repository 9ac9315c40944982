"""`analysis.json`: everything that the documents say, for scripts; its shape is `analysis_shape.py`."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ledgerium_cli.cases.model import Case, Hold, Parts, TimedStep
from ledgerium_cli.documents.analysis_shape import (
    ActivityJson,
    AnalysisJson,
    CaseJson,
    DeviationJson,
    EvidenceJson,
    FilterJson,
    HealthJson,
    HoldJson,
    HoldKindJson,
    HoldRateJson,
    IntervalJson,
    ModelJson,
    OpportunityJson,
    OutcomeJson,
    PathJson,
    QualityJson,
    RecordingJson,
    ShareJson,
    StepJson,
    TimesJson,
    VariantJson,
)
from ledgerium_cli.documents.view import evidence_of_hold
from ledgerium_cli.documents.words import instant
from ledgerium_cli.findings.activities import ActivityFinding, Evidence, OutcomeSeen
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.deviations import Deviation
from ledgerium_cli.findings.filters import Filtered
from ledgerium_cli.findings.health import Health
from ledgerium_cli.findings.metrics import HoldRate, Interval
from ledgerium_cli.findings.opportunities.model import Opportunity
from ledgerium_cli.findings.process import Path, Variant
from ledgerium_cli.findings.statistics import Summary
from ledgerium_cli.mining.model import MinedModel, Quality
from ledgerium_cli.recording.model import RecordingFacts

ALWAYS = ("format", "workflow", "recordings")
KEYS_OF = {
    "report": (*ALWAYS, "cases", "activities", "variants", "model", "metrics", "health", "deviations"),
    "opportunities": (*ALWAYS, "opportunities"),
}
"""What of it a Markdown document speaks of."""


def render_analysis(analysis: Analysis) -> str:
    return _written(analysis_json(analysis))


def render_part(analysis: Analysis, document: Literal["report", "opportunities"]) -> str:
    """What one document says, as JSON with the keys of `analysis.json`."""
    whole = analysis_json(analysis)
    return _written({key: getattr(whole, key) for key in KEYS_OF[document]})


def render_model_json(model: MinedModel) -> str:
    return _written(_model(model))


def _written(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"


def analysis_json(analysis: Analysis) -> AnalysisJson:
    return AnalysisJson(
        format=1,
        workflow=analysis.workflow.name if analysis.workflow is not None else None,
        recordings=[_recording(one) for one in analysis.recordings],
        filter=_filter(analysis.filtered) if analysis.filtered is not None else None,
        cases=[_case(one) for one in analysis.cases],
        activities=[_activity(one) for one in analysis.activities],
        paths=[_path(one) for one in analysis.paths],
        variants=[_variant(one) for one in analysis.variants],
        metrics=_metrics(analysis),
        health=_health(analysis.health),
        deviations=[_deviation(one) for one in analysis.deviations],
        opportunities=[_opportunity(one) for one in analysis.opportunities],
        model=_model(analysis.model) if analysis.model is not None else None,
    )


def _model(model: MinedModel) -> ModelJson:
    return ModelJson(
        tree=model.tree.text,
        method=model.method,
        variants=model.variants,
        cases=model.cases,
        variants_left_out=model.variants_left_out,
        cases_left_out=model.cases_left_out,
        fitness=_quality(model.fitness),
        precision=_quality(model.precision),
    )


def _quality(quality: Quality) -> QualityJson:
    return QualityJson(measure=quality.measure, value=quality.value, reason=quality.reason)


def _recording(one: RecordingFacts) -> RecordingJson:
    return RecordingJson(
        id=one.id,
        actor=one.actor,
        workflow=one.workflow,
        time_zone=one.time_zone,
        start=instant(one.start_ms),
        events=one.events,
        sealed=one.sealed,
        generated=one.generated,
        sha256=one.sha256,
    )


def _filter(filtered: Filtered) -> FilterJson:
    return FilterJson(
        conditions=[str(one) for one in filtered.conditions],
        cases_left_out=filtered.cases_left_out,
        recordings_left_out=filtered.recordings_left_out,
    )


def _path(path: Path) -> PathJson:
    return PathJson(
        source=path.source,
        target=path.target,
        count=path.count,
        cases=list(path.cases),
        between=_times(path.between),
        hand_offs=path.hand_offs,
        system_switches=path.system_switches,
    )


def _variant(one: Variant) -> VariantJson:
    return VariantJson(
        activities=list(one.activities), cases=list(one.cases), share=one.share, cycle=_times(one.cycle)
    )


def _health(health: Health) -> HealthJson:
    shares = {one.name: ShareJson(n=one.n, met=one.met, rate=one.value) for one in health.shares}
    return HealthJson(score=health.score, shares=shares)


def _deviation(one: Deviation) -> DeviationJson:
    return DeviationJson(
        kind=one.kind,
        case=one.case,
        activity=one.activity,
        reason=one.reason,
        evidence=[_evidence(found) for found in one.evidence],
    )


def _metrics(analysis: Analysis) -> dict[str, object]:
    metrics = analysis.metrics
    right, counted = metrics.first_time_right
    return {
        "cycle": _times(metrics.cycle),
        "hold_rate": _hold_rate(metrics.hold_rate),
        "first_time_right": ShareJson(
            n=counted, met=right, rate=right / counted if counted and right is not None else None
        ),
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
        events=list(step.events),
        cut_by=step.cut_by,
        named_by=step.activity.decided_by,
        completed=step.completed,
        case_told_by=list(step.told_by),
        case_decided_by=step.case_decided_by,
        **_parts(timed.parts),
    )


def step_id(timed: TimedStep) -> str:
    """Recording and first event: the same step has the same id in every build."""
    recording, first = timed.step.key
    return f"{recording}:{first}"


def _parts(parts: Parts) -> dict[str, int | None]:
    return {
        "work_ms": parts.work,
        "system_wait_ms": parts.system_wait,
        "idle_ms": parts.idle,
        "between_step_wait_ms": parts.between_step_wait,
        "paused_ms": parts.paused,
    }


def _hold(hold: Hold) -> HoldJson:
    begun, *ended = map(_evidence, evidence_of_hold(hold))
    return HoldJson(
        activity=hold.activity,
        kind=hold.kind,
        start=instant(hold.start_ms),
        end=instant(hold.end_ms) if hold.end_ms is not None else None,
        guessed=hold.guessed,
        begun_by=begun,
        ended_by=ended[0] if ended else None,
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
        outcomes=[_outcome(one) for one in found.outcomes],
        repeats=found.repeats,
        work=_times(found.work),
        wait=_times(found.wait),
        **_parts(found.parts),
    )


def _outcome(one: OutcomeSeen) -> OutcomeJson:
    return OutcomeJson(
        name=one.name, result=one.result, steps=one.steps, cases=list(one.cases), first=_evidence(one.first)
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
        unknown=list(interval.unknown),
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
