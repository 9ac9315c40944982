"""The schema of the page's data. Frequent rows are arrays (`array_like`), which the scripts unpack by the names in
`Fields`. Cases, activities, actors, systems and recordings are referred to by their index in their list. Times are in
milliseconds, null when unknown."""

from __future__ import annotations

from typing import Literal

import msgspec

from ledgerium_cli.cases.model import PARTS
from ledgerium_cli.documents.analysis.numbers_shape import TimesJson
from ledgerium_cli.documents.html.events import EventRow, EventsJson
from ledgerium_cli.steps.model import NamedBy


class StepRow(msgspec.Struct, frozen=True, array_like=True):
    activity: int
    start: int | None
    """Since the first known time of the case."""
    end: int | None
    actor: int
    system: int
    recording: int
    events: str
    """Event numbers: `12–18, 20`."""
    work: int | None
    wait: int | None
    """Wait at the step: from the completion of its predecessor to its own completion, minus work and paused time."""
    why: list[int]
    """What it waited for: the index of a cause in `causes` and its milliseconds, in turn; empty when unknown."""


class HoldRow(msgspec.Struct, frozen=True, array_like=True):
    start: int | None
    end: int | None
    kind: str
    activity: int | None
    guessed: bool
    evidence: str
    released: bool | None
    """None where it is not known whether the release that was seen came after it."""
    shown_at: int
    """The activity at whose box the map shows it."""


class CaseRow(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    start: int
    """UTC milliseconds."""
    cycle: int | None
    """None when no times are known."""
    complete: bool | None
    held: bool | None
    variant: int | None
    """None for one of the rare variants that are left out, and where the order of its steps is not known."""
    parts: list[int | None]
    """In the order of `PARTS`."""
    steps: list[StepRow]
    slices: list[int]
    """The fields of each slice in turn (`SLICE`), from the start of the case to its end."""
    holds: list[HoldRow]
    clock_marks: tuple[str, ...] = ()
    """Faults of the clocks by which the case was timed, in two words each."""
    clock: str = ""
    """The same faults in full sentences."""
    ended: bool = False
    ordered: bool = True
    """Whether the order of its steps is known."""
    can_be_held: bool = False
    """Whether it came to a step at which a hold can begin, or was held."""
    age: int | None = None
    """Of an open case: from its start to the last moment that is seen of any case."""


class RecordingRow(msgspec.Struct, frozen=True):
    id: str
    label: str
    actor: str
    start: int
    """UTC milliseconds."""
    timed: bool
    """False when a person gave the start, for want of times in the recording."""
    events: int
    condition: str
    """What is wrong with the recording; empty when it is whole."""
    log: str | None
    """The kind of event log, such as `CSV`; None for a recording."""


class ActivityRow(msgspec.Struct, frozen=True, omit_defaults=True):
    title: str
    named_by: NamedBy
    judgement: bool
    steps: int
    cases: int
    systems: list[str]
    actors: list[str]
    work: TimesJson
    wait: TimesJson
    outcomes: list[tuple[str, int]]
    before: str = ""
    """Its title before people renamed it."""


class PathRow(msgspec.Struct, frozen=True):
    """An arrow of the map."""

    source: int | None
    """None for the start of a case."""
    target: int | Literal["end", "open", "ended"]
    """`open` when cases stop before the declared end, `ended` when a person ends them there."""
    count: int
    between: TimesJson
    hand_offs: int | None
    """None where it is not known of any of these times."""
    hand_offs_known: int
    evidence: str
    skipped: list[tuple[str, int]]
    """Titles of required activities that it passes over, each with how many times."""


class VariantRow(msgspec.Struct, frozen=True):
    activities: list[int]
    cases: int
    ended: bool
    """Whether any of them is finished."""
    cycle: TimesJson


class IntervalRow(msgspec.Struct, frozen=True):
    title: str
    times: TimesJson
    by_case: dict[int, int]
    """By the index of the case in `cases`."""
    unknown: list[int]
    """Indexes of the cases that came to both of its points, whose parts of time are not known."""


class TargetRow(msgspec.Struct, frozen=True):
    """A declared target in minutes."""

    interval: int | None
    """The index of the interval that it is for; None for cycle time."""
    says: str
    """`at most 10 min 00 s`."""
    ms: int
    missed: list[int]
    """Indexes of the cases past it, those included that have not come to the end of the interval."""


class DeviationToldRow(msgspec.Struct, frozen=True, array_like=True):
    """What many deviations share."""

    kind: str
    activity: int | None
    """None where no case has it."""
    reason: str


class DeviationRow(msgspec.Struct, frozen=True, array_like=True):
    case: int
    told: int
    """Its index in `deviations_told`."""
    evidence: str


SLICE = ("ms", "part", "step")
"""Of a slice of time: its length, the index of its part in `PARTS`, and of its step in the case."""


class Fields(msgspec.Struct, frozen=True):
    """The names of the fields of each kind of row that is an array, in order."""

    step: tuple[str, ...] = StepRow.__struct_fields__
    hold: tuple[str, ...] = HoldRow.__struct_fields__
    deviation_told: tuple[str, ...] = DeviationToldRow.__struct_fields__
    deviation: tuple[str, ...] = DeviationRow.__struct_fields__
    event: tuple[str, ...] = EventRow.__struct_fields__
    slice: tuple[str, ...] = SLICE
    parts: tuple[str, ...] = PARTS


class PageData(msgspec.Struct, frozen=True):
    fields: Fields
    case: str
    """What a case is, such as “order”."""
    case_plural: str
    zone: str
    """IANA name of the time zone in which the documents tell times."""
    ends: bool
    """Whether an end of cases is declared."""
    all_cases: int
    all_variants: int
    unordered: int
    """The number of cases of which the order of steps is not known."""
    recordings: list[RecordingRow]
    """Only those cited in the page."""
    actors: list[str]
    systems: list[str]
    causes: list[str]
    """What the wait between two steps may be for, in words."""
    activities: list[ActivityRow]
    paths: list[PathRow]
    """Only those that are drawn."""
    all_paths: int
    all_moves: int
    """Total frequency over all paths."""
    variants: list[VariantRow]
    cases: list[CaseRow]
    cycle: TimesJson
    intervals: list[IntervalRow]
    targets: list[TargetRow]
    held_at_most: list[tuple[str, float]]
    """Declared targets for the hold rate, in words and as a share."""
    deviations_told: list[DeviationToldRow]
    deviations: list[DeviationRow]
    events: EventsJson
