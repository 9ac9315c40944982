"""A generated passage that people moved into another section."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

At = tuple[int, int]
"""(index of the section, index of the block)."""


class Move(Struct, frozen=True):
    made: At
    """Where it was generated."""
    own: At
    """Where people put it."""
    is_changed: bool = False
    """Whether they changed it as well."""


def put_into(moved: Iterable[Move]) -> dict[int, list[int]]:
    """For each section of which people moved passages the ones in which these stand."""
    found: dict[int, list[int]] = {}
    for of, to in dict.fromkeys((one.made[0], one.own[0]) for one in moved):
        found.setdefault(of, []).append(to)
    return found
