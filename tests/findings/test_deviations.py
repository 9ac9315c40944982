"""Where a case left what the team declared."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.deviating import find_deviations
from ledgerium_cli.workflow.wire import Workflow

from .make import ORDERS, Did, case, workflow

FLOW = workflow()
STRAIGHT = (
    Did("enter", 0, 1), Did("validate", 2, 3, "is valid"), Did("credit", 4, 5, "approved"),
    Did("confirm", 6, 7), Did("ship", 8, 9),
)  # fmt: skip


def without(*activities: str) -> tuple[Did, ...]:
    return tuple(did for did in STRAIGHT if did.activity not in activities)


def found(one: Case, flow: Workflow = FLOW) -> list[tuple[str, str]]:
    return [(deviation.kind, deviation.activity) for deviation in find_deviations([one], flow)]


def test_a_case_as_declared_has_none_with_or_without_the_optional_step() -> None:
    assert found(case("SO-1", *STRAIGHT, flow=FLOW)) == []
    held = (
        *STRAIGHT[:2],
        Did("credit", 4, 5, "on hold"),
        Did("release", 5.2, 5.5, "released"),
        *STRAIGHT[3:],
    )
    assert found(case("SO-1", *held, flow=FLOW)) == []


@pytest.mark.parametrize("ordered", [True, False])
@given(
    st.lists(
        st.sampled_from(["enter", "validate", "credit", "release", "confirm", "ship", "else"]), min_size=1
    )
)
def test_what_is_said_of_cases_that_went_the_same_way_is_true_of_each(ordered: bool, way: list[str]) -> None:
    """Whatever is looked up once for all of them, against the plain rules."""
    flow = workflow() if ordered else workflow(base="ordered = false\n" + ORDERS)
    one = case("SO-1", *[Did(name, at, at + 0.5) for at, name in enumerate(way)], flow=flow)
    declared = [activity.id for activity in flow.activities]
    ranks = [declared.index(name) for name in dict.fromkeys(way) if name in declared]
    reached = max(ranks, default=0) if ordered else 0
    required = [rank for rank, name in enumerate(declared) if name != "release" and rank not in ranks]
    assert Counter(kind for kind, _ in found(one, flow)) == Counter(
        {
            "missing step": sum(rank < reached or "ship" in way for rank in required),
            "extra step": way.count("else"),
            "out of order": ordered
            and sum(any(r > rank for r in ranks[:at]) for at, rank in enumerate(ranks)),
        }
    )


@pytest.mark.parametrize("skipped", ["validate", "credit"])
def test_a_check_that_was_skipped_is_missing(skipped: str) -> None:
    assert found(case("SO-1", *without(skipped), flow=FLOW)) == [("missing step", skipped)]


def test_what_is_missing_is_shown_by_what_came_in_its_place() -> None:
    (deviation,) = find_deviations([case("SO-1", *without("credit"), flow=FLOW)], FLOW)
    assert str(deviation.reason) == "“Run the credit check” was not seen; the case went on to “Confirm”."
    assert deviation.evidence == (Evidence("SO-1-Ana", (21, 22)),)


def test_what_an_open_case_has_not_reached_is_not_missing() -> None:
    assert found(case("SO-1", *STRAIGHT[:2], flow=FLOW)) == []


def test_a_step_that_nobody_declared_is_extra() -> None:
    assert found(case("SO-1", *STRAIGHT, Did("fax", 10, 11), flow=FLOW)) == [("extra step", "fax")]


def test_a_check_after_what_it_should_come_before_is_out_of_order() -> None:
    late = (*without("credit"), Did("credit", 10, 11, "approved"))
    assert found(case("SO-1", *late, flow=FLOW)) == [("out of order", "credit")]


def test_of_steps_of_two_people_that_begin_in_one_instant_none_is_out_of_order() -> None:
    ben = Did("confirm", 4, 4.5, actor="Ben")
    one = case("SO-1", *without("confirm"), ben, flow=FLOW)
    assert found(one) == []
    assert one.variant == ("enter", "validate", "credit", "confirm", "ship")
    soon = case("SO-1", *without("confirm"), replace(ben, start=3.5), flow=FLOW)
    assert found(soon) == [("out of order", "credit")]


def test_an_attempt_that_was_refused_and_done_again_in_its_place_is_not_out_of_order() -> None:
    early = Did("confirm", 2.5, 2.7, "not confirmed")
    assert found(case("SO-1", *STRAIGHT[:2], early, *STRAIGHT[2:], flow=FLOW)) == []


def test_what_was_refused_and_done_after_what_comes_later_is_out_of_order() -> None:
    refused = Did("validate", 1.2, 1.4, "price missing")
    late = (
        STRAIGHT[0],
        refused,
        *without("enter", "validate", "ship"),
        Did("validate", 7.2, 7.4, "is valid"),
    )
    (deviation,) = find_deviations([case("SO-1", *late, STRAIGHT[-1], flow=FLOW)], FLOW)
    assert str(deviation.reason) == "“Validate” came after “Credit”."


def test_what_was_only_tried_is_at_no_wrong_place() -> None:
    tried = (STRAIGHT[0], Did("confirm", 1.2, 1.4, "not confirmed"), *STRAIGHT[1:3])
    assert found(case("SO-1", *tried, flow=FLOW)) == []


def test_a_case_did_not_go_on_to_what_was_only_tried() -> None:
    tried = case("SO-1", *STRAIGHT[:2], Did("confirm", 4, 5, "not confirmed"), flow=FLOW)
    deviations = find_deviations([tried], FLOW)
    assert (list(deviations), dict(deviations.skipped)) == ([], {})
    confirmed = case("SO-1", *STRAIGHT[:2], Did("confirm", 4, 5, "not confirmed"), STRAIGHT[3], flow=FLOW)
    deviations = find_deviations([confirmed], FLOW)
    assert [str(one.reason) for one in deviations] == [
        "“Run the credit check” was not seen; the case went on to “Confirm”."
    ]
    assert deviations.skipped == {("confirm", "confirm"): {"credit": 1}}


def test_a_check_that_refused_was_made_all_the_same() -> None:
    refused = case("SO-1", Did("validate", 2, 3, "price missing"), flow=FLOW)
    assert found(refused) == [("missing step", "enter")]


def test_order_does_not_matter_where_the_team_says_so() -> None:
    flow = workflow(base=ORDERS.replace("format = 1", "format = 1\nordered = false"))
    late = (*without("credit"), Did("credit", 10, 11, "approved"))
    assert found(case("SO-1", *late, flow=flow), flow) == []


def test_more_often_than_declared_is_too_often() -> None:
    flow = workflow(base=ORDERS.replace('title = "Enter the order"', 'title = "Enter"\nat_most = 1'))
    again = (STRAIGHT[0], Did("enter", 1.2, 1.4), *STRAIGHT[1:])
    assert found(case("SO-1", *again, flow=flow), flow) == [("too often", "enter")]
    assert found(case("SO-1", *again, flow=FLOW)) == []


CONFIRMED_ONCE = workflow(
    base=ORDERS.replace('title = "Confirm the order"', 'title = "Confirm"\nat_most = 1')
)


def test_a_confirmation_that_was_refused_first_is_not_confirmed_twice() -> None:
    tried = *STRAIGHT[:3], Did("confirm", 5.2, 5.4, "not confirmed"), *STRAIGHT[3:]
    assert found(case("SO-1", *tried, flow=CONFIRMED_ONCE), CONFIRMED_ONCE) == []


def test_of_what_is_too_often_attempts_that_were_refused_are_told_beside() -> None:
    tried, again = Did("confirm", 5.2, 5.4, "not confirmed"), Did("confirm", 7.2, 7.4)
    twice = case("SO-1", *STRAIGHT[:3], tried, STRAIGHT[3], again, flow=CONFIRMED_ONCE)
    (deviation,) = find_deviations([twice], CONFIRMED_ONCE)
    assert str(deviation.reason) == (
        "“Confirm” was performed 2 times, beside 1 attempt that was refused; 1 is the most declared."
    )
    assert [one.events[0] for one in deviation.evidence] == [31, 41, 51]
    assert [one.events[0] for one in deviation.own] == [51]


def test_a_check_that_refused_was_made_as_often_as_one_that_passed() -> None:
    flow = workflow(base=ORDERS.replace('title = "Validate the order"', 'title = "V"\nat_most = 1'))
    twice = case("SO-1", STRAIGHT[0], Did("validate", 1.2, 1.4, "price missing"), STRAIGHT[1], flow=flow)
    assert [str(one.reason) for one in find_deviations([twice], flow)] == [
        "“V” was performed 2 times, 1 of them refused; 1 is the most declared."
    ]


def test_what_was_only_tried_is_missing_where_the_case_went_on() -> None:
    tried = Did("confirm", 6, 7, "not confirmed")
    shipped = find_deviations([case("SO-1", *STRAIGHT[:3], tried, STRAIGHT[4], flow=FLOW)], FLOW)
    assert [str(one.reason) for one in shipped] == [
        "“Confirm the order” was only tried and refused; the case went on to “Ship”."
    ]
    assert [one.events[0] for one in shipped[0].evidence] == [31, 41]
    assert shipped.conforming_steps == (5, 6)
    assert dict(shipped.skipped) == {}


def test_what_was_only_tried_is_missing_from_a_case_that_is_complete() -> None:
    flow = workflow(base="ordered = false\n" + ORDERS)
    tried = Did("confirm", 10, 11, "not confirmed")
    complete = case("SO-1", *without("confirm"), tried, flow=flow)
    assert [str(one.reason) for one in find_deviations([complete], flow)] == [
        "“Confirm the order” was only tried and refused, though the case was completed."
    ]


def test_a_confirmation_while_the_hold_is_open_is_forbidden() -> None:
    held = (*STRAIGHT[:2], Did("credit", 4, 5, "Over the limit: on hold"), *STRAIGHT[3:])
    (deviation,) = find_deviations([case("SO-1", *held, flow=FLOW)], FLOW)
    assert (deviation.kind, deviation.activity) == ("forbidden combination", "confirm")
    assert (
        str(deviation.reason)
        == "“Confirm” went through while the credit hold was open. It waits for the reviewer."
    )
    assert deviation.evidence == (Evidence("SO-1-Ana", (22,)), Evidence("SO-1-Ana", (31, 32)))


def test_a_confirmation_after_the_release_is_not() -> None:
    held = (
        *STRAIGHT[:2],
        Did("credit", 4, 5, "Over the limit: on hold"),
        Did("release", 5.2, 5.5, "released"),
    )
    assert found(case("SO-1", *held, *STRAIGHT[3:], flow=FLOW)) == []


CUT_OFF = Did("release", 6, 7, actor="Ben", cut_short=True)
HELD = (*STRAIGHT[:2], Did("credit", 4, 5, "on hold"))
BREACHED = (*STRAIGHT[:2], Did("credit", 4, 5, "over the limit"))
LATE = (Did("confirm", 8, 9), Did("ship", 10, 11))


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        ((*HELD, CUT_OFF, *LATE), ("forbidden combination", "confirm")),
        ((*BREACHED, CUT_OFF, *LATE), ("forbidden combination", "confirm")),
        ((*STRAIGHT[:2], Did("else", 4, 5, cut_short=True), *LATE), ("missing step", "credit")),
        ((*STRAIGHT[:4], replace(STRAIGHT[3], start=8, end=9, cut_short=True)), ("too often", "confirm")),
        (
            (*STRAIGHT[:3], CUT_OFF, LATE[0], replace(CUT_OFF, start=9.2, end=9.5, cut_short=False)),
            ("out of order", "release"),
        ),
        ((*STRAIGHT[:2], replace(HELD[2], lost_after=True), *LATE), ("forbidden combination", "confirm")),
        (
            (*HELD, replace(CUT_OFF, cut_short=False, lost_after=True), *LATE),
            ("forbidden combination", "confirm"),
        ),
        ((STRAIGHT[0], replace(STRAIGHT[1], lost_after=True), *LATE), ("missing step", "credit")),
        ((*STRAIGHT[:4], replace(LATE[0], lost_after=True)), ("too often", "confirm")),
    ],
    ids=[
        "held",
        "breached",
        "left out",
        "too often",
        "late",
        "cut off right after the hold began",
        "the answer to the decision lost",
        "cut off right after the step before",
        "the answer to the second one lost",
    ],
)
def test_what_may_have_been_put_right_where_a_recording_was_cut_off_is_no_deviation(
    steps: tuple[Did, ...], asked: tuple[str, str]
) -> None:
    flow = workflow(base=ORDERS.replace('id = "confirm"', 'id = "confirm"\nat_most = 1'))
    deviations = find_deviations([case("SO-1", *steps, flow=flow)], flow)
    assert [*deviations] == []
    (question,) = deviations.not_known
    assert (question.kind, question.activity) == asked
    assert question.cut_off is not None
    assert question.cut_off.at in question.evidence
    assert deviations.conforming_cases == (0, 0)


@pytest.mark.parametrize(
    ("steps", "deviation"),
    [
        ((*STRAIGHT[:4], replace(LATE[0], lost_after=True, says="confirmed")), ("too often", "confirm")),
        ((*STRAIGHT[:2], replace(LATE[0], lost_after=True, says="confirmed")), ("missing step", "credit")),
    ],
    ids=["the answer was seen", "cut off after the step that came too early"],
)
def test_what_was_done_before_a_recording_was_cut_off_is_certain(
    steps: tuple[Did, ...], deviation: tuple[str, str]
) -> None:
    flow = workflow(base=ORDERS.replace('id = "confirm"', 'id = "confirm"\nat_most = 1'))
    assert found(case("SO-1", *steps, flow=flow), flow) == [deviation]


@pytest.mark.parametrize(
    "cut_off", [replace(CUT_OFF, start=3.1, end=3.9), replace(CUT_OFF, start=12, end=13)]
)
def test_a_recording_cut_off_before_a_hold_or_after_the_confirmation_excuses_nothing(cut_off: Did) -> None:
    steps = sorted((*HELD, *LATE, cut_off), key=lambda did: did.start)
    assert ("forbidden combination", "confirm") in found(case("SO-1", *steps, flow=FLOW))


def test_a_confirmation_after_a_breach_that_held_nothing_is_forbidden() -> None:
    breached = (*STRAIGHT[:2], Did("credit", 4, 5, "over the limit"), *STRAIGHT[3:])
    assert found(case("SO-1", *breached, flow=FLOW)) == [("forbidden combination", "confirm")]


def asked(one: Case) -> list[tuple[str, str]]:
    return [(str(doubt.question), doubt.why) for doubt in find_deviations([one], FLOW).not_known]


def test_a_check_with_a_result_that_is_none_of_those_declared_may_have_been_breached() -> None:
    """The page may word a breach in another way by now, and the confirmation after it is not as if it had passed."""
    unknown = (*STRAIGHT[:2], Did("credit", 4, 5, "beyond its means"), *STRAIGHT[3:])
    question = "whether “Confirm” went through while a breached check was not settled"
    assert found(case("SO-1", *unknown, flow=FLOW)) == []
    assert asked(case("SO-1", *unknown, flow=FLOW)) == [(question, "no sign")]
    silent = (*STRAIGHT[:2], Did("credit", 4, 5), *STRAIGHT[3:])
    assert asked(case("SO-1", *silent, flow=FLOW)) == [], "a page that says nothing says nothing new"


def test_a_later_result_of_the_same_check_tells_it_and_one_behind_the_confirmation_does_not_matter() -> None:
    unknown = Did("credit", 4, 4.5, "beyond its means")
    assert asked(case("SO-1", *STRAIGHT[:2], unknown, *STRAIGHT[2:], flow=FLOW)) == []
    after = replace(unknown, start=60, end=61)
    assert asked(case("SO-1", *STRAIGHT, after, flow=FLOW)) == []
    looked = replace(unknown, completed=False)
    assert (
        asked(case("SO-1", *STRAIGHT[:3], replace(looked, start=5, end=5.5), *STRAIGHT[3:], flow=FLOW)) == []
    )


def test_a_breach_is_settled_by_a_later_check_that_passed() -> None:
    settled = (*STRAIGHT[:2], Did("credit", 4, 4.5, "over the limit"), *STRAIGHT[2:])
    assert found(case("SO-1", *settled, flow=FLOW)) == []


PRICES = workflow(
    base=ORDERS
    + """
[[holds]]
kind = "price"
activity = "validate"
begins = [{ message = "price hold" }]
ends = [{ message = "price agreed" }]
"""
)


@pytest.mark.parametrize("agreed", [True, False])
def test_a_hold_about_something_else_neither_settles_a_breach_nor_says_it(agreed: bool) -> None:
    one = case(
        "SO-1", STRAIGHT[0], Did("validate", 1, 2, "is valid, price hold"), Did("credit", 4, 5, "over the limit"),
        *([Did("release", 5.2, 5.5, "price agreed")] if agreed else []), *STRAIGHT[3:], flow=PRICES,
    )  # fmt: skip
    reasons = [str(deviation.reason) for deviation in find_deviations([one], PRICES)]
    assert any("after “Credit” was breached" in reason for reason in reasons)
    assert any("while the price hold was open" in reason for reason in reasons) is not agreed


@pytest.mark.parametrize(
    "attempt", [Did("confirm", 6, 7, "not confirmed"), Did("confirm", 6, 7, completed=False)]
)
def test_an_attempt_that_was_refused_or_never_completed_did_not_happen(attempt: Did) -> None:
    held = (*STRAIGHT[:2], Did("credit", 4, 5, "Over the limit: on hold"), attempt)
    assert found(case("SO-1", *held, flow=FLOW)) == []


@pytest.mark.parametrize("timed", [True, False])
def test_what_held_a_case_before_a_breach_is_not_about_it_also_where_only_the_order_is_known(
    timed: bool,
) -> None:
    """A hold that was released before, and one that a person marked before for another reason."""
    released = Did("credit", 4, 5, "Over the limit: on hold"), Did("release", 6, 7, "released")
    again = Did("credit", 8, 9, "over the limit"), Did("confirm", 10, 11)
    for before in (released, [Did("validate", 6, 7, mark="hold")]):
        steps = [
            replace(one, timed=timed) if timed else replace(one, start=0, end=0, timed=timed)
            for one in (*before, *again)
        ]
        reasons = [str(one.reason) for one in find_deviations([case("SO-1", *steps, flow=FLOW)], FLOW)]
        assert any("after “Credit” was breached" in reason for reason in reasons)


def test_nothing_deviates_where_nothing_is_declared() -> None:
    assert find_deviations([case("SO-1", Did("enter", 0, 1))], None) == ()


def test_a_breach_counts_also_where_it_holds_and_only_the_breach_is_declared() -> None:
    flow = workflow(base=ORDERS.replace('condition = "hold_open"', 'condition = "check_breached"', 1))
    held = (*STRAIGHT[:2], Did("credit", 4, 5, "Over the limit: on hold"), *STRAIGHT[3:])
    assert ("forbidden combination", "confirm") in found(case("SO-1", *held, flow=flow), flow)


def test_steps_conform_but_for_each_that_deviates_and_each_that_is_missing() -> None:
    """Of a long case that deviates all along and short ones that do not, cases and steps tell another story."""
    long = case("SO-1", *without("credit"), *[Did("fax", 10 + at, 10.5 + at) for at in range(6)], flow=FLOW)
    short = [case(f"SO-{at}", *STRAIGHT, flow=FLOW) for at in (2, 3, 4)]
    deviations = find_deviations([long, *short], FLOW)
    assert len({one.case for one in deviations}) == 1
    # 4 + 6 in the long case and 1 that it lacks, 3 × 5 in the others; the faxes and the missing check do not conform
    assert deviations.conforming_steps == (19, 26)


def test_a_step_with_two_deviations_is_one_step() -> None:
    late = (*without("confirm"), Did("credit", 5.1, 5.2, "Over the limit: on hold"), Did("confirm", 10, 11))
    one = case("SO-1", *late, flow=FLOW)
    deviations = find_deviations([one], FLOW)
    assert [own.kind for own in deviations] == ["out of order", "forbidden combination"]
    assert deviations.conforming_steps == (5, 6)


def test_of_too_many_performances_those_beyond_the_declared_number_deviate() -> None:
    flow = workflow(base=ORDERS.replace('title = "Enter the order"', 'title = "Enter"\nat_most = 2'))
    again = (STRAIGHT[0], Did("enter", 1.2, 1.3), Did("enter", 1.4, 1.5), *STRAIGHT[1:])
    one = case("SO-1", *again, flow=flow)
    deviations = find_deviations([one], flow)
    (deviation,) = deviations
    assert deviation.own == deviation.evidence[2:]
    assert deviations.conforming_steps == (6, 7)


def test_deviations_are_the_same_from_a_few_bytes_each() -> None:
    late = (*without("confirm"), Did("credit", 5.1, 5.2, "Over the limit: on hold"), Did("confirm", 10, 11))
    cases = [case("SO-1", *without("credit"), flow=FLOW), case("SO-2", *late, Did("fax", 12, 13), flow=FLOW)]
    held, packed = find_deviations(tuple(cases), FLOW), find_deviations(cases, FLOW)
    assert [one.case for one in packed] == ["SO-1", "SO-2", "SO-2", "SO-2"]
    assert [*packed] == [*held]
    assert [packed[at] for at in range(len(packed))] == [*held]
