"""Lays out the time of one case: every millisecond from its first event to its last is in exactly one part."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise

from ledgerium_cli.cases.model import BETWEEN_STEP_WAIT, PARTS, Timeline

PRECEDENCE = [("work", "system_wait", "paused", "idle", "between_step_wait").index(part) for part in PARTS]
"""Rank of each part, by its index in `PARTS`: where actors overlap, the lowest rank counts."""

Piece = tuple[int, int, int, int]
"""A stretch of an actor's time: (start, end, index of the part in `PARTS`, index of the step in the case)."""
Arrival = tuple[int, str, int, int]
"""An input: (time, recording, its number there, index of its step in the case)."""


def resolve(
    pieces: Iterable[Piece], start_ms: int, end_ms: int, arrivals: Sequence[Arrival], last: int
) -> Timeline:
    """Cover the span of a case without gap or overlap.

    `pieces` come from all its actors, `arrivals` are its inputs in order. Where two steps have the same part at
    once, the step whose input came first wins. Time that no piece covers is between-step wait of the step it leads
    to; at the end, of the step at index `last`.
    """
    inside = sorted(pieces)
    if inside and (inside[0][0] < start_ms or max([piece[1] for piece in inside]) > end_ms):
        inside = [*_clipped(inside, start_ms, end_ms)]
    if any([later[0] < earlier[1] for earlier, later in pairwise(inside)]):  # noqa: C419 (for every case)
        inside = [*_one_at_a_time(inside, arrivals)]
    return _covered(inside, start_ms, end_ms, arrivals, last)


def _clipped(pieces: Iterable[Piece], start_ms: int, end_ms: int) -> Iterator[Piece]:
    for piece in pieces:
        since, until, part, place = piece
        if start_ms <= since and until <= end_ms:
            yield piece
        elif max(since, start_ms) < min(until, end_ms):
            yield max(since, start_ms), min(until, end_ms), part, place


def _one_at_a_time(ordered: Iterable[Piece], arrivals: Iterable[Arrival]) -> Iterator[Piece]:
    """Resolve each group of overlapping pieces by precedence; all other pieces stay as they are."""
    rank = {place: rank for rank, place in enumerate(dict.fromkeys([place for *_, place in arrivals]))}
    group: list[Piece] = []
    reached = 0
    for piece in ordered:
        if group and piece[0] >= reached:
            yield from group if len(group) == 1 else _winners(group, rank)
            group = []
        reached = max(reached, piece[1]) if group else piece[1]
        group.append(piece)
    yield from group if len(group) == 1 else _winners(group, rank)


def _winners(pieces: Sequence[Piece], rank: Mapping[int, int]) -> Iterator[Piece]:
    """The piece that wins between each two bounds. `pieces` are sorted; steps without an input come last."""
    bounds = sorted({bound for piece in pieces for bound in piece[:2]})
    waiting: list[tuple[int, int, int, int, int]] = []
    taken = 0
    for since, until in pairwise(bounds):
        while taken < len(pieces) and pieces[taken][0] <= since:
            _, ends, part, place = pieces[taken]
            heappush(waiting, (PRECEDENCE[part], rank.get(place, len(rank)), place, ends, part))
            taken += 1
        while waiting and waiting[0][3] <= since:
            heappop(waiting)
        if waiting:
            yield since, until, waiting[0][4], waiting[0][2]


def _covered(
    pieces: Sequence[Piece], start_ms: int, end_ms: int, arrivals: Sequence[Arrival], last: int
) -> Timeline:
    """Fill the gaps between sorted, disjoint pieces with between-step wait, and join equal neighbours."""
    laid: list[Piece] = []
    at, coming = start_ms, 0
    for piece in [*pieces, (end_ms, end_ms, BETWEEN_STEP_WAIT, last)]:
        since, until, _, place = piece
        if at < since:
            while coming < len(arrivals) and arrivals[coming][0] <= since:
                arrival, _, _, waited_for = arrivals[coming]
                coming += 1
                while coming < len(arrivals) and arrivals[coming][0] == arrival:
                    waited_for = min(
                        waited_for, arrivals[coming][3]
                    )  # the next step of the case, not of the file
                    coming += 1
                if arrival > at:
                    laid.append((at, arrival, BETWEEN_STEP_WAIT, waited_for))
                    at = arrival
            if at < since:
                laid.append((at, since, BETWEEN_STEP_WAIT, place))
        if since < until:
            laid.append(piece)
            at = until
    return _packed(start_ms, laid)


def _packed(start_ms: int, laid: Iterable[Piece]) -> Timeline:
    """Pack pieces that each begin where the one before ends, joining equal neighbours."""
    bounds, parts, places = [start_ms], bytearray(), array("I")
    of = None
    for _, until, part, place in laid:
        if of == (part, place):
            bounds[-1] = until
        else:
            bounds.append(until)
            parts.append(part)
            places.append(place)
            of = part, place
    return Timeline(array("q", bounds).tobytes(), bytes(parts), places.tobytes())
