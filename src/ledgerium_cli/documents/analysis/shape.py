"""The shape of `analysis.json`, format 2: the contract with scripts, and its schema.

Times are integer milliseconds, instants RFC 3339 in UTC; unknown parts are null.
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
    ReworkTotalJson,
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
    """The first event after the jump."""
    by_ms: int
    """Forward; negative when the clock was set back."""


class RecordingJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    actor: str
    workflow: str
    time_zone: str
    start: str
    """When it was started; where it tells no times, when it was made, as was given."""
    timed: bool
    """False where only the order of its events is known."""
    events: int
    sealed: bool
    seal: Literal["fits", "missing", "other count", "other content"]
    sealed_events: int | None
    """The number of events that the seal counts, when it differs from those read."""
    lines_left_out: dict[
        Literal["cut off", "unreadable", "number used twice", "after the seal", "second header"], int
    ]
    """The number of lines left out, by reason."""
    events_missing: int
    """The number of events that are not there, as the numbers of the others show, beside the lines left out."""
    clock_jumps: list[ClockJumpJson]
    """At most fifty."""
    more_clock_jumps: int
    rows_twice: int
    """Rows of a log that say what an earlier one says: written twice by an export, or done twice."""
    days_only: bool
    """Whether a log tells days without clock times, so that the order within a day is only that of its rows."""
    generated: bool
    sha256: str
    log: str | None
    """The format of the log, when another program wrote it; null for a recording."""
    source: str | None
    """The file of another recorder that it was imported from."""
    source_sha256: str | None


class InTwoLogsJson(msgspec.Struct, frozen=True, kw_only=True):
    """Steps of one log that another one tells of as well: exports that overlap, or done twice."""

    known: str
    """The id of the earlier log."""
    again: str
    steps: int


class JumpedJson(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a case's time in which a clock jump lies; zero when the clock was set back."""

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
    """Clocks of two people that cannot both be right if the declared order was kept."""

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


class AbortedJson(msgspec.Struct, frozen=True, kw_only=True):
    steps: int
    cases: list[str]
    first: EvidenceJson


class ActivityJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    renamed: str | None
    """The name that people gave it in `sop.md`; null if they gave none."""
    named_by: Literal["rule", "guess", "log", "cut off"]
    steps: int
    cases: list[str]
    actors: list[str]
    systems: list[str]
    fields: list[str]
    controls: list[str]
    messages: list[str]
    outcomes: list[OutcomeJson]
    aborted: AbortedJson | None
    """Performances that a log tells ended without being complete; null without any."""
    repeats: int
    work_ms: int | None
    """This and the next four sum over all steps what is known."""
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


class NotKnownJson(msgspec.Struct, frozen=True, kw_only=True):
    """What of a case cannot be judged, since it is not known which of its steps came first, nothing could show it, or
    a recording was cut off in which it may have been done."""

    kind: str
    case: str
    activity: str
    question: str
    evidence: list[EvidenceJson]


class VolumeJson(msgspec.Struct, frozen=True, kw_only=True):
    """Cases in which there is something to save."""

    cases: int
    of_cases: int
    recorded_weeks: float
    cases_per_week: float | None
    """Null when it is not known."""
    declared: bool
    """From a declared number of cases per week; otherwise from the recordings."""


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
    """Not in either baseline: time recorded there that a forward clock jump may have made."""
    rest_ms: int
    """The same of wait that passed while the case was complete, until it was taken up again."""
    share_low: float
    share_low_of_wait: float
    """Another one where the wait may begin again elsewhere."""
    share_high: float
    share_declared: bool
    """Declared by a person; otherwise the default of the rule."""
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
    """Whether it only finds, shows or prepares something and a person decides."""
    gains: Literal["time", "not known", "gap", "little", "nothing"]
    """It saves time; it may save time where none is known; it closes a gap and saves no time; nothing that is not
    saved already."""
    instead_of: str | None
    """The id of a larger one that it contradicts; only that one counts in sums."""
    rank_is_stable: bool
    """Its rank among those that have one stays the same when work or wait weighs a fifth more or less; false where it
    has none, or where no saving is known, since then nothing ranks it."""


class FilterJson(msgspec.Struct, frozen=True, kw_only=True):
    conditions: list[str]
    """As they were given: `--only actor=Ana`."""
    cases_left_out: int
    recordings_left_out: int


class AnalysisJson(msgspec.Struct, frozen=True, kw_only=True):
    format: Literal[2]
    workflow: str | None
    """The name in the workflow file; null without a file: then every step is a guess."""
    workflow_sha256: str | None
    """A digest of what the file declares, independent of comments and the order of keys."""
    time_zone: str
    """IANA name of the zone in which documents tell times, and in which days, weeks and months begin; instants here are
    UTC."""
    seen_until: str
    """When the last case was last seen, whether or not the filter kept it."""
    recordings: list[RecordingJson]
    in_two_logs: list[InTwoLogsJson]
    files_not_read: int
    """The number of files and folders from which no recording could be read."""
    filter: FilterJson | None
    """The filter that selected the cases; null for all cases."""
    cases: list[CaseJson]
    clocks: ClocksJson
    """Clock jumps and disagreeing clocks that touch the times of cases."""
    activities: list[ActivityJson]
    concurrent: list[tuple[str, str]]
    """Pairs of activities, by id, that were guessed to go on beside each other: neither waits for the other."""
    paths: list[PathJson]
    variants: list[VariantJson]
    rework: list[ReworkJson]
    """By type."""
    rework_total: ReworkTotalJson
    hand_offs: ChangesJson
    system_switches: ChangesJson
    totals: TotalsJson
    metrics: dict[str, Any]
    """`cycle`, `hold_rate`, `first_time_right`, `credit_check_wait` and every declared interval metric."""
    working_time: WorkingTimesJson | None
    """Null when no calendar is declared."""
    waiting: WaitingJson | None
    """Between-step wait by cause; null when no wait is known."""
    trends: dict[Literal["week", "month"], TrendJson]
    health: HealthJson
    deviations: list[DeviationJson]
    not_judged: list[NotKnownJson]
    opportunities: list[OpportunityJson]
    conformance: ConformanceJson | None
    """Cases aligned with the declared workflow; null when no activities are declared or no model was asked for."""
    model: ModelJson | None
    """The mined process model; null when not asked for."""


def analysis_schema() -> dict[str, object]:
    """The JSON Schema of `analysis.json`. Each metric is a key with its own shape."""
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
        "title": "Ledgerium analysis, format 2",
        "$ref": "#/$defs/AnalysisJson",
        "$defs": dict(sorted(parts.items())),
    }
