"""Tests whether two shares differ by more than noise, and corrects for many tests; for times see `rank_test.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import exp, lgamma

SIGNIFICANT = 0.05
"""The largest p, corrected for all tests made together, at which a difference counts as more than noise."""
ROUNDING = 1e-7
"""Relative tolerance within which probabilities count as equal."""


def fisher_exact(first: Sequence[float], last: Sequence[float]) -> float:
    """Two-sided p of Fisher's exact test for two groups of yes/no values."""
    return fisher_of(sum(map(bool, first)), len(first), sum(map(bool, last)), len(last))[0]


def fisher_of(yes: int, n: int, yes_rest: int, rest: int) -> tuple[float, float]:
    """Two-sided p of Fisher's exact test: the probability of all tables with the same sums that are not more likely
    than the one that was seen; and the least p that a table with these sums can have."""
    likely = dict(chosen_of(n, rest, yes + yes_rest))
    return _no_more_likely(likely, likely[yes]), _no_more_likely(likely, min(likely.values()))


def _no_more_likely(likely: Mapping[int, float], than: float) -> float:
    return min(1.0, sum(one for one in likely.values() if one <= than * (1 + ROUNDING)))


def chosen_of(n: int, rest: int, yes: int) -> Iterator[tuple[int, float]]:
    """The hypergeometric distribution: how many of the first n say yes where `yes` of all do, with its probability."""
    for own in range(max(0, yes - rest), min(n, yes) + 1):
        logarithm = log_choose(n, own) + log_choose(rest, yes - own) - log_choose(n + rest, yes)
        yield own, exp(logarithm)


def log_choose(n: int, k: int) -> float:
    """The logarithm of the number of ways to choose k of n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


# ------------------------------------------------------------------------------------------- many comparisons


def holm(probabilities: Sequence[float]) -> list[float]:
    """Each p corrected for all tests (Holm 1979): the probability that any corrected p ≤ `level` is a false alarm is
    at most `level`, whichever differences are real."""
    order = sorted(range(len(probabilities)), key=probabilities.__getitem__)
    corrected, most = [0.0] * len(order), 0.0
    for rank, at in enumerate(order):
        most = max(most, (len(order) - rank) * probabilities[at])
        corrected[at] = min(1.0, most)
    return corrected


def can_tell(least: Sequence[float], level: float) -> list[bool]:
    """Which tests can be significant at all: those whose least possible p could not survive the correction are left
    out and need not be corrected for (Tarone 1990)."""
    for tests in range(1, len(least) + 1):
        able = [one <= level / tests for one in least]
        if sum(able) <= tests:
            return able
    return [False] * len(least)
