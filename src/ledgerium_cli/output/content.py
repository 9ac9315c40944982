"""The content of a document: text, bytes, or a stream of pieces when the whole would not fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct


class Streamed(Struct, frozen=True):
    pieces: Callable[[], Iterator[bytes]]
    """Produces the content anew, with the same bytes on each call."""
    put: Callable[[Path], None] | None = None
    """Moves content that is already being written elsewhere to this path; usable once."""


Content = str | bytes | Streamed


def pieces_of(content: Content) -> Iterator[bytes]:
    if isinstance(content, Streamed):
        yield from content.pieces()
    else:
        yield content.encode() if isinstance(content, str) else content


def bytes_of(content: Content) -> bytes:
    return b"".join(pieces_of(content))
