"""The fast path for CSV: DuckDB reads the file itself, when a scan of the text shows that it would read the same
rows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import duckdb

from ledgerium_cli.logs.model import Cells, Loaded
from ledgerium_cli.logs.opened import AT_ONCE, CUT_OFF, file_aside, is_packed, on_disk, opened
from ledgerium_cli.recording.files import Source
from ledgerium_cli.sql import quoted

BLANKS = (b' "', b'" ', b'\t"', b'"\t')
"""Blanks next to quotes, which DuckDB trims."""


@dataclass(slots=True)
class Text:
    """Counts over a text that decide whether DuckDB reads it the same way."""

    lines: int = 0
    delimiters: int = 0
    returns: int = 0
    """Number of Windows line ends (CR LF)."""
    quotes: bool = False
    ends_open: bool = False
    """Some line ends with a delimiter."""
    strange: bool = False
    """It has NUL, a line end that is neither LF nor CR LF, or a blank next to a quote."""

    def is_plain(self, columns: int) -> bool:
        """By the counts, every line is a row with one cell per column. DuckDB itself finds any other row, except
        one with a single empty cell too many."""
        if self.strange or self.returns not in (0, self.lines):
            return False
        return not self.ends_open if self.quotes else self.delimiters == (columns - 1) * self.lines


def read_quickly(
    tables: duckdb.DuckDBPyConnection,
    loaded: Loaded,
    source: Source,
    encoding: str,
    names: Sequence[str],
    delimiter: str,
    cells: Cells,
) -> bool:
    """Loads the rows into the table `raw`, as a `Quick`; False when the file needs the slow reader instead."""
    try:
        with _utf8(source, encoding) as file:
            text = _text(file, delimiter.encode())
            if not text.is_plain(len(names)):
                return False
            tables.execute(f"CREATE TABLE raw AS {_cells(file, names, delimiter, cells, text)}")
    except (UnicodeError, *CUT_OFF):
        return False
    if tables.execute("SELECT count(*) FROM raw").fetchall() != [(text.lines - 1,)]:
        return False
    loaded("SELECT rowid + 2 AS number, rowid + 2 AS line, * FROM raw")
    return True


@contextmanager
def _utf8(source: Source, encoding: str) -> Iterator[Path]:
    """The path of the file if it is plain UTF-8, else of a temporary UTF-8 copy."""
    if encoding in ("utf-8", "utf-8-sig") and not is_packed(source):
        with on_disk(source) as file:
            yield file
        return
    with file_aside() as file:
        with (
            opened(source) as stream,
            io.TextIOWrapper(stream, encoding, newline="") as text,
            file.open("wb") as copy,
        ):
            while some := text.read(AT_ONCE):
                copy.write(some.encode())
        yield file


def _text(file: Path, delimiter: bytes) -> Text:
    found, last = Text(), b"\n"
    edge = b"[\r\n" + re.escape(delimiter) + b"]"
    trimmed = re.compile(b"(?:^|" + edge + b')[ \t]+"|"[ \t]+(?:' + edge + b"|$)")
    with file.open("rb") as stream:
        for some in _whole_lines(stream):
            found.lines += some.count(b"\n")
            found.delimiters += some.count(delimiter)
            found.strange |= b"\0" in some
            if b"\r" in some:
                found.returns += (returns := some.count(b"\r\n"))
                found.strange |= some.count(b"\r") != returns
            if b'"' in some:
                found.quotes = True
                found.strange |= any(blank in some for blank in BLANKS) and trimmed.search(some) is not None
            found.ends_open |= delimiter + b"\n" in some or (b"\r" in some and delimiter + b"\r" in some)
            last = some[-1:]
    if last != b"\n":
        found.lines += 1
        found.ends_open |= last == delimiter
        found.returns += found.returns > 0
    return found


def _whole_lines(stream: BinaryIO) -> Iterator[bytes]:
    while some := stream.read(AT_ONCE):
        yield some + stream.readline()


def _cells(file: Path, names: Sequence[str], delimiter: str, cells: Cells, text: Text) -> str:
    """The SQL query that reads the cells. It fails on bytes that are not UTF-8, a row of another length and a cell
    that is too long."""
    kinds = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(names)))
    quote = '"' if text.quotes else ""
    rows = (
        f"read_csv({quoted(str(file))}, auto_detect = false, header = true, delim = {quoted(delimiter)}, "
        f"quote = '{quote}', escape = '{quote}', comment = '', nullstr = '', strict_mode = true, "
        f"columns = {{{kinds}}})"
    )
    return "SELECT {} FROM {}".format(
        ", ".join(f'c{names.index(name)} AS "{cell}"' for cell, name in cells.items()), rows
    )
