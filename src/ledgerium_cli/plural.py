"""Numbers with their nouns, for documents, problems and the command line."""

from __future__ import annotations

import re


def plural_of(noun: str) -> str:
    """The plural of a regular English noun: `cases`, `deliveries`, `boxes`."""
    if re.search("[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}{'es' if re.search('(s|x|z|ch|sh)$', noun) else 's'}"


def singular_of(word: str) -> str:
    """The singular of a regular English plural; any other word as it is."""
    if word.endswith("ies"):
        return f"{word[:-3]}y" if re.search("[^aeiou]ies$", word) else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def count(n: int, noun: str, plural: str | None = None) -> str:
    """`1 case`, `2 cases`."""
    return f"{n} {noun if n == 1 else plural or plural_of(noun)}"
