"""Runs a function in a second process in the meantime. When no process can be started or it ends early, this process
runs the function itself: only time is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import finalize

from ledgerium_cli.engine.workers import begin_worker, cores, deaf_children
from ledgerium_cli.meanwhile import Meanwhile, at_its_turn

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

One = TypeVar("One")

WORTH_A_PROCESS = 5_000
"""Cases. For fewer, starting a process takes longer than the work."""
MOST_IN_TWO = 400_000
"""Cases. For more, two processes at once would need too much memory."""


class Beside:
    """Starts a forked process at once, which inherits all values of this one; the result comes back pickled."""

    def __init__(self, others: int) -> None:
        self.others = others

    def __call__(self, make: Callable[[], One]) -> Callable[[], One]:
        return _InProcess(make)


class Apart:
    """Runs the function in a process of its own when the value is asked for, and waits. The memory it took is freed
    with the process; Python and the system's allocator would keep it in fragments."""

    others = 0

    def __call__(self, make: Callable[[], One]) -> Callable[[], One]:
        return lambda: _InProcess(make)()


def for_so_many(cases: int, most: int = MOST_IN_TWO) -> Meanwhile:
    """The best way to run work on this many cases: at once in a second process, later in one, or in this process."""
    if cases < WORTH_A_PROCESS or sys.platform != "linux":
        return at_its_turn
    others = cores() - 1
    return Beside(others) if others and cases <= most else Apart()


class _InProcess(Generic[One]):
    def __init__(self, make: Callable[[], One]) -> None:
        from multiprocessing import get_context

        context = get_context("fork")
        self._make = make
        self._ours, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_run, args=(make, theirs), daemon=True)
        with deaf_children():
            self._process.start()
        theirs.close()  # the pipe then ends when the process does
        finalize(self, _stop, self._process)

    def __call__(self) -> One:
        """Call only once."""
        import pickle

        try:
            with self._ours, open(self._ours.fileno(), "rb", closefd=False) as file:
                found: One = pickle.load(file)
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._make()  # and raise its error if it has one
        finally:
            _stop(self._process)
        return found


def _run(make: Callable[[], object], out: Connection) -> None:
    import pickle

    begin_worker()
    with suppress(Exception):  # the parent runs it again and gets the error
        found = make()
        with open(out.fileno(), "wb", closefd=False) as file:
            pickle.dump(found, file, protocol=pickle.HIGHEST_PROTOCOL)


def _stop(process: BaseProcess) -> None:
    process.terminate()
    process.join()
