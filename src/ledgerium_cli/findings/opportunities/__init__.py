"""Finds opportunities: one rule a file, in the order of `RULES`; a new rule is one file and one line here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledgerium_cli.findings.opportunities.at_rest import AtRest, without_rests
from ledgerium_cli.findings.opportunities.batch import Batch
from ledgerium_cli.findings.opportunities.check_automatically import CheckAutomatically
from ledgerium_cli.findings.opportunities.check_on_entry import CheckOnEntry
from ledgerium_cli.findings.opportunities.clock_made import without_clocks
from ledgerium_cli.findings.opportunities.copy_between_systems import CopyBetweenSystems
from ledgerium_cli.findings.opportunities.draft_text import DraftText
from ledgerium_cli.findings.opportunities.escalate_stalled import EscalateStalled
from ledgerium_cli.findings.opportunities.guard_skipped_check import GuardSkippedCheck
from ledgerium_cli.findings.opportunities.look_up_between_systems import LookUpBetweenSystems
from ledgerium_cli.findings.opportunities.model import Findings, Missed, Proposal, Rule, Sought
from ledgerium_cli.findings.opportunities.ranks import ranked
from ledgerium_cli.findings.opportunities.re_assign import ReAssign
from ledgerium_cli.findings.opportunities.shorten_hold import ShortenHold
from ledgerium_cli.findings.opportunities.shorten_loop import ShortenLoop
from ledgerium_cli.findings.opportunities.shorten_wait import ShortenWait
from ledgerium_cli.findings.order import Fold, walk
from ledgerium_cli.workflow.ends import declared_ends

RULES: Sequence[type[Rule]] = (
    CheckOnEntry,
    CheckAutomatically,
    EscalateStalled,
    CopyBetweenSystems,
    LookUpBetweenSystems,
    DraftText,
    ShortenWait,
    ShortenHold,
    ShortenLoop,
    ReAssign,
    Batch,
    GuardSkippedCheck,
)


def find_opportunities(findings: Findings, *others: Fold) -> Sought:
    """The opportunities in the order of their ranks, and what was too little for one.

    No millisecond is saved twice: of two overlapping opportunities the one of higher rank gets it, and of two that
    contradict each other only the larger one counts. Time that a clock jump may have made, or in which a case was
    complete, is in none. `others` are folds that share the walk over the cases.
    """
    at_rest = AtRest(declared_ends(findings.workflow))
    proposals, missed = _proposals(findings, (*others, at_rest))
    for place, one in enumerate(proposals):
        proposals[place] = without_rests(without_clocks(one, findings.clocks), at_rest.times)
    return Sought(tuple(ranked(proposals, findings.order)), missed)


def _proposals(findings: Findings, others: Iterable[Fold]) -> tuple[list[Proposal], tuple[Missed, ...]]:
    """The proposals of all rules, and what they found too little of; the rules and their data are freed on return."""
    rules = [rule(findings) for rule in RULES]
    walk(findings.order.cases, *others, *rules)
    proposals = [proposal for rule in rules for proposal in rule.proposals()]
    return proposals, tuple(one for rule in rules for one in rule.missed())
