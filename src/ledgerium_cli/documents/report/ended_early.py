"""Whether many cases ended before the step that most cases end with, where no end is declared."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ledgerium_cli.documents.report.unusual import FEW, MOST_NAMED
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import duration, first_named, listed
from ledgerium_cli.findings.activities import evidence_of
from ledgerium_cli.findings.statistics import FEW as FEW_TIMES
from ledgerium_cli.findings.statistics import quantile
from ledgerium_cli.findings.variants import Variant
from ledgerium_cli.output.text import in_quotes
from ledgerium_cli.steps.model import CUT_OFF

MUCH = 0.05
"""Share of the median cycle time; a smaller difference is not told."""
MOST_PLACES = 3
"""The most steps that are named as the last one of cases that ended early."""


def ended_early(view: View) -> Iterator[str]:
    """One sentence, or none. A step is a place to end early if more cases went on from it to the usual end than ended
    there: what cases end with for good, such as a rejection, leads to no other end."""
    if view.ends:
        return
    ways = [way for way in view.analysis.variants if way.is_ordered]
    last: dict[str, list[Variant]] = defaultdict(list)
    for way in ways:
        last[way.activities[-1]].append(way)
    end = max(last, key=lambda one: _n(last[one]), default=CUT_OFF.id)
    if end == CUT_OFF.id or 2 * _n(last[end]) <= len(view.analysis.cases):
        return
    early: dict[str, list[int]] = {}
    for place in sorted(last.keys() - {end, CUT_OFF.id}, key=lambda one: (-_n(last[one]), one)):
        never = [way for way in last[place] if end not in way.activities]
        if 0 < _n(never) < _n([way for way in last[end] if place in way.activities]):
            early[place] = sorted(case for way in never for case in way.cases.places)
    n = sum(map(len, early.values()))
    if n >= max(2, FEW * len(view.analysis.cases)):
        yield _ended_early(view, end, _n(last[end]), early)


def _n(ways: Sequence[Variant]) -> int:
    return sum(len(way.cases) for way in ways)


def _ended_early(view: View, end: str, came: int, early: Mapping[str, Sequence[int]]) -> str:
    """`early` has the cases by the step that they ended with, most cases first."""
    by_size = sorted(early, key=lambda one: -len(early[one]))
    where = [f"{len(early[one])} after {in_quotes(view.title(one))}" for one in by_size[:MOST_PLACES]]
    if rest := sum(len(early[one]) for one in by_size[MOST_PLACES:]):
        where.append(f"{rest} elsewhere")
    cases = sorted(case for own in early.values() for case in own)
    order = view.analysis.order
    firsts = order.named([early[one][0] for one in by_size[:MOST_PLACES]])
    shown = [evidence_of(case.steps[-1].step) for case in order.chosen(firsts)]
    return (
        f"{view.of_all(len(cases))} ended before {in_quotes(view.title(end))}, which {came} end with: {listed(where)} "
        f"({first_named(order.named(array('I', cases)), MOST_NAMED)}){_pull(view, cases)} "
        f"{view.cite(shown)}."
    )


def _pull(view: View, early: Sequence[int]) -> str:
    """What the median cycle time would be without them. Known where the times of all cases are."""
    counts = "; no end is declared, so they count as complete"
    cycles, out = view.facts.cycles, {*early}
    others = sorted(length for place, length in enumerate(cycles) if place not in out)
    if len(cycles) != len(view.analysis.cases) or len(others) < FEW_TIMES:
        return counts
    own, without = quantile(sorted(cycles), 0.5), quantile(others, 0.5)
    if abs(without - own) < max(1, MUCH * own):
        return counts
    return f"{counts}, and the median cycle time is {duration(round(own))}, without them {duration(round(without))}"
