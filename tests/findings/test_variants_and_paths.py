"""Paths and variants of cases that can be drawn on a napkin."""

from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.variants import find_variants

from .make import MINUTE, Did, case, find_changes, find_paths

DIRECT = Did("enter", 0, 2), Did("ship", 5, 6)


def test_the_happy_path_is_the_most_frequent_variant_and_ties_go_to_the_earliest_case() -> None:
    other = Did("enter", 1, 2), Did("confirm", 3, 4), Did("ship", 5, 6)
    rare, first, second = (case(name, *steps) for name, steps in (("C", other), ("A", DIRECT), ("B", DIRECT)))
    happy, least = find_variants([first, second, rare])
    assert (happy.activities, happy.cases, happy.share) == (("enter", "ship"), ("A", "B"), 2 / 3)
    assert least.cases == ("C",)
    assert [variant.cases for variant in find_variants([first, rare])] == [("A",), ("C",)]


def test_paths_run_from_the_start_of_a_case_to_its_end() -> None:
    paths = {
        (path.source, path.target): path for path in find_paths([case("A", *DIRECT), case("B", *DIRECT)])
    }
    assert {ends: path.count for ends, path in paths.items()} == {
        (None, "enter"): 2,
        ("enter", "ship"): 2,
        ("ship", None): 2,
    }
    between = paths["enter", "ship"]
    assert (between.between.values, between.cases) == ((3 * MINUTE, 3 * MINUTE), ("A", "B"))
    assert between.evidence == (Evidence("A-Ana", (2,)), Evidence("A-Ana", (11,)))


def test_a_path_that_a_case_takes_twice_counts_twice() -> None:
    round_trip = Did("enter", 0, 1), Did("check", 2, 3), Did("enter", 4, 5), Did("check", 6, 7)
    path = next(one for one in find_paths([case("A", *round_trip)]) if one.source == "enter")
    assert (path.count, path.cases) == (2, ("A",))


def test_a_change_of_actor_is_a_hand_off_and_a_change_of_system_is_not() -> None:
    steps = Did("a", 0, 1), Did("b", 2, 3, actor="Ben"), Did("c", 4, 5, actor="Ben", system="crm")
    paths = {path.source: path for path in find_paths([case("A", *steps)])}
    assert (paths["a"].hand_offs, paths["a"].system_switches) == (1, 0)
    assert (paths["b"].hand_offs, paths["b"].system_switches) == (0, 1)


def test_nothing_lies_between_steps_that_overlap() -> None:
    overlap = case("A", Did("a", 0, 5), Did("b", 3, 8, actor="Ben"))
    path = next(one for one in find_paths([overlap]) if one.source == "a")
    assert path.between.values == (0,)


def test_coverage_adds_up_the_shares_of_the_more_frequent_variants() -> None:
    rare = case("C", Did("enter", 1, 2), Did("confirm", 3, 4))
    found = find_variants([case("A", *DIRECT), case("B", *DIRECT), rare])
    assert [one.coverage for one in found] == [2 / 3, 1]


def test_hand_offs_and_switches_are_counted_per_case() -> None:
    back_and_forth = [
        Did("a", 0, 1),
        Did("b", 2, 3, actor="Ben"),
        Did("c", 4, 5),
        Did("d", 6, 7, system="crm"),
    ]
    cases = [case("A", *back_and_forth), case("B", *DIRECT)]
    found, switches = find_changes(cases)
    assert (found.count, found.cases, found.of_cases, found.per_case, found.most) == (2, 1, 2, 1, 2)
    assert switches.count == 1
