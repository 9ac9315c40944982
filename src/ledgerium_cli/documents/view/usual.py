"""The cases of the usual way: which of them show how the work is to be done, and which went otherwise in a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

from ledgerium_cli.cases.model import Case, Way
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.view.refused import was_refused
from ledgerium_cli.documents.words import MOST_NAMED


class UsualCases:
    """Add all cases in order."""

    def __init__(self, way: Way, decides: Container[str] = (), deviating: Container[str] = ()) -> None:
        """`way` is the one that most cases went, `decides` holds the activities of which a refusal is a valid result,
        `deviating` the cases with a deviation."""
        self._way, self._decides, self._deviating = way, decides, deviating
        activities, is_ordered = way
        self.repeated = {one: n for one, n in Counter(activities).items() if n > 1} if is_ordered else {}
        """The activities that the way has more than once, with how often."""
        self.given_up: First[str] = First(MOST_NAMED)
        """Cases in which a step was refused or aborted and not done after all."""
        self.held = 0
        """How many of its cases have a hold that was not seen to be released."""
        self.clean: First[str] = First(MOST_NAMED)
        """Cases without a deviation, an open hold or a step that was refused or aborted and not done after all."""

    def add(self, case: Case) -> None:
        if case.way != self._way:
            return
        given_up = self._is_given_up(case)
        if given_up:
            self.given_up.add(case.id)
        held = any(one.end_ms is None for one in case.holds)
        self.held += held
        if not given_up and not held and case.id not in self._deviating:
            self.clean.add(case.id)

    def _is_given_up(self, case: Case) -> bool:
        """Whether the last attempt at some activity was refused or aborted."""
        last = {timed.step.activity.id: timed.step.shape for timed in case.steps}
        return any(
            shape.aborted or (was_refused(shape) and one not in self._decides) for one, shape in last.items()
        )
