"""The shape of `analysis.json`, format 1: the contract with scripts, and its schema.

Times are integer milliseconds, instants RFC 3339 in UTC; a part that is unknown is null.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ledgerium_cli.documents.analysis.cases_shape import CaseJson, EvidenceJson
from ledgerium_cli.documents.analysis.models_shape import ConformanceJson, ModelJson
from ledgerium_cli.documents.analysis.numbers_shape import (
    ChangesJson,
    HealthJson,
    HoldRateJson,
    IntervalJson,
    PathJson,
    ReworkJson,
    ShareJson,
    TimesJson,
    TotalsJson,
    TrendJson,
    VariantJson,
    WaitingJson,
    WorkingTimesJson,
)


class ClockJumpJson(msgspec.Struct, frozen=True, kw_only=True):
    event: int
    """The first one after it."""
    by_ms: int
    """Ahead; negative where the clock was set back."""


class RecordingJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    actor: str
    workflow: str
    time_zone: str
    start: str
    events: int
    sealed: bool
    seal: Literal["fits", "missing", "other count", "other content"]
    sealed_events: int | None
    """How many the seal counts, where others could be read."""
    lines_left_out: dict[
        Literal["cut off", "unreadable", "number used twice", "after the seal", "second header"], int
    ]
    """How many, by reason."""
    clock_jumps: list[ClockJumpJson]
    """At most fifty."""
    more_clock_jumps: int
    generated: bool
    sha256: str
    log: str | None
    """Format of the log that it is, written by another program; null for a recording."""
    source: str | None
    """File of another recorder that it was imported from."""
    source_sha256: str | None


class JumpedJson(msgspec.Struct, frozen=True, kw_only=True):
    """What a jump of a clock counts as in the time of a case; zero where the clock was set back."""

    case: str
    recording: str
    event: int
    by_ms: int
    work_ms: int | None
    system_wait_ms: int | None
    idle_ms: int | None
    between_step_wait_ms: int | None
    paused_ms: int | None


class ClockDoubtJson(msgspec.Struct, frozen=True, kw_only=True):
    """Clocks of two people that cannot both be right, where the declared order was kept."""

    earlier: str
    later: str
    cases: list[str]
    at_least_ms: int


class ClocksJson(msgspec.Struct, frozen=True, kw_only=True):
    jumps: list[JumpedJson]
    doubts: list[ClockDoubtJson]


class OutcomeJson(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    result: str
    steps: int
    cases: list[str]
    first: EvidenceJson


class ActivityJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    renamed: str | None
    """The name that people gave it in `sop.md`; null where they did not."""
    named_by: Literal["rule", "guess", "log"]
    steps: int
    cases: list[str]
    actors: list[str]
    systems: list[str]
    fields: list[str]
    controls: list[str]
    messages: list[str]
    outcomes: list[OutcomeJson]
    repeats: int
    work_ms: int | None
    """This and the next four are the sum over all steps of what is known."""
    system_wait_ms: int | None
    idle_ms: int | None
    between_step_wait_ms: int | None
    paused_ms: int | None
    work: TimesJson
    wait: TimesJson


class DeviationJson(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    case: str
    activity: str
    reason: str
    evidence: list[EvidenceJson]


class VolumeJson(msgspec.Struct, frozen=True, kw_only=True):
    """Cases in which there is something to save."""

    cases: int
    of_cases: int
    recorded_weeks: float
    cases_per_week: float | None
    """Null where it is not known."""
    declared: bool
    """From a declared number of cases per week; else from the recordings."""


class OpportunityJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    rule: str
    kind: str
    title: str
    activities: list[str]
    why: str
    cases: list[str]
    evidence: list[EvidenceJson]
    work_baseline_ms: int
    wait_baseline_ms: int
    clock_ms: int
    """Left out of both: what of the time recorded there a clock that jumped ahead may have made."""
    share_low: float
    share_high: float
    share_declared: bool
    """Assumed by a person; else the default of the rule."""
    volume: VolumeJson
    work_saving_low_ms: int
    work_saving_high_ms: int
    wait_saving_low_ms: int
    wait_saving_high_ms: int
    assumptions: list[str]
    against: list[str]
    risk: str
    measure: str
    person_decides: bool
    """As proposed it finds, shows or prepares, and leaves to a person what to do."""
    gains: Literal["time", "not known", "gap", "nothing"]
    """Time; perhaps time, where none is known; it closes a gap and saves none; nothing that is not saved already."""
    instead_of: str | None
    """The id of a larger one that it contradicts: of the two only that one counts in a sum."""
    rank_is_stable: bool
    """Its place in the list stays when work or wait weighs a fifth more or less."""


class FilterJson(msgspec.Struct, frozen=True, kw_only=True):
    conditions: list[str]
    """As they were given: `--only actor=Ana`."""
    cases_left_out: int
    recordings_left_out: int


class AnalysisJson(msgspec.Struct, frozen=True, kw_only=True):
    format: Literal[1]
    workflow: str | None
    """Name of the workflow file's workflow; null without a file: every step is then a guess."""
    workflow_sha256: str | None
    """Of what the file declares: comments and order of keys are no part of it."""
    recordings: list[RecordingJson]
    files_not_read: int
    """In which there was no recording that could be read."""
    filter: FilterJson | None
    """Which cases these are; null where they are all."""
    cases: list[CaseJson]
    clocks: ClocksJson
    """Where they touch the times of cases."""
    activities: list[ActivityJson]
    paths: list[PathJson]
    variants: list[VariantJson]
    rework: list[ReworkJson]
    hand_offs: ChangesJson
    system_switches: ChangesJson
    totals: TotalsJson
    metrics: dict[str, Any]
    """`cycle`, `hold_rate`, `first_time_right`, `credit_check_wait` and every declared interval metric."""
    working_time: WorkingTimesJson | None
    """Null where no calendar is declared."""
    waiting: WaitingJson | None
    """Between-step wait by cause; null where no wait is known."""
    trends: dict[Literal["week", "month"], TrendJson]
    health: HealthJson
    deviations: list[DeviationJson]
    opportunities: list[OpportunityJson]
    conformance: ConformanceJson | None
    """Cases aligned with the declared workflow; null where no activities are declared or no model was asked for."""
    model: ModelJson | None
    """The mined process model; null where none was asked for."""


def analysis_schema() -> dict[str, object]:
    """The JSON Schema of `analysis.json`. The metrics have keys of their own, each with its shape."""
    fixed = {"cycle": TimesJson, "hold_rate": HoldRateJson, "first_time_right": ShareJson}
    types = [AnalysisJson, IntervalJson, *fixed.values()]
    _, parts = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    interval = {"anyOf": [{"$ref": "#/$defs/IntervalJson"}, {"type": "null"}]}
    parts["AnalysisJson"]["properties"]["metrics"] = {
        "type": "object",
        "required": [*fixed, "credit_check_wait"],
        "properties": {name: {"$ref": f"#/$defs/{shape.__name__}"} for name, shape in fixed.items()},
        "additionalProperties": interval,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ledgerium analysis, format 1",
        "$ref": "#/$defs/AnalysisJson",
        "$defs": dict(sorted(parts.items())),
    }
