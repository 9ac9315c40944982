"""What was done each time that a way comes to a step: the second time it may be something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.documents.view.alike import LATER, Visits
from ledgerium_cli.documents.view.refused import end, sets_right
from ledgerium_cli.documents.view.ways import Way
from ledgerium_cli.steps.model import Shape, What


class Visit(Struct, frozen=True):
    """A step once, or several times one right after the other in the same way."""

    activity: str
    times: int = 1
    ways: Mapping[int, int] = {}
    """How often each way was taken, by its place among those that the SOP tells; empty where that was not counted."""
    performances: int = 0
    """All of them, those by other ways included."""
    mended: int = 0
    """How many only set right a refusal."""

    @property
    def sets_right(self) -> bool:
        return 2 * self.mended > self.performances

    @property
    def usual(self) -> Sequence[int]:
        """Its ways, most frequent first."""
        return sorted(self.ways, key=lambda place: (-self.ways[place], place))


def visits_in(
    activities: Sequence[str], cases: Sequence[Case], told: Mapping[str, Sequence[Way]]
) -> list[Visit]:
    """Those of a way through `activities`, which all `cases` went; `told` are the ways through each step that the SOP
    tells."""
    places = {one: _places(ways) for one, ways in told.items()}
    repeated = {one: n for one, n in Counter(activities).items() if n > 1}
    ways: list[Counter[int]] = [Counter() for _ in activities]
    mended: Counter[int] = Counter()
    for case in cases:
        refused: dict[str, Shape] = {}
        numbers = Visits(repeated)
        for at, timed in enumerate(case.steps):
            shape = timed.step.shape
            to = end(shape.actions), numbers.number(shape)
            if sets_right(refused, shape):
                mended[at] += 1
            elif (place := places[activities[at]].get(to)) is not None:
                ways[at][place] += 1
    return joined(Visit(one, 1, ways[at], len(cases), mended[at]) for at, one in enumerate(activities))


def _places(told: Sequence[Way]) -> Mapping[tuple[What | None, int], int]:
    """By end and number of the visit, the place of the way to it."""
    at_any_time = {
        (way.end, n): place for place, way in enumerate(told) if not way.visits for n in range(LATER + 1)
    }
    return at_any_time | {(way.end, n): place for place, way in enumerate(told) for n in way.visits}


def joined(each: Iterable[Visit]) -> list[Visit]:
    """Those that follow each other and are alike as one."""
    alike = groupby(each, key=lambda one: (one.activity, one.sets_right, one.usual[:1]))
    return [_sum([*own]) for _, own in alike]


def _sum(own: Sequence[Visit]) -> Visit:
    return Visit(
        own[0].activity,
        sum(one.times for one in own),
        sum((Counter(one.ways) for one in own), Counter[int]()),
        sum(one.performances for one in own),
        sum(one.mended for one in own),
    )
