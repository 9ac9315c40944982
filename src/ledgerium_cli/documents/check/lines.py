"""The sentences of a check that all its formats share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledgerium_cli.cases.model import Parts
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    WITHOUT_ORDER,
    count,
    declared_percent,
    duration,
    listed,
    percent_against,
)
from ledgerium_cli.findings.checks import Check, Found, Limit, OfNoCase
from ledgerium_cli.findings.deviations import WhyNot, demands_nothing
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.problems import as_text
from ledgerium_cli.quotation import in_quotation_marks
from ledgerium_cli.workflow.accepted import Accepted

NOTHING_CHECKED = "Passed: there is no recording, so nothing was checked."


def headline(check: Check) -> str:
    if not check.cases:
        return NOTHING_CHECKED
    workflow = check.workflow
    against, what = (
        (f"{workflow.name}, a draft", "difference") if workflow.draft else (workflow.name, "deviation")
    )
    if demands_nothing(workflow) and not workflow.draft:
        against += ", which demands nothing"
    limits = [one for one in check.limits if one.met is False]
    accepted = len(check.found) - len(check.open)
    deviations = count(len(check.open), what)
    if not check.each_counts and (forbidden := sum(map(check.fails, check.found))):
        deviations += f" ({forbidden} forbidden)"
    if not check.told_apart.fits:
        against += ", none as declared"
    return (
        f"{'Passed' if check.passed else 'Failed'}: {count(check.cases, 'case')} against {against}: "
        f"{deviations}, {accepted} accepted, {count(len(limits), 'threshold')} missed"
        f"{f', {len(check.not_known)} not known' if check.not_known else ''}."
    )


def never_seen_line(check: Check) -> str:
    """A case that a person ended early is known to have ended, and lacks nothing: what counts is a declared end."""
    one = len(check.never_seen) == 1
    steps = listed([in_quotation_marks(check.called(step)) for step in check.never_seen], MOST_NAMED)
    end = (
        "no case is known to have come to a declared" if check.workflow.ends_with else "the file declares no"
    )
    return (
        f"Never seen: {steps} {'is' if one else 'are'} required, and none of {count(check.cases, 'case')} came to "
        f"{'it' if one else 'them'}. This fails nothing, since {end} end."
    )


def deviation_line(one: Found) -> str:
    deviation = one.deviation
    kind = f"differs from the draft: {deviation.kind}" if one.from_draft else deviation.kind
    lost = f" It took {words}." if (words := lost_words(one.lost)) else ""
    who = (
        f" Accepted by {one.accepted.who} until {one.accepted.until}: {one.accepted.why}"
        if one.accepted
        else ""
    )
    return f"{deviation.case}: {kind}: {deviation.reason}{lost}{who} [{evidence_text(one)}]"


def lost_words(lost: Parts | None) -> str:
    """The time of steps, and apart the wait for them, which the case may have had without them; empty where no time is
    known."""
    if lost is None or lost.total is None:
        return ""
    wait = lost.between_step_wait or 0
    took = duration(lost.total - wait)
    return f"{took}, and the wait for it {duration(wait)}" if wait else took


def evidence_text(one: Found) -> str:
    return "; ".join(
        f"{own.recording}: {', '.join(map(str, own.events[:3]))}{' …' if len(own.events) > 3 else ''}"
        for own in one.deviation.evidence
    )


def not_known_line(question: str, cases: Sequence[str], why: WhyNot) -> str:
    return f"Not known: {question}, in {listed(cases, MOST_NAMED)}: {_REASONS[why]}."


_REASONS: Mapping[WhyNot, str] = {
    "no order": f"nothing shows which steps came first, {WITHOUT_ORDER}",
    "no sign": "nothing there could show it, for want of a column that the workflow file asks for, or since a result "
    "is in words that it does not declare",
    "cut off": "a recording was cut off in which it may have been done",
}


def limit_line(one: Limit) -> str:
    metric, is_time = one.threshold.metric, one.threshold.minutes is not None
    bound_words = duration(round(one.bound)) if is_time else declared_percent(one.bound)
    name = f"90th percentile of {metric}" if is_time else metric
    bound = f"{'at most' if is_time or metric == 'hold_rate' else 'at least'} {bound_words}"
    if one.met is None or one.value is None:
        return f"{name}: not judged, {bound} is declared ({_basis(one)}; {_why_not_judged(one)})."
    value = duration(round(one.value)) if is_time else percent_against(one.value, one.bound)
    by = f" by {duration(round(one.value - one.bound))}" if is_time and value == bound_words else ""
    return f"{name}: {value} ({_basis(one)}), {bound} is declared: {'met' if one.met else f'missed{by}'}."


def _why_not_judged(one: Limit) -> str:
    if one.of_draft:
        return "it asks for conformance, which a draft does not show"
    return "it takes five" if 0 < one.n < FEW else "nothing could tell"


def _basis(one: Limit) -> str:
    """n, or for shares the count and n."""
    if one.threshold.minutes is not None or one.value is None:
        return f"n = {one.n}"
    return f"{round(one.value * one.n)} of {one.n}"


def expired_line(one: Accepted, check: Check) -> str:
    return f"Expired on {one.until}: {_acceptance(one, check)}."


def misspelt_line(one: OfNoCase, check: Check) -> str:
    return (
        f"Covers nothing: {_acceptance(one.accepted, check)}, since no such case was checked. If {one.near} is meant, "
        "write it so."
    )


def unused_line(one: Accepted, check: Check) -> str:
    place = check.place_of_acceptance(one)
    stands = (
        f" ({as_text(place.file)}{'' if place.line is None else f':{place.line}'})"
        if place is not None
        else ""
    )
    since = (
        f"{one.case} does not deviate so" if one.case is not None else "no case that was checked deviates so"
    )
    return f"Covers nothing here{stands}: {_acceptance(one, check)}, since {since}."


def _acceptance(one: Accepted, check: Check) -> str:
    case = f" in {one.case}" if one.case is not None else ""
    return f"{one.kind} of {in_quotation_marks(check.called(one.activity))}{case}, accepted by {one.who}"


def conforming_line(check: Check) -> str:
    (cases, of_cases), (steps, of_steps) = check.conforming_cases, check.conforming_steps
    beside = [
        count(n, what) for n, what in ((check.cases - of_cases, "case"), (check.in_question, "step")) if n
    ]
    not_known = f"; of {listed(beside)} more it is not known" if beside else ""
    return (
        f"As declared or accepted: {cases} of {count(of_cases, 'case')}, {steps} of {count(of_steps, 'step')}"
        f"{not_known}."
    )
