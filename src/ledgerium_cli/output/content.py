"""What stands in a document: a text, bytes, or pieces where the whole would be too much to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct


class Streamed(Struct, frozen=True):
    pieces: Callable[[], Iterator[bytes]]
    """Makes it, the same whenever it is asked for; nothing of it is held."""
    put: Callable[[Path], None] | None = None
    """Puts it into a file, once, where somebody has begun to write it."""


Content = str | bytes | Streamed


def pieces_of(content: Content) -> Iterator[bytes]:
    if isinstance(content, Streamed):
        yield from content.pieces()
    else:
        yield content.encode() if isinstance(content, str) else content


def bytes_of(content: Content) -> bytes:
    return b"".join(pieces_of(content))
