"""What went otherwise: refusals, breaches, holds, departures from the declared workflow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ledgerium_cli.cases.model import Case, Hold, TimedStep
from ledgerium_cli.documents.sop.sentences import NEXT_CAME, NOT_RELEASED, RELEASED
from ledgerium_cli.documents.text import md, quoted
from ledgerium_cli.documents.view import View, evidence_of_hold
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    count,
    duration,
    first_named,
    listed,
    most_frequent,
    person,
    spread,
)
from ledgerium_cli.findings.activities import ActivityFinding, shown_by
from ledgerium_cli.findings.deviations import Deviation
from ledgerium_cli.findings.statistics import summarise


def exceptions(view: View) -> str:
    lines = [*_refusals(view), *_holds(view), *_departures(view)]
    return "\n".join(["## Exceptions and holds", "", *(lines or ["None were seen."])])


def _refusals(view: View) -> Iterator[str]:
    for found in view.analysis.activities:
        for outcome in found.outcomes:
            if outcome.result != "passed":
                yield _refusal(view, found, outcome.name)


def _refusal(view: View, found: ActivityFinding, name: str) -> str:
    rows = view.outcomes[found.activity.id][name]
    said: dict[str, list[str]] = {}
    cited = []
    for case, timed in rows:
        outcome = timed.step.shape.outcome
        assert outcome is not None
        cited.append(shown_by(timed.step, outcome.at))
        if outcome.said is not None:
            said.setdefault(outcome.said, []).append(case.id)
    texts = [f"{quoted(text)} ({first_named(dict.fromkeys(cases))})" for text, cases in said.items()]
    message = f" The page said {listed(texts)}." if texts else ""
    return (
        f"- **{md(name)}** at {quoted(found.activity.title)}, {count(len(rows), 'time')}.{message} "
        f"{_then(view, rows)} {view.cite(cited)}"
    )


def _then(view: View, rows: list[tuple[Case, TimedStep]]) -> str:
    """What was done next, in the same case."""
    following: Counter[str] = Counter()
    for _, timed in rows:
        after = view.after.get(timed.step.key)
        following[
            quoted(after.step.activity.title) if after else "nothing, to the end of the recordings"
        ] += 1
    return f"{NEXT_CAME}{listed([f'{what} ({n})' for what, n in most_frequent(following)])}."


def _holds(view: View) -> Iterator[str]:
    """By kind and the step where they begin: how many, what became of them, those that are open by name."""
    found: dict[tuple[str, str | None], list[tuple[Case, Hold]]] = {}
    for case, hold in view.holds:
        kind = "guessed from a message" if hold.guessed else md(hold.kind)
        at = hold.activity if hold.activity in view.steps else None
        found.setdefault((kind, at), []).append((case, hold))
    for (kind, at), rows in found.items():
        yield _hold(view, kind, at, rows)
    unmatched = [case.id for case in view.analysis.cases if case.releases_without_hold]
    if unmatched:
        yield f"- Released without a recorded hold: {view.cases_named(unmatched)}."


def _hold(view: View, kind: str, at: str | None, rows: Sequence[tuple[Case, Hold]]) -> str:
    where = f" at {quoted(view.analysis.title(at))}" if at is not None else ""
    cases = view.cases_named([*dict.fromkeys(case.id for case, _ in rows)])
    closed = [
        (hold.end_ms - hold.start_ms, step)
        for _, hold in rows
        if hold.end_ms is not None and (step := view.released_by(hold))
    ]
    became = []
    if closed:
        people = listed([person(actor) for actor in dict.fromkeys(step.actor for _, step in closed)])
        became.append(f"{RELEASED}{people} after {spread(summarise(length for length, _ in closed))}.")
    if still := [(case, hold) for case, hold in rows if view.released_by(hold) is None]:
        lengths = [
            f"{md(case.id)} ({duration(view.analysis.seen_until_ms - hold.start_ms)})" for case, hold in still
        ]
        became.append(f"{NOT_RELEASED}the end of the recordings: {listed(lengths, MOST_NAMED)}.")
    cited = view.cite([one for _, hold in rows for one in evidence_of_hold(hold)])
    return f"- **Hold** ({kind}){where} on {cases}. {' '.join(became)} {cited}"


def _departures(view: View) -> Iterator[str]:
    """Departures from the declared workflow, each sort once with the cases that show it."""
    found: dict[tuple[str, str], list[Deviation]] = {}
    for deviation in view.analysis.deviations:
        found.setdefault((deviation.kind, deviation.reason), []).append(deviation)
    for (kind, reason), own in found.items():
        cases = view.cases_named([*dict.fromkeys(deviation.case for deviation in own)])
        cited = view.cite([one for deviation in own for one in deviation.evidence])
        yield f"- **{md(kind.capitalize())}** in {cases}: {md(reason)} {cited}"
