"""What documents ask of all cases, found by looking at each of them once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from ledgerium_cli.cases.model import Case, Part, PartsSum
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.looks import Looks
from ledgerium_cli.documents.words import MOST_NAMED


class Facts:
    def __init__(self, cases: Iterable[Case], ends_with: str | None = None) -> None:
        """`ends_with` is the activity that completes a case, where one is declared."""
        self._ends_with = ends_with
        self._spent, self._counted = PartsSum(), PartsSum()
        self._looks = Looks()
        self.known: set[Part] = set()
        """The parts of time of which anything is known."""
        self.untold = 0
        """Cases of whose time nothing is known."""
        self.held, self.held_unknown, self.with_rework = 0, 0, 0
        """Cases."""
        self.holds, self.has_guessed_hold = 0, False
        self.open_holds_since = array("q")
        """UTC milliseconds."""
        self.released: First[str] = First(MOST_NAMED)
        """Cases that show a release without a recorded hold."""
        self.marked: First[str] = First(MOST_NAMED)
        """Cases that are complete by a mark of the person recording: what is declared to complete them was not seen."""
        self.waits = array("q")
        """Milliseconds of each case; 0 where they are not known."""
        self.last_ms = 0
        """When the last case was last seen."""
        self.cycles, self.worked, self.waited, self.paused = (array("q") for _ in range(4))
        """Milliseconds of the cases of cycle statistics, where they are known: open cases stand apart."""
        self.counted_told = 0
        """Of those, how many of whose time something is known."""
        for case in cases:
            self._add(case)
        self.spent, self.counted_parts = self._spent.total, self._counted.total
        """By all cases together, and by those of cycle statistics."""
        self.looks = self._looks.found
        """All performances, those that look alike together."""

    def _add(self, case: Case) -> None:
        self._looks.add(case)
        self._spent.add(case.parts)
        self.waits.append(case.parts.wait or 0)
        self.known.update(case.known)
        self.untold += not case.known
        self.held += case.held is True
        self.held_unknown += case.held is None
        self.with_rework += case.has_rework
        self.last_ms = max(self.last_ms, case.end_ms)
        if case.releases_without_hold:
            self.released.add(case.id)
        for hold in case.holds:
            self.holds += 1
            self.has_guessed_hold |= hold.guessed
            if hold.end_ms is None:
                self.open_holds_since.append(hold.start_ms)
        if case.complete and not self._was_done(case):
            self.marked.add(case.id)
        if case.complete is not False:
            self._count(case)

    def _was_done(self, case: Case) -> bool:
        """What is declared to complete it, which most do last."""
        steps = (timed.step for timed in reversed(case.steps))
        return any(step.activity.id == self._ends_with and step.shape.passed for step in steps)

    def _count(self, case: Case) -> None:
        parts = case.parts
        self._counted.add(parts)
        self.counted_told += bool(case.known)
        self.cycles.append(case.cycle_ms)
        for column, length in (
            (self.worked, parts.work),
            (self.waited, parts.wait),
            (self.paused, parts.paused),
        ):
            if length is not None:
                column.append(length)

    @property
    def counted(self) -> int:
        """How many cases cycle statistics are of."""
        return len(self.cycles)
