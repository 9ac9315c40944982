"""Tests of noise against those of scipy."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.findings.noise import Ranks, fisher_exact, rank_sum


@pytest.fixture(scope="module")
def stats() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from scipy import stats
    return stats


GROUP = st.lists(st.integers(0, 20), min_size=5, max_size=40)
ANSWERS = st.lists(st.booleans(), min_size=1, max_size=60)


@settings(max_examples=100, deadline=None)
@given(first=GROUP, last=GROUP)
def test_the_rank_sum_test_is_that_of_scipy(stats: Any, first: list[int], last: list[int]) -> None:
    if len({*first, *last}) == 1:
        assert rank_sum(first, last) == 1
    else:
        assert rank_sum(first, last) == pytest.approx(
            stats.mannwhitneyu(first, last, method="asymptotic").pvalue
        )


@settings(max_examples=100, deadline=None)
@given(first=ANSWERS, last=ANSWERS)
def test_the_exact_test_is_that_of_scipy(stats: Any, first: list[bool], last: list[bool]) -> None:
    table = [[sum(own), len(own) - sum(own)] for own in (first, last)]
    assert fisher_exact(first, last) == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-6)


@given(GROUP, GROUP, GROUP)
def test_ranks_once_serve_every_place(one: list[int], two: list[int], three: list[int]) -> None:
    ranks = Ranks([*one, *two, *three])
    assert ranks.p_of_first(len(one)) == rank_sum(one, [*two, *three])
    assert ranks.p_of_first(len(one) + len(two)) == rank_sum([*one, *two], three)


def test_many_values_that_are_the_same_differ_by_nothing() -> None:
    assert rank_sum([7] * 5_000, [7] * 5_000) == 1
    assert fisher_exact([True] * 5_000, [True] * 5_000) == pytest.approx(1)
