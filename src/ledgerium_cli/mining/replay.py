"""Replays a case on a model, or aligns it with the model.

What remains of a tree after an activity is again a tree (Brzozowski 1964). So a case is followed one activity at a
time, without a Petri net: a case that fits takes one pass, where a search over markings can take minutes. Only for a
case that does not fit is an optimal alignment searched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Literal

from msgspec import Struct

from ledgerium_cli.mining.model import NOTHING, Tree, choice, optional, parallel, sequence

MOST_STEPS = 2_000_000
"""The most steps between states of a model. Each step is computed once and weighted by the size of what remains of
the model."""
MOST_MOVES = 4_000_000
"""The most moves considered in the search for alignments."""
# Counts rather than clocks: the same on every machine, each about ten seconds. Above them the rarest variants are left
# out, and the result says so.


def bounds() -> str:
    return f"{MOST_STEPS:,} steps and {MOST_MOVES:,} moves"


class TooLargeError(Exception):
    """More than `MOST_STEPS` or `MOST_MOVES`."""


class Move(Struct, frozen=True):
    who: Literal["both", "case", "model"]
    """An activity that only the case or only the model has costs 1."""
    activity: str


class Alignment(Struct, frozen=True):
    """A cheapest alignment of a case with a model."""

    cost: int
    moves: tuple[Move, ...]


class Replay:
    """The states of a model by number, each computed once; 0 is the start."""

    def __init__(self, tree: Tree) -> None:
        self._trees: list[Tree] = []
        self._numbers: dict[Tree, int] = {}
        self._coming: dict[int, tuple[str, ...]] = {}
        self._after: dict[tuple[int, str], int | None] = {}
        self._sizes: list[int] = []
        self._ahead: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
        self._steps = self._moves = 0
        self._number(tree)

    def _number(self, tree: Tree) -> int:
        if tree not in self._numbers:
            self._numbers[tree] = len(self._trees)
            self._trees.append(tree)
            self._sizes.append(_size(tree))
        return self._numbers[tree]

    def coming(self, state: int) -> tuple[str, ...]:
        """The activities that can come next, each once, sorted by name."""
        if state not in self._coming:
            self._coming[state] = tuple(sorted(set(_coming(self._trees[state]))))
        return self._coming[state]

    def after(self, state: int, activity: str) -> int | None:
        step = state, activity
        if step not in self._after:
            self._steps += self._sizes[state]
            if self._steps > MOST_STEPS:
                raise TooLargeError
            rest = after(self._trees[state], activity)
            self._after[step] = self._number(rest) if rest is not None else None
        return self._after[step]

    def states(self, variant: Sequence[str]) -> list[int]:
        """The state before each activity and after the last, as far as the variant can be followed."""
        states = [0]
        for activity in variant:
            if (state := self.after(states[-1], activity)) is None:
                break
            states.append(state)
        return states

    def cost(self, variant: Sequence[str]) -> int:
        """The cost of an optimal alignment: each activity that only the case or only the model has costs 1."""
        states = self.states(variant)
        if len(states) > len(variant) and self._trees[states[-1]].may_be_skipped:
            return 0
        return self.align(variant).cost

    def align(self, variant: Sequence[str], *, may_go_on: bool = False) -> Alignment:
        """An optimal alignment by A* search (Hart et al. 1968; for alignments Adriansyah 2014). Among equally cheap
        ones, moves of the model come before moves of the case.

        `may_go_on`: the case is still open, so what remains of the model may yet come. Raises TooLargeError.
        """
        least = _Least(self, variant, may_go_on=may_go_on)
        came: dict[_Place, _By] = {}
        waiting: list[tuple[int, int, int, _Place, _By]] = [(least(0, 0), 0, 0, (0, 0), None)]
        while True:
            _, _, cost, place, by = heappop(waiting)
            if place in came:
                continue
            came[place] = by
            done, state = place
            if done == len(variant) and (may_go_on or self._trees[state].may_be_skipped):
                return Alignment(cost, _way_to(place, came))
            for move, new_done, new_state in self._from(variant, done, state):
                self._moves += 1
                if self._moves > MOST_MOVES:
                    raise TooLargeError
                new_cost = cost + (move.who != "both")
                expected = new_cost + least(new_done, new_state)
                heappush(waiting, (expected, -self._moves, new_cost, (new_done, new_state), (place, move)))

    def _from(self, variant: Sequence[str], done: int, state: int) -> Iterator[tuple[Move, int, int]]:
        """The moves from a place, the best last."""
        activity = variant[done] if done < len(variant) else None
        if activity is not None:
            yield Move("case", activity), done + 1, state
        for coming in reversed(self.coming(state)):
            if (ahead := self.after(state, coming)) is not None:
                yield Move("model", coming), done, ahead
        if activity is not None and (together := self.after(state, activity)) is not None:
            yield Move("both", activity), done + 1, together

    def ahead(self, state: int) -> tuple[frozenset[str], frozenset[str]]:
        """The activities that may still come, and those of them that must."""
        if state not in self._ahead:
            tree = self._trees[state]
            self._ahead[state] = frozenset(_activities(tree)), _required(tree)
        return self._ahead[state]


class _Least:
    """A lower bound of the remaining cost: activities left in the case that the model can no longer do, and
    activities the model requires that the case does not have. No move lowers it by more than the move costs, so the
    first alignment found is optimal."""

    def __init__(self, replay: Replay, variant: Sequence[str], *, may_go_on: bool) -> None:
        self._replay, self._may_go_on = replay, may_go_on
        self._left: list[Counter[str]] = [Counter()]
        for activity in reversed(variant):
            self._left.append(self._left[-1] + Counter([activity]))
        self._left.reverse()

    def __call__(self, done: int, state: int) -> int:
        possible, required = self._replay.ahead(state)
        left = self._left[done]
        cost = sum(times for activity, times in left.items() if activity not in possible)
        return cost if self._may_go_on else cost + sum(activity not in left for activity in required)


_Place = tuple[int, int]
"""(number of activities of the case done, state of the model)."""
_By = tuple[_Place, Move] | None
"""The place and move from which a place was reached."""


def _way_to(place: _Place, came: Mapping[_Place, _By]) -> tuple[Move, ...]:
    moves = []
    while (by := came[place]) is not None:
        place, move = by
        moves.append(move)
    return tuple(reversed(moves))


def _size(tree: Tree) -> int:
    return 1 + sum(map(_size, tree.children))


def _activities(tree: Tree) -> Iterator[str]:
    if tree.activity is not None:
        yield tree.activity
    for child in tree.children:
        yield from _activities(child)


def _required(tree: Tree) -> frozenset[str]:
    """The activities without which the tree cannot be completed."""
    if tree.activity is not None:
        return frozenset((tree.activity,))
    own = map(_required, tree.children)
    match tree.kind:
        case "sequence" | "parallel":
            return frozenset().union(*own)
        case "choice":
            return frozenset.intersection(*own)
        case "repeat":
            return next(own)
        case _:
            return frozenset()


def after(tree: Tree, activity: str) -> Tree | None:
    """What remains to be done after an activity; None when it cannot come next."""
    rests = list(_rests(tree, activity))
    return choice(rests) if rests else None


def _rests(tree: Tree, activity: str) -> Iterator[Tree]:
    """What remains, for each way of doing the activity next."""
    match tree.kind:
        case "activity":
            if tree.activity == activity:
                yield NOTHING
        case "sequence":
            for index, child in _up_to_required(tree.children):
                for rest in _rests(child, activity):
                    yield sequence([rest, *tree.children[index + 1 :]])
        case "parallel":
            for index, child in enumerate(tree.children):
                for rest in _rests(child, activity):
                    yield parallel([*tree.children[:index], rest, *tree.children[index + 1 :]])
        case "repeat":
            do, *between = tree.children
            for rest in _rests(do, activity):
                yield sequence([rest, optional(sequence([*between, tree]))])
            for child in between if do.may_be_skipped else ():
                for rest in _rests(child, activity):
                    yield sequence([rest, tree])
        case _:
            for child in tree.children:
                yield from _rests(child, activity)


def _coming(tree: Tree) -> Iterator[str]:
    """The activities that can come first."""
    if tree.activity is not None:
        yield tree.activity
    one_after_another = tree.kind in ("sequence", "repeat")
    for _, child in _up_to_required(tree.children) if one_after_another else enumerate(tree.children):
        yield from _coming(child)


def _up_to_required(children: Sequence[Tree]) -> Iterator[tuple[int, Tree]]:
    """The leading children up to and including the first that cannot be skipped."""
    for index, child in enumerate(children):
        yield index, child
        if not child.may_be_skipped:
            return


def shortest(tree: Tree) -> int:
    """The number of activities in the shortest way through the tree."""
    if tree.activity is not None:
        return 1
    lengths: Iterable[int] = map(shortest, tree.children)
    match tree.kind:
        case "sequence" | "parallel":
            return sum(lengths)
        case "choice":
            return min(lengths)
        case "repeat":
            return shortest(tree.children[0])
        case _:
            return 0
