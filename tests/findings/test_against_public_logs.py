"""Our numbers against other people's logs, and what other people's programs say of them."""

from __future__ import annotations

import csv
import gzip
import json
import operator
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ledgerium_cli.cases.model import PARTS, Case, TimedStep, parts_of
from ledgerium_cli.cases.reduce import lengths_of
from ledgerium_cli.cases.time import resolve
from ledgerium_cli.findings.enabling import find_enabling
from ledgerium_cli.findings.statistics import quantile, summarise
from ledgerium_cli.findings.variants import find_variants
from ledgerium_cli.findings.waiting import find_waiting
from ledgerium_cli.mining.discover import mine
from ledgerium_cli.steps.model import Activity, Shape, Step, step_of
from ledgerium_cli.workflow.calendar import Calendars
from ledgerium_cli.workflow.wire import Calendar, OtherHours

from .make import find_paths

MINUTE = 60_000


@dataclass(frozen=True)
class Row:
    """One activity instance: when its case first heard of it, and when it was worked on."""

    case: str
    activity: str
    actor: str
    known_ms: int
    start_ms: int
    end_ms: int


def cases_from(rows: Iterable[Row]) -> list[Case]:
    """As an importer would read them: from start to end is work, what nobody works on is waited for."""
    by_case: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_case[row.case].append(row)
    return [_case(name, own) for name, own in by_case.items()]


def _case(name: str, rows: list[Row]) -> Case:
    steps = [_step(row, 2 * place + 1) for place, row in enumerate(rows)]
    start, end = min(row.known_ms for row in rows), max(row.end_ms for row in rows)
    ordered = sorted(
        zip(rows, steps, strict=True), key=lambda one: (one[0].start_ms, one[0].end_ms, one[1].key)
    )
    work = [(row.start_ms, row.end_ms, PARTS.index("work"), place) for place, (row, _) in enumerate(ordered)]
    inputs = sorted((row.start_ms, name, step.key[1], place) for place, (row, step) in enumerate(ordered))
    timeline = resolve(work, start, end, inputs, inputs[-1][3])
    lengths = lengths_of(timeline, len(steps))
    return Case(
        id=name,
        steps=tuple(
            TimedStep(step, row.start_ms, row.end_ms, parts_of(own))
            for (row, step), own in zip(ordered, lengths, strict=True)
        ),
        variant=tuple(row.activity for row, _ in ordered),
        timeline=timeline,
        parts=parts_of([sum(column) for column in zip(*lengths, strict=True)]),
        start_ms=start,
        end_ms=end,
        complete=None,
        holds=(),
        held=None,
        releases_without_hold=0,
    )


def _step(row: Row, first: int) -> Step:
    shape = Shape(activity=Activity(row.activity, row.activity, "rule"))
    return step_of(row.case, row.case, row.actor, shape, (first, first + 1), (row.start_ms, row.end_ms))


# Purchasing: 9,119 activity instances with start and end.


@pytest.fixture(scope="module")
def purchasing_rows(public_data: Path) -> list[Row]:
    with gzip.open(public_data / "event-logs/purchasing/purchasing.csv.gz", "rt", encoding="utf-8") as lines:
        return [
            Row(line["case_id"], line["activity"], line["resource"], start, start, _ms(line["end_time"]))
            for line in csv.DictReader(lines)
            for start in [_ms(line["start_time"])]
        ]


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.fixture(scope="module")
def purchasing(purchasing_rows: list[Row]) -> list[Case]:
    return cases_from(purchasing_rows)


@pytest.fixture(scope="module")
def purchasing_frame(purchasing_rows: list[Row], pm4py: Any) -> Any:
    """pm4py takes the rows in the order in which they stand, so they are put in ours first."""
    import pandas

    rows = sorted(purchasing_rows, key=lambda row: (row.case, row.start_ms, row.end_ms))
    return pandas.DataFrame(
        {
            "case:concept:name": [row.case for row in rows],
            "concept:name": [row.activity for row in rows],
            "start_timestamp": pandas.to_datetime([row.start_ms for row in rows], unit="ms", utc=True),
            "time:timestamp": pandas.to_datetime([row.end_ms for row in rows], unit="ms", utc=True),
        }
    )


def test_the_whole_log_is_read(purchasing: list[Case]) -> None:
    assert (len(purchasing), sum(len(case.steps) for case in purchasing)) == (608, 9119)
    assert len({activity for case in purchasing for activity in case.variant}) == 21


def test_variants_are_those_of_pm4py(purchasing: list[Case], purchasing_frame: Any, pm4py: Any) -> None:
    ours = {variant.activities: len(variant.cases) for variant in find_variants(purchasing)}
    assert ours == dict(pm4py.get_variants(purchasing_frame))


def test_paths_are_those_of_pm4py(purchasing: list[Case], purchasing_frame: Any, pm4py: Any) -> None:
    graph, starts, ends = pm4py.discover_dfg(purchasing_frame)
    theirs = {**graph, **{(None, first): n for first, n in starts.items()}}
    theirs |= {(last, None): n for last, n in ends.items()}
    assert {(path.source, path.target): path.count for path in find_paths(purchasing)} == theirs


def test_cycle_times_and_their_quantiles_are_those_of_pandas(
    purchasing: list[Case], purchasing_frame: Any
) -> None:
    by_case = purchasing_frame.groupby("case:concept:name")
    span = (by_case["time:timestamp"].max() - by_case["start_timestamp"].min()).dt.total_seconds() * 1000
    assert {case.id: case.cycle_ms for case in purchasing} == span.round().astype(int).to_dict()
    found = summarise(case.cycle_ms for case in purchasing)
    assert (found.n, found.minimum, found.maximum) == (608, span.min(), span.max())
    assert found.median == pytest.approx(span.quantile(0.5), abs=0.5)
    assert found.p90 == pytest.approx(span.quantile(0.9), abs=0.5)
    assert found.mean == pytest.approx(span.mean(), abs=0.5)


def test_quantiles_of_durations_are_those_of_numpy(purchasing_rows: list[Row]) -> None:
    import numpy

    durations = sorted(row.end_ms - row.start_ms for row in purchasing_rows)
    shares = [place / 100 for place in range(101)]
    assert [quantile(durations, share) for share in shares] == pytest.approx(
        list(numpy.quantile(durations, shares))
    )


def test_the_time_of_every_case_adds_up(purchasing: list[Case]) -> None:
    for case in purchasing:
        assert case.parts.work + case.parts.between_step_wait == case.parts.total == case.cycle_ms


def test_work_of_a_case_is_the_union_of_its_intervals(
    purchasing: list[Case], purchasing_rows: list[Row]
) -> None:
    intervals: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in purchasing_rows:
        intervals[row.case].append((row.start_ms, row.end_ms))
    assert {case.id: case.parts.work for case in purchasing} == {
        case: _union(own) for case, own in intervals.items()
    }


def _union(intervals: Iterable[tuple[int, int]]) -> int:
    covered, until = 0, 0
    for start, end in sorted(intervals):
        covered += max(0, end - max(start, until))
        until = max(until, end)
    return covered


def test_the_mined_model_fits_every_purchase(purchasing: list[Case]) -> None:
    variants = {variant.activities: len(variant.cases) for variant in find_variants(purchasing)}
    model = mine(variants)
    assert (model.variants, model.cases, model.variants_left_out) == (len(variants), 608, 0)
    assert model.fitness.value == 1
    assert model.precision.value is not None
    assert 0 < model.precision.value < 1


# Patients: what edeaR's own tests say, in minutes.


@pytest.fixture(scope="module")
def stated(public_data: Path) -> Mapping[str, Any]:
    return dict(json.loads((public_data / "event-logs/patients/expected_edeaR.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def patients(public_data: Path) -> list[Case]:
    """Three patients. Surgery is known from when it was scheduled; with `complete` alone it took no time."""
    found: dict[str, dict[str, Any]] = {}
    with (public_data / "event-logs/patients/edeaR_patients.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            one = found.setdefault(line["activity_instance"], {"line": line, "at": {}})
            one["at"][line["status"]] = round(float(line["timestamp"]) * 1000)
    return cases_from(
        Row(
            line["patient"], line["activity"], line["resource"],
            min(at.values()), at.get("start", at["complete"]), at["complete"],
        )
        for one in found.values()
        for line, at in [(one["line"], one["at"])]
    )  # fmt: skip


def in_minutes(milliseconds: float) -> Any:
    return pytest.approx(milliseconds / MINUTE, abs=1e-5)


def test_cycle_time_is_edear_s_throughput_time(patients: list[Case], stated: Mapping[str, Any]) -> None:
    expected = stated["throughput_time"]
    assert expected["per_case"] == {case.id: in_minutes(case.cycle_ms) for case in patients}
    assert expected["mean"] == in_minutes(sum(case.cycle_ms for case in patients) / len(patients))


def test_work_is_edear_s_processing_time(patients: list[Case], stated: Mapping[str, Any]) -> None:
    expected = stated["processing_time"]
    assert expected["per_case"] == {case.id: in_minutes(case.parts.work) for case in patients}
    assert expected["mean_over_cases"] == in_minutes(
        sum(case.parts.work for case in patients) / len(patients)
    )


def test_work_of_steps_is_edear_s_processing_time_per_activity_and_resource(
    patients: list[Case], stated: Mapping[str, Any]
) -> None:
    steps = [timed for case in patients for timed in case.steps]
    expected = stated["processing_time"]
    for activity, mean in expected["mean_per_activity"].items():
        own = [one.parts.work for one in steps if one.step.activity.id == activity]
        assert mean == in_minutes(sum(own) / len(own))
    for resource, mean in expected["mean_per_resource"].items():
        own = [one.parts.work for one in steps if one.step.actor == resource]
        assert mean == in_minutes(sum(own) / len(own))


# Waiting times: two logs whose transitions another project timed.


@pytest.fixture(params=[1, 2])
def manual_log(request: pytest.FixtureRequest, public_data: Path) -> tuple[list[Case], list[dict[str, str]]]:
    """The cases, and what is expected of each transition."""
    folder = public_data / "event-logs/waiting-time"
    with (folder / f"manual_log_{request.param}.csv").open(encoding="utf-8") as lines:
        cases = cases_from(
            Row(
                line["case_id"], line["Activity"], line["Resource"], start, start, _ms(line["end_time"] + "Z")
            )
            for line in csv.DictReader(lines)
            for start in [_ms(line["start_time"] + "Z")]
        )
    with (folder / f"manual_log_{request.param}_expected.csv").open(encoding="utf-8") as lines:
        return cases, list(csv.DictReader(lines))


def test_time_between_steps_is_the_waiting_time_of_the_waiting_time_analysis_project(
    manual_log: tuple[list[Case], list[dict[str, str]]],
) -> None:
    cases, rows = manual_log
    expected: dict[tuple[str, str], list[float]] = defaultdict(list)
    for line in rows:
        expected[line["source_activity"], line["target_activity"]].append(float(line["wt_total_seconds"]))
    found = {(path.source, path.target): path for path in find_paths(cases) if path.source and path.target}
    assert found.keys() == expected.keys()
    for ends, seconds in expected.items():
        between = found[ends].between
        total = sum(between.values) if between.values is not None else (between.mean or 0) * between.n
        assert total == 1000 * sum(seconds)


def test_between_step_wait_of_cases_has_the_causes_of_the_waiting_time_analysis_project(
    manual_log: tuple[list[Case], list[dict[str, str]]],
) -> None:
    """Marcus has half an hour for lunch."""
    cases, rows = manual_log
    lunch = OtherHours(actors=("Marcus",), hours=("Mon-Fri 10:00-12:00", "Mon-Fri 12:30-20:00"))
    calendars = Calendars(Calendar(zone="UTC", hours=("Mon-Fri 10:00-20:00",), others=(lunch,)), {})
    waiting = find_waiting(cases, cases, find_enabling(cases, None), [], calendars)
    assert waiting is not None
    expected: dict[tuple[str | None, str], list[timedelta]] = {}
    for line in rows:
        causes = [_time(line[f"wt_{cause}"]) for cause in THEIR_CAUSES]
        sums = expected.setdefault((line["source_activity"], line["target_activity"]), [timedelta()] * 5)
        sums[:] = map(operator.add, sums, causes)
    found = {(one.source, one.target): one.causes for one in waiting.passages}
    assert found.keys() == {ends for ends, causes in expected.items() if any(causes)}
    for ends, one in found.items():
        ours = [one.batching, one.contention, one.prioritisation, one.unavailability or 0, one.extraneous]
        assert [timedelta(milliseconds=ms) for ms in ours] == expected[ends]


THEIR_CAUSES = ("batching", "contention", "prioritization", "unavailability", "extraneous")


def _time(text: str) -> timedelta:
    """`0 days 01:30:00`, or `0 days`."""
    days, _, clock = text.partition(" days")
    hours, minutes, seconds = map(int, (clock or "0:0:0").split(":"))
    return timedelta(days=int(days), hours=hours, minutes=minutes, seconds=seconds)
