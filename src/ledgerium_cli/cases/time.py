"""The time of one case: every millisecond from its first event to its last in exactly one part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise

from ledgerium_cli.cases.model import Part, Slice, StepKey

PRECEDENCE: Mapping[Part, int] = {"work": 0, "system_wait": 1, "paused": 2, "idle": 3}
"""Where several actors overlap, the first of these counts once."""


Arrival = tuple[int, StepKey]
"""When an input came, and its step."""


def resolve(
    slices: Sequence[Slice], start_ms: int, end_ms: int, inputs: Sequence[Arrival], last_step: StepKey
) -> tuple[Slice, ...]:
    """Cover the span of a case without gap or overlap.

    `slices` are those of all its actors, `inputs` its inputs in order: the step whose input came first
    takes precedence where two steps do the same at once. What nobody covers is between-step wait of the
    step that it leads to, or of `last_step` at the end.
    """
    clipped = [piece for one in slices if (piece := clip(one, start_ms, end_ms)) is not None]
    clipped.sort(key=lambda piece: piece.start_ms)
    if any(later.start_ms < earlier.end_ms for earlier, later in pairwise(clipped)):
        order = dict.fromkeys([*(step for _, step in inputs), *(piece.step for piece in slices)])
        clipped = [*_winners(clipped, {step: rank for rank, step in enumerate(order)})]
    return tuple(_merge(_fill([*_merge(clipped)], start_ms, end_ms, inputs, last_step)))


def clip(piece: Slice, start_ms: int, end_ms: int) -> Slice | None:
    if start_ms <= piece.start_ms < piece.end_ms <= end_ms:
        return piece
    start, end = max(piece.start_ms, start_ms), min(piece.end_ms, end_ms)
    return Slice(start, end, piece.part, piece.step) if end > start else None


def _winners(slices: Sequence[Slice], rank: Mapping[StepKey, int]) -> Iterator[Slice]:
    """Between each two bounds, the slice that takes precedence. `slices` by their start."""
    bounds = sorted({bound for piece in slices for bound in (piece.start_ms, piece.end_ms)})
    waiting: list[tuple[int, int, int, Slice]] = []
    taken = 0
    for start, end in pairwise(bounds):
        while taken < len(slices) and slices[taken].start_ms <= start:
            piece = slices[taken]
            heappush(waiting, (PRECEDENCE[piece.part], rank[piece.step], taken, piece))
            taken += 1
        while waiting and waiting[0][3].end_ms <= start:
            heappop(waiting)
        if waiting:
            yield Slice(start, end, waiting[0][3].part, waiting[0][3].step)


def _merge(slices: Iterable[Slice]) -> Iterator[Slice]:
    """Join neighbours that are the same part of the same step."""
    last: Slice | None = None
    for piece in slices:
        if last is None:
            last = piece
        elif (last.end_ms, last.part, last.step) == (piece.start_ms, piece.part, piece.step):
            last = Slice(last.start_ms, piece.end_ms, last.part, last.step)
        else:
            yield last
            last = piece
    if last is not None:
        yield last


def _fill(
    covered: Sequence[Slice], start_ms: int, end_ms: int, inputs: Sequence[Arrival], last_step: StepKey
) -> Iterator[Slice]:
    at, coming = start_ms, 0
    bounds = [(piece.start_ms, piece.step) for piece in covered]
    for (until, step), piece in zip([*bounds, (end_ms, last_step)], [*covered, None], strict=True):
        while coming < len(inputs) and inputs[coming][0] <= until:
            arrival, waited_for = inputs[coming]
            coming += 1
            if arrival > at:
                yield Slice(at, arrival, "between_step_wait", waited_for)
                at = arrival
        if at < until:
            yield Slice(at, until, "between_step_wait", step)
        if piece is not None:
            yield piece
            at = piece.end_ms
