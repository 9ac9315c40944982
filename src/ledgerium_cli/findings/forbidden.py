"""Rules that find what must not happen: an activity that goes through while a hold is open, or after a breached check.

Where rows of a log have the same time, what is so in any order of them is a deviation, what is so in some is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter

from ledgerium_cli.cases.model import Case, Hold, TimedStep, are_at_once
from ledgerium_cli.cases.moments import Moment, begin_of, end_of, is_before
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.cut_off import CutOff, cut_off_in
from ledgerium_cli.findings.deviations import Deviation, Forbidden, NotKnown
from ledgerium_cli.findings.sentence import Sentence, quoted, sentence
from ledgerium_cli.steps.hold_signs import BY_MARK
from ledgerium_cli.steps.model import Shape, Step
from ledgerium_cli.workflow.wire import Never, Workflow


def forbidden(case: Case, workflow: Workflow) -> Iterator[Deviation | NotKnown]:
    """Activities that went through while a hold was open, or after a breached check that nobody settled."""
    for timed in case.steps:
        if rules := rules_of(workflow, timed.step.shape):
            yield from forbidden_at(case, timed, rules)


def forbidden_at(
    case: Case, timed: TimedStep, rules: Mapping[Forbidden, Never]
) -> Iterator[Deviation | NotKnown]:
    went_through = moment_of(timed.step)
    held = [(hold, open_at(hold, went_through, case)) for hold in case.holds]
    open_holds = [hold for hold, is_open in held if is_open]
    breach = unsettled_breach(case, timed)
    not_held, not_breached = rules.get("hold_open"), rules.get("check_breached")
    if not_held is not None and open_holds:
        yield _while_one_is_held(not_held, case, timed, open_holds)
    elif not_held is not None and any(is_open is None for _, is_open in held):
        yield not_known(case, timed, "hold_open")
    elif not_held is not None and case.held is None and not all(one.holds_told for one in _shapes(case)):
        yield not_known(case, timed, "hold_open", untold=True)
    said = (
        not_held is not None and breach is not None and any(is_about(one, breach, case) for one in open_holds)
    )
    if not_breached is None or said:
        return
    if breach is not None and (cut_off := _cut_off_since(moment_of(breach.step).ms, case, timed)):
        yield not_known(case, timed, "check_breached", cut_off=cut_off)
    elif breach is not None:
        yield after_breach(not_breached, case, timed, breach)
    elif unsettled_breach(case, timed, in_some_order=True) is not None:
        yield not_known(case, timed, "check_breached")
    elif not _breaches_told(case, timed):
        yield not_known(case, timed, "check_breached", untold=True)


def _while_one_is_held(
    never: Never, case: Case, timed: TimedStep, open_holds: Sequence[Hold]
) -> Deviation | NotKnown:
    """Not known where each of the open holds may have been released where a recording was cut off."""
    cut_off = None
    for hold in open_holds:
        if (cut_off := _cut_off_since(hold.start_ms, case, timed)) is None:
            return while_held(never, case, timed, hold)
    return not_known(case, timed, "hold_open", cut_off=cut_off)


def _cut_off_since(ms: int, case: Case, timed: TimedStep) -> CutOff | None:
    """Where a recording was cut off between a time and the moment when the step went through."""
    return cut_off_in(case, since_ms=ms, until_ms=moment_of(timed.step).ms)


def may_be_released(hold: Hold, case: Case, timed: TimedStep) -> bool:
    """Whether a recording was cut off, in which it may have been released, before the step went through."""
    return _cut_off_since(hold.start_ms, case, timed) is not None


def _shapes(case: Case) -> Iterator[Shape]:
    return (timed.step.shape for timed in case.steps)


def _breaches_told(case: Case, before: TimedStep) -> bool:
    """Whether each step begun before a step went through could show a breach, or was done again with a result that is
    declared."""
    went_through, told = moment_of(before.step).ms, dict[str, bool]()
    for timed in case.steps:
        shape = timed.step.shape
        if timed is not before and timed.start_ms <= went_through:
            known = shape.outcome is not None or told.get(shape.activity.id, True)
            told[shape.activity.id] = known and shape.breaches_told
    return before.step.shape.breaches_told and all(told.values())


def rules_of(workflow: Workflow, shape: Shape) -> dict[Forbidden, Never]:
    """By condition, the rules that a performance can have broken: none unless it went through."""
    if not shape.passed:
        return {}
    return {never.condition: never for never in workflow.never if never.activity == shape.activity.id}


def while_held(never: Never, case: Case, timed: TimedStep, hold: Hold) -> Deviation:
    reason = sentence(
        quoted(timed.step.activity), f" went through while the {hold.kind} hold was open. {never.why}"
    )
    return _broken(never, case, timed, reason, Evidence(hold.begun_by[0], (hold.begun_event,)))


def after_breach(never: Never, case: Case, timed: TimedStep, breach: TimedStep) -> Deviation:
    after = (" went through after ", quoted(breach.step.activity), f" was breached. {never.why}")
    return _broken(
        never, case, timed, sentence(quoted(timed.step.activity), *after), evidence_of(breach.step)
    )


def _broken(never: Never, case: Case, timed: TimedStep, reason: Sentence, before: Evidence) -> Deviation:
    own = evidence_of(timed.step)
    return Deviation(
        "forbidden combination", case.id, never.activity, reason, (before, own), (own,), never.condition
    )


_QUESTIONS: Mapping[Forbidden, str] = {
    "hold_open": " went through while a hold was open",
    "check_breached": " went through while a breached check was not settled",
}


def not_known(
    case: Case,
    timed: TimedStep,
    condition: Forbidden,
    *,
    untold: bool = False,
    cut_off: CutOff | None = None,
) -> NotKnown:
    activity = timed.step.activity
    question = sentence("whether ", quoted(activity), _QUESTIONS[condition])
    return NotKnown(
        "forbidden combination", case.id, activity.id, question, (evidence_of(timed.step),), condition, untold,
        cut_off,
    )  # fmt: skip


def moment_of(step: Step) -> Moment:
    """When a step showed its outcome; without one, when it was complete."""
    outcome = step.shape.outcome
    at = outcome.at if outcome is not None else len(step.times) - 1
    return Moment(step.times[at], step, at)


def _start(timed: TimedStep) -> Moment:
    return Moment(timed.start_ms, timed.step, 0)


def open_at(hold: Hold, moment: Moment, case: Case) -> bool | None:
    """None where it is open then in some orders only of what has the same time, or may have been released."""
    if moment.ms < hold.start_ms or (hold.end_ms is not None and moment.ms > hold.end_ms):
        return False
    ended = end_of(hold, case)
    both = is_before(begin_of(hold, case), moment), ended is None or is_before(moment, ended)
    return False if False in both else None if None in both or hold.may_have_ended else True


def unsettled_breach(case: Case, before: TimedStep, *, in_some_order: bool = False) -> TimedStep | None:
    """A check before the step that was breached and since then neither passed nor had a hold about it released; None
    without one. It is so in every order of what has the same time, or `in_some_order`."""
    breached: dict[str, TimedStep] = {}
    for timed, result in _checked(case, before, "breached" if in_some_order else "passed"):
        if result == "breached":
            breached[timed.step.activity.id] = timed
        elif result == "passed":
            breached.pop(timed.step.activity.id, None)
    completed = Moment(before.complete_ms, before.step, len(before.step.times) - 1)
    for timed in breached.values():
        ended = [end_of(hold, case) for hold in case.holds if is_about(hold, timed, case)]
        outside = [
            {is_before(one, _start(timed)), is_before(completed, one)} for one in ended if one is not None
        ]
        if not any(one == {False} or (True not in one and not in_some_order) for one in outside):
            return timed
    return None


def _checked(case: Case, before: TimedStep, last: str) -> Iterator[tuple[TimedStep, str]]:
    """The checks of which the result was shown when the step went through, with that, in turn. Of those that have the
    same time, the ones with the result `last` come last; of those that have the same time as the step, only these come
    before it."""
    groups = accumulate((not are_at_once(*both) for both in pairwise(case.steps)), initial=0)
    went_through = moment_of(before.step)
    found = []
    for group, timed in zip(groups, case.steps, strict=True):
        outcome = timed.step.shape.outcome
        if outcome is None or timed is before:
            continue
        shown = moment_of(timed.step)
        is_shown = is_before(shown, went_through)
        if is_shown or (is_shown is None and outcome.result == last):
            found.append((shown.ms, group, outcome.result == last, timed, outcome.result))
    for *_, timed, result in sorted(found, key=itemgetter(0, 1, 2)):
        yield timed, result


def is_about(hold: Hold, breach: TimedStep, case: Case) -> bool:
    """Whether a hold is about a breached check: begun by it, declared at its activity, or marked by a person since
    then, who may mean anything."""
    step = breach.step
    marked = hold.kind == BY_MARK and not is_before(begin_of(hold, case), _start(breach))
    return marked or hold.begun_by == step.key or hold.activity == step.activity.id
