"""Rule: remove or shorten a loop, in which cases come back to a step."""

from __future__ import annotations

from collections import defaultdict
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.opportunities.model import Claims, Findings, Proposal, Rows, among
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.steps.model import CUT_OFF
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.0, 0.5
ENOUGH = 3
"""Cases in which the activity was performed again; fewer are chance."""
WORTH = 0.05
"""Least share of all work and wait that makes a proposal worthwhile."""


class ShortenLoop:
    """For each activity: applies when three cases came back to it after other steps, for at least a twentieth of all
    work and wait."""

    name: ClassVar[RuleName] = "shorten-loop"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._found: dict[str, _Loop] = defaultdict(_Loop)

    def add(self, case: Case, place: int, first: int) -> None:
        """A performance right after another one of its activity came back from nowhere."""
        if not case.has_rework or not case.is_ordered:
            return
        seen: set[str] = set()
        before = ""
        for at, timed in enumerate(case.steps):
            activity = timed.step.activity.id
            if activity in seen and activity not in (before, CUT_OFF.id):
                loop = self._found[activity]
                loop.rows.add(place, first + at)
                loop.claims.add(first + at, timed, wait=True)
            seen.add(activity)
            before = activity

    def proposals(self) -> list[Proposal]:
        parts = [one.parts for one in self._findings.activities]
        whole = sum((one.work or 0) + (one.wait or 0) for one in parts)
        return [
            _proposal(self._findings, loop, loop.claims.total / whole)
            for _, loop in sorted(self._found.items())
            if len(loop.rows.cases) >= ENOUGH and loop.claims and loop.claims.total >= WORTH * whole
        ]


class _Loop:
    """The performances with which cases came back to one activity."""

    def __init__(self) -> None:
        self.rows, self.claims = Rows(), Claims()


def _proposal(findings: Findings, loop: _Loop, of_all: float) -> Proposal:
    share = findings.share(ShortenLoop.name, LOW, HIGH)
    activity, cases = findings.order.step(loop.rows.steps[0]).activity, findings.named(loop.rows)
    return Proposal(
        rule=ShortenLoop.name,
        kind="remove or shorten a loop",
        title=sentence("Come back less often to ", quoted(activity)),
        activities=(activity.id,),
        why=sentence(
            f"{among(len(cases), len(findings.order.ids))} came back to ",
            quoted(activity),
            f" after other steps, {len(loop.rows)} times in all, with {100 * of_all:.0f} % of all work and wait.",
        ),
        cases=cases,
        evidence=findings.shown(loop.rows),
        claims=loop.claims,
        share=share,
        assumptions=(share.of("the work and wait of the performances that came back"),),
        against=("Why cases came back was not recorded, and it may have been needed.",),
        risk="What is not looked at again may leave a fault in it.",
        measure=sentence("How often cases come back to ", quoted(activity), ", and what is refused later."),
    )
