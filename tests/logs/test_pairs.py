"""Which completion belongs to which start, where rows say only that something started or was complete."""

from __future__ import annotations

from collections import defaultdict, deque

from hypothesis import given, settings
from hypothesis import strategies as st

from .make import at, read

HEADER = "case,activity,timestamp,lifecycle,resource\n"
Told = tuple[str, str, int, str]


def log(rows: list[Told]) -> str:
    return HEADER + "".join(
        f"{case},{activity},{at(second)},{life},Ana\n" for case, activity, second, life in rows
    )


def of_check(*times: tuple[int, str]) -> list[Told]:
    return [("A", "Check", second, life) for second, life in times]


def test_a_completion_belongs_to_the_earliest_start_that_is_not_complete_yet() -> None:
    found = read(log(of_check((0, "start"), (2, "start"), (5, "complete"), (9, "complete"))))
    assert found.spans == [("A", "Check", 0, 5), ("A", "Check", 2, 9)]
    assert [one.numbers for one in found.instances] == [[2, 4], [3, 5]]


def test_a_completion_without_a_start_and_a_start_without_a_completion_stand_alone() -> None:
    found = read(log(of_check((0, "complete"), (2, "START"), (5, "Complete"), (7, "start"))))
    assert found.spans == [("A", "Check", None, 0), ("A", "Check", 2, 5), ("A", "Check", None, 7)]
    assert [one.completed for one in found.instances] == [True, True, False]


def test_who_completes_a_step_did_it() -> None:
    text = f"{HEADER}A,Check,{at(0)},start,Ana\nA,Check,{at(5)},complete,Ben\n"
    assert [one.actor for one in read(text).instances] == ["Ben"]


def by_people(*rows: tuple[int, str, str]) -> str:
    return HEADER + "".join(f"A,Check,{at(second)},{life},{who}\n" for second, life, who in rows)


def test_everyone_ends_what_they_started_themselves_whatever_others_do() -> None:
    both = (0, "start", "Ana"), (2, "start", "Ben"), (5, "complete", "Ben"), (9, "complete", "Ana")
    found = read(by_people(*both))
    assert [(one.actor, one.numbers) for one in found.instances] == [("Ana", [2, 5]), ("Ben", [3, 4])]
    handed_over = *both[:3], (9, "complete", "Cleo")
    found = read(by_people(*handed_over))
    assert [(one.actor, one.numbers) for one in found.instances] == [("Cleo", [2, 5]), ("Ben", [3, 4])]
    left_open = (-9, "start", "Cleo"), *both
    found = read(by_people(*left_open))
    assert [(one.actor, one.numbers) for one in found.instances] == [
        ("Cleo", [2]),
        ("Ana", [3, 6]),
        ("Ben", [4, 5]),
    ]


def test_what_somebody_else_ends_is_the_earliest_that_is_going_on() -> None:
    both = (0, "start", "Ana"), (2, "start", "Ben"), (5, "complete", "Cleo"), (9, "complete", "Ana")
    assert read(by_people(*both)).spans == [("A", "Check", 0, 5), ("A", "Check", 2, 9)]
    nobody = (0, "start", ""), (2, "start", "Ben"), (5, "complete", ""), (9, "complete", "Ben")
    assert read(by_people(*nobody)).spans == [("A", "Check", 0, 5), ("A", "Check", 2, 9)]


def test_what_somebody_suspends_is_what_they_started() -> None:
    both = (0, "start", "Ana"), (2, "start", "Ben"), (3, "suspend", "Ben"), (4, "resume", "Ben")
    found = read(by_people(*both, (5, "complete", "Ben"), (9, "complete", "Ana")))
    assert [len(one.suspended) for one in found.instances] == [0, 2]


def test_an_instance_that_starts_again_after_its_end_is_performed_again() -> None:
    times = (0, "start"), (5, "complete"), (60, "start"), (70, "complete")
    rows = "".join(f"A,Check,{at(second)},{life},7\n" for second, life in times)
    found = read(f"case,activity,timestamp,lifecycle,activity_instance\n{rows}")
    assert found.spans == [("A", "Check", 0, 5), ("A", "Check", 60, 70)]


def test_rows_that_neither_start_nor_complete_anything_are_left_out_and_counted() -> None:
    found = read(log(of_check((0, "schedule"), (1, "start"), (2, "complete"))))
    assert found.spans == [("A", "Check", 1, 2)]
    assert "1 of 'schedule'" in found.problems[0].what
    assert found.facts.left_out == 1


def test_what_came_before_the_start_of_an_instance_is_part_of_it() -> None:
    text = (
        "case,activity,timestamp,lifecycle,activity_instance\n"
        f"A,Check,{at(0)},schedule,7\nA,Check,{at(3)},start,7\nA,Check,{at(5)},complete,7\nA,Check,{at(9)},resume,7\n"
    )
    [one] = read(text).instances
    assert (one.numbers, [(time - one.times[0]) // 1000 for time in one.times]) == ([2, 3, 4], [0, 3, 5])


def test_a_case_in_which_nothing_starts_or_ends_is_named_and_its_rows_are_counted() -> None:
    text = (
        f"case,activity,timestamp,lifecycle,activity_instance\nA,Check,{at(3)},start,7\nA,Check,{at(5)},complete,7\n"
        f"D,Check,{at(0)},schedule,8\nD,Check,{at(2)},ate_abort,8\nA,Send,{at(9)},schedule,9\n"
    )
    found = read(text)
    assert found.spans == [("A", "Check", 3, 5)]
    assert [(one.line, one.what) for one in found.problems] == [
        (
            None,
            "Rows that neither start nor end anything: 2 of 'schedule'. 1 case holds nothing else, 'D' first.",
        ),
        (5, "'Check' of 'D' ended without being complete; that it was to begin is told, not that it did."),
    ]
    assert found.facts.left_out == 3


def test_an_instance_that_is_complete_before_it_starts_is_left_out_and_named() -> None:
    text = (
        f"case,activity,timestamp,lifecycle,activity_instance\nA,Check,{at(3)},start,7\n"
        f"A,Check,{at(1)},complete,7\nA,Send,{at(5)},complete,8\n"
    )
    found = read(text)
    assert found.spans == [("A", "Send", None, 5)]
    assert [(one.line, one.what) for one in found.problems] == [(2, "'Check' is complete before it starts.")]


ROWS = st.lists(
    st.tuples(
        st.sampled_from("AB"),
        st.sampled_from("xy"),
        st.integers(0, 20),
        st.sampled_from(["start", "complete"]),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(ROWS)
def test_pairs_are_those_of_a_queue_for_each_activity_of_a_case(rows: list[Told]) -> None:
    rows = [*rows, ("C", "x", 0, "start")]  # so that the log has starts
    waiting: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    expected = []
    # At one moment what starts comes first, else a step of no length could not be.
    for case, activity, second, life in sorted(rows, key=lambda row: (row[2], row[3] == "complete")):
        queue = waiting[case, activity]
        if life == "start":
            queue.append(second)
        else:
            expected.append((case, activity, queue.popleft() if queue else None, second))
    expected += [(*key, None, second) for key, queue in waiting.items() for second in queue]
    assert sorted(map(str, read(log(rows)).spans)) == sorted(
        str((case, activity, start if start is None else float(start), float(end)))
        for case, activity, start, end in expected
    )


def test_rows_of_one_instance_that_say_the_same_are_of_one_step_and_not_told() -> None:
    told = ((7, 3, "start"), (7, 5, "complete"), (8, 20, "start"), (8, 25, "complete"))
    rows = "".join(f"A,Check,{at(time)},{life},{number}\n" * 2 for number, time, life in told)
    found = read(f"case,activity,timestamp,lifecycle,activity_instance\n{rows}")
    assert found.spans == [("A", "Check", 3, 5), ("A", "Check", 20, 25)]
    assert (found.problems, found.facts.twice) == ((), 0)
