"""The first of many, and how many there are: all that a document says of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

One = TypeVar("One")


class First(Generic[One]):
    """Add them in the order in which they would be named; what is equal to the last one counts once if it is to."""

    __slots__ = ("_last", "_most", "n", "shown")

    def __init__(self, most: int, values: Iterable[One] = ()) -> None:
        self._most = most
        self.shown: list[One] = []
        self.n = 0
        """All of them."""
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
        """Unless it was the last one that was added."""
        if not self.n or self._last != one:
            self.add(one)
