"""Do in one go what one person does again and again between other work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.findings.activities import Shown, case_ids
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, claims_of

LOW, HIGH = 0.05, 0.2
ENOUGH = 3
"""Cases that came back to it, below which it is chance."""
WORTH = 0.1
"""Of all performances of the activity; fewer are not worth a proposal."""

Ready = tuple[Case, TimedStep, int]
"""With the time by which it could have begun."""


def batch(findings: Findings) -> list[Proposal]:
    """For each activity: found when in three cases one person came back to it from other work, though the case had
    been ready when they did the one before."""
    by_actor: dict[str, list[Ready]] = defaultdict(list)
    for case in findings.cases:
        for timed, since in findings.enabling.since(case):
            if timed.step.actor:
                by_actor[timed.step.actor].append((case, timed, since))
    found: dict[str, list[Ready]] = defaultdict(list)
    for _, own in sorted(by_actor.items()):
        for row in _came_back(sorted(own, key=lambda one: (one[1].start_ms, one[1].step.key))):
            found[row[1].step.activity.id].append(row)
    performed = {one.activity.id: one.steps for one in findings.activities}
    return [
        _proposal(findings, rows)
        for activity, rows in sorted(found.items())
        if len({case.id for case, _, _ in rows}) >= ENOUGH and len(rows) >= WORTH * performed[activity]
    ]


def _came_back(own: Sequence[Ready]) -> Iterator[Ready]:
    """Of the performances of one actor, in order, those that could have followed an earlier one at once."""
    last: dict[str, tuple[int, Ready]] = {}
    for place, row in enumerate(own):
        case, timed, since = row
        before = last.get(timed.step.activity.id)
        if before is not None:
            at, (other, earlier, _) = before
            if other.id != case.id and since <= earlier.start_ms and at < place - 1:
                yield row
        last[timed.step.activity.id] = place, row


def _proposal(findings: Findings, rows: list[Ready]) -> Proposal:
    share = findings.share("batch", LOW, HIGH)
    activity = rows[0][1].step.activity
    cases = case_ids(rows)
    return Proposal(
        rule="batch",
        kind="batch",
        title=f"Do “{activity.title}” for all cases that are ready in one go",
        activities=(activity.id,),
        why=(
            f"In {len(cases)} cases a person came back to “{activity.title}” from other work, though the case had been "
            "ready when they did it for the case before."
        ),
        cases=cases,
        evidence=Shown([timed.step for _, timed, _ in rows]),
        claims=claims_of([timed for _, timed, _ in rows], "work"),
        share=share,
        assumptions=(share.of("the work of the steps that could have followed at once"),),
        against=("How long it takes to find back into the work was not measured.",),
        risk="Who collects cases lets the first one wait.",
        measure=f"Work at “{activity.title}” per case, and the wait before it.",
    )
