"""Reads the rows of a CSV so that an unclosed quote costs only the row in which it stands."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.model import Faults
from ledgerium_cli.logs.opened import CUT_OFF, NOT_UNPACKED
from ledgerium_cli.plural import count

SOME = 1000
"""Lines that may be read again, beyond twice the lines read so far: keeps the time linear in the size of the file."""


class Lines(Iterator[list[str]]):
    """Rows as lists of cells; an empty list for an empty line or a row that is left out. Errors are reported in our
    words.

    A quote that opens a cell and is not closed before a delimiter or the end of a line could swallow any number of
    lines into that cell. So only the row in which it opens is left out, and the lines after it are read again as
    rows.
    """

    def __init__(self, text: Iterator[str], delimiter: str, faults: Faults) -> None:
        self._text, self._delimiter, self._faults = _Again(text), delimiter, faults
        self._reader = csv.reader(self._text, delimiter=delimiter, strict=True)

    @property
    def line(self) -> int:
        """Number of the last line read."""
        return self._text.line

    @property
    def begins(self) -> int:
        """Number of the first line of the row read last."""
        return self._text.line - len(self._text.of_row) + 1

    def __next__(self) -> list[str]:
        """The next row. Raises ImportRefused, and UnicodeError for bytes that are not in the encoding."""
        self._text.of_row.clear()
        try:
            return next(self._reader)
        except csv.Error as error:
            return self._of_first_line(error)
        except CUT_OFF as error:
            self._faults.end_early(*NOT_UNPACKED)
            raise StopIteration from error

    def _of_first_line(self, error: csv.Error) -> list[str]:
        """The row to return for a malformed row: its first line alone if that is a row, else nothing, with a fault
        reported and the other lines put back."""
        first, *others = self._text.of_row
        if not others and len(first) > (longest := csv.field_size_limit()):
            told = f"A cell of it has more than {longest:,} characters."
            self._faults.leave_out(self.line, told, "shorten that cell.")
            return []
        if not others and (row := self._in_one_line(first, error)):
            return row
        begins = self.line - len(others)
        after = sum(1 for line in others if line.strip())
        self._faults.leave_out(
            begins,
            "It opens a quote that is not closed before a delimiter or the end of a line"
            + (f": {count(after, 'line')} after it would be in that cell." if after else "."),
            "write a quote in a cell twice, or close it; lines after it are rows of their own.",
        )
        if not self._text.read_again():
            raise ImportRefused(
                f"{self._faults.name}:{begins}: it opens a quote that is not closed, as many rows before, so that rows "
                "cannot be told apart. Write each quote in a cell twice."
            )
        return []

    def _in_one_line(self, line: str, error: csv.Error) -> list[str]:
        """Reads one line leniently, so that a stray quote inside a cell is accepted. Returns an empty list when a
        quote is still open at its end."""
        try:
            [row] = csv.reader([line], delimiter=self._delimiter)
        except csv.Error:
            raise ImportRefused(
                f"{self._faults.name}:{self.line}: cannot be read as CSV ({error}). Mend that line."
            ) from error
        is_open = self._text.ended or row[-1].endswith(("\n", "\r"))
        return [] if is_open else row


class _Again(Iterator[str]):
    """Lines of a text, of which those of the current row can be put back to be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: deque[str] = deque()
        self._again = 0
        self.line = 0
        """Number of the last line read."""
        self.of_row: list[str] = []
        """Lines read since this was last cleared: those of the current row."""
        self.ended = False
        """The text has no more lines."""

    def __next__(self) -> str:
        if self._waiting:
            line = self._waiting.popleft()
        else:
            self.ended = True
            line = next(self._lines)
            self.ended = False
        self.line += 1
        self.of_row.append(line)
        return line

    def read_again(self) -> bool:
        """Puts back all lines of the row but the first; False when too many lines have been put back so far."""
        _, *others = self.of_row
        self._again += len(others)
        self._waiting.extendleft(reversed(others))
        if self._again > 2 * self.line + SOME:
            return False
        self.line -= len(others)
        self.ended = False
        return True
