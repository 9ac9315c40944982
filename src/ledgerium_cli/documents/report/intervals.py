"""Declared interval metrics, such as the credit-check wait: case by case, with the steps that show them."""

from __future__ import annotations

from ledgerium_cli.cases.model import PARTS, Case
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.report.targets import targets
from ledgerium_cli.documents.view.model import DECLARED, View
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    PART_WORDS,
    duration,
    first_named,
    listed,
    none_of,
    spread_between,
    spread_in_full,
)
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.metrics import Interval, Span
from ledgerium_cli.output.text import MOST_ROWS, Blocks, in_quotes, md, row, table_of_first
from ledgerium_cli.workflow.wire import IntervalMetric, Point

POINT_WORDS = {"arrive": "the arrival at", "start": "the start of", "complete": "the completion of"}


def intervals(view: View) -> Blocks:
    declared = view.workflow.metrics if view.workflow is not None else ()
    if not declared:
        return ["No workflow file declares one (`metrics`): the time from one point of the work to another."]
    found = {one.id: one for one in view.analysis.metrics.intervals}
    return [block for one in declared for block in _interval(view, one, found[one.id])]


def interval_times(found: Interval) -> str:
    return spread_between(found.times, none_of(len(found.unknown)))


def _seen_times(view: View, declared: IntervalMetric, found: Interval) -> str:
    if found.times.n:
        return f"Seen: {spread_in_full(found.times)}."
    if not found.unknown:
        return "Seen in no case."
    is_timed = any(case.timed for case in view.analysis.order.chosen(found.unknown[:1]))
    if is_timed and {*declared.counts} < {*PARTS}:
        every = ", ".join(f'"{part}"' for part in PARTS)
        return (
            "Seen, but how much of these parts it took is not known, only how much time passed: it is measured where "
            f"all parts count, `counts = [{every}]`."
        )
    return "Seen, but how long it took is not known."


def _interval(view: View, declared: IntervalMetric, found: Interval) -> Blocks:
    by_case = found.by_case
    cases = view.analysis.order.chosen(by_case.cases[:MOST_ROWS])
    spans = map(found.spans.of, by_case.cases.places)
    since, until = _point(view, declared.since), _point(view, declared.until)
    between = {declared.since.activity, declared.until.activity}
    rows = (
        row(md(case.id), duration(length), view.cite(_performed(case, between, span)))
        for case, span, (_, length) in zip(cases, spans, by_case, strict=False)
    )
    parts = listed([PART_WORDS[part] for part in declared.counts])
    return [
        f"### {md(found.title)}",
        f"From {since} to {until}; {parts} count {DECLARED}.",
        _seen_times(view, declared, found),
        *(
            table_of_first(["Case", "Time", "Evidence: these steps"], rows, {1}, n)
            if (n := len(by_case))
            else []
        ),
        *([f"Not known of {view.cases_named(found.unknown)}."] if found.unknown and found.times.n else []),
        _left_out(view, declared, found, since, until),
        *targets(view, found.id),
    ]


def _left_out(view: View, declared: IntervalMetric, found: Interval, since: str, until: str) -> str:
    told = [f"{view.cases_named(found.without)} that never came to {since}"] if found.without else []
    if found.unfinished:
        there = "there" if told else f"to {since}"
        before = _before(view, declared, found)
        told.append(f"{view.cases_named(found.unfinished)} that came {there} but not to {until}{before}")
    return f"Left out: {', and '.join(told) or 'none'}."


def _before(view: View, declared: IntervalMetric, found: Interval) -> str:
    """Which cases without the second point after the first one had reached it before."""
    there: First[str] = First(MOST_NAMED)
    for case in view.analysis.order.chosen(found.unfinished):
        if declared.until.activity in case.variant:
            there.add(case.id)
    if not there:
        return ""
    was = "was" if len(there) == 1 else "were"
    return f" after that; {first_named(there)} {was} there before"


def _point(view: View, point: Point) -> str:
    return f"{POINT_WORDS[point.point]} {in_quotes(view.title(point.activity))}"


def _performed(case: Case, activities: set[str], span: Span | None) -> list[Evidence]:
    """The performances that reach into the interval or touch it."""
    own = [timed for timed in case.steps if timed.step.activity.id in activities]
    if span is not None and case.timed:
        own = [one for one in own if one.complete_ms >= span.since_ms and one.start_ms <= span.until_ms]
    return [evidence_of(timed.step) for timed in own]
