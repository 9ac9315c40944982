"""Event logs that are given away say what the analysis says, to programs that this project did not write."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from ledgerium_cli.cases.model import Parts
from ledgerium_cli.exports import formats
from ledgerium_cli.exports.formats import LOGS
from ledgerium_cli.exports.log import harmless
from ledgerium_cli.exports.names import NAMES, Format
from ledgerium_cli.findings.analysis import Analysis, find
from ledgerium_cli.findings.filters import parse_conditions
from ledgerium_cli.load import load
from ledgerium_cli.output.content import Streamed
from ledgerium_cli.output.text import plain
from ledgerium_cli.recording.model import Recording

from ..documents.make import A, B, analysed, hostile_takes, hostile_workflow, sales_order
from ..documents.unordered import FLOW, recorded
from ..documents.unordered import analysis as with_untimed
from ..findings.make import Did, case, workflow
from .make import export

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "sales-order")
SCHEMA = json.loads(Path(__file__).with_name("ocel-2.0.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return load([EXAMPLE]).analysis


def performances(analysis: Analysis) -> list[tuple[str, str, str, int, int]]:
    return sorted(
        (case.id, one.step.activity.title, one.step.actor, one.start_ms, one.complete_ms)
        for case in analysis.cases
        for one in case.steps
    )


def ms(times: Any) -> list[int]:
    return [round(one.timestamp() * 1000) for one in times]


def read_by_pm4py(pm4py: Any, content: bytes, folder: Path) -> Any:
    file = folder / "log.xes"
    file.write_bytes(content)
    return pm4py.read_xes(str(file), variant="iterparse_20", show_progress_bar=False)


# XES


@pytest.mark.filterwarnings("ignore")  # of its reader
def test_pm4py_reads_every_performance_out_of_xes(analysis: Analysis, pm4py: Any, tmp_path: Path) -> None:
    from pm4py.objects.log.util.interval_lifecycle import to_interval

    log = read_by_pm4py(pm4py, export(analysis, "xes"), tmp_path)
    assert Counter(log["lifecycle:transition"]) == dict.fromkeys(
        ("start", "complete"), len(performances(analysis))
    )
    rows = pm4py.convert_to_dataframe(to_interval(pm4py.convert_to_event_log(log)))
    found = zip(
        rows["case:concept:name"], rows["concept:name"], rows["org:resource"],
        ms(rows["start_timestamp"]), ms(rows["time:timestamp"]), strict=True,
    )  # fmt: skip
    assert sorted(found) == performances(analysis)


@pytest.mark.filterwarnings("ignore")
def test_facts_about_cases_and_performances_come_out_of_xes(
    analysis: Analysis,
    pm4py: Any,
    tmp_path: Path,
) -> None:
    log = read_by_pm4py(pm4py, export(analysis, "xes"), tmp_path)
    for one in analysis.cases:
        rows = log[(log["case:concept:name"] == one.id) & (log["lifecycle:transition"] == "complete")]
        about = rows.iloc[0]
        assert (about["case:held"], about["case:complete"]) == (one.held, one.complete)
        assert about["case:cycle_ms"] == one.cycle_ms
        assert sum(about[f"case:{part}"] for part in PARTS_MS) == one.cycle_ms
        assert sum(rows[part].sum() for part in PARTS_MS) == one.cycle_ms


PARTS_MS = ("work_ms", "system_wait_ms", "idle_ms", "between_step_wait_ms", "paused_ms")


def test_events_stand_in_time_and_nothing_completes_before_it_starts() -> None:
    at_once = case("SO-1", Did("enter", 0, 4), Did("validate", 4, 4), Did("credit", 4, 9), Did("ship", 5, 9))
    log = etree.fromstring(export(find([], (at_once,), None), "xes"))
    name = {"x": "http://www.xes-standard.org/"}

    def values(key: str) -> list[str]:
        return [str(one) for one in log.xpath(f"//x:event/*[@key='{key}']/@value", namespaces=name)]

    assert values("time:timestamp") == sorted(values("time:timestamp"))
    assert [*zip(values("concept:name"), values("lifecycle:transition"), strict=True)] == [
        ("Enter", "start"), ("Enter", "complete"), ("Validate", "start"), ("Validate", "complete"),
        ("Credit", "start"), ("Ship", "start"), ("Credit", "complete"), ("Ship", "complete"),
    ]  # fmt: skip


def test_where_only_ends_are_known_no_start_is_made_up() -> None:
    one = case("SO-1", Did("enter", 0, 4), Did("ship", 5, 9))
    unknown = Parts(None, None, None, None, None)
    steps = tuple(
        replace(
            timed,
            parts=unknown,
            step=replace(timed.step, shape=replace(timed.step.shape, timed_by="one time")),
        )
        for timed in one.steps
    )
    analysis = find([], (replace(one, steps=steps),), None)
    assert b'value="start"' not in export(analysis, "xes")
    assert [row["start_timestamp"] for row in rows_of(export(analysis, "csv"))] == ["", ""]
    events = json.loads(export(analysis, "ocel"))["events"]
    assert not {"start", "work_ms"} & {value["name"] for event in events for value in event["attributes"]}


def test_the_filter_stands_in_the_log() -> None:
    held = load([EXAMPLE], conditions=parse_conditions(["held"], [])).analysis
    text = export(held, "xes").decode()
    assert text.count("<trace>") == len(held.cases) == 2
    assert '<string key="filter" value="--only held"/>' in text


# CSV and Parquet


def test_how_often_a_case_was_held_is_absent_where_nothing_could_tell(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("case,activity,timestamp\nA,Check,2026-01-01T10:00Z\n")
    [row] = rows_of(export(load([str(tmp_path / "log.csv")]).analysis, "csv"))
    assert (row["case:held"], row["case:holds"]) == ("", "")


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize(
    ("program", "first", "last"),
    [
        (
            "pm4py",
            ["case:concept:name", "concept:name", "start_timestamp", "time:timestamp", "org:resource"],
            "case:paused_ms",
        ),
        (
            "disco",
            ["Case ID", "Activity", "Start Timestamp", "Complete Timestamp", "Resource"],
            "(case) paused_ms",
        ),
        ("celonis", ["_CASE_KEY", "ACTIVITY_EN", "EVENTTIME", "END_TIME", "USER_NAME"], "CASE_PAUSED_MS"),
    ],
)
def test_columns_are_called_as_the_program_calls_them(
    analysis: Analysis, program: Any, first: list[str], last: str
) -> None:
    rows = rows_of(export(analysis, "csv", program))
    assert [*rows[0]][:5] == first
    assert [*rows[0]][-1] == last
    found = [[row[name] for name in first] for row in rows]
    assert [[case, activity, actor] for case, activity, _, _, actor in sorted(found)] == [
        [*one[:3]] for one in performances(analysis)
    ]


@pytest.mark.filterwarnings("ignore")
def test_pm4py_finds_the_same_variants_in_csv(analysis: Analysis, pm4py: Any, tmp_path: Path) -> None:
    import pandas

    frame = pandas.read_csv(io.BytesIO(export(analysis, "csv")))
    title = {one.activity.id: one.activity.title for one in analysis.activities}
    assert pm4py.get_variants(pm4py.format_dataframe(frame)) == {
        tuple(title[name] for name in one.activities): len(one.cases) for one in analysis.variants
    }


def test_parquet_holds_the_same_as_csv_with_times_as_times(analysis: Analysis, tmp_path: Path) -> None:
    file = tmp_path / "log.parquet"
    file.write_bytes(export(analysis, "parquet"))
    found = duckdb.sql(f"SELECT * EXCLUDE (start_timestamp, \"time:timestamp\") FROM '{file}'")
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    shown = [{name: _as_csv(value) for name, value in row.items()} for row in rows]
    text = rows_of(export(analysis, "csv"))
    assert shown == [{name: row[name] for name in found.columns} for row in text]
    times = duckdb.sql(f"SELECT epoch_ms(start_timestamp), typeof(start_timestamp) FROM '{file}'").fetchall()
    assert {kind for _, kind in times} == {"TIMESTAMP WITH TIME ZONE"}
    assert sorted(at for at, _ in times) == sorted(one[3] for one in performances(analysis))


def _as_csv(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


# OCEL 2.0


def test_ocel_has_the_shape_that_the_standard_asks_for(analysis: Analysis) -> None:
    content = json.loads(export(analysis, "ocel"))
    jsonschema.validate(content, SCHEMA)
    known = {one["id"] for one in content["objects"]}
    used = {one["objectId"] for event in content["events"] for one in event["relationships"]}
    assert used == known
    for kinds, things in ("objectTypes", "objects"), ("eventTypes", "events"):
        declared = {
            one["name"]: {value["name"]: value["type"] for value in one["attributes"]}
            for one in content[kinds]
        }
        kind_of = {str: {"string", "time"}, bool: {"boolean"}, int: {"integer"}}
        for thing in content[things]:
            for value in thing["attributes"]:
                assert declared[thing["type"]][value["name"]] in kind_of[type(value["value"])]


@pytest.mark.filterwarnings("ignore")
def test_pm4py_reads_ocel(analysis: Analysis, pm4py: Any, tmp_path: Path) -> None:
    from pm4py.objects.ocel.importer.jsonocel import importer

    file = tmp_path / "log.jsonocel"
    file.write_bytes(export(analysis, "ocel"))
    log = importer.apply(str(file), variant=importer.Variants.OCEL20_STANDARD)
    assert Counter(log.objects["ocel:type"]) == {"order": len(analysis.cases), "actor": 2, "system": 2}
    assert len(log.events) == len(performances(analysis))
    assert {*log.relations["ocel:qualifier"]} == {"step of", "done by", "done in"}
    flat = pm4py.ocel_flattening(log, "order")
    found = zip(flat["case:concept:name"], flat["concept:name"], ms(flat["time:timestamp"]), strict=True)
    assert sorted(found) == sorted((one[0], one[1], one[4]) for one in performances(analysis))


def test_ocel_says_when_a_case_stands_still_and_when_it_goes_on(analysis: Analysis) -> None:
    objects = {one["id"]: one for one in json.loads(export(analysis, "ocel"))["objects"]}
    changes = {
        name: [(one["time"][11:19], one["value"]) for one in thing["attributes"] if one["name"] == "on_hold"]
        for name, thing in objects.items()
    }
    assert changes["SO-1042"] == [("00:00:00", False)]
    assert changes["SO-1045"] == [("00:00:00", False), ("03:35:24", True), ("03:40:31", False)]
    assert changes["SO-1048"] == [("00:00:00", False), ("03:43:58", True)]


def test_ocel_says_of_no_time_that_a_case_stands_still_where_none_is_known() -> None:
    def held(*recordings: Recording) -> list[object]:
        one = analysed(*recordings, workflow=FLOW)
        [case] = [found for found in json.loads(export(one, "ocel"))["objects"] if found["id"] == "SO-1001"]
        return [value["value"] for value in case["attributes"] if value["name"] == "on_hold"]

    assert held(*recorded(timed=True, at=100)) == [False, True, False]
    [ana, _] = recorded(timed=True, ana_timed=False)
    assert held(ana) == []


LEFT_OUT_IN: tuple[Format, ...] = ("xes", "ocel")
UNORDERED = f"Of 1 order ({A}) it is not known for want of times which step came first"


@pytest.mark.parametrize("at", [0, 100, 9_000])
def test_a_case_is_in_no_log_that_must_order_its_steps_where_their_order_is_not_known(at: float) -> None:
    """Ben released the order; his recording tells no times, and no instant put into it decides when."""
    without = with_untimed(timed=False, at=at)
    log = etree.fromstring(export(without, "xes"))
    assert log.xpath("//*[local-name()='trace']/*[@key='concept:name']/@value") == [B]
    assert log.xpath("/*/*[@key='left_out']/@value") == [UNORDERED]
    ocel = json.loads(export(without, "ocel"))
    assert A not in {one["id"] for one in ocel["objects"]}
    assert A not in {to["objectId"] for one in ocel["events"] for to in one["relationships"]}
    for name in LEFT_OUT_IN:
        assert formats.told(without, name) == [f"{UNORDERED}: left out."]
    assert formats.told(with_untimed(timed=True, at=100), "xes") == []


@pytest.mark.parametrize("at", [0, 100, 9_000])
def test_rows_have_no_place_and_no_time_that_nobody_knows(at: float) -> None:
    without = with_untimed(timed=False, at=at)
    own = [row for row in rows_of(export(without, "csv")) if row["case:concept:name"] == A]
    told = {(row["org:resource"], row["place"], bool(row["time:timestamp"])) for row in own}
    assert told == {("Ana", "", True), ("Ben", "", False)}
    assert export(without, "parquet").startswith(b"PAR1")
    [line] = formats.told(without, "csv")
    assert line == f"{UNORDERED}: no step has a place, nor those of recordings without times a time."


# All of them


def test_names_that_only_differ_in_what_is_taken_out_stay_different() -> None:
    assert harmless(["SO 1", "SO  1", "SO\x001", "SO1", "\u200b"]) == {
        "SO 1": "SO 1", "SO1": "SO1", "SO  1": "SO 1 (2)", "SO\x001": "SO1 (2)", "\u200b": "?",
    }  # fmt: skip


@given(st.lists(st.text(alphabet="a \x00\u200b(2)", max_size=5)))
def test_harmless_names_are_plain_and_as_many_as_before(names: list[str]) -> None:
    found = harmless(names)
    assert {*found} == {*names}
    assert len({*found.values()}) == len(found)
    assert all(plain(text) == text for text in found.values())


def test_activities_that_share_a_title_are_told_apart_by_their_ids() -> None:
    one = case("SO-1", Did("ship", 0, 1), Did("SHIP", 2, 3), flow=workflow())
    names = [row["concept:name"] for row in rows_of(export(find([], (one,), None), "csv"))]
    assert names == ["Ship [ship]", "Ship [SHIP]"]


def test_hostile_text_is_text_in_every_format() -> None:
    hostile = analysed(*hostile_takes(), workflow=sales_order(hostile_workflow()))
    for one in LOGS:
        content = export(hostile, one)
        assert "\u202e".encode() not in content
        assert b"\x1b" not in content or one == "parquet"  # its lengths may be any bytes
    log = etree.fromstring(export(hostile, "xes"))
    assert any("<img src=x" in one for one in log.xpath("//@value"))
    assert {etree.QName(one).localname for one in log.iter(tag=etree.Element)} == {
        "log", "extension", "global", "classifier", "trace", "event", "string", "int", "boolean", "date",
    }  # fmt: skip


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_name_becomes_a_formula_in_a_spreadsheet(start: str) -> None:
    one = case(start, Did(start, 0, 1, actor=start, system=start))
    content = export(find([], (one,), None), "csv")
    assert not any(
        value.startswith(("=", "+", "-", "@")) for row in rows_of(content) for value in row.values()
    )


@pytest.mark.parametrize("program", NAMES)
def test_no_column_is_called_twice(analysis: Analysis, program: Any) -> None:
    head = export(analysis, "csv", program).decode().splitlines()[0].split(",")
    assert len(set(head)) == len(head)


@pytest.mark.parametrize("format", ["xes", "csv", "ocel"])
def test_no_more_than_a_case_is_held_at_a_time(analysis: Analysis, format: Format) -> None:
    content = formats.export(analysis, format)
    assert isinstance(content, Streamed)
    pieces = list(content.pieces())
    assert len(pieces) > len(analysis.cases) > 1
    assert max(map(len, pieces)) < sum(map(len, pieces)) / 2
    assert list(content.pieces()) == pieces


def test_objects_of_one_name_are_told_apart_in_ocel_by_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(
        "case,activity,timestamp,resource,system\nBen,Check,2026-01-01T10:00Z,Ben,ERP\nA,Check,2026-01-01T10:00Z,Ana,ERP\n"
    )
    content = json.loads(export(load([str(tmp_path / "log.csv")]).analysis, "ocel"))
    assert sorted(one["id"] for one in content["objects"]) == ["A", "Ana", "ERP", "actor:Ben", "case:Ben"]
