"""Where the clock of a recording was set, by the clock that each document has for itself and nobody can set."""

from __future__ import annotations

from collections.abc import Sequence
from operator import sub

from msgspec import Struct

from ledgerium_cli.recording.condition import ClockJump

CLOCK_JITTER_MS = 100
"""Documents of one browser read the clock at slightly different moments; a smaller step back is not news."""
CLOCK_SET_MS = 5_000
"""The two clocks of one document that drift apart by more were set, or the computer slept."""
MOST_JUMPS = 50
"""That are kept of one recording; more are counted."""

Jump = tuple[int, int]
"""The place of the event that shows it, and by how many milliseconds."""


class Clock(Struct, frozen=True):
    back: Sequence[Jump]
    ahead: Sequence[Jump]
    documents: Sequence[str]
    """Each once."""


def clock_of(times: Sequence[int], since_opened: Sequence[int], documents: Sequence[str | None]) -> Clock:
    """Of events in order: UTC milliseconds, those since their document was opened, and that document. A jump that
    several documents show counts once; a clock that was set back and is set right again has not jumped ahead."""
    falls = list(map(sub, times, times[1:]))
    back = [(at, by) for at, by in enumerate(falls, start=1) if by > CLOCK_JITTER_MS] if falls else []
    ahead: list[Jump] = []
    before: dict[str | None, int] = {}
    moved = latest = 0
    for at, (document, time, opened) in enumerate(zip(documents, times, since_opened, strict=True)):
        apart = time - opened - moved
        drift = apart - (known := before.get(document, apart))
        if drift > CLOCK_SET_MS and document is not None:
            ahead.append((at, drift))
            moved += drift
            apart -= drift
        if time >= latest:
            latest, before[document] = time, apart
        elif document not in before or apart > known:
            before[document] = apart
    return Clock(back, ahead, [one for one in before if one is not None])


def jumps_of(
    clock: Clock, numbers: Sequence[int], times: Sequence[int], documents: Sequence[str | None]
) -> tuple[tuple[ClockJump, ...], int]:
    """The first ones, each at the first event after it, and how many more there are."""
    rows = sorted([*((at, -by) for at, by in clock.back), *clock.ahead])
    found = []
    for shown, by in rows[:MOST_JUMPS]:
        at = shown if by < 0 else _jumped_before(shown, times, documents)
        until = max(times[: at + 1])
        since = until if by < 0 else max(until - by, *times[:at])
        found.append(ClockJump(numbers[at], since, until, by))
    return tuple(found), len(rows) - len(found)


def _jumped_before(shown: int, times: Sequence[int], documents: Sequence[str | None]) -> int:
    """The place of the first event after a jump ahead that the event at `shown` is the first of its document to show:
    it may have come before an event of a document that was opened since. No gap between two events is shorter than a
    jump in it, so it is in the longest one."""
    since = next(at for at in range(shown - 1, -1, -1) if documents[at] == documents[shown])
    return max(range(since + 1, shown + 1), key=lambda at: times[at] - times[at - 1])
