"""Puts the texts of the arrows on their own lines, where they hide neither a box nor one another, and where as few
other lines as can be run through them.

Graphviz keeps a place beside each line free, which is far from it where lines are dense, and the columns of a folded
map have none. Of the points of each line and the place beside it, from the most frequent arrow on, the one is taken
that costs least; where each would hide a text or a box, others beside the line too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from math import ceil, hypot

from msgspec.structs import replace

from ledgerium_cli.documents.html.map_layout import Layout, Placed, Point, Size

APART, MOST_POINTS, CELL = 6, 40, 48
"""In points: the distance of two points of a line that are looked at, and the side of a square of the grid; and the
most points of one line at which its text may stand."""
ASIDE, FEW_POINTS = range(APART, 61, 2 * APART), 10
"""How far beside a line its text may begin, and the most points of the line from which this is looked at."""
ON_BOX, ON_TEXT, ON_TIP, BESIDE, ON_LINE, FAR = 100, 80, 20, 30, 8, 0.05
"""What a place costs: for each box, text, own arrowhead and other line that it would hide, where it is beside its line,
and for each point of distance from the place that was kept free."""

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def on_lines(layout: Layout, sizes: Mapping[str, Size], rooms: Sequence[Size]) -> Layout:
    """The layout with each text of the size in `rooms` on its own line."""
    grid, arrows, through = _Grid(layout, sizes), list(layout.arrows), list[Set[int]]()
    for place, room in enumerate(rooms):
        label = grid.best(place, arrows[place], room)
        arrows[place] = replace(arrows[place], label=(round(label[0], 1), round(label[1], 1)))
        through.append(grid.lines_in(place, _around(label, room)))
    return replace(layout, arrows=tuple(arrows), upwards=_upwards(through))


def _upwards(through: Sequence[Set[int]]) -> tuple[int, ...]:
    """The arrows from the lowest to the uppermost: lines that run through a text are below it, unless they are so in
    turn. `through` has them for each arrow."""
    found: dict[int, None] = {}
    for place in range(len(through)):
        waiting, seen = [place], {place}
        while waiting:
            below = sorted(through[waiting[-1]] - found.keys() - seen)
            seen.update(below)
            waiting += below
            if not below:
                found[waiting.pop()] = None
    return tuple(found)


class _Grid:
    """What stands where, by squares, so that a place is compared with its neighbours alone."""

    def __init__(self, layout: Layout, sizes: Mapping[str, Size]) -> None:
        self.boxes: dict[Point, list[Rect]] = defaultdict(list)
        self.texts: dict[Point, list[Rect]] = defaultdict(list)
        self.lines: dict[Point, list[tuple[int, Point]]] = defaultdict(list)
        self.ways = [_points(placed.curve) for placed in layout.arrows]
        self.width = layout.size.width
        for name, point in layout.boxes.items():
            _put(self.boxes, _around(point, sizes[name]))
        for place, way in enumerate(self.ways):
            for point in way:
                self.lines[_cell(point)].append((place, point))

    def best(self, place: int, placed: Placed, room: Size) -> Point:
        """The place of the text of an arrow, which is kept for it. Beside a line that has no free place on it others
        than the one kept free are looked at."""
        way = self.ways[place]
        on_it = [(self._cost(place, placed, one, room), one) for one in way[:: ceil(len(way) / MOST_POINTS)]]
        cost, found = min([*on_it, self._beside(place, placed, placed.label, room)], key=_cost_of)
        if cost >= ON_TEXT:
            shifts = [side * (room.width / 2 + far) for far in ASIDE for side in (-1, 1)]
            points = ((x + shift, y) for x, y in way[:: ceil(len(way) / FEW_POINTS)] for shift in shifts)
            others = (self._beside(place, placed, one, room) for one in points if self._is_inside(one, room))
            cost, found = min([(cost, found), *others], key=_cost_of)
        _put(self.texts, _around(found, room))
        return found

    def _beside(self, place: int, placed: Placed, point: Point, room: Size) -> tuple[float, Point]:
        return self._cost(place, placed, point, room) + BESIDE, point

    def _is_inside(self, point: Point, room: Size) -> bool:
        left, _, right, _ = _around(point, room)
        return left >= 0 and right <= self.width

    def lines_in(self, place: int, rect: Rect) -> Set[int]:
        """The other arrows whose lines run through a place."""
        near = (one for cell in _cells(rect) for one in self.lines.get(cell, ()))
        return {other for other, point in near if other != place and _is_in(point, rect)}

    def _cost(self, place: int, placed: Placed, point: Point, room: Size) -> float:
        rect = _around(point, room)
        hidden = ON_BOX * _met(self.boxes, rect) + ON_TEXT * _met(self.texts, rect)
        far = hypot(point[0] - placed.label[0], point[1] - placed.label[1])
        own = ON_TIP * _is_in(placed.point, rect) + FAR * far
        return hidden + ON_LINE * len(self.lines_in(place, rect)) + own


def _cost_of(one: tuple[float, Point]) -> float:
    return one[0]


def _put(cells: dict[Point, list[Rect]], rect: Rect) -> None:
    for cell in _cells(rect):
        cells[cell].append(rect)


def _met(cells: Mapping[Point, list[Rect]], rect: Rect) -> int:
    """How many of what stands in the squares a place would hide."""
    return len({one for cell in _cells(rect) for one in cells.get(cell, ()) if _meet(rect, one)})


def _cell(point: Point) -> Point:
    return point[0] // CELL, point[1] // CELL


def _cells(rect: Rect) -> Iterator[Point]:
    (left, top), (right, bottom) = _cell(rect[:2]), _cell(rect[2:])
    for across in range(int(left), int(right) + 1):
        for down in range(int(top), int(bottom) + 1):
            yield across, down


def _around(point: Point, size: Size) -> Rect:
    half_width, half_height = size.width / 2, size.height / 2
    return point[0] - half_width, point[1] - half_height, point[0] + half_width, point[1] + half_height


def _meet(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_in(point: Point, rect: Rect) -> bool:
    return rect[0] <= point[0] <= rect[2] and rect[1] <= point[1] <= rect[3]


def _points(curve: Sequence[Point]) -> list[Point]:
    """Points of a curve of cubic Bézier segments, about `APART` from one another."""
    found = [curve[0]]
    for at in range(0, len(curve) - 3, 3):
        a, b, c, d = curve[at : at + 4]
        length = sum(hypot(q[0] - p[0], q[1] - p[1]) for p, q in pairwise((a, b, c, d)))
        parts = max(1, ceil(length / APART))
        found += [_between(a, b, c, d, part / parts) for part in range(1, parts + 1)]
    return found


def _between(a: Point, b: Point, c: Point, d: Point, share: float) -> Point:
    rest = 1 - share
    weights = rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3
    parts = [*zip(weights, (a, b, c, d), strict=True)]
    return sum(weight * x for weight, (x, _) in parts), sum(weight * y for weight, (_, y) in parts)
