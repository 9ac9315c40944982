"""An analysis as an event log: its cases and performances, with names that are safe in every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TypeVar

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import instant
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.text import plain
from ledgerium_cli.tables.columns import CASES, STEPS, Column, Table
from ledgerium_cli.tables.rows import Asked, CaseRow, StepRow, step_id

Row = TypeVar("Row")


def _chosen(table: Table[Row], names: str) -> tuple[Column[Row], ...]:
    columns = {column.name: column for column in table.columns}
    return tuple(_safe(columns[name]) for name in names.split())


def _safe(column: Column[Row]) -> Column[Row]:
    """Text without what steers a reader."""

    def value(row: Row) -> object:
        known = column.value(row)
        return plain(known) if isinstance(known, str) else known

    return replace(column, value=value)


CASE_FACTS = _chosen(
    CASES,
    "variant complete held holds cycle_ms work_ms system_wait_ms idle_ms between_step_wait_ms paused_ms",
)
"""What stands with every case, where it is known: columns of `docs/tables.md`."""
STEP_FACTS = (
    # Elsewhere `activity` is how people call it.
    *(replace(one, name="activity_key") for one in _chosen(STEPS, "activity")),
    *_chosen(
        STEPS,
        "declared recording first_event last_event outcome completed "
        "work_ms system_wait_ms idle_ms between_step_wait_ms paused_ms wait_at_step_ms",
    ),
)
"""What stands with every performance, where it is known."""


SUSPENDED = "suspended"
"""What stands with a performance that rested, where it is not told by events."""


@dataclass(frozen=True, slots=True)
class Performance:
    row: StepRow
    id: str
    activity: str
    actor: str
    system: str
    """Empty where no page was in front."""

    @property
    def start_ms(self) -> int | None:
        """None where only the end is known: a log with one timestamp for each event."""
        return None if self.row.step.shape.timed_by == "one time" else self.row.timed.start_ms

    @property
    def completed(self) -> bool:
        """Whether its completion was seen."""
        return self.row.step.completed

    @property
    def complete_ms(self) -> int:
        return self.row.timed.complete_ms

    @property
    def suspended(self) -> tuple[tuple[int, int], ...]:
        """From when to when it rested, UTC milliseconds."""
        step = self.row.step
        turns = [step.times[place] for place in step.shape.turns]
        return tuple(zip(turns[::2], turns[1::2], strict=True))

    @property
    def suspended_text(self) -> str | None:
        """Intervals of ISO 8601; None where it never rested."""
        return " ".join(f"{instant(since)}/{instant(until)}" for since, until in self.suspended) or None


@dataclass(frozen=True, slots=True)
class LoggedCase:
    row: CaseRow
    id: str
    performances: tuple[Performance, ...]
    """By start."""


@dataclass(frozen=True, slots=True)
class EventLog:
    name: str
    filter: str | None
    """Which cases were chosen, as on the command line; None where they are all."""
    case_name: str
    """What a case is called."""
    activities: tuple[str, ...]
    actors: tuple[str, ...]
    systems: tuple[str, ...]
    """Names of those that there are, sorted."""
    shared: frozenset[str]
    """Names that stand for more than one of case, actor and system."""
    cases: Callable[[], Iterator[LoggedCase]]
    """All of them, made anew whenever they are asked for: there may be more than fit."""


def event_log(analysis: Analysis) -> EventLog:
    view = View(analysis)
    names = _names(analysis, view)
    actors = {name for name in names.actor.values() if name}
    systems = {name for name in names.system.values() if name}
    cases = {name for one in analysis.cases if (name := names.case.get(one.id, one.id)) in actors | systems}
    return EventLog(
        name=plain(view.name),
        filter=plain(" ".join(map(str, analysis.filtered.conditions))) if analysis.filtered else None,
        case_name=plain(analysis.workflow.case.name) if analysis.workflow is not None else "case",
        activities=tuple(sorted(names.activity.values())),
        actors=tuple(sorted(actors)),
        systems=tuple(sorted(systems)),
        shared=frozenset(cases | actors & systems),
        cases=partial(_cases, Asked(analysis, lambda: ()), names),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """What is written in place of ids and names."""

    case: Mapping[str, str]
    """Of those that are not written as they are."""
    recording: Mapping[str, str]
    activity: Mapping[str, str]
    actor: Mapping[str, str]
    """Nobody, where a log does not say who it was."""
    system: Mapping[str, str]


def _names(analysis: Analysis, view: View) -> _Names:
    actors, systems = set[str](), set[str]()
    for case in analysis.cases:
        actors.update(timed.step.actor for timed in case.steps)
        systems.update(timed.step.system for timed in case.steps)
    return _Names(
        case=_changed(case.id for case in analysis.cases),
        recording=_changed(one.id for one in analysis.recordings),
        activity=activity_names(analysis),
        actor=harmless(actors - {""}) | {"": ""},
        system={host: host and plain(view.system_name(host)) for host in systems},
    )


def _cases(asked: Asked, names: _Names) -> Iterator[LoggedCase]:
    by_case = groupby(STEPS.rows(asked), lambda row: row.case.id)
    for row, (_, steps) in zip(CASES.rows(asked), by_case, strict=True):
        performances = tuple(_performance(step, names) for step in steps)
        yield LoggedCase(row, names.case.get(row.case.id, row.case.id), performances)


def _performance(row: StepRow, names: _Names) -> Performance:
    own = row.step
    recording = names.recording.get(own.recording, own.recording)
    activity, actor = names.activity[own.activity.id], names.actor[own.actor]
    name = recording + step_id(own).removeprefix(own.recording)
    return Performance(row, name, activity, actor, names.system[own.system])


def harmless(names: Iterable[str]) -> dict[str, str]:
    """Each name as one line that steers nothing. Names that differ stay different: a number tells them apart where
    what told them apart was taken out."""
    every = {*names}
    return dict(zip(every, every, strict=True)) | _changed(every)


def _changed(names: Iterable[str]) -> dict[str, str]:
    """As `harmless`, but only those that are not written as they are."""
    taken, strange = set[str](), set[str]()
    for name in names:
        (taken if name and plain(name) == name else strange).add(name)
    texts = {}
    for name in sorted(strange):
        texts[name] = text = _free(plain(name) or "?", taken)
        taken.add(text)
    return texts


def _free(text: str, taken: Collection[str]) -> str:
    number, free = 1, text
    while free in taken:
        number += 1
        free = f"{text} ({number})"
    return free


def activity_names(analysis: Analysis) -> Mapping[str, str]:
    """By id: the title; where several activities share one, with the id behind it."""
    titles = {one.activity.id: plain(one.activity.title) for one in analysis.activities}
    shared = Counter(titles.values())
    told_apart = {
        name: title if title and shared[title] == 1 else f"{title} [{name}]" for name, title in titles.items()
    }
    unique = harmless(told_apart.values())
    return {name: unique[title] for name, title in told_apart.items()}


def facts(row: Row, columns: Iterable[Column[Row]]) -> Iterator[tuple[str, object]]:
    """Name and value of what is known."""
    rows = ((column.name, column.value(row)) for column in columns)
    return ((name, value) for name, value in rows if value is not None)
