"""Logs of other programs in, logs as Ledgerium keeps them out: `ledgerium import` for logs, as a library function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ledgerium_cli.errors import OutputError
from ledgerium_cli.logs.file import SUFFIX, write
from ledgerium_cli.logs.formats import Format
from ledgerium_cli.logs.model import Given, LogFacts
from ledgerium_cli.logs.opened import stem_of
from ledgerium_cli.logs.read import Log, read_log
from ledgerium_cli.logs.summary import LogSummary, summary_of
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import Source


@dataclass(frozen=True, slots=True)
class Kept:
    file: Path
    facts: LogFacts
    problems: tuple[Problem, ...]
    steps: int
    activities: int
    summary: LogSummary


def keep_logs(logs: Sequence[tuple[Source, Format]], output: Path, given: Given) -> list[Kept]:
    """`output` is a file that ends in .parquet where there is one log, else a folder. Raises ImportRefused,
    NoRecording, OutputError; logs that were read before stay written."""
    if output.suffix and not output.is_dir() and (output.suffix != ".parquet" or len(logs) > 1):
        raise OutputError(f"{output}: name a folder for logs, or a file that ends in {SUFFIX} for one.")
    kept = []
    for source, written_as in logs:
        file = output if output.suffix and not output.is_dir() else output / f"{stem_of(source)}{SUFFIX}"
        if file.exists() and Path(source.file).exists() and file.samefile(source.file):
            raise OutputError(f"{file}: it would overwrite what it is made of. Name another with -o.")
        with read_log(source, written_as, given) as log:
            write(log, file)
            kept.append(_kept(log, file))
    return kept


def _kept(log: Log, file: Path) -> Kept:
    [(steps, activities)] = log.tables.execute(
        "SELECT count(*), count(DISTINCT activity) FROM instances"
    ).fetchall()
    return Kept(file, log.facts, log.problems, steps, activities, summary_of(log.tables))
