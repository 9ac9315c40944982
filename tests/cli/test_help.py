"""Help on a terminal of 80 columns, and its examples, each of which works as it stands."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from ledgerium_cli.cli.app import app
from ledgerium_cli.logs.roles import Role

from ..command import in_shells

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "sales-order"
COMMANDS = {
    **{(name,): command for name, command in get_command(app).commands.items()},
    **{("recorder", name): one for name, one in get_command(app).commands["recorder"].commands.items()},
}


def test_help_says_where_to_begin_and_what_each_option_is_without_being_given():
    assert "Begin with: ledgerium build trace.jsonl." in help_of()
    for name, command in COMMANDS.items():
        shown = " ".join(help_of(*name).split())
        for one in command.params:
            if one.secondary_opts:  # of a pair
                assert re.search(
                    rf"{max(one.opts, key=len)} / {one.secondary_opts[0]} [^\[]*\[default: [a-z -]+\]", shown
                ), name


def examples(command):
    return [part for part in command.help.split("\n\n") if part.startswith("ledgerium ")]


def help_of(*name):
    shown = CliRunner().invoke(app, [*name, "--help"], env={"COLUMNS": "80", "NO_COLOR": "1"}, color=True)
    assert shown.exit_code == 0
    return shown.stdout


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_help_fits_80_columns_and_shows_its_examples_whole(name):
    shown = help_of(*name)
    assert max(map(len, shown.splitlines())) <= 80
    assert "\x1b" not in shown
    given = examples(COMMANDS[name])
    assert given
    assert [one for one in given if f"\n  {one}\n" not in shown] == []


@pytest.mark.parametrize("name", [(), ("recorder",)], ids=["all", "recorder"])
def test_the_list_of_commands_says_of_each_a_whole_sentence(name):
    shown = help_of(*name)
    lines = shown.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert len(lines) > 2
    assert [line for line in lines if not line.endswith(".") or line.endswith("...") or len(line) > 80] == []


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """What the examples speak of."""
    folder = tmp_path_factory.mktemp("office")
    ignored = shutil.ignore_patterns("*.py", "people", "README.md", "ledgerium-out")
    shutil.copytree(EXAMPLE, folder / "recordings", ignore=ignored)
    shutil.copytree(EXAMPLE / "ledgerium-out", folder / "recordings" / "ledgerium-out")
    shutil.copy(EXAMPLE / "ledgerium-out" / "sop.md", folder)
    shutil.copytree(EXAMPLE / "ledgerium-out", folder / "ledgerium-out")
    shutil.copytree(EXAMPLE, folder / "new", ignore=ignored)
    shutil.copy(EXAMPLE / "workflow.toml", folder)
    shutil.copy(next(EXAMPLE.glob("ana-*.jsonl")), folder / "trace.jsonl")
    (folder / "accepted.toml").write_text(
        'format = 1\n[[accepted]]\nkind = "missing step"\nactivity = "credit-check"\nwho = "Finance lead"\n'
        'why = "Paid in advance."\nuntil = 2026-12-31\n'
    )
    (folder / "orders.csv").write_text(
        "case,activity,start,complete\nSO-1,Enter,2026-03-02 09:00:00,2026-03-02 09:05:00\n"
    )
    (folder / "ui-log.csv").write_text(UI_LOG)
    for version in ("before.md", "ours.md", "theirs.md"):
        shutil.copy(EXAMPLE / "ledgerium-out" / "sop.md", folder / version)
    return folder


UI_LOG = """timeStamp,userID,targetApp,eventType,url,target.tagName,target.type,target.name,target.value
2026-03-04T08:00:00.000Z,ana,Chrome,editField,https://forms.example.com/new,INPUT,text,given,Jane
2026-03-04T08:00:02.000Z,ana,Chrome,clickButton,https://forms.example.com/new,BUTTON,submit,save,
"""
FINDS = {"ledgerium check new --against sop.md --format junit -o check.xml"}
"""Examples that exit 1, since something is found."""


@pytest.mark.parametrize(
    "example", [one for command in COMMANDS.values() for one in examples(command)], ids=lambda one: one[10:40]
)
def test_an_example_of_the_help_works(example, office):
    env = {name: text for name, text in os.environ.items() if not name.startswith("LEDGERIUM_")}
    ran = subprocess.run(
        example.replace("ledgerium", in_shells(), 1),
        shell=True,
        cwd=office,
        env=env | {"HOME": str(office / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == (example in FINDS), ran.stderr
    for target in re.findall(r"(?:-o|>) (\S+)", example):
        assert (office / target).exists()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ledgerium val", ["validate"]),
        ("ledgerium check --acc", ["--accepted"]),
        ("ledgerium map --format ", ["dot", "svg"]),
        ("ledgerium config --fo", ["--format"]),
    ],
)
def test_a_shell_completes_commands_options_and_values_whatever_the_settings_are(typed, offered, tmp_path):
    (tmp_path / "ledgerium.toml").write_text("broken")
    script = "import sys; sys.argv = ['ledgerium']; from ledgerium_cli.cli.app import main; main()"
    typing = {
        "_LEDGERIUM_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
    }
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | typing,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.split() == offered, ran.stderr


def test_every_role_of_a_column_is_in_the_help_of_import():
    shown = " ".join(help_of("import").replace("│", " ").split())
    assert all(re.search(rf"\b{role}\b", shown) for role in get_args(Role))
