"""A case: its steps over every recording and person, its time, its holds."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from ledgerium_cli.steps.model import Step

Part = Literal["work", "system_wait", "idle", "between_step_wait", "paused"]
PARTS: tuple[Part, ...] = ("work", "system_wait", "idle", "between_step_wait", "paused")
WORKED = (PARTS.index("work"), PARTS.index("system_wait"))
"""Places of what an actor is busy with."""
BETWEEN_STEP_WAIT = PARTS.index("between_step_wait")
WAITS: tuple[Part, ...] = ("system_wait", "idle", "between_step_wait")
"""Wait, in a headline."""

StepKey = tuple[str, int]


class Slice(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a case's time that is one part of it and belongs to one step."""

    start_ms: int
    end_ms: int
    part: Part
    step: StepKey

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


def packed(slices: Iterable[Slice]) -> bytes:
    """Slices of one step, as they travel and wait: a fifth of their size as objects."""
    return array(
        "q", [number for one in slices for number in (one.start_ms, one.end_ms, PARTS.index(one.part))]
    ).tobytes()


def unpacked(slices: bytes) -> Iterator[tuple[int, int, int]]:
    """From, until, and the place of the part in `PARTS`."""
    return _SLICE.iter_unpack(slices)


_SLICE = struct.Struct("3q")


class Timeline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The time of a case without gap or overlap: stretches that are each one part of it and belong to one step, in a
    tenth of the space that they take as slices."""

    bounds: bytes = b""
    """Packed UTC milliseconds: the start, then the end of each stretch, which is the start of the next."""
    parts: bytes = b""
    """Of each stretch its place in `PARTS`."""
    places: bytes = b""
    """Packed: of each stretch the place of its step among those of the case."""

    def stretches(self) -> Iterator[tuple[int, int, int, int]]:
        """From, until, place of the part, place of the step."""
        bounds = memoryview(self.bounds).cast("q")
        return zip(bounds, bounds[1:], self.parts, memoryview(self.places).cast("I"), strict=False)


class Parts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Milliseconds of each part of time; None for what is not known, which is never zero."""

    work: int | None = 0
    system_wait: int | None = 0
    idle: int | None = 0
    between_step_wait: int | None = 0
    paused: int | None = 0

    @property
    def wait(self) -> int | None:
        system_wait, idle, between = self.system_wait, self.idle, self.between_step_wait
        if system_wait is not None and idle is not None and between is not None:
            return system_wait + idle + between  # asked for step after step
        return known_sum((system_wait, idle, between))

    @property
    def total(self) -> int | None:
        return known_sum((self.work, self.wait, self.paused))


def known_sum(lengths: Iterable[int | None]) -> int | None:
    """Of what is known; None where nothing is, though there was something to know."""
    rows = list(lengths)
    known = [one for one in rows if one is not None]
    return sum(known) if known or not rows else None


def parts_of(lengths: Sequence[int], known: Sequence[Part] = PARTS) -> Parts:
    """From a length for each of `PARTS`. `known` are the parts that the record can show; the others are not known."""
    if known == PARTS:
        return Parts(*lengths)
    return Parts(*[ms if part in known else None for part, ms in zip(PARTS, lengths, strict=True)])


class PartsSum:
    """Parts of time added up one after the other."""

    __slots__ = ("_known", "_rows", "_sums")

    def __init__(self) -> None:
        self._sums = [0] * len(PARTS)
        self._known: set[int] = set()
        """Places of the parts that are, of any."""
        self._rows = 0

    def add(self, parts: Parts) -> None:
        self._rows += 1
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
        if not self._rows:
            return Parts()
        return Parts(*[length if part in self._known else None for part, length in enumerate(self._sums)])


def total(parts: Iterable[Parts]) -> Parts:
    """The sum of what is known of each part."""
    found = PartsSum()
    for one in parts:
        found.add(one)
    return found.total


class TimedStep(msgspec.Struct, frozen=True, gc=False):
    """A step with its place in the case's time.

    `parts` is what the case spent on the step, the wait before it included: the parts of the steps of a
    case sum to the parts of the case.
    """

    step: Step
    start_ms: int
    """Where its first work or system wait begins."""
    complete_ms: int
    """Its last event."""
    parts: Parts


class Hold(Struct, frozen=True, array_like=True):
    kind: str
    activity: str | None
    """Id of the activity at which it began."""
    start_ms: int
    end_ms: int | None
    """None while it is open when the recordings end."""
    guessed: bool
    begun_by: StepKey
    begun_event: int
    ended_by: StepKey | None
    ended_event: int | None


class Case(Struct, frozen=True):
    id: str
    steps: tuple[TimedStep, ...]
    """By start."""
    variant: tuple[str, ...]
    """The activities of its steps."""
    timeline: Timeline
    """From the first event of the case to its last; empty where `known` is."""
    parts: Parts
    """Of all its time."""
    start_ms: int
    end_ms: int
    complete: bool | None
    """Whether the declared end was reached. Where none is declared, True if a person marked the end, else None."""
    holds: tuple[Hold, ...]
    held: bool | None
    """None where nothing could tell."""
    releases_without_hold: int
    known: tuple[Part, ...] = PARTS
    """The parts of its time that the record can show: all of a recording, fewer of a log that was imported."""
    ended: bool = False
    """A person marked that it ends, and the declared end was not reached: where one is declared it is neither complete
    nor open, waits for nothing and misses nothing that would have come later."""

    @property
    def is_open(self) -> bool:
        """Whether the declared end is still to come."""
        return self.complete is False and not self.ended

    @property
    def is_whole(self) -> bool:
        """Whether all that is declared had to be done in it: it is complete, and no person ended it before."""
        return self.complete is True and not self.ended

    @property
    def is_counted(self) -> bool:
        """Whether cycle time statistics use it: the declared end was reached, or none is declared."""
        return self.complete is not False

    @property
    def cycle_ms(self) -> int:
        return self.end_ms - self.start_ms

    @property
    def has_rework(self) -> bool:
        """Whether an activity was performed more than once."""
        return len(set(self.variant)) < len(self.variant)

    @property
    def slices(self) -> tuple[Slice, ...]:
        """Its time without gap or overlap, made when asked for."""
        keys = [timed.step.key for timed in self.steps]
        return tuple(
            Slice(since, until, PARTS[part], keys[place])
            for since, until, part, place in self.timeline.stretches()
        )
