"""The order in which a procedure tells its steps, of cases written as words: a letter an activity."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.findings.precedence import MOST_RANKED, Before, Precedence

CASES = st.lists(st.text("abcdefg", min_size=1, max_size=8), min_size=1, max_size=14)


def precedence(cases: Sequence[Sequence[str]]) -> Precedence:
    performed = Counter(one for case in cases for one in dict.fromkeys(case))
    first_seen = dict.fromkeys(one for case in cases for one in case)
    taken: dict[tuple[str, ...], list[int]] = {}
    for place, case in enumerate(cases):
        taken.setdefault(tuple(case), []).append(place)
    return Precedence({one: performed[one] for one in first_seen}, taken.items())


def order(*cases: str, declared: str = "") -> str:
    return "".join(precedence(cases).in_order(declared))


def test_a_step_that_many_cases_skip_stands_before_what_follows_it_where_it_is_done() -> None:
    assert order(*["abc"] * 5, *["ac"] * 3) == "abc"
    assert order("acde", "acde", "abcde") == "abcde"


def test_a_loop_does_not_turn_its_own_order_around() -> None:
    assert order("abababc", "abc", "ababc") == "abc"


def test_a_rare_step_stands_behind_those_after_which_it_was_seen() -> None:
    assert order("abcd", "abcd", "abxcd", "abcd") == "abxcd"


def test_ways_that_exclude_each_other_stand_as_they_were_first_seen() -> None:
    assert order("abbd", "acd", "ad") == order("abd", "acd", "acd") == "abcd"


def test_of_two_orders_the_usual_one_is_told_and_the_other_one_stays_known() -> None:
    found = precedence(["abc", "abc", "acb", "ab"])
    assert found.in_order([]) == ["a", "b", "c"]
    assert found.unsettled(["a", "b", "c"]) == {"c": (Before("b", 1, 3),)}
    assert not precedence([*["abc"] * 4, "acb"]).unsettled(["a", "b", "c"])


def test_of_orders_that_go_round_in_a_circle_the_least_clear_one_gives_way() -> None:
    assert order(*["ab"] * 3, *["bc"] * 4, *["ca"] * 2) == "abc"
    assert order(*["ab"] * 2, *["bc"] * 4, *["ca"] * 3) == "bca"


def test_declared_steps_keep_their_order_and_others_stand_between_them_where_they_were_done() -> None:
    assert order("axbc", "axbc", declared="cab") == "caxb"
    assert order("axb", "ab", declared="ab") == "axb"


def test_steps_beyond_the_ranked_ones_stand_behind_them() -> None:
    many = [f"{number:04}" for number in range(MOST_RANKED + 2)]
    found = precedence([many, [*many[:5], *many[7:]]])
    assert found.in_order([]) == [*many[:5], *many[7:], *many[5:7]]
    assert not found.unsettled(found.in_order([]))


@given(CASES)
def test_a_step_before_which_another_was_always_done_stands_behind_it(cases: list[str]) -> None:
    found = order(*cases)
    for one, other in combinations(found, 2):  # `other` stands behind
        has_always_gone_first = all(other in case[: case.index(one)] for case in cases if one in case)
        assert not has_always_gone_first, (one, other, found)


@given(CASES)
def test_each_step_stands_in_the_order_once_whatever_the_cases(cases: list[str]) -> None:
    assert sorted(order(*cases)) == sorted({*"".join(cases)})


@given(CASES)
def test_neighbours_in_the_order_stand_as_in_most_cases_with_both(cases: list[str]) -> None:
    for one, other in pairwise(order(*cases)):
        both = [case for case in cases if one in case and other in case]
        first = sum(case.index(one) < case.index(other) for case in both)
        assert 2 * first >= len(both)


@given(CASES, st.data())
def test_one_more_case_that_goes_in_the_order_changes_nothing(cases: list[str], data: st.DataObject) -> None:
    found = order(*cases)
    agreeing = [
        case for case in cases if "".join(sorted({*case}, key=found.index)) == "".join(dict.fromkeys(case))
    ]
    if agreeing:
        assert order(*cases, data.draw(st.sampled_from(agreeing))) == found


@given(CASES, st.integers(1, 9))
def test_what_is_seen_as_often_in_every_case_changes_nothing(cases: list[str], times: int) -> None:
    assert order(*cases * times) == order(*cases)


@given(CASES)
def test_the_order_of_the_cases_decides_nothing_but_what_was_first_seen(cases: list[str]) -> None:
    first_seen = dict.fromkeys("".join(cases))
    ahead = "".join(first_seen)
    assert order(ahead, *cases) == order(ahead, *reversed(cases))
