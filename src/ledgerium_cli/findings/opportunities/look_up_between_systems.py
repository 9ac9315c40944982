"""Show in one system what people look up in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from ledgerium_cli.cases.model import Case, StepKey, TimedStep
from ledgerium_cli.findings.activities import Shown, case_ids
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, claims_of

LOW, HIGH = 0.05, 0.3
ENOUGH = 2
"""Cases in which it happened, below which it is chance."""

Row = tuple[Case, TimedStep]


def look_up_between_systems(findings: Findings) -> list[Proposal]:
    """For each pair of systems: found when in two cases one was looked at, and not acted in, during a step in the
    other."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    looking = [
        (case, at)
        for case in findings.cases
        for at, timed in enumerate(case.steps)
        if timed.step.shape.seen_in not in ((), (timed.step.shape.system,))
    ]
    left = _left_open(findings.cases, {case.steps[at].step.recording for case, at in looking})
    for case, at in looking:
        timed = case.steps[at]
        for host in _looked_up(case, at, left.get(timed.step.key, ())):
            found[host, timed.step.system].append((case, timed))
    return [
        _proposal(findings, shown, used, rows)
        for (shown, used), rows in sorted(found.items())
        if len({case.id for case, _ in rows}) >= ENOUGH
    ]


def _left_open(cases: Sequence[Case], recordings: Container[str]) -> dict[StepKey, tuple[str, ...]]:
    """What the step before in the same recording, of whatever case, showed: it may still be in front."""
    own = [timed.step for case in cases for timed in case.steps if timed.step.recording in recordings]
    return {
        after.key: before.shape.seen_in
        for before, after in pairwise(sorted(own, key=lambda one: one.key))
        if before.recording == after.recording
    }


def _looked_up(case: Case, at: int, left: Sequence[str]) -> Iterator[str]:
    """Hosts. Not those on the way: what the steps before and after stand in was passed, not looked up."""
    shape = case.steps[at].step.shape
    near = {one.step.system for one in case.steps[max(0, at - 1) : at + 2]} | {*left}
    for host in shape.seen_in:
        if host not in near and host not in shape.used_in and shape.system:
            yield host


def _proposal(findings: Findings, shown: str, used: str, rows: list[Row]) -> Proposal:
    share = findings.share("look-up-between-systems", LOW, HIGH)
    source, target = findings.system_name(shown), findings.system_name(used)
    cases = case_ids(rows)
    return Proposal(
        rule="look-up-between-systems",
        kind="integration between two systems",
        title=f"Show in {target} what people look up in {source}",
        activities=tuple(dict.fromkeys(timed.step.activity.id for _, timed in rows)),
        why=(
            f"In {len(cases)} cases {source} was looked at during a step in {target}; nothing was entered or "
            "changed there."
        ),
        cases=cases,
        evidence=Shown([timed.step for _, timed in rows]),
        claims=claims_of([timed for _, timed in rows], "work"),
        share=share,
        assumptions=(share.of("the work of the steps in which it happened"),),
        against=("What was read there is not recorded, nor whether it was needed.",),
        risk="What is shown in a second place may be older than in the first.",
        measure=f"Steps in {target} during which {source} is looked at, and the work of these steps.",
    )
