"""Fitness and precision: how well a model fits what was seen, and how much more it allows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ledgerium_cli.mining.model import Quality, Tree
from ledgerium_cli.mining.replay import Replay, TooLargeError, bounds, shortest

FITNESS = "alignment-based, 1 − cost ÷ worst cost"
PRECISION = "ETC, aligned"

Variants = Mapping[tuple[str, ...], int]
"""The number of cases of each variant; measured in this order, as far as the limits allow."""


def fitness(tree: Tree, variants: Variants, replay: Replay | None = None) -> Quality:
    """Fitness over all cases together, so a long case weighs more than a short one. Pass an earlier `replay` of the
    tree to reuse its work."""
    replay, least = replay or Replay(tree), shortest(tree)
    cost = worst = measured = 0
    for variant, cases in variants.items():
        try:
            cost += cases * replay.cost(variant)
        except TooLargeError:
            break
        worst += cases * (len(variant) + least)
        measured += 1
    return quality_of(FITNESS, 1 - cost / worst if worst else None, measured, [*variants.values()])


def quality_of(measure: str, value: float | None, measured: int, counts: Sequence[int]) -> Quality:
    """A value over the first `measured` variants, with a note when these are not all; `counts` are the cases of each
    variant."""
    if measured == len(counts):
        return Quality(measure, value)
    if value is None:
        return Quality(measure, None, f"not computed: it takes more than {bounds()}")
    share = 100 * sum(counts[:measured]) / sum(counts)
    return Quality(
        measure, value,
        f"over the first {measured:,} of {len(counts):,} variants, {share:.1f} % of the cases: more than "
        f"{bounds()} are not looked at",
    )  # fmt: skip


def precision(tree: Tree, variants: Variants, replay: Replay | None = None) -> Quality:
    """Of the activities that the model allows next after each prefix seen, the share that was seen next in some case
    (Adriansyah et al. 2015). Each prefix is weighted by the number of cases that continued from it, and every way of
    following it counts."""
    replay = replay or Replay(tree)
    seen = _Prefixes()
    measured = 0
    for variant, cases in variants.items():
        try:
            seen.add(replay.states(variant), variant, cases)
        except TooLargeError:
            break
        measured += 1
    return quality_of(PRECISION, seen.precision(replay) if measured else None, measured, [*variants.values()])


class _Prefixes:
    """For each prefix of a variant, the activities seen next."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        """The number of each prefix, by (number of the prefix without its last activity, last activity)."""
        self._state_of: dict[int, int] = {}
        self._seen_next: dict[int, set[str]] = defaultdict(set)
        self._cases_with: Counter[int] = Counter()

    def add(self, states: Sequence[int], variant: Sequence[str], cases: int) -> None:
        beginning = 0
        for state, activity in zip(states, variant, strict=False):
            self._state_of[beginning] = state
            self._seen_next[beginning].add(activity)
            self._cases_with[beginning] += cases
            beginning = self._numbers.setdefault((beginning, activity), len(self._numbers) + 1)

    def precision(self, replay: Replay) -> float:
        allowed = escaping = 0
        for beginning, state in self._state_of.items():
            coming = replay.coming(state)
            allowed += self._cases_with[beginning] * len(coming)
            escaping += self._cases_with[beginning] * sum(
                one not in self._seen_next[beginning] for one in coming
            )
        return 1 - escaping / allowed if allowed else 1.0
