"""The section about holds: which cases were held, where holds begin, who released them and after how long."""

from __future__ import annotations

from ledgerium_cli.cases.model import Hold
from ledgerium_cli.documents.report.targets import targets
from ledgerium_cli.documents.view.model import DECLARED, HeldCase, View, evidence_of_hold
from ledgerium_cli.documents.view.perhaps import unseen_begin
from ledgerium_cli.documents.words import (
    FOR_WANT_OF_TIMES,
    NOT_KNOWN,
    SECOND,
    capitalised,
    count,
    duration,
    first_named,
    none_of,
    share,
    spread_between,
    spread_in_full,
)
from ledgerium_cli.findings.rates import HoldKind
from ledgerium_cli.output.text import Blocks, Markdown, md, row, table_of_first
from ledgerium_cli.steps.hold_signs import BY_MARK, declares_holds, is_guess
from ledgerium_cli.steps.hold_signs import GUESSED as BY_GUESS

UNDECLARED = {BY_MARK: "marked by a person", BY_GUESS: "*(guessed from a message)*"}
"""Kinds of hold that no workflow file declares."""


CAN_BE_HELD = "that came where a hold can begin"


def hold_rate(view: View) -> str:
    rate = view.analysis.metrics.hold_rate
    if rate.held is None:
        return f"absent: {unseen_begin(rate) or 'nothing could tell whether a case was held'}"
    if rate.n is None:
        return "absent: no step is declared at which a hold can begin"
    if not rate.n:
        return "absent: no case reached a step at which a hold can begin"
    return view.share(rate.held, rate.n) + still_open(view)


def still_open(view: View) -> str:
    """`; 1 still open; 2 not seen to be released; of 1 not known`, or nothing. Still open is a hold of an open case."""
    rate = view.analysis.metrics.hold_rate
    still = len({*rate.open_holds.places}.intersection(view.analysis.metrics.open_cases.cases.places))
    others = len(rate.open_holds) - still
    told = f"; {still} still open" if still else ""
    told += f"; {others} not seen to be released" if others else ""
    return told + (f"; of {len(rate.may_be_open)} not known" if rate.may_be_open else "")


def holds(view: View) -> Blocks:
    rate = view.analysis.metrics.hold_rate
    blocks = [_rate_in_full(view)]
    if n := view.facts.holds:
        head = ["Kind of hold", "Begins at", "Cases held, of those that came there", "Closed", "Open"]
        kinds = [_by_kind(view, one) for one in rate.by_kind]
        blocks += table_of_first([*head, "Time to release"], kinds, {3, 4})
        blocks.append(f"{count(n, 'hold')}, with the event that began it and the one that ended it:")
        head = [
            "Case",
            "Kind",
            view.in_zone("From"),
            view.in_zone("To"),
            "Time to release",
            "Released by",
            "Evidence",
        ]
        blocks += table_of_first(head, (_hold(view, one) for one in view.holds()), {4}, n)
        blocks.append(
            f"Time to release, over closed holds only: {spread_in_full(rate.time_to_release, none_of(rate.closed))}."
        )
        if rate.re_held:
            blocks.append(f"Held again after a release: {view.cases_named(rate.re_held)}.")
        blocks.append(f"Open holds, never seen to be released: {_open_holds(view)}.")
        if rate.may_be_open:
            blocks.append(
                f"Whether a hold was released {FOR_WANT_OF_TIMES}, for {view.cases_named(rate.may_be_open)}: a release "
                "was seen, and nothing shows whether it came after the hold."
            )
    return [*blocks, _releases(view), *targets(view, "hold_rate")]


def _by_kind(view: View, one: HoldKind) -> list[Markdown]:
    return row(
        _kind(view, one.kind),
        _begins_at(view, one.activity),
        share(one.cases, one.reached),
        str(one.closed),
        str(one.open) + (f"; of {one.not_known} not known" if one.not_known else ""),
        spread_between(one.time_to_release, none_of(one.closed)),
    )


def _rate_in_full(view: View) -> str:
    rate = view.analysis.metrics.hold_rate
    if rate.held is None:
        why = unseen_begin(rate) or (
            f"holds are declared, and nothing in the {view.sources.called} could show them"
            if declares_holds(view.workflow)
            else "no hold is declared, nobody marked one, and no message looked like one"
        )
        return f"Whether a case was held is not known: {why}. That is not the same as no holds."
    over_all = _over_all(view, rate.held)
    if rate.n is None:
        return f"No step is declared at which a hold can begin, so there is no hold rate. {over_all}"
    if not rate.n:
        return f"Hold rate: {hold_rate(view)}."
    return f"Hold rate: {view.share(rate.held, rate.n, CAN_BE_HELD)}; each counts once. {over_all}"


def _over_all(view: View, held: int) -> str:
    cases = view.analysis.cases
    if unknown := view.facts.held_unknown:
        return f"Seen held: {view.of_all(held)}; for {unknown} not known."
    return f"Held, over all cases: {view.share(held, len(cases))}."


def _open_holds(view: View) -> str:
    cases = view.analysis.metrics.hold_rate.open_holds
    since = view.facts.open_holds_since
    named = view.cases_named(cases)
    if since and (longest_ms := view.analysis.seen_until_ms - min(since)) >= SECOND:
        longest = duration(longest_ms)
        which = "the longest " if len(since) > 1 else ""
        named += f", {which}for at least {longest} at the end of the recordings"
    unknown = view.facts.left_open
    return f"{named}; how long is not known where the case is not known to be open" if unknown else named


def _kind(view: View, kind: str) -> str:
    if view.workflow is not None and is_guess(view.workflow, kind):
        return UNDECLARED[BY_GUESS]
    return UNDECLARED.get(kind) or md(kind)


def _begins_at(view: View, activity: str | None) -> str:
    return view.title(activity) if activity is not None else "no step"


def _hold(view: View, one: HeldCase) -> list[Markdown]:
    hold = one.hold
    return row(
        md(one.case.id),
        _kind(view, hold.kind),
        _known(view, hold.known_start_ms),
        _end(view, hold),
        _time_to_release(view, one),
        _released_by(view, one),
        view.cite(evidence_of_hold(hold)),
    )


def _end(view: View, hold: Hold) -> str:
    return "open" if hold.is_open else _known(view, hold.known_end_ms)


def _known(view: View, ms: int | None) -> str:
    return view.time(ms) if ms is not None else NOT_KNOWN


def _released_by(view: View, one: HeldCase) -> str:
    if one.released is not None:
        who = one.released_by
        return f"{md(who)}: {view.title(one.released.activity.id)}" if who is not None else NOT_KNOWN
    return "nobody" if one.hold.is_open else NOT_KNOWN


def _time_to_release(view: View, one: HeldCase) -> str:
    """For an open hold, the time so far, if its case is open; else the time for which its case was still seen."""
    since = one.hold.known_start_ms
    if not one.hold.is_open or since is None:
        return duration(one.hold.length_ms)
    if one.case.is_open:
        length = view.analysis.seen_until_ms - since
        return f"at least {duration(length)}" if length else f"{NOT_KNOWN}; begun by the last event of all"
    length = one.case.end_ms - since
    return f"{NOT_KNOWN}; {f'{duration(length)} to' if length else 'begun by'} the last event of its case"


def _releases(view: View) -> str:
    cases = view.facts.released
    n = view.analysis.metrics.hold_rate.releases_without_hold
    where = f", in {first_named(cases)}" if cases else ""
    proves = view.workflow is not None and view.workflow.settings.release_proves_hold
    counts = f"Each counts its case as held {DECLARED}." if proves else "They do not count as holds."
    rate = view.analysis.metrics.hold_rate
    doubt = unseen_begin(rate) if rate.held is not None else ""
    perhaps = f" {capitalised(doubt)}." if doubt else ""
    return f"Releases without a recorded hold: {n}{where}. {counts}{perhaps}"
