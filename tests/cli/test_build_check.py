"""`ledgerium build --check`: are the committed documents those of the recordings?"""

import json
import os
import shutil
from pathlib import Path

import pytest

from ..command import ledgerium

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "sales-order"


def check(folder):
    ran = ledgerium("build", ".", "--check", "--quiet", cwd=folder)
    return ran.returncode, ran.stdout.splitlines()


@pytest.fixture
def committed(tmp_path):
    """The example as somebody checked it out."""
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "people"))
    return tmp_path


def files_of(folder):
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


def edit(file, old, new):
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new).encode())


def test_documents_that_are_those_of_the_recordings_pass(committed):
    assert check(committed) == (0, [])


def test_a_step_that_the_workflow_file_renames_is_named_and_nothing_is_written(committed):
    edit(committed / "workflow.toml", 'title = "Run the credit check"', 'title = "Check the credit"')
    before = files_of(committed / "ledgerium-out")
    code, lines = check(committed)
    assert code == 1
    assert "ledgerium-out/sop.md: “Check the credit” (step credit-check): changed" in lines
    assert "ledgerium-out/analysis.json: activities: changed" in lines
    assert not [
        line for line in lines if "(step hand-off)" in line and line.startswith("ledgerium-out/report")
    ]
    assert files_of(committed / "ledgerium-out") == before


@pytest.mark.parametrize("level", ["##", "####"])
def test_a_change_below_a_heading_that_people_put_into_a_step_is_named_by_the_step(committed, level):
    edit(
        committed / "ledgerium-out/sop.md",
        "- Rule: The quantity is in",
        f"{level} Mind\n\n- Rule: The quantity is in",
    )
    assert ledgerium("build", ".", "-q", cwd=committed).returncode == 0
    edit(committed / "workflow.toml", "The quantity is in stock.", "The quantity is in the warehouse.")
    code, lines = check(committed)
    assert code == 1
    assert "ledgerium-out/sop.md: “Validate the order” (step validate-order): changed" in lines
    assert not [line for line in lines if "Mind" in line]


def test_what_people_wrote_into_the_sop_is_no_change_once_it_was_built(committed):
    sop = committed / "ledgerium-out" / "sop.md"
    sop.write_text(sop.read_text("utf-8") + "\nAsk Ben when in doubt.\n", "utf-8")
    assert (
        check(committed)[0] == 1
    )  # the page to share does not have it yet, nor does the SOP say who wrote it
    assert ledgerium("build", ".", "--quiet", cwd=committed).returncode == 0
    assert "Ask Ben when in doubt." in sop.read_text("utf-8")
    assert check(committed) == (0, [])


def test_a_document_that_is_missing_or_no_longer_what_it_was_is_named(committed):
    out = committed / "ledgerium-out"
    (out / "map.dot").unlink()
    (out / "analysis.json").write_text("no JSON")
    edit(out / "report.md", "\n## ", "\n## Our own heading\n\n## ")
    code, lines = check(committed)
    assert code == 1
    assert "ledgerium-out/map.dot: missing" in lines
    assert "ledgerium-out/analysis.json: changed" in lines
    assert "ledgerium-out/report.md: “Our own heading”: gone" in lines


def test_keys_of_analysis_json_are_named(committed):
    file = committed / "ledgerium-out" / "analysis.json"
    analysis = json.loads(file.read_bytes())
    del analysis["health"]
    analysis["mood"] = "good"
    file.write_text(json.dumps(analysis))
    assert check(committed) == (
        1, ["ledgerium-out/analysis.json: health: new", "ledgerium-out/analysis.json: mood: gone"],
    )  # fmt: skip


def test_settings_that_may_be_why_are_named_with_what_set_them(committed):
    (committed / "ledgerium.toml").write_text('quiet = true\nonly = ["held"]\n', "utf-8")
    environment = {"LEDGERIUM_BUILD_WORKFLOW": "workflow.toml", "LEDGERIUM_STRICT": "1"}
    line = ["--except", "case=SO-1042", "-o", "ledgerium-out"]
    ran = ledgerium("build", ".", "--check", *line, cwd=committed, **environment)
    assert ran.returncode == 1
    *parts, without, only, output, workflow = ran.stdout.splitlines()
    assert all(one.startswith("ledgerium-out/") for one in parts)
    assert without == 'Built with except = ["case=SO-1042"], set by command line.'
    assert only == 'Built with only = ["held"], set by ledgerium.toml:2.'
    assert output == 'Built with output = "ledgerium-out", set by command line.'
    assert workflow == 'Built with workflow = "workflow.toml", set by LEDGERIUM_BUILD_WORKFLOW.'


def test_as_json_there_are_the_same_changes_and_settings(committed):
    whole = "build", ".", "--check", "-q", "--format", "json"
    assert json.loads(ledgerium(*whole, cwd=committed).stdout) == {
        "format": 1, "as_committed": True, "folder": "ledgerium-out", "changes": [], "settings": [],
    }  # fmt: skip
    (committed / "ledgerium.toml").write_text('only = ["held"]\n', "utf-8")
    ran = ledgerium(*whole, cwd=committed)
    assert ran.returncode == 1
    told = json.loads(ran.stdout)
    assert told["as_committed"] is False
    assert told["settings"] == [{"setting": "only", "value": ["held"], "from": "ledgerium.toml:1"}]
    step = {
        "document": "sop.md", "part": "Run the credit check", "titled": True, "step": "credit-check",
        "how": "changed",
    }  # fmt: skip
    assert step in told["changes"]
    assert len(told["changes"]) == len(check(committed)[1]) - 1


def test_what_differs_by_itself_is_blamed_on_no_setting(committed):
    (committed / "ledgerium.toml").write_text("strict = true\nno-store = true\n", "utf-8")
    edit(committed / "workflow.toml", 'title = "Run the credit check"', 'title = "Check the credit"')
    assert not [line for line in check(committed)[1] if line.startswith("Built with")]


def test_the_documents_of_a_build_can_be_told_as_json(committed):
    told = json.loads(ledgerium("build", ".", "-q", "--format", "json", cwd=committed).stdout)
    assert (told["format"], told["documents"][0]) == (1, "ledgerium-out/sop.md")
    assert {committed / one for one in told["documents"]} == {*(committed / "ledgerium-out").iterdir()}


def test_the_line_ends_of_another_system_are_no_change_and_hide_none(committed):
    for file in (committed / "ledgerium-out").iterdir():
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert check(committed) == (0, [])
    edit(committed / "ledgerium-out/map.dot", "digraph", "Digraph")
    edit(committed / "ledgerium-out/analysis.json", '"format": ', '"format": 1')
    assert check(committed) == (
        1,
        ["ledgerium-out/map.dot: changed", "ledgerium-out/analysis.json: format: changed"],
    )


def test_without_documents_all_are_missing_and_no_folder_is_made(committed):
    shutil.rmtree(committed / "ledgerium-out")
    code, lines = check(committed)
    assert code == 1
    assert len(lines) == 8
    assert all(line.endswith(": missing") for line in lines)
    assert "ledgerium-out" not in os.listdir(committed)
