"""A temporary file for data that does not fit into memory. No other program sees it, and it is gone when it is no
longer used or the process ends, however that happens."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from weakref import finalize

from ledgerium_cli.errors import OutputError

WRITE_AT = 1 << 20
"""Bytes that are buffered before they are written."""


class Scratch:
    """An append-only byte store. Every build has its own. Raises OutputError when the disk is full."""

    def __init__(self, folder: Path | None = None) -> None:
        """The file is created in `folder`; without one, or when that cannot be written, in the system's folder for
        temporary files (`TMPDIR`)."""
        self._folder, self._file = _opened(folder)
        finalize(self, os.close, self._file)
        self._at = _Anywhere(self._file) if hasattr(os, "pread") else _OnePlace(self._file)
        self._waiting = bytearray()
        self._written = 0

    def __len__(self) -> int:
        return self._written + len(self._waiting)

    def add(self, data: bytes) -> int:
        """Append bytes; returns their offset."""
        at = len(self)
        self._waiting += data
        if len(self._waiting) >= WRITE_AT:
            self.flush()
        return at

    def read(self, at: int, length: int) -> bytes:
        if self._waiting and at + length > self._written:
            self.flush()
        with self._trouble():
            return self._at.read(length, at)

    def flush(self) -> None:
        """Write what is buffered, so that a forked process can read it too."""
        with self._trouble():
            left = memoryview(self._waiting)
            while left:
                left = left[self._at.write(left, len(self) - len(left)) :]
        self._written, self._waiting = len(self), bytearray()

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"{self._folder}: what does not fit into memory cannot be kept there ({error.strerror}, "
                f"{len(self) // 1_000_000} MB). Make room, or build with --no-store and name a folder with TMPDIR; "
                "the documents that stood there are whole."
            ) from error


class _Anywhere:
    """Reads and writes at offsets, so that a forked process can read elsewhere in the file at the same time."""

    def __init__(self, file: int) -> None:
        self._file = file

    def read(self, length: int, at: int) -> bytes:
        return os.pread(self._file, length, at)

    def write(self, data: memoryview, at: int) -> int:
        return os.pwrite(self._file, data, at)


class _OnePlace:
    """Seeks before reading and writing, for systems without `pread` (Windows); no other process has the file there."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._lock = Lock()

    def read(self, length: int, at: int) -> bytes:
        with self._lock:
            os.lseek(self._file, at, os.SEEK_SET)
            return os.read(self._file, length)

    def write(self, data: memoryview, at: int) -> int:
        with self._lock:
            os.lseek(self._file, at, os.SEEK_SET)
            return os.write(self._file, data)


def _opened(folder: Path | None) -> tuple[str, int]:
    for place in (folder, tempfile.gettempdir()) if folder is not None else (tempfile.gettempdir(),):
        try:
            with tempfile.TemporaryFile(
                dir=place, buffering=0
            ) as file:  # without a name, where the system can
                return str(place), os.dup(file.fileno())
        except OSError as error:
            trouble = OutputError(
                f"{place}: what does not fit into memory cannot be kept there ({error.strerror}). "
                "Name another folder with TMPDIR."
            )
    raise trouble
