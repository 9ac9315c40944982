"""Names of controls that look like ids of the page's program, which nobody sees on the screen."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

from ledgerium_cli.documents.view.model import View

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
LONG = 2
"""The fewest letters of a part of an id, so that “B2B” is none."""


class ProgramNames(Struct, frozen=True):
    """The names, and the ids of the activities where they stand; most frequent first."""

    names: tuple[str, ...]
    activities: tuple[str, ...]


def program_names(view: View) -> ProgramNames | None:
    """None when there is no such name."""
    names: Counter[str] = Counter()
    activities: Counter[str] = Counter()
    for look in view.facts.looks:
        for action in look.shape.actions:
            if action.name is not None and looks_like_id(action.name):
                names[action.name] += look.times
                activities[look.shape.activity.id] += look.times
    if not names:
        return None
    return ProgramNames(*(tuple(one for one, _ in found.most_common()) for found in (names, activities)))


def looks_like_id(name: str) -> bool:
    """Whether a word in it is made like an id: of parts joined by an underscore, or of several parts of letters and a
    number without a blank between them, as “react-select-2” and “SingleLine1”."""
    return any(map(_is_id, name.split()))


def _is_id(word: str) -> bool:
    parts = _PARTS.findall(word)
    letters = sum(part.isalpha() and len(part) >= LONG for part in parts)
    return "_" in word.strip("_") or (letters > 1 and any(map(str.isdigit, parts)))
