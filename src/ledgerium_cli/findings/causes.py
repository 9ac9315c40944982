"""Why cases wait between steps, after Lashkevich, Milani, Chapela-Campa, Suvorau and Dumas: Why Am I Waiting?
Data-Driven Analysis of Waiting Times in Business Processes (CAiSE 2023).

Each stretch of wait is divided among the first of these causes that holds, so that they sum to the whole:

- batching: until the last of the performances that the actor did in one go had been enabled;
- contention: the actor was busy with work that had been enabled earlier, or at the same time;
- prioritisation: busy with work that was enabled later;
- unavailability: outside the working hours of the actor, where a calendar is declared;
- not identifiable: nothing shows what the actor did, because nobody recorded;
- extraneous: the rest.

Near linear: what an actor was busy with is looked up in sums, not gone through for every wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from ledgerium_cli.findings.busy import Asked, Segment, Stretch, Sums, apart, open_in, union
from ledgerium_cli.workflow.calendar import WorkingTime

HoursOf = Callable[[str], WorkingTime]
"""The working hours of an actor."""


class Instance(msgspec.Struct, frozen=True, gc=False):
    """One performance of an activity, and what is to be explained of it. UTC milliseconds."""

    case: str
    activity: str
    actor: str
    """Empty where it is not known."""
    enabled_ms: int
    """When it could have begun: the completion of its predecessor; of the first one of a case, its start."""
    start_ms: int
    end_ms: int
    begins_case: bool = False
    """Nothing of its case came before, so that nothing says since when it could have begun."""
    waits: tuple[Stretch, ...] | None = None
    """By default all time from its enabling to its start."""
    busy: tuple[Stretch, ...] | None = None
    """When its actor worked on it; by default from its start to its end."""

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Of wait."""
        if self.waits is not None:
            return self.waits
        return ((self.enabled_ms, self.start_ms),) if self.start_ms > self.enabled_ms else ()


class Causes(msgspec.Struct, frozen=True, gc=False):
    """Milliseconds of wait by cause. All but `new_cases` sum to the whole."""

    batching: int = 0
    contention: int = 0
    prioritisation: int = 0
    unavailability: int | None = None
    """None where no calendar is declared."""
    extraneous: int = 0
    not_identifiable: int = 0
    new_cases: int = 0
    """Of the prioritisation: on cases that began meanwhile. They may have arrived earlier; nothing recorded says."""

    @property
    def total(self) -> int:
        found = self.batching + self.contention + self.prioritisation + (self.unavailability or 0)
        return found + self.extraneous + self.not_identifiable


def sum_of_causes(causes: Iterable[Causes]) -> Causes:
    rows = [msgspec.structs.astuple(one) for one in causes]
    if not rows:
        return Causes()
    batching, contention, prioritisation, unavailability, *rest = zip(*rows, strict=True)
    known = [one for one in unavailability if one is not None]
    return Causes(
        sum(batching), sum(contention), sum(prioritisation), sum(known) if known else None, *map(sum, rest)
    )


def split_waits(
    instances: Sequence[Instance],
    hours_of: HoursOf | None = None,
    seen: Mapping[str, Sequence[Stretch]] = MappingProxyType({}),
) -> list[Causes]:
    """The wait of each instance by cause, in the order of the instances.

    `hours_of` without a calendar is None: unavailability is then not identifiable and left to what follows it.
    `seen` says when actors recorded; of those whom it does not name the log shows all that they did.
    """
    found = [Causes()] * len(instances)
    by_actor: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(instances):
        by_actor[one.actor].append(place)
    for actor, places in by_actor.items():
        own = [instances[place] for place in places]
        hours = hours_of(actor) if hours_of is not None and actor else None
        if not actor:
            causes = [Causes(not_identifiable=_length(one.stretches)) for one in own]
        else:
            causes = _split(own, hours, seen.get(actor))
        for place, one_found in zip(places, causes, strict=True):
            found[place] = one_found
    return found


def _split(
    own: Sequence[Instance], hours: WorkingTime | None, seen: Sequence[Stretch] | None
) -> list[Causes]:
    """Of one actor."""
    ready = batches_ready(own)
    waits = [
        (place, since, max(since, min(until, ready[place])), until)
        for place, one in enumerate(own)
        for since, until in one.stretches
    ]
    asked = [Asked(since, until, own[place].enabled_ms) for place, _, since, until in waits]
    busy = Sums([*apart(_work(own))], hours).look_up(asked)
    recorded = None if seen is None else Sums([Segment(*one, 0) for one in union(seen)], hours)
    rows: list[list[Causes]] = [[] for _ in own]
    for (place, begun, since, until), then in zip(waits, busy, strict=True):
        free = open_in(hours, since, until) - then.open
        known = free if recorded is None else max(0, recorded.open_within(since, until) - then.open)
        rows[place].append(
            Causes(
                batching=since - begun,
                contention=then.earlier,
                prioritisation=then.worked - then.earlier,
                unavailability=until - since - then.worked - free if hours is not None else None,
                extraneous=known,
                not_identifiable=free - known,
                new_cases=then.new - then.earlier_new,
            )
        )
    none = Causes(unavailability=0 if hours is not None else None)
    return [parts[0] if len(parts) == 1 else sum_of_causes(parts) if parts else none for parts in rows]


def _work(own: Iterable[Instance]) -> Iterator[Segment]:
    for one in own:
        for since, until in one.busy if one.busy is not None else ((one.start_ms, one.end_ms),):
            yield Segment(since, until, one.enabled_ms, one.begins_case)


def _length(stretches: Iterable[Stretch]) -> int:
    return sum(until - since for since, until in stretches)


# ------------------------------------------------------------------------------------------------- batching


def batches_ready(own: Sequence[Instance]) -> list[int]:
    """For each performance of one actor when the last one of its batch was enabled; its own enabling without a batch.

    A batch: the same activity, of two cases or more, one right after the other or at once, each enabled when the
    first of them began.
    """
    ready = [one.enabled_ms for one in own]
    order = sorted(range(len(own)), key=lambda at: (own[at].start_ms, own[at].end_ms, at))
    batch: list[int] = []
    until = 0
    for at in order:
        one = own[at]
        if batch and not _goes_on(own[batch[0]], until, one):
            _close(batch, own, ready)
            batch = []
        until = max(until, one.end_ms) if batch else one.end_ms
        batch.append(at)
    _close(batch, own, ready)
    return ready


def _goes_on(first: Instance, until: int, one: Instance) -> bool:
    return one.activity == first.activity and one.start_ms <= until and one.enabled_ms <= first.start_ms


def _close(batch: Sequence[int], own: Sequence[Instance], ready: list[int]) -> None:
    if len(batch) > 1 and len({own[at].case for at in batch}) > 1:
        last = max(own[at].enabled_ms for at in batch)
        for at in batch:
            ready[at] = last
