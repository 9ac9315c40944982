"""Shorter versions of the SOP for other readers, made of its own sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ledgerium_cli.documents.sop.content import usual
from ledgerium_cli.documents.sop.sentences import through
from ledgerium_cli.documents.sop.views.parts import Parts
from ledgerium_cli.documents.sop.views.quick import EARLIEST, EARLIEST_KNOWN, IN_NO_ORDER, USUAL, quick_guide
from ledgerium_cli.documents.sop.views.training import training_checklist
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.visits import Visit, joined, visits_in
from ledgerium_cli.documents.view.ways import Way
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.text import md
from ledgerium_cli.workflow.case_noun import case_noun
from ledgerium_cli.workflow.wire import Workflow


def view_for(
    audience: Literal["full", "quick", "training"], sop: str, analysis: Analysis, generated: str | None = None
) -> str:
    """Markdown. `sop` is the content of `sop.md` with LF line ends; `generated` is the SOP before people's edits, if
    there are any."""
    if audience == "full":
        return sop
    workflow = analysis.workflow
    of_log = all(one.log is not None for one in analysis.recordings)
    parts = Parts(sop, generated, workflow.roles if workflow is not None else (), of_log=of_log)
    if audience == "training":
        return training_checklist(parts)
    way = _way(analysis, parts)
    return quick_guide(parts, way, _whose(analysis), _told_by_way(workflow, way), _not_passed(workflow))


def _not_passed(workflow: Workflow | None) -> dict[str, list[str]]:
    """By activity, the names of the results that are declared to refuse it or to breach a check."""
    declared = workflow.activities if workflow is not None else ()
    return {one.id: [own.name for own in one.outcomes if own.result != "passed"] for one in declared}


def _told_by_way(workflow: Workflow | None, way: Sequence[Visit]) -> str | None:
    """The beginning of the rule that needs no line of its own in the guide: which steps each case goes through, where
    the way goes through all of them, in their order."""
    if workflow is None:
        return None
    walked = dict.fromkeys(visit.activity for visit in way)
    declared = [one.id for one in workflow.activities if one.required or one.id in walked]
    is_told = (
        declared == [one for one in walked if one in declared]
        if workflow.ordered
        else walked.keys() >= {*declared}
    )
    return through(md(case_noun(workflow)[0])) if is_told else None


def _whose(analysis: Analysis) -> str:
    if not analysis.variants[0].is_ordered:
        return IN_NO_ORDER
    earliest = EARLIEST_KNOWN if analysis.unordered else EARLIEST
    return USUAL if analysis.has_usual_way else earliest


def _way(analysis: Analysis, parts: Parts) -> list[Visit]:
    """The steps of the guide in turn; all steps where no way is known. How each is done is counted where that may
    differ."""
    first = analysis.variants[0]
    steps = first.activities if first.is_ordered else [one.activity.id for one in analysis.activities]
    repeats = len({*steps}) < len(steps)
    if not any(len(step.ends) > 1 or step.again or (step.ends and repeats) for step in parts.steps):
        return joined(map(Visit, steps))
    view = View(analysis)
    ways = {one: view.ways(one) for one in dict.fromkeys(steps)}
    if not first.is_ordered:
        return [_at_any_time(one, own) for one, own in ways.items()]
    told = {one: usual(own) for one, own in ways.items()}
    return visits_in(first.activities, analysis.order.chosen(first.cases), told)


def _at_any_time(activity: str, ways: Sequence[Way]) -> Visit:
    counted = {place: way.steps for place, way in enumerate(usual(ways))}
    return Visit(activity, ways=counted, performances=sum(way.steps for way in ways))
