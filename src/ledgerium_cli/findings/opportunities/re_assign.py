"""Rule: give work that waits for a busy person to somebody else who does the same work."""

from __future__ import annotations

from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.opportunities.model import Findings, Proposal
from ledgerium_cli.findings.opportunities.shorten_wait import Waited, WaitsFor, least_wait
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.0, 0.5


class ReAssign:
    """For each activity that several people perform: applies when two cases waited for one who was busy, for at
    least a twentieth of all wait."""

    name: ClassVar[RuleName] = "re-assign"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._waits = WaitsFor(findings, ["contention"])

    def add(self, case: Case, place: int, first: int) -> None:
        self._waits.add(case, place, first)

    def proposals(self) -> list[Proposal]:
        findings = self._findings
        return [
            _proposal(findings, waited)
            for (activity, _), waited in self._waits.worth
            if len(findings.performers(activity)) > 1
        ]


def _proposal(findings: Findings, waited: Waited) -> Proposal:
    share = findings.share(ReAssign.name, LOW, HIGH)
    activity, cases = findings.order.step(waited.rows.steps[0]).activity, findings.named(waited.rows)
    people = len(findings.performers(activity.id))
    return Proposal(
        rule=ReAssign.name,
        kind="re-assign",
        title=sentence("Give ", quoted(activity), " to whoever is free"),
        activities=(activity.id,),
        why=sentence(
            f"{len(cases)} cases waited for a person who was busy with earlier work; {people} people were seen to "
            "do this work."
        ),
        cases=cases,
        evidence=findings.shown(waited.rows),
        claims=waited.claims,
        share=share,
        assumptions=(share.of("the wait for a busy person"),),
        against=("Whether another person was free, and allowed to do it, was not seen.",),
        risk="Who begins a case that another knows must read into it first.",
        least=least_wait(findings),
        measure=sentence("Wait for busy people at ", quoted(activity), ", and hand-offs per case."),
    )
