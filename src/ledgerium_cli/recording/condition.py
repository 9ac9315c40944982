"""In which condition a file is: what of it was left out, whether its seal fits, where its clock was set; as far as the
file itself shows it, so that every document made of it can say so."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

LeftOut = Literal["cut off", "unreadable", "number used twice", "after the seal", "second header"]
"""Why a line is no part of the recording: the last one, which has no end; no line of the format; another event with the
number of one before; behind the seal; another header."""
SealState = Literal["fits", "missing", "other count", "other content"]


class ClockJump(Struct, frozen=True):
    """Where a clock was set, or the computer slept."""

    event: int
    """The number of the first event after it."""
    since_ms: int
    """This and the next one bound the time that it may have made, on the clock that never falls; both are the time of
    that event where the clock was set back."""
    until_ms: int
    by_ms: int
    """Ahead; negative where the clock was set back, and the time around it is too short."""


class Condition(Struct, frozen=True):
    seal: SealState = "fits"
    sealed_events: int | None = None
    """How many the seal counts, where that is another number than could be read."""
    left_out: tuple[tuple[LeftOut, int], ...] = ()
    """How many lines, by reason."""
    jumps: tuple[ClockJump, ...] = ()
    more_jumps: int = 0
    """How many more there were."""
    dropped: int | None = None
    """Values that were left out when it was imported, where its seal counts them."""

    @property
    def lines_left_out(self) -> int:
        return sum(n for _, n in self.left_out)

    @property
    def is_whole(self) -> bool:
        return self.seal == "fits" and not self.left_out


WHOLE = Condition()
