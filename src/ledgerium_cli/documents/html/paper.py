"""The first sheet of the printed page, beside numbers and map: a summary for readers who read no further."""

from __future__ import annotations

from ledgerium_cli.documents.html.markup import Html, el, joined, text
from ledgerium_cli.documents.html.opportunities import saved_of
from ledgerium_cli.documents.html.prose import prose
from ledgerium_cli.documents.opportunities.render import GAP, gaps_of
from ledgerium_cli.documents.report.render import NOT_MEASURED, not_measured
from ledgerium_cli.documents.sop.path import NO_WAY, in_turn, of_what_way
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import count, listed
from ledgerium_cli.findings.opportunities.model import Opportunity
from ledgerium_cli.output.text import bullets

MOST_OPPORTUNITIES, MOST_STEPS, MOST_UNKNOWN = 3, 12, 4


def first_sheet(view: View) -> Html:
    """The most frequent variant, the largest opportunities, and what is not known."""
    parts = [
        [el("h3", text("The way through")), _usual_way(view)],
        _opportunities(view),
        [el("h3", text("What is not known")), _unknown(view)],
    ]
    return joined(el("div", *part) for part in parts)


def _usual_way(view: View) -> Html:
    if not view.analysis.variants[0].is_ordered:
        return prose(NO_WAY)
    steps = listed([*in_turn(view, view.analysis.variants[0].activities)], MOST_STEPS)
    return prose(f"{of_what_way(view)}: {steps}.")


def _unknown(view: View) -> Html:
    lines = [*not_measured(view)]
    if (rest := len(lines) - MOST_UNKNOWN) > 0:
        lines[MOST_UNKNOWN:] = [f"{rest} more: see “{NOT_MEASURED}”."]
    return prose(bullets(lines))


def _opportunities(view: View) -> list[Html]:
    """What closes a gap, then the highest-ranked opportunities, with their assumed total savings."""
    gaps = [
        el(
            "li",
            el("b", text(view.says(one.proposal.title))),
            Html(" "),
            text(f"{GAP[:1].lower()}{GAP[1:]}."),
        )
        for one in gaps_of(view.analysis)
    ]
    ranked = [one for one in view.analysis.opportunities if one.is_listed]
    rows = [
        el("li", el("b", text(view.says(one.proposal.title))), Html(" "), text(_saves(one))) for one in ranked
    ]
    if not rows and not gaps:
        return [el("h3", text("Opportunities")), el("p", text("None was found."))]
    rest = len(gaps) + len(rows) - MOST_OPPORTUNITIES
    more = [el("p", text(f"{count(rest, 'opportunity', 'opportunities')} more follow."))] if rest > 0 else []
    return [el("h3", text("Largest opportunities")), el("ol", *[*gaps, *rows][:MOST_OPPORTUNITIES]), *more]


def _saves(one: Opportunity) -> str:
    """A text such as `would save 9.7 s to 18 s of 1 min 36 s work, as assumed.`"""
    found = [
        saved_of(what, baseline, saving)
        for what, baseline, saving in (
            ("work", one.work_baseline_ms, one.work),
            ("wait", one.wait_baseline_ms, one.wait),
        )
        if baseline
    ]
    return f"would save {listed(found)}, as assumed." if found else "What it would save is not known."
