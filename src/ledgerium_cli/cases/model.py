"""A case: its steps over every recording and person, its time, its holds."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec

from ledgerium_cli.steps.model import Step

Part = Literal["work", "system_wait", "idle", "between_step_wait", "paused"]
PARTS: tuple[Part, ...] = ("work", "system_wait", "idle", "between_step_wait", "paused")
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


def unpacked(slices: bytes, step: StepKey) -> Iterator[Slice]:
    numbers = iter(memoryview(slices).cast("q"))
    return (
        Slice(start, end, PARTS[part], step)
        for start, end, part in zip(numbers, numbers, numbers, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """Milliseconds of each part of time; None for what is not known, which is never zero."""

    work: int | None = 0
    system_wait: int | None = 0
    idle: int | None = 0
    between_step_wait: int | None = 0
    paused: int | None = 0

    @property
    def wait(self) -> int | None:
        return known_sum((self.system_wait, self.idle, self.between_step_wait))

    @property
    def total(self) -> int | None:
        return known_sum((self.work, self.wait, self.paused))


def known_sum(lengths: Iterable[int | None]) -> int | None:
    """Of what is known; None where nothing is, though there was something to know."""
    rows = list(lengths)
    known = [one for one in rows if one is not None]
    return sum(known) if known or not rows else None


def parts_of(slices: Iterable[Slice], known: Iterable[Part] = PARTS) -> Parts:
    """`known` are the parts that the record can show; the others are not known."""
    sums: dict[Part, int] = dict.fromkeys(known, 0)
    for piece in slices:
        sums[piece.part] += piece.length_ms
    return Parts(**{part: sums.get(part) for part in PARTS})


def total(parts: Iterable[Parts]) -> Parts:
    """The sum of what is known of each part."""
    rows = list(parts)
    return Parts(
        work=known_sum(one.work for one in rows),
        system_wait=known_sum(one.system_wait for one in rows),
        idle=known_sum(one.idle for one in rows),
        between_step_wait=known_sum(one.between_step_wait for one in rows),
        paused=known_sum(one.paused for one in rows),
    )


@dataclass(frozen=True, slots=True)
class TimedStep:
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


@dataclass(frozen=True, slots=True)
class Hold:
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


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    steps: tuple[TimedStep, ...]
    """By start."""
    slices: tuple[Slice, ...]
    """Without gap or overlap, from the first event of the case to its last; none where `known` is empty."""
    start_ms: int
    end_ms: int
    complete: bool | None
    """Whether the declared end was reached; None where no end is declared."""
    holds: tuple[Hold, ...]
    held: bool | None
    """None where nothing could tell."""
    releases_without_hold: int
    known: tuple[Part, ...] = PARTS
    """The parts of its time that the record can show: all of a recording, fewer of a log that was imported."""

    @property
    def cycle_ms(self) -> int:
        return self.end_ms - self.start_ms

    @property
    def parts(self) -> Parts:
        return parts_of(self.slices, self.known)

    @property
    def variant(self) -> tuple[str, ...]:
        return tuple(timed.step.activity.id for timed in self.steps)
