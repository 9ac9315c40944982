"""Collects what the steps of each activity have in common."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import overload

from msgspec import Struct

from ledgerium_cli.cases.model import Case, Parts, PartsSum, TimedStep
from ledgerium_cli.findings.enabling import Enabling
from ledgerium_cli.findings.order import CaseIds, Order, Taken, add_case, cases_with
from ledgerium_cli.findings.precedence import Before, Precedence
from ledgerium_cli.findings.statistics import Summary, summarise
from ledgerium_cli.steps.model import Activity, Outcome, Shape, Step, Text
from ledgerium_cli.workflow.wire import Workflow


class Evidence(Struct, frozen=True):
    """Where a statement can be looked up: events of one recording."""

    recording: str
    events: tuple[int, ...]


class Shown(Sequence[Evidence]):
    """The events of some steps as a sequence, each looked up when asked for, since documents cite only a few."""

    __slots__ = ("_order", "_part", "_steps", "_which")

    def __init__(
        self,
        order: Order,
        steps: Sequence[int],
        which: Sequence[int] | None = None,
        part: Callable[[Step, int], Evidence] | None = None,
    ) -> None:
        """`steps` are step numbers. With `part`, only a part of each step's events: it gets the step and the step's
        value from `which`."""
        self._order = order
        self._steps = steps
        self._which = which
        self._part = part

    def __len__(self) -> int:
        return len(self._steps)

    @overload
    def __getitem__(self, at: int) -> Evidence: ...
    @overload
    def __getitem__(self, at: slice) -> Shown: ...
    def __getitem__(self, at: int | slice) -> Evidence | Shown:
        own = at if isinstance(at, slice) else slice(at, at + 1 or None)
        which = self._which[own] if self._which is not None else None
        found = Shown(self._order, self._steps[own], which, self._part)
        return found if isinstance(at, slice) else next(iter(found))

    def __iter__(self) -> Iterator[Evidence]:
        steps = (timed.step for timed in self._order.timed(self._steps))
        if self._part is None or self._which is None:
            return map(evidence_of, steps)
        return map(self._part, steps, self._which)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shown) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class Seen(Struct, frozen=True):
    """Something seen in a number of steps, with the events that showed it first."""

    text: str
    steps: int
    first: Evidence


class OutcomeSeen(Struct, frozen=True):
    name: str
    result: str
    steps: int
    cases: CaseIds
    first: Evidence


class Aborted(Struct, frozen=True):
    """Performances that ended without being complete, as a log told."""

    cases: CaseIds
    evidence: Sequence[Evidence]
    """The events of each of them, in order."""


class ActivityFinding(Struct, frozen=True):
    activity: Activity
    steps: int
    cases: CaseIds
    """Ordered by their first step of this activity."""
    actors: tuple[str, ...]
    systems: tuple[str, ...]
    """Hosts, most used first."""
    controls: tuple[Seen, ...]
    """Names of the buttons that were pressed, in the order of their first use."""
    fields: tuple[Seen, ...]
    """Names of the fields that were filled in, in the order of their first use."""
    messages: tuple[Seen, ...]
    """Messages of the pages, without case references; most frequent first."""
    outcomes: tuple[OutcomeSeen, ...]
    parts: Parts
    """Sum over all steps, of the parts that are known."""
    work: Summary
    """Over the steps whose work is known."""
    wait: Summary
    """Wait at the step: from the completion of its predecessor to its own completion, minus its work and paused
    time."""
    repeats: int
    """Performances beyond the first in each case."""
    unsettled: tuple[Before, ...]
    """Activities that stand before it in the procedure and came after it in many cases."""
    evidence: Sequence[Evidence]
    """The events of every step, in order."""
    aborted: Aborted | None
    """None when no step of it was aborted."""


class ActivityFold:
    def __init__(self, enabling: Enabling) -> None:
        self._enabling = enabling
        self._seen: dict[str, _ActivitySoFar] = {}

    def add(self, case: Case, place: int, first: int) -> None:
        waits = self._enabling.waits(case)
        for at, (activity, timed) in enumerate(zip(case.variant, case.steps, strict=True)):
            if (seen := self._seen.get(activity)) is None:
                seen = self._seen[activity] = _ActivitySoFar()
            seen.add(place, first + at, timed, waits[at])

    def conclude(
        self, order: Order, workflow: Workflow | None, taken: Taken, in_order: Taken
    ) -> tuple[ActivityFinding, ...]:
        """Findings for all activities: the declared ones in declared order, the others where `Precedence.in_order`
        puts them, by the variants of which the order is known."""
        seen, cases = self._seen, cases_with(taken, lambda variant: variant)
        performed = {one: len(cases[one]) for one in sorted(seen, key=lambda one: seen[one].steps[0])}
        precedence = Precedence(performed, in_order)
        ids = precedence.in_order([one.id for one in workflow.activities] if workflow is not None else [])
        unsettled = precedence.unsettled(ids)
        return tuple(
            seen.pop(one).finding(order, order.named(cases[one]), unsettled.get(one, ())) for one in ids
        )


def evidence_of(step: Step) -> Evidence:
    return Evidence(step.recording, step.events)


def shown_by(step: Step, *places: int) -> Evidence:
    """The events of a step at the given indexes."""
    return Evidence(step.recording, tuple(step.numbers[at] for at in places))


class _Look:
    """The steps of one activity that share a shape."""

    __slots__ = ("first", "last", "outcome", "shape", "steps")

    def __init__(self, shape: Shape, outcome: array[int] | None, first: int) -> None:
        self.shape = shape
        self.outcome = outcome
        """The numbers of the cases that showed the same outcome."""
        self.steps = 0
        self.first = self.last = first


class _ActivitySoFar:
    """What has been seen of one activity so far in the walk over the cases."""

    def __init__(self) -> None:
        self.steps, self._aborted, self._aborted_in = array("I"), array("I"), array("I")
        """Numbers of the steps, of those that were aborted, and of the cases with such."""
        self._actors: set[str] = set()
        self._parts = PartsSum()
        self._work, self._wait = array("q"), array("q")
        self._looks: dict[int, _Look] = {}
        """By object identity of the shape, which many steps share."""
        self._outcomes: dict[str, array[int]] = defaultdict(partial(array, "I"))

    def add(self, case: int, step: int, timed: TimedStep, wait: int | None) -> None:
        shape, parts = timed.step.shape, timed.parts
        self.steps.append(step)
        self._actors.add(timed.step.actor)
        self._parts.add(parts)
        work = timed.work
        if work is not None:
            self._work.append(work)
        if wait is not None:
            self._wait.append(wait)
        look = self._looks.get(id(shape)) or self._look(shape, step)
        look.steps += 1
        look.last = step
        if look.outcome is not None:
            add_case(look.outcome, case)
        if shape.aborted:
            self._aborted.append(step)
            add_case(self._aborted_in, case)

    def _look(self, shape: Shape, step: int) -> _Look:
        outcome = self._outcomes[shape.outcome.name] if shape.outcome is not None else None
        found = self._looks[id(shape)] = _Look(shape, outcome, step)
        return found

    def finding(self, order: Order, cases: CaseIds, unsettled: tuple[Before, ...]) -> ActivityFinding:
        looks = [*self._looks.values()]
        systems: Counter[str] = Counter()
        for one in looks:
            systems[one.shape.system] += one.steps
        del systems[""]
        messages = _texts(looks, order, lambda shape: shape.messages)
        return ActivityFinding(
            activity=looks[0].shape.activity,
            steps=len(self.steps),
            cases=cases,
            actors=tuple(sorted(self._actors)),
            systems=tuple(sorted(systems, key=lambda host: (-systems[host], host))),
            controls=tuple(_texts(looks, order, lambda shape: shape.controls)),
            fields=tuple(_texts(looks, order, lambda shape: shape.fields)),
            messages=tuple(sorted(messages, key=lambda one: (-one.steps, one.text))),
            outcomes=self._outcomes_seen(looks, order),
            parts=self._parts.total,
            work=summarise(self._work),
            wait=summarise(self._wait),
            repeats=len(self.steps) - len(cases),
            unsettled=unsettled,
            evidence=Shown(order, self.steps),
            aborted=Aborted(order.named(self._aborted_in), Shown(order, self._aborted))
            if self._aborted
            else None,
        )

    def _outcomes_seen(self, looks: Iterable[_Look], order: Order) -> tuple[OutcomeSeen, ...]:
        by_name: dict[str, list[tuple[_Look, Outcome]]] = defaultdict(list)
        for one in looks:
            if one.shape.outcome is not None:
                by_name[one.shape.outcome.name].append((one, one.shape.outcome))
        found = [
            OutcomeSeen(
                name=name,
                result=max(rows, key=lambda row: row[0].last)[1].result,
                steps=sum(one.steps for one, _ in rows),
                cases=order.named(self._outcomes[name]),
                first=shown_by(order.step(rows[0][0].first), rows[0][1].at),
            )
            for name, rows in by_name.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.steps, one.name)))


def _texts(looks: Iterable[_Look], order: Order, texts_of: Callable[[Shape], Iterable[Text]]) -> list[Seen]:
    """Each text once, with the number of steps that show it, in the order of first appearance."""
    first: dict[str, tuple[int, int]] = {}
    times: Counter[str] = Counter()
    for look in looks:
        for one in texts_of(look.shape):
            times[one.text] += look.steps
            first.setdefault(one.text, (look.first, one.at))
    return [Seen(text, times[text], shown_by(order.step(step), at)) for text, (step, at) in first.items()]
