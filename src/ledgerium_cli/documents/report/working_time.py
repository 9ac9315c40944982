"""The times of the report in the working hours of the declared calendar, beside the elapsed times."""

from __future__ import annotations

from ledgerium_cli.documents.view.model import DECLARED, View
from ledgerium_cli.documents.words import count, none_of, spread
from ledgerium_cli.findings.statistics import summarise
from ledgerium_cli.output.text import Blocks, md, row, table


def working_time(view: View) -> Blocks:
    """Empty when no calendar is declared."""
    found = view.analysis.working
    calendar = view.workflow.calendar if view.workflow is not None else None
    if found is None or calendar is None:
        return []
    metrics = view.analysis.metrics
    hold_rate = metrics.hold_rate
    in_hours = dict(found.intervals)
    waits = summarise(view.facts.waited)
    times = [
        ("Cycle time", metrics.cycle, found.cycle, view.facts.counted),
        ("Wait per case", waits, found.wait, view.facts.counted),
        *((md(one.title), one.times, in_hours[one.id], len(one.unknown)) for one in metrics.intervals),
        ("Time to release", hold_rate.time_to_release, found.time_to_release, hold_rate.closed),
    ]
    country = f", without the public holidays of {md(_country(calendar.country, calendar.region))}"
    days_off = f", without {count(len(calendar.days_off), 'day')} off" if calendar.days_off else ""
    return [
        f"Only the hours {md(', '.join(calendar.hours))} count, {md(calendar.zone)} time"
        f"{country if calendar.country else ''}{days_off} {DECLARED}. Targets are for elapsed time.",
        table(
            ["Number", "Elapsed", "In working hours"],
            [
                row(name, *(spread(one, none_of(passed)) for one in (elapsed, working)))
                for name, elapsed, working, passed in times
            ],
        ),
    ]


def _country(country: str | None, region: str | None) -> str:
    return f"{country}-{region}" if region is not None else country or ""
