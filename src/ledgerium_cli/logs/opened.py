"""Opens a source as a stream of bytes, decompressed if it is gzip, or as a file on disk."""

from __future__ import annotations

import gzip
import hashlib
import io
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from ledgerium_cli.errors import NoRecording
from ledgerium_cli.problems import as_text
from ledgerium_cli.recording.files import Source, bare_name, unreadable

PACKED = ".gz"
GZIP = b"\x1f\x8b"
HEAD = 65_536
"""How many bytes from the beginning of a file are used to recognise its format."""
AT_ONCE = 1_000_000
CUT_OFF = (EOFError, gzip.BadGzipFile, zlib.error)
"""Raised on reading a compressed file that is truncated or damaged."""
NOT_UNPACKED = "The file is cut off, or damaged.", "What could be unpacked was read; copy it again."
"""What is then told, and the remedy."""


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Opens the source as a stream, decompressed. Raises NoRecording for a file that cannot be read."""
    with _raw(source) as raw:
        packed = raw.read(2) == GZIP
        raw.seek(0)
        yield cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw


def is_packed(source: Source) -> bool:
    with _raw(source) as raw:
        return raw.read(2) == GZIP


def head(source: Source) -> bytes:
    """The first bytes, decompressed; from a truncated or damaged file, as many as can be decompressed."""
    found = b""
    with opened(source) as stream, suppress(*CUT_OFF):
        while len(found) < HEAD and (some := cast("io.BufferedReader", stream).read1(HEAD - len(found))):
            found += some
    return found


def whole(source: Source) -> bytes:
    """All bytes, decompressed. Raises NoRecording for a file that cannot be read, or is truncated or damaged."""
    with opened(source) as stream:
        try:
            return stream.read()
        except CUT_OFF as error:
            raise NoRecording(f"{source.file}: the file is cut off, or damaged. Copy it again.") from error


@contextmanager
def on_disk(source: Source) -> Iterator[Path]:
    if source.held is None:
        with called_in_utf8(Path(source.file)) as file:
            yield file
        return
    with file_aside() as file:
        file.write_bytes(source.held)
        yield file


@contextmanager
def file_aside(name: str = "file") -> Iterator[Path]:
    """The path of a file to write, which is gone afterwards. Close it before DuckDB reads it: on Windows a file
    that is open for writing cannot be opened by its name."""
    with tempfile.TemporaryDirectory(prefix="ledgerium-") as folder:
        yield Path(folder, name)


@contextmanager
def called_in_utf8(path: Path) -> Iterator[Path]:
    """A path that DuckDB accepts for a file or folder: a temporary symbolic link if its own name is not UTF-8."""
    if as_text(str(path)) == str(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="ledgerium-") as folder:
        link = Path(folder, "link")
        link.symlink_to(path.absolute())
        yield link


def sha256_of(source: Source) -> str:
    with _raw(source) as raw:
        digest = hashlib.sha256()
        while some := raw.read(AT_ONCE):
            digest.update(some)
        return digest.hexdigest()


def name_of(source: Source) -> str:
    return bare_name(source.file)


def stem_of(source: Source) -> str:
    """The file name without the extensions for compression and format."""
    return Path(name_of(source).removesuffix(PACKED)).stem


@contextmanager
def _raw(source: Source) -> Iterator[BinaryIO]:
    if source.held is not None:
        yield io.BytesIO(source.held)
        return
    try:
        raw = Path(source.file).open("rb")  # noqa: SIM115
    except OSError as error:
        raise unreadable(source.file, error) from error
    with raw:
        yield raw
