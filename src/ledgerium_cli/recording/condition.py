"""The condition of a file: lines left out, whether the seal fits, clock jumps. As far as the file itself shows it,
so that documents can report it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

LeftOut = Literal["cut off", "unreadable", "number used twice", "after the seal", "second header"]
"""Why a line is not part of the recording: the last line, cut off; not a line of the format; a different event with
a number already used; after the seal; another header."""
SealState = Literal["fits", "missing", "other count", "other content"]


class ClockJump(Struct, frozen=True):
    """A point at which the clock was set, or the computer slept."""

    event: int
    """The number of the first event after it."""
    since_ms: int
    """`since_ms` and `until_ms` bound the time that the jump may have made, on the clock that never decreases; when
    the clock was set back both are the time of that event."""
    until_ms: int
    by_ms: int
    """Milliseconds forward; negative when the clock was set back, so that times near it are too short."""


class Condition(Struct, frozen=True):
    seal: SealState = "fits"
    sealed_events: int | None = None
    """The number of events that the seal counts, when it differs from those read."""
    left_out: tuple[tuple[LeftOut, int], ...] = ()
    """The number of lines left out, by reason."""
    missing: int = 0
    """The number of events that are not there, as the numbers of the others show, beside the lines left out."""
    jumps: tuple[ClockJump, ...] = ()
    more_jumps: int = 0
    """The number of jumps not kept in `jumps`."""
    dropped: int | None = None
    """The number of values left out by an import, if the seal counts them."""
    twice: int = 0
    """The number of rows of a log that say what an earlier one says: written twice by an export, or done twice."""
    first_twice: int = 0
    """The number of the first of them."""
    days_only: bool = False
    """Whether a log tells days without clock times, so that the order within a day is only that of its rows."""

    @property
    def lines_left_out(self) -> int:
        return sum(n for _, n in self.left_out)

    @property
    def is_whole(self) -> bool:
        return self.seal == "fits" and not self.left_out and not self.missing


WHOLE = Condition()
