"""Whether a step ends its case."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.steps.model import Shape
from ledgerium_cli.workflow.ends import End


def ends_case(shape: Shape, ends: Sequence[End]) -> bool:
    """Whether a performance is one of the declared ends: done, or where an outcome is declared, with that outcome."""
    return end_shown(shape, ends) is not None


def end_shown(shape: Shape, ends: Sequence[End]) -> End | None:
    """The declared end that a performance is, if it is one."""
    for end in ends:
        is_it = shape.passed if end.outcome is None else _outcome(shape) == end.outcome
        if end.activity == shape.activity.id and is_it:
            return end
    return None


def _outcome(shape: Shape) -> str | None:
    return shape.outcome.name if shape.outcome is not None else None
