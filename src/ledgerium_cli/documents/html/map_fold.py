"""Folds the layout of a long chain of steps into columns, so that it is large enough to read.

The chain is laid out in one column, then cut between ranks. Arrows between columns run in the gutters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from msgspec import Struct

from ledgerium_cli.documents.html.map_layout import Joint, Layout, Placed, Point, Size

TALL = 2200
"""In points; a map of less height is not folded."""
BROAD = 16 / 9
"""Aimed-at ratio of width to height: that of a screen."""
MOST_COLUMNS = 8
NARROWEST, BESIDE, APART, ROUND, TIP, PORT = 70, 14, 9, 6, 8, 16
"""In points: the narrowest gutter; the distance between a line and a column, and between lines; the radius of
corners; the length of an arrowhead; the distance of two arrows that meet a box on the same side, for a line of text."""


class _Column(Struct):
    names: list[str]
    top: float
    bottom: float
    left: float = 0
    right: float = 0
    at: float = 0
    """The final x of its left edge."""


def folded(layout: Layout, sizes: Mapping[str, Size], joints: Sequence[Joint]) -> Layout:
    """The folded layout; the layout itself when it is not tall, has lanes, or would give fewer than two columns."""
    n = min(MOST_COLUMNS, round(sqrt(BROAD * layout.size.height / layout.size.width)))
    if layout.size.height < TALL or layout.lanes or n < 2:
        return layout
    columns = _columns(layout, sizes, n)
    return _Folding(layout, sizes, joints, columns).folded() if len(columns) > 1 else layout


def _columns(layout: Layout, sizes: Mapping[str, Size], n: int) -> list[_Column]:
    """Columns of about equal height; boxes side by side stay together."""
    columns: list[_Column] = []
    for name in sorted(layout.boxes, key=lambda one: (layout.boxes[one][1], layout.boxes[one][0])):
        y, half = layout.boxes[name][1], sizes[name].height / 2
        last = columns[-1] if columns else None
        if last is None or (
            y - half >= last.bottom and y > len(columns) * layout.size.height / n and len(columns) < n
        ):
            columns.append(_Column([name], y - half, y + half))
        else:
            last.names.append(name)
            last.bottom = max(last.bottom, y + half)
    return columns


class _Folding:
    def __init__(
        self, layout: Layout, sizes: Mapping[str, Size], joints: Sequence[Joint], columns: list[_Column]
    ) -> None:
        self.layout, self.sizes, self.joints, self.columns = layout, sizes, joints, columns
        self.column_of = {name: place for place, one in enumerate(columns) for name in one.names}
        crossing = [
            place
            for place, one in enumerate(joints)
            if self.column_of[one.source] != self.column_of[one.target]
        ]
        self.ranks = {place: rank for rank, place in enumerate(crossing)}
        """By index of an arrow between columns its rank: the larger, the higher it runs above the columns."""
        self.over = APART * (len(crossing) + 2)
        """The height that these arrows take above the columns."""
        self.lines: dict[int, list[int]] = {}
        """By gutter, the indexes of the arrows that run in it; gutter n is left of column n."""
        for place in crossing:
            for gutter in {*self._gutters(place)}:
                self.lines.setdefault(gutter, []).append(place)

        self.ports = self._ports(crossing)

    def _ports(self, crossing: Sequence[int]) -> dict[tuple[int, str], float]:
        """By index of an arrow between columns and name of a box at its end, how far from the middle of the side it
        meets the box: those on one side stand below one another."""
        sides: dict[tuple[str, int], list[int]] = {}
        for place in crossing:
            joint, forward = self.joints[place], self._is_forward(place)
            sides.setdefault((joint.source, forward), []).append(place)
            sides.setdefault((joint.target, -forward), []).append(place)
        found = {}
        for (name, _), own in sides.items():
            step = min(PORT, (self.sizes[name].height - 2 * ROUND) / len(own))
            for at, place in enumerate(own):
                found[place, name] = (at - (len(own) - 1) / 2) * step
        return found

    def _is_forward(self, place: int) -> int:
        """1 where it leads to a later column, -1 where it leads back."""
        joint = self.joints[place]
        return 1 if self.column_of[joint.source] < self.column_of[joint.target] else -1

    def folded(self) -> Layout:
        self._measure()
        right = self._put()
        low = max(one.bottom - one.top for one in self.columns) + self.over
        boxes = {name: self._moved(self.column_of[name], point) for name, point in self.layout.boxes.items()}
        arrows = [
            self._around(place, boxes) if place in self.ranks else self._beside(place, placed)
            for place, placed in enumerate(self.layout.arrows)
        ]
        return Layout(Size(right, low + BESIDE), boxes, tuple(arrows), {})

    def _measure(self) -> None:
        """Sets the left and right extent of each column, with the arrows and labels inside it."""
        for place, one in enumerate(self.columns):
            edges = [
                x for name in one.names for x in _around(self.layout.boxes[name][0], self.sizes[name].width)
            ]
            for joint, placed in zip(self.joints, self.layout.arrows, strict=True):
                if self.column_of[joint.source] == self.column_of[joint.target] == place:
                    edges += [x for x, _ in placed.curve]
                    edges += _around(placed.label[0], joint.label.width)
            one.left, one.right = min(edges), max(edges)

    def _put(self) -> float:
        """Places the columns side by side and returns the right end of the last gutter."""
        x = 0.0
        for place, one in enumerate(self.columns):
            x += self._width(place)
            one.at = x
            x += one.right - one.left
        return x + self._width(len(self.columns))

    def _width(self, gutter: int) -> float:
        """The width of a gutter. Labels are placed before the column that their arrow leads to."""
        own = self.lines.get(gutter, [])
        labels = [self.joints[place].label.width for place in own if self._gutters(place)[1] == gutter]
        return max(NARROWEST, 2 * BESIDE + APART * len(own) + max(labels, default=0)) if own else 0

    def _gutters(self, place: int) -> tuple[int, int]:
        """The gutters in which an arrow leaves the column of its source and reaches that of its target."""
        source, target = self.column_of[self.joints[place].source], self.column_of[self.joints[place].target]
        return (source + 1, target) if source < target else (source, target + 1)

    def _moved(self, column: int, point: Point) -> Point:
        one = self.columns[column]
        return _exact((point[0] - one.left + one.at, point[1] - one.top + self.over))

    def _beside(self, place: int, placed: Placed) -> Placed:
        """An arrow within one column, moved with it."""
        column = self.column_of[self.joints[place].source]
        curve = tuple(self._moved(column, point) for point in placed.curve)
        return Placed(curve, self._moved(column, placed.point), self._moved(column, placed.label))

    def _x(self, gutter: int, place: int) -> float:
        """The x of the line of an arrow in a gutter."""
        begins = self.columns[gutter].at - self._width(gutter) if gutter < len(self.columns) else self._end()
        return begins + BESIDE + APART * self.lines[gutter].index(place)

    def _end(self) -> float:
        last = self.columns[-1]
        return last.at + last.right - last.left

    def _around(self, place: int, boxes: Mapping[str, Point]) -> Placed:
        """The route of an arrow between columns: from the side of its source through a gutter, over the columns in
        between, and through the other gutter to its target."""
        joint = self.joints[place]
        (sx, sy), (tx, ty) = boxes[joint.source], boxes[joint.target]
        side = self._is_forward(place)
        out, into = self._gutters(place)
        sx += side * self.sizes[joint.source].width / 2
        tx -= side * self.sizes[joint.target].width / 2
        turn = self._x(out, place)
        rank = self.ranks[place]
        sy, ty = sy + self.ports[place, joint.source], ty + self.ports[place, joint.target]
        way = [(sx, sy), (turn, sy)]
        if out == into:
            way += [(turn, ty)]
        else:
            back, high = self._x(into, place), self.over - APART * (rank + 2)
            way += [(turn, high), (back, high), (back, ty)]
        way += [(tx - side * TIP, ty)]
        label = tx - side * (joint.label.width / 2 + 2 * TIP), ty
        return Placed(_rounded(way), _exact((tx, ty)), _exact(label))


def _around(middle: float, width: float) -> list[float]:
    return [middle - width / 2, middle + width / 2]


def _rounded(way: Sequence[Point]) -> tuple[Point, ...]:
    """A polyline with rounded corners, as cubic Bézier curves."""
    points = [way[0]]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        one, other = _towards(corner, before), _towards(corner, after)
        points += [*_straight(points[-1], one), corner, corner, other]
    points += _straight(points[-1], way[-1])
    return tuple(map(_exact, points))


def _exact(point: Point) -> Point:
    """Rounded to what a picture needs."""
    return round(point[0], 1), round(point[1], 1)


def _straight(start: Point, end: Point) -> list[Point]:
    return [start, end, end]


def _towards(corner: Point, point: Point) -> Point:
    """The point `ROUND` away from the corner towards another point, or halfway on a short line."""
    dx, dy = point[0] - corner[0], point[1] - corner[1]
    length = max(abs(dx), abs(dy), 0.1)
    step = min(ROUND, length / 2) / length
    return corner[0] + dx * step, corner[1] + dy * step
