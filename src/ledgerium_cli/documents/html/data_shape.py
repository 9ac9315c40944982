"""The shape of the page's data. Rows that come in thousands are arrays (`array_like`); cases, activities, actors,
systems and recordings are named by their places in their lists. Times are milliseconds, null where unknown.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ledgerium_cli.documents.analysis.numbers_shape import TimesJson


class StepRow(msgspec.Struct, frozen=True, array_like=True):
    activity: int
    start: int
    """Since the start of the case."""
    end: int
    actor: int
    system: int
    recording: int
    events: str
    """`12–18, 20`."""
    work: int | None
    wait: int | None
    """At the step, as in all documents: from the completion of its predecessor to its own, minus work and pauses."""
    why: str
    """What it waited for, by cause; empty where nothing is known of it."""


class HoldRow(msgspec.Struct, frozen=True, array_like=True):
    start: int
    end: int | None
    kind: str
    activity: int | None
    guessed: bool
    evidence: str


class CaseRow(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    start: int
    """UTC milliseconds."""
    cycle: int
    complete: bool | None
    held: bool | None
    variant: int | None
    """None where it is one of the rare ones that are left out."""
    parts: list[int | None]
    """In the order of `PARTS`."""
    steps: list[StepRow]
    slices: list[int]
    """Length, part and step, again and again, from the start of the case to its end."""
    holds: list[HoldRow]
    clock_marks: tuple[str, ...] = ()
    """What is wrong with the clocks by which it was timed, in two words each."""
    clock: str = ""
    """The same in full."""
    ended: bool = False


class RecordingRow(msgspec.Struct, frozen=True):
    id: str
    label: str
    actor: str
    start: str
    events: int
    condition: str
    """What is wrong with it; empty where it is whole."""
    log: str | None
    """What it is, where it is no recording: `CSV`."""


class ActivityRow(msgspec.Struct, frozen=True, omit_defaults=True):
    title: str
    guessed: bool
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
    target: int | Literal["end", "open"]
    """`open` where cases stop before the declared end."""
    count: int
    between: TimesJson
    hand_offs: int
    evidence: str


class VariantRow(msgspec.Struct, frozen=True):
    activities: list[int]
    cases: int
    cycle: TimesJson


class IntervalRow(msgspec.Struct, frozen=True):
    title: str
    times: TimesJson
    by_case: dict[int, int]
    """By the place of the case in `cases`."""


class DeviationRow(msgspec.Struct, frozen=True, array_like=True):
    case: int
    kind: str
    activity: str
    reason: str
    evidence: str


class PageData(msgspec.Struct, frozen=True):
    case: str
    """What a case is called."""
    all_cases: int
    all_variants: int
    recordings: list[RecordingRow]
    """Those that something in the page cites."""
    actors: list[str]
    systems: list[str]
    activities: list[ActivityRow]
    paths: list[PathRow]
    """Those that are drawn."""
    all_paths: int
    all_moves: int
    """Over all paths, how often one was taken."""
    variants: list[VariantRow]
    cases: list[CaseRow]
    cycle: TimesJson
    intervals: list[IntervalRow]
    deviations: list[DeviationRow]
