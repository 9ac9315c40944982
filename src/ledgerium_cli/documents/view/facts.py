"""Facts about all cases that documents need, collected in one pass."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence

from ledgerium_cli.cases.ends import ends_case
from ledgerium_cli.cases.model import BETWEEN_STEP_WAIT, Case, Part, PartsSum
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.view.alike import Looks
from ledgerium_cli.documents.view.usual import UsualCases
from ledgerium_cli.documents.words import MOST_NAMED
from ledgerium_cli.workflow.ends import End
from ledgerium_cli.workflow.wire import Never

AT_MOST = "at most "
"""Before a wait beside a step of unknown work: how much of it was work on that step is not known."""
_ENDS = frozenset({"hand_off", "end"})
"""Marks by which a person says that something is done."""


def may_be_work(case: Case) -> Iterator[int]:
    """The stretches of wait, by index, that lead to a step of which the end alone is known, or follow one of which the
    start alone is, in a case whose other steps have two times."""
    single = [timed.step.shape.timed_by == "one time" for timed in case.steps]
    if not case.known or not any(single):
        return
    for at, (_, _, part, place) in enumerate(case.timeline.stretches()):
        own, before = case.steps[place].step, case.steps[place - 1].step if place else None
        leads_to = single[place] and (own.completed or own.shape.aborted)
        follows = before is not None and single[place - 1] and not before.completed
        if part == BETWEEN_STEP_WAIT and (leads_to or follows):
            yield at


def _may_be_work(case: Case) -> Counter[str]:
    found: Counter[str] = Counter()
    if doubtful := {*may_be_work(case)}:
        for at, (since, until, _, place) in enumerate(case.timeline.stretches()):
            if at in doubtful:
                found[case.variant[place]] += until - since
    return found


class Facts:
    def __init__(
        self, cases: Sequence[Case], usual: UsualCases, ends: Sequence[End] = (), never: Sequence[Never] = ()
    ) -> None:
        """`ends` are what completes a case, `never` what must not be, if declared."""
        self.usual = usual
        self._spent, self._counted = PartsSum(), PartsSum()
        self._looks = Looks(usual.repeated)
        self.known: set[Part] = set()
        """The parts of time that are known in any case."""
        self.untold = 0
        """The number of cases without any known time."""
        self.held, self.held_unknown, self.with_rework = 0, 0, 0
        """Numbers of cases."""
        self.holds, self.has_guessed_hold = 0, False
        self.kinds_of_holds: set[tuple[str, str]] = set()
        """Each with the id of the activity at which they begin, if any; a guessed one has no kind."""
        self.open_holds = self.left_open = 0
        """Numbers of holds without a release, and of those of them whose case is not known to be open."""
        self.open_holds_since = array("q")
        """UTC milliseconds, where known, of those in open cases: how long a hold of any other went on is not known."""
        self.released: First[str] = First(MOST_NAMED)
        """Cases with a release without a recorded hold."""
        self.unordered: First[str] = First(MOST_NAMED)
        """Cases of which it is not known which of their steps came first."""
        self.marked: First[str] = First(MOST_NAMED)
        """Cases that the person recording ended by a mark before the declared end."""
        self.done_by_mark: First[str] = First(MOST_NAMED)
        """Cases that reached the declared end only by a mark of the person recording: no page showed it."""
        self.waits = array("q")
        """Milliseconds for each case; 0 when unknown."""
        self.may_be_work: Counter[str] = Counter()
        """By activity, milliseconds of its wait beside a step of which the log has one time, in cases whose other steps
        have two: how much of it was work on that step is not known."""
        self.first_ms = cases[0].start_ms if cases else 0
        """UTC milliseconds of the first event of any case; zero without any."""
        self.last_ms = cases[0].end_ms if cases else 0
        """The same of the last one."""
        self.cycles, self.worked, self.waited, self.paused = (array("q") for _ in range(4))
        """Milliseconds of the cases in cycle time statistics, where known; open cases are not included."""
        self.counted = 0
        """The number of cases in cycle time statistics."""
        self.done_in = Counter({rule.activity: 0 for rule in never})
        """By activity of a rule, the number of cases in which it went through: the rule applies to no others."""
        for case in cases:
            self._add(case, ends)
        self.spent, self.counted_parts = self._spent.total, self._counted.total
        """Sums over all cases, and over those in cycle time statistics."""
        self.looks = self._looks.found
        """All performances, grouped by look."""
        self.recordings = self._looks.recordings
        """Ids of the recordings that hold a case."""

    def _add(self, case: Case, ends: Sequence[End]) -> None:
        self._looks.add(case)
        self.usual.add(case)
        self._spent.add(case.parts)
        self.waits.append(case.parts.wait or 0)
        self.may_be_work.update(_may_be_work(case))
        self.known.update(case.known)
        self.untold += not case.known
        self.held += case.held is True
        self.held_unknown += case.held is None
        self.with_rework += case.has_rework
        self.first_ms = min(self.first_ms, case.start_ms)
        self.last_ms = max(self.last_ms, case.end_ms)
        if not case.is_ordered:
            self.unordered.add(case.id)
        if case.releases_without_hold:
            self.released.add(case.id)
        for hold in case.holds:
            self.holds += 1
            self.has_guessed_hold |= hold.guessed
            self.kinds_of_holds.add(("" if hold.guessed else hold.kind, hold.activity or ""))
            if hold.is_open:
                self.open_holds += 1
                self.left_open += not case.is_open
                if case.is_open and (since := hold.known_start_ms) is not None:
                    self.open_holds_since.append(since)
        if case.ended:
            self.marked.add(case.id)
        if case.complete and ends and not self._is_shown(case, ends):
            self.done_by_mark.add(case.id)
        if self.done_in:
            shapes = (timed.step.shape for timed in case.steps)
            through = {shape.activity.id for shape in shapes if shape.passed}
            self.done_in.update(self.done_in.keys() & through)
        if case.is_counted:
            self._count(case)

    def at_most(self, *activities: str) -> str:
        """What stands before the wait of these activities: nothing where all of it is known to be wait."""
        return AT_MOST if any(self.may_be_work[one] for one in activities) else ""

    @property
    def doubtful_wait(self) -> int:
        """Milliseconds of all wait that may be work."""
        return self.may_be_work.total()

    def share_of_wait(self, activity: str, wait_ms: int) -> tuple[float, float]:
        """The least and the greatest share of all wait that the wait of an activity can be: what may be work counts as
        wait of it and not of others, or the other way round."""
        own, doubt = self.may_be_work[activity], self.doubtful_wait
        waited = self.spent.wait or 0
        low, high = waited - own, waited - (doubt - own)
        return (wait_ms - own) / low if low else 0, wait_ms / high if high else 0

    @staticmethod
    def _is_shown(case: Case, ends: Sequence[End]) -> bool:
        """Whether a declared end was shown by a page, not by a mark alone. Searched from the end, where it usually
        is."""
        done = (timed.step.shape for timed in reversed(case.steps))
        return any(
            ends_case(shape, ends) and (shape.outcome is not None or not _ENDS & {*shape.marks})
            for shape in done
        )

    def _count(self, case: Case) -> None:
        parts = case.parts
        self._counted.add(parts)
        self.counted += 1
        for column, length in (
            (self.cycles, case.cycle_ms),
            (self.worked, parts.work),
            (self.waited, parts.wait),
            (self.paused, parts.paused),
        ):
            if length is not None:
                column.append(length)
