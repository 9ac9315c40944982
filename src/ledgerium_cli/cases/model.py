"""A case: its steps over all recordings and people, its time, its holds."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from ledgerium_cli.steps.model import CUT_OFF, Step, StepKey

Part = Literal["work", "system_wait", "idle", "between_step_wait", "paused"]
PARTS: tuple[Part, ...] = ("work", "system_wait", "idle", "between_step_wait", "paused")
WORKED = (PARTS.index("work"), PARTS.index("system_wait"))
"""Indexes in `PARTS` of the time in which an actor is busy."""
WORK, PAUSED = PARTS.index("work"), PARTS.index("paused")
BETWEEN_STEP_WAIT = PARTS.index("between_step_wait")
WAITS: tuple[Part, ...] = ("system_wait", "idle", "between_step_wait")
"""The parts that add up to the wait shown in headlines."""


class Slice(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a case's time that has one part and belongs to one step."""

    start_ms: int
    end_ms: int
    part: Part
    step: StepKey

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


def packed(slices: Iterable[Slice]) -> bytes:
    """The slices of one step as bytes, for storage and transport: a fifth of their size as objects."""
    return array(
        "q", [number for one in slices for number in (one.start_ms, one.end_ms, PARTS.index(one.part))]
    ).tobytes()


def unpacked(slices: bytes) -> Iterator[tuple[int, int, int]]:
    """(start, end, index of the part in `PARTS`) of each slice, UTC milliseconds."""
    return _SLICE.iter_unpack(slices)


_SLICE = struct.Struct("3q")


class Timeline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The time of a case as consecutive stretches without gap or overlap, each of one part and one step, in a tenth
    of the space that `Slice` objects take."""

    bounds: bytes = b""
    """Packed UTC milliseconds: the start of the case, then the end of each stretch."""
    parts: bytes = b""
    """For each stretch, the index of its part in `PARTS`."""
    places: bytes = b""
    """For each stretch, the index of its step in the case, packed."""

    def stretches(self) -> Iterator[tuple[int, int, int, int]]:
        """(start, end, index of the part, index of the step) of each stretch."""
        bounds = memoryview(self.bounds).cast("q")
        return zip(bounds, bounds[1:], self.parts, memoryview(self.places).cast("I"), strict=False)


class Parts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Milliseconds in each part of time; None, never zero, when unknown."""

    work: int | None = 0
    system_wait: int | None = 0
    idle: int | None = 0
    between_step_wait: int | None = 0
    paused: int | None = 0

    @property
    def wait(self) -> int | None:
        system_wait, idle, between = self.system_wait, self.idle, self.between_step_wait
        if system_wait is not None and idle is not None and between is not None:
            return system_wait + idle + between  # the usual case, computed for every step
        return known_sum((system_wait, idle, between))

    @property
    def total(self) -> int | None:
        return known_sum((self.work, self.wait, self.paused))


def known_sum(lengths: Iterable[int | None]) -> int | None:
    """The sum of the known values; None when there are values but all are unknown."""
    rows = list(lengths)
    known = [one for one in rows if one is not None]
    return sum(known) if known or not rows else None


def parts_of(lengths: Sequence[int], known: Sequence[Part] = PARTS) -> Parts:
    """Parts from a length for each of `PARTS`; those not in `known` are None."""
    if known == PARTS:
        return Parts(*lengths)
    return Parts(*[ms if part in known else None for part, ms in zip(PARTS, lengths, strict=True)])


class PartsSum:
    """A running sum of parts of time."""

    __slots__ = ("_known", "_sums", "rows")

    def __init__(self) -> None:
        self._sums = [0] * len(PARTS)
        self._known: set[int] = set()
        """Indexes of the parts that were known in any row."""
        self.rows = 0

    def add(self, parts: Parts) -> None:
        self.rows += 1
        lengths, sums = msgspec.structs.astuple(parts), self._sums
        if None in lengths:
            for part, length in enumerate(lengths):
                if length is not None:
                    self._known.add(part)
                    sums[part] += length
            return
        for part, length in enumerate(lengths):
            if length:
                sums[part] += length
        if len(self._known) < len(PARTS):
            self._known.update(range(len(PARTS)))

    @property
    def total(self) -> Parts:
        if not self.rows:
            return Parts()
        return Parts(*[length if part in self._known else None for part, length in enumerate(self._sums)])


def total(parts: Iterable[Parts]) -> Parts:
    """The sum of each part over the rows in which it is known."""
    found = PartsSum()
    for one in parts:
        found.add(one)
    return found.total


def chain_of(recording: str, untimed: Collection[str]) -> str:
    """The chain that the steps of a recording belong to: a recording without times is one, all others are one
    together. Of two steps of one chain it is known which came first, of steps of two chains it is not."""
    return recording if recording in untimed else ""


class TimedStep(msgspec.Struct, frozen=True, gc=False):
    """A step with its time in the case.

    `parts` is the case's time that belongs to the step, the wait before it included: the parts of all steps add up
    to the parts of the case.
    """

    step: Step
    start_ms: int
    """The start of its first work or system wait."""
    complete_ms: int
    """The time of its last event."""
    parts: Parts
    work_beside: int = 0
    """Milliseconds of its work that count at another step of the case, since both were worked on at once."""
    paused_beside: int = 0
    """The same of its pauses, from its start on."""
    packed_busy: bytes = b""
    """Start and end of each stretch of its work and system wait, where some counts at another step: `busy`."""

    @property
    def busy(self) -> list[tuple[int, int]]:
        """When it was worked on, or a page answered, UTC milliseconds; empty where none of that counts at another
        step."""
        bounds = array("q", self.packed_busy)
        return [*zip(bounds[::2], bounds[1::2], strict=True)]

    @property
    def work(self) -> int | None:
        """Milliseconds worked on the step, whatever else was worked on meanwhile."""
        return self.parts.work + self.work_beside if self.parts.work is not None else None


def are_at_once(one: TimedStep, other: TimedStep) -> bool:
    """Whether two steps of logs began at the same time, as steps of one day do where a log has days only, and nothing
    but the order of the rows tells which of them came first."""
    if one.start_ms != other.start_ms or not (one.step.shape.is_of_log and other.step.shape.is_of_log):
        return False
    return one.step.recording != other.step.recording or one.step.shape.turn == other.step.shape.turn


class Hold(Struct, frozen=True, array_like=True):
    kind: str
    activity: str | None
    """Id of the activity at which the hold began."""
    start_ms: int
    end_ms: int | None
    """None when no release of it is known."""
    guessed: bool
    begun_by: StepKey
    begun_event: int
    ended_by: StepKey | None
    ended_event: int | None
    timed: bool = True
    """Whether its recording tells times; else they only say which of its events came first."""
    may_have_begun: bool = False
    """It was seen elsewhere too, and it is not known whether before."""
    may_have_ended: bool = False
    """A release was seen elsewhere, or in a row of a log with the same time as its begin, of which it is not known
    whether it came after it, and before its own."""

    @property
    def is_open(self) -> bool:
        """Whether nothing can have released it to the end of the recordings."""
        return self.end_ms is None and not self.may_have_ended

    @property
    def released(self) -> bool | None:
        """None where it is not known whether the release that was seen came after it."""
        return None if self.end_ms is None and self.may_have_ended else self.end_ms is not None

    @property
    def known_start_ms(self) -> int | None:
        return self.start_ms if self.timed and not self.may_have_begun else None

    @property
    def known_end_ms(self) -> int | None:
        """None without a release, too."""
        return self.end_ms if self.timed and not self.may_have_ended else None

    @property
    def length_ms(self) -> int | None:
        """The time to release; None without a release, and where it is not known."""
        since, until = self.known_start_ms, self.known_end_ms
        return until - since if since is not None and until is not None else None

    def is_released_by(self, step: Step) -> bool:
        """Whether what was done in the step where its release was seen can have brought that about: a page that first
        shows there that it was released tells of somebody else's act."""
        return self.ended_event is not None and step.acted_before(self.ended_event)


Way = tuple[tuple[str, ...], bool]
"""A variant, and whether it is known in which order its activities were performed."""


class Case(Struct, frozen=True):
    id: str
    steps: tuple[TimedStep, ...]
    """In the order in which they were first acted on; where `is_ordered` is False, those of one chain after those of
    another."""
    variant: tuple[str, ...]
    """The activities of its steps, as they stand."""
    timeline: Timeline
    """From the first event of the case to its last; empty where `known` is empty."""
    parts: Parts
    """Of all its time."""
    start_ms: int
    """The first event, of those whose times are known if there are any."""
    end_ms: int
    complete: bool | None
    """Whether the declared end was reached. When no end is declared, True if a person marked the end, else None."""
    holds: tuple[Hold, ...]
    held: bool | None
    """None when nothing could tell."""
    releases_without_hold: int
    """Releases before which no hold can have begun."""
    known: tuple[Part, ...] = PARTS
    """The parts of time that the source can show: all for a recording, fewer for an imported log."""
    untimed: tuple[str, ...] = ()
    """Its recordings of which only the order of events is known, sorted."""
    ended: bool = False
    """A person marked the end and the declared end was not reached. Such a case is neither complete nor open: it
    waits for nothing, and steps that would have come later are not missing."""

    @property
    def timed(self) -> bool:
        """False when of some of its steps no time is known: then nothing shows how long it or its holds took."""
        return not self.untimed

    @property
    def tells_times(self) -> bool:
        """Whether of any of its steps a time is known."""
        return self.timed or any(one.step.timed for one in self.steps)

    @property
    def is_ordered(self) -> bool:
        """Whether it is known which of any two of its steps came first."""
        return self.timed or len({chain_of(one.step.recording, self.untimed) for one in self.steps}) == 1

    @property
    def way(self) -> Way:
        return self.variant, self.is_ordered

    @property
    def is_open(self) -> bool:
        """Whether the declared end is still to be reached."""
        return self.complete is False and not self.ended

    @property
    def may_go_on(self) -> bool:
        """Whether more of it may follow: it is open, or nothing tells whether it is complete."""
        return self.complete is not True and not self.ended

    @property
    def is_whole(self) -> bool:
        """Whether every declared step was due: the case is complete and no person ended it early."""
        return self.complete is True and not self.ended

    @property
    def is_counted(self) -> bool:
        """Whether cycle time statistics include it: the declared end was reached, or none is declared."""
        return self.complete is not False

    @property
    def cycle_ms(self) -> int | None:
        return self.end_ms - self.start_ms if self.timed else None

    @property
    def has_rework(self) -> bool:
        """Whether an activity was performed more than once. Of steps that were cut off before they were known for one,
        nobody knows whether they are the same."""
        known: Sequence[str] = self.variant
        if CUT_OFF.id in known:
            known = [one.step.activity.id for one in self.steps if one.step.activity != CUT_OFF]
        return len(set(known)) < len(known)

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The timeline as `Slice` objects, built on each access."""
        keys = [timed.step.key for timed in self.steps]
        return tuple(
            Slice(since, until, PARTS[part], keys[place])
            for since, until, part, place in self.timeline.stretches()
        )
