"""A log as Ledgerium keeps it: what `ledgerium import` writes and everything else reads."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.errors import ImportRefused, OutputError
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load
from ledgerium_cli.logs.file import facts_in
from ledgerium_cli.logs.keep import keep_logs
from ledgerium_cli.logs.model import Given
from ledgerium_cli.output.place import Place
from ledgerium_cli.recording.files import Source

from ..command import ledgerium
from .keep import LOG, keep
from .make import at


def analysed(*files: Path) -> Analysis:
    return load([str(file) for file in files]).analysis


def test_it_says_the_same_as_what_it_was_made_of(tmp_path: Path) -> None:
    kept = keep(tmp_path)
    assert kept.file.name == "orders.log.parquet"
    assert (kept.summary.cycle.n, kept.steps, kept.activities) == (2, 3, 2)
    assert analysed(kept.file) == analysed(tmp_path / "orders.csv")


def test_so_it_does_of_steps_that_rested(tmp_path: Path) -> None:
    told = "".join(
        f"A,Check,{at(second)},{life}\n" for second, life in ((0, "start"), (2, "suspend"), (9, "complete"))
    )
    kept = keep(tmp_path, f"case,activity,timestamp,lifecycle\n{told}")
    [case] = analysed(kept.file).cases
    assert (case.parts.work, case.parts.between_step_wait) == (2000, 7000)


def test_where_it_comes_from_goes_along(tmp_path: Path) -> None:
    facts = facts_in(keep(tmp_path, time_zone="Europe/Berlin").file)
    assert facts is not None
    assert (facts.source, facts.kind, facts.time_zone, facts.rows) == (
        "orders.csv",
        "CSV",
        "Europe/Berlin",
        3,
    )
    assert facts.columns["case"] == "case"


def test_the_same_log_gives_the_same_bytes(tmp_path: Path) -> None:
    many = LOG + "".join(f"B{n % 97},A{n % 7},{at(n)},{at(n + n % 5)},P{n % 3},\n" for n in range(20_000))
    (tmp_path / "other").mkdir()
    one, other = keep(tmp_path, many), keep(tmp_path / "other", many)
    assert one.file.read_bytes() == other.file.read_bytes()


def test_a_folder_is_read_with_the_logs_that_were_kept_in_it(tmp_path: Path) -> None:
    keep(tmp_path)
    (tmp_path / "not-imported.csv").write_text("whatever")
    assert [one.log for one in analysed(tmp_path).recordings] == ["CSV"]


def test_a_log_and_recordings_of_the_same_cases_are_read_together(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "sales-order"
    alone = analysed(example)
    case = alone.cases[0]
    text = LOG.replace("SO-1,", f"{case.id},")
    kept = keep(tmp_path, text)
    together = load([str(example), str(kept.file)], example / "workflow.toml").analysis
    mixed = next(one for one in together.cases if one.id == case.id)
    assert len(mixed.steps) == len(case.steps) + 2
    assert (mixed.known, mixed.parts.total) == ((), None)
    assert [one.parts for one in together.cases if one.id not in (case.id, "SO-2")] == [
        one.parts for one in alone.cases if one.id != case.id
    ]


def test_one_that_was_changed_is_refused(tmp_path: Path) -> None:
    file = keep(tmp_path).file
    changed = tmp_path / "changed.log.parquet"
    with duckdb.connect() as tables:
        [(facts,)] = tables.execute(f"SELECT decode(value) FROM parquet_kv_metadata('{file}')").fetchall()
        for change in (
            "[0::BIGINT] AS row_numbers", "[NULL::BIGINT, 1] AS row_times_ms", "NULL::VARCHAR AS actor",
            "complete_utc + INTERVAL 1 SECOND AS complete_utc", "7 AS case_id, 'x' AS start_utc",
            "[5::BIGINT] AS suspended_ms", "[5::BIGINT, 6] AS suspended_ms",
            "complete_utc + INTERVAL 50000 YEAR AS complete_utc, "
            "[row_times_ms[1], epoch_ms(complete_utc + INTERVAL 50000 YEAR)] AS row_times_ms",
        ):  # fmt: skip
            tables.execute(
                f"COPY (SELECT * REPLACE ({change}) FROM '{file}') TO '{changed}' "
                f"(FORMAT parquet, KV_METADATA {{'ledgerium.log': '{facts}'}})"
            )
            with pytest.raises(ImportRefused, match="was changed"):
                analysed(changed)
    changed.write_bytes(file.read_bytes()[:-50])
    with pytest.raises(ImportRefused, match="cannot be read as Parquet"):
        analysed(changed)


def test_nothing_is_written_over_what_it_is_made_of_or_where_it_does_not_fit(tmp_path: Path) -> None:
    with pytest.raises(
        OutputError, match=r"is the name of a file, and logs are written to files that end in \.log\.p"
    ):
        keep(tmp_path, to="out.jsonl")
    kept = keep(tmp_path)
    written_as = log_format(Source(str(kept.file)))
    assert written_as is not None
    with pytest.raises(OutputError, match="overwrite what it is made of"):
        keep_logs([(Source(str(kept.file)), written_as)], Place(kept.file), Given())


@pytest.mark.parametrize("name", ["2026.03", "orders.v2", "kept.parquet/", "out"])
def test_a_name_with_a_dot_that_is_no_files_is_a_folder(tmp_path: Path, name: str) -> None:
    assert keep(tmp_path, to="x/orders.log.parquet").file == tmp_path / "x" / "orders.log.parquet"
    (tmp_path / "orders.csv").write_text(LOG)
    ran = ledgerium("import", "-q", "orders.csv", "-o", name, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, f"{name.rstrip('/')}/orders.log.parquet\n")


def test_what_stood_there_of_another_content_is_told(tmp_path: Path) -> None:
    assert keep(tmp_path, to="kept/").problems == keep(tmp_path, to="kept/").problems == ()
    [problem] = keep(tmp_path, LOG.replace("SO-2", "SO-3"), to="kept/").problems
    assert problem.what == "What was made of orders.csv with another content stood there, and is replaced."


def test_parquet_of_others_is_a_log_like_any_other(tmp_path: Path) -> None:
    duckdb.sql(
        "SELECT 'SO-1' AS \"case:concept:name\", 7 AS \"concept:name\", TIMESTAMPTZ '2026-01-01 00:00:05Z' AS "
        '"time:timestamp", \'Ana\' AS "org:resource"'
    ).write_parquet(str(tmp_path / "theirs.parquet"))
    [case] = analysed(tmp_path / "theirs.parquet").cases
    assert [(one.step.activity.title, one.step.actor, one.step.events) for one in case.steps] == [
        ("7", "Ana", (1,))
    ]


def test_a_log_that_needs_more_said_names_the_command_that_takes_it(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(LOG.replace("Z,", ","))
    ran = ledgerium("build", "orders.csv", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (9, "")
    assert "orders.csv:2: The time '2026-01-01T00:00:00' in column 'start' has no time zone." in ran.stderr
    assert "ledgerium import orders.csv -o orders.log.parquet" in ran.stderr
    ran = ledgerium("import", "orders.csv", "-o", "orders.log.parquet", "--time-zone", "UTC", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "orders.log.parquet\n")
    assert "orders.csv, CSV: activity is 'activity'" in ran.stderr
    assert "3 rows, 0 left out; 2 cases of 2 variants, 3 steps of 2 activities; cycle time " in ran.stderr
    assert ledgerium("build", "-q", "orders.log.parquet", cwd=tmp_path).returncode == 0
    assert (tmp_path / "ledgerium-out" / "sop.md").exists()


def test_rows_that_cannot_be_used_are_named_one_by_one(tmp_path: Path) -> None:
    rows = "".join(f"A,Enter {n},never\n" for n in range(7))
    (tmp_path / "log.csv").write_text(f"Case ID,Activity,Timestamp\n{rows}A,Enter,2026-01-01T10:00Z\n")
    told = ledgerium("import", "log.csv", "-o", "l.log.parquet", cwd=tmp_path).stderr.splitlines()
    assert [line.partition(" ")[0] for line in told[:7]] == [f"log.csv:{n}:" for n in range(2, 9)]
    assert told[-1].startswith("8 rows, 7 left out; ")


def test_columns_are_named_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(LOG.replace("case,", "Order number,"))
    ran = ledgerium("import", "-q", "orders.csv", "-o", "out", "--column", "case=Order number", cwd=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "out/orders.log.parquet\n", "")
    ran = ledgerium("import", "orders.csv", "-o", "out", "--column", "order=case", cwd=tmp_path)
    assert ran.returncode == 2
    assert "write ROLE=NAME" in ran.stderr


def test_a_log_comes_from_standard_input_too(tmp_path: Path) -> None:
    ran = ledgerium("sql", "-q", "-", "-c", "SELECT count(*) AS n FROM steps", given=LOG, cwd=tmp_path)
    assert ran.stdout.split() == ["n", "3"]
