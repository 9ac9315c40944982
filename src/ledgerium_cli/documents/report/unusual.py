"""What stands out of the ways that cases went, whatever is declared: steps that few left out, and steps done again."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import count, first_named, listed
from ledgerium_cli.findings.activities import evidence_of
from ledgerium_cli.findings.order import CaseIds
from ledgerium_cli.findings.rework import repeats_of
from ledgerium_cli.findings.variants import Variant
from ledgerium_cli.output.text import in_quotes
from ledgerium_cli.steps.model import CUT_OFF
from ledgerium_cli.workflow.ends import required_in

FEW = 0.1
"""At most this share of the cases that came to a step left another one out; at least this share did a step again."""
MOST_NAMED = 3


def left_out(view: View) -> Iterator[str]:
    """Steps of the usual way that few of the cases left out that came to a later one, told at the first such step; what
    most cases left out comes first. What is declared as required is no part of it: it is told as a deviation."""
    if not view.analysis.has_usual_way:
        return
    order = [*dict.fromkeys(view.analysis.variants[0].activities)]
    ways = _Ways(view.analysis.variants, order)
    told: dict[tuple[str, int], list[str]] = defaultdict(list)
    required = required_in(view.workflow) if view.workflow is not None else ()
    for place, step in enumerate(order):
        if step in required:
            continue
        for later in order[place + 1 :]:
            without = ways.had[later] & ~ways.had[step]
            if 0 < ways.cases(without) <= FEW * ways.cases(ways.had[later]):
                told[later, without].append(step)
                break
    for (later, without), steps in sorted(told.items(), key=lambda one: -ways.cases(one[0][1])):
        yield _left_out(view, steps, later, ways.of(without), ways.cases(ways.had[later]))


class _Ways:
    """Sets of ways as numbers, one bit for each way: there may be many thousands."""

    def __init__(self, variants: Sequence[Variant], steps: Sequence[str]) -> None:
        self._variants = variants
        bits = {step: bytearray(len(variants) // 8 + 1) for step in steps}
        sizes: dict[int, bytearray] = {}
        for at, way in enumerate(variants):
            byte, bit = at >> 3, 1 << (at & 7)
            for step in bits.keys() & way.activities:
                bits[step][byte] |= bit
            sizes.setdefault(len(way.cases), bytearray(len(variants) // 8 + 1))[byte] |= bit
        self.had = {step: int.from_bytes(own, "little") for step, own in bits.items()}
        """By step, the ways that have it."""
        self._sizes = {n: int.from_bytes(own, "little") for n, own in sizes.items()}

    def cases(self, ways: int) -> int:
        """How many cases went these ways."""
        return sum(n * (ways & own).bit_count() for n, own in self._sizes.items())

    def of(self, ways: int) -> list[Variant]:
        return [way for at, way in enumerate(self._variants) if ways >> at & 1]


def _left_out(view: View, steps: Sequence[str], later: str, ways: Sequence[Variant], came: int) -> str:
    cases = _cases_of(view, ways)
    shown = [
        evidence_of(timed.step)
        for case in view.analysis.order.chosen(cases[:MOST_NAMED])
        for timed in _up_to(case, later)
    ]
    named = listed([in_quotes(view.title(one)) for one in steps])
    without = f"{len(cases)} of {view.cases(came)} that came to {in_quotes(view.title(later))} did so without {named}"
    who = f"{first_named(cases, MOST_NAMED)} {view.cite(shown)}"
    others = "all others" if came - len(cases) > 1 else "the other"
    late = _cases_of(view, (way for way in view.analysis.variants if _is_only_after(way, steps, later)))
    if not late:
        return f"{without}, which {others} had: {who}."
    afterwards = [
        evidence_of(timed.step)
        for case in view.analysis.order.chosen(late[:MOST_NAMED])
        for timed in _from(case, later, steps)
    ]
    them, of_them = (
        "it" if len(steps) == 1 else "them",
        f"{len(late)} of them " if came - len(cases) > 1 else "",
    )
    return (
        f"{without}: {who}. {others.capitalize()} had {them}, {of_them}{'' if them == 'it' else 'in part '}only "
        f"afterwards: {first_named(late, MOST_NAMED)} {view.cite(afterwards)}."
    )


def _is_only_after(way: Variant, steps: Sequence[str], later: str) -> bool:
    """Whether the way comes to one of the steps only after it came to the later one."""
    if not way.is_ordered or later not in way.activities:
        return False
    before = way.activities[: way.activities.index(later)]
    return any(one in way.activities and one not in before for one in steps)


def _up_to(case: Case, activity: str) -> Sequence[TimedStep]:
    """The first performance, with the one before it if there is one."""
    at = next(place for place, timed in enumerate(case.steps) if timed.step.activity.id == activity)
    return case.steps[max(0, at - 1) : at + 1]


def _from(case: Case, activity: str, steps: Sequence[str]) -> Sequence[TimedStep]:
    """The first performance of an activity, and the first one after it of a step that was not done before it."""
    at = next(place for place, timed in enumerate(case.steps) if timed.step.activity.id == activity)
    before = {timed.step.activity.id for timed in case.steps[:at]}
    late = {*steps} - before
    return [case.steps[at], next(one for one in case.steps[at:] if one.step.activity.id in late)]


def _cases_of(view: View, ways: Iterable[Variant]) -> CaseIds:
    return view.analysis.order.named(array("I", sorted(place for way in ways for place in way.cases.places)))


def _cases(ways: Iterable[Variant]) -> int:
    return sum(len(way.cases) for way in ways)


def done_again(view: View, *, usually: bool = False) -> Iterator[str]:
    """Steps that many cases came to again, those of most cases first; not also the step that mostly led back to one.
    Those that the usual way does again, or only the others: what all do is less of a surprise, and no less rework."""
    variants = view.analysis.variants
    usual = Counter(variants[0].activities) if view.analysis.has_usual_way else Counter[str]()
    ways: dict[str, list[Variant]] = defaultdict(list)
    for way in variants:
        if len({*way.activities}) < len(way.activities):
            for activity, n in Counter(way.activities).items():
                if n > 1 and (usual[activity] > 1) == usually and activity != CUT_OFF.id:
                    ways[activity].append(way)
    told: set[str] = set()
    for activity in sorted(ways, key=lambda one: -_cases(ways[one])):
        own = ways[activity]
        if activity in told or _cases(own) < max(2, FEW * len(view.analysis.cases)):
            continue
        times = sum((way.activities.count(activity) - 1) * len(way.cases) for way in own)
        before = [(one, n) for one, n in _before_again(activity, own).items() if 2 * n > times]
        told |= {activity, *(one for one, _ in before)}
        yield _again(view, activity, own, times, before, usually=usually)


def _before_again(activity: str, ways: Sequence[Variant]) -> Counter[str]:
    """What came right before each performance beyond the first of its case, as far as that is known."""
    found: Counter[str] = Counter()
    for way in ways:
        if way.is_ordered:
            again = [before for before, one in pairwise(way.activities) if one == activity]
            first = way.activities[0] == activity
            for before in again if first else again[1:]:
                found[before] += len(way.cases)
    return found


def _again(
    view: View,
    activity: str,
    ways: Sequence[Variant],
    times: int,
    before: Sequence[tuple[str, int]],
    *,
    usually: bool,
) -> str:
    """`before` is what came right before most of the `times`, if anything did."""
    cases = _cases_of(view, ways)
    again = [
        next(one for one in repeats_of(case) if one.again.step.activity.id == activity)
        for case in view.analysis.order.chosen(cases[:MOST_NAMED])
    ]
    often = "once each" if times == len(cases) else count(times, "time")
    for led, n in before:
        what = "at once" if led == activity else f"after {in_quotes(view.title(led))}"
        often += f", {what}" if n == times else f", mostly {what}"
    if usually:
        often += ", as on the usual way"
    return (
        f"{in_quotes(view.title(activity))} was done again in {view.of_all(len(cases))}, {often}: "
        f"{first_named(cases, MOST_NAMED)} "
        f"{view.cite([evidence_of(one.again.step) for one in again])}."
    )
