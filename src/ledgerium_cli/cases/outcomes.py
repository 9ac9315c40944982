"""Which declared result a step showed."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.signs import Shows, any_sign
from ledgerium_cli.workflow.wire import Outcome, Workflow


class Outcomes:
    """The outcomes that the workflow file declares, by activity."""

    def __init__(self, workflow: Workflow | None) -> None:
        systems = workflow.systems if workflow is not None else ()
        self._declared: dict[str, list[tuple[Outcome, Shows]]] = {
            activity.id: [(one, any_sign([one.when], systems)) for one in activity.outcomes]
            for activity in (workflow.activities if workflow is not None else ())
        }

    def passed(self, step: Step) -> bool:
        """Whether a performance went through: the declared result or a mark of the person says so; where no
        such result is declared, that it was completed."""
        seen = self.of(step)
        if seen is not None:
            return seen[0].result == "passed"
        if any(outcome.result == "passed" for outcome, _ in self._declared.get(step.activity.id, ())):
            return any(event.mark in ("hand_off", "end") for event in step.events)
        return step.completed

    def moment(self, step: Step) -> int:
        """When a step showed its result; when it was complete, where it showed none."""
        seen = self.of(step)
        return seen[1].at_ms if seen is not None else step.last_ms

    def of(self, step: Step) -> tuple[Outcome, Event] | None:
        """The last outcome that the step showed, with the event that showed it."""
        declared: Sequence[tuple[Outcome, Shows]] = self._declared.get(step.activity.id, ())
        for event in reversed(step.events):
            for outcome, shows in declared:
                if shows(event):
                    return outcome, event
        return None
