"""Every order in which steps of several recordings may have been done, where only that of each recording is known."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import comb

from msgspec.structs import replace

from ledgerium_cli.cases.holds import find_holds
from ledgerium_cli.cases.model import Case, TimedStep, are_at_once

MOST_ORDERS = 300
"""Of more orders none is tried: what depends on them is not known."""


def orders_of(case: Case, chains: Sequence[Sequence[TimedStep]]) -> Iterator[Case] | None:
    """The case with no steps but those of `chains`, once for each order that keeps the order within each chain. Each
    step is a moment. None where the orders are too many, or where it matters that something came within a step."""
    if not all(map(_are_moments, chains)) or _number(chains) > MOST_ORDERS:
        return None
    return (_in_order(case, steps) for steps in _interleaved(chains))


def _are_moments(chain: Sequence[TimedStep]) -> bool:
    apart = all(_is_over_before(*both) for both in pairwise(chain))
    return apart and all(len(one.step.shape.hold_signs) <= 1 for one in chain)


def _is_over_before(one: TimedStep, other: TimedStep) -> bool:
    if one.step.recording != other.step.recording or are_at_once(one, other):
        return one.complete_ms < other.start_ms
    return one.complete_ms <= other.start_ms and one.step.numbers[-1] < other.step.numbers[0]


def _number(chains: Sequence[Sequence[TimedStep]]) -> int:
    number, steps = 1, 0
    for chain in chains:
        steps += len(chain)
        number *= comb(steps, len(chain))
    return number


def _interleaved(chains: Sequence[Sequence[TimedStep]]) -> Iterator[tuple[TimedStep, ...]]:
    left = [chain for chain in chains if chain]
    if not left:
        yield ()
    for place, chain in enumerate(left):
        rest = [*left[:place], chain[1:], *left[place + 1 :]]
        yield from ((chain[0], *others) for others in _interleaved(rest))


def _in_order(case: Case, steps: Sequence[TimedStep]) -> Case:
    placed = [_at(place, one) for place, one in enumerate(steps)]
    return replace(
        case,
        steps=tuple(placed),
        variant=tuple([one.step.activity.id for one in placed]),
        holds=find_holds([one.step for one in placed], could_tell=True).holds,
        untimed=(),
    )


def _at(place: int, one: TimedStep) -> TimedStep:
    times = array("q", [place]) * len(one.step.times)
    return replace(
        one, step=replace(one.step, packed_times=times.tobytes()), start_ms=place, complete_ms=place
    )
