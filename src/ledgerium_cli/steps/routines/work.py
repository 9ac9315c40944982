"""A recording as a sequence of symbols, and how well a rule for where cases begin or end divides it.

A good rule divides work into parts that are alike and in each of which a thing is done once:

    completeness  mean over symbols of  parts that hold the symbol / all parts
    uniqueness    mean over symbols of  parts that hold the symbol / its occurrences
    quality       completeness x sqrt(uniqueness)

Parts that are too small are not complete, parts that are too large repeat things. Symbols weigh by the root of how
often they occur, so that neither a loop within a case nor a hundred odd clicks decide. A loop is a lesser fault than a
hole: hence the root over uniqueness. Where several symbols end cases, a symbol counts for the kinds of parts that hold
it; one that ends them with nothing else before it for all parts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from math import sqrt
from typing import Literal

from msgspec import Struct

from ledgerium_cli.recording.model import BUTTONS, LINKS, Event
from ledgerium_cli.steps.pages import Place
from ledgerium_cli.steps.presses import after_answers, causes_of
from ledgerium_cli.steps.routines.symbols import Symbol, symbols_of

Edge = Literal["starts", "ends"]

MOSTLY = 0.6
"""Share of parts."""
OPEN_END = 0.04
"""Deduction when the recording begins or ends within a part: people who record one piece of work after the other
begin at a beginning and stop at an end."""


class Rule(Struct, frozen=True):
    """Every occurrence of one of these symbols starts, or ends, a case."""

    edge: Edge
    marks: tuple[int, ...]
    """Numbers of symbols."""


class Parts(Struct, frozen=True):
    """The parts into which a rule divides the work, and how good they are."""

    quality: float
    count: int
    starts: tuple[int, ...]
    """Index of the first event of each part."""
    kinds: tuple[int | None, ...]
    """The mark of each part; None for the rest at the start or the end of the recording."""
    share: dict[int, dict[int, float]]
    """For each kind of part (its mark), the share of its parts that hold each symbol."""


class Work:
    """The events of a recording as a sequence of symbols."""

    def __init__(self, events: Sequence[Event], numbered: Set[Place]) -> None:
        self.events = events
        self.numbered = numbered
        """The places whose numbers are the pages of a form."""
        self.causes = causes_of(events)
        numbers: dict[Symbol, int] = {}
        self.spelled = [
            numbers.setdefault(symbol, len(numbers)) if symbol is not None else None
            for symbol in symbols_of(events, self.causes, numbered)
        ]
        self.symbols = list(numbers)
        self.at: dict[int, list[int]] = defaultdict(list)
        for index, symbol in enumerate(self.spelled):
            if symbol is not None:
                self.at[symbol].append(index)
        self.counted = {
            symbol: sqrt(len(where))
            for symbol, where in self.at.items()
            if len(where) > 1 or self.symbols[symbol].kind != "page_shown"
        }
        """Weight of each symbol; pages seen only once are left out, since they say nothing."""
        self.weight = sum(self.counted.values())
        self._begins = self._where_cases_begin()
        """For each index where a case begins that begins with it: what answers an act belongs to the case of that."""

    def _where_cases_begin(self) -> list[int]:
        begins = [*range(len(self.events))]
        for index in filter(self._is_act, range(len(self.events))):
            after = self.after(index)
            begins[index + 1 : after] = [after] * (after - index - 1)
        return begins

    def undivided(self) -> float:
        """The quality of the work taken as one case."""
        held = sum(weight / len(self.at[symbol]) for symbol, weight in self.counted.items())
        return sqrt(held / self.weight) if self.weight else 1.0

    def after(self, index: int) -> int:
        """The index after an event and its answers."""
        return after_answers(self.events, self.causes, index)

    def _is_act(self, index: int) -> bool:
        return self.events[index].is_input and self.spelled[index] is not None

    def divide(self, rule: Rule) -> Parts:
        marks = sorted(index for mark in rule.marks for index in self.at[mark])
        kinds: list[int | None] = [self.spelled[index] for index in marks]
        if rule.edge == "ends":
            starts, kinds = [0, *map(self.after, marks)], [*kinds, None]
            is_open = self._has_input(starts[-1], len(self.events))
        else:
            begun = {self._begins[mark]: kind for mark, kind in zip(marks, kinds, strict=True)}
            starts, kinds = [0, *begun], [None, *begun.values()]
            is_open = self._has_input(0, marks[0])
        held, parts = self._parts_with(starts, kinds)
        told = [mark for mark in rule.marks if parts[mark]]
        quality = self._quality(held, parts, told) - OPEN_END * is_open
        share = {mark: {symbol: by[mark] / parts[mark] for symbol, by in held.items()} for mark in told}
        return Parts(quality, sum(parts.values()), tuple(starts), tuple(kinds), share)

    def told_apart(self, names: Sequence[str | None]) -> Parts:
        """The parts that have a name each, which is given for each event."""
        held: dict[int, Counter[int | None]] = defaultdict(Counter)
        for symbol, where in self.at.items():
            held[symbol][None] = len({names[at] for at in where})
        count = len({*names})
        return Parts(self._quality(held, Counter({None: count}), ()), count, (), (), {})

    def _has_input(self, since: int, until: int) -> bool:
        return any(map(self._is_act, range(since, until)))

    def _parts_with(
        self, starts: Sequence[int], kinds: Sequence[int | None]
    ) -> tuple[dict[int, Counter[int | None]], Counter[int | None]]:
        """For each symbol the number of parts of each kind that hold it, and the number of parts of each kind."""
        held: dict[int, Counter[int | None]] = defaultdict(Counter)
        parts: Counter[int | None] = Counter()
        ends = [*starts[1:], len(self.events)]
        for start, end, kind in zip(starts, ends, kinds, strict=True):
            inside = {symbol for symbol in self.spelled[start:end] if symbol in self.counted}
            parts[kind] += bool(inside)
            for symbol in inside:
                if symbol is not None:
                    held[symbol][kind] += 1
        return held, parts

    def _quality(
        self, held: dict[int, Counter[int | None]], parts: Counter[int | None], marks: Sequence[int]
    ) -> float:
        bare = {mark for mark in marks if self._is_bare(mark, held, parts, marks)}
        complete = unique = 0.0
        for symbol, weight in self.counted.items():
            by = held[symbol]
            unique += weight * by.total() / len(self.at[symbol])
            if len(marks) < 2 or symbol in bare:
                complete += weight * by.total() / parts.total()
                continue
            shares = [(by[mark], by[mark] / (parts[mark] + parts[None])) for mark in marks]
            within = sum(times for times, _ in shares)
            complete += weight * sum(times * share for times, share in shares) / within if within else 0.0
        return complete / self.weight * sqrt(unique / self.weight)

    def _is_bare(
        self,
        mark: int,
        held: Mapping[int, Counter[int | None]],
        parts: Counter[int | None],
        marks: Sequence[int],
    ) -> bool:
        """Whether no other symbol is in most parts of a kind: then its mark ends no case, it is merely pressed."""
        return not any(by[mark] >= MOSTLY * parts[mark] for symbol, by in held.items() if symbol not in marks)

    def against_chance(self, found: Parts) -> float:
        """How many times better the parts are than as many parts with the same symbols scattered at random.

        Of n occurrences over k parts, k (1 - (1 - 1/k)^n) parts are expected to hold one.
        """
        scattered = {
            symbol: found.count * (1 - (1 - 1 / found.count) ** len(self.at[symbol]))
            for symbol in self.counted
        }
        held = sum(self.counted[symbol] * parts for symbol, parts in scattered.items())
        once = sum(self.counted[symbol] * parts / len(self.at[symbol]) for symbol, parts in scattered.items())
        by_chance = held / found.count / self.weight * sqrt(once / self.weight)
        return found.quality / by_chance

    def looks_like(self, edge: Edge, symbol: int) -> float:
        """How much the kind of act looks like the start or the end of a case, from 0 to 1."""
        if edge == "starts":
            return _looks_like_start(self.symbols[symbol])
        return _looks_like_end(self.symbols[symbol])


def _looks_like_start(symbol: Symbol) -> float:
    if symbol.kind == "page_shown":
        return 0.75
    if symbol.kind == "click" and (
        symbol.role in (*LINKS, "cell", "row", "option", "listitem") or not symbol.name
    ):
        return 0.7
    return 0.5 if symbol.kind == "copy" else 0.3


def _looks_like_end(symbol: Symbol) -> float:
    if symbol.kind == "form_submitted":
        return 1.0
    if symbol.kind == "click" and symbol.role in BUTTONS:
        return 1.0 if symbol.opens else 0.8
    if symbol.kind == "click" and symbol.role in LINKS:
        return 0.5
    return 0.3 if symbol.kind == "field_changed" else 0.1
