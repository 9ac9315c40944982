"""What documents ask of all cases, found by looking at each of them once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from ledgerium_cli.cases.model import Case, Part, PartsSum
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.view.alike import Looks
from ledgerium_cli.documents.words import MOST_NAMED

_ENDS = frozenset({"hand_off", "end"})
"""Marks by which a person says that it is done."""


class Facts:
    def __init__(self, cases: Iterable[Case], ends_with: str | None = None) -> None:
        """`ends_with` is the activity that completes a case, where one is declared."""
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
        """Cases that the person recording ended by a mark: what is declared to complete them was not seen."""
        self.done_by_mark: First[str] = First(MOST_NAMED)
        """Cases that reached the declared end, by a mark of the person recording only: no page showed it."""
        self.waits = array("q")
        """Milliseconds of each case; 0 where they are not known."""
        self.last_ms = 0
        """When the last case was last seen."""
        self.cycles, self.worked, self.waited, self.paused = (array("q") for _ in range(4))
        """Milliseconds of the cases of cycle statistics, where they are known: open cases stand apart."""
        self.counted_told = 0
        """Of those, how many of whose time something is known."""
        for case in cases:
            self._add(case, ends_with)
        self.spent, self.counted_parts = self._spent.total, self._counted.total
        """By all cases together, and by those of cycle statistics."""
        self.looks = self._looks.found
        """All performances, those that look alike together."""
        self.recordings = self._looks.recordings
        """Ids of those that hold a case."""

    def _add(self, case: Case, ends_with: str | None) -> None:
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
        if case.ended:
            self.marked.add(case.id)
        if case.complete and ends_with is not None and not self._is_shown(case, ends_with):
            self.done_by_mark.add(case.id)
        if case.is_counted:
            self._count(case)

    @staticmethod
    def _is_shown(case: Case, end: str) -> bool:
        """Whether a page, not a mark alone, showed the declared end, which most do last."""
        done = (timed.step.shape for timed in reversed(case.steps))
        return any(
            shape.activity.id == end
            and shape.passed
            and (shape.outcome is not None or not _ENDS & {*shape.marks})
            for shape in done
        )

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
