"""Alignments against the declared workflow, beside what the rules find."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.conformance import Conformance, TriedFold, align_cases, declared_model
from ledgerium_cli.findings.deviating import find_deviations
from ledgerium_cli.findings.order import walk_all
from ledgerium_cli.findings.variants import VariantFold
from ledgerium_cli.mining import replay
from ledgerium_cli.mining.replay import Move
from ledgerium_cli.workflow.wire import Workflow

from .make import Did, case, workflow

BASE = """
format = 1
name = "Bounded"
ends_with = "d"
case = { pattern = 'SO-\\d+' }
activities = [
    { id = "a", title = "A" }, { id = "b", title = "B", required = false, at_most = 2 },
    { id = "c", title = "C" }, { id = "d", title = "D", at_most = 1 },
]
"""
BOUNDED = workflow(base=BASE)
ANY_ORDER = workflow(
    base="""
format = 1
name = "Any order"
ends_with = "d"
ordered = false
case = { pattern = 'SO-\\d+' }
activities = [
    { id = "a", title = "A" }, { id = "b", title = "B", required = false },
    { id = "c", title = "C", at_most = 2 }, { id = "d", title = "D" },
]
"""
)


SEVERAL = workflow(base=BASE.replace('"d"', '["d", "c"]', 1))
"""A case ends with either of its last two activities, so that none needs both."""


def performed(name: str, steps: str, flow: Workflow) -> Case:
    """One letter a step, a minute each."""
    return case(name, *(Did(one, at, at + 1) for at, one in enumerate(steps)), flow=flow)


def compared(cases: Sequence[Case], flow: Workflow | None) -> Conformance | None:
    variants, refused = VariantFold(), TriedFold(flow)
    return align_cases(walk_all(cases, variants, refused), variants.taken(), flow, refused.conclude())


def aligned(steps: str, flow: Workflow = BOUNDED) -> list[tuple[str, str]]:
    found = compared([performed("SO-1", steps, flow)], flow)
    assert found is not None
    return [(move.who, move.activity) for move in found.variants[0].alignment.moves if move.who != "both"]


@pytest.mark.parametrize(
    ("steps", "moves"),
    [
        ("abcd", []),
        ("acd", []),
        ("abd", [("model", "c")]),
        ("abcxd", [("case", "x")]),
        ("abbbcd", [("case", "b")]),
        ("a", []),
        ("ca", [("case", "c")]),
        ("abcdab", []),
    ],
)
def test_moves_name_what_was_left_out_and_what_was_done_besides(
    steps: str, moves: list[tuple[str, str]]
) -> None:
    assert sorted(aligned(steps)) == sorted(moves)


def test_the_declared_model_is_the_declared_order_or_any_order() -> None:
    assert declared_model(BOUNDED).text == "sequence(a, optional(b), c, d)"
    assert declared_model(ANY_ORDER).text == "parallel(a, c, d, optional(b))"
    assert declared_model(SEVERAL).text == "sequence(a, optional(b), optional(c), optional(d))"


@given(st.text(alphabet="abcdx", min_size=1, max_size=7), st.sampled_from([BOUNDED, ANY_ORDER, SEVERAL]))
def test_a_case_costs_nothing_exactly_where_the_rules_find_nothing(steps: str, flow: Workflow) -> None:
    one = performed("SO-1", steps, flow)
    found = compared([one], flow)
    assert found is not None
    assert (found.variants[0].alignment.cost == 0) == (find_deviations([one], flow) == ())


REFUSABLE = workflow(
    base=BASE.replace(
        'title = "', 'outcomes = [{ name = "No", result = "refused", when = { message = "no" } }], title = "'
    )
)


REFUSABLE_IN_ANY_ORDER = msgspec.structs.replace(REFUSABLE, ordered=False)
CHECKED = msgspec.structs.replace(
    REFUSABLE,
    activities=tuple(msgspec.structs.replace(one, check=one.id == "c") for one in REFUSABLE.activities),
)


@given(
    st.lists(st.sampled_from([*"abcdABCDx", "a-", "b-", "c-", "d-"]), min_size=1, max_size=7),
    st.sampled_from([REFUSABLE, REFUSABLE_IN_ANY_ORDER, CHECKED]),
)
def test_what_was_only_tried_costs_nothing_exactly_where_the_rules_find_nothing_either(
    steps: list[str], flow: Workflow
) -> None:
    """A capital letter is an attempt that was refused, or a check that refused; a hyphen says that it was aborted."""
    did = [
        Did(one[0].lower(), at, at + 1, "no" if one.isupper() else None, aborted="-" in one)
        for at, one in enumerate(steps)
    ]
    one = case("SO-1", *did, flow=flow)
    found = compared([one], flow)
    assert found is not None
    assert (found.variants[0].alignment.cost == 0) == (find_deviations([one], flow) == ())


def test_fitness_is_over_all_cases_and_variants_come_by_their_cases() -> None:
    cases = [performed(f"SO-{n}", steps, BOUNDED) for n, steps in enumerate(["abd", "acd", "acd"])]
    found = compared(cases, BOUNDED)
    assert found is not None
    assert [(one.activities, one.cases, one.open) for one in found.variants] == [
        (("a", "c", "d"), ("SO-1", "SO-2"), False),
        (("a", "b", "d"), ("SO-0",), False),
    ]
    assert found.variants[1].alignment.moves == (
        Move("both", "a"), Move("both", "b"), Move("model", "c"), Move("both", "d"),
    )  # fmt: skip
    assert found.fitness.value == 1 - 1 / (3 * 6)


def test_a_case_that_a_person_ended_is_not_open_and_nothing_of_it_is_missing() -> None:
    ended = replace(performed("SO-1", "ab", BOUNDED), ended=True)
    found = compared([ended, performed("SO-2", "ab", BOUNDED), performed("SO-3", "abcd", BOUNDED)], BOUNDED)
    assert found is not None
    assert {one.cases[0]: (one.whole, one.open, one.alignment.cost) for one in found.variants} == {
        "SO-1": (False, False, 0), "SO-2": (False, True, 0), "SO-3": (True, False, 0),
    }  # fmt: skip


def test_without_declared_activities_there_is_nothing_to_align_with() -> None:
    assert compared([performed("SO-1", "ab", BOUNDED)], None) is None


def test_what_takes_too_long_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "MOST_MOVES", 15)
    found = compared([performed("SO-1", "acd", BOUNDED), performed("SO-2", "xxxxxx", BOUNDED)], BOUNDED)
    assert found is not None
    assert len(found.variants) == 1
    assert found.fitness.reason is not None
    assert found.fitness.reason.startswith("over the first 1 of 2 variants, 50.0 % of the cases")
