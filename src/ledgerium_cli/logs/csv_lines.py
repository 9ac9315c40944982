"""The rows of a CSV, of which a quote that nobody closed takes none away but its own."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.model import Faults
from ledgerium_cli.logs.opened import CUT_OFF
from ledgerium_cli.plural import count

SOME = 1000
"""Lines that may be read again, beside twice as many as there are: so that it takes a time that grows with the file."""


class Lines(Iterator[list[str]]):
    """Rows of cells, none in an empty line and in a row that was left out. What cannot be read is told in our words.

    A quote that opens a cell and is not closed as it should be, by one before a delimiter or the end of a line, could
    take any number of lines into that cell. So only the row in which it opens is left out; the lines after it are rows.
    """

    def __init__(self, text: Iterator[str], delimiter: str, faults: Faults) -> None:
        self._text, self._delimiter, self._faults = _Again(text), delimiter, faults
        self._reader = csv.reader(self._text, delimiter=delimiter, strict=True)

    @property
    def line(self) -> int:
        """Last one that was read."""
        return self._text.line

    @property
    def begins(self) -> int:
        """First one of the row that was read last."""
        return self._text.line - len(self._text.of_row) + 1

    def __next__(self) -> list[str]:
        """Raises ImportRefused, and UnicodeError for what is not in the encoding."""
        self._text.of_row.clear()
        try:
            return next(self._reader)
        except csv.Error as error:
            return self._of_first_line(error)
        except CUT_OFF as error:
            self._faults.tell(
                "The file is cut off, or damaged.", "What could be unpacked was read; copy it again."
            )
            raise StopIteration from error

    def _of_first_line(self, error: csv.Error) -> list[str]:
        """Of a row that is not as it should be."""
        first, *others = self._text.of_row
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
        """Then only a quote in the middle of a cell is too much. Nothing where one is open still."""
        try:
            [row] = csv.reader([line], delimiter=self._delimiter)
        except csv.Error:
            raise ImportRefused(
                f"{self._faults.name}:{self.line}: cannot be read as CSV ({error}). Mend that line."
            ) from error
        is_open = self._text.ended or row[-1].endswith(("\n", "\r"))
        return [] if is_open else row


class _Again(Iterator[str]):
    """Lines of a text, and some of them again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: deque[str] = deque()
        self._again = 0
        self.line = 0
        """Last one that was read."""
        self.of_row: list[str] = []
        """That were read since it was cleared."""
        self.ended = False
        """There was none any more."""

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
        """All but the first line of the row; False where that was done too often."""
        _, *others = self.of_row
        self._again += len(others)
        self._waiting.extendleft(reversed(others))
        if self._again > 2 * self.line + SOME:
            return False
        self.line -= len(others)
        self.ended = False
        return True
