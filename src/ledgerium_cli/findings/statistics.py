"""Summary statistics of times that stay honest about small numbers."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import floor, sqrt
from random import Random

from msgspec import Struct

FEW = 5
"""With fewer values than this, the values themselves are shown instead of percentiles."""
MANY = 200
"""Above this many values the interval is approximated, since resampling costs more than it tells."""
RESAMPLES = 1_000
Z95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""
SEED = 20_160_304
"""Fixed, so that the same values always give the same interval."""


class Summary(Struct, frozen=True):
    """Milliseconds. With fewer than five values only `n` and `values` are set; otherwise everything but `values`."""

    n: int
    values: tuple[int, ...] | None = None
    median: int | None = None
    p90: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    mean: int | None = None
    mean_low: int | None = None
    mean_high: int | None = None
    """Bounds of the 95 % interval of the mean."""


def summarise(values: Iterable[int]) -> Summary:
    """Of fewer than `FEW` values these themselves; of more their quantiles, and the mean with its interval."""
    ordered = sorted(values)
    if len(ordered) < FEW:
        return Summary(len(ordered), values=tuple(ordered))
    low, high = mean_interval(tuple(ordered))
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


def known(values: Iterable[int | None]) -> Iterator[int]:
    """Only the known values, so that `n` of a summary counts those."""
    return (value for value in values if value is not None)


def quantile(ordered: Sequence[float], share: float) -> float:
    """A quantile by linear interpolation (Hyndman and Fan, type 7); `ordered` has at least one value."""
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def mean_interval(ordered: tuple[int, ...]) -> tuple[float, float]:
    """The 95 % interval of the mean: by bootstrap up to 200 values, above that by its asymptotic approximation."""
    return bootstrap_mean(ordered) if len(ordered) <= MANY else expansion_mean(ordered)


def expansion_mean(values: Sequence[int]) -> tuple[float, float]:
    """The limit of the percentile bootstrap interval of the mean, by the Cornish-Fisher expansion with skewness
    (Hall 1992, The Bootstrap and Edgeworth Expansion): mean + se × (z + skew × (z² − 1) / (6 √n))."""
    size = len(values)
    mean = sum(values) / size
    variance = sum((value - mean) ** 2 for value in values) / size
    if not variance:
        return mean, mean
    skew = sum((value - mean) ** 3 for value in values) / size / variance**1.5
    shift = skew * (Z95**2 - 1) / (6 * sqrt(size))
    error = sqrt(variance / size)
    return mean + error * (shift - Z95), mean + error * (shift + Z95)


@lru_cache(maxsize=256)  # several documents summarise the same values
def bootstrap_mean(values: tuple[int, ...]) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of the mean (Efron): 1,000 resamples, fixed seed."""
    size = len(values)
    if size > MANY:
        random = Random(SEED)
        drawn: Iterable[Sequence[int]] = (random.choices(range(size), k=size) for _ in range(RESAMPLES))
    else:
        places = _places(size)
        drawn = (places[at : at + size] for at in range(0, len(places), size))
    means = sorted([sum([values[place] for place in own]) / size for own in drawn])
    return quantile(means, 0.025), quantile(means, 0.975)


LANE = 64
"""Bits for each random number, of many packed into one large integer."""
PRECISION = 53
"""Bits of a random number."""


@lru_cache(maxsize=16)  # values of one period are summarised for several measures
def _places(size: int) -> bytes:
    """The indexes that `Random.choices` would draw, one byte each (so at most 256 values), for one resample after
    the other: floor(random × size), computed for all in one multiplication of a large integer, in half the time of
    drawing them."""
    draws = RESAMPLES * size
    randoms = _randoms(1 << (size - 1).bit_length()) & ((1 << LANE * draws) - 1)
    return ((randoms * size) >> PRECISION).to_bytes(draws * LANE // 8, "little")[:: LANE // 8]


@lru_cache(maxsize=9)  # sizes are rounded up to a power of two
def _randoms(size: int) -> int:
    """The random numbers for resamples of up to `size` values, packed into one integer, the first one lowest."""
    random = Random(SEED).random
    drawn = array("Q", (int(random() * (1 << PRECISION)) for _ in range(RESAMPLES * size)))
    return int.from_bytes(drawn.tobytes(), sys.byteorder)


def middle(summary: Summary) -> int | None:
    """The median, for few values too; None without any. For sorting, not for display."""
    if summary.values is not None:
        return round(quantile(summary.values, 0.5)) if summary.values else None
    return summary.median
