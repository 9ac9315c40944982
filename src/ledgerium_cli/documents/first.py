"""Keeps the first of many values and counts the rest, since documents name no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

One = TypeVar("One")


class First(Generic[One]):
    """Add values in the order in which they are to be named; use `once` to count equal neighbours once."""

    __slots__ = ("_last", "_most", "n", "shown")

    def __init__(self, most: int, values: Iterable[One] = ()) -> None:
        self._most = most
        self.shown: list[One] = []
        self.n = 0
        """The number of all values."""
        for one in values:
            self.add(one)

    def __len__(self) -> int:
        return self.n

    def add(self, one: One) -> None:
        self._last = one
        self.n += 1
        if self.n <= self._most:
            self.shown.append(one)

    def once(self, one: One) -> None:
        """Add a value unless it equals the last one added."""
        if not self.n or self._last != one:
            self.add(one)
