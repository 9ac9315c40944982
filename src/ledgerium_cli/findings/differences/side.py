"""One side of a comparison: the times of its cases and steps, and counts of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
"""In the order in which they are reported."""


@dataclass(frozen=True, slots=True)
class What:
    """What is compared: a topic and its subject."""

    topic: Topic
    of: tuple[str | None, ...] = ()
    """By topic: the metric of an interval; the activity of a step; kind and activity of a hold or a deviation;
    metric and minutes of a target; the two activities of a path (None for the start and the end of a case); the
    activities of a way."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds."""

    values: tuple[int, ...]
    by_case: tuple[int, ...]
    """For each case with such values, their mean."""
    ids: tuple[str, ...]
    """The cases, in the order of `by_case`."""
    sums: tuple[int, ...]
    """For each case the sum of its values."""

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


Days = Literal["recorded", "given", "in part given"]
"""Where the days of a side come from: of a recording that tells no times, a person gave when it was made."""


@dataclass(frozen=True, slots=True)
class Side:
    name: str
    """As the person named it."""
    workflow: str | None
    """The name of the declared workflow."""
    rules: str | None
    """A digest of the declared workflow; empty when the build does not give one."""
    conditions: tuple[str, ...]
    """The conditions of the filter."""
    recordings: frozenset[str]
    """Digests of the files."""
    not_whole: int
    """The number of incomplete recordings."""
    lines_left_out: int
    """The number of lines left out in all recordings."""
    cases: frozenset[str]
    open: int
    """Cases whose declared end is still to be reached; not counted in cycle, work, wait, activities, ways and paths."""
    untold: tuple[int, ...]
    """When those cases began of which nothing tells whether they are complete, UTC milliseconds."""
    seen_until_ms: int
    """When a case of its recordings was last seen, cases of the other side included."""
    marked: int
    """Cases that a person ended before the declared end; not counted there either."""
    first_day: str
    last_day: str
    zone: str
    """IANA name of the time zone of these days."""
    days: Days
    titles: Mapping[str, str]
    """Titles of activities by id, in declared or observed order."""
    given: Mapping[str, str]
    """Names that people gave to activities in the SOP, by id."""
    systems: Mapping[str, Sequence[str]]
    """Hosts by activity, most used first."""
    metrics: Mapping[str, str]
    """Titles of interval metrics by id."""
    usual_way: tuple[str, ...]
    """The most frequent variant among the counted cases; empty without any."""
    health: float | None
    health_shares: Mapping[str, Share]
    """By name, the shares of which it is the mean."""
    can_be_held: bool
    """Whether anything could tell that a case was held."""
    can_deviate: bool
    in_order: int
    """Counted cases of which it is known which of their steps came first: only they count in ways and paths."""
    not_judged: Mapping[tuple[str, str], int]
    """By kind and activity of a deviation, the number of cases that may have it or not."""
    not_known: frozenset[What]
    """Times that something took in some case, and that are known of none."""
    waits_told: bool
    """Whether waits at steps are known."""
    times: Mapping[What, Times]
    shares: Mapping[What, Share]
    taken_by: Mapping[What, int]
    """The cases that took each activity, path and way as one number, the same for the same cases."""
    performing: Mapping[str, int]
    """By activity, the number of counted cases that perform it."""
    reaching: Mapping[str, int]
    """By activity, the number of all cases that perform it."""

    @property
    def counted(self) -> int:
        """The number of cases that reached the declared end, or of all where none is declared."""
        return len(self.cases) - self.open - self.marked

    def lacks(self, what: What) -> bool:
        """Whether such a time is not known of any case or step, though there are some that took time."""
        if what in self.times:
            return False
        if what.topic in ("step_wait", "step_work"):
            return self.reaching.get(what.of[0] or "", 0) > 0
        if what.topic in ("interval", "time_to_release"):
            return what in self.not_known
        return self.counted > 0

    def share(self, what: What) -> Share | None:
        """The share of cases with something: 0 of those in which it could have been when it was never seen, None
        when that is not known."""
        if (found := self.shares.get(what)) is not None:
            return found
        n = self._could(what)
        if n is None or (not n and what.topic in ("path", "way") and self.counted):
            return None
        return Share(0, n)

    def _could(self, what: What) -> int | None:
        match what.topic:
            case "activity":
                return self.counted
            case "path" | "way":
                return self.in_order
            case "repeated":
                return self.performing.get(what.of[0] or "", 0)
            case "hold":
                activity = what.of[1]
                reached = self.reaching.get(activity, 0) if activity is not None else len(self.cases)
                return reached if self.can_be_held else None
            case "deviation":
                judged = len(self.cases) - self.not_judged.get((what.of[0] or "", what.of[1] or ""), 0)
                return judged if self.can_deviate else None
            case _:
                return None
