"""The way cases go: in which order of steps, which steps again, from whom to whom and where to where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.documents.report_health import FIRST_TIME_RIGHT, WHAT_IT_IS, first_time_right
from ledgerium_cli.documents.text import Blocks, Markdown, md, row, table_of_first
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import count, first_named, share, spread, then
from ledgerium_cli.findings.activities import Evidence, evidence_of, shown_by
from ledgerium_cli.findings.statistics import summarise

Changes = dict[tuple[str, ...], list[tuple[str, Evidence]]]
"""By steps and people or systems: the cases, with the first event after the change."""


def variants(view: View) -> Blocks:
    found = view.analysis.variants
    cases = {case.id: case for case in view.counted}
    rows = [
        row(
            str(rank),
            " → ".join(view.title(activity) for activity in one.activities),
            share(len(one.cases), len(view.analysis.cases)),
            _cycle([cases[case] for case in one.cases if case in cases]),
            first_named(one.cases),
        )
        for rank, one in enumerate(found, start=1)
    ]
    open_cases = " Cycle time leaves open cases out." if view.ends_with is not None else ""
    once = len(found) > 1 and len(found[0].cases) == 1
    happy = "the earliest, because none came twice" if once else "the most frequent one"
    return [
        f"{count(len(found), 'sequence')} of steps in {view.all}. Number 1 is the "
        f"happy path: {happy}.{open_cases}",
        *table_of_first(["", "Steps in order", "Cases", "Cycle time", "Which"], rows, {0}),
    ]


def _cycle(cases: Sequence[Case]) -> str:
    return spread(summarise(case.cycle_ms for case in cases)) if cases else "open"


def rework(view: View) -> Blocks:
    blocks = [f"{WHAT_IT_IS[FIRST_TIME_RIGHT]}: {first_time_right(view)}."]
    rows = [cells for case in view.analysis.cases for cells in _repeats(view, case)]
    if not rows:
        return [*blocks, "No step was performed again in a case."]
    head = ["Case", "Step performed again", "How", "By", "Evidence"]
    return [*blocks, *table_of_first(head, rows, set())]


def _repeats(view: View, case: Case) -> Iterator[list[Markdown]]:
    last: dict[str, TimedStep] = {}
    before: str | None = None
    for timed in case.steps:
        activity = timed.step.activity.id
        if (earlier := last.get(activity)) is not None:
            yield row(
                md(case.id),
                view.title(activity),
                "at once" if before == activity else "later, after other steps",
                then(earlier.step.actor, timed.step.actor),
                view.cite([evidence_of(earlier.step), evidence_of(timed.step)]),
            )
        last[activity], before = timed, activity


def hand_offs(view: View) -> Blocks:
    people: Changes = defaultdict(list)
    systems: Changes = defaultdict(list)
    for case in view.analysis.cases:
        for one, other in pairwise(timed.step for timed in case.steps):
            seen = case.id, shown_by(other, 0)
            steps = view.title(one.activity.id), view.title(other.activity.id)
            if one.actor != other.actor:
                people[(*steps, md(one.actor), md(other.actor))].append(seen)
            elif one.system != other.system:
                systems[(*steps, view.system(one.system), view.system(other.system))].append(seen)
    return [
        f"A hand-off: the next step is by somebody else. Seen: {sum(map(len, people.values()))}.",
        *_changes(view, "person", people),
        "A system switch: the same person goes on elsewhere, between two steps of a case, not counting those "
        f"inside a step. Seen: {sum(map(len, systems.values()))}.",
        *_changes(view, "system", systems),
    ]


def _changes(view: View, of: str, changes: Changes) -> Blocks:
    rows = [
        row(
            *names,
            str(len(seen)),
            str(len({case for case, _ in seen})),
            view.cite(first for _, first in seen),
        )
        for names, seen in sorted(changes.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    head = ["From step", "To step", f"From {of}", f"To {of}", "n", "Cases", "Evidence: first event after"]
    return table_of_first(head, rows, {4, 5}) if rows else []
