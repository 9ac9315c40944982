"""Summaries of times: what a reader can check by hand, and nothing dressed up from few values."""

import statistics
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.findings.statistics import (
    FEW,
    RESAMPLES,
    SEED,
    Summary,
    bootstrap_mean,
    expansion_mean,
    mean_interval,
    middle,
    quantile,
    summarise,
)

TIMES = st.lists(st.integers(0, 10**9), min_size=FEW, max_size=40)


@pytest.mark.parametrize(
    ("ordered", "share", "expected"),
    [
        ([7], 0.9, 7),
        ([10, 20], 0.5, 15),
        ([10, 20, 30, 40, 50], 0, 10),
        ([10, 20, 30, 40, 50], 0.5, 30),
        ([10, 20, 30, 40, 50], 0.9, 46),  # place 0.9 × 4 = 3.6: 40 + 0.6 × 10
        ([10, 20, 30, 40, 50], 1, 50),
    ],
)
def test_a_quantile_lies_between_its_two_neighbours(
    ordered: list[int], share: float, expected: float
) -> None:
    assert quantile(ordered, share) == expected


@pytest.mark.parametrize("values", [[], [3], [3, 1], [4, 2, 9, 1]])
def test_fewer_than_five_values_are_given_as_they_are(values: list[int]) -> None:
    assert summarise(values) == Summary(len(values), values=tuple(sorted(values)))


def test_five_values_are_summed_up() -> None:
    found = summarise([50, 10, 40, 20, 30])
    assert (found.n, found.values) == (5, None)
    assert (found.minimum, found.median, found.p90, found.maximum, found.mean) == (10, 30, 46, 50, 30)
    assert found.mean_low is not None
    assert found.mean_high is not None
    assert 10 < found.mean_low < 30 < found.mean_high < 50


def test_the_interval_of_the_mean_is_as_wide_as_theory_says() -> None:
    """1 to 100: mean 50.5, standard error 28.87 / √100 = 2.89; 50.5 ± 1.96 × 2.89 is 44.8 to 56.2."""
    low, high = bootstrap_mean(tuple(range(1, 101)))
    assert low == pytest.approx(44.8, abs=0.6)
    assert high == pytest.approx(56.2, abs=0.6)


@pytest.mark.parametrize("size", [*range(5, 200, 13), 200])
def test_the_interval_of_the_mean_is_that_of_a_thousand_plain_resamples(size: int) -> None:
    """However the places of the values are drawn: those of `random.choices`, one resample after the other."""
    random = Random(size)
    values = tuple(sorted(random.randrange(10**10) for _ in range(size)))
    plain = Random(SEED)
    means = sorted(sum(plain.choices(values, k=size)) / size for _ in range(RESAMPLES))
    assert bootstrap_mean(values) == (quantile(means, 0.025), quantile(means, 0.975))


@pytest.mark.parametrize("size", [201, 1000])
def test_the_interval_of_many_values_is_what_resampling_them_gives(size: int) -> None:
    """Of times as skewed as waits are, the bounds differ by less than the chance of resampling."""
    random = Random(3)
    values = tuple(sorted(round(1000 * random.lognormvariate(3, 1.2)) for _ in range(size)))
    resampled, computed = bootstrap_mean(values), expansion_mean(values)
    assert mean_interval(values) == computed
    assert computed == pytest.approx(resampled, abs=0.06 * (resampled[1] - resampled[0]))


def test_values_that_are_all_the_same_have_no_interval_to_speak_of() -> None:
    assert bootstrap_mean((8,) * 20) == (8, 8)
    assert mean_interval((8,) * 300) == (8, 8)


@pytest.mark.parametrize(
    ("values", "expected"), [([], None), ([4], 4), ([1, 4], 2), ([5, 1, 3], 3), ([1, 2, 3, 4, 100], 3)]
)
def test_the_middle_is_the_median_also_of_few(values: list[int], expected: int | None) -> None:
    assert middle(summarise(values)) == expected


@given(TIMES)
def test_the_numbers_of_a_summary_stand_in_order(values: list[int]) -> None:
    found = summarise(values)
    assert found.minimum is not None
    assert found.median is not None
    assert found.p90 is not None
    assert found.maximum is not None
    assert found.mean_low is not None
    assert found.mean_high is not None
    assert found.minimum <= found.median <= found.p90 <= found.maximum
    assert found.minimum <= found.mean_low <= found.mean_high <= found.maximum


@given(TIMES, st.randoms(use_true_random=False))
def test_the_order_of_values_does_not_matter(values: list[int], random: Random) -> None:
    shuffled = values.copy()
    random.shuffle(shuffled)
    assert summarise(shuffled) == summarise(values)


@given(TIMES)
def test_quantiles_are_those_of_the_standard_library(values: list[int]) -> None:
    ordered = sorted(values)
    tenths = statistics.quantiles(ordered, n=10, method="inclusive")
    assert [quantile(ordered, place / 10) for place in range(1, 10)] == pytest.approx(tenths)
