"""How well a model fits what was seen, and how much more than that it allows.

What remains of a tree after an activity is a tree again (Brzozowski 1964). So a case is followed through a
model one activity at a time, without a Petri net: one walk for a case that fits, where a search over markings
can take minutes. Only for a case that does not fit is an optimal alignment searched for.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ledgerium_cli.mining.model import NOTHING, Quality, Tree, choice, optional, parallel, sequence

FITNESS = "alignment-based, 1 − cost ÷ worst cost"
PRECISION = "ETC, aligned"
MOST_STEPS = 100_000
"""Followed through one model, and looked at for one alignment; beyond that there is no value rather than a
long wait. A count, not a clock: the same on every machine."""

Variants = Mapping[tuple[str, ...], int]


class _TooLargeError(Exception):
    """More than `MOST_STEPS`."""


def fitness(tree: Tree, variants: Variants) -> Quality:
    """Over all cases together, so that a long case weighs more than a short one."""
    replay, least = Replay(tree), shortest(tree)
    worst = sum(cases * (len(variant) + least) for variant, cases in variants.items())
    return _measured(
        FITNESS, lambda: 1 - sum(cases * replay.cost(one) for one, cases in variants.items()) / worst
    )


def precision(tree: Tree, variants: Variants) -> Quality:
    """Of all that the model allowed next after what was seen so far, the share that was seen to come next in
    some case (Adriansyah et al. 2015). Each beginning weighs as many cases as went on from it, and every way
    in which it can be followed counts."""
    return _measured(PRECISION, lambda: _precision(Replay(tree), variants))


def _measured(measure: str, work_out: Callable[[], float]) -> Quality:
    try:
        return Quality(measure, work_out())
    except _TooLargeError:
        return Quality(measure, None, f"not computed: more than {MOST_STEPS:,} steps through the model")


def _precision(replay: Replay, variants: Variants) -> float:
    beginnings: dict[tuple[int, str], int] = {}
    """The number of each beginning of a variant, from the one before it and the activity that came."""
    state_of: dict[int, int] = {}
    came: dict[int, set[str]] = defaultdict(set)
    cases_with: Counter[int] = Counter()
    for variant, cases in variants.items():
        beginning = 0
        for state, activity in zip(replay.states(variant), variant, strict=False):
            state_of[beginning] = state
            came[beginning].add(activity)
            cases_with[beginning] += cases
            beginning = beginnings.setdefault((beginning, activity), len(beginnings) + 1)
    allowed = escaping = 0
    for beginning, state in state_of.items():
        allowed += cases_with[beginning] * len(replay.coming(state))
        escaping += cases_with[beginning] * len(replay.coming(state) - came[beginning])
    return 1 - escaping / allowed if allowed else 1.0


class Replay:
    """The states of a model by number, each worked out once; 0 is the start."""

    def __init__(self, tree: Tree) -> None:
        self._trees: list[Tree] = []
        self._numbers: dict[Tree, int] = {}
        self._coming: dict[int, frozenset[str]] = {}
        self._after: dict[tuple[int, str], int | None] = {}
        self._number(tree)

    def _number(self, tree: Tree) -> int:
        if tree not in self._numbers:
            self._numbers[tree] = len(self._trees)
            self._trees.append(tree)
        return self._numbers[tree]

    def coming(self, state: int) -> frozenset[str]:
        if state not in self._coming:
            self._coming[state] = frozenset(_coming(self._trees[state]))
        return self._coming[state]

    def after(self, state: int, activity: str) -> int | None:
        step = state, activity
        if step not in self._after:
            if len(self._after) >= MOST_STEPS:
                raise _TooLargeError
            rest = after(self._trees[state], activity)
            self._after[step] = self._number(rest) if rest is not None else None
        return self._after[step]

    def states(self, variant: Sequence[str]) -> list[int]:
        """Before each activity and after the last, as far as the variant can be followed."""
        states = [0]
        for activity in variant:
            if (state := self.after(states[-1], activity)) is None:
                break
            states.append(state)
        return states

    def cost(self, variant: Sequence[str]) -> int:
        """Of an optimal alignment: each activity that only the case or only the model has costs 1."""
        states = self.states(variant)
        if len(states) > len(variant) and self._trees[states[-1]].may_be_skipped:
            return 0
        moves, seen = deque([(0, 0, 0)]), set()
        while True:
            cost, done, state = moves.popleft()
            if (done, state) in seen:
                continue
            seen.add((done, state))
            if len(seen) > MOST_STEPS:
                raise _TooLargeError
            if done == len(variant) and self._trees[state].may_be_skipped:
                return cost
            if done < len(variant):
                moves.append((cost + 1, done + 1, state))
                if (together := self.after(state, variant[done])) is not None:
                    moves.appendleft((cost, done + 1, together))
            for activity in sorted(self.coming(state)):
                if (ahead := self.after(state, activity)) is not None:
                    moves.append((cost + 1, done, ahead))


def after(tree: Tree, activity: str) -> Tree | None:
    """What remains to be done; None where the activity cannot come next."""
    rests = list(_rests(tree, activity))
    return choice(rests) if rests else None


def _rests(tree: Tree, activity: str) -> Iterator[Tree]:
    """Each way of going on."""
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
    """The first children, up to the first that cannot be skipped."""
    for index, child in enumerate(children):
        yield index, child
        if not child.may_be_skipped:
            return


def shortest(tree: Tree) -> int:
    """The number of activities in the shortest way through."""
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
