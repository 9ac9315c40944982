"""Connect two systems between which people carry data over the clipboard."""

from __future__ import annotations

from collections import defaultdict

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.findings.activities import Evidence, case_ids, shown_by
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, Share, claims_of

LOW, HIGH = 0.1, 0.5
ENOUGH = 2
"""Cases in which it happened, below which it is chance."""


def copy_between_systems(findings: Findings) -> list[Proposal]:
    """For each pair of systems: found when a copy in one was followed by a paste in the other in two cases."""
    found: dict[tuple[str, str], list[tuple[Case, TimedStep, Evidence]]] = defaultdict(list)
    for case in findings.cases:
        for timed in case.steps:
            for one in timed.step.shape.carried:
                evidence = shown_by(timed.step, one.copied_at, one.pasted_at)
                found[one.source, one.target].append((case, timed, evidence))
    share = findings.share("copy-between-systems", LOW, HIGH)
    return [
        _proposal(findings.system_name(source), findings.system_name(target), rows, share)
        for (source, target), rows in sorted(found.items())
        if len({case.id for case, _, _ in rows}) >= ENOUGH
    ]


def _proposal(
    source: str, target: str, rows: list[tuple[Case, TimedStep, Evidence]], share: Share
) -> Proposal:
    cases = case_ids(rows)
    steps = list({timed.step.key: timed for _, timed, _ in rows}.values())
    return Proposal(
        rule="copy-between-systems",
        kind="integration between two systems",
        title=f"Carry data from {source} to {target} without the clipboard",
        activities=tuple(dict.fromkeys(timed.step.activity.id for timed in steps)),
        why=f"In {len(cases)} cases something was copied in {source} and pasted in {target} ({len(rows)} times).",
        cases=cases,
        evidence=tuple(evidence for _, _, evidence in rows),
        claims=claims_of(steps, "work"),
        share=share,
        assumptions=(share.of("the work of the steps in which it happened"),),
        against=("The content of the clipboard is not recorded: whether it is the same data was not seen.",),
        risk="What a person would have noticed on the way is carried over unread.",
        measure="Pastes per case, and the work of these steps.",
    )
