"""Cases with their steps and holds in `analysis.json`; `cases_shape.py` defines their shape."""

from __future__ import annotations

from ledgerium_cli.cases.model import Case, Hold, TimedStep
from ledgerium_cli.documents.analysis.cases_shape import CaseJson, EvidenceJson, HoldJson, StepJson
from ledgerium_cli.documents.analysis.numbers import parts_json
from ledgerium_cli.documents.view.model import evidence_of_hold
from ledgerium_cli.documents.words import instant
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.enabling import Enabling


def case_json(case: Case, enabling: Enabling) -> CaseJson:
    return CaseJson(
        id=case.id,
        variant=list(case.variant),
        ordered=case.is_ordered,
        complete=case.complete,
        ended=case.ended,
        start=instant(case.start_ms) if case.timed else None,
        end=instant(case.end_ms) if case.timed else None,
        cycle_ms=case.cycle_ms,
        held=case.held,
        holds=[_hold(hold) for hold in case.holds],
        releases_without_hold=case.releases_without_hold,
        steps=steps_of(case, enabling),
        **parts_json(case.parts),
    )


def steps_of(case: Case, enabling: Enabling) -> list[StepJson]:
    return [_step(timed, wait) for timed, wait in zip(case.steps, enabling.waits(case), strict=True)]


def _step(timed: TimedStep, wait: int | None) -> StepJson:
    step = timed.step
    return StepJson(
        id=timed.step.id,
        activity=step.activity.id,
        start=instant(timed.start_ms) if step.timed else None,
        complete=instant(timed.complete_ms) if step.timed else None,
        actor=step.actor,
        system=step.system,
        recording=step.recording,
        events=list(step.events),
        cut_by=step.cut_by,
        named_by=step.activity.decided_by,
        completed=step.completed,
        aborted=step.shape.aborted,
        case_told_by=list(step.told_by),
        case_decided_by=step.case_decided_by,
        own_work_ms=timed.work,
        wait_at_step_ms=wait,
        **parts_json(timed.parts),
    )


def _hold(hold: Hold) -> HoldJson:
    begun, *ended = map(evidence_json, evidence_of_hold(hold))
    return HoldJson(
        activity=hold.activity,
        kind=hold.kind,
        start=_instant(hold.known_start_ms),
        end=_instant(hold.known_end_ms),
        released=hold.released,
        guessed=hold.guessed,
        begun_by=begun,
        ended_by=ended[0] if ended else None,
    )


def _instant(ms: int | None) -> str | None:
    return instant(ms) if ms is not None else None


def evidence_json(evidence: Evidence) -> EvidenceJson:
    return EvidenceJson(recording=evidence.recording, events=list(evidence.events))
