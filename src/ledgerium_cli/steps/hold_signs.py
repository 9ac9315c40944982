"""The signs that begin or end holds: marks, signs declared in the workflow file, or else guesses from messages."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.steps.model import HoldBegin
from ledgerium_cli.workflow.wire import Sign, Workflow

BY_MARK = "marked"
GUESSED = "guessed"

_HOLD = r"\b(?:(?:placed |put )?on hold|blocked)\b"
_AUXILIARY = r"(?:any|currently|yet|now|longer|is|are|was|were|be|been|being|to|get|got)"
_DENIED = rf"(?:\bnot|\bcannot|n['’]t|\bnever|\bno)(?:\s+{_AUXILIARY})*\s+{_HOLD}"
_OF_NONE = rf"\b(?:no|none|nothing|0)\b(?:\s+[\w-]+){{0,4}}?\s+{_HOLD}"
_NOT_HELD = rf"(?:{_DENIED}|{_OF_NONE})"
_HELD = rf"\A(?:{_NOT_HELD}|(?!{_NOT_HELD}|{_HOLD})[\s\S])*+{_HOLD}"
"""Matches a text that somewhere says that something is held, other than in a negation."""
_RELEASED = (
    r"\bhold (?:was |has been )?(?:released|lifted)\b|\b(?:released from hold|unblocked)\b"
    r"|\bno longer (?:on hold|blocked)\b"
)


def declares_holds(workflow: Workflow | None) -> bool:
    return workflow is not None and bool(workflow.holds)


def begins_of(workflow: Workflow | None) -> Iterator[tuple[Sign, HoldBegin]]:
    """Each sign with the hold that it begins."""
    yield Sign(mark="hold"), HoldBegin(BY_MARK, None, False)
    if workflow is None or not workflow.holds:
        yield Sign(message=_HELD), HoldBegin(GUESSED, None, True)
        return
    for rule in workflow.holds:
        yield from ((sign, HoldBegin(rule.kind, rule.activity, False)) for sign in rule.begins)


def ends_of(workflow: Workflow | None) -> Iterator[tuple[Sign, str]]:
    """Each sign with the kind of hold that it ends."""
    yield Sign(mark="release"), BY_MARK
    if workflow is None or not workflow.holds:
        yield Sign(message=_RELEASED), GUESSED
        return
    for rule in workflow.holds:
        yield from ((sign, rule.kind) for sign in rule.ends)
