"""What went otherwise: refusals, breaches, holds, departures from the declared workflow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ledgerium_cli.cases.model import Case, Hold, TimedStep
from ledgerium_cli.documents.text import md, quoted
from ledgerium_cli.documents.view import View, evidence_of_hold
from ledgerium_cli.documents.words import count, duration, listed, most_frequent, named
from ledgerium_cli.findings.activities import ActivityFinding, shown_by
from ledgerium_cli.findings.deviations import Deviation


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
    texts = [f"{quoted(text)} ({named(dict.fromkeys(cases))})" for text, cases in said.items()]
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
    return f"Next came {listed([f'{what} ({n})' for what, n in most_frequent(following)])}."


def _holds(view: View) -> Iterator[str]:
    for case, hold in view.holds:
        yield _hold(view, case, hold)
    unmatched = [case.id for case in view.analysis.cases if case.releases_without_hold]
    if unmatched:
        yield f"- Released without a recorded hold: {named(unmatched)}."


def _hold(view: View, case: Case, hold: Hold) -> str:
    at = hold.activity if hold.activity in view.steps else None
    where = f" at {quoted(view.analysis.title(at))}" if at is not None else ""
    kind = "guessed from a message" if hold.guessed else md(hold.kind)
    released = view.released_by(hold)
    if hold.end_ms is None or released is None:
        until = f"not released in {duration(view.analysis.seen_until_ms - hold.start_ms)}, to the end of the recordings"
    else:
        until = f"released after {duration(hold.end_ms - hold.start_ms)} by {md(released.actor)}"
    return f"- **Hold** ({kind}) on {md(case.id)}{where}: {until}. {view.cite(evidence_of_hold(hold))}"


def _departures(view: View) -> Iterator[str]:
    """Departures from the declared workflow, each sort once with the cases that show it."""
    found: dict[tuple[str, str], list[Deviation]] = {}
    for deviation in view.analysis.deviations:
        found.setdefault((deviation.kind, deviation.reason), []).append(deviation)
    for (kind, reason), own in found.items():
        cases = named(dict.fromkeys(deviation.case for deviation in own))
        cited = view.cite([one for deviation in own for one in deviation.evidence])
        yield f"- **{md(kind.capitalize())}** in {cases}: {md(reason)} {cited}"
