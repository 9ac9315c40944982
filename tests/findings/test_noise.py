"""Tests of noise against those of scipy."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.findings.noise import (
    can_tell,
    fisher_exact,
    fisher_of,
    holm,
)

LEVEL = 0.05


ANSWERS = st.lists(st.booleans(), min_size=1, max_size=60)


@settings(max_examples=100, deadline=None)
@given(first=ANSWERS, last=ANSWERS)
def test_the_exact_test_is_that_of_scipy(stats: Any, first: list[bool], last: list[bool]) -> None:
    table = [[sum(own), len(own) - sum(own)] for own in (first, last)]
    assert fisher_exact(first, last) == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-6)


def test_many_values_that_are_the_same_differ_by_nothing() -> None:
    assert fisher_exact([True] * 5_000, [True] * 5_000) == pytest.approx(1)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_the_correction_refuses_what_holm_refuses_one_after_the_other(probabilities: list[float]) -> None:
    corrected = holm(probabilities)
    refused, left = set(), sorted(range(len(probabilities)), key=probabilities.__getitem__)
    while left and len(left) * probabilities[left[0]] <= LEVEL:
        refused.add(left.pop(0))
    assert {at for at, p in enumerate(corrected) if p <= LEVEL} == refused
    assert all(p <= one <= 1 for p, one in zip(probabilities, corrected, strict=True))


def test_the_correction_is_that_of_the_example_of_holm() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(first=ANSWERS, last=ANSWERS)
def test_no_table_with_the_same_sums_has_a_lower_p_than_the_least(
    first: list[bool], last: list[bool]
) -> None:
    n, rest, yes = len(first), len(last), sum(first) + sum(last)
    tables = range(max(0, yes - rest), min(n, yes) + 1)
    least = {fisher_of(own, n, yes - own, rest)[1] for own in tables}
    assert min(fisher_of(own, n, yes - own, rest)[0] for own in tables) == pytest.approx(min(least), rel=1e-6)
    assert len(least) == 1


def test_what_could_never_be_told_is_not_corrected_for() -> None:
    """Twenty rare paths would take all strength from the one test that can tell."""
    assert can_tell([0.0001, *[0.5] * 20], LEVEL) == [True, *[False] * 20]
    assert can_tell([0.04, 0.04], LEVEL) == [False, False]
    assert can_tell([], LEVEL) == []


@given(st.lists(st.floats(0, 1), max_size=12))
def test_no_more_tests_are_made_than_their_correction_allows(least: list[float]) -> None:
    able = can_tell(least, LEVEL)
    assert all(one * sum(able) <= LEVEL * 1.0000001 for one, can in zip(least, able, strict=True) if can)
