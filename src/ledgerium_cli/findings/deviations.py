"""Rules that find where cases left the declared workflow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from ledgerium_cli.cases.model import Case, TimedStep, are_at_once
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.cut_off import CutOff, cut_off_at, cut_off_in
from ledgerium_cli.findings.done import decided_in, how_tried, only_tried
from ledgerium_cli.findings.sentence import Sentence, quoted, sentence
from ledgerium_cli.plural import count
from ledgerium_cli.steps.model import Shape
from ledgerium_cli.workflow.case_noun import case_noun
from ledgerium_cli.workflow.ends import required_in
from ledgerium_cli.workflow.wire import Activity, Workflow

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


WhyNot = Literal["no order", "no sign", "cut off"]
"""Why something cannot be judged: nothing shows which steps came first; nothing could show a hold or a breach; or a
recording was cut off in which it may have been done."""


class NotKnown(Struct, frozen=True):
    """What of a case cannot be judged, since it is not known which of its steps came first, nothing could show what it
    hangs on, or a recording was cut off in which that may have been done."""

    kind: DeviationKind
    case: str
    activity: str
    question: Sentence
    """`whether “Confirm the order” went through while a hold was open`"""
    own: tuple[Evidence, ...]
    """The performances that perhaps deviate."""
    condition: Forbidden | None = None
    untold: bool = False
    """Whether that is so since nothing could show a hold, or a breach."""
    cut_off: CutOff | None = None
    """Where a recording was cut off, if that is why."""

    @property
    def why(self) -> WhyNot:
        return "cut off" if self.cut_off is not None else "no sign" if self.untold else "no order"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return (*self.own, *([self.cut_off.at] if self.cut_off is not None else []))


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
        conforming case when an attempt was refused or aborted, or a recording was cut off: such cases are checked in
        full."""
        key = case.variant, case.is_whole
        if key not in self._known:
            self._known[key] = self._is_usual(*key)
        shapes = (timed.step.shape for timed in case.steps)
        return self._known[key] and not any(shape.only_tried or shape.cut_short for shape in shapes)

    def may_break_a_rule(self, case: Case) -> bool:
        """Whether it has an activity that may be forbidden, and a hold or breach because of which it would be, or
        nothing could show these."""
        if self._ruled.isdisjoint(case.variant):
            return False
        shapes = [timed.step.shape for timed in case.steps]
        if case.holds or not all(one.holds_told and one.breaches_told for one in shapes):
            return True
        return any(one.outcome is not None and one.outcome.result == "breached" for one in shapes)

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


def of_variant(case: Case, workflow: Workflow) -> Iterator[Deviation | NotKnown]:
    """What deviates by the steps alone, so that it is the same in every case of a variant that no recording was cut
    off in."""
    yield from missing(case, workflow)
    yield from extra(case, workflow.activities)
    if workflow.ordered:
        yield from out_of_order(case, workflow.activities)
    yield from too_often(case, workflow)


_Missing = tuple[Activity, int, bool]
"""(activity, index of the step that shows that it is missing, whether the case went on)."""


def missing_in(case: Case, workflow: Workflow) -> Iterator[_Missing]:
    """Required activities that were not done although the case reached its end or went on past them, unless they may
    have been where a recording was cut off."""
    return (one for one in _not_seen_in(case, workflow) if _before(case, one[1]) is None)


def _before(case: Case, at: int) -> CutOff | None:
    """Where a recording was cut off in the case before its step at an index was complete."""
    return cut_off_in(case, since_ms=case.start_ms, until_ms=case.steps[at].complete_ms)


def _not_seen_in(case: Case, workflow: Workflow) -> Iterator[_Missing]:
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


def missing(case: Case, workflow: Workflow) -> Iterator[Deviation | NotKnown]:
    for activity, at, went_on in _not_seen_in(case, workflow):
        if (cut_off := _before(case, at)) is not None:
            question = sentence("whether ", quoted(activity), " was left out")
            yield NotKnown("missing step", case.id, activity.id, question, (), cut_off=cut_off)
            continue
        tried = [one.step for one in case.steps if one.step.activity.id == activity.id]
        attempts = [evidence_of(one) for one in tried]
        how = how_tried(one.shape for one in tried)
        was_not = f" was only tried and {how}" if attempts else " was not seen"
        step, called = case.steps[at].step, case_noun(workflow).one
        reason = (
            sentence(quoted(activity), f"{was_not}; the {called} went on to ", quoted(step.activity), ".")
            if went_on
            else sentence(quoted(activity), f"{was_not}, though the {called} was completed.")
        )
        evidence = dict.fromkeys((*attempts, evidence_of(step)))
        yield Deviation("missing step", case.id, activity.id, reason, tuple(evidence))


def extra(case: Case, declared: Sequence[Activity]) -> Iterator[Deviation]:
    """A step in which a recording was cut off may have become a declared one; a note or a mark alone is none."""
    known = {activity.id for activity in declared}
    for timed in case.steps:
        shape = timed.step.shape
        if timed.step.activity.id not in known and not (shape.cut_short or shape.is_noted):
            reason = sentence(quoted(timed.step.activity), " is not a declared activity.")
            own = (evidence_of(timed.step),)
            yield Deviation("extra step", case.id, timed.step.activity.id, reason, own, own)


def out_of_order(case: Case, declared: Sequence[Activity]) -> Iterator[Deviation | NotKnown]:
    """Compares the places of the first performances that were neither refused nor aborted, nor only begun where another
    one was completed; what was only tried has no place, and rows of one time have no order. Of two that were under way
    at a time the one that was complete first is not called the later one. What may have been done in time where a
    recording was cut off is not known to be late."""
    first: dict[str, int] = {}
    done = [(at, one.step) for at, one in enumerate(case.steps) if not one.step.shape.only_tried]
    completed = {step.activity.id for _, step in done if step.completed}
    for at, step in done:
        if step.completed or step.activity.id not in completed:
            first.setdefault(step.activity.id, at)
    ranked = [first[activity.id] for activity in declared if activity.id in first]
    for index, at in enumerate(ranked):
        own = case.steps[at]
        later = [case.steps[one] for one in ranked[index + 1 :] if one < at]
        before = [one for one in later if not (_is_within(own, one) or are_at_once(one, own))]
        if not before:
            continue
        soonest = min(before, key=case.steps.index)
        first_declared = next(one for one in before if one is soonest or are_at_once(one, soonest)).step
        evidence = (evidence_of(first_declared), evidence_of(own.step))
        if (cut_off := _before(case, case.steps.index(soonest))) is not None:
            question = sentence("whether ", quoted(own.step.activity), " was done in the declared order")
            of = case.id, own.step.activity.id
            yield NotKnown("out of order", *of, question, evidence[1:], cut_off=cut_off)
            continue
        reason = sentence(quoted(own.step.activity), " came after ", quoted(first_declared.activity), ".")
        yield Deviation("out of order", case.id, own.step.activity.id, reason, evidence, evidence[1:])


def _is_within(own: TimedStep, other: TimedStep) -> bool:
    """Whether it was done while another step was under way."""
    return other.start_ms <= own.start_ms and own.complete_ms < other.complete_ms


def too_often(case: Case, workflow: Workflow) -> Iterator[Deviation | NotKnown]:
    """A performance in which a recording was cut off, or before its answer, may have gone through or not."""
    decided = decided_in(workflow)
    tried = only_tried(case, decided)
    for activity in workflow.activities:
        if activity.at_most is None:
            continue
        own = [at for at, one in enumerate(case.variant) if one == activity.id]
        done, attempts = [at for at in own if at not in tried], [at for at in own if at in tried]
        steps = {at: case.steps[at].step for at in done}
        may_be_refused = activity.id not in decided
        cut = [at for at, one in steps.items() if one.shape.cut_short or (may_be_refused and one.answer_lost)]
        if len(done) > activity.at_most >= len(done) - len(cut):
            question = sentence("whether ", quoted(activity), " was performed more often than is declared")
            beyond = tuple(evidence_of(case.steps[at].step) for at in done[activity.at_most :])
            where = cut_off_at(steps[cut[-1]])
            yield NotKnown("too often", case.id, activity.id, question, beyond, cut_off=where)
        elif len(done) > activity.at_most:
            refused = sum(case.steps[at].step.shape.refused for at in done)
            told = f", {refused} of them refused" if refused else ""
            told += _beside_attempts([case.steps[at].step.shape for at in attempts])
            times = f" was performed {len(done)} times{told}; {activity.at_most} is the most declared."
            reason = sentence(quoted(activity), times)
            evidence = tuple(evidence_of(case.steps[at].step) for at in (*attempts, *done))
            own_evidence = evidence[activity.at_most - len(done) :]
            yield Deviation("too often", case.id, activity.id, reason, evidence, own_evidence)


def _beside_attempts(attempts: Sequence[Shape]) -> str:
    """The part of the sentence about what was only tried; empty without any."""
    if not attempts:
        return ""
    n = count(len(attempts), "attempt that was", "attempts that were")
    return f", beside {n} {how_tried(attempts)}"
