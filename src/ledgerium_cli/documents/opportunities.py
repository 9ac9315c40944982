"""The AI and automation opportunity report: what could be checked, run or watched for, and what it would save."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledgerium_cli.cases.model import StepKey, total
from ledgerium_cli.documents.report import Blocks, Report, heading, named, row
from ledgerium_cli.documents.text import Markdown, md, quoted, table
from ledgerium_cli.documents.view import DECLARED
from ledgerium_cli.documents.words import count, duration, listed, percent, spread
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.opportunities import RULES
from ledgerium_cli.findings.opportunities.model import Claim, Opportunity, Saving
from ledgerium_cli.findings.statistics import FEW, summarise


@dataclass(frozen=True, slots=True)
class LookedFor:
    what: str
    needs: str
    """What a workflow file must declare before it can be found; empty where nothing."""
    lacking: str
    """Why there is no evidence, though what it needs is declared."""


LOOKED_FOR: Mapping[str, LookedFor] = {
    "check-on-entry": LookedFor(
        "A check run by hand that refused what had been entered before, and could run on entry",
        "a check with an outcome that passed and one that refused",
        "no such check was seen to refuse anything",
    ),
    "check-automatically": LookedFor(
        "A check run by hand that passed without anything to decide, and could run by itself",
        "a check with an outcome that was breached",
        "no such check was seen to pass often enough to tell",
    ),
    "escalate-stalled": LookedFor(
        "Cases that went past a target time, and could be escalated before",
        "a target in minutes",
        "no case was seen past its target",
    ),
    "copy-between-systems": LookedFor(
        "Data carried from one system to another over the clipboard",
        "",
        "no copy in one system was followed by a paste in another, in the same step, in at least two cases",
    ),
}
"""By rule; a test holds it against the list of rules."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Milliseconds that one case spent where an opportunity would save."""

    work: int = 0
    wait: int = 0


def render_opportunities(analysis: Analysis) -> str:
    """Markdown. Baselines were recorded; savings are assumed shares of them, and say so."""
    view = Report(analysis)
    blocks = [
        *heading("AI and automation opportunities", view),
        "Every baseline below is time that was recorded. Every saving is an assumption about it: a range, with what "
        "is assumed written beside it. What it would cost to build is not known here.",
        "## Summary",
        *_summary(view),
    ]
    for rank, (one, baselines) in enumerate(_with_baselines(analysis), start=1):
        blocks += [f"## {rank}. {md(one.proposal.title)}", *_opportunity(view, one, baselines)]
    blocks += ["## What was looked for and not found", *_not_found(view)]
    blocks += ["## Decisions that stay with people", *_decisions(view)]
    return "\n\n".join(blocks) + "\n"


# Baselines by case


def _with_baselines(analysis: Analysis) -> Iterator[tuple[Opportunity, dict[str, Baseline]]]:
    """What each case spent where each opportunity would save; what a higher rank claimed is left out."""
    case_of = {timed.step.key: case.id for case in analysis.cases for timed in case.steps}
    taken: set[Claim] = set()
    for one in analysis.opportunities:
        free = {claim: length for claim, length in one.proposal.claims.items() if claim not in taken}
        taken |= free.keys()
        yield one, _by_case(free, case_of)


def _by_case(claims: Mapping[Claim, int], case_of: Mapping[StepKey, str]) -> dict[str, Baseline]:
    spent: dict[str, dict[str, int]] = defaultdict(lambda: {"work": 0, "wait": 0})
    for (step, part), length in claims.items():
        spent[case_of[step]][part] += length
    return {case: Baseline(**spent[case]) for case in dict.fromkeys(case_of.values()) if case in spent}


# The summary


def _summary(view: Report) -> Blocks:
    analysis = view.analysis
    found = list(_with_baselines(analysis))
    if not found:
        return ["No opportunity was found. What was looked for stands below."]
    n = len(analysis.cases)
    rows = [_summary_row(rank, one, baselines, n) for rank, (one, baselines) in enumerate(found, start=1)]
    work, wait = _sum([one.work for one in analysis.opportunities]), _sum([one.wait for one in analysis.opportunities])
    rows.append(row("", "**Sum**", "", "", "", f"**{_range(work)}**", f"**{_range(wait)}**"))
    spent = total(case.parts for case in analysis.cases)
    head = ["Rank", "Opportunity", "Kind", "Work saved per case", "Wait saved per case"]
    per_case = (
        f"Per case: the mean over the {n} recorded cases."
        if n >= FEW
        else f"Per case: each case itself, because n = {n} is too few for a mean."
    )
    return [
        table([*head, "Work saved in sum", "Wait saved in sum"], rows, frozenset({0, 3, 4, 5, 6})),
        f"{per_case} In sum: over the recorded cases. The rank follows the middle of the range of all the time that "
        "an opportunity touches, work and wait together.",
        f"The sum cannot exceed the time there is: {duration(spent.work)} of work and {duration(spent.wait)} of wait "
        f"in {view.cases(n)}. No time counts twice: what two opportunities touch, the higher rank has.",
    ]


def _summary_row(rank: int, one: Opportunity, baselines: Mapping[str, Baseline], n: int) -> list[Markdown]:
    low, high = one.proposal.low, one.proposal.high
    works, waits = ([getattr(spent, part) for spent in baselines.values()] for part in ("work", "wait"))
    return row(
        str(rank),
        md(one.proposal.title),
        one.proposal.kind,
        _per_case(works, low, high, n),
        _per_case(waits, low, high, n),
        _range(one.work),
        _range(one.wait),
    )
