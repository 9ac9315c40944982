"""Groups performances that look alike, so that documents need not go through millions of steps."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

import msgspec

from ledgerium_cli.cases.model import Case, chain_of
from ledgerium_cli.documents.view.refused import sets_right, was_refused
from ledgerium_cli.steps.model import Activity, Shape, Step


class Look(msgspec.Struct, gc=False):
    """Performances with the same shape, actor and following step."""

    shape: Shape
    actor: str
    after: Activity | None
    """None when nothing more was seen, or when it is not known what came next."""
    in_order: bool
    """Whether it is known what came next."""
    back: Shape | None
    """The following step, where it is one that had been done in the case before: what is done on coming back to a step
    may be something else. None also when another step follows."""
    went_through: bool
    """Whether the next step went through; True when there is none."""
    complete: bool | None
    """Whether their cases reached the declared end."""
    ended: bool
    """Whether a person ended their cases before the declared end."""
    mends: bool
    """Whether they only correct what the same step was refused before in the same case."""
    visit: int
    """The number of the visit, see `Visits`; 0 when it is not known."""
    first: Step
    """The first performance, in the order of the cases."""
    times: int = 0
    """The number of performances."""
    begins: int = 0
    """How many of them began their case."""
    events: int = 0
    """The number of their events."""


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
LATER = len(ORDINALS) + 1


class Visits:
    """Numbers, in one case, the performances of the activities that the usual way has more than once: what is done
    again after a refusal is the same visit. `LATER` are those beyond the usual way, and beyond the last number that
    has a word; 0 those of other activities."""

    def __init__(self, repeated: Mapping[str, int]) -> None:
        """How often the usual way has each activity."""
        self._repeated = repeated
        self._done: dict[str, int] = {}

    def number(self, shape: Shape) -> int:
        """Call it for each performance in order."""
        activity = shape.activity.id
        if (often := self._repeated.get(activity)) is None:
            return 0
        nth = self._done.get(activity, 0) + 1
        if not was_refused(shape):
            self._done[activity] = nth
        return nth if nth <= min(often, len(ORDINALS)) else LATER


_Key = tuple[int, str, Activity | None, int, bool, bool, bool | None, bool, bool, int]


class Looks:
    """Groups the performances of cases added one by one."""

    def __init__(self, repeated: Mapping[str, int] | None = None) -> None:
        """`repeated` are the activities that the usual way has more than once, with how often."""
        self._repeated = repeated or {}
        self._found: dict[_Key, Look] = {}
        self.recordings: set[str] = set()
        """Ids of the recordings that show a performance."""

    def add(self, case: Case) -> None:
        found, complete, ended, steps = self._found, case.complete, case.ended, case.steps
        shown_by, known = self.recordings, case.is_ordered
        begins, chain = int(known), ""
        visits = Visits(self._repeated) if self._repeated and known else None
        refused: dict[str, Shape] = {}
        done: set[str] = set()
        for timed, following in zip_longest(steps, steps[1:]):
            step: Step = timed.step
            after = following.step.shape.activity if following is not None and known else None
            through = after is None or following.step.shape.passed
            if not known and chain != (chain := chain_of(step.recording, case.untimed)):
                refused.clear()
            shape = step.shape
            mends = False
            if refused or shape.alerts or not shape.passed:
                mends = sets_right(refused, shape)
            visit = visits.number(shape) if visits is not None else 0
            done.add(shape.activity.id)
            back = following.step.shape if after is not None and after.id in done else None
            key = id(shape), step.actor, after, id(back), known, through, complete, ended, mends, visit
            if (look := found.get(key)) is None:
                look = found[key] = Look(
                    shape, step.actor, after, known, back, through, complete, ended, mends, visit, step
                )
            look.times += 1
            if begins:
                look.begins, begins = look.begins + 1, 0
            shown_by.add(step.key[0])
            look.events += len(step.events) if step.packed_numbers else len(step.packed_times) // 8

    @property
    def found(self) -> list[Look]:
        """The groups, in order of their first performance."""
        return list(self._found.values())
