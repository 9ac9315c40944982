"""Rule: connect two systems between which people carry data by the clipboard."""

from __future__ import annotations

from collections import defaultdict
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Evidence, Shown, shown_by
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, Sightings
from ledgerium_cli.findings.sentence import sentence
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.1, 0.5
ENOUGH = 2
"""Cases in which it happened; fewer are chance."""


class CopyBetweenSystems:
    """For each pair of systems: applies when a copy in one was followed by a paste in the other in two cases."""

    name: ClassVar[RuleName] = "copy-between-systems"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._found: dict[tuple[str, str], Sightings] = defaultdict(Sightings)

    def add(self, case: Case, place: int, first: int) -> None:
        for at, timed in enumerate(case.steps):
            for which, one in enumerate(timed.step.shape.carried):
                self._found[one.source, one.target].see(place, first + at, timed, which)

    def proposals(self) -> list[Proposal]:
        return [
            _proposal(self._findings, source, target, found)
            for (source, target), found in sorted(self._found.items())
            if len(found.cases) >= ENOUGH
        ]


def _carried(step: Step, which: int) -> Evidence:
    one = step.shape.carried[which]
    return shown_by(step, one.copied_at, one.pasted_at)


def _proposal(findings: Findings, copied: str, pasted: str, found: Sightings) -> Proposal:
    share = findings.share(CopyBetweenSystems.name, LOW, HIGH)
    source, target = findings.system_name(copied), findings.system_name(pasted)
    return Proposal(
        rule=CopyBetweenSystems.name,
        kind="integration between two systems",
        title=sentence(f"Carry data from {source} to {target} without the clipboard"),
        activities=tuple(found.activities),
        why=sentence(
            f"In {len(found.cases)} cases something was copied in {source} and pasted in {target} "
            f"({len(found)} times)."
        ),
        cases=findings.named(found),
        evidence=Shown(findings.order, found.steps, found.which, _carried),
        claims=found.claims,
        share=share,
        assumptions=(share.of("the work of the steps in which it happened"),),
        against=("The content of the clipboard is not recorded: whether it is the same data was not seen.",),
        risk="What a person would have noticed on the way is carried over unread.",
        measure=sentence("Pastes per case, and the work of these steps."),
    )
