"""The numbers that documents write out are those that DuckDB finds in the tables, with quantiles of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generate import generate
from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.words import duration, percentile
from ledgerium_cli.load import load
from ledgerium_cli.tables.query import ask
from ledgerium_cli.tables.rows import Asked

WORKFLOW = Path(__file__).parents[2] / "examples" / "generated" / "workflow.toml"

PER_STEP = """
    SELECT title, count(*), median(own_work_ms), quantile_cont(own_work_ms, 0.9), median(wait_at_step_ms),
           quantile_cont(wait_at_step_ms, 0.9), sum(work_ms)
    FROM steps GROUP BY title HAVING count(*) >= 5
"""
PER_CASE = """
    SELECT count(*), median(cycle_ms), quantile_cont(cycle_ms, 0.9), 100 * sum(work_ms) / sum(cycle_ms), sum(work_ms),
           sum(cycle_ms)
    FROM cases WHERE complete
"""
RIGHT = """
    SELECT count(*), count_if(NOT held AND case_id NOT IN (SELECT case_id FROM steps WHERE rework IS NOT NULL)),
           count_if(held)
    FROM cases
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("office")
    for name, data in generate(orders=30, seed=8, people=4).recordings.items():
        (folder / name).write_bytes(data)
    loaded = load([str(folder)], workflow=WORKFLOW, keep=False)
    return Asked(loaded.analysis, [*loaded.recordings()])


@pytest.fixture(scope="module")
def documents(asked: Asked) -> Mapping[str, str]:
    """With usual blanks in place of those that hold a number and its unit together."""
    return {name: text.replace("\u00a0", " ") for name, text in documents_of(asked.analysis).items()}


def spread(n: int, median: float, p90: float) -> str:
    return f"median {duration(round(median))}, {percentile(round(p90))} (n = {n})"


def test_work_and_wait_of_each_step_in_the_sop_and_in_the_report(
    asked: Asked, documents: Mapping[str, str]
) -> None:
    rows = ask(asked, PER_STEP).rows
    assert len(rows) >= 5
    for title, n, work, work_p90, wait, wait_p90, worked in rows:
        own, waited = spread(n, work, work_p90), spread(n, wait, wait_p90)
        assert f"- Time: work {own}; wait at this step {waited}." in documents["sop.md"]
        assert f"{own} | {waited} | {duration(worked)} |" in documents["report.md"], title


def test_the_headline_of_the_report_and_of_the_page(asked: Asked, documents: Mapping[str, str]) -> None:
    [(n, median, p90, efficiency, worked, cycles)] = ask(asked, PER_CASE).rows
    assert f"| Cycle time | {spread(n, median, p90)} |" in documents["report.md"]
    assert (
        f"{efficiency:.0f} %: {duration(worked)} of work in {duration(cycles)} (n = {n})"
        in documents["report.md"]
    )
    assert f">{duration(round(median))}<" in documents["report.html"]
    [(cases, right, held)] = ask(asked, RIGHT).rows
    assert f"{100 * right / cases:.0f} % ({right} of {cases} orders)" in documents["report.md"]
    assert (
        f"Held, over all cases: {100 * held / cases:.0f} % ({held} of {cases} orders)"
        in documents["report.md"]
    )
