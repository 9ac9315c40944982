"""The shape of the numbers in `analysis.json`: times, rates, paths, variants.

Times are integer milliseconds; a share is between 0 and 1.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class TimesJson(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds; with fewer than five values only `n` and `values_ms` are given."""

    n: int
    values_ms: list[int] | None
    median_ms: int | None
    p90_ms: int | None
    min_ms: int | None
    max_ms: int | None
    mean_ms: int | None
    mean_low_ms: int | None
    mean_high_ms: int | None


class PathJson(msgspec.Struct, frozen=True, kw_only=True):
    source: str | None
    target: str | None
    count: int
    cases: list[str]
    between: TimesJson
    hand_offs: int | None
    """Null where it is not known of any of these times."""
    hand_offs_known: int
    """Of how many of these times it is known; 0 from the start and to the end of a case, where there can be none."""
    system_switches: int | None
    """Null as `hand_offs`."""
    system_switches_known: int


class VariantJson(msgspec.Struct, frozen=True, kw_only=True):
    activities: list[str]
    ordered: bool
    """Whether it is known that they were performed in this order."""
    cases: list[str]
    share: float
    coverage: float
    """Share of the cases with this variant or a more frequent one."""
    cycle: TimesJson


class ReworkJson(msgspec.Struct, frozen=True, kw_only=True):
    activity: str | None
    """Null for all activities together."""
    how: Literal["self_loop", "repetition", "unknown"]
    """Unknown where it is not known what was done in between."""
    by: Literal["same", "other", "unknown"]
    """By the actor of the previous performance, or another one; unknown when a log does not name the actor."""
    count: int
    cases: list[str]
    share_of_steps: float
    share_of_cases: float


class ReworkTotalJson(msgspec.Struct, frozen=True, kw_only=True):
    """All rework together; a case in which steps of several types were performed again counts once."""

    count: int
    """Performances beyond the first in a case."""
    cases: int
    share_of_steps: float | None
    """Null without a step."""
    share_of_cases: float | None
    """Null without a case."""


class ChangesJson(msgspec.Struct, frozen=True, kw_only=True):
    """How often the actor, or the system, changed from one step to the next. Null where it is not known of any case."""

    count: int | None
    cases: int | None
    """Cases with at least one change."""
    of_cases: int
    """Cases of which anything is known."""
    per_case: float | None
    most: int | None
    """The most changes in one case."""
    moves: int
    """How often one step followed another."""
    known: int
    """For how many of these it is known whether there was a change; the others are not counted."""


class IntervalJson(TimesJson, frozen=True, kw_only=True):
    title: str
    by_case_ms: dict[str, int]
    without: list[str]
    unfinished: list[str]
    unknown: list[str]
    """Cases that reached both points but whose parts of time are not known."""


class HoldKindJson(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    activity: str | None
    cases: int
    reached: int
    """Cases that reached the activity, or were held there."""
    rate: float | None
    closed: int
    """Holds, not cases, as is `open`."""
    open: int
    time_to_release: TimesJson
    not_known: int = 0
    """Holds of which it is not known whether they were released."""


class HoldRateJson(msgspec.Struct, frozen=True, kw_only=True):
    n: int | None
    held: int | None
    rate: float | None
    all_cases: int
    by_kind: list[HoldKindJson]
    closed: int
    re_held: list[str]
    """Cases held again after a release."""
    time_to_release: TimesJson
    open: list[str]
    releases_without_hold: int
    guessed: bool
    may_be_open: list[str] = []
    """Other cases with a hold of which it is not known whether the release that was seen came after it."""
    never_begun: list[str] = []
    """Declared kinds of which no hold was seen to begin."""
    only_released: list[str] = []
    """Those of them of which a release was seen: their sign may read otherwise by now."""


class ShareJson(msgspec.Struct, frozen=True, kw_only=True):
    n: int
    met: int | None
    rate: float | None


class TotalsJson(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over the cases in cycle time statistics, of the parts that are known."""

    cases: int
    cases_known: int
    """Of how many of these cases any part of time is known: the sums are of them."""
    cycle_ms: int | None
    work_ms: int | None
    system_wait_ms: int | None
    idle_ms: int | None
    between_step_wait_ms: int | None
    paused_ms: int | None
    efficiency: float | None
    """Work ÷ cycle."""
    open_ms: dict[str, int | None]
    """Cases that have not reached the declared end, with their age when the last case was last seen."""


class TargetJson(msgspec.Struct, frozen=True, kw_only=True):
    metric: str
    minutes: float | None
    share: float | None
    met: int
    n: int
    missed: list[str]
    """Cases beyond a target in minutes, open ones included."""


class HealthJson(msgspec.Struct, frozen=True, kw_only=True):
    score: float | None
    shares: dict[str, ShareJson]
    conforming_steps: ShareJson | None = None
    """Conforming steps among all steps performed or missing."""
    targets: list[TargetJson]


class WorkingTimesJson(msgspec.Struct, frozen=True, kw_only=True):
    """The times of the same names in working hours, by the declared calendar."""

    zone: str
    cycle: TimesJson
    wait: TimesJson
    time_to_release: TimesJson
    intervals: dict[str, TimesJson]
    """By the id of the interval metric."""
    cycle_ms: dict[str, int | None]
    """By case."""
    wait_ms: dict[str, int | None]
    """By case."""


class CausesJson(msgspec.Struct, frozen=True, kw_only=True):
    """Between-step wait by cause: all but the last two add up to the whole."""

    batching_ms: int
    contention_ms: int
    prioritisation_ms: int
    unavailability_ms: int | None
    """Null when no calendar is declared: not identifiable."""
    extraneous_ms: int
    not_identifiable_ms: int
    """The actor was not recording, or is not known, so nothing shows what they did."""
    prioritisation_new_cases_ms: int
    """The part of the prioritisation spent on cases that began meanwhile, whose arrival was not recorded."""
    batching_at_work_ms: int
    """The part of the batching in which the person was at work."""


class PassageJson(CausesJson, frozen=True, kw_only=True):
    source: str | None
    """The activity that enabled the step; null when nothing of the case came before."""
    target: str
    count: int
    cases: list[str]


class WaitingJson(CausesJson, frozen=True, kw_only=True):
    zone: str | None
    """The time zone of the declared calendar."""
    batch_gap_ms: int
    """The declared longest gap between two performances of a batch."""
    steps: int
    """The number of steps that were waited for."""
    cases: int
    passages: list[PassageJson]
    efficiency: float | None
    """Work ÷ cycle, over the cases in cycle time statistics."""
    impact: dict[str, float]
    """By cause: work ÷ (cycle − wait of the cause)."""


class PeriodJson(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    """`2026-W48` for an ISO week; `2026-11` for a month."""
    start: str
    end: str
    started: int
    ended: int
    open: int
    """Cases that started in the period and whose declared end is still to be reached."""
    settled: bool
    """Whether at least four in five of the cases that started in it have ended; only such periods are compared."""
    cycle: TimesJson
    """Over the cases that started in the period and ended, as is `wait`."""
    wait: TimesJson
    hold_rate: ShareJson | None
    """Over the cases that started in the period, as is `first_time_right`; null when it cannot be told."""
    first_time_right: ShareJson | None


class DifferenceJson(msgspec.Struct, frozen=True, kw_only=True):
    """The first settled period in which a case began against the last one. Times are milliseconds."""

    measure: Literal["cycle", "wait", "hold_rate", "first_time_right"]
    first_period: str
    """Its label."""
    last_period: str
    first: float | None
    """Median of a time, or share of a rate."""
    last: float | None
    n_first: int
    n_last: int
    p: float | None
    """Mann-Whitney for times, Fisher for rates, two-sided; null with fewer than five values in either period."""
    corrected: float | None
    """p corrected by Holm for all measures by which the two periods are compared."""
    differs: bool | None
    """Corrected p ≤ 0.05."""


class ShiftJson(msgspec.Struct, frozen=True, kw_only=True):
    """The boundary between periods at which a measure changed most clearly, by more than noise."""

    measure: Literal["cycle", "wait", "hold_rate", "first_time_right"]
    since: str
    """Label of the first period after the change."""
    before: float
    after: float
    n_before: int
    n_after: int
    p: float
    """Mann-Whitney, two-sided, corrected by Holm for all boundaries tried."""
    places: int


class TrendJson(msgspec.Struct, frozen=True, kw_only=True):
    zone: str
    periods: list[PeriodJson]
    differences: list[DifferenceJson]
    shifts: list[ShiftJson]
    untimed: int
    """The number of cases in no period, since no time of them is known."""
