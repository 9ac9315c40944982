"""The process map of the page: boxes and arrows as SVG, whose colours, numbers and paths the page can switch."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledgerium_cli.documents.html.map_layout import Joint, Layout, Placed, Point, Size, layouts
from ledgerium_cli.documents.html.markup import Html, el, joined, text
from ledgerium_cli.documents.map_model import END, OPEN, START, Arrow, Box, ProcessMap, shortened
from ledgerium_cli.documents.text import plain
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import duration
from ledgerium_cli.findings.statistics import Summary, middle

WIDTH, INSIDE, LINE, MOST_LINES = 208, 184, 17, 3
"""Points: of a box, of the text in it, of a line of its title."""
BAR = 6
MARGIN, LANE_HEAD = 12, 34
END_NAMES = {START: "Start", END: "End", OPEN: "Not finished"}
NARROW, BROAD = frozenset("iljtfrI.,:;|!()[]' "), frozenset("mwMW@%")


@dataclass(frozen=True, slots=True)
class LanePlan:
    """One way to put activities into lanes."""

    by: str
    """`system`, `role`."""
    names: tuple[str, ...]
    lane: Mapping[str, int]
    """By activity."""


def map_figures(view: View, drawn: ProcessMap) -> Html:
    """The map without lanes, then with those of each kind that tells activities apart; all but the first hidden."""
    plans = [LanePlan("none", (), {}), *_lane_plans(view)]
    sizes = {box.finding.activity.id: _box_size(box) for box in drawn.boxes}
    sizes |= {end: Size(112 if end == OPEN else 72, 30) for end in drawn.ends}
    joints = [_joint(arrow, drawn) for arrow in drawn.arrows]
    placed = layouts(sizes, joints, [_with_ends(plan, drawn) for plan in plans])
    figures = [_figure(view, drawn, sizes, plan, layout) for plan, layout in zip(plans, placed, strict=True)]
    return joined(figures)


# Lanes


def _lane_plans(view: View) -> Iterator[LanePlan]:
    """A step stands in the lane in which it was done most often. One lane for all would say nothing."""
    systems, roles = {}, {}
    for activity, rows in view.steps.items():
        steps = [timed.step for _, timed in rows]
        systems[activity] = _most(view.system_name(step.system) for step in steps)
        roles[activity] = _most(view.role_of(step.actor) or step.actor for step in steps)
    for by, names in (("system", systems), ("role", roles)):
        order = list(dict.fromkeys(names[one.activity.id] for one in view.analysis.activities))
        if len(order) > 1:
            yield LanePlan(by, tuple(order), {one: order.index(name) for one, name in names.items()})


def _most(names: Iterator[str]) -> str:
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name))


def _with_ends(plan: LanePlan, drawn: ProcessMap) -> dict[str, int]:
    """The ends stand beside the step that they are joined to most often."""
    if not plan.lane:
        return {}
    lanes = dict(plan.lane)
    for end in drawn.ends:
        joined_to = [one for one in drawn.arrows if end in (one.source, one.target)]
        often = max(joined_to, key=lambda one: one.times)
        lanes[end] = plan.lane[often.target if end == START else often.source]
    return lanes


# Sizes


def _box_size(box: Box) -> Size:
    signs = bool(box.held) + bool(box.broken)
    return Size(WIDTH, 12 + LINE * len(_title_lines(box)) + 16 + 16 + 14 * signs + 12 + BAR)


def _joint(arrow: Arrow, drawn: ProcessMap) -> Joint:
    most = max(one.times for one in drawn.arrows)
    lines = [max(_often(arrow), *_between(arrow.path.between), key=_wide), *_skips(arrow)]
    room = Size(max(map(_wide, lines)) * 0.92 + 12, 15 * max(len(lines), len(_between(arrow.path.between))))
    return Joint(arrow.source, arrow.target, room, weight=round(1 + 19 * arrow.times / most))


def _title_lines(box: Box) -> list[str]:
    return _wrapped(plain(box.finding.activity.title) or "(no name)", INSIDE)


def _wrapped(words: str, width: float) -> list[str]:
    """Lines of about that many points at most, a word broken where it is longer; the last one cut."""
    lines = [""]
    for char in words:
        if _wide(lines[-1] + char) > width:
            kept, space, carried = lines[-1].rpartition(" ")
            lines[-1:] = [kept, carried + char] if space and char != " " else [lines[-1], char.strip()]
        else:
            lines[-1] += char
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1].rstrip()[:-1] + "…"]
    return [line.strip() for line in lines]


def _wide(words: str) -> float:
    """Points that words in bold of 13 points take, about; the fonts of the reader are not known."""
    return sum(map(_char_width, words))


def _char_width(char: str) -> float:
    if char in NARROW:
        return 4.6
    if unicodedata.east_asian_width(char) in "WF":
        return 13.5
    return 12.5 if char in BROAD else 9.2 if char.isupper() else 7.6


# Words on the map


def _often(arrow: Arrow) -> str:
    hand_off = (
        "" if not arrow.path.hand_offs else " · hand-off" + _part(arrow.path.hand_offs, arrow.path.count)
    )
    return f"{arrow.times}×{hand_off}"


def _part(part: int, whole: int) -> str:
    return "" if part == whole else f" {part} of {whole}"


def _skips(arrow: Arrow) -> list[str]:
    return [f"without “{shortened(title, 30)}”{_part(cases, arrow.times)}" for title, cases in arrow.skipped]


def _between(times: Summary) -> list[str]:
    """Two values a line; from five on the median."""
    if not times.n:
        return [""]
    if not middle(times) and not any(times.values or ()):
        return ["at once"]
    if times.values is None:
        return [duration(times.median or 0)]
    words = [*map(duration, times.values)]
    return [", ".join(words[at : at + 2]) for at in range(0, len(words), 2)]


def _spent(times: Summary) -> str:
    """The median; of few values the smallest and the largest, all of them where they are two."""
    if times.values is None:
        return duration(times.median or 0)
    if not times.values:
        return "not known"
    ends = list(dict.fromkeys([duration(times.values[0]), duration(times.values[-1])]))
    return (" … " if times.n > 2 else ", ").join(ends)


# Drawing


def _figure(view: View, drawn: ProcessMap, sizes: Mapping[str, Size], plan: LanePlan, layout: Layout) -> Html:
    """One map. What can be pressed is told by numbers: of activities and of paths, as in the page's data."""
    activities = {box.finding.activity.id: place for place, box in enumerate(drawn.boxes)}
    paths = {id(path): place for place, path in enumerate(drawn.paths)}
    head = LANE_HEAD if plan.names else 0
    size = layout.size
    box = f"{-MARGIN} {-MARGIN - head} {size.width + 2 * MARGIN:.0f} {size.height + 2 * MARGIN + head:.0f}"
    most = max(arrow.times for arrow in drawn.arrows)
    longest = max((middle(arrow.path.between) or 0 for arrow in drawn.arrows), default=0)
    arrows = [
        _arrow(
            one, at, paths[id(one.path)], _grade(one.times, most), _grade(middle(one.path.between), longest)
        )
        for one, at in zip(drawn.arrows, layout.arrows, strict=True)
    ]
    boxes = [
        _box(one, layout.boxes[name], sizes[name], activities[name], drawn, view)
        for one in drawn.boxes
        for name in [one.finding.activity.id]
    ]
    ends = [_end(one, layout.boxes[one], sizes[one]) for one in drawn.ends]
    return el(
        "svg",
        *(_lane(plan.names[number], lane.left, lane.right, size.height) for number, lane in layout.lanes.items()),
        *arrows,
        *ends,
        *boxes,
        viewBox=box,
        width=round(size.width + 2 * MARGIN),
        height=round(size.height + 2 * MARGIN + head),
        class_="map" if plan.by == "none" else "map off",
        data_lanes=plan.by,
        data_mode="often",
        role="img",
        aria_label=f"Process map: {drawn.name}. The same numbers stand in the tables below.",
    )  # fmt: skip


def _grade(value: int | None, most: int) -> int:
    """From 1 to 6."""
    return 1 + round(5 * (value or 0) / most) if most else 1


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
        class_="end open" if end == OPEN else "end",
        data_end=end,
    )


def _corner(at: Point, size: Size) -> dict[str, float]:
    return {
        "x": round(at[0] - size.width / 2, 1),
        "y": round(at[1] - size.height / 2, 1),
        "width": size.width,
        "height": size.height,
    }


def _arrow(arrow: Arrow, at: Placed, path: int, often: int, long: int) -> Html:
    classes = [
        "arrow",
        f"often-{often}",
        f"long-{long}",
        *(["happy"] if arrow.happy else []),
        *(["skips"] if arrow.skipped else []),
        *(["handoff"] if arrow.is_hand_off else []),
    ]
    start, *rest = at.curve
    curve = f"M{start[0]} {start[1]}C" + " ".join(f"{x} {y}" for x, y in rest)
    return el(
        "g",
        el("path", class_="reach", d=curve),
        el("path", class_="line", d=curve),
        el("path", class_="tip", d=_tip(rest[-1], at.point)),
        _label([_often(arrow)], _skips(arrow), at.label, "when-often"),
        _label(_between(arrow.path.between), _skips(arrow), at.label, "when-long"),
        class_=" ".join(classes),
        data_path=path,
        data_times=arrow.times,
    )


def _tip(base: Point, point: Point) -> str:
    across_x, across_y = (base[1] - point[1]) * 0.45, (point[0] - base[0]) * 0.45
    corners = [point, (base[0] + across_x, base[1] + across_y), (base[0] - across_x, base[1] - across_y)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def _label(facts: Sequence[str], skips: Sequence[str], at: Point, when: str) -> Html:
    lines = [(line, None) for line in facts if line] + [(line, "skip") for line in skips]
    top = at[1] - 7.5 * (len(lines) - 1) + 4
    return el(
        "g",
        *(
            el("text", text(line), x=at[0], y=round(top + 15 * place, 1), class_=kind)
            for place, (line, kind) in enumerate(lines)
        ),
        class_=f"label {when}",
    )


def _box(box: Box, at: Point, size: Size, number: int, drawn: ProcessMap, view: View) -> Html:
    left, top = at[0] - size.width / 2 + 12, at[1] - size.height / 2
    flags = {"held": box.held, "guessed": box.guessed, "judgement": box.judgement, "broken": box.broken}
    lines = list(_box_lines(box, view))
    heights = [{"title": LINE, "sign": 14, "sign bad": 14}.get(kind, 16) for kind, _ in lines]
    texts, y = [], top + 8
    for (kind, words), height in zip(lines, heights, strict=True):
        both = words if isinstance(words, tuple) else (words,)
        y += height
        for when, one in zip(("when-often", "when-long"), both, strict=False):
            classes = f"{kind} {when}" if len(both) > 1 else kind
            texts.append(el("text", text(one), x=round(left, 1), y=round(y - 2, 1), class_=classes))
    return el(
        "g",
        el("rect", class_="card", rx=8, **_corner(at, size)),
        *([el("rect", class_="twice", rx=6, **_inner(at, size))] if box.judgement else []),
        *texts,
        *_bars(box, left, top + size.height - 8 - BAR, drawn),
        class_=" ".join(["box", *(name for name, is_so in flags.items() if is_so)]),
        data_activity=number,
    )


def _inner(at: Point, size: Size) -> dict[str, float]:
    return _corner(at, Size(size.width - 6, size.height - 6))


def _box_lines(box: Box, view: View) -> Iterator[tuple[str, str | tuple[str, str]]]:
    """What stands in a box; of a pair the first is about how often, the second about how long."""
    finding = box.finding
    yield from (("title", line) for line in _title_lines(box))
    systems = ", ".join(dict.fromkeys(map(view.system_name, finding.systems))) or "no system"
    about = [shortened(systems, 24 if box.guessed or box.judgement else 30)]
    about += ["guessed"] if box.guessed else []
    about += ["judgement"] if box.judgement else []
    yield "fact", (" · ".join(about), f"work {_spent(finding.work)}")
    yield "fact", (box.seen, f"wait {_spent(finding.wait)}")
    yield from (("sign", box.held),) if box.held else ()
    yield from (("sign bad", box.broken),) if box.broken else ()


def _bars(box: Box, left: float, top: float, drawn: ProcessMap) -> Iterator[Html]:
    """How often, on one scale for all boxes; the sum of work and that of wait, on another."""
    often = [one.finding.steps for one in drawn.boxes]
    spent = [(one.finding.parts.work or 0) + (one.finding.parts.wait or 0) for one in drawn.boxes]
    here, parts = box.finding, box.finding.parts
    bars = [
        ("often when-often", here.steps / max(often), 0.0),
        ("work when-long", (parts.work or 0) / (max(spent) or 1), 0.0),
        ("wait when-long", (parts.wait or 0) / (max(spent) or 1), (parts.work or 0) / (max(spent) or 1)),
    ]
    yield el("rect", class_="bar rest", x=round(left, 1), y=round(top, 1), width=INSIDE, height=BAR, rx=2)
    for name, share, since in bars:
        if share:
            yield el(
                "rect",
                class_=f"bar {name}",
                x=round(left + INSIDE * since, 1),
                y=round(top, 1),
                width=round(INSIDE * share, 1),
                height=BAR,
            )
