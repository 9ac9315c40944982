"""Opportunities: one rule a file, in the order of this list; a new rule is one file and one line here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledgerium_cli.findings.opportunities.check_automatically import check_automatically
from ledgerium_cli.findings.opportunities.check_on_entry import check_on_entry
from ledgerium_cli.findings.opportunities.copy_between_systems import copy_between_systems
from ledgerium_cli.findings.opportunities.escalate_stalled import escalate_stalled
from ledgerium_cli.findings.opportunities.model import Claim, Findings, Opportunity, Proposal, Rule, Saving

RULES: Sequence[Rule] = (check_on_entry, check_automatically, escalate_stalled, copy_between_systems)


def find_opportunities(findings: Findings) -> tuple[Opportunity, ...]:
    """The largest saving first. No millisecond is saved twice: what two opportunities claim, the first has."""
    proposals = [proposal for rule in RULES for proposal in rule(findings)]
    ranked = sorted(
        proposals, key=lambda one: (-sum(one.claims.values()) * (one.low + one.high), one.rule, one.title)
    )
    return tuple(_settled(ranked))


def _settled(proposals: Iterable[Proposal]) -> Iterable[Opportunity]:
    taken: set[Claim] = set()
    seen: dict[str, int] = {}
    for proposal in proposals:
        free = {claim: length for claim, length in proposal.claims.items() if claim not in taken}
        taken |= free.keys()
        work = sum(length for (_, part), length in free.items() if part == "work")
        wait = sum(length for (_, part), length in free.items() if part == "wait")
        seen[proposal.rule] = seen.get(proposal.rule, 0) + 1
        number = "" if seen[proposal.rule] == 1 else f"-{seen[proposal.rule]}"
        yield Opportunity(
            id=f"{proposal.rule}{number}",
            proposal=proposal,
            work_baseline_ms=work,
            wait_baseline_ms=wait,
            work=Saving(round(work * proposal.low), round(work * proposal.high)),
            wait=Saving(round(wait * proposal.low), round(wait * proposal.high)),
        )
