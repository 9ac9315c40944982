"""What was refused, and what was done only to set that right."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.steps.model import Action, Shape, What

ON_THE_WAY = (
    "follow", "press", "choose", "choose_entry", "send", "drop", "double_press", "double_choose", "click_cell",
)  # fmt: skip
"""What tells one way from another: fields may be filled in any order."""

ENDS = ("press", "send", "double_press")


def path(actions: Sequence[Action]) -> tuple[What, ...]:
    """The links, buttons and entries, in order."""
    return tuple(action.what for action in actions if action.doing in ON_THE_WAY)


def end(actions: Sequence[Action]) -> What | None:
    """What was pressed or sent last; None where nothing was."""
    return next((one.what for one in reversed(actions) if one.doing in ENDS), None)


def _pressed(actions: Sequence[Action]) -> list[What]:
    return [one.what for one in actions if one.doing in ENDS]


def was_refused(shape: Shape) -> bool:
    """Its declared result says so; where it showed none, an error at a field after the last thing that was done."""
    if shape.outcome is not None:
        return shape.refused
    last = shape.inputs[-1] if shape.inputs else -1
    return any(one.kind == "validation_error" and one.at > last for one in shape.alerts)


def only_sets_right(refused: Shape, after: Shape) -> bool:
    """Whether what followed a refused performance of the same step in its case came to the same end, but is no
    performance of its own: it pressed something else, or left out something that the refused one did."""
    first, then = refused.actions, after.actions
    if end(then) is None or end(first) != end(then):
        return False
    return _pressed(first) != _pressed(then) or not {one.what for one in first} <= {one.what for one in then}


def sets_right(refused: dict[str, Shape], shape: Shape) -> bool:
    """Of each performance of a case, in order: whether it only sets right what was refused. What was, and was not done
    again as a whole since, stands in `refused`, by activity."""
    before = refused.pop(shape.activity.id, None)
    mends = before is not None and only_sets_right(before, shape)
    if was_refused(shape):
        refused[shape.activity.id] = before if before is not None and mends else shape
    return mends
