"""The key numbers of the report, each with the section that shows it in full."""

from __future__ import annotations

from ledgerium_cli.documents.report.clocks import clock_notes
from ledgerium_cli.documents.report.deviations import NO_CHECK, has_checks, skips_check
from ledgerium_cli.documents.report.health import FIRST_TIME_RIGHT, WHAT_IT_IS, first_time_right, health_score
from ledgerium_cli.documents.report.holds import CAN_BE_HELD, hold_rate
from ledgerium_cli.documents.report.intervals import interval_times
from ledgerium_cli.documents.report.time import share_of_wait
from ledgerium_cli.documents.view.ends import any_of
from ledgerium_cli.documents.view.model import View, by_mark
from ledgerium_cli.documents.words import NOT_KNOWN, capitalised, duration, none_of, percent, spread, worked
from ledgerium_cli.findings.metrics import Interval
from ledgerium_cli.findings.statistics import summarise
from ledgerium_cli.output.text import Blocks, Markdown, in_quotes, md, row, table

MOST_ROWS = 10
TRIVIAL = 0.01
"""Pauses, or wait at one step, below this share of cycle time get no row; unless all wait is unknown."""


def numbers(view: View) -> Blocks:
    return [
        _basis(view),
        *clock_notes(view, counted=True),
        table(["Number", "Value", "Of", "Shown in section"], _most_telling(view)),
    ]


def _most_telling(view: View) -> list[list[Markdown]]:
    """At most ten rows. Each is preceded by its rank for being dropped: the highest go first, 0 last."""
    metrics = view.analysis.metrics
    waits, pauses = _worth_a_row(metrics.parts.wait, view), _worth_a_row(metrics.parts.paused or 0, view)
    none = none_of(view.facts.counted)
    paused = spread(summarise(view.facts.paused), none)
    waited = spread(summarise(view.facts.waited), none)
    work = spread(summarise(view.facts.worked), none, worked)
    rows = [
        (0, row("Cases", _states(view), view.all, "Time per case")),
        (0, row("Cycle time", spread(metrics.cycle, none), view.counted, "Time per case")),
        (1, row("Work per case", work, view.counted, "Time per case")),
        (0, row("Wait per case", waited, view.counted, "Time per case; Where cases wait")),
        *([(99, row("Paused per case", paused, view.counted, "Time per case"))] if pauses else []),
        (0, row("Cycle-time efficiency", _efficiency(view), view.counted, "Time per case")),
        *(
            [(98, row("Most wait at one step", _most_wait(view), view.all_timed, "Time per step"))]
            if waits
            else []
        ),
        *(
            (
                min(rank, 97),
                row(md(one.title), interval_times(one), _came_through(view, one), "Interval metrics"),
            )
            for rank, one in enumerate(metrics.intervals, start=2)
        ),
        (0, row("Hold rate", hold_rate(view), _could_be_held(view), "Holds")),
        (0, row(WHAT_IT_IS[FIRST_TIME_RIGHT], first_time_right(view), view.all, "Rework; Holds")),
        (0, row("Skipped checks", _skipped(view), view.all, "Skipped checks and other deviations")),
        (0, row("Process health", health_score(view), "its shares", "Process health")),
    ]
    kept = sorted(range(len(rows)), key=lambda place: rows[place][0])[:MOST_ROWS]
    return [rows[place][1] for place in sorted(kept)]


def _worth_a_row(length: int | None, view: View) -> bool:
    """Whether a length is unknown or a large enough share of cycle time."""
    return length is None or length > TRIVIAL * (view.analysis.metrics.parts.total or 0)


def _basis(view: View) -> str:
    return f"{_counted(view)}{_bounds(view)}"


def _bounds(view: View) -> str:
    """That work is at least and wait at most what stands there, where some steps in between have one time."""
    if not (doubt := view.facts.doubtful_wait):
        return ""
    return (
        f" Of some steps the log has one time, of others two: up to {duration(doubt)} of the wait beside those may be "
        "work on them. So work and cycle-time efficiency are at least what stands here, and wait at most."
    )


def _counted(view: View) -> str:
    if not view.ends:
        return (
            f"Cycle time, work and wait run from the first to the last event of {view.counted}. No end is "
            "declared, so a case that was still open counts as if it had ended."
        )
    said = any_of(view.ends, lambda activity: in_quotes(view.title(activity)))
    end = f"{'the' if len(view.ends) == 1 else 'a'} declared end, {said}"
    left_out = f" Left out: {view.not_counted}; “Time per case” shows all." if view.not_counted else ""
    others = f" {capitalised(bases)}." if (bases := two_bases(view)) else ""
    return f"Cycle time, work and wait are those of the {view.completed(end)}.{left_out}{others}"


def two_bases(view: View) -> str:
    """`what stands out, … count all 10` where these are of more cases than cycle time; else empty."""
    if not view.ends or view.facts.counted == len(view.analysis.cases):
        return ""
    return f"what stands out, the steps and why cases wait count all {len(view.analysis.cases)}"


def _came_through(view: View, one: Interval) -> str:
    n = one.times.n + len(one.unknown)
    return f"{view.cases(n)} that came to both points"


def _could_be_held(view: View) -> str:
    n = view.analysis.metrics.hold_rate.n
    return f"{view.cases(n)} {CAN_BE_HELD}" if n is not None else "not known"


def _states(view: View) -> str:
    n, counted = len(view.analysis.cases), view.facts.counted
    if not view.ends:
        marked = len(view.facts.marked)
        by_person = f"{n}: {marked} {by_mark(marked)}"
        if marked == n:
            return by_person
        who = f"{by_person}, the other{'s' if n - marked > 1 else ''} cannot" if marked else f"{n}; none can"
        return f"{who} be called complete or open, because no end is declared"
    ended = len(view.facts.marked)
    by_person = f", {ended} ended by a person before the declared end" if ended else ""
    return f"{n}: {counted} complete{by_person}, {n - counted - ended} open"


def _efficiency(view: View) -> str:
    metrics = view.analysis.metrics
    if metrics.efficiency is None:
        return NOT_KNOWN if metrics.parts.work is None else "not seen"
    times = f"{worked(metrics.parts.work)} of work in {duration(metrics.parts.total)}"
    least = "at least " if view.facts.doubtful_wait else ""
    return f"{least}{percent(metrics.efficiency)}: {times} (n = {len(view.facts.worked)})"


def _most_wait(view: View) -> str:
    waited = view.facts.spent.wait
    if not waited:
        return NOT_KNOWN if waited is None else "none"
    most = max(view.analysis.activities, key=lambda one: one.parts.wait or 0)
    return f"{view.title(most.activity.id)}: {share_of_wait(view, most)} of all wait"


def _skipped(view: View) -> str:
    if not view.declared:
        return "absent: no activities are declared"
    if not has_checks(view):
        return NO_CHECK
    cases = [one.case for one in view.analysis.deviations if skips_check(view, one)]
    return f"{len(cases)}, in {view.of_all({*cases})}"
