"""Which step another one waited for, in cases that can be drawn on a napkin."""

from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.enabling import find_concurrency, find_enabling

from .make import MINUTE, Did, case, workflow

ENTER = Did("enter", 0, 2)

TIMES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=6)


@given(TIMES)
def test_a_predecessor_is_the_latest_that_had_ended_however_steps_follow_or_overlap(
    times: list[tuple[int, int]],
) -> None:
    one = case("A", *[Did(f"step-{at}", start, start + length) for at, (start, length) in enumerate(times)])
    for place, (timed, previous) in enumerate(find_enabling([one], None).before(one)):
        ended = [other for other in one.steps[:place] if other.complete_ms <= timed.start_ms]
        latest = max(
            ended, key=lambda other: (other.complete_ms, other.start_ms, other.step.key), default=None
        )
        assert previous == latest


def before(one: Case, *others: Case) -> dict[str, str | None]:
    """By activity, the activity that enabled it."""
    enabling = find_enabling([one, *others], None)
    return {
        timed.step.activity.id: previous.step.activity.id if previous is not None else None
        for timed, previous in enabling.before(one)
    }


def test_a_step_is_enabled_by_the_latest_step_that_had_ended() -> None:
    """The check by Ben goes on while Ana confirms: it waited for the entry, not for the check."""
    one = case("A", ENTER, Did("check", 3, 20, actor="Ben"), Did("confirm", 10, 12))
    assert before(one) == {"enter": None, "check": "enter", "confirm": "enter"}
    _, check, _ = one.steps
    assert find_enabling([one], None).waits(one)[1] == 20 * MINUTE - 2 * MINUTE - check.parts.work


def test_work_beside_another_step_is_work_of_its_step_and_counts_once_in_the_case() -> None:
    """Ben writes the invoice within the hour in which Ana packs: the case has one hour of work, the invoice half of
    one, and it waited only for the ten minutes before it was begun."""
    one = case("A", Did("pack", 0, 60), Did("invoice", 10, 40, actor="Ben"))
    pack, invoice = one.steps
    assert one.parts.work == pack.parts.work == 60 * MINUTE
    assert (pack.work, invoice.work, invoice.parts.work) == (60 * MINUTE, 30 * MINUTE, 0)
    assert find_enabling([one], None).waits(one) == [0, 10 * MINUTE]


def test_a_pause_before_the_predecessor_was_complete_is_no_part_of_the_wait() -> None:
    """Ana pauses before her check, Ben enters the order after the pause: her check waited from his entry on."""
    others = Did("receive", 0, 1, actor="Cleo"), Did("enter", 35, 50, actor="Ben")
    one = case("A", Did("check", 60, 70), *others, paused=[(5, 30)])
    *_, check = one.steps
    assert check.parts.paused == 25 * MINUTE
    assert find_enabling([one], None).waits(one)[-1] == 10 * MINUTE


def test_steps_of_one_instant_are_enabled_one_behind_the_other() -> None:
    """Posting and invoicing take no time and are booked at once: the invoice does not enable what stands before it."""
    one = case("A", ENTER, Did("post", 300, 300), Did("invoice", 300, 300))
    assert before(one) == {"enter": None, "post": "enter", "invoice": "post"}
    assert find_enabling([one], None).waits(one) == [0, 298 * MINUTE, 0]


def test_wait_at_the_first_step_counts_from_the_start_of_the_case() -> None:
    one = case("A", ENTER, Did("ship", 5, 6))
    assert find_enabling([one], None).waits(one) == [0, 3 * MINUTE]


def stock_and_credit(name: str, *, credit_first: bool) -> Case:
    """Two checks by two people, one after the other, in an order that means nothing."""
    first, second = ("credit", "stock") if credit_first else ("stock", "credit")
    return case(name, ENTER, Did(first, 3, 4), Did(second, 6, 7, actor="Ben"), Did("ship", 9, 10))


ANY_ORDER = [stock_and_credit(f"A{number}", credit_first=number % 2 == 0) for number in range(6)]


def test_what_comes_in_any_order_did_not_wait_for_each_other() -> None:
    assert find_concurrency(ANY_ORDER, None) == {
        "credit": frozenset({"stock"}),
        "stock": frozenset({"credit"}),
    }
    assert before(*ANY_ORDER) == {"enter": None, "credit": "enter", "stock": "enter", "ship": "stock"}


def test_what_overlaps_in_most_cases_is_concurrent_where_it_happens_not_to_overlap() -> None:
    both = [
        case(f"A{number}", ENTER, Did("credit", 3, 6), Did("stock", 4, 7, actor="Ben")) for number in range(5)
    ]
    apart = case("B", ENTER, Did("credit", 3, 4), Did("stock", 8, 9, actor="Ben"))
    assert before(apart, *both) == {"enter": None, "credit": "enter", "stock": "enter"}


def test_four_cases_are_too_few_to_tell() -> None:
    assert find_concurrency(ANY_ORDER[:4], None) == {}


def test_an_exception_to_the_order_is_not_concurrency() -> None:
    rare = [stock_and_credit(f"B{number}", credit_first=True) for number in range(18)]
    assert find_concurrency([*ANY_ORDER, *rare], None) == {}


def test_work_done_again_is_not_concurrency() -> None:
    again = [
        case(f"A{number}", ENTER, Did("check", 3, 4), Did("enter", 5, 6), Did("check", 7, 8))
        for number in range(9)
    ]
    assert find_concurrency(again, None) == {}


def test_a_declared_order_is_no_guess() -> None:
    declared = workflow().activities
    ids = {one.id for one in declared}
    cases = [
        case(f"A{number}", *(Did(name, 3 + 3 * place, 4 + 3 * place) for place, name in enumerate(names)))
        for number in range(6)
        for names in [("enter", "validate", "credit") if number % 2 else ("enter", "credit", "validate")]
    ]
    assert ids >= {"enter", "validate", "credit"}
    assert find_concurrency(cases, workflow()) == {}
    assert find_concurrency(cases, None)
