"""The cards for rates: hold rate, first-time-right, conformance, and process health made from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ledgerium_cli.documents.html.card import card, facts, meter, not_known, target
from ledgerium_cli.documents.html.markup import Html, el, text
from ledgerium_cli.documents.report.health import first_time_right, may_go_on, share_of, why_no_conformance
from ledgerium_cli.documents.report.holds import CAN_BE_HELD, hold_rate, still_open
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import NOT_KNOWN, count, duration, percent, spread
from ledgerium_cli.findings.health import FORMULA, Share
from ledgerium_cli.findings.statistics import FEW

NOTHING_MEASURED = "nothing of it can be measured"
DECLARE = (
    "A workflow file tells them: it declares holds, rules and targets. “ledgerium init --from” drafts one."
)


def rates(view: View) -> Iterator[Html]:
    """A card for each known rate, and one card for all unknown ones."""
    metrics, unknown = view.analysis.metrics, {}
    if metrics.hold_rate.rate is not None:
        yield holds(view)
    else:
        unknown["Hold rate"] = hold_rate(view)
    if metrics.first_time_right[0] is not None:
        yield first_time(view)
    else:
        unknown["First-time-right"] = first_time_right(view)
    if view.declared:
        yield conformance(view)
    if any(one.value is not None for one in view.analysis.health.shares):
        yield health(view)
    else:
        unknown["Process health"] = NOTHING_MEASURED
    if unknown:
        reasons = {name: why.removeprefix("absent: ") for name, why in unknown.items()}
        yield not_known(reasons, "" if view.declared else DECLARE)


def holds(view: View) -> Html:
    rate = view.analysis.metrics.hold_rate
    big, below = _share_in_words(view, rate.held, rate.n, hold_rate(view))
    below += f" {CAN_BE_HELD}" if rate.rate is not None else ""
    if rate.rate is not None:
        below += still_open(view)
    below += "; guessed from a message" if rate.guessed else ""
    return card(
        "holds",
        "Hold rate",
        big,
        below,
        meter(rate.rate, "held"),
        facts(_about_holds(view)),
        target(view, "hold_rate"),
        says=f"Each {view.case} with at least one hold, of those that reached a step at which a hold can begin; it "
        "counts once. A hold begins at a declared sign or a mark and ends at its release. What was refused and "
        "set right in the same visit is rework, not a hold. Where nothing could tell, it is not known.",
    )


def first_time(view: View) -> Html:
    met, n = view.analysis.metrics.first_time_right
    big, below = _share_in_words(view, met, n, first_time_right(view))
    return card(
        "right",
        "First-time-right",
        big,
        below,
        meter(met / n if met is not None and n else None, "good"),
        facts(_about_right(view)),
        says=f"Each {view.case} without rework (a step performed again) and without a hold, of all.",
    )


def conformance(view: View) -> Html:
    share = next(one for one in view.analysis.health.shares if one.name == "Conformance rate")
    big, below = _share_in_words(view, share.met, share.n, why_no_conformance(view))
    found, steps = view.analysis.deviations, view.analysis.health.steps
    kinds = Counter[str](one.kind for one in found)
    unjudged = f"; of {len(found.unjudged)} more not known" if found.unjudged else ""
    as_declared = {"steps as declared": f"{steps.met} of {steps.n}"} if steps.met is not None else {}
    return card(
        "deviations",
        "Conformance",
        big,
        f"{below}; {count(len(found), 'deviation')}{unjudged}",
        meter(share.value, "good"),
        facts({**kinds, **as_declared}),
        says=f"Conformance rate: each {view.case} without a deviation from the declared workflow, of all. A deviation "
        "is a step that is missing, extra, out of order or done too often, or a combination that must not happen.",
    )


def _about_holds(view: View) -> dict[str, str | int]:
    rate = view.analysis.metrics.hold_rate
    rows: dict[str, str | int] = dict.fromkeys((f"{one.kind} hold" for one in rate.by_kind), 0)
    for one in rate.by_kind:
        rows[f"{one.kind} hold"] = int(rows[f"{one.kind} hold"]) + one.cases
    if (times := rate.time_to_release).n:
        known = f"median {duration(times.median)} (n = {times.n})"
        rows["time to release"] = known if times.values is None else spread(times)
    return rows


def _about_right(view: View) -> dict[str, str | int]:
    n, unknown = len(view.analysis.cases), view.facts.held_unknown
    held = str(view.facts.held) if unknown < n else NOT_KNOWN
    return {
        "with rework": view.facts.with_rework,
        "held": f"{held}; of {unknown} not known" if 0 < unknown < n else held,
    }


def _share_in_words(view: View, part: int | None, whole: int | None, absent: str) -> tuple[str, str]:
    """A large and a small text for a rate; for few cases a count in place of a percentage."""
    if part is None or not whole:
        return NOT_KNOWN, absent.removeprefix("absent: ")
    if whole < FEW:
        return f"{part} of {whole}", f"n = {view.cases(whole)}"
    return percent(part / whole), f"{part} of {view.cases(whole)}"


def health(view: View) -> Html:
    found = view.analysis.health
    known = [one for one in found.shares if one.value is not None]
    big, below = "no score", "it takes five cases, at least one of them complete"
    if found.score is not None:
        big, below = f"{found.score:.0f}", f"of 100, from {len(known)} of {len(found.shares)} shares"
    below += f"; {said}" if (said := may_go_on(view)) and found.score is not None else ""
    return card(
        "health",
        "Process health",
        big,
        below,
        el("ul", *(_share_line(view, one) for one in found.shares), class_="shares"),
        says=f"{FORMULA}. Each share counts the same. What cannot be measured is left out, so compare scores only "
        "where the same shares were measured.",
    )


def _share_line(view: View, share: Share) -> Html:
    """A share of the health score, with its bar behind the words."""
    words = share_of(view, share) if share.value is not None else "not measured"
    return el("li", el("span", text(share.name)), el("b", text(words)), meter(share.value or 0, "good"))
