"""The rows of the table of “Revisions” in a generated SOP."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ledgerium_cli.documents.merge.wording import REVISED, REVISIONS


class Revision(Struct, frozen=True):
    """A row of the table."""

    version: str
    until_ms: int | None
    line: str

    @property
    def told(self) -> str:
        """What it says has changed."""
        return self.line.split(" | ", 2)[-1].removesuffix(" |")


def rows_of(sop: str) -> list[Revision]:
    """The rows of the table in a generated SOP; none if there is no table."""
    _, _, section = sop.partition(f"\n## {REVISIONS}\n")
    cells = [(line, line.split(" | ")) for line in section.split("\n") if line.startswith("| `")]
    return [
        Revision(parts[0].strip("|` "), _milliseconds(parts[1].strip()), line)
        for line, parts in cells
        if len(parts) >= len(REVISED)
    ]


def _milliseconds(text: str) -> int | None:
    try:
        return round(datetime.fromisoformat(text).timestamp() * 1000)
    except ValueError:
        return None
