"""The usual way through the procedure, and where cases leave it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ledgerium_cli.documents.sop.flowchart import flowchart
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import FOR_WANT_OF_TIMES, count, first_named, listed, so_often
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.paths import Path
from ledgerium_cli.findings.variants import Variant
from ledgerium_cli.output.text import bullets, in_quotes

MOST_BRANCHES = 8


def usual_way(view: View) -> Iterator[str]:
    """Paragraphs: the most frequent variant, the chart, then where other cases leave it."""
    usual = view.analysis.variants[0]
    if not usual.is_ordered:
        yield NO_WAY
        return
    yield f"{of_what_way(view)}: {listed([*in_turn(view, usual.activities)])}."
    yield from flowchart(view)
    branches = [path for path in view.analysis.paths if _leaves(path, usual.activities)]
    branches.sort(key=lambda path: -len(path.cases))
    told = [_branch(view, path) for path in branches[:MOST_BRANCHES]]
    if len(branches) > MOST_BRANCHES:
        told.append(
            f"{count(len(branches) - MOST_BRANCHES, 'rarer turn')} more; each step says what came after it."
        )
    if told:
        yield f"Where {view.case_plural} leave it:"
        yield bullets(told)


NO_WAY = f"Which step came first {FOR_WANT_OF_TIMES}, so no way through the steps can be told."
"""Said when this is so in every case."""


def in_turn(view: View, activities: Sequence[str]) -> Iterator[str]:
    """`“Enter the order” twice`, `“Validate the order”`."""
    for activity, own in groupby(activities):
        yield f"{in_quotes(view.title(activity))}{so_often(len([*own]))}"


def why_given_up(view: View) -> str:
    """What is said of a case that gave a step up; only a log tells that something was aborted."""
    return f"a step was refused {'or aborted ' if view.sources.has_logs else ''}and not done after all"


def of_what_way(view: View) -> str:
    """How usual the most frequent variant is; among equally frequent ones the earliest is described as just that."""
    usual, *others = view.analysis.variants
    known = [one for one in view.analysis.variants if one.is_ordered]
    n, given_up = len(usual.cases), view.facts.usual.given_up.n
    why = why_given_up(view)
    though = f", though in {given_up} of {view.cases(n)} {why}" if given_up else ""
    if not others:
        return f"{'Every' if n > 1 else 'The one'} {view.case} went this way{though}"
    if not view.analysis.has_usual_way:
        return f"{_of_no_usual_way(view, known)}{f', though in it {why}' if given_up else ''}"
    alike = [one for one in known if len(one.cases) == n]
    is_whole = all(one.counted == len(one.cases) for one in alike)
    if len(alike) > 1:
        often = f"taken {'from start to end ' if is_whole and not given_up else ''}by {view.of_all(n)}"
        return f"The earliest of {len(alike)} ways that were each {often}{though}"
    if given_up == n:
        return f"The most frequent way, tried by {view.of_all(n)}, in each of which {why}"
    often = f"taken {'from start to end ' if is_whole else ''}by {view.of_all(n - given_up)}"
    more = f" (in {given_up} more {why})" if given_up else ""
    return f"The usual way, {often}{more}{'' if usual.counted else ', none of which is finished'}"


def _of_no_usual_way(view: View, known: Sequence[Variant]) -> str:
    earliest = first_named(known[0].cases, 1)
    if len(known) == 1:
        return f"Of one {view.case} alone, {earliest}, it is known which way it went: this one"
    some_unknown = len(known) < len(view.analysis.variants)
    which, of_them = (" of which the way is known", " of them") if some_unknown else ("", "")
    return f"No two {view.case_plural}{which} went the same way. The earliest{of_them}, {earliest}, went this one"


def _leaves(path: Path, usual: tuple[str, ...]) -> bool:
    """Whether the path leads from a step of the usual way, or from the start, to something else."""
    on_it = {*pairwise(usual), (None, usual[0]), (usual[-1], None)}
    return (path.source is None or path.source in usual) and (path.source, path.target) not in on_it


def _branch(view: View, path: Path) -> str:
    """`After “Validate the order”: “Confirm the order”, in 1 of 10 orders. (R1: 208–209)`"""
    seen = f"in {view.of_all(path.cases)}"
    cited = f" {view.cite(path.evidence or [_end(view, path)])}"
    if path.source is None:
        assert path.target is not None
        return f"At the start: {in_quotes(view.title(path.target))}, {seen}.{cited}"
    source = f"After {in_quotes(view.title(path.source))}"
    if path.target is None:
        return f"{source}: nothing more, {seen}.{cited}"
    again = "the same again" if path.source == path.target else in_quotes(view.title(path.target))
    return f"{source}: {again}, {seen}.{cited}"


def _end(view: View, path: Path) -> Evidence:
    """The first step of the first case that begins so, or the last step of the first that ends so."""
    [case] = view.analysis.order.chosen(path.cases[:1])
    steps = case.steps
    return evidence_of((steps[0] if path.source is None else steps[-1]).step)
