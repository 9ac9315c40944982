"""Why cases wait: day plans that fit on a line, another project's tables, and the slow way of counting."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.findings import busy
from ledgerium_cli.findings.busy import Stretch
from ledgerium_cli.findings.causes import NOTHING, OF_ANOTHER, Causes, Performances, nobody_knows, split
from ledgerium_cli.workflow.calendar import Calendars, WorkingTime
from ledgerium_cli.workflow.wire import Calendar, OtherHours

HOUR = 3_600_000
MONDAY = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp() * 1000)
OFFICE = Calendars(Calendar(zone="UTC", hours=("Mon-Fri 09:00-17:00",)), {})


@dataclass(frozen=True)
class Instance:
    """One performance, waited for from when it could have begun to its start."""

    case: str
    activity: str
    actor: str
    enabled_ms: int
    start_ms: int
    end_ms: int
    begins_case: bool = False
    before: int = OF_ANOTHER
    """Place in the list of the one that enabled it, if the same actor did that."""


def split_waits(
    instances: Sequence[Instance],
    hours_of: Callable[[str], WorkingTime] | None = None,
    seen: Mapping[str, Sequence[Stretch]] | None = None,
    batch_gap_ms: int = 0,
) -> list[Causes]:
    """The wait of each by cause."""
    found = [Causes(unavailability=0 if hours_of is not None else None)] * len(instances)
    names = [*{one.case for one in instances}, *{one.activity for one in instances}]
    for actor in {one.actor for one in instances}:
        places = [place for place, one in enumerate(instances) if one.actor == actor]
        own = Performances()
        for one in (instances[place] for place in places):
            case, activity = names.index(one.case), names.index(one.activity)
            before = one.before if one.before < 0 else places.index(one.before)
            number = own.add(case, activity, one.enabled_ms, one.start_ms, one.end_ms, before)
            if one.start_ms > one.enabled_ms:
                own.waits.add(number, one.enabled_ms, one.start_ms)
            if one.end_ms > one.start_ms:
                own.work.add(one.start_ms, one.end_ms, one.enabled_ms, one.begins_case)
        hours = hours_of(actor) if hours_of is not None else None
        recorded = (seen or {}).get(actor)
        waits = split(own, hours, recorded, batch_gap_ms) if actor else nobody_knows(own)
        for number, causes in waits:
            found[places[number]] = causes
    return found


def at(hour: float) -> int:
    return MONDAY + round(hour * HOUR)


def did(
    case: str,
    activity: str,
    enabled: float,
    start: float,
    end: float,
    actor: str = "Ben",
    *,
    first: bool = False,
    before: int = OF_ANOTHER,
) -> Instance:
    return Instance(case, activity, actor, at(enabled), at(start), at(end), first, before)


def hours(causes: Causes) -> dict[str, float]:
    """What is not zero."""
    found = {name: getattr(causes, name) for name in Causes.__struct_fields__}
    return {name: ms / HOUR for name, ms in found.items() if ms}


def of_first(*instances: Instance, seen: Sequence[Stretch] | None = None) -> dict[str, float]:
    recorded = {} if seen is None else {"Ben": seen}
    return hours(split_waits(instances, OFFICE.of, recorded)[0])


def test_the_actor_was_busy_with_work_that_had_been_enabled_earlier() -> None:
    assert of_first(did("A", "check", 10, 12, 13), did("B", "check", 9, 11, 12)) == {
        "contention": 1,
        "extraneous": 1,
    }


def test_the_actor_was_busy_with_work_that_was_enabled_later() -> None:
    assert of_first(did("A", "check", 10, 12, 13), did("B", "confirm", 10.5, 11, 12)) == {
        "prioritisation": 1,
        "extraneous": 1,
    }


def test_what_was_enabled_at_the_same_time_is_contention() -> None:
    assert of_first(did("A", "check", 10, 12, 13), did("B", "confirm", 10, 11, 12))["contention"] == 1


def test_when_a_new_case_arrived_is_not_recorded_and_is_said_apart() -> None:
    check, other = did("A", "check", 10, 12, 13), did("B", "enter", 11, 11, 12, first=True)
    assert of_first(check, other) == {"prioritisation": 1, "new_cases": 1, "extraneous": 1}
    later_step = did("B", "confirm", 11, 11, 12)
    assert of_first(check, later_step) == {"prioritisation": 1, "extraneous": 1}


def test_a_night_is_unavailability_and_lunch_is_extraneous() -> None:
    """Monday 16:00 to Tuesday 10:00: one hour of Monday and one of Tuesday are working time."""
    assert of_first(did("A", "check", 16, 34, 35)) == {"unavailability": 16, "extraneous": 2}


def test_work_in_the_night_is_contention_not_unavailability() -> None:
    found = of_first(did("A", "check", 16, 34, 35), did("B", "check", 15, 18, 20))
    assert found == {"contention": 2, "unavailability": 14, "extraneous": 2}


def test_without_a_calendar_unavailability_is_not_identifiable() -> None:
    [causes] = split_waits([did("A", "check", 16, 34, 35)])
    assert (causes.unavailability, causes.extraneous, causes.total) == (None, 18 * HOUR, 18 * HOUR)


def test_what_an_actor_did_who_did_not_record_is_not_identifiable() -> None:
    """10 to 14; Ben recorded from 11 to 12 and again when he began."""
    seen = [(at(11), at(12)), (at(14), at(15))]
    assert of_first(did("A", "check", 10, 14, 15), seen=seen) == {"extraneous": 1, "not_identifiable": 3}


def test_an_actor_who_is_not_known_explains_nothing() -> None:
    [causes] = split_waits([did("A", "check", 10, 12, 13, actor="")], OFFICE.of)
    assert causes == Causes(not_identifiable=2 * HOUR)


def test_a_case_waits_for_the_rest_of_its_batch() -> None:
    """Ben checks three at 14:00, when the last one has come. After that B and C wait for those before them."""
    batch = [did("A", "check", 9, 14, 15), did("B", "check", 11, 15, 16), did("C", "check", 13, 16, 17)]
    found = split_waits(batch, OFFICE.of)
    assert [hours(one) for one in found] == [
        {"batching": 4, "extraneous": 1},
        {"batching": 2, "contention": 1, "extraneous": 1},
        {"contention": 2, "extraneous": 1},
    ]


def test_a_declared_gap_may_lie_between_two_of_a_batch() -> None:
    """Ben checks A at 14:00, waits a minute for the page, and checks B, which came at 11:00."""
    batch = [did("A", "check", 9, 14, 15), did("B", "check", 11, 15 + 1 / 60, 16)]
    assert "batching" not in hours(split_waits(batch, OFFICE.of)[0])
    assert "batching" not in hours(split_waits(batch, OFFICE.of, batch_gap_ms=59_999)[0])
    assert hours(split_waits(batch, OFFICE.of, batch_gap_ms=60_000)[0]) == {"batching": 2, "extraneous": 3}


def test_what_a_person_prepared_in_the_same_go_was_not_waited_for() -> None:
    """A and B came to Ben at 10 and 11. At 15 he filters the list for A, then checks both."""
    found = of_first(
        did("B", "check", 11, 15.5, 16), did("A", "check", 15.25, 15.25, 15.5, before=2),
        did("A", "filter", 10, 15, 15.25),
    )  # fmt: skip
    assert found == {"prioritisation": 0.25, "contention": 0.25, "extraneous": 4}
    assert of_first(did("A", "check", 10, 15.25, 15.5), did("B", "check", 11, 15.5, 16)) == {
        "batching": 1,
        "extraneous": 4.25,
    }


def test_a_batch_that_was_prepared_waits_until_its_last_case_had_come() -> None:
    """Ben enters A and then B, which came at 9 and 12, and then checks both. C, entered by Ana, waits until 12."""
    found = of_first(
        did("C", "check", 8, 17, 18),
        did("A", "enter", 9, 14, 15), did("B", "enter", 12, 15, 16),
        did("A", "check", 15, 16, 16.5, before=1), did("B", "check", 16, 16.5, 17, before=2),
    )  # fmt: skip
    assert found["batching"] == 4


def test_a_case_that_the_person_began_right_before_the_batch_came_from_nobody() -> None:
    new = did("A", "enter", 15, 15, 15.5, first=True, before=NOTHING)
    found = of_first(did("B", "check", 10, 16, 17), new, did("A", "check", 15.5, 15.5, 16, before=1))
    assert "batching" not in found


def test_a_step_done_before_other_work_prepared_nothing() -> None:
    """A became ready at 11, by Ben himself, who then did something else: B waited for A until then."""
    found = of_first(
        did("B", "check", 9, 15, 16), did("A", "check", 11, 14, 15, before=2),
        did("A", "enter", 8, 10, 11), did("C", "confirm", 11, 12, 13),
    )  # fmt: skip
    assert found["batching"] == 2


def test_wait_before_a_step_could_begin_is_no_batching_without_a_batch() -> None:
    """The answer that made it possible came at 13, an hour before it began; the case stood still since 10."""
    own = Performances()
    own.waits.add(own.add(0, 0, at(13), at(14), at(15)), at(10), at(14))
    assert [hours(causes) for _, causes in split(own, None, None)] == [{"extraneous": 4}]


@pytest.mark.parametrize(
    "other",
    [
        did("B", "confirm", 11, 15, 16),
        did("B", "check", 14.5, 15, 16),
        did("B", "check", 11, 15.5, 16),
        did("A", "check", 11, 15, 16),
        did("B", "check", 11, 15, 16, actor="Ana"),
    ],
    ids=["another activity", "enabled later", "a break between", "the same case", "another actor"],
)
def test_what_is_no_batch(other: Instance) -> None:
    assert "batching" not in of_first(did("A", "check", 9, 14, 15), other)


# Another project's tables


@pytest.mark.parametrize("number", [1, 2])
def test_waits_by_cause_are_those_of_the_waiting_time_analysis_project(
    public_data: Path,
    number: int,
) -> None:
    folder = public_data / "event-logs/waiting-time"
    stated = json.loads((folder / "calendars_manual_logs.json").read_text("utf-8"))
    assert stated["days"] == "MONDAY-FRIDAY"
    people = {name: value for name, value in stated.items() if name[0].isupper()}
    others = tuple(
        OtherHours(actors=(name,), hours=tuple(f"Mon-Fri {start}-{end}" for start, end in spans))
        for name, spans in people.items()
    )
    calendars = Calendars(Calendar(zone="UTC", hours=("Mon-Fri 00:00-24:00",), others=others), {})
    sources, instances = _log(folder / f"manual_log_{number}.csv")
    found: dict[tuple[str, ...], list[Causes]] = defaultdict(list)
    for source, one, causes in zip(sources, instances, split_waits(instances, calendars.of), strict=True):
        if source is not None:
            found[source.activity, source.actor, one.activity, one.actor].append(causes)
    with (folder / f"manual_log_{number}_expected.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert {key: len(own) for key, own in found.items()} == {
        _key(row): float(row["frequency"]) for row in rows
    }
    for row in rows:
        own = found[_key(row)]
        for ours, theirs in (
            ("total", "wt_total"), ("batching", "wt_batching"), ("contention", "wt_contention"),
            ("prioritisation", "wt_prioritization"), ("unavailability", "wt_unavailability"),
            ("extraneous", "wt_extraneous"),
        ):  # fmt: skip
            assert sum(getattr(one, ours) for one in own) == _ms(row[theirs]), (_key(row), ours)
        assert not any(one.not_identifiable for one in own)


def _key(row: dict[str, str]) -> tuple[str, ...]:
    return row["source_activity"], row["source_resource"], row["target_activity"], row["target_resource"]


def _ms(text: str) -> int:
    days, _, clock = text.partition(" days")
    hour, minute, second = (int(part) for part in (clock.strip() or "00:00:00").split(":"))
    return int(days) * 24 * HOUR + hour * HOUR + minute * 60_000 + second * 1000


def _log(file: Path) -> tuple[list[Instance | None], list[Instance]]:
    """Each performance with the one that enabled it: in these logs the one before it in its case."""
    with file.open(encoding="utf-8") as lines:
        rows = [
            Instance(
                row["case_id"], row["Activity"], row["Resource"], 0, *(_utc(row[name]) for name in TIMES)
            )
            for row in csv.DictReader(lines)
        ]
    last: dict[str, Instance] = {}
    sources: list[Instance | None] = []
    found = []
    for row in sorted(rows, key=lambda row: row.start_ms):
        sources.append(source := last.get(row.case))
        before = NOTHING
        if source is not None:
            place = max(place for place, one in enumerate(found) if one.case == row.case)
            before = place if source.actor == row.actor else OF_ANOTHER
        enabled = source.end_ms if source is not None else row.start_ms
        found.append(replace(row, enabled_ms=enabled, before=before))
        last[row.case] = row
    return sources, found


TIMES = ("start_time", "end_time")


def _utc(text: str) -> int:
    return round(datetime.fromisoformat(f"{text}+00:00").timestamp() * 1000)


# The slow way


@st.composite
def logs(draw: st.DrawFn) -> list[Instance]:
    """Few people, few activities, times that touch and overlap."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        enabled, wait, length = draw(st.integers(0, 40)), draw(st.integers(0, 20)), draw(st.integers(0, 8))
        actor, activity = draw(st.sampled_from("XYZ")), draw(st.sampled_from("ab"))
        case, start = str(draw(st.integers(0, number))), enabled + wait
        times = at(enabled), at(start), at(start + length)
        own = [at for at, one in enumerate(found) if (one.case, one.actor) == (case, actor)]
        before = draw(st.sampled_from([OF_ANOTHER, NOTHING, *own]))
        found.append(Instance(case, activity, actor, *times, draw(st.booleans()), before))
    return found


@settings(max_examples=300, deadline=None)
@given(
    logs(),
    st.booleans(),
    st.none() | st.lists(st.tuples(st.integers(0, 70), st.integers(1, 9)), max_size=4),
    st.sampled_from([0, busy.FEW_SEGMENTS]),
    st.sampled_from([0, 1, 3]),
)
def test_every_hour_of_wait_has_the_cause_that_holds_in_it(
    log: list[Instance], has_hours: bool, recorded: list[tuple[int, int]] | None, few: int, gap: int
) -> None:
    """However few stretches of work are gone through one by one."""
    own = [(at(since), at(since + length)) for since, length in recorded or ()]
    work = [(one.start_ms, one.end_ms) for one in log]
    seen = {} if recorded is None else {actor: [*own, *work] for actor in "XYZ"}
    with patch.object(busy, "FEW_SEGMENTS", few):
        found = split_waits(log, OFFICE.of if has_hours else None, seen, gap * HOUR)
    for one, causes in zip(log, found, strict=True):
        counted: dict[str, int] = defaultdict(int)
        for hour in range(one.enabled_ms, one.start_ms, HOUR):
            counted[cause := _cause(hour, one, log, has_hours, seen.get(one.actor), gap)] += 1
            if cause == "prioritisation" and _busy(hour, one, log)[0].begins_case:
                counted["new_cases"] += 1
            if cause == "batching" and _busy(hour, one, log):
                counted["batching_at_work"] += 1
        assert hours(causes) == counted
        assert causes.total == one.start_ms - one.enabled_ms


def _cause(
    hour: int,
    waiting: Instance,
    log: list[Instance],
    has_hours: bool,
    seen: list[Stretch] | None,
    gap: int,
) -> str:
    mine = [one for one in log if one.actor == waiting.actor]
    if hour < _last_arrived(waiting, mine, log, gap * HOUR):
        return "batching"
    busy = _busy(hour, waiting, log)
    if any(one.enabled_ms <= waiting.enabled_ms for one in busy):
        return "contention"
    if busy:
        return "prioritisation"
    clock = datetime.fromtimestamp(hour / 1000, UTC)
    if has_hours and not (clock.weekday() < 5 and 9 <= clock.hour < 17):
        return "unavailability"
    if seen is not None and not any(since <= hour < until for since, until in seen):
        return "not_identifiable"
    return "extraneous"


def _busy(hour: int, waiting: Instance, log: list[Instance]) -> list[Instance]:
    """What its actor was on, the work that was enabled first before."""
    on = [one for one in log if one.actor == waiting.actor and one.start_ms <= hour < one.end_ms]
    return sorted(on, key=lambda one: (one.enabled_ms, one.begins_case))


def _last_arrived(waiting: Instance, mine: list[Instance], log: list[Instance], gap_ms: int) -> int:
    """Of the batch, found by trying all runs of neighbours."""
    place = {id(one): number for number, one in enumerate(mine)}
    ordered = sorted(mine, key=lambda one: (one.start_ms, one.end_ms, place[id(one)]))
    first = 0
    while first < len(ordered):
        last = first
        while last + 1 < len(ordered) and _belongs(ordered[first : last + 1], ordered[last + 1], gap_ms):
            last += 1
        batch = ordered[first : last + 1]
        if any(one is waiting for one in batch):
            several = len({one.case for one in batch}) > 1
            block = [*_prepared(batch, ordered[:first], log), *batch]
            came = [one.enabled_ms for one in block if _came_from_elsewhere(one, block, log)]
            return max(came, default=waiting.enabled_ms) if several else waiting.enabled_ms
        first = last + 1
    raise AssertionError(waiting)


def _prepared(batch: list[Instance], earlier: list[Instance], log: list[Instance]) -> list[Instance]:
    """What came right before the batch and did nothing but enable it, or what enabled it."""
    block: list[Instance] = []
    for one in reversed(earlier):
        if not any(later.before >= 0 and log[later.before] is one for later in [*block, *batch]):
            break
        block.append(one)
    return block


def _came_from_elsewhere(one: Instance, block: list[Instance], log: list[Instance]) -> bool:
    if one.before == NOTHING:
        return one.enabled_ms < one.start_ms
    return one.before < 0 or not any(log[one.before] is other for other in block)


def _belongs(batch: list[Instance], one: Instance, gap_ms: int) -> bool:
    return (
        one.activity == batch[0].activity
        and one.enabled_ms <= batch[0].start_ms
        and one.start_ms <= max(member.end_ms for member in batch) + gap_ms
    )
