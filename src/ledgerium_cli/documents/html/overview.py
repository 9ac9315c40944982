"""The overview at the top of the page: the main numbers, each with its n, its definition and a button for its
evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ledgerium_cli.cases.model import PARTS, Part
from ledgerium_cli.documents.html.card import bar, card, goals, strip, target
from ledgerium_cli.documents.html.markup import Html, el, text, with_units
from ledgerium_cli.documents.html.overview_rates import rates
from ledgerium_cli.documents.report.causes import NAMES, meaning, waited_at
from ledgerium_cli.documents.report.clocks import clock_notes
from ledgerium_cli.documents.report.intervals import POINT_WORDS
from ledgerium_cli.documents.report.numbers import two_bases
from ledgerium_cli.documents.report.render import what_counts
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import (
    NOT_KNOWN,
    PART_WORDS,
    duration,
    none_of,
    percent,
    percentile,
    spent_on,
    worked,
)
from ledgerium_cli.findings.causes import CAUSES, Cause
from ledgerium_cli.findings.metrics import Interval
from ledgerium_cli.findings.statistics import Summary
from ledgerium_cli.findings.waiting import Waiting
from ledgerium_cli.quotation import in_quotation_marks


def overview(view: View) -> Html:
    metrics = view.analysis.metrics
    cards = [
        _cycle(view),
        _work_and_wait(view),
        *(_interval(number, one, view) for number, one in enumerate(metrics.intervals)),
        *_causes(view),
        *rates(view),
    ]
    bases = two_bases(view)
    lead = f"Cycle time, work and wait count {view.counted}; {bases}."
    told = [el("p", with_units(lead), class_="lead", id="overview-bases")] if bases else []
    return el("div", *told, el("div", *cards, class_="cards"))


def _times(
    name: str,
    title: str,
    times: Summary,
    values: Sequence[int],
    n: str,
    *notes: Html,
    says: str,
    goals: Sequence[int],
    none: str = "not seen",
) -> Html:
    """`n` is the number of cases in words; `notes` go below the strip of values; `none` is said without a value."""
    big, below = _in_words(times, n, none)
    is_few = times.values is not None and times.n > 1
    return card(name, title, big, below, strip(values, times, goals), *notes, says=says, few=is_few)


def _in_words(times: Summary, n: str, none: str) -> tuple[str, str]:
    if not times.n:
        return none, n
    if times.values is not None:
        return ", ".join(map(duration, times.values)), f"every value, {n}"
    return duration(times.median or 0), f"median; {percentile(times.p90 or 0)}, {n}"


def _cycle(view: View) -> Html:
    which = (
        "; not ".join(filter(None, [f"the {view.completed()}", view.not_counted]))
        if view.ends
        else "all, since no end is declared"
    )
    says = f"From the first event of each {view.case} to its last, responses included. Counted: {which}."
    times = view.analysis.metrics.cycle
    notes = target(view, "cycle"), *_clock_line(view)
    n = view.n_of_counted(times.n)
    none = none_of(view.facts.counted)
    own = goals(view, "cycle")
    return _times("cycle", "Cycle time", times, view.facts.cycles, n, *notes, says=says, goals=own, none=none)


def _interval(number: int, one: Interval, view: View) -> Html:
    left_out = [
        *([f"{view.cases(len(one.without))} never came to its start"] if one.without else []),
        *([f"{view.cases(len(one.unfinished))} not to its end"] if one.unfinished else []),
        *([f"of {view.cases(len(one.unknown))} the time is not known"] if one.unknown else []),
    ]
    metric = next(
        (found for found in (view.workflow.metrics if view.workflow else ()) if found.id == one.id), None
    )
    says = "Declared in the workflow file."
    if metric is not None:
        titles = [in_quotation_marks(view.called(point.activity)) for point in (metric.since, metric.until)]
        parts = ", ".join(PART_WORDS[part] for part in metric.counts)
        says = (
            f"From {POINT_WORDS[metric.since.point]} {titles[0]} to {POINT_WORDS[metric.until.point]} {titles[1]}, as "
            f"declared in the workflow file; {parts} count."
        )
    says += f" Left out: {'; '.join(left_out)}." if left_out else ""
    values = [ms for _, ms in one.by_case]
    n, note, none = view.n_of_all(one.times.n), target(view, one.id), none_of(len(one.unknown))
    own = goals(view, one.id)
    return _times(
        f"interval-{number}", one.title, one.times, values, n, note, says=says, goals=own, none=none
    )


def _work_and_wait(view: View) -> Html:
    metrics = view.analysis.metrics
    sums = [*zip(PARTS, msgspec.structs.astuple(view.facts.counted_parts), strict=True)]
    whole = sum(ms or 0 for _, ms in sums)
    n = len(view.facts.worked)
    if not view.facts.counted:
        big, below, sums = "not seen", _of_open(view), []
    elif metrics.parts.work is None:
        big, below = NOT_KNOWN, "nothing tells work from wait"
    else:
        least = "at least " if view.facts.doubtful_wait else ""
        big = f"{least}{percent(metrics.efficiency)} work" if metrics.efficiency is not None else "not seen"
        below = (
            f"{worked(metrics.parts.work)} of work in {duration(metrics.parts.total)}, {view.n_of_counted(n)}"
        )
    return card(
        "work",
        "Work and wait",
        big,
        below,
        bar([(part, ms or 0) for part, ms in sums], whole) if sums else Html(""),
        _key([(part, ms) for part, ms in sums], whole),
        *_clock_line(view),
        says="Every millisecond of a case is in exactly one part: cycle = work + system wait + idle + between-step "
        f"wait + paused. {' '.join(what_counts(view))} The share of work is the cycle-time efficiency, work ÷ cycle.",
        wide=True,
    )


def _of_open(view: View) -> str:
    """The text when no case is complete: the known work of the open cases."""
    work = view.facts.spent.work
    known = (
        f": {worked(work)} of work so far, {view.n_of_all(len(view.analysis.cases))}"
        if work is not None
        else ""
    )
    return f"no {view.case} is complete{known}"


def _clock_line(view: View) -> list[Html]:
    """Notes on clock jumps that affect the time on a card."""
    return [el("p", with_units(line), class_="doubt") for line in clock_notes(view, counted=True)]


def _key(sums: Sequence[tuple[Part, int | None]], whole: int) -> Html:
    """A legend of the known parts with their times; the unknown ones are only listed by name."""
    known = [
        el(
            "li",
            el("span", class_=f"dot dot-{part.replace('_', '-')}", aria_hidden="true"),
            text(PART_WORDS[part]),
            Html(" "),
            el("b", with_units(spent_on(part)(ms))),
            Html(" "),
            with_units(percent(ms / whole) if ms and whole else ""),
        )
        for part, ms in sums
        if ms is not None
    ]
    unknown = [PART_WORDS[part] for part, ms in sums if ms is None]
    rest = [el("li", text(f"{NOT_KNOWN}: {', '.join(unknown)}"))] if known and unknown else []
    return el("ul", *known, *rest, class_="key") if known else Html("")


def _causes(view: View) -> Iterator[Html]:
    """Empty when there was no wait, which the parts of time already show."""
    waiting = view.analysis.waiting
    if waiting is not None and waiting.causes.total:
        yield _causes_of(waiting, view)


def _causes_of(waiting: Waiting, view: View) -> Html:
    found = waiting.causes
    sums: list[tuple[Cause, int | None]] = [(cause, getattr(found, cause)) for cause in CAUSES]
    known = [(cause, ms) for cause, ms in sums if ms]
    rows = [
        el(
            "li",
            el("span", class_=f"dot cause-{cause.replace('_', '-')}", aria_hidden="true"),
            text(NAMES[cause]),
            Html(" "),
            el("b", with_units(duration(ms))),
            Html(" "),
            with_units(percent(ms / found.total)),
        )
        for cause, ms in known
    ]
    no_calendar = " Working hours are not declared, so none of it is known as outside of them."
    return card(
        "causes",
        "Why cases wait between steps",
        duration(found.total),
        f"{waited_at(waiting)} in {view.of_all(waiting.cases)}{view.open_too}",
        bar([(f"cause-{cause}", ms) for cause, ms in known], found.total, prefix=""),
        el("ul", *rows, class_="key"),
        says="; ".join(f"{NAMES[cause].capitalize()}: {meaning(cause, waiting)}" for cause in CAUSES)
        + ". Each stretch has the first cause of the list that holds."
        + (no_calendar if found.unavailability is None else ""),
        wide=True,
    )
