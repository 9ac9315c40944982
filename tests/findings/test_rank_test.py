"""The rank sum test against its definition and against scipy."""

from __future__ import annotations

from itertools import combinations
from math import comb
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.findings import rank_test
from ledgerium_cli.findings.rank_test import Ranks, rank_sum

FEW = st.lists(st.integers(0, 3), min_size=1, max_size=6)
GROUP = st.lists(st.integers(0, 20), min_size=5, max_size=40)


@given(FEW, FEW)
def test_p_is_the_share_of_all_divisions_of_the_same_values_that_part_them_as_far(
    first: list[int], last: list[int]
) -> None:
    every, n = [*first, *last], len(first)
    ranks = [sum(2 * (b < a) + (b == a) for b in every) for a in every]  # doubled, less one
    usual = sum(ranks) * n / len(every)
    far = [abs(sum(ranks[at] for at in chosen) - usual) for chosen in combinations(range(len(every)), n)]
    seen = abs(sum(ranks[:n]) - usual)
    tested = rank_test.rank_test(first, last)
    assert tested.p == pytest.approx(sum(one >= seen - 1e-9 for one in far) / len(far))
    assert tested.least == pytest.approx(sum(one >= max(far) - 1e-9 for one in far) / len(far))


@settings(max_examples=50, deadline=None)
@given(values=st.lists(st.integers(0, 10**9), min_size=10, max_size=60, unique=True), n=st.integers(1, 9))
def test_without_ties_it_is_the_exact_test_of_scipy(stats: Any, values: list[int], n: int) -> None:
    judge = stats.mannwhitneyu(values[:n], values[n:], method="exact").pvalue
    assert rank_sum(values[:n], values[n:]) == pytest.approx(judge)


@settings(max_examples=50, deadline=None)
@given(first=GROUP, last=GROUP)
def test_the_quick_approximation_is_that_of_scipy(stats: Any, first: list[int], last: list[int]) -> None:
    about = Ranks([*first, *last]).p_about(len(first))
    if len({*first, *last}) == 1:
        assert about == 1
    else:
        assert about == pytest.approx(stats.mannwhitneyu(first, last, method="asymptotic").pvalue)


@given(GROUP, GROUP, GROUP)
def test_ranks_once_serve_every_place(one: list[int], two: list[int], three: list[int]) -> None:
    ranks = Ranks([*one, *two, *three])
    assert ranks.test_of_first(len(one)).p == rank_sum(one, [*two, *three])
    assert ranks.test_of_first(len(one) + len(two)).p == rank_sum([*one, *two], three)


def test_values_that_are_all_the_same_differ_by_nothing() -> None:
    assert rank_sum([7] * 5_000, [7] * 5_000) == 1


def test_one_paused_case_of_five_is_no_difference_from_two_hundred_that_did_not_pause() -> None:
    assert rank_sum([10_000, 0, 0, 0, 0], [0] * 200) == pytest.approx(5 / 205)


@pytest.mark.parametrize("differing", [0.02, 0.2, 0.6, 1.0])
def test_what_is_too_much_to_count_is_about_what_counting_gives(
    monkeypatch: pytest.MonkeyPatch, differing: float
) -> None:
    random = Random(1)
    groups = [
        [random.random() + late if random.random() < differing else 0 for _ in range(n)]
        for n, late in ((20, 0.4), (150, 0))
    ]
    counted = rank_sum(*groups)
    monkeypatch.setattr(rank_test, "MOST_COUNTED", 0)
    assert rank_sum(*groups) == pytest.approx(counted, rel=0.15, abs=0.005)


def test_shares_of_thousands_of_cases_are_counted_exactly_and_in_linear_time() -> None:
    first, last = [1] * 600 + [0] * 1_400, [1] * 700 + [0] * 1_300
    far = [k for k in range(1_301) if abs(k - 650) >= 50]
    exact = sum(comb(1_300, k) * comb(2_700, 2_000 - k) for k in far) / comb(4_000, 2_000)
    assert rank_sum(first, last) == pytest.approx(exact)
    assert rank_sum(first * 50, last * 50) < 1e-100


def test_a_single_other_value_is_counted_exactly_among_any_number() -> None:
    assert rank_sum([10_000, 0, 0, 0, 0], [0] * 500_000) == pytest.approx(5 / 500_005)
    assert rank_sum([1, 2] + [0] * 3, [0] * 500_000) == pytest.approx(comb(5, 2) / comb(500_005, 2))


def test_false_alarms_are_as_rare_as_p_says_where_most_values_are_the_same() -> None:
    random, alarms = Random(2), 0
    for _ in range(400):
        values = [random.random() if random.random() < 0.03 else 0 for _ in range(210)]
        alarms += rank_sum(values[:10], values[10:]) <= 0.01
    assert alarms <= 10  # 4 are expected
