"""Skips a build whose documents are already in the folder.

After a build `.ledgerium/built/` records for each output folder one hash of everything that the documents depend on
(contents of all inputs, options, the program and its libraries), the hash of each document, and the messages to the
person. A later build with the same hash that finds the same documents does nothing. When in doubt, or when the record
cannot be read, the build runs.
"""

from __future__ import annotations

import os
import sys
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

import msgspec
from msgspec import Struct

from ledgerium_cli.documents.map.svg import program_file
from ledgerium_cli.engine.store import content_of, content_of_file, contents_of, is_worth_a_store, made_root
from ledgerium_cli.errors import DrawingError
from ledgerium_cli.output.content import Content, Streamed, bytes_of
from ledgerium_cli.output.names import KEPT_FOLDER, OUTPUT_FOLDER
from ledgerium_cli.recording.files import STANDARD_INPUT, Source, find_traces, folders_of, is_remote
from ledgerium_cli.workflow.load import find_workflow

MOST = 8
"""The number of output folders whose records are kept, the most recently used ones."""
OF_THE_PROGRAM = frozenset({".py", ".html", ".css", ".js", ".toml"})


class Outcome(Struct, frozen=True):
    """What a build tells the person, grouped by subject."""

    about_input: tuple[str, ...]
    counts: str
    about_work: tuple[str, ...]
    """Work that is missing from the documents or that readers cannot follow, e.g. controls without a name."""
    about_edits: tuple[str, ...]
    conflicts: str | None
    """Why the build ends with the exit code for conflicts; None when there are none."""


class _Record(Struct, frozen=True):
    made_of: str
    documents: dict[str, str]
    """The hash of each document by file name, in the order in which they are written."""
    told: Outcome


class Wanted(Struct, frozen=True):
    """A requested build and what its documents depend on."""

    folder: Path
    """The output folder."""
    record: Path
    made_of: str
    dates: tuple[tuple[int, int], ...]
    """Size and modification time of each input when it was hashed; a build whose inputs changed since is not recorded.
    """
    inputs: tuple[str, ...]

    def made_before(self) -> tuple[list[Path], Outcome] | None:
        """The documents and messages of an earlier build, or None unless all documents are as this build would leave
        them."""
        with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            check, _, written = self.record.read_bytes().partition(b"\n")
            if check != content_of(written).encode():
                return None
            known = msgspec.json.decode(written, type=_Record)
            files = [self.folder / name for name in known.documents]
            if known.made_of == self.made_of and _contents(files) == [*known.documents.values()]:
                os.utime(self.record)
                return files, known.told
        return None

    def remember(self, documents: Mapping[str, Content], told: Outcome) -> None:
        """Record a finished build. Never raises: a build that is not recorded runs again."""
        if _dates(self.inputs) != self.dates:
            return
        hashes = {}
        for name, content in documents.items():
            if (known := self._hash(name, content)) is None:
                return
            hashes[name] = known
        with suppress(OSError):
            self._write(msgspec.json.encode(_Record(self.made_of, hashes, told)))

    def _hash(self, name: str, content: Content) -> str | None:
        """The hash of a document. A streamed one is read back from the folder rather than made twice."""
        if isinstance(content, Streamed):
            return content_of_file(self.folder / name)
        return content_of(bytes_of(content))

    def _write(self, written: bytes) -> None:
        made_root(self.record.parents[1])
        self.record.parent.mkdir(exist_ok=True)
        aside = self.record.with_suffix(f".{os.getpid()}")
        try:
            aside.write_bytes(b"\n".join([content_of(written).encode(), written]))
            aside.replace(self.record)
        finally:
            aside.unlink(missing_ok=True)
        used = sorted(self.record.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)
        for old in used[:-MOST]:
            old.unlink(missing_ok=True)


def wanted(
    traces: Sequence[str], workflow: Path | None, output: Path | None, options: Sequence[object]
) -> Wanted | None:
    """The requested build, with all options that can change a document. None when builds are not recorded: the input is
    small, or comes from standard input or a remote place.

    Raises what `load` raises when traces or the workflow file are missing.
    """
    if any(name == STANDARD_INPUT or is_remote(name) for name in traces):
        return None
    found = find_traces(traces)
    files = found.files
    if not is_worth_a_store(files):
        return None
    folders = folders_of(files)
    declared = find_workflow(workflow, folders)
    inputs = (*files, str(declared)) if declared is not None else files
    if (dates := _dates(inputs)) is None or None in (contents := _contents(inputs)):
        return None
    folder = output if output is not None else folders[0] / OUTPUT_FOLDER
    place = content_of(os.fsencode(folder.absolute()))[:16]
    made_of = content_of(
        repr([inputs, contents, [*map(str, found.not_read)], options, [*_environment()]]).encode()
    )
    return Wanted(folder, folders[0] / KEPT_FOLDER / "built" / f"{place}.json", made_of, dates, inputs)


def _contents(files: Iterable[str | Path]) -> list[str | None]:
    return contents_of([Source(str(file)) for file in files], os.cpu_count() or 1)


def _dates(files: Iterable[str]) -> tuple[tuple[int, int], ...] | None:
    """Size and modification time of each file; None when one is missing or cannot be read twice, e.g. a pipe."""
    try:
        found = [os.stat(file) for file in files]
    except OSError:
        return None
    if not all(S_ISREG(one.st_mode) for one in found):
        return None
    return tuple([(one.st_size, one.st_mtime_ns) for one in found])


def _environment() -> Iterator[object]:
    """What else documents depend on: this program, Python, libraries, time zones, the program that draws the map."""
    package = Path(__file__).parent
    own = sorted(file for file in package.rglob("*") if file.suffix in OF_THE_PROGRAM)
    yield content_of("".join(map(str, _contents(own))).encode())
    yield sys.version, sys.byteorder
    places = [place for place in sys.path if os.path.isdir(place)]
    yield sorted(
        name for place in places for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info"))
    )
    yield _contents(Path(place, "tzdata.zi") for place in zoneinfo.TZPATH)
    with suppress(DrawingError):
        yield program_file(), _dates([program_file()])
