"""Give work that waits for a busy person to another who does the same work."""

from __future__ import annotations

from collections import defaultdict

from ledgerium_cli.findings.activities import Shown, case_ids
from ledgerium_cli.findings.opportunities.model import Findings, Proposal
from ledgerium_cli.findings.opportunities.shorten_wait import Row, is_worth, main_causes, performers

LOW, HIGH = 0.0, 0.5


def re_assign(findings: Findings) -> list[Proposal]:
    """For each activity that several people perform: found when two cases waited for one who was busy, for a
    twentieth of all wait."""
    found: dict[str, list[Row]] = defaultdict(list)
    for case, timed, cause, length in main_causes(findings):
        if cause == "contention" and len(performers(findings, timed.step.activity.id)) > 1:
            found[timed.step.activity.id].append((case, timed, length))
    return [_proposal(findings, rows) for _, rows in sorted(found.items()) if is_worth(findings, rows)]


def _proposal(findings: Findings, rows: list[Row]) -> Proposal:
    share = findings.share("re-assign", LOW, HIGH)
    activity = rows[0][1].step.activity
    cases = case_ids(rows)
    people = len(performers(findings, activity.id))
    return Proposal(
        rule="re-assign",
        kind="re-assign",
        title=f"Give “{activity.title}” to whoever is free",
        activities=(activity.id,),
        why=(
            f"{len(cases)} cases waited for a person who was busy with earlier work; {people} people were seen to "
            "do this work."
        ),
        cases=cases,
        evidence=Shown([timed.step for _, timed, _ in rows]),
        claims={(timed.step.key, "wait"): length for _, timed, length in rows},
        share=share,
        assumptions=(share.of("the wait for a busy person"),),
        against=("Whether another person was free, and allowed to do it, was not seen.",),
        risk="Who begins a case that another knows must read into it first.",
        measure=f"Wait for busy people at “{activity.title}”, and hand-offs per case.",
    )
