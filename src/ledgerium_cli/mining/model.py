"""A mined process model as a process tree: sequence, choice, parallel, optional and repeated parts.

Build trees only with the functions below. They normalise and sort, so that trees of the same meaning found in
different ways are equal and print the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

Kind = Literal["activity", "nothing", "sequence", "choice", "parallel", "optional", "repeat"]

_PLAIN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Tree(Struct, frozen=True):
    kind: Kind
    activity: str | None = None
    children: tuple[Tree, ...] = ()
    """For a repeat one or two: the body, and what is done between repetitions."""

    @property
    def text(self) -> str:
        """`sequence(a, optional(b), choice(c, d), parallel(e, f), repeat(g, h))`, over activity ids."""
        if self.activity is not None:
            simple = _PLAIN_ID.fullmatch(self.activity)
            return self.activity if simple else json.dumps(self.activity, ensure_ascii=False)
        return f"{self.kind}({', '.join(child.text for child in self.children)})"

    @property
    def may_be_skipped(self) -> bool:
        """Whether the tree allows doing nothing at all."""
        match self.kind:
            case "activity":
                return False
            case "choice":
                return any(child.may_be_skipped for child in self.children)
            case "repeat":
                return self.children[0].may_be_skipped
            case _:
                return self.kind == "optional" or all(child.may_be_skipped for child in self.children)


NOTHING = Tree("nothing")


def activity(name: str) -> Tree:
    return Tree("activity", name)


def sequence(children: Iterable[Tree]) -> Tree:
    return _node("sequence", _flattened("sequence", children))


def parallel(children: Iterable[Tree]) -> Tree:
    return _node("parallel", sorted(_flattened("parallel", children), key=lambda child: child.text))


def choice(children: Iterable[Tree]) -> Tree:
    """A choice; if one alternative is nothing, the rest becomes optional."""
    offered = list(children)
    bodies = [body for child in offered for body in _children_of(child, "optional")]
    chosen = _node("choice", sorted(set(_flattened("choice", bodies)), key=lambda child: child.text))
    return optional(chosen) if any(child.kind in ("nothing", "optional") for child in offered) else chosen


def optional(child: Tree) -> Tree:
    return child if child.may_be_skipped else Tree("optional", children=(child,))


def repeat(do: Tree, between: Tree = NOTHING) -> Tree:
    """`do`, then any number of times `between` followed by `do`."""
    if do == NOTHING:
        return optional(repeat(between)) if between != NOTHING else NOTHING
    if between != NOTHING:
        return Tree("repeat", children=(do, between))
    if do.kind == "optional":
        return optional(repeat(do.children[0]))
    return do if do.kind == "repeat" and len(do.children) == 1 else Tree("repeat", children=(do,))


def _flattened(kind: Kind, children: Iterable[Tree]) -> list[Tree]:
    return [inner for child in children if child.kind != "nothing" for inner in _children_of(child, kind)]


def _children_of(tree: Tree, kind: Kind) -> Sequence[Tree]:
    """The children of a tree of that kind; any other tree itself."""
    return tree.children if tree.kind == kind else (tree,)


def _node(kind: Kind, children: list[Tree]) -> Tree:
    if len(children) < 2:
        return children[0] if children else NOTHING
    return Tree(kind, children=tuple(children))


class Quality(Struct, frozen=True):
    """A value from 0 to 1 over all cases, including those that the model was not mined from."""

    measure: str
    value: float | None
    reason: str | None = None
    """Why there is no value, or what it leaves out."""


class MinedModel(Struct, frozen=True):
    tree: Tree
    method: str
    variants: int
    cases: int
    variants_left_out: int
    """The rarest variants, left out when there are too many to mine in reasonable time."""
    cases_left_out: int
    fitness: Quality
    precision: Quality
    cases_unordered: int = 0
    """Cases of which it is not known which of their steps came first, so that they are in no variant."""
