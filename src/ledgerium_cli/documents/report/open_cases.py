"""The section about open cases: what has not reached the declared end, where it stands, since when and with whom."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.cases.model import Case
from ledgerium_cli.documents.view.model import View, evidence_of_hold
from ledgerium_cli.documents.words import NOT_KNOWN, duration, person
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.metrics import length_of
from ledgerium_cli.output.text import MOST_ROWS, Blocks, Markdown, md, row, table

OPEN_CASES = "Open cases"


def open_cases(view: View) -> Blocks:
    """Empty where no case is open, or none can be called so."""
    n = len(view.analysis.metrics.open_cases)
    if not n:
        return []
    head = ["Case", "Age", "Last step", "On hold since", "Last with", "Evidence"]
    rows = [_row(view, case, age) for case, age in oldest_first(view, MOST_ROWS)]
    cut = f" These are the {MOST_ROWS} oldest; `analysis.json` has all." if n > MOST_ROWS else ""
    have, first = ("has", "") if n == 1 else ("have", ", the oldest first")
    return [
        f"{view.cases(n)} {have} not reached the declared end{first}. *Age* runs from the first event of the case to "
        f"the last moment of the {view.sources.called}. No cycle time counts them.{cut}",
        table(head, rows, frozenset({1})),
    ]


def oldest_first(view: View, most: int) -> list[tuple[Case, int | None]]:
    """At most so many open cases with their age in milliseconds, None where it is not known; those come last."""
    still = view.analysis.metrics.open_cases
    ages = [length_of(age) for age in still.lengths]
    order = sorted(range(len(ages)), key=lambda at: (-(ages[at] or 0), still.cases.places[at]))[:most]
    cases = view.analysis.order.chosen(still.cases)
    return [(cases[at], ages[at]) for at in order]


def _row(view: View, case: Case, age: int | None) -> list[Markdown]:
    last = case.steps[-1].step
    held = [hold for hold in case.holds if hold.is_open]
    since = min((hold.known_start_ms for hold in held if hold.known_start_ms is not None), default=None)
    return row(
        md(case.id),
        duration(age),
        view.title(last.activity.id) if case.is_ordered else NOT_KNOWN,
        (view.time(since) if since is not None else NOT_KNOWN) if held else "",
        person(last.actor) if case.is_ordered else NOT_KNOWN,
        view.cite([*_places(case)]),
    )


def _places(case: Case) -> Iterator[Evidence]:
    """What shows where it stands: its last step, and what began the holds that are open."""
    yield evidence_of(case.steps[-1].step)
    for hold in case.holds:
        if hold.is_open:
            yield from evidence_of_hold(hold)
