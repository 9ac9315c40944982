"""Rule: validate on entry when a check that people run by hand refused what had been entered."""

from __future__ import annotations

from collections.abc import Iterable
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


class CheckOnEntry(Rule):
    """For each declared check without judgement that can refuse: applies when it refused at least once."""

    name: ClassVar[RuleName] = "check-on-entry"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._checks = {one.id: _Check(one) for one in findings.declared() if _can_refuse(one)}

    def add(self, case: Case, place: int, first: int) -> None:
        for activity in self._checks.keys() & set(case.variant):
            self._checks[activity].add(case, place, first)

    def proposals(self) -> list[Proposal]:
        return [_proposal(self._findings, one) for one in self._checks.values() if one.refused]


def _can_refuse(activity: Activity) -> bool:
    results = {outcome.result for outcome in activity.outcomes}
    return activity.check and not activity.judgement and "refused" in results


class _Check:
    """What was seen of one check."""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity
        self.performed = self.passed = 0
        self.refused, self.claims = Rows(), Claims()

    def add(self, case: Case, place: int, first: int) -> None:
        claimed: dict[int, None] = {}
        for at, activity in enumerate(case.variant):
            if activity != self.activity.id:
                continue
            self.performed += 1
            result = result_of(case.steps[at])
            if result == "passed":
                self.passed += 1
                claimed[at] = None
            elif result == "refused":
                self.refused.add(place, first + at)
                claimed |= dict.fromkeys(self._done_again(case, at))
        for at in claimed:
            self.claims.add(first + at, case.steps[at], wait=True)

    def _done_again(self, case: Case, refused: int) -> Iterable[int]:
        """Indexes of the refused check and of the steps up to the next performance of it whose activity the case had
        before the refusal, too; only the check itself if there is no next one."""
        since = case.steps[refused].complete_ms
        before, redone = set[str](), [refused]
        for at, (activity, timed) in enumerate(zip(case.variant, case.steps, strict=True)):
            if timed.start_ms < since:
                before.add(activity)
            elif activity == self.activity.id:
                return redone
            elif activity in before:
                redone.append(at)
        return [refused]


def _proposal(findings: Findings, check: _Check) -> Proposal:
    activity = check.activity
    share = findings.share(CheckOnEntry.name, LOW, HIGH, moves=True)
    return Proposal(
        rule=CheckOnEntry.name,
        kind="check on entry",
        title=sentence("Do ", quoted(activity), " on entry and show only the exceptions"),
        activities=(activity.id,),
        why=sentence(
            f"{len(check.refused)} of {count(check.performed, 'performance')} of ",
            quoted(activity),
            f" refused; {check.passed} passed.",
        ),
        cases=findings.named(check.refused),
        evidence=findings.shown(check.refused),
        claims=check.claims,
        share=share,
        assumptions=(
            *share.of_work_and_wait(
                "of checks that passed or refused, and of what was done again after a refusal,"
            ),
        ),
        against=(
            "The rules of the check must be available where the data is entered.",
            "A refusal that needs a question to somebody else stays work.",
        ),
        risk="A rule that is wrong or out of date refuses what should pass.",
        measure=sentence(
            "Refusals per performance of ", quoted(activity), ", and the work at this step per case."
        ),
    )
