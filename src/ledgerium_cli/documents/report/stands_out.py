"""What stands out: a few sentences before the tables of the report, the gravest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from ledgerium_cli.cases.chosen import chosen
from ledgerium_cli.cases.ends import end_shown
from ledgerium_cli.cases.model import BETWEEN_STEP_WAIT, Case, Hold, chain_of
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.report.deviations import SKIPPED
from ledgerium_cli.documents.report.ended_early import ended_early
from ledgerium_cli.documents.report.holds import UNDECLARED
from ledgerium_cli.documents.report.open_cases import OPEN_CASES, oldest_first
from ledgerium_cli.documents.report.rules import conditions
from ledgerium_cli.documents.report.trends import changed
from ledgerium_cli.documents.report.unusual import done_again, left_out
from ledgerium_cli.documents.report.waits import WAITED, around, waits_in
from ledgerium_cli.documents.view.deviating import Deviating
from ledgerium_cli.documents.view.ends import any_of
from ledgerium_cli.documents.view.model import View, evidence_of_hold
from ledgerium_cli.documents.words import (
    MOST_CITED,
    WHILE_IT_WAS,
    capitalised,
    duration,
    first_named,
    listed,
    percent,
    told_apart,
    worked,
)
from ledgerium_cli.findings.activities import Evidence, evidence_of, shown_by
from ledgerium_cli.findings.deviations import Deviation
from ledgerium_cli.findings.forbidden import may_be_released, moment_of, open_at
from ledgerium_cli.findings.sentence import Named
from ledgerium_cli.findings.statistics import known
from ledgerium_cli.output.text import Blocks, bullets, in_quotes, md
from ledgerium_cli.workflow.ends import End

MOST_SENTENCES, MOST_NAMED = 7, 3
MANY_OPEN = 0.05
"""Share of all cases; fewer open ones are what the end of any recording cuts off."""
MUCH_WAIT = 0.05
"""Share of the time of all cases; less wait gets no sentence."""
MOST_OF_IT, FEW_CASES = 0.75, 0.25
"""Wait stands out when at least the first share of it is in at most the second share of cases."""
OTHERWISE: dict[str, str] = {
    "out of order": "came only after a step that is declared to come later",
    "too often": "was done more often than is declared",
    "extra step": "was done, which no workflow file declares",
}
"""By kind of deviation, the gravest first, what was done with the step."""
MAP = "![Process map](map.svg)"


def stands_out(view: View) -> Blocks:
    found = of_each_kind(
        [
            [*_broken_rules(view), *_skipped(view), *_otherwise_than_declared(view), *left_out(view)],
            [*_open_holds(view), *_open_cases(view), *ended_early(view)],
            [*_clocks(view)],
            [*_mostly_wait(view), *_wait(view)],
            [*done_again(view), *done_again(view, usually=True)],
            [*changed(view)],
            [*_work(view)],
        ]
    )
    return [bullets(found) if found else _nothing(view), MAP]


def of_each_kind(kinds: Sequence[Sequence[str]]) -> list[str]:
    """The first sentence of each kind, then the second ones, as far as there is room; those of a kind together."""
    turns = sorted((turn, kind) for kind, own in enumerate(kinds) for turn in range(len(own)))
    taken = sorted((kind, turn) for turn, kind in turns[:MOST_SENTENCES])
    return [kinds[kind][turn] for kind, turn in taken]


def _nothing(view: View) -> str:
    declared, told = bool(view.declared), view.facts.held_unknown < len(view.analysis.cases)
    looked_for = [
        *(["broken rules"] if conditions(view) else []),
        *(["skipped steps"] if declared or view.analysis.has_usual_way else []),
        *(["steps otherwise than declared"] if declared else []),
        *(["open holds"] if told else []),
        *(["many open cases"] if view.ends else []),
        *(["cases that end early"] if not view.ends else []),
        "steps done again",
        *(["changes over time"] if any(len(one.periods) > 1 for one in view.analysis.trends) else []),
        *(
            ["much wait", "few cases with most of the wait", "one step with much of the wait"]
            if view.facts.spent.wait is not None
            else []
        ),
        *(["one step with much of the work"] if view.facts.spent.work is not None else []),
    ]
    return f"Nothing stands out of what was looked for: {listed(looked_for)}."


# What was done against the declaration


def _broken_rules(view: View) -> Iterator[str]:
    rules = [
        (activity, condition, Deviating(view.broken(activity, condition)))
        for activity, condition in conditions(view)
    ]
    broken = sorted((rule for rule in rules if rule[2].n), key=lambda rule: -len(rule[2].cases))
    for activity, condition, found in broken[:1]:
        what = f"{in_quotes(view.title(activity))} went through {WHILE_IT_WAS[condition]}"
        others = [
            f"{in_quotes(view.title(other))} {WHILE_IT_WAS[why]} in {len(own.cases)}"
            for other, why, own in broken[1:]
        ]
        also = f" Also {listed(others, MOST_NAMED)}." if others else ""
        yield f"{what} in {view.of_all(found.cases)}: {_where(view, found)}.{also}"


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
    """Checks first, then by frequency: one sentence of the gravest, with the others."""
    by_activity: dict[str, _Skips] = defaultdict(_Skips)
    deviations = view.analysis.deviations
    by_case = groupby(deviations, key=lambda one: one.case)
    for case, (_, own) in zip(view.analysis.order.chosen(deviations.cases), by_case, strict=True):
        for one in own:
            if one.kind == SKIPPED:
                by_activity[one.activity].skip(one, case)
    gravest = sorted(by_activity, key=lambda one: (not view.declared[one].check, -by_activity[one].n))
    others = [f"{in_quotes(view.title(one))} ({len(by_activity[one].cases)})" for one in gravest[1:]]
    also = f" Also skipped: {listed(others, MOST_NAMED)}." if others else ""
    for activity in gravest[:1]:
        found = by_activity[activity]
        yield (
            f"{view.of_all(found.cases)} {_went_on(view, activity, found.to)} without "
            f"{in_quotes(view.title(activity))}: {_where(view, found)}.{also}"
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
    found: dict[tuple[str, str], _Departures] = defaultdict(_Departures)
    for one in view.analysis.deviations:
        if one.kind in OTHERWISE:
            found[one.kind, one.activity].depart(one)
    if not found:
        return
    order = [*OTHERWISE]
    by_size = sorted(found, key=lambda one: (-len(found[one].cases), order.index(one[0])))
    most = found[by_size[0]]
    told = {key: f"{in_quotes(view.title(key[1]))} {_how(view, key[0], own)}" for key, own in found.items()}
    others = [f"{told[one]} ({len(found[one].cases)})" for one in by_size[1:]]
    also = f" Also {listed(others, MOST_NAMED)}." if others else ""
    yield f"In {view.of_all(most.cases)} {told[by_size[0]]}: {_where(view, most)}.{also}"


class _Departures(Deviating):
    """Deviations of one kind and activity, with the activities that came too early, where these are known."""

    def __init__(self) -> None:
        super().__init__()
        self.after: set[str] = set()

    def depart(self, one: Deviation) -> None:
        self.add(one)
        self.after.update(part.activity for part in one.reason.parts[1:] if isinstance(part, Named))


def _how(view: View, kind: str, found: _Departures) -> str:
    """What was done with the step, with the other one where it was the same in all cases."""
    if kind == "out of order" and len(found.after) == 1:
        return f"came only after {in_quotes(view.title(next(iter(found.after))))}"
    return OTHERWISE[kind]


def _where(view: View, found: Deviating) -> str:
    return f"{first_named(found.cases, MOST_NAMED)} {view.cite(found.evidence)}"


# Where cases stand and where time goes


def _open_holds(view: View) -> Iterator[str]:
    if not view.facts.open_holds:
        return
    cases: First[str] = First(MOST_NAMED)
    places: First[Evidence] = First(MOST_CITED)
    guesses, on_to_the_end = True, list[set[End]]()
    for case in view.analysis.cases:
        if case.is_whole and (ends := {end for hold in case.holds for end in _ends_after(view, case, hold)}):
            on_to_the_end.append(ends)
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


def _ends_after(view: View, case: Case, hold: Hold) -> Iterator[End]:
    """The declared ends that the case came to after a hold that is still open, in whatever order it went."""
    if not hold.is_open:
        return
    keys = [timed.step.key for timed in case.steps]
    chain = chain_of(hold.begun_by[0], case.untimed)
    for place, timed in enumerate(case.steps):
        end = end_shown(timed.step.shape, view.ends)
        if end is None:
            continue
        if case.is_ordered:
            is_after = open_at(hold, moment_of(timed.step), case) and not may_be_released(hold, case, timed)
        else:
            is_in_chain = chain_of(timed.step.recording, case.untimed) == chain
            is_after = is_in_chain and place >= keys.index(hold.begun_by)
        if is_after:
            yield end


def _all_the_same(view: View, reached: Sequence[Collection[End]], of: int) -> str:
    """How many of the cases with an open hold came to a declared end, and to which."""
    if not reached:
        return ""
    who = "it" if of == 1 else f"{len(reached)} of them"
    ends = [end for end in view.ends if any(end in own for own in reached)]
    end = any_of(ends, lambda activity: in_quotes(view.title(activity)))
    return f"; {who} came to {end} all the same"


def _open_cases(view: View) -> Iterator[str]:
    """That many cases are open, with the oldest."""
    still = view.analysis.metrics.open_cases
    if len(still) < max(2, MANY_OPEN * len(view.analysis.cases)):
        return
    oldest = oldest_first(view, MOST_NAMED)
    ages = [f"{md(case.id)} ({duration(age)})" for case, age in oldest]
    cited = view.cite(evidence_of(case.steps[-1].step) for case, _ in oldest)
    yield (
        f"{view.of_all(len(still))} were still open at the end of the recordings, the oldest {listed(ages)} {cited}: "
        f"see “{OPEN_CASES}”."
    )


def _clocks(view: View) -> Iterator[str]:
    """Time made by clock jumps, if it is much."""
    spent, jumps = view.facts.spent, view.analysis.jumps
    made = jumps.parts.total or 0
    if made and made >= MUCH_WAIT * (spent.total or 0):
        longest = max(view.jumps, key=lambda one: one.parts.total or 0)
        cited = view.cite([Evidence(longest.recording, (longest.jump.event,))])
        part, whole = told_apart(made, spent.total or 0)
        yield (
            f"{part} of the {whole} of {view.all_timed} is made by a clock that jumped "
            f"ahead, in {first_named(view.jumps.named, MOST_NAMED)}: whether it passed is not known {cited}."
        )


def _mostly_wait(view: View) -> Iterator[str]:
    spent, doubt = view.facts.spent, view.facts.may_be_work.total()
    if spent.wait and spent.total and (share := (spent.wait - doubt) / spent.total) >= MOST_OF_IT:
        part, whole = told_apart(spent.wait - doubt, spent.total)
        often = f"{'at least ' if doubt else ''}{percent(share)}"
        yield (
            f"{capitalised(often)} of the time of {view.all_timed} is wait: "
            f"{part} of {whole} {_longest(view, view.analysis.cases)}."
        )


def _wait(view: View) -> Iterator[str]:
    spent, doubt = view.facts.spent, view.facts.may_be_work
    if not spent.wait or spent.wait - doubt.total() < MUCH_WAIT * (spent.total or 0):
        return
    few = _cases_with_most(view, MOST_OF_IT * spent.wait)
    if not doubt and len(few) <= FEW_CASES * view.timed:
        carried = sum(known(case.parts.wait for case in few))
        carry = "carries" if len(few) == 1 else "carry"
        part, whole = told_apart(carried, spent.wait)
        yield (
            f"{view.cases(len(few))}, {first_named(First(MOST_NAMED, (case.id for case in few)), MOST_NAMED)}, {carry} "
            f"{part} of the {whole} of wait in {view.all_timed}"
            f"{_mostly(view, few, carried)} {_longest(view, few)}."
        )
        return
    sure = {
        one.activity.id: (one.parts.wait or 0) - doubt[one.activity.id] for one in view.analysis.activities
    }
    most = max(view.analysis.activities, key=lambda one: sure[one.activity.id])
    own, all_wait = sure[most.activity.id], spent.wait - doubt[most.activity.id]
    if _is_much(view, share := own / all_wait):
        at_least = "at least " if doubt else ""
        part, whole = told_apart(own, all_wait)
        yield (
            f"{in_quotes(view.title(most.activity.id))} has {at_least}{percent(share)} of the wait, {part} "
            f"of {whole} in {view.all_timed} {_longest(view, view.analysis.cases, most.activity.id)}."
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
    own = most.parts.work or 0
    if work and _is_much(view, own / (work + doubt)):
        part, whole = told_apart(own, work, told=worked)
        yield (
            f"{in_quotes(view.title(most.activity.id))} takes {percent(own / work)} of the work of {view.all_timed}, "
            f"{part} of {whole} {view.cite(most.evidence)}."
        )


def _is_much(view: View, part: float) -> bool:
    """Whether a share is at least twice the average share of a step, or three quarters when there are two or three
    steps."""
    steps = len(view.analysis.activities)
    return steps > 1 and part >= min(2 / steps, MOST_OF_IT)
