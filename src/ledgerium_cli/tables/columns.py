"""The tables of an analysis: what one row is, and every column with its type and meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from ledgerium_cli.findings.causes import Cause
from ledgerium_cli.findings.paths import is_hand_off, is_system_switch
from ledgerium_cli.findings.trends import Span, label_of
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.model import Step
from ledgerium_cli.tables.model import Column, Table
from ledgerium_cli.tables.rows import (
    CaseRow,
    EventRow,
    HoldRow,
    PassageRow,
    StepRow,
    case_rows,
    event_rows,
    hold_rows,
    passage_rows,
    step_rows,
)
from ledgerium_cli.words import instant


def _utc(ms: int | None) -> str | None:
    return None if ms is None else instant(ms)


def _utc_in(step: Step, ms: int) -> str | None:
    """None in a recording without times, whose events all bear the instant that was given to it."""
    return _utc(ms) if step.timed else None


CAUSE_MEANS: dict[Cause, str] = {
    "batching": "batching",
    "contention": "contention",
    "prioritisation": "prioritisation",
    "unavailability": "unavailability; null without a calendar",
    "extraneous": "extraneous",
    "not_identifiable": "nobody recorded what the actor did, or who it was",
}


PERIODS: tuple[tuple[Span, str], ...] = (("week", "ISO week"), ("month", "month"))


def _period(when: Literal["started", "ended"], span: Span) -> Callable[[CaseRow], object]:
    return lambda row: label_of(getattr(row, when), span) if row.case.timed else None


def _waited(cause: Cause) -> Callable[[StepRow], object]:
    return lambda row: getattr(row.causes, cause) if row.causes is not None else None


RECORDINGS: Table[RecordingFacts] = Table(
    "recordings",
    "one recording",
    (
        Column("recording", "VARCHAR", "its id", lambda one: one.id),
        Column("actor", "VARCHAR", "who recorded: a name or a pseudonym", lambda one: one.actor),
        Column(
            "workflow", "VARCHAR", "what the person called the work; may be empty", lambda one: one.workflow
        ),
        Column("time_zone", "VARCHAR", "of the person", lambda one: one.time_zone),
        Column(
            "start_utc",
            "TIMESTAMP",
            "when it was started, as it says; where it tells no times, when it was made, as was given",
            lambda one: _utc(one.start_ms),
        ),
        Column(
            "end_utc",
            "TIMESTAMP",
            "its last event; null where it tells no times",
            lambda one: _utc(one.end_ms) if one.timed else None,
        ),
        Column(
            "timed", "BOOLEAN", "false where only the order of its events is known", lambda one: one.timed
        ),
        Column("events", "BIGINT", "how many events it has", lambda one: one.events),
        Column("sealed", "BOOLEAN", "false where it was cut off or changed", lambda one: one.sealed),
        Column(
            "lines_left_out",
            "BIGINT",
            "how many of its lines could not be used",
            lambda one: one.condition.lines_left_out,
        ),
        Column(
            "events_missing",
            "BIGINT",
            "how many events are not there, as the numbers of the others show",
            lambda one: one.condition.missing,
        ),
        Column(
            "clock_jumps",
            "BIGINT",
            "how often its clock was set, or the computer slept",
            lambda one: len(one.condition.jumps) + one.condition.more_jumps,
        ),
        Column(
            "rows_twice",
            "BIGINT",
            "how many rows of a log say what an earlier one says",
            lambda one: one.condition.twice,
        ),
        Column(
            "days_only",
            "BOOLEAN",
            "true where a log tells days without clock times",
            lambda one: one.condition.days_only,
        ),
        Column("generated", "BOOLEAN", "true where a program made it up", lambda one: one.generated),
        Column("sha256", "VARCHAR", "of its lines", lambda one: one.sha256),
        Column("source", "VARCHAR", "file that it was imported from, or null", lambda one: one.source),
        Column("source_sha256", "VARCHAR", "of the content of that file", lambda one: one.source_sha256),
    ),
    lambda asked: iter(asked.analysis.recordings),
)

CASES: Table[CaseRow] = Table(
    "cases",
    "one case",
    (
        Column("case_id", "VARCHAR", "its reference", lambda row: row.case.id),
        Column(
            "start_utc",
            "TIMESTAMP",
            "its first event; null where a recording of it tells no times",
            lambda row: _utc(row.case.start_ms) if row.case.timed else None,
        ),
        Column(
            "end_utc",
            "TIMESTAMP",
            "its last event; null as its start",
            lambda row: _utc(row.case.end_ms) if row.case.timed else None,
        ),
        *(
            Column(
                f"{when}_{span}",
                "VARCHAR",
                f"{name} in which it {when}; null where no time of it is known",
                _period(when, span),
            )
            for when in ("started", "ended")
            for span, name in PERIODS
        ),
        Column(
            "variant",
            "BIGINT",
            "number of its variant; 1 is the most frequent, those of which the order is not known come last",
            lambda row: row.variant,
        ),
        Column("steps", "BIGINT", "how many", lambda row: len(row.case.steps)),
        Column(
            "actors",
            "BIGINT",
            "how many people are named; null where nobody is",
            lambda row: len({one.step.actor for one in row.case.steps} - {""}) or None,
        ),
        Column(
            "complete",
            "BOOLEAN",
            "reached the declared end; without one, true if a person marked the end, else null",
            lambda row: row.case.complete,
        ),
        Column(
            "ended", "BOOLEAN", "a person marked an end before the declared one", lambda row: row.case.ended
        ),
        Column("held", "BOOLEAN", "was held; null where nothing could tell", lambda row: row.case.held),
        Column(
            "holds",
            "BIGINT",
            "how many holds; null where nothing could tell",
            lambda row: None if row.case.held is None else len(row.case.holds),
        ),
        Column(
            "cycle_ms",
            "BIGINT",
            "from first event to last: the five parts below",
            lambda row: row.case.cycle_ms,
        ),
        Column("work_ms", "BIGINT", "work", lambda row: row.case.parts.work),
        Column("system_wait_ms", "BIGINT", "system wait", lambda row: row.case.parts.system_wait),
        Column("idle_ms", "BIGINT", "idle within a step", lambda row: row.case.parts.idle),
        Column(
            "between_step_wait_ms",
            "BIGINT",
            "between-step wait",
            lambda row: row.case.parts.between_step_wait,
        ),
        Column("paused_ms", "BIGINT", "paused", lambda row: row.case.parts.paused),
        Column(
            "working_cycle_ms",
            "BIGINT",
            "cycle in working hours; null without a calendar",
            lambda row: row.working and row.working.cycle_ms,
        ),
        Column(
            "working_wait_ms",
            "BIGINT",
            "wait in working hours; null without a calendar",
            lambda row: row.working and row.working.wait_ms,
        ),
    ),
    case_rows,
)

STEPS: Table[StepRow] = Table(
    "steps",
    "one performance of an activity in a case",
    (
        Column("step", "VARCHAR", "its id: recording and first event", lambda row: row.step.id),
        Column("case_id", "VARCHAR", "of `cases`", lambda row: row.case.id),
        Column(
            "place",
            "BIGINT",
            "1 for the first step of the case; null where it is not known which one came first",
            lambda row: row.place,
        ),
        Column("activity", "VARCHAR", "id of the activity", lambda row: row.step.activity.id),
        Column("title", "VARCHAR", "title of the activity", lambda row: row.title),
        Column(
            "declared", "BOOLEAN", "false where the activity is a guess, or not known since the recording was cut off",
            lambda row: row.step.activity.decided_by in ("rule", "log"),
        ),
        Column("recording", "VARCHAR", "of `recordings`", lambda row: row.step.recording),
        Column("actor", "VARCHAR", "who did it", lambda row: row.step.actor),
        Column("system", "VARCHAR", "host of the system", lambda row: row.step.system),
        Column(
            "start_utc", "TIMESTAMP", "its first work or system wait; null where its recording tells no times",
            lambda row: _utc_in(row.step, row.timed.start_ms),
        ),
        Column(
            "complete_utc", "TIMESTAMP", "its last event; null as its start",
            lambda row: _utc_in(row.step, row.timed.complete_ms),
        ),
        Column("work_ms", "BIGINT", "work, once where steps overlap", lambda row: row.timed.parts.work),
        Column(
            "own_work_ms", "BIGINT", "its work, also where `work_ms` counts it at another step",
            lambda row: row.timed.work,
        ),
        Column("system_wait_ms", "BIGINT", "system wait", lambda row: row.timed.parts.system_wait),
        Column("idle_ms", "BIGINT", "idle within it", lambda row: row.timed.parts.idle),
        Column(
            "between_step_wait_ms", "BIGINT", "between-step wait that led to it",
            lambda row: row.timed.parts.between_step_wait,
        ),
        Column("paused_ms", "BIGINT", "paused", lambda row: row.timed.parts.paused),
        Column(
            "wait_at_step_ms", "BIGINT", "from the completion of its predecessor to its own, less work and pauses",
            lambda row: row.wait_ms,
        ),
        *(
            Column(f"{cause}_ms", "BIGINT", f"between-step wait by cause: {meaning}", _waited(cause))
            for cause, meaning in CAUSE_MEANS.items()
        ),
        Column(
            "rework", "VARCHAR",
            "`self_loop` or `repetition` where its activity is done again, `unknown` where it is not known what was "
            "done in between; null where it was not done before",
            lambda row: row.again and row.again.how,
        ),
        Column(
            "rework_by", "VARCHAR",
            "by the `same` or the `other` actor than before, `unknown` where a log names none; null where it was not "
            "done before",
            lambda row: row.again and row.again.by,
        ),
        Column("outcome", "VARCHAR", "declared outcome that it showed", lambda row: row.outcome),
        Column("completed", "BOOLEAN", "its completion was seen", lambda row: row.step.completed),
        Column(
            "aborted", "BOOLEAN", "a log tells that it ended without being complete",
            lambda row: row.step.shape.aborted,
        ),
        Column("cut_by", "VARCHAR", "why it begins where it does", lambda row: row.step.cut_by),
        Column("first_event", "BIGINT", "number of its first event", lambda row: row.step.numbers[0]),
        Column("last_event", "BIGINT", "number of its last event", lambda row: row.step.numbers[-1]),
    ),
    step_rows,
)  # fmt: skip

EVENTS: Table[EventRow] = Table(
    "events",
    "one event of a step",
    (
        Column("recording", "VARCHAR", "of `recordings`", lambda row: row.step.recording),
        Column("event", "BIGINT", "its number in the recording", lambda row: row.event.seq),
        Column("step", "VARCHAR", "of `steps`", lambda row: row.step.id),
        Column("case_id", "VARCHAR", "of `cases`", lambda row: row.step.case),
        Column(
            "at_utc", "TIMESTAMP", "when; never falls within a recording, null where that tells no times",
            lambda row: _utc_in(row.step, row.event.at_ms),
        ),
        Column("kind", "VARCHAR", "as in the trace format", lambda row: row.event.kind),
        Column("tab", "BIGINT", "browser tab", lambda row: row.event.tab),
        Column("system", "VARCHAR", "host", lambda row: (row.event.page and row.event.page.system) or None),
        Column("route", "VARCHAR", "path of the page, masked", lambda row: row.event.page and row.event.page.route),
        Column("heading", "VARCHAR", "of the page, masked", lambda row: row.event.page and row.event.page.heading),
        Column("role", "VARCHAR", "of the element", lambda row: row.event.element and row.event.element.role),
        Column("name", "VARCHAR", "of the element", lambda row: row.event.element and row.event.element.name),
        Column(
            "owner", "VARCHAR", "field or column that a data element belongs to",
            lambda row: row.event.element and row.event.element.owner,
        ),
        Column("message", "VARCHAR", "what the page said", lambda row: row.event.message and row.event.message.text),
        Column("mark", "VARCHAR", "what the person marked", lambda row: row.event.shown.mark),
        Column("text", "VARCHAR", "what the person noted", lambda row: row.event.shown.text),
        Column(
            "source_row", "BIGINT",
            "where it stands in the file that the recording was imported from: line of a CSV file, else number of the "
            "event or step; null where it was not imported",
            lambda row: row.source_row,
        ),
    ),
    event_rows,
)  # fmt: skip

HOLDS: Table[HoldRow] = Table(
    "holds",
    "one hold of a case",
    (
        Column("case_id", "VARCHAR", "of `cases`", lambda row: row.case.id),
        Column("kind", "VARCHAR", "declared kind, or how it is known", lambda row: row.hold.kind),
        Column("activity", "VARCHAR", "at which it began", lambda row: row.hold.activity),
        Column(
            "start_utc", "TIMESTAMP", "when it began; null where that is not known for want of times",
            lambda row: _utc(row.hold.known_start_ms),
        ),
        Column(
            "end_utc", "TIMESTAMP", "its release; null without one, and as its start",
            lambda row: _utc(row.hold.known_end_ms),
        ),
        Column(
            "held_ms", "BIGINT", "time to release; null without a release and where no time is known",
            lambda row: row.hold.length_ms,
        ),
        Column(
            "working_held_ms", "BIGINT", "in working hours; null while open and without a calendar",
            lambda row: row.working_ms,
        ),
        Column(
            "released", "BOOLEAN", "null where it is not known whether the release that was seen came after it",
            lambda row: row.hold.released,
        ),
        Column("guessed", "BOOLEAN", "no rule declares it", lambda row: row.hold.guessed),
    ),
    hold_rows,
)  # fmt: skip

PATHS: Table[PassageRow] = Table(
    "paths",
    "one step directly followed by another in a case of which the order is known",
    (
        Column("case_id", "VARCHAR", "of `cases`", lambda row: row.case.id),
        Column("source", "VARCHAR", "activity of the one", lambda row: row.before.step.activity.id),
        Column("target", "VARCHAR", "activity of the other", lambda row: row.after.step.activity.id),
        Column("source_step", "VARCHAR", "of `steps`", lambda row: row.before.step.id),
        Column("target_step", "VARCHAR", "of `steps`", lambda row: row.after.step.id),
        Column(
            "between_ms", "BIGINT", "from completion to start; 0 where they overlap, null where no time is known",
            lambda row: max(0, row.after.start_ms - row.before.complete_ms) if row.case.timed else None,
        ),
        Column(
            "hand_off", "BOOLEAN", "the actor changed; null where one of the two is not known",
            lambda row: is_hand_off(row.before.step, row.after.step),
        ),
        Column(
            "system_switch", "BOOLEAN", "the same actor changed the system; null where that is not known",
            lambda row: is_system_switch(row.before.step, row.after.step),
        ),
    ),
    passage_rows,
)  # fmt: skip

TABLES: tuple[Table[Any], ...] = (RECORDINGS, CASES, STEPS, EVENTS, HOLDS, PATHS)
