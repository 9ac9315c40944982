"""Recognises refusals, and performances that only correct a refusal."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.steps.model import Action, Shape, What

ON_THE_WAY = (
    "follow", "press", "choose", "choose_entry", "send", "drop", "double_press", "double_choose", "click_cell",
)  # fmt: skip
"""Actions that distinguish ways; fields may be filled in any order."""

ENDS = ("press", "send", "double_press")


def path(actions: Sequence[Action]) -> tuple[What, ...]:
    """The links, buttons and entries used, in order."""
    return tuple(action.what for action in actions if action.doing in ON_THE_WAY)


def end(actions: Sequence[Action]) -> What | None:
    """What was pressed or sent last; None if nothing was."""
    return next((one.what for one in reversed(actions) if one.doing in ENDS), None)


def _pressed(actions: Sequence[Action]) -> list[What]:
    return [one.what for one in actions if one.doing in ENDS]


def was_refused(shape: Shape) -> bool:
    """Whether the performance was refused: by its declared result, else by a field error after its last input."""
    return shape.refused if shape.outcome is not None else shape.ends_in_field_error


def only_sets_right(refused: Shape, after: Shape) -> bool:
    """Whether a performance that follows a refused one of the same step in the same case merely corrects it: it came
    to the same end, but pressed something else, or left out something that the refused one did."""
    first, then = refused.actions, after.actions
    if end(then) is None or end(first) != end(then):
        return False
    return _pressed(first) != _pressed(then) or not {one.what for one in first} <= {one.what for one in then}


def sets_right(refused: dict[str, Shape], shape: Shape) -> bool:
    """Whether a performance only corrects a refusal. Call it for each performance of a case in order; `refused`
    keeps, by activity, the refused performance that has not been repeated as a whole since."""
    before = refused.pop(shape.activity.id, None)
    mends = before is not None and only_sets_right(before, shape)
    if was_refused(shape):
        refused[shape.activity.id] = before if before is not None and mends else shape
    return mends
