"""What a score is made of: criteria of up to three points, each earned or missed on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledgerium_cli.score.sop import Sop

POINTS = 3
"""Of a criterion."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one point is earned."""

    earned: bool | None
    """None: not applicable, since it is about what nobody stated."""
    reason: str
    """What was found, in a few words."""
    lines: tuple[int, ...] = ()
    """Where, from 1; of a missed point where to mend it."""


@dataclass(frozen=True, slots=True)
class Point:
    """One of the three of a criterion."""

    earned_by: str
    """What earns it, as the documentation and the advice say it."""
    judge: Callable[[Sop], Finding]


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    title: str
    weight: int
    """Of all weights together, which make 100."""
    asks: str
    points: tuple[Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a document got for one criterion."""

    criterion: Criterion
    findings: tuple[Finding, Finding, Finding]
    """In the order of the criterion's points."""

    @property
    def points(self) -> int:
        return sum(one.earned is True for one in self.findings)

    @property
    def of(self) -> int:
        """How many can be earned: three without those that are not applicable."""
        return sum(one.earned is not None for one in self.findings)

    @property
    def next(self) -> tuple[Point, Finding] | None:
        """What earns the next point, and what stands in its way; None where all are earned."""
        pairs = zip(self.criterion.points, self.findings, strict=True)
        return next(((point, found) for point, found in pairs if found.earned is False), None)


@dataclass(frozen=True, slots=True)
class Score:
    marks: tuple[Mark, ...]
    english: bool = True
    """Whether it is written in the language that the rules read."""

    @property
    def exact(self) -> float:
        """0 to 100: the share of the points of each criterion, weighted; without criteria that are not applicable."""
        judged = [mark for mark in self.marks if mark.of]
        weights = sum(mark.criterion.weight for mark in judged)
        return sum(100 * mark.criterion.weight * mark.points / mark.of for mark in judged) / weights

    @property
    def total(self) -> int:
        """Rounded down: a score is never better than it looks."""
        return int(self.exact + 1e-9)
