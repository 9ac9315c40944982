"""Rules that find where cases left the declared workflow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from ledgerium_cli.cases.model import Case, Hold, TimedStep, are_at_once
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.done import decided_in, how_tried, only_tried
from ledgerium_cli.findings.sentence import Sentence, name, sentence
from ledgerium_cli.plural import count
from ledgerium_cli.steps.hold_signs import BY_MARK
from ledgerium_cli.steps.model import Shape, Step
from ledgerium_cli.workflow.ends import required_in
from ledgerium_cli.workflow.wire import Activity, Never, Workflow

DeviationKind = Literal["missing step", "extra step", "out of order", "too often", "forbidden combination"]


Forbidden = Literal["hold_open", "check_breached"]
"""Conditions under which an activity may be declared never to go through."""


class Deviation(Struct, frozen=True):
    kind: DeviationKind
    case: str
    activity: str
    """Id of the activity that is missing, extra, late, repeated or forbidden."""
    reason: Sentence
    evidence: tuple[Evidence, ...]
    own: tuple[Evidence, ...] = ()
    """The tail of `evidence` that shows the deviating performances; empty for a missing step."""
    condition: Forbidden | None = None
    """For a forbidden combination, the condition it broke."""


def can_deviate(workflow: Workflow | None) -> bool:
    """Whether the workflow declares activities: any other is then an extra step, whatever else it declares."""
    return workflow is not None and bool(workflow.activities)


def can_conform(workflow: Workflow | None) -> bool:
    """Whether a person declared activities. A draft that nobody confirmed was made from cases, which say nothing by
    conforming to it."""
    return workflow is not None and can_deviate(workflow) and not workflow.draft


def demands_nothing(workflow: Workflow) -> bool:
    """Whether no step is required, no order is to be kept and nothing is forbidden: then only a step that is not
    declared is a deviation, and conforming says nothing while there is none."""
    return not (
        workflow.never
        or (workflow.ordered and len(workflow.activities) > 1)
        or required_in(workflow)
        or any(one.at_most is not None for one in workflow.activities)
    )


def deviating_steps(deviations: Iterable[Deviation]) -> tuple[int, int]:
    """(missing steps, performed steps that deviate). A step counts once, however many deviations it is part of, so a
    long case that deviates throughout weighs more than a short one."""
    missing = 0
    deviating: set[Evidence] = set()
    for one in deviations:
        missing += one.kind == "missing step"
        deviating.update(one.own)
    return missing, len(deviating)


class Usual:
    """Says which variants conform, cached for all cases with the same variant."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._known: dict[tuple[tuple[str, ...], bool], bool] = {}
        self._required = required_in(workflow)
        self._ruled = {never.activity for never in workflow.never}

    def __call__(self, case: Case) -> bool:
        """Whether nothing is missing, extra, too often or (with a declared order) out of order. May be False for a
        conforming case when an attempt was refused or aborted: such cases are checked in full."""
        key = case.variant, case.is_whole
        if key not in self._known:
            self._known[key] = self._is_usual(*key)
        return self._known[key] and not any(timed.step.shape.only_tried for timed in case.steps)

    def may_break_a_rule(self, case: Case) -> bool:
        """Whether it has an activity that may be forbidden, and a hold or breach because of which it would be."""
        if self._ruled.isdisjoint(case.variant):
            return False
        outcomes = [timed.step.shape.outcome for timed in case.steps]
        return bool(case.holds) or any(one is not None and one.result == "breached" for one in outcomes)

    def _is_usual(self, variant: tuple[str, ...], complete: bool) -> bool:
        declared, first = self._workflow.activities, dict.fromkeys(variant)
        in_order = [one.id for one in declared if one.id in first]
        if len(in_order) < len(first) or (self._workflow.ordered and in_order != [*first]):
            return False
        if any(one.at_most is not None and variant.count(one.id) > one.at_most for one in declared):
            return False
        reached = [one.id for one in declared].index(in_order[-1]) if self._workflow.ordered else 0
        return all(
            one.id in first for one in declared[: None if complete else reached] if one.id in self._required
        )


def of_variant(case: Case, workflow: Workflow) -> Iterator[Deviation]:
    """What deviates by the steps alone, so that it is the same in every case of a variant."""
    yield from missing(case, workflow)
    yield from extra(case, workflow.activities)
    if workflow.ordered:
        yield from out_of_order(case, workflow.activities)
    yield from too_often(case, workflow)


def missing_in(case: Case, workflow: Workflow) -> Iterator[tuple[Activity, int, bool]]:
    """Required activities that were not done although the case reached its end or went on past them: (activity,
    index of the step that shows it, whether the case went on)."""
    tried = only_tried(case, decided_in(workflow))
    done = [(at, activity) for at, activity in enumerate(case.variant) if at not in tried]
    performed, required = {activity for _, activity in done}, required_in(workflow)
    for index, activity in enumerate(workflow.activities):
        if activity.id not in required or activity.id in performed:
            continue
        after = {one.id for one in workflow.activities[index + 1 :]} if workflow.ordered else set()
        later = next((at for at, one in done if one in after), None)
        if later is not None:
            yield activity, later, True
        elif case.is_whole:
            yield activity, len(case.steps) - 1, False


def missing(case: Case, workflow: Workflow) -> Iterator[Deviation]:
    for activity, at, went_on in missing_in(case, workflow):
        tried = [one.step for one in case.steps if one.step.activity.id == activity.id]
        attempts = [evidence_of(one) for one in tried]
        how = how_tried(one.shape for one in tried)
        was_not = f" was only tried and {how}" if attempts else " was not seen"
        step = case.steps[at].step
        reason = (
            sentence(name(activity), f"{was_not}; the case went on to ", name(step.activity), ".")
            if went_on
            else sentence(name(activity), f"{was_not}, though the case was completed.")
        )
        evidence = dict.fromkeys((*attempts, evidence_of(step)))
        yield Deviation("missing step", case.id, activity.id, reason, tuple(evidence))


def extra(case: Case, declared: Sequence[Activity]) -> Iterator[Deviation]:
    """A step in which a recording was cut off may have become a declared one."""
    known = {activity.id for activity in declared}
    for timed in case.steps:
        if timed.step.activity.id not in known and not timed.step.shape.cut_short:
            reason = sentence(name(timed.step.activity), " is not a declared activity.")
            own = (evidence_of(timed.step),)
            yield Deviation("extra step", case.id, timed.step.activity.id, reason, own, own)


def out_of_order(case: Case, declared: Sequence[Activity]) -> Iterator[Deviation]:
    """Compares the places of the first performances that were neither refused nor aborted; what was only tried has no
    place, and rows of one time have no order."""
    first: dict[str, int] = {}
    for at, timed in enumerate(case.steps):
        if not timed.step.shape.only_tried:
            first.setdefault(timed.step.activity.id, at)
    ranked = [first[activity.id] for activity in declared if activity.id in first]
    for index, at in enumerate(ranked):
        soonest = min(ranked[index + 1 :], default=at)
        if soonest < at and not are_at_once(case.steps[soonest], case.steps[at]):
            before, step = case.steps[soonest].step, case.steps[at].step
            reason = sentence(name(step.activity), " came after ", name(before.activity), ".")
            evidence = (evidence_of(before), evidence_of(step))
            yield Deviation("out of order", case.id, step.activity.id, reason, evidence, evidence[1:])


def too_often(case: Case, workflow: Workflow) -> Iterator[Deviation]:
    tried = only_tried(case, decided_in(workflow))
    for activity in workflow.activities:
        if activity.at_most is None:
            continue
        own = [at for at, one in enumerate(case.variant) if one == activity.id]
        done, attempts = [at for at in own if at not in tried], [at for at in own if at in tried]
        if len(done) > activity.at_most:
            refused = sum(case.steps[at].step.shape.refused for at in done)
            told = f", {refused} of them refused" if refused else ""
            told += _beside_attempts([case.steps[at].step.shape for at in attempts])
            times = f" was performed {len(done)} times{told}; {activity.at_most} is the most declared."
            reason = sentence(name(activity), times)
            evidence = tuple(evidence_of(case.steps[at].step) for at in (*attempts, *done))
            beyond = len(done) - activity.at_most
            yield Deviation("too often", case.id, activity.id, reason, evidence, evidence[-beyond:])


def _beside_attempts(attempts: Sequence[Shape]) -> str:
    """The part of the sentence about what was only tried; empty without any."""
    if not attempts:
        return ""
    n = count(len(attempts), "attempt that was", "attempts that were")
    return f", beside {n} {how_tried(attempts)}"


def forbidden(case: Case, workflow: Workflow) -> Iterator[Deviation]:
    """Activities that went through while a hold was open, or after a breached check that nobody settled."""
    for timed in case.steps:
        if rules := rules_of(workflow, timed.step.shape):
            yield from forbidden_at(case, timed, rules)


def forbidden_at(case: Case, timed: TimedStep, rules: Mapping[Forbidden, Never]) -> Iterator[Deviation]:
    went_through = moment_of(timed.step)
    open_holds = [hold for hold in case.holds if open_at(hold, went_through)]
    breach = unsettled_breach(case, timed)
    not_held, not_breached = rules.get("hold_open"), rules.get("check_breached")
    if not_held is not None and open_holds:
        yield while_held(not_held, case, timed, open_holds[0])
    said = not_held is not None and breach is not None and any(is_about(one, breach) for one in open_holds)
    if not_breached is not None and breach is not None and not said:
        yield after_breach(not_breached, case, timed, breach)


def rules_of(workflow: Workflow, shape: Shape) -> dict[Forbidden, Never]:
    """By condition, the rules that a performance can have broken: none unless it went through."""
    if not shape.passed:
        return {}
    return {never.condition: never for never in workflow.never if never.activity == shape.activity.id}


def while_held(never: Never, case: Case, timed: TimedStep, hold: Hold) -> Deviation:
    reason = sentence(name(timed.step.activity), f" while the {hold.kind} hold was open. {never.why}")
    return _broken(never, case, timed, reason, Evidence(hold.begun_by[0], (hold.begun_event,)))


def after_breach(never: Never, case: Case, timed: TimedStep, breach: TimedStep) -> Deviation:
    after = (" after ", name(breach.step.activity), f" was breached. {never.why}")
    return _broken(never, case, timed, sentence(name(timed.step.activity), *after), evidence_of(breach.step))


def _broken(never: Never, case: Case, timed: TimedStep, reason: Sentence, before: Evidence) -> Deviation:
    own = evidence_of(timed.step)
    return Deviation(
        "forbidden combination", case.id, never.activity, reason, (before, own), (own,), never.condition
    )


_Moment = tuple[int, str, int]
"""(UTC milliseconds, recording, number) of an event."""


def moment_of(step: Step) -> _Moment:
    """When a step showed its outcome; without one, when it was complete."""
    outcome = step.shape.outcome
    at = outcome.at if outcome is not None else len(step.times) - 1
    return step.times[at], step.recording, step.numbers[at]


def _is_before(one: _Moment, other: _Moment) -> bool:
    """Events of the same time come in the order of their recording; those of two recordings in none."""
    return one[0] < other[0] or (one[:2] == other[:2] and one[2] < other[2])


def _start(timed: TimedStep) -> _Moment:
    return timed.start_ms, timed.step.recording, timed.step.numbers[0]


def _begun(hold: Hold) -> _Moment:
    return hold.start_ms, hold.begun_by[0], hold.begun_event


def _ended(hold: Hold) -> _Moment | None:
    if hold.end_ms is None or hold.ended_by is None or hold.ended_event is None:
        return None
    return hold.end_ms, hold.ended_by[0], hold.ended_event


def open_at(hold: Hold, moment: _Moment) -> bool:
    ended = _ended(hold)
    return _is_before(_begun(hold), moment) and (ended is None or _is_before(moment, ended))


def unsettled_breach(case: Case, before: TimedStep) -> TimedStep | None:
    """A check before the step that was breached and since then neither passed nor had a hold about it released; None
    without one."""
    breached: dict[str, TimedStep] = {}
    for timed in case.steps:
        if timed is before:
            break
        outcome = timed.step.shape.outcome
        if outcome is None or timed.complete_ms > before.start_ms:
            continue
        if outcome.result == "breached":
            breached[timed.step.activity.id] = timed
        elif outcome.result == "passed":
            breached.pop(timed.step.activity.id, None)
    completed = before.complete_ms, before.step.recording, before.step.numbers[-1]
    for timed in breached.values():
        ended = [_ended(hold) for hold in case.holds if is_about(hold, timed)]
        if not any(
            one is not None and not _is_before(one, _start(timed)) and not _is_before(completed, one)
            for one in ended
        ):
            return timed
    return None


def is_about(hold: Hold, breach: TimedStep) -> bool:
    """Whether a hold is about a breached check: begun by it, declared at its activity, or marked by a person since
    then, who may mean anything."""
    step = breach.step
    marked = hold.kind == BY_MARK and not _is_before(_begun(hold), _start(breach))
    return marked or hold.begun_by == step.key or hold.activity == step.activity.id
