"""Reads the rows of a CSV file that another recorder wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledgerium_cli.encoding import encoding_of
from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.columns import plain_name, tells_cases
from ledgerium_cli.logs.csv_lines import Lines
from ledgerium_cli.logs.csv_rows import SEPARATOR
from ledgerium_cli.logs.model import Faults

LONGEST_FIELD = 16_000_000
"""In characters; some recorders write whole pages into a field."""
DELIMITERS = ",;\t"
ENOUGH_OWN = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """What a recorder calls its columns. A file may spell them otherwise, as programs do that save it again: case,
    blanks, underscores and dots do not count, neither where it is recognised nor where it is read."""

    needed: tuple[str, ...]
    """Without one of them no row tells what was done."""
    further: tuple[str, ...]
    told_by: tuple[str, ...]
    """A file with all of these is of the recorder."""
    address: str
    """The further column that tells one page from another."""
    own: tuple[str, ...]
    """Names that no other program writes: `ENOUGH_OWN` of them tell the recorder where one of `told_by` is missing."""

    def are_in(self, head: bytes) -> bool:
        """Whether a file with this beginning is of the recorder. One that names cases and activities is an event
        log, whatever else stands in it."""
        names = _header(head)
        there = {plain_name(name) for name in names}
        own = sum(plain_name(name) in there for name in self.own)
        is_own = there >= {plain_name(name) for name in self.told_by} or own >= ENOUGH_OWN
        return is_own and not tells_cases(names)

    def as_called(self, names: Sequence[str]) -> list[str]:
        """The names of a file as the recorder writes them."""
        called = {plain_name(name): name for name in (*self.needed, *self.further)}
        return [called.get(plain_name(name), name) for name in names]

    def check(self, names: Sequence[str], faults: Faults, line: int) -> None:
        """Raises ImportRefused when a needed column is missing, or several could be meant by one that is read."""
        written: dict[str, list[str]] = {}
        for name in names:
            written.setdefault(plain_name(name), []).append(name)
        if missing := [repr(name) for name in self.needed if plain_name(name) not in written]:
            raise ImportRefused(
                f"{faults.name}:{line}: there is no column {' and none '.join(missing)}, without which no row tells "
                "what was done. Take the file as it was recorded, or call the column so that holds it."
            )
        for name in (*self.needed, *self.further):
            if len(found := written.get(plain_name(name), [])) > 1:
                raise ImportRefused(
                    f"{faults.name}:{line}: {' and '.join(map(repr, found))} could each be the column {name!r}. Give "
                    "each a name of its own."
                )
        if plain_name(self.address) not in written:
            faults.tell(
                f"There is no column {self.address!r}: of a page in the browser only the program is known.",
                "Take the file as it was recorded, or call the column so that holds it.",
            )


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    """The line on which it begins."""
    fields: dict[str, str]
    """Values by what the recorder calls their column; a row that is too short lacks its last columns, which then read
    as empty."""

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column, "")


def rows_of(data: bytes, columns: Columns, faults: Faults) -> Iterator[Row]:
    """The non-empty rows. Rows that cannot be read are left out and reported in `faults`. Raises ImportRefused when
    the file is neither UTF-8 nor UTF-16 with its mark, and for columns that are missing or twice there."""
    mark, encoding = encoding_of(data)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ImportRefused(
            f"{faults.name}:{line}: the file is not {encoding.upper()}. Save it as UTF-8."
        ) from error
    csv.field_size_limit(LONGEST_FIELD)
    above, delimiter = _beginning(text)
    lines = Lines(io.StringIO(text, newline=""), delimiter, faults)
    for _ in range(above):
        next(lines, None)
    names = next(lines, [])
    columns.check(names, faults, lines.begins)
    keys = columns.as_called(names)
    for row in lines:
        if any(row):
            yield Row(lines.begins, dict(zip(keys, row, strict=False)))


def _header(head: bytes) -> list[str]:
    """Column names in the first line, or in that below a `sep=` line; none when it is not text."""
    mark, encoding = encoding_of(head)
    first, *others = head[len(mark) :].decode(encoding, errors="replace").split("\n", 2)
    try:
        above, delimiter = _beginning(f"{first}\n")
        line = others[0] if above and others else first
        return next(csv.reader([line.strip()], delimiter=delimiter), [])
    except csv.Error:
        return []


def _beginning(text: str) -> tuple[int, str]:
    """How many lines stand above the header, and the delimiter."""
    if (told := SEPARATOR.match(text)) is not None:
        return 1, told[1]
    first = text.split("\n", 1)[0]
    return 0, max(DELIMITERS, key=first.count)
