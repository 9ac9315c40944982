"""What went otherwise: refusals, breaches, holds, departures from the declared workflow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ledgerium_cli.cases.model import Case, Hold, TimedStep
from ledgerium_cli.cases.outcomes import Outcomes
from ledgerium_cli.documents.text import md, quoted
from ledgerium_cli.documents.view import View, evidence_of_hold
from ledgerium_cli.documents.words import count, duration, listed, most_frequent, named
from ledgerium_cli.findings.activities import ActivityFinding, Evidence
from ledgerium_cli.findings.deviations import Deviation


def exceptions(view: View) -> str:
    lines = [*_refusals(view), *_holds(view), *_departures(view)]
    return "\n".join(["## Exceptions and holds", "", *(lines or ["None were seen."])])


def _refusals(view: View) -> Iterator[str]:
    outcomes = Outcomes(view.workflow)
    for found in view.analysis.activities:
        rows: dict[str, list[tuple[Case, TimedStep, int]]] = {}
        for case, timed in view.steps[found.activity.id]:
            outcome = outcomes.of(timed.step)
            if outcome is not None and outcome[0].result != "passed":
                rows.setdefault(outcome[0].name, []).append((case, timed, outcome[1].seq))
        for name, own in sorted(rows.items(), key=lambda item: (-len(item[1]), item[0])):
            yield _refusal(view, found, name, own)


def _refusal(view: View, found: ActivityFinding, name: str, rows: list[tuple[Case, TimedStep, int]]) -> str:
    cases = list(dict.fromkeys(case.id for case, _, _ in rows))
    said = Counter(
        event.message.text.replace(case.id, "…")
        for case, timed, seq in rows
        for event in timed.step.events
        if event.message is not None and event.seq == seq
    )
    texts = [f"{quoted(text)} ({n})" for text, n in most_frequent(said)]
    message = f" The page said {listed(texts)}." if texts else ""
    cited = view.cite([Evidence(timed.step.recording, (seq,)) for _, timed, seq in rows])
    return (
        f"- **{md(name)}** at {quoted(found.activity.title)}, {count(len(rows), 'time')}: "
        f"{named(cases)}.{message} {_then(rows)} {cited}"
    )


def _then(rows: list[tuple[Case, TimedStep, int]]) -> str:
    """What was done next, in the same case."""
    following: Counter[str] = Counter()
    for case, timed, _ in rows:
        after = case.steps[case.steps.index(timed) + 1 :]
        following[
            quoted(after[0].step.activity.title) if after else "nothing, to the end of the recordings"
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
        until = "not released by the end of the recordings"
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
