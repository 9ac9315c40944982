"""What is asked again and again is found once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")

MANY = 8192
"""Keys that are known, of each kind. Beyond that all are forgotten: the few that matter come back at once."""


class Known(dict[Key, Found]):
    """What `find` gives for a key, as `known[key]`. `lru_cache` orders its keys and makes a tuple of each, which
    is three times as slow: too slow for what is asked of every event."""

    __slots__ = ("_find", "_many")

    def __init__(self, find: Callable[[Key], Found], many: int = MANY) -> None:
        super().__init__()
        self._find, self._many = find, many

    def __missing__(self, key: Key) -> Found:
        if len(self) >= self._many:
            self.clear()
        found = self[key] = self._find(key)
        return found
