"""An analysis with what its documents keep asking for: names, counts, citations, steps, holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ledgerium_cli.cases.model import Case, Hold, StepKey, TimedStep
from ledgerium_cli.documents.text import Markdown, md, plain
from ledgerium_cli.documents.ways import Way, ways
from ledgerium_cli.documents.words import Citations, count, day, first_named, listed, most_frequent
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.deviations import Deviation
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.signs import system_of
from ledgerium_cli.workflow.wire import Activity

DECLARED = Markdown("*(declared)*")
"""Behind a sentence that a person wrote into the workflow file."""
GUESSED = Markdown("*(guessed name)*")
"""Behind a name that no rule decided."""


def stated(sentence: str) -> Markdown:
    """A sentence from the workflow file, marked as such."""
    return Markdown(f"{md(sentence)} {DECLARED}")


def evidence_of_hold(hold: Hold) -> list[Evidence]:
    """The event that began it and, where it was released, the one that ended it."""
    evidence = [Evidence(hold.begun_by[0], (hold.begun_event,))]
    if hold.ended_by is not None and hold.ended_event is not None:
        evidence.append(Evidence(hold.ended_by[0], (hold.ended_event,)))
    return evidence


class View:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.workflow = analysis.workflow
        self.cite = Citations(analysis.recordings)
        self.declared: dict[str, Activity] = {
            one.id: one for one in (self.workflow.activities if self.workflow is not None else ())
        }
        self.ends_with = self.workflow.ends_with if self.workflow is not None else None
        """Id of the activity that completes a case, where one is declared."""
        self.outside = [stated(one) for one in (self.workflow.outside if self.workflow is not None else ())]
        """What is declared to happen where no recording sees it."""
        self.case_name = plain(self.workflow.case.name) if self.workflow is not None else "case"
        self.case = md(self.case_name)
        self.all = self.cases(len(analysis.cases))
        """Every case, counted: `9 orders`."""
        self.counted = [case for case in analysis.cases if case.complete is not False]
        """The cases of cycle statistics: open ones stand apart."""
        self.holds = [(case, hold) for case in analysis.cases for hold in case.holds]
        self.steps: dict[str, list[tuple[Case, TimedStep]]] = {}
        """By activity."""
        self.step_by_key: dict[StepKey, Step] = {}
        for case in analysis.cases:
            for timed in case.steps:
                self.steps.setdefault(timed.step.activity.id, []).append((case, timed))
                self.step_by_key[timed.step.key] = timed.step
        self.after: dict[StepKey, TimedStep] = {
            before.step.key: after for case in analysis.cases for before, after in pairwise(case.steps)
        }
        """The next step of the case, by the key of the one before it."""
        self.outcomes = self._outcomes()
        """By activity and outcome: the steps that showed it."""
        self._guessed = {one.activity.id for one in analysis.activities if one.activity.decided_by == "guess"}
        self._ways: dict[str, list[Way]] = {}
        self._titles = {one.activity.id: one.activity.title for one in analysis.activities} | {
            one.id: one.title for one in self.declared.values()
        }

    def _outcomes(self) -> dict[str, dict[str, list[tuple[Case, TimedStep]]]]:
        found: dict[str, dict[str, list[tuple[Case, TimedStep]]]] = {}
        for activity, rows in self.steps.items():
            for case, timed in rows:
                if (seen := timed.step.shape.outcome) is not None:
                    found.setdefault(activity, {}).setdefault(seen.name, []).append((case, timed))
        return found

    def ways(self, activity: str) -> list[Way]:
        """How an activity is brought to each of its ends, the most frequent first."""
        if activity not in self._ways:
            self._ways[activity] = ways([timed.step for _, timed in self.steps[activity]])
        return self._ways[activity]

    @property
    def name(self) -> str:
        """The workflow's declared name; else what the people recording called it, most often."""
        if self.workflow is not None:
            return self.workflow.name
        names = Counter(recording.workflow for recording in self.analysis.recordings if recording.workflow)
        return most_frequent(names)[0][0] if names else "Recorded work"

    @property
    def guesses(self) -> list[str]:
        """What no person declared, and the screen only suggests."""
        steps = self.step_by_key.values()
        found = {
            "the names of steps": any(step.activity.decided_by == "guess" for step in steps),
            "where one ends and the next begins": not self.declared and self.has_recordings,
            "what tells one case from another": any(step.case_decided_by == "guess" for step in steps),
            "what counts as a hold": any(hold.guessed for _, hold in self.holds),
        }
        return [what for what, is_guess in found.items() if is_guess]

    @property
    def scope(self) -> str:
        """How many cases and recordings, from when to when."""
        recordings = self.analysis.recordings
        first = day(recordings[0].start_ms)
        last = day(max(case.end_ms for case in self.analysis.cases))
        period = first if first == last else f"{first} to {last}"
        logs = sum(one.log is not None for one in recordings)
        found = [count(n, noun) for n, noun in ((len(recordings) - logs, "recording"), (logs, "log")) if n]
        return f"{self.all} in {listed(found)}, {period}"

    @property
    def has_recordings(self) -> bool:
        return any(one.log is None for one in self.analysis.recordings)

    @property
    def has_logs(self) -> bool:
        return any(one.log is not None for one in self.analysis.recordings)

    @property
    def is_made_up(self) -> bool:
        """Whether a program generated at least one of the recordings."""
        return any(recording.generated for recording in self.analysis.recordings)

    def cases(self, n: int) -> str:
        return count(n, self.case)

    def cases_named(self, ids: Sequence[str]) -> str:
        """`2 orders (SO-1 and SO-2)`."""
        return f"{self.cases(len(ids))} ({first_named(ids)})" if ids else self.cases(0)

    def of_all(self, cases: Sequence[str]) -> str:
        return f"{len(cases)} of {self.all}"

    def title(self, activity: str) -> Markdown:
        """Among declared names a guessed one is marked; where all are guesses, the heading says so."""
        name = md(self._titles.get(activity, activity))
        return Markdown(f"{name} {GUESSED}") if self.declared and activity in self._guessed else name

    def is_judgement(self, activity: str) -> bool:
        declared = self.declared.get(activity)
        return declared is not None and declared.judgement

    def system_name(self, host: str) -> str:
        """The declared name of a system, else its host."""
        known = system_of(host, self.workflow.systems) if self.workflow is not None else None
        return known.name if known is not None else host

    def system(self, host: str) -> Markdown:
        return md(self.system_name(host))

    def role_of(self, actor: str) -> str | None:
        roles = self.workflow.roles if self.workflow is not None else ()
        return next((role.name for role in roles if actor in role.actors), None)

    def broken(self, activity: str, condition: str) -> list[Deviation]:
        """Where an activity went through under a condition under which it never must."""
        return [
            one for one in self.analysis.deviations if (one.activity, one.condition) == (activity, condition)
        ]

    def released_by(self, hold: Hold) -> Step | None:
        """None while it is open."""
        return self.step_by_key[hold.ended_by] if hold.ended_by is not None else None
