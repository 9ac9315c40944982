"""Counts acts on controls without a name, which nobody can identify from the recordings."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.plural import count
from ledgerium_cli.steps.model import Doing

NAMED: frozenset[Doing] = frozenset({"fill", "follow", "press", "double_press"})
"""Acts on controls that should have a name. Entries and cells are data and need none."""


class Nameless(Struct, frozen=True):
    """The number of acts without a name, of all acts, and the ids of their activities, most first."""

    acts: int
    of: int
    activities: tuple[str, ...]

    @property
    def counted(self) -> str:
        """`3 of 12 acts`."""
        return f"{self.acts} of {count(self.of, 'act')}"


def nameless(view: View) -> Nameless | None:
    """None when everything that was pressed and filled in has a name."""
    found: Counter[str] = Counter()
    acts = 0
    for look in view.facts.looks:
        actions = look.shape.actions
        acts += look.times * len(actions)
        if without := sum(one.name is None and one.doing in NAMED for one in actions):
            found[look.shape.activity.id] += look.times * without
    if not found:
        return None
    return Nameless(found.total(), acts, tuple(name for name, _ in found.most_common()))
