"""The SOP and its base in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from ledgerium_cli.errors import OutputError
from ledgerium_cli.output.names import SOP_NAME
from ledgerium_cli.output.staging import base_in


class Standing(Struct, frozen=True):
    theirs: bytes | None
    """The SOP as people left it; None when there is none."""
    base: bytes | None
    """What the last build generated; None when there is none."""


def standing_in(folder: Path) -> Standing:
    """Raises OutputError when one of the files cannot be read."""
    return Standing(read_file(folder / SOP_NAME), read_file(base_in(folder)))


def read_file(path: Path) -> bytes | None:
    """The content of a file, or None when there is none. Raises OutputError when it cannot be read."""
    with readable(path), suppress(FileNotFoundError, NotADirectoryError):
        return path.read_bytes()
    return None


@contextmanager
def readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be read ({error.strerror}), so what stands there can be neither kept nor compared. "
            "Check its permissions."
        ) from error
