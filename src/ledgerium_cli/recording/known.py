"""A fast cache for functions that are called for every event."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")

MANY = 8192
"""The most keys in a cache. Above that it is cleared: the few that matter come back at once."""


class Known(dict[Key, Found]):
    """The values of `find`, as `known[key]`. `lru_cache` keeps keys in order and builds a tuple for each call, which
    is three times as slow."""

    __slots__ = ("_find", "_many")

    def __init__(self, find: Callable[[Key], Found], many: int = MANY) -> None:
        super().__init__()
        self._find, self._many = find, many

    def __missing__(self, key: Key) -> Found:
        if len(self) >= self._many:
            self.clear()
        found = self[key] = self._find(key)
        return found
