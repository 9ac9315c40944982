"""The operations on this machine: files in, mapped recordings out, by as many processes as there are cores."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from ledgerium_cli.engine.mapped import Mapped, MappedFile, Unpacker, pack
from ledgerium_cli.engine.operations import at_the_same_time, map_recordings
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import Source, each_once, no_recording, source_of
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.workflow.wire import Workflow

WORTH_A_POOL = 4_000_000
"""Bytes. Less is mapped sooner than other processes have begun."""
BATCH = 2_000_000
"""Bytes of recordings that a process maps at a time."""


@dataclass(frozen=True, slots=True)
class MappedFiles:
    mapped: tuple[Mapped, ...]
    """By start, then id, whatever the order of the files."""
    problems: tuple[Problem, ...]
    sources: Mapping[str, Source]
    """Where each recording was read, by its id."""


@dataclass(frozen=True, slots=True)
class Progress:
    files: int
    of_files: int
    events: int


Told = Callable[[Progress], None]


def map_files(
    files: Sequence[str], workflow: Workflow | None, *, workers: int | None = None, told: Told | None = None
) -> MappedFiles:
    """Read and map every file, each recording once.

    `workers` is by default one process for each core, and none beside this one where there is little to do.
    Raises NoRecording when no file holds an event or one cannot be read.
    """
    sources = {file: source_of(file) for file in files}
    found = list(_counted(_each(sources.values(), workflow, workers), len(files), told))
    problems = [problem for one in found for problem in one.problems]
    rows = [(one.file, one.mapped) for one in found if one.mapped is not None]
    if not rows:
        raise no_recording(problems)
    kept, doubled = each_once(rows, lambda mapped: mapped.recording)
    read = {mapped.recording.id: sources[file] for file, mapped in kept}
    return MappedFiles(tuple(_together(kept, read, workflow)), (*problems, *doubled), read)


def map_file(source: Source, workflow: Workflow | None) -> MappedFile:
    recording, problems = read_recording(source.read(), source.file)
    mapped = map_recordings([recording], workflow)[0] if recording is not None else None
    return MappedFile(source.file, tuple(problems), mapped)


def _each(
    sources: Collection[Source], workflow: Workflow | None, workers: int | None
) -> Iterator[MappedFile]:
    """In the order of the sources."""
    files = [one.file for one in sources]
    sizes = [os.path.getsize(file) if os.path.isfile(file) else 0 for file in files]
    unpacked = Unpacker()
    if workers is None:
        workers = _cores() if sum(sizes) >= WORTH_A_POOL else 1
    if workers == 1 or any(one.held is not None for one in sources):
        for source in sources:  # by way of bytes as well, so that steps share their shapes
            yield from unpacked(pack([map_file(source, workflow)]))
        return
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(workflow,)) as pool:
        batches = _batches(files, sizes)
        waiting: list[Future[bytes]] = []
        try:
            for batch in batches:
                with _deaf_children():
                    waiting.append(pool.submit(_map_batch, batch))
                if len(waiting) > 2 * workers:
                    yield from unpacked(waiting.pop(0).result())
            while waiting:
                yield from unpacked(waiting.pop(0).result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _batches(files: Sequence[str], sizes: Sequence[int]) -> Iterator[list[str]]:
    batch: list[str] = []
    held = 0
    for file, size in zip(files, sizes, strict=True):
        batch.append(file)
        held += size
        if held >= BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


_workflow: Workflow | None = None
"""Of a worker: it is given once, not with every batch."""


def _begin(workflow: Workflow | None) -> None:
    global _workflow
    _workflow = workflow
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # what is mapped holds no circles, and is gone with its batch


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Ctrl-C is for the parent, which stops its workers. A worker that is just being born must not hear it either:
    it inherits what its parent does not listen to at that moment."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _map_batch(files: Sequence[str]) -> bytes:
    return pack(map_file(Source(file), _workflow) for file in files)


def _counted(found: Iterable[MappedFile], of_files: int, told: Told | None) -> Iterator[MappedFile]:
    events = 0
    for number, one in enumerate(found, start=1):
        events += one.mapped.recording.events if one.mapped is not None else 0
        if told is not None:
            told(Progress(number, of_files, events))
        yield one


def _together(
    kept: Sequence[tuple[str, Mapped]], sources: Mapping[str, Source], workflow: Workflow | None
) -> Iterator[Mapped]:
    """Map once more, together, what an actor recorded at the same time."""
    again: dict[str, Mapped] = {}
    for group in at_the_same_time(one.recording for _, one in kept):
        if len(group) > 1:
            read = (read_recording(sources[name].read(), name)[0] for name in group)
            found = map_recordings([recording for recording in read if recording is not None], workflow)
            again |= {one.recording.id: one for one in found}
    return (again.get(one.recording.id, one) for _, one in kept)
