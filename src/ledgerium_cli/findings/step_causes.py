"""The wait of each step by cause, in columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from ledgerium_cli.findings.causes import CAUSES, Cause, Causes


class StepCauses(Struct):
    """The wait of every step that was waited for by cause, by the number of the step; some twenty bytes each."""

    main: bytearray
    """Of each step the place in `CAUSES` of the cause of most of its wait, counted from 1; zero without wait."""
    at: array[int]
    """Of each step the place of its first length, then a bit for each cause that has one; zero without wait."""
    lengths: array[int]

    def put(self, step: int, causes: Causes) -> None:
        """Once for a step, a wait that is not zero."""
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
        """None where nobody waited for it."""
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
        """Of the main cause of a step that was waited for."""
        found, bit = self.at[step], CAUSES.index(cause)
        return self.lengths[(found >> BITS) + (found & (1 << bit) - 1).bit_count()]

    def values(self) -> Iterator[Causes]:
        """In the order of the steps."""
        return (one for step in range(len(self.at)) if (one := self.get(step)) is not None)


def no_waits(steps: int) -> StepCauses:
    """Of so many steps, for which nobody waited yet."""
    return StepCauses(bytearray(steps), array("Q", bytes(8 * steps)), array("q", [0]))


BITS = 8
IDENTIFIABLE = 1 << BITS - 1
"""Whether unavailability is."""
