"""Ask for a check where the systems let a case go on without it."""

from __future__ import annotations

from ledgerium_cli.findings.deviations import missing_steps
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, Share


def guard_skipped_check(findings: Findings) -> list[Proposal]:
    """For each declared check that is required: found when a case went on without it. It saves no time."""
    proposals = []
    if findings.workflow is None:
        return []
    missing = missing_steps(findings.cases, findings.workflow)
    for activity in findings.declared():
        skipped = [one for one in missing if one.activity == activity.id]
        if not activity.check or not skipped:
            continue
        proposals.append(
            Proposal(
                rule="guard-skipped-check",
                kind="rule",
                title=f"Do not let a case go on without “{activity.title}”",
                activities=(activity.id,),
                why=f"{len(skipped)} of {len(findings.cases)} cases went on without it.",
                cases=tuple(one.case for one in skipped),
                evidence=tuple(evidence for one in skipped for evidence in one.evidence),
                claims={},
                share=Share(0, 0),
                assumptions=("It closes a gap and saves no time.",),
                against=("Where a case may go on without the check, that exception must be declared.",),
                risk="Where the check cannot be run in time, cases stand still.",
                measure=f"Cases that went on without “{activity.title}”.",
            )
        )
    return proposals
