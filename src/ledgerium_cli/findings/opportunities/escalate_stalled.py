"""Detect cases that stall past a target time and escalate them."""

from __future__ import annotations

from collections.abc import Mapping

from ledgerium_cli.cases.model import WAITS, Case
from ledgerium_cli.cases.time import clip
from ledgerium_cli.findings.activities import Shown
from ledgerium_cli.findings.health import MINUTE_MS, TargetMet
from ledgerium_cli.findings.metrics import Interval
from ledgerium_cli.findings.opportunities.model import Claim, Findings, Proposal
from ledgerium_cli.steps.model import Step

LOW, HIGH = 0.0, 1.0


def escalate_stalled(findings: Findings) -> list[Proposal]:
    """For each declared target of minutes: found when a case went past it."""
    return [
        _proposal(findings, target)
        for target in findings.health.targets
        if target.minutes is not None and target.missed
    ]


def _proposal(findings: Findings, target: TargetMet) -> Proposal:
    assert target.minutes is not None
    share = findings.share("escalate-stalled", LOW, HIGH)
    interval = next((one for one in findings.metrics.intervals if one.id == target.metric), None)
    title = interval.title if interval is not None else "Cycle time"
    late = [case for case in findings.cases if case.id in target.missed]
    waits = {case.id: _late_waits(case, interval, target.minutes * MINUTE_MS) for case in late}
    stalled_at = [_waited_for(case, waits[case.id]) for case in late]
    return Proposal(
        rule="escalate-stalled",
        kind="alert on stalled cases",
        title=f"Escalate cases whose {title[:1].lower()}{title[1:]} passes {target.minutes} min",
        activities=tuple(dict.fromkeys(step.activity.id for step in stalled_at)),
        why=f"{len(late)} of {target.n} cases went past the declared target of {target.minutes} min.",
        cases=tuple(case.id for case in late),
        evidence=Shown(stalled_at),
        claims={claim: length for claims in waits.values() for claim, length in claims.items()},
        share=share,
        assumptions=(
            share.of("the wait beyond the target"),
            "At best an alert ends the wait at the target; at worst nobody can act on it.",
        ),
        against=("An alert shows a stalled case; it does not decide it.",),
        risk="Where most alerts need nothing, people stop reading them.",
        measure=f"Cases past the target, and the {title[:1].lower()}{title[1:]} of those that were escalated.",
        person_decides=True,
    )


def _late_waits(case: Case, interval: Interval | None, bound_ms: int) -> dict[Claim, int]:
    """The wait beyond the target: the last of it, within the interval that the target is about."""
    span = (
        next((one for one in interval.spans if one.case == case.id), None) if interval is not None else None
    )
    since, until = (span.since_ms, span.until_ms) if span is not None else (case.start_ms, case.end_ms)
    counted = span.counted_ms if span is not None else case.cycle_ms
    beyond = counted - bound_ms if counted is not None else 0
    claims: dict[Claim, int] = {}
    for piece in reversed(case.slices):
        waited = clip(piece, since, until) if piece.part in WAITS else None
        length = min(waited.length_ms, beyond) if waited is not None else 0
        if length > 0:
            claims[piece.step, "wait"] = claims.get((piece.step, "wait"), 0) + length
            beyond -= length
    return claims


def _waited_for(case: Case, late: Mapping[Claim, int]) -> Step:
    """The step that most of the late wait belongs to."""
    return max(case.steps, key=lambda one: late.get((one.step.key, "wait"), 0)).step
