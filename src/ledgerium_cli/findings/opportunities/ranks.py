"""The ranks of opportunities, and which of them gets the time that several would save: the next rank is always the
opportunity that saves most of the time that no higher rank has got."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heapreplace

from msgspec.structs import replace

from ledgerium_cli.findings.opportunities.model import Claims, Gain, Opportunity, Proposal, StepTimes
from ledgerium_cli.findings.order import Order

Weights = tuple[int, int]
"""Of work and of wait, in fifths."""

EQUAL: Weights = (5, 5)
FIFTHS: Sequence[Weights] = ((4, 5), (6, 5), (5, 4), (5, 6))
"""One of them a fifth less or more, in fifths."""


def ranked(proposals: list[Proposal], order: Order) -> Iterator[Opportunity]:
    """The opportunities, highest rank first. Empties `proposals` to free memory: a claim may take twelve bytes for
    every step."""
    left = _Left(proposals, order.steps)
    places = _places(left, EQUAL)
    orders = (_places(left, weights) for weights in FIFTHS)
    others = [_listed(left.proposals, other, order) for other in orders if other != places]
    del left
    waiting = dict(enumerate(proposals))
    proposals.clear()
    in_order = (waiting.pop(place) for place in places)
    rank = 0
    for place, one in zip(places, _settled(in_order, order), strict=True):
        ranks = one.is_listed and one.gains != "not known"
        yield replace(one, stable=ranks and all(other[rank : rank + 1] == [place] for other in others))
        rank += one.is_listed


def _listed(proposals: Sequence[Proposal], places: Sequence[int], order: Order) -> list[int]:
    """Those of the proposals in this order that get a rank."""
    settled = _settled(map(proposals.__getitem__, places), order)
    return [place for place, one in zip(places, settled, strict=True) if one.is_listed]


def _places(left: _Left, weights: Weights) -> list[int]:
    """Indexes of the proposals in the order of their ranks under these weights. What is left for a proposal only
    shrinks while others are chosen, so it is computed again only when it may be the largest."""
    ranks, chosen = list[int](), list[int]()
    waiting = [
        (-left.saved(place, chosen, weights), str(one.title), place, 0)
        for place, one in enumerate(left.proposals)
    ]
    heapify(waiting)
    while waiting:
        saved, title, place, known = waiting[0]
        if known < len(chosen):
            again = -left.saved(place, chosen, weights)
            heapreplace(waiting, (again, title, place, len(chosen)))
            continue
        heappop(waiting)
        ranks.append(place)
        proposal = left.proposals[place]
        if saved and not any(proposal.contradicts(left.proposals[other]) for other in chosen):
            chosen.append(place)
    return ranks


def _settled(proposals: Iterator[Proposal], order: Order) -> Iterator[Opportunity]:
    """Give each proposal the time that no higher rank has claimed. Which part of a step's time two proposals mean is
    unknown, so they are taken to mean the same part as far as they can: waits for two causes are two parts."""
    taken, counting, seen = _Taken(order.steps), list[Opportunity](), Counter[str]()
    for proposal in proposals:
        seen[proposal.rule] += 1
        nth = seen[proposal.rule]
        own = taken.left_of(proposal.claims)
        one = Opportunity(
            id=proposal.rule if nth == 1 else f"{proposal.rule}-{nth}",
            proposal=replace(proposal, claims=own),
            elsewhere_ms=proposal.claims.total - own.total,
            gains=_gain_of(proposal, own, order),
            instead_of=next((other.id for other in counting if proposal.contradicts(other.proposal)), None),
        )
        if one.counts:
            counting.append(one)
            taken.take(proposal.claims)
        yield one


def _gain_of(proposal: Proposal, own: Claims, order: Order) -> Gain:
    if not (proposal.share.high or proposal.share.declared or proposal.claims):
        return "gap"
    if own and proposal.share.high:
        return "time" if proposal.least is None or proposal.least.is_in(own) else "little"
    if proposal.claims or proposal.clock_ms or proposal.rest_ms or not _is_untimed(proposal, order):
        return "nothing"
    return "not known"


def _is_untimed(proposal: Proposal, order: Order) -> bool:
    """Whether some case that shows it has neither known work nor known wait."""
    return any(case.parts.work is None and case.parts.wait is None for case in order.chosen(proposal.cases))


class _Left:
    """How much of its claims is left for a proposal when some others are chosen; each combination is computed once."""

    def __init__(self, proposals: Sequence[Proposal], steps: int) -> None:
        self.proposals = tuple(proposals)
        self._steps, self._known = steps, dict[tuple[int, frozenset[int]], tuple[int, int]]()
        self._taken, self._by = _Taken(steps), frozenset[int]()

    def saved(self, place: int, chosen: Sequence[int], weights: Weights) -> float:
        """Twice the weighted middle of the range that it saves beyond the chosen ones."""
        work, wait = self._of(place, frozenset(chosen))
        share = self.proposals[place].share
        of_work, of_wait = share.low + share.high, share.low_of_wait + share.high
        return weights[0] * work * of_work + weights[1] * wait * of_wait

    def _of(self, place: int, chosen: frozenset[int]) -> tuple[int, int]:
        claims = self.proposals[place].claims
        if not chosen:
            return claims.work.total, claims.wait.total
        key = place, chosen
        if key not in self._known:
            self._take(chosen)
            self._known[key] = self._taken.lengths_left_of(claims)
        return self._known[key]

    def _take(self, chosen: frozenset[int]) -> None:
        """Mark exactly what the chosen ones claim as taken; their order makes no difference."""
        if not self._by <= chosen:
            self._taken, self._by = _Taken(self._steps), frozenset()
        for place in chosen - self._by:
            self._taken.take(self.proposals[place].claims)
        self._by = chosen


class _Taken:
    """How much work and wait of each step has been claimed."""

    def __init__(self, steps: int) -> None:
        self._work, self._wait, self._caused, self._inputs = (array("q", bytes(8 * steps)) for _ in range(4))
        """`_caused` is the part of the wait that was claimed by its cause, `_inputs` that of the work that was claimed
        by its inputs."""

    def left_of(self, claims: Claims) -> Claims:
        """The claimed time that is still free."""
        work, wait = self._reached(claims)
        return replace(claims, work=_beyond(self._work, work), wait=_beyond(self._wait, wait))

    def lengths_left_of(self, claims: Claims) -> tuple[int, int]:
        work, wait = self._reached(claims)
        return _length_beyond(self._work, work), _length_beyond(self._wait, wait)

    def take(self, claims: Claims) -> None:
        for taken, reached in zip((self._work, self._wait), self._reached(claims), strict=True):
            for step, length in reached:
                taken[step] = max(taken[step], length)
        for apart, parts, of in (
            (claims.by_input, self._inputs, claims.work),
            (claims.by_cause, self._caused, claims.wait),
        ):
            for step, length in of if apart else ():
                parts[step] += length

    def _reached(self, claims: Claims) -> tuple[Iterable[tuple[int, int]], Iterable[tuple[int, int]]]:
        """By step, the work and the wait that are claimed at least when this is too."""
        work, wait = claims.work, claims.wait
        return (
            ((step, self._inputs[step] + length) for step, length in work) if claims.by_input else work,
            ((step, self._caused[step] + length) for step, length in wait) if claims.by_cause else wait,
        )


def _beyond(taken: array[int], reached: Iterable[tuple[int, int]]) -> StepTimes:
    left = StepTimes()
    for step, length in reached:
        if (rest := length - taken[step]) > 0:
            left.add(step, rest)
    return left


def _length_beyond(taken: array[int], reached: Iterable[tuple[int, int]]) -> int:
    return sum(length - taken[step] for step, length in reached if length > taken[step])
