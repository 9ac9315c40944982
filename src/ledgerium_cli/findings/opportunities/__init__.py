"""Finds opportunities: one rule a file, in the order of `RULES`; a new rule is one file and one line here."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from msgspec.structs import replace

from ledgerium_cli.findings.opportunities.batch import Batch
from ledgerium_cli.findings.opportunities.check_automatically import CheckAutomatically
from ledgerium_cli.findings.opportunities.check_on_entry import CheckOnEntry
from ledgerium_cli.findings.opportunities.clock_made import without_clocks
from ledgerium_cli.findings.opportunities.copy_between_systems import CopyBetweenSystems
from ledgerium_cli.findings.opportunities.draft_text import DraftText
from ledgerium_cli.findings.opportunities.escalate_stalled import EscalateStalled
from ledgerium_cli.findings.opportunities.guard_skipped_check import GuardSkippedCheck
from ledgerium_cli.findings.opportunities.look_up_between_systems import LookUpBetweenSystems
from ledgerium_cli.findings.opportunities.model import (
    Claims,
    Findings,
    Gain,
    Opportunity,
    Proposal,
    Rule,
    StepTimes,
)
from ledgerium_cli.findings.opportunities.re_assign import ReAssign
from ledgerium_cli.findings.opportunities.shorten_wait import ShortenWait
from ledgerium_cli.findings.order import Fold, Order, walk

RULES: Sequence[type[Rule]] = (
    CheckOnEntry,
    CheckAutomatically,
    EscalateStalled,
    CopyBetweenSystems,
    LookUpBetweenSystems,
    DraftText,
    ShortenWait,
    ReAssign,
    Batch,
    GuardSkippedCheck,
)


FIFTHS = tuple(product((5, 4, 6), repeat=2))
"""Weights of work and wait in fifths: each as it is, a fifth less and a fifth more."""


def find_opportunities(findings: Findings, *others: Fold) -> tuple[Opportunity, ...]:
    """The opportunities, largest saving first, where an hour of work and an hour of wait weigh the same.

    No millisecond is saved twice: the larger of two overlapping opportunities gets it, and of two that contradict
    each other only the larger one counts. Time that a clock jump may have made is in none. `others` are folds that
    share the walk over the cases.
    """
    proposals = _proposals(findings, others)
    for place, one in enumerate(proposals):
        proposals[place] = without_clocks(one, findings.clocks)
    proposals.sort(key=lambda one: (-one.claims.total * (one.share.low + one.share.high), str(one.title)))
    found = [*_settled(proposals, findings.order)]
    savings = [(one.work.low_ms + one.work.high_ms, one.wait.low_ms + one.wait.high_ms) for one in found]
    ids = [one.id for one in found]
    ranks = [_ranked(savings, ids, *weights) for weights in FIFTHS]
    return tuple(
        replace(found[place], stable=all(rank[at] == place for rank in ranks))
        for at, place in enumerate(ranks[0])
    )


def _proposals(findings: Findings, others: Iterable[Fold]) -> list[Proposal]:
    """The proposals of all rules; the rules and their data are freed on return."""
    rules = [rule(findings) for rule in RULES]
    walk(findings.order.cases, *others, *rules)
    return [proposal for rule in rules for proposal in rule.proposals()]


def _ranked(savings: Sequence[tuple[int, int]], ids: Sequence[str], work: int, wait: int) -> list[int]:
    """Indexes, largest weighted saving first."""
    weighed = [work * of_work + wait * of_wait for of_work, of_wait in savings]
    return sorted(range(len(ids)), key=lambda place: (-weighed[place], ids[place]))


def _settled(proposals: list[Proposal], order: Order) -> Iterator[Opportunity]:
    """Give each proposal the time that no larger one has claimed. Which part of a step's time two proposals mean is
    unknown, so they are taken to mean the same part. Empties `proposals` on the way to free memory: a claim may take
    twelve bytes for every step."""
    taken = _Taken(order.steps), _Taken(order.steps)
    names, counting = _names(proposals), list[Opportunity]()
    proposals.reverse()
    names.reverse()
    while proposals:
        proposal, name = proposals.pop(), names.pop()
        own = _left_of(proposal, taken)
        larger = [one.id for one in counting if proposal.contradicts(one.proposal)] or [
            later
            for other, later in zip(proposals, names, strict=True)
            if proposal.contradicts(other) and _saved(other, taken) > _saved(proposal, taken)
        ]
        elsewhere, gains = proposal.claims.total - own.total, _gain_of(proposal, own, order)
        settled = replace(proposal, claims=own)
        one = Opportunity(name, settled, elsewhere, gains, larger[0] if larger else None)
        if one.counts:
            counting.append(one)
            taken[0].take(own.work)
            taken[1].take(own.wait)
        yield one


def _names(proposals: Iterable[Proposal]) -> list[str]:
    """The ids: the name of the rule, with a number from its second proposal on."""
    seen: Counter[str] = Counter()
    names = []
    for proposal in proposals:
        seen[proposal.rule] += 1
        names.append(proposal.rule if seen[proposal.rule] == 1 else f"{proposal.rule}-{seen[proposal.rule]}")
    return names


def _left_of(proposal: Proposal, taken: tuple[_Taken, _Taken]) -> Claims:
    work, wait = taken
    return Claims(work.left_of(proposal.claims.work), wait.left_of(proposal.claims.wait))


def _saved(proposal: Proposal, taken: tuple[_Taken, _Taken]) -> float:
    return _left_of(proposal, taken).total * (proposal.share.low + proposal.share.high)


def _gain_of(proposal: Proposal, own: Claims, order: Order) -> Gain:
    if not proposal.share.high and not proposal.share.declared:
        return "gap"
    if own and proposal.share.high:
        return "time"
    if proposal.claims or proposal.clock_ms or not _is_untimed(proposal, order):
        return "nothing"
    return "not known"


def _is_untimed(proposal: Proposal, order: Order) -> bool:
    """Whether some case that shows it has neither known work nor known wait."""
    return any(case.parts.work is None and case.parts.wait is None for case in order.chosen(proposal.cases))


class _Taken:
    """How much work, or wait, of each step has been claimed."""

    def __init__(self, steps: int) -> None:
        self._taken = array("q", bytes(8 * steps))

    def left_of(self, claimed: StepTimes) -> StepTimes:
        """The claimed time that is still free."""
        taken, left = self._taken, StepTimes()
        for step, length in claimed:
            if (rest := length - taken[step]) > 0:
                left.add(step, rest)
        return left

    def take(self, left: StepTimes) -> None:
        for step, length in left:
            self._taken[step] += length
