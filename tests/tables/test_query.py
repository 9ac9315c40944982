"""What SQL says of the tables is what the analysis says."""

from __future__ import annotations

import csv
import json
import resource
import signal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from ledgerium_cli.errors import OutputError, UsageError
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.tables.columns import TABLES
from ledgerium_cli.tables.query import as_csv, as_json, as_table, ask, ask_parquet
from ledgerium_cli.tables.rows import Asked

from ..documents.make import HOSTILE, A, Take, analysed, hostile_takes
from ..documents.unordered import FLOW, recorded

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "sales-order")


@pytest.fixture(scope="module")
def asked() -> Asked:
    loaded = load([EXAMPLE])
    return Asked(loaded.analysis, loaded.recordings)


@pytest.fixture
def analysis(asked: Asked) -> Analysis:
    return asked.analysis


def test_the_database_says_what_its_tables_and_columns_mean(asked: Asked) -> None:
    tables = ask(asked, "SELECT table_name, comment FROM duckdb_tables()").rows
    assert sorted(tables) == sorted((table.name, table.grain) for table in TABLES)
    columns = ask(
        asked, "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
    ).rows
    assert sorted(columns) == sorted(
        (table.name, column.name, column.meaning) for table in TABLES for column in table.columns
    )


def test_the_parts_of_time_add_up_in_sql_too(asked: Asked, analysis: Analysis) -> None:
    rows = ask(
        asked,
        """
        SELECT case_id, cycle_ms, any_value(cases.work_ms), sum(steps.work_ms),
               sum(steps.work_ms + steps.system_wait_ms + steps.idle_ms + steps.between_step_wait_ms
                   + steps.paused_ms),
               epoch_ms(any_value(end_utc)) - epoch_ms(any_value(cases.start_utc))
        FROM cases JOIN steps USING (case_id) GROUP BY ALL ORDER BY case_id
        """,
    ).rows
    assert rows == [
        (one.id, one.cycle_ms, one.parts.work, one.parts.work, one.cycle_ms, one.cycle_ms)
        for one in sorted(analysis.cases, key=lambda one: one.id)
    ]


def test_a_step_has_one_title_however_its_button_was_written() -> None:
    take = Take("a", "Ana").press(0, "SO-1", "Accept order", "ok").press(60, "SO-2", "ACCEPT order", "ok")
    take.press(120, "SO-3", "Weiter zu A", "ok").press(180, "SO-4", "Weiter zu a", "ok")
    rows = ask(Asked(analysed(take), tuple), "SELECT DISTINCT activity, title FROM steps ORDER BY title").rows
    assert [title for _, title in rows] == ["Accept the order", "Press “Weiter zu A”"]


def test_no_instant_that_was_given_to_a_recording_stands_as_a_time() -> None:
    """Of Ana’s recording times are known, of Ben’s they are not; both are about SO-1001."""
    recordings = recorded(timed=False, at=9_000)
    ben = Asked(analysed(*recordings, workflow=FLOW), lambda: recordings)
    assert ask(ben, "SELECT recording, timed FROM recordings ORDER BY ALL").rows == [
        ("a", True),
        ("b", False),
    ]
    assert ask(
        ben, "SELECT case_id, start_utc IS NULL, end_utc IS NULL, started_week FROM cases ORDER BY ALL"
    ).rows == [("SO-1001", True, True, None), ("SO-1002", False, False, "2026-W10")]
    for query in (
        "SELECT DISTINCT actor, start_utc IS NULL, complete_utc IS NULL FROM steps ORDER BY ALL",
        "SELECT DISTINCT actor, at_utc IS NULL, at_utc IS NULL FROM events JOIN steps USING (step) ORDER BY ALL",
    ):
        assert ask(ben, query).rows == [("Ana", False, False), ("Ben", True, True)]
    assert ask(ben, "SELECT recording, end_utc IS NULL FROM recordings ORDER BY ALL").rows == [
        ("a", False),
        ("b", True),
    ]


@pytest.mark.parametrize("held_by", ["Ana", "Ben"])
def test_when_a_hold_began_is_known_of_a_recording_with_times_alone(held_by: str) -> None:
    """Ana’s recording tells times, and Ben, who releases the hold, tells none."""
    ana, ben = Take("a", "Ana").page(0, A), Take("b", "Ben").page(0, A)
    ana.press(10, A, "Save order", "Order saved")
    {"Ana": ana, "Ben": ben}[held_by].press(30, A, "Run credit check", "On hold: limit")
    recordings = [
        ana.recording(),
        replace(ben.press(40, A, "Release hold", "Hold released").recording(), timed=False),
    ]
    asked = Asked(analysed(*recordings, workflow=FLOW), lambda: recordings)
    [found] = ask(asked, "SELECT strftime(start_utc, '%H:%M:%S'), end_utc, held_ms, released FROM holds").rows
    assert found == (("09:00:31", None, None, None) if held_by == "Ana" else (None, None, None, True))


def test_the_other_tables_say_what_the_analysis_says(asked: Asked, analysis: Analysis) -> None:
    def counted(query: str) -> list[tuple[object, ...]]:
        return ask(asked, query).rows

    assert counted("SELECT variant, count(*) FROM cases GROUP BY ALL ORDER BY variant") == [
        (number, len(one.cases)) for number, one in enumerate(analysis.variants, start=1)
    ]
    inner = {(one.source, one.target): one for one in analysis.paths if one.source and one.target}
    query = (
        "SELECT source, target, count(*), count_if(hand_off), count_if(system_switch) FROM paths GROUP BY ALL"
    )
    assert {(row[0], row[1]): row[2:] for row in counted(query)} == {
        ends: (one.count, one.hand_offs, one.system_switches) for ends, one in inner.items()
    }
    assert counted("SELECT case_id, held_ms FROM holds ORDER BY start_utc") == [
        (case.id, hold.end_ms and hold.end_ms - hold.start_ms)
        for case in analysis.cases
        for hold in sorted(case.holds, key=lambda hold: hold.start_ms)
    ]
    used = sum(len(one.step.events) for case in analysis.cases for one in case.steps)
    assert counted("SELECT count(*), count(DISTINCT (recording, event)) FROM events") == [(used, used)]
    assert counted("SELECT recording, events FROM recordings") == [
        (one.id, one.events) for one in analysis.recordings
    ]


def test_columns_of_one_name_are_told_apart_in_every_format(asked: Asked) -> None:
    answer = ask(asked, "SELECT steps.work_ms, cases.work_ms FROM steps JOIN cases USING (case_id)")
    assert answer.columns == ("work_ms", "work_ms_1")
    assert as_csv(answer).startswith("work_ms,work_ms_1\n")
    assert [*json.loads(as_json(answer).splitlines()[0])] == ["work_ms", "work_ms_1"]


def test_recordings_are_read_again_only_for_a_question_about_events(asked: Asked) -> None:
    read: list[str] = []

    def recordings() -> Iterator[Recording]:
        read.append("again")
        return asked.recordings()

    counting = Asked(asked.analysis, recordings)
    assert ask(counting, "SELECT count(*) FROM cases").rows == [(len(asked.analysis.cases),)]
    assert read == []
    assert ask(counting, "SELECT count(*) FROM query_table('ev' || 'ents')").rows[0][0] > 0
    assert read == ["again"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_comes_out_in_every_format(asked: Asked, table, tmp_path: Path) -> None:
    query = f"SELECT * FROM {table.name}"
    answer = ask(asked, query)
    assert answer.columns == tuple(column.name for column in table.columns)
    (tmp_path / "answer.parquet").write_bytes(ask_parquet(asked, query))
    assert duckdb.read_parquet(str(tmp_path / "answer.parquet")).fetchall() == answer.rows
    assert [tuple(json.loads(line)) for line in as_json(answer).splitlines()] == [answer.columns] * len(
        answer.rows
    )
    assert as_csv(answer).count("\n") == as_table(answer).count("\n") == len(answer.rows) + 1


@pytest.mark.parametrize(
    ("query", "because"),
    [
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled by configuration"),
        ("FROM '/etc/passwd'", "does not exist"),
        ("COPY cases TO 'cases.csv'", "Ask one question that reads"),
        ("DROP TABLE cases", "Ask one question that reads"),
        ("SET enable_external_access = true", "Ask one question that reads"),
        ("SELECT 1; SELECT 2", "Ask one question that reads"),
        ("", "Ask one question that reads"),
        ("SELEC 1", "syntax error"),
        ("SELECT colour FROM cases", "The tables are recordings, cases, steps, events, holds, paths"),
    ],
)
def test_a_query_reads_the_tables_and_nothing_else(asked: Asked, query: str, because: str) -> None:
    with pytest.raises(UsageError) as raised:
        ask(asked, query)
    assert because in str(raised.value)


@pytest.mark.parametrize(
    "query", ["SELECT colour FROM cases", "SELECT * FORM cases", "SELECT *\nFROM casess"]
)
def test_what_is_wrong_with_a_query_is_told_in_one_line(asked: Asked, query: str) -> None:
    with pytest.raises(UsageError) as raised:
        ask(asked, query)
    assert "\n" not in str(raised.value)
    assert "^" not in str(raised.value)


@pytest.mark.parametrize("run", [ask, ask_parquet])
def test_a_disk_without_room_for_the_tables_is_told_with_what_to_do(asked: Asked, run) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(OutputError, match=r"cannot be written there meanwhile .*TMPDIR"):
            run(asked, "SELECT 1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_hostile_names_are_data_and_steer_nothing() -> None:
    takes = hostile_takes()
    answer = ask(Asked(analysed(*takes), lambda: [one.recording() for one in takes]), "SELECT * FROM events")
    assert any(HOSTILE in row for row in answer.rows)
    for text in (as_csv(answer), as_table(answer)):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert not any(
        cell.startswith(("=", "@")) for line in as_csv(answer).splitlines() for cell in line.split(",")
    )


KINDS = {
    "start_utc AT TIME ZONE 'UTC'": "2026-11-23T03:27:27.622Z",
    "start_utc::DATE": "2026-11-23",
    "TIME '12:00'": "12:00:00",
    "INTERVAL 90 SECOND": "PT90S",
    "INTERVAL '1 year 2 months'": "P14M",
    "INTERVAL '-1 month -2 days'": "-P1M2D",
    "INTERVAL '1 month' - INTERVAL '2 days 3 seconds'": "P1M-2DT-3S",
    "-INTERVAL 90 SECOND": "-PT90S",
    "'\\xAA'::BLOB": "qg==",
    "[start_utc, NULL]": ["2026-11-23T03:27:27.622Z", None],
    "{'a': 1, 'b': [true]}": {"a": 1, "b": [True]},
    "MAP {start_utc: 1}": {"2026-11-23T03:27:27.622Z": 1},
    "170141183460469231731687303715884105727::HUGEINT": 170141183460469231731687303715884105727,
}


@pytest.mark.parametrize("expression", KINDS)
def test_a_value_of_any_kind_is_json_in_json_and_its_text_in_csv(asked: Asked, expression: str) -> None:
    answer, value = (
        ask(asked, f"SELECT {expression} AS it FROM cases ORDER BY case_id LIMIT 1"),
        KINDS[expression],
    )
    assert json.loads(as_json(answer)) == {"it": value}
    [_, [text]] = csv.reader(as_csv(answer).splitlines())
    assert (text if isinstance(value, str) else json.loads(text)) == value


@pytest.mark.parametrize("digits", ["1.10", "0.10000000000000000000000000000000000001", "-0.0000001", "3"])
def test_a_decimal_is_a_number_with_all_its_digits_also_in_a_list(asked: Asked, digits: str) -> None:
    places = len(digits.partition(".")[2])
    answer = ask(asked, f"SELECT '{digits}'::DECIMAL(38, {places}) AS it, [it] AS them")
    told = json.loads(as_json(answer), parse_float=Decimal, parse_int=Decimal)
    assert str(told) == str({"it": Decimal(digits), "them": [Decimal(digits)]})


def test_a_time_as_text_is_utc_wherever_the_query_runs(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    query = "SELECT strftime(start_utc AT TIME ZONE 'UTC', '%H:%M') FROM cases ORDER BY case_id LIMIT 1"
    assert ask(asked, query).rows == [("03:27",)]
