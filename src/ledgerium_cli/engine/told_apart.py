"""Where a guessed reference is the same in every recording, and so tells nothing apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from ledgerium_cli.engine.mapped import Mapped
from ledgerium_cli.steps.model import Step

_NUMBER = re.compile(r"[^/]+/(?:\d+|\[.*\])")
"""A bare number below something: an order as well as a dashboard that everything is done on."""


def told_apart(mapped: Sequence[Mapped]) -> Sequence[Mapped]:
    """Recordings as cases, where a bare number in the addresses, which no person declared, is the same in all of them,
    and where they show the same work again and again. One case on which several people did each their own work stays
    one; recordings that are told by anything else stay as they are."""
    told = [one for one in mapped if any(map(_is_by_number, one.steps))]
    cases = {step.case for one in told for step in one.steps}
    if len(told) < 2 or len(cases) > 1 or not _same_work(told):
        return mapped
    [case] = cases
    return [
        replace(one, steps=tuple(map(_of_recording, one.steps)))
        if any(step.case == case for step in one.steps)
        else one
        for one in mapped
    ]


def _is_by_number(step: Step) -> bool:
    return (
        step.case_decided_by == "guess"
        and "route" in step.told_by
        and _NUMBER.fullmatch(step.case) is not None
    )


def _same_work(mapped: Sequence[Mapped]) -> bool:
    """Whether at least half of the activities of each recording are seen in more than half of them."""
    activities = [{step.activity.id for step in one.steps} for one in mapped]
    count = Counter(activity for own in activities for activity in own)
    common = {activity for activity, times in count.items() if 2 * times > len(mapped)}
    return all(2 * len(own & common) >= len(own) for own in activities)


def _of_recording(step: Step) -> Step:
    shape = msgspec.structs.replace(step.shape, told_by=("recording",), case_decided_by="guess")
    return msgspec.structs.replace(step, case=step.recording, shape=shape)
