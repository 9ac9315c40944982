"""Streams JSON of any size: no piece holds more than a few hundred kilobytes or one element of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import starmap

import msgspec
from msgspec import Struct

AT_ONCE = 1 << 18
"""Bytes of list elements that are formatted together."""


class Fields(Struct, frozen=True):
    """An object whose fields are produced one after the other; a list may be given as an iterator of its elements."""

    made: Mapping[str, Callable[[], object]]


class Entries(Struct, frozen=True):
    """An object with any number of named entries, produced one after the other."""

    made: Iterable[tuple[str, object]]


def in_fields(one: Struct, **long: Callable[[], Iterator[object] | Entries]) -> Fields:
    """The fields of a struct, with those in `long` produced later because they may not fit into memory; the struct
    has empty placeholders for them."""
    return Fields({name: long.get(name) or partial(getattr, one, name) for name in one.__struct_fields__})


def held(value: object) -> object:
    """The value with everything produced and in memory."""
    if isinstance(value, Fields):
        return {name: held(make()) for name, make in value.made.items()}
    if isinstance(value, Entries):
        return dict(value.made)
    return [held(one) for one in value] if isinstance(value, Iterator) else value


def written(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def pieces(whole: Fields, at_once: int = AT_ONCE) -> Iterator[bytes]:
    """Exactly the bytes of `written(held(whole))`, without holding elements of iterators beyond about `at_once`
    bytes."""
    yield from _Pieces(at_once).of(whole, 0)
    yield b"\n"


class _Pieces:
    def __init__(self, at_once: int) -> None:
        self._at_once = at_once

    def of(self, value: object, depth: int) -> Iterator[bytes]:
        if isinstance(value, Fields):
            yield from self._fields(value, depth)
        elif isinstance(value, Entries):
            yield from self._entries(value, depth)
        elif isinstance(value, Iterator):
            yield from self._elements(value, depth)
        else:
            yield _laid_out(msgspec.json.encode(value), depth)[depth:]

    def _fields(self, fields: Fields, depth: int) -> Iterator[bytes]:
        before = b"{\n"
        for name, make in fields.made.items():
            yield b"%b%b%b: " % (before, b" " * (depth + 1), msgspec.json.encode(name))
            yield from self.of(make(), depth + 1)
            before = b",\n"
        yield b"{}" if before == b"{\n" else b"\n%b}" % (b" " * depth)

    def _entries(self, entries: Entries, depth: int) -> Iterator[bytes]:
        before = b"{\n"
        for together in self._together(starmap(_entry, entries.made)):
            assert isinstance(together, bytes), "an entry is never made later"
            yield before
            yield _laid_out(b"{%b}" % together, depth)[depth + 2 : -depth - 2]
            before = b",\n"
        yield b"{}" if before == b"{\n" else b"\n%b}" % (b" " * depth)

    def _elements(self, values: Iterator[object], depth: int) -> Iterator[bytes]:
        before = b"[\n"
        for together in self._together(values):
            yield before
            if isinstance(together, bytes):
                yield _laid_out(together, depth + 1)
            else:
                yield b" " * (depth + 1)
                yield from self.of(together, depth + 1)
            before = b",\n"
        yield b"[]" if before == b"[\n" else b"\n%b]" % (b" " * depth)

    def _together(self, values: Iterator[object]) -> Iterator[bytes | Fields | Iterator[object]]:
        """Runs of encoded elements joined by commas, or a single element that is still to be produced."""
        waiting = bytearray()
        for value in values:
            if isinstance(value, Fields | Iterator):
                if waiting:
                    yield bytes(waiting)
                    waiting.clear()
                yield value
                continue
            waiting += b"," if waiting else b""
            waiting += msgspec.json.encode(value)
            if len(waiting) >= self._at_once:
                yield bytes(waiting)
                waiting.clear()
        if waiting:
            yield bytes(waiting)


def _entry(name: str, value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(name) + b":" + msgspec.json.encode(value))


def _laid_out(encoded: bytes, depth: int) -> bytes:
    """The JSON formatted as at this depth of a document, from the start of its line."""
    # The enclosing lists add a bracket, a line feed and indentation each.
    around = depth * (depth + 3) // 2
    text = msgspec.json.format(b"[" * depth + encoded + b"]" * depth, indent=1)
    return text[around : len(text) - around]
