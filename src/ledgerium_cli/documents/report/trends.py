"""Throughput per week and month, and whether it changed by more than noise."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import (
    NOT_KNOWN,
    corrected_for,
    duration,
    percent,
    probability,
    share,
    spread,
)
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.findings.trends import TIMES, Difference, Measure, Period, Shift, Trend
from ledgerium_cli.output.text import Blocks, Markdown, bullets, md, row, table_of_first

NAMES: dict[Measure, str] = {
    "cycle": "cycle time",
    "wait": "wait per case",
    "hold_rate": "hold rate",
    "first_time_right": "first-time-right",
}


def trends(view: View) -> Blocks:
    """Empty when all cases are in one week."""
    found = [one for one in view.analysis.trends if len(one.periods) > 1]
    if not found:
        return []
    zone = md(found[0].zone)
    return [
        f"Weeks are those of ISO 8601, in {zone} time. Cycle time and wait are told of the period in which cases "
        "ended, hold rate and first-time-right of the one in which they began.",
        *(
            [f"In none of them: {view.cases(found[0].untimed)} of which no time is known."]
            if found[0].untimed
            else []
        ),
        *(block for one in found for block in _trend(one)),
    ]


def _trend(found: Trend) -> Blocks:
    head = ["Started", "Ended", "Cycle time", "Wait per case", "Held", "First-time-right"]
    return [
        f"### By {found.span}",
        *table_of_first([found.span.capitalize(), *head], [_period(one) for one in found.periods], {1, 2}),
        *([] if found.is_gapless else [f"No case began or ended in the {found.span}s that are left out."]),
        bullets([*_differences(found), *map(_shift, found.shifts)]),
    ]


def _period(one: Period) -> list[Markdown]:
    return row(
        one.label,
        str(one.started),
        str(one.ended),
        spread(one.cycle, NOT_KNOWN if one.ended else ""),
        spread(one.wait, NOT_KNOWN if one.ended else ""),
        _rate(one.hold_rate),
        _rate(one.first_time_right),
    )


def _rate(rate: tuple[int, int] | None) -> str:
    if rate is None:
        return "not known"
    return share(*rate) if rate[1] else ""


def _differences(found: Trend) -> Iterator[str]:
    first, last = found.periods[0].label, found.periods[-1].label
    if all(one.p is None for one in found.differences):
        yield f"{first} against {last}: fewer than {FEW} values in one of them, too few to tell."
        return
    tested = [one for one in found.differences if one.p is not None]
    for one in tested:
        verdict = "more than noise" if one.differs else "no more than noise"
        test = f"{_test(one)}{corrected_for(len(tested), 'measure')}"
        yield f"{first} against {last}, {NAMES[one.measure]}: {_change(one)}; {test}: {verdict}."


def _change(one: Difference) -> str:
    return (
        f"{_value(one.measure, one.first)} (n = {one.n_first}) to {_value(one.measure, one.last)} "
        f"(n = {one.n_last})"
    )


def _value(measure: Measure, value: float | None) -> str:
    if value is None:
        return "not known"
    return f"median {duration(round(value))}" if measure in TIMES else percent(value)


def _test(one: Difference) -> str:
    name = "Mann-Whitney" if one.measure in TIMES else "Fisher’s exact test"
    assert one.corrected is not None
    return f"{name}, {probability(one.corrected)}"


def _shift(one: Shift) -> str:
    return (
        f"The clearest change of {NAMES[one.measure]} is with {one.since}: {_value(one.measure, one.before)} before "
        f"(n = {one.n_before}), {_value(one.measure, one.after)} from then on (n = {one.n_after}); Mann-Whitney, "
        f"{probability(one.p)}{corrected_for(one.places, 'place', ' looked at')}: more than noise."
    )
