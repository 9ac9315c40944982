"""Throughput per week and month, and whether it changed by more than noise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    NOT_KNOWN,
    corrected_for,
    duration,
    listed,
    percent,
    percents_apart,
    probability,
    share,
    spread,
    told_apart,
)
from ledgerium_cli.findings.statistics import FEW, Summary
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
        f"Weeks are those of ISO 8601, in {zone} time. *Ended* counts cases in the period in which they ended; all "
        "else is told of the one in which they began, cycle time and wait of those that ended.",
        *(
            [f"In none of them: {view.cases(found[0].untimed)} of which no time is known."]
            if found[0].untimed
            else []
        ),
        *(block for one in found for block in _trend(view, one)),
    ]


def _trend(view: View, found: Trend) -> Blocks:
    head = ["Started", "Ended", "Cycle time", "Wait per case", "Held", "First-time-right"]
    return [
        f"### By {found.span}",
        *table_of_first([found.span.capitalize(), *head], [*_rows(found)], {1, 2}),
        *([] if found.is_gapless else [f"No case began or ended in the {found.span}s that are left out."]),
        bullets([*_unsettled(view, found), *_differences(found), *map(_shift, found.shifts)]),
    ]


def _rows(found: Trend) -> Iterator[list[Markdown]]:
    """One for each period, and one for several in a row in which no case began or ended."""
    for is_empty, same in groupby(found.periods, key=lambda one: not (one.started or one.ended)):
        own = [*same]
        if is_empty and len(own) > 1:
            yield row(f"{own[0].label} to {own[-1].label}", "0", "0", "", "", "", "")
        else:
            yield from map(_period, own)


def _unsettled(view: View, found: Trend) -> Iterator[str]:
    """Which periods have cases that may go on."""
    if not (left := [one for one in found.periods if not one.settled]):
        return
    still = sum(one.open for one in left)
    why = (
        f"{view.cases(still)} that began in them {'is' if still == 1 else 'are'} open"
        if still
        else "no end is declared, and after them the recordings end sooner than nine in ten take"
    )
    yield (
        f"So far: {listed([one.label for one in left], MOST_NAMED)}. Their slow ones may not have ended ({why}), so "
        "they are not compared."
    )


def _period(one: Period) -> list[Markdown]:
    return row(
        one.label,
        str(one.started),
        str(one.ended),
        _times(one, one.cycle),
        _times(one, one.wait),
        _rate(one, one.hold_rate),
        _rate(one, one.first_time_right),
    )


def _times(period: Period, times: Summary) -> str:
    told = spread(times, NOT_KNOWN if period.started > period.open else "")
    return _so_far(period, told) if times.n else told


def _rate(period: Period, rate: tuple[int, int] | None) -> str:
    if rate is None:
        return "not known"
    return _so_far(period, share(*rate)) if rate[1] else ""


def _so_far(period: Period, told: str) -> str:
    return told if period.settled else f"so far {told}"


def _differences(found: Trend) -> Iterator[str]:
    if all(one.p is None for one in found.differences):
        few = dict.fromkeys((one.first_period, one.last_period) for one in found.differences)
        yield from (
            f"{first} against {last}: fewer than {FEW} values in one of them, too few to tell."
            for first, last in few
        )
        return
    tested = [one for one in found.differences if one.p is not None]
    for one in tested:
        verdict = "more than noise" if one.differs else "no more than noise"
        test = f"{_test(one)}{corrected_for(len(tested), 'measure')}"
        yield f"{one.first_period} against {one.last_period}, {NAMES[one.measure]}: {_change(one)}; {test}: {verdict}."


def changed(view: View) -> Iterator[str]:
    """What became more or less than by chance from the first settled period to the last; months before weeks."""
    found = [own for trend in reversed(view.analysis.trends) if (own := [*_more_than_noise(trend)])]
    yield from found[0] if found else ()


def _more_than_noise(found: Trend) -> Iterator[str]:
    tested = [one for one in found.differences if one.p is not None]
    for one in tested:
        if one.differs:
            name = NAMES[one.measure]
            first, last = _values(one.measure, one.first, one.last)
            in_first = f"in {one.first_period} (n = {one.n_first})"
            in_last = f"in {one.last_period} (n = {one.n_last})"
            how = (
                f"was not the same {in_first} and {in_last}, each with {first}"
                if first == last
                else f"went from {first} {in_first} to {last} {in_last}"
            )
            yield (
                f"{name[0].upper()}{name[1:]} {how}, "
                f"more than noise ({_test(one)}{corrected_for(len(tested), 'measure')}): see “Throughput and trends”."
            )


def _change(one: Difference) -> str:
    first, last = _values(one.measure, one.first, one.last)
    return f"{first} (n = {one.n_first}) to {last} (n = {one.n_last})"


def _values(measure: Measure, first: float | None, last: float | None) -> list[str]:
    """Two values of a measure that are compared."""
    if first is None or last is None:
        return [NOT_KNOWN if one is None else _value(measure, one) for one in (first, last)]
    if measure in TIMES:
        return [f"median {one}" for one in told_apart(round(first), round(last))]
    return percents_apart(first, last)


def _value(measure: Measure, value: float) -> str:
    return f"median {duration(round(value))}" if measure in TIMES else percent(value)


def _test(one: Difference) -> str:
    name = "Mann-Whitney" if one.measure in TIMES else "Fisher’s exact test"
    assert one.corrected is not None
    return f"{name}, {probability(one.corrected)}"


def _shift(one: Shift) -> str:
    before, after = _values(one.measure, one.before, one.after)
    return (
        f"The clearest change of {NAMES[one.measure]} is with {one.since}: {before} before "
        f"(n = {one.n_before}), {after} from then on (n = {one.n_after}); Mann-Whitney, "
        f"{probability(one.p)}{corrected_for(one.places, 'place', ' looked at')}: more than noise."
    )
