"""The results of a step: what was seen of each, and what came next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from ledgerium_cli.documents.sop.actions import done_in_turn
from ledgerium_cli.documents.sop.content import MOST_MESSAGES, said
from ledgerium_cli.documents.sop.sentences import (
    AGAINST,
    ALSO_SEEN,
    BACK,
    COMPLETE,
    ENDED_BY,
    GO_ON,
    GUESSED_HOLD,
    MORE_HERE,
    NOTHING_MORE,
    SAID,
    SETTLED,
    SOME_WITHOUT,
    TRIED,
    WITHOUT,
    saying,
)
from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.incidents import Incident, incidents_of, said_apart
from ledgerium_cli.documents.view.model import DECLARED, View
from ledgerium_cli.documents.view.perhaps import is_always_settled
from ledgerium_cli.documents.view.refused import end
from ledgerium_cli.documents.view.ways import RARE, counted
from ledgerium_cli.documents.words import FOR_WANT_OF_TIMES, count, listed, most_frequent
from ledgerium_cli.findings.activities import ActivityFinding, OutcomeSeen, evidence_of, shown_by
from ledgerium_cli.output.text import md, quoted
from ledgerium_cli.workflow.wire import Activity

MOST_INCIDENTS = 8
"""The most messages of what went wrong told of a step; the exceptions name them all."""


def results(view: View, found: ActivityFinding) -> Iterator[str]:
    """Each result that was seen, with its count and the step that came next, which depends on it when there are
    several."""
    looks = view.looks[found.activity.id]
    incidents = _incidents(looks)
    says = [_says(view, found, said, own) for said, own in islice(incidents.items(), MOST_INCIDENTS)]
    if found.outcomes:
        yield from (_result(view, found, one) for one in found.outcomes)
        yield from says
        told = {id(look) for own in incidents.values() for look, _ in own}
        if without := [look for look in looks if look.shape.outcome is None and id(look) not in told]:
            n, cited = sum(look.times for look in without), view.cite([evidence_of(without[0].first)])
            yield saying("result", f"none, {n} of {count(found.steps, 'time')} {cited}.")
    else:
        yield from _not_declared(
            view, found, {text for own in incidents.values() for _, one in own for text in one.texts}
        )
        yield from says
        yield saying("next", _next(view, looks))


def _not_declared(view: View, found: ActivityFinding, apart: Collection[str]) -> Iterator[str]:
    """The messages of a step of which no result is declared, but for those that are told `apart`."""
    told = [
        f"{quoted(one.text)}, {one.steps} of {count(found.steps, 'time')} {view.cite([one.first])}"
        for one in said(found)
        if one.text not in apart
    ]
    shapes = [look.shape for look in view.looks[found.activity.id] if look.shape.cut_by != "log"]
    if told or (shapes and not apart):
        is_told = any(one.messages_told for one in shapes)
        nothing = (
            "the page answered with no message" if is_told else "not known, what pages said was not recorded"
        )
        yield saying("result", f"{'; '.join(told) or nothing}.")


_Shown = tuple[Look, Incident]


def _incidents(looks: Sequence[Look]) -> dict[str, list[_Shown]]:
    """What the page said when something went wrong, with all performances at which it did, the most frequent first;
    what shows a declared result is told of that."""
    found: dict[str, list[_Shown]] = {}
    for look in looks:
        result = look.shape.outcome.at if look.shape.outcome is not None else None
        said = {one.said: one for one in incidents_of(look.shape) if result not in one.at}
        for text, incident in said.items():
            found.setdefault(text, []).append((look, incident))
    return dict(sorted(found.items(), key=lambda item: -sum(look.times for look, _ in item[1])))


def _says(view: View, found: ActivityFinding, said: str, shown: Sequence[_Shown]) -> str:
    first, incident = shown[0]
    guess = GUESSED_HOLD if "hold" in incident.kinds else ""
    n, cited = sum(look.times for look, _ in shown), view.cite([shown_by(first.first, *incident.at)])
    left = [look for look, one in shown if one.is_last]
    then = _next(view, left, GO_ON, more_here=n - sum(look.times for look in left))
    return saying("says", f"{said}, {n} of {count(found.steps, 'time')}{guess} {cited}: {then}")


def _result(view: View, found: ActivityFinding, one: OutcomeSeen) -> str:
    """A result with its declared name, marked as such, and the page's message unless that equals the name."""
    looks, barred = view.showing(found.activity.id, one.name), view.barred(one)
    messages = _messages(view.declared[found.activity.id], one.name, looks)
    is_said = [*messages] == [one.name]
    mark, said = ("", "") if is_said else (f" {DECLARED}", _page_said(messages, looks))
    seen = f"{mark}, {one.steps} of {count(found.steps, 'time')} {view.cite([one.first])}"
    if len(found.outcomes) > 1:
        return saying("branch", f"{quoted(one.name)}{seen}: {_next(view, looks, GO_ON, barred)}{said}")
    then = saying("next", _next(view, looks, barred=barred))
    return saying("result", f"{md(one.name)}{seen}.{said} {then}")


def _page_said(messages: Counter[str], looks: Sequence[Look]) -> str:
    """Empty when no message shows the result."""
    alerts = {one.text for look in looks for one in look.shape.alerts}
    told = [f"{said_apart([text], alerts)} ({n})" for text, n in most_frequent(messages)]
    return f"{SAID}{listed(told, MOST_MESSAGES)}." if told else ""


def _messages(declared: Activity, outcome: str, looks: Sequence[Look]) -> Counter[str]:
    """The messages declared to show the result, with the number of performances."""
    patterns = [
        own.when.message for own in declared.outcomes if own.name == outcome and own.when.message is not None
    ]
    shows = [re.compile(pattern, re.IGNORECASE).search for pattern in patterns]
    return counted(
        (text.text, look.times)
        for look in looks
        for text in look.shape.messages
        if any(search(text.text) for search in shows)
    )


def _next(
    view: View,
    looks: Sequence[Look],
    verb: str = "",
    barred: frozenset[str] = frozenset(),
    more_here: int = 0,
) -> str:
    """`“Run the credit check” (9); also seen: “Confirm the order” (1).` Steps are named by title, since numbers
    change with new steps. A next step that a rule forbids is reported as against the rule, as settled before where no
    case broke the rule, or as tried if it did not go through; never as what to do. `more_here` is how often the step
    itself went on."""
    allowed = [look for look in looks if look.after is None or look.after.id not in barred]
    forbidden = [look for look in looks if look.after is not None and look.after.id in barred]
    done = [look for look in forbidden if look.went_through]
    settled = [look for look in done if look.after is not None and is_always_settled(view, look.after.id)]
    against = [look for look in done if look not in settled]
    tried = [look for look in forbidden if not look.went_through]
    told = _following(view, allowed, more_here)
    first = told[0] if told else "nothing else was seen"
    otherwise = f"{ALSO_SEEN}{', '.join(told[1:])}" if told[1:] else ""
    otherwise += f"{AGAINST}{', '.join(_following(view, against))}" if against else ""
    otherwise += f"{SETTLED}{', '.join(_following(view, settled))}" if settled else ""
    otherwise += f"{TRIED}{', '.join(_following(view, tried))}" if tried else ""
    goes_on = f"{verb if first.startswith(('“', MORE_HERE)) else ''}{first}{otherwise}."
    return f"{goes_on}{''.join(_coming_back(view, allowed))}"


def _coming_back(view: View, looks: Sequence[Look]) -> Iterator[str]:
    """What was done at steps to which cases came back, where that was not what is usually done there."""
    whole = sum(look.times for look in looks)
    after: dict[str, list[Look]] = {}
    for look in looks:
        if look.after is not None:
            after.setdefault(look.after.id, []).append(look)
    for step, own in after.items():
        usual = view.ways(step)[0].end
        otherwise = [
            (look.back, look.times)
            for look in own
            if look.back is not None and end(look.back.actions) not in (usual, None)
        ]
        n, of = sum(times for _, times in otherwise), sum(look.times for look in own)
        if not view.is_judgement(step) and n and RARE * n >= whole:
            often = "" if n == of else f", {n} of {count(of, 'time')}"
            yield f"{BACK}{quoted(view.called(step))}{often}: {done_in_turn(otherwise)}."


def _following(view: View, looks: Sequence[Look], more_here: int = 0) -> list[str]:
    """What came next and how often, most frequent first."""
    edges: dict[str, tuple[str, str | None]] = {}
    found: Counter[str] = Counter({MORE_HERE: more_here} if more_here else {})
    for look in looks:
        what, source = NOTHING_MORE, look.shape.activity.id
        if look.after is not None:
            what = quoted(view.called(look.after.id))
            edges[what] = source, look.after.id
        elif not look.in_order:
            what = f"what came next {FOR_WANT_OF_TIMES}"
        elif look.ended:
            what = f"{ENDED_BY}{view.case}"
        elif look.complete:
            what = f"the {view.case}{COMPLETE}"
            edges[what] = source, None
        found[what] += look.times
    return [
        f"{what} ({n}{_without(view, *edges[what]) if what in edges else ''})"
        for what, n in sorted(found.items(), key=lambda item: -item[1])
    ]


def _without(view: View, source: str, target: str | None) -> str:
    """The required steps that were skipped on the way, all the time or sometimes."""
    skipped = view.skipped.get((source, target), {})
    times = sum(
        look.times
        for look in view.looks[source]
        if (
            look.after.id == target
            if look.after is not None
            else target is None and look.in_order and look.complete and not look.ended
        )
    )
    every = [quoted(view.called(one)) for one, n in skipped.items() if n == times]
    some = [quoted(view.called(one)) for one, n in skipped.items() if n < times]
    told = f"{WITHOUT}{listed(every)}" if every else ""
    return told + (f"{SOME_WITHOUT}{listed(some)}" if some else "")
