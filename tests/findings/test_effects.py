"""Effects and their intervals against their definitions, published numbers and the tests of scipy."""

from __future__ import annotations

from itertools import product
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.findings.effects import cliffs_delta, difference_of_shares, shift_of, size_of

GROUP = st.lists(st.integers(-1_000, 10**9), min_size=5, max_size=30)
FEW_VALUES = st.lists(st.integers(0, 9), min_size=5, max_size=15)


@given(st.one_of(GROUP, FEW_VALUES), st.one_of(GROUP, FEW_VALUES))
def test_the_shift_is_the_median_of_all_differences_of_pairs(first: list[int], last: list[int]) -> None:
    differences = sorted(b - a for a, b in product(first, last))
    shift = shift_of(first, last)
    assert shift.value == median(differences)
    assert {shift.low, shift.high} <= {*differences}
    assert shift.low <= shift.value <= shift.high


@given(GROUP, GROUP)
def test_the_shift_the_other_way_round_is_its_negative(first: list[int], last: list[int]) -> None:
    one, other = shift_of(first, last), shift_of(last, first)
    assert (one.value, one.low, one.high) == (-other.value, -other.high, -other.low)


@settings(max_examples=60)
@given(first=st.lists(st.integers(0, 10**6), min_size=6, max_size=30, unique=True),
       last=st.lists(st.integers(0, 10**6), min_size=6, max_size=30, unique=True))  # fmt: skip
def test_the_test_refuses_shifts_outside_of_the_interval_and_none_within(
    stats: Any, first: list[int], last: list[int]
) -> None:
    """Half a unit beside its ends, where no two values are tied."""
    shift = shift_of(first, last)

    def p(by: float) -> float:
        return float(stats.mannwhitneyu(first, [one - by for one in last], method="asymptotic").pvalue)

    assert p(shift.low - 0.25) < 0.05
    assert p(shift.high + 0.25) < 0.05
    assert p(shift.low + 0.25) > 0.04
    assert p(shift.high - 0.25) > 0.04


@given(FEW_VALUES, FEW_VALUES)
def test_cliffs_delta_is_the_share_of_larger_pairs_less_that_of_smaller_ones(
    first: list[int], last: list[int]
) -> None:
    pairs = [*product(first, last)]
    larger, smaller = sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)
    assert cliffs_delta(first, last) == pytest.approx((larger - smaller) / len(pairs))


def test_effects_have_the_sizes_of_romano() -> None:
    assert [size_of(one) for one in (0.1, -0.2, 0.4, -0.9)] == ["negligible", "small", "medium", "large"]


def test_the_interval_of_shares_is_the_one_that_newcombe_published() -> None:
    """Example (a) of Newcombe 1998, method 10: 56 of 70 against 48 of 80."""
    found = difference_of_shares(48, 80, 56, 70)
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


@given(n=st.integers(1, 60), n_last=st.integers(1, 60), data=st.data())
def test_the_interval_of_shares_is_made_of_those_of_scipy(
    stats: Any, n: int, n_last: int, data: st.DataObject
) -> None:
    met, met_last = data.draw(st.integers(0, n)), data.draw(st.integers(0, n_last))
    one, other = (
        stats.binomtest(own, of).proportion_ci(method="wilson") for own, of in ((met, n), (met_last, n_last))
    )
    p, q = met / n, met_last / n_last
    found = difference_of_shares(met, n, met_last, n_last)
    assert found.low == pytest.approx(q - p - ((q - other.low) ** 2 + (one.high - p) ** 2) ** 0.5, abs=1e-9)
    assert found.high == pytest.approx(q - p + ((other.high - q) ** 2 + (p - one.low) ** 2) ** 0.5, abs=1e-9)
    assert -1 <= found.low <= found.value <= found.high <= 1
