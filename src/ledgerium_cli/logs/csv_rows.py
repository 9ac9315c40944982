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
from ledgerium_cli.logs.columns import cells_of, check_once, roles_of
from ledgerium_cli.logs.csv_lines import Lines
from ledgerium_cli.logs.csv_quick import read_quickly
from ledgerium_cli.logs.model import Cells, Faults, Given, Reading, Row
from ledgerium_cli.logs.opened import HEAD, head, opened
from ledgerium_cli.logs.two_columns import check_days
from ledgerium_cli.recording.files import Source

KIND = "CSV"
MOST_ABOVE = 20
"""Lines that a program may write above the names."""
LONGEST_FIELD = 1_000_000
"""Characters."""
DELIMITERS = ",;\t|^~\x1f"
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""A line above the names that spreadsheets write and take for no row."""
WIDE = ("utf-16", "utf-32")
"""A letter takes several bytes."""
_MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
}


def recognises(head: bytes) -> bool:
    """A first line of three names or more, in a text that is no markup and no JSON."""
    encoding = _encoding(head, None)
    first = head.split(b"\n", 1)[0]
    if (b"\0" in first and not encoding.startswith(WIDE)) or first.lstrip()[:1] in (b"<", b"{", b"["):
        return False
    names, _ = _header(*_beginning(head, encoding))
    return sum(map(bool, names)) >= 3


def header_below(head: bytes) -> int | None:
    """The line in which a table begins below a title or empty lines, which programs write above the names."""
    if _encoding(head, None).startswith(WIDE):
        return None
    lines = head.splitlines(keepends=True)[: MOST_ABOVE + 2]
    for above in range(1, len(lines) - 1):
        names, row = lines[above : above + 2]
        _, delimiter = _header(names.decode(errors="replace"), None)
        cells = names.count(delimiter.encode())
        if recognises(names) and cells == row.count(delimiter.encode()):
            return above + 1
    return None


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
    columns = roles_of(names, given, source.file, first, more=len(beginning) == HEAD)
    cells = cells_of(columns, given, names)
    check_once(cells, names, source.file)
    check_days(columns, first, source.file)
    unit = "cell" if given.steps else "line"
    csv.field_size_limit(LONGEST_FIELD)
    quick = partial(
        read_quickly, source=source, encoding=encoding, names=names, delimiter=delimiter, cells=cells
    )
    with opened(source) as stream, io.TextIOWrapper(stream, encoding, newline="") as whole:
        lines = Lines(whole, delimiter, faults)
        above = 1 if told is None else 2
        rows = _decoded(_rows(lines, above, names, cells, faults), source, encoding)
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


def _decodes(line: bytes, encoding: str) -> bool:
    """UTF-16 and UTF-32 end their lines in the middle of a character; what does not decode is told when it is read."""
    if encoding.startswith(WIDE):
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


def _decoded(rows: Iterator[Row], source: Source, encoding: str) -> Iterator[Row]:
    try:
        yield from rows
    except UnicodeError as error:
        raise _not_in_encoding(source, encoding) from error


def _rows(lines: Lines, above: int, names: Sequence[str], columns: Cells, faults: Faults) -> Iterator[Row]:
    """Below those above, the names and what a program writes before them."""
    for _ in range(above):
        next(lines, None)
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
