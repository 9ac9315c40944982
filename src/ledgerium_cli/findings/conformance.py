"""Aligns cases with the declared workflow: what each left out, added, or did out of order.

The rules of `deviations.py` say in words what is wrong; an alignment says how far a case is from the nearest
conforming case, and by which moves.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise, starmap
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case, are_at_once
from ledgerium_cli.cases.reduce import declared_ranks
from ledgerium_cli.findings.done import decided_in
from ledgerium_cli.findings.order import CaseIds, Order, Taken
from ledgerium_cli.mining.model import Quality, Tree, activity, optional, parallel, sequence
from ledgerium_cli.mining.quality import FITNESS, quality_of
from ledgerium_cli.mining.replay import Alignment, Replay, TooLargeError, shortest
from ledgerium_cli.plural import count
from ledgerium_cli.steps.model import Shape
from ledgerium_cli.workflow.ends import required_in
from ledgerium_cli.workflow.wire import Workflow

Became = Literal["done", "refused", "aborted", "cut off"]
OF_NO_ORDER = "{} of which it is not known which step came first"


class Own(Struct, frozen=True, order=True):
    """What the alignment of a case depends on beside its variant."""

    tried: tuple[Became, ...] = ()
    """For each performance what became of it; empty when all were done."""
    turned: tuple[int, ...] = ()
    """The places of its performances with those of one time in the declared order; empty where they stand so."""


ALIKE = Own()


class AlignedVariant(Struct, frozen=True):
    activities: tuple[str, ...]
    """As performed, rework included."""
    whole: bool
    """Its cases are known to have reached the declared end; else steps that they do not have are not missing."""
    open: bool
    """Their declared end is still to be reached; neither where a person ended them, or none is declared."""
    cases: CaseIds
    """Sorted by start."""
    alignment: Alignment


class Conformance(Struct, frozen=True):
    fitness: Quality
    """Over all cases of which the order is known: 1 − cost ÷ worst cost."""
    variants: tuple[AlignedVariant, ...]
    """Most cases first; those beyond the limits of `mining/replay.py` are left out, as `fitness` says."""


def declared_model(workflow: Workflow) -> Tree:
    """Every declared activity once, in declared order or any order; those not required may be left out."""
    required, declared = required_in(workflow), [one.id for one in workflow.activities]
    steps = [activity(one) if one in required else optional(activity(one)) for one in declared]
    return sequence(steps) if workflow.ordered else parallel(steps)


class TriedFold:
    """Which performances were refused, aborted or cut off, and which are of one time, for cases that have any.
    Collects nothing without a workflow."""

    def __init__(self, workflow: Workflow | None) -> None:
        self._looks, self._ranks = workflow is not None, declared_ranks(workflow)
        self._cases, self._which = array("I"), array("I")
        self._known: dict[Own, int] = {}

    def add(self, case: Case, place: int, first: int) -> None:
        if not self._looks:
            return
        shapes = [timed.step.shape for timed in case.steps]
        tried = any(shape.only_tried or shape.cut_short for shape in shapes)
        own = Own(tuple(map(_became, shapes)) if tried else (), _turned(case, self._ranks))
        if own != ALIKE:
            self._cases.append(place)
            self._which.append(self._known.setdefault(own, len(self._known)))

    def conclude(self) -> Callable[[int], Own]:
        """A function from the number of a case to what its alignment depends on."""
        kinds, cases = [*self._known], self._cases

        def own(case: int) -> Own:
            at = bisect_left(cases, case)
            return kinds[self._which[at]] if at < len(cases) and cases[at] == case else ALIKE

        return own


def _turned(case: Case, ranks: Mapping[str, int]) -> tuple[int, ...]:
    steps = case.steps
    if not ranks or not any(starmap(are_at_once, pairwise(steps))):
        return ()
    times = accumulate((not are_at_once(*both) for both in pairwise(steps)), initial=0)
    keys = [(time, ranks.get(activity, -1)) for time, activity in zip(times, case.variant, strict=True)]
    places = tuple(sorted(range(len(steps)), key=keys.__getitem__))
    return places if places != tuple(range(len(steps))) else ()


def _became(shape: Shape) -> Became:
    if shape.aborted:
        return "aborted"
    if shape.refused:
        return "refused"
    return "cut off" if shape.cut_short else "done"


def align_cases(
    order: Order, taken: Taken, workflow: Workflow | None, own: Callable[[int], Own]
) -> Conformance | None:
    """None when no activities are declared or no variant is given; `taken` are those of which the order is known.

    As in the rules for deviations: an activity done again is rework, not a deviation, up to `at_most`; attempts
    that were refused or aborted do not count as done; steps of one time have no order; and an open case can deviate by
    what it did, not by what it has not done yet.
    """
    if workflow is None or not workflow.activities:
        return None
    model = declared_model(workflow)
    replay, least = Replay(model), shortest(model)
    counted = _ranked(order, taken, own)
    if not counted:
        return None
    cost = worst = 0
    aligned = []
    for (performed, is_whole, is_open, alike), places in counted.items():
        judged = _without_rework(*_in_turn(performed, alike), workflow)
        try:
            alignment = replay.align(judged, may_go_on=not is_whole)
        except TooLargeError:
            break
        aligned.append(AlignedVariant(performed, is_whole, is_open, order.named(places), alignment))
        cost += len(places) * alignment.cost
        worst += len(places) * (len(judged) + (least if is_whole else 0))
    value, cases = 1 - cost / worst if worst else None, [*map(len, counted.values())]
    fitness = quality_of(FITNESS, value, len(aligned), cases)
    return Conformance(_without(len(order.ids) - sum(cases), fitness), tuple(aligned))


def _without(unordered: int, fitness: Quality) -> Quality:
    if not unordered:
        return fitness
    left_out = f"left out: {OF_NO_ORDER.format(count(unordered, 'case'))}"
    return replace(fitness, reason="; ".join(filter(None, (fitness.reason, left_out))))


def _in_turn(performed: Sequence[str], own: Own) -> tuple[Sequence[str], Sequence[Became]]:
    """The performances, and what became of them, with those of one time in the declared order."""
    if not own.turned:
        return performed, own.tried
    return [performed[at] for at in own.turned], [own.tried[at] for at in own.turned if own.tried]


def _ranked(order: Order, taken: Taken, own: Callable[[int], Own]) -> dict[_Alike, array[int]]:
    """Cases grouped by what they are aligned by, largest groups first."""
    found: dict[_Alike, array[int]] = defaultdict(partial(array, "I"))
    for variant, cases in taken:
        for place in cases:
            alike = variant, bool(order.complete[place]), bool(order.open[place]), own(place)
            found[alike].append(place)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


_Alike = tuple[tuple[str, ...], bool, bool, Own]
"""The variant, whether its cases are whole, whether they are open, and what else their alignment depends on."""


def _without_rework(performed: Sequence[str], tried: Sequence[Became], workflow: Workflow) -> list[str]:
    """The performances that are aligned: the first one of each declared activity that was not only tried; those beyond
    `at_most`; all undeclared ones, but for those in which a recording was cut off, which may have become declared ones;
    and, at its declared place, a check or decision that only refused."""
    most, decides = {one.id: one.at_most for one in workflow.activities}, decided_in(workflow)
    places: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(performed):
        places[name].append(at)
    kept, refusing = set[int](), []
    for name, own in places.items():
        if name not in most:
            kept.update(at for at in own if not tried or tried[at] != "cut off")
            continue
        accepted = [at for at in own if not tried or tried[at] in ("done", "cut off")]
        decided = [at for at in own if not tried or tried[at] != "aborted"] if name in decides else accepted
        kept.update(accepted[:1])
        if not accepted and decided:
            refusing.append(name)
        done, bound = decided, most[name]
        if bound is not None and len(done) > bound:
            others = [at for at in done if at not in accepted[:1]]
            kept.update(others[bound - len(done) :])
    judged = [performed[at] for at in sorted(kept)]
    declared = [*most]
    for name in sorted(refusing, key=declared.index, reverse=True):
        later = {*declared[declared.index(name) + 1 :]}
        judged.insert(next((at for at, one in enumerate(judged) if one in later), len(judged)), name)
    return judged
