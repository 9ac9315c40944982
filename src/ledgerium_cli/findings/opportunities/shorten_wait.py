"""Rule: remove or shorten a wait between two steps whose cause the recordings show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.causes import CAUSES, Cause
from ledgerium_cli.findings.opportunities.model import Claims, Findings, Least, Proposal, Rows
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.0, 0.5
ENOUGH = 2
"""Cases that waited; fewer are chance."""
WORTH = 0.05
"""Least share of all between-step wait that makes a proposal worthwhile."""

WORDS: Mapping[Cause, tuple[str, str]] = {
    "batching": ("without collecting cases first", "until all cases of a batch were there"),
    "contention": (
        "while one person is busy",
        "while the only person seen to do it was busy with earlier work",
    ),
    "prioritisation": ("in the order of arrival", "while the person was busy with work that came later"),
    "unavailability": ("outside working hours", "outside the declared working hours"),
    "extraneous": ("while nobody works on it", "while nothing recorded kept the person busy"),
}
"""By cause: the end of the title, and what the cases waited for."""


ONLY_OTHERS = "Only people who work at other hours would end it."
"""Said of unavailability, of which nothing is assumed to be saved unless a person declares a share."""


class ShortenWait:
    """For each activity and main cause of its waits: applies when two cases waited, for at least a twentieth of all
    wait."""

    name: ClassVar[RuleName] = "shorten-wait"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._waits = WaitsFor(findings, [*WORDS])

    def add(self, case: Case, place: int, first: int) -> None:
        self._waits.add(case, place, first)

    def proposals(self) -> list[Proposal]:
        findings = self._findings
        return [
            _proposal(findings, cause, waited)
            for (activity, cause), waited in self._waits.worth
            if cause != "contention" or len(findings.performers(activity)) < 2
        ]


class WaitsFor:
    """Steps that were waited for, by activity and the cause of most of their wait."""

    def __init__(self, findings: Findings, causes: Sequence[Cause]) -> None:
        """`causes` are the causes to collect."""
        self._findings, self._waiting = findings, findings.waiting
        self._causes = {CAUSES.index(cause) + 1: cause for cause in causes}
        self._found: dict[tuple[str, Cause], Waited] = defaultdict(Waited)

    def add(self, case: Case, place: int, first: int) -> None:
        if (waiting := self._waiting) is None:
            return
        for at, main in enumerate(waiting.by_step.main[first : first + len(case.steps)]):
            if (cause := self._causes.get(main)) is not None:
                waited = self._found[case.variant[at], cause]
                waited.rows.add(place, first + at)
                waited.claims.wait.add(first + at, waiting.by_step.length(first + at, cause))

    @property
    def worth(self) -> list[tuple[tuple[str, Cause], Waited]]:
        """Those with enough cases and a large enough share of all wait."""
        least = least_wait(self._findings)
        return [
            (key, one)
            for key, one in sorted(self._found.items(), key=itemgetter(0))
            if len(one.rows.cases) >= ENOUGH and least.is_in(one.claims)
        ]


def least_wait(findings: Findings) -> Least:
    """A share of all wait, also of that for systems and of idle time."""
    return Least(wait=WORTH * sum(one.parts.wait or 0 for one in findings.activities))


class Waited:
    """Steps of one activity, with milliseconds of wait by the cause."""

    def __init__(self) -> None:
        self.rows, self.claims = Rows(), Claims()


def _proposal(findings: Findings, cause: Cause, waited: Waited) -> Proposal:
    at_night = cause == "unavailability"
    share = findings.share(ShortenWait.name, LOW, 0.0 if at_night else HIGH)
    activity, cases = findings.order.step(waited.rows.steps[0]).activity, findings.named(waited.rows)
    how, why = WORDS[cause]
    return Proposal(
        rule=ShortenWait.name,
        kind="remove or shorten a wait",
        title=sentence("Begin " if cause in BEGIN else "Shorten the wait for ", quoted(activity), f" {how}"),
        activities=(activity.id,),
        why=sentence(
            f"{len(cases)} cases waited for ",
            quoted(activity),
            f" {why} (the cause {cause} of waiting).{f' {ONLY_OTHERS}' if at_night else ''}",
        ),
        cases=cases,
        evidence=findings.shown(waited.rows),
        claims=waited.claims,
        share=share,
        assumptions=(share.of("the wait of this cause"),),
        against=("Why the person did not begin earlier is not recorded, and they may have had reason to.",),
        risk="A wait that ends here may begin again at the next step.",
        measure=sentence("Wait at ", quoted(activity), " by cause, and the wait of the step after it."),
        together=False if cause == "batching" else None,
        least=least_wait(findings),
    )


BEGIN: frozenset[Cause] = frozenset({"batching", "prioritisation"})
"""Causes that lie in the order of the work."""
