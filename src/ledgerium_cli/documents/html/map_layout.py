"""Lays out the boxes and arrows of the page's map with Graphviz; `map_figure.py` draws them.

Units are points, measured from the upper left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
from msgspec import Struct

from ledgerium_cli.documents.map.model import END, ENDED, OPEN, START
from ledgerium_cli.documents.map.svg import NotDrawn, TooSlow, lay_out

INCH = 72
_LANE = "cluster_"

Point = tuple[float, float]


class Size(Struct, frozen=True):
    width: float
    height: float


class Joint(Struct, frozen=True):
    """An arrow to lay out. Parallel arrows are distinguished by their index in the list."""

    source: str
    target: str
    label: Size
    weight: int
    """Graphviz keeps arrows of higher weight shorter and straighter."""
    is_back: bool
    """Whether it goes backwards and so must not influence the ranks."""


class Placed(Struct, frozen=True):
    """An arrow as laid out: its cubic Bézier curve, its tip, and the centre of its label."""

    curve: tuple[Point, ...]
    point: Point
    label: Point


class Lane(Struct, frozen=True):
    left: float
    right: float


class Layout(Struct, frozen=True):
    size: Size
    boxes: Mapping[str, Point]
    """The centre of each box, by name."""
    arrows: tuple[Placed, ...]
    """In the order of the joints."""
    lanes: Mapping[int, Lane]
    upwards: tuple[int, ...] = ()
    """Indexes of the arrows from the lowest to the uppermost."""


Plan = Mapping[str, int]
"""Lane index by name of a box; a box that is missing is in no lane."""


def layouts(sizes: Mapping[str, Size], joints: Sequence[Joint], plans: Sequence[Plan]) -> list[Layout | None]:
    """One layout per plan, all by a single call of Graphviz if it can; None for a plan that it does not lay out.
    Raises DrawingError."""
    try:
        answers = lay_out([_dot(sizes, joints, plan) for plan in plans])
    except TooSlow:
        return [None for _ in plans]
    except NotDrawn:
        return [_layout_alone(sizes, joints, plan) for plan in plans]
    return [_layout(one, list(sizes)) for one in answers]


def _layout_alone(sizes: Mapping[str, Size], joints: Sequence[Joint], plan: Plan) -> Layout | None:
    """Graphviz loses arrows that influence no rank where they cross lanes, so these are laid out as the others are."""
    for ranked in (False, True):
        try:
            [answer] = lay_out([_dot(sizes, joints, plan, all_ranked=ranked)])
        except TooSlow:
            return None
        except NotDrawn:
            continue
        return _layout(answer, list(sizes))
    return None


def _dot(sizes: Mapping[str, Size], joints: Sequence[Joint], plan: Plan, *, all_ranked: bool = False) -> str:
    numbers = {name: number for number, name in enumerate(sizes)}
    lines = [
        'digraph { graph [newrank="true", nodesep="0.3", ranksep="0.25", pad="0"];',
        'node [shape="box", fixedsize="true", label=""]; edge [arrowsize="0.8"];',
        *(
            f'{numbers[name]} [width="{size.width / INCH:.3f}", height="{size.height / INCH:.3f}"];'
            for name, size in sizes.items()
        ),
        *_lanes(numbers, plan),
        *(
            f"{numbers[one.source]} -> {numbers[one.target]} [id={place}, weight={one.weight}"
            f"{', constraint=false' if one.is_back and not all_ranked else ''}{_blank(one.label)}];"
            for place, one in enumerate(joints)
        ),
        "}",
    ]
    return "\n".join(lines)


def _blank(size: Size) -> str:
    """An empty label that reserves space for one drawn later."""
    if not size.width:
        return ""
    room = f'FIXEDSIZE="TRUE" WIDTH="{size.width:.0f}" HEIGHT="{size.height:.0f}"'
    bare = 'BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"'
    return f", label=<<TABLE {bare}><TR><TD {room}></TD></TR></TABLE>>"


def _lanes(numbers: Mapping[str, int], plan: Plan) -> list[str]:
    """Lanes as clusters; each is tied to a point at the top and one at the bottom, so that they stand side by side."""
    lanes = sorted(set(plan.values()))
    if not lanes:
        return []
    inside = {lane: [numbers[name] for name, own in plan.items() if own == lane] for lane in lanes}
    ends = " ".join(str(numbers[end]) for end in (END, OPEN, ENDED) if end in numbers)
    return [
        'top, bottom [shape="point", width="0.01", height="0.01", style="invis"];',
        f'edge [style="invis"]; top -> {numbers[START]}; {{{ends}}} -> bottom; edge [weight=9];',
        *(
            f'subgraph cluster_{lane} {{ margin=16; node [shape="point", width="0.01", height="0.01", '
            f'style="invis"]; top_{lane}; bottom_{lane}; {"; ".join(map(str, inside[lane]))} }} '
            f"top -> top_{lane}; bottom_{lane} -> bottom;"
            for lane in lanes
        ),
        'edge [style="solid", weight=1];',
    ]


# The output of Graphviz


class _Object(msgspec.Struct):
    name: str
    pos: str = ""
    bb: str = ""


class _Edge(msgspec.Struct):
    pos: str = ""
    id: str = ""
    lp: str = ""


class _Graph(msgspec.Struct):
    bb: str
    objects: list[_Object]
    edges: list[_Edge] = []


def _layout(answer: str, names: Sequence[str]) -> Layout:
    graph = msgspec.json.decode(answer, type=_Graph)
    left, bottom, right, top = _numbers(graph.bb)
    size = Size(right - left, top - bottom)

    def place(x: float, y: float) -> Point:
        """Converts from Graphviz, whose origin is the lower left corner."""
        return round(x - left, 1), round(top - y, 1)

    lanes = {one.name: _numbers(one.bb) for one in graph.objects if one.name.startswith(_LANE)}
    return Layout(
        size=size,
        boxes={
            names[int(one.name)]: place(*_numbers(one.pos)) for one in graph.objects if one.name.isdigit()
        },
        arrows=tuple(
            _placed(edge, place)
            for edge in sorted((one for one in graph.edges if one.id), key=lambda one: int(one.id))
        ),
        lanes={
            int(name.removeprefix(_LANE)): Lane(round(bounds[0] - left, 1), round(bounds[2] - left, 1))
            for name, bounds in lanes.items()
        },
    )


def _placed(edge: _Edge, place: Callable[[float, float], Point]) -> Placed:
    """Parses `e,x,y x,y x,y …`: the tip, then the start of the curve and three points for each Bézier segment."""
    point, *curve = edge.pos.removeprefix("e,").split(" ")
    label = place(*_numbers(edge.lp)) if edge.lp else place(*_numbers(curve[len(curve) // 2]))
    return Placed(tuple(place(*_numbers(one)) for one in curve), place(*_numbers(point)), label)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
