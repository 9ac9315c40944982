"""A second process for what can be done meanwhile. Where none can be had, or it ends before its time, the same is done
by this one, so that nothing hangs on it but time."""

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
"""Cases. Of fewer all is found sooner than another process has begun."""
MOST_IN_TWO = 400_000
"""Cases. What is found in more takes the memory that there is for one process at a time."""


class Beside:
    """Begins at once, in a process that knows all that this one knows now; the value is pickled."""

    def __init__(self, others: int) -> None:
        self.others = others

    def __call__(self, make: Callable[[], One]) -> Callable[[], One]:
        return _Begun(make)


class Apart:
    """In a process of its own at its turn, waited for: what it took of memory is gone with it, which Python and the
    allocator of the system would keep in pieces."""

    others = 0

    def __call__(self, make: Callable[[], One]) -> Callable[[], One]:
        return lambda: _Begun(make)()


def for_so_many(cases: int, most: int = MOST_IN_TWO) -> Meanwhile:
    """Whoever is best asked to do something about so many cases."""
    if cases < WORTH_A_PROCESS or sys.platform != "linux":
        return at_its_turn
    others = cores() - 1
    return Beside(others) if others and cases <= most else Apart()


class _Begun(Generic[One]):
    def __init__(self, make: Callable[[], One]) -> None:
        from multiprocessing import get_context

        context = get_context("fork")
        self._make = make
        self._ours, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_do, args=(make, theirs), daemon=True)
        with deaf_children():
            self._process.start()
        theirs.close()  # so that the pipe ends with the process
        finalize(self, _end, self._process)

    def __call__(self) -> One:
        """Once."""
        import pickle

        try:
            with self._ours, open(self._ours.fileno(), "rb", closefd=False) as file:
                found: One = pickle.load(file)
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._make()  # as it would have gone, with its error if it has one
        finally:
            _end(self._process)
        return found


def _do(make: Callable[[], object], out: Connection) -> None:
    import pickle

    begin_worker()
    with suppress(Exception):  # whoever waits finds out by doing it
        found = make()
        with open(out.fileno(), "wb", closefd=False) as file:
            pickle.dump(found, file, protocol=pickle.HIGHEST_PROTOCOL)


def _end(process: BaseProcess) -> None:
    process.terminate()
    process.join()
