"""Text of files as people's programs leave them: byte order marks, encodings, line ends of other systems."""

from __future__ import annotations

import codecs

ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(data: bytes) -> str | None:
    mark, encoding = encoding_of(data)
    try:
        return data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:
        return None


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """The encoding, with the byte order mark that shows it."""
    return next(((mark, name) for mark, name in ENCODINGS if data.startswith(mark)), (b"", "utf-8"))


def encoded_as(data: bytes, text: str) -> bytes:
    """The text with the encoding and the byte order mark of a file."""
    mark, encoding = encoding_of(data)
    return mark + text.encode(encoding)


def with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
