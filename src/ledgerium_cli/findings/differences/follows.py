"""The step whose wait or work differs, and the longer times that follow from it: without it they differ no more."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ledgerium_cli.findings.differences.compare import Diff, Difference
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


def root_of(diff: Diff) -> Root | None:
    """The step from which most of what differs follows; of several, the one with the largest shift. None when no
    step's time differs."""
    steps = [one for one in diff.of("differs") if one.what.topic in ("step_wait", "step_work")]
    found = [Root(one, tuple(_followers(diff, one))) for one in steps]
    return max(found, key=lambda root: (len(root.followers), abs(_shift(root.difference))), default=None)


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
