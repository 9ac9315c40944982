"""The time of cases in which the clock of a recording was set, or the computer slept: did it pass? Nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ledgerium_cli.cases.model import PARTS, WAITS, Case, Parts, PartsSum
from ledgerium_cli.findings.opportunities.model import Claims
from ledgerium_cli.recording.condition import ClockJump
from ledgerium_cli.recording.model import RecordingFacts

Jumping = tuple[int, int, int]
"""Of a stretch of time in a jump its milliseconds, the place of its part, and of its step."""


class Jumped(Struct, frozen=True):
    """A jump of a clock within a case."""

    case: str
    recording: str
    jump: ClockJump
    parts: Parts
    """What a jump ahead counts as in the time of the case, at most as long as it. Nothing of one that went back: there
    time is missing."""
    counted: bool
    """Whether the case is one of cycle statistics."""


class Jumps(Struct, frozen=True):
    found: tuple[Jumped, ...]
    """By case."""
    parts: Parts
    """The sum, over all cases; None where no part of time is known."""
    counted: Parts
    """Over the cases of cycle statistics."""
    work: Mapping[int, int]
    wait: Mapping[int, int]
    """Milliseconds of steps, by their numbers, that jumps ahead may have made."""

    @property
    def cases(self) -> dict[str, list[Jumped]]:
        by_case: dict[str, list[Jumped]] = {}
        for one in self.found:
            by_case.setdefault(one.case, []).append(one)
        return by_case


class JumpFold:
    """A jump belongs to the time of the steps of its own recording: what others did meanwhile is on their clocks."""

    def __init__(self, recordings: Iterable[RecordingFacts]) -> None:
        self._jumps = {one.id: one.condition.jumps for one in recordings if one.condition.jumps}
        self._found: list[Jumped] = []
        self._all, self._counted = PartsSum(), PartsSum()
        self._work, self._wait = Counter[int](), Counter[int]()

    def add(self, case: Case, place: int, first: int) -> None:
        if not self._jumps:
            return
        for recording in dict.fromkeys(timed.step.recording for timed in case.steps):
            for jump in self._jumps.get(recording, ()):
                stretches = [*_within(case, recording, jump)]
                if any(length > 0 or jump.by_ms < 0 for length, *_ in stretches):
                    self._take(case, first, recording, jump, stretches)

    def _take(
        self, case: Case, first: int, recording: str, jump: ClockJump, stretches: Iterable[Jumping]
    ) -> None:
        lengths, counted = [0] * len(PARTS), case.complete is not False
        for length, part, place in stretches:
            lengths[part] += length
            if PARTS[part] == "work":
                self._work[first + place] += length
            elif PARTS[part] in WAITS:
                self._wait[first + place] += length
        parts = Parts(*lengths)
        self._found.append(Jumped(case.id, recording, jump, parts, counted))
        self._all.add(parts)
        if counted:
            self._counted.add(parts)

    def conclude(self) -> Jumps:
        return Jumps(tuple(self._found), self._all.total, self._counted.total, self._work, self._wait)


def made_by_clocks(claims: Claims, jumps: Jumps) -> int:
    """Milliseconds of what an opportunity claims that a jump ahead may have made: at most so many, because which part
    of the time of a step is claimed is not known."""
    return sum(
        min(length, made.get(step, 0))
        for own, made in ((claims.work, jumps.work), (claims.wait, jumps.wait))
        if made
        for step, length in own
    )


def _within(case: Case, recording: str, jump: ClockJump) -> Iterator[Jumping]:
    """What a jump overlaps or touches of the time of a case on the clock of its recording."""
    since, until = jump.since_ms, jump.until_ms
    for begins, ends, part, place in case.timeline.stretches():
        if begins <= until and ends >= since and case.steps[place].step.recording == recording:
            yield min(ends, until) - max(begins, since), part, place
