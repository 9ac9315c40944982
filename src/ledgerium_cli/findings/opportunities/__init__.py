"""Opportunities: one rule a file, in the order of this list; a new rule is one file and one line here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from msgspec.structs import replace

from ledgerium_cli.findings.opportunities.batch import batch
from ledgerium_cli.findings.opportunities.check_automatically import check_automatically
from ledgerium_cli.findings.opportunities.check_on_entry import check_on_entry
from ledgerium_cli.findings.opportunities.copy_between_systems import copy_between_systems
from ledgerium_cli.findings.opportunities.draft_text import draft_text
from ledgerium_cli.findings.opportunities.escalate_stalled import escalate_stalled
from ledgerium_cli.findings.opportunities.guard_skipped_check import guard_skipped_check
from ledgerium_cli.findings.opportunities.look_up_between_systems import look_up_between_systems
from ledgerium_cli.findings.opportunities.model import Claim, Findings, Opportunity, Proposal, Rule, Spent
from ledgerium_cli.findings.opportunities.re_assign import re_assign
from ledgerium_cli.findings.opportunities.shorten_wait import shorten_wait

RULES: Sequence[Rule] = (
    check_on_entry,
    check_automatically,
    escalate_stalled,
    copy_between_systems,
    look_up_between_systems,
    draft_text,
    shorten_wait,
    re_assign,
    batch,
    guard_skipped_check,
)


FIFTHS = tuple(product((5, 4, 6), repeat=2))
"""Weights of work and wait, each as it is and a fifth more or less, in fifths."""


def find_opportunities(findings: Findings) -> tuple[Opportunity, ...]:
    """The largest saving first, an hour of work and one of wait weighing the same. No millisecond is saved twice: what
    two would save, the larger one has."""
    proposals = [proposal for rule in RULES for proposal in rule(findings)]
    largest = sorted(
        proposals, key=lambda one: (-sum(one.claims.values()) * (one.share.low + one.share.high), one.title)
    )
    found = [*_settled(largest)]
    savings = [(one.work.low_ms + one.work.high_ms, one.wait.low_ms + one.wait.high_ms) for one in found]
    ids = [one.id for one in found]
    ranks = [_ranked(savings, ids, *weights) for weights in FIFTHS]
    return tuple(
        replace(found[place], stable=all(rank[at] == place for rank in ranks))
        for at, place in enumerate(ranks[0])
    )


def _ranked(savings: Sequence[tuple[int, int]], ids: Sequence[str], work: int, wait: int) -> list[int]:
    """Places, the largest weighed saving of work and wait first."""
    weighed = [work * of_work + wait * of_wait for of_work, of_wait in savings]
    return sorted(range(len(ids)), key=lambda place: (-weighed[place], ids[place]))


def _settled(proposals: Iterable[Proposal]) -> Iterator[Opportunity]:
    """Give each proposal what it claims beyond what is claimed already. Which part of a step's time two
    proposals mean is not known, so that they are taken to mean the same."""
    taken: dict[Claim, int] = {}
    seen: Counter[str] = Counter()
    for proposal in proposals:
        seen[proposal.rule] += 1
        number = "" if seen[proposal.rule] == 1 else f"-{seen[proposal.rule]}"
        own = proposal.claims
        if not taken.keys().isdisjoint(own):
            own = {claim: length - taken.get(claim, 0) for claim, length in own.items()}
            own = {claim: length for claim, length in own.items() if length > 0}
        taken.update({claim: proposal.claims[claim] for claim in own})
        spent: dict[Spent, int] = {"work": 0, "wait": 0}
        for (_, part), length in own.items():
            spent[part] += length
        yield Opportunity(f"{proposal.rule}{number}", proposal, own, spent["work"], spent["wait"])
