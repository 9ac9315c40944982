"""Draft texts that people write by hand again and again."""

from __future__ import annotations

from collections import defaultdict

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.findings.activities import Evidence, case_ids, shown_by
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, claims_of
from ledgerium_cli.steps.model import Activity

LOW, HIGH = 0.1, 0.4
ENOUGH = 3
"""Cases in which the text was written, below which a draft is not worth its making."""
LONG = ("multiline", "rich_text")
"""Fields for more than a word or two."""

Row = tuple[Case, TimedStep, Evidence]


def draft_text(findings: Findings) -> list[Proposal]:
    """For each field for longer text of an activity: found when it was filled in three cases."""
    found: dict[tuple[Activity, str], list[Row]] = defaultdict(list)
    for case in findings.cases:
        for timed in case.steps:
            for action in timed.step.shape.actions:
                if action.doing == "fill" and action.field in LONG and action.name is not None:
                    evidence = shown_by(timed.step, *action.shown_by)
                    found[timed.step.activity, action.name].append((case, timed, evidence))
    return [
        _proposal(findings, activity, name, rows)
        for (activity, name), rows in sorted(found.items(), key=lambda one: (one[0][0].id, one[0][1]))
        if len({case.id for case, _, _ in rows}) >= ENOUGH
    ]


def _proposal(findings: Findings, activity: Activity, name: str, rows: list[Row]) -> Proposal:
    share = findings.share("draft-text", LOW, HIGH)
    cases = case_ids(rows)
    return Proposal(
        rule="draft-text",
        kind="drafting help",
        title=f"Draft “{name}” at “{activity.title}” for a person to correct",
        activities=(activity.id,),
        why=f"The text “{name}” was written in {len(cases)} cases ({len(rows)} times).",
        cases=cases,
        evidence=tuple(evidence for _, _, evidence in rows),
        claims=claims_of([timed for _, timed, _ in rows], "work"),
        share=share,
        assumptions=(share.of("the work of the steps in which it was written"),),
        against=("What was written is not recorded: whether the texts resemble one another was not seen.",),
        risk="A draft that reads well is sent without being read.",
        measure=f"Work at “{activity.title}” per case, and how much of each draft a person changes.",
        person_decides=True,
    )
