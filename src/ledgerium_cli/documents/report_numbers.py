"""The head of the report: each number with where it is shown in full."""

from __future__ import annotations

from ledgerium_cli.cases.model import total
from ledgerium_cli.documents.report_deviations import skips_check
from ledgerium_cli.documents.report_health import health_score
from ledgerium_cli.documents.report_holds import hold_rate
from ledgerium_cli.documents.text import Blocks, md, row, table
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import duration, percent, share, spread
from ledgerium_cli.findings.statistics import summarise


def numbers(view: View) -> Blocks:
    metrics, cases = view.analysis.metrics, view.counted
    waits = "Time per case; Where cases wait"
    rows = [
        row("Cases", _states(view), "Time per case"),
        row("Cycle time", spread(metrics.cycle), "Time per case"),
        row("Work per case", spread(summarise(case.parts.work for case in cases)), "Time per case"),
        row("Wait per case", spread(summarise(case.parts.wait for case in cases)), waits),
        row("Paused per case", spread(summarise(case.parts.paused for case in cases)), "Time per case"),
        row("Cycle-time efficiency", _efficiency(view), "Time per case"),
        row("Most wait at one step", _most_wait(view), "Time per step"),
        *(row(md(one.title), spread(one.times), "Interval metrics") for one in metrics.intervals),
        row("Hold rate", hold_rate(metrics.hold_rate), "Holds"),
        row("First-time-right", share(*metrics.first_time_right), "Rework; Holds"),
        row("Skipped checks", _skipped(view), "Skipped checks and other deviations"),
        row("Process health", health_score(view), "Process health"),
    ]
    return [_basis(view), table(["Number", "Value", "Shown in section"], rows)]


def _basis(view: View) -> str:
    of = view.cases(len(view.counted))
    if view.ends_with is None:
        return (
            f"Cycle time, work and wait run from the first to the last event of {of}. No end is declared, so "
            "a case that was still open counts as if it had ended."
        )
    return (
        f"Cycle time, work and wait are those of the {of} that reached the declared end, "
        f"“{view.title(view.ends_with)}”. Open cases are left out of them and stand apart in “Time per case”."
    )


def _states(view: View) -> str:
    n, counted = len(view.analysis.cases), len(view.counted)
    if view.ends_with is None:
        return f"{n}; none can be called complete or open, because no end is declared"
    return f"{n}: {counted} complete, {n - counted} open"


def _efficiency(view: View) -> str:
    metrics = view.analysis.metrics
    if metrics.efficiency is None:
        return "not seen"
    times = f"{duration(metrics.parts.work)} of work in {duration(metrics.parts.total)}"
    return f"{percent(metrics.efficiency)}: {times} (n = {len(view.counted)})"


def _most_wait(view: View) -> str:
    waited = total(case.parts for case in view.analysis.cases).wait
    if not waited:
        return "none"
    most = max(view.analysis.activities, key=lambda one: one.parts.wait)
    part = percent(most.parts.wait / waited)
    return f"{view.title(most.activity.id)}: {part} of all wait (n = {view.all})"


def _skipped(view: View) -> str:
    if not view.declared:
        return "absent: no activities are declared"
    cases = [one.case for one in view.analysis.deviations if skips_check(view, one)]
    return f"{len(cases)}, in {view.of_all(list(dict.fromkeys(cases)))}"
