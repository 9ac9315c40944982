"""Rule: detect cases that stall past a target time and escalate them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import ClassVar

from ledgerium_cli.cases.model import PARTS, WAITS, Case, Part
from ledgerium_cli.findings.activities import Shown
from ledgerium_cli.findings.health import TargetMet
from ledgerium_cli.findings.metrics import Metrics
from ledgerium_cli.findings.opportunities.model import Claims, Findings, Proposal, Rule, among
from ledgerium_cli.findings.opportunities.working_hours import in_working_hours, left_out, within
from ledgerium_cli.findings.sentence import sentence
from ledgerium_cli.quotation import in_quotation_marks
from ledgerium_cli.words import bound
from ledgerium_cli.workflow.calendar import Calendars, calendars_of
from ledgerium_cli.workflow.limits import in_ms
from ledgerium_cli.workflow.rule_names import RuleName
from ledgerium_cli.workflow.wire import Workflow

LOW, HIGH = 0.0, 1.0


class EscalateStalled(Rule):
    """For each declared target in minutes: applies when a case passed it."""

    name: ClassVar[RuleName] = "escalate-stalled"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        calendars = calendars_of(findings.workflow)
        self._late = [
            _Late(target, findings.metrics, _counted(target.metric, findings.workflow), calendars)
            for target in findings.health.targets
            if target.minutes is not None and target.missed
        ]

    def add(self, case: Case, place: int, first: int) -> None:
        for one in self._late:
            if place in one.missed:
                one.add(case, place, first)

    def proposals(self) -> list[Proposal]:
        return [_proposal(self._findings, one) for one in self._late]


def _counted(metric: str, workflow: Workflow | None) -> tuple[Part, ...]:
    """The parts of time that count towards a metric; all of them for the cycle time."""
    declared = workflow.metrics if workflow is not None else ()
    return next((one.counts for one in declared if one.id == metric), PARTS)


class _Late:
    """The cases that passed one target."""

    def __init__(
        self, target: TargetMet, metrics: Metrics, counts: tuple[Part, ...], calendars: Calendars | None
    ) -> None:
        assert target.minutes is not None
        self.minutes, self.n = target.minutes, target.n
        self.missed = frozenset(target.missed.places)
        interval = next((one for one in metrics.intervals if one.id == target.metric), None)
        self.title = in_quotation_marks(interval.title) if interval is not None else "cycle time"
        self._spans = interval.spans if interval is not None else None
        self._counts, self.calendars = counts, calendars
        self.open, self.busy, self.unknown = 0, 0, 0
        """Cases with no observed wait beyond the target: open ones that are late by their age, those late by
        something else, and those of which nothing tells wait from work."""
        self.cases, self.claims = array("I"), Claims()
        """The wait beyond the target in working hours, by the steps that were waited for."""
        self.activities: dict[str, None] = {}
        """The activities of these steps."""
        self._last, self._last_activities = array("I"), dict[str, None]()
        """The last step of each case without such a wait."""

    def add(self, case: Case, place: int, first: int) -> None:
        span = self._spans.of(place) if self._spans is not None else None
        since, until = (span.since_ms, span.until_ms) if span is not None else (case.start_ms, case.end_ms)
        late = late_waits(case, since, until, self._counts, in_ms(self.minutes), self.calendars)
        self.cases.append(place)
        for at, length in sorted(late.items()):
            self.claims.wait.add(first + at, length)
            self.activities[case.variant[at]] = None
        if not late:
            is_open = not span.finished if span is not None else case.is_open
            self.open += is_open
            self.busy += not is_open and bool(case.known)
            self.unknown += not is_open and not case.known
            self._last.append(first + len(case.steps) - 1)
            self._last_activities[case.variant[-1]] = None

    @property
    def shown_at(self) -> tuple[array[int], tuple[str, ...]]:
        """The steps that were waited for, with the last ones of the cases without such a wait; and the activities of
        the former, or else of the latter."""
        steps = array("I", sorted({*self.claims.wait.steps, *self._last}))
        return steps, tuple(self.activities or self._last_activities)


def _proposal(findings: Findings, late: _Late) -> Proposal:
    share = findings.share(EscalateStalled.name, LOW, HIGH)
    cases = findings.order.named(late.cases)
    steps, activities = late.shown_at
    return Proposal(
        rule=EscalateStalled.name,
        kind="alert on stalled cases",
        title=sentence(f"Escalate cases whose {late.title} passes {bound(late.minutes)}"),
        activities=activities,
        why=sentence(
            f"{among(len(cases), late.n)} went past the declared target of {bound(late.minutes)}.{_without_wait(late)}"
        ),
        cases=cases,
        evidence=Shown(findings.order, steps),
        claims=late.claims,
        share=share,
        assumptions=(
            share.of(f"the wait beyond the target{within(late.calendars)}"),
            "At best an alert ends the wait at the target; at worst nobody can act on it.",
            *left_out(late.calendars, "nobody is there to see an alert"),
        ),
        against=("An alert shows a stalled case; it does not decide it.",),
        risk="Where most alerts need nothing, people stop reading them.",
        measure=sentence(f"Cases past the target, and the {late.title} of those that were escalated."),
        person_decides=True,
    )


def _without_wait(late: _Late) -> str:
    """The sentences about cases in which an alert would have saved nothing."""
    found = ""
    if late.open:
        are, its = ("is", "its") if late.open == 1 else ("are", "their")
        found += f" {late.open} of them {are} open and late by {its} age alone: no wait beyond the target"
        found += f"{within(late.calendars)} was recorded."
    if late.busy:
        found += f" What {late.busy} of them took beyond the target was no wait{within(late.calendars)}."
    if late.unknown:
        found += f" How much of what {late.unknown} of them took beyond the target was wait is not known."
    return found


def late_waits(
    case: Case,
    since: int,
    until: int,
    counts: Sequence[Part],
    bound_ms: int,
    calendars: Calendars | None = None,
) -> dict[int, int]:
    """The observed wait beyond a target, in milliseconds by the index of the step: of the time that counts for the
    metric, the wait that comes after the target has been used up. An open case may have waited longer, unobserved.

    With `calendars` only what lies in the working hours of the person who did the step at last."""
    late: dict[int, int] = {}
    left = bound_ms
    for begins, ends, part, place in case.timeline.stretches():
        begins, ends = max(begins, since), min(ends, until)
        if ends <= begins or PARTS[part] not in counts:
            continue
        if (
            PARTS[part] in WAITS
            and (length := in_working_hours(case, place, begins + left, ends, calendars)) > 0
        ):
            late[place] = late.get(place, 0) + length
        left = max(0, left - (ends - begins))
    return late
