"""The time of cases that lies in clock jumps (the clock was set, or the computer slept): whether it passed is
unknown."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import overload

from msgspec import Struct

from ledgerium_cli.cases.model import PARTS, WAITS, Case, Parts, PartsSum
from ledgerium_cli.findings.opportunities.model import Claims, StepTimes
from ledgerium_cli.findings.order import CaseIds, Made, Order, add_case
from ledgerium_cli.recording.condition import ClockJump
from ledgerium_cli.recording.model import RecordingFacts

Jumping = tuple[int, int, int]
"""(milliseconds, index of the part, index of the step) of a stretch of time in a jump."""


class Jumped(Struct, frozen=True):
    """A clock jump within a case."""

    case: str
    recording: str
    jump: ClockJump
    parts: Parts
    """The time that a forward jump adds to the case, at most its length. Empty for a backward jump, where time is
    missing."""
    counted: bool
    """Whether the case is in cycle time statistics."""


class _Rows:
    """Jumps within cases, in columns of about twenty bytes each, in the order of the cases."""

    __slots__ = ("cases", "counted", "jumps", "lengths", "made", "recordings")

    def __init__(self) -> None:
        self.cases, self.recordings = array("I"), array("I")
        """Numbers of cases and recordings."""
        self.jumps = array("I")
        """The index of each jump in its recording."""
        self.made = array("I")
        """The index of its first value in `lengths`; zero when it added no time."""
        self.lengths = array("q", [0])
        """One value for each of `PARTS`."""
        self.counted = bytearray()

    def add(self, case: int, recording: int, jump: int, lengths: Sequence[int], *, counted: bool) -> None:
        self.cases.append(case)
        self.recordings.append(recording)
        self.jumps.append(jump)
        self.made.append(len(self.lengths) if any(lengths) else 0)
        self.lengths.extend(lengths if any(lengths) else ())
        self.counted.append(counted)

    def parts_of(self, at: int) -> Parts:
        made = self.made[at]
        return Parts(*self.lengths[made : made + len(PARTS)]) if made else Parts()


class JumpedCases(Made[Jumped]):
    """Jumps sorted by case id, each built when asked for: the clock of one computer may touch thousands of cases."""

    __slots__ = ("_by_id", "_ids", "_recordings", "_rows", "named")

    def __init__(self, rows: _Rows, recordings: Sequence[RecordingFacts], order: Order) -> None:
        self._rows, self._recordings, self._ids = rows, recordings, order.ids
        places = array("I")
        for case in rows.cases:
            add_case(places, case)
        self.named: CaseIds = order.named(places)
        """The cases, each once."""
        self._by_id = array("I", sorted(range(len(rows.cases)), key=self._case))

    def __len__(self) -> int:
        return len(self._by_id)

    @overload
    def __getitem__(self, at: int) -> Jumped: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Jumped]: ...
    def __getitem__(self, at: int | slice) -> Jumped | Sequence[Jumped]:
        places = range(len(self))[at]
        return [*map(self._at, places)] if isinstance(places, range) else self._at(places)

    def of(self, case: str) -> list[Jumped]:
        """The jumps within one case, by its id."""
        first = bisect_left(self._by_id, case, key=self._case)
        coming = map(self._by_id.__getitem__, range(first, len(self)))
        return [*map(self._at, takewhile(lambda at: self._case(at) == case, coming))]

    def _case(self, at: int) -> str:
        return self._ids[self._rows.cases[at]]

    def _at(self, at: int) -> Jumped:
        rows = self._rows
        recording = self._recordings[rows.recordings[at]]
        jump = recording.condition.jumps[rows.jumps[at]]
        return Jumped(self._case(at), recording.id, jump, rows.parts_of(at), bool(rows.counted[at]))


class Jumps(Struct, frozen=True):
    found: JumpedCases
    parts: Parts
    """The sum over all cases; None for parts that are not known."""
    counted: Parts
    """The sum over the cases in cycle time statistics."""
    work: StepTimes
    wait: StepTimes
    """By step number, in order, milliseconds of work and of wait that forward jumps may have made."""

    @property
    def made(self) -> Claims:
        return Claims(self.work, self.wait)


class JumpFold:
    """A jump affects only the steps of its own recording, since other people's steps are timed by their own clocks."""

    def __init__(self, recordings: Sequence[RecordingFacts]) -> None:
        self._jumping = {
            one.id: (place, one.condition.jumps)
            for place, one in enumerate(recordings)
            if one.condition.jumps
        }
        self._rows = _Rows()
        self._all, self._counted = PartsSum(), PartsSum()
        self._work, self._wait = StepTimes(), StepTimes()

    def add(self, case: Case, place: int, first: int) -> None:
        if not self._jumping:
            return
        work, wait = Counter[int](), Counter[int]()
        for name in dict.fromkeys(timed.step.recording for timed in case.steps):
            recording, jumps = self._jumping.get(name, (0, ()))
            for at, jump in enumerate(jumps):
                if jump.until_ms < case.start_ms or case.end_ms < jump.since_ms:
                    continue
                stretches = [*_stretches_in(case, name, jump)]
                if any(length > 0 or jump.by_ms < 0 for length, *_ in stretches):
                    counted = case.is_counted
                    lengths = _lengths(stretches, work, wait)
                    self._rows.add(place, recording, at, lengths, counted=counted)
                    self._sum(Parts(*lengths), counted=counted)
        for made, times in ((work, self._work), (wait, self._wait)):
            for step in sorted(made):
                times.add(first + step, made[step])

    def _sum(self, parts: Parts, *, counted: bool) -> None:
        self._all.add(parts)
        if counted:
            self._counted.add(parts)

    def conclude(self, order: Order, recordings: Sequence[RecordingFacts]) -> Jumps:
        found = JumpedCases(self._rows, recordings, order)
        return Jumps(found, self._all.total, self._counted.total, self._work, self._wait)


def _lengths(stretches: Sequence[Jumping], work: Counter[int], wait: Counter[int]) -> list[int]:
    """Milliseconds in each of `PARTS`; also adds them to `work` and `wait` by the index of the step in the case."""
    lengths = [0] * len(PARTS)
    for length, part, place in stretches:
        lengths[part] += length
        if PARTS[part] == "work":
            work[place] += length
        elif PARTS[part] in WAITS:
            wait[place] += length
    return lengths


def _stretches_in(case: Case, recording: str, jump: ClockJump) -> Iterator[Jumping]:
    """The stretches of the case, timed by the recording's clock, that a jump overlaps or touches."""
    since, until = jump.since_ms, jump.until_ms
    for begins, ends, part, place in case.timeline.stretches():
        if begins <= until and ends >= since and case.steps[place].step.recording == recording:
            yield min(ends, until) - max(begins, since), part, place
