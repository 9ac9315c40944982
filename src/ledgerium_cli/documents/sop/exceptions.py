"""The section about exceptions: refusals, breaches, holds, departures from the declared workflow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.sop.holds import Holds
from ledgerium_cli.documents.sop.sentences import NEXT_CAME
from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.deviating import Deviating
from ledgerium_cli.documents.view.incidents import Incident, Kind, incidents_of, said_apart
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.perhaps import why_not_known
from ledgerium_cli.documents.view.ways import counted
from ledgerium_cli.documents.words import (
    FOR_WANT_OF_TIMES,
    MOST_CITED,
    MOST_NAMED,
    capitalised,
    count,
    first_named,
    listed,
    more,
    most_frequent,
)
from ledgerium_cli.findings.activities import ActivityFinding, Evidence, OutcomeSeen, shown_by
from ledgerium_cli.findings.deviations import DeviationKind, NotKnown, WhyNot
from ledgerium_cli.output.text import md, quoted
from ledgerium_cli.steps.model import Step

WORST_FIRST: tuple[DeviationKind, ...] = (
    "forbidden combination", "missing step", "out of order", "too often", "extra step",
)  # fmt: skip


def exceptions(view: View) -> str:
    holds = Holds(view)
    lines = [
        *_refusals(view, holds),
        *_aborted(view),
        *_incidents(view, holds),
        *holds.told_alone(),
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


def _refusals(view: View, holds: Holds) -> Iterator[str]:
    for found in view.analysis.activities:
        for outcome in found.outcomes:
            if outcome.result != "passed":
                yield _refusal(view, found, outcome, holds)


def _refusal(view: View, found: ActivityFinding, refused: OutcomeSeen, holds: Holds) -> str:
    name = refused.name
    said: dict[str, First[str]] = {}
    cited: First[Evidence] = First(MOST_CITED)
    for case in view.analysis.order.chosen(refused.cases):
        for timed in case.steps:
            outcome = timed.step.shape.outcome
            if outcome is not None and (timed.step.activity.id, outcome.name) == (found.activity.id, name):
                cited.add(shown_by(timed.step, outcome.at))
                if outcome.said is not None:
                    text = said_apart([outcome.said], [one.text for one in timed.step.shape.alerts])
                    said.setdefault(text, First(MOST_NAMED)).once(case.id)
    texts = [f"{text} ({first_named(cases)})" for text, cases in said.items()]
    message = f" The page said {listed(texts)}." if texts else ""
    held = "".join(f" {one}" for one in holds.told_with(found.activity.id, name))
    return (
        f"- **{md(name)}** at {quoted(view.called(found.activity.id))}, {count(len(cited), 'time')}.{message} "
        f"{_next_steps(view, view.showing(found.activity.id, name))} {view.cite(cited)}{held}"
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


CALLED: dict[tuple[Kind, ...], str] = {("validation_error",): "Error at a field", ("hold",): ""}
"""What an incident is called that is no alert, by its kinds; a hold has its own words."""


def shows_alerts(view: View) -> bool:
    return any(look.shape.alerts and incidents_of(look.shape) for look in view.facts.looks)


class _Incidents:
    """Incidents of one kind at one step: where they were shown, and what pages said in which cases."""

    def __init__(self) -> None:
        self.times = 0
        self.cases: First[str] = First(MOST_NAMED)
        self.cited: First[Evidence] = First(MOST_CITED)
        self.said: dict[str, First[str]] = {}

    def add(self, step: Step, incident: Incident) -> None:
        self.times += 1
        self.cases.once(step.case)
        self.cited.add(shown_by(step, *incident.at))
        self.said.setdefault(incident.said, First(MOST_NAMED)).once(step.case)


def _incidents(view: View, holds: Holds) -> Iterator[str]:
    """What pages marked as an alert or field error, when no declared result gives it a meaning."""
    found: dict[tuple[str, tuple[Kind, ...]], _Incidents] = {}
    for case in view.analysis.cases if shows_alerts(view) else ():
        for timed in case.steps:
            for one in incidents_of(timed.step.shape) if timed.step.shape.alerts else ():
                if one.kinds != ("hold",):
                    found.setdefault((timed.step.activity.id, one.kinds), _Incidents()).add(timed.step, one)
    for activity in view.looks:
        for (at, kinds), own in found.items():
            if at == activity:
                yield _incident(view, activity, kinds, own, holds)


def _incident(view: View, activity: str, kinds: tuple[Kind, ...], found: _Incidents, holds: Holds) -> str:
    most = sorted(found.said.items(), key=lambda item: -len(item[1]))
    texts = [f"{text} ({first_named(cases)})" for text, cases in most[:MOST_NAMED]]
    said = listed([*texts, *more(len(most), MOST_NAMED)])
    looks = [
        look for look in view.looks[activity] if any(one.kinds == kinds for one in incidents_of(look.shape))
    ]
    held = "".join(f" {one}" for one in holds.told_with(activity, kinds))
    return (
        f"- **{CALLED.get(kinds, 'Alert')}** at {quoted(view.called(activity))}, {count(found.times, 'time')}, in "
        f"{view.of_all(len(found.cases))}. The page said {said}. {_next_steps(view, looks)} "
        f"{view.cite(found.cited)}{held}"
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
    found: dict[tuple[str, WhyNot], list[NotKnown]] = {}
    for one in view.analysis.deviations.not_known:
        found.setdefault((view.says(one.question), one.why), []).append(one)
    for (question, _), own in found.items():
        what = md(capitalised(question))
        cases = view.cases_named([*dict.fromkeys(one.case for one in own)])
        cited = view.cite(place for one in own for place in one.own)
        yield f"- {what} {why_not_known(view, own)}, in {cases}.{f' {cited}' if any(one.own for one in own) else ''}"
