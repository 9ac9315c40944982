"""Other people's logs through the command line, and what other people's programs say of them."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from ..command import printed


def asked(log: Path, query: str) -> list[dict[str, Any]]:
    lines = printed("sql", "-q", log, "-c", query, "--format", "json").splitlines()
    return [json.loads(line) for line in lines]


PATHS = """
SELECT a.title AS source, b.title AS target, {} FROM paths
JOIN steps a ON a.step = source_step JOIN steps b ON b.step = target_step GROUP BY ALL
"""
"""By the names that the log gives to activities."""


@pytest.fixture(scope="module")
def purchasing(public_data: Path) -> Path:
    return public_data / "event-logs/purchasing/purchasing.csv.gz"


@pytest.fixture(scope="module")
def frame(purchasing: Path, pm4py: Any) -> Any:
    """As pm4py reads it. It takes rows in the order in which they stand, so they are sorted as ours are."""
    import pandas

    rows = pandas.read_csv(purchasing, dtype={"case_id": str})
    for column in ("start_time", "end_time"):
        rows[column] = pandas.to_datetime(rows[column], utc=True)
    rows = rows.sort_values(["case_id", "start_time", "end_time"], kind="stable")
    return pm4py.format_dataframe(
        rows,
        case_id="case_id",
        activity_key="activity",
        timestamp_key="end_time",
        start_timestamp_key="start_time",
    ).sort_values(["case_id", "start_time", "end_time"], kind="stable")


def test_the_steps_of_purchasing_stand_in_the_order_of_the_cases(purchasing: Path) -> None:
    """Every two of which one comes first in each of the cases with both."""
    shown = asked(purchasing, "SELECT case_id, title FROM steps ORDER BY case_id, place")
    of_case: dict[str, dict[str, None]] = defaultdict(dict)
    for row in shown:
        of_case[row["case_id"]].setdefault(row["title"])
    pairs = {pair for titles in of_case.values() for pair in combinations(titles, 2)}
    told = re.findall(r"^### \d+\. (.*)$", printed("sop", "-q", purchasing), re.MULTILINE)
    assert len(told) == len({title for titles in of_case.values() for title in titles}) > 20
    assert not [
        (one, other)
        for other, one in combinations(told, 2)
        if (other, one) not in pairs and (one, other) in pairs
    ]


def test_purchasing_is_built_whole(purchasing: Path, tmp_path: Path) -> None:
    printed("build", "-q", "--no-store", purchasing, "-o", tmp_path)
    analysis = json.loads((tmp_path / "analysis.json").read_text("utf-8"))
    assert (len(analysis["cases"]), sum(len(case["steps"]) for case in analysis["cases"])) == (608, 9119)
    assert (len(analysis["activities"]), analysis["recordings"][0]["log"]) == (21, "CSV")
    for case in analysis["cases"]:
        assert case["work_ms"] + case["between_step_wait_ms"] == case["cycle_ms"]
        assert (case["system_wait_ms"], case["idle_ms"], case["paused_ms"]) == (None, None, None)


def test_variants_and_paths_of_purchasing_are_those_of_pm4py(
    purchasing: Path,
    frame: Any,
    pm4py: Any,
) -> None:
    steps = asked(
        purchasing, "SELECT case_id, list(title ORDER BY place) AS variant FROM steps GROUP BY case_id"
    )
    theirs = pm4py.get_variants(
        frame, activity_key="activity", case_id_key="case_id", timestamp_key="end_time"
    )
    assert Counter(tuple(row["variant"]) for row in steps) == dict(theirs)
    paths = asked(purchasing, PATHS.format("count(*) AS n"))
    graph, _, _ = pm4py.discover_dfg(
        frame, activity_key="activity", case_id_key="case_id", timestamp_key="end_time"
    )
    assert {(row["source"], row["target"]): row["n"] for row in paths} == dict(graph)


def test_patients_have_the_processing_and_throughput_times_of_edear(
    public_data: Path,
    tmp_path: Path,
) -> None:
    folder = public_data / "event-logs/patients"
    expected = json.loads((folder / "expected_edeaR.json").read_text("utf-8"))
    kept = tmp_path / "patients.log.parquet"
    printed(
        "import", "-q", folder / "edeaR_patients.csv", "-o", kept, "--date-format", "seconds",
        "--column", "case=patient", "--column", "lifecycle=status",
    )  # fmt: skip
    cases = {row["case_id"]: row for row in asked(kept, "SELECT case_id, cycle_ms, work_ms FROM cases")}
    for case, minutes in expected["throughput_time"]["per_case"].items():
        assert cases[case]["cycle_ms"] / 60_000 == pytest.approx(minutes, abs=1e-5)
    for case, minutes in expected["processing_time"]["per_case"].items():
        if minutes:
            assert cases[case]["work_ms"] / 60_000 == pytest.approx(minutes, abs=1e-5)
    # He has one row with one time: edeaR counts no work, we say that it is not known.
    assert cases["George Doe"]["work_ms"] is None
    for activity, minutes in expected["processing_time"]["mean_per_activity"].items():
        [row] = asked(kept, f"SELECT avg(work_ms) / 60000 AS mean FROM steps WHERE title = '{activity}'")
        assert row["mean"] == pytest.approx(minutes, abs=1e-5)


def test_the_large_log_of_patients_is_paired_by_instance_and_alike_without(
    public_data: Path,
    tmp_path: Path,
) -> None:
    log = public_data / "event-logs/patients/patients.csv"
    columns = [
        "case=patient",
        "activity=handling",
        "time=time",
        "lifecycle=registration_type",
        "actor=employee",
    ]
    options = [part for column in columns for part in ("--column", column)]
    printed(
        "import", "-q", log, "-o", tmp_path / "by.log.parquet", *options, "--column", "instance=handling_id"
    )
    printed("import", "-q", log, "-o", tmp_path / "without.log.parquet", *options)
    query = "SELECT case_id, title, start_utc, complete_utc, actor, work_ms FROM steps ORDER BY ALL"
    by, without = asked(tmp_path / "by.log.parquet", query), asked(tmp_path / "without.log.parquet", query)
    assert len(by) == 5442 // 2
    assert by == without


@pytest.mark.parametrize("number", [1, 2])
def test_waits_between_steps_are_those_of_the_waiting_time_analysis_project(
    public_data: Path,
    tmp_path: Path,
    number: int,
) -> None:
    folder = public_data / "event-logs/waiting-time"
    kept = tmp_path / "log.log.parquet"
    printed("import", "-q", folder / f"manual_log_{number}.csv", "-o", kept, "--time-zone", "UTC")
    expected: dict[tuple[str, str], float] = defaultdict(float)
    with (folder / f"manual_log_{number}_expected.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            expected[line["source_activity"], line["target_activity"]] += float(line["wt_total_seconds"])
    found = asked(kept, PATHS.format("sum(between_ms) // 1000 AS seconds"))
    assert {(row["source"], row["target"]): row["seconds"] for row in found} == expected
