"""Worker processes: how many, how they start, and that none is left behind."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess


def cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def begin_worker() -> None:
    """The first thing that a worker process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # its values have no cycles and are freed after each task


def _end_with_parent() -> None:
    """End this worker when its parent is gone (killed, or interrupted while the worker started); it would wait for
    work for ever."""
    import multiprocessing.connection

    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


@contextmanager
def deaf_children() -> Iterator[None]:
    """Block Ctrl-C while workers are started. Ctrl-C is for the parent, which stops its workers; a new worker must
    not react to it, and inherits the signal mask of its parent."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_all(workers: Iterable[BaseProcess]) -> None:
    """End workers that are left. A pool that is interrupted while it starts workers forgets them, and Python would
    wait for them for ever when it exits."""
    for worker in workers:
        worker.terminate()
