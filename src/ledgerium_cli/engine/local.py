"""Runs the operations on this machine: files in, mapped recordings out, each recording mapped once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from ledgerium_cli.engine.aside import Kept, Room
from ledgerium_cli.engine.operations import at_the_same_time, map_recordings
from ledgerium_cli.engine.pool import packed_each
from ledgerium_cli.engine.store import Store, content_of, contents_of, contents_together
from ledgerium_cli.engine.workers import cores
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import Source, each_once, no_recording, source_of
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.steps.mapped import Mapped, MappedFile, Unpacker, pack, told_of
from ledgerium_cli.workflow.wire import Workflow

if TYPE_CHECKING:
    from ledgerium_cli.logs.formats import Format

RECORDED = ".jsonl"
"""The suffix of recordings. A file with another suffix may be a log."""
WORTH_A_POOL = 4_000_000
"""Bytes. For less, starting other processes takes longer than mapping."""


class MappedFiles(Struct, frozen=True):
    mapped: Sequence[Mapped]
    """Sorted by start, then id, whatever the order of the files."""
    problems: tuple[Problem, ...]
    sources: Mapping[str, Source]
    """The source of each recording, by recording id."""
    unread: int
    """The number of files without a recording."""


class Progress(Struct, frozen=True):
    files: int
    of_files: int
    events: int


OnProgress = Callable[[Progress], None]


class _FileResult(Struct, frozen=True):
    """The result of one file; its steps are in the `Room`."""

    file: str
    problems: tuple[Problem, ...]
    kept: Kept | None


def map_files(
    files: Sequence[str],
    workflow: Workflow | None,
    *,
    workers: int | None = None,
    told: OnProgress | None = None,
    store: Store | None = None,
    room: Room | None = None,
    not_read: Sequence[Problem] = (),
) -> MappedFiles:
    """Read and map every file, each recording once.

    `workers` is the number of processes; by default one for each core, or only this process when there is little to do.
    Recordings found in `store` are not mapped again, and new ones are added to it, even when an error or Ctrl-C ends
    the run. `room` holds the steps until they are asked for. `told` is called with the progress after every file.
    `not_read` are problems with further files, which count as files without a recording.

    Raises NoRecording when no file holds an event or one cannot be read, OutputError when there is no room.
    """
    given, untold = _sources(files)
    sources = {one.file: one for one in given}
    room = room if room is not None else Room()
    mapper = _Mapper(workflow, store, room)
    try:
        found = list(_with_progress(_map_each(given, mapper, workers), len(given), told))
        problems = [*not_read, *untold, *(problem for one in found for problem in one.problems)]
        rows = [(one.file, one.kept) for one in found if one.kept is not None]
        if not rows:
            raise no_recording(problems)
        kept, doubled = each_once(rows, lambda one: one.recording)
        read = {one.recording.id: sources[file] for file, one in kept}
        again = _map_overlapping([one.recording for _, one in kept], read, mapper)
        again |= _map_named_alike(mapper)
    finally:
        if store is not None:
            store.write()
    if store is not None:
        store.tidy()
    mapped = room.in_order(again.get(one.recording.id, one) for _, one in kept)
    return MappedFiles(mapped, (*problems, *doubled), read, len(not_read) + len(found) - len(rows))


class _Mapper:
    """What mapping files needs: the rules, the store of earlier results, and the room for new ones."""

    def __init__(self, workflow: Workflow | None, store: Store | None, room: Room) -> None:
        self.workflow = workflow
        self.store = store
        self.room = room
        self.logs: dict[str, tuple[Source, Format, tuple[str, ...]]] = {}
        """By file, each log that was mapped and the names of its activities."""
        self.unpacked = Unpacker()  # shared, so that steps share equal shapes

    def keep(self, one: MappedFile) -> _FileResult:
        kept = self.room.keep(one.mapped) if one.mapped is not None else None
        return _FileResult(one.file, one.problems, kept)

    def known(self, contents: Iterable[str | None]) -> dict[str | None, _FileResult]:
        """The stored results for the given content hashes, by hash."""
        found: dict[str | None, _FileResult] = {}
        if self.store is not None:
            for content, packed in self.store.read({one for one in contents if one is not None}):
                try:
                    found[content] = self.keep(self.unpacked(packed))
                except msgspec.MsgspecError:
                    continue  # written by another version of the program: map it again
        return found


def _sources(files: Sequence[str]) -> tuple[list[Source], list[Problem]]:
    """One source for each file, or for each recording in a file of another recorder; and the problems found."""
    given = [source_of(file) for file in files]
    if all(one.held is None and one.file.endswith(RECORDED) for one in given):
        return given, []
    from ledgerium_cli.imports.sources import with_traces

    return with_traces(given)


def _map_each(sources: Sequence[Source], mapper: _Mapper, workers: int | None) -> Iterator[_FileResult]:
    """Map the recordings in the order of the sources, then the logs."""
    formats = [(one, _log_format(one)) for one in sources]
    unknown = {
        one.file: found for one, kind in formats if kind is None and (found := _unknown(one)) is not None
    }
    recorded = [one for one, written_as in formats if written_as is None and one.file not in unknown]
    yield from _each_recording(recorded, mapper, workers)
    yield from (_FileResult(file, (problem,), None) for file, problem in unknown.items())
    for source, written_as in formats:
        if written_as is not None:
            from ledgerium_cli.engine.logs import map_log_file

            log = map_log_file(source, written_as, mapper.workflow)  # not in the pool: DuckDB uses all cores
            mapper.logs[source.file] = source, written_as, log.names
            yield mapper.keep(log)


def _unknown(source: Source) -> Problem | None:
    """Why a file is neither a recording nor a log, judged by its beginning; None when it may be one."""
    if source.file.endswith(RECORDED) or source.held is not None:
        return None
    from ledgerium_cli.logs.unknown import problem_with

    return problem_with(source)


def _log_format(source: Source) -> Format | None:
    if source.file.endswith(RECORDED) and source.held is None:
        return None
    from ledgerium_cli.engine.logs import log_format

    return log_format(source)


def _each_recording(sources: Sequence[Source], mapper: _Mapper, workers: int | None) -> Iterator[_FileResult]:
    size_of = {one: _size(one) for one in sources}
    store = mapper.store
    if workers is None:
        workers = cores() if sum(size_of.values()) >= WORTH_A_POOL else 1
    is_kept = store is not None and store.holds_something
    contents = contents_of(sources, workers) if is_kept else [None] * len(sources)
    known = mapper.known(contents)
    rows = [(one, known.get(content)) for one, content in zip(sources, contents, strict=True)]
    missing = [one for one, found in rows if found is None]
    mapped = packed_each(missing, [size_of[one] for one in missing], mapper.workflow, workers)
    for source, found in rows:
        if found is None:
            content, packed = next(mapped)
            found = mapper.keep(mapper.unpacked(packed))
            if store is not None:
                store.keep(content, packed)
        yield _FileResult(source.file, told_of(source.file, found.problems), found.kept)


def _size(source: Source) -> int:
    """Bytes; 0 for standard input and for files that cannot be read."""
    if source.held is not None:
        return 0
    try:
        return os.stat(source.file).st_size
    except OSError:
        return 0


def _with_progress(
    found: Iterable[_FileResult], of_files: int, told: OnProgress | None
) -> Iterator[_FileResult]:
    events = 0
    for number, one in enumerate(found, start=1):
        events += one.kept.recording.events if one.kept is not None else 0
        if told is not None:
            told(Progress(number, of_files, events))
        yield one


def _map_overlapping(
    recordings: Sequence[RecordingFacts], sources: Mapping[str, Source], mapper: _Mapper
) -> dict[str, Kept]:
    """Map overlapping recordings of one actor again, together; the results by recording id."""
    store = mapper.store
    groups = [group for group in at_the_same_time(recordings) if len(group) > 1]
    keys = [_contents(group, sources) if store is not None else [] for group in groups]
    known = mapper.known(chain.from_iterable(keys))
    again: dict[str, Kept] = {}
    for group, own in zip(groups, keys, strict=True):
        kept = [one.kept for key in own if (one := known.get(key)) is not None and one.kept is not None]
        if len(kept) < len(group):
            read = (read_recording(sources[name].read(), name)[0] for name in group)
            mapped = map_recordings([one for one in read if one is not None], mapper.workflow)
            if store is not None and own == _contents(group, sources):  # unchanged while they were read
                for key, found in zip(own, mapped, strict=True):
                    store.keep(key, pack(MappedFile(found.recording.id, (), found)))
            kept = [*map(mapper.room.keep, mapped)]
        again |= {one.recording.id: one for one in kept}
    return again


def _map_named_alike(mapper: _Mapper) -> dict[str, Kept]:
    """Map again the logs that name activities so nearly like others do that only ids made beside theirs tell these
    apart, which is known once all are read; the results by id."""
    if len(mapper.logs) < 2:
        return {}
    from ledgerium_cli.engine.logs import map_log_file, with_other_ids

    names = {file: own for file, (_, _, own) in mapper.logs.items()}
    again: dict[str, Kept] = {}
    for file in with_other_ids(names):
        source, written_as, _ = mapper.logs[file]
        log = map_log_file(source, written_as, mapper.workflow, chain(*names.values()))
        if (kept := mapper.keep(log).kept) is not None:
            again[kept.recording.id] = kept
    return again


def _contents(group: Sequence[str], sources: Mapping[str, Source]) -> list[str]:
    return contents_together([content_of(sources[name].read()) for name in group])
