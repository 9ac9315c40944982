"""Opportunities: one rule a file, in the order of this list; a new rule is one file and one line here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ledgerium_cli.findings.opportunities.check_automatically import check_automatically
from ledgerium_cli.findings.opportunities.check_on_entry import check_on_entry
from ledgerium_cli.findings.opportunities.copy_between_systems import copy_between_systems
from ledgerium_cli.findings.opportunities.escalate_stalled import escalate_stalled
from ledgerium_cli.findings.opportunities.guard_skipped_check import guard_skipped_check
from ledgerium_cli.findings.opportunities.model import Claim, Findings, Opportunity, Proposal, Rule

RULES: Sequence[Rule] = (
    check_on_entry,
    check_automatically,
    escalate_stalled,
    copy_between_systems,
    guard_skipped_check,
)


def find_opportunities(findings: Findings) -> tuple[Opportunity, ...]:
    """The largest saving first. No millisecond is saved twice: what two would save, the larger one has."""
    proposals = [proposal for rule in RULES for proposal in rule(findings)]
    largest = sorted(proposals, key=lambda one: (-sum(one.claims.values()) * (one.low + one.high), one.title))
    return tuple(sorted(_settled(largest), key=lambda one: (-_expected(one), one.id)))


def _expected(one: Opportunity) -> int:
    return one.work.low_ms + one.work.high_ms + one.wait.low_ms + one.wait.high_ms


def _settled(proposals: Iterable[Proposal]) -> Iterator[Opportunity]:
    """Give each proposal what it claims beyond what is claimed already. Which part of a step's time two
    proposals mean is not known, so that they are taken to mean the same."""
    taken: Counter[Claim] = Counter()
    seen: Counter[str] = Counter()
    for proposal in proposals:
        seen[proposal.rule] += 1
        number = "" if seen[proposal.rule] == 1 else f"-{seen[proposal.rule]}"
        own = {claim: length - taken[claim] for claim, length in proposal.claims.items()}
        taken |= Counter(dict(proposal.claims))
        own = {claim: length for claim, length in own.items() if length > 0}
        yield Opportunity(f"{proposal.rule}{number}", proposal, own)
