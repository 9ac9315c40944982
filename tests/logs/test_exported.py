"""A log that Ledgerium gives away and takes back says the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .make import at

LOG = (
    f"case,activity,start,end,resource\nSO-1,Enter & check,{at(0)},{at(60)},Ana\nSO-1,=Ship,{at(300)},{at(400)},Ben\n"
    f"SO-2,Enter & check,{at(100)},{at(160)},Ana\nSO-2,=Ship,,{at(500)},Ben\n"
)
ASKED = """
SELECT case_id AS name, actors, cycle_ms, work_ms, between_step_wait_ms, steps, variant FROM cases
ORDER BY name
"""


def ledgerium(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "ledgerium_cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "how", ["xes", "csv --for pm4py", "csv --for disco", "csv --for celonis", "parquet", "ocel"]
)
def test_times_and_variants_come_back(how: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    ledgerium(tmp_path, "export", "-q", "log.csv", "--format", *how.split(), "-o", "given")
    more = ["--case-type", "case"] if how == "ocel" else []
    ledgerium(tmp_path, "import", "-q", "given", "-o", "back.log.parquet", *more)
    assert ledgerium(tmp_path, "sql", "-q", "back.log.parquet", "-c", ASKED) == ledgerium(
        tmp_path, "sql", "-q", "log.csv", "-c", ASKED
    )


@pytest.mark.parametrize(
    "how", ["xes", "csv --for pm4py", "csv --for disco", "csv --for celonis", "parquet", "ocel"]
)
def test_where_a_step_rested_comes_back(how: str, tmp_path: Path) -> None:
    rows = (0, "start"), (10, "suspend"), (40, "resume"), (50, "suspend"), (60, "complete")
    told = "".join(f"SO-1,Check,{at(second)},{life}\n" for second, life in rows)
    (tmp_path / "log.csv").write_text(
        f"case,activity,timestamp,lifecycle\n{told}SO-1,Send,{at(90)},complete\n"
    )
    ledgerium(tmp_path, "export", "-q", "log.csv", "--format", *how.split(), "-o", "given")
    more = ["--case-type", "case"] if how == "ocel" else []
    ledgerium(tmp_path, "import", "-q", "given", "-o", "back.log.parquet", *more)
    asked = (
        "SELECT activity, work_ms, between_step_wait_ms, start_utc, complete_utc FROM steps ORDER BY place"
    )
    before, after = (
        ledgerium(tmp_path, "sql", "-q", one, "-c", asked) for one in ("log.csv", "back.log.parquet")
    )
    assert before == after
    assert "20000" in before  # of a minute, forty seconds of which it rested
    rested = f"{at(10)}/{at(40)} {at(50)}/{at(60)}".replace("Z", ".000Z")
    for other in ("csv", "ocel"):
        assert rested in ledgerium(tmp_path, "export", "-q", "back.log.parquet", "--format", other)
