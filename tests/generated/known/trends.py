"""Throughput per week and month, and what changed, by scipy."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from known_truth import CaseTruth

from .basics import (
    DAY,
    Json,
    can_be_held,
    is_right,
    share,
    times,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import numpy
    from scipy import stats


def _day(ms: int) -> date:
    """In Berlin, in winter."""
    return date.fromordinal(date(1970, 1, 1).toordinal() + (ms // 1000 + 3600) // DAY)


def _label(ms: int, span: str) -> str:
    return f"{_day(ms):%G-W%V}" if span == "week" else f"{_day(ms):%Y-%m}"


def trend(cases: Sequence[CaseTruth], span: str) -> Json:
    first, last = min(case.start_ms for case in cases), max(case.end_ms for case in cases)
    labels = list(dict.fromkeys(_label(ms, span) for ms in [*range(first, last, DAY * 1000), last]))
    began: Mapping[str, list[CaseTruth]] = {label: [] for label in labels}
    ended = dict.fromkeys(labels, 0)
    for case in cases:
        began[_label(case.start_ms, span)].append(case)
        if case.complete:
            ended[_label(case.end_ms, span)] += 1
    while not began[labels[-1]] and not ended[labels[-1]]:
        labels.pop()
    done = {label: [case for case in began[label] if case.complete] for label in labels}
    still = {label: sum(not case.complete and not case.ended for case in began[label]) for label in labels}
    values: dict[str, list[list[int]]] = {
        "cycle": [[case.cycle_ms for case in done[label]] for label in labels],
        "wait": [[_wait(case) for case in done[label]] for label in labels],
        "hold_rate": [[int(case.held) for case in began[label] if can_be_held(case)] for label in labels],
        "first_time_right": [[int(is_right(case)) for case in began[label]] for label in labels],
    }
    settled = [
        at for at, label in enumerate(labels) if began[label] and 5 * still[label] <= len(began[label])
    ]
    named = {
        measure: ([labels[at] for at in settled], [own[at] for at in settled])
        for measure, own in values.items()
        if len(settled) > 1
    }
    return {
        "zone": "Europe/Berlin",
        "untimed": 0,  # every recording that is generated tells times
        "periods": [
            {
                "label": label,
                "started": len(began[label]),
                "ended": ended[label],
                "open": still[label],
                "settled": 5 * still[label] <= len(began[label]),
                "cycle": times(values["cycle"][at]),
                "wait": times(values["wait"][at]),
                "hold_rate": share(sum(values["hold_rate"][at]), len(values["hold_rate"][at])),
                "first_time_right": share(
                    sum(values["first_time_right"][at]), len(values["first_time_right"][at])
                ),
            }
            for at, label in enumerate(labels)
        ],
        "differences": _judged([_difference(measure, *own) for measure, own in named.items()]),
        "shifts": [*_shifts(named)],
    }


def _wait(case: CaseTruth) -> int:
    return case.system_wait_ms + case.idle_ms + case.between_step_wait_ms


def _typical(measure: str, values: Sequence[int]) -> float:
    if measure in ("cycle", "wait"):
        return round(float(numpy.median(values)))
    return sum(values) / len(values)


def _difference(measure: str, labels: Sequence[str], periods: Sequence[Sequence[int]]) -> Json:
    first, last, p = periods[0], periods[-1], None
    if min(len(first), len(last)) >= 5:
        if measure in ("cycle", "wait"):
            p = _rank_sum(first, last)
        else:
            p = stats.fisher_exact([[sum(own), len(own) - sum(own)] for own in (first, last)]).pvalue
    return {
        "measure": measure,
        "first_period": labels[0],
        "last_period": labels[-1],
        "first": _typical(measure, first) if first else None,
        "last": _typical(measure, last) if last else None,
        "n_first": len(first),
        "n_last": len(last),
        "p": p,
    }


COUNTED = 150
"""Values of which all ways to divide them are counted; of more p is about that of the normal approximation."""


def _rank_sum(first: Sequence[int], last: Sequence[int]) -> float:
    n, every = len(first), len(first) + len(last)
    if every > COUNTED:
        return float(stats.mannwhitneyu(first, last, method="asymptotic").pvalue)
    ranks = (2 * stats.rankdata([*first, *last])).astype(int)
    ways = numpy.zeros((n + 1, int(ranks.sum()) + 1))  # how many choices of so many values have that sum
    ways[0, 0] = 1
    for rank in ranks:
        ways[1:, rank:] += ways[:-1, :-rank].copy()
    far = numpy.abs(numpy.arange(ways.shape[1]) - n * (every + 1))
    return float(ways[n, far >= abs(int(ranks[:n].sum()) - n * (every + 1))].sum() / ways[n].sum())


def _judged(differences: list[Json]) -> list[Json]:
    """By Holm: of no p up to this one may p times the tests that give at least as much be above the level."""
    tested = [one["p"] for one in differences if one["p"] is not None]
    for one in differences:
        p = one["p"]
        own = [least * sum(other >= least for other in tested) for least in tested if p and least <= p]
        corrected = None if p is None else min(1.0, max(own))
        one |= {"corrected": corrected, "differs": None if corrected is None else corrected <= 0.05}
    return differences


def _shifts(named: Mapping[str, tuple[Sequence[str], Sequence[Sequence[int]]]]) -> Iterator[Json]:
    for measure, (labels, periods) in named.items():
        found = []
        for at in range(1, len(periods)):
            before = [value for own in periods[:at] for value in own]
            after = [value for own in periods[at:] for value in own]
            if min(len(before), len(after)) >= 5 and periods[at]:
                about = stats.mannwhitneyu(before, after, method="asymptotic").pvalue
                found.append((about, at, before, after))
        if found and (best := min(found, key=lambda one: one[:2]))[0] * len(found) <= 0.05:
            _, at, before, after = best
            p = _rank_sum(before, after)
            yield {
                "measure": measure,
                "since": labels[at],
                "before": _typical(measure, before),
                "after": _typical(measure, after),
                "n_before": len(before),
                "n_after": len(after),
                "p": p * len(found),
                "places": len(found),
            }
