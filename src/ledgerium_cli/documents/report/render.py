"""The workflow intelligence report: its sections in order, its sources, and what it cannot know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledgerium_cli.documents.condition import CLOCKS, imported_evidence, origin, what_is_wrong
from ledgerium_cli.documents.heading import heading
from ledgerium_cli.documents.report.causes import causes
from ledgerium_cli.documents.report.clocks import clocks
from ledgerium_cli.documents.report.deviations import deviations, has_checks
from ledgerium_cli.documents.report.health import process_health, why_no_conformance
from ledgerium_cli.documents.report.holds import holds
from ledgerium_cli.documents.report.intervals import intervals
from ledgerium_cli.documents.report.model import mined_model
from ledgerium_cli.documents.report.numbers import numbers
from ledgerium_cli.documents.report.open_cases import OPEN_CASES, open_cases
from ledgerium_cli.documents.report.process import aborted, hand_offs, paths, rework, variants
from ledgerium_cli.documents.report.stands_out import stands_out
from ledgerium_cli.documents.report.time import time_per_case, time_per_step
from ledgerium_cli.documents.report.trends import trends
from ledgerium_cli.documents.report.waits import waits
from ledgerium_cli.documents.report.working_time import working_time
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    NOT_KNOWN,
    SECOND,
    count,
    duration,
    listed,
)
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.output.text import Blocks, bullets, md, row, table_of_first
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.workflow.wire import Settings


def render_report(view: View) -> str:
    """Markdown. Each number names its cases, or the section that shows them with their events."""
    blocks = heading("Workflow intelligence report", view)
    for title, section in SECTIONS:
        if found := section(view):
            blocks += [f"## {title}", *found]
    return "\n\n".join(blocks) + "\n"


# What it is based on

RECORDINGS = "The recordings"

MOST_BEFORE_FINDINGS = 10
"""The most recordings listed before the findings; longer lists come after them."""


def _based_on(view: View) -> Blocks:
    n = len(view.analysis.recordings)
    if n <= MOST_BEFORE_FINDINGS:
        return [*_recordings(view), _events(view), *_untold(view)]
    return [f"{n} recordings, R1 to R{n}; “{RECORDINGS}” lists them.", _events(view), *_untold(view)]


def _many_recordings(view: View) -> Blocks:
    return _recordings(view) if len(view.analysis.recordings) > MOST_BEFORE_FINDINGS else []


def _recordings(view: View) -> Blocks:
    recordings = view.analysis.recordings
    rows = (
        row(
            view.cite.labels[one.id],
            md(one.id),
            md(one.actor) if one.log is None else "as the log says",
            view.began(one),
            view.time(one.end_ms) if one.timed else NOT_KNOWN,
            str(one.events),
            _state(one),
            f"{one.log} log" if one.log is not None else origin(one),
        )
        for one in recordings
    )
    head = ["", "Recording", "Actor", view.in_zone("From"), view.in_zone("To"), "Events", "State", "Origin"]
    return table_of_first(head, rows, {5}, len(recordings))


def _state(one: RecordingFacts) -> str:
    if one.log is not None:
        return f"SHA-256 `{one.sha256[:12]}`"
    if wrong := what_is_wrong(one):
        return f"**{wrong}**"
    if not one.is_imported:
        return "sealed"
    return f"not sealed{f', SHA-256 `{one.source_sha256[:12]}`' if one.source_sha256 else ''}"


def _events(view: View) -> str:
    recorded = sum(one.events for one in view.analysis.recordings)
    used = sum(look.events for look in view.facts.looks)
    whose = "a case" if view.analysis.filtered is None else "these cases"
    return (
        f"n = {view.all}. Of {count(recorded, 'event')}, {used} {'belongs' if used == 1 else 'belong'} to {whose}. "
        "Brackets name a recording and the numbers of its events, the first and the last of those in a row."
        + (" Of a log they are its rows." if view.sources.has_logs else "")
        + (f" {imported}" if (imported := imported_evidence(view)) else "")
    )


def _untold(view: View) -> Blocks:
    whole = {step.recording for step in view.told_by("recording")}
    labels = [label for recording, label in view.cite.labels.items() if recording in whole]
    if not labels:
        return []
    return [
        f"Nothing told cases apart in {listed(labels, MOST_NAMED)}: such a recording counts as one case, named after "
        "it."
    ]


# What it cannot know, and how the rest is defined


def _not_measured(view: View) -> Blocks:
    return [bullets(not_measured(view))]


def not_measured(view: View) -> Iterator[str]:
    """What the recordings and declarations cannot tell: Markdown, one sentence each."""
    workflow, metrics = view.workflow, view.analysis.metrics
    if not view.ends:
        yield "Complete and open cases: no end (`ends_with`) is declared."
    if not view.declared:
        yield "Conformance, skipped checks: no activities are declared."
    elif view.analysis.health.steps.met is None:
        yield f"Conformance: {why_no_conformance(view)}."
    elif not has_checks(view):
        yield "Skipped checks: no activity is declared as a check (`check = true`)."
    if metrics.hold_rate.n is None:
        yield "The hold rate: no hold (`holds`) is declared, so it is not known where one can begin."
    if not metrics.intervals:
        yield "The time from one point of the work to another: no interval metric (`metrics`) is declared."
    for one in metrics.intervals:
        if one.unknown:
            yield f"{md(one.title)} of {view.of_all(one.unknown)}: what passed between its points is not known."
        elif not one.times.n:
            yield f"{md(one.title)}: no case reached both of its points."
    if workflow is None or not workflow.targets:
        yield "Whether cases were on time: no target (`targets`) is declared."
    if broken := [view.cite.labels[one.id] for one in view.analysis.recordings if not one.condition.is_whole]:
        yield f"What is missing from {listed(broken, MOST_NAMED)}: see “Not whole” at the beginning."
    if workflow is None or workflow.calendar is None:
        yield "Times in working hours, and wait outside them: no calendar (`calendar`) is declared."
    yield (
        "Why cases wait, beyond what people recorded: a queue outside the browser, or work that nobody recorded, is "
        "not seen."
    )
    if view.sources.has_logs:
        yield from _of_a_log(view)
    if labels := [view.cite.labels[one.id] for one in view.analysis.recordings if not one.timed]:
        yield (
            f"How long anything took in {listed(labels, MOST_NAMED)}: of such a recording only the order of the events "
            "is known, so a case with a step of it has no cycle time and counts in no week and no month."
        )
    yield from view.in_no_order("left out of variants, paths and hand-offs")
    if view.sources.has_recordings:
        yield "What happened outside the recorded browsers: its time counts as work, idle or wait, like any gap."
    yield from (f"Outside: {sentence}" for sentence in view.outside)


def _of_a_log(view: View) -> Iterator[str]:
    yield "What is done within a step: a log names steps, no clicks, pages or messages."
    yield "System wait, idle and pauses: a log does not tell them from work and wait."
    steps = sum(look.times for look in view.facts.looks)
    if untimed := sum(look.times for look in view.facts.looks if look.shape.timed_by == "one time"):
        yield (
            f"The work at {untimed} of {count(steps, 'step')}: the log has one time for each of them. A case "
            "of such steps only has neither work nor wait that is known; among others such a step is a moment, and "
            "the time before it is wait."
        )
    if of_days := sum(look.times for look in view.facts.looks if look.shape.timed_by == "days"):
        yield (
            f"The work at {of_days} of {count(steps, 'step')}, and the wait in their cases: the log has days without "
            "clock times for them, and one that begins and ends on the same day may take a minute or a day."
        )
    if unnamed := sum(look.times for look in view.facts.looks if not look.actor):
        yield f"Who did {unnamed} of {count(steps, 'step')}, and whether cases were handed off there."
    if unplaced := sum(look.times for look in view.facts.looks if not look.shape.system):
        yield (
            f"In which system {unplaced} of {count(steps, 'step')} were done, and whether people went from one system "
            "to another there."
        )


def _definitions(view: View) -> Blocks:
    lines = [
        "Cycle time runs from the first event of a case to its last.",
        *what_counts(view),
        "Wait = system wait + idle + between-step wait. Cycle-time efficiency = work ÷ cycle.",
        "A hold begins at a declared sign or a mark and ends at its release. What was refused and set right in "
        "the same visit is rework, not a hold.",
        f"With n below {FEW} the values stand themselves; from n = {FEW} on the median and the 90th "
        "percentile, and the mean with its 95 % bootstrap interval.",
    ]
    return [bullets(lines), "All definitions: see docs/metrics.md of Ledgerium."]


def what_counts(view: View) -> list[str]:
    """What counts as work and as wait, in recordings and in logs."""
    settings = view.workflow.settings if view.workflow is not None else Settings()
    idle = duration(settings.idle_after_s * SECOND)
    of_recordings = [line.format(idle=idle) for line in OF_RECORDINGS if view.sources.has_recordings]
    return [*of_recordings, *(OF_LOGS if view.sources.has_logs else ())]


OF_RECORDINGS = (
    "Work is time between two inputs of a person, up to {idle}. A longer gap is idle within a step, and "
    "between-step wait where it leads to another step.",
    "System wait runs from an action to the last page or message that it caused.",
)
OF_LOGS = (
    "Of a log, work is the time from a start to its completion, counted once where steps of a case overlap; the rest "
    "of the time of the case is between-step wait of the step that it leads to.",
)


NOT_MEASURED = "What could not be measured"
SECTIONS: Sequence[tuple[str, Callable[[View], Blocks]]] = (
    ("What stands out", stands_out),
    ("The numbers", numbers),
    ("What this is based on", _based_on),
    (CLOCKS, clocks),
    ("Throughput and trends", trends),
    ("Time per case", time_per_case),
    (OPEN_CASES, open_cases),
    ("Time per step", time_per_step),
    ("Where cases wait", waits),
    ("Why cases wait between steps", causes),
    ("Interval metrics", intervals),
    ("Working time", working_time),
    ("Holds", holds),
    ("Variants", variants),
    ("From step to step", paths),
    ("Rework", rework),
    ("Aborted performances", aborted),
    ("Hand-offs and system switches", hand_offs),
    ("Mined model", mined_model),
    ("Skipped checks and other deviations", deviations),
    ("Process health", process_health),
    (RECORDINGS, _many_recordings),
    (NOT_MEASURED, _not_measured),
    ("How the numbers are defined", _definitions),
)
