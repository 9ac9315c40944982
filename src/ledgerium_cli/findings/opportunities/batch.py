"""Rule: do in one go what one person does again and again between other work."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Shown
from ledgerium_cli.findings.opportunities.model import Claims, Findings, Least, Proposal, Rule
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.findings.statistics import middle
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.05, 0.2
ENOUGH = 3
"""Cases in which somebody came back to the activity; fewer are chance."""
OFTEN = 0.1
"""Least share of all performances of the activity; fewer are chance."""
LONGEST_MS = 4 * 3_600_000
"""Half a working day of work on one: of what takes longer, finding back into it is no part that counts, and several are
not done in one go."""
WORTH = 0.05
"""Least share of all work that makes a proposal worthwhile."""


class Batch(Rule):
    """For each activity: applies when in at least three cases a person came back to it from other work although the
    case had been ready, and not held, when they did it before."""

    name: ClassVar[RuleName] = "batch"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._numbers: dict[str, int] = {}
        self._by_actor: dict[str, _ActorSteps] = defaultdict(_ActorSteps)

    def add(self, case: Case, place: int, first: int) -> None:
        for at, (timed, since) in enumerate(self._findings.enabling.since(case)):
            if timed.step.actor and case.timed:
                number = self._numbers.setdefault(case.variant[at], len(self._numbers))
                ready = _ready(case, since, timed.start_ms)
                self._by_actor[timed.step.actor].add(place, first + at, number, timed.start_ms, ready)

    def proposals(self) -> list[Proposal]:
        found: dict[int, _CameBack] = defaultdict(_CameBack)
        for _, own in sorted(self._by_actor.items()):
            for case, step, number in own.came_back():
                found[number].add(case, step)
        performed = {one.activity.id: one.steps for one in self._findings.activities}
        long = {one.activity.id for one in self._findings.activities if (middle(one.work) or 0) > LONGEST_MS}
        rows = {
            activity: found[number] for activity, number in sorted(self._numbers.items()) if number in found
        }
        return [
            _proposal(self._findings, one)
            for activity, one in rows.items()
            if activity not in long
            and len(one.cases) >= ENOUGH
            and len(one.steps) >= OFTEN * performed[activity]
        ]


def _ready(case: Case, since: int, start: int) -> int:
    """When a step that began at `start` and was enabled at `since` could have been done: not while the case was held,
    since what a hold waits for may be what its release came with."""
    for hold in case.holds:
        begun = hold.known_start_ms is None or hold.known_start_ms < start
        ended = hold.known_end_ms if hold.known_end_ms is not None and hold.known_end_ms < start else start
        if begun and ended > since:
            since = ended
    return since


class _CameBack:
    """The steps that somebody came back to, one person's after the other's."""

    def __init__(self) -> None:
        self.cases: set[int] = set()
        self.steps = array("I")

    def add(self, case: int, step: int) -> None:
        self.cases.add(case)
        self.steps.append(step)


class _ActorSteps:
    """Everything one actor did, in columns: case, step, number of the activity, start, and time enabled."""

    def __init__(self) -> None:
        self._cases, self._steps, self._activities = array("I"), array("I"), array("I")
        self._starts, self._ready = array("q"), array("q")

    def add(self, case: int, step: int, activity: int, start: int, ready: int) -> None:
        self._cases.append(case)
        self._steps.append(step)
        self._activities.append(activity)
        self._starts.append(start)
        self._ready.append(ready)

    def came_back(self) -> Iterator[tuple[int, int, int]]:
        """(case, step, activity) of the steps that could have followed an earlier one directly. What began at the same
        time was done at once: nothing tells which came first, and nothing lies between."""
        last: dict[int, tuple[int, list[int]]] = {}
        by_start = sorted(range(len(self._starts)), key=self._starts.__getitem__)
        for place, (_, at_once) in enumerate(groupby(by_start, key=self._starts.__getitem__)):
            begun: dict[int, list[int]] = defaultdict(list)
            for at in sorted(at_once, key=self._steps.__getitem__):
                begun[self._activities[at]].append(at)
            for activity, own in begun.items():
                then, others = last.get(activity, (place, []))
                if then < place - 1 and (found := self._next_to(own, others)) is not None:
                    yield self._cases[found], self._steps[found], activity
                last[activity] = place, own

    def _next_to(self, own: Iterable[int], others: Sequence[int]) -> int | None:
        """The first that was ready when one of the others, of another case, began."""
        cases = {self._cases[other] for other in others}
        since = self._starts[others[0]]
        return next((at for at in own if self._ready[at] <= since and cases - {self._cases[at]}), None)


def _proposal(findings: Findings, found: _CameBack) -> Proposal:
    share = findings.share(Batch.name, LOW, HIGH)
    steps, claims = array("I", sorted(found.steps)), Claims()
    activity = findings.order.step(steps[0]).activity
    for number, timed in zip(steps, findings.order.timed(steps), strict=True):
        claims.add(number, timed)
    return Proposal(
        rule=Batch.name,
        kind="batch",
        title=sentence("Do ", quoted(activity), " for all cases that are ready in one go"),
        activities=(activity.id,),
        why=sentence(
            f"In {len(found.cases)} cases a person came back to ",
            quoted(activity),
            " from other work, though the case had been ready when they did it for the case before.",
        ),
        cases=findings.order.named(array("I", sorted(found.cases))),
        evidence=Shown(findings.order, steps),
        claims=claims,
        share=share,
        assumptions=(share.of("the work of the steps that could have followed at once"),),
        against=("How long it takes to find back into the work was not measured.",),
        risk="Who collects cases lets the first one wait.",
        measure=sentence("Work at ", quoted(activity), " per case, and the wait before it."),
        together=True,
        least=Least(work=WORTH * sum(one.parts.work or 0 for one in findings.activities)),
    )
