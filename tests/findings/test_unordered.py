"""A case with a recording that tells no times: which of its steps came first is known within a recording only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.analysis import Analysis, find
from ledgerium_cli.findings.checks import Check, check_cases
from ledgerium_cli.findings.deviating import find_deviations
from ledgerium_cli.findings.deviations import Deviation, NotKnown
from ledgerium_cli.findings.filters import keep_cases, parse_conditions
from ledgerium_cli.findings.rework import repeats_of
from ledgerium_cli.findings.variants import find_variants
from ledgerium_cli.workflow.accepted import Accepted
from ledgerium_cli.workflow.calendar import zone_named

from .make import (
    Did,
    case,
    find_changes,
    find_paths,
    find_rework,
    health,
    measured,
    workflow,
)

FLOW = workflow("[[thresholds]]\nmetric = 'conformance_rate'\nshare = 0.9\n")


def order(*seen_by_ben: Did, at: float = 0, name: str = "SO-1") -> Case:
    """Ana enters, checks, and confirms an order that is put on hold; what Ben does is recorded without times."""
    ben = [replace(one, start=at, end=at, actor="Ben", timed=False) for one in seen_by_ben]
    return case(
        name,
        Did("enter", 0, 1),
        Did("validate", 2, 3, "is valid"),
        Did("credit", 4, 5, "over the limit: on hold"),
        Did("confirm", 8, 9),
        Did("ship", 9, 10),
        *ben,
        flow=FLOW,
    )


RELEASED = Did("release", 0, 0, "released")


def judged(*cases: Case) -> tuple[list[tuple[str, str]], list[tuple[str, str, str | None]]]:
    found = find_deviations(cases, FLOW)
    return (
        [(one.kind, one.activity) for one in found],
        [(one.kind, one.activity, one.condition) for one in found.not_known],
    )


@pytest.mark.parametrize("at", [0, 5, 7, 60])
def test_what_depends_on_the_order_of_two_recordings_is_not_known_wherever_the_instant_is_put(
    at: float,
) -> None:
    found, not_known = judged(order(RELEASED, at=at))
    assert found == []
    assert not_known == [
        ("out of order", "enter", None),
        ("out of order", "validate", None),
        ("out of order", "credit", None),
        ("out of order", "release", None),
        ("forbidden combination", "confirm", "hold_open"),
    ]


def test_a_hold_that_two_recordings_show_may_have_begun_before_what_stands_before_it_in_one() -> None:
    held = Did("credit", 3, 4, "over the limit: on hold")
    ana = Did("enter", 0, 1), Did("validate", 1, 2, "is valid"), Did("confirm", 2, 3), held
    one = case("SO-1", *ana, replace(held, actor="Ben", timed=False), flow=FLOW)
    assert [hold.begun_by[0] for hold in one.holds] == ["SO-1-Ana"]
    assert judged(one)[1][-1] == ("forbidden combination", "confirm", "hold_open")


def test_a_breach_whose_hold_stays_open_until_it_is_released_is_no_question_of_its_own() -> None:
    """Without a hold, the breach is one: Ben may have found the order within the limit before or after."""
    asked = ("forbidden combination", "confirm", "check_breached")
    assert asked not in judged(order(RELEASED))[1]
    steps = Did("enter", 0, 1), Did("credit", 1, 2, "over the limit"), Did("confirm", 3, 4)
    ben = Did("credit", 0, 0, "approved", actor="Ben", timed=False)
    assert asked in judged(case("SO-1", *steps, ben, flow=FLOW))[1]


def test_of_more_orders_than_are_tried_everything_that_depends_on_them_is_asked() -> None:
    held = Did("credit", 0, 0, "over the limit: on hold")
    for times, asked in ((6, ["hold_open"]), (15, ["hold_open", "check_breached"])):
        found, not_known = judged(order(*[held, RELEASED] * times))
        assert (found, [one[2] for one in not_known if one[2]]) == ([], asked)


def test_what_deviates_in_any_order_deviates() -> None:
    """Ben’s note shows no release: the hold was open when Ana confirmed, whenever Ben came."""
    found, not_known = judged(order(Did("credit", 0, 0), Did("audit", 0, 0)))
    assert found == [("extra step", "audit"), ("forbidden combination", "confirm")]
    assert ("forbidden combination", "confirm", "hold_open") not in not_known
    [one] = find_deviations([order(Did("credit", 0, 0))], FLOW)
    assert str(one.reason).startswith("“Confirm” went through while the credit hold was open.")


def test_a_required_step_that_nobody_did_is_missing_in_any_order() -> None:
    without = case(
        "SO-1",
        Did("enter", 0, 1),
        Did("credit", 4, 5, "approved"),
        Did("ship", 9, 10),
        Did("confirm", 0, 0, actor="Ben", timed=False),
        flow=FLOW,
    )
    assert judged(without)[0] == [("missing step", "validate")]


def test_a_hold_and_its_release_in_two_recordings_are_neither_open_nor_released() -> None:
    one, other = order(RELEASED), order(name="SO-2")
    assert [(hold.end_ms, hold.is_open, hold.may_have_ended) for hold in one.holds] == [(None, False, True)]
    assert (one.held, one.releases_without_hold) == (True, 0)
    rate = measured((one, other), FLOW).hold_rate
    assert (rate.held, [*rate.open_holds], [*rate.may_be_open]) == (2, ["SO-2"], ["SO-1"])
    [kind] = rate.by_kind
    assert (kind.cases, kind.closed, kind.open, kind.not_known) == (2, 0, 1, 1)


def test_a_hold_released_in_its_own_recording_is_released_and_a_release_alone_has_no_hold() -> None:
    def ben(*steps: Did) -> list[Did]:
        return [replace(one, actor="Ben", timed=False) for one in steps]

    held = Did("credit", 0, 0, "on hold")
    one = case("SO-1", Did("enter", 0, 1), *ben(held, RELEASED), flow=FLOW)
    assert [hold.end_ms is not None for hold in one.holds] == [True]
    alone = case("SO-1", Did("enter", 0, 1), *ben(RELEASED), flow=FLOW)
    assert (alone.holds, alone.releases_without_hold) == ((), 1)


def test_two_holds_within_a_recording_without_times_follow_each_other_by_their_events() -> None:
    signs = [Did("credit", 0, 0, "on hold"), RELEASED, Did("credit", 0, 0, "on hold")]
    again = case("SO-1", *[replace(one, timed=False) for one in signs], flow=FLOW)
    assert [*measured((again,), FLOW).hold_rate.re_held] == ["SO-1"]
    assert [*measured((case("SO-1", *again_once(signs), flow=FLOW),), FLOW).hold_rate.re_held] == []


def again_once(signs: Sequence[Did]) -> list[Did]:
    return [replace(one, timed=False) for one in signs[:2]]


def test_no_rate_counts_a_case_that_may_deviate_or_not() -> None:
    broken = case("SO-9", Did("enter", 0, 1), Did("confirm", 2, 3), Did("ship", 4, 5), flow=FLOW)
    found = find_deviations((order(RELEASED), broken), FLOW)
    assert ([*found.cases], [*found.unjudged], found.conforming_cases) == (["SO-9"], ["SO-1"], (0, 1))
    rate = health((order(RELEASED), broken), FLOW).shares[1]
    assert (rate.name, rate.met, rate.n) == ("Conformance rate", 0, 1)


def checked(*cases: Case, accepted: Sequence[Accepted] = ()) -> Check:
    return check_cases(analysed(*cases), FLOW, accepted)


def analysed(*cases: Case) -> Analysis:
    return find((), cases, FLOW, model=True)


def test_a_check_neither_fails_nor_passes_by_such_a_case() -> None:
    usual = [Did(one.id, at, at + 1) for at, one in enumerate(FLOW.activities) if one.required]
    good = [case(f"SO-{n}", *usual, flow=FLOW) for n in range(2, 7)]
    check = checked(order(RELEASED), *good)
    assert (check.passed, check.cases, check.conforming_cases) == (True, 6, (5, 5))
    assert [one.n for one in check.limits] == [5]
    assert {one.case for one in check.not_known} == {"SO-1"}


def test_what_would_be_accepted_is_not_asked() -> None:
    kinds = [(one.kind, one.activity) for one in checked(order(RELEASED)).not_known]
    accepted = [
        Accepted(kind=kind, activity=activity, who="Eva", why="Known", until=date(2030, 1, 1))
        for kind, activity in dict.fromkeys(kinds)
    ]
    assert checked(order(RELEASED), accepted=accepted).not_known == ()


def test_variants_paths_and_hand_offs_are_of_cases_of_which_the_order_is_known() -> None:
    one, other = order(RELEASED), order(name="SO-2")
    variants = find_variants((one, other))
    assert [(found.is_ordered, [*found.cases]) for found in variants] == [(True, ["SO-2"]), (False, ["SO-1"])]
    assert {case for path in find_paths((one, other)) for case in path.cases} == {"SO-2"}
    hand_offs, _ = find_changes((one, other))
    assert (hand_offs.count, hand_offs.of_cases) == (0, 1)
    for key in ("path=enter > validate", "variant=1"):
        kept = keep_cases((one, other), parse_conditions([key], []), FLOW, zone_named("UTC"))
        assert [found.id for found in kept] == ["SO-2"]
    assert analysed(one).has_usual_way is False
    assert (analysed(one).conformance, analysed(one).model) == (None, None)


def test_rework_counts_though_nothing_shows_what_was_done_in_between() -> None:
    [every, _] = find_rework((order(Did("credit", 0, 0, "approved")),))
    assert (every.how, every.by, every.count) == ("unknown", "other", 1)


def test_what_is_done_again_and_nothing_else_is_done_again_at_once_in_any_order() -> None:
    ana, ben = Did("enter", 0, 1), Did("enter", 0, 0, actor="Ben", timed=False)
    [one] = repeats_of(case("SO-1", ana, ben, flow=FLOW))
    assert (one.how, one.by, one.in_turn) == ("self_loop", "other", False)
    [one] = repeats_of(case("SO-1", ana, ben, replace(ben, activity="ship"), flow=FLOW))
    assert (one.how, one.by, one.in_turn) == ("unknown", "other", False)


def test_an_interval_between_two_such_recordings_is_not_known() -> None:
    ben = Did("confirm", 0, 0, actor="Ben", timed=False)
    one = case("SO-1", Did("enter", 0, 1), Did("credit", 2, 3), ben, flow=FLOW)
    [wait] = measured((one,), FLOW).intervals
    assert ([*wait.unknown], [*wait.unfinished], wait.times.n) == (["SO-1"], [], 0)


SAYS: dict[str, tuple[str | None, ...]] = {
    "enter": (None,),
    "validate": ("is valid", "price missing"),
    "credit": ("approved", "over the limit", "over the limit: on hold"),
    "release": ("released", None),
    "confirm": (None, "not confirmed"),
    "ship": (None,),
}
DONE = st.sampled_from(
    [Did(one, 0, 0, says) for one, words in SAYS.items() for says in words]
    + [Did("release", 0, 0, mark="hold"), Did("release", 0, 0, mark="release")]
)
SHORT = st.lists(DONE, min_size=1, max_size=3)
SHORTER = st.lists(DONE, min_size=1, max_size=2)
NAMES = ("Ana", "Ben", "Eva")


def untimed(*recordings: Sequence[Did], at: float = 0) -> Case:
    """Ana's recording tells times, the others none."""
    ana, *others = recordings
    return case(
        "SO-1",
        *(replace(one, start=n, end=n + 0.5) for n, one in enumerate(ana)),
        *(
            replace(one, start=at, end=at, actor=actor, timed=False)
            for actor, own in zip(NAMES[1:], others, strict=False)
            for one in own
        ),
        flow=FLOW,
    )


def interleaved(*recordings: Sequence[Did]) -> Iterator[Case]:
    """The case with times, in every order that keeps the order of each recording."""
    whose = [place for place, own in enumerate(recordings) for _ in own]
    for turns in set(permutations(whose)):
        left = [iter(own) for own in recordings]
        yield case(
            "SO-1",
            *(
                replace(next(left[turn]), start=n, end=n + 0.5, actor=NAMES[turn])
                for n, turn in enumerate(turns)
            ),
            flow=FLOW,
        )


Kinds = set[tuple[str, str, str | None]]


def kinds(found: Iterable[Deviation | NotKnown]) -> Kinds:
    return {(one.kind, one.activity, one.condition) for one in found}


def check_against_every_order(*recordings: Sequence[Did]) -> None:
    """What deviates in every order is told, what does in some is asked, and nothing else. Only of a hold that is open
    in every order, and not the same in each, it is asked too."""
    in_each = [kinds(find_deviations((one,), FLOW)) for one in interleaved(*recordings)]
    found = find_deviations((untimed(*recordings),), FLOW)
    told, asked = kinds(found), kinds(found.not_known)
    always = set.intersection(*in_each)
    assert told <= always
    assert told | asked == set.union(*in_each)
    assert {one[2] for one in asked & always} <= {"hold_open"}


@settings(max_examples=200)
@given(ana=SHORT, ben=SHORT)
def test_what_two_recordings_are_judged_by_is_so_in_every_order(ana: list[Did], ben: list[Did]) -> None:
    check_against_every_order(ana, ben)


@settings(max_examples=40)
@given(ana=SHORTER, ben=SHORTER, eva=SHORTER)
def test_what_three_recordings_are_judged_by_is_so_in_every_order(
    ana: list[Did], ben: list[Did], eva: list[Did]
) -> None:
    check_against_every_order(ana, ben, eva)


@given(ana=SHORT, ben=SHORT, one=st.integers(0, 9), other=st.integers(0, 9))
def test_no_finding_depends_on_the_instant_that_is_given_to_a_recording_without_times(
    ana: list[Did], ben: list[Did], one: int, other: int
) -> None:
    def told(at: float) -> object:
        analysis = analysed(untimed(ana, ben, at=at))
        [made] = analysis.cases
        return (
            made.variant, [(hold.kind, hold.is_open, hold.begun_by) for hold in made.holds],
            made.releases_without_hold, [*analysis.deviations], analysis.deviations.not_known,
            [found.activities for found in analysis.variants], [*analysis.paths], analysis.rework,
            analysis.hand_offs, [found.activity for found in analysis.activities], analysis.trends,
            [[*found.unknown, *found.unfinished] for found in analysis.metrics.intervals],
            [found.id for found in analysis.opportunities],
        )  # fmt: skip

    assert told(one) == told(other)
