"""The result of a merge."""

from __future__ import annotations

from msgspec import Struct

from ledgerium_cli.documents.merge.builds.gone import NOTHING_GONE, Gone


class Merged(Struct, frozen=True):
    text: str
    conflicts: tuple[str, ...]
    """For each conflict in the text, the title of its section."""
    orphans: tuple[str, ...]
    """Titles of sections that no longer exist and whose edits this merge kept."""
    gone: Gone = NOTHING_GONE
    """What the build no longer says though people had changed it or taken it out."""
