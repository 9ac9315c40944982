"""Whether two groups of values differ by more than noise: tests that assume no distribution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from math import erfc, exp, lgamma, sqrt

ROUNDING = 1e-7
"""Probabilities that are equal but for rounding are equal."""


class Ranks:
    """Values in an order of their own (of time), with their ranks among each other."""

    def __init__(self, values: Sequence[float]) -> None:
        order = sorted(range(len(values)), key=values.__getitem__)
        ranks, ties, below = [0.0] * len(values), 0, 0
        for _, group in groupby(order, key=values.__getitem__):
            tied = list(group)
            for at in tied:
                ranks[at] = below + (len(tied) + 1) / 2
            below += len(tied)
            ties += len(tied) ** 3 - len(tied)
        self._n = len(values)
        self._ties = ties
        self._sums = [0.0, *accumulate(ranks)]

    def p_of_first(self, n: int) -> float:
        """Two-sided p of Mann and Whitney (1947) for the first n values against the rest, by the normal approximation
        with correction for ties and continuity."""
        rest = self._n - n
        u = self._sums[n] - n * (n + 1) / 2
        spread = n * rest / 12 * (self._n + 1 - self._ties / (self._n * (self._n - 1)))
        if spread <= 0:  # all values are the same
            return 1.0
        z = (abs(u - n * rest / 2) - 0.5) / sqrt(spread)
        return min(1.0, erfc(z / sqrt(2)))


def rank_sum(first: Sequence[float], last: Sequence[float]) -> float:
    """Two-sided p of Mann and Whitney."""
    return Ranks([*first, *last]).p_of_first(len(first))


def fisher_exact(first: Sequence[float], last: Sequence[float]) -> float:
    """Two-sided p of Fisher's exact test for two groups of yes and no: the probability of all tables with the same
    sums that are not more likely than the one that was seen."""
    n, rest = len(first), len(last)
    yes = sum(map(bool, first)) + sum(map(bool, last))
    likely = dict(_tables(n, rest, yes))
    seen = likely[sum(map(bool, first))]
    return min(1.0, sum(one for one in likely.values() if one <= seen * (1 + ROUNDING)))


def _tables(n: int, rest: int, yes: int) -> Iterator[tuple[int, float]]:
    """How many of the first n say yes, with its probability."""
    for own in range(max(0, yes - rest), min(n, yes) + 1):
        logarithm = _choose(n, own) + _choose(rest, yes - own) - _choose(n + rest, yes)
        yield own, exp(logarithm)


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
