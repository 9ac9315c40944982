"""Converts a mined model to a workflow net: one start place, one end place, no dead transitions."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from ledgerium_cli.exports.ids import Ids, first_activity
from ledgerium_cli.mining.model import Tree

START, END = "start", "end"
"""Names of the start and end place."""


@dataclass(frozen=True, slots=True)
class Transition:
    id: str
    activity: str | None
    """None for a silent transition."""


@dataclass(slots=True)
class Net:
    places: list[str] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    arcs: list[tuple[str, str]] = field(default_factory=list)


def net_of(tree: Tree) -> Net:
    net, ids = Net(), Ids()
    start, end = ids(START), ids(END)
    net.places += [start, end]
    _Builder(net, ids).add(tree, start, end)
    return net


class _Builder:
    def __init__(self, net: Net, ids: Ids) -> None:
        self._net, self._ids = net, ids

    def add(self, tree: Tree, before: str, after: str) -> None:
        """Adds what moves a token from the place `before` to the place `after`."""
        match tree.kind:
            case "activity":
                self._transition([before], [after], "do", tree, tree.activity)
            case "nothing":
                self._transition([before], [after], "skip", tree)
            case "sequence":
                places = [before, *(self._place("before", child) for child in tree.children[1:]), after]
                for child, (one, next_one) in zip(tree.children, pairwise(places), strict=True):
                    self.add(child, one, next_one)
            case "choice":
                for child in tree.children:
                    self.add(child, before, after)
            case "optional":
                self.add(tree.children[0], before, after)
                self._transition([before], [after], "skip", tree)
            case "parallel":
                self._add_parallel(tree, before, after)
            case "repeat":
                self._add_repeat(tree, before, after)

    def _add_parallel(self, tree: Tree, before: str, after: str) -> None:
        begun = [self._place("before", child) for child in tree.children]
        done = [self._place("after", child) for child in tree.children]
        self._transition([before], begun, "split", tree)
        for child, one, next_one in zip(tree.children, begun, done, strict=True):
            self.add(child, one, next_one)
        self._transition(done, [after], "join", tree)

    def _add_repeat(self, tree: Tree, before: str, after: str) -> None:
        """Gives the loop its own places, so that a branch that was left cannot be entered again from its end."""
        do, *between = tree.children
        begun, done = self._place("before", do), self._place("after", do)
        self._transition([before], [begun], "begin", tree)
        self.add(do, begun, done)
        if between:
            self.add(between[0], done, begun)
        else:
            self._transition([done], [begun], "again", tree)
        self._transition([done], [after], "finish", tree)

    def _place(self, where: str, tree: Tree) -> str:
        place = self._ids(where, first_activity(tree))
        self._net.places.append(place)
        return place

    def _transition(
        self, before: list[str], after: list[str], what: str, tree: Tree, activity: str | None = None
    ) -> None:
        one = Transition(self._ids(what, first_activity(tree)), activity)
        self._net.transitions.append(one)
        self._net.arcs += [(place, one.id) for place in before]
        self._net.arcs += [(one.id, place) for place in after]
