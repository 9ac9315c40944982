"""Tests whether one group of times is larger than another: the rank sum test of Mann and Whitney (1947).

Often most values are equal, e.g. zero where nobody paused; then the normal approximation corrected for ties calls a
single other value among five a difference. So p is computed exactly, over all divisions of the same values into two
groups, where that is cheap; otherwise it is approximated for each possible count of the most frequent value in a
group, which is exact for two distinct values. Apart from sorting, the time is linear in the number of values.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, groupby
from math import comb, erfc, log, sqrt
from typing import NamedTuple

from ledgerium_cli.findings.noise import chosen_of, log_choose

MOST_COUNTED = 2_000_000_000
"""The most bits gone through for an exact p; takes about a tenth of a second."""
DIGIT = 30
"""Bits of a digit of Python's integers."""
MOST_IN_INTEGERS = 5_000
"""The most values of which all divisions are counted in integers, which then have as many bits."""


class RankTest(NamedTuple):
    p: float
    """Two-sided: the probability of a rank sum at least as far from its mean in a random division into groups."""
    least: float
    """The least p that the same values could give, however they were divided."""


class Tie(NamedTuple):
    """A group of equal values."""

    rank: int
    """Twice their mean rank, so that it is an integer."""
    size: int


class Ranks:
    """Values in a given order (e.g. of time), with their ranks by size."""

    def __init__(self, values: Sequence[float]) -> None:
        order = sorted(range(len(values)), key=values.__getitem__)
        ranks, below = [0] * len(values), 0
        self.ties: list[Tie] = []
        """Sorted by value."""
        for _, group in groupby(order, key=values.__getitem__):
            tied = list(group)
            tie = Tie(2 * below + len(tied) + 1, len(tied))
            for at in tied:
                ranks[at] = tie.rank
            below += len(tied)
            self.ties.append(tie)
        self.n = len(values)
        self._tied = sum(size**3 - size for _, size in self.ties)
        self._sums = [0, *accumulate(ranks)]

    def u_of_first(self, n: int) -> float:
        """The number of pairs of one of the first n values and one of the rest in which the first is larger; ties count
        half."""
        return (self._sums[n] - n * (n + 1)) / 2

    def p_about(self, n: int) -> float:
        """Two-sided p for the first n values against the rest by the normal approximation, corrected for ties and
        continuity: quick, but too small if nearly all values are equal."""
        rest = self.n - n
        spread = n * rest / 12 * (self.n + 1 - self._tied / (self.n * (self.n - 1)))
        if spread <= 0:  # all values are equal
            return 1.0
        return _two_sided((abs(self.u_of_first(n) - n * rest / 2) - 0.5) / sqrt(spread))

    def test_of_first(self, n: int) -> RankTest:
        """The exact test of the first n values against the rest."""
        far = abs(self._sums[n] - n * (self.n + 1))
        if 2 * n > self.n:  # use the smaller group, whose sum is as far from its mean
            n = self.n - n
        division = _Division(self.ties, n)
        return RankTest(division.p(far), division.p(division.farthest))


def rank_test(first: Sequence[float], last: Sequence[float]) -> RankTest:
    return Ranks([*first, *last]).test_of_first(len(first))


def rank_sum(first: Sequence[float], last: Sequence[float]) -> float:
    """Two-sided p of the Mann-Whitney test."""
    return rank_test(first, last).p


class _Division:
    """The distribution of the sum of doubled ranks over all ways to choose `n` of some values."""

    def __init__(self, ties: Sequence[Tie], n: int) -> None:
        self._usual = max(ties, key=lambda tie: tie.size)
        """The most frequent value; whatever is not chosen from the others is chosen from it."""
        self._others = [tie for tie in ties if tie is not self._usual]
        self._n = n
        self._all = sum(tie.size for tie in ties)
        self._mean = n * (self._all + 1)
        self.farthest = max(abs(self._sum_of(ends) - self._mean) for ends in (ties, ties[::-1]))
        """The largest distance of a sum from its mean."""

    def _sum_of(self, ties: Sequence[Tie]) -> int:
        """The sum of the first `n` values in this order."""
        total, left = 0, self._n
        for rank, size in ties:
            taken = min(size, left)
            total, left = total + taken * rank, left - taken
        return total

    def p(self, far: int) -> float:
        """The share of choices whose sum is at least this far from the mean."""
        if not self._others or far == 0:
            return 1.0
        if self._cost() > MOST_COUNTED:
            return self._about(far)
        return self._counted(far)

    @property
    def _others_size(self) -> int:
        return self._all - self._usual.size

    @property
    def _few(self) -> int:
        """The most of the other values that can be chosen."""
        return min(self._n, self._others_size)

    @cached_property
    def _width(self) -> int:
        """The bits needed for any count of choices of other values, and for their sum."""
        others = self._others_size
        return int(log_choose(others, min(self._few, others // 2)) / log(2)) + 3

    def _cost(self) -> int:
        """About the bits that counting goes through: adding goes once through both numbers, multiplying by the count of
        choices of equal values once for each of its digits, the modulus once for each of its own."""
        pairs, least = self._few * self._width, self._others[0].rank
        cost, span = 0, 1
        for rank, size in self._others:
            before, span = span, rank - least + 1
            digits = min(size, self._width) // DIGIT
            cost += min(size, self._few) * (span + before * digits)
        return pairs * self._few * (cost + span * (self._width // DIGIT)) // 2

    def _counted(self, far: int) -> float:
        """Exact: for each number of chosen other values, how many of their choices are this far from the mean."""
        found: list[tuple[int, int]] = []
        for chosen, (base, polynomial) in enumerate(self._sums):
            centre = self._mean - base - (self._n - chosen) * self._usual.rank
            found.append(
                (chosen, self._at_least(polynomial, centre + far) + self._at_most(polynomial, centre - far))
            )
        if self._all <= MOST_IN_INTEGERS:
            ways = sum(own * comb(self._usual.size, self._n - chosen) for chosen, own in found)
            return ways / comb(self._all, self._n)
        likely = dict(chosen_of(self._n, self._all - self._n, self._others_size))
        return sum(likely.get(chosen, 0.0) * (own / comb(self._others_size, chosen)) for chosen, own in found)

    @cached_property
    def _sums(self) -> Sequence[tuple[int, int]]:
        """For each number of chosen other values: (least sum, number of choices for each sum from there on). The counts
        are the coefficients of a polynomial, packed into one integer."""
        width, least = self._width, self._others[0].rank
        ways = [1] + [0] * self._few
        for rank, size in self._others:
            shift = (rank - least) * width
            for chosen in range(self._few, 0, -1):
                for own in range(1, min(size, chosen) + 1):
                    if before := ways[chosen - own]:
                        ways[chosen] += comb(size, own) * before << shift * own
        return [(chosen * least, one) for chosen, one in enumerate(ways)]

    def _at_least(self, polynomial: int, power: int) -> int:
        """The sum of coefficients from a power on: modulo its largest digit, a number equals the sum of its digits."""
        return (polynomial >> max(0, power) * self._width) % ((1 << self._width) - 1)

    def _at_most(self, polynomial: int, power: int) -> int:
        width = self._width
        return (polynomial & ((1 << max(0, power + 1) * width) - 1)) % ((1 << width) - 1)

    def _about(self, far: int) -> float:
        """The normal approximation, corrected for continuity, for each possible number of chosen other values."""
        others = self._others_size
        total = sum(rank * size for rank, size in self._others)
        squares = sum(rank**2 * size for rank, size in self._others)
        mean, variance = total / others, squares / others - (total / others) ** 2
        found = 0.0
        for chosen, likely in chosen_of(self._n, self._all - self._n, others):
            centre = chosen * mean + (self._n - chosen) * self._usual.rank - self._mean
            spread = sqrt(max(0.0, chosen * variance * (others - chosen) / max(1, others - 1)))
            found += likely * (_above(far - 1 - centre, spread) + _above(far - 1 + centre, spread))
        return min(1.0, found)


def _above(far: float, spread: float) -> float:
    """The probability that a normal variable with mean zero is above a value."""
    return erfc(far / spread / sqrt(2)) / 2 if spread > 0 else float(far < 0)


def _two_sided(z: float) -> float:
    return min(1.0, erfc(z / sqrt(2)))
