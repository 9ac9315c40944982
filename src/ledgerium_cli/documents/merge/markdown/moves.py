"""A generated passage that people moved into another section."""

from __future__ import annotations

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
