"""Reads the rows of a CSV file that another recorder wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.csv_lines import Lines
from ledgerium_cli.logs.model import Faults

LONGEST_FIELD = 16_000_000
"""In characters; some recorders write whole pages into a field."""
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    """The line on which it begins."""
    fields: dict[str, str]
    """Values by column; a row that is too short lacks its last columns, which then read as empty."""

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column, "")


def columns_of(head: bytes) -> list[str]:
    """Column names in the first line; none when it is not text."""
    line = head.split(b"\n", 1)[0]
    try:
        text = line.decode("utf-8-sig").strip()
        return next(csv.reader([text], delimiter=_delimiter(text)), [])
    except (UnicodeDecodeError, csv.Error):
        return []


def rows_of(data: bytes, faults: Faults) -> Iterator[Row]:
    """The non-empty rows. Rows that cannot be read are left out and reported in `faults`. Raises ImportRefused when
    the file is not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ImportRefused(f"{faults.name}:{line}: the file is not UTF-8. Save it as UTF-8.") from error
    csv.field_size_limit(LONGEST_FIELD)
    lines = Lines(io.StringIO(text, newline=""), _delimiter(text.split("\n", 1)[0]), faults)
    columns = next(lines, [])
    for row in lines:
        if any(row):
            yield Row(lines.begins, dict(zip(columns, row, strict=False)))


def _delimiter(first_line: str) -> str:
    return max(DELIMITERS, key=first_line.count)
