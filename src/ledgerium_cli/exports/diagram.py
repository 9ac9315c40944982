"""Lays out a BPMN diagram.

A mined model consists of nested blocks, each with one entry and one exit on its axis. So a block is laid out once,
from its inner blocks: a sequence from left to right, alternatives one below the other, the way back of a loop below
and mirrored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ledgerium_cli.exports.ids import Ids, first_activity
from ledgerium_cli.mining.model import Tree

NodeKind = Literal["startEvent", "endEvent", "task", "exclusiveGateway", "parallelGateway"]
Point = tuple[int, int]

SIZES: dict[NodeKind, tuple[int, int]] = {
    "startEvent": (36, 36),
    "endEvent": (36, 36),
    "task": (120, 80),
    "exclusiveGateway": (50, 50),
    "parallelGateway": (50, 50),
}
GAP, LANE = 50, 30
"""Between neighbours in a row, and between branches one below the other; in pixels."""
MARGIN = 40


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    kind: NodeKind
    x: int
    y: int
    activity: str | None = None

    @property
    def size(self) -> tuple[int, int]:
        return SIZES[self.kind]

    @property
    def right(self) -> int:
        return self.x + self.size[0]

    @property
    def middle(self) -> int:
        return self.x + self.size[0] // 2


@dataclass(frozen=True, slots=True)
class Flow:
    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A laid-out part of the diagram. Its left edge and its axis are at 0; y grows downwards."""

    width: int
    above: int
    below: int
    nodes: tuple[Node, ...]
    """The first is its entry, the last its exit."""
    flows: tuple[Flow, ...] = ()

    @property
    def way_in(self) -> Node:
        return self.nodes[0]

    @property
    def way_out(self) -> Node:
        return self.nodes[-1]


def diagram_of(tree: Tree) -> Block:
    """The whole process from start to end, with all coordinates positive."""
    layout = _Layout(Ids())
    start, end = layout.single("startEvent", "start"), layout.single("endEvent", "end")
    whole = layout.in_a_row([start, layout.block(tree), end])
    return _moved(whole, MARGIN, MARGIN + whole.above)


class _Layout:
    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def block(self, tree: Tree) -> Block:
        match tree.kind:
            case "sequence":
                return self.in_a_row([self.block(child) for child in tree.children])
            case "choice":
                return self._side_by_side(tree, "exclusiveGateway")
            case "parallel":
                return self._side_by_side(tree, "parallelGateway")
            case "optional":
                return self._optional(tree)
            case "repeat":
                return self._repeat(tree)
            case _:
                return self.single("task", f"do-{first_activity(tree)}", tree.activity)

    def single(self, kind: NodeKind, name: str, activity: str | None = None) -> Block:
        width, height = SIZES[kind]
        node = Node(self._ids(name), kind, 0, -height // 2, activity)
        return Block(width, height // 2, height // 2, (node,))

    def in_a_row(self, blocks: Sequence[Block]) -> Block:
        left, placed = 0, []
        for block in blocks:
            placed.append(_moved(block, left, 0))
            left += block.width + GAP
        return _together(placed, [_flow(one.way_out, after.way_in) for one, after in pairwise(placed)])

    def _gates(self, tree: Tree, kind: NodeKind, inner: int) -> tuple[Block, Block]:
        """The gateways before and behind a part of the given inner width."""
        name = f"{tree.kind}-{first_activity(tree)}"
        before, behind = self.single(kind, f"{name}-in"), self.single(kind, f"{name}-out")
        return before, _moved(behind, before.width + 2 * GAP + inner, 0)

    def _side_by_side(self, tree: Tree, kind: NodeKind) -> Block:
        branches = [self.block(child) for child in tree.children]
        width = max(branch.width for branch in branches)
        before, behind = self._gates(tree, kind, width)
        placed: list[Block] = []
        flows = []
        for branch in branches:
            axis = placed[-1].below + LANE + branch.above if placed else 0
            placed.append(_moved(branch, before.width + GAP + (width - branch.width) // 2, axis))
            flows += _between(before.way_in, placed[-1], behind.way_in, axis)
        return _together([before, *placed, behind], flows)

    def _optional(self, tree: Tree) -> Block:
        body = self.block(tree.children[0])
        before, behind = self._gates(tree, "exclusiveGateway", body.width)
        return self._with_detour(before, body, behind, back=False)

    def _repeat(self, tree: Tree) -> Block:
        do, *between = (self.block(child) for child in tree.children)
        width = max(do.width, *(one.width for one in between), 0)
        before, behind = self._gates(tree, "exclusiveGateway", width)
        if not between:
            return self._with_detour(before, do, behind, back=True)
        body = _moved(do, before.width + GAP + (width - do.width) // 2, 0)
        back = _mirrored(between[0])
        axis = body.below + LANE + back.above
        back = _moved(back, before.width + GAP + (width - back.width) // 2, axis)
        forth = _between(before.way_in, body, behind.way_in, 0)
        home = _between(behind.way_in, back, before.way_in, axis)
        return _together([before, body, back, behind], [*forth, *home])

    @staticmethod
    def _with_detour(before: Block, inner: Block, behind: Block, *, back: bool) -> Block:
        """Lays out the inner block between two gateways with a flow that bypasses it, or, with `back`, leads back
        before it."""
        body = _moved(inner, before.width + GAP, 0)
        ends = (behind.way_in, before.way_in) if back else (before.way_in, behind.way_in)
        low = body.below + LANE
        corners = tuple(
            (one.middle, y) for one, ys in zip(ends, ((25, low), (low, 25)), strict=True) for y in ys
        )
        detour = Flow(ends[0].id, ends[1].id, corners)
        whole = _together([before, body, behind], [*_between(before.way_in, body, behind.way_in, 0), detour])
        return replace(whole, below=low)


def _flow(source: Node, target: Node) -> Flow:
    """A straight flow to the right, on the axis."""
    return Flow(source.id, target.id, ((source.right, 0), (target.x, 0)))


def _between(before: Node, block: Block, behind: Node, axis: int) -> list[Flow]:
    """Flows from one gateway through a block to the other; for a block below the axis, from and to the lower
    corners of the gateways. They run right to left when the block is mirrored."""
    into, out = block.way_in, block.way_out
    if axis == 0:
        return [_flow(before, into), _flow(out, behind)]
    to_the_right = before.x < behind.x
    first = into.x if to_the_right else into.right
    last = out.right if to_the_right else out.x
    gate = before.size[1] // 2
    return [
        Flow(before.id, into.id, ((before.middle, gate), (before.middle, axis), (first, axis))),
        Flow(out.id, behind.id, ((last, axis), (behind.middle, axis), (behind.middle, gate))),
    ]


def _moved(block: Block, right: int, down: int) -> Block:
    return Block(
        block.width + right,
        block.above - down,
        block.below + down,
        tuple(replace(node, x=node.x + right, y=node.y + down) for node in block.nodes),
        tuple(
            replace(flow, points=tuple((x + right, y + down) for x, y in flow.points)) for flow in block.flows
        ),
    )


def _mirrored(block: Block) -> Block:
    """The block flipped horizontally."""
    width = block.width
    return replace(
        block,
        nodes=tuple(replace(node, x=width - node.right) for node in block.nodes),
        flows=tuple(
            replace(flow, points=tuple((width - x, y) for x, y in flow.points)) for flow in block.flows
        ),
    )


def _together(blocks: Sequence[Block], flows: Iterable[Flow]) -> Block:
    """The blocks as one; the entry is that of the first, the exit that of the last."""
    return Block(
        max(block.width for block in blocks),
        max(block.above for block in blocks),
        max(block.below for block in blocks),
        tuple(node for block in blocks for node in block.nodes),
        (*(flow for block in blocks for flow in block.flows), *flows),
    )
