"""XES as programs write it: traces of events of plain attributes, which come in the same order wherever they come.

Of such a log an expression takes the events of a trace at once, many times as fast as a parser that tells of every
element. It takes nothing else: whatever is written otherwise is read element by element, in `xes.py`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

import duckdb

from ledgerium_cli.logs.dates import quoted
from ledgerium_cli.logs.model import Cells
from ledgerium_cli.logs.opened import CUT_OFF, opened
from ledgerium_cli.recording.files import Source

AT_ONCE = 1_000_000
"""Bytes."""
LOADED = 64
"""Times as much is loaded at once."""
LONGEST = 50_000_000
"""Bytes of a trace."""
CELL = b"\x1f"
"""Between cells of a row; no XML has it."""

# What is repeated gives nothing back (`*+`): no other way could match, and keeping them open takes twice the time.
_BLANKS = rb"[ \t\r\n]*+"
_PLAIN = rb'[^"<&\x00-\x1f]*+'
_VALUE = _PLAIN + rb"(?:&(?:amp|lt|gt|quot|apos);" + _PLAIN + rb")*+"
_BEGUN = rb'<(?:string|date|int|float|boolean|id) key="' + _PLAIN + rb'" value="'
_ATTRIBUTE = _BEGUN + _VALUE + rb'" ?/>' + _BLANKS
_TRACE = re.compile(_BLANKS + rb"<trace>" + _BLANKS + rb"((?:" + _ATTRIBUTE + rb")*+)(?=<event>|</trace>)")
_BEGINNING = re.compile(_BEGUN)
_ENTITIES = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&apos;": b"'", b"&amp;": b"&"}
"""The ampersand last, so that what it becomes is not read again."""
_NO_TEXT = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""In no XML, though in UTF-8."""


def read_quickly(tables: duckdb.DuckDBPyConnection, source: Source, cells: Cells) -> str | None:
    """As `Quick`; `line` is left out."""
    keys = dict.fromkeys(key for cell, key in cells.items() if cell != "case")
    try:
        events = _Events(cells.get("case", ""), keys)
        with opened(source) as stream:
            _load(tables, map(events.rows, _traces(stream)), 1 + len(keys))
    except (UnicodeError, Otherwise, *CUT_OFF):
        return None
    place = {"case": 0} | {
        cell: 1 + events.keys.index(key)
        for cell, name in cells.items()
        if (key := name.encode()) in events.keys and cell != "case"
    }
    named = "".join(f', c{place[cell]} AS "{cell}"' for cell in cells if cell in place)
    return f"SELECT rowid + 1 AS number{named} FROM raw"


def _load(tables: duckdb.DuckDBPyConnection, texts: Iterator[bytes], cells: int) -> None:
    """Make `raw` of lines of so many cells, or less. DuckDB reads some of them while others are made."""
    columns = [f"c{place}" for place in range(cells)]
    tables.execute(f"CREATE TABLE raw ({', '.join(f'{one} VARCHAR' for one in columns)})")
    kinds = ", ".join(f"{one}: 'VARCHAR'" for one in columns)

    def load(file: Path) -> None:
        tables.execute(
            f"INSERT INTO raw FROM read_csv({quoted(str(file))}, auto_detect = false, header = false, "
            f"delim = {quoted(CELL.decode())}, quote = '', escape = '', comment = '', nullstr = '', "
            f"strict_mode = true, null_padding = true, columns = {{{kinds}}})"
        )
        file.unlink()

    with tempfile.TemporaryDirectory(prefix="ledgerium-") as folder, ThreadPoolExecutor(1) as aside:
        loads: list[Future[None]] = []
        while some := b"".join(islice(texts, LOADED)):
            file = Path(folder) / f"{len(loads)}.csv"
            file.write_bytes(some)
            loads.append(aside.submit(load, file))
        for one in loads:
            one.result()


def lines_of(source: Source, numbers: Collection[int]) -> dict[int, int]:
    """In which lines events begin, by their numbers."""
    found, event = {}, 0
    with opened(source) as stream:
        for number, line in enumerate(stream, start=1):
            for _ in range(line.count(b"<event>")):
                event += 1
                if event in numbers:
                    found[event] = number
    return found


class Otherwise(Exception):
    """The log is not written like that."""


def _traces(stream: BinaryIO) -> Iterator[bytes]:
    """Whole traces, some at a time. Raises Otherwise for what stands before and after them."""
    head, begun, left = stream.read(AT_ONCE).partition(b"<trace>")
    if not begun or not _is_head(head):
        raise Otherwise
    left = begun + left
    while some := stream.read(AT_ONCE):
        if len(left) > LONGEST:
            raise Otherwise
        whole, end, left = (left + some).rpartition(b"</trace>")
        yield whole + end
    whole, end, left = left.rpartition(b"</trace>")
    yield whole + end
    if left.strip(b" \t\r\n") != b"</log>":
        raise Otherwise


def _is_head(head: bytes) -> bool:
    """A log begins in it, as UTF-8 and without a document type."""
    told: list[str | None] = []

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        told.append(encoding)

    def refuse(*_: object) -> None:
        raise Otherwise

    parser = expat.ParserCreate()
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declared, refuse
    try:
        parser.Parse(head + b"</log>", True)
    except expat.ExpatError:
        return False
    return all(one is None or one.upper() == "UTF-8" for one in told)


class _Events:
    """Events of traces, and what is known of the order of their attributes."""

    def __init__(self, case: str, keys: Collection[str]) -> None:
        if any(one in key for key in (case, *keys) for one in '"<&'):
            raise Otherwise
        self.keys: list[bytes] = []
        """Those that events have, in the order of the cells of a row, after the case."""
        self._wanted = {key.encode() for key in keys}
        self._case = re.compile(rb' key="' + re.escape(case.encode()) + rb'" value="([^"]*)"')
        self._seen: dict[tuple[bytes, ...], None] = {}
        """Beginnings of attributes, as events have them."""
        self._plain: re.Pattern[bytes] | None = None
        self._any: re.Pattern[bytes] | None = None
        self._pick: Callable[[tuple[bytes, ...]], tuple[bytes, ...]] | None = None

    def rows(self, piece: bytes) -> bytes:
        """A line for each event of whole traces. Raises Otherwise, UnicodeError."""
        if not piece.isascii():
            piece.decode()
            if any(one in piece for one in _NO_TEXT):
                raise Otherwise
        if self._plain is not None:
            with suppress(Otherwise):
                return self._rows(piece)
        self._learn(piece)
        return self._rows(piece)

    def _rows(self, piece: bytes) -> bytes:
        event = self._any if b"&" in piece else self._plain
        assert event is not None
        found, at, events = [], 0, 0
        while (trace := _TRACE.match(piece, at)) is not None:
            begin = trace.end()
            at = piece.index(b"</trace>", begin) + len(b"</trace>")
            cells = event.findall(piece, begin, at)
            if cells:
                events += len(cells)
                named = self._case.search(trace[1])
                case = (named[1] if named is not None else b"") + CELL
                own = cells if self._pick is None else map(self._pick, cells)
                found.append(case + (b"\n" + case).join(map(CELL.join, own)))
        if at != len(piece) or events != piece.count(b"<event>"):
            raise Otherwise
        return _meant(b"\n".join([*found, b""]))

    def _learn(self, piece: bytes) -> None:
        """The one order of all attributes that is that of each event. Raises Otherwise where there is none."""
        for event in piece.split(b"<event>")[1:]:
            self._seen[tuple(_BEGINNING.findall(event.partition(b"</event>")[0]))] = None
        before: dict[bytes, list[bytes]] = {}
        for attributes in self._seen:
            for last, one in zip((None, *attributes), attributes, strict=False):
                before.setdefault(one, []).extend([last] if last is not None else [])
        try:
            order = list(TopologicalSorter(before).static_order())
        except CycleError as error:
            raise Otherwise from error
        groups = [key for one in order if (key := one.split(b'"')[1]) in self._wanted]
        if len(groups) != len(set(groups)) or len(groups) < 2:
            raise Otherwise
        self.keys += [key for key in groups if key not in self.keys]
        places = [groups.index(key) for key in self.keys]
        self._pick = itemgetter(*places) if places != sorted(places) else None
        self._plain, self._any = self._pattern(order, _PLAIN), self._pattern(order, _VALUE)

    def _pattern(self, order: list[bytes], value: bytes) -> re.Pattern[bytes]:
        """A group for each key."""
        kept = b"(" + value + b")"
        attributes = b"".join(
            b"(?:" + re.escape(one) + (kept if one.split(b'"')[1] in self._wanted else value) + b'" ?/>'
            + _BLANKS + b")?+"
            for one in order
        )  # fmt: skip
        return re.compile(b"<event>" + _BLANKS + attributes + b"</event>" + _BLANKS + b"(?=<event>|</trace>)")


def _meant(text: bytes) -> bytes:
    if b"&" in text:
        for entity, meant in _ENTITIES.items():
            text = text.replace(entity, meant)
    return text
