"""Texts in SQL."""

from __future__ import annotations


def quoted(text: str) -> str:
    """The text as a literal."""
    return "'" + text.replace("'", "''") + "'"
