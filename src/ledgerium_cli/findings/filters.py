"""Filters: which cases an analysis is about, by conditions that a person gave, and what they left out.

A case is kept or left out as a whole, so that its time still adds up.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from msgspec import Struct

from ledgerium_cli.cases.chosen import chosen
from ledgerium_cli.cases.model import Case, Way
from ledgerium_cli.cases.seen import seen_in
from ledgerium_cli.composed import composed
from ledgerium_cli.errors import UsageError
from ledgerium_cli.findings.deviating import find_deviations
from ledgerium_cli.findings.deviations import can_deviate
from ledgerium_cli.findings.variants import find_variants
from ledgerium_cli.findings.zone import UTC
from ledgerium_cli.plural import count
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow import calendar
from ledgerium_cli.workflow.calendar import zone_named
from ledgerium_cli.workflow.signs import system_of
from ledgerium_cli.workflow.wire import System, Workflow

Key = Literal[
    "actor", "activity", "system", "case", "variant", "recording", "path", "since", "until", "longer", "shorter",
    "held", "rework", "deviates", "complete",
]  # fmt: skip
WITHOUT_VALUE: tuple[Key, ...] = ("held", "rework", "deviates", "complete")
NAMES: tuple[Key, ...] = ("actor", "activity", "system", "case", "variant", "path")
INSTANTS: tuple[Key, ...] = ("since", "until")
LENGTHS: tuple[Key, ...] = ("longer", "shorter")
_DAY = 24 * 60
"""Minutes."""
UNITS = {"s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
"""Milliseconds in the units in which documents show times."""


class Condition(Struct, frozen=True):
    key: Key
    value: str
    """Empty for the keys of `WITHOUT_VALUE`."""
    keep: bool
    """Whether matching cases are kept (`--only`) or left out (`--except`)."""

    def __str__(self) -> str:
        return f"--{'only' if self.keep else 'except'} {self.key}{'=' if self.value else ''}{self.value}"


class NotShown(UsageError):
    """A condition asks for a value that no recording shows, or for what nothing can tell of any case."""

    def __init__(self, condition: Condition, why: str) -> None:
        super().__init__(f"{condition}: {why}")
        self.condition, self.why = condition, why


class Filtered(Struct, frozen=True):
    """The conditions that were applied, and how much they left out."""

    conditions: tuple[Condition, ...]
    cases_left_out: int
    recordings_left_out: int
    """Recordings that show none of the kept cases."""

    def __str__(self) -> str:
        """`Filtered by --only held: 8 cases and 1 recording left out.`"""
        left_out = [count(self.cases_left_out, "case")]
        if self.recordings_left_out:
            left_out.append(count(self.recordings_left_out, "recording"))
        return f"Filtered by {' '.join(map(str, self.conditions))}: {' and '.join(left_out)} left out."


def parse_conditions(only: Iterable[str], without: Iterable[str]) -> tuple[Condition, ...]:
    """Parse `actor=Ana`, `held`, `since=2026-03-01`. Raises UsageError."""
    return (
        *(_given(text, "--only", keep=True) for text in only),
        *(_given(text, "--except", keep=False) for text in without),
    )


def _given(text: str, option: str, *, keep: bool) -> Condition:
    try:
        return condition(text, keep=keep)
    except ValueError as error:
        raise UsageError(f"{option} {error}.") from None


def condition(text: str, *, keep: bool) -> Condition:
    """Raises ValueError that says what to write instead."""
    name, _, value = (part.strip() for part in composed(text).partition("="))
    key = next((one for one in get_args(Key) if one == name), None)
    if key is None:
        keys = ", ".join(one if one in WITHOUT_VALUE else f"{one}=…" for one in get_args(Key))
        raise ValueError(f"{text}: give one of {keys}")
    if bool(value) == (key in WITHOUT_VALUE):
        raise ValueError(f"{text}: write {key if key in WITHOUT_VALUE else f'{key}=…'}")
    found = Condition(key, _path(value) if key == "path" else value, keep)
    if key == "path" and (len(ends := found.value.split(" > ")) < 2 or not all(ends)):
        raise ValueError(f"{text}: give two steps that follow each other, path='A > B'")
    if key in LENGTHS:
        _length(found)
    if key in INSTANTS:
        if not keep:
            raise ValueError(f"{text}: write --only {_otherwise(found)} instead")
        try:
            must_be_instant(value)
        except ValueError as error:
            raise ValueError(f"{text}: {error}") from None
    if key == "variant" and not (value.isdecimal() and int(value)):
        raise ValueError(f"{text}: give the number of the variant in the report, 1 for the most frequent")
    return found


def _otherwise(condition: Condition) -> str:
    """The condition for the other cases: up to the day before, or from the day after."""
    other, days, value = (
        ("until", -1, condition.value) if condition.key == "since" else ("since", 1, condition.value)
    )
    with suppress(ValueError, OverflowError):
        value = str(date.fromisoformat(value) + timedelta(days=days))
    return f"{other}={value}"


def must_be_instant(value: str) -> None:
    """Raises ValueError that says what to give if it is no day and no time."""
    _instant_of(value, zone_named(UTC))


def _instant_of(value: str, zone: ZoneInfo, *, behind: bool = False) -> int:
    """UTC milliseconds of a time with its zone, or of the beginning of a day in `zone`; `behind`: the first millisecond
    after it. Raises ValueError that says what to give."""
    if (day := day_of(value)) is not None:
        return calendar.instant_of(day, _DAY if behind else 0, zone)
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(
            "give a day such as 2026-03-01, or a time with its zone such as 2026-03-01T08:00Z"
        ) from None
    if instant.tzinfo is None:
        raise ValueError(f"give the time with its zone, such as {value}Z for UTC")
    return _ms(instant) + behind


def day_of(value: str) -> date | None:
    """The day that it names; None where it names none. Raises ValueError for one that does not begin and end in every
    zone."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    if not 1 < day.year < date.max.year:
        raise ValueError("give a day of a year from 2 to 9998")
    return day


def _length(condition: Condition) -> int:
    """Milliseconds of `90 s`, `1 h 30 min`. Raises ValueError."""
    text = "".join(condition.value.split())
    found = re.findall(r"(\d+(?:\.\d+)?)(min|[shd])", text)
    if "".join(map("".join, found)) != text or not found:
        raise ValueError(
            f"{condition.key}={condition.value}: give a length of time such as 90s, 5min, 2h or 1d"
        )
    return round(sum(float(number) * UNITS[unit] for number, unit in found))


def _path(value: str) -> str:
    """A path in one spelling; the arrow of the documents is accepted too: `Enter the order > Validate the order`."""
    return " > ".join(" ".join(end.split()) for end in value.replace("→", ">").split(">"))


def _ms(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


def keep_recordings(
    recordings: Sequence[RecordingFacts], conditions: Sequence[Condition]
) -> list[RecordingFacts]:
    """The recordings that the conditions keep. Raises UsageError for a recording that does not exist."""
    named = {one.id for one in recordings}
    own = [one for one in conditions if one.key == "recording"]
    for condition in own:
        _must_occur(condition, named)
    return [one for one in recordings if _is_kept(own, [condition.value == one.id for condition in own])]


def keep_cases(
    cases: Sequence[Case], conditions: Sequence[Condition], workflow: Workflow | None, zone: ZoneInfo
) -> Sequence[Case]:
    """The cases that the conditions keep: `--only` conditions with the same key are alternatives, and no `--except`
    condition may hold. A day is one of `zone`. Raises UsageError for a value that no case has."""
    own = [one for one in conditions if one.key != "recording"]
    if not own:
        return cases
    for condition in own:
        _must_be_told(condition, cases, workflow)
    asked = _Evaluator(cases, own, workflow, zone)
    for condition in own:
        if condition.key in NAMES:
            _must_occur(condition, {value for case in cases for value in asked.names(condition.key, case)})
    kept = (_is_kept(own, [asked.holds(condition, case) for condition in own]) for case in cases)
    return chosen(cases, (place for place, keep in enumerate(kept) if keep))


def _must_occur(condition: Condition, values: Iterable[str]) -> None:
    there = {*values}
    if condition.value not in there:
        numbers = condition.key == "variant"  # 2 before 10
        if not (named := [one for one in there if one]):
            raise NotShown(condition, "no recording shows any.")
        named.sort(key=lambda one: (len(one), one) if numbers else (0, one))
        some = ", ".join(named[:10]) + (f" and {len(named) - 10} more" if len(named) > 10 else "")
        raise NotShown(condition, f"no recording shows it; there are {some}.")


def _must_be_told(condition: Condition, cases: Sequence[Case], workflow: Workflow | None) -> None:
    """That nothing could tell is no answer: `--except held` would read as if none had been held."""
    match condition.key:
        case "deviates" if not can_deviate(workflow):
            why = "no activities are declared. Write a workflow file."
        case "held" if cases and all(case.held is None for case in cases):
            why = "nothing could tell of any case whether it was held. Declare holds in a workflow file."
        case "complete" if cases and all(case.complete is None for case in cases):
            why = "no end is declared, and nobody marked one. Declare ends_with in a workflow file."
        case _:
            return
    raise NotShown(condition, why)


def _is_kept(conditions: Sequence[Condition], holding: Sequence[bool]) -> bool:
    asked: dict[Key, list[bool]] = {}
    for condition, holds in zip(conditions, holding, strict=True):
        if condition.keep:
            asked.setdefault(condition.key, []).append(holds)
        elif holds:
            return False
    return all(any(found) for found in asked.values())


class _Evaluator:
    """Evaluates conditions on cases; computes only what they need."""

    def __init__(
        self,
        cases: Sequence[Case],
        conditions: Sequence[Condition],
        workflow: Workflow | None,
        zone: ZoneInfo,
    ) -> None:
        keys = {one.key for one in conditions}
        self._instants = {
            one: _instant_of(one.value, zone, behind=one.key == "until")
            for one in conditions
            if one.key in INSTANTS
        }
        self._lengths = {one: _length(one) for one in conditions if one.key in LENGTHS}
        self._systems = workflow.systems if workflow is not None else ()
        self._rank: Mapping[Way, str] = {}
        self._deviating: Container[str] = ()
        if "variant" in keys:
            variants = enumerate(find_variants(cases), start=1)
            self._rank = {one.way: str(number) for number, one in variants}
        if keys & {*LENGTHS}:
            self._seen_until_ms = seen_in(cases).until_ms
        if "deviates" in keys:
            self._deviating = {one.case for one in find_deviations(cases, workflow)}

    def names(self, key: Key, case: Case) -> set[str]:
        """The values of a case for a key of `NAMES`."""
        steps = [timed.step for timed in case.steps]
        match key:
            case "actor":
                return {step.actor for step in steps}
            case "activity":
                return {
                    name for step in steps for name in (*_called(step), " ".join(step.activity.title.split()))
                }
            case "system":
                return {name for step in steps for name in _names(step, self._systems)}
            case "path" if not case.is_ordered:
                return set()
            case "path":
                return {_path(f"{a} > {b}") for one, other in pairwise(steps) for a, b in _both(one, other)}
            case "variant":
                return {self._rank[case.way]}
        return {case.id}

    def holds(self, condition: Condition, case: Case) -> bool:
        match condition.key:
            case "held":
                return case.held is True
            case "complete":
                return case.complete is True
            case "rework":
                return case.has_rework
            case "deviates":
                return case.id in self._deviating
            case "longer":
                return case.timed and self._took(case) > self._lengths[condition]
            case "shorter":
                return case.timed and not case.is_open and self._took(case) < self._lengths[condition]
            case "since":
                return case.start_ms >= self._instants[condition]
            case "until":
                return case.start_ms < self._instants[condition]
            case key:
                return condition.value in self.names(key, case)

    def _took(self, case: Case) -> int:
        """Of an open case its age when the last case was last seen: so much it takes at least. Milliseconds."""
        return (self._seen_until_ms if case.is_open else case.end_ms) - case.start_ms


def _called(step: Step) -> tuple[str, str]:
    return step.activity.id, step.activity.title


def _both(one: Step, other: Step) -> Iterable[tuple[str, str]]:
    """Two steps by their ids, then by their titles."""
    return zip(_called(one), _called(other), strict=True)


def _names(step: Step, systems: Sequence[System]) -> list[str]:
    known = system_of(step.system, systems)
    return [name for name in (step.system, known and known.id, known and known.name) if name]
