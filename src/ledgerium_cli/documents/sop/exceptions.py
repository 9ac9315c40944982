"""The section about exceptions: refusals, breaches, holds, departures from the declared workflow."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.sop.sentences import NEXT_CAME, NOT_RELEASED, RELEASED
from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.deviating import Deviating
from ledgerium_cli.documents.view.model import HeldCase, View, evidence_of_hold
from ledgerium_cli.documents.view.ways import counted
from ledgerium_cli.documents.words import (
    FOR_WANT_OF_SIGNS,
    FOR_WANT_OF_TIMES,
    MOST_CITED,
    MOST_NAMED,
    count,
    duration,
    first_named,
    listed,
    more,
    most_frequent,
    person,
    spread,
)
from ledgerium_cli.findings.activities import ActivityFinding, Evidence, OutcomeSeen, shown_by
from ledgerium_cli.findings.deviations import DeviationKind
from ledgerium_cli.findings.statistics import summarise
from ledgerium_cli.output.text import md, quoted
from ledgerium_cli.steps.model import Alert, AlertKind, Shape, Step

WORST_FIRST: tuple[DeviationKind, ...] = (
    "forbidden combination", "missing step", "out of order", "too often", "extra step",
)  # fmt: skip


def exceptions(view: View) -> str:
    lines = [
        *_refusals(view),
        *_aborted(view),
        *_alerts(view),
        *_holds(view),
        *_departures(view),
        *_not_known(view),
    ]
    return "\n".join(["## Exceptions and holds", "", *(lines or [_none(view)])])


def _none(view: View) -> str:
    workflow = view.workflow
    declares = workflow is not None and (workflow.holds or any(one.outcomes for one in workflow.activities))
    shapes = [look.shape for looks in view.looks.values() for look in looks]
    if view.sources.has_recordings and not any(one.messages_told for one in shapes):
        return "None were seen; what pages said was not recorded, so it is not known whether they refused or held any."
    if view.sources.has_recordings or declares:
        return "None were seen."
    return "Not known: a log names steps only, and no workflow file declares which of them begin a hold or refuse."


def _refusals(view: View) -> Iterator[str]:
    for found in view.analysis.activities:
        for outcome in found.outcomes:
            if outcome.result != "passed":
                yield _refusal(view, found, outcome)


def _refusal(view: View, found: ActivityFinding, refused: OutcomeSeen) -> str:
    name = refused.name
    said: dict[str, First[str]] = {}
    cited: First[Evidence] = First(MOST_CITED)
    for case in view.analysis.order.chosen(refused.cases):
        for timed in case.steps:
            outcome = timed.step.shape.outcome
            if outcome is not None and (timed.step.activity.id, outcome.name) == (found.activity.id, name):
                cited.add(shown_by(timed.step, outcome.at))
                if outcome.said is not None:
                    said.setdefault(outcome.said, First(MOST_NAMED)).once(case.id)
    texts = [f"{quoted(text)} ({first_named(cases)})" for text, cases in said.items()]
    message = f" The page said {listed(texts)}." if texts else ""
    return (
        f"- **{md(name)}** at {quoted(view.called(found.activity.id))}, {count(len(cited), 'time')}.{message} "
        f"{_next_steps(view, view.showing(found.activity.id, name))} {view.cite(cited)}"
    )


def _aborted(view: View) -> Iterator[str]:
    for found in view.analysis.activities:
        if found.aborted is not None:
            looks = [look for look in view.looks[found.activity.id] if look.shape.aborted]
            yield (
                f"- **Aborted** at {quoted(view.called(found.activity.id))}, "
                f"{count(len(found.aborted.evidence), 'time')}, in {view.cases_named(found.aborted.cases)}: it ended "
                f"without being complete. {_next_steps(view, looks)} {view.cite(found.aborted.evidence)}"
            )


ALERTS: dict[AlertKind, str] = {"validation_error": "Error at a field", "alert": "Alert"}


def _alerts_of(shape: Shape, *kinds: AlertKind) -> list[Alert]:
    """Alerts that no declared result covers."""
    if not shape.alerts or (shape.outcome is not None and shape.outcome.result != "passed"):
        return []
    return [one for one in shape.alerts if one.kind in (kinds or ALERTS)]


def shows_alerts(view: View) -> bool:
    return any(_alerts_of(look.shape) for look in view.facts.looks)


class _Alerts:
    """Alerts of one kind at one step: where they were shown, and what they said in which cases."""

    def __init__(self) -> None:
        self.times = 0
        self.cases: First[str] = First(MOST_NAMED)
        self.cited: First[Evidence] = First(MOST_CITED)
        self.said: dict[str, First[str]] = {}

    def add(self, step: Step, alerts: Sequence[Alert]) -> None:
        self.times += 1
        self.cases.once(step.case)
        self.cited.add(shown_by(step, *(one.at for one in alerts)))
        for one in alerts:
            self.said.setdefault(one.text, First(MOST_NAMED)).once(step.case)


def _alerts(view: View) -> Iterator[str]:
    """What pages marked as an alert or field error, when no declared result gives it a meaning."""
    found: dict[tuple[str, AlertKind], _Alerts] = {}
    for case in view.analysis.cases if shows_alerts(view) else ():
        for timed in case.steps:
            for kind in ALERTS if timed.step.shape.alerts else ():
                if own := _alerts_of(timed.step.shape, kind):
                    found.setdefault((timed.step.activity.id, kind), _Alerts()).add(timed.step, own)
    for activity in view.looks:
        for kind, name in ALERTS.items():
            if (alerts := found.get((activity, kind))) is not None:
                yield _alert(view, activity, kind, name, alerts)


def _alert(view: View, activity: str, kind: AlertKind, name: str, alerts: _Alerts) -> str:
    most = sorted(alerts.said.items(), key=lambda item: -len(item[1]))
    texts = [f"{quoted(text)} ({first_named(cases)})" for text, cases in most[:MOST_NAMED]]
    said = listed([*texts, *more(len(most), MOST_NAMED)])
    looks = [look for look in view.looks[activity] if _alerts_of(look.shape, kind)]
    return (
        f"- **{name}** at {quoted(view.called(activity))}, {count(alerts.times, 'time')}, in "
        f"{view.of_all(len(alerts.cases))}. The page said {said}. {_next_steps(view, looks)} {view.cite(alerts.cited)}"
    )


def _next_steps(view: View, looks: Iterable[Look]) -> str:
    """What was done next in the same case."""
    following = counted((_next_step(view, one), one.times) for one in looks)
    return f"{NEXT_CAME}{listed([f'{what} ({n})' for what, n in most_frequent(following)])}."


def _next_step(view: View, look: Look) -> str:
    if look.after is not None:
        return quoted(view.called(look.after.id))
    if not look.in_order:
        return f"what {FOR_WANT_OF_TIMES}"
    if look.ended:
        return f"the end of the {view.case}, marked by a person"
    if look.complete:
        return f"nothing: the {view.case} is complete"
    return f"nothing, to the end of the {view.sources.called}"


NOT_SEEN = "somebody who was not recorded"


class _Holds:
    """Holds of one kind begun at one step: how many, how they ended, and the open ones by name."""

    def __init__(self) -> None:
        self.cases: First[str] = First(MOST_NAMED)
        self.cited: First[Evidence] = First(MOST_CITED)
        self.lengths = array("q")
        """Milliseconds of the released holds."""
        self.people: dict[str | None, None] = {}
        """Who released them; None stands for those of whom that was not seen."""
        self.still: dict[bool, First[tuple[str, int | None]]] = {
            is_open: First(MOST_NAMED) for is_open in (True, False)
        }
        """Open holds of cases that are open, and of others: the case, and for how long it was seen after its begin."""
        self.perhaps: First[str] = First(MOST_NAMED)
        """The cases of holds of which it is not known whether they were released."""

    def add(self, one: HeldCase, seen_until_ms: int) -> None:
        hold, is_open = one.hold, one.case.is_open
        self.cases.once(one.case.id)
        for place in evidence_of_hold(hold):
            self.cited.add(place)
        if hold.is_open:
            since, until = hold.known_start_ms, seen_until_ms if is_open else one.case.end_ms
            self.still[is_open].add((one.case.id, None if since is None else until - since))
        elif one.released is None:
            self.perhaps.once(one.case.id)
        else:
            self.people[one.released_by] = None
        if (length := hold.length_ms) is not None:
            self.lengths.append(length)


def _holds(view: View) -> Iterator[str]:
    found: dict[tuple[str, str | None], _Holds] = {}
    for one in view.holds():
        kind = "guessed from a message" if one.hold.guessed else md(one.hold.kind)
        at = one.hold.activity if one.hold.activity in view.looks else None
        found.setdefault((kind, at), _Holds()).add(one, view.analysis.seen_until_ms)
    for (kind, at), own in found.items():
        yield _hold(view, kind, at, own)
    if unmatched := view.facts.released:
        yield f"- Released without a recorded hold: {view.cases_named(unmatched)}."


def _hold(view: View, kind: str, at: str | None, found: _Holds) -> str:
    where = f" at {quoted(view.called(at))}" if at is not None else ""
    became = []
    if found.people:
        people = listed([NOT_SEEN if one is None else person(one) for one in found.people])
        after = f" after {spread(summarise(found.lengths))}" if found.lengths else ""
        became.append(f"{RELEASED}{people}{after}.")
    for is_open, still in found.still.items():
        if still:
            lengths = [md(case) if ms is None else f"{md(case)} ({duration(ms)})" for case, ms in still.shown]
            left = listed([*lengths, *more(len(still), MOST_NAMED)])
            until = "the end of the recordings" if is_open else f"the last event of the {view.case}"
            became.append(f"{NOT_RELEASED}{until}: {left}.")
    if found.perhaps:
        became.append(f"Whether it was released {FOR_WANT_OF_TIMES}: {first_named(found.perhaps)}.")
    cited = view.cite(found.cited)
    return f"- **Hold** ({kind}){where} on {view.cases_named(found.cases)}. {' '.join(became)} {cited}"


def _departures(view: View) -> Iterator[str]:
    """Departures from the declared workflow, grouped by kind and reason, each with its cases."""
    found: dict[tuple[DeviationKind, str], Deviating] = {}
    for deviation in view.analysis.deviations:
        found.setdefault((deviation.kind, view.says(deviation.reason)), Deviating()).add(deviation)
    for (kind, reason), own in sorted(found.items(), key=lambda item: WORST_FIRST.index(item[0][0])):
        cited = view.cite(own.evidence)
        yield f"- **{md(kind.capitalize())}** in {view.cases_named(own.cases)}: {md(reason)} {cited}"


def _not_known(view: View) -> Iterator[str]:
    """What could not be judged, each question with its cases."""
    cases: dict[str, First[str]] = {}
    cited: dict[str, First[Evidence]] = {}
    for one in view.analysis.deviations.not_known:
        why = FOR_WANT_OF_SIGNS if one.untold else FOR_WANT_OF_TIMES
        question = f"{view.says(one.question)} {why}"
        cases.setdefault(question, First(MOST_NAMED)).once(one.case)
        for place in one.own:
            cited.setdefault(question, First(MOST_CITED)).add(place)
    for question, own in cases.items():
        what = f"{question[:1].upper()}{question[1:]}"
        yield f"- {md(what)}, in {view.cases_named(own)}. {view.cite(cited[question])}"
