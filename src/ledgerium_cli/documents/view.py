"""An analysis with what its documents keep asking for: names, citations, the steps of an activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.documents.text import Markdown, md
from ledgerium_cli.documents.words import Citations, count, day
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.workflow.signs import system_of
from ledgerium_cli.workflow.wire import Activity

DECLARED = Markdown("*(declared)*")
"""Behind a sentence that a person wrote into the workflow file."""
GUESSED = Markdown("*(guessed name)*")
"""Behind a name that no rule decided."""


class View:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.workflow = analysis.workflow
        self.cite = Citations(analysis.recordings)
        self.declared: dict[str, Activity] = {
            one.id: one for one in (self.workflow.activities if self.workflow is not None else ())
        }
        self.case = md(self.workflow.case.name) if self.workflow is not None else Markdown("case")
        self.steps: dict[str, list[tuple[Case, TimedStep]]] = {}
        for case in analysis.cases:
            for timed in case.steps:
                self.steps.setdefault(timed.step.activity.id, []).append((case, timed))

    @property
    def name(self) -> str:
        """The workflow's declared name; else what the people recording called it, most often."""
        if self.workflow is not None:
            return self.workflow.name
        names = Counter(recording.workflow for recording in self.analysis.recordings if recording.workflow)
        return min(names, key=lambda name: (-names[name], name)) if names else "Recorded work"

    @property
    def period(self) -> str:
        first = day(self.analysis.recordings[0].start_ms)
        last = day(max(case.end_ms for case in self.analysis.cases))
        return first if first == last else f"{first} to {last}"

    def cases(self, n: int) -> str:
        return count(n, self.case)

    def of_all(self, cases: Sequence[str]) -> str:
        return f"{len(cases)} of {self.cases(len(self.analysis.cases))}"

    def title(self, activity: str) -> Markdown:
        return md(self.analysis.title(activity))

    def system(self, host: str) -> Markdown:
        """The declared name of a system, else its host."""
        known = system_of(host, self.workflow.systems) if self.workflow is not None else None
        return md(known.name if known is not None else host)

    def role_of(self, actor: str) -> str | None:
        roles = self.workflow.roles if self.workflow is not None else ()
        return next((role.name for role in roles if actor in role.actors), None)
