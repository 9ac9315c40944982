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
from ledgerium_cli.steps.pages import MOST_PAGES

_NUMBER = re.compile(r"[^/]+/(?:\d+|\[.*\])")
"""A bare number in a path: it may be an order, a dashboard on which all the work is done, or a page of a form."""


def apart_by_recording(mapped: Iterable[Mapped]) -> Callable[[Mapped], Mapped]:
    """A function that makes each recording a case, in a mapped recording. Applies only where the cases were guessed
    from bare numbers in addresses or from a reference that only headings or titles show, these are the same in all,
    and they show the same work again and again: all of it on one case, or on each its own as on the pages of a form.
    A case on which several people did different work stays one case; recordings whose cases were found in any other
    way do not change."""
    cases: set[str] = set()
    told: list[frozenset[tuple[str, str]]] = []
    for one in mapped:
        if any(map(_may_say_nothing, one.steps)):
            found = {step.case for step in one.steps}
            if (told and found != cases) or len(found) > MOST_PAGES:
                return as_it_is
            cases = found
            told.append(frozenset((step.case, step.activity.id) for step in one.steps))
    are_same = len(told) > 1 and _same_work(told) and _each_its_own(told)
    return partial(_by_recording, cases=cases) if are_same else as_it_is


def _by_recording(one: Mapped, cases: Collection[str]) -> Mapped:
    if not any(step.case in cases for step in one.steps):
        return one
    return replace(one, steps=tuple(map(_of_recording, one.steps)))


def _may_say_nothing(step: Step) -> bool:
    if step.case_decided_by != "guess":
        return False
    by_number = "route" in step.told_by and _NUMBER.fullmatch(step.case) is not None
    return by_number or ("route" not in step.told_by and bool({"heading", "title"} & {*step.told_by}))


def _same_work(told: Sequence[Collection[tuple[str, str]]]) -> bool:
    """Whether at least half of the work of each recording, by (case, activity), occurs in more than half of them."""
    count = Counter(work for own in told for work in own)
    common = {work for work, times in count.items() if 2 * times > len(told)}
    return all(2 * len(common.intersection(own)) >= len(own) for own in told)


def _each_its_own(told: Sequence[Collection[tuple[str, str]]]) -> bool:
    """Whether no activity was performed on more than one of the cases."""
    performed_on = Counter(activity for _, activity in {work for own in told for work in own})
    return all(n == 1 for n in performed_on.values())


def _of_recording(step: Step) -> Step:
    shape = msgspec.structs.replace(step.shape, told_by=("recording",), case_decided_by="guess")
    return msgspec.structs.replace(step, case=step.recording, shape=shape)
