"""When a case was held, by the signs that the workflow file declares or the marks that a person made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ledgerium_cli.cases.model import Hold
from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.signs import Shows, any_sign
from ledgerium_cli.workflow.wire import Workflow

BY_MARK = "marked"
GUESSED = "guessed"

_HELD = re.compile(r"\b(?:on|placed on|put on) hold\b|\bblocked\b", re.IGNORECASE)
_RELEASED = re.compile(
    r"\bhold (?:was |has been )?(?:released|lifted)\b|\b(?:released from hold|unblocked)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class HoldSigns:
    kind: str
    activity: str | None
    begins: Shows
    ends: Shows
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    holds: tuple[Hold, ...]
    held: bool | None
    releases_without_hold: int


def hold_signs(workflow: Workflow | None) -> tuple[HoldSigns, ...]:
    """What the workflow file declares; without a declaration, a guess from messages."""
    marks = HoldSigns(
        BY_MARK, None, lambda event: event.mark == "hold", lambda event: event.mark == "release"
    )
    if workflow is None or not workflow.holds:
        return marks, HoldSigns(GUESSED, None, _says(_HELD), _says(_RELEASED), guessed=True)
    declared = [
        HoldSigns(
            rule.kind,
            rule.activity,
            any_sign(rule.begins, workflow.systems),
            any_sign(rule.ends, workflow.systems),
        )
        for rule in workflow.holds
    ]
    return marks, *declared


def _says(pattern: re.Pattern[str]) -> Shows:
    return lambda event: event.message is not None and pattern.search(event.message.text) is not None


def find_holds(steps: Iterable[Step], signs: Sequence[HoldSigns], *, release_proves: bool = False) -> Held:
    """The holds of one case by their beginning, over all its recordings.

    With `release_proves` a release without a recorded hold counts the case as held.
    """
    rows = sorted(
        ((event, step) for step in steps for event in step.events),
        key=lambda row: (row[0].at_ms, row[1].recording, row[0].seq),
    )
    closed: list[Hold] = []
    open_holds: dict[str, Hold] = {}
    unmatched = 0
    for event, step in rows:
        ending = [one for one in signs if one.ends(event)]
        ended = [
            kind
            for kind in open_holds
            if any(BY_MARK in (one.kind, kind) or one.kind == kind for one in ending)
        ]
        for kind in ended:
            hold = open_holds.pop(kind)
            closed.append(replace(hold, end_ms=event.at_ms, ended_by=step.key, ended_event=event.seq))
        unmatched += bool(ending) and not ended
        for one in signs:
            if one.begins(event) and one.kind not in open_holds and not ending:
                open_holds[one.kind] = _begun(one, event, step)
    holds = sorted([*closed, *open_holds.values()], key=lambda hold: (hold.start_ms, hold.kind))
    could_tell = any(not one.guessed and one.kind != BY_MARK for one in signs)
    held = bool(holds) or (release_proves and unmatched > 0)
    return Held(tuple(holds), held if held or could_tell else None, unmatched)


def _begun(signs: HoldSigns, event: Event, step: Step) -> Hold:
    return Hold(
        kind=signs.kind,
        activity=signs.activity or step.activity.id,
        start_ms=event.at_ms,
        end_ms=None,
        guessed=signs.guessed,
        begun_by=step.key,
        begun_event=event.seq,
        ended_by=None,
        ended_event=None,
    )
