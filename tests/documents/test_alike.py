"""What looks alike is counted together, and nothing gets lost by that."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.view.alike import Looks
from ledgerium_cli.documents.words import first_named
from ledgerium_cli.engine.operations import cases_of
from ledgerium_cli.recording.model import Recording

from ..properties.recordings import DECLARED, always, from_the_generator
from ..properties.strategies import several_recordings
from .make import A, Take, analysed, sales_order


@always(40)
@given(several_recordings() | st.sampled_from([from_the_generator(seed) for seed in range(8)]))
def test_every_performance_is_counted_once_with_what_came_next(recordings: list[Recording]) -> None:
    cases = cases_of(recordings, DECLARED)
    alike = Looks()
    for case in cases:
        alike.add(case)
    looks = alike.found
    steps = [timed.step for case in cases for timed in case.steps]
    assert sum(look.times for look in looks) == len(steps)
    assert sum(look.events for look in looks) == sum(len(step.events) for step in steps)
    after: Counter[tuple[str, str]] = Counter()
    for look in looks:
        if look.after is not None:
            after[look.shape.activity.id, look.after.id] += look.times
    assert after == Counter(pair for case in cases for pair in pairwise(case.variant))
    places = [steps.index(look.first) for look in looks]
    assert places == sorted(places)


def test_a_case_that_was_refused_once_counts_what_set_it_right_apart() -> None:
    ana = Take("a", "Ana").page(0, A).fill(5, A, "Customer").press(9, A, "Save order", "Order not saved")
    ana.fill(20, A, "Terms").press(25, A, "Save order", "Order not saved")
    ana.fill(30, A, "Date").press(35, A, "Save order", "Order saved")
    alike = Looks()
    for case in analysed(ana, workflow=sales_order()).cases:
        alike.add(case)
    assert [(look.mends, look.begins) for look in alike.found] == [(False, 1), (True, 0), (True, 0)]


@given(st.lists(st.text("ab", min_size=1, max_size=2), max_size=12))
def test_the_first_of_many_are_named_as_all_of_them_would_be(names: list[str]) -> None:
    assert first_named(First(3, names), 3) == first_named(names, 3)
    once: First[str] = First(3)
    for name in sorted(names):
        once.once(name)
    assert first_named(once, 3) == first_named(sorted(set(names)), 3)
