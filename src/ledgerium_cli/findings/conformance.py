"""Aligns cases with the declared workflow: what each left out, added, or did out of order.

The rules of `deviations.py` say in words what is wrong; an alignment says how far a case is from the nearest
conforming case, and by which moves.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.done import decided_in
from ledgerium_cli.findings.order import CaseIds, Order, Taken
from ledgerium_cli.mining.model import Quality, Tree, activity, optional, parallel, sequence
from ledgerium_cli.mining.quality import FITNESS, quality_of
from ledgerium_cli.mining.replay import Alignment, Replay, TooLargeError, shortest
from ledgerium_cli.workflow.wire import Workflow

Refused = tuple[bool, ...]
"""For each performance of a case whether it was refused; empty when none was."""


class AlignedVariant(Struct, frozen=True):
    activities: tuple[str, ...]
    """As performed, rework included."""
    open: bool
    """Its cases have not reached the declared end, so missing steps may still come."""
    cases: CaseIds
    """Sorted by start."""
    alignment: Alignment


class Conformance(Struct, frozen=True):
    fitness: Quality
    """Over all cases: 1 − cost ÷ worst cost."""
    variants: tuple[AlignedVariant, ...]
    """Most cases first; those beyond the limits of `mining/replay.py` are left out, as `fitness` says."""


def declared_model(workflow: Workflow) -> Tree:
    """Every declared activity once, in declared order or any order; those not required may be left out."""
    steps = [activity(one.id) if one.required else optional(activity(one.id)) for one in workflow.activities]
    return sequence(steps) if workflow.ordered else parallel(steps)


class RefusedFold:
    """Which performances were refused, for cases that have any. Collects nothing without a workflow."""

    def __init__(self, workflow: Workflow | None) -> None:
        self._looks = workflow is not None
        self._cases, self._which = array("I"), array("I")
        self._known: dict[Refused, int] = {}

    def add(self, case: Case, place: int, first: int) -> None:
        if self._looks and any(refused := tuple([timed.step.shape.refused for timed in case.steps])):
            self._cases.append(place)
            self._which.append(self._known.setdefault(refused, len(self._known)))

    def conclude(self) -> Callable[[int], Refused]:
        """A function from the number of a case to its refused performances."""
        kinds, cases = [*self._known], self._cases

        def refused(case: int) -> Refused:
            at = bisect_left(cases, case)
            return kinds[self._which[at]] if at < len(cases) and cases[at] == case else ()

        return refused


def align_cases(
    order: Order, taken: Taken, workflow: Workflow | None, refused: Callable[[int], Refused]
) -> Conformance | None:
    """None when no activities are declared.

    As in the rules for deviations: an activity done again is rework, not a deviation, up to `at_most`; refused
    attempts do not count as done; and an open case can deviate by what it did, not by what it has not done yet.
    """
    if workflow is None or not workflow.activities:
        return None
    model = declared_model(workflow)
    replay, least = Replay(model), shortest(model)
    counted = _ranked(order, taken, refused)
    cost = worst = 0
    aligned = []
    for (performed, is_open, refused_in), own in counted.items():
        judged = _without_rework(performed, refused_in, workflow)
        try:
            alignment = replay.align(judged, may_go_on=is_open)
        except TooLargeError:
            break
        aligned.append(AlignedVariant(performed, is_open, order.named(own), alignment))
        cost += len(own) * alignment.cost
        worst += len(own) * (len(judged) + (0 if is_open else least))
    value = 1 - cost / worst if worst else None
    return Conformance(
        quality_of(FITNESS, value, len(aligned), [*map(len, counted.values())]), tuple(aligned)
    )


def _ranked(
    order: Order, taken: Taken, refused: Callable[[int], Refused]
) -> dict[tuple[tuple[str, ...], bool, Refused], array[int]]:
    """Cases grouped by variant, whether they are open, and refused performances; largest groups first."""
    found: dict[tuple[tuple[str, ...], bool, Refused], array[int]] = defaultdict(partial(array, "I"))
    for variant, cases in taken:
        for place in cases:
            found[variant, not order.complete[place], refused(place)].append(place)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _without_rework(performed: Sequence[str], refused: Refused, workflow: Workflow) -> list[str]:
    """The performances that are aligned: the first one of each declared activity that was not refused; those beyond
    `at_most`; all undeclared ones; and, at its declared place, a check or decision that only refused."""
    most, decides = {one.id: one.at_most for one in workflow.activities}, decided_in(workflow)
    places: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(performed):
        places[name].append(at)
    kept, refusing = set[int](), []
    for name, own in places.items():
        if name not in most:
            kept.update(own)
            continue
        accepted = [at for at in own if not (refused and refused[at])]
        kept.update(accepted[:1])
        if not accepted and name in decides:
            refusing.append(name)
        done, bound = own if name in decides else accepted, most[name]
        if bound is not None and len(done) > bound:
            others = [at for at in done if at not in accepted[:1]]
            kept.update(others[bound - len(done) :])
    judged = [performed[at] for at in sorted(kept)]
    declared = [*most]
    for name in sorted(refusing, key=declared.index, reverse=True):
        later = {*declared[declared.index(name) + 1 :]}
        judged.insert(next((at for at, one in enumerate(judged) if one in later), len(judged)), name)
    return judged
