"""Numbers with their nouns, for documents, problems and the command line."""

from __future__ import annotations

import re


def plural_of(noun: str) -> str:
    """The plural of a regular English noun: `cases`, `deliveries`, `boxes`."""
    if re.search("[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}{'es' if re.search('(s|x|z|ch|sh)$', noun) else 's'}"


def count(n: int, noun: str, plural: str | None = None) -> str:
    """`1 case`, `2 cases`."""
    return f"{n} {noun if n == 1 else plural or plural_of(noun)}"
