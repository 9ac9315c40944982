"""The sections about how cases proceed: variants, paths, rework, hand-offs and system switches."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise

from ledgerium_cli.cases.model import Case
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.report.health import FIRST_TIME_RIGHT, WHAT_IT_IS, first_time_right
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import (
    MOST_CITED,
    NOT_KNOWN,
    count,
    first_named,
    mean,
    people,
    percent,
    share,
    spread,
    spread_between,
    then,
)
from ledgerium_cli.findings.activities import Evidence, evidence_of, shown_by
from ledgerium_cli.findings.paths import Changes, Path, is_hand_off, is_system_switch
from ledgerium_cli.findings.rework import Again, Rework, repeats_of
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.output.text import Blocks, Markdown, md, row, table, table_of_first
from ledgerium_cli.steps.model import Step


class _ChangeSeen:
    """The cases with a change, and the first events after it."""

    def __init__(self) -> None:
        self.cases: First[str] = First(0)
        self.cited: First[Evidence] = First(MOST_CITED)

    def add(self, case: str, after: Step) -> None:
        self.cases.once(case)
        if len(self.cited) < MOST_CITED:
            self.cited.add(shown_by(after, 0))
        else:
            self.cited.n += 1


ByNames = dict[tuple[str, ...], _ChangeSeen]
"""By the names of both steps and of both people or systems."""


def variants(view: View) -> Blocks:
    found = [one for one in view.analysis.variants if one.is_ordered]
    if not found:
        return view.in_no_order("in no variant")
    rows = (
        row(
            str(rank),
            " → ".join(view.title(activity) for activity in one.activities),
            share(len(one.cases), len(view.analysis.cases)),
            percent(one.coverage),
            spread(one.cycle, NOT_KNOWN if one.counted else "none complete"),
            first_named(one.cases),
        )
        for rank, one in enumerate(found, start=1)
    )
    open_cases = " Cycle time is of cases that reached the declared end." if view.ends else ""
    usual = view.analysis.has_usual_way
    first = (
        "the usual way: the most frequent one"
        if usual
        else f"the earliest: {_none_came_twice(view, len(found))}"
    )
    known = sum(len(one.cases) for one in found)
    every = view.all if known == len(view.analysis.cases) else view.of_all(known)
    return [
        f"{count(len(found), 'sequence')} of steps in {every}. Number 1 is "
        f"{first}. Coverage: the cases of a variant and of all above it.{open_cases}",
        *view.in_no_order("in none of these"),
        *table_of_first(
            ["", "Steps in order", "Cases", "Coverage", "Cycle time", "Which"], rows, {0, 3}, len(found)
        ),
    ]


def _none_came_twice(view: View, known: int) -> str:
    if known == len(view.analysis.variants):
        return "none came twice"
    return "of no other it is known how it went" if known == 1 else "none is known to have come twice"


def paths(view: View) -> Blocks:
    """Which step directly follows which, how often and after how long."""
    inner = [
        (one.source, one.target, one)
        for one in view.analysis.paths
        if one.source is not None and one.target is not None
    ]
    if not inner:
        return view.in_no_order("in no path") or ["No case has two steps."]
    rows = [
        row(
            view.title(source),
            view.title(target),
            str(one.count),
            str(len(one.cases)),
            spread_between(one.between, NOT_KNOWN),
            mean(one.between),
            _hand_offs_on(one),
            view.cite(one.evidence),
        )
        for source, target, one in inner
    ]
    head = ["From step", "To step", "n", "Cases", "Between", "Mean", "Hand-offs", "Evidence: the first case"]
    return [
        "*Between*: from the completion of the one step to the start of the next; 0 where they overlap.",
        *view.in_no_order("in none of these"),
        *table_of_first(head, rows, {2, 3, 6}),
    ]


def _hand_offs_on(path: Path) -> str:
    if path.hand_offs is None:
        return NOT_KNOWN
    known = path.hand_offs_known
    return str(path.hand_offs) if known == path.count else f"{path.hand_offs} of {known} known"


def rework(view: View) -> Blocks:
    blocks = [f"{WHAT_IT_IS[FIRST_TIME_RIGHT]}: {first_time_right(view)}."]
    types = [_type(one) for one in view.analysis.rework if one.activity is None]
    if not types:
        return [*blocks, "No step was performed again in a case."]
    rows = (_again(view, case, one) for case in view.analysis.cases for one in repeats_of(case))
    n = sum(one.count for one in view.analysis.rework if one.activity is None)
    blocks.append(
        f"{count(n, 'step')} {'was' if n == 1 else 'were'} performed again, in {view.of_all(view.facts.with_rework)}."
    )
    head = ["Case", "Step performed again", "How", "By", "Evidence"]
    return [
        *blocks,
        table(["Performed again", "By", "Steps", "Of all steps", "Cases"], types, frozenset({2, 3})),
        *table_of_first(head, rows, set(), n),
    ]


def aborted(view: View) -> Blocks:
    found = [(one, one.aborted) for one in view.analysis.activities if one.aborted is not None]
    if not found:
        return []
    rows = (
        row(
            view.title(one.activity.id),
            share(len(own.evidence), one.steps),
            view.cases_named(own.cases),
            view.cite(own.evidence),
        )
        for one, own in found
    )
    return [
        "Ended without being complete, as the log tells: an attempt that did not do the step. Its time is counted, and "
        "doing the step afterwards is rework.",
        *table_of_first(
            ["Step", "Aborted, of its performances", "Cases", "Evidence"], rows, set(), len(found)
        ),
    ]


HOW = {"self_loop": "at once", "repetition": "later, after other steps", "unknown": "not known"}
BY = {"same": "the same person", "other": "another person", "unknown": "not known"}


def _type(one: Rework) -> list[Markdown]:
    cases = f"{len(one.cases)} ({percent(one.share_of_cases)})"
    return row(HOW[one.how], BY[one.by], str(one.count), percent(one.share_of_steps), cases)


def _again(view: View, case: Case, one: Again) -> list[Markdown]:
    earlier, again = one.earlier.step, one.again.step
    return row(
        md(case.id),
        view.title(again.activity.id),
        HOW[one.how],
        then(earlier.actor, again.actor) if one.in_turn else people([earlier.actor, again.actor]),
        view.cite([evidence_of(earlier), evidence_of(again)]),
    )


def hand_offs(view: View) -> Blocks:
    people: ByNames = defaultdict(_ChangeSeen)
    systems: ByNames = defaultdict(_ChangeSeen)
    title, name, who = cache(view.title), cache(view.system), cache(md)
    for case in view.analysis.cases:
        if not case.is_ordered:
            continue
        for one, other in pairwise(timed.step for timed in case.steps):
            steps = title(one.activity.id), title(other.activity.id)
            if is_hand_off(one, other):
                people[(*steps, who(one.actor), who(other.actor))].add(case.id, other)
            elif is_system_switch(one, other):
                systems[(*steps, name(one.system), name(other.system))].add(case.id, other)
    return [
        f"A hand-off: the next step is by somebody else. {_how_often(view, view.analysis.hand_offs, WHO)}",
        *_changes(view, "person", people),
        "A system switch: the same person goes on elsewhere, between two steps of a case, not counting those "
        f"inside a step. {_how_often(view, view.analysis.system_switches, WHERE)}",
        *_changes(view, "system", systems),
        *view.in_no_order("not counted here"),
    ]


WHO = "who did both steps"
WHERE = "by whom and in which systems both steps were done"


def _how_often(view: View, changes: Changes, told_by: str) -> str:
    moves = count(changes.moves, "move")
    if not changes.known and changes.moves:
        return f"Not known: {told_by} is told at 0 of {moves} from one step to the next."
    if not changes.of_cases:
        return "Not known."
    unknown = changes.moves - changes.known
    rest = f" Not counted: {unknown} of {moves}, at which it is not told {told_by}." if unknown else ""
    return f"Seen: {_counted(view, changes)}.{rest}"


def _counted(view: View, changes: Changes) -> str:
    if not changes.count:
        return "0"
    per_case = (
        f"{changes.per_case:.1f} per case" if changes.of_cases >= FEW else f"at most {changes.most} in one"
    )
    return f"{changes.count}, in {changes.cases} of {view.cases(changes.of_cases)}, {per_case}"


def _changes(view: View, of: str, changes: ByNames) -> Blocks:
    rows = [
        row(
            *names,
            str(len(seen.cited)),
            str(len(seen.cases)),
            view.cite(seen.cited),
        )
        for names, seen in sorted(changes.items(), key=lambda item: (-len(item[1].cited), item[0]))
    ]
    head = ["From step", "To step", f"From {of}", f"To {of}", "n", "Cases", "Evidence: first event after"]
    return table_of_first(head, rows, {4, 5}) if rows else []
