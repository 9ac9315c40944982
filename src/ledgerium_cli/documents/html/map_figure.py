"""Draws the process map of the page as SVG; the page can switch its colours, numbers and paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from ledgerium_cli.documents.html.map_fold import folded
from ledgerium_cli.documents.html.map_labels import on_lines
from ledgerium_cli.documents.html.map_lanes import NO_LANES, LanePlan, lane_plans, with_ends
from ledgerium_cli.documents.html.map_layout import Joint, Layout, Placed, Point, Size, layouts
from ledgerium_cli.documents.html.map_words import (
    INSIDE,
    ArrowWords,
    arrow_words,
    box_lines,
    sign_lines,
    title_lines,
)
from ledgerium_cli.documents.html.markup import Html, el, joined, text
from ledgerium_cli.documents.map.model import (
    END,
    END_NAMES,
    ENDED,
    MOST_PATHS,
    ONLY_NEXT,
    OPEN,
    START,
    Arrow,
    Box,
    ProcessMap,
    at_first_sight,
    map_of,
    shortened,
)
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.findings.statistics import middle

WIDTH, TITLE_LINE, FACT_LINE, SIGN_LINE, LABEL_LINE, BAR = 208, 17, 16, 14, 15, 6
"""In points: the width of a box, line heights in boxes and at arrows, and the height of the bar in a box."""
MARGIN, LANE_HEAD = 12, 34
END_WIDTHS = {START: 72, END: 72, OPEN: 112, ENDED: 148}


class Drawing(Struct, frozen=True):
    """The map of the page."""

    drawn: ProcessMap
    figures: Html
    """The map without lanes, then one with lanes by system and by role if there is more than one; all but the first
    hidden. Empty when the map cannot be drawn."""
    without: tuple[str, ...]
    """The lanes, by system or by role, that cannot be drawn."""


def map_figures(view: View) -> Drawing:
    """The map with the most paths that can be drawn."""
    for most in (MOST_PATHS, ONLY_NEXT):
        drawn = map_of(view, most)
        found = {plan.by: figure for plan, figure in _Figures(view, drawn).all()}
        if found[NO_LANES] is not None:
            without = tuple(by for by, figure in found.items() if figure is None)
            return Drawing(drawn, joined(filter(None, found.values())), without)
    return Drawing(drawn, Html(""), ())


# Sizes


def _box_size(box: Box) -> Size:
    signs = len(sign_lines(box.held)) + len(sign_lines(box.broken))
    height = TITLE_LINE * len(title_lines(box)) + 2 * FACT_LINE + SIGN_LINE * signs
    return Size(WIDTH, 12 + height + 12 + BAR)


def _joint(arrow: Arrow, words: ArrowWords, most: int) -> Joint:
    room = Size(words.width + 12, LABEL_LINE * words.lines) if words.has_room else Size(0, 0)
    return Joint(arrow.source, arrow.target, room, round(1 + 19 * arrow.times / most), arrow.is_back)


def _grade(value: int | None, most: int) -> int:
    """From 1 to 6, in proportion to the maximum."""
    return 1 + round(5 * (value or 0) / most) if most else 1


# Drawing


class _Figures:
    """What all figures of one map share: texts, sizes and maxima."""

    def __init__(self, view: View, drawn: ProcessMap) -> None:
        self.view, self.drawn = view, drawn
        self.words = arrow_words(drawn)
        self.sizes = {box.finding.activity.id: _box_size(box) for box in drawn.boxes}
        self.sizes |= {end: Size(END_WIDTHS[end], 30) for end in drawn.ends}
        self.most = max((arrow.times for arrow in drawn.arrows), default=0)
        self.longest = max((middle(arrow.path.between) or 0 for arrow in drawn.arrows), default=0)
        self.most_steps = max(box.finding.steps for box in drawn.boxes)
        self.most_spent = max(sum(_spent(box)) for box in drawn.boxes)
        self.first = at_first_sight(view)

    def all(self) -> Iterator[tuple[LanePlan, Html | None]]:
        """For each plan its figure, or None when it cannot be drawn."""
        plans = [LanePlan(NO_LANES, (), {}), *lane_plans(self.view)]
        joints = [
            _joint(arrow, words, self.most)
            for arrow, words in zip(self.drawn.arrows, self.words, strict=True)
        ]
        rooms = [Size(words.width, LABEL_LINE * words.lines) for words in self.words]
        placed = layouts(self.sizes, joints, [with_ends(plan, self.drawn) for plan in plans])
        for plan, layout in zip(plans, placed, strict=True):
            if layout is None:
                yield plan, None
            else:
                arranged = on_lines(folded(layout, self.sizes, joints), self.sizes, rooms)
                yield plan, self._figure(plan, arranged)

    def _figure(self, plan: LanePlan, layout: Layout) -> Html:
        head, size = LANE_HEAD if plan.names else 0, layout.size
        width, height = size.width + 2 * MARGIN, size.height + 2 * MARGIN + head
        lanes = [
            _lane(plan.names[at], lane.left, lane.right, size.height) for at, lane in layout.lanes.items()
        ]
        arrows = [
            self._arrow(place, self.drawn.arrows[place], self.words[place], layout.arrows[place])
            for place in layout.upwards
        ]
        boxes = [
            self._box(place, box, layout.boxes[box.finding.activity.id])
            for place, box in enumerate(self.drawn.boxes)
        ]
        return el(
            "svg",
            *lanes,
            *arrows,
            *(_end(end, layout.boxes[end], self.sizes[end]) for end in self.drawn.ends),
            *boxes,
            viewBox=f"{-MARGIN} {-MARGIN - head} {width:.0f} {height:.0f}",
            width=round(width),
            height=round(height),
            class_="map" if plan.by == NO_LANES else "map off",
            data_lanes=plan.by,
            data_mode="often",
            role="img",
            aria_label=f"Process map: {self.drawn.name}. The same numbers stand in the tables below.",
        )

    def _arrow(self, place: int, arrow: Arrow, words: ArrowWords, at: Placed) -> Html:
        between = middle(arrow.path.between)
        grades = f"often-{_grade(arrow.times, self.most)} long-{_grade(between, self.longest)}"
        flags = {"happy": arrow.happy, "skips": arrow.skipped, "handoff": arrow.is_hand_off}
        start, *rest = at.curve
        curve = f"M{start[0]} {start[1]}C" + " ".join(f"{x} {y}" for x, y in rest)
        return el(
            "g",
            el("path", class_="reach", d=curve),
            el("path", class_="line", d=curve),
            el("path", class_="tip", d=_tip(rest[-1], at.point)),
            _label(words.often, at.label, "when-often"),
            _label(words.between, at.label, "when-long"),
            class_=" ".join(["arrow", grades, *(name for name, is_so in flags.items() if is_so)]),
            data_path=place,
            data_times=arrow.times,
            data_first="" if (arrow.path.source, arrow.path.target) in self.first else None,
        )

    def _box(self, place: int, box: Box, at: Point) -> Html:
        size = self.sizes[box.finding.activity.id]
        left, top = at[0] - size.width / 2 + 12, at[1] - size.height / 2
        flags = {"held": box.held, "guessed": box.guessed, "broken": box.broken}
        return el(
            "g",
            el("rect", class_="card", rx=8, **_corner(at, size)),
            *([el("rect", class_="twice", rx=6, **_inner(at, size))] if box.judgement else []),
            *_box_texts(box, self.view, left, top),
            *self._bars(box, left, top + size.height - 8 - BAR),
            class_=" ".join(["box", *(name for name, is_so in flags.items() if is_so)]),
            data_activity=place,
        )

    def _bars(self, box: Box, left: float, top: float) -> Iterator[Html]:
        """The frequency, on one scale for all boxes, or total work and total wait on another."""
        work, wait = (ms / (self.most_spent or 1) for ms in _spent(box))
        bars = [
            ("rest", 1, 0),
            ("often when-often", box.finding.steps / self.most_steps, 0),
            ("work when-long", work, 0),
            ("wait when-long", wait, work),
        ]
        for name, share, since in bars:
            if share:
                x, width = round(left + INSIDE * since, 1), round(INSIDE * share, 1)
                yield el("rect", class_=f"bar {name}", x=x, y=round(top, 1), width=width, height=BAR)


def _spent(box: Box) -> tuple[int, int]:
    """Total known work and wait, in milliseconds."""
    return box.finding.parts.work or 0, box.finding.parts.wait or 0


def _lane(name: str, left: float, right: float, height: float) -> Html:
    return el(
        "g",
        el("rect", x=left, y=-LANE_HEAD, width=round(right - left, 1), height=height + LANE_HEAD, rx=6),
        el("text", text(shortened(name, 40)), x=round((left + right) / 2, 1), y=-LANE_HEAD / 2 + 4),
        class_="lane",
    )


def _end(end: str, at: Point, size: Size) -> Html:
    return el(
        "g",
        el("rect", rx=15, **_corner(at, size)),
        el("text", text(END_NAMES[end]), x=at[0], y=round(at[1] + 4, 1)),
        class_=f"end {end.strip('_')}",
        data_end=end.strip("_"),
    )


def _corner(at: Point, size: Size) -> dict[str, float]:
    return {
        "x": round(at[0] - size.width / 2, 1),
        "y": round(at[1] - size.height / 2, 1),
        "width": size.width,
        "height": size.height,
    }


def _inner(at: Point, size: Size) -> dict[str, float]:
    return _corner(at, Size(size.width - 6, size.height - 6))


def _tip(base: Point, point: Point) -> str:
    across_x, across_y = (base[1] - point[1]) * 0.45, (point[0] - base[0]) * 0.45
    corners = [point, (base[0] + across_x, base[1] + across_y), (base[0] - across_x, base[1] - across_y)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def _label(lines: Sequence[str], at: Point, when: str) -> Html:
    top = at[1] - LABEL_LINE / 2 * (len(lines) - 1) + 4
    texts = (
        el("text", text(line), x=at[0], y=round(top + LABEL_LINE * place, 1), class_=_kind(line))
        for place, line in enumerate(lines)
    )
    return el("g", *texts, class_=f"label {when}")


def _kind(line: str) -> str | None:
    return "skip" if line.startswith("without ") else None


def _box_texts(box: Box, view: View, left: float, top: float) -> Iterator[Html]:
    heights = {"title": TITLE_LINE, "fact": FACT_LINE}
    y = top + 6
    for kind, words in box_lines(box, view):
        y += heights.get(kind, SIGN_LINE)
        if isinstance(words, str):
            yield el("text", text(words), x=round(left, 1), y=round(y, 1), class_=kind)
        else:
            for when, one in zip(("when-often", "when-long"), words, strict=True):
                yield el("text", text(one), x=round(left, 1), y=round(y, 1), class_=f"{kind} {when}")
