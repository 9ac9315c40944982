"""Conflict notes as the document shows them: quotations in plain Markdown, in place."""

from __future__ import annotations

from ledgerium_cli.documents.merge.markdown import Block, all_said
from ledgerium_cli.documents.merge.rows import as_text, rows_of
from ledgerium_cli.documents.merge.wording import CONFLICT, SAYS, SETTLE, Sort


def note(where: str, sort: Sort, quoted: str) -> Block:
    """`where` and `quoted` are Markdown; `where` is the title of the section."""
    lines = [f"**{CONFLICT}“{where}”**: {SAYS[sort]}", "", *quoted.split("\n"), "", SETTLE]
    source = "\n".join(f"> {line}".rstrip() for line in lines)
    return Block("note", all_said(quoted), source, text=SAYS[sort])


def is_of(note: Block, sort: Sort) -> bool:
    return SAYS[sort] in note.text


def quotable(block: Block) -> str:
    """The text of a block that a conflict note quotes."""
    if block.kind == "table":
        return "\n".join(f"- {as_text(row)}" for place, row in enumerate(rows_of(block.source)) if place != 1)
    return block.source
