"""Removes the time in which cases were complete, until they were taken up again, from what opportunities would save:
nobody waited for anything then."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ledgerium_cli.cases.ends import ends_case
from ledgerium_cli.cases.model import BETWEEN_STEP_WAIT, Case
from ledgerium_cli.findings.opportunities.clock_made import less
from ledgerium_cli.findings.opportunities.model import Proposal, StepTimes
from ledgerium_cli.workflow.ends import End


class AtRest:
    """The between-step wait of each step, in order, for which what was completed last before it had ended its case."""

    def __init__(self, ends: Sequence[End]) -> None:
        self._ends, self._activities = ends, frozenset(one.activity for one in ends)
        self.times = StepTimes()

    def add(self, case: Case, place: int, first: int) -> None:
        if not case.complete or not case.timed or self._activities.isdisjoint(case.variant[:-1]):
            return
        for at, length in sorted(self._rests(case).items()):
            self.times.add(first + at, length)

    def _rests(self, case: Case) -> dict[int, int]:
        found = dict[int, int]()
        for since, until, part, at in case.timeline.stretches():
            if part == BETWEEN_STEP_WAIT and self._had_ended(case, since):
                found[at] = found.get(at, 0) + until - since
        return found

    def _had_ended(self, case: Case, ms: int) -> bool:
        done = [one for one in case.steps if one.complete_ms <= ms]
        return bool(done) and ends_case(max(done, key=lambda one: one.complete_ms).step.shape, self._ends)


def without_rests(proposal: Proposal, rests: StepTimes) -> Proposal:
    own = proposal.claims.wait
    if not rests or not own:
        return proposal
    wait = less(own, rests)
    return replace(proposal, claims=replace(proposal.claims, wait=wait), rest_ms=own.total - wait.total)
