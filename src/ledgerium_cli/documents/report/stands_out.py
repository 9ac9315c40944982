"""What stands out: a few sentences before the tables of the report, the gravest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, islice

from ledgerium_cli.cases.chosen import chosen
from ledgerium_cli.cases.ends import ends_case
from ledgerium_cli.cases.model import BETWEEN_STEP_WAIT, Case, Hold, chain_of
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.report.deviations import SKIPPED
from ledgerium_cli.documents.report.ended_early import ended_early
from ledgerium_cli.documents.report.holds import UNDECLARED
from ledgerium_cli.documents.report.rules import conditions
from ledgerium_cli.documents.report.unusual import done_again, left_out
from ledgerium_cli.documents.report.waits import WAITED, around, waits_in
from ledgerium_cli.documents.view.deviating import Deviating
from ledgerium_cli.documents.view.ends import any_of
from ledgerium_cli.documents.view.model import View, evidence_of_hold
from ledgerium_cli.documents.words import MOST_CITED, WHILE_IT_WAS, duration, first_named, listed, percent
from ledgerium_cli.findings.activities import Evidence, evidence_of, shown_by
from ledgerium_cli.findings.deviations import Deviation
from ledgerium_cli.findings.forbidden import moment_of, open_at
from ledgerium_cli.findings.statistics import known
from ledgerium_cli.output.text import Blocks, bullets, in_quotes, md

MOST_SENTENCES, MOST_OF_A_KIND, MOST_NAMED = 5, 2, 3
MUCH_WAIT = 0.05
"""Share of the time of all cases; less wait gets no sentence."""
MOST_OF_IT, FEW_CASES = 0.75, 0.25
"""Wait stands out when at least the first share of it is in at most the second share of cases."""
OTHERWISE: dict[str, str] = {
    "out of order": "was first done after what is declared to come later",
    "too often": "was done more often than is declared",
    "extra step": "was done, which is not declared,",
}
"""By kind of deviation, the gravest first, what was done with the step."""
MAP = "![Process map](map.svg)"


def stands_out(view: View) -> Blocks:
    found = [
        *_first(_broken_rules(view)),
        *_first(_skipped(view)),
        *islice(left_out(view), MOST_OF_A_KIND),
        *_otherwise_than_declared(view),
        *_open_holds(view),
        *ended_early(view),
        *_clocks(view),
        *islice(done_again(view), MOST_OF_A_KIND),
        *_wait(view),
        *_work(view),
        *islice(done_again(view, usually=True), MOST_OF_A_KIND),
    ]
    return [bullets(found[:MOST_SENTENCES]) if found else _nothing(view), MAP]


def _first(sentences: Iterable[str]) -> list[str]:
    """The first sentences of one kind, to leave room for others."""
    found = list(sentences)
    if (rest := len(found) - MOST_OF_A_KIND) > 0:
        found[MOST_OF_A_KIND - 1] += f" {rest} more like it: see “Skipped checks and other deviations”."
    return found[:MOST_OF_A_KIND]


def _nothing(view: View) -> str:
    declared, told = bool(view.declared), view.facts.held_unknown < len(view.analysis.cases)
    looked_for = [
        *(["broken rules"] if conditions(view) else []),
        *(["skipped steps"] if declared or view.analysis.has_usual_way else []),
        *(["steps otherwise than declared"] if declared else []),
        *(["open holds"] if told else []),
        *(["cases that end early"] if not view.ends else []),
        "steps done again",
        *(["wait that a few cases or one step have"] if view.facts.spent.wait is not None else []),
        *(["work that one step has"] if view.facts.spent.work is not None else []),
    ]
    return f"Nothing stands out of what was looked for: {listed(looked_for)}."


# What was done against the declaration


def _broken_rules(view: View) -> Iterator[str]:
    rules = [
        (activity, condition, Deviating(view.broken(activity, condition)))
        for activity, condition in conditions(view)
    ]
    for activity, condition, found in sorted(rules, key=lambda rule: -len(rule[2].cases)):
        if found.n:
            what = f"{in_quotes(view.title(activity))} went through {WHILE_IT_WAS[condition]}"
            yield f"{what} in {view.of_all(found.cases)}: {_where(view, found)}."


class _Skips(Deviating):
    """Skipped performances of one activity, with the activities that cases went on to."""

    def __init__(self) -> None:
        super().__init__()
        self.to: set[str] = set()

    def skip(self, one: Deviation, case: Case) -> None:
        self.add(one)
        steps = (timed.step for timed in case.steps)
        self.to.update(step.activity.id for step in steps if evidence_of(step) == one.evidence[0])


def _skipped(view: View) -> Iterator[str]:
    """Checks first, then by frequency."""
    by_activity: dict[str, _Skips] = defaultdict(_Skips)
    deviations = view.analysis.deviations
    by_case = groupby(deviations, key=lambda one: one.case)
    for case, (_, own) in zip(view.analysis.order.chosen(deviations.cases), by_case, strict=True):
        for one in own:
            if one.kind == SKIPPED:
                by_activity[one.activity].skip(one, case)
    gravest = sorted(by_activity, key=lambda one: (not view.declared[one].check, -by_activity[one].n))
    for activity in gravest:
        found = by_activity[activity]
        yield (
            f"{view.of_all(found.cases)} {_went_on(view, activity, found.to)} without "
            f"{in_quotes(view.title(activity))}: {_where(view, found)}."
        )


def _went_on(view: View, skipped: str, to: set[str]) -> str:
    """With the step they went on to, if it was the same in all cases."""
    declared = list(view.declared)
    if len(to) > 1 or not to <= {*declared[declared.index(skipped) + 1 :]}:
        return "went on"
    return f"went on to {in_quotes(view.title(to.pop()))}"


def _otherwise_than_declared(view: View) -> Iterator[str]:
    """What was done at another place, more often or besides what is declared, of most cases: one sentence, since where
    little is declared there are many."""
    found: dict[tuple[str, str], Deviating] = defaultdict(Deviating)
    for one in view.analysis.deviations:
        if one.kind in OTHERWISE:
            found[one.kind, one.activity].add(one)
    if not found:
        return
    order = [*OTHERWISE]
    kind, activity = min(found, key=lambda one: (-len(found[one].cases), order.index(one[0])))
    most = found[kind, activity]
    rest = (
        f" {len(found) - 1} more like it: see “Skipped checks and other deviations”."
        if len(found) > 1
        else ""
    )
    yield (
        f"{in_quotes(view.title(activity))} {OTHERWISE[kind]} in {view.of_all(most.cases)}: {_where(view, most)}.{rest}"
    )


def _where(view: View, found: Deviating) -> str:
    return f"{first_named(found.cases, MOST_NAMED)} {view.cite(found.evidence)}"


# Where cases stand and where time goes


def _open_holds(view: View) -> Iterator[str]:
    if not view.facts.open_holds:
        return
    cases: First[str] = First(MOST_NAMED)
    places: First[Evidence] = First(MOST_CITED)
    guesses, on_to_the_end = True, 0
    for case in view.analysis.cases:
        on_to_the_end += case.is_whole and any(_came_to_the_end(view, case, hold) for hold in case.holds)
        for hold in case.holds:
            if hold.is_open:
                cases.once(case.id)
                guesses = guesses and hold.guessed
                for place in evidence_of_hold(hold):
                    places.add(place)
    cited = view.cite(places)
    guessed = f" {UNDECLARED['guessed']}" if guesses else ""
    one = len(cases) == 1
    who = (
        f"{md(cases.shown[0])} was"
        if one
        else f"{view.cases(len(cases))}, {first_named(cases, MOST_NAMED)}, were"
    )
    went_on = _all_the_same(view, on_to_the_end, len(cases))
    yield f"{who} put on hold{guessed} and never seen to be released{went_on} {cited}."


def _came_to_the_end(view: View, case: Case, hold: Hold) -> bool:
    """Whether the case came to the declared end after a hold that is still open, in whatever order it went."""
    if not hold.is_open:
        return False
    if case.is_ordered:
        ends = (timed.step for timed in case.steps if ends_case(timed.step.shape, view.ends))
        return any(open_at(hold, moment_of(step), case) for step in ends)
    keys = [timed.step.key for timed in case.steps]
    chain = chain_of(hold.begun_by[0], case.untimed)
    return any(
        ends_case(timed.step.shape, view.ends) and chain_of(timed.step.recording, case.untimed) == chain
        for timed in case.steps[keys.index(hold.begun_by) :]
    )


def _all_the_same(view: View, n: int, of: int) -> str:
    """How many of the cases with an open hold reached the declared end."""
    if not n or not view.ends:
        return ""
    who = "it" if of == 1 else f"{n} of them"
    end = any_of(view.ends, lambda activity: in_quotes(view.title(activity)))
    return f"; {who} came to {end} all the same"


def _clocks(view: View) -> Iterator[str]:
    """Time made by clock jumps, if it is much."""
    spent, jumps = view.facts.spent, view.analysis.jumps
    made = jumps.parts.total or 0
    if made and made >= MUCH_WAIT * (spent.total or 0):
        longest = max(view.jumps, key=lambda one: one.parts.total or 0)
        cited = view.cite([Evidence(longest.recording, (longest.jump.event,))])
        yield (
            f"{duration(made)} of the {duration(spent.total)} of {view.all_timed} is made by a clock that jumped "
            f"ahead, in {first_named(view.jumps.named, MOST_NAMED)}: whether it passed is not known {cited}."
        )


def _wait(view: View) -> Iterator[str]:
    spent, doubt = view.facts.spent, view.facts.may_be_work
    if not spent.wait or spent.wait - doubt.total() < MUCH_WAIT * (spent.total or 0):
        return
    few = _cases_with_most(view, MOST_OF_IT * spent.wait)
    if not doubt and len(few) <= FEW_CASES * view.timed:
        carried = sum(known(case.parts.wait for case in few))
        carry = "carries" if len(few) == 1 else "carry"
        yield (
            f"{view.cases(len(few))}, {first_named(First(MOST_NAMED, (case.id for case in few)), MOST_NAMED)}, {carry} "
            f"{duration(carried)} of the {duration(spent.wait)} of wait in {view.all_timed}"
            f"{_mostly(view, few, carried)} {_longest(view, few)}."
        )
        return
    sure = {
        one.activity.id: (one.parts.wait or 0) - doubt[one.activity.id] for one in view.analysis.activities
    }
    most = max(view.analysis.activities, key=lambda one: sure[one.activity.id])
    own, all_wait = sure[most.activity.id], spent.wait - doubt[most.activity.id]
    if _is_much(view, part := own / all_wait):
        at_least = "at least " if doubt else ""
        yield (
            f"{in_quotes(view.title(most.activity.id))} has {at_least}{percent(part)} of the wait, {duration(own)} "
            f"of {duration(all_wait)} in {view.all_timed} {_longest(view, view.analysis.cases, most.activity.id)}."
        )


def _cases_with_most(view: View, wait: float) -> Sequence[Case]:
    """The fewest cases that together have at least this much wait."""
    waits = view.facts.waits
    order = sorted(range(len(waits)), key=lambda place: -waits[place])
    reached = accumulate(waits[place] for place in order)
    enough = next(place for place, length in enumerate(reached, start=1) if length >= wait)
    return chosen(view.analysis.cases, order[:enough])


def _mostly(view: View, cases: Iterable[Case], carried: int) -> str:
    """The step before which, or at which, more than half of the wait lies."""
    at: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for case in cases:
        for since, until, part, place in case.timeline.stretches():
            if part in WAITED:
                own = case.steps[place]
                activity = own.step.activity.id
                at[activity] += until - since
                if part == BETWEEN_STEP_WAIT and until <= own.start_ms:
                    before[activity] += until - since
    most = max(at.values())
    activity = min(one for one, length in at.items() if length == most)
    if most * 2 <= carried:
        return ""
    where = "before" if before[activity] * 2 > carried else "at"
    return f"; most of it {where} {in_quotes(view.title(activity))}"


def _longest(view: View, cases: Sequence[Case], activity: str | None = None) -> str:
    """A citation of the longest wait, optionally only of one activity."""
    [longest] = waits_in(cases, 1, activity).longest
    case = cases[longest.case]
    before, after = around(case, case.slices[longest.place])
    return view.cite([shown_by(*before), shown_by(*after)])


def _work(view: View) -> Iterator[str]:
    work = view.facts.spent.work
    most = max(view.analysis.activities, key=lambda one: one.parts.work or 0)
    doubt = view.facts.doubtful_wait
    if work and _is_much(view, (most.parts.work or 0) / (work + doubt)):
        part = (most.parts.work or 0) / work
        yield (
            f"{in_quotes(view.title(most.activity.id))} takes {percent(part)} of the work, {duration(most.parts.work)} "
            f"of {duration(work)} in {view.all_timed} {view.cite(most.evidence)}."
        )


def _is_much(view: View, part: float) -> bool:
    """Whether a share is at least twice the average share of a step, or three quarters when there are two or three
    steps."""
    steps = len(view.analysis.activities)
    return steps > 1 and part >= min(2 / steps, MOST_OF_IT)
