"""One of the two sides: the values of its cases and steps, and what is counted of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

TimeTopic = Literal[
    "cycle",
    "work",
    "wait",
    "system_wait",
    "idle",
    "between_step_wait",
    "paused",
    "interval",
    "step_wait",
    "step_work",
    "time_to_release",
]
ShareTopic = Literal[
    "held",
    "hold",
    "first_time_right",
    "rework",
    "repeated",
    "conforming",
    "deviation",
    "target",
    "activity",
    "way",
    "path",
]
Topic = TimeTopic | ShareTopic
TOPICS: tuple[Topic, ...] = (*get_args(TimeTopic), *get_args(ShareTopic))
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class What:
    """What is compared."""

    topic: Topic
    of: tuple[str | None, ...] = ()
    """The metric of an interval; the activity of a step; kind and activity of a hold or a deviation; metric and minutes
    of a target; the two activities of a path, None for the start and the end of a case; the activities of a way."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds."""

    values: tuple[int, ...]
    by_case: tuple[int, ...]
    """One for each case that has any: the mean of its own."""

    @property
    def cases(self) -> int:
        return len(self.by_case)


@dataclass(frozen=True, slots=True)
class Share:
    met: int
    n: int

    @property
    def value(self) -> float | None:
        return self.met / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Side:
    name: str
    """As the person named it."""
    workflow: str | None
    """Name of the declared workflow."""
    rules: str | None
    """Digest of the declared workflow; empty where the build does not say it."""
    conditions: tuple[str, ...]
    """Of the filter."""
    recordings: frozenset[str]
    """Digests of the files."""
    not_whole: int
    """How many of them are."""
    lines_left_out: int
    """Of all of them."""
    cases: frozenset[str]
    open: int
    """Cases that did not reach the declared end: no part of cycle, work, wait, activities, ways and paths."""
    first_day: str
    last_day: str
    titles: Mapping[str, str]
    """Of activities, by id, in declared or observed order."""
    metrics: Mapping[str, str]
    """Titles of interval metrics, by id."""
    usual_way: tuple[str, ...]
    """The most frequent variant of the cases that are not open; empty where all are."""
    health: float | None
    can_be_held: bool
    """Whether anything could tell that a case was held."""
    can_deviate: bool
    waits_told: bool
    """Whether the waits at steps are in it."""
    times: Mapping[What, Times]
    shares: Mapping[What, Share]
    performing: Mapping[str, int]
    """By activity: cases that are not open and perform it."""
    reaching: Mapping[str, int]
    """By activity: all cases that perform it, open ones included."""

    @property
    def ended(self) -> int:
        return len(self.cases) - self.open

    def share(self, what: What) -> Share | None:
        """None where it is not known; what was never seen is none of the cases in which it could have been."""
        if (found := self.shares.get(what)) is not None:
            return found
        n = self._could(what)
        return Share(0, n) if n is not None else None

    def _could(self, what: What) -> int | None:
        match what.topic:
            case "activity" | "path" | "way":
                return self.ended
            case "repeated":
                return self.performing.get(what.of[0] or "", 0)
            case "hold":
                activity = what.of[1]
                reached = self.reaching.get(activity, 0) if activity is not None else len(self.cases)
                return reached if self.can_be_held else None
            case "deviation":
                return len(self.cases) if self.can_deviate else None
            case _:
                return None
