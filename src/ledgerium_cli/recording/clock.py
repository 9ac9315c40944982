"""Finds jumps of a recording's clock, by the monotonic clock of each document, which nobody can set."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import sub

from msgspec import Struct

from ledgerium_cli.recording.condition import ClockJump

CLOCK_JITTER_MS = 100
"""Documents of one browser read the clock at slightly different moments; smaller steps back are ignored."""
CLOCK_SET_MS = 5_000
"""When the two clocks of a document drift apart by more, the wall clock was set or the computer slept."""
MOST_JUMPS = 50
"""The most jumps kept for one recording; further ones are only counted."""

Jump = tuple[int, int]
"""(index of the event that shows it, milliseconds)."""


class Clock(Struct, frozen=True):
    back: Sequence[Jump]
    ahead: Sequence[Jump]
    documents: Sequence[str]
    """Each document once."""


def clock_of(times: Sequence[int], since_opened: Sequence[int], documents: Sequence[str | None]) -> Clock:
    """Find jumps in the events of a recording, given in order by their UTC milliseconds, milliseconds since their
    document was opened, and document.

    A jump shown by several documents counts once, and a clock that was set back and then corrected has not jumped
    ahead.
    """
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
    """The first jumps, each placed at the first event after it, and the number of further ones."""
    rows = sorted([*((at, -by) for at, by in clock.back), *clock.ahead])
    reached, found = [*accumulate(times, max)], []
    for shown, by in rows[:MOST_JUMPS]:
        at = shown if by < 0 else _jumped_before(shown, times, documents)
        until = reached[at]
        since = until if by < 0 else max(until - by, reached[at - 1])
        found.append(ClockJump(numbers[at], since, until, by))
    return tuple(found), len(rows) - len(found)


def _jumped_before(shown: int, times: Sequence[int], documents: Sequence[str | None]) -> int:
    """The index of the first event after a forward jump that the event at `shown` is the first of its document to
    show: the jump may have come before an event of a document opened since. No gap that contains the jump is shorter
    than it, so it is in the longest gap."""
    since = next(at for at in range(shown - 1, -1, -1) if documents[at] == documents[shown])
    return max(range(since + 1, shown + 1), key=lambda at: times[at] - times[at - 1])
