"""Rule: remove or shorten a loop, in which cases come back to a step."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.opportunities.model import (
    Claims,
    Findings,
    Least,
    Missed,
    Proposal,
    Rows,
    Rule,
    among,
    most_missed,
)
from ledgerium_cli.findings.sentence import Named, quoted, sentence
from ledgerium_cli.steps.model import CUT_OFF, Activity
from ledgerium_cli.words import listed
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.0, 0.5
ENOUGH = 3
"""Cases in which the activity was performed again; fewer are chance."""
MOST_NAMED = 3
WORTH = 0.05
"""Least share of all work, or of all wait, that makes a proposal worthwhile: of both together the wait, which is mostly
much longer, would hide a loop of much work."""


class ShortenLoop(Rule):
    """For each activity: applies when three cases came back to it after other steps, for at least a twentieth of all
    work or of all wait with what they did again from there on."""

    name: ClassVar[RuleName] = "shorten-loop"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._found: dict[str, _Loop] = defaultdict(_Loop)

    def add(self, case: Case, place: int, first: int) -> None:
        """A performance right after another one of its activity came back from nowhere. What a case did before and does
        again after it came back is part of that loop, up to a step that is new to it or came earlier still."""
        if not case.has_rework or not case.is_ordered:
            return
        firsts: dict[str, int] = {}
        before, back_to = "", None
        for at, timed in enumerate(case.steps):
            activity = timed.step.activity.id
            if activity not in firsts:
                firsts[activity], back_to = at, None
            elif activity not in (before, CUT_OFF.id):
                if back_to is None or firsts[activity] <= firsts[back_to]:
                    back_to = activity
                    self._found[back_to].rows.add(place, first + at)
                loop = self._found[back_to]
                loop.claims.add(first + at, timed, wait=True)
                loop.activities[activity] += 1
            before = activity

    def _spent(self) -> tuple[int, int]:
        """All work and all wait, in milliseconds."""
        parts = [one.parts for one in self._findings.activities]
        return sum(one.work or 0 for one in parts), sum(one.wait or 0 for one in parts)

    def _least(self) -> Least:
        work, wait = self._spent()
        return Least(WORTH * work, WORTH * wait)

    def proposals(self) -> list[Proposal]:
        work, wait = self._spent()
        least, found = self._least(), []
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

    def missed(self) -> list[Missed]:
        least = self._least()
        return most_missed(
            Missed(self.name, len(loop.rows.cases), 1, loop.claims.wait.total, least, loop.claims.work.total)
            for loop in self._found.values()
            if len(loop.rows.cases) >= ENOUGH and not least.is_in(loop.claims)
        )


class _Loop:
    """The performances with which cases came back to one activity, and the time of these and of what was done again
    from there on."""

    def __init__(self) -> None:
        self.rows, self.claims = Rows(), Claims()
        self.activities: Counter[str] = Counter()


def _proposal(findings: Findings, loop: _Loop, shares: Sequence[tuple[float, str]], least: Least) -> Proposal:
    share = findings.share(ShortenLoop.name, LOW, HIGH)
    activity, cases = findings.order.step(loop.rows.steps[0]).activity, findings.named(loop.rows)
    known = {one.activity.id: one.activity for one in findings.activities}
    also = [one for one, _ in loop.activities.most_common() if one != activity.id]
    told = listed([f"{100 * of_all:.0f} % of all {what}" for of_all, what in shares])
    return Proposal(
        rule=ShortenLoop.name,
        kind="remove or shorten a loop",
        title=sentence("Come back less often to ", quoted(activity)),
        activities=(activity.id, *also),
        why=sentence(
            f"{among(len(cases), len(findings.order.ids))} came back to ",
            quoted(activity),
            f" after other steps, {len(loop.rows)} times in all, ",
            *_again([known[one] for one in also]),
            f"with {told}.",
        ),
        cases=cases,
        evidence=findings.shown(loop.rows),
        claims=loop.claims,
        share=share,
        assumptions=(share.of("the work and wait of what was done again"),),
        against=(
            "It may have been needed to come back: what was refused, said or noted before is not judged here.",
        ),
        risk="What is not looked at again may leave a fault in it.",
        least=least,
        measure=sentence("How often cases come back to ", quoted(activity), ", and what is refused later."),
    )


def _again(also: Sequence[Activity]) -> Iterator[str | Named]:
    """`and did “Test” and 2 more again, `: the other steps of the loop, those most often done again first."""
    if not also:
        return
    yield "and did "
    for at, one in enumerate(also[:MOST_NAMED]):
        last = at + 1 == len(also)
        yield from ((" and " if last else ", ") if at else "", quoted(one))
    if (more := len(also) - MOST_NAMED) > 0:
        yield f" and {more} more"
    yield " again, "
