"""Folders in which somebody writes beside what stands there, each locked for as long as its process lives, on whatever
host or in whatever container that is."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledgerium_cli.output.names import BASE_NAME, SOP_NAME

PREFIX = ".ledgerium-"
NEW, OLD, PLACING, LOCK = "new", "old", "placing", "lock"
"""In such a folder: what is written, what it takes the place of, that this has begun, and the lock."""
NOBODY_AFTER_S = 86_400
"""Where files cannot be locked, a folder that is older is nobody's."""


class Staging:
    """One of them."""

    def __init__(self, folder: Path) -> None:
        self.path, self._lock = _made(folder)
        for name in (NEW, OLD):
            (self.path / name).mkdir()

    def place(self) -> None:
        """What is new goes to its place from now on."""
        (self.path / PLACING).touch()

    def remove(self) -> None:
        os.close(self._lock)  # or a system may keep the file
        _remove(self.path)


def _made(folder: Path) -> tuple[Path, int]:
    """A new folder and its lock, held. Before it is, somebody else may take the folder for one that was left."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=folder))
        try:
            file = os.open(path / LOCK, os.O_RDWR | os.O_CREAT)
        except FileNotFoundError:
            continue
        with suppress(OSError):  # where nothing can be locked, age tells
            _lock(file)
        if (path / LOCK).exists():
            return path, file
        os.close(file)


def _remove(path: Path) -> None:
    """First what says that files go to their places, the lock last: whoever is killed here leaves nothing to be
    finished, and what can be removed."""
    with suppress(OSError):
        (path / PLACING).unlink(missing_ok=True)
    for name in (NEW, OLD):
        shutil.rmtree(path / name, ignore_errors=True)
    shutil.rmtree(path, ignore_errors=True)


def base_in(folder: Path) -> Path:
    """Where the base of the SOP in a folder is: a build that was killed may have put the SOP there and not the base."""
    for left in folder.glob(f"{PREFIX}*-*"):
        if _is_unfinished(left):
            with _nobodys(left) as free:
                if free:
                    return left / NEW / BASE_NAME
    return folder / BASE_NAME


def finish_and_remove(folder: Path) -> None:
    """What builds that were killed left aside; those that still run keep theirs."""
    for left in folder.glob(f"{PREFIX}*-*"):
        with suppress(OSError):
            left.rmdir()  # an empty one
        with _nobodys(left) as free:
            if free:
                if _is_unfinished(left):
                    (left / NEW / BASE_NAME).replace(os.path.realpath(folder / BASE_NAME))
                _remove(left)


def _is_unfinished(left: Path) -> bool:
    """The SOP goes to its place before its base."""
    new = left / NEW
    return (left / PLACING).exists() and (new / BASE_NAME).exists() and not (new / SOP_NAME).exists()


@contextmanager
def _nobodys(left: Path) -> Iterator[bool]:
    """Whether the process that made a folder is gone; meanwhile nobody else is told so."""
    try:
        file = os.open(left / LOCK, os.O_RDWR)
    except OSError:
        yield _is_old(left)
        return
    try:
        yield _can_lock(file, left)
    finally:
        os.close(file)


def _can_lock(file: int, left: Path) -> bool:
    try:
        _lock(file)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return _is_old(left)
    return True


def _is_old(left: Path) -> bool:
    with suppress(OSError):
        return time.time() - left.stat().st_mtime > NOBODY_AFTER_S
    return False


def _lock(file: int) -> None:
    """Raises BlockingIOError or PermissionError where somebody holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
