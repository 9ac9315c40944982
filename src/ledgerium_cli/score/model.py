"""The data model of a score: criteria of three points, each earned or missed on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledgerium_cli.score.sop import Sop

POINTS = 3
"""Points per criterion."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for one point."""

    earned: bool | None
    """None when the point does not apply, as it is about something nobody stated."""
    reason: str
    """What was found, in a few words."""
    lines: tuple[int, ...] = ()
    """Line numbers from 1 of what was found; for a missed point, of what to change."""


@dataclass(frozen=True, slots=True)
class Point:
    """One of the three points of a criterion."""

    earned_by: str
    """What earns the point, as the documentation and the advice put it."""
    judge: Callable[[Sop], Finding]


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    title: str
    weight: int
    """Weights of all criteria add up to 100."""
    asks: str
    points: tuple[Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Mark:
    """The result for one criterion."""

    criterion: Criterion
    findings: tuple[Finding, Finding, Finding]
    """In the order of the criterion's points."""

    @property
    def points(self) -> int:
        return sum(one.earned is True for one in self.findings)

    @property
    def of(self) -> int:
        """Number of points that can be earned: three, less those that do not apply."""
        return sum(one.earned is not None for one in self.findings)

    @property
    def next(self) -> tuple[Point, Finding] | None:
        """The next point to earn, and the finding that missed it; None when all are earned."""
        pairs = zip(self.criterion.points, self.findings, strict=True)
        return next(((point, found) for point, found in pairs if found.earned is False), None)


@dataclass(frozen=True, slots=True)
class Score:
    marks: tuple[Mark, ...]
    english: bool = True
    """Whether the text is in English, the only language of the rules."""

    @property
    def exact(self) -> float:
        """0 to 100: the weighted mean of the share of points earned per criterion, over the criteria that apply."""
        judged = [mark for mark in self.marks if mark.of]
        weights = sum(mark.criterion.weight for mark in judged)
        return sum(100 * mark.criterion.weight * mark.points / mark.of for mark in judged) / weights

    @property
    def total(self) -> int:
        """Rounded down, so that the shown score never exceeds the exact one."""
        return int(self.exact + 1e-9)
