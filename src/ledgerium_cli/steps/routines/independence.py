"""Tests whether parts of several kinds are cases of their own, or steps of larger cases.

Cases come in any order, and each begins anew, whatever came before. Both are tested.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import comb, erfc, sqrt

from ledgerium_cli.recording.model import LINKS
from ledgerium_cli.steps.routines.symbols import Symbol
from ledgerium_cli.steps.routines.work import Parts, Rule, Work

NEVER_AGAIN = 0.35
SELDOM_AGAIN = 0.01
"""Probabilities below which the kinds are not in random order: that a kind never follows itself, and that it does so
as seldom as observed."""
LONGEST_EXACT = 300
"""The most trials for which a probability is computed exactly."""
CLEAR = 0.5
"""A large difference between two shares,"""
SURE = 3.3
"""and the number of standard deviations at which it is certain."""
SAME = 0.6
"""Least common share of what is done in parts of two kinds that are the same work."""
BY_TURNS = 0.05
"""Probability below which two acts do not come strictly in turn by chance."""


def are_cases(work: Work, rule: Rule, found: Parts) -> bool:
    same = _same_work(work, rule, found)
    told = [same[kind] for kind in found.kinds if kind is not None]
    return may_be_in_any_order(told) and _close(work, rule, same) and _begin_anew(work, rule, found)


def _same_work(work: Work, rule: Rule, found: Parts) -> dict[int, int]:
    """For each kind the first one that is the same work with another result: to approve and to refuse stand on one
    page, and what is done before is the same. Those are not steps of one case, in whatever order they come."""
    same: dict[int, int] = {}
    for kind in rule.marks:
        place = work.symbols[kind].system, work.symbols[kind].page
        beside = (
            one
            for one in same
            if rule.edge == "ends" and place == (work.symbols[one].system, work.symbols[one].page)
        )
        same[kind] = next((one for one in beside if _is_same(work, found, kind, one)), kind)
    return same


def _is_same(work: Work, found: Parts, *kinds: int) -> bool:
    """Whether the parts of two kinds share most of what is done in either of them."""
    others = [symbol for symbol in work.counted if symbol not in found.share]
    shares = [[found.share.get(kind, {}).get(symbol, 0.0) for kind in kinds] for symbol in others]
    either = sum(map(max, shares))
    return either > 0 and sum(map(min, shares)) >= SAME * either


def _close(work: Work, rule: Rule, same: Mapping[int, int]) -> bool:
    """Whether nothing that looks as much like an end always comes behind one of the marks, before it comes again: what
    is registered and then released each time is closed by the release. `same` gives the marks of the same work."""
    if rule.edge == "starts":
        return True
    looks = {symbol: work.looks_like(rule.edge, symbol) for symbol in work.at}
    return not any(
        looks[other] >= looks[mark]
        and same.get(other) != same[mark]
        and _come_in_turn(work.at[mark], work.at[other])
        for mark in rule.marks
        for other in work.at
    )


def _come_in_turn(first: Sequence[int], second: Sequence[int]) -> bool:
    """Whether two acts come strictly in turn, from the first of one to the last of the other, and not by chance."""
    times = len(first)
    return (
        times == len(second)
        and 1 / comb(2 * times, times) < BY_TURNS
        and all(one < other for one, other in zip(first, second, strict=True))
        and all(other < one for other, one in zip(second, first[1:], strict=False))
    )


def may_be_in_any_order(kinds: Sequence[int]) -> bool:
    """Whether each kind follows itself as often as in a random order, or more. Entering, checking and sending in
    turn do not: they are steps of one case, not three kinds of cases. Batches of one kind follow themselves more
    often."""
    count = Counter(kinds)
    if len(count) < 2:
        return True
    again = Counter(kind for kind, following in pairwise(kinds) if kind == following)
    for kind, times in count.items():
        chance = _at_most(again[kind], times, (times - 1) / (len(kinds) - 1))
        if chance < SELDOM_AGAIN or (again[kind] == 0 and chance < NEVER_AGAIN):
            return False
    expected = sum(times * (times - 1) for times in count.values()) / len(kinds) ** 2
    return _at_most(again.total(), len(kinds) - 1, expected) >= SELDOM_AGAIN


def _at_most(found: int, trials: int, chance: float) -> float:
    """The probability of at most `found` successes: binomial distribution, approximated by the normal one for many
    trials."""
    if trials <= LONGEST_EXACT:
        return sum(comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(found + 1))
    deviation = sqrt(trials * chance * (1 - chance)) or 1.0
    return 0.5 * erfc((trials * chance - found - 0.5) / (deviation * sqrt(2)))


def _begin_anew(work: Work, rule: Rule, found: Parts) -> bool:
    """Whether parts of a kind have the same content whatever kind in the same system comes before or after.

    The first line of an order is entered with its customer, later lines without: so lines are no cases. Kinds in
    another system are not compared, since a visit there may lie within a case that goes on afterwards.
    """
    ends = [*found.starts[1:], len(work.events)]
    contents = [_done(work, start, end) for start, end in zip(found.starts, ends, strict=True)]
    beside = [*pairwise(zip(found.kinds, contents, strict=True))]
    behind = [(kind, before, content) for (before, _), (kind, content) in beside]
    ahead = [(kind, after, content) for (kind, content), (after, _) in beside]
    return not any(_tell(work, rule, rows) for rows in (behind, ahead))


def _tell(work: Work, rule: Rule, rows: Sequence[tuple[int | None, int | None, set[int]]]) -> bool:
    """Whether the neighbouring kind predicts what is done in a part. `rows` has for each part its kind, the
    neighbour's kind, its symbols."""
    parts: Counter[tuple[int, int]] = Counter()
    held: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for kind, beside, content in rows:
        if kind is not None and beside is not None:
            parts[kind, beside] += 1
            held[kind, beside].update(content)
    return any(
        _differ(held[kind, beside], parts[kind, beside], held[kind, other], parts[kind, other])
        for kind in rule.marks
        for beside in rule.marks
        for other in rule.marks
        if beside < other and work.symbols[beside].system == work.symbols[other].system
    )


def _done(work: Work, start: int, end: int) -> set[int]:
    return {one for one in work.spelled[start:end] if one is not None and _is_done(work.symbols[one])}


def _is_done(symbol: Symbol) -> bool:
    """Whether it is an act, not only a page shown or a link followed."""
    return symbol.kind != "page_shown" and not (
        symbol.kind == "click" and (symbol.role in LINKS or not symbol.name)
    )


def _differ(held: Counter[int], parts: int, others: Counter[int], of_others: int) -> bool:
    """Whether the share of parts with some symbol differs clearly and significantly between two sets of parts
    (two-proportion z-test)."""
    if not parts or not of_others:
        return False
    for symbol in held.keys() | others.keys():
        difference = abs(held[symbol] / parts - others[symbol] / of_others)
        common = (held[symbol] + others[symbol]) / (parts + of_others)
        spread = sqrt(common * (1 - common) * (1 / parts + 1 / of_others))
        if difference > CLEAR and difference > SURE * spread:
            return True
    return False
