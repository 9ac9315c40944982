"""Maps recordings in a process pool, one process for each core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ledgerium_cli.engine.operations import map_recordings
from ledgerium_cli.engine.store import content_of
from ledgerium_cli.engine.workers import begin_worker, deaf_children, end_all
from ledgerium_cli.recording.files import Source
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.steps.mapped import MappedFile, pack
from ledgerium_cli.workflow.wire import Workflow

if TYPE_CHECKING:
    from concurrent.futures import Future

BATCH = 2_000_000
"""Bytes of recordings that a process maps in one task."""

Packed = tuple[str, bytes]
"""The hash of the content that was read, and the packed result of mapping it."""


def packed_each(
    sources: Sequence[Source], sizes: Sequence[int], workflow: Workflow | None, workers: int
) -> Iterator[Packed]:
    """Map every source, in the order of the sources. Raises NoRecording for one that cannot be read."""
    if workers == 1 or any(one.held is not None for one in sources):
        yield from (_packed(one, workflow) for one in sources)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    others = set(multiprocessing.active_children())
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(workflow,)) as pool:
        waiting: list[Future[list[Packed]]] = []
        try:
            for batch in _batches(sources, sizes):
                with deaf_children():
                    waiting.append(pool.submit(_map_batch, batch))
                if len(waiting) > 2 * workers:
                    yield from waiting.pop(0).result()
            while waiting:
                yield from waiting.pop(0).result()
        finally:
            pool.shutdown(cancel_futures=True)  # and wait, at most for the running batches
            end_all(set(multiprocessing.active_children()) - others)


def _packed(source: Source, workflow: Workflow | None) -> Packed:
    data = source.read()
    recording, problems = read_recording(data, source.file)
    mapped = map_recordings([recording], workflow)[0] if recording is not None else None
    return content_of(data), pack(MappedFile(source.file, tuple(problems), mapped))


def _batches(sources: Sequence[Source], sizes: Sequence[int]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    held = 0
    for source, size in zip(sources, sizes, strict=True):
        batch.append(source)
        held += size
        if held >= BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


_workflow: Workflow | None = None
"""The workflow of a worker process, sent once instead of with every batch."""


def _begin(workflow: Workflow | None) -> None:
    global _workflow
    _workflow = workflow
    begin_worker()


def _map_batch(sources: Sequence[Source]) -> list[Packed]:
    return [_packed(one, _workflow) for one in sources]
