"""Times in working hours, and between-step wait by cause, the slow way."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from known_truth import CaseTruth, RecordingTruth, StepTruth

from .basics import (
    DAY,
    Json,
    Stretch,
    enabled_by,
    times,
)

OPEN, CLOSE = 8 * 3600, 17 * 3600
"""Nine to six in Berlin is eight to five UTC, all winter."""
SUMMER = int(datetime(2027, 3, 28, tzinfo=UTC).timestamp())
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}


def open_seconds(since: int, until: int) -> int:
    """Of a stretch, what lies in office hours."""
    assert until < SUMMER
    found = 0
    for day in range(since // DAY, until // DAY + 1):
        if (day + 3) % 7 < 5 and date.fromordinal(date(1970, 1, 1).toordinal() + day) not in HOLIDAYS:
            found += max(0, min(until, day * DAY + CLOSE) - max(since, day * DAY + OPEN))
    return found


def _open_ms(stretches: Iterable[Stretch]) -> int:
    return 1000 * sum(open_seconds(since, until) for since, until in stretches)


def working_time(cases: Sequence[CaseTruth], done: Sequence[CaseTruth]) -> Json:
    cycle = {case.id: _open_ms([(case.start_ms // 1000, case.end_ms // 1000)]) for case in cases}
    wait = {case.id: _open_ms(case.wait) for case in cases}
    held = [
        _open_ms([(hold.start_ms // 1000, hold.end_ms // 1000)])
        for case in cases
        for hold in case.holds
        if hold.end_ms is not None
    ]
    credit = [case.credit_check_wait for case in cases if case.credit_check_wait is not None]
    return {
        "zone": "Europe/Berlin",
        "cycle": times(cycle[case.id] for case in done),
        "wait": times(wait[case.id] for case in done),
        "time_to_release": times(held),
        "intervals": {"credit_check_wait": times(map(_open_ms, credit))},
        "cycle_ms": cycle,
        "wait_ms": wait,
    }


# --------------------------------------------------------------------------------------------------- causes

CAUSES = ("batching", "contention", "prioritisation", "unavailability", "extraneous", "not_identifiable")


@dataclass(frozen=True)
class _Done:
    """A step, and when it could have begun. Seconds."""

    case: CaseTruth
    step: StepTruth
    before: StepTruth | None
    enabled: int

    @property
    def start(self) -> int:
        return self.step.start_ms // 1000

    @property
    def end(self) -> int:
        return self.step.complete_ms // 1000


def waiting(
    cases: Sequence[CaseTruth], done: Sequence[CaseTruth], recordings: Iterable[RecordingTruth]
) -> Json:
    steps = [
        _Done(case, step, before, (case.start_ms if before is None else before.complete_ms) // 1000)
        for case in cases
        for step, before in zip(case.steps, enabled_by(case), strict=True)
    ]
    recorded: dict[str, list[Stretch]] = defaultdict(list)
    for one in recordings:
        recorded[one.actor].append((one.start_ms // 1000, one.end_ms // 1000))
    causes: dict[int, Counter[str]] = {}
    for actor in {one.step.actor for one in steps}:
        own = [one for one in steps if one.step.actor == actor]
        causes |= _causes_of(own, sorted(recorded[actor]))
    waited = [one for one in steps if one.step.waits]
    passages: dict[tuple[str | None, str], list[_Done]] = defaultdict(list)
    for one in steps:
        passages[one.before and one.before.activity, one.step.activity].append(one)
    rows = [
        {
            "source": source,
            "target": target,
            "count": len(own),
            "cases": list(dict.fromkeys(one.case.id for one in own)),
            **_causes_json(causes[id(one)] for one in own),
        }
        for (source, target), own in passages.items()
        if any(one.step.waits for one in own)
    ]
    in_done = Counter[str]()
    for one in steps:
        if one.case.complete:
            in_done += causes[id(one)]
    work, cycle = sum(case.work_ms for case in done), sum(case.cycle_ms for case in done)
    return {
        "zone": "Europe/Berlin",
        "batch_gap_ms": 0,
        "steps": len(waited),
        "cases": len({one.case.id for one in waited}),
        "passages": sorted(rows, key=lambda row: (-_whole(row), row["source"] or "", row["target"])),
        "efficiency": work / cycle,
        "impact": {cause: work / (cycle - 1000 * in_done[cause]) for cause in CAUSES[:-1] if in_done[cause]},
        **_causes_json(causes.values()),
    }


def _whole(row: Json) -> int:
    return sum(row[f"{cause}_ms"] for cause in CAUSES)


def _causes_json(causes: Iterable[Counter[str]]) -> Json:
    whole = sum(causes, Counter[str]())
    found = {f"{cause}_ms": 1000 * whole[cause] for cause in CAUSES}
    return found | {
        "prioritisation_new_cases_ms": 1000 * whole["new"],
        "batching_at_work_ms": 1000 * whole["batching at work"],
    }


def _causes_of(own: Sequence[_Done], recorded: Sequence[Stretch]) -> dict[int, Counter[str]]:
    """Of the steps of one actor: seconds by cause."""
    busy = sorted(
        (since, until, one.enabled, one.before is None) for one in own for since, until in one.step.busy
    )
    starts, ends = [since for since, *_ in busy], [until for _, until, *_ in busy]
    batches = _batches(own)
    found: dict[int, Counter[str]] = {}
    for one in own:
        seconds = found[id(one)] = Counter[str]()
        ready = batches.get(id(one))
        for since, until in one.step.waits:
            begin = since if ready is None else max(since, min(until, ready))
            seconds["batching"] += begin - since
            seconds["batching at work"] += _at_work(since, begin, busy)
            free_from = begin
            for place in range(bisect_right(ends, begin), bisect_left(starts, until)):
                start, end, enabled, new = busy[place]
                start, end = max(start, begin), min(end, until)
                seconds["contention" if enabled <= one.enabled else "prioritisation"] += end - start
                seconds["new"] += end - start if new and enabled > one.enabled else 0
                _free(free_from, start, recorded, seconds)
                free_from = max(free_from, end)
            _free(free_from, until, recorded, seconds)
    return found


def _at_work(since: int, until: int, busy: Sequence[tuple[int, int, int, bool]]) -> int:
    """Seconds, where several did not go on at once."""
    return sum(max(0, min(end, until) - max(start, since)) for start, end, *_ in busy)


def _free(since: int, until: int, recorded: Sequence[Stretch], seconds: Counter[str]) -> None:
    """Nobody was seen to work from then to then."""
    if until <= since:
        return
    working = open_seconds(since, until)
    near = range(max(0, bisect_left(recorded, (since, 0)) - 1), bisect_left(recorded, (until, 0)))
    spans = [(max(since, recorded[at][0]), min(until, recorded[at][1])) for at in near]
    seen = sum(open_seconds(start, end) for start, end in spans if start < end)
    seconds["unavailability"] += until - since - working
    seconds["extraneous"] += seen
    seconds["not_identifiable"] += working - seen


def _batches(own: Sequence[_Done]) -> dict[int, int]:
    """By step of a batch when the last case of it had come to the actor."""
    order = sorted(own, key=lambda one: (one.start, one.end))
    ready: dict[int, int] = {}
    first = 0
    while first < len(order):
        batch = [order[first]]
        for one in order[first + 1 :]:
            if (
                one.step.activity != batch[0].step.activity
                or one.enabled > batch[0].start
                or one.start > max(member.end for member in batch)
            ):
                break
            batch.append(one)
        if len({one.case.id for one in batch}) > 1:
            ready |= dict.fromkeys(map(id, batch), _last_arrival(order[:first], batch))
        first += len(batch)
    return ready


def _last_arrival(earlier: Sequence[_Done], batch: Sequence[_Done]) -> int:
    """When the last case of the batch came to its actor: before what the actor did to it right before the batch."""
    block = list(batch)
    for one in reversed(earlier):
        if not any(later.before is one.step for later in block):
            break
        block.append(one)
    steps = [one.step for one in block]
    came = [
        one.enabled
        for one in block
        if not any(one.before is step for step in steps)
        and not (one.before is None and one.enabled >= one.start)
    ]
    return max(came, default=0)
