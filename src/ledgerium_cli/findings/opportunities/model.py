"""What an opportunity is, and what the rules that find them work with."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from math import inf
from typing import ClassVar, Literal, Protocol

from msgspec import Struct, field

from ledgerium_cli.cases.model import TimedStep
from ledgerium_cli.findings.activities import ActivityFinding, Evidence, Shown
from ledgerium_cli.findings.causes import Cause
from ledgerium_cli.findings.enabling import Enabling
from ledgerium_cli.findings.health import Health
from ledgerium_cli.findings.metrics import Metrics
from ledgerium_cli.findings.order import CaseIds, Fold, Order, add_case
from ledgerium_cli.findings.sentence import Sentence
from ledgerium_cli.findings.waiting import Waiting
from ledgerium_cli.workflow.rule_names import RuleName
from ledgerium_cli.workflow.signs import name_of_system
from ledgerium_cli.workflow.wire import Activity, Assumptions, Workflow

Kind = Literal[
    "check on entry", "rule", "integration between two systems", "drafting help", "alert on stalled cases",
    "remove or shorten a wait", "prevent or shorten a hold", "remove or shorten a loop", "batch", "re-assign",
]  # fmt: skip


Gain = Literal["time", "not known", "gap", "little", "nothing"]
"""What it is good for: it saves time; it may save time where none is known; it closes a gap and saves no time; it saves
too little to be worth it; nothing that is not saved already."""


class StepTimes(Struct):
    """Milliseconds by step number, each step once."""

    steps: array[int] = field(default_factory=partial(array, "I"))
    lengths: array[int] = field(default_factory=partial(array, "q"))

    def add(self, step: int, length: int | None) -> None:
        """Does nothing when the length is zero or None."""
        if length:
            self.steps.append(step)
            self.lengths.append(length)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.steps, self.lengths, strict=True)

    def of(self, step: int) -> int:
        """The length of a step, zero if it has none. The steps must be sorted."""
        at = bisect_left(self.steps, step)
        return self.lengths[at] if at < len(self.steps) and self.steps[at] == step else 0

    def __bool__(self) -> bool:
        return bool(self.steps)

    @property
    def total(self) -> int:
        return sum(self.lengths)


class Claims(Struct, frozen=True):
    """The time of steps of which an opportunity would save a share."""

    work: StepTimes = field(default_factory=StepTimes)
    wait: StepTimes = field(default_factory=StepTimes)
    by_cause: bool = False
    """Whether the wait of a step is what it waited for one cause: what it waited for another one is other time, and no
    two of these claim the wait of one step for the same cause."""
    by_input: bool = False
    """Whether the work of a step is what went to some of its inputs, the time before each: what went to others is other
    time, and no two of these claim the time before one input."""

    def add(self, step: int, timed: TimedStep, *, wait: bool = False) -> None:
        """Add the whole work of a step, and with `wait` its wait, as far as they are known."""
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
        """Step numbers; some twice."""
        return chain(self.work.steps, self.wait.steps)


class Rows:
    """Steps that show something and the cases they belong to, by number."""

    __slots__ = ("cases", "steps")

    def __init__(self) -> None:
        self.steps, self.cases = array("I"), array("I")

    def add(self, case: int, step: int) -> None:
        """Rows of one case must be added together."""
        self.steps.append(step)
        add_case(self.cases, case)

    def __len__(self) -> int:
        return len(self.steps)


class Sightings(Rows):
    """Steps that show something, possibly several times, with the work of each step that it touches."""

    __slots__ = ("activities", "claims", "which")

    def __init__(self, *, by_input: bool = False) -> None:
        super().__init__()
        self.which = array("I")
        """For each sighting, the index within its step of what was seen."""
        self.claims = Claims(by_input=by_input)
        self.activities: dict[str, None] = {}

    def see(self, case: int, step: int, timed: TimedStep, which: int = 0) -> None:
        """Add a sighting that touches all work of its step. Sightings of one step must be added together."""
        if not self.steps or self.steps[-1] != step:
            self.claims.add(step, timed)
        self._add(case, step, timed, which)

    def see_part(self, case: int, step: int, timed: TimedStep, which: int, work: int | None) -> None:
        """Add a sighting that touches so much of the work of its step, before inputs that no other sighting touches."""
        if work and self.claims.work.steps[-1:] == array("I", [step]):
            self.claims.work.lengths[-1] += work
        else:
            self.claims.work.add(step, work)
        self._add(case, step, timed, which)

    def _add(self, case: int, step: int, timed: TimedStep, which: int) -> None:
        self.add(case, step)
        self.which.append(which)
        self.activities[timed.step.activity.id] = None


class Share(Struct, frozen=True):
    """The share of the touched time that an opportunity is assumed to save."""

    low: float
    high: float
    declared: bool = False
    """Declared by a person; otherwise the default of the rule."""
    moves: bool = False
    """Whether the wait may begin again elsewhere, so that perhaps nothing of it is saved."""

    @property
    def low_of_wait(self) -> float:
        return 0.0 if self.moves else self.low

    def of_work_and_wait(self, what: str) -> tuple[str, ...]:
        """The assumptions as sentences."""
        if not self.moves:
            return (self.of(f"the work and wait {what}"),)
        return (
            self.of(f"the work {what}"),
            f"Of the wait at most {100 * self.high:g} %, and perhaps nothing: it may begin again at the next step.",
        )

    def of(self, what: str) -> str:
        """The assumption as a sentence."""
        by = "as declared" if self.declared else "by default, not measured"
        return f"Between {100 * self.low:g} and {100 * self.high:g} % of {what} is saved, assumed {by}."


class Findings(Struct, frozen=True):
    """Everything known about the process that the rules may use."""

    order: Order
    activities: Sequence[ActivityFinding]
    metrics: Metrics
    health: Health
    workflow: Workflow | None
    enabling: Enabling
    waiting: Waiting | None
    clocks: Claims
    """Work and wait of steps, in order, that forward clock jumps may have made."""
    assumptions: Assumptions

    def share(self, rule: RuleName, low: float, high: float, *, moves: bool = False) -> Share:
        """The share that a rule saves: the declared one, else the given default."""
        found = next((one for one in self.assumptions.saved if one.rule == rule), None)
        if found is not None:
            return Share(found.low, found.high, declared=True)
        return Share(low, high, moves=moves)

    def declared(self) -> Sequence[Activity]:
        return self.workflow.activities if self.workflow is not None else ()

    def system_name(self, host: str) -> str:
        """The declared name of a system, else its host."""
        return name_of_system(host, self.workflow.systems) if self.workflow is not None else host

    def named(self, rows: Rows) -> CaseIds:
        return self.order.named(rows.cases)

    def shown(self, rows: Rows) -> Shown:
        return Shown(self.order, rows.steps)

    def performers(self, activity: str) -> tuple[str, ...]:
        """The names of the people seen to perform an activity."""
        seen = next((one.actors for one in self.activities if one.activity.id == activity), ())
        return tuple(filter(None, seen))


def result_of(timed: TimedStep) -> str | None:
    """`passed`, `refused` or `breached`; None when the step showed no declared outcome."""
    outcome = timed.step.shape.outcome
    return outcome.result if outcome is not None else None


def among(n: int, of: int) -> str:
    """The beginning of a sentence about n of some cases."""
    return "The only case" if n == of == 1 else f"{n} of {of} cases"


class Least(Struct, frozen=True):
    """The least work or wait, in milliseconds, that makes an opportunity worthwhile. One of the two is enough."""

    work: float = inf
    wait: float = inf

    def is_in(self, claims: Claims) -> bool:
        return any(
            0 < times.total >= least for times, least in ((claims.work, self.work), (claims.wait, self.wait))
        )


class Missed(Struct, frozen=True):
    """The most that a rule found, where that was too little for a proposal."""

    rule: RuleName
    cases: int
    steps: int
    """The number of activities at which it was."""
    wait_ms: int
    least: Least
    work_ms: int = 0
    cause: Cause | None = None
    """For waits."""


class Sought(Struct, frozen=True):
    """What all rules found."""

    opportunities: tuple[Opportunity, ...]
    """In the order of their ranks."""
    missed: tuple[Missed, ...]
    """Where rules found too little for a proposal."""


def most_missed(found: Iterable[Missed]) -> list[Missed]:
    """The one with the largest wait, then work; none of none."""
    return sorted(found, key=lambda one: (one.wait_ms, one.work_ms))[-1:]


class Proposal(Struct, frozen=True):
    """A proposal of a rule, with the time it would touch."""

    rule: RuleName
    kind: Kind
    title: Sentence
    activities: tuple[str, ...]
    why: Sentence
    """The evidence for it as a sentence with counts."""
    cases: CaseIds
    """The cases that show it."""
    evidence: Sequence[Evidence]
    claims: Claims
    """Time spent where the opportunity would save. After settling, without time that a larger one claimed or that a
    clock jump may have made."""
    share: Share
    """The share of that time that is saved."""
    assumptions: tuple[str, ...]
    against: tuple[str, ...]
    """What speaks against it, or limits it."""
    risk: str
    """What may go wrong."""
    measure: Sentence
    """What to measure afterwards."""
    person_decides: bool = False
    """Whether it only finds, shows or prepares something and a person decides."""
    clock_ms: int = 0
    """Milliseconds of the touched time that a forward clock jump may have made and that were therefore removed."""
    rest_ms: int = 0
    """The same of what passed while its cases were complete, until they were taken up again."""
    together: bool | None = None
    """Whether it has cases of its activity done in one go (True) or prevents that (False); None if it concerns
    neither."""

    least: Least | None = None
    """What it must touch that nothing of a higher rank does, to be worthwhile; None for any time."""

    def contradicts(self, other: Proposal) -> bool:
        """Whether the two cannot both be done."""
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
    """Milliseconds of the touched time that larger opportunities claim."""
    gains: Gain
    """What it is good for, as far as the recordings show."""
    instead_of: str | None = None
    """The id of a larger opportunity that it contradicts: it is an alternative and not in any sum."""
    stable: bool = False
    """Whether it has a rank that stays the same when work or wait weighs a fifth more or less."""

    @property
    def is_listed(self) -> bool:
        """Whether it is listed as an opportunity; the others were examined and save no time."""
        return self.gains in ("time", "not known")

    @property
    def counts(self) -> bool:
        """Whether its saving is in the total."""
        return self.gains == "time" and self.instead_of is None

    @property
    def claims(self) -> Claims:
        """The time that it may save a share of."""
        return self.proposal.claims

    @property
    def touches_time(self) -> bool:
        """Whether any time was touched: its own, that of a larger opportunity, or what was removed."""
        return self.recorded_ms > 0

    @property
    def recorded_ms(self) -> int:
        """All of the touched time in milliseconds."""
        return self.claims.total + self.elsewhere_ms + self.proposal.clock_ms + self.proposal.rest_ms

    @property
    def work_baseline_ms(self) -> int:
        return self.claims.work.total

    @property
    def wait_baseline_ms(self) -> int:
        return self.claims.wait.total

    @property
    def work(self) -> Saving:
        return self._saving(self.work_baseline_ms, self.proposal.share.low)

    @property
    def wait(self) -> Saving:
        return self._saving(self.wait_baseline_ms, self.proposal.share.low_of_wait)

    def _saving(self, claimed: int, low: float) -> Saving:
        return Saving(round(claimed * low), round(claimed * self.proposal.share.high))


class Rule(Fold, Protocol):
    """Looks for one kind of opportunity in a walk over the cases."""

    name: ClassVar[RuleName]

    def __init__(self, findings: Findings) -> None: ...

    def proposals(self) -> list[Proposal]:
        """The proposals, after all cases were added."""

    def missed(self) -> list[Missed]:
        """What would have been a proposal if there were more of it. Only rules with a floor have any."""
        return []
