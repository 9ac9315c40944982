"""Run a check automatically and surface only the breaches."""

from __future__ import annotations

from ledgerium_cli.findings.activities import Shown, case_ids
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, claims_of

LOW, HIGH = 0.5, 0.9
ENOUGH = 2
"""Passed checks run by hand, below which there is nothing to automate."""


def check_automatically(findings: Findings) -> list[Proposal]:
    """For each declared check that can be breached and needs no judgement: found when it passed by hand."""
    proposals = []
    share = findings.share("check-automatically", LOW, HIGH)
    for activity in findings.declared():
        results = {outcome.result for outcome in activity.outcomes}
        if not activity.check or activity.judgement or "breached" not in results:
            continue
        rows = findings.steps(activity.id)
        passed = [(case, one) for case, one in rows if findings.result(one) == "passed"]
        breached = sum(findings.result(one) == "breached" for _, one in rows)
        if len(passed) < ENOUGH:
            continue
        proposals.append(
            Proposal(
                rule="check-automatically",
                kind="rule",
                title=f"{activity.title} automatically and surface only breaches",
                activities=(activity.id,),
                why=(
                    f"{len(passed)} of {len(rows)} performances of “{activity.title}” passed without anything to "
                    f"decide; {breached} showed a breach."
                ),
                cases=case_ids(passed),
                evidence=Shown([one.step for _, one in passed]),
                claims=claims_of([one for _, one in passed], "work", "wait"),
                share=share,
                assumptions=(
                    share.of("the work and wait at checks that passed"),
                    "Nothing is saved at a check that was breached.",
                ),
                against=("What to do about a breach stays the decision of a person.",),
                risk="A breach that the rule does not know goes through unseen.",
                measure=f"Work and wait at “{activity.title}” per case, and breaches that were found later.",
                person_decides=True,
            )
        )
    return proposals
