"""Detect cases that stall past a target time and escalate them."""

from __future__ import annotations

from ledgerium_cli.cases.model import WAITS, Case
from ledgerium_cli.findings.activities import evidence_of
from ledgerium_cli.findings.health import TargetMet
from ledgerium_cli.findings.opportunities.model import Claim, Findings, Proposal

MINUTE_MS = 60_000


def escalate_stalled(findings: Findings) -> list[Proposal]:
    """For each declared target of minutes: found when a case went past it."""
    return [
        _proposal(findings, target)
        for target in findings.health.targets
        if target.minutes is not None and target.missed
    ]


def _proposal(findings: Findings, target: TargetMet) -> Proposal:
    assert target.minutes is not None
    late = [case for case in findings.cases if case.id in target.missed]
    interval = next((one for one in findings.metrics.intervals if one.id == target.metric), None)
    title = interval.title if interval is not None else "Cycle time"
    over = dict(interval.by_case) if interval is not None else {case.id: case.cycle_ms for case in late}
    claims: dict[Claim, int] = {}
    for case in late:
        claims |= _longest_waits(case, over[case.id] - target.minutes * MINUTE_MS)
    return Proposal(
        rule="escalate-stalled",
        kind="watch for",
        title=f"Escalate cases whose {title.lower()} passes {target.minutes} min",
        activities=tuple(dict.fromkeys(_waited_for(case) for case in late)),
        why=f"{len(late)} of {target.n} cases went past the declared target of {target.minutes} min.",
        cases=tuple(case.id for case in late),
        evidence=tuple(evidence_of(max(case.steps, key=lambda one: one.parts.wait).step) for case in late),
        claims=claims,
        low=0.0,
        high=1.0,
        assumptions=(
            "At best the wait beyond the target is avoided; at worst nobody can act on the alert and nothing is saved.",
        ),
        against=("An alert shows a stalled case; it does not decide it.",),
        measure=f"Cases past the target, and {title.lower()} of those that were escalated.",
        person_decides=True,
    )


def _waited_for(case: Case) -> str:
    return max(case.steps, key=lambda one: one.parts.wait).step.activity.id


def _longest_waits(case: Case, beyond_ms: int) -> dict[Claim, int]:
    """The wait beyond the target, taken from the longest stretches of waiting."""
    claims: dict[Claim, int] = {}
    for piece in sorted(case.slices, key=lambda one: (-one.length_ms, one.start_ms)):
        length = min(piece.length_ms, beyond_ms) if piece.part in WAITS else 0
        if length > 0:
            claims[piece.step, "wait"] = claims.get((piece.step, "wait"), 0) + length
            beyond_ms -= length
    return claims
