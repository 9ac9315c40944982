"""Splits between-step wait by cause, after Lashkevich, Milani, Chapela-Campa, Suvorau and Dumas: Why Am I Waiting?
Data-Driven Analysis of Waiting Times in Business Processes (CAiSE 2023).

Each stretch of wait is divided among these causes; the first that holds counts, so that they add up to the whole:

- batching: until the last of the performances that the actor did in one go had come to the actor;
- contention: the actor was busy with work that was enabled earlier, or at the same time;
- prioritisation: the actor was busy with work that was enabled later;
- unavailability: outside the actor's working hours, where a calendar is declared;
- not identifiable: the actor was not recording or is not known, so nothing shows what they did;
- extraneous: the rest.

Nearly linear in the number of steps: what an actor was busy with is looked up in partial sums rather than searched
for every wait. Data are held in columns, since one actor may have done millions of steps.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

import msgspec

from ledgerium_cli.findings.busy import Asked, Segments, Stretch, Sums, apart, open_in, segments_of, union
from ledgerium_cli.workflow.calendar import WorkingTime

Cause = Literal[
    "batching", "contention", "prioritisation", "unavailability", "extraneous", "not_identifiable"
]
CAUSES: tuple[Cause, ...] = get_args(Cause)
"""In order of precedence: the first that holds counts."""


OF_ANOTHER, NOTHING = -1, -2
"""In place of the index of a predecessor."""


class Performances:
    """Everything one actor did and the waits to be explained, in columns. UTC milliseconds."""

    __slots__ = ("activities", "before", "cases", "enabled", "ends", "starts", "waits", "work")

    def __init__(self) -> None:
        self.cases, self.activities = array("I"), array("I")
        """Numbers that identify case and activity."""
        self.enabled = array("q")
        """When each performance was enabled: at the completion of its predecessor, or at the start of its case."""
        self.before = array("q")
        """Index of the predecessor of each; `OF_ANOTHER` where somebody else did it, `NOTHING` where there is none."""
        self.starts, self.ends = array("q"), array("q")
        self.waits = StretchesOf()
        """The between-step waits to be explained."""
        self.work = Segments()
        """When the actor was busy with the performances."""

    def add(
        self, case: int, activity: int, enabled: int, start: int, end: int, before: int = OF_ANOTHER
    ) -> int:
        """Add a performance; returns its index, which its waits refer to."""
        self.cases.append(case)
        self.activities.append(activity)
        self.enabled.append(enabled)
        self.before.append(before)
        self.starts.append(start)
        self.ends.append(end)
        return len(self.cases) - 1

    def __len__(self) -> int:
        return len(self.cases)


class StretchesOf:
    """Stretches of time that each belong to a performance, in columns."""

    __slots__ = ("of", "since", "until")

    def __init__(self) -> None:
        self.of = array("I")
        """Index of the performance; never decreasing."""
        self.since, self.until = array("q"), array("q")

    def add(self, of: int, since: int, until: int) -> None:
        self.of.append(of)
        self.since.append(since)
        self.until.append(until)

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.of, self.since, self.until, strict=True)


class Causes(msgspec.Struct, frozen=True, gc=False):
    """Milliseconds of wait by cause. All but the last two add up to the whole."""

    batching: int = 0
    contention: int = 0
    prioritisation: int = 0
    unavailability: int | None = None
    """None when no calendar is declared."""
    extraneous: int = 0
    not_identifiable: int = 0
    new_cases: int = 0
    """The part of the prioritisation spent on cases that began meanwhile. Those may have arrived earlier; the
    recordings do not show it."""
    batching_at_work: int = 0
    """The part of the batching in which the actor was at work: who has a queue, and takes the next one after the other,
    collects nothing."""

    @property
    def total(self) -> int:
        found = self.batching + self.contention + self.prioritisation + (self.unavailability or 0)
        return found + self.extraneous + self.not_identifiable


class CausesSum:
    """A running sum of waits by cause."""

    __slots__ = ("_known", "_sums")

    def __init__(self) -> None:
        self._sums = [0] * len(Causes.__struct_fields__)
        self._known = False

    def add(self, one: Causes) -> None:
        if one.unavailability is not None:
            self._known = True
        for cause, length in enumerate(msgspec.structs.astuple(one)):
            if length:
                self._sums[cause] += length

    @property
    def total(self) -> Causes:
        found = Causes(*self._sums)
        return found if self._known else msgspec.structs.replace(found, unavailability=None)


def sum_of_causes(causes: Iterable[Causes]) -> Causes:
    found = CausesSum()
    for one in causes:
        found.add(one)
    return found.total


def split(
    own: Performances, hours: WorkingTime | None, seen: Sequence[Stretch] | None, batch_gap_ms: int = 0
) -> Iterator[tuple[int, Causes]]:
    """The wait by cause of each performance that was waited for, with its index, in order.

    Without `hours` unavailability is not identifiable, and its time goes to the causes after it. `seen` are the
    stretches in which the actor recorded; None when a log shows everything they did. `batch_gap_ms` is the longest
    gap between two performances of a batch.
    """
    last, causes = -1, Causes()
    for place, found in _split_waits(own, hours, seen, batch_gap_ms):
        if place != last and last >= 0:
            yield last, causes
        causes = sum_of_causes((causes, found)) if place == last else found
        last = place
    if last >= 0:
        yield last, causes


def nobody_knows(own: Performances) -> Iterator[tuple[int, Causes]]:
    """Like `split`, when it is unknown who did the work: all wait is not identifiable."""
    last, length = -1, 0
    for place, since, until in own.waits:
        if place != last and last >= 0:
            yield last, Causes(not_identifiable=length)
        length = until - since + (length if place == last else 0)
        last = place
    if last >= 0:
        yield last, Causes(not_identifiable=length)


def _split_waits(
    own: Performances, hours: WorkingTime | None, seen: Sequence[Stretch] | None, batch_gap_ms: int
) -> Iterator[tuple[int, Causes]]:
    asked, work = _queries(own, batch_gap_ms), apart(own.work)
    sums = Sums(work, hours)
    busy, worked = sums.look_up(asked), sums if hours is None else Sums(work, None)
    recorded = None if seen is None else Sums(segments_of(union(seen)), hours)
    for (place, begun, until), since, then in zip(own.waits, asked.since, busy, strict=True):
        free = open_in(hours, since, until) - then.open
        known = free if recorded is None else max(0, recorded.open_within(since, until) - then.open)
        yield (
            place,
            Causes(
                batching=since - begun,
                contention=then.earlier,
                prioritisation=then.worked - then.earlier,
                unavailability=until - since - then.worked - free if hours is not None else None,
                extraneous=known,
                not_identifiable=free - known,
                new_cases=then.new - then.earlier_new,
                batching_at_work=worked.open_within(begun, since) if begun < since else 0,
            ),
        )


def _queries(own: Performances, batch_gap_ms: int) -> Asked:
    """The waits less their batching part, as queries."""
    ready, asked = batches_ready(own, batch_gap_ms), Asked()
    for place, since, until in own.waits:
        asked.add(max(since, min(until, ready[place])), until, own.enabled[place])
    return asked


# ------------------------------------------------------------------------------------------------- batching

NO_BATCH = -1 << 63
"""Earlier than any time."""


def batches_ready(own: Performances, gap_ms: int) -> Sequence[int]:
    """For each performance of one actor, when the last of its batch had come to the actor; `NO_BATCH` outside a batch.

    A batch is performances of the same activity in at least two cases, each begun at most `gap_ms` after the
    previous ones ended, and all enabled when the first of them began.
    """
    ready = array("q", [NO_BATCH]) * len(own)
    order = sorted(range(len(own)), key=own.ends.__getitem__)
    order.sort(key=own.starts.__getitem__)
    first = until = 0
    for place, at in enumerate(order):
        if place > first and not _goes_on(own, order[first], until + gap_ms, at):
            _close(own, order, first, place, ready)
            first = place
        until = max(until, own.ends[at]) if place > first else own.ends[at]
    _close(own, order, first, len(order), ready)
    return ready


def _goes_on(own: Performances, first: int, until: int, at: int) -> bool:
    return (
        own.activities[at] == own.activities[first]
        and own.starts[at] <= until
        and own.enabled[at] <= own.starts[first]
    )


def _close(own: Performances, order: Sequence[int], first: int, end: int, ready: array[int]) -> None:
    batch = order[first:end]
    if len({own.cases[at] for at in batch}) < 2:
        return
    last = max(_arrivals(own, order, first, batch), default=NO_BATCH)
    for at in batch:
        ready[at] = last


def _arrivals(own: Performances, order: Sequence[int], first: int, batch: Sequence[int]) -> Iterator[int]:
    """When the cases of a batch came to the actor, where that is known.

    What the actor did to them right before the batch, with no other work between, prepares it: a case that such a
    step enabled had come before that step. A case that the actor began there did not come from anybody.
    """
    block, prepares = set(batch), {own.before[at] for at in batch}
    for place in range(first - 1, -1, -1):
        if (at := order[place]) not in prepares:
            break
        block.add(at)
        prepares.add(own.before[at])
    for at in block:
        begun_here = own.before[at] == NOTHING and own.enabled[at] >= own.starts[at]
        if own.before[at] not in block and not begun_here:
            yield own.enabled[at]
