"""The opportunities as cards: what closes a gap first, then what would save time, the recorded time of each beside the
assumed range of its savings."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.documents.html.markup import Html, el, text, with_units
from ledgerium_cli.documents.html.prose import Section
from ledgerium_cli.documents.opportunities.render import GAP, at_night, gaps_of
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import duration, worked
from ledgerium_cli.findings.opportunities.model import Opportunity, Saving
from ledgerium_cli.quotation import in_quotation_marks

LENGTH = 1_000
UNTIMED = el("p", text("How much it would save is not known: no work or wait is."), class_="saving-none")


def gaps(view: View, told: Sequence[Section]) -> Html:
    """A list with a card for each that closes a gap, and its section of the document; empty when none was found."""
    rows = [_gap(view, one, section) for one, section in zip(gaps_of(view.analysis), told, strict=True)]
    return el("ul", *rows, class_="savings gaps") if rows else Html("")


def _gap(view: View, one: Opportunity, told: Section) -> Html:
    return el(
        "li",
        _title(view, one, el("span", text("risk"), class_="kind risk")),
        el("p", with_units(f"{GAP}, and saves no time: {view.says(one.proposal.why)}"), class_="saving-none"),
        _folded(told),
    )


def savings(view: View, told: Sequence[Section]) -> Html:
    """A list with a row per opportunity and its section of the document; empty when none was found."""
    found = [one for one in view.analysis.opportunities if one.is_listed]
    most = max((max(one.work_baseline_ms, one.wait_baseline_ms) for one in found), default=0)
    rows = [_row(view, one, most, section) for one, section in zip(found, told, strict=True)]
    about = [el("p", text(line), class_="lead") for line in at_night(view)]
    return Html("".join([*about, el("ol", *rows, class_="savings")])) if found else Html("")


def _instead(view: View, larger: str) -> Html:
    title = next(view.says(one.proposal.title) for one in view.analysis.opportunities if one.id == larger)
    return el(
        "p",
        text(
            f"Instead of {in_quotation_marks(title)}: both cannot be done, and only that one counts in the sum."
        ),
        class_="target",
    )


def _row(view: View, one: Opportunity, most: int, told: Section) -> Html:
    return el(
        "li",
        _title(view, one),
        _line("work", one.work_baseline_ms, one.work, most),
        _line("wait", one.wait_baseline_ms, one.wait, most),
        *([] if one.instead_of is None else [_instead(view, one.instead_of)]),
        *([UNTIMED] if one.gains == "not known" else []),
        _folded(told),
    )


def _title(view: View, one: Opportunity, *badges: Html) -> Html:
    kind = el("span", text(one.proposal.kind), class_="kind")
    return el("h3", text(view.says(one.proposal.title)), Html(" "), *badges, Html(" "), kind)


def _folded(told: Section) -> Html:
    summary = el("summary", text("Why, what is assumed, what speaks against it"))
    return el("details", summary, el("div", told.body, class_="prose"))


def _line(what: str, baseline: int, saving: Saving, most: int) -> Html:
    if not baseline:
        return Html("")
    bars = [(baseline, f"base-{what}"), (saving.high_ms, f"high-{what}"), (saving.low_ms, f"low-{what}")]
    picture = el(
        "svg",
        *(
            el("rect", class_=name, x=0, y=0, width=round(LENGTH * ms / most, 1), height=10)
            for ms, name in bars
            if ms
        ),
        viewBox=f"0 0 {LENGTH} 10",
        preserveAspectRatio="none",
        class_="parts",
        aria_hidden="true",
    )
    return el(
        "div", picture, el("span", with_units(f"saves {saved_of(what, baseline, saving)}")), class_="saving"
    )


def saved_of(what: str, baseline: int, saving: Saving) -> str:
    """A text such as `9.7 s to 18 s of 1 min 36 s work`."""
    told = worked if what == "work" else duration
    low, high = told(saving.low_ms) if saving.low_ms else "0", told(saving.high_ms)
    return f"{low} to {high} of {told(baseline)} {what}"
