"""Parts of time, some of which a record may not show."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledgerium_cli.cases.model import PARTS, Case, Part, Parts, Timeline, parts_of, total
from ledgerium_cli.documents.words import duration
from ledgerium_cli.findings.metrics import time_within

from ..findings.make import Did, case, measured, workflow

HOUR = 3_600_000
LENGTHS = st.dictionaries(st.sampled_from(PARTS), st.integers(0, 10**12))


@given(LENGTHS)
def test_known_parts_add_up_and_the_others_count_as_nothing(lengths: dict[Part, int]) -> None:
    parts = Parts(**{part: lengths.get(part) for part in PARTS})
    assert parts.total == (sum(lengths.values()) if lengths else None)


@given(st.lists(LENGTHS))
def test_a_sum_of_parts_is_the_sum_of_what_is_known_of_each(rows: list[dict[Part, int]]) -> None:
    found = total(Parts(**{part: row.get(part) for part in PARTS}) for row in rows)
    for part in PARTS:
        known = [row[part] for row in rows if part in row]
        assert getattr(found, part) == (sum(known) if known or not rows else None)


def test_what_a_record_cannot_show_is_none_and_what_it_can_show_may_be_zero() -> None:
    assert parts_of([5, 0, 0, 0, 0], ("work", "between_step_wait")) == Parts(5, None, None, 0, None)
    assert parts_of([0] * 5, ()).total is None
    assert duration(parts_of([0] * 5, ()).work) == "not known"
    assert duration(parts_of([0] * 5, ("work",)).work) == "0 s"


def test_a_case_of_which_nothing_is_known_leaves_the_times_of_the_others_alone() -> None:
    flow = workflow(base=CREDIT)
    timed, untimed = _order("SO-1"), _with_one_time_per_step(_order("SO-2"))
    assert untimed.cycle_ms == timed.cycle_ms == HOUR
    both, alone = measured([timed, untimed], flow), measured([timed], flow)
    assert (both.parts, both.efficiency) == (alone.parts, alone.efficiency)
    assert both.cycle.n == 2
    assert both.intervals[0].times.n == alone.intervals[0].times.n == 1
    assert both.intervals[0].unknown == ("SO-2",)


def test_time_from_point_to_point_is_known_where_every_part_of_it_counts() -> None:
    untimed = _with_one_time_per_step(_order("SO-2"))
    since = untimed.start_ms
    assert time_within(untimed, since, since + 1000, PARTS) == 1000
    assert time_within(untimed, since, since + 1000, ("work",)) is None


CREDIT = """
format = 1
name = "Orders"
case = { pattern = "SO-[0-9]+" }
[[activities]]
id = "enter"
title = "Enter the order"
[[activities]]
id = "credit"
title = "Run the credit check"
[[metrics]]
id = "wait"
title = "Wait for the credit check"
since = { activity = "enter", point = "complete" }
until = { activity = "credit", point = "start" }
"""


def _order(name: str) -> Case:
    return case(name, Did("enter", 0, 10), Did("credit", 40, 60))


def _with_one_time_per_step(found: Case) -> Case:
    unknown = parts_of([0] * 5, ())
    steps = tuple(msgspec.structs.replace(one, parts=unknown) for one in found.steps)
    return replace(found, steps=steps, timeline=Timeline(), parts=unknown, known=())
