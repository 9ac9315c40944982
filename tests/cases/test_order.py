"""What came first in a case that several people work on."""

from ledgerium_cli.cases.model import Case
from ledgerium_cli.engine.operations import cases_of
from ledgerium_cli.findings.enabling import find_enabling

from .make import WORKFLOW, fills, message, page, presses, recording

ANA = recording(
    "Ana", 0, page(0, "A"), presses(10, "A", "validate"), presses(100, "A", "release"), message(101, "A")
)
BEN = recording("Ben", 40, page(40, "A"), presses(50, "A", "credit check"), message(52, "A"))


def case_a() -> Case:
    [found] = cases_of((ANA, BEN), WORKFLOW)
    return found


def test_what_a_colleague_did_while_a_page_stood_open_comes_before_what_was_then_done_on_it() -> None:
    assert case_a().variant == ("validate", "credit-check", "release")


def test_what_was_done_on_the_page_takes_the_time_since_it_stood_open_all_the_same() -> None:
    release = case_a().steps[2]
    assert (release.start_ms, release.complete_ms) == (10_000, 101_000)
    assert (release.work, release.parts.work) == (90_000, 80_000)  # not the ten seconds in which Ben worked
    assert sum(timed.parts.total or 0 for timed in case_a().steps) == case_a().cycle_ms == 101_000


def test_what_was_begun_before_others_came_waited_for_none_of_them() -> None:
    cem = recording("Cem", 55, page(55, "A"), fills(60, "A"), fills(70, "A"))
    [found] = cases_of((ANA, BEN, cem), WORKFLOW)
    enabling = find_enabling([found], WORKFLOW)
    assert found.variant == ("validate", "credit-check", "enter", "release")
    assert enabling.places(found) == (None, 0, 1, 0)
    assert enabling.waits(found)[3] == 1000  # the answer of the page


def test_a_step_enables_none_that_stands_before_it_though_both_were_done_at_once() -> None:
    ana = recording(
        "Ana", 0, page(0, "A"), presses(10, "A", "validate"), message(11, "A"), presses(50, "A", "release")
    )
    ben = recording("Ben", 50, presses(50, "A", "credit check"), message(52, "A"))
    [found] = cases_of((ana, ben), WORKFLOW)
    assert found.variant == ("validate", "credit-check", "release")
    assert find_enabling([found], WORKFLOW).places(found) == (None, 0, 0)
