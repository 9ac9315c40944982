"""The section about departures from the declared workflow: skipped checks, and all others."""

from __future__ import annotations

from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.model_text import render_quality
from ledgerium_cli.documents.report.health import why_no_conformance
from ledgerium_cli.documents.report.rules import rules
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import WITHOUT_ORDER, count, first_named, share
from ledgerium_cli.findings.deviations import Deviation
from ledgerium_cli.output.text import MOST_ROWS, Blocks, md, row, table_of_first

SKIPPED = "missing step"
"""The kind of deviation of a required activity that was not seen although the case went on."""
NO_CHECK = "absent: no activity is declared as a check"


def deviations(view: View) -> Blocks:
    if not view.declared:
        return ["No workflow file declares the activities, so nothing can be called skipped or out of order."]
    skipped: First[Deviation] = First(MOST_ROWS)
    others: First[Deviation] = First(MOST_ROWS)
    for one in view.analysis.deviations:
        (skipped if skips_check(view, one) else others).add(one)
    return [
        _rates(view),
        *_fitness(view),
        *rules(view),
        "### Deviations",
        _skipped(view, len(skipped)),
        *_rows(view, skipped),
        f"**{count(len(others), 'other deviation')}**.",
        *_rows(view, others),
        *_not_known(view),
    ]


def _rates(view: View) -> str:
    found, steps = view.analysis.deviations, view.analysis.health.steps
    if steps.met is None:
        return f"Conformance rate: absent, since {why_no_conformance(view)}."
    beside = f"; of {_more(view)} it is not known" if found.unjudged else ""
    return (
        "Conformance rate, cases with no deviation from the declared workflow: "
        f"{view.share(*found.conforming_cases)}{beside}. "
        f"Steps as declared, of all that were performed or are missing: {share(steps.met, steps.n)}."
    )


def _more(view: View) -> str:
    unjudged = view.analysis.deviations.unjudged
    return f"{len(unjudged)} more, {first_named(unjudged)},"


def _fitness(view: View) -> Blocks:
    if view.analysis.conformance is None:
        return []
    bounded = any(activity.at_most is not None for activity in view.declared.values())
    costs = "what was left out, done besides or done out of order costs 1 each"
    rework = (
        ", and so does each performance beyond a declared `at_most`; other rework costs nothing"
        if bounded
        else ", rework nothing"
    )
    return [
        f"{render_quality('Fitness', view.analysis.conformance.fitness)} How near the cases are to the declared steps "
        f"and their order: {costs}{rework}."
    ]


def _not_known(view: View) -> Blocks:
    found = view.analysis.deviations.not_known
    if not found:
        return []
    rows = (
        row(
            md(one.case), one.kind, view.title(one.activity), md(view.says(one.question)),
            view.cite(one.evidence),
        )
        for one in found
    )  # fmt: skip
    head = ["Case", "Deviation", "Step", "What is not known", "Evidence"]
    why = {one.why for one in found}
    reasons = [
        *(
            [f"nothing shows which steps of the case came first, {WITHOUT_ORDER}"]
            if "no order" in why
            else []
        ),
        *(
            [f"nothing in the {view.sources.called} could show a hold, or a breach"]
            if "no sign" in why
            else []
        ),
        *(["a recording was cut off in which it may have been done"] if "cut off" in why else []),
    ]
    return [
        f"**{count(len(found), 'question')} left open**: {'; or '.join(reasons)}.",
        *table_of_first(head, rows, set(), len(found)),
    ]


def has_checks(view: View) -> bool:
    return any(activity.check for activity in view.declared.values())


def _skipped(view: View, n: int) -> str:
    if not has_checks(view):
        return f"Skipped checks: {NO_CHECK}."
    return f"**{count(n, 'skipped check')}**: a declared check was not seen, and the {view.case} went on."


def skips_check(view: View, deviation: Deviation) -> bool:
    activity = view.declared.get(deviation.activity)
    return deviation.kind == SKIPPED and activity is not None and activity.check


def _rows(view: View, found: First[Deviation]) -> Blocks:
    rows = (
        row(
            md(one.case),
            one.kind,
            view.title(one.activity),
            md(view.says(one.reason)),
            view.cite(one.evidence),
        )
        for one in found.shown
    )
    head = ["Case", "Deviation", "Step", "What was seen", "Evidence"]
    return table_of_first(head, rows, set(), len(found)) if found else []
