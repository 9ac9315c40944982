"""A file for what does not fit into memory: nobody else sees it, and it is gone when nobody here holds it any more, or
with the process, however that ends."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import finalize

from ledgerium_cli.errors import OutputError

WRITE_AT = 1 << 20
"""Bytes that wait to be written together."""


class Scratch:
    """Bytes that are only added to. Two builds never share one. Raises OutputError when the disk is full."""

    def __init__(self, folder: Path | None = None) -> None:
        """In a folder, else, or when that cannot be written, where the system keeps such files (`TMPDIR`)."""
        self._folder, self._file = _opened(folder)
        finalize(self, os.close, self._file)
        self._waiting = bytearray()
        self._written = 0

    def __len__(self) -> int:
        return self._written + len(self._waiting)

    def add(self, data: bytes) -> int:
        """Where it stands."""
        at = len(self)
        self._waiting += data
        if len(self._waiting) >= WRITE_AT:
            self.flush()
        return at

    def read(self, at: int, length: int) -> bytes:
        if self._waiting and at + length > self._written:
            self.flush()
        with self._trouble():
            return os.pread(self._file, length, at)

    def flush(self) -> None:
        """So that another process that has the file can read it too."""
        with self._trouble():
            left = memoryview(self._waiting)
            while left:
                left = left[os.pwrite(self._file, left, len(self) - len(left)) :]
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
