"""JSON of many recordings in pieces, none of which holds more than a few hundred kilobytes or one element of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

AT_ONCE = 1 << 18
"""Bytes of elements that are laid out together."""


def written(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def pieces(parts: Mapping[str, Callable[[], object]]) -> Iterator[bytes]:
    """To the byte what `written` gives for the object of these keys; the list of an iterator's elements is never
    held."""
    before = b"{\n"
    for key, make in parts.items():
        yield b"%b %b: " % (before, msgspec.json.encode(key))
        value = make()
        if isinstance(value, Iterator):
            yield from _elements(value)
        else:
            yield msgspec.json.format(b"[%b]" % msgspec.json.encode(value), indent=1)[3:-2]
        before = b",\n"
    yield b"\n}\n"


def _elements(values: Iterator[object]) -> Iterator[bytes]:
    before = b"[\n"
    for together in _together(values):
        yield before
        yield msgspec.json.format(b"[[%b]]" % together, indent=1)[5:-5]
        before = b",\n"
    yield b"[]" if before == b"[\n" else b"\n ]"


def _together(values: Iterator[object]) -> Iterator[bytes]:
    waiting = bytearray()
    for value in values:
        waiting += b"," if waiting else b""
        waiting += msgspec.json.encode(value)
        if len(waiting) >= AT_ONCE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
