"""Every number of `analysis.json`, from what the generator knows, without the engine: by hand, numpy and scipy.

Seconds are counted one stretch at a time, waits are compared with all that their actor did; slow and plain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from known_truth import DECLARED, CaseTruth, HoldTruth, RecordingTruth, StepTruth, Truth

from .basics import (
    PARTS,
    Events,
    Json,
    can_be_held,
    enabled_by,
    is_right,
    share,
    times,
)
from .trends import trend
from .waiting import waiting, working_time

ADDED = """
[[targets]]
metric = "cycle"
minutes = 240
[[targets]]
metric = "credit_check_wait"
minutes = 60
[[targets]]
metric = "hold_rate"
share = 0.3
[calendar]
zone = "Europe/Berlin"
hours = ["Mon-Fri 09:00-18:00"]
country = "DE"
"""
"""To the workflow file of the generated recordings: what these numbers are worked out with."""
ERP, CREDIT = "erp.localhost:8802", "credit.localhost:8803"
SYSTEM = dict.fromkeys(DECLARED, ERP) | {"credit-check": CREDIT, "decide-hold": CREDIT}


def numbers_of(truth: Truth) -> Json:
    cases = sorted(truth.cases, key=lambda case: (case.start_ms, case.id))
    done = [case for case in cases if case.complete]
    seen_until = max(case.end_ms for case in cases)
    performed = {activity for case in cases for activity in case.variant}
    credit, spans = _credit_check_wait(cases, seen_until)
    return {
        "recordings": [_recording(one) for one in truth.recordings],
        "in_two_logs": [],
        "files_not_read": 0,
        "cases": [_case(case, {one.id: one.pauses for one in truth.recordings}) for case in cases],
        "activities": [_activity(activity, cases) for activity in DECLARED if activity in performed],
        "paths": _paths(cases),
        "variants": _variants(cases),
        "rework": _rework(cases),
        "rework_total": _rework_total(cases),
        "hand_offs": _changes(cases, _is_hand_off),
        "system_switches": _changes(cases, _is_switch),
        "totals": _totals(cases, done, seen_until),
        "metrics": {
            "cycle": times(case.cycle_ms for case in done),
            "hold_rate": _hold_rate(cases),
            "first_time_right": share(sum(map(is_right, cases)), len(cases)),
            "credit_check_wait": credit,
        },
        "working_time": working_time(cases, done),
        "waiting": waiting(cases, done, truth.recordings),
        "trends": {span: trend(cases, span) for span in ("week", "month")},
        "health": _health(cases, done, seen_until, spans),
    }


# ------------------------------------------------------------------------------------------- cases and steps


def _recording(one: RecordingTruth) -> Json:
    return {
        "id": one.id,
        "actor": one.actor,
        "start": _instant(one.start_ms),
        "events": one.events,
        "sealed": one.sealed,
        "lines_left_out": {} if one.sealed else {"cut off": 1},
        "events_missing": 0,
        "clock_jumps": [{"event": event, "by_ms": by} for event, by in one.clock],
        "more_clock_jumps": 0,
        "rows_twice": 0,
        "days_only": False,
    }


def _instant(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{ms % 1000:03}Z"


def _parts(one: CaseTruth | StepTruth) -> Json:
    return {name: getattr(one, name) for name in PARTS}


def _case(case: CaseTruth, pauses: Mapping[str, tuple[int, ...]]) -> Json:
    return {
        "id": case.id,
        "variant": list(case.variant),
        "complete": case.complete,
        "ended": case.ended,
        "start": _instant(case.start_ms),
        "end": _instant(case.end_ms),
        "cycle_ms": case.cycle_ms,
        "held": case.held,
        "holds": [_hold(hold) for hold in case.holds],
        "releases_without_hold": case.releases_without_hold,
        "steps": [
            {
                "activity": step.activity,
                "start": _instant(step.start_ms),
                "complete": _instant(step.complete_ms),
                "actor": step.actor,
                "system": SYSTEM[step.activity],
                "recording": step.recording,
                "events": Events(step.events, pauses[step.recording]),
                "own_work_ms": step.own_work_ms,
                "wait_at_step_ms": wait,
                **_parts(step),
            }
            for step, wait in zip(case.steps, _waits(case), strict=True)
        ],
        **_parts(case),
    }


def _waits(case: CaseTruth) -> Iterator[int]:
    for step, before in zip(case.steps, enabled_by(case), strict=True):
        since = case.start_ms if before is None else before.complete_ms
        paused = sum(max(0, 1000 * until - max(since, 1000 * second)) for second, until in step.own_pauses)
        yield max(0, step.complete_ms - since - step.own_work_ms - paused)


def _hold(hold: HoldTruth) -> Json:
    return {
        "kind": hold.kind,
        "start": _instant(hold.start_ms),
        "end": None if hold.end_ms is None else _instant(hold.end_ms),
        "begun_by": {"recording": hold.begun_by[0], "events": [hold.begun_by[1]]},
        "ended_by": hold.ended_by and {"recording": hold.ended_by[0], "events": [hold.ended_by[1]]},
    }


def _activity(activity: str, cases: Sequence[CaseTruth]) -> Json:
    rows = []
    for case in cases:
        for step, wait in zip(case.steps, _waits(case), strict=True):
            if step.activity == activity:
                rows.append((case.id, step, wait))
    ids = list(dict.fromkeys(case for case, *_ in rows))
    outcomes = Counter(step.outcome for _, step, _ in rows if step.outcome is not None)
    return {
        "id": activity,
        "steps": len(rows),
        "cases": ids,
        "outcomes": [
            {"name": name, "steps": n}
            for name, n in sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))
        ],
        "repeats": len(rows) - len(ids),
        **{name: sum(getattr(step, name) for _, step, _ in rows) for name in PARTS},
        "work": times(step.own_work_ms for _, step, _ in rows),
        "wait": times(wait for *_, wait in rows),
    }


# ---------------------------------------------------------------------------------------- paths and variants


def _is_hand_off(one: StepTruth, other: StepTruth) -> bool:
    return one.actor != other.actor


def _is_switch(one: StepTruth, other: StepTruth) -> bool:
    return one.actor == other.actor and SYSTEM[one.activity] != SYSTEM[other.activity]


def _paths(cases: Sequence[CaseTruth]) -> list[Json]:
    found: dict[tuple[str | None, str | None], list[tuple[str, StepTruth | None, StepTruth | None]]]
    found = defaultdict(list)
    for case in cases:
        for one, other in pairwise([None, *case.steps, None]):
            found[one and one.activity, other and other.activity].append((case.id, one, other))
    rows = []
    for (source, target), own in found.items():
        both = [(one, other) for _, one, other in own if one is not None and other is not None]
        rows.append({
            "source": source,
            "target": target,
            "count": len(own),
            "cases": list(dict.fromkeys(case for case, *_ in own)),
            "between": times(max(0, other.start_ms - one.complete_ms) for one, other in both),
            "hand_offs": sum(_is_hand_off(*pair) for pair in both),
            "hand_offs_known": len(both),
            "system_switches": sum(_is_switch(*pair) for pair in both),
            "system_switches_known": len(both),
        })  # fmt: skip
    return sorted(rows, key=lambda row: (-row["count"], row["source"] or "", row["target"] or ""))


def _variants(cases: Sequence[CaseTruth]) -> list[Json]:
    """`cases` by start: the earliest of a variant is its first one."""
    found: dict[tuple[str, ...], list[CaseTruth]] = defaultdict(list)
    for case in cases:
        found[case.variant].append(case)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), cases.index(item[1][0])))
    rows, covered = [], 0
    for variant, own in ordered:
        covered += len(own)
        rows.append({
            "activities": list(variant),
            "cases": [case.id for case in own],
            "share": len(own) / len(cases),
            "coverage": covered / len(cases),
            "cycle": times(case.cycle_ms for case in own if case.complete),
        })  # fmt: skip
    return rows


def _rework(cases: Sequence[CaseTruth]) -> list[Json]:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for case in cases:
        for at, step in enumerate(case.steps):
            earlier = [place for place in range(at) if case.steps[place].activity == step.activity]
            if earlier:
                how = "self_loop" if earlier[-1] == at - 1 else "repetition"
                by = "same" if case.steps[earlier[-1]].actor == step.actor else "other"
                for activity in ("", step.activity):
                    found[activity, how, by].append(case.id)
    performed = Counter(activity for case in cases for activity in case.variant)
    performed[""] = performed.total()
    rows = [
        {
            "activity": activity or None,
            "how": how,
            "by": by,
            "count": len(ids),
            "cases": list(dict.fromkeys(ids)),
            "share_of_steps": len(ids) / performed[activity],
            "share_of_cases": len(set(ids)) / len(cases),
        }
        for (activity, how, by), ids in found.items()
    ]
    return sorted(rows, key=lambda row: (row["activity"] or "", -row["count"], row["how"], row["by"]))


def _rework_total(cases: Sequence[CaseTruth]) -> Json:
    again = [len(case.variant) - len({*case.variant}) for case in cases]
    return {
        "count": sum(again),
        "cases": sum(map(bool, again)),
        "share_of_steps": sum(again) / sum(len(case.variant) for case in cases),
        "share_of_cases": sum(map(bool, again)) / len(cases),
    }


def _changes(cases: Sequence[CaseTruth], changed: Callable[[StepTruth, StepTruth], bool]) -> Json:
    counts = [sum(changed(*pair) for pair in pairwise(case.steps)) for case in cases]
    return {
        "count": sum(counts),
        "cases": len([count for count in counts if count]),
        "of_cases": len(cases),
        "per_case": sum(counts) / len(cases),
        "most": max(counts),
        "moves": (moves := sum(len(case.steps) - 1 for case in cases)),
        "known": moves,
    }


def _totals(cases: Sequence[CaseTruth], done: Sequence[CaseTruth], seen_until: int) -> Json:
    cycle = sum(case.cycle_ms for case in done)
    return {
        "cases": len(done),
        "cases_known": len(done),
        "cycle_ms": cycle,
        **{name: sum(getattr(case, name) for case in done) for name in PARTS},
        "efficiency": sum(case.work_ms for case in done) / cycle,
        "open_ms": {case.id: seen_until - case.start_ms for case in cases if not case.complete | case.ended},
    }


# ---------------------------------------------------------------------------------------------------- rates


def _hold_rate(cases: Sequence[CaseTruth]) -> Json:
    holds = [(case, hold) for case in cases for hold in case.holds]
    reached = [case for case in cases if can_be_held(case)]
    kinds = sorted({(hold.kind, hold.activity) for _, hold in holds})
    return {
        "n": len(reached),
        "held": sum(case.held for case in reached),
        "rate": sum(case.held for case in reached) / len(reached) if reached else None,
        "all_cases": len(cases),
        "by_kind": [_hold_kind(*kind, cases) for kind in kinds],
        "closed": sum(hold.end_ms is not None for _, hold in holds),
        "re_held": [
            case.id
            for case in cases
            if any(
                one is not two and one.end_ms is not None and one.end_ms <= two.start_ms
                for one in case.holds
                for two in case.holds
            )
        ],
        "time_to_release": times(_released(hold for _, hold in holds)),
        "open": list(dict.fromkeys(case.id for case, hold in holds if hold.end_ms is None)),
        "releases_without_hold": sum(case.releases_without_hold for case in cases),
        "may_be_open": [],
    }


def _released(holds: Iterable[HoldTruth]) -> list[int]:
    return [hold.end_ms - hold.start_ms for hold in holds if hold.end_ms is not None]


def _hold_kind(kind: str, activity: str, cases: Sequence[CaseTruth]) -> Json:
    own = [
        (case.id, hold)
        for case in cases
        for hold in case.holds
        if (hold.kind, hold.activity) == (kind, activity)
    ]
    at_it = {hold.activity for case in cases for hold in case.holds}
    assert activity in at_it
    reached = [
        case
        for case in cases
        if activity in case.variant or any(hold.activity == activity for hold in case.holds)
    ]
    held = len({case for case, _ in own})
    return {
        "kind": kind,
        "activity": activity,
        "cases": held,
        "reached": len(reached),
        "rate": held / len(reached),
        "closed": sum(hold.end_ms is not None for _, hold in own),
        "open": sum(hold.end_ms is None for _, hold in own),
        "not_known": 0,
        "time_to_release": times(_released(hold for _, hold in own)),
    }


def _credit_check_wait(
    cases: Sequence[CaseTruth], seen_until: int
) -> tuple[Json, list[tuple[str, int, bool]]]:
    """The metric; and case, milliseconds and whether it was finished, of all that reached it and may be late."""
    by_case: dict[str, int] = {}
    without, unfinished, spans = [], [], []
    for case in cases:
        checks = [
            (step, before)
            for step, before in zip(case.steps, enabled_by(case), strict=True)
            if step.activity == "credit-check"
        ]
        if not checks:
            without.append(case.id)
        elif case.credit_check_wait_ms is None:
            _, before = checks[0]
            since = (case.start_ms if before is None else before.complete_ms) // 1000
            waited = sum(max(0, until - max(start, since)) for start, until in case.wait)
            unfinished.append(case.id)
            if not case.complete and not case.ended:
                spans.append((case.id, 1000 * waited + seen_until - case.end_ms, False))
        else:
            by_case[case.id] = case.credit_check_wait_ms
            spans.append((case.id, case.credit_check_wait_ms, True))
    metric = {"by_case_ms": by_case, "without": without, "unfinished": unfinished, "unknown": []}
    return {**metric, **times(by_case.values())}, spans


def _health(
    cases: Sequence[CaseTruth], done: Sequence[CaseTruth], seen_until: int, spans: list[tuple[str, int, bool]]
) -> Json:
    rate = _hold_rate(cases)
    cycles = [
        (case.id, case.cycle_ms if case.complete else seen_until - case.start_ms, case.complete)
        for case in cases
        if not case.ended
    ]
    targets = [
        _target("cycle", 240, cycles),
        _target("credit_check_wait", 60, spans),
        {
            "metric": "hold_rate",
            "minutes": None,
            "share": 0.3,
            "met": int(rate["rate"] <= 0.3),
            "n": 1,
            "missed": [],
        },
    ]
    judged = [case for case in cases if case.deviations or not case.not_certain]
    shares = {
        "First-time-right": share(sum(map(is_right, cases)), len(cases)),
        "Conformance rate": share(sum(not case.deviations for case in judged), len(judged)),
        "Not held": share(rate["n"] - rate["held"], rate["n"]),
        "Within target": share(targets[0]["met"] + targets[1]["met"], targets[0]["n"] + targets[1]["n"]),
    }
    is_few = len(cases) < 5 or not done
    score = None if is_few else 100 * sum(one["rate"] for one in shares.values()) / 4
    missing = sum(kind == "missing step" for case in cases for kind, _ in case.deviations)
    judged_steps = sum(len(case.steps) - case.in_question for case in cases)
    steps = share(judged_steps - sum(case.deviating for case in cases), judged_steps + missing)
    return {"score": score, "shares": shares, "conforming_steps": steps, "targets": targets}


def _target(metric: str, minutes: int, spans: Sequence[tuple[str, int, bool]]) -> Json:
    missed = [case for case, ms, _ in spans if ms > minutes * 60_000]
    met = sum(finished and ms <= minutes * 60_000 for _, ms, finished in spans)
    return {
        "metric": metric, "minutes": minutes, "share": None, "met": met, "n": met + len(missed), "missed": missed,
    }  # fmt: skip
