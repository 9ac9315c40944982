"""Hold rate and first-time-right."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from itertools import permutations

from msgspec import Struct

from ledgerium_cli.cases.model import Case, Hold, chain_of
from ledgerium_cli.cases.moments import begin_of, end_of, is_before
from ledgerium_cli.findings.order import CaseIds, Order, Taken
from ledgerium_cli.findings.statistics import Summary, summarise
from ledgerium_cli.steps.hold_signs import declared_at
from ledgerium_cli.workflow.wire import Workflow


class HoldKind(Struct, frozen=True):
    """Holds of one kind that began at one activity."""

    kind: str
    activity: str | None
    cases: int
    """Cases held in this way; each counts once."""
    reached: int
    """Cases that reached the activity, or were held there."""
    closed: int
    open: int
    not_known: int
    """Holds of which it is not known whether they were released."""
    time_to_release: Summary
    """Of closed holds only."""

    @property
    def rate(self) -> float | None:
        return self.cases / self.reached if self.reached else None


class HoldRate(Struct, frozen=True):
    """Cases with at least one hold among those that reached a step where a hold can begin."""

    n: int | None
    """Cases that reached such a step, of those of which something could tell whether they were held, if there are any;
    None when no step is declared at which a hold can begin."""
    held: int | None
    """None when nothing could tell."""
    all_cases: int
    by_kind: tuple[HoldKind, ...]
    closed: int
    """Closed holds, not cases."""
    re_held: CaseIds
    """Cases held again after a release."""
    time_to_release: Summary
    """Of closed holds only."""
    open_holds: CaseIds
    """Cases with a hold whose release was not seen."""
    may_be_open: CaseIds
    """Other cases with a hold of which it is not known whether the release that was seen came after it."""
    releases_without_hold: int
    guessed: bool
    never_begun: tuple[str, ...] = ()
    """Declared kinds of which no hold was seen to begin, nor in a case that a filter left out."""
    only_released: tuple[str, ...] = ()
    """Those of them of which a release was seen, after the step at which they begin: their sign may read otherwise by
    now. Where no hold of another kind was seen, `held` is None."""

    @property
    def rate(self) -> float | None:
        return None if not self.n or self.held is None else self.held / self.n


def can_be_held(case: Case, where: frozenset[str]) -> bool:
    return bool(where.intersection(case.variant) or case.held)


def was_held(case: Case, where: frozenset[str]) -> bool | None:
    """Whether the case was held; None when it does not count for the hold rate, or nothing could tell."""
    return case.held if where and can_be_held(case, where) else None


def is_right(case: Case) -> bool | None:
    """Whether the case had neither rework nor a hold; None when it is unknown whether it was held."""
    return None if case.held is None else not (case.has_rework or case.held)


class RateFold:
    """Collects holds and first-time-right cases."""

    def __init__(self, workflow: Workflow | None, begun: Collection[str] = ()) -> None:
        """`begun` are kinds of holds that were seen to begin, if not in these cases, then in others."""
        self._where, self._begun = declared_at(workflow), begun
        holds = workflow.holds if workflow is not None else ()
        self._declared = dict.fromkeys(hold.kind for hold in holds)
        self._begins_at = frozenset((hold.kind, hold.activity) for hold in holds)
        self._released = set[str]()
        """Kinds of which a release was seen in a case that had come to where they begin, and was not held."""
        self._cases = self._reached = self._could_tell = self._told = self._held = self._right = (
            self._releases
        ) = 0
        self._guessed = False
        self._re_held, self._open, self._may_be_open = array("I"), array("I"), array("I")
        self._times = array("q")
        self._kinds: dict[tuple[str, str | None], _HoldsOfKind] = defaultdict(_HoldsOfKind)
        self._held_at: Counter[str | None] = Counter()
        """By activity, cases held there without having performed it."""

    def add(self, case: Case, place: int, first: int) -> None:
        self._cases += 1
        can_be = can_be_held(case, self._where)
        self._reached += can_be
        self._could_tell += can_be and case.held is not None
        self._told += case.held is not None
        self._held += bool(case.held)
        self._right += bool(is_right(case))
        if case.releases_without_hold:
            self._releases += case.releases_without_hold
            self._released.update(self._released_in(case))
        if case.holds:
            self._add_holds(case, place)

    def _released_in(self, case: Case) -> Iterator[str]:
        came_to = set[str]()
        for activity, timed in zip(case.variant, case.steps, strict=True):
            came_to.add(activity)
            for kind in (kind for sign in timed.step.shape.hold_signs for kind in sign.ends):
                if any((kind, one) in self._begins_at for one in came_to):
                    yield kind

    @property
    def _never_begun(self) -> tuple[str, ...]:
        begun = {kind for kind, _ in self._kinds}.union(self._begun)
        return tuple(kind for kind in self._declared if kind not in begun)

    @property
    def _only_released(self) -> tuple[str, ...]:
        return tuple(kind for kind in self._never_begun if kind in self._released)

    @property
    def _tells(self) -> bool:
        """Whether something could tell which cases were held."""
        return self._told > 0 and not (self._only_released and not self._held)

    def _add_holds(self, case: Case, place: int) -> None:
        if _held_again(case):
            self._re_held.append(place)
        if any(hold.is_open for hold in case.holds):
            self._open.append(place)
        elif any(hold.released is None for hold in case.holds):
            self._may_be_open.append(place)
        for hold in case.holds:
            self._guessed = self._guessed or hold.guessed
            self._kinds[hold.kind, hold.activity].add(hold, place)
            if (length := hold.length_ms) is not None:
                self._times.append(length)
        for activity in {hold.activity for hold in case.holds}.difference(case.variant):
            self._held_at[activity] += 1

    @property
    def first_time_right(self) -> int | None:
        """Cases without rework and hold; None when it is unknown for some case whether it was held."""
        return self._right if self._told == self._cases and self._tells else None

    def conclude(self, order: Order, taken: Taken) -> HoldRate:
        return HoldRate(
            n=(self._could_tell if self._told else self._reached) if self._where else None,
            held=self._held if self._tells else None,
            all_cases=self._cases,
            by_kind=self._by_kind(taken),
            closed=sum(one.closed for one in self._kinds.values()),
            re_held=order.named(self._re_held),
            time_to_release=summarise(self._times),
            open_holds=order.named(self._open),
            may_be_open=order.named(self._may_be_open),
            releases_without_hold=self._releases,
            guessed=self._guessed,
            never_begun=self._never_begun,
            only_released=self._only_released,
        )

    def _by_kind(self, taken: Taken) -> tuple[HoldKind, ...]:
        reached = self._held_at.copy()
        for variant, cases in taken if self._kinds else ():
            for activity in set(variant):
                reached[activity] += len(cases)
        return tuple(
            HoldKind(
                kind=kind,
                activity=activity,
                cases=own.cases,
                reached=reached[activity],
                closed=own.closed,
                open=own.open,
                not_known=own.not_known,
                time_to_release=summarise(own.times),
            )
            for (kind, activity), own in sorted(
                self._kinds.items(), key=lambda item: (item[0][0], item[0][1] or "")
            )
        )


class _HoldsOfKind:
    """What has been seen of the holds of one kind at one activity."""

    __slots__ = ("_last", "cases", "closed", "not_known", "open", "times")

    def __init__(self) -> None:
        self.cases = self.closed = self.open = self.not_known = 0
        self.times = array("q")
        """Milliseconds to release."""
        self._last = -1

    def add(self, hold: Hold, place: int) -> None:
        if place != self._last:
            self.cases += 1
            self._last = place
        self.open += hold.is_open
        self.closed += hold.end_ms is not None
        self.not_known += hold.released is None
        if (length := hold.length_ms) is not None:
            self.times.append(length)


def _held_again(case: Case) -> bool:
    """Whether a hold began after the release of another one."""
    return any(_is_after(later, earlier, case) for earlier, later in permutations(case.holds, 2))


def _is_after(later: Hold, earlier: Hold, case: Case) -> bool:
    if earlier.end_ms is None or earlier.ended_by is None:
        return False
    begun, ended = later.begun_by[0], earlier.ended_by[0]
    if chain_of(begun, case.untimed) != chain_of(ended, case.untimed):
        return False
    if begun == ended and later.start_ms == earlier.end_ms and (end := end_of(earlier, case)) is not None:
        return is_before(end, begin_of(later, case)) is True
    return later.start_ms >= earlier.end_ms
