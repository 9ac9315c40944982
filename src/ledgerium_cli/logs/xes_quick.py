"""The fast path for XES as programs usually write it: flat attributes, in the same relative order in every event.

One regular expression then takes all events of a trace at once, many times faster than an XML parser that reports
each element. Any other log is read by the parser, in `xes.py`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from graphlib import CycleError, TopologicalSorter
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

import duckdb

from ledgerium_cli.logs.model import Cells, Loaded
from ledgerium_cli.logs.opened import CUT_OFF, opened
from ledgerium_cli.logs.trace_names import TraceNames
from ledgerium_cli.recording.files import Source
from ledgerium_cli.sql import quoted

AT_ONCE = 250_000
"""In bytes."""
LOADED = 250_000
"""Rows per load: DuckDB keeps row groups of 122,880 as they are, and copies smaller ones."""
LONGEST = 50_000_000
"""Bytes of the longest trace that is accepted."""
CELL = b"\x1f"
"""Separates the cells of a row; not allowed in XML."""

# Repetitions are possessive (`*+`): no other match exists, and keeping backtracking positions takes twice the time,
# except for a single letter before another. Characters that a value must not hold are not excluded here, one by one,
# but in all values at once (`_is_plain`).
_BLANKS = rb"[ \t\r\n]*+"
_VALUE = rb'[^"]*'
_KIND = rb"<(?:string|date|int|float|boolean|id) key="
_END = rb'" ?/>' + _BLANKS
_BEGINNING = re.compile(_KIND + rb'"[^"<&]*+" value="')
_STRANGE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")
_ENTITIES = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&apos;": b"'", b"&amp;": b"&"}
"""The ampersand comes last, so that its replacement is not decoded again."""
_ENDED = b"</trace>"
_NO_TEXT = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""Valid UTF-8, but not allowed in XML."""
_IN_NO_VALUE = bytes(range(32)) + b"<"
_ALL_ELSE = bytes(one for one in range(256) if one not in _IN_NO_VALUE + b'"')


def read_quickly(
    tables: duckdb.DuckDBPyConnection, loaded: Loaded, source: Source, cells: Cells, names: TraceNames | None
) -> bool:
    """Loads the events, as a `Quick`, without `number` and `line`; adds the names of traces to `names` if given."""
    keys = dict.fromkeys(key for cell, key in cells.items() if cell != "case")
    try:
        events = _Events(cells.get("case", ""), keys, names)
        with opened(source) as stream, _one_thread(tables):
            _load(map(events.rows, _traces(stream)), lambda file: loaded(_query(file, cells, events.keys)))
    except (UnicodeError, Otherwise, *CUT_OFF):
        return False
    return True


@contextmanager
def _one_thread(tables: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One DuckDB thread keeps pace with the reader; more would only take its core."""
    tables.execute("SET threads = 1")
    try:
        yield
    finally:
        tables.execute("RESET threads")


def _query(file: Path, cells: Cells, keys: Sequence[bytes]) -> str:
    places = {cell: 1 + keys.index(name.encode()) for cell, name in cells.items() if cell != "case"} | {
        "case": 0
    }
    named = ", ".join(f'c{places[cell]} AS "{cell}"' for cell in cells)
    kinds = ", ".join(f"c{place}: 'VARCHAR'" for place in range(1 + len(keys)))
    return (
        f"SELECT {named} FROM read_csv({quoted(str(file))}, auto_detect = false, header = false, "
        f"delim = {quoted(CELL.decode())}, quote = '', escape = '', comment = '', nullstr = '', "
        f"strict_mode = true, null_padding = true, columns = {{{kinds}}})"
    )


def _load(texts: Iterator[bytes], loaded: Callable[[Path], None]) -> None:
    """Writes the rows to temporary files, each loaded by DuckDB while the next is written."""

    def load(file: Path) -> None:
        loaded(file)
        file.unlink()

    with tempfile.TemporaryDirectory(prefix="ledgerium-") as folder, ThreadPoolExecutor(1) as aside:
        loads: list[Future[None]] = []
        try:
            while _write(file := Path(folder) / f"{len(loads)}.csv", texts):
                loads.append(aside.submit(load, file))
            for one in loads:
                one.result()
        finally:
            aside.shutdown(cancel_futures=True)


def _write(file: Path, texts: Iterator[bytes]) -> bool:
    """Writes one file of at least `LOADED` rows, or what is left; False when nothing was left."""
    rows, text = 0, None
    with file.open("wb") as lines:
        for text in texts:
            lines.write(text)
            rows += text.count(b"\n")
            if rows >= LOADED:
                break
    return text is not None


def lines_of(source: Source, numbers: Collection[int]) -> dict[int, int]:
    """The line on which each of the numbered events begins."""
    found, event = {}, 0
    with opened(source) as stream:
        for number, line in enumerate(stream, start=1):
            for _ in range(line.count(b"<event>")):
                event += 1
                if event in numbers:
                    found[event] = number
    return found


class Otherwise(Exception):
    """The log is not written in the form that this module reads."""


def _traces(stream: BinaryIO) -> Iterator[bytes]:
    """Chunks of whole traces. Raises Otherwise for any other content before or after them."""
    head, begun, left = stream.read(AT_ONCE).partition(b"<trace>")
    if not begun or not _is_head(head):
        raise Otherwise
    left = begun + left
    while True:
        if cut := left.rfind(_ENDED) + 1:
            cut += len(_ENDED) - 1
            yield left[:cut]
            left = left[cut:]
        if len(left) > LONGEST:
            raise Otherwise
        if not (some := stream.read(AT_ONCE)):
            break
        left += some
    if left.strip(b" \t\r\n") != b"</log>":
        raise Otherwise


def _is_head(head: bytes) -> bool:
    """Whether a log element begins here, in UTF-8, with no document type and no event."""
    told: list[str | None] = []

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        told.append(encoding)

    def refuse(*_: object) -> None:
        raise Otherwise

    def begins(tag: str, _: object) -> None:
        if tag.endswith("event"):
            raise Otherwise

    parser = expat.ParserCreate()
    parser.StartElementHandler = begins
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declared, refuse
    try:
        parser.Parse(head + b"</log>", True)
    except expat.ExpatError:
        return False
    return all(one is None or one.upper() == "UTF-8" for one in told)


def _is_plain(piece: bytes) -> bool:
    """Whether no key or value of an attribute holds `<` or a control character. From a text of well-formed
    attributes, all but these characters and quotes is deleted; then the four quotes of a key and its value are
    adjacent, unless such a character was in between."""
    bones = piece.translate(None, _ALL_ELSE)
    return bones.count(b'""""') * 4 == bones.count(b'"')


def _is_text(piece: bytes) -> bool:
    """Whether the characters and entities are valid XML. Raises UnicodeError."""
    if not piece.isascii():
        piece.decode()
        if any(one in piece for one in _NO_TEXT):
            return False
    return b"&" not in piece or _STRANGE.search(piece) is None


class _Events:
    """Extracts the events of traces, and learns the order of their attributes."""

    def __init__(self, case: str, keys: Collection[str], names: TraceNames | None) -> None:
        self._names = names
        if any(one in key for key in (case, *keys) for one in "\"'<>&"):
            raise Otherwise
        self.keys = [key.encode() for key in keys]
        """Attribute keys in the order of the cells of a row, which begin with the case; ordered once the first
        event is read."""
        self._trace = _trace(case.encode())
        self._seen: dict[tuple[bytes, ...], None] = {}
        """The sequences of attribute openings (kind and key) seen in events."""
        self._event: re.Pattern[bytes] | None = None
        self._pick: Callable[[tuple[bytes, ...]], tuple[bytes, ...]] | None = None

    def rows(self, piece: bytes) -> bytes:
        """One line for each event of a chunk of whole traces. Raises Otherwise, UnicodeError."""
        if not (_is_text(piece) and _is_plain(piece)):
            raise Otherwise
        if self._event is not None:
            with suppress(Otherwise):
                return self._rows(piece, self._event)
        return self._rows(piece, self._learn(piece))

    def _rows(self, piece: bytes, event: re.Pattern[bytes]) -> bytes:
        found, names, empty, at = [], list[bytes](), list[bytes](), 0
        while (trace := self._trace.match(piece, at)) is not None:
            begin = trace.end()
            at = piece.index(_ENDED, begin) + len(_ENDED)
            name = trace[1] or b""
            cells = event.findall(piece, begin, at)
            (names if cells else empty).append(name)
            if cells:
                case = name + CELL
                own = cells if self._pick is None else map(self._pick, cells)
                found.append(case + (b"\n" + case).join(map(CELL.join, own)))
        text = b"\n".join([*found, b""])
        if at != len(piece) or CELL * event.groups + b"\n" in text:
            raise Otherwise
        if self._names is not None:
            self._names.add([*map(_meant, names)] if b"&" in text else names)
            self._names.add_empty([*map(_meant, empty)])
        return _meant(text)

    def _learn(self, piece: bytes) -> re.Pattern[bytes]:
        """Finds one order of all attributes that every event follows, and the expression for it. Raises Otherwise
        when there is none."""
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
        groups = [key for one in order if (key := _key(one)) in self.keys]
        if len(groups) != len(set(groups)) or len(groups) < 2:
            raise Otherwise
        if self._event is None:
            self.keys.sort(key=lambda key: groups.index(key) if key in groups else len(groups))
        known = self.keys[: 1 + max(map(self.keys.index, groups))]
        absent = [key for key in known if key not in groups]
        places = [(groups + absent).index(key) for key in known]
        self._pick = itemgetter(*places) if places != sorted(places) else None
        always = set(order).intersection(*self._seen)
        parts = (self._attribute(one, always=one in always) for one in order)
        # An event that is written differently gives empty cells, which are detected.
        self._event = re.compile(
            b"<event>(?:" + _BLANKS + b"".join(parts) + b"</event>" + _BLANKS + b"(?=<(?:event|/trace)>)|)"
            + b"()" * len(absent)
        )  # fmt: skip
        return self._event

    def _attribute(self, beginning: bytes, *, always: bool) -> bytes:
        """The pattern of an attribute, with a group for its value if its key is read."""
        value = b"(" + _VALUE + b")" if _key(beginning) in self.keys else _VALUE
        whole = re.escape(beginning) + value + _END
        return whole if always else b"(?:" + whole + b")?+"


def _key(beginning: bytes) -> bytes:
    return beginning.split(b'"')[1]


def _trace(case: bytes) -> re.Pattern[bytes]:
    """Matches the beginning of a trace up to its first event, with a group for the value of its first attribute
    `case`."""
    key = b'"' + re.escape(case) + b'"'
    any_other = _KIND + b"(?!" + key + rb')"[^"]*" value="' + _VALUE + _END
    named = _KIND + key + b' value="(' + _VALUE + b")" + _END
    rest = _KIND + rb'"[^"]*" value="' + _VALUE + _END
    return re.compile(
        _BLANKS + b"<trace>" + _BLANKS + b"(?:" + any_other + b")*+(?:" + named + b"(?:" + rest + b")*+)?+"
        + b"(?=<event>|</trace>)"
    )  # fmt: skip


def _meant(text: bytes) -> bytes:
    if b"&" in text:
        for entity, meant in _ENTITIES.items():
            text = text.replace(entity, meant)
    return text
