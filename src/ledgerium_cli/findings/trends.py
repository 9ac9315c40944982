"""Throughput per week and month, and whether it changed by more than noise.

What cases took is told of the period in which they ended, whether they were held or right the first time of the period
in which they began.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import accumulate
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.noise import SIGNIFICANT, Ranks, fisher_exact, holm, rank_sum
from ledgerium_cli.findings.rates import hold_places, is_right, was_held
from ledgerium_cli.findings.statistics import FEW, Summary, middle, summarise
from ledgerium_cli.workflow.calendar import date_of, instant_of, zone_of
from ledgerium_cli.workflow.wire import Workflow

MOST_PERIODS = 1_000
"""Of more, those without any case are left out: a clock was wrong."""

Span = Literal["week", "month"]
Measure = Literal["cycle", "wait", "hold_rate", "first_time_right"]
TIMES: tuple[Measure, ...] = ("cycle", "wait")
Value = float | bool


class Period(Struct, frozen=True):
    label: str
    """`2026-W48`, an ISO week; `2026-11`, a month."""
    start_ms: int
    end_ms: int
    started: int
    ended: int
    """Cases that reached the declared end in it; where no end is declared, all whose last event lies in it."""
    cycle: Summary
    """Of the cases that ended in it, as `wait`."""
    wait: Summary
    hold_rate: tuple[int, int] | None
    """Held, of the cases that started in it and reached where a hold can begin; None where nothing could tell."""
    first_time_right: tuple[int, int] | None
    """Of the cases that started in it; None where nothing could tell of one whether it was held."""


class Difference(Struct, frozen=True):
    """The first period against the last one. Times are milliseconds."""

    measure: Measure
    first: float | None
    """Median of a time, share of a rate."""
    last: float | None
    n_first: int
    n_last: int
    p: float | None
    """Mann-Whitney (times) or Fisher (rates), two-sided; None below five values in either."""
    corrected: float | None = None
    """By Holm, for all measures that these two periods are compared by."""

    @property
    def differs(self) -> bool | None:
        return None if self.corrected is None else self.corrected <= SIGNIFICANT


class Shift(Struct, frozen=True):
    """Where between two periods a measure changed most clearly."""

    measure: Measure
    since: str
    """Label of the first period after it."""
    before: float
    after: float
    n_before: int
    n_after: int
    p: float
    """Mann-Whitney, two-sided, corrected by Holm for the places that were tried."""
    places: int


class Trend(Struct, frozen=True):
    span: Span
    zone: str
    periods: tuple[Period, ...]
    """From the first to the last one, those without a case included."""
    differences: tuple[Difference, ...]
    """Of two periods or more."""
    shifts: tuple[Shift, ...]
    """Only those that are more than noise."""


class _Row(Struct, frozen=True, gc=False):
    """What one case says; None for what is not known of it or does not count."""

    start: date
    end: date
    ended: bool
    cycle: int | None
    wait: int | None
    hold_rate: bool | None
    first_time_right: bool | None


def find_trends(cases: Sequence[Case], workflow: Workflow | None) -> tuple[Trend, ...]:
    """By week and by month."""
    zone, where = zone_of(workflow), hold_places(workflow)
    rows = [_row(case, zone, where) for case in cases]
    told = all(case.held is not None for case in cases)
    rates: tuple[Measure, ...] = (
        *(["hold_rate"] if told and where else ()),
        *(["first_time_right"] if told else ()),
    )
    return _trend("week", rows, zone, rates), _trend("month", rows, zone, rates)


def _row(case: Case, zone: ZoneInfo, where: frozenset[str]) -> _Row:
    ended = case.complete is not False
    return _Row(
        start=date_of(case.start_ms, zone),
        end=date_of(case.end_ms, zone),
        ended=ended,
        cycle=case.cycle_ms if ended else None,
        wait=case.parts.wait if ended else None,
        hold_rate=was_held(case, where),
        first_time_right=is_right(case),
    )


def _trend(span: Span, rows: Sequence[_Row], zone: ZoneInfo, rates: Sequence[Measure]) -> Trend:
    """`rates` are those that can be told."""
    first_day = _first_days(span)
    began: dict[date, list[_Row]] = defaultdict(list)
    ended: dict[date, list[_Row]] = defaultdict(list)
    for row in rows:
        began[first_day(row.start)].append(row)
        if row.ended:
            ended[first_day(row.end)].append(row)
    days = [*_days(span, sorted({*began, *ended}))]
    periods = tuple(_period(span, day, began[day], ended[day], zone, rates) for day in days)
    several = (*TIMES, *rates) if len(periods) > 1 else ()
    values = [(measure, _by_period(rows, days, measure, first_day)) for measure in several]
    return Trend(
        span=span,
        zone=zone.key,
        periods=periods,
        differences=_corrected([_difference(measure, own[0], own[-1]) for measure, own in values]),
        shifts=tuple(
            shift
            for measure, own in values
            if (shift := _shift(measure, own, [one.label for one in periods])) is not None
        ),
    )


def begin_of(day: date, span: Span) -> date:
    return day - timedelta(days=day.weekday()) if span == "week" else day.replace(day=1)


def _first_days(span: Span) -> Callable[[date], date]:
    """`begin_of`, each day looked up once."""
    return lru_cache(maxsize=None)(partial(begin_of, span=span))


def label_of(day: date, span: Span) -> str:
    """Of the period in which a day lies."""
    if span == "month":
        return f"{day.year:04}-{day.month:02}"
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def _next(day: date, span: Span) -> date:
    return begin_of(day + timedelta(days=7 if span == "week" else 32), span)


def _days(span: Span, seen: Sequence[date]) -> Iterator[date]:
    """On which the periods begin."""
    if not seen:
        return
    if (seen[-1] - seen[0]).days > 7 * MOST_PERIODS:
        yield from seen
        return
    day = seen[0]
    while day <= seen[-1]:
        yield day
        day = _next(day, span)


def _period(
    span: Span,
    day: date,
    began: Sequence[_Row],
    ended: Sequence[_Row],
    zone: ZoneInfo,
    rates: Sequence[Measure],
) -> Period:
    return Period(
        label=label_of(day, span),
        start_ms=instant_of(day, 0, zone),
        end_ms=instant_of(_next(day, span), 0, zone),
        started=len(began),
        ended=len(ended),
        cycle=summarise(int(value) for value in _values(ended, "cycle")),
        wait=summarise(int(value) for value in _values(ended, "wait")),
        hold_rate=_share(began, "hold_rate") if "hold_rate" in rates else None,
        first_time_right=_share(began, "first_time_right") if "first_time_right" in rates else None,
    )


def _values(rows: Sequence[_Row], measure: Measure) -> list[Value]:
    return [value for row in rows if (value := getattr(row, measure)) is not None]


def _share(rows: Sequence[_Row], measure: Measure) -> tuple[int, int]:
    values = _values(rows, measure)
    return sum(map(bool, values)), len(values)


def _by_period(
    rows: Sequence[_Row], days: Sequence[date], measure: Measure, first_day: Callable[[date], date]
) -> list[list[Value]]:
    found: dict[date, list[Value]] = {day: [] for day in days}
    for row in rows:
        if (value := getattr(row, measure)) is not None:
            found[first_day(row.end if measure in TIMES else row.start)].append(value)
    return [found[day] for day in days]


# -------------------------------------------------------------------------------------------- more than noise


def _difference(measure: Measure, first: Sequence[Value], last: Sequence[Value]) -> Difference:
    enough = min(len(first), len(last)) >= FEW
    test: Callable[[Sequence[Value], Sequence[Value]], float] = rank_sum if measure in TIMES else fisher_exact
    return Difference(
        measure=measure,
        first=_typical(measure, first),
        last=_typical(measure, last),
        n_first=len(first),
        n_last=len(last),
        p=test(first, last) if enough else None,
    )


def _corrected(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    corrected = iter(holm([one.p for one in differences if one.p is not None]))
    return tuple(one if one.p is None else replace(one, corrected=next(corrected)) for one in differences)


def _typical(measure: Measure, values: Sequence[Value]) -> float | None:
    if not values:
        return None
    return middle(summarise(map(int, values))) if measure in TIMES else sum(map(bool, values)) / len(values)


def _shift(measure: Measure, periods: Sequence[Sequence[Value]], labels: Sequence[str]) -> Shift | None:
    """The place at which the values before and after differ most clearly, if by more than noise."""
    every = [value for own in periods for value in own]
    until = [*accumulate(map(len, periods))][:-1]
    places = [
        (at, n) for at, n in enumerate(until, start=1) if n >= FEW and len(every) - n >= FEW and periods[at]
    ]
    if not places:
        return None
    ranks = Ranks(every)
    corrected = holm([ranks.p_of_first(n) for _, n in places])
    p, (at, n) = min(zip(corrected, places, strict=True))
    if p > SIGNIFICANT:
        return None
    before, after = _typical(measure, every[:n]), _typical(measure, every[n:])
    assert before is not None
    assert after is not None
    return Shift(measure, labels[at], before, after, n, len(every) - n, p, len(places))
