"""`ledgerium export` as a script meets it."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import get_args

import pytest

from ledgerium_cli.exports.formats import LOGS, MODELS
from ledgerium_cli.exports.names import NAMES, Format, Program

from ..command import ledgerium

EXAMPLE = Path(__file__).parents[2] / "examples" / "sales-order"


export = partial(ledgerium, "export", "-q", text=False)


def test_every_format_and_program_can_be_asked_for() -> None:
    assert set(get_args(Format)) == {*LOGS, *MODELS}
    assert set(get_args(Program)) == {*NAMES}


EVERY_FORMAT = """
import hashlib, sys
from pathlib import Path
from ledgerium_cli.load import load
from ledgerium_cli.output.content import bytes_of
from ledgerium_cli.exports.formats import LOGS, MODELS, export
analysis = load(sys.argv[2:], Path(sys.argv[1]), model=True).analysis
for name in (*LOGS, *MODELS):
    print(name, hashlib.sha256(bytes_of(export(analysis, name))).hexdigest())
"""


def test_the_same_recordings_give_the_same_bytes_whatever_their_order_or_the_hash_seed() -> None:
    traces = sorted(map(str, EXAMPLE.glob("*.jsonl")))
    printed = {
        subprocess.run(
            [sys.executable, "-c", EVERY_FORMAT, str(EXAMPLE / "workflow.toml"), *ordered],
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed, ordered in (("1", traces), ("2", traces[::-1]))
    }
    assert len(printed) == 1
    assert len(printed.pop().splitlines()) == len(LOGS) + len(MODELS)


def test_the_name_of_the_file_says_the_format_and_another_ending_is_refused(tmp_path: Path) -> None:
    for name, begins in (("a.csv", b"case:concept:name"), ("a.json", b"{"), ("a.xes", b"<?xml")):
        assert export(str(EXAMPLE), "-o", str(tmp_path / name)).returncode == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    refused = export(str(EXAMPLE), "-o", str(tmp_path / "a.foo"))
    assert refused.returncode == 2
    assert b"End it with one of .xes, .csv," in refused.stderr
    assert not (tmp_path / "a.foo").exists()


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("a.sqlite", "ocel", "the name says SQLite, --format says ocel. End the name with .json or .ocel."),
        ("a.csv", "xes", "the name says csv, --format says xes. End the name with .xes."),
        ("a.xes.gz", "xes", "the name says a compressed file, --format says xes. End the name with .xes."),
    ],
)
def test_a_name_that_says_another_format_than_was_asked_for_is_refused(
    tmp_path: Path, name: str, asked: str, told: str
) -> None:
    ran = export(str(EXAMPLE), "--format", asked, "-o", str(tmp_path / name))
    assert (ran.returncode, (tmp_path / name).exists()) == (2, False)
    assert told in " ".join(ran.stderr.decode().split())


def test_a_log_goes_to_standard_output_or_into_a_file(tmp_path: Path) -> None:
    one = export(str(EXAMPLE), "--format", "csv")
    two = export(str(EXAMPLE), "--format", "csv", "-o", str(tmp_path / "orders.csv"))
    assert (one.returncode, two.returncode, two.stdout) == (0, 0, b"")
    assert one.stdout == (tmp_path / "orders.csv").read_bytes() != b""


def test_names_of_columns_are_refused_where_there_are_no_columns() -> None:
    ran = export(str(EXAMPLE), "--for", "disco")
    assert ran.returncode == 2
    assert b"--for names the columns of CSV and Parquet; xes has its own." in ran.stderr


def test_noise_is_refused_where_there_is_no_model() -> None:
    ran = export(str(EXAMPLE), "--noise", "0.2")
    assert ran.returncode == 2
    assert b"--noise is about the mined model; ask for --format bpmn or pnml." in ran.stderr


def test_a_model_says_how_much_noise_was_asked_for() -> None:
    ran = export(str(EXAMPLE), "--noise", "0.3", "--format", "bpmn")
    assert "noise threshold 0.3" in ran.stdout.decode()
