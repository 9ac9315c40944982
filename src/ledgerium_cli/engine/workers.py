"""Processes that work for this one: how many, how they begin, and that none is left behind."""

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
    """What a process that only works for another one does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # what it makes holds no circles, and is gone with its task


def _end_with_parent() -> None:
    """A worker whose parent is gone, killed or interrupted while it was born, would wait for work without end."""
    import multiprocessing.connection

    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


@contextmanager
def deaf_children() -> Iterator[None]:
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


def end_all(workers: Iterable[BaseProcess]) -> None:
    """Those that are left: interrupted while it bears its workers, a pool forgets them, and Python would wait for them
    at its own end, for ever."""
    for worker in workers:
        worker.terminate()
