"""Whether two groups of values differ by more than noise: tests that assume no distribution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from math import erfc, exp, lgamma, sqrt

SIGNIFICANT = 0.05
"""The most that p, corrected for all tests made together, may be where a difference is more than noise."""
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

    def u_of_first(self, n: int) -> float:
        """In how many pairs of one of the first n values and one of the rest the first is larger; ties count half."""
        return self._sums[n] - n * (n + 1) / 2

    def p_of_first(self, n: int) -> float:
        """Two-sided p of Mann and Whitney (1947) for the first n values against the rest, by the normal approximation
        with correction for ties and continuity."""
        rest = self._n - n
        u = self.u_of_first(n)
        spread = n * rest / 12 * (self._n + 1 - self._ties / (self._n * (self._n - 1)))
        if spread <= 0:  # all values are the same
            return 1.0
        z = (abs(u - n * rest / 2) - 0.5) / sqrt(spread)
        return min(1.0, erfc(z / sqrt(2)))


def rank_sum(first: Sequence[float], last: Sequence[float]) -> float:
    """Two-sided p of Mann and Whitney."""
    return Ranks([*first, *last]).p_of_first(len(first))


def least_rank_sum(first: Sequence[float], last: Sequence[float]) -> float:
    """The p that `rank_sum` would give if the same values were divided as unevenly as they can be."""
    ordered = sorted([*first, *last])
    return min(Ranks(own).p_of_first(len(first)) for own in (ordered, ordered[::-1]))


def fisher_exact(first: Sequence[float], last: Sequence[float]) -> float:
    """Two-sided p of Fisher's exact test for two groups of yes and no."""
    return fisher_of(sum(map(bool, first)), len(first), sum(map(bool, last)), len(last))[0]


def fisher_of(yes: int, n: int, yes_rest: int, rest: int) -> tuple[float, float]:
    """Two-sided p of Fisher's exact test: the probability of all tables with the same sums that are not more likely
    than the one that was seen; and the least p that a table with these sums can have."""
    likely = dict(_tables(n, rest, yes + yes_rest))
    return _no_more_likely(likely, likely[yes]), _no_more_likely(likely, min(likely.values()))


def _no_more_likely(likely: Mapping[int, float], than: float) -> float:
    return min(1.0, sum(one for one in likely.values() if one <= than * (1 + ROUNDING)))


def _tables(n: int, rest: int, yes: int) -> Iterator[tuple[int, float]]:
    """How many of the first n say yes, with its probability."""
    for own in range(max(0, yes - rest), min(n, yes) + 1):
        logarithm = _choose(n, own) + _choose(rest, yes - own) - _choose(n + rest, yes)
        yield own, exp(logarithm)


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


# ------------------------------------------------------------------------------------------- many comparisons


def holm(probabilities: Sequence[float]) -> list[float]:
    """Each p corrected for all of them (Holm 1979): the chance that one of those at most `level` is a false alarm is
    no more than `level`, whichever differences are real."""
    order = sorted(range(len(probabilities)), key=probabilities.__getitem__)
    corrected, most = [0.0] * len(order), 0.0
    for rank, at in enumerate(order):
        most = max(most, (len(order) - rank) * probabilities[at])
        corrected[at] = min(1.0, most)
    return corrected


def can_tell(least: Sequence[float], level: float) -> list[bool]:
    """Which of several tests are worth making: of those whose least possible p could not survive the correction nothing
    can be told, so they need not be corrected for (Tarone 1990)."""
    for tests in range(1, len(least) + 1):
        able = [one <= level / tests for one in least]
        if sum(able) <= tests:
            return able
    return [False] * len(least)
