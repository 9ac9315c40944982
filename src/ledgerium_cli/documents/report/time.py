"""Where the time of the cases went: by case, and by step over all cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ledgerium_cli.cases.model import PARTS, Case, Part
from ledgerium_cli.documents.report.clocks import clock_notes
from ledgerium_cli.documents.report.open_cases import OPEN_CASES
from ledgerium_cli.documents.report.targets import targets
from ledgerium_cli.documents.view.facts import AT_MOST
from ledgerium_cli.documents.view.model import View, by_mark
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    NOT_KNOWN,
    PART_WORDS,
    count,
    duration,
    first_named,
    listed,
    more,
    none_of,
    percent,
    spent_on,
    spread,
    spread_in_full,
    worked,
)
from ledgerium_cli.findings.activities import ActivityFinding, Evidence
from ledgerium_cli.output.text import Blocks, Markdown, md, quoted, row, table_of_first
from ledgerium_cli.steps.model import NamedBy

NAMED: Mapping[NamedBy, str] = {
    "rule": "declared",
    "guess": "guess",
    "log": "as in the log",
    "cut off": "a recording was cut off in it",
}
STATES = {True: "complete", False: "open", None: "not known"}


def _state(case: Case) -> str:
    return "ended by a person" if case.ended else STATES[case.complete]


def time_per_case(view: View) -> Blocks:
    parts = [part for part in PARTS if part in view.facts.known]
    cases = view.analysis.cases
    rows = (
        row(
            md(case.id),
            "; ".join([_state(case), *(f"**{mark}**" for mark in view.clock_marks(case.id))]),
            duration(case.cycle_ms),
            *(_or_zero(getattr(case.parts, part), part) for part in parts),
            {True: "yes", False: "no", None: "not known"}[case.held],
            str(len(case.steps)),
            view.cite(_evidence_of_case(case), most=len(view.analysis.recordings)),
        )
        for case in cases
    )
    head = [
        "Case",
        "State",
        "Cycle",
        *(PART_WORDS[part].capitalize() for part in parts),
        "Held",
        "Steps",
        "Evidence",
    ]
    none = none_of(view.facts.counted)
    return [
        *_adding_up(view, parts),
        *table_of_first(head, rows, {*range(2, 3 + len(parts)), len(head) - 2}, len(cases)),
        *_in_sum(view, parts),
        *clock_notes(view, counted=True),
        f"Cycle time: {spread_in_full(view.analysis.metrics.cycle, none)}.",
        *_open(view),
        *targets(view, "cycle"),
    ]


def _adding_up(view: View, parts: Sequence[Part]) -> Blocks:
    if not parts:
        return ["What of a case's time was work and what was wait is not known."]
    unknown = [PART_WORDS[part] for part in PARTS if part not in parts]
    apart = f" Of {listed(unknown)} nothing is known." if unknown else ""
    untold = view.facts.untold
    apart += f" What of the time of {view.of_all(untold)} was which is not known." if untold else ""
    return [
        "Every millisecond of a case is in exactly one part, so that the parts add up: cycle = "
        f"{' + '.join(PART_WORDS[part] for part in parts)}.{apart} Rounded here; `analysis.json` has the milliseconds."
    ]


def _in_sum(view: View, parts: Sequence[Part]) -> Blocks:
    spent, known = view.analysis.metrics.parts, view.analysis.metrics.known
    if not known:
        return []
    summands = " + ".join(f"{_or_zero(getattr(spent, part), part)} {PART_WORDS[part]}" for part in parts)
    complete = "complete " if view.ends else ""
    of_all = f"{known} of " if known < view.facts.counted else ""
    which = f"{of_all}{count(view.facts.counted if of_all else known, f'{complete}case')}"
    return [f"In sum over the {which}: {duration(spent.total)} = {summands}."]


def _or_zero(ms: int | None, part: Part) -> str:
    return "0" if ms == 0 else spent_on(part)(ms)


def _evidence_of_case(case: Case) -> list[Evidence]:
    """The events of a case, one citation for each recording."""
    found: dict[str, list[int]] = defaultdict(list)
    for timed in case.steps:
        found[timed.step.recording] += timed.step.events
    return [Evidence(recording, tuple(events)) for recording, events in found.items()]


def _open(view: View) -> Blocks:
    still, blocks = view.analysis.metrics.open_cases, []
    if view.ends and (marked := view.facts.marked):
        blocks.append(
            f"Ended before the declared end: {first_named(marked)}, which {by_mark(len(marked))}. No cycle time counts "
            "them, and what would have come later is not missing from them."
        )
    if not still:
        return blocks
    return [
        *blocks,
        f"{view.cases(len(still))} {'is' if len(still) == 1 else 'are'} open: see “{OPEN_CASES}”.",
    ]


def time_per_step(view: View) -> Blocks:
    spent = view.facts.spent
    if spent.work is None and spent.wait is None:
        rows = [[*_step(view, one), *row(view.cite(one.evidence))] for one in view.analysis.activities]
        head = ["Step", "Name", "Steps in cases", "Evidence"]
        return ["How long a step was worked on or waited for is not known.", *table_of_first(head, rows, {2})]
    least, most = ("at least ", AT_MOST) if view.facts.doubtful_wait else ("", "")
    rows = [
        [
            *_step(view, one),
            *row(
                spread(one.work, NOT_KNOWN, worked),
                spread(one.wait, NOT_KNOWN),
                _or_zero(one.parts.work, "work"),
                f"{view.facts.at_most(one.activity.id)}{_or_zero(one.parts.wait, 'between_step_wait')}",
                share_of_wait(view, one) if spent.wait and one.parts.wait is not None else "",
                view.cite(one.evidence),
            ),
        ]
        for one in view.analysis.activities
    ]
    head = ["Step", "Name", "Steps in cases", "Work per step", "Wait at the step", "Work, sum", "Wait, sum"]
    return [
        f"Over all cases{view.open_too}. *Work per step* is all that was worked on it, whatever else was worked on "
        "meanwhile. *Wait at the step* runs from the completion of the step before "
        "to the step's own completion, less its work and pauses; where steps overlap, two may wait at once. "
        f"The sums count each millisecond of a case once and add up to {least}{worked(spent.work)} of work and "
        f"{most}{duration(spent.wait)} of wait in {view.all_timed}.",
        *_beside_each_other(view),
        *clock_notes(view, counted=False),
        *table_of_first([*head, "Share of all wait", "Evidence"], rows, {2, 5, 6, 7}),
    ]


def share_of_wait(view: View, one: ActivityFinding) -> str:
    """`at most 55 %`; both bounds where the wait of other steps may be work as well."""
    low, high = map(percent, view.facts.share_of_wait(one.activity.id, one.parts.wait or 0))
    if low == high:
        return high
    if not view.facts.may_be_work[one.activity.id]:
        return f"at least {low}"
    only_own = view.facts.may_be_work[one.activity.id] == view.facts.doubtful_wait
    return f"at most {high}" if only_own else f"{low} to {high}"


def _beside_each_other(view: View) -> Blocks:
    """Which steps are taken for concurrent: from which step a wait runs hangs on it."""
    pairs = view.analysis.enabling.pairs([one.activity.id for one in view.analysis.activities])
    if not pairs:
        return []
    named = [f"{quoted(view.called(one))} and {quoted(view.called(other))}" for one, other in pairs]
    which = "; ".join([*named[:MOST_NAMED], *more(len(named), MOST_NAMED)])
    return [
        f"Guessed to go on beside each other, so that neither waits for the other or is enabled by it: {which}. They "
        "overlap in at least half of the cases that have both, or follow each other in both orders, neither of them "
        "usual. A workflow file that declares their order decides it."
    ]


def _step(view: View, found: ActivityFinding) -> list[Markdown]:
    name = NAMED[found.activity.decided_by]
    if before := view.before(found.activity.id):
        name = f"renamed from {quoted(before)}"
    return row(view.title(found.activity.id), name, f"{found.steps} in {len(found.cases)}")
