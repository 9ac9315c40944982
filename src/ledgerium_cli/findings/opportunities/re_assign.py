"""Rule: give work that waits for a busy person to somebody else who does the same work."""

from __future__ import annotations

from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.causes import Cause
from ledgerium_cli.findings.opportunities.model import Findings, Missed, Proposal, Rule
from ledgerium_cli.findings.opportunities.shorten_wait import (
    Waited,
    WaitsFor,
    activities_of,
    least_wait,
    named_steps,
)
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.0, 0.5


class ReAssign(Rule):
    """For each activity that several people perform: applies when two cases waited for one who was busy, for at
    least a twentieth of all wait. All other such waits count together."""

    name: ClassVar[RuleName] = "re-assign"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._waits = WaitsFor(findings, ["contention"], self._applies)

    def add(self, case: Case, place: int, first: int) -> None:
        self._waits.add(case, place, first)

    def proposals(self) -> list[Proposal]:
        return [_proposal(self._findings, waited) for _, waited in self._waits.worth()]

    def missed(self) -> list[Missed]:
        return self._waits.missed(self.name)

    def _applies(self, activity: str, _: Cause) -> bool:
        return len(self._findings.performers(activity)) > 1


def _proposal(findings: Findings, waited: Waited) -> Proposal:
    share = findings.share(ReAssign.name, LOW, HIGH)
    activities, cases = activities_of(findings, waited), findings.named(waited.rows)
    people = len({who for one in activities for who in findings.performers(one.id)})
    steps = [quoted(activities[0])] if len(activities) == 1 else [f"the work of {len(activities)} steps"]
    return Proposal(
        rule=ReAssign.name,
        kind="re-assign",
        title=sentence("Give ", *steps, " to whoever is free"),
        activities=tuple(one.id for one in activities),
        why=sentence(
            f"{len(cases)} cases waited for ",
            *named_steps(activities),
            f" while the person was busy with earlier work; {people} people were seen to do this work.",
        ),
        cases=cases,
        evidence=findings.shown(waited.rows),
        claims=waited.claims,
        share=share,
        assumptions=(share.of("the wait for a busy person"),),
        against=("Whether another person was free, and allowed to do it, was not seen.",),
        risk="Who begins a case that another knows must read into it first.",
        least=least_wait(findings),
        measure=sentence("Wait for busy people at ", *steps, ", and hand-offs per case."),
    )
