"""Removes time that clock jumps may have made from what opportunities would save, since it may not have passed."""

from __future__ import annotations

from msgspec.structs import replace

from ledgerium_cli.findings.opportunities.model import Claims, Proposal, StepTimes


def without_clocks(proposal: Proposal, made: Claims) -> Proposal:
    """The claims minus the work and wait of each step that a forward jump may have made: which part of the step's
    time is claimed is not known."""
    if not made:
        return proposal
    own = proposal.claims
    claims = replace(own, work=less(own.work, made.work), wait=less(own.wait, made.wait))
    return replace(proposal, claims=claims, clock_ms=own.total - claims.total)


def less(times: StepTimes, made: StepTimes) -> StepTimes:
    """What is left of the time of each step."""
    left = StepTimes()
    for step, length in times:
        left.add(step, max(0, length - made.of(step)))
    return left
