"""Ids for the parts of a model, made of what they are and so the same in every run and mostly in every model."""

from __future__ import annotations

import unicodedata

from ledgerium_cli.mining.model import Tree


class Ids:
    """Gives each id once; a number tells apart what would be called the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, *parts: str) -> str:
        """An XML id; the first part has to begin with an ASCII letter."""
        wanted = "-".join(
            "".join(char if _may_stand_in_an_id(char) else "_" for char in one) for one in parts
        )
        number, free = 1, wanted
        while free in self._taken:
            number += 1
            free = f"{wanted}-{number}"
        self._taken.add(free)
        return free


def _may_stand_in_an_id(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char in "_-"
    return char >= "\u00c0" and unicodedata.category(char)[0] == "L"


def first_activity(tree: Tree) -> str:
    """What a routing part is called after: the first activity below it."""
    while tree.activity is None and tree.children:
        tree = tree.children[0]
    return tree.activity or tree.kind
