"""A document in Markdown as sections of blocks."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["text", "item", "head", "table", "note", "other"]
CHAPTER = 2
"""The generated level of the headings of chapters."""


class Block(Struct, frozen=True):
    """A paragraph, a list entry, a heading that people added, a table, a conflict note, or anything else, which is
    kept verbatim."""

    kind: Kind
    said: str
    """What it says, independent of how it is written; for a conflict note, what it quotes."""
    source: str
    """Its lines; for a list entry or heading without the mark and the indentation."""
    text: str = ""
    """The paragraph, heading or first paragraph of an entry on one line; empty when its line breaks are intended.
    For a conflict note, what it says about the quotation."""
    tail: str = ""
    """The lines of a list entry after its first paragraph; for a conflict note, what people wrote into it."""
    mark: str = ""
    """The mark of a list entry (`-`, `*`, `1.`) or a heading (`####`); the head of the table if people made the entry a
    row, with their other cells as its tail; the line that makes a callout of a conflict note (`[!WARNING]`)."""
    loose: bool = False
    """Whether empty lines stand between most entries of its list; one may be left of a note that people deleted."""
    box: str = ""
    """The box of a task between the mark and the text of a list entry: `[ ]`, `[x]`."""
    torn: bool = False
    """Whether not all of a conflict note stands in one quotation; its source does."""


class StepTable(Struct, frozen=True):
    """The table of which people made steps rows."""

    head: str
    """Its first two lines."""
    title: int
    """The column of the names of the steps."""
    number: int | None
    """The column of their numbers; None if these stand before the names, or nowhere."""
    look: str
    """Of the numbers there: `#` or `Step #`."""
    columns: tuple[tuple[str, int], ...]
    """Where a passage stands: by what it says without marks, by the name of its value, and by its kind."""
    signs: tuple[str, ...]
    """What stands before each passage of a column: `1.`, `-` or nothing."""
    behind: int
    """How many passages of the section above stand behind the table."""


class Section(Struct, frozen=True):
    """A heading with everything up to the next one."""

    level: int
    """0 for what stands before the first heading."""
    title: str
    """As written, without the number, the attributes, HTML and pictures."""
    said: str
    """The title, independent of how it is written."""
    number: str
    """Of a step: `3.` in `### 3. Run the credit check`, `Step 3:` when people number so, `**3.` when both are bold;
    else empty."""
    step: str | None
    """The id of the activity."""
    blocks: tuple[Block, ...]
    source: str
    lower: int = 0
    """By how many levels people put the heading lower than it is generated; below 0 higher."""
    attributes: str = ""
    """What people put behind the title for another program, with the blank before it: ` {#confirm}`."""
    written: str = ""
    """The number and the title with the HTML and the pictures that people put there; empty when there are none."""
    underline: str = ""
    """The line below the title that makes it a heading in place of `#`: `-------`."""
    row: StepTable | None = None
    """The table, if people made the step a row of one."""

    @property
    def shown_level(self) -> int:
        """The level of the heading in the text."""
        return self.level + self.lower


class Document(Struct, frozen=True):
    front: str
    """Front matter, which some programs put before a document."""
    sections: tuple[Section, ...]
