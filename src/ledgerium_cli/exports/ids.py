"""Makes ids for the parts of a model from their meaning, so that they are the same in every run and rarely change."""

from __future__ import annotations

import unicodedata

from ledgerium_cli.mining.model import Tree


class Ids:
    """Makes unique ids; duplicates get a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, *parts: str) -> str:
        """An XML id of the given parts; the first part must begin with an ASCII letter."""
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
    """The activity after which a routing node is named: the first one below it."""
    while tree.activity is None and tree.children:
        tree = tree.children[0]
    return tree.activity or tree.kind
