"""Rule: remove or shorten a loop, in which cases come back to a step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.opportunities.model import Claims, Findings, Least, Proposal, Rows, among
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.steps.model import CUT_OFF
from ledgerium_cli.words import listed
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.0, 0.5
ENOUGH = 3
"""Cases in which the activity was performed again; fewer are chance."""
WORTH = 0.05
"""Least share of all work, or of all wait, that makes a proposal worthwhile: of both together the wait, which is mostly
much longer, would hide a loop of much work."""


class ShortenLoop:
    """For each activity: applies when three cases came back to it after other steps, for at least a twentieth of all
    work or of all wait."""

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
        work, wait = sum(one.work or 0 for one in parts), sum(one.wait or 0 for one in parts)
        least, found = Least(WORTH * work, WORTH * wait), []
        for _, loop in sorted(self._found.items()):
            own = loop.claims
            shares = [
                (length / whole, what)
                for length, whole, what in (
                    (own.work.total, work, "work"),
                    (own.wait.total, wait, "wait"),
                )
                if length
            ]
            if len(loop.rows.cases) >= ENOUGH and least.is_in(own):
                found.append(_proposal(self._findings, loop, shares, least))
        return found


class _Loop:
    """The performances with which cases came back to one activity."""

    def __init__(self) -> None:
        self.rows, self.claims = Rows(), Claims()


def _proposal(findings: Findings, loop: _Loop, shares: Sequence[tuple[float, str]], least: Least) -> Proposal:
    share = findings.share(ShortenLoop.name, LOW, HIGH)
    activity, cases = findings.order.step(loop.rows.steps[0]).activity, findings.named(loop.rows)
    told = listed([f"{100 * of_all:.0f} % of all {what}" for of_all, what in shares])
    return Proposal(
        rule=ShortenLoop.name,
        kind="remove or shorten a loop",
        title=sentence("Come back less often to ", quoted(activity)),
        activities=(activity.id,),
        why=sentence(
            f"{among(len(cases), len(findings.order.ids))} came back to ",
            quoted(activity),
            f" after other steps, {len(loop.rows)} times in all, with {told}.",
        ),
        cases=cases,
        evidence=findings.shown(loop.rows),
        claims=loop.claims,
        share=share,
        assumptions=(share.of("the work and wait of the performances that came back"),),
        against=("Why cases came back was not recorded, and it may have been needed.",),
        risk="What is not looked at again may leave a fault in it.",
        least=least,
        measure=sentence("How often cases come back to ", quoted(activity), ", and what is refused later."),
    )
