"""Process health: one score, the shares it is the mean of, and why a share is absent."""

from __future__ import annotations

from ledgerium_cli.documents.report.holds import hold_rate
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.perhaps import unseen_begin
from ledgerium_cli.documents.words import DEMANDS_NOTHING, IS_DRAFT, count, share
from ledgerium_cli.findings.health import FORMULA, Share
from ledgerium_cli.output.text import Blocks, row, table

FIRST_TIME_RIGHT = "First-time-right"
WITHIN_TARGET = "Within target"
NO_SCORE = "no score: it takes five cases, at least one of them complete"
WHAT_IT_IS = {FIRST_TIME_RIGHT: "First-time-right (no rework, no hold)"}
"""Names of shares that need an explanation."""
SHOWN_IN = {
    FIRST_TIME_RIGHT: "Rework; Holds",
    "Conformance rate": "Skipped checks and other deviations",
    "Not held": "Holds",
    WITHIN_TARGET: "Time per case; Interval metrics",
}


def first_time_right(view: View) -> str:
    met, n = view.analysis.metrics.first_time_right
    if met is not None:
        return view.share(met, n)
    again = f"; {view.facts.with_rework} had rework"
    if doubt := unseen_begin(view.analysis.metrics.hold_rate):
        return f"absent: {doubt}{again}"
    unknown = view.facts.held_unknown
    they_were = "it was" if unknown == 1 else "they were"
    return f"absent: for {unknown} of {view.all} nothing could tell whether {they_were} held{again}"


def health_score(view: View) -> str:
    health = view.analysis.health
    if health.score is None:
        return "absent" if all(one.value is None for one in health.shares) else NO_SCORE
    known = sum(one.value is not None for one in health.shares)
    return f"{health.score:.0f} of 100, from {known} of {len(health.shares)} shares"


def process_health(view: View) -> Blocks:
    rows = [
        row(WHAT_IT_IS.get(one.name, one.name), _share(view, one), SHOWN_IN[one.name])
        for one in view.analysis.health.shares
    ]
    unjudged = view.analysis.deviations.unjudged
    beside = [
        f"In no conformance rate: {view.cases_named(unjudged)}, since whether they deviate is not known: see the "
        "questions left open below “Skipped checks and other deviations”."
    ]
    score = f"**{health_score(view)}**"
    told = f"{score}. The shares say what was seen" if score == f"**{NO_SCORE}**" else f"{score} = {FORMULA}"
    return [
        f"Process health: {told}. Each share counts the same. What cannot be "
        f"measured is left out, so compare scores only where the same shares were measured.{_without_end(view)}",
        table(["Share", "Value", "Shown in section"], rows),
        *(beside if unjudged else []),
    ]


def _without_end(view: View) -> str:
    """That the score may be of cases that go on, where nothing tells which of them are complete."""
    said = may_go_on(view)
    return f" {said[0].upper()}{said[1:]}, as if it had ended." if said else ""


def may_go_on(view: View) -> str:
    """What the score counts where nothing tells which cases are complete; else empty."""
    if view.ends or len(view.facts.marked) == len(view.analysis.cases):
        return ""
    return f"no end is declared: each {view.case} counts as it stands"


def _share(view: View, one: Share) -> str:
    return share_of(view, one) if one.met is not None and one.n else _absent(view, one)


def share_of(view: View, one: Share) -> str:
    """The share in words; for targets the number of measurements, since a case may have several."""
    assert one.met is not None
    return (
        share(one.met, one.n, f"{count(one.n, 'time')} measured")
        if one.name == WITHIN_TARGET
        else view.share(one.met, one.n)
    )


def why_no_conformance(view: View) -> str:
    if not view.declared:
        return "no activities are declared"
    return IS_DRAFT if view.is_draft else DEMANDS_NOTHING


def _absent(view: View, one: Share) -> str:
    if one.name == FIRST_TIME_RIGHT:
        return first_time_right(view)
    if one.name == "Conformance rate":
        return f"absent: {why_no_conformance(view)}"
    if one.name == "Not held":
        return hold_rate(view)
    targets = [target for target in view.analysis.health.targets if target.minutes is not None]
    return "absent: no case could be judged" if targets else "absent: no target in minutes is declared"
