"""The process map as DOT: which step follows which, how often, where time goes and where cases stand.

A card per activity, an arrow per directly-follows path. What a page said stands only in HTML-like labels,
through `_shown`. Colours are those of Okabe and Ito, told apart with any kind of colour vision; nothing is
said by colour alone.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from ledgerium_cli.cases.model import Hold
from ledgerium_cli.documents.text import plain
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import count, duration
from ledgerium_cli.findings.activities import ActivityFinding
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.process import Path
from ledgerium_cli.findings.statistics import Summary

Edge = tuple[str | None, str | None]
"""Ids of two activities; None for the start or the end of a case."""

BLUE, GREEN, AMBER, RED = "#0072B2", "#009E73", "#E69F00", "#D55E00"
INK, QUIET, LINE, PATH, HELD = "#1F2933", "#5B6673", "#C3CAD3", "#98A2AE", "#FFF3D6"
START, END, OPEN = "_start", "_end", "_open"
"""No activity id has an underscore."""

SPACE, NEW_LINE = "&#160;&#160; ", '<BR ALIGN="LEFT"/>'
LINE_LENGTH, MOST_LINES = 30, 3
LEGEND = 11
"""Points; the size of its letters."""
BAR = 150
"""Points; the length of the bar of the activity that took the most time."""
MOST_PATHS = 90
"""More make a map nobody can read; the rarest are left out then, and the map says so."""


def render_dot(analysis: Analysis) -> str:
    view = View(analysis)
    passed_over = _passed_over(analysis)
    happy = _happy_path(analysis)
    paths = _drawn(analysis.paths, {*passed_over, *happy})
    lines = [
        f"digraph {_quoted('Process map: ' + _name(analysis))} {{",
        f'  graph [bgcolor="white", fontcolor="{INK}", fontname="Helvetica", labeljust="l", labelloc="t",'
        ' nodesep="0.4", pad="0.3", ranksep="0.35",'
        f" label=<{_heading(view, paths, bool(passed_over))}>];",
        f'  node [color="{LINE}", fillcolor="white", fontcolor="{INK}", fontname="Helvetica", fontsize="10",'
        ' margin="0.12,0.08", shape="box", style="rounded,filled"];',
        f'  edge [arrowsize="0.7", color="{PATH}", fontcolor="{INK}", fontname="Helvetica", fontsize="9"];',
        *_ends(analysis),
        *(_node(one, view) for one in analysis.activities),
        *_edges(analysis, paths, happy, passed_over),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _happy_path(analysis: Analysis) -> set[Edge]:
    """Nothing where several cases took a path of their own each: none is the usual one then."""
    first = analysis.variants[0]
    if len(first.cases) == 1 < len(analysis.cases):
        return set()
    return set(pairwise([None, *first.activities, None]))


def _passed_over(analysis: Analysis) -> dict[Edge, Counter[str]]:
    """By which path how many cases passed over which required activity."""
    if analysis.workflow is None:
        return {}
    declared = [activity.id for activity in analysis.workflow.activities]
    variants = {case.id: case.variant for case in analysis.cases}
    found: dict[Edge, Counter[str]] = {}
    for one in analysis.deviations:
        if one.kind == "missing step":
            later = set(declared[declared.index(one.activity) + 1 :])
            way = pairwise([None, *variants[one.case], None])
            edge = next(edge for edge in way if edge[1] is None or edge[1] in later)
            found.setdefault(edge, Counter())[one.activity] += 1
    return found


def _drawn(paths: Sequence[Path], needed: set[Edge]) -> list[Path]:
    """The most frequent paths, those that are needed, and the best way into and out of each activity."""
    into: dict[str | None, Path] = {}
    out_of: dict[str | None, Path] = {}
    for path in paths:
        into.setdefault(path.target, path)
        out_of.setdefault(path.source, path)
    return [
        path
        for rank, path in enumerate(paths)
        if rank < MOST_PATHS
        or (path.source, path.target) in needed
        or path in (into[path.target], out_of[path.source])
    ]


# Nodes


def _ends(analysis: Analysis) -> Iterator[str]:
    pill = f'color="{INK}", height="0.3", margin="0.16,0.05"'
    dark = f'fillcolor="{INK}", fontcolor="white", {pill}'
    yield f'  {_quoted(START)} [label="Start", {dark}];'
    if any(case.complete is not False for case in analysis.cases):
        yield f'  {_quoted(END)} [label="End", {dark}];'
    if any(case.complete is False for case in analysis.cases):
        yield f'  {_quoted(OPEN)} [label="Not finished", style="rounded,dashed", {pill}];'


def _node(finding: ActivityFinding, view: View) -> str:
    held = _held(finding, view)
    style = "rounded,filled,dashed" if finding.activity.decided_by == "guess" else "rounded,filled"
    double = ', peripheries="2"' if view.is_judgement(finding.activity.id) else ""
    colours = f', color="{AMBER}", fillcolor="{HELD}", penwidth="1.5"' if held else ""
    card = _table([*_facts(finding, view), *held, *_broken_rules(finding, view.analysis)], padding=2)
    return f'  {_quoted(finding.activity.id)} [label=<{card}>, style="{style}"{colours}{double}];'


def _facts(finding: ActivityFinding, view: View) -> Iterator[str]:
    title = _wrapped(finding.activity.title)
    yield f'<FONT POINT-SIZE="12"><B>{title}</B></FONT>'
    seen = f"{count(finding.steps, 'time')} in {_cases(len(finding.cases), view.analysis)}"
    systems = dict.fromkeys(map(view.system_name, finding.systems))
    about = [_shown(_short(", ".join(systems))), seen]
    about += ["guessed"] if finding.activity.decided_by == "guess" else []
    about += ["judgement"] if view.is_judgement(finding.activity.id) else []
    yield _font(" · ".join(filter(None, about)), QUIET)
    yield f"{_square(GREEN)} work {_times(finding.work)}{SPACE}{_square(AMBER)} wait {_times(finding.wait)}"
    yield _bar(finding, max(one.parts.work + one.parts.wait for one in view.analysis.activities))


def _bar(finding: ActivityFinding, most: int) -> str:
    """Work and wait over all steps, to the scale of the activity that took the most."""
    parts = ((finding.parts.work, GREEN), (finding.parts.wait, AMBER))
    lengths = [(round(BAR * ms / most) if most else 0, colour) for ms, colour in parts]
    cells = [
        f'<TD FIXEDSIZE="TRUE" WIDTH="{length}" HEIGHT="5" BGCOLOR="{colour}"></TD>'
        for length, colour in (*lengths, (BAR - sum(length for length, _ in lengths), "#E9EDF1"))
        if length > 0
    ]
    size = f'ALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="{BAR}" HEIGHT="5"'
    bare = 'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'
    return f"<TABLE {size} {bare}><TR>{''.join(cells)}</TR></TABLE>"


def _held(finding: ActivityFinding, view: View) -> list[str]:
    """Where holds begin: how many of the cases that came here."""
    here = finding.activity.id
    holds = [(case.id, hold) for case, hold in view.holds if _place(hold, view) == here]
    cases = {case for case, _ in holds}
    if not cases:
        return []
    guessed = " (guessed)" if all(hold.guessed for _, hold in holds) else ""
    still = len({case for case, hold in holds if hold.end_ms is None})
    rest = f", {still} still held" if still else ""
    return [f"<B>held in {len(cases)} of {len(cases.union(finding.cases))}{guessed}{rest}</B>"]


def _place(hold: Hold, view: View) -> str:
    """The activity at which it is declared to begin, if it was seen; else the one that showed the sign."""
    if hold.activity is not None and hold.activity in view.steps:
        return hold.activity
    return view.step_by_key[hold.begun_by].activity.id


def _broken_rules(finding: ActivityFinding, analysis: Analysis) -> list[str]:
    cases = {
        one.case
        for one in analysis.deviations
        if one.kind == "forbidden combination" and one.activity == finding.activity.id
    }
    return [_font(f"<B>against a rule in {_cases(len(cases), analysis)}</B>", RED)] if cases else []


# Edges


def _edges(
    analysis: Analysis, paths: Iterable[Path], happy: set[Edge], passed_over: dict[Edge, Counter[str]]
) -> Iterator[str]:
    unfinished = {case.id for case in analysis.cases if case.complete is False}
    most = max(path.count for path in analysis.paths)
    # The layout keeps what comes first straight.
    for path in sorted(paths, key=lambda one: (one.source, one.target) not in happy):
        edge = (path.source, path.target)
        for target, times in _targets(path, unfinished):
            skipped = passed_over.get(edge, Counter()) if target != OPEN else Counter()
            look = _look(path, times / most, edge in happy, bool(skipped))
            label = _edge_label(path, times, [_without(analysis, *one, times) for one in skipped.items()])
            yield f"  {_quoted(path.source or START)} -> {_quoted(target)} [label=<{label}>, {look}];"


def _targets(path: Path, unfinished: set[str]) -> Iterator[tuple[str, int]]:
    """Where the path leads, how often. Cases that stop before the declared end have a node of their own."""
    if path.target is not None:
        yield path.target, path.count
        return
    stopped = sum(case in unfinished for case in path.cases)
    yield from ((node, times) for node, times in ((END, path.count - stopped), (OPEN, stopped)) if times)


def _look(path: Path, often: float, happy: bool, skips: bool) -> str:
    """`often` is from 0 to 1; the layout keeps frequent paths short and straight."""
    colour = RED if skips else BLUE if happy else PATH
    style = "dashed" if path.hand_offs * 2 >= path.count and path.hand_offs else "solid"
    width, weight = 1 + 3 * often + skips, round(1 + 19 * often)
    return f'color="{colour}", penwidth="{width:.1f}", style="{style}", weight="{weight}"'


def _without(analysis: Analysis, activity: str, cases: int, times: int) -> str:
    return _font(f"<B>without “{_shown(_short(analysis.title(activity)))}”{_of(cases, times)}</B>", RED)


def _edge_label(path: Path, times: int, skipped: list[str]) -> str:
    facts = [f"<B>{times}×</B> {_gap(path.between)}".rstrip()]
    facts += [f"hand-off{_of(path.hand_offs, path.count)}"] if path.hand_offs else []
    return "".join(f"{SPACE}{line}{NEW_LINE}" for line in [" · ".join(facts), *skipped])


def _gap(between: Summary) -> str:
    zero = between.median == 0 or (between.values and not any(between.values))
    return "at once" if zero else _times(between)


def _of(part: int, whole: int) -> str:
    return "" if part == whole else f" {part} of {whole}"


# Heading and legend


def _name(analysis: Analysis) -> str:
    named = analysis.workflow.name if analysis.workflow is not None else analysis.recordings[0].workflow
    return _short(named, 90) or "a process"


def _cases(n: int, analysis: Analysis) -> str:
    """`9 orders`, in the declared word."""
    noun = analysis.workflow.case.name if analysis.workflow is not None else "case"
    return _shown(count(n, _short(noun, 30)))


def _heading(view: View, paths: Sequence[Path], skips: bool) -> str:
    analysis = view.analysis
    actors = {timed.step.actor for case in analysis.cases for timed in case.steps}
    scope = f"{_cases(len(analysis.cases), analysis)} · {count(len(actors), 'person', 'people')}"
    rows = [
        f'<FONT POINT-SIZE="18"><B>{_shown(_name(analysis))}</B></FONT>',
        _font(scope, QUIET, 11),
        *_legend(view, paths, skips),
    ]
    if analysis.filtered is not None:
        conditions = " ".join(map(str, analysis.filtered.conditions))
        rows.append(_font(_shown(_short(f"Filtered: {conditions}", 160)), QUIET))
    if len(paths) < len(analysis.paths):
        drawn = f"{len(paths)} of {len(analysis.paths)} paths are drawn; the rarest are left out."
        rows.append(_font(drawn, QUIET))
    return _table([*rows, ""], padding=2)


def _legend(view: View, paths: Iterable[Path], skips: bool) -> list[str]:
    """Lines that explain what is drawn, and nothing that is not."""
    analysis, seen = view.analysis, [one.activity.id for one in view.analysis.activities]
    first = analysis.variants[0]
    often = f"most frequent path, {len(first.cases)} of {_cases(len(analysis.cases), analysis)}"
    usual = f"{_square(BLUE)} {often}" if _happy_path(analysis) else "no path was taken twice"
    arrows = [usual, *([f"{_square(RED)} passes over a required step"] if skips else [])]
    arrows += ["dashed arrow: hand-off"] if any(path.hand_offs for path in paths) else []
    boxes = ["amber box: holds begin here"] if view.holds else []
    boxes += ["double border: a person decides"] if any(map(view.is_judgement, seen)) else []
    scales = ["times: median, below five every value", "bars: total time, one scale for all steps"]
    return [_font(SPACE.join(line), QUIET, LEGEND) for line in (arrows, boxes, scales) if line]


# Text


def _times(summary: Summary) -> str:
    """The values themselves below five, else the median; n stands beside it on the map."""
    if summary.values is None:
        return duration(summary.median or 0)
    return ", ".join(map(duration, summary.values))


def _short(text: str, most: int = 48) -> str:
    clean = plain(text)
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"


def _wrapped(text: str) -> str:
    clean = plain(text)
    wide = any(unicodedata.east_asian_width(char) in "WF" for char in clean)
    length = LINE_LENGTH // 2 if wide else LINE_LENGTH
    lines = textwrap.wrap(clean, length, max_lines=MOST_LINES, placeholder="…")
    return "".join(f"{_shown(line)}{NEW_LINE}" for line in lines)


def _shown(text: str) -> str:
    """Text in an HTML-like label as it is; a backslash would stand for a name of the graph."""
    return escape(plain(text), quote=False).replace("\\", "\\\\")


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _table(rows: Iterable[str], padding: int = 1) -> str:
    cells = "".join(f'<TR><TD ALIGN="LEFT" BALIGN="LEFT">{row}</TD></TR>' for row in rows)
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="{padding}">{cells}</TABLE>'


def _font(text: str, colour: str, size: int = 9) -> str:
    return f'<FONT COLOR="{colour}" POINT-SIZE="{size}">{text}</FONT>'


def _square(colour: str) -> str:
    return f'<FONT COLOR="{colour}">■</FONT>'
