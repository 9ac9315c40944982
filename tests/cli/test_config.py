"""Settings as a person or a job meets them: `ledgerium config`, and what commands make of settings."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from ledgerium_cli.errors import SettingsError, UsageError

from ..command import ledgerium

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "sales-order"
WHOLE = ROOT / "tests" / "recording" / "fixtures" / "whole.jsonl"


@pytest.fixture
def office(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "recordings").mkdir()
    for file in [*EXAMPLE.glob("*.jsonl"), EXAMPLE / "workflow.toml"]:
        shutil.copy(file, tmp_path / "recordings")
    return tmp_path


def settings(folder, text):
    (folder / "ledgerium.toml").write_text(text, encoding="utf-8")


def rows(ran):
    assert ran.returncode == 0, ran.stderr
    return [line.split() for line in ran.stdout.splitlines()]


def test_a_build_does_what_the_file_says_from_any_folder_below_it(office):
    settings(office, 'quiet = true\n[build]\noutput = "documents"\n')
    ran = ledgerium("build", ".", cwd=office / "recordings")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (office / "documents" / "sop.md").is_file()
    assert not (office / "recordings" / "ledgerium-out").exists()


def test_a_misspelt_variable_is_warned_of_and_ends_nothing(office):
    ran = ledgerium("check", "recordings", "-q", "--no-store", cwd=office, LEDGERIUM_CHEK_FORMAT="md")
    said = "ledgerium: LEDGERIUM_CHEK_FORMAT is not read by anything; perhaps it is LEDGERIUM_CHECK_FORMAT.\n"
    assert (ran.returncode, said in ran.stderr) == (1, True)
    ran = ledgerium("--no-config", "check", "recordings", "-q", cwd=office, LEDGERIUM_CHEK_FORMAT="md")
    assert "CHEK" not in ran.stderr


def test_the_command_line_is_above_the_environment_and_that_above_the_file(office):
    settings(office, '[map]\nformat = "svg"\n')

    def begins(*arguments, **environment):
        return ledgerium("map", "-q", "recordings", *arguments, cwd=office, **environment).stdout[:4]

    assert begins() == "<svg"
    assert begins(LEDGERIUM_MAP_FORMAT="dot") == "digr"
    assert begins("--format", "svg", LEDGERIUM_MAP_FORMAT="dot") == "<svg"


def test_what_a_file_switches_on_the_command_line_switches_off(office):
    (office / "none").mkdir()
    settings(office, "quiet = true\nno-store = true\nstrict = true\n[check]\nallow-none = true\n")
    ran = ledgerium("check", "none/", cwd=office)
    assert ran.returncode == 0, ran.stderr
    assert ledgerium("check", "none/", "--no-allow-none", cwd=office).returncode == 3
    assert ledgerium("sop", "recordings", cwd=office).stderr == ""
    shutil.copy(WHOLE.with_name("no-seal.jsonl"), office)
    assert ledgerium("sop", "no-seal.jsonl", cwd=office).returncode == 4
    ran = ledgerium("sop", "no-seal.jsonl", "--no-strict", "--no-quiet", "--store", cwd=office)
    assert ran.returncode == 0
    assert "no-seal.jsonl" in ran.stderr


def test_a_filter_that_is_set_stands_in_the_documents_and_their_check_notices_it(office):
    assert ledgerium("build", "-q", "recordings", cwd=office).returncode == 0
    settings(office, 'only = ["held"]\n')
    ran = ledgerium("build", "-q", "recordings", "--check", cwd=office)
    assert ran.returncode == 1
    assert "sop.md" in ran.stdout
    assert (
        "**Filtered:** only orders that were held." in ledgerium("sop", "-q", "recordings", cwd=office).stdout
    )
    assert ledgerium("--no-config", "build", "-q", "recordings", "--check", cwd=office).returncode == 0


def test_config_tells_each_setting_of_a_command_and_what_set_it(office):
    settings(office, 'strict = true\n[build]\noutput = "documents"\n')
    ran = ledgerium(
        "config",
        "build",
        "--",
        "recordings",
        "-q",
        cwd=office,
        LEDGERIUM_WORKFLOW="w.toml",
        LEDGERIUM_FRESH="1",
    )
    assert rows(ran) == [
        ["build.engine", "-", "default"],
        ["build.except", "-", "default"],
        ["build.format", '"text"', "default"],
        ["build.no-store", "false", "default"],
        ["build.only", "-", "default"],
        ["build.output", '"documents"', "ledgerium.toml:3"],
        ["build.quiet", "true", "command", "line"],
        ["build.strict", "true", "ledgerium.toml:1"],
        ["build.workflow", '"w.toml"', "LEDGERIUM_WORKFLOW"],
    ]


def test_config_alone_tells_what_all_share_and_what_is_set_for_one(office):
    settings(office, '[check]\naccepted = "accepted.toml"\n')
    ran = ledgerium("config", "--format", "json", cwd=office / "recordings", LEDGERIUM_MINE_NOISE="0.1")
    found = {(one["command"], one["setting"]): (one["value"], one["from"]) for one in json.loads(ran.stdout)}
    assert found == {
        (None, "engine"): (None, "default"),
        (None, "except"): (None, "default"),
        (None, "no-store"): (False, "default"),
        (None, "only"): (None, "default"),
        (None, "quiet"): (False, "default"),
        (None, "strict"): (False, "default"),
        (None, "workflow"): (None, "default"),
        ("check", "accepted"): ("../accepted.toml", "../ledgerium.toml:2"),
        ("mine", "noise"): (0.1, "LEDGERIUM_MINE_NOISE"),
    }


def test_a_broken_file_ends_the_run_with_its_code_but_not_the_help(office):
    settings(office, "quit = true\n")
    ran = ledgerium("sop", "recordings", cwd=office)
    assert ran.returncode == SettingsError.exit_code
    assert (ran.stdout, ran.stderr) == (
        "",
        "ledgerium: ledgerium.toml:1: quit: there is no such setting; perhaps it is 'quiet'.\n",
    )
    assert ledgerium("sop", "--help", cwd=office).returncode == 0
    assert ledgerium("--help", cwd=office).returncode == 0
    assert ledgerium("--no-config", "schema", "settings", cwd=office).returncode == 0


def test_a_file_that_is_named_is_the_only_one(office):
    settings(office, "quit = true\n")
    (office / "other.toml").write_text("quiet = true\n", encoding="utf-8")
    assert rows(ledgerium("--config", "other.toml", "config", cwd=office))[4] == [
        "quiet",
        "true",
        "other.toml:1",
    ]
    assert ledgerium("--config", "none.toml", "config", cwd=office).returncode == SettingsError.exit_code
    ran = ledgerium("--config", "other.toml", "--no-config", "config", cwd=office)
    assert ran.returncode == UsageError.exit_code


def test_no_config_means_no_environment_either(office):
    ran = ledgerium("--no-config", "config", cwd=office, LEDGERIUM_QUIET="1")
    assert rows(ran)[4] == ["quiet", "false", "default"]


def test_a_command_without_settings_is_told_with_those_that_have_some(office):
    ran = ledgerium("config", "recorder", cwd=office)
    assert ran.returncode == UsageError.exit_code
    assert "Choose one of: build, check, " in ran.stderr


def test_a_required_option_may_be_a_setting(office):
    settings(office, '[redact]\noutput = "clean"\n')
    ran = ledgerium("redact", "-q", "recordings", cwd=office)
    assert ran.returncode == 0, ran.stderr
    assert len([*(office / "clean").glob("*.jsonl")]) == 3


def test_a_text_of_a_file_cannot_steer_the_terminal(office):
    settings(office, '[build]\noutput = "\\u202e\\u00a0x"\n')
    assert "\u202e" not in ledgerium("config", cwd=office).stdout


def test_the_schema_of_settings_is_printed(office):
    schema = json.loads(ledgerium("schema", "settings", cwd=office).stdout)
    jsonschema.Draft202012Validator(schema).validate({"quiet": True, "build": {"output": "x"}})


def test_a_value_that_means_nothing_ends_config_as_every_command_with_file_and_line(office):
    settings(office, '[build]\nonly = ["since=May"]\n')
    for asked in (["config"], ["sop", "recordings"], ["build", "recordings", "--only", "held"]):
        ran = ledgerium(*asked, cwd=office)
        assert (ran.returncode, ran.stdout) == (11, "")
        assert ran.stderr.startswith(
            "ledgerium: ledgerium.toml:2: build.only: since=May: give a day such as "
        )


def test_a_setting_for_other_formats_of_an_export_is_in_no_ones_way(office):
    settings(office, '[export]\nfor = "disco"\nnoise = 0.2\n')
    ran = ledgerium("export", "-q", "recordings", "--format", "csv", cwd=office)
    assert ran.stdout.startswith("Case ID,Activity,")
    assert ledgerium("export", "-q", "recordings", "--format", "xes", cwd=office).returncode == 0
    refused = ledgerium("export", "-q", "recordings", "--format", "xes", "--for", "disco", cwd=office)
    assert (refused.returncode, "--for names the columns of CSV and Parquet" in refused.stderr) == (2, True)
