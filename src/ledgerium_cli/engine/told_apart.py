"""Recordings become cases where a guessed reference is the same in all of them and so distinguishes nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

import msgspec
from msgspec.structs import replace

from ledgerium_cli.steps.mapped import Mapped, as_it_is
from ledgerium_cli.steps.model import Step

_NUMBER = re.compile(r"[^/]+/(?:\d+|\[.*\])")
"""A bare number in a path: it may be an order, or a dashboard on which all the work is done."""


def told_apart(mapped: Iterable[Mapped]) -> Callable[[Mapped], Mapped]:
    """A function that makes each recording a case, in a mapped recording. Applies only where the case was guessed
    from a bare number in addresses or from a reference that only headings show, that is the same in all recordings,
    and they show the same work again and again. A case on which several people did different work stays one case;
    recordings whose cases were found in any other way do not change."""
    cases: set[str] = set()
    told: list[frozenset[str]] = []
    for one in mapped:
        if any(map(_may_say_nothing, one.steps)):
            cases.update(step.case for step in one.steps)
            told.append(frozenset(step.activity.id for step in one.steps))
        if len(cases) > 1:
            return as_it_is
    return partial(_by_recording, cases=cases) if len(told) > 1 and _same_work(told) else as_it_is


def _by_recording(one: Mapped, cases: Collection[str]) -> Mapped:
    if not any(step.case in cases for step in one.steps):
        return one
    return replace(one, steps=tuple(map(_of_recording, one.steps)))


def _may_say_nothing(step: Step) -> bool:
    if step.case_decided_by != "guess":
        return False
    by_number = "route" in step.told_by and _NUMBER.fullmatch(step.case) is not None
    return by_number or ("heading" in step.told_by and "route" not in step.told_by)


def _same_work(activities: Sequence[Collection[str]]) -> bool:
    """Whether at least half of the activities of each recording occur in more than half of the recordings."""
    count = Counter(activity for own in activities for activity in own)
    common = {activity for activity, times in count.items() if 2 * times > len(activities)}
    return all(2 * len(common.intersection(own)) >= len(own) for own in activities)


def _of_recording(step: Step) -> Step:
    shape = msgspec.structs.replace(step.shape, told_by=("recording",), case_decided_by="guess")
    return msgspec.structs.replace(step, case=step.recording, shape=shape)
