"""The shape of cases, their steps and holds in `analysis.json`."""

from __future__ import annotations

from typing import Literal

import msgspec


class EvidenceJson(msgspec.Struct, frozen=True, kw_only=True):
    recording: str
    events: list[int]


class StepJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    activity: str
    start: str | None
    """Null in a recording that tells no times."""
    complete: str | None
    work_ms: int | None
    system_wait_ms: int | None
    idle_ms: int | None
    between_step_wait_ms: int | None
    paused_ms: int | None
    own_work_ms: int | None
    """Its work, also where the case counts it at another step that was worked on at once."""
    wait_at_step_ms: int | None
    """From the completion of its predecessor to its own completion, minus work and pauses."""
    actor: str
    system: str
    recording: str
    events: list[int]
    cut_by: Literal["rule", "commit", "system", "form", "recording", "log"]
    named_by: Literal["rule", "guess", "log", "cut off"]
    completed: bool
    aborted: bool
    """A log tells that it ended without being complete."""
    case_told_by: list[str]
    case_decided_by: Literal["rule", "guess", "log"]


class HoldJson(msgspec.Struct, frozen=True, kw_only=True):
    activity: str | None
    kind: str
    start: str | None
    """Null where it is not known for want of times."""
    end: str | None
    """Null without a release, and where it is not known for want of times."""
    released: bool | None
    """Null where it is not known whether the release that was seen came after it."""
    guessed: bool
    begun_by: EvidenceJson
    ended_by: EvidenceJson | None


class CaseJson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    variant: list[str]
    ordered: bool
    """Whether it is known that its activities were performed in this order."""
    complete: bool | None
    """Whether the declared end was reached; when no end is declared, true if a person marked the end, else null."""
    ended: bool
    """A person marked the end, and the declared end was not reached."""
    start: str | None
    """Null where a recording of it tells no times."""
    end: str | None
    cycle_ms: int | None
    """Null where no times are known."""
    work_ms: int | None
    system_wait_ms: int | None
    idle_ms: int | None
    between_step_wait_ms: int | None
    paused_ms: int | None
    held: bool | None
    """Null when nothing could tell."""
    holds: list[HoldJson]
    releases_without_hold: int
    """Before which no hold can have begun."""
    steps: list[StepJson]
