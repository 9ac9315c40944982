"""The wait of each step by cause, in columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from ledgerium_cli.findings.causes import CAUSES, Cause, Causes


class StepCauses(Struct):
    """The wait by cause of every step that was waited for, by step number, in about twenty bytes each."""

    main: bytearray
    """For each step, 1 + the index in `CAUSES` of the cause of most of its wait; zero without wait."""
    at: array[int]
    """For each step, the index of its first length, followed by a bit for each cause with a length; zero without
    wait."""
    lengths: array[int]

    def put(self, step: int, causes: Causes) -> None:
        """Store the wait of a step; once for each step, and only a wait that is not zero."""
        bits = 0 if causes.unavailability is None else IDENTIFIABLE
        place, main, longest = len(self.lengths), 0, 0
        for cause, length in enumerate(msgspec.structs.astuple(causes)):
            if length:
                bits |= 1 << cause
                self.lengths.append(length)
                if length > longest and cause < len(CAUSES):
                    main, longest = cause, length
        self.at[step] = place << BITS | bits
        self.main[step] = main + 1

    def get(self, step: int) -> Causes | None:
        """None when the step was not waited for."""
        found = self.at[step]
        if not found:
            return None
        place = found >> BITS
        lengths = []
        for cause in range(len(Causes.__struct_fields__)):
            has = found >> cause & 1
            lengths.append(self.lengths[place] if has else 0)
            place += has
        causes = Causes(*lengths)
        return causes if found & IDENTIFIABLE else msgspec.structs.replace(causes, unavailability=None)

    def length(self, step: int, cause: Cause) -> int:
        """Milliseconds that a step waited for this cause; zero without such wait."""
        found, bit = self.at[step], 1 << CAUSES.index(cause)
        return self.lengths[(found >> BITS) + (found & bit - 1).bit_count()] if found & bit else 0

    def collected(self, step: int) -> int:
        """Milliseconds that a step waited for its batch while the actor was not at work; zero without such wait."""
        causes = self.get(step) if self.length(step, "batching") else None
        return causes.batching - causes.batching_at_work if causes is not None else 0

    def values(self) -> Iterator[Causes]:
        """In the order of the steps."""
        return (one for step in range(len(self.at)) if (one := self.get(step)) is not None)


def no_waits(steps: int) -> StepCauses:
    """An empty table for this many steps."""
    return StepCauses(bytearray(steps), array("Q", bytes(8 * steps)), array("q", [0]))


BITS = 9
IDENTIFIABLE = 1 << BITS - 1
"""The bit that says that unavailability is identifiable."""
