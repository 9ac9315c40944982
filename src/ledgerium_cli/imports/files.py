"""`ledgerium import` for recordings, as a library function: reads files of other recorders and writes traces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ledgerium_cli.errors import ImportRefused, OutputError
from ledgerium_cli.imports.acts import Given, Imported
from ledgerium_cli.imports.formats import FORMATS, format_of
from ledgerium_cli.logs.opened import head, whole
from ledgerium_cli.logs.unknown import problem_with
from ledgerium_cli.output.place import Place
from ledgerium_cli.output.write import write_documents
from ledgerium_cli.problems import Problem, refuse_if_strict
from ledgerium_cli.recording.files import Source

LOGS = ("event logs: XES", "CSV", "Parquet", "OCEL")
"""Formats of event logs, for messages; they are read in `logs`."""


@dataclass(frozen=True, slots=True)
class Written:
    files: tuple[Path, ...]
    events: int
    dropped: Counter[str]
    """Values that were dropped, by the column or field they were in."""
    problems: tuple[Problem, ...]


def import_files(sources: Sequence[Source], output: Place, given: Given, *, strict: bool = False) -> Written:
    """Writes a trace for every recording in files of other recorders.

    `output` is a file that ends in .jsonl when there is one recording, else a folder. Raises ImportRefused,
    NoRecording, OutputError, and with `strict` StrictProblems.
    """
    recordings: list[Imported] = []
    problems: list[Problem] = []
    dropped: Counter[str] = Counter()
    for source in sources:
        found = format_of(head(source))
        if found is None:
            if (why := problem_with(source)) is not None:
                raise ImportRefused(str(why))
            known = ", ".join([*(one.name for one in FORMATS), *LOGS])
            raise ImportRefused(
                f"{source.file}: no format that is known. Known are: {known}. "
                "A CSV log begins with the line that names its columns, three at least."
            )
        read = found.read(whole(source), source.file, given)
        recordings += read.recordings
        problems += read.problems
        dropped.update(read.dropped)
    folder, texts = _texts(recordings, output)
    for source in sources:
        if Path(source.file).resolve() in {(folder / text).resolve() for text in texts}:
            raise OutputError(
                f"{source.file}: the trace would overwrite what it is made of. Name another with -o."
            )
    refuse_if_strict(problems, strict)
    written = write_documents(folder, texts)
    return Written(tuple(written), sum(one.events for one in recordings), dropped, tuple(problems))


def _texts(recordings: Sequence[Imported], output: Place) -> tuple[Path, dict[str, bytes]]:
    if output.is_one_file(".jsonl", "recordings", len(recordings)):
        return output.path.parent, {output.path.name: recordings[0].trace}
    return output.path, {f"{one.recording}.jsonl": one.trace for one in recordings}
