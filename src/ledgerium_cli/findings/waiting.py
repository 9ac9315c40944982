"""Between-step wait by cause: in total, per passage from one activity to the next, and the effect of removing a
cause."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from ledgerium_cli.cases.model import BETWEEN_STEP_WAIT, PARTS, WORKED, Case, Parts, PartsSum, TimedStep
from ledgerium_cli.findings.busy import Stretch, without
from ledgerium_cli.findings.causes import (
    CAUSES,
    NOTHING,
    OF_ANOTHER,
    Cause,
    Causes,
    CausesSum,
    Performances,
    nobody_knows,
    split,
    sum_of_causes,
)
from ledgerium_cli.findings.enabling import Enabling, in_order_of_start
from ledgerium_cli.findings.order import CaseIds, Fold, Order, add_case, walk_all
from ledgerium_cli.findings.step_causes import StepCauses, no_waits
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.workflow.calendar import Calendars


class Passage(Struct, frozen=True):
    """A passage: from the activity that enabled a step to the activity of the step."""

    source: str | None
    """None when nothing of the case came before."""
    target: str
    count: int
    """The number of steps, those without wait included."""
    cases: CaseIds
    causes: Causes


class Waiting(Struct, frozen=True):
    zone: str | None
    """The time zone of the declared calendar; None without one: unavailability is then not identifiable."""
    causes: Causes
    """All between-step wait, of the cases for which it is known."""
    steps: int
    """The number of steps that were waited for."""
    cases: int
    """The number of cases in which a step was waited for."""
    passages: tuple[Passage, ...]
    """Passages with wait, most wait first."""
    efficiency: float | None
    """Work ÷ cycle, over the cases in cycle time statistics whose between-step wait is known."""
    counted: int
    """The number of these cases."""
    impact: tuple[tuple[Cause, float], ...]
    """Work ÷ (cycle − wait of the cause) over the same cases; only causes with wait."""
    by_step: StepCauses
    """The wait of every step that was waited for."""
    batch_gap_ms: int
    """The declared longest gap between two performances of a batch."""

    def of(self, order: Order) -> Waiting:
        """The same result with case ids from another `Order` of the same cases."""
        passages = [
            msgspec.structs.replace(one, cases=order.named(one.cases.places)) for one in self.passages
        ]
        return msgspec.structs.replace(self, passages=tuple(passages))


def find_waiting(
    cases: Sequence[Case],
    around: Sequence[Case],
    enabling: Enabling,
    recordings: Iterable[RecordingFacts],
    calendars: Calendars | None,
    batch_gap_ms: int = 0,
    *others: Fold,
) -> Waiting | None:
    """The waits of `cases` by cause; None when between-step wait is known for no case.

    `around` are all cases that people were busy with, cases left out by a filter included; `enabling` is of those,
    and `recordings` are all recordings. `others` are folds that share the walk over `cases`.
    """
    fold = WaitFold(enabling, batch_gap_ms)
    if around is cases:
        return fold.conclude(walk_all(cases, fold, *others), recordings, calendars)
    order, place = walk_all(cases, *others), 0
    for case in around:
        if place < len(order.ids) and order.ids[place] == case.id:
            fold.add(case, place, order.firsts[place])
            place += 1
        else:
            fold.add_around(case)
    return fold.conclude(order, recordings, calendars)


class WaitFold:
    """Collects what people were busy with and the waits to be explained, in columns: about a hundred bytes for each
    step are held until `conclude`."""

    def __init__(self, enabling: Enabling, batch_gap_ms: int) -> None:
        self._enabling, self._batch_gap_ms = enabling, batch_gap_ms
        self._cases = 0
        self._activities: dict[str, int] = {}
        self._by_actor: dict[str, _ActorWork] = defaultdict(_ActorWork)
        self._passings: dict[tuple[str | None, str], _Passing] = {}
        self._imported: set[str] = set()
        """Actors from imported logs: a log shows all of their work."""
        self._unplaced: dict[str, list[Stretch]] = defaultdict(list)
        """By actor, when they worked on cases of which some times are not known, so that nothing shows when these were
        enabled."""
        self._counted = PartsSum()
        """Over the cases in cycle time statistics whose between-step wait is known."""

    def add(self, case: Case, place: int, first: int) -> None:
        if not case.timed or "between_step_wait" not in case.known:
            self.add_around(case)
            return
        is_counted = case.is_counted
        if is_counted:
            self._counted.add(case.parts)
        for at, done, before in self._add_steps(case):
            passing = self._passing(case.variant[before] if before is not None else None, case.variant[at])
            passing.add(place, case.steps[at].step.actor)
            done.ask(first + at, passing.number, not is_counted)

    def add_around(self, case: Case) -> None:
        """Add a case whose own waits are not asked for."""
        if not case.timed:
            self._add_unplaced(case)
            return
        for _, done, _ in self._add_steps(case):
            done.ask(NOT_ASKED, 0, False)

    def _add_unplaced(self, case: Case) -> None:
        for timed in case.steps:
            if timed.step.timed:
                self._unplaced[timed.step.actor].append((timed.start_ms, timed.complete_ms))

    def _passing(self, source: str | None, target: str) -> _Passing:
        passage = source, target
        if (found := self._passings.get(passage)) is None:
            found = self._passings[passage] = _Passing(len(self._passings))
        return found

    def _add_steps(self, case: Case) -> Iterator[tuple[int, _ActorWork, int | None]]:
        """Add each step of a case to its actor, the one that starts first before others; gives its index, the actor's
        data and the index of the enabling step."""
        steps, (waits, busy) = case.steps, _stretches(case)
        if case.known != PARTS:
            self._imported.update(timed.step.actor for timed in steps if timed.step.shape.is_of_log)
        numbers: dict[int, int] = {}
        enabling = self._enabling.places(case)
        for place in in_order_of_start(steps):
            before = enabling[place]
            timed, activity = steps[place], case.variant[place]
            enabled = steps[before].complete_ms if before is not None else case.start_ms
            code = self._activities.setdefault(activity, len(self._activities))
            done = self._by_actor[timed.step.actor]
            own = done.performances
            number = NOTHING if before is None else OF_ANOTHER
            if before is not None and steps[before].step.actor == timed.step.actor:
                number = numbers[before]
            at = own.add(self._cases, code, enabled, timed.start_ms, timed.complete_ms, number)
            numbers[place] = at
            for since, until in waits[place]:
                own.waits.add(at, since, until)
            for since, until in busy[place]:
                own.work.add(since, until, enabled, before is None)
            yield place, done, before
        self._cases += 1

    def conclude(
        self, order: Order, recordings: Iterable[RecordingFacts], calendars: Calendars | None
    ) -> Waiting | None:
        """None when between-step wait is known for no case. `recordings` are all recordings, also those without one
        of the cases."""
        if not self._passings:
            return None
        told = _WaitSums(order, len(self._passings))
        recorded = self._recorded(recordings)
        for actor in [*self._by_actor]:
            done = self._by_actor.pop(actor)
            hours = calendars.of(actor) if calendars is not None else None
            told.add(
                done,
                split(done.performances, hours, recorded.get(actor), self._batch_gap_ms)
                if actor
                else nobody_knows(done.performances),
            )
        passages = [
            passing.passage(*pair, order, told.of_passage(passing.number), calendars is not None)
            for pair, passing in self._passings.items()
        ]
        causes = sum_of_causes(one.causes for one in passages)
        efficiency, impact = _impact(self._counted.total, told.counted)
        waited = [one for one in passages if one.causes.total]
        return Waiting(
            zone=calendars.zone.key if calendars is not None else None,
            causes=causes,
            steps=told.steps,
            cases=told.cases.count(1),
            passages=tuple(sorted(waited, key=lambda one: (-one.causes.total, one.source or "", one.target))),
            efficiency=efficiency,
            counted=self._counted.rows,
            impact=impact,
            by_step=told.by_step,
            batch_gap_ms=self._batch_gap_ms,
        )

    def _recorded(self, recordings: Iterable[RecordingFacts]) -> dict[str, list[Stretch]]:
        """When each actor recorded what they worked on; actors from imported logs are left out."""
        found: dict[str, list[Stretch]] = defaultdict(list)
        for one in recordings:
            if one.actor not in self._imported:
                found[one.actor].append((min(one.start_ms, one.first_ms), one.end_ms))
        return {actor: without(own, self._unplaced[actor]) for actor, own in found.items()}


NOT_ASKED = 0xFFFF_FFFF
"""Stands for the number of a step whose wait is not asked for."""


class _ActorWork:
    """Everything one actor did, with the step number and the passage of each performance."""

    __slots__ = ("open", "passages", "performances", "steps")

    def __init__(self) -> None:
        self.performances = Performances()
        self.steps, self.passages = array("I"), array("I")
        self.open = bytearray()
        """1 when the case did not reach the declared end."""

    def ask(self, step: int, passage: int, is_open: bool) -> None:
        self.steps.append(step)
        self.passages.append(passage)
        self.open.append(is_open)


class _Passing:
    """What has been seen of one passage so far."""

    __slots__ = ("_actors", "_cases", "_count", "number")

    def __init__(self, number: int) -> None:
        self.number = number
        self._count = 0
        self._cases = array("I")
        self._actors = False
        """Whether the actor of any of its steps is known."""

    def add(self, case: int, actor: str) -> None:
        self._count += 1
        if actor:
            self._actors = True
        add_case(self._cases, case)

    def passage(
        self, source: str | None, target: str, order: Order, causes: Causes, identifiable: bool
    ) -> Passage:
        if identifiable and self._actors and causes.unavailability is None:
            causes = msgspec.structs.replace(causes, unavailability=0)  # none, rather than not identifiable
        return Passage(source, target, self._count, order.named(self._cases), causes)


class _WaitSums:
    """Sums of waits by cause, filled actor by actor."""

    def __init__(self, order: Order, passages: int) -> None:
        self._order = order
        self.steps = 0
        self.cases = bytearray(len(order.ids))
        """1 for each case in which a step was waited for."""
        self.closed = [CausesSum() for _ in range(passages)]
        """By passage, without open cases."""
        self.open = [CausesSum() for _ in range(passages)]
        self.by_step = no_waits(order.steps)

    def add(self, done: _ActorWork, waits: Iterable[tuple[int, Causes]]) -> None:
        for place, causes in waits:
            step = done.steps[place]
            if step == NOT_ASKED or not causes.total:
                continue
            self.steps += 1
            self.cases[self._order.case_of(step)] = 1
            (self.open if done.open[place] else self.closed)[done.passages[place]].add(causes)
            self.by_step.put(step, causes)

    def of_passage(self, number: int) -> Causes:
        return sum_of_causes((self.closed[number].total, self.open[number].total))

    @property
    def counted(self) -> Causes:
        """Over all passages, without open cases."""
        return sum_of_causes(one.total for one in self.closed)


def _stretches(case: Case) -> tuple[list[list[Stretch]], list[list[Stretch]]]:
    """For each step of the case, the stretches of between-step wait before it, and those of work and system wait in
    it; adjacent ones joined. Of a step that was worked on at once with another one all of its own."""
    waits: list[list[Stretch]] = [[] for _ in case.steps]
    busy: list[list[Stretch]] = [[] for _ in case.steps]
    for since, until, part, place in case.timeline.stretches():
        if part == BETWEEN_STEP_WAIT:
            waits[place].append((since, until))
        elif part in WORKED:
            own = busy[place]
            if own and own[-1][1] == since:
                own[-1] = own[-1][0], until
            else:
                own.append((since, until))
    for place, timed in enumerate(case.steps):
        if timed.step.shape.timed_by == "start and completion":
            busy[place] = _own_work(timed) if timed.work_beside else busy[place]
        else:
            busy[place] = timed.busy or busy[place]
    return waits, busy


def when_busy(case: Case) -> list[list[Stretch]]:
    """For each step of a case, when its actor worked on it or a page answered them."""
    return _stretches(case)[1]


def _own_work(timed: TimedStep) -> list[Stretch]:
    """From its start to its completion without its rests, whatever else was worked on meanwhile."""
    rests = [timed.step.times[at] for at in timed.step.shape.turns]
    bounds = [timed.start_ms, *rests, timed.complete_ms]
    return [(since, until) for since, until in zip(bounds[::2], bounds[1::2], strict=True) if since < until]


def _impact(spent: Parts, causes: Causes) -> tuple[float | None, tuple[tuple[Cause, float], ...]]:
    """Cycle-time efficiency, and the efficiency after removing each cause."""
    work, cycle = spent.work, spent.total
    if work is None or not cycle:
        return None, ()
    removed = [(cause, getattr(causes, cause) or 0) for cause in CAUSES if cause != "not_identifiable"]
    return work / cycle, tuple((cause, work / (cycle - ms)) for cause, ms in removed if 0 < ms < cycle)
