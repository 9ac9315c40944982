"""The process map as DOT: which step follows which, how often, where time goes and where cases stop.

One card for each activity, one arrow for each directly-follows path. Text from pages is used only in HTML-like
labels, escaped by `shown`. Nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.documents.map.labels import (
    AMBER,
    BLUE,
    GRAPH,
    GREEN,
    HELD,
    INK,
    NEW_LINE,
    NODES,
    PATH,
    QUIET,
    RED,
    SPACE,
    font,
    quoted,
    shown,
    square,
    table,
    times,
    wrapped,
)
from ledgerium_cli.documents.map.model import (
    END_NAMES,
    OPEN,
    STOPPED,
    Arrow,
    Box,
    ProcessMap,
    cases_counted,
    map_of,
    most_in_a_picture,
    shortened,
)
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import MOST_NAMED, NOT_KNOWN, count, listed, percent, worked
from ledgerium_cli.findings.activities import ActivityFinding
from ledgerium_cli.findings.statistics import Summary
from ledgerium_cli.quotation import in_quotation_marks

LEGEND = 11
"""The font size of the legend in points."""
BAR = 150
"""Points; the length of the longest bar, that of the activity that took the most time."""


def render_dot(view: View, most: int | None = None) -> str:
    """The map with the `most` most frequent paths, by default as many as a picture can show."""
    analysis = view.analysis
    drawn = map_of(view, most_in_a_picture(analysis) if most is None else most)
    most = max((path.count for path in analysis.paths), default=0)
    lines = [
        f"digraph {quoted('Process map: ' + drawn.name)} {{",
        f"  graph [{GRAPH}, label=<{_heading(view, drawn)}>];",
        *NODES,
        *map(_end, drawn.ends),
        *(_node(one, view) for one in drawn.boxes),
        *(_edge(one, most) for one in drawn.arrows),
        "}",
    ]
    return "\n".join(lines) + "\n"


# Nodes


def _end(node: str) -> str:
    pill = f'color="{INK}", height="0.3", margin="0.16,0.05"'
    label = END_NAMES[node]
    if node in STOPPED:
        style = "rounded,dashed" if node == OPEN else "rounded"
        return f'  {quoted(node)} [label="{label}", style="{style}", {pill}];'
    return f'  {quoted(node)} [label="{label}", fillcolor="{INK}", fontcolor="white", {pill}];'


def _node(box: Box, view: View) -> str:
    style = "rounded,filled,dashed" if box.guessed else "rounded,filled"
    double = ', peripheries="2"' if box.judgement else ""
    colours = f', color="{AMBER}", fillcolor="{HELD}", penwidth="1.5"' if box.held else ""
    signs = [f"<B>{box.held}</B>"] if box.held else []
    signs += [font(f"<B>{shown(box.broken)}</B>", RED)] if box.broken else []
    card = table([*_facts(box, view), *signs], padding=2)
    return f'  {quoted(box.finding.activity.id)} [label=<{card}>, style="{style}"{colours}{double}];'


def _facts(box: Box, view: View) -> Iterator[str]:
    finding = box.finding
    title = wrapped(box.title)
    yield f'<FONT POINT-SIZE="12"><B>{title}</B></FONT>'
    systems = dict.fromkeys(map(view.system_name, finding.systems))
    about = [shown(shortened(", ".join(systems))), shown(box.seen)]
    about += ["guessed"] if box.guessed else []
    about += ["judgement"] if box.judgement else []
    yield font(" · ".join(filter(None, about)), QUIET)
    if any(map(_known_time, view.analysis.activities)):
        work = times(finding.work, worked) if finding.work.n else NOT_KNOWN
        wait = times(finding.wait) if finding.wait.n else NOT_KNOWN
        yield f"{square(GREEN)} work {work}{SPACE}{square(AMBER)} wait {wait}"
        yield _bar(finding, max(map(_known_time, view.analysis.activities)))


def _known_time(finding: ActivityFinding) -> int:
    return (finding.parts.work or 0) + (finding.parts.wait or 0)


def _bar(finding: ActivityFinding, most: int) -> str:
    """A bar of work and wait over all steps, scaled to the activity that took the most time."""
    parts = ((finding.parts.work or 0, GREEN), (finding.parts.wait or 0, AMBER))
    lengths = [(round(BAR * ms / most) if most else 0, colour) for ms, colour in parts]
    cells = [
        f'<TD FIXEDSIZE="TRUE" WIDTH="{length}" HEIGHT="5" BGCOLOR="{colour}"></TD>'
        for length, colour in (*lengths, (BAR - sum(length for length, _ in lengths), "#E9EDF1"))
        if length > 0
    ]
    size = f'ALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="{BAR}" HEIGHT="5"'
    bare = 'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'
    return f"<TABLE {size} {bare}><TR>{''.join(cells)}</TR></TABLE>"


# Edges


def _edge(arrow: Arrow, most: int) -> str:
    """An arrow with its label and style."""
    look = _look(arrow, arrow.times / most)
    label = _edge_label(arrow, [_without(*one, arrow.times) for one in arrow.skipped])
    return f"  {quoted(arrow.source)} -> {quoted(arrow.target)} [label=<{label}>, {look}];"


def _look(arrow: Arrow, often: float) -> str:
    """`often` is from 0 to 1. A high weight makes the layout keep a path short and straight."""
    skips = bool(arrow.skipped)
    colour = RED if skips else BLUE if arrow.happy else PATH
    style = "dashed" if arrow.is_hand_off else "solid"
    width, weight = 1 + 3 * often + skips, round(1 + 19 * often)
    free = ', constraint="false"' if arrow.is_back else ""
    return f'color="{colour}", penwidth="{width:.1f}", style="{style}", weight="{weight}"{free}'


def _without(title: str, cases: int, times: int) -> str:
    return font(f"<B>without {shown(in_quotation_marks(shortened(title)))}{_part_of(cases, times)}</B>", RED)


def _edge_label(arrow: Arrow, skipped: list[str]) -> str:
    path = arrow.path
    facts = [f"<B>{arrow.times}×</B> {_gap(path.between)}".rstrip()]
    known = "" if path.hand_offs_known == path.count else f" {path.hand_offs} of {path.hand_offs_known} known"
    facts += [f"hand-off{known or _part_of(path.hand_offs, path.count)}"] if path.hand_offs else []
    return "".join(f"{SPACE}{line}{NEW_LINE}" for line in [" · ".join(facts), *skipped])


def _gap(between: Summary) -> str:
    zero = between.median == 0 or (between.values and not any(between.values))
    return "at once" if zero else times(between)


def _part_of(part: int, whole: int) -> str:
    return "" if part == whole else f" {part} of {whole}"


# Heading and legend


def _heading(view: View, drawn: ProcessMap) -> str:
    analysis = view.analysis
    actors = {look.actor for look in view.facts.looks} - {""}
    people = [count(len(actors), "person", "people")] if actors else []
    cases = shown(cases_counted(len(analysis.cases), analysis))
    rows = [
        f'<FONT POINT-SIZE="18"><B>{shown(drawn.name)}</B></FONT>',
        font(" · ".join([cases, *people]), QUIET, 11),
        *_legend(view, drawn),
    ]
    if analysis.filtered is not None:
        conditions = " ".join(map(str, analysis.filtered.conditions))
        rows.append(font(shown(shortened(f"Filtered: {conditions}", 160)), QUIET))
    if broken := [view.cite.labels[one.id] for one in analysis.recordings if not one.condition.is_whole]:
        lines = sum(one.condition.lines_left_out for one in analysis.recordings)
        left_out = f", {count(lines, 'line')} left out" if lines else ""
        rows.append(font(f"Not whole: {listed(broken, MOST_NAMED)}{left_out}", QUIET))
    if len(drawn.paths) < len(analysis.paths):
        moves = sum(path.count for path in drawn.paths) / sum(path.count for path in analysis.paths)
        rows.append(
            font(f"{len(drawn.arrows)} of {drawn.all_arrows} paths, {percent(moves)} of all moves", QUIET)
        )
    return table([*rows, ""], padding=2)


def _legend(view: View, drawn: ProcessMap) -> list[str]:
    """Lines that explain what is drawn, and only that."""
    analysis = view.analysis
    cases = shown(cases_counted(len(analysis.cases), analysis))
    often = f"the usual way, {len(analysis.variants[0].cases)} of {cases}"
    skips = any(arrow.skipped for arrow in drawn.arrows)
    n = len(view.facts.unordered)
    one = shown(view.case_noun[1])
    never = f"no two {one} {'are known to have gone' if n else 'went'} the same way"
    arrows = [f"{square(BLUE)} {often}" if drawn.has_happy_path else never]
    if n:
        arrows.append(
            f"without arrows: {shown(cases_counted(n, analysis))} whose order of steps is not known"
        )
    arrows += [f"{square(RED)} passes over a required step"] if skips else []
    dashed = "dashed arrow: a hand-off, half of the times or more"
    arrows += [dashed] if any(arrow.is_hand_off for arrow in drawn.arrows) else []
    boxes = ["amber box: holds begin here"] if view.facts.holds else []
    boxes += ["double border: a person decides"] if any(box.judgement for box in drawn.boxes) else []
    scales = ["times: median, below five every value"]
    if any(map(_known_time, analysis.activities)):
        scales.append("bars: total time, one scale for all steps")
    return [font(SPACE.join(line), QUIET, LEGEND) for line in (arrows, boxes, scales) if line]
