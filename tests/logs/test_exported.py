"""A log that Ledgerium gives away and takes back says the same."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ..command import printed
from .make import at

LOG = (
    f"case,activity,start,end,resource\nSO-1,Enter & check,{at(0)},{at(60)},Ana\nSO-1,=Ship,{at(300)},{at(400)},Ben\n"
    f"SO-2,Enter & check,{at(100)},{at(160)},Ana\nSO-2,=Ship,,{at(500)},Ben\n"
)
ONE_TIME = f"case,activity,time\nA,Enter,{at(0)}\nA,Ship,{at(9)}\n"
ASKED = """
SELECT case_id AS name, actors, cycle_ms, work_ms, between_step_wait_ms, steps, variant FROM cases
ORDER BY name
"""


@pytest.mark.parametrize(
    "how", ["xes", "csv --for pm4py", "csv --for disco", "csv --for celonis", "parquet", "ocel"]
)
def test_times_and_variants_come_back(how: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    printed("export", "-q", "log.csv", "--format", *how.split(), "-o", "given", cwd=tmp_path)
    more = ["--case-type", "case"] if how == "ocel" else []
    printed("import", "-q", "given", "-o", "back.log.parquet", *more, cwd=tmp_path)
    assert printed("sql", "-q", "back.log.parquet", "-c", ASKED, cwd=tmp_path) == printed(
        "sql", "-q", "log.csv", "-c", ASKED, cwd=tmp_path
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
    printed("export", "-q", "log.csv", "--format", *how.split(), "-o", "given", cwd=tmp_path)
    more = ["--case-type", "case"] if how == "ocel" else []
    printed("import", "-q", "given", "-o", "back.log.parquet", *more, cwd=tmp_path)
    asked = (
        "SELECT activity, work_ms, between_step_wait_ms, start_utc, complete_utc FROM steps ORDER BY place"
    )
    before, after = (
        printed("sql", "-q", one, "-c", asked, cwd=tmp_path) for one in ("log.csv", "back.log.parquet")
    )
    assert before == after
    assert "20000" in before  # of a minute, forty seconds of which it rested
    rested = f"{at(10)}/{at(40)} {at(50)}/{at(60)}".replace("Z", ".000Z")
    for other in ("csv", "ocel"):
        assert rested in printed("export", "-q", "back.log.parquet", "--format", other, cwd=tmp_path)


def test_every_row_for_celonis_has_the_time_that_it_sorts_by(tmp_path: Path) -> None:
    """A table of activities without `EVENTTIME` has no order there; `END_TIME` may be lacking."""
    for log in (LOG, ONE_TIME):
        (tmp_path / "log.csv").write_text(log)
        given = printed("export", "-q", "log.csv", "--format", "csv", "--for", "celonis", cwd=tmp_path)
        rows = [*csv.DictReader(given.splitlines())]
        assert all(one["EVENTTIME"] for one in rows)
    assert [(one["EVENTTIME"], one["END_TIME"]) for one in rows] == [
        ("2026-01-01T00:00:00.000Z", ""),
        ("2026-01-01T00:00:09.000Z", ""),
    ]
