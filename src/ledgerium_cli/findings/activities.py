"""What the steps of each activity have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import overload

from msgspec import Struct

from ledgerium_cli.cases.model import Case, Parts, TimedStep, total
from ledgerium_cli.findings.enabling import Enabling
from ledgerium_cli.findings.statistics import Summary, known, summarise
from ledgerium_cli.steps.model import Activity, Outcome, Shape, Step, Text
from ledgerium_cli.workflow.wire import Workflow


class Evidence(Struct, frozen=True):
    """Where a statement can be looked up: events of one recording."""

    recording: str
    events: tuple[int, ...]


class Shown(Sequence[Evidence]):
    """The events of steps, each looked up when it is asked for: documents cite a few of them."""

    __slots__ = ("_steps",)

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps = tuple(steps)

    def __len__(self) -> int:
        return len(self._steps)

    @overload
    def __getitem__(self, at: int) -> Evidence: ...
    @overload
    def __getitem__(self, at: slice) -> Shown: ...
    def __getitem__(self, at: int | slice) -> Evidence | Shown:
        return Shown(self._steps[at]) if isinstance(at, slice) else evidence_of(self._steps[at])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shown) and self._steps == other._steps

    def __hash__(self) -> int:
        return hash(self._steps)


class Seen(Struct, frozen=True):
    """Something that was seen, in how many steps, and where it was seen first."""

    text: str
    steps: int
    first: Evidence


class OutcomeSeen(Struct, frozen=True):
    name: str
    result: str
    steps: int
    cases: tuple[str, ...]
    first: Evidence


class ActivityFinding(Struct, frozen=True):
    activity: Activity
    steps: int
    cases: tuple[str, ...]
    """By the start of their first step of this activity."""
    actors: tuple[str, ...]
    systems: tuple[str, ...]
    """Hosts, the most used first."""
    controls: tuple[Seen, ...]
    """Names of the buttons that committed or were pressed, in the order of their first use."""
    fields: tuple[Seen, ...]
    """Names of the fields that were filled, in the order of their first use."""
    messages: tuple[Seen, ...]
    """What the page said, with case references left out; most frequent first."""
    outcomes: tuple[OutcomeSeen, ...]
    parts: Parts
    """Sum over all steps, of what is known."""
    work: Summary
    """Over the steps whose work is known."""
    wait: Summary
    """Wait at the step: from the completion of its predecessor to its own, minus its work and paused time."""
    repeats: int
    """Performances beyond the first of a case."""
    evidence: Sequence[Evidence]
    """The events of every step, in order."""


def find_activities(
    cases: Sequence[Case], workflow: Workflow | None, enabling: Enabling
) -> tuple[ActivityFinding, ...]:
    """Declared activities in declared order, then the guessed ones by how early in a case they stand."""
    rows: dict[str, list[_Row]] = defaultdict(list)
    places: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        waits, length = enabling.waits(case), len(case.steps)
        for place, (activity, timed) in enumerate(zip(case.variant, case.steps, strict=True)):
            rows[activity].append((case, timed, waits[place]))
            places[activity].append(place / length)
    declared = [one.id for one in workflow.activities] if workflow is not None else []
    order = {activity: rank for rank, activity in enumerate(declared)}
    ids = sorted(rows, key=lambda one: (order.get(one, len(order)), sum(places[one]) / len(places[one]), one))
    return tuple(_finding(rows[one]) for one in ids)


def case_ids(rows: Iterable[tuple[Case, *tuple[object, ...]]]) -> tuple[str, ...]:
    """Of rows that begin with a case: each once, in order."""
    return tuple(dict.fromkeys(row[0].id for row in rows))


def evidence_of(step: Step) -> Evidence:
    return Evidence(step.recording, step.events)


def shown_by(step: Step, *places: int) -> Evidence:
    """The events at these places of a step."""
    return Evidence(step.recording, tuple(step.numbers[at] for at in places))


_Row = tuple[Case, TimedStep, int | None]
"""With the wait at the step."""


def _finding(rows: Sequence[_Row]) -> ActivityFinding:
    timed = [one for _, one, _ in rows]
    steps = [one.step for one in timed]
    systems = Counter(step.system for step in steps if step.system)
    cases = case_ids(rows)
    return ActivityFinding(
        activity=steps[0].activity,
        steps=len(steps),
        cases=cases,
        actors=tuple(sorted({step.actor for step in steps})),
        systems=tuple(sorted(systems, key=lambda host: (-systems[host], host))),
        controls=tuple(_seen(steps, lambda shape: shape.controls)),
        fields=tuple(_seen(steps, lambda shape: shape.fields)),
        messages=tuple(
            sorted(_seen(steps, lambda shape: shape.messages), key=lambda one: (-one.steps, one.text))
        ),
        outcomes=_outcomes(steps),
        parts=total(one.parts for one in timed),
        work=summarise(known(one.parts.work for one in timed)),
        wait=summarise(known(wait for *_, wait in rows)),
        repeats=len(steps) - len(cases),
        evidence=Shown(steps),
    )


def _seen(steps: Iterable[Step], texts_of: Callable[[Shape], Iterable[Text]]) -> list[Seen]:
    """Each text once, with the number of steps that show it, in the order of the first one."""
    first: dict[str, Evidence] = {}
    times: Counter[str] = Counter()
    for step in steps:
        for one in texts_of(step.shape):
            times[one.text] += 1
            if one.text not in first:
                first[one.text] = shown_by(step, one.at)
    return [Seen(text, times[text], where) for text, where in first.items()]


def _outcomes(steps: Iterable[Step]) -> tuple[OutcomeSeen, ...]:
    found: dict[str, list[tuple[Step, Outcome]]] = defaultdict(list)
    for step in steps:
        if (outcome := step.shape.outcome) is not None:
            found[outcome.name].append((step, outcome))
    return tuple(
        OutcomeSeen(
            name,
            rows[-1][1].result,
            len(rows),
            tuple(dict.fromkeys(step.case for step, _ in rows)),
            shown_by(rows[0][0], rows[0][1].at),
        )
        for name, rows in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    )
