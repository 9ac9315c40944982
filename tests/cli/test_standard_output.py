"""Where what a command prints cannot go, and where it goes when a file is called `-`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "sales-order"
FULL = Path("/dev/full")


def run(
    command: str, *, before: str = "", into: str = "", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Through a shell, which closes and redirects."""
    line = f'{before} "{sys.executable}" -m ledgerium_cli {command} {into}'
    return subprocess.run(line, shell=True, cwd=cwd, capture_output=True, text=True)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["report", "check", "steps"])
def test_on_a_full_disk_it_is_told_in_a_line_and_no_answer_is_given(command: str) -> None:
    ran = run(f'{command} -q "{EXAMPLE}"', into=f"> {FULL}")
    assert (ran.returncode, ran.stderr) == (
        6,
        "ledgerium: standard output cannot be written (No space left on device). Make room.\n",
    )


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["--help", "--version", "build --help", "schema trace"])
def test_so_is_that_help_finds_no_room(command: str) -> None:
    ran = run(command, into=f"> {FULL}")
    assert (ran.returncode, ran.stderr.count("\n")) == (6, 1)
    assert re.match(
        r"ledgerium: standard output.* cannot be written \(No space left on device\)\. Make room", ran.stderr
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of the shell")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [f'report -q "{EXAMPLE}" --format json', "schema analysis"])
def test_so_is_that_only_the_beginning_has_room_also_where_python_does_not_buffer(
    command: str, unbuffered: str, tmp_path: Path
) -> None:
    ran = run(
        command,
        before=f"ulimit -f 40; PYTHONUNBUFFERED={unbuffered}",
        into=f"> {tmp_path / 'part.json'}",
    )
    assert (ran.returncode, ran.stderr) == (
        6,
        "ledgerium: standard output cannot be written (File too large). Make room.\n",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of the shell")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_so_is_that_only_the_beginning_of_help_has_room(unbuffered: str, tmp_path: Path) -> None:
    ran = run(
        "build --help",
        before=f"ulimit -f 1; PYTHONUNBUFFERED={unbuffered}",
        into=f"> {tmp_path / 'help.txt'}",
    )
    assert (ran.returncode, ran.stderr.count("\n")) == (6, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe that does not block")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_slow_reader_gets_all_of_it_also_through_a_pipe_that_does_not_block(unbuffered: str) -> None:
    command = [sys.executable, "-m", "ledgerium_cli", "report", "-q", str(EXAMPLE), "--format", "json"]
    read, into = os.pipe()
    os.set_blocking(into, False)
    with subprocess.Popen(
        command, stdout=into, env=os.environ | {"PYTHONUNBUFFERED": unbuffered}
    ) as printing:
        os.close(into)
        with open(read, "rb", buffering=0) as reader:
            got = reader.read(1)
            time.sleep(0.5)  # until the pipe is full
            while more := reader.read(4096):
                got += more
    assert (printing.returncode, got) == (0, subprocess.run(command, capture_output=True).stdout)


def test_so_is_that_it_is_closed() -> None:
    ran = run(f'report -q "{EXAMPLE}"', into=">&-")
    assert (ran.returncode, ran.stderr) == (
        6,
        "ledgerium: standard output is closed. Open it, or name a file with -o.\n",
    )


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("into", ["2>&-", f"2> {FULL}"])
def test_documents_are_written_though_nobody_can_be_told(tmp_path: Path, into: str) -> None:
    ran = run(f'build "{EXAMPLE}" -o "{tmp_path / "out"}"', into=into)
    assert ran.returncode == 0
    assert (tmp_path / "out" / "report.html").is_file()


def test_a_dash_is_standard_output(tmp_path: Path) -> None:
    ran = run(f'check -q "{EXAMPLE}" -o -', cwd=tmp_path)
    assert (ran.returncode, ran.stdout.splitlines()[0][:23]) == (1, "SO-1046: missing step: ")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("command", ["build", "import", "redact"])
def test_what_is_written_to_files_is_not_written_to_standard_output(command: str, tmp_path: Path) -> None:
    ran = run(f'{command} "{EXAMPLE}" -o -', cwd=tmp_path)
    assert (ran.returncode, ran.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert (
        ran.stderr == "ledgerium: -: means standard output, and files are written. Name a file or a folder.\n"
    )
