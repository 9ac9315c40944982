"""Which events show that a hold begins or ends: by a mark, by what the workflow file declares, else by a guess."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.recording.model import EventKind
from ledgerium_cli.steps.model import HoldBegin
from ledgerium_cli.workflow.signs import Everything, every_sign, kinds_of
from ledgerium_cli.workflow.wire import Sign, Workflow

BY_MARK = "marked"
GUESSED = "guessed"

_HELD = r"\b(?:on|placed on|put on) hold\b|\bblocked\b"
_RELEASED = r"\bhold (?:was |has been )?(?:released|lifted)\b|\b(?:released from hold|unblocked)\b"


def declares_holds(workflow: Workflow | None) -> bool:
    return workflow is not None and bool(workflow.holds)


def hold_begins(workflow: Workflow | None) -> Everything[HoldBegin]:
    return every_sign(_begins(workflow), workflow.systems if workflow is not None else ())


def hold_ends(workflow: Workflow | None) -> Everything[str]:
    """Kinds of holds."""
    return every_sign(_ends(workflow), workflow.systems if workflow is not None else ())


def kinds_of_holds(workflow: Workflow | None) -> frozenset[EventKind]:
    signs = [sign for sign, _ in (*_begins(workflow), *_ends(workflow))]
    return frozenset(kind for sign in signs for kind in kinds_of(sign))


def _begins(workflow: Workflow | None) -> Iterator[tuple[Sign, HoldBegin]]:
    yield Sign(mark="hold"), HoldBegin(BY_MARK, None, False)
    if workflow is None or not workflow.holds:
        yield Sign(message=_HELD), HoldBegin(GUESSED, None, True)
        return
    for rule in workflow.holds:
        yield from ((sign, HoldBegin(rule.kind, rule.activity, False)) for sign in rule.begins)


def _ends(workflow: Workflow | None) -> Iterator[tuple[Sign, str]]:
    yield Sign(mark="release"), BY_MARK
    if workflow is None or not workflow.holds:
        yield Sign(message=_RELEASED), GUESSED
        return
    for rule in workflow.holds:
        yield from ((sign, rule.kind) for sign in rule.ends)
