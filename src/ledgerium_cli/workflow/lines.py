"""Finds the line at which a TOML file declares something. Used only to send people there, since tomllib keeps no lines.

No TOML is parsed here: tomllib reads the file up to a line, and the result shows what was declared so far.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

Place = tuple[str | int, ...]
"""The keys and array indexes that lead to a value: `("never", 0, "activity")`."""
Fault = tuple[Place, str]
"""(where it is, what is wrong and what to do)."""
ENDING = ("]", '"""', "'''")
"""One of these is in the last line of every multi-line value."""
MOST_LINES = 300
"""The most lines of a value that are searched one by one."""
CLOSING = ("", "]", "]]")
"""What may be missing when an array continues on the next line."""


class Declared(Struct, frozen=True):
    """The lines of a file, and where each of its statements (a header, or a key with its value) ends."""

    lines: Sequence[str]
    ends: Sequence[int]
    """For each statement the number of lines up to its end."""

    def line_of(self, place: Place) -> int | None:
        """The line from 1; for something missing, the line of what should contain it; None if only the whole file
        does."""
        for length in range(len(place), 0, -1):
            if (line := self._line_of(place[:length])) is not None:
                return line
        return None

    def _line_of(self, place: Place) -> int | None:
        at = bisect_left(self.ends, True, key=lambda end: self._depth(place, end) == len(place))
        if at == len(self.ends):
            return None
        before, end = self.ends[at - 1] if at else 0, self.ends[at]
        within = place[self._depth(place, before) :]
        first = next(n for n in range(before, end) if _says_something(self.lines[n])) + 1
        if end - first > MOST_LINES or not any(isinstance(part, int) for part in within[1:]):
            return first
        there = (n for n in range(first, end) for closing in CLOSING if self._has(place, n, closing))
        return next(there, end)

    def _depth(self, place: Place, end: int, closing: str = "") -> int:
        """How many parts of a place exist in the file up to a line."""
        value: object = tomllib.loads("\n".join(self.lines[:end]) + closing)
        for depth, part in enumerate(place):
            try:
                value = value[part]  # type: ignore[index]
            except (LookupError, TypeError):
                return depth
        return len(place)

    def _has(self, place: Place, end: int, closing: str) -> bool:
        try:
            return self._depth(place, end, closing) == len(place)
        except tomllib.TOMLDecodeError:
            return False


def declared_in(text: str) -> Declared:
    """`text` is valid TOML."""
    lines = text.split("\n")
    lengths, since = [], 0
    for end in range(1, len(lines) + 1):
        may_end = end == since + 1 or any(one in lines[end - 1] for one in ENDING)
        if may_end and _is_whole("\n".join(lines[since:end])):
            lengths.append(end - since)
            since = end
    return Declared(lines, [*accumulate(lengths)])


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _says_something(line: str) -> bool:
    return bool(bare := line.strip()) and not bare.startswith("#")


def place_in(message: str) -> Place:
    """The place that a msgspec message names: `Expected … - at `$.accepted[0].who`` gives `("accepted", 0, "who")`."""
    _, _, path = message.rpartition("`$")
    parts = re.findall(r"\.([^.\[\]`]+)|\[(\d+)\]", path)
    return tuple(name or int(number) for name, number in parts)


def at_their_lines(name: str, text: str, faults: Sequence[Fault]) -> str:
    """Every fault of a file, one a line, sorted by line."""
    declared = declared_in(text)
    found = {(declared.line_of(place) or 0, fault) for place, fault in faults}
    return "\n".join(
        f"{name}:{line}: {fault}" if line else f"{name}: {fault}" for line, fault in sorted(found)
    )
