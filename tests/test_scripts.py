"""The JavaScript of the recorder and of `report.html`: no name that is not there, none twice, none for nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ledgerium_cli.documents.html.page import all_scripts

ROOT = Path(__file__).parents[1]
LINTER = shutil.which("oxlint", path=Path(sys.executable).parent)

pytestmark = pytest.mark.skipif(LINTER is None, reason="there is no oxlint: pip install '.[test]'")


def linted(path: Path) -> str:
    asked = [str(LINTER), "-c", str(ROOT / ".oxlintrc.json"), "--format", "unix", str(path)]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def in_one_scope(folder: Path, text: str) -> str:
    """Scripts that share names are linted as what they are together."""
    together = folder / "together.js"
    together.write_text(text, "utf-8")
    return linted(together)


def test_the_linter_finds_a_name_that_is_not_there_and_one_that_is_there_twice(tmp_path: Path) -> None:
    found = in_one_scope(tmp_path, "(() => { function a() {} function a() {} a(b); })();")
    assert "no-undef" in found
    assert "no-redeclare" in found


def test_the_scripts_of_the_report_are_sound_together(tmp_path: Path) -> None:
    assert in_one_scope(tmp_path, all_scripts()) == ""


def test_the_scripts_of_the_recorder_are_sound() -> None:
    assert linted(ROOT / "recorder-extension") == ""


def test_what_the_recorder_puts_into_pages_is_sound_together(tmp_path: Path) -> None:
    scripts = sorted((ROOT / "recorder-extension" / "content").glob("*.js"))
    assert scripts
    text = "\n".join(one.read_text("utf-8") for one in scripts)
    assert in_one_scope(tmp_path, f'(() => {{\n"use strict";\n{text}\n}})();\n') == ""
