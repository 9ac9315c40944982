"""Numbers with their nouns, for documents, problems and the command line."""

from __future__ import annotations


def count(n: int, noun: str, plural: str | None = None) -> str:
    """`1 case`, `2 cases`."""
    return f"{n} {noun if n == 1 else plural or noun + 's'}"
