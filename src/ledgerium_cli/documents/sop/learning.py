"""How to learn the work: as declared, and by which recorded cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgerium_cli.documents.sop.exceptions import shows_alerts
from ledgerium_cli.documents.sop.path import NO_WAY, why_given_up
from ledgerium_cli.documents.view.model import View, stated
from ledgerium_cli.documents.words import first_named
from ledgerium_cli.findings.deviations import DeviationKind
from ledgerium_cli.findings.variants import Variant
from ledgerium_cli.output.text import bullets, in_quotes

MOST_EXAMPLES = 3
DEVIATES: dict[DeviationKind, str] = {
    "forbidden combination": "a rule was broken",
    "missing step": "a required step is missing",
    "extra step": "a step was done that is not declared",
    "out of order": "a step was done out of the declared order",
    "too often": "a step was done more often than is declared",
}
"""By kind of deviation, what is said of cases with one."""


def learning(view: View) -> str:
    declared = map(stated, view.workflow.training) if view.workflow is not None else ()
    return f"## Learning this work\n\n{bullets([*declared, *_examples(view)])}"


def _examples(view: View) -> Iterator[str]:
    usual, *others = view.analysis.variants
    if usual.is_ordered:
        yield _way(view, usual, others)
    else:
        yield NO_WAY
    if (
        any(one.result != "passed" for found in view.analysis.activities for one in found.outcomes)
        or any(found.aborted is not None for found in view.analysis.activities)
        or view.facts.holds
        or shows_alerts(view)
    ):
        yield f"To see what else happens: the {view.case_plural} that are named with the exceptions."


def _way(view: View, usual: Variant, others: Sequence[Variant]) -> str:
    way = "the usual way" if others and view.analysis.has_usual_way else "this way"
    where = view.sources.called
    first, last = usual.activities[0], usual.activities[-1]
    titles: str = in_quotes(view.title(first))
    if first != last:
        titles += f" to {in_quotes(view.title(last))}"
    shown = view.facts.usual.clean or usual.cases
    noun = view.case if len(shown) == 1 else view.case_plural
    named = first_named(shown, MOST_EXAMPLES)
    ends = f"from {titles}" if first != last else f"of {titles}" if len({*usual.activities}) == 1 else ""
    return f"To follow {way}{f' {ends}' if ends else ''} in the {where}: {noun} {named}.{_amiss(view)}"


def _amiss(view: View) -> str:
    """What is not as it should be in the examples, where no better ones exist."""
    if view.facts.usual.clean:
        return ""
    which = "it" if len(view.analysis.variants[0].cases) == 1 else "each of them"
    found = [*_wrong(view)]
    last = " or ".join(filter(None, (", ".join(found[:-1]), found[-1])))
    return f" In {which} {last}."


def _wrong(view: View) -> Iterator[str]:
    """What is amiss in some case of the usual way."""
    own, usual = {*view.analysis.variants[0].cases}, view.facts.usual
    kinds = {one.kind for one in view.analysis.deviations if one.case in own}
    yield from (words for kind, words in DEVIATES.items() if kind in kinds)
    if usual.held:
        yield "a hold was not seen to be released"
    if usual.given_up.n:
        yield why_given_up(view)
