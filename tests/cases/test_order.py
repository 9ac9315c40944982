"""What came first in a case that several people work on."""

from ledgerium_cli.cases.model import Case
from ledgerium_cli.engine.operations import cases_of

from .make import WORKFLOW, message, page, presses, recording

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
