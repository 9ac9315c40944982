"""Reads XML as a stream of elements.

Document types are refused: no log needs one, and entities can expand without bound or refer to other files.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol, cast
from xml.parsers import expat

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.model import Faults, Row
from ledgerium_cli.logs.opened import CUT_OFF, NOT_UNPACKED

AT_ONCE = 1_000_000
"""In bytes."""


class Reader(Protocol):
    """Receives every element, and collects the rows made from them."""

    line: Callable[[], int]
    """Returns the current line of the parser."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, text: str) -> None: ...

    def taken(self) -> list[Row]:
        """The completed rows, each returned once."""
        ...

    def rest(self) -> list[Row]:
        """All remaining rows, also when the file ends too early."""
        ...


def read_xml(stream: BinaryIO, name: str, kind: str, reader: Reader, faults: Faults) -> Iterator[Row]:
    """The rows that the reader makes. Raises ImportRefused for a document type, and for a file that is not XML from
    the start; later damage is reported as a fault."""
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.text, _refuse
    parser.buffer_text = True
    reader.line = lambda: parser.CurrentLineNumber
    some = False
    try:
        # `read` would lose what was unpacked before the place where a file is cut off
        while data := cast("io.BufferedReader", stream).read1(AT_ONCE):
            parser.Parse(data, False)
            for row in reader.taken():
                some = True
                yield row
        parser.Parse(b"", True)
    except _Declared as error:
        raise ImportRefused(
            f"{name}:{parser.CurrentLineNumber}: a document type is declared, which {kind} does not need and which "
            "could hide anything. Remove the DOCTYPE."
        ) from error
    except expat.ExpatError as error:
        rest = reader.rest()
        if not rest and not some:
            raise ImportRefused(
                f"{name}:{error.lineno}: cannot be read as {kind} ({error}). Export it again."
            ) from error
        yield from rest
        faults.end_early(
            f"The XML is broken in line {error.lineno} ({error}).", "What stands before it was read."
        )
    except CUT_OFF:
        yield from reader.rest()
        faults.end_early(*NOT_UNPACKED)
    else:
        yield from reader.rest()


class _Declared(Exception):
    pass


def _refuse(*_: object) -> None:
    raise _Declared
