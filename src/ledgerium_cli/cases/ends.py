"""Whether a step ends its case."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.steps.model import Shape
from ledgerium_cli.workflow.ends import End


def ends_case(shape: Shape, ends: Sequence[End]) -> bool:
    """Whether a performance is one of the declared ends: done, or where an outcome is declared, with that outcome."""
    return any(
        end.activity == shape.activity.id
        and (shape.passed if end.outcome is None else _outcome(shape) == end.outcome)
        for end in ends
    )


def _outcome(shape: Shape) -> str | None:
    return shape.outcome.name if shape.outcome is not None else None
