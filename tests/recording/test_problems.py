"""How many problems a person is told of at once."""

from __future__ import annotations

from ledgerium_cli.problems import Problem, in_short


def wrong(file: str, lines: int) -> list[Problem]:
    return [Problem(file, line, "Wrong.", "Mend it.") for line in range(1, lines + 1)]


def test_few_problems_are_all_told() -> None:
    assert in_short([*wrong("a", 2), *wrong("b", 1)]) == [
        "a:1: Wrong. Mend it.",
        "a:2: Wrong. Mend it.",
        "b:1: Wrong. Mend it.",
    ]


def test_of_a_file_with_a_problem_in_each_line_the_first_ones_are_told_and_the_rest_counted() -> None:
    *told, rest = in_short(wrong("a", 40_000))
    assert [line.split()[0] for line in told] == ["a:1:", "a:2:", "a:3:", "a:4:", "a:5:"]
    assert rest == (
        "39995 more problems in a. `ledgerium validate` names each one of a recording, `ledgerium import` the first "
        "hundred of a log."
    )


def test_so_it_is_of_a_folder_with_a_problem_in_each_file() -> None:
    *told, rest = in_short([one for file in range(1, 2_001) for one in wrong(f"{file}.jsonl", 1)])
    assert len(told) == 50
    assert rest.startswith("1950 more problems in 51.jsonl, 52.jsonl and 1948 more files. ")
