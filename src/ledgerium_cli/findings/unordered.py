"""Judges cases of which it is not known which of their steps came first, since one of their recordings tells no times.

What deviates whichever came first is a deviation; what deviates in some orders only is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.cases.holds import ends_hold, find_holds
from ledgerium_cli.cases.model import Case, Hold, TimedStep, chain_of
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.deviations import (
    Deviation,
    Forbidden,
    NotKnown,
    extra,
    missing,
    out_of_order,
    too_often,
)
from ledgerium_cli.findings.forbidden import (
    forbidden_at,
    moment_of,
    not_known,
    open_at,
    rules_of,
    while_held,
)
from ledgerium_cli.findings.interleaved import orders_of
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.workflow.wire import Activity, Never, Workflow


class Judged(Struct, frozen=True):
    found: Sequence[Deviation] = ()
    not_known: Sequence[NotKnown] = ()


def in_question(not_known: Iterable[NotKnown], found: Iterable[Deviation]) -> set[Evidence]:
    """The performances that deviate in some orders, without those that deviate anyway."""
    return {own for one in not_known for own in one.own} - {own for one in found for own in one.own}


def judge(case: Case, workflow: Workflow) -> Judged:
    """What deviates in a case of which the order is not known, and what of it cannot be told."""
    chains = _chains(case)
    judged: list[Deviation | NotKnown] = [
        *missing(case, workflow),
        *extra(case, workflow.activities),
        *(_order(case, chains, workflow.activities) if workflow.ordered else ()),
        *too_often(case, workflow),
        *_rules(chains, workflow),
    ]
    return sorted_out(judged)


def sorted_out(judged: Iterable[Deviation | NotKnown]) -> Judged:
    """What deviates, and each thing once that is not known while nothing of the kind is known to deviate."""
    judged = [*judged]
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
    """The parts of the case within which the order is known, each with what it shows of holds by itself."""
    steps: dict[str, list[TimedStep]] = defaultdict(list)
    for timed in case.steps:
        steps[chain_of(timed.step.recording, case.untimed)].append(timed)
    return [_part(case, own) for own in steps.values()]


def _part(case: Case, steps: Sequence[TimedStep]) -> Case:
    return replace(
        case,
        steps=tuple(steps),
        variant=tuple(one.step.activity.id for one in steps),
        holds=find_holds([one.step for one in steps], could_tell=True).holds,
    )


def _order(
    case: Case, chains: Sequence[Case], declared: Sequence[Activity]
) -> Iterator[Deviation | NotKnown]:
    """An activity came too late for certain if it did in every chain that has it: its first performance is in one of
    them. It may have if it did in one of them, or if a later activity is in a chain that does not have it."""
    late = [
        {one.activity: one for one in out_of_order(chain, declared) if isinstance(one, Deviation)}
        for chain in chains
    ]
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
            question = sentence("whether ", quoted(activity), " was done in the declared order")
            yield NotKnown("out of order", case.id, activity.id, question, _shown(case, activity.id))


def _shown(case: Case, activity: str) -> tuple[Evidence, ...]:
    return tuple(
        evidence_of(one.step)
        for one in case.steps
        if one.step.activity.id == activity and not one.step.shape.only_tried
    )


def _rules(chains: Sequence[Case], workflow: Workflow) -> Iterator[Deviation | NotKnown]:
    breached = {check for one in chains for check in _breached(one)}
    possible = {"hold_open": any(one.holds for one in chains), "check_breached": bool(breached)}
    for chain in chains:
        others = [one for one in chains if one is not chain]
        for timed in chain.steps:
            declared = rules_of(workflow, timed.step.shape)
            rules = {condition: never for condition, never in declared.items() if possible[condition]}
            if not rules:
                continue
            own, *beside = [_telling(one.steps, breached, timed) for one in (chain, *others)]
            if not any(beside):
                yield from forbidden_at(chain, timed, rules)
                continue
            held = _surely_open(chain, others, timed) if "hold_open" in rules else None
            if held is not None:
                yield while_held(rules["hold_open"], chain, timed, held)
            yield from (
                one
                for one in _depending_on_order(chain, [own, *beside], timed, rules)
                if held is None or one.condition != "hold_open"
            )


def _surely_open(chain: Case, others: Collection[Case], timed: TimedStep) -> Hold | None:
    """A hold that is open when the step goes through, and that nothing in other chains may have ended."""
    moment = moment_of(timed.step)
    return next(
        (one for one in chain.holds if open_at(one, moment, chain) and not _may_end(others, one)), None
    )


def _may_end(others: Iterable[Case], hold: Hold) -> bool:
    shapes = [one.step.shape for other in others for one in other.steps]
    signs = (sign for shape in shapes for sign in shape.hold_signs)
    return any(ends_hold(sign.ends, hold.kind) for sign in signs) or any(one.lost_after for one in shapes)


def _telling(steps: Iterable[TimedStep], breached: Collection[str], ruled: TimedStep) -> list[TimedStep]:
    """The steps on which it depends whether one may have gone through."""
    return [
        one
        for one in steps
        if one is ruled
        or one.step.shape.hold_signs
        or one.step.shape.lost_after
        or (one.step.shape.outcome is not None and one.step.activity.id in breached)
    ]


def _depending_on_order(
    chain: Case, telling: Sequence[Sequence[TimedStep]], timed: TimedStep, rules: Mapping[Forbidden, Never]
) -> Iterator[Deviation | NotKnown]:
    """What every order has is a deviation, what some have is not known. Where the orders are not tried, that is all
    that there may be."""
    if (orders := orders_of(chain, telling)) is None:
        yield from (not_known(chain, timed, condition) for condition in rules)
        return
    found = [
        {
            told.condition: told
            for told in forbidden_at(order, one, rules)
            if isinstance(told, Deviation) or told.cut_off is not None
        }
        for order in orders
        for one in order.steps
        if one.step.key == timed.step.key
    ]
    for condition in rules:
        told = [one.get(condition) for one in found]
        first = told[0]
        if isinstance(first, Deviation) and all(
            isinstance(one, Deviation) and one.reason == first.reason for one in told
        ):
            yield first
        elif any(told):
            yield not_known(chain, timed, condition)


def _breached(chain: Case) -> set[str]:
    """Ids of the checks that were breached."""
    outcomes = ((one.step.activity.id, one.step.shape.outcome) for one in chain.steps)
    return {check for check, shown in outcomes if shown is not None and shown.result == "breached"}
