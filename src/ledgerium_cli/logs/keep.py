"""`ledgerium import` for logs, as a library function: reads logs of other programs and writes them as Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ledgerium_cli.errors import OutputError
from ledgerium_cli.logs.alike import tell_alike
from ledgerium_cli.logs.file import SUFFIX, facts_in, write
from ledgerium_cli.logs.formats import Format
from ledgerium_cli.logs.model import Given, LogFacts
from ledgerium_cli.logs.names import each_once, files_in, name_in
from ledgerium_cli.logs.read import Log, read_log
from ledgerium_cli.logs.summary import LogSummary, summary_of
from ledgerium_cli.output.place import Place
from ledgerium_cli.problems import Problem, refuse_if_strict
from ledgerium_cli.recording.files import Source


@dataclass(frozen=True, slots=True)
class Kept:
    file: Path
    facts: LogFacts
    problems: tuple[Problem, ...]
    steps: int
    activities: int
    summary: LogSummary


def keep_logs(
    logs: Sequence[tuple[Source, Format]],
    output: Place,
    given: Given,
    *,
    apart: bool = False,
    strict: bool = False,
) -> list[Kept]:
    """Imports each log into a file of its own and returns them in order.

    `output` is a file that ends in .parquet when there is one log, else a folder. With `apart`, case names get the
    name of the output file as a prefix; names are unique within a folder.

    Raises ImportRefused, NoRecording, OutputError, and with `strict` StrictProblems; files already written for
    earlier logs stay.
    """
    formats = dict(logs)
    sources = each_once(formats)
    one_file = output.is_one_file(SUFFIX, "logs", len(sources))
    files = {sources[0]: output.path} if one_file else files_in(output.path, sources)
    kept = []
    for source, file in files.items():
        if file.exists() and Path(source.file).exists() and file.samefile(source.file):
            raise OutputError(f"{file}: it would overwrite what it is made of. Name another with -o.")
        own = replace(given, case_prefix=f"{name_in(file)}/") if apart else given
        with read_log(source, formats[source], own) as log:
            told = [*log.problems, *_alike(log, source), *_replaced(file, log.facts)]
            refuse_if_strict(told, strict)
            write(log, file)
            kept.append(_kept(log, file, told))
    return kept


def _alike(log: Log, source: Source) -> Iterator[Problem]:
    named = {"activity": "activity", "person": "actor", "system": "system"}
    names = {
        what: [name for (name,) in log.tables.execute(f"SELECT DISTINCT {column} FROM instances").fetchall()]
        for what, column in named.items()
    }
    return tell_alike(source.file, names)


def _replaced(file: Path, facts: LogFacts) -> Iterator[Problem]:
    before = facts_in(file) if file.exists() else None
    if before is not None and before.sha256 != facts.sha256:
        yield Problem(
            str(file),
            None,
            f"What was made of {before.source} with another content stood there, and is replaced.",
            "If it is another log, import both together, or each to a name of its own.",
        )


def _kept(log: Log, file: Path, problems: Sequence[Problem]) -> Kept:
    [(steps, activities)] = log.tables.execute(
        "SELECT count(*), count(DISTINCT activity) FROM instances"
    ).fetchall()
    return Kept(file, log.facts, tuple(problems), steps, activities, summary_of(log.tables))
