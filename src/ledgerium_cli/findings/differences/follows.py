"""The step whose wait or work differs, and the longer times that follow from it: without it they differ no more."""

from __future__ import annotations

from collections.abc import Iterator, Set

from msgspec import Struct

from ledgerium_cli.findings.differences.compare import Diff, Difference, Timing
from ledgerium_cli.findings.differences.side import Side, What
from ledgerium_cli.findings.effects import shift_of

HOLDS = ("cycle", "work", "wait", "system_wait", "idle", "between_step_wait", "interval")
"""Topics of times that may hold the time of a step."""
REST = 0.2
"""The largest part of its own shift by which a time that follows may still differ without the step."""


class Follower(Struct, frozen=True):
    difference: Difference
    without: float | None
    """Milliseconds by which it still differs without the step; None for a share within target."""


class Root(Struct, frozen=True):
    difference: Difference
    """The wait or work at a step."""
    followers: tuple[Follower, ...]


def roots_of(diff: Diff) -> list[Root]:
    """The steps from which longer times that differ follow, each of these told once: of the step from which most
    follow, of several the one with the largest shift. First the step whose own time changed most, as part of it."""
    steps = [one for one in diff.of("differs") if one.what.topic in ("step_wait", "step_work")]
    left = [Root(one, tuple(_followers(diff, one))) for one in steps]
    found: list[Root] = []
    while left := [one for one in left if one.followers]:
        most = max(left, key=lambda root: (len(root.followers), abs(_shift(root.difference))))
        found.append(most)
        told = {one.difference.what for one in most.followers}
        left = [_without_told(one, told) for one in left if one is not most]
    return sorted(found, key=lambda root: relative_shift(root.difference), reverse=True)


def _without_told(root: Root, told: Set[What]) -> Root:
    return Root(root.difference, tuple(one for one in root.followers if one.difference.what not in told))


def relative_shift(one: Difference) -> float:
    """The size of the shift of a time as part of the larger of the two medians."""
    medians = (side.times.median or 0 for side in (one.a, one.b) if isinstance(side, Timing))
    return abs(_shift(one)) / max(1, *medians)


def _followers(diff: Diff, root: Difference) -> Iterator[Follower]:
    followed = set[str]()
    for one in diff.of("differs"):
        if one.what.topic in HOLDS:
            without = _without(diff, one, root)
            if without is not None and abs(without) <= REST * abs(_shift(one)):
                followed.add(_metric(one.what))
                yield Follower(one, without)
        elif one.what.topic == "target" and one.what.of[0] in followed:
            yield Follower(one, None)


def _metric(what: What) -> str:
    """The id that a target on it names."""
    return what.of[0] or "" if what.topic == "interval" else what.topic


def _without(diff: Diff, one: Difference, root: Difference) -> float | None:
    """The shift of what is left of a time without that of the step; None where the shift of the step is not as
    large."""
    if _shift(one) * _shift(root) <= 0 or abs(_shift(root)) < (1 - REST) * abs(_shift(one)):
        return None
    return shift_of(*(_less(side, one.what, root.what) for side in (diff.a, diff.b))).value


def _less(side: Side, what: What, step: What) -> list[int]:
    """For each case with that time, what is left of it without the time of the step."""
    spent = side.times[step]
    of_step = dict(zip(spent.ids, spent.sums, strict=True))
    whole = side.times[what]
    return [ms - of_step.get(case, 0) for case, ms in zip(whole.ids, whole.sums, strict=True)]


def _shift(one: Difference) -> float:
    return one.effect.value if one.effect is not None else 0.0
