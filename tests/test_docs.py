"""What the documentation shows is what happens."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from ledgerium_cli import errors
from ledgerium_cli.cli.app import app
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.workflow.load import parse_workflow

from .command import in_shells

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "examples" / "ci-demo" / "README.md",
]
LINKED = [
    *PAGES,
    *(ROOT / name for name in ("ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted({*(ROOT / "examples").glob("*/README.md")} - {*PAGES}),
    ROOT / "recorder-extension" / "README.md",
]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page, language):
    return [text for found, text in BLOCK.findall(page.read_text("utf-8")) if found == language]


CONSOLE = [(page, block) for page in PAGES for block in blocks(page, "console")]


@pytest.mark.parametrize(("page", "block"), CONSOLE, ids=lambda value: getattr(value, "name", "block"))
def test_console_blocks_print_what_they_show(page, block, tmp_path):
    """Each `$` line runs in a copy of the examples; the lines below it are its standard output."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    assert parts
    for part in parts:
        command, _, expected = part.partition("\n")
        command = re.sub(r"(?<![.\w-])ledgerium(?= )", in_shells(), command, count=1)
        ran = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout == expected


def test_every_command_and_option_is_documented():
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for name, command in get_command(app).commands.items():
        assert f"ledgerium {name}" in text, f"the command {name} is not documented"
        for parameter in command.params:
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert not option.startswith("-") or f"{option}`" in text or f"{option} " in text, (
                    f"{name} {option}"
                )


def test_every_exit_code_is_documented_and_unique():
    classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    codes = [
        vars(one)["exit_code"] for one in classes if "exit_code" in vars(one)
    ]  # others are a sort of one
    assert len(codes) == len(set(codes))
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert documented == {0, 1, 2, 130, *codes}


def test_the_workflow_file_that_is_shown_whole_is_valid():
    [text] = blocks(ROOT / "docs" / "workflow-file.md", "toml")
    assert parse_workflow(text, "workflow-file.md").name == "Sales order processing"


def test_the_trace_that_is_shown_is_valid_but_for_its_seal():
    [text] = blocks(ROOT / "docs" / "trace-format.md", "json")
    lines = text.splitlines()
    recording, problems = read_recording("\n".join(lines[:-1]).encode() + b"\n", "trace-format.md")
    assert recording is not None
    assert [event.kind for event in recording.events] == ["page_shown", "field_changed"]
    assert [problem.what for problem in problems] == ["The recording has no seal: it was cut off."]


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "docs/code.md"])
def test_the_files_that_are_named_as_answers_are_there(page):
    known = [
        f"/{one.relative_to(ROOT)}"
        for part in ("src", "tests", "docs", "recorder-extension")
        for one in (ROOT / part).rglob("*")
    ]
    named = re.findall(r"`([\w/.-]+\.(?:py|js|html|json|md))`", (ROOT / page).read_text("utf-8"))
    made = {"analysis.json", "report.html", "sop.md", "sop.base.md"}
    assert len(named) > 10
    assert [
        name for name in named if name not in made and not any(one.endswith(f"/{name}") for one in known)
    ] == []


@pytest.mark.parametrize("page", LINKED, ids=lambda page: f"{page.parent.name}-{page.name}")
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
