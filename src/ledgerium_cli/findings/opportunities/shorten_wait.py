"""Rule: remove or shorten a wait between two steps whose cause the recordings show."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.causes import CAUSES, Cause
from ledgerium_cli.findings.opportunities.model import (
    Claims,
    Findings,
    Least,
    Missed,
    Proposal,
    Rows,
    Rule,
    Share,
)
from ledgerium_cli.findings.sentence import Named, quoted, sentence
from ledgerium_cli.findings.step_causes import StepCauses
from ledgerium_cli.steps.model import Activity
from ledgerium_cli.words import most_frequent
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.0, 0.5
ENOUGH = 2
"""Cases that waited; fewer are chance."""
WORTH = 0.05
"""Least share of all between-step wait that makes a proposal worthwhile."""

Applies = Callable[[str, Cause], bool]
"""Whether a rule is about the waits for an activity of a cause."""

WORDS: Mapping[Cause, tuple[str, str]] = {
    "batching": (
        "without collecting cases first",
        "until all cases of a batch were there, while the person was not at work",
    ),
    "contention": (
        "while one person is busy",
        "while the only person seen to do it was busy with earlier work",
    ),
    "prioritisation": ("in the order of arrival", "while the person was busy with work that came later"),
    "unavailability": ("outside working hours", "outside the declared working hours"),
    "extraneous": ("while nobody works on it", "while nothing recorded kept the person busy"),
}
"""By cause: the end of the title, and what the cases waited for."""


NOT_SAVED: Mapping[Cause, str] = {
    "prioritisation": " In another order other cases would wait instead.",
    "unavailability": " Only people who work at other hours would end it.",
}
"""By cause: why nothing is assumed to be saved. Of unavailability a person may declare a share; another order saves
nothing in all."""
AGAINST: Mapping[Cause, str] = {
    "batching": "The person may collect cases because each is done faster right after another one.",
    "contention": "The person was at work meanwhile: somebody else would have to take a part of it.",
    "prioritisation": "What came later may have been more urgent.",
    "unavailability": "Somebody would have to work at other hours.",
    "extraneous": "Why the person did not begin earlier is not recorded, and they may have had reason to.",
}
RISKS: Mapping[Cause, str] = {
    "batching": "Begun one by one, each case may take more work.",
    "prioritisation": "What is urgent may wait longer.",
}
RISK = "A wait that ends here may begin again at the next step."
"""Of any other cause."""


class ShortenWait(Rule):
    """For each activity and main cause of its waits: applies when two cases waited, for at least a twentieth of all
    wait. All other waits count together by cause."""

    name: ClassVar[RuleName] = "shorten-wait"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._waits = WaitsFor(findings, [*WORDS], self._applies)

    def add(self, case: Case, place: int, first: int) -> None:
        self._waits.add(case, place, first)

    def proposals(self) -> list[Proposal]:
        return [_proposal(self._findings, cause, waited) for cause, waited in self._waits.worth()]

    def missed(self) -> list[Missed]:
        return self._waits.missed(self.name)

    def _applies(self, activity: str, cause: Cause) -> bool:
        return cause != "contention" or len(self._findings.performers(activity)) < 2


class WaitsFor:
    """Steps that were waited for, by activity and cause."""

    def __init__(self, findings: Findings, causes: Sequence[Cause], applies: Applies) -> None:
        """`causes` are the causes to collect; what is found of them is asked for once all is added."""
        self._findings, self._waiting, self._applies = findings, findings.waiting, applies
        self._causes = {CAUSES.index(cause) + 1: cause for cause in causes}
        self._mainly: dict[tuple[str, Cause], Waited] = defaultdict(Waited)
        """Where it is the cause of most of the wait of the step."""
        self._partly: dict[tuple[str, Cause], Waited] = defaultdict(Waited)

    def add(self, case: Case, place: int, first: int) -> None:
        if (waiting := self._waiting) is None:
            return
        for at, main in enumerate(waiting.by_step.main[first : first + len(case.steps)]):
            if not main:
                continue
            for number, cause in self._causes.items():
                if length := _length(waiting.by_step, first + at, cause):
                    found = self._mainly if number == main else self._partly
                    found[case.variant[at], cause].add(place, first + at, length)

    def worth(self) -> list[tuple[Cause, Waited]]:
        """Those with enough cases and a large enough share of all wait: single activities by a main cause of theirs,
        then what is left of each cause at all other activities together."""
        alone, together = self._divided
        return alone + [(cause, both) for cause, both in together if _is_enough(both, self._least)]

    def missed(self, rule: RuleName) -> list[Missed]:
        """The waits of each cause that has too little at all steps together."""
        alone, together = self._divided
        told, least = {cause for cause, _ in alone}, self._least
        return [
            Missed(rule, len(one.rows.cases), len(activities), one.claims.wait.total, least, cause=cause)
            for cause, one in together
            if cause not in told and len(one.rows.cases) >= ENOUGH and not _is_enough(one, least)
            for activities in [activities_of(self._findings, one)]
        ]

    @cached_property
    def _least(self) -> Least:
        return least_wait(self._findings)

    @cached_property
    def _divided(self) -> tuple[list[tuple[Cause, Waited]], list[tuple[Cause, Waited]]]:
        """(activities that mainly waited for a cause for long enough, with what else they waited for it; by cause, what
        all others waited for it)."""
        alone: list[tuple[Cause, Waited]] = []
        others: dict[Cause, list[Waited]] = defaultdict(list)
        for activity, cause in sorted({*self._mainly, *self._partly}):
            if not self._applies(activity, cause):
                continue
            mainly, partly = (found.get((activity, cause)) for found in (self._mainly, self._partly))
            own = [one for one in (mainly, partly) if one is not None]
            if mainly is not None and _is_enough(mainly, self._least):
                alone.append((cause, self._both(own)))
            else:
                others[cause] += own
        return alone, [(cause, self._both(own)) for cause, own in others.items()]

    def _both(self, waited: Sequence[Waited]) -> Waited:
        both = Waited()
        for step, length in sorted(pair for one in waited for pair in one.claims.wait):
            both.add(self._findings.order.case_of(step), step, length)
        return both


def _length(waits: StepCauses, step: int, cause: Cause) -> int:
    """The wait of a step for a cause that may end: nobody collects cases while at work on others."""
    return waits.collected(step) if cause == "batching" else waits.length(step, cause)


def _is_enough(waited: Waited, least: Least) -> bool:
    return len(waited.rows.cases) >= ENOUGH and least.is_in(waited.claims)


def activities_of(findings: Findings, waited: Waited) -> list[Activity]:
    """The activities that were waited for, those with most wait first."""
    lengths: Counter[str] = Counter()
    known: dict[str, Activity] = {}
    steps = array("I", waited.rows.steps)
    for number, timed in zip(steps, findings.order.timed(steps), strict=True):
        activity = timed.step.activity
        known.setdefault(activity.id, activity)
        lengths[activity.id] += waited.claims.wait.of(number)
    return [known[one] for one, _ in most_frequent(lengths)]


def named_steps(activities: Sequence[Activity]) -> list[str | Named]:
    """`“A”`, `“A” and “B”`, or `6 steps, most of all “A” and “B”,`."""
    if len(activities) == 1:
        return [quoted(activities[0])]
    if len(activities) == 2:
        return [quoted(activities[0]), " and ", quoted(activities[1])]
    return [
        f"{len(activities)} steps, most of all ",
        quoted(activities[0]),
        " and ",
        quoted(activities[1]),
        ",",
    ]


def least_wait(findings: Findings) -> Least:
    """A share of all wait, also of that for systems and of idle time."""
    return Least(wait=WORTH * sum(one.parts.wait or 0 for one in findings.activities))


class Waited:
    """Steps, with milliseconds of wait for one cause."""

    def __init__(self) -> None:
        self.rows, self.claims = Rows(), Claims(by_cause=True)

    def add(self, case: int, step: int, length: int) -> None:
        self.rows.add(case, step)
        self.claims.wait.add(step, length)


def _proposal(findings: Findings, cause: Cause, waited: Waited) -> Proposal:
    share = (
        Share(0.0, 0.0)
        if cause == "prioritisation"
        else findings.share(ShortenWait.name, LOW, 0.0 if cause in NOT_SAVED else HIGH)
    )
    activities, cases = activities_of(findings, waited), findings.named(waited.rows)
    how, why = WORDS[cause]
    is_one = len(activities) == 1
    steps = [quoted(activities[0])] if is_one else [f"{len(activities)} steps"]
    return Proposal(
        rule=ShortenWait.name,
        kind="remove or shorten a wait",
        title=sentence("Begin " if cause in BEGIN else "Shorten the wait for ", *steps, f" {how}"),
        activities=tuple(one.id for one in activities),
        why=sentence(
            f"{len(cases)} cases waited for ",
            *named_steps(activities),
            f" {why} ({cause}).{NOT_SAVED.get(cause, '')}",
        ),
        cases=cases,
        evidence=findings.shown(waited.rows),
        claims=waited.claims,
        share=share,
        assumptions=(share.of("the wait of this cause"),),
        against=(AGAINST[cause],),
        risk=RISKS.get(cause, RISK),
        measure=sentence(
            "Wait at ", *steps, " by cause, and at the ", "step" if is_one else "steps", " after."
        ),
        together=False if cause == "batching" else None,
        least=least_wait(findings),
    )


BEGIN: frozenset[Cause] = frozenset({"batching", "prioritisation"})
"""Causes that lie in the order of the work."""
