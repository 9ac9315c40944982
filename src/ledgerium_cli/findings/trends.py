"""Throughput per week and month, and whether it changed by more than noise.

All but the number of cases that ended counts in the period in which a case began: what ends in a period is slow where
few cases began of late. Only settled periods, whose cases have ended, are compared. A case of which no time is known is
in no period.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import accumulate, chain, pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.noise import SIGNIFICANT, fisher_exact, holm
from ledgerium_cli.findings.rank_test import Ranks, rank_sum
from ledgerium_cli.findings.rates import is_right, was_held
from ledgerium_cli.findings.settled import began_late, is_settled, usually_within
from ledgerium_cli.findings.statistics import FEW, Summary, middle, summarise
from ledgerium_cli.steps.hold_signs import declared_at
from ledgerium_cli.workflow.calendar import date_of, instant_of
from ledgerium_cli.workflow.wire import Workflow

MOST_PERIODS = 1_000
"""Above this many periods those without a case are left out: a clock was wrong."""

Span = Literal["week", "month"]
Measure = Literal["cycle", "wait", "hold_rate", "first_time_right"]
TIMES: tuple[Measure, ...] = ("cycle", "wait")
RATES: tuple[Measure, ...] = ("hold_rate", "first_time_right")
Values = Sequence[int]


class Period(Struct, frozen=True):
    label: str
    """`2026-W48` for an ISO week; `2026-11` for a month."""
    start_ms: int
    end_ms: int
    started: int
    ended: int
    """Cases that reached the declared end in the period; when no end is declared, all whose last event is in it."""
    open: int
    """Cases that started in the period and whose declared end is still to be reached."""
    settled: bool
    """Whether at least four in five of the cases that started in it have ended; where no end is declared, whether they
    began so early that nine in ten of all cases would have ended since."""
    cycle: Summary
    """Over the cases that started in the period and ended, as is `wait`."""
    wait: Summary
    hold_rate: tuple[int, int] | None
    """(held, counted): of the cases that started in the period and reached a step where a hold can begin; None when
    nothing could tell."""
    first_time_right: tuple[int, int] | None
    """(right, counted): of the cases that started in the period; None when it is unknown for some case whether it
    was held."""


class Difference(Struct, frozen=True):
    """The first settled period in which a case began against the last one. Times are milliseconds."""

    measure: Measure
    first_period: str
    """Its label."""
    last_period: str
    first: float | None
    """Median of a time, or share of a rate."""
    last: float | None
    n_first: int
    n_last: int
    p: float | None
    """Mann-Whitney (times) or Fisher (rates), two-sided; None with fewer than five values in either period."""
    corrected: float | None = None
    """p corrected by Holm for all measures by which the two periods are compared."""

    @property
    def differs(self) -> bool | None:
        return None if self.corrected is None else self.corrected <= SIGNIFICANT


class Shift(Struct, frozen=True):
    """The boundary between two periods at which a measure changed most clearly."""

    measure: Measure
    since: str
    """Label of the first period after it."""
    before: float
    after: float
    n_before: int
    n_after: int
    p: float
    """Mann-Whitney, two-sided, corrected by Holm for all boundaries that were tried."""
    places: int


class Trend(Struct, frozen=True):
    span: Span
    zone: str
    periods: tuple[Period, ...]
    """From the first to the last period, including those without a case unless these are too many."""
    differences: tuple[Difference, ...]
    """Of each measure for which there are at least two periods."""
    shifts: tuple[Shift, ...]
    """Only those that are more than noise."""
    untimed: int
    """The number of cases in no period, since no time of them is known."""

    @property
    def is_gapless(self) -> bool:
        """Whether no period without a case was left out."""
        return all(one.end_ms == after.start_ms for one, after in pairwise(self.periods))

    def without_rates(self) -> Trend:
        """What is left where over all cases it turns out that nothing tells which were held."""
        return replace(
            self,
            periods=tuple(replace(one, hold_rate=None, first_time_right=None) for one in self.periods),
            differences=_corrected([one for one in self.differences if one.measure not in RATES]),
            shifts=tuple(one for one in self.shifts if one.measure not in RATES),
        )


class _Values(Struct, gc=False):
    """Values of cases in one stretch of days: known times in milliseconds, and rates where they could be told."""

    started: int = 0
    ended: int = 0
    open: int = 0
    """Of the cases that started, as are all that follow."""
    untold: array[int] = field(default_factory=partial(array, "q"))
    """When those began of which nothing tells whether they are complete, UTC milliseconds."""
    cycle: array[int] = field(default_factory=partial(array, "q"))
    wait: array[int] = field(default_factory=partial(array, "q"))
    hold_rate: bytearray = field(default_factory=bytearray)
    """1 for yes and 0 for no, as `first_time_right`."""
    first_time_right: bytearray = field(default_factory=bytearray)

    def add(self, other: _Values) -> None:
        self.started += other.started
        self.ended += other.ended
        self.open += other.open
        self.untold += other.untold
        self.cycle += other.cycle
        self.wait += other.wait
        self.hold_rate += other.hold_rate
        self.first_time_right += other.first_time_right

    def of(self, measure: Measure) -> Values:
        found: Values = getattr(self, measure)
        return found


class TrendFold:
    def __init__(self, workflow: Workflow | None, zone: ZoneInfo, seen_until_ms: int) -> None:
        """`seen_until_ms` is when the last case was last seen, whether or not it is among those that are added."""
        self._seen_until_ms = seen_until_ms
        self._zone, self._where = zone, declared_at(workflow)
        self._told = True
        """Whether it is known of every case so far if it was held, of those in a period."""
        self._by_day: dict[date, _Values] = defaultdict(_Values)
        self._untimed = 0

    def add(self, case: Case, place: int, first: int) -> None:
        if not case.timed:
            self._untimed += 1
            return
        self._told = self._told and case.held is not None
        began = self._by_day[date_of(case.start_ms, self._zone)]
        began.started += 1
        began.open += case.is_open
        if case.complete is None:
            began.untold.append(case.start_ms)
        if (held := was_held(case, self._where)) is not None:
            began.hold_rate.append(held)
        if (right := is_right(case)) is not None:
            began.first_time_right.append(right)
        if case.is_counted:
            self._by_day[date_of(case.end_ms, self._zone)].ended += 1
            if (cycle := case.cycle_ms) is not None:
                began.cycle.append(cycle)
            if (wait := case.parts.wait) is not None:
                began.wait.append(wait)

    def conclude(self) -> tuple[Trend, ...]:
        """By week and by month."""
        rates: tuple[Measure, ...] = (
            *(["hold_rate"] if self._told and self._where else ()),
            *(["first_time_right"] if self._told else ()),
        )
        return self._trend("week", rates), self._trend("month", rates)

    def _trend(self, span: Span, rates: Sequence[Measure]) -> Trend:
        """`rates` are those that could be told for every case."""
        found: dict[date, _Values] = defaultdict(_Values)
        for day, values in sorted(self._by_day.items()):
            found[begin_of(day, span)].add(values)
        days = [*_days(span, sorted(found))]
        rows = [found[day] for day in days]
        periods = [self._period(span, *row, rates) for row in zip(days, rows, strict=True)]
        settled = [one for one in zip(periods, rows, strict=True) if one[0].started and one[0].settled]
        several = [
            (measure, [period.label for period, _ in settled], [row.of(measure) for _, row in settled])
            for measure in (*TIMES, *rates)
            if len(settled) > 1
        ]
        shifts = (_shift(measure, own, labels) for measure, labels, own in several)
        return Trend(
            span=span,
            zone=self._zone.key,
            periods=tuple(periods),
            differences=_corrected([_difference(*one) for one in several]),
            shifts=tuple(shift for shift in shifts if shift is not None),
            untimed=self._untimed,
        )

    def _period(self, span: Span, day: date, values: _Values, rates: Sequence[Measure]) -> Period:
        late = began_late(values.untold, self._usually_within_ms, self._seen_until_ms)
        return Period(
            label=label_of(day, span),
            start_ms=instant_of(day, 0, self._zone),
            end_ms=instant_of(_next(day, span), 0, self._zone),
            started=values.started,
            ended=values.ended,
            open=values.open,
            settled=is_settled(values.open + late, values.started),
            cycle=summarise(values.cycle),
            wait=summarise(values.wait),
            hold_rate=_share(values.hold_rate) if "hold_rate" in rates else None,
            first_time_right=_share(values.first_time_right) if "first_time_right" in rates else None,
        )

    @cached_property
    def _usually_within_ms(self) -> float:
        return usually_within(chain.from_iterable(own.cycle for own in self._by_day.values()))


def begin_of(day: date, span: Span) -> date:
    return day - timedelta(days=day.weekday()) if span == "week" else day.replace(day=1)


def label_of(day: date, span: Span) -> str:
    """The label of the period that contains a day."""
    if span == "month":
        return f"{day.year:04}-{day.month:02}"
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def _next(day: date, span: Span) -> date:
    """The first day of the next period; in the last one that there is, its last day."""
    try:
        return begin_of(day + timedelta(days=7 if span == "week" else 32), span)
    except OverflowError:
        return date.max


def _days(span: Span, seen: Sequence[date]) -> Iterator[date]:
    """The first days of the periods."""
    if not seen:
        return
    if (seen[-1] - seen[0]).days > (7 if span == "week" else 31) * MOST_PERIODS:
        yield from seen
        return
    day = seen[0]
    while day <= seen[-1]:
        yield day
        day = _next(day, span)


def _share(values: bytearray) -> tuple[int, int]:
    return values.count(1), len(values)


# -------------------------------------------------------------------------------------------- more than noise


def _difference(measure: Measure, labels: Sequence[str], periods: Sequence[Values]) -> Difference:
    first, last = periods[0], periods[-1]
    enough = min(len(first), len(last)) >= FEW
    test: Callable[[Values, Values], float] = rank_sum if measure in TIMES else fisher_exact
    return Difference(
        measure=measure,
        first_period=labels[0],
        last_period=labels[-1],
        first=_typical(measure, first),
        last=_typical(measure, last),
        n_first=len(first),
        n_last=len(last),
        p=test(first, last) if enough else None,
    )


def _corrected(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    corrected = iter(holm([one.p for one in differences if one.p is not None]))
    return tuple(one if one.p is None else replace(one, corrected=next(corrected)) for one in differences)


def _typical(measure: Measure, values: Values) -> float | None:
    if not values:
        return None
    return middle(summarise(values)) if measure in TIMES else sum(values) / len(values)


def _clearest(ranks: Ranks, places: Sequence[tuple[int, int]]) -> tuple[float, tuple[int, int]] | None:
    """The place of the least p that is more than noise, with that p corrected for all places. The quick approximation
    tells where to look, the test itself whether to believe it."""
    for about, place in sorted((ranks.p_about(n), (at, n)) for at, n in places):
        if about * len(places) > SIGNIFICANT:
            break
        if (p := min(1.0, ranks.test_of_first(place[1]).p * len(places))) <= SIGNIFICANT:
            return p, place
    return None


def _shift(measure: Measure, periods: Sequence[Values], labels: Sequence[str]) -> Shift | None:
    """The boundary at which the values before and after differ most clearly; None if it is not more than noise."""
    every = [value for own in periods for value in own]
    until = [*accumulate(map(len, periods))][:-1]
    places = [
        (at, n) for at, n in enumerate(until, start=1) if n >= FEW and len(every) - n >= FEW and periods[at]
    ]
    if not places:
        return None
    ranks = Ranks(every)
    found = _clearest(ranks, places)
    if found is None:
        return None
    p, (at, n) = found
    before, after = _typical(measure, every[:n]), _typical(measure, every[n:])
    assert before is not None
    assert after is not None
    return Shift(measure, labels[at], before, after, n, len(every) - n, p, len(places))
