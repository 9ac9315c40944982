"""Acts of which nobody can tell from the recordings what they were done with: the control had no name."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.plural import count
from ledgerium_cli.steps.model import Doing

NAMED: frozenset[Doing] = frozenset({"fill", "follow", "press", "double_press"})
"""What is done with a control that has a name of its own. Entries and cells are data, and told without one."""


class Nameless(Struct, frozen=True):
    """How many acts have no name, of all, and in which activities: their ids, the most first."""

    acts: int
    of: int
    activities: tuple[str, ...]

    @property
    def counted(self) -> str:
        """`3 of 12 acts`."""
        return f"{self.acts} of {count(self.of, 'act')}"


def nameless(view: View) -> Nameless | None:
    """None where all that was pressed and filled in has a name."""
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
