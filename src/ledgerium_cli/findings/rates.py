"""Hold rate and first-time-right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from msgspec import Struct

from ledgerium_cli.cases.model import Case, Hold
from ledgerium_cli.findings.statistics import Summary, summarise
from ledgerium_cli.workflow.wire import Workflow


class HoldKind(Struct, frozen=True):
    """Holds of one kind that began at one activity."""

    kind: str
    activity: str | None
    cases: int
    """Held in this way; each counts once."""
    reached: int
    """Cases that came to the activity, or were held there."""
    closed: int
    open: int
    time_to_release: Summary
    """Closed holds only."""

    @property
    def rate(self) -> float | None:
        return self.cases / self.reached if self.reached else None


class HoldRate(Struct, frozen=True):
    """Cases with at least one hold among those that reached a step where a hold can begin."""

    n: int | None
    """None where no step is declared at which a hold can begin."""
    held: int | None
    """None where nothing could tell."""
    all_cases: int
    by_kind: tuple[HoldKind, ...]
    closed: int
    """Holds, not cases."""
    re_held: tuple[str, ...]
    """Cases held again after a release."""
    time_to_release: Summary
    """Closed holds only."""
    open_holds: tuple[str, ...]
    """Cases with a hold that nobody was seen to release."""
    releases_without_hold: int
    guessed: bool

    @property
    def rate(self) -> float | None:
        return None if not self.n or self.held is None else self.held / self.n


def hold_places(workflow: Workflow | None) -> frozenset[str]:
    """Activities at which a hold is declared to be able to begin."""
    return frozenset(rule.activity for rule in workflow.holds) if workflow is not None else frozenset()


def _can_be_held(case: Case, where: frozenset[str]) -> bool:
    return bool(where.intersection(case.variant) or case.held)


def was_held(case: Case, where: frozenset[str]) -> bool | None:
    """None where the case does not count for the hold rate, or nothing could tell."""
    return case.held if where and _can_be_held(case, where) else None


def is_right(case: Case) -> bool | None:
    """Without rework and without hold; None where nothing could tell whether it was held."""
    return None if case.held is None else len(set(case.variant)) == len(case.variant) and not case.held


def find_hold_rate(cases: Sequence[Case], workflow: Workflow | None) -> HoldRate:
    where = hold_places(workflow)
    reached = [case for case in cases if _can_be_held(case, where)]
    told = [case for case in cases if case.held is not None]
    return HoldRate(
        n=len(reached) if where else None,
        held=sum(bool(case.held) for case in cases) if told else None,
        all_cases=len(cases),
        by_kind=_by_kind(cases),
        closed=sum(hold.end_ms is not None for case in cases for hold in case.holds),
        re_held=tuple(case.id for case in cases if _held_again(case)),
        time_to_release=_to_release(hold for case in cases for hold in case.holds),
        open_holds=tuple(case.id for case in cases if any(hold.end_ms is None for hold in case.holds)),
        releases_without_hold=sum(case.releases_without_hold for case in cases),
        guessed=any(hold.guessed for case in cases for hold in case.holds),
    )


def _by_kind(cases: Sequence[Case]) -> tuple[HoldKind, ...]:
    found: dict[tuple[str, str | None], list[tuple[str, Hold]]] = defaultdict(list)
    reached: dict[str | None, set[str]] = defaultdict(set)
    for case in cases:
        for hold in case.holds:
            found[hold.kind, hold.activity].append((case.id, hold))
            reached[hold.activity].add(case.id)
        for activity in case.variant:
            reached[activity].add(case.id)
    return tuple(
        HoldKind(
            kind=kind,
            activity=activity,
            cases=len({case for case, _ in own}),
            reached=len(reached[activity]),
            closed=sum(hold.end_ms is not None for _, hold in own),
            open=sum(hold.end_ms is None for _, hold in own),
            time_to_release=_to_release(hold for _, hold in own),
        )
        for (kind, activity), own in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    )


def _to_release(holds: Iterable[Hold]) -> Summary:
    return summarise(hold.end_ms - hold.start_ms for hold in holds if hold.end_ms is not None)


def _held_again(case: Case) -> bool:
    """By their beginning, so that the one that was released comes first."""
    return any(
        earlier.end_ms is not None and later.start_ms >= earlier.end_ms
        for earlier, later in combinations(case.holds, 2)
    )


def count_right(cases: Sequence[Case]) -> int | None:
    right = [is_right(case) for case in cases]
    return None if None in right else sum(map(bool, right))
