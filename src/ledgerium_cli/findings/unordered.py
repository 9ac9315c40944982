"""Judges cases of which it is not known which of their steps came first, since one of their recordings tells no times.

What deviates whichever came first is a deviation; what deviates in some orders only is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case, TimedStep, chain_of
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.deviations import (
    Deviation,
    DeviationKind,
    Forbidden,
    after_breach,
    extra,
    is_about,
    missing,
    moment_of,
    open_at,
    out_of_order,
    rules_of,
    too_often,
    unsettled_breach,
    while_held,
)
from ledgerium_cli.findings.sentence import Sentence, name, sentence
from ledgerium_cli.workflow.wire import Activity, Never, Workflow


class NotKnown(Struct, frozen=True):
    """What of a case cannot be judged, since it is not known which of its steps came first."""

    kind: DeviationKind
    case: str
    activity: str
    question: Sentence
    """`whether “Confirm the order” went through while a hold was open`"""
    own: tuple[Evidence, ...]
    """The performances that deviate in some orders."""
    condition: Forbidden | None = None


class Judged(Struct, frozen=True):
    found: Sequence[Deviation] = ()
    not_known: Sequence[NotKnown] = ()


def in_question(not_known: Iterable[NotKnown], found: Iterable[Deviation]) -> set[Evidence]:
    """The performances that deviate in some orders, without those that deviate anyway."""
    return {own for one in not_known for own in one.own} - {own for one in found for own in one.own}


def judge(case: Case, workflow: Workflow) -> Judged:
    chains = _chains(case)
    judged: list[Deviation | NotKnown] = [
        *missing(case, workflow),
        *extra(case, workflow.activities),
        *(_order(case, chains, workflow.activities) if workflow.ordered else ()),
        *too_often(case, workflow),
        *_rules(chains, workflow),
    ]
    found = [one for one in judged if isinstance(one, Deviation)]
    known = {(one.kind, one.activity, one.condition) for one in found}
    asked: dict[tuple[str, str, str | None], NotKnown] = {}
    for one in judged:
        what = one.kind, one.activity, one.condition
        if isinstance(one, NotKnown) and what not in known:
            before = asked.setdefault(what, one)
            asked[what] = replace(before, own=tuple(dict.fromkeys((*before.own, *one.own))))
    return Judged(found, [*asked.values()])


def _chains(case: Case) -> list[Case]:
    """The parts of the case within which the order is known."""
    steps: dict[str, list[TimedStep]] = defaultdict(list)
    for timed in case.steps:
        steps[chain_of(timed.step.recording, case.untimed)].append(timed)
    return [_part(case, own) for own in steps.values()]


def _part(case: Case, steps: Sequence[TimedStep]) -> Case:
    keys = {one.step.key for one in steps}
    return replace(
        case,
        steps=tuple(steps),
        variant=tuple(one.step.activity.id for one in steps),
        holds=tuple(hold for hold in case.holds if hold.begun_by in keys),
    )


def _order(
    case: Case, chains: Sequence[Case], declared: Sequence[Activity]
) -> Iterator[Deviation | NotKnown]:
    """An activity came too late for certain if it did in every chain that has it: its first performance is in one of
    them. It may have if it did in one of them, or if a later activity is in a chain that does not have it."""
    late = [{one.activity: one for one in out_of_order(chain, declared)} for chain in chains]
    done = [
        {timed.step.activity.id for timed in chain.steps if not timed.step.shape.only_tried}
        for chain in chains
    ]
    for place, activity in enumerate(declared):
        later = {one.id for one in declared[place + 1 :]}
        own = [one.get(activity.id) for one, has in zip(late, done, strict=True) if activity.id in has]
        deviating = [one for one in own if one is not None]
        beside = any(later & has for has in done if activity.id not in has)
        if own and len(deviating) == len(own):
            yield deviating[0]
        elif deviating or (own and beside):
            question = sentence("whether ", name(activity), " was done in the declared order")
            yield NotKnown("out of order", case.id, activity.id, question, _shown(case, activity.id))


def _shown(case: Case, activity: str) -> tuple[Evidence, ...]:
    return tuple(
        evidence_of(one.step)
        for one in case.steps
        if one.step.activity.id == activity and not one.step.shape.only_tried
    )


def _rules(chains: Sequence[Case], workflow: Workflow) -> Iterator[Deviation | NotKnown]:
    for chain in chains:
        others = [one for one in chains if one is not chain]
        for timed in chain.steps:
            rules = rules_of(workflow, timed.step.shape)
            if (not_held := rules.get("hold_open")) is not None:
                yield from _while_held(chain, others, timed, not_held)
            if (not_breached := rules.get("check_breached")) is not None:
                holds_told = not_held is not None
                yield from _after_breach(chain, others, timed, not_breached, holds_told=holds_told)


def _while_held(
    chain: Case, others: Iterable[Case], timed: TimedStep, never: Never
) -> Iterator[Deviation | NotKnown]:
    open_holds = [hold for hold in chain.holds if open_at(hold, moment_of(timed.step))]
    surely = [hold for hold in open_holds if not hold.may_have_ended]
    if surely:
        yield while_held(never, chain, timed, surely[0])
    elif open_holds or any(one.holds for one in others):
        yield _not_known(chain, timed, "hold_open", " went through while a hold was open")


def _after_breach(
    chain: Case, others: Sequence[Case], timed: TimedStep, never: Never, *, holds_told: bool
) -> Iterator[Deviation | NotKnown]:
    """As within one chain, a breach of which the hold is still open is told once, with the hold."""
    breach = unsettled_breach(chain, timed)
    if breach is not None and not _may_be_settled(breach, chain, others):
        holds = [one for one in chain.holds if open_at(one, moment_of(timed.step))]
        if not holds_told or not any(is_about(one, breach) for one in holds):
            yield after_breach(never, chain, timed, breach)
    elif breach is not None or any(_is_breached(one) for one in others):
        yield _not_known(
            chain, timed, "check_breached", " went through after a check was breached and not settled"
        )


def _may_be_settled(breach: TimedStep, chain: Case, others: Iterable[Case]) -> bool:
    """Whether another chain shows what may have settled the breach: that the check passed, or that a hold about it
    was released."""
    if any(hold.may_have_ended and is_about(hold, breach) for hold in chain.holds):
        return True
    return any(
        any(is_about(hold, breach) for hold in other.holds)
        or any(
            (shown := one.step.shape.outcome) is not None
            and shown.result == "passed"
            and one.step.activity.id == breach.step.activity.id
            for one in other.steps
        )
        for other in others
    )


def _is_breached(chain: Case) -> bool:
    outcomes = (timed.step.shape.outcome for timed in chain.steps)
    return any(one is not None and one.result == "breached" for one in outcomes)


def _not_known(chain: Case, timed: TimedStep, condition: Forbidden, what: str) -> NotKnown:
    activity = timed.step.activity
    question = sentence("whether ", name(activity), what)
    return NotKnown(
        "forbidden combination", chain.id, activity.id, question, (evidence_of(timed.step),), condition
    )
