"""A step gives back what it was made of, in whatever way it keeps it."""

from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.steps.model import Activity, Shape, step_of

SHAPE = Shape(activity=Activity("enter", "Enter the order", "rule"))


@given(st.lists(st.integers(1, 12) | st.integers(1, 2**40), min_size=1))
def test_numbers_of_events_are_as_given_whether_or_not_they_follow_each_other(numbers: list[int]) -> None:
    step = step_of("SO-1", "R", "Ana", SHAPE, numbers, range(len(numbers)))
    assert [*step.numbers] == numbers
    assert (step.numbers[-1], step.key) == (numbers[-1], ("R", numbers[0]))
    assert step.events == tuple(dict.fromkeys(numbers))


@given(st.integers(1, 10), st.integers(1, 10))
def test_the_numbers_of_an_uninterrupted_step_take_no_room(first: int, events: int) -> None:
    step = step_of("SO-1", "R", "Ana", SHAPE, range(first, first + events), range(events))
    assert ([*step.numbers], step.packed_numbers) == ([*range(first, first + events)], b"")
