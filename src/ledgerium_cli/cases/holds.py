"""When a case was held, from the hold signs of its steps."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.cases.model import Hold
from ledgerium_cli.steps.hold_signs import BY_MARK
from ledgerium_cli.steps.model import HoldBegin, Step


class Held(Struct, frozen=True):
    holds: tuple[Hold, ...]
    held: bool | None
    releases_without_hold: int


def find_holds(
    steps: Iterable[Step], *, could_tell: bool, timed: bool = True, release_proves: bool = False
) -> Held:
    """The holds of one case over all its recordings, sorted by start.

    `could_tell`: the workflow file declares holds, so a case without one was not held (`held` is False rather than
    None). With `release_proves` a release without a recorded hold makes the case count as held.
    """
    rows = sorted(
        (
            (step.times[sign.at], step.recording, step.numbers[sign.at], sign, step)
            for step in steps
            for sign in step.shape.hold_signs
        ),
        key=lambda row: row[:3],
    )
    closed: list[Hold] = []
    open_holds: dict[str, Hold] = {}
    unmatched = 0
    for at_ms, _, number, sign, step in rows:
        ended = [
            kind
            for kind in open_holds
            if any(BY_MARK in (ending, kind) or ending == kind for ending in sign.ends)
        ]
        for kind in ended:
            hold = open_holds.pop(kind)
            closed.append(replace(hold, end_ms=at_ms, ended_by=step.key, ended_event=number))
        unmatched += bool(sign.ends) and not ended and not sign.is_state
        for begins in sign.begins:
            if begins.kind not in open_holds and not sign.ends:
                open_holds[begins.kind] = _begun(begins, at_ms, number, step, timed=timed)
    holds = sorted([*closed, *open_holds.values()], key=lambda hold: (hold.start_ms, hold.kind))
    held = bool(holds) or (release_proves and unmatched > 0)
    return Held(tuple(holds), held if held or could_tell else None, unmatched)


def _begun(begins: HoldBegin, at_ms: int, number: int, step: Step, *, timed: bool) -> Hold:
    return Hold(
        kind=begins.kind,
        activity=begins.activity or step.activity.id,
        start_ms=at_ms,
        end_ms=None,
        guessed=begins.guessed,
        begun_by=step.key,
        begun_event=number,
        ended_by=None,
        ended_event=None,
        timed=timed,
    )
