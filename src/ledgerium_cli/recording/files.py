"""Which files a person means, and the recordings in them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from ledgerium_cli.errors import NoRecording
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.recording.read import read_recording

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Recordings:
    """What was read: recordings by start, then id, whatever the order of the files."""

    recordings: tuple[Recording, ...]
    problems: tuple[Problem, ...]
    folders: tuple[Path, ...]
    """Where the traces stand, the first one's folder first; nothing for standard input."""


def find_traces(names: Sequence[str]) -> list[str]:
    """Files meant by names: a file, a folder (every .jsonl below it), a glob, or `-`. Each file once.

    Raises NoRecording for a name that means nothing.
    """
    found: dict[Path | str, str] = {}
    for name in names:
        for file in _meant(name):
            found.setdefault(file if file == STANDARD_INPUT else Path(file).resolve(), file)
    return list(found.values())


def _meant(name: str) -> list[str]:
    if name == STANDARD_INPUT:
        return [name]
    path = Path(name)
    if path.is_dir():
        inside = sorted(str(file) for file in path.rglob("*.jsonl") if file.is_file())
        if not inside:
            raise NoRecording(
                f"{name}: the folder has no .jsonl file. Save a recording into it, or name another."
            )
        return inside
    if path.exists():
        return [name]
    if has_magic(name) and (matches := sorted(glob(name, recursive=True))):
        return [file for match in matches for file in (_meant(match) if Path(match).is_dir() else [match])]
    raise NoRecording(f"{name}: there is no such file or folder. Check the spelling, or quote the pattern.")


def read_files(names: Sequence[str]) -> Recordings:
    """Read every recording that the names mean.

    Raises NoRecording when none of them holds an event; what was wrong with each is in its message.
    """
    files = find_traces(names)
    recordings: list[tuple[str, Recording]] = []
    problems: list[Problem] = []
    for file in files:
        recording, found = read_recording(_bytes(file), file)
        problems += found
        if recording is not None:
            recordings.append((file, recording))
    if not recordings:
        raise NoRecording("\n".join([*map(str, problems), "No recording could be read."]))
    kept, doubled = _each_recording_once(recordings)
    folders = dict.fromkeys(Path(file).parent for file in files if file != STANDARD_INPUT)
    return Recordings(kept, (*problems, *doubled), tuple(folders))


def _bytes(file: str) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise NoRecording(
            f"{file}: cannot be read ({error.strerror}). Check the file and its permissions."
        ) from error


def _each_recording_once(
    recordings: Iterable[tuple[str, Recording]],
) -> tuple[tuple[Recording, ...], list[Problem]]:
    """A recording that was saved twice counts once: the sealed, longer one."""
    best: dict[str, tuple[str, Recording]] = {}
    problems = []
    ranked = sorted(
        recordings, key=lambda pair: (not pair[1].sealed, -len(pair[1].events), pair[1].sha256, pair[0])
    )
    for file, recording in ranked:
        if recording.id in best:
            what = f"Recording {recording.id} also stands in {best[recording.id][0]}."
            problems.append(Problem(file, None, what, "That one is used; remove the other."))
        else:
            best[recording.id] = (file, recording)
    kept = sorted((recording for _, recording in best.values()), key=lambda one: (one.start_ms, one.id))
    return tuple(kept), sorted(problems)
