"""Rule: require a check where the systems let a case go on without it."""

from __future__ import annotations

from collections import defaultdict
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.deviations import Usual, missing_in
from ledgerium_cli.findings.opportunities.model import Claims, Findings, Proposal, Rows, Rule, Share, among
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.workflow.rule_names import RuleName
from ledgerium_cli.workflow.wire import Activity


class GuardSkippedCheck(Rule):
    """For each declared check that is required: applies when a case went on without it. Saves no time."""

    name: ClassVar[RuleName] = "guard-skipped-check"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._usual = Usual(findings.workflow) if findings.workflow is not None else None
        self._skipped: dict[str, Rows] = defaultdict(Rows)

    def add(self, case: Case, place: int, first: int) -> None:
        workflow = self._findings.workflow
        if workflow is None or self._usual is None or self._usual(case):
            return
        for activity, at, _ in missing_in(case, workflow):
            if activity.check:
                self._skipped[activity.id].add(place, first + at)

    def proposals(self) -> list[Proposal]:
        checks = [one for one in self._findings.declared() if one.id in self._skipped]
        return [_proposal(self._findings, one, self._skipped[one.id]) for one in checks]


def _proposal(findings: Findings, activity: Activity, skipped: Rows) -> Proposal:
    return Proposal(
        rule=GuardSkippedCheck.name,
        kind="rule",
        title=sentence("Do not let a case go on without ", quoted(activity)),
        activities=(activity.id,),
        why=sentence(f"{among(len(skipped), len(findings.order.ids))} went on without it."),
        cases=findings.named(skipped),
        evidence=findings.shown(skipped),
        claims=Claims(),
        share=Share(0, 0),
        assumptions=("It closes a gap and saves no time.",),
        against=("Where a case may go on without the check, that exception must be declared.",),
        risk="Where the check cannot be run in time, cases stand still.",
        measure=sentence("Cases that went on without ", quoted(activity), "."),
    )
