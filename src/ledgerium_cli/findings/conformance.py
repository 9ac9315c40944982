"""Cases led side by side with the declared workflow: what each left out, did besides, or did out of order.

The rules of `deviations.py` name what is wrong in words; an alignment says how far a case is from the nearest case
that would be right, and by which moves.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from msgspec import Struct

from ledgerium_cli.findings.order import CaseIds, Order, Taken
from ledgerium_cli.mining.model import Quality, Tree, activity, optional, parallel, sequence
from ledgerium_cli.mining.quality import FITNESS, quality_of
from ledgerium_cli.mining.replay import Alignment, Replay, TooLargeError, shortest
from ledgerium_cli.workflow.wire import Workflow


class AlignedVariant(Struct, frozen=True):
    activities: tuple[str, ...]
    """As performed, rework included."""
    open: bool
    """Its cases have not reached the declared end: what is missing may yet come."""
    cases: CaseIds
    """By their start."""
    alignment: Alignment


class Conformance(Struct, frozen=True):
    fitness: Quality
    """Over all cases: 1 − cost ÷ worst cost."""
    variants: tuple[AlignedVariant, ...]
    """Most cases first; those beyond the bounds of `mining/replay.py` are left out, which `fitness` says."""


def declared_model(workflow: Workflow) -> Tree:
    """Every declared activity once, in the declared order or in any; what is not required may be left out."""
    steps = [activity(one.id) if one.required else optional(activity(one.id)) for one in workflow.activities]
    return sequence(steps) if workflow.ordered else parallel(steps)


def align_cases(order: Order, taken: Taken, workflow: Workflow | None) -> Conformance | None:
    """None where no activities are declared.

    As for the rules, an activity that is done again is rework and no deviation, up to `at_most`; and a case that is
    open deviates by what it did, not by what it has not done yet.
    """
    if workflow is None or not workflow.activities:
        return None
    model = declared_model(workflow)
    replay, least = Replay(model), shortest(model)
    counted = _ranked(order, taken)
    cost = worst = 0
    aligned = []
    for (performed, is_open), own in counted.items():
        judged = _without_rework(performed, workflow)
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


def _ranked(order: Order, taken: Taken) -> dict[tuple[tuple[str, ...], bool], array[int]]:
    """Cases by what was done and whether they are open; the most frequent first."""
    found: dict[tuple[tuple[str, ...], bool], array[int]] = defaultdict(partial(array, "I"))
    for variant, cases in taken:
        for place in cases:
            found[variant, not order.complete[place]].append(place)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _without_rework(performed: Sequence[str], workflow: Workflow) -> list[str]:
    """The first performance of each declared activity, and those beyond `at_most`; all that is not declared."""
    most = {one.id: one.at_most for one in workflow.activities}
    times: dict[str, int] = defaultdict(int)
    kept = []
    for name in performed:
        times[name] += 1
        bound = most.get(name)
        if name not in most or times[name] == 1 or (bound is not None and times[name] > bound):
            kept.append(name)
    return kept
