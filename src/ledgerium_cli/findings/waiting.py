"""Between-step wait by cause: in all, per passage from one activity to another, and what removing a cause would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from ledgerium_cli.cases.model import BETWEEN_STEP_WAIT, PARTS, WORKED, Case, StepKey, total
from ledgerium_cli.findings.busy import Stretch
from ledgerium_cli.findings.causes import Causes, Instance, split_waits, sum_of_causes
from ledgerium_cli.findings.enabling import Enabling
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.workflow.calendar import Calendars

Cause = Literal[
    "batching", "contention", "prioritisation", "unavailability", "extraneous", "not_identifiable"
]
CAUSES: tuple[Cause, ...] = get_args(Cause)
"""By precedence: the first that holds counts."""


class Passage(Struct, frozen=True):
    """From the activity that enabled a step to its own."""

    source: str | None
    """None where nothing of the case came before."""
    target: str
    count: int
    """Of steps, those without wait included."""
    cases: tuple[str, ...]
    causes: Causes


class Waiting(Struct, frozen=True):
    zone: str | None
    """Of the declared calendar; None without one: unavailability is then not identifiable."""
    causes: Causes
    """Of all between-step wait of all cases of which it is known."""
    steps: int
    """That were waited for."""
    cases: int
    """In which a step was waited for."""
    passages: tuple[Passage, ...]
    """Those with wait, the most wait first."""
    efficiency: float | None
    """Work ÷ cycle over the cases of the cycle time."""
    impact: tuple[tuple[Cause, float], ...]
    """Work ÷ (cycle − wait of the cause) over the same cases; not of a cause without wait."""
    by_step: Mapping[StepKey, Causes]
    """Of every step that was waited for."""


def find_waiting(
    cases: Sequence[Case],
    around: Sequence[Case],
    enabling: Enabling,
    recordings: Iterable[RecordingFacts],
    calendars: Calendars | None,
) -> Waiting | None:
    """None where between-step wait is known of no case. `around` are all cases that people were busy with, those that a
    filter left out included; `enabling` is theirs, `recordings` are all."""
    known = {case.id for case in cases if "between_step_wait" in case.known}
    if not known:
        return None
    rows = [row for case in around for row in _instances(case, enabling)]
    found = split_waits(
        [row.instance for row in rows],
        calendars.of if calendars is not None else None,
        _recorded(recordings, around),
    )
    own = [(row, causes) for row, causes in zip(rows, found, strict=True) if row.instance.case in known]
    waited = [(row, causes) for row, causes in own if causes.total]
    open_cases = {case.id for case in cases if case.complete is False}
    counted = sum_of_causes(causes for row, causes in waited if row.instance.case not in open_cases)
    efficiency, impact = _impact([case for case in cases if case.id in known], counted)
    return Waiting(
        zone=calendars.zone.key if calendars is not None else None,
        causes=sum_of_causes(causes for _, causes in own),
        steps=len(waited),
        cases=len({row.instance.case for row, _ in waited}),
        passages=_passages(own),
        efficiency=efficiency,
        impact=impact,
        by_step={row.key: causes for row, causes in waited},
    )


class _Waited(msgspec.Struct, frozen=True, gc=False):
    """A step with what is to be explained of it."""

    source: str | None
    """The activity that enabled it."""
    key: StepKey
    instance: Instance


def _instances(case: Case, enabling: Enabling) -> Iterator[_Waited]:
    """Each step with the activity that enabled it, the between-step wait that led to it, and the time on it."""
    waits: list[list[Stretch]] = [[] for _ in case.steps]
    busy: list[list[Stretch]] = [[] for _ in case.steps]
    for since, until, part, place in case.timeline.stretches():
        if part == BETWEEN_STEP_WAIT:
            waits[place].append((since, until))
        elif part in WORKED:
            own = busy[place]
            if own and own[-1][1] == since:
                own[-1] = own[-1][0], until
            else:
                own.append((since, until))
    for place, before in enumerate(enabling.places[case.id]):
        timed = case.steps[place]
        step = timed.step
        yield _Waited(
            case.variant[before] if before is not None else None,
            step.key,
            Instance(
                case.id,
                case.variant[place],
                step.actor,
                case.steps[before].complete_ms if before is not None else case.start_ms,
                timed.start_ms,
                timed.complete_ms,
                before is None,
                tuple(waits[place]),
                tuple(busy[place]),
            ),
        )


def _recorded(recordings: Iterable[RecordingFacts], cases: Iterable[Case]) -> dict[str, list[Stretch]]:
    """When each actor recorded; not of those whose work was imported: a log shows all of it."""
    imported = {timed.step.actor for case in cases if case.known != PARTS for timed in case.steps}
    found: dict[str, list[Stretch]] = defaultdict(list)
    for one in recordings:
        if one.actor not in imported:
            found[one.actor].append((min(one.start_ms, one.first_ms), one.end_ms))
    return found


def _passages(rows: Iterable[tuple[_Waited, Causes]]) -> tuple[Passage, ...]:
    found: dict[tuple[str | None, str], list[tuple[str, Causes]]] = defaultdict(list)
    for row, causes in rows:
        found[row.source, row.instance.activity].append((row.instance.case, causes))
    passages = [
        Passage(
            source,
            target,
            len(own),
            tuple(dict.fromkeys([case for case, _ in own])),
            sum_of_causes(causes for _, causes in own),
        )
        for (source, target), own in found.items()
    ]
    waited = [one for one in passages if one.causes.total]
    return tuple(sorted(waited, key=lambda one: (-one.causes.total, one.source or "", one.target)))


def _impact(cases: Iterable[Case], causes: Causes) -> tuple[float | None, tuple[tuple[Cause, float], ...]]:
    spent = total(case.parts for case in cases if case.complete is not False)
    work, cycle = spent.work, spent.total
    if work is None or not cycle:
        return None, ()
    removed = [(cause, getattr(causes, cause) or 0) for cause in CAUSES if cause != "not_identifiable"]
    return work / cycle, tuple((cause, work / (cycle - ms)) for cause, ms in removed if 0 < ms < cycle)
