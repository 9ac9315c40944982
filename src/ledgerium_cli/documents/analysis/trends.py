"""Trends in `analysis.json`; `numbers_shape.py` defines their shape."""

from __future__ import annotations

from ledgerium_cli.documents.analysis.numbers import times_json
from ledgerium_cli.documents.analysis.numbers_shape import (
    DifferenceJson,
    PeriodJson,
    ShareJson,
    ShiftJson,
    TrendJson,
)
from ledgerium_cli.documents.words import instant
from ledgerium_cli.findings.trends import Difference, Period, Shift, Trend


def trend_json(found: Trend) -> TrendJson:
    return TrendJson(
        zone=found.zone,
        periods=[_period(one) for one in found.periods],
        differences=[_difference(one) for one in found.differences],
        shifts=[_shift(one) for one in found.shifts],
        untimed=found.untimed,
    )


def _period(one: Period) -> PeriodJson:
    return PeriodJson(
        label=one.label,
        start=instant(one.start_ms),
        end=instant(one.end_ms),
        started=one.started,
        ended=one.ended,
        open=one.open,
        settled=one.settled,
        cycle=times_json(one.cycle),
        wait=times_json(one.wait),
        hold_rate=_share(one.hold_rate),
        first_time_right=_share(one.first_time_right),
    )


def _share(rate: tuple[int, int] | None) -> ShareJson | None:
    if rate is None:
        return None
    met, n = rate
    return ShareJson(n=n, met=met, rate=met / n if n else None)


def _difference(one: Difference) -> DifferenceJson:
    return DifferenceJson(
        measure=one.measure,
        first_period=one.first_period,
        last_period=one.last_period,
        first=one.first,
        last=one.last,
        n_first=one.n_first,
        n_last=one.n_last,
        p=one.p,
        corrected=one.corrected,
        differs=one.differs,
    )


def _shift(one: Shift) -> ShiftJson:
    return ShiftJson(
        measure=one.measure,
        since=one.since,
        before=one.before,
        after=one.after,
        n_before=one.n_before,
        n_after=one.n_after,
        p=one.p,
        places=one.places,
    )
