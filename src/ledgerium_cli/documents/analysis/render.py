"""`analysis.json`: everything that the documents say, for scripts; `shape.py` defines its shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Literal

import msgspec

from ledgerium_cli.documents.analysis.cases import case_json, evidence_json
from ledgerium_cli.documents.analysis.models import conformance_json, model_json
from ledgerium_cli.documents.analysis.numbers import (
    changes_json,
    health_json,
    metrics_json,
    parts_json,
    path_json,
    rework_json,
    rework_total_json,
    times_json,
    totals_json,
    variant_json,
    waiting_json,
    working_json,
)
from ledgerium_cli.documents.analysis.shape import (
    AbortedJson,
    ActivityJson,
    ClockDoubtJson,
    ClockJumpJson,
    ClocksJson,
    DeviationJson,
    FilterJson,
    InTwoLogsJson,
    JumpedJson,
    NotKnownJson,
    OpportunityJson,
    OutcomeJson,
    RecordingJson,
    VolumeJson,
)
from ledgerium_cli.documents.analysis.trends import trend_json
from ledgerium_cli.documents.step_names import renamed
from ledgerium_cli.documents.words import instant
from ledgerium_cli.findings.activities import Aborted, ActivityFinding, OutcomeSeen
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.deviations import Deviation, NotKnown
from ledgerium_cli.findings.filters import Filtered
from ledgerium_cli.findings.jumps import Jumped
from ledgerium_cli.findings.opportunities.model import Opportunity
from ledgerium_cli.findings.opportunities.volume import Volume, volume_of
from ledgerium_cli.findings.sentence import AS_OBSERVED
from ledgerium_cli.mining.model import MinedModel
from ledgerium_cli.output.json_pieces import Fields, held, in_fields, pieces, written
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.workflow.given import given
from ledgerium_cli.workflow.wire import Workflow

ALWAYS = ("format", "workflow", "recordings", "in_two_logs", "files_not_read", "filter")
KEYS_OF = {
    "report": (
        *ALWAYS,
        "cases",
        "clocks",
        "activities",
        "concurrent",
        "paths",
        "variants",
        "rework",
        "rework_total",
        "hand_offs",
        "system_switches",
        "totals",
        "model",
        "metrics",
        "working_time",
        "waiting",
        "trends",
        "health",
        "deviations",
        "not_judged",
        "conformance",
    ),
    "opportunities": (*ALWAYS, "opportunities"),
}
"""The keys of `analysis.json` that a Markdown document covers."""


def render_analysis(analysis: Analysis) -> str:
    return b"".join(analysis_pieces(analysis)).decode()


def analysis_pieces(analysis: Analysis, names: Mapping[str, str] = AS_OBSERVED) -> Iterator[bytes]:
    """The pieces of `analysis.json`, streamed because it can be larger than the data it is made from. `names` are
    the names that people gave to steps, by step id."""
    return pieces(Fields(_parts(analysis, names)))


def render_part(
    analysis: Analysis, document: Literal["report", "opportunities"], names: Mapping[str, str] = AS_OBSERVED
) -> str:
    """The content of one document as JSON, with the keys of `analysis.json`."""
    return written(document_facts(analysis, document, names)).decode()


def document_facts(
    analysis: Analysis, document: Literal["report", "opportunities"], names: Mapping[str, str] = AS_OBSERVED
) -> dict[str, object]:
    """The content of one document, by the keys of `analysis.json`."""
    made = _parts(analysis, names)
    return {key: held(made[key]()) for key in KEYS_OF[document]}


def render_model_json(model: MinedModel, filtered: Filtered | None = None) -> str:
    """The mined model as JSON, with the filter as in `analysis.json`."""
    told = {"filter": filter_json(filtered), **msgspec.structs.asdict(model_json(model))}
    return written(told).decode()


def _parts(analysis: Analysis, names: Mapping[str, str]) -> dict[str, Callable[[], object]]:
    """The fields of `AnalysisJson`, each built when called; a list is given as an iterator of its elements."""
    filtered, working, waiting = analysis.filtered, analysis.working, analysis.waiting
    conformance, model = analysis.conformance, analysis.model
    return {
        "format": lambda: 2,
        "workflow": lambda: analysis.workflow.name if analysis.workflow is not None else None,
        "workflow_sha256": lambda: _digest(analysis.workflow) if analysis.workflow is not None else None,
        "time_zone": lambda: analysis.zone.key,
        "seen_until": lambda: instant(analysis.seen_until_ms),
        "recordings": lambda: map(_recording, analysis.recordings),
        "in_two_logs": lambda: (
            InTwoLogsJson(known=one.known, again=one.again, steps=one.steps) for one in analysis.in_two_logs
        ),
        "files_not_read": lambda: analysis.unread,
        "filter": lambda: filter_json(filtered),
        "cases": lambda: (case_json(one, analysis.enabling) for one in analysis.cases),
        "clocks": lambda: _clocks(analysis),
        "activities": lambda: (_activity(one, names) for one in analysis.activities),
        "concurrent": lambda: analysis.enabling.pairs([one.activity.id for one in analysis.activities]),
        "paths": lambda: map(path_json, analysis.paths),
        "variants": lambda: map(variant_json, analysis.variants),
        "rework": lambda: map(rework_json, analysis.rework),
        "rework_total": lambda: rework_total_json(analysis.rework, analysis.order.steps, len(analysis.cases)),
        "hand_offs": lambda: changes_json(analysis.hand_offs),
        "system_switches": lambda: changes_json(analysis.system_switches),
        "totals": lambda: totals_json(analysis.metrics),
        "metrics": lambda: metrics_json(analysis),
        "working_time": lambda: working_json(working) if working is not None else None,
        "waiting": lambda: waiting_json(waiting) if waiting is not None else None,
        "trends": lambda: {one.span: trend_json(one) for one in analysis.trends},
        "health": lambda: health_json(analysis.health),
        "deviations": lambda: map(_deviation, analysis.deviations),
        "not_judged": lambda: map(_not_known, analysis.deviations.not_known),
        "opportunities": lambda: (_opportunity(one, analysis) for one in analysis.opportunities),
        "conformance": lambda: conformance_json(conformance) if conformance is not None else None,
        "model": lambda: model_json(model) if model is not None else None,
    }


def _digest(workflow: Workflow) -> str:
    return sha256(msgspec.json.encode(given(workflow))).hexdigest()


def _recording(one: RecordingFacts) -> RecordingJson:
    condition = one.condition
    return RecordingJson(
        id=one.id,
        actor=one.actor,
        workflow=one.workflow,
        time_zone=one.time_zone,
        start=instant(one.start_ms),
        timed=one.timed,
        events=one.events,
        sealed=one.sealed,
        seal=condition.seal,
        sealed_events=condition.sealed_events,
        lines_left_out=dict(condition.left_out),
        events_missing=condition.missing,
        clock_jumps=[ClockJumpJson(event=jump.event, by_ms=jump.by_ms) for jump in condition.jumps],
        more_clock_jumps=condition.more_jumps,
        rows_twice=condition.twice,
        days_only=condition.days_only,
        generated=one.generated,
        sha256=one.sha256,
        log=one.log,
        source=one.source,
        source_sha256=one.source_sha256,
    )


def _clocks(analysis: Analysis) -> Fields:
    doubts = [
        ClockDoubtJson(
            earlier=one.earlier, later=one.later, cases=list(one.cases), at_least_ms=one.at_least_ms
        )
        for one in analysis.clocks
    ]
    whole = ClocksJson(jumps=[], doubts=doubts)
    return in_fields(whole, jumps=lambda: map(_jumped, analysis.jumps.found))


def _jumped(one: Jumped) -> JumpedJson:
    return JumpedJson(
        case=one.case,
        recording=one.recording,
        event=one.jump.event,
        by_ms=one.jump.by_ms,
        **parts_json(one.parts),
    )


def filter_json(filtered: Filtered | None) -> FilterJson | None:
    """None when no filter was applied."""
    if filtered is None:
        return None
    return FilterJson(
        conditions=[str(one) for one in filtered.conditions],
        cases_left_out=filtered.cases_left_out,
        recordings_left_out=filtered.recordings_left_out,
    )


def _deviation(one: Deviation) -> DeviationJson:
    return DeviationJson(
        kind=one.kind,
        case=one.case,
        activity=one.activity,
        reason=str(one.reason),
        evidence=[evidence_json(found) for found in one.evidence],
    )


def _not_known(one: NotKnown) -> NotKnownJson:
    return NotKnownJson(
        kind=one.kind,
        case=one.case,
        activity=one.activity,
        question=str(one.question),
        evidence=[evidence_json(found) for found in one.evidence],
    )


def _activity(found: ActivityFinding, names: Mapping[str, str]) -> Fields:
    one = ActivityJson(
        id=found.activity.id,
        title=found.activity.title,
        renamed=renamed(found.activity.title, names.get(found.activity.id)),
        named_by=found.activity.decided_by,
        steps=found.steps,
        cases=[],
        actors=list(found.actors),
        systems=list(found.systems),
        fields=[one.text for one in found.fields],
        controls=[one.text for one in found.controls],
        messages=[one.text for one in found.messages],
        outcomes=[_outcome(one) for one in found.outcomes],
        aborted=_aborted(found.aborted) if found.aborted is not None else None,
        repeats=found.repeats,
        work=times_json(found.work),
        wait=times_json(found.wait),
        **parts_json(found.parts),
    )
    return in_fields(one, cases=lambda: iter(found.cases))


def _aborted(one: Aborted) -> AbortedJson:
    return AbortedJson(steps=len(one.evidence), cases=list(one.cases), first=evidence_json(one.evidence[0]))


def _outcome(one: OutcomeSeen) -> OutcomeJson:
    return OutcomeJson(
        name=one.name,
        result=one.result,
        steps=one.steps,
        cases=list(one.cases),
        first=evidence_json(one.first),
    )


def _opportunity(one: Opportunity, analysis: Analysis) -> Fields:
    proposal = one.proposal
    whole = OpportunityJson(
        id=one.id,
        rule=proposal.rule,
        kind=proposal.kind,
        title=str(proposal.title),
        activities=list(proposal.activities),
        why=str(proposal.why),
        cases=[],
        evidence=[],
        work_baseline_ms=one.work_baseline_ms,
        wait_baseline_ms=one.wait_baseline_ms,
        clock_ms=proposal.clock_ms,
        rest_ms=proposal.rest_ms,
        share_low=proposal.share.low,
        share_low_of_wait=proposal.share.low_of_wait,
        share_high=proposal.share.high,
        share_declared=proposal.share.declared,
        volume=_volume(volume_of(one, analysis.order, analysis.assumptions)),
        work_saving_low_ms=one.work.low_ms,
        work_saving_high_ms=one.work.high_ms,
        wait_saving_low_ms=one.wait.low_ms,
        wait_saving_high_ms=one.wait.high_ms,
        assumptions=list(proposal.assumptions),
        against=list(proposal.against),
        risk=proposal.risk,
        measure=str(proposal.measure),
        person_decides=proposal.person_decides,
        gains=one.gains,
        instead_of=one.instead_of,
        rank_is_stable=one.stable,
    )
    return in_fields(
        whole, cases=lambda: iter(proposal.cases), evidence=lambda: map(evidence_json, proposal.evidence)
    )


def _volume(volume: Volume) -> VolumeJson:
    return VolumeJson(
        cases=volume.cases,
        of_cases=volume.of,
        recorded_weeks=round(volume.weeks, 3),
        cases_per_week=None if volume.per_week is None else round(volume.per_week, 3),
        declared=volume.declared,
    )
