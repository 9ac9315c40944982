"""Throughput by week and month, and changes that are more than noise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.analysis import Around, find
from ledgerium_cli.findings.trends import Difference, Trend

from .make import DAWN, MINUTE, Did, case, find_trends, workflow

FLOW = workflow()
DAY = 24 * 60
"""Minutes. `DAWN` is a Monday at nine, in the tenth week of 2026."""


FLOW_WITHOUT_END = """
format = 1
name = "No end"
case = { pattern = 'SO-\\d+' }
activities = [{ id = "enter", title = "Enter" }]
"""


def order(name: str, day: float, length: float = 10, *, open_ends: bool = False, held: bool = False) -> Case:
    start = day * DAY
    credit = Did("credit", start + 1, start + 2, "on hold" if held else None)
    steps = [Did("enter", start, start + 1), credit, Did("ship", start + length - 1, start + length)]
    return case(name, *steps[: 2 if open_ends else 3], flow=FLOW)


def by_week(*cases: Case, more: str = "") -> Trend:
    week, month = find_trends(cases, workflow(more) if more else FLOW)
    assert (week.span, month.span) == ("week", "month")
    return week


def test_cases_are_counted_where_they_began_and_where_they_ended_and_timed_where_they_began() -> None:
    week = by_week(order("A", 0), order("B", 5, length=3 * DAY), order("C", 14, open_ends=True))
    assert [(one.label, one.started, one.ended) for one in week.periods] == [
        ("2026-W10", 2, 1), ("2026-W11", 0, 1), ("2026-W12", 1, 0),
    ]  # fmt: skip
    assert [one.cycle.values for one in week.periods] == [(10 * MINUTE, 3 * DAY * MINUTE), (), ()]
    assert [one.wait.values for one in week.periods] == [(7 * MINUTE, (3 * DAY - 3) * MINUTE), (), ()]
    assert [(one.open, one.settled) for one in week.periods] == [(0, True), (0, True), (1, False)]


def test_that_few_cases_begin_of_late_is_no_slowdown_of_those_that_end() -> None:
    """In each week the same: one in two takes five weeks. Six weeks begin cases, and then none do."""
    week = by_week(*weeks([[10.0 + place if place % 2 else 5 * 7 * DAY for place in range(12)]] * 6))
    assert [one.ended for one in week.periods] == [6, 6, 6, 6, 6, 12, 6, 6, 6, 6, 6]
    found = difference(week, "cycle")
    assert (found.first_period, found.last_period, found.differs) == ("2026-W10", "2026-W15", False)
    assert week.shifts == ()


def test_times_are_compared_of_the_weeks_whose_cases_have_all_ended() -> None:
    """Of the third week only the quick cases have an end: the three slow ones are open."""
    quick, slow = [10.0 + place for place in range(8)], [90.0 + place for place in range(8)]
    late = [order(f"late-{at}", 14.5, open_ends=True) for at in range(3)]
    found = difference(by_week(*weeks([slow, slow, quick]), *late), "cycle")
    assert (found.first_period, found.last_period, found.n_last, found.differs) == (
        "2026-W10",
        "2026-W11",
        8,
        False,
    )
    assert difference(by_week(*weeks([slow, slow, quick])), "cycle").differs is True


def test_without_a_declared_end_a_week_is_settled_when_nine_in_ten_would_have_ended_since() -> None:
    flow = workflow(base=FLOW_WITHOUT_END)
    spans = [(0, 9), (7, 16), (14, 23), (21, 22)]
    cases = [case(f"{start}", Did("enter", start * DAY, end * DAY), flow=flow) for start, end in spans]
    week, _ = find_trends(cases, flow)
    assert [one.settled for one in week.periods] == [True, True, True, False]


def test_a_week_begins_on_monday_and_a_month_on_the_first_by_the_clock_of_the_zone() -> None:
    """Sunday afternoon in London is Monday in Auckland."""
    sunday = order("A", 6, length=10)
    week, month = find_trends([sunday], FLOW)
    assert (week.zone, week.periods[0].label, month.periods[0].label) == ("UTC", "2026-W10", "2026-03")
    assert (
        datetime.fromtimestamp(week.periods[0].start_ms / 1000, UTC).isoformat()
        == "2026-03-02T00:00:00+00:00"
    )
    late = order("B", 6 + 5 / 24)
    auckland = by_week(late, more='[calendar]\nzone = "Pacific/Auckland"\nhours = ["Mon-Fri 09:00-17:00"]\n')
    assert (auckland.zone, auckland.periods[0].label) == ("Pacific/Auckland", "2026-W11")
    start = datetime.fromtimestamp(auckland.periods[0].start_ms / 1000, UTC)
    assert start.isoformat() == "2026-03-08T11:00:00+00:00"


def test_rates_are_of_the_cases_that_began_in_the_period() -> None:
    week = by_week(order("A", 0, held=True), order("B", 1), order("C", 7, open_ends=True))
    assert [one.hold_rate for one in week.periods] == [(1, 2), (0, 1)]
    assert [one.first_time_right for one in week.periods] == [(1, 2), (1, 1)]


def weeks(lengths: list[list[float]], held: int = 0) -> list[Case]:
    """Cases of each week, a day apart at most; the first ones of the last week are held."""
    return [
        order(
            f"{week}-{place}", 7 * week + place / 20, length, held=week == len(lengths) - 1 and place < held
        )
        for week, own in enumerate(lengths)
        for place, length in enumerate(own)
    ]


def difference(trend: Trend, measure: str) -> Difference:
    return next(one for one in trend.differences if one.measure == measure)


def test_the_first_week_is_compared_with_the_last_one() -> None:
    fast, slow = [10.0 + place for place in range(10)], [40.0 + place for place in range(10)]
    found = difference(by_week(*weeks([fast, slow])), "cycle")
    assert (found.first, found.last, found.n_first, found.n_last) == (14.5 * MINUTE, 44.5 * MINUTE, 10, 10)
    assert found.differs is True
    assert difference(by_week(*weeks([fast, fast])), "cycle").differs is False


def test_fewer_than_five_cases_are_too_few_to_tell() -> None:
    found = difference(by_week(*weeks([[10] * 4, [90] * 10])), "cycle")
    assert (found.p, found.differs) == (None, None)


def test_a_rate_is_compared_by_its_own_test() -> None:
    found = by_week(*weeks([[10] * 10, [10] * 10], held=9))
    rate = difference(found, "hold_rate")
    assert (rate.first, rate.last, rate.differs) == (0, 0.9, True)
    assert difference(found, "cycle").differs is False


def test_no_week_tells_a_hold_rate_where_nothing_tells_which_cases_were_held() -> None:
    """Holds were released, and none was seen to begin: 0 % of each week would be as false as 0 % of all."""

    def released(name: str, day: float, held: bool) -> Case:
        at = day * DAY
        credit, release = (
            Did("credit", at, at + 1, "on hold" if held else None),
            Did("release", at + 5, at + 6, "released"),
        )
        return case(name, credit, release, Did("ship", at + 7, at + 8), flow=FLOW)

    def weeks(*, held: bool) -> Trend:
        cases = [
            released(f"{day}-{at}", day + at / 100, held and at == 0) for day in (0, 7, 14) for at in range(6)
        ]
        return find((), cases, FLOW).trends[0]

    assert [one.hold_rate for one in weeks(held=True).periods] == [(1, 6)] * 3
    told = weeks(held=False)
    assert [(one.hold_rate, one.first_time_right) for one in told.periods] == [(None, None)] * 3
    assert [one.measure for one in told.differences] == ["cycle", "wait"]
    assert all(one.p == 1 and one.corrected == 1 for one in told.differences)


def test_a_filter_that_leaves_out_those_that_were_held_takes_nothing_from_what_the_sign_tells() -> None:
    """The sign is known to be right from the cases left out: none of the others was held, which is no doubt."""
    held = [order(f"H{n}", n, held=True) for n in range(3)]
    release = [
        case(
            f"R{n}",
            Did("credit", n * DAY, n * DAY + 1),
            Did("release", n * DAY + 5, n * DAY + 6, "released"),
            flow=FLOW,
        )
        for n in range(4)
    ]
    everything = (*held, *release)
    found = find((), tuple(release), FLOW, around=Around((), everything))
    assert (found.metrics.hold_rate.held, found.metrics.hold_rate.only_released) == (0, ())
    assert found.trends[0].periods[0].hold_rate == (0, 4)
    alone = find((), tuple(release), FLOW)
    assert (alone.metrics.hold_rate.held, alone.metrics.hold_rate.only_released) == (None, ("credit",))


def test_rates_are_compared_of_weeks_in_which_a_case_began() -> None:
    """One order is only handed off in the last week."""
    held = [order(f"{week}-{at}", 7 * week + at % 5, held=week == 1) for week in (0, 1) for at in range(12)]
    late = order("late", 11.5, length=4 * DAY)
    week = by_week(*held, late)
    assert [one.started for one in week.periods] == [12, 13, 0]
    found = difference(week, "hold_rate")
    assert (found.last_period, found.n_last, found.differs) == ("2026-W11", 13, True)


def test_cases_that_have_not_had_the_time_to_be_held_do_not_make_a_rate_fall() -> None:
    """Each week the same: seven in ten are held on the eighth day and end on the fourteenth. When the recordings end,
    those of the last two weeks are open, and none of the last has been held."""

    def begun(week: int, place: int, until: int) -> Case:
        start = 7 * week + place / 2
        did = [Did("enter", start * DAY, start * DAY + 1)]
        if start + 8 <= until:
            says = "on hold" if place % 10 < 7 else None
            did.append(Did("credit", (start + 8) * DAY, (start + 8) * DAY + 1, says))
        if start + 14 <= until:
            did.append(Did("ship", (start + 14) * DAY, (start + 14) * DAY + 1))
        return case(f"{week}-{place}", *did, flow=FLOW)

    week = by_week(*(begun(week, place, 41) for week in range(6) for place in range(12)))
    assert [one.settled for one in week.periods] == [True] * 4 + [False] * 2
    assert week.periods[-1].first_time_right == (12, 12)
    for measure in ("hold_rate", "first_time_right"):
        found = difference(week, measure)
        assert (found.first_period, found.last_period, found.differs) == ("2026-W10", "2026-W13", False)
    assert week.shifts == ()


def test_what_is_rare_for_one_test_is_none_for_four() -> None:
    """None against five of ten: p = 0.03, of both rates, and 0.13 among four measures."""
    rate = difference(by_week(*weeks([[10] * 10, [10] * 10], held=5)), "hold_rate")
    assert rate.p == pytest.approx(0.0325, abs=1e-4)
    assert rate.corrected == pytest.approx(4 * rate.p)
    assert rate.differs is False


def test_a_change_in_the_middle_is_seen_with_the_week_in_which_it_began() -> None:
    """Also where the last week is as the first one was."""
    calm, busy = [10.0 + place for place in range(12)], [60.0 + place for place in range(12)]
    found = by_week(*weeks([calm, calm, calm, busy, busy, calm]))
    assert difference(found, "cycle").differs is False
    shift = next(one for one in found.shifts if one.measure == "cycle")
    assert (shift.since, shift.n_before, shift.n_after, shift.places) == ("2026-W13", 36, 36, 5)
    assert (shift.before, shift.after) == (15.5 * MINUTE, 62.5 * MINUTE)
    assert by_week(*weeks([calm] * 6)).shifts == ()


def test_a_clock_that_was_a_thousand_years_ahead_adds_no_fifty_thousand_weeks() -> None:
    week = by_week(order("A", 0), order("B", 365_000))
    assert [one.started for one in week.periods] == [1, 1]
    assert week.periods[1].start_ms > DAWN
    assert not week.is_gapless
    assert by_week(order("A", 0), order("B", 365)).is_gapless


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_what_ends_in_the_last_days_that_there_are_is_told_of_its_week_and_month(zone: str) -> None:
    last = (datetime(9999, 12, 29, 23, tzinfo=UTC).timestamp() * 1000 - DAWN) / MINUTE
    week, month = find_trends(
        [order("A", 0), case("B", Did("enter", last, last + 1))],
        workflow(f'[calendar]\nzone = "{zone}"\nhours = ["Mon-Fri 09:00-17:00"]\n'),
    )
    assert (week.periods[-1].label, month.periods[-1].label) == ("9999-W52", "9999-12")


def test_a_case_of_which_no_time_is_known_is_in_no_week() -> None:
    untimed = case("B", Did("enter", 0, 0, timed=False), Did("ship", 0, 0, timed=False), flow=FLOW)
    week = by_week(order("A", 14), untimed)
    assert ([one.label for one in week.periods], week.untimed) == (["2026-W12"], 1)
