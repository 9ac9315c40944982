"""`ledgerium diff`: what differs between two builds or two sets of recordings?"""

import json
import shutil
from pathlib import Path

import pytest

from generate import Options, generate
from ledgerium_cli.documents.analysis.render import render_analysis
from ledgerium_cli.findings.filters import parse_conditions
from ledgerium_cli.load import load

from ..command import ledgerium

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "sales-order"
TWO_WEEKS = Options(per_day=6, drift_from=5, drift=4, hurdles=0.3)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Two weeks of recordings; in the second one orders wait longer."""
    folder = tmp_path_factory.mktemp("office")
    for name, data in generate(orders=60, seed=3, people=5, options=TWO_WEEKS).recordings.items():
        (folder / name).write_bytes(data)
    shutil.copy(ROOT / "examples" / "generated" / "workflow.toml", folder)
    return folder


def test_before_and_after_a_day_are_compared(office):
    ran = ledgerium("diff", ".", "-q", "--at", "2026-11-30", "--format", "json", "--exit-code", cwd=office)
    assert (ran.returncode, ran.stderr) == (1, "")
    told = json.loads(ran.stdout)
    assert [told[side]["cases"] for side in "ab"] == [30, 30]
    assert told["a"]["last_day"] >= "2026-11-27"
    assert told["b"]["first_day"] == "2026-11-30"
    assert "between_step_wait" in {one["topic"] for one in told["differences"] if one["verdict"] == "differs"}


def test_recordings_are_read_once_for_both_sides_of_a_day(tmp_path):
    """Standard input cannot be read twice."""
    [first, *_] = sorted(EXAMPLE.glob("*.jsonl"))
    line = ["-w", EXAMPLE / "workflow.toml", "--format", "json", "--at", "2026-11-23T03:33Z"]
    ran = ledgerium("diff", "-", *line, given=first.read_text("utf-8"), cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["a"]["cases"]
    assert told["b"]["cases"]
    assert told["a"]["cases"] + told["b"]["cases"] == 5


def test_filters_hold_for_both_sides_of_a_day_and_the_day_bounds_them_closer(office):
    bounds = ("--only", "since=2026-11-25", "--only", "until=2026-12-02")
    ran = ledgerium("diff", ".", "-q", "--at", "2026-11-30", *bounds, "--format", "json", cwd=office)
    assert ran.returncode == 0  # a difference alone is no failure
    told = json.loads(ran.stdout)
    assert [told[side]["cases"] for side in "ab"] == [18, 18]
    assert told["a"]["first_day"] == "2026-11-25"


def test_the_cases_of_which_something_is_true_are_compared_with_the_others(office):
    asked = ("--where", "longer=1h", "--only", "actor=Ana")
    ran = ledgerium("diff", ".", "-q", *asked, "--format", "json", cwd=office)
    told = json.loads(ran.stdout)
    hour, of_ana = 3_600_000, parse_conditions(["actor=Ana"], [])
    cycles = [one.cycle_ms for one in load([str(office)], conditions=of_ana, keep=False).analysis.cases]
    assert [told[side]["cases"] for side in "ab"] == [
        sum(one <= hour for one in cycles), sum(one > hour for one in cycles),
    ]  # fmt: skip
    assert told["cases_in_both"] == 0
    lines = ledgerium("diff", ".", "-q", *asked, cwd=office).stdout.splitlines()
    assert [line.partition(":")[0] for line in lines[:3]] == ["In short", "A", "B"]
    assert lines[3].startswith("Divided by longer=1h: what that decides differs by choice")


def test_two_builds_two_periods_and_a_build_against_recordings_are_compared(office, tmp_path):
    for name, bounds in {
        "one": ["until=2026-11-29"], "two": ["since=2026-11-30"],
    }.items():  # fmt: skip
        build = load([str(office)], conditions=parse_conditions(bounds, []), keep=False)
        (tmp_path / name).mkdir()
        (tmp_path / name / "analysis.json").write_text(render_analysis(build.analysis), "utf-8")
    whole = ledgerium("diff", "one", "two", cwd=tmp_path).stdout
    assert "Between-step wait per case" in whole.partition("Do not differ")[0]
    renamed = tmp_path / "second.json"
    shutil.copy(tmp_path / "two" / "analysis.json", renamed)
    by_file = ledgerium("diff", "one/analysis.json", "second.json", cwd=tmp_path).stdout
    assert by_file.replace("one/analysis.json", "one").replace("second.json", "two") == whole
    mixed = ledgerium("diff", "-q", "one", office, "--format", "json", cwd=tmp_path)
    told = json.loads(mixed.stdout)
    assert told["same_workflow"] is True
    assert (told["a"]["cases"], told["b"]["cases"], told["cases_in_both"]) == (30, 60, 30)


def test_github_gets_the_tables_in_the_summary_of_the_job(office, tmp_path):
    (tmp_path / "summary.md").write_text("# Before\n")
    asked = ("diff", office, "-q", "--at", "2026-11-30", "--format")
    ran = ledgerium(*asked, "github", cwd=tmp_path, GITHUB_STEP_SUMMARY="summary.md")
    assert ran.stdout.startswith("::warning title=Ledgerium::")
    told = ledgerium(*asked, "md", cwd=tmp_path, GITHUB_STEP_SUMMARY="summary.md").stdout
    assert (tmp_path / "summary.md").read_text("utf-8") == f"# Before\n{told}"


def test_nothing_differs_from_itself_and_the_exit_code_says_so(tmp_path):
    ran = ledgerium("diff", EXAMPLE, EXAMPLE / "ledgerium-out", "-q", "--exit-code", cwd=tmp_path)
    assert ran.returncode == 0
    assert "\n0 differ by more than noise, " in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (
            [EXAMPLE],
            2,
            "Name two to compare, A and B; or one set of recordings, and how to divide it with --at or",
        ),
        ([EXAMPLE, "--at", "2026-11-23", "--where", "held"], 2, "--at and --where both divide the cases."),
        (
            [EXAMPLE, "--where", "actor=Ben", "--only", "actor=Ana"],
            2,
            "--only actor asks the same of both sides.",
        ),
        ([EXAMPLE, "--where", "since=2026-11-23"], 2, "divide by a day with --at"),
        ([EXAMPLE, "--where", "longer=1min"], 3, "No case is on one side of --where longer=1min."),
        ([EXAMPLE, EXAMPLE, EXAMPLE], 2, "Name two to compare"),
        (
            [EXAMPLE, EXAMPLE / "ledgerium-out", "--only", "actor=Ana"],
            2,
            "is a build, which can be neither filtered",
        ),
        ([EXAMPLE / "ledgerium-out", "--at", "2026-11-23"], 2, "is a build, which can be neither filtered"),
        ([EXAMPLE, "--at", "soon"], 2, "ledgerium: --at soon: give a day such as 2026-03-01"),
        ([EXAMPLE, "--where", "longer=soon"], 2, "ledgerium: --where longer=soon: give a length of time"),
        ([EXAMPLE, "--where", "colour=red"], 2, "ledgerium: --where colour=red: give one of actor=…"),
        (
            [EXAMPLE, "--where", "actor=Zed"],
            2,
            "ledgerium: --where actor=Zed: no recording shows it; there are",
        ),
        (
            [EXAMPLE, "--where", "held", "--except", "actor=Zed"],
            2,
            "ledgerium: --except actor=Zed: no recording shows it",
        ),
        ([EXAMPLE, "--at", "2020-01-01"], 3, "ledgerium: No case is on one side of --at 2020-01-01."),
        ([EXAMPLE, "nowhere"], 3, "nowhere: there is no such file or folder."),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(arguments, code, what, tmp_path):
    ran = ledgerium("diff", "-q", *arguments, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (code, "")
    assert what in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_an_analysis_that_was_cut_off_is_refused(tmp_path):
    (tmp_path / "analysis.json").write_bytes(
        (EXAMPLE / "ledgerium-out" / "analysis.json").read_bytes()[:5000]
    )
    ran = ledgerium("diff", ".", EXAMPLE, "-q", cwd=tmp_path)
    assert ran.returncode == 2
    assert ".: is no analysis.json that can be compared" in ran.stderr


def test_a_map_of_both_sides_is_written_beside_the_text(tmp_path):
    ran = ledgerium("diff", EXAMPLE, EXAMPLE, "-q", "--map", "both.svg", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Differ by more than noise" in ran.stdout
    assert (tmp_path / "both.svg").read_text("utf-8").startswith("<svg")
