"""What an opportunity is, and what the rules that look for one are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from ledgerium_cli.cases.model import Case, StepKey, TimedStep
from ledgerium_cli.findings.activities import ActivityFinding, Evidence
from ledgerium_cli.findings.enabling import Enabling
from ledgerium_cli.findings.health import Health
from ledgerium_cli.findings.metrics import Metrics
from ledgerium_cli.findings.waiting import Waiting
from ledgerium_cli.workflow.rule_names import RuleName
from ledgerium_cli.workflow.signs import system_of
from ledgerium_cli.workflow.wire import Activity, Assumptions, Workflow

Kind = Literal[
    "check on entry", "rule", "integration between two systems", "drafting help", "alert on stalled cases",
    "remove or shorten a wait", "batch", "re-assign",
]  # fmt: skip
Spent = Literal["work", "wait"]
Claim = tuple[StepKey, Spent]
"""Time of one step that an opportunity would save some of."""


class Share(Struct, frozen=True):
    """What part of the time that an opportunity touches it is assumed to save."""

    low: float
    high: float
    declared: bool = False
    """By a person; else it is the default of the rule."""

    def of(self, what: str) -> str:
        """The assumption as a sentence."""
        by = "as declared" if self.declared else "by default, not measured"
        return f"Between {100 * self.low:g} and {100 * self.high:g} % of {what} is saved, assumed {by}."


class Findings(Struct, frozen=True):
    """Everything known about the process before opportunities are looked for."""

    cases: Sequence[Case]
    activities: Sequence[ActivityFinding]
    metrics: Metrics
    health: Health
    workflow: Workflow | None
    enabling: Enabling
    waiting: Waiting | None
    assumptions: Assumptions

    def share(self, rule: RuleName, low: float, high: float) -> Share:
        """The declared share that a rule saves; else the one given."""
        found = next((one for one in self.assumptions.saved if one.rule == rule), None)
        return Share(found.low, found.high, declared=True) if found is not None else Share(low, high)

    def declared(self) -> Sequence[Activity]:
        return self.workflow.activities if self.workflow is not None else ()

    def system_name(self, host: str) -> str:
        """The declared name of a system, else its host."""
        known = system_of(host, self.workflow.systems) if self.workflow is not None else None
        return known.name if known is not None else host

    def steps(self, activity: str) -> list[tuple[Case, TimedStep]]:
        return [(case, one) for case in self.cases for one in case.steps if one.step.activity.id == activity]

    def result(self, timed: TimedStep) -> str | None:
        """`passed`, `refused` or `breached`; None where the step showed no declared outcome."""
        outcome = timed.step.shape.outcome
        return outcome.result if outcome is not None else None


class Proposal(Struct, frozen=True):
    """What a rule proposes, with the time that it would touch."""

    rule: RuleName
    kind: Kind
    title: str
    activities: tuple[str, ...]
    why: str
    """What was seen that speaks for it: a sentence of counts."""
    cases: tuple[str, ...]
    """The cases that show it."""
    evidence: Sequence[Evidence]
    claims: Mapping[Claim, int]
    """Milliseconds that were spent where the opportunity would save."""
    share: Share
    """Of the claimed time."""
    assumptions: tuple[str, ...]
    against: tuple[str, ...]
    """What speaks against it, or limits it."""
    risk: str
    """What may go wrong with it."""
    measure: str
    """What to measure afterwards."""
    person_decides: bool = False
    """A judgement stays with a person."""


class Saving(Struct, frozen=True):
    """Milliseconds over the recorded cases."""

    low_ms: int
    high_ms: int


class Opportunity(Struct, frozen=True):
    id: str
    proposal: Proposal
    claims: Mapping[Claim, int]
    """The time where it would save, without what a larger opportunity saves already."""
    work_baseline_ms: int
    wait_baseline_ms: int
    """Sums of the claims."""
    stable: bool = False
    """Its rank stays when work or wait weighs a fifth more or less."""

    @property
    def work(self) -> Saving:
        return self._saving(self.work_baseline_ms)

    @property
    def wait(self) -> Saving:
        return self._saving(self.wait_baseline_ms)

    def _saving(self, claimed: int) -> Saving:
        return Saving(round(claimed * self.proposal.share.low), round(claimed * self.proposal.share.high))


Rule = Callable[[Findings], list[Proposal]]


def claims_of(steps: Sequence[TimedStep], *parts: Spent) -> dict[Claim, int]:
    """The whole work or wait of steps, where it is known."""
    spent: dict[Claim, int] = {}
    for one in steps:
        for part in parts:
            if length := one.parts.work if part == "work" else one.parts.wait:
                spent[one.step.key, part] = length
    return spent
