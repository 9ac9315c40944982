"""Conflicts of git that people left in a text."""

from __future__ import annotations

from collections.abc import Sequence

BEGIN, MIDDLE, END, _BASE = "<<<<<<< ", "=======", ">>>>>>> ", "||||||| "


def conflict_of_git(lines: Sequence[str]) -> int | None:
    """The line, from 1, of the first marker of a git merge conflict, whole or half settled."""
    numbered = [*enumerate(lines, 1)]
    markers = {
        number
        for number, line in numbered
        if line.startswith((BEGIN, END)) or (line.startswith(_BASE) and not line.rstrip().endswith("|"))
    }  # a line that ends with a bar is a row of a table
    if middles := {number for number, line in numbered if line.rstrip() == MIDDLE}:
        from ledgerium_cli.documents.merge.markdown.parse import underlines

        markers |= middles - underlines("\n".join(lines))
    return min(markers, default=None)
