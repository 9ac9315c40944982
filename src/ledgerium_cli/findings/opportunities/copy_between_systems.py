"""Connect two systems between which people carry data over the clipboard."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import ClassVar

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.findings.activities import Evidence, Shown, shown_by
from ledgerium_cli.findings.opportunities.model import Claims, Findings, Proposal, Rows
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.1, 0.5
ENOUGH = 2
"""Cases in which it happened, below which it is chance."""


class CopyBetweenSystems:
    """For each pair of systems: found when a copy in one was followed by a paste in the other in two cases."""

    name: ClassVar[RuleName] = "copy-between-systems"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._found: dict[tuple[str, str], _Found] = defaultdict(_Found)

    def add(self, case: Case, place: int, first: int) -> None:
        for at, timed in enumerate(case.steps):
            for which, one in enumerate(timed.step.shape.carried):
                self._found[one.source, one.target].add(place, first + at, which, timed)

    def proposals(self) -> list[Proposal]:
        return [
            _proposal(self._findings, source, target, found)
            for (source, target), found in sorted(self._found.items())
            if len(found.rows.cases) >= ENOUGH
        ]


class _Found:
    """What was carried from one system to another; of each time which of those of its step."""

    def __init__(self) -> None:
        self.rows, self.claims = Rows(), Claims()
        self.which = array("I")
        self.activities: dict[str, None] = {}

    def add(self, case: int, step: int, which: int, timed: TimedStep) -> None:
        if not self.rows.steps or self.rows.steps[-1] != step:
            self.claims.add(step, timed)
        self.rows.add(case, step)
        self.which.append(which)
        self.activities[timed.step.activity.id] = None


def _carried(step: Step, which: int) -> Evidence:
    one = step.shape.carried[which]
    return shown_by(step, one.copied_at, one.pasted_at)


def _proposal(findings: Findings, copied: str, pasted: str, found: _Found) -> Proposal:
    share = findings.share(CopyBetweenSystems.name, LOW, HIGH)
    source, target, rows = findings.system_name(copied), findings.system_name(pasted), found.rows
    return Proposal(
        rule=CopyBetweenSystems.name,
        kind="integration between two systems",
        title=f"Carry data from {source} to {target} without the clipboard",
        activities=tuple(found.activities),
        why=f"In {len(rows.cases)} cases something was copied in {source} and pasted in {target} ({len(rows)} times).",
        cases=findings.named(rows),
        evidence=Shown(findings.order, rows.steps, found.which, _carried),
        claims=found.claims,
        share=share,
        assumptions=(share.of("the work of the steps in which it happened"),),
        against=("The content of the clipboard is not recorded: whether it is the same data was not seen.",),
        risk="What a person would have noticed on the way is carried over unread.",
        measure="Pastes per case, and the work of these steps.",
    )
