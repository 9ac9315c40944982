"""Which recordings hold a case, and in which of them the workflow file's rule told none apart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.case_teller import tells_apart
from ledgerium_cli.workflow.wire import Workflow


class ToldApart(Struct, frozen=True):
    without_case: tuple[RecordingFacts, ...] = ()
    """Recordings that hold no case."""
    unfitting: tuple[RecordingFacts, ...] = ()
    """Recordings in which nothing shows a case as declared: each counts as one, which is a guess."""
    fits: bool = True
    """Whether a case was told in any recording; true where there is no rule to fit. Logs, which name their cases
    themselves, say nothing of it."""
    is_guess: bool = False
    """Whether something guessed tells cases apart, for want of a rule."""


class ToldApartFold:
    def __init__(self) -> None:
        self._holding, self._whole = set[str](), set[str]()
        self._is_guess = False

    def add(self, case: Case, place: int, first: int) -> None:
        for timed in case.steps:
            step = timed.step
            self._holding.add(step.recording)
            self._is_guess |= step.case_decided_by == "guess"
            if "recording" in step.told_by:
                self._whole.add(step.recording)

    def conclude(self, recordings: Sequence[RecordingFacts], workflow: Workflow | None) -> ToldApart:
        """`workflow` is that of the recordings."""
        declared = workflow is not None and tells_apart(workflow.case)
        recorded = {one.id for one in recordings if one.log is None}
        return ToldApart(
            without_case=tuple(one for one in recordings if one.id not in self._holding),
            unfitting=tuple(one for one in recordings if declared and one.id in self._whole),
            fits=not declared or not self._whole or not self._holding & recorded <= self._whole,
            is_guess=self._is_guess and not declared,
        )
