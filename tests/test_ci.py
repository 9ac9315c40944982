"""What `docs/ci.md` gives to paste works as it stands."""

import importlib.resources
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from .command import in_shells

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "sales-order"
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def repository(tmp_path):
    """As the page says: recordings and documents in `recordings`, what was accepted beside it."""
    shutil.copytree(
        EXAMPLE, tmp_path / "recordings", ignore=shutil.ignore_patterns("*.py", "people", "README.md")
    )
    (tmp_path / "accepted.toml").write_text(*blocks("toml"))
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "ledgerium"
    command.write_text(f'#!/bin/sh\nexec {in_shells()} "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(command, folder, **more):
    env = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    env.pop("GITHUB_STEP_SUMMARY", None)
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, **more)


def passes_and_notices(command, folder):
    """It passes as accepted, and fails without the acceptance."""
    ran = run(command, folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (folder / "accepted.toml").write_text("format = 1\n")
    assert run(command, folder).returncode != 0


def passes_and_asks_both(command, folder):
    """What deviates is told as well where the documents are not those of the recordings either."""
    passes_and_notices(command, folder)
    (folder / "recordings" / "ledgerium-out" / "report.md").unlink()
    ran = run(command, folder)
    assert ran.returncode != 0
    said = ran.stdout + "".join(one.read_text("utf-8") for one in folder.glob("check.xml"))
    assert "SO-1046" in said
    assert "report.md" in said


def steps_of(configuration):
    jobs = configuration.get("jobs")
    if jobs is None:
        return configuration["process"]["script"]
    return [step["run"] for step in jobs["check"]["steps"] if "run" in step]


@pytest.mark.parametrize(("place", "schema"), [(0, "github-workflows"), (1, "gitlab-ci"), (2, None)])
def test_a_file_for_ci_follows_the_schema_of_its_program(place, schema):
    configuration = yaml.load(blocks("yaml")[place], yaml.BaseLoader)
    if schema is None:
        [hook] = configuration["repos"][0]["hooks"]
        assert {"id", "name", "entry", "language"} <= hook.keys()
        return
    file = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / f"{schema}.json"
    jsonschema.Draft7Validator(json.loads(file.read_text("utf-8"))).validate(configuration)


@pytest.mark.parametrize("place", [0, 1])
def test_the_commands_of_a_job_pass_and_notice_what_nobody_accepted(repository, place):
    configuration = yaml.safe_load(blocks("yaml")[place])
    commands = [one for one in steps_of(configuration) if not one.startswith("pip ")]
    passes_and_asks_both(["sh", "-ec", as_a_job(commands, configuration)], repository)


def as_a_job(commands, configuration):
    """GitLab runs all lines in one shell; GitHub each step in its own, and one that is not to be skipped whatever the
    steps before gave."""
    if "jobs" not in configuration:
        return "\n".join(commands)
    steps = [step for step in configuration["jobs"]["check"]["steps"] if step.get("run") in commands]
    assert [step.get("if") for step in steps[1:]] == ["${{ !cancelled() }}"] * (len(steps) - 1)
    return "\n".join(["failed=0", *(f"({one}) || failed=$?" for one in commands), "exit $failed"])


def test_the_hook_notices_documents_that_are_not_those_of_the_recordings(repository):
    [hook] = yaml.safe_load(blocks("yaml")[2])["repos"][0]["hooks"]
    assert run(["sh", "-ec", hook["entry"]], repository).returncode == 0
    (repository / "recordings" / "ledgerium-out" / "report.md").unlink()
    assert run(["sh", "-ec", hook["entry"]], repository).returncode == 1


def test_the_hook_notices_a_recording_that_is_deleted(repository):
    """Of files that are deleted pre-commit hands none to a hook, and passes over one that asks for `files`."""
    [hook] = yaml.safe_load(blocks("yaml")[2])["repos"][0]["hooks"]
    assert hook["always_run"] is True
    assert hook["pass_filenames"] is False
    next((repository / "recordings").glob("ben-*.jsonl")).unlink()
    assert run(["sh", "-ec", hook["entry"]], repository).returncode == 1


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_the_rule_of_the_makefile_works(repository):
    (repository / "Makefile").write_text(*blocks("make"))
    passes_and_asks_both(["make", "process"], repository)


def test_the_python_script_works(repository):
    (repository / "check.py").write_text(*blocks("python"))
    passes_and_notices([sys.executable, "check.py"], repository)


def test_the_python_script_says_why_it_fails_and_exits_as_the_command_does(repository):
    (repository / "check.py").write_text(*blocks("python"))
    workflow = repository / "recordings" / "workflow.toml"
    workflow.write_text(
        workflow.read_text("utf-8") + '[[thresholds]]\nmetric = "hold_rate"\nshare = 0.01\n', "utf-8"
    )
    command = ["sh", "-c", "ledgerium check -q recordings --accepted accepted.toml"]
    for code, told in ((1, "hold_rate: 22 % (2 of 9)"), (3, "has no .jsonl file")):
        by_script, by_command = run([sys.executable, "check.py"], repository), run(command, repository)
        assert by_script.returncode == by_command.returncode == code
        assert by_script.stdout == by_command.stdout
        assert told in by_script.stdout + by_script.stderr
        assert "Traceback" not in by_script.stderr
        for recording in (repository / "recordings").glob("*.jsonl"):
            recording.unlink()


def test_the_loop_of_the_shell_works_of_several_processes_and_passes_folders_without_recordings(repository):
    """An acceptance of one process means nothing to the other, which has no such step."""
    shutil.copytree(repository / "recordings", repository / "-returns")
    other = repository / "-returns" / "workflow.toml"
    other.write_text(re.sub(r'"credit-check"', '"other-check"', other.read_text("utf-8")), "utf-8")
    (repository / "-returns" / "accepted.toml").write_text(
        blocks("toml")[0].replace("credit-check", "other-check")
    )
    shutil.move(repository / "accepted.toml", repository / "recordings")
    loop = ["sh", "-c", *blocks("sh")]
    ran = run(loop, repository)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (repository / "recordings" / "accepted.toml").write_text("format = 1\n")
    assert run(loop, repository).returncode != 0
