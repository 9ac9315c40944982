"""A log as CSV: any delimiter, UTF-8 or a named encoding, packed or not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from operator import itemgetter

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.columns import cells_of, roles_of
from ledgerium_cli.logs.csv_quick import read_quickly
from ledgerium_cli.logs.model import Cells, Faults, Given, Reading, Row
from ledgerium_cli.logs.opened import CUT_OFF, HEAD, head, opened
from ledgerium_cli.logs.two_columns import check_days
from ledgerium_cli.recording.files import Source

KIND = "CSV"
LONGEST_FIELD = 1_000_000
"""Characters."""
DELIMITERS = ",;\t|^~\x1f"
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""A line above the names that spreadsheets write and take for no row."""
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def recognises(head: bytes) -> bool:
    """A first line of three names or more, in a text that is no markup and no JSON."""
    encoding = _encoding(head, None)
    first = head.split(b"\n", 1)[0]
    if (b"\0" in first and not encoding.startswith("utf-16")) or first.lstrip()[:1] in (b"<", b"{", b"["):
        return False
    names, _ = _header(*_beginning(head, encoding))
    return sum(map(bool, names)) >= 3


@contextmanager
def read(source: Source, given: Given, faults: Faults) -> Iterator[Reading]:
    beginning = head(source)
    encoding = _encoding(beginning, given.encoding)
    if not _decodes(
        beginning.split(b"\n", 1)[0], encoding
    ):  # or else names would be refused that nobody wrote
        raise _not_in_encoding(source, encoding)
    text, told = _beginning(beginning, encoding)
    names, delimiter = _header(text, told)
    first = _first_rows(text.rpartition("\n")[0] if len(beginning) == HEAD else text, names, delimiter)
    columns = roles_of(names, given, source.file, first)
    cells = cells_of(columns, given, names)
    check_days(columns, first, source.file)
    unit = "cell" if given.steps else "line"
    csv.field_size_limit(LONGEST_FIELD)
    quick = partial(
        read_quickly, source=source, encoding=encoding, names=names, delimiter=delimiter, cells=cells
    )
    with opened(source) as stream, io.TextIOWrapper(stream, encoding, newline="") as whole:
        lines = _Lines(csv.reader(whole, delimiter=delimiter), source, encoding, faults)
        for _ in range(1 if told is None else 2):
            next(lines, None)
        rows = _rows(lines, names, cells, faults)
        yield Reading(columns, cells, rows, unit, quick if told is None else None)


def _encoding(head: bytes, given: str | None) -> str:
    """Raises ImportRefused for one that there is none of."""
    mark = next((encoding for mark, encoding in _MARKS.items() if head.startswith(mark)), _unmarked(head))
    try:
        "".encode(given or mark)
    except LookupError as error:
        raise ImportRefused(
            f"There is no encoding {given!r}. Name another, such as --encoding latin-1."
        ) from error
    return given or mark


def _unmarked(head: bytes) -> str:
    """UTF-16 that does not say so has a zero beside each letter of the names of its columns."""
    first = head[:40]
    if len(first) < 20 or len(first) % 2:
        return "utf-8"
    high, low = (first[place::2].count(0) * 4 > len(first) for place in (0, 1))  # more than half of them
    return "utf-16-be" if high and not low else "utf-16-le" if low and not high else "utf-8"


def _beginning(head: bytes, encoding: str) -> tuple[str, str | None]:
    """The text from the names on, and the delimiter that a line above them tells."""
    text = head.decode(encoding, errors="replace")
    told = SEPARATOR.match(text)
    return (text, None) if told is None else (text[told.end() :], told[1])


def _header(text: str, told: str | None) -> tuple[list[str], str]:
    """Names of the columns, and the delimiter: the one that is told, or that makes the most of them."""
    found = [(_names(text, delimiter), delimiter) for delimiter in told or DELIMITERS]
    return max(found, key=lambda one: len(one[0]))


def _names(text: str, delimiter: str) -> list[str]:
    try:
        return [
            name.strip() for name in next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        ]
    except csv.Error:
        return []


def _first_rows(text: str, names: Sequence[str], delimiter: str) -> list[dict[str, str]]:
    """Those of the right length at the beginning of a file, below the names."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1:]
    except csv.Error:  # told when it is read
        return []
    return [dict(zip(names, row, strict=True)) for row in rows if len(row) == len(names)]


class _Lines(Iterator[list[str]]):
    """What a csv.reader gives, with what it raises in our words."""

    def __init__(self, reader: Iterator[list[str]], source: Source, encoding: str, faults: Faults) -> None:
        self._reader, self._source, self._encoding, self._faults = reader, source, encoding, faults

    @property
    def line(self) -> int:
        """Last one that was read."""
        return int(self._reader.line_num)  # type: ignore[attr-defined]

    def __next__(self) -> list[str]:
        try:
            return next(self._reader)
        except csv.Error as error:
            raise ImportRefused(
                f"{self._source.file}:{self.line}: cannot be read as CSV ({error}). Mend that line."
            ) from error
        except UnicodeError as error:
            raise _not_in_encoding(self._source, self._encoding) from error
        except CUT_OFF as error:
            self._faults.tell(
                "The file is cut off, or damaged.", "What could be unpacked was read; copy it again."
            )
            raise StopIteration from error


def _decodes(line: bytes, encoding: str) -> bool:
    """UTF-16 ends its lines in the middle of a character; what does not decode is told when it is read."""
    if encoding.startswith("utf-16"):
        return True
    try:
        line.decode(encoding)
    except UnicodeError:
        return False
    return True


def _not_in_encoding(source: Source, encoding: str) -> ImportRefused:
    with opened(source) as stream:
        wrong = next((line for line, row in enumerate(stream, start=1) if not _decodes(row, encoding)), 1)
    return ImportRefused(
        f"{source.file}:{wrong}: the line is not {encoding.upper()}. Save the file as UTF-8, or say how it is written: "
        "--encoding cp1252 where a program on Windows wrote it, else for example --encoding latin-1."
    )


def _rows(lines: _Lines, names: Sequence[str], columns: Cells, faults: Faults) -> Iterator[Row]:
    keys = ("number", "line", *columns)
    texts: Callable[[list[str]], tuple[str, ...]] = itemgetter(
        *(names.index(name) for name in columns.values())
    )
    width = len(names)
    began = lines.line + 1
    for row in lines:
        if len(row) == width:
            yield dict(zip(keys, (began, began, *texts(row)), strict=True))
        elif row:
            faults.leave_out(began, f"The row has {len(row)} cells, the header {width}.", "mend it.")
        began = lines.line + 1
