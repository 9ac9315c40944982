"""An analysis as an event log of cases and activity instances, with names that are safe in every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import FOR_WANT_OF_TIMES
from ledgerium_cli.exports.days import zones_of_days
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.text import plain
from ledgerium_cli.tables.columns import CASES, STEPS
from ledgerium_cli.tables.model import Column, Table
from ledgerium_cli.tables.rows import Asked, CaseRow, StepRow
from ledgerium_cli.words import instant
from ledgerium_cli.workflow.calendar import date_of

Row = TypeVar("Row")


def _chosen(table: Table[Row], names: str) -> tuple[Column[Row], ...]:
    columns = {column.name: column for column in table.columns}
    return tuple(_safe(columns[name]) for name in names.split())


def _safe(column: Column[Row]) -> Column[Row]:
    """The column with control and invisible characters removed from its texts."""

    def value(row: Row) -> object:
        known = column.value(row)
        return plain(known) if isinstance(known, str) else known

    return replace(column, value=value)


CASE_FACTS = _chosen(
    CASES,
    "variant complete held holds cycle_ms work_ms system_wait_ms idle_ms between_step_wait_ms paused_ms",
)
"""Columns of `docs/tables.md` that are exported with every case, if they have a value."""
STEP_FACTS = (
    # Other programs use `activity` for the title.
    *(replace(one, name="activity_key") for one in _chosen(STEPS, "activity")),
    *_chosen(
        STEPS,
        "declared recording first_event last_event outcome completed aborted "
        "work_ms system_wait_ms idle_ms between_step_wait_ms paused_ms wait_at_step_ms",
    ),
)
"""Columns that are exported with every activity instance, if they have a value."""


SUSPENDED = "suspended"
"""The column for the times when an instance was suspended, unless events tell it."""


@dataclass(frozen=True, slots=True)
class Performance:
    row: StepRow
    id: str
    activity: str
    actor: str
    system: str
    """Empty when no page was in front."""
    zone: ZoneInfo | None = None
    """In which its days begin, where only these are known; None where clock times are."""

    def day(self, ms: int) -> str | None:
        """The day of one of its times, where no more is known: `2026-03-01`."""
        return str(date_of(ms, self.zone)) if self.zone is not None else None

    @property
    def start_ms(self) -> int | None:
        """UTC milliseconds; None when only the end is known: in a log with one timestamp per event."""
        return None if self.row.step.shape.timed_by in ("one time", "order") else self.row.timed.start_ms

    @property
    def completed(self) -> bool:
        """Whether the completion was recorded."""
        return self.row.step.completed

    @property
    def aborted(self) -> bool:
        """Whether a log told that it ended without being complete."""
        return self.row.step.shape.aborted

    @property
    def complete_ms(self) -> int:
        return self.row.timed.complete_ms

    @property
    def suspended(self) -> tuple[tuple[int, int], ...]:
        """Intervals in which it was suspended, in UTC milliseconds."""
        step = self.row.step
        turns = [step.times[place] for place in step.shape.turns]
        return tuple(zip(turns[::2], turns[1::2], strict=True))

    @property
    def suspended_text(self) -> str | None:
        """The intervals in ISO 8601, separated by blanks; None when it was never suspended."""
        return " ".join(f"{instant(since)}/{instant(until)}" for since, until in self.suspended) or None


@dataclass(frozen=True, slots=True)
class LoggedCase:
    row: CaseRow
    id: str
    performances: tuple[Performance, ...]
    """In the order in which they were first acted on, as the analysis has them."""

    @property
    def in_order(self) -> bool:
        return self.row.case.is_ordered

    def complete_ms(self, one: Performance) -> int | None:
        """None where the instant of a recording without times would put it among steps of others."""
        known = self.in_order or one.row.step.timed
        return one.complete_ms if known else None


@dataclass(frozen=True, slots=True)
class EventLog:
    name: str
    filter: str | None
    """The filter that selected the cases, as on the command line; None when these are all cases."""
    unordered: str | None
    """That of some cases it is not known which of their steps came first; None when of all it is."""
    case_name: str
    """What a case is, such as “order”."""
    activities: tuple[str, ...]
    actors: tuple[str, ...]
    systems: tuple[str, ...]
    """Names of the systems in use, sorted; so are activities and actors."""
    shared: frozenset[str]
    """Names used by more than one of case, actor and system."""
    days_only: bool
    """Whether days are all that is known of any time."""
    cases: Callable[[], Iterator[LoggedCase]]
    """Returns all cases; made anew on each call, since they may not fit into memory."""

    def cases_in_order(self) -> Iterator[LoggedCase]:
        return (case for case in self.cases() if case.in_order)


def event_log(analysis: Analysis) -> EventLog:
    view = View(analysis)
    names = _names(analysis, view)
    actors = {name for name in names.actor.values() if name}
    systems = {name for name in names.system.values() if name}
    zones = zones_of_days(analysis)
    cases = {name for one in analysis.cases if (name := names.case.get(one.id, one.id)) in actors | systems}
    return EventLog(
        name=plain(view.name),
        filter=plain(" ".join(map(str, analysis.filtered.conditions))) if analysis.filtered else None,
        unordered=plain(text) if (text := unordered(analysis)) is not None else None,
        case_name=plain(analysis.workflow.case.name) if analysis.workflow is not None else "case",
        activities=tuple(sorted(names.activity.values())),
        actors=tuple(sorted(actors)),
        systems=tuple(sorted(systems)),
        shared=frozenset(cases | actors & systems),
        days_only=bool(zones),
        cases=partial(_cases, Asked(analysis, lambda: ()), names, zones),
    )


def unordered(analysis: Analysis) -> str | None:
    """That the order of some steps is not known, for a log that can only give them in one."""
    found = analysis.unordered
    return (
        f"Of {View(analysis).cases_named(found)} it {FOR_WANT_OF_TIMES} which step came first"
        if found
        else None
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """The exported text for each id or name."""

    case: Mapping[str, str]
    """Only the ids that are changed."""
    recording: Mapping[str, str]
    activity: Mapping[str, str]
    actor: Mapping[str, str]
    """Empty where a log does not name the actor."""
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


def _cases(asked: Asked, names: _Names, zones: Mapping[str, ZoneInfo]) -> Iterator[LoggedCase]:
    by_case = groupby(STEPS.rows(asked), lambda row: row.case.id)
    for row, (_, steps) in zip(CASES.rows(asked), by_case, strict=True):
        performances = tuple(_performance(step, names, zones.get(step.step.recording)) for step in steps)
        yield LoggedCase(row, names.case.get(row.case.id, row.case.id), performances)


def _performance(row: StepRow, names: _Names, zone: ZoneInfo | None) -> Performance:
    own = row.step
    recording = names.recording.get(own.recording, own.recording)
    activity, actor = names.activity[own.activity.id], names.actor[own.actor]
    name = recording + own.id.removeprefix(own.recording)
    return Performance(row, name, activity, actor, names.system[own.system], zone)


def harmless(names: Iterable[str]) -> dict[str, str]:
    """Each name as a single line without control or invisible characters. Different names stay different: those that
    would become equal get a number."""
    every = {*names}
    return dict(zip(every, every, strict=True)) | _changed(every)


def _changed(names: Iterable[str]) -> dict[str, str]:
    """Like `harmless`, but with only the names that change."""
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
    """Titles by activity id, told apart; one that would be empty or shared as plain text has the id behind it."""
    found = analysis.titles
    titles = {one.activity.id: plain(found[one.activity.id]) for one in analysis.activities}
    shared = Counter(titles.values())
    told_apart = {
        name: title if title and shared[title] == 1 else f"{title} [{name}]" for name, title in titles.items()
    }
    unique = harmless(told_apart.values())
    return {name: unique[title] for name, title in told_apart.items()}


def facts(row: Row, columns: Iterable[Column[Row]]) -> Iterator[tuple[str, object]]:
    """Names and values of the columns that have a value."""
    rows = ((column.name, column.value(row)) for column in columns)
    return ((name, value) for name, value in rows if value is not None)
