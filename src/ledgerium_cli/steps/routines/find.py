"""Guesses cases in work without references, by the rule that divides it best into repetitions.

Entering fifty rows of a spreadsheet into a form shows no reference, but it repeats. Every control and page is tried
as the start and as the end of a case, alone and in combinations; the best rule is used if it divides the work better
than one undivided case. Then each case is made to begin as the first one did. Times are not used.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import CaseMark, Division
from ledgerium_cli.steps.pages import Place, pages_of_forms
from ledgerium_cli.steps.routines.independence import are_cases
from ledgerium_cli.steps.routines.symbols import Symbol
from ledgerium_cli.steps.routines.tabs import are_by_turns, by_tabs
from ledgerium_cli.steps.routines.threads import untangled
from ledgerium_cli.steps.routines.work import Edge, Parts, Rule, Work

LONGEST_SEARCH = 5_000
"""Events at the beginning of a recording in which the rule is searched."""
LOOKS = 0.1
"""Weight of how much a rule's symbols look like a start or end, relative to the quality of the division."""
ALSO_BY_PARTS = 0.5
"""Cost of each further symbol of a rule, divided by the number of parts: few parts prove little."""
ALSO = 0.03
"""The least cost of one: what comes in between in some cases, as a way back, makes the division of many parts a little
better by chance."""
LEAST_LOOKS = 0.5
"""Least value of `looks_like` for symbols of a combined rule."""
BETTER_THAN_CHANCE = 1.15
"""Factor by which the parts must be better than the same symbols at random."""
FURTHER_CHANCE = 0.05
"""Increase of that factor for each further symbol, since among many combinations one is good by chance."""
MOST_TRIED = 250
MOST_COMBINED = 40
"""Numbers of symbols tried alone (the most frequent) and in combinations (the best)."""
SEEDS = 8
"""The number of one-symbol rules from which combined rules are grown."""
MOST_MARKS = 8


class _Judged(Struct, frozen=True):
    score: float
    rule: Rule
    parts: Parts


def find_routine(events: Sequence[Event]) -> Division | None:
    """The events divided into cases; None when they are best taken as one case."""
    return _routine(events, Work(events[:LONGEST_SEARCH], pages_of_forms(events)))


def _routine(events: Sequence[Event], begun: Work) -> Division | None:
    """The same with the beginning of the events as `begun`."""
    if not any(len(where) > 1 for where in begun.at.values()):
        return None

    @cache
    def whole() -> Work:
        return Work(events, begun.numbered) if len(events) > LONGEST_SEARCH else begun

    if are_by_turns(events) and (beside := _in_tabs(whole())) is not None:
        return beside
    best = max(_rules(begun), key=lambda one: one.score, default=None)
    if best is None or best.score <= begun.undivided() + LOOKS / 2:
        return None
    further = len(best.rule.marks) - 1
    if begun.against_chance(best.parts) < BETTER_THAN_CHANCE * (1 + FURTHER_CHANCE * further):
        return None
    work, rule = whole(), best.rule
    if work is not begun:
        numbers = {symbol: number for number, symbol in enumerate(work.symbols)}
        rule = replace(
            rule,
            marks=tuple(
                numbers[begun.symbols[mark]] for mark in rule.marks if begun.symbols[mark] in numbers
            ),
        )
        if not rule.marks:
            return None
    parts = work.divide(rule)
    case_of = untangled(work, rule, parts, _numbers(_begun_alike(work, rule, parts.starts), len(events)))
    ends = (
        frozenset(index for mark in rule.marks for index in work.at[mark])
        if rule.edge == "ends"
        else frozenset()
    )
    marks = tuple(sorted({mark_of(rule.edge, work.symbols[mark]) for mark in rule.marks}))
    return Division(_by_appearance(case_of), ends, marks)


def _in_tabs(work: Work) -> Division | None:
    """The events divided into cases that have a tab each."""
    if (found := by_tabs(work)) is None:
        return None
    marks = (mark_of("ends its tab", work.symbols[found.end]),)
    return Division(_by_appearance(found.case_of), frozenset(work.at[found.end]), marks)


def tell_cases_apart(events: Sequence[Event], names: Sequence[str | None], numbered: Set[Place]) -> bool:
    """Whether names that events show may be those of cases: what repeats itself does not go on from one name to the
    next, as it does where a count is shown, and is not done on each again and again, as in a ward or at a bin. Nor
    does a name report what was just made, and stay while the next is."""
    begun = Work(events[:LONGEST_SEARCH], numbered)
    if not begun.counted:
        return False
    named = _from_behind(names)
    if begun.against_chance(begun.told_apart(named[:LONGEST_SEARCH])) < BETTER_THAN_CHANCE:
        return False
    if (routine := _routine(events, begun)) is None:
        return True
    within: dict[int, set[str]] = defaultdict(set)
    worked_in: dict[str, set[int]] = defaultdict(set)
    first_in: dict[str, int] = {}
    for event, part, name in zip(events, routine.case_of, names, strict=True):
        if name is None:
            continue
        first_in.setdefault(name, part)
        if event.is_input:
            within[part].add(name)
            worked_in[name].add(part)
    if _are_reports(first_in, worked_in):
        return False
    return 2 * sum(len(own) == 1 for own in within.values()) > len(within)


def _are_reports(first_in: Mapping[str, int], worked_in: Mapping[str, Set[int]]) -> bool:
    """Whether most names answer the end of a part in which nothing was done below them: “Order 4711 was saved”."""
    late = sum(first_in[name] not in parts for name, parts in worked_in.items())
    return 2 * late > len(worked_in)


def _from_behind(names: Sequence[str | None]) -> list[str | None]:
    """The names, those of the next events where there are none, and behind the last one this."""
    found = [*names]
    last = next((name for name in reversed(names) if name is not None), None)
    for at in range(len(found) - 1, -1, -1):
        last = found[at] = found[at] or last
    return found


def mark_of(edge: Edge | Literal["ends its tab"], symbol: Symbol) -> CaseMark:
    return CaseMark(edge, symbol.kind, symbol.system, symbol.page, symbol.role, symbol.name)


def _rules(work: Work) -> Iterator[_Judged]:
    singles = []
    often = sorted(work.at, key=lambda symbol: (-len(work.at[symbol]), symbol))[:MOST_TRIED]
    for symbol in sorted(often):
        if len(work.at[symbol]) > 1:
            if work.symbols[symbol].kind != "page_shown":
                singles.append(_judged(work, Rule("ends", (symbol,))))
            singles.append(_judged(work, Rule("starts", (symbol,))))
    singles.sort(key=lambda one: -one.score)
    yield from singles[:1]
    edges: tuple[Edge, ...] = ("ends", "starts")
    for edge in edges:
        able = [
            one for one in singles
            if one.rule.edge == edge and work.looks_like(edge, one.rule.marks[0]) >= LEAST_LOOKS
        ]  # fmt: skip
        for seed in able[:SEEDS]:
            yield _grown(work, seed, [one.rule.marks[0] for one in able[:MOST_COMBINED]])


def _judged(work: Work, rule: Rule) -> _Judged:
    parts = work.divide(rule)
    occurrences = {mark: len(work.at[mark]) for mark in rule.marks}
    looks = sum(work.looks_like(rule.edge, mark) * times for mark, times in occurrences.items())
    further = (len(rule.marks) - 1) * max(ALSO_BY_PARTS / parts.count, ALSO)
    return _Judged(parts.quality + LOOKS * looks / sum(occurrences.values()) - further, rule, parts)


def _grown(work: Work, seed: _Judged, others: Sequence[int]) -> _Judged:
    """Add the symbol that improves the rule most, as long as one does."""
    best = seed
    while len(best.rule.marks) < MOST_MARKS:
        tried = sorted(
            (
                _judged(work, Rule(seed.rule.edge, (*best.rule.marks, other)))
                for other in others
                if other not in best.rule.marks
            ),
            key=lambda one: -one.score,
        )
        promising = (one for one in tried if one.score > best.score)
        better = next((one for one in promising if are_cases(work, one.rule, one.parts)), best)
        if better is best:
            return best
        best = better
    return best


def _begun_alike(work: Work, rule: Rule, starts: Sequence[int]) -> list[int]:
    """The starts of the parts, moved so that every part begins as the first one did."""
    inputs = [
        index for index, event in enumerate(work.events) if event.is_input and work.spelled[index] is not None
    ]
    if rule.edge == "starts":
        marked = [start for start in starts if start > 0 or work.spelled[0] in rule.marks]
        return _with_their_pages(work, inputs, _led_to_alike(work, inputs, marked))
    trailing = _trailing(work, rule, inputs)
    begun = [0]
    for start in starts[1:]:
        at = bisect_left(inputs, start)
        if at < len(inputs) and work.spelled[inputs[at]] in trailing:
            while at < len(inputs) and work.spelled[inputs[at]] in trailing:
                at += 1
            start = inputs[at] if at < len(inputs) else len(work.events)
        begun.append(start)
    return _with_their_pages(work, inputs, begun)


def _with_their_pages(work: Work, inputs: Sequence[int], starts: Sequence[int]) -> list[int]:
    """Starts moved behind the answer to the act before: a page that answers an act belongs to it, any other page
    leads to the act that follows."""
    before = (bisect_left(inputs, start) - 1 for start in starts)
    return [work.after(inputs[at]) if at >= 0 else 0 for at in before]


def _trailing(work: Work, rule: Rule, inputs: Sequence[int]) -> set[int | None]:
    """Symbols that still belong to a case after the mark that ends it: the first case did not need them before its
    own mark, and they are links followed between two cases of its kind, or come after the very last mark."""
    marks = [index for index in inputs if work.spelled[index] in rule.marks]
    first = {work.spelled[index] for index in inputs if index <= marks[0]}
    trailing: set[int | None] = set()
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        if following is not None and work.spelled[following] != work.spelled[marks[0]]:
            continue
        for at in range(bisect_right(inputs, mark), len(inputs)):
            index = inputs[at]
            if work.spelled[index] in first or not (
                following is None or work.events[index].shown.is_navigation
            ):
                break
            trailing.add(work.spelled[index])
    return trailing


def _led_to_alike(work: Work, inputs: Sequence[int], starts: Sequence[int]) -> list[int]:
    """Starts moved back where the inputs before them are the same as those before the first start."""
    led = [work.spelled[index] for index in inputs if index < starts[0]]
    begun = [0]
    for start in starts[1:]:
        at = bisect_left(inputs, start)
        before = inputs[max(0, at - len(led)) : at]
        begun.append(before[0] if led and [work.spelled[index] for index in before] == led else start)
    return begun


def _numbers(starts: Sequence[int], events: int) -> list[int]:
    begins = set(starts)
    part, numbers = -1, []
    for index in range(events):
        part += index == 0 or index in begins
        numbers.append(part)
    return numbers


def _by_appearance(labels: Sequence[int]) -> tuple[int, ...]:
    """The labels renumbered from 0 in order of appearance."""
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(label, len(numbers)) for label in labels)
