"""One case from what all its recordings say: its time without gap or overlap, its steps, its holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledgerium_cli.cases.holds import HoldSigns, find_holds, hold_signs
from ledgerium_cli.cases.model import Case, Slice, StepKey, TimedStep, parts_of
from ledgerium_cli.cases.outcomes import Outcomes
from ledgerium_cli.cases.time import clip, resolve
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.wire import Settings, Workflow


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What the workflow file says of cases as a whole."""

    signs: tuple[HoldSigns, ...]
    outcomes: Outcomes
    ends_with: str | None
    release_proves_hold: bool
    idle_after_ms: int


def case_rules(workflow: Workflow | None) -> CaseRules:
    settings = workflow.settings if workflow is not None else Settings()
    return CaseRules(
        signs=hold_signs(workflow),
        outcomes=Outcomes(workflow),
        ends_with=workflow.ends_with if workflow is not None else None,
        release_proves_hold=settings.release_proves_hold,
        idle_after_ms=settings.idle_after_s * 1000,
    )


def case_of(steps: Sequence[Step], slices: Sequence[Slice], rules: CaseRules) -> Case:
    """One case from all its steps and what its actors' timelines show of it."""
    events = sorted(
        ((event, step) for step in steps for event in step.events),
        key=lambda row: (row[0].at_ms, row[1].recording, row[0].seq),
    )
    start, end = events[0][0].at_ms, events[-1][0].at_ms
    inputs = [(event.at_ms, step.key) for event, step in events if event.is_input]
    resolved = resolve(slices, start, end, inputs, events[-1][1].key)
    held = find_holds(steps, rules.signs, release_proves=rules.release_proves_hold)
    return Case(
        id=steps[0].case,
        steps=_timed(steps, slices, resolved, start, end),
        slices=resolved,
        start_ms=start,
        end_ms=end,
        complete=_complete(steps, rules),
        holds=held.holds,
        held=held.held,
        releases_without_hold=held.releases_without_hold,
    )


def _timed(
    steps: Iterable[Step], slices: Iterable[Slice], resolved: Iterable[Slice], start: int, end: int
) -> tuple[TimedStep, ...]:
    begins: dict[StepKey, int] = {}
    for one in slices:
        if one.part in ("work", "system_wait") and (piece := clip(one, start, end)) is not None:
            begins[piece.step] = min(begins.get(piece.step, piece.start_ms), piece.start_ms)
    own: dict[StepKey, list[Slice]] = defaultdict(list)
    for piece in resolved:
        own[piece.step].append(piece)
    timed = [
        TimedStep(step, begins.get(step.key, _first_input(step)), step.last_ms, parts_of(own[step.key]))
        for step in steps
    ]
    return tuple(sorted(timed, key=lambda one: (one.start_ms, one.complete_ms, one.step.key)))


def _first_input(step: Step) -> int:
    return next((event.at_ms for event in step.events if event.is_input), step.events[0].at_ms)


def _complete(steps: Iterable[Step], rules: CaseRules) -> bool | None:
    if any(event.mark == "end" for step in steps for event in step.events):
        return True
    if rules.ends_with is None:
        return None
    return any(step.activity.id == rules.ends_with and rules.outcomes.passed(step) for step in steps)
