"""Summaries of a set of times, honest about small numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor
from random import Random

FEW = 5
"""Below this many values the values themselves are shown, not a percentile of them."""
RESAMPLES = 1_000
SEED = 20_160_304
"""Fixed, so that the same values always give the same interval."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Milliseconds. With fewer than five values only `n` and `values` are given; else all but `values`."""

    n: int
    values: tuple[int, ...] | None = None
    median: int | None = None
    p90: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    mean: int | None = None
    mean_low: int | None = None
    mean_high: int | None = None
    """Bounds of the percentile bootstrap interval of the mean, 95 %."""


def summarise(values: Iterable[int]) -> Summary:
    ordered = sorted(values)
    if len(ordered) < FEW:
        return Summary(len(ordered), values=tuple(ordered))
    low, high = bootstrap_mean(tuple(ordered))
    return Summary(
        n=len(ordered),
        median=round(quantile(ordered, 0.5)),
        p90=round(quantile(ordered, 0.9)),
        minimum=ordered[0],
        maximum=ordered[-1],
        mean=round(sum(ordered) / len(ordered)),
        mean_low=round(low),
        mean_high=round(high),
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """Linear interpolation between the two nearest of at least one ordered value (Hyndman and Fan, type 7)."""
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


@lru_cache(maxsize=256)  # several documents summarise the same values
def bootstrap_mean(values: tuple[int, ...]) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean (Efron), 95 %, 1,000 resamples, fixed seed."""
    random = Random(SEED)
    size = len(values)
    means = sorted(sum(random.choices(values, k=size)) / size for _ in range(RESAMPLES))
    return quantile(means, 0.025), quantile(means, 0.975)


def middle(summary: Summary) -> int | None:
    """The median, also of few values; None without any. For ordering, not for print."""
    if summary.values is not None:
        return round(quantile(summary.values, 0.5)) if summary.values else None
    return summary.median
