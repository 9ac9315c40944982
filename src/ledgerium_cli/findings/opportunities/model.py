"""What an opportunity is, and what the rules that look for one are given."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import ClassVar, Literal, Protocol

from msgspec import Struct, field

from ledgerium_cli.cases.model import TimedStep
from ledgerium_cli.findings.activities import ActivityFinding, Evidence, Shown
from ledgerium_cli.findings.enabling import Enabling
from ledgerium_cli.findings.health import Health
from ledgerium_cli.findings.metrics import Metrics
from ledgerium_cli.findings.order import CaseIds, Fold, Order, add_case
from ledgerium_cli.findings.sentence import Sentence
from ledgerium_cli.findings.waiting import Waiting
from ledgerium_cli.workflow.rule_names import RuleName
from ledgerium_cli.workflow.signs import system_of
from ledgerium_cli.workflow.wire import Activity, Assumptions, Workflow

Kind = Literal[
    "check on entry", "rule", "integration between two systems", "drafting help", "alert on stalled cases",
    "remove or shorten a wait", "batch", "re-assign",
]  # fmt: skip


Gain = Literal["time", "not known", "gap", "nothing"]
"""Time; perhaps time, where none is known; it closes a gap and saves none; nothing that is not saved already."""


class StepTimes(Struct):
    """Milliseconds of steps, each once, by the numbers of these."""

    steps: array[int] = field(default_factory=partial(array, "I"))
    lengths: array[int] = field(default_factory=partial(array, "q"))

    def add(self, step: int, length: int | None) -> None:
        """Nothing where it is zero or not known."""
        if length:
            self.steps.append(step)
            self.lengths.append(length)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.steps, self.lengths, strict=True)

    def of(self, step: int) -> int:
        """Zero of one that is not among them; they must be in order."""
        at = bisect_left(self.steps, step)
        return self.lengths[at] if at < len(self.steps) and self.steps[at] == step else 0

    def __bool__(self) -> bool:
        return bool(self.steps)

    @property
    def total(self) -> int:
        return sum(self.lengths)


class Claims(Struct, frozen=True):
    """Time of steps that an opportunity would save some of."""

    work: StepTimes = field(default_factory=StepTimes)
    wait: StepTimes = field(default_factory=StepTimes)

    def add(self, step: int, timed: TimedStep, *, wait: bool = False) -> None:
        """The whole work of a step, and its wait where that is meant too; where they are known."""
        self.work.add(step, timed.parts.work)
        if wait:
            self.wait.add(step, timed.parts.wait)

    def __bool__(self) -> bool:
        return bool(self.work or self.wait)

    @property
    def total(self) -> int:
        return self.work.total + self.wait.total

    @property
    def steps(self) -> Iterator[int]:
        """Their numbers; some twice."""
        return chain(self.work.steps, self.wait.steps)


class Rows:
    """Steps that show something, by their numbers, and the cases that they are of."""

    __slots__ = ("cases", "steps")

    def __init__(self) -> None:
        self.steps, self.cases = array("I"), array("I")

    def add(self, case: int, step: int) -> None:
        """`case` is the one of the row before, or a new one."""
        self.steps.append(step)
        add_case(self.cases, case)

    def __len__(self) -> int:
        return len(self.steps)


class Sightings(Rows):
    """Steps that show something, perhaps several times, with the whole work of each."""

    __slots__ = ("activities", "claims", "which")

    def __init__(self) -> None:
        super().__init__()
        self.which = array("I")
        """What of several things in its step each time was, by its place there."""
        self.claims = Claims()
        self.activities: dict[str, None] = {}

    def see(self, case: int, step: int, timed: TimedStep, which: int = 0) -> None:
        """The times of one step come one after the other."""
        if not self.steps or self.steps[-1] != step:
            self.claims.add(step, timed)
        self.add(case, step)
        self.which.append(which)
        self.activities[timed.step.activity.id] = None


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

    order: Order
    activities: Sequence[ActivityFinding]
    metrics: Metrics
    health: Health
    workflow: Workflow | None
    enabling: Enabling
    waiting: Waiting | None
    clocks: Claims
    """Time of steps, in order, that clocks which jumped ahead may have made."""
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

    def named(self, rows: Rows) -> CaseIds:
        return self.order.named(rows.cases)

    def shown(self, rows: Rows) -> Shown:
        return Shown(self.order, rows.steps)

    def performers(self, activity: str) -> tuple[str, ...]:
        """Who was seen to perform an activity, by name."""
        seen = next((one.actors for one in self.activities if one.activity.id == activity), ())
        return tuple(filter(None, seen))


def result_of(timed: TimedStep) -> str | None:
    """`passed`, `refused` or `breached`; None where the step showed no declared outcome."""
    outcome = timed.step.shape.outcome
    return outcome.result if outcome is not None else None


def among(n: int, of: int) -> str:
    """How a sentence of cases begins."""
    return "The only case" if n == of == 1 else f"{n} of {of} cases"


def performances(n: int) -> str:
    """Of a step, counted."""
    return f"{n} performance{'s' if n != 1 else ''}"


class Proposal(Struct, frozen=True):
    """What a rule proposes, with the time that it would touch."""

    rule: RuleName
    kind: Kind
    title: Sentence
    activities: tuple[str, ...]
    why: Sentence
    """What was seen that speaks for it: a sentence of counts."""
    cases: CaseIds
    """The cases that show it."""
    evidence: Sequence[Evidence]
    claims: Claims
    """Time that was spent where the opportunity would save; of one that is settled, without what a larger one has, and
    without what a clock may have made."""
    share: Share
    """Of that time."""
    assumptions: tuple[str, ...]
    against: tuple[str, ...]
    """What speaks against it, or limits it."""
    risk: str
    """What may go wrong with it."""
    measure: Sentence
    """What to measure afterwards."""
    person_decides: bool = False
    """What is proposed finds, shows or prepares, and leaves to a person what to do."""
    clock_ms: int = 0
    """Of one that is settled: of the time where it would save, what a clock that jumped ahead may have made."""
    together: bool | None = None
    """Whether it has cases of its activity done in one go, or keeps them from being; None where it says neither."""

    def contradicts(self, other: Proposal) -> bool:
        """Whether not both can be done."""
        return (
            self.together is not None
            and other.together == (not self.together)
            and not {*self.activities}.isdisjoint(other.activities)
        )


class Saving(Struct, frozen=True):
    """Milliseconds over the recorded cases."""

    low_ms: int
    high_ms: int


class Opportunity(Struct, frozen=True):
    id: str
    proposal: Proposal
    elsewhere_ms: int
    """Of the time where it would save, what a larger opportunity has."""
    gains: Gain
    """What it is good for, as far as the recordings show it."""
    instead_of: str | None = None
    """The id of a larger one that it contradicts: an alternative, which counts in no sum."""
    stable: bool = False
    """Its rank stays when work or wait weighs a fifth more or less."""

    @property
    def is_listed(self) -> bool:
        """Among the opportunities; the others were looked at and save no time."""
        return self.gains in ("time", "not known")

    @property
    def counts(self) -> bool:
        """Whether what it saves is in the sum."""
        return self.gains == "time" and self.instead_of is None

    @property
    def claims(self) -> Claims:
        """The time that it has."""
        return self.proposal.claims

    @property
    def touches_time(self) -> bool:
        """Whether there is time where it would save: its own, that of a larger one, or what a clock may have made."""
        return bool(self.claims) or self.elsewhere_ms > 0 or self.proposal.clock_ms > 0

    @property
    def recorded_ms(self) -> int:
        """All of that time."""
        return self.claims.total + self.elsewhere_ms + self.proposal.clock_ms

    @property
    def work_baseline_ms(self) -> int:
        return self.claims.work.total

    @property
    def wait_baseline_ms(self) -> int:
        return self.claims.wait.total

    @property
    def work(self) -> Saving:
        return self._saving(self.work_baseline_ms)

    @property
    def wait(self) -> Saving:
        return self._saving(self.wait_baseline_ms)

    def _saving(self, claimed: int) -> Saving:
        return Saving(round(claimed * self.proposal.share.low), round(claimed * self.proposal.share.high))


class Rule(Fold, Protocol):
    """Looks for one kind of opportunity in one case after the other."""

    name: ClassVar[RuleName]

    def __init__(self, findings: Findings) -> None: ...

    def proposals(self) -> list[Proposal]:
        """When it has seen all cases."""
