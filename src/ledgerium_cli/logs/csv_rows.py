"""Reads a log from CSV: any delimiter, UTF-8 or a named encoding, compressed or not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from operator import itemgetter

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.columns import cells_of, check_once, roles_of, tell_passed_over
from ledgerium_cli.logs.csv_lines import Lines
from ledgerium_cli.logs.csv_quick import read_quickly
from ledgerium_cli.logs.model import Cells, Faults, Given, Reading, Row
from ledgerium_cli.logs.opened import HEAD, head, opened
from ledgerium_cli.logs.two_columns import check_days
from ledgerium_cli.recording.files import Source

KIND = "CSV"
MOST_ABOVE = 20
"""How many lines, such as a title, a program may write above the header."""
LONGEST_FIELD = 2_000_000
"""In characters."""
FIRST_ROWS = 50
"""How many lines, the header with them, decide on the delimiter."""
FEWEST_COLUMNS = 3
"""A log tells the case, the activity and the time."""
DELIMITERS = ",;\t|^~\x1f"
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The `sep=` line that spreadsheets write above the header."""
WIDE = ("utf-16", "utf-32")
"""Encodings in which each character takes several bytes."""
_MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
}


def recognises(head: bytes) -> bool:
    """Whether the file begins with a line of at least three names, and is neither markup nor JSON."""
    encoding = _encoding(head, None)
    first = head.split(b"\n", 1)[0]
    if (b"\0" in first and not encoding.startswith(WIDE)) or first.lstrip()[:1] in (b"<", b"{", b"["):
        return False
    names, _ = _header(*_beginning(head, encoding))
    return sum(map(bool, names)) >= FEWEST_COLUMNS


def header_below(head: bytes) -> int | None:
    """Number of the line with the header when a title or empty lines stand above it, else None."""
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
    ):  # otherwise column names that nobody wrote would be reported as missing or ambiguous
        raise _not_in_encoding(source, encoding)
    text, told = _beginning(beginning, encoding)
    names, delimiter = _header(text, told)
    first = _first_rows(text.rpartition("\n")[0] if len(beginning) == HEAD else text, names, delimiter)
    columns = roles_of(names, given, source.file, first, more=len(beginning) == HEAD)
    cells = cells_of(columns, given, names)
    check_once(cells, names, source.file)
    check_days(columns, first, source.file)
    tell_passed_over(columns, names, given, faults)
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
    """The given encoding, else that of the byte order mark, else a guess. Raises ImportRefused for an unknown one."""
    mark = next((encoding for mark, encoding in _MARKS.items() if head.startswith(mark)), _unmarked(head))
    try:
        check_encoding(given or mark)
    except ValueError as error:
        raise ImportRefused(f"--encoding: {error}.") from None
    return given or mark


def check_encoding(name: str) -> None:
    """Raises ValueError for an unknown one."""
    try:
        "".encode(name)
    except LookupError:
        raise ValueError(f"there is no encoding {name!r}; name another, such as latin-1") from None


def _unmarked(head: bytes) -> str:
    """Recognises UTF-16 without a byte order mark by the zero byte beside each letter of the header; else UTF-8."""
    first = head[:40]
    if len(first) < 20 or len(first) % 2:
        return "utf-8"
    high, low = (first[place::2].count(0) * 4 > len(first) for place in (0, 1))  # zero in over half
    return "utf-16-be" if high and not low else "utf-16-le" if low and not high else "utf-8"


def _beginning(head: bytes, encoding: str) -> tuple[str, str | None]:
    """The text from the header on, and the delimiter that a `sep=` line above it names."""
    text = head.decode(encoding, errors="replace")
    told = SEPARATOR.match(text)
    return (text, None) if told is None else (text[told.end() :], told[1])


def _header(text: str, told: str | None) -> tuple[list[str], str]:
    """The column names and the delimiter: the one named, else, of those by which most of the first rows have as many
    cells as the header, the one that gives the most columns; a name may hold the others."""
    found = [(_names(text, delimiter), delimiter) for delimiter in told or DELIMITERS]
    return max(found, key=lambda one: (len(one[0]) >= FEWEST_COLUMNS and _fit(text, *one), len(one[0])))


def _fit(text: str, names: Sequence[str], delimiter: str) -> bool:
    """Whether most of the first rows have a cell for each name; the last one may be cut off."""
    records = _records(text, delimiter, FIRST_ROWS)
    whole = [row for row in records[1 : max(2, len(records) - 1)] if row]
    return bool(records) and 2 * sum(len(row) == len(names) for row in whole) >= len(whole)


def _names(text: str, delimiter: str) -> list[str]:
    """The column names, and an empty one where each of the first rows ends with a delimiter that the header lacks."""
    records = _records(text, delimiter, FIRST_ROWS)
    names = [name.strip() for row in records[:1] for name in row]
    below = [row for row in records[1:] if row]
    surplus = bool(below) and all(len(row) == len(names) + 1 and not row[-1] for row in below)
    return [*names, ""] if surplus else names


def _first_rows(text: str, names: Sequence[str], delimiter: str) -> list[dict[str, str]]:
    """The complete rows below the header in the beginning of a file, as far as they have the right number of cells."""
    rows = _records(text, delimiter)[1:]
    return [dict(zip(names, row, strict=True)) for row in rows if len(row) == len(names)]


def _records(text: str, delimiter: str, most: int | None = None) -> list[list[str]]:
    """The header and the rows in the beginning of a file; none where one is broken, which is reported when all are
    read."""
    try:
        return [*islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), most)]
    except csv.Error:
        return []


def _decodes(line: bytes, encoding: str) -> bool:
    """Whether a line decodes. Always True for UTF-16 and UTF-32, whose lines split in the middle of a character;
    their errors are found when the file is read."""
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
    """The rows below the header; `above` is the number of lines to skip."""
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
