"""How much two groups of values differ, with a 95 % interval and without assuming a distribution."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, sqrt

from ledgerium_cli.findings.rank_test import Ranks
from ledgerium_cli.findings.statistics import Z95

SIZES = ((0.147, "negligible"), (0.33, "small"), (0.474, "medium"))
"""Upper bounds of |Cliff's delta|; above them it is large (Romano et al. 2006)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """In the unit of the values."""

    value: float
    low: float
    high: float


def cliffs_delta(first: Sequence[float], last: Sequence[float]) -> float:
    """The share of all pairs in which `last` is larger minus the share in which it is smaller, −1 to 1 (Cliff 1993)."""
    n, rest = len(first), len(last)
    return 1 - 2 * Ranks([*first, *last]).u_of_first(n) / (n * rest)


def size_of(delta: float) -> str:
    return next((word for below, word in SIZES if abs(delta) < below), "large")


def shift_of(first: Sequence[int], last: Sequence[int]) -> Estimate:
    """How much larger `last` is: the median of all pairwise differences (Hodges and Lehmann 1963), with the Moses
    interval of the shifts that a Mann-Whitney test would not reject."""
    one, other = sorted(first), sorted(last)
    pairs = len(one) * len(other)
    spread = sqrt(pairs * (len(one) + len(other) + 1) / 12)
    outside = max(1, floor(pairs / 2 - Z95 * spread + 0.5))
    halves = [_difference(one, other, rank) for rank in {(pairs + 1) // 2, pairs // 2 + 1}]
    return Estimate(
        value=sum(halves) / len(halves),
        low=_difference(one, other, outside),
        high=_difference(one, other, pairs + 1 - outside),
    )


def _difference(first: Sequence[int], last: Sequence[int], rank: int) -> int:
    """The rank-th smallest difference over all pairs of two sorted groups, found by counting instead of listing the
    pairs."""
    if len(first) > len(last):  # loop over the shorter group, bisect the longer one
        mirrored = [-one for one in reversed(last)], [-one for one in reversed(first)]
        return _difference(*mirrored, rank)
    low, high = last[0] - first[-1], last[-1] - first[0]
    while low < high:
        middle = (low + high) // 2
        if sum(bisect_right(last, one + middle) for one in first) >= rank:
            high = middle
        else:
            low = middle + 1
    return low


def difference_of_shares(met: int, n: int, met_last: int, n_last: int) -> Estimate:
    """The second share minus the first, with Newcombe's interval (1998, method 10) from Wilson's intervals."""
    (one, one_low, one_high), (other, low, high) = _wilson(met, n), _wilson(met_last, n_last)
    value = other - one
    return Estimate(
        value=value,
        low=value - sqrt((other - low) ** 2 + (one_high - one) ** 2),
        high=value + sqrt((high - other) ** 2 + (one - one_low) ** 2),
    )


def _wilson(met: int, n: int) -> tuple[float, float, float]:
    """A share with Wilson's score interval."""
    share, square = met / n, Z95**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z95 / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return share, min(share, middle - half), max(share, middle + half)
