"""One case from what all its recordings say: its time without gap or overlap, its steps, its holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledgerium_cli.cases.holds import find_holds
from ledgerium_cli.cases.model import PARTS, Case, Part, Slice, StepKey, TimedStep, parts_of
from ledgerium_cli.cases.time import clip, resolve
from ledgerium_cli.steps.hold_signs import declares_holds
from ledgerium_cli.steps.model import Step, TimedBy
from ledgerium_cli.workflow.wire import Settings, Workflow

BY_START_AND_COMPLETION: tuple[Part, ...] = ("work", "between_step_wait")
"""What a log with start and completion can show."""


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What the workflow file says of cases as a whole."""

    declares_holds: bool
    ends_with: str | None
    release_proves_hold: bool


def case_rules(workflow: Workflow | None) -> CaseRules:
    settings = workflow.settings if workflow is not None else Settings()
    return CaseRules(
        declares_holds=declares_holds(workflow),
        ends_with=workflow.ends_with if workflow is not None else None,
        release_proves_hold=settings.release_proves_hold,
    )


def case_of(steps: Sequence[Step], slices: Sequence[Slice], rules: CaseRules) -> Case:
    """One case from all its steps and what its actors' timelines show of it."""
    start, end = min(step.first_ms for step in steps), max(step.last_ms for step in steps)
    known = _known({step.shape.timed_by for step in steps})
    resolved = resolve(slices, start, end, inputs_of(steps), last_of(steps).key) if known else ()
    held = find_holds(steps, could_tell=rules.declares_holds, release_proves=rules.release_proves_hold)
    return Case(
        id=steps[0].case,
        steps=_timed(steps, slices, resolved, start, end, known),
        slices=resolved,
        start_ms=start,
        end_ms=end,
        complete=_complete(steps, rules),
        holds=held.holds,
        held=held.held,
        releases_without_hold=held.releases_without_hold,
        known=known,
    )


def _known(timed_by: set[TimedBy]) -> tuple[Part, ...]:
    """The parts of time that the record of a case can show. What a log says and what a recording says of the time of
    one case are not comparable; a case of steps with one time has none that can be told apart."""
    if timed_by == {"inputs"}:
        return PARTS
    if "inputs" in timed_by or timed_by == {"one time"}:
        return ()
    return BY_START_AND_COMPLETION


def inputs_of(steps: Iterable[Step]) -> list[tuple[int, StepKey]]:
    """When what a person did was done, and in which step, in order."""
    rows: list[tuple[int, str, int, StepKey]] = []
    for step in steps:
        times, numbers, recording, key = step.times, step.numbers, step.recording, step.key
        rows += [(times[at], recording, numbers[at], key) for at in step.shape.inputs]
    return [(at_ms, key) for at_ms, _, _, key in sorted(rows)]


def last_of(steps: Iterable[Step]) -> Step:
    """The step that shows the last event."""
    return max(steps, key=lambda step: (step.last_ms, step.recording, step.numbers[-1]))


def _timed(
    steps: Iterable[Step],
    slices: Iterable[Slice],
    resolved: Iterable[Slice],
    start: int,
    end: int,
    known: tuple[Part, ...],
) -> tuple[TimedStep, ...]:
    begins: dict[StepKey, int] = {}
    for one in slices:
        if one.part in ("work", "system_wait") and (piece := clip(one, start, end)) is not None:
            begins[piece.step] = min(begins.get(piece.step, piece.start_ms), piece.start_ms)
    own: dict[StepKey, list[Slice]] = defaultdict(list)
    for piece in resolved:
        own[piece.step].append(piece)
    timed = [
        TimedStep(
            step,
            begins.get(step.key, step.first_input_ms),
            step.last_ms,
            parts_of(
                own[step.key],
                tuple(part for part in known if part != "work")
                if step.shape.timed_by == "one time"
                else known,
            ),
        )
        for step in steps
    ]
    return tuple(sorted(timed, key=lambda one: (one.start_ms, one.complete_ms, one.step.key)))


def _complete(steps: Iterable[Step], rules: CaseRules) -> bool | None:
    if any("end" in step.shape.marks for step in steps):
        return True
    if rules.ends_with is None:
        return None
    return any(step.activity.id == rules.ends_with and step.shape.passed for step in steps)
