"""The shape of models, and of cases aligned with the declared workflow, in `analysis.json`."""

from __future__ import annotations

from typing import Literal

import msgspec


class QualityJson(msgspec.Struct, frozen=True, kw_only=True):
    measure: str
    value: float | None
    reason: str | None
    """Why there is no value, or what the value leaves out."""


class ModelJson(msgspec.Struct, frozen=True, kw_only=True):
    tree: str
    """`sequence(a, optional(b), choice(c, d), parallel(e, f), repeat(g, h))` over activity ids."""
    method: str
    variants: int
    cases: int
    variants_left_out: int
    cases_left_out: int
    """Those of the variants left out, and those of which it is not known which step came first."""
    fitness: QualityJson
    precision: QualityJson


class MoveJson(msgspec.Struct, frozen=True, kw_only=True):
    who: Literal["both", "case", "model"]
    """Who makes the move: one made only by the case, or only by the declared workflow, costs 1."""
    activity: str


class AlignedJson(msgspec.Struct, frozen=True, kw_only=True):
    activities: list[str]
    """As performed; rework up to the declared `at_most` is not a move."""
    whole: bool
    """The declared end was reached; else steps that these cases do not have count as none that are missing."""
    open: bool
    """The declared end is still to be reached. Neither: a person ended them before it, or none is declared."""
    cases: list[str]
    cost: int
    moves: list[MoveJson]


class ConformanceJson(msgspec.Struct, frozen=True, kw_only=True):
    fitness: QualityJson
    variants: list[AlignedJson]
    """Most cases first."""
