"""Groups performances that look alike, so that documents need not go through millions of steps."""

from __future__ import annotations

from itertools import zip_longest

import msgspec

from ledgerium_cli.cases.model import Case, chain_of
from ledgerium_cli.documents.view.refused import sets_right
from ledgerium_cli.steps.model import Activity, Shape, Step


class Look(msgspec.Struct, gc=False):
    """Performances with the same shape, actor and following step."""

    shape: Shape
    actor: str
    after: Activity | None
    """None when nothing more was seen, or when it is not known what came next."""
    in_order: bool
    """Whether it is known what came next."""
    went_through: bool
    """Whether the next step went through; True when there is none."""
    complete: bool | None
    """Whether their cases reached the declared end."""
    ended: bool
    """Whether a person ended their cases before the declared end."""
    mends: bool
    """Whether they only correct what the same step was refused before in the same case."""
    first: Step
    """The first performance, in the order of the cases."""
    times: int = 0
    """The number of performances."""
    begins: int = 0
    """How many of them began their case."""
    events: int = 0
    """The number of their events."""


class Looks:
    """Groups the performances of cases added one by one."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str, Activity | None, bool, bool, bool | None, bool, bool], Look] = {}
        self.recordings: set[str] = set()
        """Ids of the recordings that show a performance."""

    def add(self, case: Case) -> None:
        found, complete, ended, steps = self._found, case.complete, case.ended, case.steps
        shown_by, known = self.recordings, case.is_ordered
        begins, chain = int(known), ""
        refused: dict[str, Shape] = {}
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
            key = id(shape), step.actor, after, known, through, complete, ended, mends
            if (look := found.get(key)) is None:
                look = found[key] = Look(
                    shape, step.actor, after, known, through, complete, ended, mends, step
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
