"""The operations on this machine: files in, mapped recordings out, by as many processes as there are cores."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ledgerium_cli.engine.operations import Mapped, at_the_same_time, map_recordings
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import STANDARD_INPUT, each_once, no_recording, read_trace
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.workflow.wire import Workflow

WORTH_A_POOL = 4_000_000
"""Bytes. Less is mapped sooner than other processes have begun."""
BATCH = 2_000_000
"""Bytes of recordings that a process maps at a time."""


@dataclass(frozen=True, slots=True)
class MappedFile:
    """What one file says; nothing of any other file."""

    file: str
    problems: tuple[Problem, ...]
    mapped: Mapped | None
    """None where not one event could be read."""


@dataclass(frozen=True, slots=True)
class MappedFiles:
    mapped: tuple[Mapped, ...]
    """By start, then id, whatever the order of the files."""
    problems: tuple[Problem, ...]


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
    found = list(_counted(_each(files, workflow, workers), len(files), told))
    problems = [problem for one in found for problem in one.problems]
    rows = [(one.file, one.mapped) for one in found if one.mapped is not None]
    if not rows:
        raise no_recording(problems)
    kept, doubled = each_once(rows, lambda mapped: mapped.recording)
    return MappedFiles(tuple(_together(kept, workflow)), (*problems, *doubled))


def map_file(file: str, workflow: Workflow | None) -> MappedFile:
    recording, problems = read_recording(read_trace(file), file)
    mapped = map_recordings([recording], workflow)[0] if recording is not None else None
    return MappedFile(file, tuple(problems), mapped)


def _each(files: Sequence[str], workflow: Workflow | None, workers: int | None) -> Iterator[MappedFile]:
    """In the order of the files."""
    sizes = [
        os.path.getsize(file) if file != STANDARD_INPUT and os.path.isfile(file) else 0 for file in files
    ]
    if workers is None:
        workers = _cores() if sum(sizes) >= WORTH_A_POOL else 1
    if workers == 1 or STANDARD_INPUT in files:
        yield from (map_file(file, workflow) for file in files)
        return
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(workflow,)) as pool:
        batches = _batches(files, sizes)
        waiting: list[Future[bytes]] = []
        try:
            for batch in batches:
                with _deaf_children():
                    waiting.append(pool.submit(_map_batch, batch))
                if len(waiting) > 2 * workers:
                    yield from _results(waiting.pop(0))
            while waiting:
                yield from _results(waiting.pop(0))
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
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[MappedFile])


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
    """MessagePack: several times faster between processes than pickled dataclasses."""
    return _encoder.encode([map_file(file, _workflow) for file in files])


def _results(batch: Future[bytes]) -> list[MappedFile]:
    return _decoder.decode(batch.result())


def _counted(found: Iterable[MappedFile], of_files: int, told: Told | None) -> Iterator[MappedFile]:
    events = 0
    for number, one in enumerate(found, start=1):
        events += one.mapped.recording.events if one.mapped is not None else 0
        if told is not None:
            told(Progress(number, of_files, events))
        yield one


def _together(kept: Sequence[tuple[str, Mapped]], workflow: Workflow | None) -> Iterator[Mapped]:
    """Map once more, together, what an actor recorded at the same time."""
    by_id = {one.recording.id: (file, one) for file, one in kept}
    again: dict[str, Mapped] = {}
    for group in at_the_same_time(one.recording for _, one in kept):
        if len(group) > 1:
            read = (read_recording(Path(by_id[name][0]).read_bytes(), name)[0] for name in group)
            found = map_recordings([recording for recording in read if recording is not None], workflow)
            again |= {one.recording.id: one for one in found}
    return (again.get(one.recording.id, one) for _, one in kept)
