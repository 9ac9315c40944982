"""How many of something, for whoever tells it: a document, a problem, the command line."""

from __future__ import annotations


def count(n: int, noun: str, plural: str | None = None) -> str:
    """`1 case`, `2 cases`."""
    return f"{n} {noun if n == 1 else plural or noun + 's'}"
