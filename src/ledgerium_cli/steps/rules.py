"""What the workflow file declares of events and steps, ready to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.hold_signs import hold_begins, hold_ends, kinds_of_holds
from ledgerium_cli.steps.model import Activity
from ledgerium_cli.workflow.signs import Shows, any_sign, first_sign
from ledgerium_cli.workflow.wire import Outcome, Settings, Workflow


class Rules:
    """Which declared activity an event belongs to, what completes it, its outcomes and holds."""

    def __init__(self, workflow: Workflow | None) -> None:
        systems = workflow.systems if workflow else ()
        declared = workflow.activities if workflow else ()
        self.answers_within_ms = (workflow.settings if workflow else Settings()).idle_after_s * 1000
        """A page or message that comes later does not show that the input before it did something."""
        self.activities = {one.id: Activity(one.id, one.title, "rule") for one in declared}
        self.activity_of = first_sign([(sign, one.id) for one in declared for sign in one.belongs], systems)
        """Id of the first activity listed of which an event shows a sign."""
        self._completed: dict[str, Shows] = {
            one.id: any_sign(one.completed_by, systems) for one in declared if one.completed_by
        }
        self.outcomes: dict[str, Callable[[Event], Outcome | None]] = {
            one.id: first_sign([(outcome.when, outcome) for outcome in one.outcomes], systems)
            for one in declared
            if one.outcomes
        }
        """By activity: the first outcome listed of which an event shows the sign."""
        self._passing = {
            one.id for one in declared if any(outcome.result == "passed" for outcome in one.outcomes)
        }
        self.hold_begins = hold_begins(workflow)
        self.hold_ends = hold_ends(workflow)
        self.kinds_of_holds = kinds_of_holds(workflow)
        """Of events that may show a sign of a hold."""

    def declares_passing(self, activity: str) -> bool:
        """Whether it is declared what shows that the activity went through."""
        return activity in self._passing

    def declares_completion(self, activity: str) -> bool:
        return activity in self._completed

    def completed(self, activity: str | None, events: Iterable[Event]) -> bool | None:
        """Whether a declared sign of completion was seen; None where none is declared."""
        shows = self._completed.get(activity) if activity is not None else None
        return None if shows is None else any(map(shows, events))
