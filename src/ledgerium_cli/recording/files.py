"""Finds the files that a person names, and reads the recordings in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from glob import glob, has_magic
from pathlib import Path
from stat import S_ISFIFO
from typing import TypeVar

from msgspec import Struct

from ledgerium_cli.errors import NoRecording
from ledgerium_cli.problems import Problem, as_text, in_short
from ledgerium_cli.recording.again import saved_again, why
from ledgerium_cli.recording.folders import Traces, inside
from ledgerium_cli.recording.model import Recording, RecordingFacts
from ledgerium_cli.recording.read import read_recording

STANDARD_INPUT = "-"
MAY_BE_LOGS = tuple(
    f"{kind}{packed}"
    for kind in (".csv", ".xes", ".parquet", ".json", ".xml", ".sqlite")
    for packed in ("", ".gz")
)
BUILT = ("analysis.json", "report.md", "sop.md")
"""Found together in the output folder of a build."""

Read = TypeVar("Read")


class Source(Struct, frozen=True):
    """A file that can be read repeatedly."""

    file: str
    held: bytes | None = None
    """The content of standard input or a pipe, which can be read only once."""

    def read(self) -> bytes:
        """Raises NoRecording when the file cannot be read."""
        return self.held if self.held is not None else read_trace(self.file)


def bare_name(file: str) -> str:
    """The file name without folders, so that the same content has the same name everywhere."""
    return "standard input" if file == STANDARD_INPUT else as_text(Path(file).name)


def source_of(file: str) -> Source:
    """Raises NoRecording when a pipe cannot be read."""
    return Source(file, read_trace(file) if file == STANDARD_INPUT or _is_pipe(file) else None)


def _is_pipe(file: str) -> bool:
    try:
        return S_ISFIFO(os.stat(file).st_mode)
    except OSError:
        return False


class Recordings(Struct, frozen=True):
    """What was read: recordings sorted by start, then id, whatever the order of the files."""

    recordings: tuple[Recording, ...]
    problems: tuple[Problem, ...]


def is_remote(name: str) -> bool:
    """Whether a name means files that only the readers of a cluster engine can reach."""
    return "://" in name


def each_name(names: Sequence[str]) -> Sequence[str]:
    """The names. A text by itself is one name, although to Python it is also a sequence of letters."""
    return [names] if isinstance(names, str) else names


def find_traces(names: Sequence[str]) -> Traces:
    """The files meant by names: a file, a folder (every .jsonl and .log.parquet below it), a glob, or `-`. Each file
    once.

    Raises NoRecording for a name that matches nothing or cannot be read, and when no file is left to read.
    """
    found: dict[str, str] = {}
    not_read: dict[Problem, None] = {}
    resolved = lru_cache(maxsize=64)(os.path.realpath)  # many files share a folder
    for meant in map(_meant, each_name(names)):
        not_read |= dict.fromkeys(meant.not_read)
        for file in meant.files:
            folder, own = os.path.split(file)
            place = os.path.realpath(file) if os.path.islink(file) else os.path.join(resolved(folder), own)
            found.setdefault(file if file == STANDARD_INPUT else place, file)
    if not_read and not found:
        raise no_recording(not_read)
    return Traces(tuple(found.values()), tuple(not_read))


def without_empty(names: Sequence[str]) -> list[str]:
    """The names, with globs expanded, that have a recording.

    Raises NoRecording for a name that is neither a file nor a folder, since it may be misspelt.
    """
    return [one for name in names for one in _matched(name) if not _is_empty(one)]


def _matched(name: str) -> list[str]:
    return sorted(glob(name, recursive=True)) if has_magic(name) and not os.path.exists(name) else [name]


def _is_empty(name: str) -> bool:
    return os.path.isdir(name) and _in_folder(name) == Traces(())


def _meant(name: str) -> Traces:
    if name == STANDARD_INPUT:
        return Traces((name,))
    if os.path.isdir(name):
        found = _in_folder(name)
        if found == Traces(()):
            raise _nothing_in(Path(name))
        return found
    if os.path.exists(name):
        return Traces((name,))
    if has_magic(name) and (matches := sorted(glob(name, recursive=True))):
        each = [_meant(match) if os.path.isdir(match) else Traces((match,)) for match in matches]
        return Traces(
            tuple(file for one in each for file in one.files),
            tuple(problem for one in each for problem in one.not_read),
        )
    raise NoRecording(f"{name}: there is no such file or folder. Check the spelling, or quote the pattern.")


def _in_folder(name: str) -> Traces:
    try:
        return inside(Path(name))
    except OSError as error:
        raise unreadable(name, error) from error


def _nothing_in(folder: Path) -> NoRecording:
    """The error for a folder without recordings. Logs in it are not used unless named, since any table may be in a
    folder; the documents of a build are neither."""
    names: list[str] = []
    with suppress(OSError):
        names = sorted(os.listdir(folder))
    if {*BUILT} <= {*names}:
        return NoRecording(
            f"{folder}: the folder holds documents that were built, no recording. Name the recordings that they were "
            "built from."
        )
    log = next((name for name in names if name.lower().endswith(MAY_BE_LOGS)), None)
    remedy = (
        f"If {log} is an event log, name it: {folder / log}"
        if log is not None
        else "Save a recording into it, or name another."
    )
    return NoRecording(f"{folder}: the folder has no .jsonl file. {remedy}")


def read_files(names: Sequence[str]) -> Recordings:
    """Read every recording that the names mean.

    Raises NoRecording when none of them holds an event; the message says what was wrong with each.
    """
    traces = find_traces(names)
    recordings: list[tuple[str, Recording]] = []
    problems = [*traces.not_read]
    for file in traces.files:
        recording, found = read_recording(read_trace(file), file)
        problems += found
        if recording is not None:
            recordings.append((file, recording))
    if not recordings:
        raise no_recording(problems)
    kept, doubled = each_once(recordings, lambda recording: recording.facts)
    return Recordings(tuple(recording for _, recording in kept), (*problems, *doubled))


def folders_of(files: Iterable[str]) -> tuple[Path, ...]:
    """Folders of files, that of the first file first; standard input has none."""
    named = dict.fromkeys(os.path.dirname(file) for file in files if file != STANDARD_INPUT)
    return tuple(dict.fromkeys(map(Path, named)))


def no_recording(problems: Iterable[Problem]) -> NoRecording:
    return NoRecording("\n".join([*in_short(problems), "No recording could be read."]))


def read_trace(file: str) -> bytes:
    """Raises NoRecording when the file cannot be read."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        with open(file, "rb", buffering=0) as opened:
            return opened.read()
    except OSError as error:
        raise unreadable(file, error) from error


def unreadable(file: str, error: OSError) -> NoRecording:
    if isinstance(error, IsADirectoryError):
        return NoRecording(f"{file}: is a folder. Name the files in it: {Path(file) / '*'}")
    return NoRecording(f"{file}: cannot be read ({error.strerror}). Check the file and its permissions.")


def each_once(
    rows: Iterable[tuple[str, Read]], facts_of: Callable[[Read], RecordingFacts]
) -> tuple[list[tuple[str, Read]], list[Problem]]:
    """(file, what was read from it), sorted by the start of the recording. Of a recording saved twice only the
    sealed, longer copy is used."""
    best: dict[str, tuple[RecordingFacts, str, Read]] = {}
    problems = []
    known = [(facts_of(read), file, read) for file, read in rows]
    for facts, file, read in sorted(known, key=lambda row: _preference(*row[:2])):
        if facts.id in best:
            problems.append(_doubled(file, facts, *best[facts.id][:2]))
        else:
            best[facts.id] = facts, file, read
    kept = sorted(best.values(), key=lambda row: (row[0].start_ms, row[0].id))
    file_of = {facts.id: file for facts, file, _ in kept}
    problems += [_again(one, known, file_of) for known, one in saved_again(facts for facts, _, _ in kept)]
    return [(file, read) for _, file, read in kept], sorted(problems)


def _again(facts: RecordingFacts, known: RecordingFacts, file_of: Mapping[str, str]) -> Problem:
    what = f"{facts.id} shows what {known.id} in {file_of[known.id]} shows: {why(facts)}."
    return Problem(file_of[facts.id], None, what, "Both count; if one is a copy of the other, remove it.")


def _doubled(file: str, facts: RecordingFacts, used: RecordingFacts, used_file: str) -> Problem:
    """The problem of a second file with the same recording id: a copy or a beginning has the same first event,
    otherwise it is another recording."""
    what = f"Recording {facts.id} also stands in {used_file}"
    if (facts.start_ms, facts.first_ms) == (used.start_ms, used.first_ms):
        return Problem(file, None, f"{what}.", "That one is used; remove the other.")
    return Problem(
        file,
        None,
        f"{what}, with other events.",
        "That one is used, and what is here counts nowhere; give one of the two another id in its header.",
    )


def _preference(facts: RecordingFacts, file: str) -> tuple[bool, int, str, str]:
    return not facts.sealed, -facts.events, facts.sha256, file
