"""The SOP and its base in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from ledgerium_cli.errors import OutputError
from ledgerium_cli.output.names import SOP_NAME
from ledgerium_cli.output.staging import base_in

_VERSION = re.compile(rb"^[-*+|] *[*_]*Version[*_]*(?::[*_]*| *\|) *`([0-9a-f]{12})`", re.MULTILINE)
"""The entry of “Document control”, also as a row of a table."""


class Standing(Struct, frozen=True):
    theirs: bytes | None
    """The SOP as people left it; None when there is none."""
    base: bytes | None
    """What the last build generated; None when there is none, or when the SOP is of an earlier build."""


def standing_in(folder: Path) -> Standing:
    """Raises OutputError when one of the files cannot be read."""
    theirs, base = read_file(folder / SOP_NAME), read_file(base_in(folder))
    return Standing(theirs, None if theirs and base and _is_earlier(theirs, base) else base)


def _is_earlier(theirs: bytes, base: bytes) -> bool:
    """Whether the SOP is a copy from before the build that wrote the base: its version is that of an earlier row of
    “Revisions” there, and it has no row of that build. With a conflict of git in the base, both sides are told apart
    elsewhere."""
    own, last = _VERSION.search(theirs), _VERSION.search(base)
    if own is None or last is None or own[1] == last[1] or b"\n<<<<<<< " in base:
        return False
    return _has_row(base, own[1]) and not _has_row(theirs, last[1])


def _has_row(text: bytes, version: bytes) -> bool:
    return re.search(rb"^\|\s*`%b`\s*\|" % version, text, re.MULTILINE) is not None


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
