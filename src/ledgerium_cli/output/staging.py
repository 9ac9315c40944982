"""Staging folders, in which new documents are written beside the old ones. Each is locked while its process lives,
on whatever host or in whatever container."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledgerium_cli.output.names import BASE_NAME, KEPT_FOLDER, SOP_NAME

PREFIX = f"{KEPT_FOLDER}-"
NEW, OLD, PLACING, LOCK = "new", "old", "placing", "lock"
"""In a staging folder: the new files, the files they replace, a flag that placing has begun, and the lock file."""
NOBODY_AFTER_S = 86_400
"""Seconds. Where files cannot be locked, an older staging folder counts as abandoned."""


class Staging:
    """A staging folder of this process."""

    def __init__(self, folder: Path) -> None:
        self.path, self._lock = _create(folder)
        for name in (NEW, OLD):
            (self.path / name).mkdir()

    def place(self) -> None:
        """Record that the new files are being put in place from now on."""
        (self.path / PLACING).touch()

    def remove(self) -> None:
        os.close(self._lock)  # otherwise some systems keep the file
        _remove(self.path)


def _create(folder: Path) -> tuple[Path, int]:
    """Create a staging folder and lock it. Before it is locked, another process may take it for abandoned and remove
    it, so try again."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=folder))
        try:
            file = os.open(path / LOCK, os.O_RDWR | os.O_CREAT)
        except FileNotFoundError:
            continue
        with suppress(OSError):  # without locks the age of the folder decides
            _lock(file)
        if (path / LOCK).exists():
            return path, file
        os.close(file)


def _remove(path: Path) -> None:
    """Remove the flag first and the lock last, so that a kill in between leaves nothing to finish and a folder that
    can be removed."""
    with suppress(OSError):
        (path / PLACING).unlink(missing_ok=True)
    for name in (NEW, OLD):
        shutil.rmtree(path / name, ignore_errors=True)
    shutil.rmtree(path, ignore_errors=True)


def base_in(folder: Path) -> Path:
    """The path of the SOP's base: in a staging folder if a killed build put the SOP in place but not yet its base."""
    for left in folder.glob(f"{PREFIX}*-*"):
        if _is_unfinished(left):
            with _locked_if_abandoned(left) as free:
                if free:
                    return left / NEW / BASE_NAME
    return folder / BASE_NAME


def finish_and_remove(folder: Path) -> None:
    """Finish and remove the staging folders of builds that were killed; those of running builds are left alone."""
    for left in folder.glob(f"{PREFIX}*-*"):
        with suppress(OSError):
            left.rmdir()  # succeeds only if it is empty
        with _locked_if_abandoned(left) as free:
            if free:
                if _is_unfinished(left):
                    (left / NEW / BASE_NAME).replace(os.path.realpath(folder / BASE_NAME))
                _remove(left)


def _is_unfinished(left: Path) -> bool:
    """Whether a build was killed between placing the SOP and its base; the SOP goes first."""
    new = left / NEW
    return (left / PLACING).exists() and (new / BASE_NAME).exists() and not (new / SOP_NAME).exists()


@contextmanager
def _locked_if_abandoned(left: Path) -> Iterator[bool]:
    """Whether the process that made a folder is gone. The folder stays locked while this context is open."""
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
    """Raises BlockingIOError or PermissionError when another process holds the lock."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
