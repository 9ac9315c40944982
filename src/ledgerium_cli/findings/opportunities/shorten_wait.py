"""Remove or shorten a wait between two steps whose cause the recordings show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.findings.activities import Shown, case_ids
from ledgerium_cli.findings.opportunities.model import Findings, Proposal
from ledgerium_cli.findings.waiting import CAUSES, Cause

LOW, HIGH = 0.0, 0.5
ENOUGH = 2
"""Cases that waited, below which it is chance."""
WORTH = 0.05
"""Of all between-step wait; a smaller one is not worth a proposal."""

Row = tuple[Case, TimedStep, int]
"""With the milliseconds of its main cause."""

WORDS: Mapping[Cause, tuple[str, str]] = {
    "batching": ("without collecting cases first", "until all cases of a batch were there"),
    "contention": (
        "while one person is busy",
        "while the only person seen to do it was busy with earlier work",
    ),
    "prioritisation": ("in the order of arrival", "while the person was busy with work that came later"),
    "unavailability": ("outside working hours", "outside the declared working hours"),
    "extraneous": ("while nobody works on it", "while nothing recorded kept the person busy"),
}
"""By cause: the end of the title, and what cases waited for."""


def shorten_wait(findings: Findings) -> list[Proposal]:
    """For each activity and main cause of its waits: found when two cases waited, for a twentieth of all wait."""
    found: dict[tuple[str, Cause], list[Row]] = defaultdict(list)
    for case, timed, cause, length in main_causes(findings):
        activity = timed.step.activity.id
        if cause in WORDS and (cause != "contention" or len(performers(findings, activity)) < 2):
            found[activity, cause].append((case, timed, length))
    return [
        _proposal(findings, cause, rows)
        for (_, cause), rows in sorted(found.items())
        if is_worth(findings, rows)
    ]


def is_worth(findings: Findings, rows: Sequence[Row]) -> bool:
    """Whether enough cases waited so for long enough."""
    whole = findings.waiting.causes.total if findings.waiting is not None else 0
    return len({case.id for case, _, _ in rows}) >= ENOUGH and sum(row[2] for row in rows) >= WORTH * whole


def main_causes(findings: Findings) -> Iterator[tuple[Case, TimedStep, Cause, int]]:
    """Each step that was waited for, the cause of most of its wait, and the milliseconds of that cause."""
    by_step = findings.waiting.by_step if findings.waiting is not None else {}
    for case in findings.cases:
        for timed in case.steps:
            if (causes := by_step.get(timed.step.key)) is not None:
                lengths = [ms or 0 for ms in msgspec.structs.astuple(causes)[: len(CAUSES)]]
                most = max(lengths)
                yield case, timed, CAUSES[lengths.index(most)], most


def performers(findings: Findings, activity: str) -> tuple[str, ...]:
    """Who was seen to perform an activity, by name."""
    seen = next((one.actors for one in findings.activities if one.activity.id == activity), ())
    return tuple(filter(None, seen))


def _proposal(findings: Findings, cause: Cause, rows: list[Row]) -> Proposal:
    share = findings.share("shorten-wait", LOW, HIGH)
    activity = rows[0][1].step.activity
    cases = case_ids(rows)
    how, why = WORDS[cause]
    return Proposal(
        rule="shorten-wait",
        kind="remove or shorten a wait",
        title=f"Begin “{activity.title}” {how}"
        if cause in BEGIN
        else f"Shorten the wait for “{activity.title}” {how}",
        activities=(activity.id,),
        why=f"{len(cases)} cases waited for “{activity.title}” {why} (the cause {cause} of waiting).",
        cases=cases,
        evidence=Shown([timed.step for _, timed, _ in rows]),
        claims={(timed.step.key, "wait"): length for _, timed, length in rows},
        share=share,
        assumptions=(share.of("the wait of this cause"),),
        against=("Why the person did not begin earlier is not recorded, and they may have had reason to.",),
        risk="A wait that ends here may begin again at the next step.",
        measure=f"Wait at “{activity.title}” by cause, and the wait of the step after it.",
    )


BEGIN: frozenset[Cause] = frozenset({"batching", "prioritisation"})
"""Causes that lie in the order of the work."""
