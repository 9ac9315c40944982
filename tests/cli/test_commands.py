"""The command line as a person or a script meets it: real processes, real files."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import jsonschema
import pytest

from generate import Options, generate
from ledgerium_cli.cli import options
from ledgerium_cli.errors import EditConflict, NoRecording, OutputError, StrictProblems, WorkflowFileError

from ..command import ledgerium as in_text
from ..ctrl_c import hears_ctrl_c

ROOT = Path(__file__).parents[2]
WHOLE = ROOT / "tests" / "recording" / "fixtures" / "whole.jsonl"
CUT_OFF = WHOLE.with_name("no-seal.jsonl")
FILES = [
    "analysis.json", "map.dot", "map.svg", "opportunities.md", "report.html", "report.md", "sop.base.md", "sop.md",
]  # fmt: skip

unix = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them"
)


ledgerium = partial(in_text, text=False)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A folder with the generated recordings of a few orders, and the workflow file beside them."""
    folder = tmp_path_factory.mktemp("office")
    for name, data in generate(orders=6, seed=4, people=3, options=Options()).recordings.items():
        (folder / name).write_bytes(data)
    (folder / "workflow.toml").write_bytes((ROOT / "examples" / "generated" / "workflow.toml").read_bytes())
    return folder


def documents(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_sql_refuses_a_query_beside_a_table(tmp_path):
    ran = ledgerium("sql", WHOLE, "--table", "holds", "-c", "SELECT 1", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"Give --query or --table" in ran.stderr


def test_build_writes_every_document_beside_the_first_trace_and_prints_their_names(tmp_path):
    (tmp_path / "trace.jsonl").write_bytes(WHOLE.read_bytes())
    ran = ledgerium("build", "trace.jsonl", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert sorted(os.listdir(tmp_path / "ledgerium-out")) == FILES
    assert sorted(Path(line).name for line in ran.stdout.decode().splitlines()) == FILES
    assert b"No workflow file: steps and cases are guesses." in ran.stderr


def test_the_workflow_file_beside_the_traces_is_used_and_quiet_says_nothing(office, tmp_path):
    ran = ledgerium("build", office, "-o", tmp_path / "out", "--quiet", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, b"")
    analysis = json.loads((tmp_path / "out" / "analysis.json").read_bytes())
    assert analysis["workflow"] == "Sales order processing"


def test_analysis_json_follows_its_schema_and_its_time_adds_up(office, tmp_path):
    ledgerium("build", office, "-o", tmp_path, cwd=tmp_path)
    analysis = json.loads((tmp_path / "analysis.json").read_bytes())
    jsonschema.validate(analysis, json.loads(ledgerium("schema", "analysis", cwd=tmp_path).stdout))
    parts = ("work_ms", "system_wait_ms", "idle_ms", "between_step_wait_ms", "paused_ms")
    for case in analysis["cases"]:
        assert case["cycle_ms"] == sum(case[part] for part in parts)
        for part in parts:
            assert case[part] == sum(step[part] for step in case["steps"])


def test_the_same_input_gives_the_same_bytes_whatever_is_around_it(office, tmp_path):
    files = sorted(office.glob("*.jsonl"))
    workflow = office / "workflow.toml"
    worlds = [
        (files, {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}),
        (files[::-1], {"PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8"}),
        ([office], {"PYTHONHASHSEED": "3", "TZ": "America/St_Johns", "NO_COLOR": "1"}),
    ]
    built = []
    for number, (traces, environment) in enumerate(worlds):
        out = tmp_path / str(number)
        ran = ledgerium("build", *traces, "-w", workflow, "-o", out, cwd=tmp_path, **environment)
        assert ran.returncode == 0, ran.stderr
        built.append(documents(out))
    assert built[0] == built[1] == built[2]


def test_what_people_wrote_into_the_sop_outlives_the_next_build(office, tmp_path):
    ledgerium("build", office, "--only", "actor=Ana", "-o", tmp_path, cwd=tmp_path)
    sop = tmp_path / "sop.md"
    sop.write_text(sop.read_text("utf-8").replace("## Scope", "Ask Ana first.\n\n## Scope"), "utf-8")
    ran = ledgerium("build", office, "-o", tmp_path, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "\n\nAsk Ana first. *(added)*\n\n## Scope" in sop.read_text("utf-8")
    assert "1 passage at “Purpose”" in sop.read_text("utf-8")
    fresh = ledgerium("build", office, "-o", tmp_path, "--fresh", cwd=tmp_path)
    assert fresh.returncode == 0, fresh.stderr
    assert sop.read_bytes() == ledgerium("sop", office, cwd=tmp_path).stdout


def test_a_conflict_in_the_sop_is_named_after_all_is_written_and_exits_with_its_code(office, tmp_path):
    ledgerium("build", office, "-o", tmp_path, cwd=tmp_path)
    sop = tmp_path / "sop.md"
    sop.write_text(sop.read_text("utf-8").replace("Take a customer", "Take every customer"), "utf-8")
    workflow = tmp_path / "workflow.toml"
    text = (office / "workflow.toml").read_text("utf-8")
    workflow.write_text(text.replace("Take a customer", "Accept a customer"), "utf-8")
    ran = ledgerium("build", office, "-w", workflow, "-o", tmp_path, "-q", cwd=tmp_path)
    assert ran.returncode == EditConflict.exit_code
    assert "differ at “Purpose”." in ran.stderr.decode()
    assert "> **Conflict" not in (tmp_path / "sop.base.md").read_text("utf-8")
    assert "**Conflict at “Purpose”**" in sop.read_text("utf-8")
    assert len(ran.stdout.splitlines()) == len(FILES)


def test_a_sop_that_cannot_be_merged_is_left_as_it_is(office, tmp_path):
    (tmp_path / "sop.md").write_bytes(b"caf\xe9")
    ran = ledgerium("build", office, "-o", tmp_path, cwd=tmp_path)
    assert ran.returncode == OutputError.exit_code
    assert "is not UTF-8 text" in ran.stderr.decode()
    assert [file.name for file in tmp_path.iterdir()] == ["sop.md"]
    assert (tmp_path / "sop.md").read_bytes() == b"caf\xe9"


@pytest.mark.parametrize(
    ("command", "file"),
    [
        (["sop"], "sop.md"),
        (["map"], "map.dot"),
        (["map", "--format", "svg"], "map.svg"),
        (["report"], "report.md"),
        (["report", "--format", "html"], "report.html"),
        (["opportunities"], "opportunities.md"),
    ],
)
def test_one_document_on_standard_output_is_the_one_that_build_writes(office, tmp_path, command, file):
    ledgerium("build", office, "-o", tmp_path, cwd=tmp_path)
    assert ledgerium(*command, office, cwd=tmp_path).stdout == (tmp_path / file).read_bytes()


def test_a_recording_comes_through_standard_input(tmp_path):
    by_pipe = ledgerium("sop", "-", cwd=tmp_path, given=WHOLE.read_bytes())
    by_file = ledgerium("sop", WHOLE, cwd=tmp_path)
    assert by_pipe.returncode == 0
    assert by_pipe.stdout == by_file.stdout


def test_json_and_csv_can_be_read_by_other_programs(office, tmp_path):
    for command in ("report", "opportunities"):
        assert json.loads(ledgerium(command, office, "--format", "json", cwd=tmp_path).stdout)["format"] == 2
    assert (
        json.loads(ledgerium("mine", office, "--format", "json", cwd=tmp_path).stdout)["fitness"]["value"]
        == 1
    )
    lines = ledgerium("steps", office, "--format", "json", cwd=tmp_path).stdout.splitlines()
    rows = ledgerium("steps", office, "--format", "csv", cwd=tmp_path).stdout.decode().splitlines()
    assert len(lines) == len(rows) - 1
    assert set(json.loads(lines[0])) == set(rows[0].split(","))


def test_steps_in_a_pipe_are_plain_text_and_whole(office, tmp_path):
    text = ledgerium("steps", office, cwd=tmp_path).stdout.decode()
    assert "\x1b" not in text
    assert "…" not in text
    assert text.splitlines()[0].split()[:2] == ["Case", "Step"]


def test_mine_says_how_good_the_model_is(office, tmp_path):
    text = ledgerium("mine", office, cwd=tmp_path).stdout.decode()
    assert "Enter the order" in text
    assert "Fitness: 1.0000 (alignment-based" in text


def test_validate_names_file_line_cause_and_remedy_and_exits_one(tmp_path):
    assert ledgerium("validate", WHOLE, cwd=tmp_path).returncode == 0
    ran = ledgerium("validate", WHOLE.with_name("not-json.jsonl"), cwd=tmp_path)
    assert ran.returncode == 1
    assert "not-json.jsonl:3: The line is not JSON. The line was left out;" in ran.stdout.decode()


def test_a_recording_that_was_cut_off_is_used_and_said_to_be_so(tmp_path):
    ran = ledgerium("sop", CUT_OFF, cwd=tmp_path)
    assert ran.returncode == 0
    assert b"has no seal: it was cut off" in ran.stderr
    assert "no seal: it was cut off" in ran.stdout.decode()


def test_errors_say_what_to_do_with_a_code_of_their_own_and_write_nothing(tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text("format = 1\n")
    (tmp_path / "file").write_text("")
    for arguments, error, words in (
        (
            ["missing.jsonl"],
            NoRecording,
            "missing.jsonl: there is no such file or folder. Check the spelling",
        ),
        ([tmp_path], NoRecording, "the folder has no .jsonl file"),
        ([CUT_OFF, "--strict"], StrictProblems, "Nothing was written"),
        ([WHOLE, "-w", broken], WorkflowFileError, "name: is missing"),
        ([WHOLE, "-o", tmp_path / "file"], OutputError, "name another folder with -o"),
    ):
        ran = ledgerium("build", *arguments, cwd=tmp_path)
        assert ran.returncode == error.exit_code
        assert words in ran.stderr.decode()
        assert b"Traceback" not in ran.stderr
        assert ran.stdout == b""
    assert sorted(os.listdir(tmp_path)) == ["broken.toml", "file"]
    assert ledgerium("build", cwd=tmp_path).returncode == 2


def test_a_reader_that_has_seen_enough_ends_the_run_quietly(office, tmp_path):
    command = f"{sys.executable} -m ledgerium_cli report {office} | head -n 1"
    ran = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.stdout.startswith("# Sales order processing")
    assert "Traceback" not in ran.stderr
    assert "BrokenPipe" not in ran.stderr


def test_init_writes_a_file_that_build_takes_and_never_overwrites_one(tmp_path):
    (tmp_path / "trace.jsonl").write_bytes(WHOLE.read_bytes())
    assert ledgerium("init", cwd=tmp_path).stdout == b"workflow.toml\n"
    assert ledgerium("build", "trace.jsonl", cwd=tmp_path).returncode == 0
    (tmp_path / "workflow.toml").write_text("mine")
    again = ledgerium("init", cwd=tmp_path)
    assert again.returncode == OutputError.exit_code
    assert b"overwrite it with --force" in again.stderr
    assert (tmp_path / "workflow.toml").read_text() == "mine"


def test_traces_beside_different_workflow_files_ask_for_one(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.jsonl").write_bytes(WHOLE.read_bytes())
        ledgerium("init", "-o", tmp_path / folder / "workflow.toml", cwd=tmp_path)
    ran = ledgerium("build", "a", "b", cwd=tmp_path)
    assert ran.returncode == WorkflowFileError.exit_code
    assert b"Name one with --workflow" in ran.stderr


@pytest.fixture(scope="module")
def months(tmp_path_factory):
    """Enough recordings that several processes map them, for more than a second."""
    folder = tmp_path_factory.mktemp("months")
    for number in range(120):
        for path in (ROOT / "examples" / "sales-order").glob("*.jsonl"):
            copy = path.read_bytes().replace(b'"recording":"', b'"recording":"%d-' % number)
            (folder / f"{number}-{path.name}").write_bytes(copy)
    return folder


@unix
def test_ctrl_c_ends_all_processes_and_leaves_the_old_documents(months, tmp_path):
    (tmp_path / "sop.md").write_text("old")
    command = [sys.executable, "-m", "ledgerium_cli", "build", "-q", months, "-o", tmp_path]
    with subprocess.Popen(
        command, start_new_session=True, stderr=subprocess.PIPE, preexec_fn=hears_ctrl_c
    ) as running:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        while running.poll() is None and children.exists() and not children.read_text():
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)
        try:
            assert running.wait(30) == 130
            assert running.stderr.read() == b""  # at its end only when no process holds it any more
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
    assert documents(tmp_path) == {"sop.md": b"old"}


@unix
def test_progress_of_long_work_is_shown_on_a_terminal(office, monkeypatch):
    """Files, events, rate and time left; here however short the work is."""
    import pty

    monkeypatch.setattr(options, "SHORT_S", 0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        options.Input([str(office)], None, None, None, strict=False, quiet=False).load()
    files = len(list(office.glob("*.jsonl")))
    shown = plain_text(everything_from(ours))
    assert re.search(rf"{files}/{files} files, [1-9][\d,]* events, [1-9][\d,]* a second, \S+ left", shown)


@unix
@pytest.mark.parametrize("command", [["sql", "--table", "cases"], ["export"]])
def test_parquet_is_not_written_to_a_terminal(command, tmp_path):
    import pty

    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "ledgerium_cli", *command, "-q", str(WHOLE), "--format", "parquet"]
    with os.fdopen(theirs, "w") as terminal:
        ran = subprocess.run(line, cwd=tmp_path, stdout=terminal, stderr=subprocess.PIPE, check=False)
    assert (ran.returncode, everything_from(ours)) == (2, b"")
    assert b"Name a file with -o, or redirect it." in ran.stderr
    assert ledgerium(*line[3:], cwd=tmp_path).stdout[:4] == b"PAR1"


def everything_from(terminal):
    """What was written to a terminal that nobody writes to any more, a piece at a time."""
    pieces = []
    with contextlib.suppress(OSError), os.fdopen(terminal, "rb", buffering=0) as opened:
        while piece := opened.read(65_536):
            pieces.append(piece)
    return b"".join(pieces)


def plain_text(terminal):
    return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", terminal.decode())


def test_help_needs_none_of_the_heavy_libraries():
    script = "import sys; import ledgerium_cli.cli.app; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pm4py", "pandas", "numpy", "networkx", "pydantic", "rich", "msgspec"} & set(loaded)


def test_build_of_one_variant_needs_neither_pydantic_nor_pm4py(tmp_path):
    script = (
        "import sys\nfrom ledgerium_cli.build import documents_of\nfrom ledgerium_cli.load import load\n"
        f"documents_of(load([{str(WHOLE)!r}], model=True).analysis)\nprint(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pm4py", "pandas", "numpy", "networkx", "pydantic", "rich"} & set(loaded)


def test_nothing_in_a_broken_file_steers_the_terminal(tmp_path):
    (tmp_path / "evil.jsonl").write_text('{"kind":"\\u001b[2J\\u202e"}\n', encoding="utf-8")
    (tmp_path / "evil.toml").write_text('format = 1\n"\\u001b[2J" = 1\n', encoding="utf-8")
    for arguments in (["evil.jsonl"], [WHOLE, "-w", "evil.toml"]):
        ran = ledgerium("build", *arguments, "-o", "out", cwd=tmp_path)
        assert ran.returncode in (NoRecording.exit_code, WorkflowFileError.exit_code)
        assert b"\x1b" not in ran.stderr
        assert "\u202e" not in ran.stderr.decode()


def test_a_workflow_file_is_drafted_from_all_traces_that_a_shell_names(tmp_path):
    first, *others = sorted((Path(__file__).parents[2] / "examples" / "sales-order").glob("*.jsonl"))
    assert ledgerium("init", "--from", first, *others, cwd=tmp_path).returncode == 0
    assert "recordings, 2026" in (tmp_path / "workflow.toml").read_text("utf-8").split("\n")[0]
    refused = ledgerium("init", first, cwd=tmp_path)
    assert (refused.returncode, b"ledgerium init --from" in refused.stderr) == (2, True)


@pytest.mark.parametrize("module", ["ledgerium_cli.cli.app", "ledgerium_cli.cli.build"])
def test_ctrl_c_while_modules_are_loaded_is_quiet_too(module):
    """The import of one of them stands for the moment, which a signal would not meet each time."""
    program = f"""
import sys
class CtrlC:
    def find_spec(self, name, *_):
        if name == "{module}":
            raise KeyboardInterrupt
sys.meta_path.insert(0, CtrlC())
sys.argv = ["ledgerium", "build", "recordings"]
from ledgerium_cli.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
