"""Rule: run a check automatically and surface only the breaches."""

from __future__ import annotations

from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.opportunities.model import (
    Claims,
    Findings,
    Proposal,
    Rows,
    Rule,
    result_of,
)
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.plural import count
from ledgerium_cli.workflow.rule_names import RuleName
from ledgerium_cli.workflow.wire import Activity

LOW, HIGH = 0.5, 0.9
ENOUGH = 2
"""Checks passed by hand; with fewer there is nothing to automate."""


class CheckAutomatically(Rule):
    """For each declared check that can be breached and needs no judgement: applies when it passed by hand."""

    name: ClassVar[RuleName] = "check-automatically"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._checks = {one.id: _Check(one) for one in findings.declared() if _can_be_breached(one)}

    def add(self, case: Case, place: int, first: int) -> None:
        if self._checks.keys().isdisjoint(case.variant):
            return
        for at, activity in enumerate(case.variant):
            if (check := self._checks.get(activity)) is not None:
                check.add(case, place, first, at)

    def proposals(self) -> list[Proposal]:
        return [_proposal(self._findings, one) for one in self._checks.values() if len(one.passed) >= ENOUGH]


def _can_be_breached(activity: Activity) -> bool:
    results = {outcome.result for outcome in activity.outcomes}
    return activity.check and not activity.judgement and "breached" in results


class _Check:
    """What was seen of one check."""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity
        self.performed = self.breached = 0
        self.passed, self.claims = Rows(), Claims()

    def add(self, case: Case, place: int, first: int, at: int) -> None:
        self.performed += 1
        result = result_of(case.steps[at])
        if result == "passed":
            self.passed.add(place, first + at)
            self.claims.add(first + at, case.steps[at], wait=True)
        elif result == "breached":
            self.breached += 1


def _proposal(findings: Findings, check: _Check) -> Proposal:
    activity = check.activity
    share = findings.share(CheckAutomatically.name, LOW, HIGH, moves=True)
    return Proposal(
        rule=CheckAutomatically.name,
        kind="rule",
        title=sentence("Do ", quoted(activity), " automatically and surface only breaches"),
        activities=(activity.id,),
        why=sentence(
            f"{len(check.passed)} of {count(check.performed, 'performance')} of ",
            quoted(activity),
            f" passed; {check.breached} showed a breach.",
        ),
        cases=findings.named(check.passed),
        evidence=findings.shown(check.passed),
        claims=check.claims,
        share=share,
        assumptions=(
            *share.of_work_and_wait("at checks that passed"),
            "Nothing is saved at a check that was breached.",
        ),
        against=("What to do about a breach stays the decision of a person.",),
        risk="A breach that the rule does not know goes through unseen.",
        measure=sentence(
            "Work and wait at ", quoted(activity), " per case, and breaches that were found later."
        ),
        person_decides=True,
    )
