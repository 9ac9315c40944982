"""The result of a merge."""

from __future__ import annotations

from msgspec import Struct


class Merged(Struct, frozen=True):
    text: str
    conflicts: tuple[str, ...]
    """For each conflict in the text, the title of its section."""
    orphans: tuple[str, ...]
    """Titles of sections that no longer exist and whose edits this merge kept."""
