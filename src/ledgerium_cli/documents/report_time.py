"""Where the time of the cases went: per case, and per step over all cases."""

from __future__ import annotations

from collections import defaultdict

from ledgerium_cli.cases.model import PARTS, Case, total
from ledgerium_cli.documents.report_targets import targets
from ledgerium_cli.documents.text import Blocks, md, row, table_of_first
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    PART_WORDS,
    duration,
    listed,
    percent,
    spread,
    spread_in_full,
)
from ledgerium_cli.findings.activities import Evidence


def time_per_case(view: View) -> Blocks:
    rows = [
        row(
            md(case.id),
            {True: "complete", False: "open", None: "not known"}[case.complete],
            duration(case.cycle_ms),
            *(_or_zero(getattr(case.parts, part)) for part in PARTS),
            {True: "yes", False: "no", None: "not known"}[case.held],
            str(len(case.steps)),
            view.cite(_evidence_of_case(case), most=len(view.analysis.recordings)),
        )
        for case in view.analysis.cases
    ]
    head = ["Case", "State", "Cycle", "Work", "System wait", "Idle", "Between-step wait", "Paused", "Held"]
    return [
        "Every millisecond of a case is in exactly one part, so that the parts add up: cycle = work + system "
        "wait + idle + between-step wait + paused. Rounded here; `analysis.json` has the milliseconds.",
        *table_of_first([*head, "Steps", "Evidence"], rows, {*range(2, 8), 9}),
        *_in_sum(view),
        f"Cycle time: {spread_in_full(view.analysis.metrics.cycle)}.",
        *_open(view),
        *targets(view, "cycle"),
    ]


def _in_sum(view: View) -> Blocks:
    parts = view.analysis.metrics.parts
    if not view.counted:
        return []
    summands = " + ".join(f"{_or_zero(getattr(parts, part))} {PART_WORDS[part]}" for part in PARTS)
    complete = "complete " if view.ends_with is not None else ""
    return [f"In sum over the {len(view.counted)} {complete}cases: {duration(parts.total)} = {summands}."]


def _or_zero(ms: int) -> str:
    return duration(ms) if ms else "0"


def _evidence_of_case(case: Case) -> list[Evidence]:
    """One place for each recording."""
    found: dict[str, list[int]] = defaultdict(list)
    for timed in case.steps:
        found[timed.step.recording] += [event.seq for event in timed.step.events]
    return [Evidence(recording, tuple(events)) for recording, events in found.items()]


def _open(view: View) -> Blocks:
    ages = [f"{md(case)} ({duration(age)})" for case, age in view.analysis.metrics.open_cases]
    if not ages:
        return []
    return [
        f"Open: {listed(ages, MOST_NAMED)}, with the age at the end of the recordings. No cycle time counts them."
    ]


def time_per_step(view: View) -> Blocks:
    spent = total(case.parts for case in view.analysis.cases)
    rows = [
        row(
            view.title(one.activity.id),
            "declared" if one.activity.decided_by == "rule" else "guess",
            f"{one.steps} in {len(one.cases)}",
            spread(one.work),
            spread(one.wait),
            _or_zero(one.parts.work),
            _or_zero(one.parts.wait),
            percent(one.parts.wait / spent.wait) if spent.wait else "",
            view.cite(one.evidence),
        )
        for one in view.analysis.activities
    ]
    head = ["Step", "Name", "Steps in cases", "Work per step", "Wait at the step", "Work, sum", "Wait, sum"]
    return [
        "Over all cases, open ones included. *Wait at the step* runs from the completion of the step before "
        "to the step's own completion, less its work and pauses; where steps overlap, two may wait at once. "
        f"The sums count each millisecond of a case once and add up to {duration(spent.work)} of work and "
        f"{duration(spent.wait)} of wait in {view.all}.",
        *table_of_first([*head, "Share of all wait", "Evidence"], rows, {2, 5, 6, 7}),
    ]
