"""The shape of models, and of cases held against the declared one, in `analysis.json`."""

from __future__ import annotations

from typing import Literal

import msgspec


class QualityJson(msgspec.Struct, frozen=True, kw_only=True):
    measure: str
    value: float | None
    reason: str | None
    """Why there is no value, or what it does not count."""


class ModelJson(msgspec.Struct, frozen=True, kw_only=True):
    tree: str
    """`sequence(a, optional(b), choice(c, d), parallel(e, f), repeat(g, h))` over activity ids."""
    method: str
    variants: int
    cases: int
    variants_left_out: int
    cases_left_out: int
    fitness: QualityJson
    precision: QualityJson


class MoveJson(msgspec.Struct, frozen=True, kw_only=True):
    who: Literal["both", "case", "model"]
    """Who makes it: what only the case did, or only the declared workflow asks for, costs 1."""
    activity: str


class AlignedJson(msgspec.Struct, frozen=True, kw_only=True):
    activities: list[str]
    """As performed; rework up to the declared `at_most` is no move."""
    open: bool
    """What is missing may yet come."""
    cases: list[str]
    cost: int
    moves: list[MoveJson]


class ConformanceJson(msgspec.Struct, frozen=True, kw_only=True):
    fitness: QualityJson
    variants: list[AlignedJson]
    """Most cases first."""
