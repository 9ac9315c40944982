"""The AI and automation opportunity report: what could be checked, run or watched for, and the saving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledgerium_cli.cases.model import Parts, StepKey, total
from ledgerium_cli.documents.heading import heading
from ledgerium_cli.documents.text import Blocks, Markdown, bullets, md, quoted, row, table
from ledgerium_cli.documents.view import DECLARED, View
from ledgerium_cli.documents.words import count, duration, first_named, listed, percent, spread
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.opportunities import RULES
from ledgerium_cli.findings.opportunities.model import Claim, Opportunity, Saving
from ledgerium_cli.findings.statistics import FEW, summarise
from ledgerium_cli.workflow.wire import Activity, Workflow


@dataclass(frozen=True, slots=True)
class LookedFor:
    what: str
    needs: str
    """What a workflow file must declare before it can be found."""
    declared: Callable[[Workflow | None], bool]
    lacking: str
    """Why nothing was found though it could have been."""


def _declares_check(shows: Callable[[set[str]], bool]) -> Callable[[Workflow | None], bool]:
    """Whether a check that is no judgement is declared, with outcomes of such results."""

    def declared(workflow: Workflow | None) -> bool:
        checks = (one for one in (workflow.activities if workflow is not None else ()) if one.check)
        return any(shows({seen.result for seen in one.outcomes}) for one in checks if not one.judgement)

    return declared


LOOKED_FOR: Mapping[str, LookedFor] = {
    "check-on-entry": LookedFor(
        "A check run by hand that refused what had been entered before, and could run on entry",
        "an activity with `check = true` and a `refused` outcome",
        _declares_check(lambda results: "refused" in results and "breached" not in results),
        "no such check was seen to refuse anything",
    ),
    "check-automatically": LookedFor(
        "A check run by hand that passed without anything to decide, and could run by itself",
        "an activity with `check = true` and a `breached` outcome",
        _declares_check(lambda results: "breached" in results),
        "no such check was seen to pass twice",
    ),
    "escalate-stalled": LookedFor(
        "Cases past a target time, on which somebody could have been alerted",
        "a target in minutes",
        lambda workflow: workflow is not None and any(one.minutes is not None for one in workflow.targets),
        "no case was seen past its target",
    ),
    "copy-between-systems": LookedFor(
        "Data carried over the clipboard from one system to another",
        "nothing",
        lambda workflow: True,
        "in no two cases was a copy in one system followed by a paste in another within a step",
    ),
    "guard-skipped-check": LookedFor(
        "A check that a case could go on without",
        "a required activity with `check = true`",
        lambda workflow: any(
            one.check and one.required for one in (workflow.activities if workflow is not None else ())
        ),
        "no case went on without one",
    ),
}
"""By rule."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Milliseconds that one case spent where an opportunity would save."""

    work: int = 0
    wait: int = 0


def render_opportunities(analysis: Analysis) -> str:
    """Markdown. Baselines were recorded; savings are assumed shares of them, and say so."""
    view = View(analysis)
    blocks = [
        *heading("AI and automation opportunities", view),
        "Every baseline below is time that was recorded. Every saving is an assumption about it: a range, "
        "and beside it what is assumed. What it would cost to build is not known here.",
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
    for one in analysis.opportunities:
        yield one, _by_case(one.claims, case_of)


def _by_case(claims: Mapping[Claim, int], case_of: Mapping[StepKey, str]) -> dict[str, Baseline]:
    spent: dict[str, dict[str, int]] = defaultdict(lambda: {"work": 0, "wait": 0})
    for (step, part), length in claims.items():
        spent[case_of[step]][part] += length
    return {case: Baseline(**spent[case]) for case in dict.fromkeys(case_of.values()) if case in spent}


# The summary


def _summary(view: View) -> Blocks:
    analysis = view.analysis
    found = list(_with_baselines(analysis))
    if not found:
        return ["No opportunity was found. What was looked for stands below."]
    n = len(analysis.cases)
    rows = [_summary_row(rank, one, baselines, n) for rank, (one, baselines) in enumerate(found, start=1)]
    work, wait = _sum(one.work for one, _ in found), _sum(one.wait for one, _ in found)
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
        f"{per_case} In sum: over the recorded cases. The rank follows the middle of the range over all the "
        "time that an opportunity touches, work and wait together.",
        _there_is(view, spent),
    ]


def _there_is(view: View, spent: Parts) -> str:
    if spent.work is None and spent.wait is None:
        return "How much work and wait there is is not known, and so is what would be saved."
    return (
        f"The sum cannot exceed the time there is: {duration(spent.work)} of work and {duration(spent.wait)} "
        f"of wait in {view.all}. No time counts twice: what two opportunities touch, the higher rank has."
    )


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


def _per_case(spent: Sequence[int], low: float, high: float, n: int) -> str:
    """The mean over all n cases; of few cases, each that has something to save."""
    if n >= FEW:
        return _range(Saving(round(sum(spent) * low / n), round(sum(spent) * high / n)))
    each = [_range(Saving(round(one * low), round(one * high))) for one in spent if one]
    return "; ".join(each) or "none"


def _sum(savings: Iterable[Saving]) -> Saving:
    rows = list(savings)
    return Saving(sum(one.low_ms for one in rows), sum(one.high_ms for one in rows))


def _range(saving: Saving) -> str:
    if not saving.high_ms:
        return "none"
    low, high = duration(saving.low_ms) if saving.low_ms else "0", duration(saving.high_ms)
    return high if low == high else f"{low} to {high}"


# One opportunity


def _opportunity(view: View, one: Opportunity, baselines: Mapping[str, Baseline]) -> Blocks:
    proposal = one.proposal
    steps = listed([f"“{view.title(activity)}”" for activity in proposal.activities])
    seen = f"{view.of_all(proposal.cases)}: {first_named(proposal.cases)}"
    lines = [
        f"**What:** {proposal.kind}, at {steps}.",
        f"**Why:** {md(proposal.why)} Seen in {seen}. {view.cite(proposal.evidence)}",
        f"**Baseline, recorded:** {_baseline(view, one, baselines)}",
        f"**Saving, assumed:** {_saving(one)} {' '.join(map(md, proposal.assumptions))}",
        f"**Against it:** {' '.join(map(md, proposal.against))}",
        f"**Does a person decide?** {_who_decides(view, one)}",
        f"**Measure afterwards:** {md(proposal.measure)}",
    ]
    return [bullets(lines)]


def _saving(one: Opportunity) -> str:
    if not one.proposal.claims:
        return "not known." if one.proposal.high else "none."
    return (
        f"{percent(one.proposal.low)} to {percent(one.proposal.high)} of the baseline: work {_range(one.work)}, "
        f"wait {_range(one.wait)}."
    )


def _baseline(view: View, one: Opportunity, baselines: Mapping[str, Baseline]) -> str:
    if not one.proposal.claims:
        return "not known: no work or wait is." if one.proposal.high else "none: it is not about time."
    if not baselines:
        return "none of its own: all the time it touches counts at a higher rank."
    spent = [
        f"{duration(length)} of {part} (per case {spread(summarise(values))})"
        for part, length, values in (
            ("work", one.work_baseline_ms, [case.work for case in baselines.values() if case.work]),
            ("wait", one.wait_baseline_ms, [case.wait for case in baselines.values() if case.wait]),
        )
        if length
    ]
    elsewhere = sum(one.proposal.claims.values()) - one.work_baseline_ms - one.wait_baseline_ms
    left_out = f" {duration(elsewhere)} more counts at a higher rank." if elsewhere else ""
    return f"{listed(spent)}, in {view.of_all(list(baselines))}: {first_named(list(baselines))}.{left_out}"


def _who_decides(view: View, one: Opportunity) -> str:
    if view.workflow is None:
        return "Not known: no workflow file says which steps are a judgement."
    judged = [view.title(activity) for activity in one.proposal.activities if view.is_judgement(activity)]
    if judged:
        return f"Yes. A judgement of a person {DECLARED}: {listed(judged)}. It can be prepared, not replaced."
    if one.proposal.person_decides:
        return "Yes. It can find and show what needs a decision; the decision stays with a person."
    return (
        f"No step of it is declared as a judgement {DECLARED}. What it cannot settle still goes to a person."
    )


# What is not an opportunity


def _not_found(view: View) -> Blocks:
    found = {one.proposal.rule for one in view.analysis.opportunities}
    names = [rule.__name__.replace("_", "-") for rule in RULES]
    missed = [LOOKED_FOR[name] for name in names if name not in found]
    lines = [f"{looked.what}: {_reason(view, looked)}." for looked in missed]
    words = f"{len(names)} rules looked for opportunities, no others."
    return [words, bullets(lines) or "Each of them found something."]


def _reason(view: View, looked: LookedFor) -> str:
    if looked.declared(view.workflow):
        return f"not found, because {looked.lacking}"
    return f"cannot be found, because no workflow file declares {looked.needs}"


def _decisions(view: View) -> Blocks:
    judged = [activity for activity in view.declared.values() if activity.judgement]
    if not judged:
        return ["No activity is declared as a judgement, so which decisions need a person is not known."]
    lines = [_decision(view, activity) for activity in judged]
    return [f"A person decides these {DECLARED}. Nothing above replaces them.", bullets(lines)]


def _decision(view: View, activity: Activity) -> str:
    seen = next((one for one in view.analysis.activities if one.activity.id == activity.id), None)
    if seen is None:
        return f"**{md(activity.title)}**: not seen in the recordings."
    results = [f"{quoted(one.name)} in {count(one.steps, 'performance')}" for one in seen.outcomes]
    shown = f" It showed {listed(results)}." if results else ""
    return (
        f"**{md(activity.title)}**: {count(seen.steps, 'performance')} in {view.of_all(seen.cases)}, by "
        f"{first_named(seen.actors)}.{shown} {view.cite(seen.evidence)}"
    )
