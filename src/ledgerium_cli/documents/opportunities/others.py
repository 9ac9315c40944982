"""The parts of the report about what is no opportunity: what saves nothing, what was not found, what a person
decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from math import inf

from ledgerium_cli.documents.opportunities.sought import LOOKED_FOR
from ledgerium_cli.documents.report.causes import NAMES
from ledgerium_cli.documents.view.model import DECLARED, View
from ledgerium_cli.documents.words import (
    count,
    duration,
    first_named,
    listed,
    percent,
    told_apart,
    worked,
)
from ledgerium_cli.findings.activities import ActivityFinding
from ledgerium_cli.findings.causes import Causes, CausesSum
from ledgerium_cli.findings.opportunities import RULES
from ledgerium_cli.findings.opportunities.model import Missed, Opportunity, most_missed
from ledgerium_cli.output.text import Blocks, bullets, in_quotes, md, quoted
from ledgerium_cli.workflow.rule_names import RuleName
from ledgerium_cli.workflow.wire import Activity

NOTHING = "Looked at, nothing to gain"
TOO_LITTLE = "Under a twentieth of all work or wait, without what counts at a higher rank"


def without_gain(view: View) -> Blocks:
    """Opportunities that were found but save nothing."""
    lines = [
        f"**{md(view.says(one.proposal.title))}**: {md(view.says(one.proposal.why))} {_why_nothing(one)} "
        f"{view.cite(one.proposal.evidence)}"
        for one in view.analysis.opportunities
        if one.gains == "nothing"
    ]
    if little := [_little(view, one) for one in view.analysis.opportunities if one.gains == "little"]:
        lines.append(f"{TOO_LITTLE}: {'; '.join(little)}.")
    return [f"## {NOTHING}", bullets(lines)] if lines else []


def _little(view: View, one: Opportunity) -> str:
    work, wait = one.work_baseline_ms, one.wait_baseline_ms
    spent = [
        f"{told(length)} of {part}"
        for length, part, told in ((work, "work", worked), (wait, "wait", duration))
        if length
    ]
    return f"{md(view.says(one.proposal.title))} ({listed(spent)})"


def _why_nothing(one: Opportunity) -> str:
    if not one.proposal.share.high:
        return "None of the time is assumed to be saved."
    rest = " or counts at a higher rank" if one.elsewhere_ms else ""
    if one.proposal.clock_ms:
        return f"All the time that it touches may be made by a clock that jumped ahead{rest}."
    if one.proposal.rest_ms:
        return f"All the time that it touches passed while the cases were complete{rest}."
    if one.touches_time:
        return "All the time that it touches counts at a higher rank."
    return "No time was seen that it would save."


def not_found(view: View) -> Blocks:
    found = {one.proposal.rule for one in view.analysis.opportunities}
    names = [rule.name for rule in RULES]
    lines = [f"{LOOKED_FOR[name].what}: {_reason(view, name)}." for name in names if name not in found]
    words = f"Opportunities are found by {len(names)} rules; what none of them looks for is not among them."
    lines += _of_other_causes(view, found)
    lines += _without_cause(view)
    return [words, bullets(lines) or "Each of them found something."]


def _of_other_causes(view: View, found: Container[str]) -> Iterator[str]:
    """The causes of waiting of which there is too little, where others had enough."""
    for one in view.analysis.missed:
        if one.cause is not None and one.rule in found:
            yield f"Wait of the cause “{NAMES[one.cause]}”: not worth it: {_too_little(view, one)}."


def _without_cause(view: View) -> Iterator[str]:
    """That no cause is known of most of the wait at the step that has most of it."""
    waiting = view.analysis.waiting
    waits: dict[str, CausesSum] = defaultdict(CausesSum)
    for passage in waiting.passages if waiting is not None else ():
        waits[passage.target].add(passage.causes)
    if waiting is None or not waits or not _names_people(view):
        return  # that nobody is named is said of each rule that needs it
    most, own = max(((step, one.total) for step, one in waits.items()), key=lambda item: item[1].total)
    if 2 * own.not_identifiable > own.total:
        yield (
            f"Why cases wait longest for {in_quotes(view.title(most))}, {percent(own.total / waiting.causes.total)} of "
            f"all wait between steps: not found; {_how_much(own)}, it is not known {_what_of_whom(view, most)}."
        )


def _how_much(wait: Causes) -> str:
    if wait.not_identifiable == wait.total:
        return f"of all of it, {duration(wait.total)}"
    return f"of most of it, {' of '.join(told_apart(wait.not_identifiable, wait.total))}"


def _what_of_whom(view: View, step: str) -> str:
    """What is missing to tell why cases waited for a step."""
    actors = {look.actor for look in view.looks[step]}
    if actors == {""}:
        return "who did the step"
    if "" in actors:
        return "who did the step, or what they were doing meanwhile"
    return "what the person who did the step was doing meanwhile"


def _reason(view: View, rule: RuleName) -> str:
    looked = LOOKED_FOR[rule]
    if "pages" in looked.seen_in and not view.sources.has_recordings:
        return "cannot be found, because a log names steps, no clicks, pages or messages"
    if "waits" in looked.seen_in and view.facts.spent.between_step_wait is None:
        return "cannot be found, because how long cases waited is not known"
    if "times" in looked.seen_in and not any(one.timed for one in view.analysis.recordings):
        return "cannot be found, because no time is known"
    if "holds" in looked.seen_in and view.facts.held_unknown == len(view.analysis.cases):
        return "cannot be found, because nothing tells whether a case was held"
    if "people" in looked.seen_in and not _names_people(view):
        return "cannot be found, because nobody is named who did the steps"
    if missed := most_missed(one for one in view.analysis.missed if one.rule == rule):
        return f"not worth it: {_too_little(view, missed[0])}"
    if looked.declared(view.workflow):
        return f"not found, because {looked.lacking}"
    return f"cannot be found, because no workflow file declares {looked.needs}"


def _too_little(view: View, missed: Missed) -> str:
    """What was found, with its time and the least that would make it worthwhile."""
    steps = "one step" if missed.steps == 1 else f"{missed.steps} steps together"
    what = LOOKED_FOR[missed.rule].missed.format(cases=view.cases(missed.cases), steps=steps)
    wait = (
        f"{duration(missed.wait_ms)}, is under {duration(round(missed.least.wait))}, a twentieth of all wait"
    )
    if missed.least.work == inf:
        return f"{what}; their wait, {wait}"
    work = f"{worked(missed.work_ms)}, is under {worked(round(missed.least.work))}, a twentieth of all work"
    return f"{what}; their work there, {work}, and their wait, {wait}"


def _names_people(view: View) -> bool:
    return any(look.actor for look in view.facts.looks)


def decisions(view: View) -> Blocks:
    judged = [activity for activity in view.declared.values() if activity.judgement]
    if not judged:
        return ["No activity is declared as a judgement, so which decisions need a person is not known."]
    lines = [_decision(view, activity) for activity in judged]
    return [f"A person decides these {DECLARED}: a judgement is prepared, not replaced.", bullets(lines)]


def _decision(view: View, activity: Activity) -> str:
    name = md(view.called(activity.id))
    seen = next((one for one in view.analysis.activities if one.activity.id == activity.id), None)
    if seen is None:
        return f"**{name}**: not seen in the recordings."
    results = [f"{quoted(one.name)} in {count(one.steps, 'performance')}" for one in seen.outcomes]
    shown = f" It showed {listed(results)}." if results else ""
    return (
        f"**{name}**: {count(seen.steps, 'performance')} in {view.of_all(seen.cases)}, by "
        f"{first_named(seen.actors)}.{shown}{_differs(seen)} {view.cite(seen.evidence)}"
    )


def _differs(seen: ActivityFinding) -> str:
    """A sentence if the judgement ended with different results."""
    results = {one.result for one in seen.outcomes}
    return " The result differs from case to case." if len(results) > 1 else ""
