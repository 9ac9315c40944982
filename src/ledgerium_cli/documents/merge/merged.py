"""What a merge gives."""

from __future__ import annotations

from msgspec import Struct


class Merged(Struct, frozen=True):
    text: str
    conflicts: tuple[str, ...]
    """The title of the section of each conflict that stands in the text."""
    orphans: tuple[str, ...]
    """The titles of the parts that are gone and of which this merge kept what people had written there."""
