"""The signs that begin or end holds: marks, signs declared in the workflow file, or else guesses from messages."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.steps.held_words import HELD, RELEASED
from ledgerium_cli.steps.model import HoldBegin
from ledgerium_cli.workflow.wire import Sign, Workflow

BY_MARK = "marked"
GUESSED = "guessed"
DRAFTED = "on-hold"
"""The kind under which a drafted workflow file declares the holds that were guessed."""


def declares_holds(workflow: Workflow | None) -> bool:
    """Whether a person did."""
    return bool(declared_at(workflow))


def declared_at(workflow: Workflow | None) -> frozenset[str]:
    """Ids of the activities at which a person declared that a hold can begin."""
    if workflow is None:
        return frozenset()
    return frozenset(rule.activity for rule in workflow.holds if not is_guess(workflow, rule.kind))


def is_guess(workflow: Workflow, kind: str) -> bool:
    """Whether a declared kind of hold is what a draft says of the guessed ones."""
    return workflow.draft and kind == DRAFTED


def begins_of(workflow: Workflow | None) -> Iterator[tuple[Sign, HoldBegin]]:
    """Each sign with the hold that it begins."""
    yield Sign(mark="hold"), HoldBegin(BY_MARK, None, False)
    if workflow is None or not workflow.holds:
        yield Sign(message=HELD), HoldBegin(GUESSED, None, True)
        return
    for rule in workflow.holds:
        guessed = is_guess(workflow, rule.kind)
        yield from ((sign, HoldBegin(rule.kind, rule.activity, guessed)) for sign in rule.begins)


def ends_of(workflow: Workflow | None) -> Iterator[tuple[Sign, str]]:
    """Each sign with the kind of hold that it ends."""
    yield Sign(mark="release"), BY_MARK
    if workflow is None or not workflow.holds:
        yield Sign(message=RELEASED), GUESSED
        return
    for rule in workflow.holds:
        yield from ((sign, rule.kind) for sign in rule.ends)
